#include "report/pictures/svg.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static tp_buf out;

static void setup(void)
{
    tp_buf_init(&out);
}

static void teardown(void)
{
    tp_buf_finish(&out);
}

static const char *written(void)
{
    ck_assert(tp_buf_ok(&out));
    return out.bytes ? out.bytes : "";
}

static int occurrences(const char *what)
{
    int count = 0;
    for (const char *at = written(); (at = strstr(at, what)) != NULL; at += strlen(what))
        count++;
    return count;
}

START_TEST(measure__a_full_width_character_takes_the_font_size)
{
    ck_assert_int_eq(tp_svg_measure(""), 0);
    ck_assert_int_eq(tp_svg_measure("\xE7\xBC\x96\xE5\x88\xB6"), 2 * TP_SVG_SIZE);
    ck_assert_int_gt(tp_svg_measure("WWW"), tp_svg_measure("lll"));
}
END_TEST

START_TEST(fit__cuts_at_a_character_and_says_so)
{
    /* four characters want 52; three with an ellipsis are exactly 52 too, so 51 keeps two */
    const char *text = "\xE7\xBC\x96\xE5\x88\xB6\xE5\x91\xA8\xE8\xBD\xAC";
    ck_assert(!tp_svg_fit(&out, text, 4 * TP_SVG_SIZE));
    ck_assert_str_eq(written(), text);
    tp_buf_finish(&out);
    tp_buf_init(&out);
    ck_assert(tp_svg_fit(&out, text, 4 * TP_SVG_SIZE - 1));
    ck_assert_str_eq(written(), "\xE7\xBC\x96\xE2\x80\xA6\xE8\xBD\xAC");
}
END_TEST

/* Names that begin alike are told apart by how they end; a mark stays with what it marks. */
START_TEST(fit__keeps_the_end_of_a_name)
{
    ck_assert(tp_svg_fit(&out, "某某市综合保障中心第一分中心", 9 * TP_SVG_SIZE));
    ck_assert_str_eq(written(), "某某市综…一分中心");
    tp_buf_finish(&out);
    tp_buf_init(&out);
    ck_assert(tp_svg_fit(&out, "编制编制编制e\xCC\x81", 3 * TP_SVG_SIZE));
    ck_assert_str_eq(written(), "编…e\xCC\x81");
}
END_TEST

START_TEST(text__cut_keeps_the_whole_in_its_title_and_escapes)
{
    tp_svg_text(&out, &(tp_svg_place){10, 20, "end", NULL, 60}, "<b>a very long name indeed</b>");
    ck_assert_ptr_nonnull(
        strstr(written(), "<title>&lt;b&gt;a very long name indeed&lt;/b&gt;</title>"));
    ck_assert_ptr_null(strstr(written(), "<b>"));
}
END_TEST

/* Two givers, one pool, one borrower and what stays: the scale gives 260 px to 13 slots, 20
 * each. */
START_TEST(flow__is_to_scale)
{
    tp_err err = {0};
    const tp_flow_node nodes[] = {{{"A", "A"}, 0, 8},
                                  {{"B", "B"}, 0, 5},
                                  {{"P", "P"}, 1, 13},
                                  {{"C", "C"}, 2, 12},
                                  {{"K", "K"}, 2, 1}};
    const tp_flow_link links[] = {{0, 2, 8}, {1, 2, 5}, {2, 3, 12}, {2, 4, 1}};
    const tp_flow_figure figure = {{"\xE6\xB5\x81", "Flow"}, nodes, 5, links, 4, 13, 0};
    ck_assert_int_eq(tp_svg_flow(&out, &figure, &err), TP_OK);
    ck_assert_int_eq(occurrences("<path"), 4);
    ck_assert_ptr_nonnull(strstr(written(), "height=\"160\""));
    ck_assert_ptr_nonnull(strstr(written(), "height=\"100\""));
    ck_assert_ptr_nonnull(strstr(written(), "height=\"260\""));
    ck_assert_ptr_nonnull(strstr(written(), "height=\"240\""));
    ck_assert_ptr_nonnull(strstr(written(), "height=\"20\""));
    ck_assert_ptr_nonnull(strstr(written(), " / Flow</title>"));
}
END_TEST

/* Every name of two lines has room for both, on a wide picture as well. */
START_TEST(flow__long_names_do_not_touch)
{
    tp_err err = {0};
    enum { NAMES = 6 };
    tp_flow_node nodes[NAMES + 1];
    tp_flow_link links[NAMES];
    static const char *const label =
        "某某省某某市社会治理与公共服务综合保障中心第一分中心（某某街道社区服务中心）";
    int last = -1000;
    for (size_t i = 0; i < NAMES; i++) {
        nodes[i] = (tp_flow_node){{label, label}, 0, 1};
        links[i] = (tp_flow_link){i, NAMES, 1};
    }
    nodes[NAMES] = (tp_flow_node){{"池", "pool"}, 1, NAMES};
    const tp_flow_figure figure = {{"流", "Flow"}, nodes, NAMES + 1, links, NAMES, 1000, 0};
    ck_assert_int_eq(tp_svg_flow(&out, &figure, &err), TP_OK);
    for (const char *at = written(); (at = strstr(at, "<title>某")) != NULL; at++) {
        const char *tag = at;
        while (strncmp(tag, "y=\"", 3) != 0)
            tag--;
        int y = atoi(tag + 3);
        ck_assert_int_ge(y - last, TP_SVG_LINE);
        last = y;
    }
    ck_assert_int_gt(last, NAMES * TP_SVG_LINE);
}
END_TEST

START_TEST(dumbbell__marks_more_and_less_by_shape)
{
    const tp_dumbbell_row rows[] = {{"甲", "行政", 10, 14, 9}, {"乙", "行政", 10, 7, 6}};
    const tp_dumbbell_figure figure = {{"前后", "before, after"}, rows, 2, -1, 5, 0};
    tp_svg_dumbbell(&out, &figure);
    ck_assert_int_eq(occurrences("class=\"more\""), 2); /* one of them in the legend */
    ck_assert_int_eq(occurrences("class=\"less\""), 2);
    ck_assert_ptr_nonnull(strstr(written(), "10 → 14 / 9"));
}
END_TEST

START_TEST(ceilings__say_what_is_at_its_bound)
{
    const tp_ceiling_row rows[] = {{{"A", "A"}, 5, TP_INT_NONE, 5},
                                   {{"B", "B"}, 4, TP_INT_NONE, 5},
                                   {{"C", "C"}, -2, -2, TP_INT_NONE},
                                   {{"D", "D"}, 0, TP_INT_NONE, TP_INT_NONE}};
    const tp_ceiling_group group = {{"L", "L"}, rows, 4};
    tp_svg_ceilings(&out, &(tp_ceiling_figure){{"x", "x"}, &group, 1, 0});
    ck_assert_int_eq(occurrences("class=\"full\""), 2);
    ck_assert_int_eq(occurrences("class=\"used\""), 2);
    ck_assert_int_eq(occurrences("■ binds"), 2);
    ck_assert_int_eq(occurrences("width=\"-"), 0);
}
END_TEST

START_TEST(heat__shows_signed_numbers)
{
    const tp_words rows[] = {{"教育", "教育"}, {"卫生", "卫生"}};
    const tp_words columns[] = {{"A", "A"}, {"B", "B"}};
    const int64_t base[] = {7, 0}, difference[] = {9, -9, 0, 1};
    const tp_heat_figure figure = {
        {"热", "heat"}, {"领域", "Sector"}, rows, columns, 2, 2, {"基准", "Base"},
        base,           difference,         0};
    tp_svg_heat(&out, &figure);
    ck_assert_ptr_nonnull(strstr(written(), ">+9<"));
    ck_assert_ptr_nonnull(strstr(written(), ">−9<"));
    ck_assert_int_eq(occurrences("class=\"plus3\""), 1);
    ck_assert_int_eq(occurrences("class=\"minus3\""), 1);
    ck_assert_int_eq(occurrences("class=\"same\""), 1);
    ck_assert_int_eq(occurrences("class=\"plus1\""), 1);
}
END_TEST

/* From 10 by +5 and -3 to 12: both totals and both steps with their signs. */
START_TEST(waterfall__steps_lead_from_one_total_to_the_other)
{
    const tp_waterfall_step steps[] = {{{"a", "a"}, 5}, {{"b", "b"}, -3}};
    tp_svg_waterfall(&out, &(tp_waterfall_figure){
                               {"w", "w"}, {"from", "from"}, {"to", "to"}, 10, 12, steps, 2, 0});
    ck_assert_int_eq(occurrences("class=\"sum\""), 2);
    ck_assert_ptr_nonnull(strstr(written(), ">10<"));
    ck_assert_ptr_nonnull(strstr(written(), ">+5<"));
    ck_assert_ptr_nonnull(strstr(written(), ">−3<"));
    ck_assert_ptr_nonnull(strstr(written(), ">12<"));
}
END_TEST

START_TEST(curve__joins_solved_points_only)
{
    const tp_curve_point points[] = {{{"0", "0"}, 5 * TP_DEC_ONE, true},
                                     {{"1", "1"}, 0, false},
                                     {{"2", "2"}, 3 * TP_DEC_ONE, true},
                                     {{"3", "3"}, 2 * TP_DEC_ONE, true}};
    tp_svg_curve(&out, &(tp_curve_figure){
                           {"c", "c"}, {"x", "x"}, {"y", "y"}, points, 4, false, false, 0, 0, 0});
    ck_assert_int_eq(occurrences("class=\"point\""), 3);
    ck_assert_int_eq(occurrences("class=\"missing\""), 1);
    ck_assert_int_eq(occurrences("class=\"thread\""), 1);
}
END_TEST

/* Held 6 and lent 30 of at most 36, 6 to be kept, 4 back in the second year. */
START_TEST(stocks__show_what_is_held_and_lent_and_kept)
{
    const tp_stocks_row rows[] = {{"1", 6, 30, 6, 0}, {"2", 0, 20, 6, 4}};
    const tp_stocks_group group = {{"pool", "pool"}, rows, 2};
    tp_svg_stocks(&out, &(tp_stocks_figure){{"s", "s"}, &group, 1, 0});
    ck_assert_int_eq(occurrences("class=\"fate own\""), 2); /* one in the legend */
    ck_assert_int_eq(occurrences("class=\"fate lent\""), 3);
    ck_assert_int_eq(occurrences("class=\"axis\""), 3);
    ck_assert_ptr_nonnull(strstr(written(), ">30<"));
    ck_assert_ptr_nonnull(strstr(written(), ">4<"));
    ck_assert_int_eq(occurrences("width=\"-"), 0);
}
END_TEST

START_TEST(strip__has_a_cell_for_each_year)
{
    const char *const units[] = {"U1", "U2"};
    const tp_words years[] = {{"2026", "2026"}, {"2027", "2027"}};
    const tp_strip_cell cells[] = {
        {{0, 30, 10}, 0}, {{10, 20, 10}, 10}, {{0, 0, 0}, 0}, {{5, 0, 0}, 0}};
    tp_svg_strip(&out, &(tp_strip_figure){{"s", "s"}, units, years, 2, 2, cells, 0});
    ck_assert_int_eq(occurrences("class=\"fate lent\""), 3); /* one in the legend */
    ck_assert_int_eq(occurrences("class=\"fate short\""), 3);
    ck_assert_ptr_nonnull(strstr(written(), "↩ 10<"));
    ck_assert_ptr_nonnull(strstr(written(), ">30<"));
    ck_assert_int_eq(occurrences("width=\"-"), 0);
}
END_TEST

/* Every part by its shade or hatching, and no number where there is no room for it. */
START_TEST(fates__parts_add_up_and_carry_numbers)
{
    const tp_fates_row rows[] = {{{"A", "A"}, {190, 442, 154, 169}}, {{"B", "B"}, {0, 955, 0, 0}}};
    tp_svg_fates(&out, &(tp_fates_figure){{"f", "f"}, rows, 2, 0});
    ck_assert_ptr_nonnull(strstr(written(), ">190<"));
    ck_assert_ptr_nonnull(strstr(written(), ">442<"));
    ck_assert_ptr_nonnull(strstr(written(), ">955<"));
    ck_assert_int_eq(occurrences("class=\"fate refused\""), 2); /* one in the legend */
    ck_assert_int_eq(occurrences("class=\"hatch\""), 2);
    ck_assert_int_eq(occurrences("width=\"-"), 0);
}
END_TEST

START_TEST(changes__fewer_goes_left_and_is_hollow)
{
    const tp_words rows[] = {{"甲", "甲"}, {"乙", "乙"}}, columns[] = {{"A", "A"}, {"B", "B"}};
    const int64_t change[] = {12, -3, 0, -12};
    for (int width = 0; width < 400; width += 358) {
        out.length = 0;
        tp_svg_changes(&out, &(tp_changes_figure){{"c", "c"}, rows, columns, 2, 2, change, width});
        ck_assert_int_eq(occurrences("class=\"rise\""), 1);
        ck_assert_int_eq(occurrences("class=\"fall\""), 2);
        ck_assert_ptr_nonnull(strstr(written(), ">+12<"));
        ck_assert_ptr_nonnull(strstr(written(), ">−12<"));
    }
}
END_TEST

/* 3 × 10 values on a telephone: heads again for each block, every value once, the base framed. */
START_TEST(grid__every_value_stands_once_and_the_base_is_marked)
{
    static const char *const texts[] = {"0.10", "0.11", "0.12", "0.13", "0.14",
                                        "0.15", "0.16", "0.17", "0.18", "0.19"};
    const tp_words rows[] = {{"0", "0"}, {"0.1", "0.1"}, {"0.2", "0.2"}};
    tp_words columns[10];
    int64_t value[30];
    for (int i = 0; i < 10; i++)
        columns[i] = (tp_words){texts[i], texts[i]};
    for (int i = 0; i < 30; i++)
        value[i] = i == 7 ? TP_INT_NONE : 1000 + i;
    for (int width = 0; width < 400; width += 358) {
        out.length = 0;
        tp_svg_grid(&out, &(tp_grid_figure){{"g", "g"},
                                            {"r", "r"},
                                            {"c", "c"},
                                            rows,
                                            columns,
                                            3,
                                            10,
                                            value,
                                            true,
                                            1,
                                            4,
                                            width});
        ck_assert_int_eq(occurrences(">1014<"), 1);
        ck_assert_int_eq(occurrences(">1029<"), 1);
        ck_assert_int_eq(occurrences("×"), 1);
        ck_assert_int_eq(occurrences("class=\"basemark\""), 1);
        ck_assert_int_eq(occurrences(">0.1<"), width ? 2 : 1);
    }
}
END_TEST

START_TEST(figures__of_nothing_are_still_whole)
{
    tp_err err = {0};
    tp_words w = {"空", "none"};
    ck_assert_int_eq(tp_svg_flow(&out, &(tp_flow_figure){.title = w}, &err), TP_OK);
    tp_svg_dumbbell(&out, &(tp_dumbbell_figure){.title = w});
    tp_svg_ceilings(&out, &(tp_ceiling_figure){.title = w});
    tp_svg_heat(&out, &(tp_heat_figure){.title = w, .corner = w, .base_label = w});
    tp_svg_waterfall(&out, &(tp_waterfall_figure){.title = w, .from_label = w, .to_label = w});
    tp_svg_fates(&out, &(tp_fates_figure){.title = w});
    tp_svg_stocks(&out, &(tp_stocks_figure){.title = w});
    tp_svg_strip(&out, &(tp_strip_figure){.title = w});
    tp_svg_changes(&out, &(tp_changes_figure){.title = w});
    tp_svg_grid(&out, &(tp_grid_figure){.title = w, .row_name = w, .column_name = w});
    tp_svg_curve(&out, &(tp_curve_figure){.title = w, .x_label = w, .y_label = w});
    ck_assert_int_eq(occurrences("<svg"), 11);
    ck_assert_int_eq(occurrences("</svg>"), 11);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("svg");
    TCase *tests = tcase_create("svg");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, measure__a_full_width_character_takes_the_font_size);
    tcase_add_test(tests, fit__cuts_at_a_character_and_says_so);
    tcase_add_test(tests, fit__keeps_the_end_of_a_name);
    tcase_add_test(tests, flow__long_names_do_not_touch);
    tcase_add_test(tests, text__cut_keeps_the_whole_in_its_title_and_escapes);
    tcase_add_test(tests, flow__is_to_scale);
    tcase_add_test(tests, dumbbell__marks_more_and_less_by_shape);
    tcase_add_test(tests, ceilings__say_what_is_at_its_bound);
    tcase_add_test(tests, heat__shows_signed_numbers);
    tcase_add_test(tests, waterfall__steps_lead_from_one_total_to_the_other);
    tcase_add_test(tests, curve__joins_solved_points_only);
    tcase_add_test(tests, grid__every_value_stands_once_and_the_base_is_marked);
    tcase_add_test(tests, fates__parts_add_up_and_carry_numbers);
    tcase_add_test(tests, stocks__show_what_is_held_and_lent_and_kept);
    tcase_add_test(tests, strip__has_a_cell_for_each_year);
    tcase_add_test(tests, changes__fewer_goes_left_and_is_hollow);
    tcase_add_test(tests, figures__of_nothing_are_still_whole);
    suite_add_tcase(suite, tests);
    return suite;
}

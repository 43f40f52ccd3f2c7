#include "report/writers/wrap.h"
#include "report/writers/writers.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static tp_arena *arena;
static tp_buf out;

static void setup(void)
{
    arena = tp_arena_create();
    tp_buf_init(&out);
}

static void teardown(void)
{
    tp_buf_finish(&out);
    tp_arena_free(arena);
}

static tp_words same(const char *text)
{
    return (tp_words){text, text};
}

/* A page with one table of two lines and a total. */
static void sample(tp_page *page)
{
    tp_page_init(page, arena, (tp_words){"标题", "Title"});
    tp_page_text(page, (tp_words){"正文。", "Body."});
    tp_view *view = tp_page_view(page, "loans", (tp_words){"借用", "Loans"});
    view->unit = (tp_words){"单位：个", "slots"};
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
    tp_view_column_add(view, "count", (tp_words){"借用数", "Lent"}, TP_COL_NUMBER);
    tp_view_column_add(view, "change", (tp_words){"增减", "Change"}, TP_COL_NUMBER);
    tp_view_column_add(view, "why", (tp_words){"说明", "Why"}, TP_COL_WRAP);
    tp_view_text(view, "市医院");
    tp_view_count(view, 12);
    tp_view_diff(view, 3);
    tp_view_text(view, "");
    tp_view_text(view, "=A1");
    tp_view_count(view, 5);
    tp_view_diff(view, -4);
    tp_view_words(view, (tp_words){"池内已无编制", "the pool is dry, \"really\""});
    tp_view_sum(view, (tp_words){"合计", "Total"});
    tp_page_hint(page, (tp_words){"下一步", "next"});
}

START_TEST(wrap__keeps_punctuation_with_its_text)
{
    size_t next;
    const char *text = "借用上限已满，不能再借。";
    /* 12 columns hold six characters; the comma may not begin the second line */
    ck_assert_uint_eq(tp_wrap_line(text, 12, &next), strlen("借用上限已"));
    ck_assert_uint_eq(next, strlen("借用上限已"));
    ck_assert_uint_eq(tp_wrap_line(text, 14, &next), strlen("借用上限已满，"));
    text = "lent (使用)";
    ck_assert_uint_eq(tp_wrap_line("the pool is dry", 9, &next), strlen("the pool"));
    ck_assert_uint_eq(next, strlen("the pool "));
    /* a word longer than the line is cut rather than lost */
    ck_assert_uint_eq(tp_wrap_line("abcdefgh", 3, &next), 3);
    ck_assert_uint_eq(next, 3);
    ck_assert_uint_eq(tp_wrap_line("a\nb", 9, &next), 1);
    ck_assert_uint_eq(next, 2);
    ck_assert_uint_eq(tp_wrap_line("", 9, &next), 0);
    ck_assert_uint_eq(next, 0);
}
END_TEST

START_TEST(text__aligns_by_display_width)
{
    tp_page page;
    sample(&page);
    tp_write_text(&out, &page, &(tp_text_options){.lang = TP_ZH, .width = 80});
    ck_assert_str_eq(out.bytes, "标题\n\n正文。\n\n借用（单位：个）\n"
                                "单位    借用数  增减  说明\n"
                                "------  ------  ----  ------------\n"
                                "市医院      12    +3\n"
                                "=A1          5    -4  池内已无编制\n"
                                "------  ------  ----  ------------\n"
                                "合计        17    -1\n"
                                "\n下一步\n");
}
END_TEST

START_TEST(text__wraps_and_drops_where_it_is_narrow)
{
    tp_page page;
    tp_page_init(&page, arena, (tp_words){NULL, NULL});
    tp_view *view = tp_page_view(&page, "t", (tp_words){NULL, NULL});
    tp_view_column_add(view, "a", same("Code"), 0);
    tp_view_column_add(view, "b", same("Spare"), TP_COL_SPARE);
    tp_view_column_add(view, "c", same("Text"), TP_COL_WRAP);
    tp_view_text(view, "D1");
    tp_view_text(view, "a very long spare cell of forty characters");
    tp_view_text(view, "one two three four five six");
    tp_write_text(&out, &page, &(tp_text_options){.lang = TP_EN, .width = 20});
    ck_assert_str_eq(out.bytes, "Code  Text\n"
                                "----  --------------\n"
                                "D1    one two three\n"
                                "      four five six\n");
}
END_TEST

START_TEST(text__merges_equal_cells_from_the_left)
{
    tp_page page;
    tp_page_init(&page, arena, (tp_words){NULL, NULL});
    tp_view *view = tp_page_view(&page, "t", (tp_words){NULL, NULL});
    tp_view_column_add(view, "a", same("A"), TP_COL_MERGE);
    tp_view_column_add(view, "b", same("B"), TP_COL_MERGE);
    tp_view_column_add(view, "c", same("C"), 0);
    const char *cells[] = {"x", "1", "p", "x", "1", "p", "y", "1", "p"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        tp_view_text(view, cells[i]);
    tp_write_text(&out, &page, &(tp_text_options){.lang = TP_EN, .width = 20});
    ck_assert_str_eq(out.bytes, "A  B  C\n-  -  -\nx  1  p\n      p\ny  1  p\n");
}
END_TEST

START_TEST(csv__guards_formulas_and_leaves_numbers_bare)
{
    tp_page page;
    sample(&page);
    tp_write_csv(&out, &page, &(tp_csv_options){.lang = TP_EN, .table = "loans", .bom = true});
    ck_assert_str_eq(out.bytes, "\xEF\xBB\xBF"
                                "Unit,Lent,Change,Why\r\n"
                                "市医院,12,3,\r\n"
                                "\"'=A1\",5,-4,\"the pool is dry, \"\"really\"\"\"\r\n"
                                "Total,17,-1,\r\n");
}
END_TEST

START_TEST(json__keeps_types_and_leaves_totals_out)
{
    tp_page page;
    sample(&page);
    tp_write_json(&out, &page, NULL);
    ck_assert_str_eq(out.bytes,
                     "{\n"
                     "  \"title\": {\"zh\": \"标题\", \"en\": \"Title\"},\n"
                     "  \"text\": [\n    {\"zh\": \"正文。\", \"en\": \"Body.\"}\n  ],\n"
                     "  \"tables\": {\n    \"loans\": [\n"
                     "      {\"unit\": \"市医院\", \"count\": 12, \"change\": 3, \"why\": \"\"},\n"
                     "      {\"unit\": \"=A1\", \"count\": 5, \"change\": -4, "
                     "\"why\": {\"zh\": \"池内已无编制\", "
                     "\"en\": \"the pool is dry, \\\"really\\\"\"}}\n    ]\n  }\n}\n");
}
END_TEST

START_TEST(md__escapes_what_would_break_the_table)
{
    tp_page page;
    tp_page_init(&page, arena, (tp_words){NULL, NULL});
    tp_view *view = tp_page_view(&page, "t", same("T"));
    tp_view_column_add(view, "a", same("A"), 0);
    tp_view_text(view, "x|y\n<b>_*");
    tp_write_md(&out, &page, NULL, TP_EN);
    ck_assert_str_eq(out.bytes, "## T\n\n| A |\n|---|\n| x\\|y \\<b\\>\\_\\* |\n");
}
END_TEST

START_TEST(figure__shows_shares_as_percentages)
{
    const struct {
        int64_t value;
        const char *want;
    } cases[] = {{125000, "12.5%"}, {1000000, "100%"}, {333333, "33.3%"}, {-50000, "-5%"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tp_buf_finish(&out);
        tp_buf_init(&out);
        tp_figure_write(&out, &(tp_figure){.type = TP_FIG_SHARE, .number = cases[i].value}, TP_EN);
        ck_assert_str_eq(out.bytes, cases[i].want);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("view");
    TCase *tests = tcase_create("view");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, wrap__keeps_punctuation_with_its_text);
    tcase_add_test(tests, text__aligns_by_display_width);
    tcase_add_test(tests, text__wraps_and_drops_where_it_is_narrow);
    tcase_add_test(tests, text__merges_equal_cells_from_the_left);
    tcase_add_test(tests, csv__guards_formulas_and_leaves_numbers_bare);
    tcase_add_test(tests, json__keeps_types_and_leaves_totals_out);
    tcase_add_test(tests, md__escapes_what_would_break_the_table);
    tcase_add_test(tests, figure__shows_shares_as_percentages);
    suite_add_tcase(suite, tests);
    return suite;
}

#include "report/writers/html.h"
#include "suite.h"

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

static const char *written(void)
{
    ck_assert(tp_buf_ok(&out));
    return out.bytes ? out.bytes : "";
}

START_TEST(text__escapes_all_markup)
{
    tp_html_text(&out, "<script>alert(1)</script>&\"'");
    ck_assert_str_eq(written(), "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;'");
}
END_TEST

START_TEST(words__are_written_once_where_both_languages_agree)
{
    tp_html_words(&out, (tp_words){"事业", "事业"});
    ck_assert_str_eq(written(), "事业");
    tp_buf_finish(&out);
    tp_buf_init(&out);
    tp_html_element(&out, "p class=\"note\"", (tp_words){"甲<", "b"});
    ck_assert_str_eq(written(), "<p class=\"note\"><span class=\"zh\" lang=\"zh-CN\">甲&lt;</span>"
                                "<span class=\"en\" lang=\"en\">b</span></p>\n");
}
END_TEST

START_TEST(numbers__carry_their_sign)
{
    tp_html_count(&out, -3);
    tp_buf_char(&out, ' ');
    tp_html_diff(&out, 4);
    tp_buf_char(&out, ' ');
    tp_html_diff(&out, 0);
    ck_assert_str_eq(written(), "−3 +4 0");
}
END_TEST

/* 1/3 = 33.33…; 1/16 = 6.25, half up; of a negative base the size counts. */
START_TEST(percent__is_rounded_half_up)
{
    tp_html_percent(&out, 1, 3);
    tp_buf_char(&out, ' ');
    tp_html_percent(&out, -1, 16);
    tp_buf_char(&out, ' ');
    tp_html_percent(&out, 2, -4);
    tp_buf_char(&out, ' ');
    tp_html_percent(&out, 0, 5);
    tp_buf_char(&out, ' ');
    tp_html_percent(&out, 7, 0);
    ck_assert_str_eq(written(), "+33.3% −6.3% +50.0% 0.0% —");
}
END_TEST

static tp_view *sample(tp_page *page)
{
    tp_page_init(page, arena, (tp_words){"标题", "Title"});
    tp_view *view = tp_page_view(page, "loans", (tp_words){"借用", "Loans"});
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
    tp_view_column_add(view, "count", (tp_words){"数量", "Count"}, TP_COL_NUMBER);
    tp_view_column_add(view, "place", (tp_words){"出处", "Where"}, 0);
    tp_view_text(view, "<b>");
    tp_view_count(view, 5);
    tp_view_text(view, "x.yaml");
    return view;
}

START_TEST(view__becomes_a_table_with_heads_and_tools)
{
    tp_page page;
    tp_view *view = sample(&page);
    tp_html_view(&out, view,
                 &(tp_html_table){.id = "t", .tools = true, .filter_text = {"筛选", "Filter"}});
    ck_assert_ptr_nonnull(strstr(written(), "<table id=\"t\">"));
    ck_assert_ptr_nonnull(strstr(written(), "<th scope=\"col\" class=\"n sort\">"));
    ck_assert_ptr_nonnull(strstr(written(), "<td>&lt;b&gt;</td><td class=\"n\">5</td>"));
    ck_assert_ptr_nonnull(strstr(written(), "<p class=\"tools\" hidden>"));
}
END_TEST

START_TEST(view__leaves_a_column_out)
{
    tp_page page;
    tp_view *view = sample(&page);
    tp_html_view(&out, view, &(tp_html_table){.without = "place", .headed = true});
    ck_assert_ptr_null(strstr(written(), "x.yaml"));
    ck_assert_ptr_null(strstr(written(), "Where"));
    ck_assert_ptr_null(strstr(written(), "<caption>"));
}
END_TEST

START_TEST(view__keeps_dates_and_codes_in_one_piece)
{
    tp_page page;
    tp_page_init(&page, arena, (tp_words){"标题", "Title"});
    tp_view *view = tp_page_view(&page, "x", (tp_words){"借用", "Loans"});
    static const char *const ids[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        tp_view_column_add(view, ids[i], (tp_words){"列", "Column"}, 0);
    tp_view_date(view, 20260630);
    tp_view_text(view, "教2023-07");
    tp_view_text(view, "well-known");
    tp_view_text(view, "到2026-06-30为止的全部借用");
    tp_html_view(&out, view, NULL);
    ck_assert_ptr_nonnull(strstr(written(), "<td class=\"day\">2026-06-30</td>"
                                            "<td class=\"day\">教2023-07</td><td>well-known</td>"
                                            "<td>到2026-06-30为止的全部借用</td>"));
}
END_TEST

START_TEST(view__without_rows_says_so)
{
    tp_page page;
    tp_page_init(&page, arena, (tp_words){"标题", "Title"});
    tp_view *view = tp_page_view(&page, "x", (tp_words){"借用", "Loans"});
    view->empty = (tp_words){"没有。", "None."};
    tp_html_view(&out, view, NULL);
    ck_assert_ptr_null(strstr(written(), "<table"));
    ck_assert_ptr_nonnull(strstr(written(), "None."));
}
END_TEST

/* The policy holds the hashes of exactly the style and script in the page, and nothing from
 * elsewhere. */
START_TEST(frame__allows_its_own_style_and_script_only)
{
    tp_err err = {0};
    ck_assert_int_eq(tp_html_begin(&out, (tp_words){"甲", "A & B"}, TP_EN, &err), TP_OK);
    tp_html_end(&out);
    ck_assert_ptr_nonnull(strstr(written(), "default-src 'none'"));
    ck_assert_ptr_null(strstr(written(), "unsafe"));
    ck_assert_ptr_null(strstr(written(), "http://"));
    ck_assert_ptr_null(strstr(written(), "https://"));
    ck_assert_ptr_nonnull(strstr(written(), "<title>A &amp; B</title>"));
    ck_assert_ptr_nonnull(strstr(written(), "id=\"lang-en\" checked"));
    const char *style = strstr(written(), "<style>"), *script = strstr(written(), "<script>");
    ck_assert_ptr_nonnull(style);
    ck_assert_ptr_nonnull(script);
    ck_assert_int_eq(strncmp(style + 7, tp_html_css, strlen(tp_html_css)), 0);
    ck_assert_int_eq(strncmp(script + 8, tp_html_js, strlen(tp_html_js)), 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("html");
    TCase *tests = tcase_create("html");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, text__escapes_all_markup);
    tcase_add_test(tests, words__are_written_once_where_both_languages_agree);
    tcase_add_test(tests, numbers__carry_their_sign);
    tcase_add_test(tests, percent__is_rounded_half_up);
    tcase_add_test(tests, view__becomes_a_table_with_heads_and_tools);
    tcase_add_test(tests, view__leaves_a_column_out);
    tcase_add_test(tests, view__without_rows_says_so);
    tcase_add_test(tests, view__keeps_dates_and_codes_in_one_piece);
    tcase_add_test(tests, frame__allows_its_own_style_and_script_only);
    suite_add_tcase(suite, tests);
    return suite;
}

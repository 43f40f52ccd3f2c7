/* The ledger's figures in a run: what the data leave out, and what the pools open with. */
#include "run/books.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

static const tp_books_line lines[] = {{.unit = "U1", .category = "事业", .lent = 3}};
static const tp_books_pool pools[] = {
    {"市", "事业", "", 5}, {"市", "事业", "教育", 0}, {"a, b: 'c'", "事业", "\"", 7}};
static const tp_books books = {
    .head = "1f", .lines = lines, .n_lines = 1, .pools = pools, .n_pools = 3};

static scratch s;
static tp_session *session;

static void begin(void)
{
    scratch_begin(&s);
    scratch_text(&s, "units.csv", "unit,system,region\nU1,教育,市\nU2,卫生,市\n");
    scratch_text(&s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,9,9\n");
}

static void finish(void)
{
    scratch_end(&s);
}

static tp_status open_with(const char *pools_text, const tp_books *from)
{
    char text[512];
    snprintf(text, sizeof text,
             "schema: turnpool.scenario/1\nname: s\ndata: .\nas_of: 2026-06-30\n%s", pools_text);
    scratch_text(&s, "scenario.yaml", text);
    const tp_session_options options = {.books = from};
    tp_diags_clear(&s.diags);
    return tp_session_open(&session, scratch_path(&s, "scenario.yaml"), &options, &s.diags, &s.err);
}

static const char *opening(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_tree_write_flow(&out, tp_node_path(tp_session_scenario(session)->normal, "pools.opening"));
    const char *text = tp_arena_copy(s.arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return text;
}

START_TEST(books__balances_stand_in_the_scenario_whatever_their_names_hold)
{
    ck_assert_msg(open_with("", &books) == TP_OK, "%s", scratch_reports(&s));
    ck_assert_str_eq(opening(), "[{scope: 市, category: 事业, count: 5}, {scope: \"a, b: 'c'\", "
                                "category: 事业, ring: \"\\\"\", count: 7}]");
    ck_assert_str_eq(tp_scenario_pos(tp_session_scenario(session), "pools.opening[1]").file,
                     "ledger");
    const tp_dataset *data = tp_session_data(session);
    ck_assert_int_eq(data->lines[0].lent, 3);
    /* Read back, the text is the same scenario: a run needs no ledger to be repeated. */
    tp_buf text;
    tp_buf_init(&text);
    tp_scenario_canonical(&text, tp_session_scenario(session));
    size_t n;
    tp_scenario_options options = {.sections = tp_case_sections(&n)};
    options.n_sections = n;
    tp_scenario *back;
    ck_assert_int_eq(
        tp_scenario_parse(&back, text.bytes, text.length, NULL, &options, &s.diags, &s.err), TP_OK);
    ck_assert_str_eq(back->sha256, tp_session_scenario(session)->sha256);
    tp_scenario_free(back);
    tp_buf_finish(&text);
    tp_session_free(session);
}
END_TEST

/* Settings are put on the scenario first, and the balances on top, at every set anew. */
START_TEST(books__pools_that_only_the_scenario_opens_keep_their_entry)
{
    const char *stated = "pools: {opening: [{scope: 市, category: 事业, count: 4}, "
                         "{scope: 县, category: 事业, count: 2}]}\n";
    ck_assert_int_eq(open_with(stated, &books), TP_OK);
    ck_assert_str_eq(s.diags.items[0].code, "books.opening");
    const char *want = "[{scope: 市, category: 事业, count: 5}, {scope: \"a, b: 'c'\", category: "
                       "事业, ring: \"\\\"\", count: 7}, {scope: 县, category: 事业, count: 2}]";
    ck_assert_str_eq(opening(), want);
    ck_assert_int_eq(tp_scenario_pos(tp_session_scenario(session), "pools.opening[3]").line, 5);
    const tp_setting setting = {.key = "reserve.count", .value = "1"};
    ck_assert_int_eq(tp_session_set(session, &setting, 1, &s.diags, &s.err), TP_OK);
    ck_assert_str_eq(opening(), want);
    tp_session_free(session);
}
END_TEST

START_TEST(books__without_pools_the_scenario_is_as_it_was)
{
    const tp_books none = {.head = "1f", .lines = lines, .n_lines = 1};
    const tp_books *const from[] = {&none, NULL};
    char sha256[2][TP_SHA256_HEX];
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(open_with("", from[i]), TP_OK);
        ck_assert_ptr_null(tp_node_path(tp_session_scenario(session)->root, "pools"));
        memcpy(sha256[i], tp_session_scenario(session)->sha256, TP_SHA256_HEX);
        tp_session_free(session);
    }
    ck_assert_str_eq(sha256[0], sha256[1]);
}
END_TEST

/* What is wrong in the file is said of the file, by the element it counts. */
START_TEST(books__entries_that_cannot_be_read_are_named_where_they_stand)
{
    static const char *const wrong[][2] = {
        {"[{scope: 市, category: 事业, count: x}]", "pools.opening[1].count"},
        {"[{scope: 市, count: 1}]", "pools.opening[1].category"},
        {"[{scope: 县, category: 事业, count: 1, colour: red}]", "pools.opening[1].colour"},
        {"[5]", "pools.opening[1]"},
        {"[{scope: [市], category: 事业, count: 1}]", "pools.opening[1].scope"},
        {"many", "pools.opening"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[256];
        snprintf(text, sizeof text, "pools: {opening: %s}\n", wrong[i][0]);
        ck_assert_int_eq(open_with(text, &books), TP_E_INPUT);
        ck_assert_uint_eq(s.diags.errors, 1);
        const char *said = scratch_reports(&s);
        ck_assert_msg(strstr(said, wrong[i][1]) != NULL, "%s: %s", wrong[i][1], said);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("books");
    TCase *tc = tcase_create("books");
    tcase_add_checked_fixture(tc, begin, finish);
    tcase_add_test(tc, books__balances_stand_in_the_scenario_whatever_their_names_hold);
    tcase_add_test(tc, books__pools_that_only_the_scenario_opens_keep_their_entry);
    tcase_add_test(tc, books__without_pools_the_scenario_is_as_it_was);
    tcase_add_test(tc, books__entries_that_cannot_be_read_are_named_where_they_stand);
    suite_add_tcase(suite, tc);
    return suite;
}

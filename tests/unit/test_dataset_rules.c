#include "domain/dataset.h"
#include "scratch.h"
#include "suite.h"

#include <xlsxwriter.h>

static scratch s;
static tp_dataset *data;

static void setup(void)
{
    scratch_begin(&s);
    data = NULL;
}

static void teardown(void)
{
    tp_dataset_free(data);
    scratch_end(&s);
}

static tp_status load_path(const char *path)
{
    tp_dataset_free(data);
    data = NULL;
    return tp_dataset_load(&data, path, NULL, &s.diags, &s.err);
}

static const char *refusal(void)
{
    ck_assert_int_eq(load_path(s.path), TP_E_INPUT);
    ck_assert_ptr_null(data);
    return scratch_reports(&s);
}

START_TEST(dataset__rules_of_the_whole_are_reported_together)
{
    scratch_text(&s, "units.csv", "unit,parent\nU1,\nU2,U9\nU1,\n");
    scratch_text(&s, "posts.csv",
                 "unit,category,authorised,in_post,lent,borrowed\n"
                 "U1,事业,3,2,4,0\nU1,事业,3,2,0,0\nU22,事业,3,2,0,0\nU2,行政,9,9,1,1\n");
    scratch_text(&s, "vacancies.csv", "unit,category,count,since\nU1,行政,1,2025-01-01\n");
    scratch_text(&s, "outcomes.csv",
                 "unit,evaluated_on\nU1,2025-01-01\nU2,2025-01-01\nU1,2025/1/1\n");
    scratch_text(&s, "issues.csv",
                 "issue,unit,class,found_on\nW1,U1,rectify,2025-01-01\nW1,U2,office,2025-01-01\n");
    scratch_text(&s, "demands.csv",
                 "demand,unit,category,quantity,minimum\nD1,U1,事业,2,3\nD1,U1,事业,0,0\n"
                 "D2,U7,事业,1,0\n");
    scratch_text(&s, "attrition.csv", "unit,category,on,count\nU2,事业,2025-01-01,1\n");
    scratch_text(&s, "limits.csv",
                 "name,unit,sector,measure,at_most\n甲,U8,,usage,1\n乙,,教育,deposits,1\n");
    scratch_expect(
        refusal(),
        "units.csv:3:4: error: there is no unit \"U9\" in units.csv [data.unknown-unit]\n"
        "units.csv:4:1: error: unit \"U1\" is there twice; first at units.csv:2:1 "
        "[data.duplicate-unit]\n"
        "posts.csv:2:11: error: lent is more than authorised [data.lent-above-authorised]\n"
        "posts.csv:3:4: error: the unit has two rows of category \"事业\"; first at posts.csv:2:4 "
        "[data.duplicate-line]\n"
        "posts.csv:4:1: error: there is no unit \"U22\" in units.csv; did you mean \"U2\"? "
        "[data.unknown-unit]\n"
        "posts.csv:5:11: error: a line that has borrowed slots cannot have lent any: lent must be "
        "0 [data.lent-and-borrowed]\n"
        "vacancies.csv:2:4: error: posts.csv has no row of unit \"U1\" in category \"行政\" "
        "[data.unknown-line]\n"
        "outcomes.csv:4:4: error: the unit has an outcome of the same date at outcomes.csv:2:4 "
        "[data.duplicate-outcome]\n"
        "issues.csv:3:1: error: issue \"W1\" is there twice; first at issues.csv:2:1 "
        "[data.duplicate-issue]\n"
        "demands.csv:2:12: error: minimum is more than quantity [data.minimum-above-quantity]\n"
        "demands.csv:3:1: error: demand \"D1\" is there twice; first at demands.csv:2:1 "
        "[data.duplicate-demand]\n"
        "demands.csv:3:10: error: quantity must be between 1 and 1000000, not 0 [table.range]\n"
        "demands.csv:4:4: error: there is no unit \"U7\" in units.csv [data.unknown-unit]\n"
        "attrition.csv:2:4: error: posts.csv has no row of unit \"U2\" in category \"事业\" "
        "[data.unknown-line]\n"
        "limits.csv:2:3: error: there is no unit \"U8\" in units.csv [data.unknown-unit]\n"
        "limits.csv:3:7: error: a limit that selects a sector or class of demands can only "
        "measure loans or intake [data.limit-selects-demands]\n");
}
END_TEST

START_TEST(dataset__missing_places_and_tables_are_named)
{
    ck_assert_int_eq(load_path(scratch_path(&s, "none")), TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s), "none: error: there is no such dataset directory or "
                                          "workbook [data.missing]\n");
    scratch_text(&s, "unit.csv", "unit\nU1\n");
    ck_assert_str_eq(refusal(),
                     ": warning: unit.csv is not read; did you mean units.csv? "
                     "[data.unread-table]\n"
                     ": error: required tables are missing: units (单位), posts (编制); there are: "
                     "unit.csv [data.missing-table]\n");
}
END_TEST

START_TEST(dataset__workbook_errors_name_the_cell)
{
    lxw_workbook *book = workbook_new(scratch_path(&s, "b.xlsx"));
    lxw_worksheet *units = workbook_add_worksheet(book, "units");
    worksheet_write_string(units, 0, 0, "unit", NULL);
    worksheet_write_string(units, 1, 0, "U1", NULL);
    lxw_worksheet *posts = workbook_add_worksheet(book, "posts");
    const char *header[] = {"unit", "category", "authorised", "in_post"};
    for (int i = 0; i < 4; i++)
        worksheet_write_string(posts, 0, (lxw_col_t)i, header[i], NULL);
    worksheet_write_string(posts, 11, 0, "U2", NULL);
    worksheet_write_string(posts, 11, 1, "事业", NULL);
    worksheet_write_number(posts, 11, 2, 1e9, NULL);
    worksheet_write_number(posts, 11, 3, 0.5, NULL);
    ck_assert_int_eq(workbook_close(book), LXW_NO_ERROR);
    ck_assert_int_eq(load_path(scratch_path(&s, "b.xlsx")), TP_E_INPUT);
    ck_assert_str_eq(
        scratch_reports(&s),
        "b.xlsx[posts!A12]: error: there is no unit \"U2\" in units.csv "
        "[data.unknown-unit]\n"
        "b.xlsx[posts!C12]: error: authorised must be between 0 and 1000000, not 1000000000 "
        "[table.range]\n"
        "b.xlsx[posts!D12]: error: in_post must be a whole number in plain digits, not \"0.5\" "
        "[table.not-whole]\n");
}
END_TEST

START_TEST(dataset__doubtful_facts_are_warned_of)
{
    scratch_text(&s, "units.csv", "unit\nU1\n");
    scratch_text(&s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,5,2\n");
    scratch_text(&s, "vacancies.csv",
                 "unit,category,count,since\nU1,事业,2,2025-01-01\nU1,事业,2,2024-01-01\n");
    scratch_text(&s, "issues.csv",
                 "issue,unit,class,found_on,closed_on\nW1,U1,office,2025-02-01,2025-01-31\n");
    scratch_text(&s, "limits.csv",
                 "name,measure,at_least,at_most\n甲,usage,,\n乙,usage,5,4\n丙,usage,,4\n");
    ck_assert_int_eq(load_path(s.path), TP_OK);
    ck_assert_int_eq(data->n_lots, 2);
    ck_assert_str_eq(scratch_reports(&s),
                     "vacancies.csv:2:1: warning: the vacancy lots add up to 4, the line has 3 "
                     "vacant; the newest excess is ignored [data.lots-exceed-vacancies]\n"
                     "issues.csv:2:25: warning: the issue was closed before it was found "
                     "[data.closed-before-found]\n"
                     "limits.csv:2:1: warning: neither at_least nor at_most: this limit does "
                     "nothing [data.limit-without-bound]\n"
                     "limits.csv:3:9: warning: at_least is more than at_most: no answer can meet "
                     "both [data.limit-bounds-cross]\n");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("dataset_rules");
    TCase *tc = tcase_create("dataset_rules");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, dataset__rules_of_the_whole_are_reported_together);
    tcase_add_test(tc, dataset__missing_places_and_tables_are_named);
    tcase_add_test(tc, dataset__workbook_errors_name_the_cell);
    tcase_add_test(tc, dataset__doubtful_facts_are_warned_of);
    suite_add_tcase(suite, tc);
    return suite;
}

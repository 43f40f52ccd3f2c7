#include "read/columns.h"
#include "read/csv.h"
#include "read/tables.h"
#include "scratch.h"
#include "suite.h"

#include <stddef.h>
#include <string.h>

static scratch s;

static void setup(void)
{
    scratch_begin(&s);
}

static void teardown(void)
{
    scratch_end(&s);
}

typedef struct row {
    const char *code, *text;
    int64_t whole;
    tp_dec decimal;
    tp_date date;
    int choice;
} row;

static const tp_choice choices[] = {{"normal", "一般"}, {"talent", "高层次人才"}, {NULL, NULL}};
static const tp_column columns[] = {
    {.name = "code",
     .zh = "编码",
     .type = TP_COL_CODE,
     .required = true,
     .offset = offsetof(row, code),
     .doc = {"编码。", "The code."}},
    {.name = "text",
     .zh = "内容|说明文字",
     .type = TP_COL_TEXT,
     .offset = offsetof(row, text),
     .doc = {"内容。", "The text."}},
    {.name = "quantity",
     .zh = "数量",
     .type = TP_COL_WHOLE,
     .offset = offsetof(row, whole),
     .least = 0,
     .most = 1000000,
     .fallback = "7",
     .doc = {"数量。", "How many."}},
    {.name = "share",
     .zh = "比例",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(row, decimal),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"比例。", "A share."}},
    {.name = "since",
     .zh = "日期",
     .type = TP_COL_DATE,
     .offset = offsetof(row, date),
     .doc = {"日期。", "A day."}},
    {.name = "class",
     .zh = "类别",
     .type = TP_COL_ENUM,
     .offset = offsetof(row, choice),
     .choices = choices,
     .doc = {"类别。", "A class."}},
};
static const tp_columns things = {"things", "事项", columns, 6, sizeof(row), true, {"事。", "It."}};
static const tp_columns spare = {"spare", "备用表", columns, 6, sizeof(row), false, {"", ""}};

static tp_rows rows;

static size_t open_text(const char *text)
{
    tp_source source = {.path = "t.csv", .text = text, .length = strlen(text)};
    const tp_table *table = NULL;
    ck_assert_int_eq(tp_csv_read(&table, s.arena, &source, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_rows_open(&rows, &things, table, s.arena, &s.diags, &s.err), TP_OK);
    return table->rows;
}

START_TEST(columns__fill_a_row_in_either_language_and_any_order)
{
    ck_assert_uint_eq(open_text("类别,since,编码,比例,数量,说明文字\n"
                                "高层次人才,2026/6/30,U1,0.85,12,\"a\nb\"\n"),
                      1);
    row r;
    ck_assert(tp_rows_read(&rows, 0, &r, &s.diags));
    ck_assert_str_eq(r.code, "U1");
    ck_assert_str_eq(r.text, "a\nb");
    ck_assert_int_eq(r.whole, 12);
    ck_assert_int_eq(r.decimal, 850000);
    ck_assert_int_eq(r.date, 20260630);
    ck_assert_int_eq(r.choice, 1);
    ck_assert(rows.complete && rows.sound && tp_rows_given(&rows, "share"));
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(columns__absent_and_empty_cells_mean_none_or_the_default)
{
    open_text("code,share,quantity\nU1,,\n");
    row r;
    ck_assert(tp_rows_read(&rows, 0, &r, &s.diags));
    ck_assert_ptr_null(r.text);
    ck_assert_int_eq(r.whole, 7);
    ck_assert_int_eq(r.decimal, TP_DEC_NONE);
    ck_assert_int_eq(r.date, TP_DATE_NONE);
    ck_assert_int_eq(r.choice, -1);
    ck_assert(!tp_rows_given(&rows, "since"));
}
END_TEST

START_TEST(columns__every_wrong_cell_is_reported)
{
    open_text("code,quantity,share,since,class\n"
              ",1e9,1.5,2026-02-29,normal\n"
              "\"U\n1\",-1,0.1234567,2026-2-9,huge\n"
              "U2,1000001,NaN,30.6.2026,Normal\n"
              "U3,99999999999999999999,99999999999999,2026-06-30,一般\n"
              "U4,1.0,.5,,\n");
    row r;
    for (size_t i = 0; i < 5; i++)
        ck_assert(!tp_rows_read(&rows, i, &r, &s.diags));
    ck_assert_str_eq(
        scratch_reports(&s),
        "t.csv:2:1: error: code must not be empty [table.empty-cell]\n"
        "t.csv:2:2: error: quantity must be a whole number in plain digits, not \"1e9\" "
        "[table.not-whole]\n"
        "t.csv:2:6: error: share must be between 0 and 1, not 1.5 [table.range]\n"
        "t.csv:2:10: error: since: there is no day \"2026-02-29\" [table.no-such-day]\n"
        "t.csv:3:1: error: code must not contain a line break or a tab [table.line-break]\n"
        "t.csv:4:4: error: quantity must be between 0 and 1000000, not -1 [table.range]\n"
        "t.csv:4:7: error: share has at most 6 fractional digits, not \"0.1234567\" "
        "[table.precision]\n"
        "t.csv:4:17: error: since must be a date such as 2026-06-30, not \"2026-2-9\" "
        "[table.not-date]\n"
        "t.csv:4:26: error: class must be one of normal, talent, not \"huge\" "
        "[table.not-a-choice]\n"
        "t.csv:5:4: error: quantity must be between 0 and 1000000, not 1000001 [table.range]\n"
        "t.csv:5:12: error: share must be a decimal such as 0.85, without exponent or thousands "
        "separator, not \"NaN\" [table.not-decimal]\n"
        "t.csv:5:16: error: since must be a date such as 2026-06-30, not \"30.6.2026\" "
        "[table.not-date]\n"
        "t.csv:5:26: error: class must be one of normal, talent, not \"Normal\" "
        "[table.not-a-choice]\n"
        "t.csv:6:4: error: quantity must be between 0 and 1000000, not 99999999999999999999 "
        "[table.range]\n"
        "t.csv:6:25: error: share must be between 0 and 1, not 99999999999999 [table.range]\n"
        "t.csv:7:4: error: quantity must be a whole number in plain digits, not \"1.0\" "
        "[table.not-whole]\n"
        "t.csv:7:8: error: share must be a decimal such as 0.85, without exponent or thousands "
        "separator, not \".5\" [table.not-decimal]\n");
}
END_TEST

START_TEST(columns__messages_are_in_chinese_too)
{
    open_text("编码,数量,类别\n,x,大\n");
    row r;
    tp_rows_read(&rows, 0, &r, &s.diags);
    ck_assert_str_eq(scratch_reports_in(&s, TP_ZH),
                     "t.csv:2:1: 错误: “编码”不能为空 [table.empty-cell]\n"
                     "t.csv:2:2: 错误: “数量”应为整数（只写数字），现为“x” [table.not-whole]\n"
                     "t.csv:2:4: 错误: “类别”应为 一般、高层次人才 之一，现为“大” "
                     "[table.not-a-choice]\n");
}
END_TEST

START_TEST(columns__headers_are_checked)
{
    open_text("Cde,quantty,数量,quantity,colour,\nU1,1,2,3,4,5\n");
    ck_assert(!rows.complete && !rows.sound);
    ck_assert_str_eq(
        scratch_reports(&s),
        "t.csv:1:16: error: column \"quantity\" is there twice (it is column 3 already) "
        "[table.duplicate-column]\n"
        "t.csv:1:32: error: this column has cells but no name [table.unnamed-column]\n"
        "t.csv:1:1: error: \"Cde\" is not a column of things; did you mean \"code\"? "
        "[table.unknown-column]\n"
        "t.csv:1:5: error: \"quantty\" is not a column of things [table.unknown-column]\n"
        "t.csv:1:25: error: \"colour\" is not a column of things [table.unknown-column]\n"
        "t.csv:1:1: error: the required column \"code\" (编码) is missing "
        "[table.missing-column]\n");
    open_text("编号,code,\nU1,1,\n");
    ck_assert_str_eq(scratch_reports(&s), "t.csv:1:1: error: \"编号\" is not a column of things "
                                          "[table.unknown-column]\n");
}
END_TEST

START_TEST(columns__long_texts_are_cut_in_messages)
{
    char text[600] = "code,数量\nU1,";
    for (int i = 0; i < 100; i++)
        strcat(text, "编");
    open_text(text);
    row r;
    tp_rows_read(&rows, 0, &r, &s.diags);
    const char *report = scratch_reports(&s);
    ck_assert_ptr_nonnull(strstr(report, "编编…\""));
    ck_assert_uint_lt(strlen(report), 250);
}
END_TEST

START_TEST(columns__page_lists_every_column)
{
    const tp_columns *const tables[] = {&things};
    tp_buf page;
    tp_buf_init(&page);
    tp_columns_page(&page, tables, 1, TP_EN);
    ck_assert_str_eq(
        page.bytes, "### things.csv (事项)\n\nIt.\n\n"
                    "| column | in Chinese | holds | required | default | meaning |\n"
                    "|---|---|---|---|---|---|\n"
                    "| `code` | 编码 | text | yes |  | The code. |\n"
                    "| `text` | 内容、说明文字 | text |  |  | The text. |\n"
                    "| `quantity` | 数量 | whole number, 0…1000000 |  | 7 | How many. |\n"
                    "| `share` | 比例 | decimal, 0…1 |  |  | A share. |\n"
                    "| `since` | 日期 | date |  |  | A day. |\n"
                    "| `class` | 类别 | one of `normal` 一般, `talent` 高层次人才 |  |  | A class. "
                    "|\n");
    tp_buf_finish(&page);
}
END_TEST

/* ---- tables of a directory ---- */

static const tp_table *get_table(const tp_columns *which)
{
    tp_tables *tables = NULL;
    const tp_table *table = NULL;
    const tp_columns *const known[] = {&things, &spare};
    ck_assert_int_eq(tp_tables_open(&tables, s.path, NULL, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_tables_review(tables, known, 2, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_tables_get(&table, tables, which, s.arena, &s.diags, &s.err), TP_OK);
    tp_tables_free(tables);
    return table;
}

START_TEST(tables__are_found_by_either_name)
{
    scratch_text(&s, "事项.csv", "code\nU1\n");
    ck_assert_uint_eq(get_table(&things)->rows, 1);
    scratch_remove(&s, "事项.csv");
    scratch_text(&s, "Things.CSV", "code\nU1\nU2\n");
    scratch_text(&s, "README.md", "x");
    ck_assert_uint_eq(get_table(&things)->rows, 2);
    ck_assert_ptr_null(get_table(&spare));
    ck_assert_str_eq(scratch_reports(&s), "");
    scratch_text(&s, "事项.csv", "code\nU1\n");
    get_table(&things);
    ck_assert_str_eq(scratch_reports(&s),
                     ": error: Things.CSV and 事项.csv are the same table; keep "
                     "one of them [data.ambiguous-table]\n");
}
END_TEST

START_TEST(tables__nearly_right_names_are_warned_of)
{
    scratch_text(&s, "thing.csv", "code\nU1\n");
    scratch_text(&s, "spare.xlsx", "");
    scratch_text(&s, "备用.csv", "");
    ck_assert_ptr_null(get_table(&things));
    ck_assert_str_eq(scratch_reports(&s),
                     ": warning: spare.xlsx is not read; did you mean spare.csv? "
                     "[data.unread-table]\n"
                     ": warning: thing.csv is not read; did you mean things.csv? "
                     "[data.unread-table]\n"
                     ": warning: 备用.csv is not read; did you mean 备用表.csv? "
                     "[data.unread-table]\n"
                     ": error: required tables are missing: things (事项); there are: spare.xlsx, "
                     "thing.csv, 备用.csv [data.missing-table]\n");
}
END_TEST

START_TEST(tables__names_that_hold_a_table_are_warned_of)
{
    scratch_text(&s, "things.csv", "code\nU1\n");
    scratch_text(&s, "备用表(2026).csv", "code\nU1\n");
    scratch_text(&s, "spare.CSV.txt", "code\nU1\n");
    scratch_text(&s, "things (2).csv", "code\nU1\n");
    scratch_text(&s, "事项说明.csv", "code\nU1\n");
    scratch_text(&s, "playthings.csv", "code\nU1\n");
    get_table(&things);
    ck_assert_str_eq(scratch_reports(&s),
                     ": warning: spare.CSV.txt is not read; did you mean spare.csv? "
                     "[data.unread-table]\n"
                     ": warning: things (2).csv is not read; did you mean things.csv? "
                     "[data.unread-table]\n"
                     ": warning: 备用表(2026).csv is not read; did you mean 备用表.csv? "
                     "[data.unread-table]\n");
    static const char *const all[] = {"things.csv",     "备用表(2026).csv", "spare.CSV.txt",
                                      "things (2).csv", "事项说明.csv",     "playthings.csv"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        scratch_remove(&s, all[i]);
    scratch_text(&s, "台账.xlsx", "");
    get_table(&things);
    ck_assert_str_eq(scratch_reports(&s),
                     ": error: required tables are missing: things (事项); this folder holds "
                     "workbooks (台账.xlsx): name one of them instead [data.missing-table]\n");
}
END_TEST

START_TEST(tables__required_ones_need_a_row)
{
    scratch_text(&s, "things.csv", "");
    ck_assert_ptr_null(get_table(&things));
    ck_assert_str_eq(scratch_reports(&s),
                     "things.csv: error: the required table things has no rows "
                     "[data.empty-table]\n");
    scratch_text(&s, "things.csv", "code\n\n");
    get_table(&things);
    ck_assert_str_eq(scratch_reports(&s), "things.csv:1:1: error: the required table things has no "
                                          "rows [data.empty-table]\n");
    scratch_text(&s, "spare.csv", "");
    ck_assert_ptr_null(get_table(&spare));
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(tables__a_path_that_is_neither_is_refused)
{
    tp_tables *tables = NULL;
    ck_assert_int_eq(tp_tables_open(&tables, scratch_path(&s, "none"), NULL, &s.diags, &s.err),
                     TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s), "none: error: there is no such dataset directory or "
                                          "workbook [data.missing]\n");
    scratch_text(&s, "t.csv", "code\n");
    ck_assert_int_eq(tp_tables_open(&tables, scratch_path(&s, "t.csv"), NULL, &s.diags, &s.err),
                     TP_E_INPUT);
    ck_assert_ptr_null(tables);
    ck_assert_str_eq(scratch_reports(&s),
                     "t.csv: error: this is a single table; name the folder that "
                     "holds the tables [xlsx.text]\n");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("columns");
    TCase *tc = tcase_create("columns");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, columns__fill_a_row_in_either_language_and_any_order);
    tcase_add_test(tc, columns__absent_and_empty_cells_mean_none_or_the_default);
    tcase_add_test(tc, columns__every_wrong_cell_is_reported);
    tcase_add_test(tc, columns__messages_are_in_chinese_too);
    tcase_add_test(tc, columns__headers_are_checked);
    tcase_add_test(tc, columns__long_texts_are_cut_in_messages);
    tcase_add_test(tc, columns__page_lists_every_column);
    tcase_add_test(tc, tables__are_found_by_either_name);
    tcase_add_test(tc, tables__nearly_right_names_are_warned_of);
    tcase_add_test(tc, tables__names_that_hold_a_table_are_warned_of);
    tcase_add_test(tc, tables__required_ones_need_a_row);
    tcase_add_test(tc, tables__a_path_that_is_neither_is_refused);
    suite_add_tcase(suite, tc);
    return suite;
}

#include "base/csv_out.h"
#include "read/csv.h"
#include "scratch.h"
#include "suite.h"

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

static const tp_table *read_text(const char *text)
{
    tp_source source = {.path = "t.csv", .text = text, .length = strlen(text)};
    const tp_table *table = NULL;
    ck_assert_int_eq(tp_csv_read(&table, s.arena, &source, &s.diags, &s.err), TP_OK);
    return table;
}

/* The table as text: cells joined by |, each as text@line:column, rows by /. */
static const char *shown(const tp_table *table)
{
    tp_buf out;
    tp_buf_init(&out);
    for (size_t row = 0; table && row <= table->rows; row++) {
        tp_buf_text(&out, row ? "/" : "");
        for (size_t k = 0; k < table->columns; k++) {
            const tp_cell *cell = row ? tp_table_cell(table, row - 1, k) : &table->header[k];
            ck_assert_uint_eq(strlen(cell->text), (size_t)cell->length);
            tp_buf_format(&out, "%s%s@%d:%d", k ? "|" : "", cell->text, cell->line, cell->column);
        }
    }
    char *text = tp_arena_copy(s.arena, out.bytes ? out.bytes : "", out.length);
    tp_buf_finish(&out);
    return text;
}

START_TEST(csv__reads_cells_with_their_positions)
{
    ck_assert_str_eq(shown(read_text("a,b\n1,2\n编制,x\n")),
                     "a@1:1|b@1:3/1@2:1|2@2:3/编制@3:1|x@3:4");
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(csv__last_line_break_and_crlf_do_not_matter)
{
    const char *want = "a@1:1|b@1:3/1@2:1|2@2:3";
    ck_assert_str_eq(shown(read_text("a,b\n1,2")), want);
    ck_assert_str_eq(shown(read_text("a,b\r\n1,2\r\n")), want);
    ck_assert_str_eq(shown(read_text("a,b\r1,2\r")), want);
    ck_assert_str_eq(shown(read_text("a;b\n1;2\n")), want);
    ck_assert_str_eq(shown(read_text("a\tb\n1\t2\n")), want);
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(csv__quotes_hold_separators_breaks_and_quotes)
{
    ck_assert_str_eq(shown(read_text("a,b\n\"1,\"\"x\"\"\r\ny\",2\n3,\"\"\n")),
                     "a@1:1|b@1:3/1,\"x\"\ny@2:1|2@3:4/3@4:1|@4:3");
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(csv__trims_and_composes_cells)
{
    /* e + combining acute becomes one character; ideographic space and tab are trimmed. */
    ck_assert_str_eq(shown(read_text("a, b \n\xE3\x80\x80编制\xE3\x80\x80,e\xCC\x81\n")),
                     "a@1:1|b@1:3/编制@2:1|\xC3\xA9@2:6");
}
END_TEST

START_TEST(csv__skips_empty_lines)
{
    ck_assert_str_eq(shown(read_text("\n\na,b\n\n1,2\n,\n \n")), "a@3:1|b@3:3/1@5:1|2@5:3");
    ck_assert_ptr_null(read_text(""));
    ck_assert_ptr_null(read_text("\n \n"));
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(csv__drops_the_formula_guard)
{
    ck_assert_str_eq(shown(read_text("a,b\n'=1+1,'-5\n'quoted',''@x\n\"'\tx\",'\n")),
                     "a@1:1|b@1:3/=1+1@2:1|-5@2:7/'quoted'@3:1|'@x@3:10/\tx@4:1|'@4:7");
}
END_TEST

START_TEST(csv__reports_faults_where_they_are_and_goes_on)
{
    const tp_table *table = read_text("a,b\n编\"制,2\n\"x\"y,3\n4,5,6\n7,8\n");
    ck_assert_uint_eq(table->rows, 4);
    ck_assert_str_eq(scratch_reports(&s),
                     "t.csv:2:2: error: a quote inside an unquoted cell; quote the whole cell and "
                     "write the inner quote twice [csv.stray-quote]\n"
                     "t.csv:3:4: error: text after the closing quote; a separator \",\" or a line "
                     "break is needed here [csv.after-quote]\n"
                     "t.csv:4:5: error: this row has 3 cells, the header has 2 "
                     "[csv.too-many-cells]\n");
}
END_TEST

START_TEST(csv__reports_an_unterminated_quote_at_its_opening)
{
    const tp_table *table = read_text("a,b\n1,2\n3,\"x\ny\nz");
    ck_assert_uint_eq(table->rows, 2);
    ck_assert_str_eq(scratch_reports(&s), "t.csv:3:3: error: the quote opened here is never "
                                          "closed; nothing after it was read "
                                          "[csv.unterminated-quote]\n");
}
END_TEST

START_TEST(csv__counts_short_rows_in_one_warning)
{
    const tp_table *table = read_text("a,b,c\n1,2,3\n4\n5,6\n");
    ck_assert_str_eq(shown(table), "a@1:1|b@1:3|c@1:5/1@2:1|2@2:3|3@2:5/4@3:1|@3:1|@3:1/"
                                   "5@4:1|6@4:3|@4:3");
    ck_assert_str_eq(scratch_reports(&s),
                     "t.csv:3:1: warning: this row has 1 cell, the header has 3; the missing ones "
                     "are taken as empty (2 such rows) [csv.too-few-cells]\n");
}
END_TEST

START_TEST(csv__stray_quotes_do_not_lose_the_bounds_of_the_rows)
{
    /* Each stray quote hides a line break from the count of rows made beforehand. */
    char text[4000] = "a,b\n";
    for (int i = 0; i < 200; i++)
        strcat(text, "x\"x,1\n");
    ck_assert_ptr_nonnull(read_text(text));
    ck_assert_uint_eq(s.diags.errors, 200);
}
END_TEST

START_TEST(csv__refuses_cells_and_headers_without_measure)
{
    size_t n = 20u << 20;
    char *text = tp_arena_alloc(s.arena, n + 1);
    memset(text, 'x', n);
    ck_assert_ptr_null(read_text(text));
    ck_assert_str_eq(scratch_reports(&s), "t.csv:1:1: error: the cell is too long: at most 98301 "
                                          "bytes are allowed [csv.cell-too-long]\n");
    for (size_t i = 1; i < n; i += 2)
        text[i] = ',';
    ck_assert_ptr_null(read_text(text));
    ck_assert_str_eq(scratch_reports(&s), "t.csv:1:401: error: the header has more than 200 "
                                          "columns [csv.too-many-columns]\n");
    /* A wide header over very many short rows would ask for far more cells than were written. */
    size_t at = 0;
    for (int i = 0; i < 199; i++)
        text[at++] = ',';
    text[0] = 'h';
    text[1] = ',';
    while (at < n) {
        text[at++] = '\n';
        text[at++] = 'x';
    }
    text[n] = '\0';
    ck_assert_ptr_null(read_text(text));
    ck_assert_str_eq(scratch_reports(&s),
                     "t.csv: error: too many rows: more than 100000000 cells in all "
                     "[csv.too-many-rows]\n");
}
END_TEST

START_TEST(csv_out__round_trips_every_text)
{
    static const char *const texts[] = {"plain", "a,b",   "say \"x\"", "two\nlines", "=1+1", "+x",
                                        "-x",    "@x",    "'=x",       "''=x",       "'",    "'a",
                                        "x;y",   "编制,", "=\"a\"",    "-",          "x\ty", "0"};
    size_t count = sizeof texts / sizeof *texts;
    tp_buf out;
    tp_buf_init(&out);
    tp_csv_out csv = {.out = &out};
    tp_csv_text(&csv, "text");
    tp_csv_text(&csv, "number");
    tp_csv_end_row(&csv);
    for (size_t i = 0; i < count; i++) {
        tp_csv_text(&csv, texts[i]);
        tp_csv_int(&csv, -7);
        tp_csv_end_row(&csv);
    }
    const tp_table *table = read_text(out.bytes);
    ck_assert_uint_eq(table->rows, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(tp_table_cell(table, i, 0)->text, texts[i]);
        ck_assert_str_eq(tp_table_cell(table, i, 1)->text, "-7");
    }
    ck_assert_str_eq(scratch_reports(&s), "");
    tp_buf_finish(&out);
}
END_TEST

START_TEST(csv_out__guards_what_a_spreadsheet_would_run)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_csv_out csv = {.out = &out};
    tp_csv_text(&csv, "=cmd()");
    tp_csv_text(&csv, "\tx");
    tp_csv_text(&csv, NULL);
    tp_csv_dec(&csv, -500000);
    tp_csv_date(&csv, 20260630);
    tp_csv_date(&csv, TP_DATE_NONE);
    tp_csv_end_row(&csv);
    ck_assert_str_eq(out.bytes, "'=cmd(),\"'\tx\",,-0.5,2026-06-30,\n");
    tp_buf_finish(&out);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("csv");
    TCase *tc = tcase_create("csv");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, csv__reads_cells_with_their_positions);
    tcase_add_test(tc, csv__last_line_break_and_crlf_do_not_matter);
    tcase_add_test(tc, csv__quotes_hold_separators_breaks_and_quotes);
    tcase_add_test(tc, csv__trims_and_composes_cells);
    tcase_add_test(tc, csv__skips_empty_lines);
    tcase_add_test(tc, csv__drops_the_formula_guard);
    tcase_add_test(tc, csv__reports_faults_where_they_are_and_goes_on);
    tcase_add_test(tc, csv__reports_an_unterminated_quote_at_its_opening);
    tcase_add_test(tc, csv__counts_short_rows_in_one_warning);
    tcase_add_test(tc, csv__stray_quotes_do_not_lose_the_bounds_of_the_rows);
    tcase_add_test(tc, csv__refuses_cells_and_headers_without_measure);
    tcase_add_test(tc, csv_out__round_trips_every_text);
    tcase_add_test(tc, csv_out__guards_what_a_spreadsheet_would_run);
    suite_add_tcase(suite, tc);
    return suite;
}

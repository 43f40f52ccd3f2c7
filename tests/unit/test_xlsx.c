#include "read/tables.h"
#include "read/xlsx.h"
#include "read/xlsx_parts.h"
#include "report/writers/xlsx.h"
#include "scratch.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>
#include <zip.h>

static scratch s;
static tp_workbook *book;

static void setup(void)
{
    scratch_begin(&s);
    book = NULL;
}

static void teardown(void)
{
    tp_xlsx_close(book);
    scratch_end(&s);
}

/* ---- hand-made archives ---- */

typedef struct part {
    const char *name, *text;
} part;

static const part TYPES = {"[Content_Types].xml", "<Types/>"};
static const part ROOT = {"_rels/.rels",
                          "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "
                          "Target='xl/workbook.xml'/></Relationships>"};
static const part BOOK = {"xl/workbook.xml",
                          "<workbook xmlns:r='http://r'><workbookPr/><sheets><sheet name='posts' "
                          "sheetId='1' r:id='rId1'/></sheets></workbook>"};
static const part RELS = {"xl/_rels/workbook.xml.rels",
                          "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' "
                          "Target='worksheets/sheet1.xml'/><Relationship Id='rId2' "
                          "Type='http://x/sharedStrings' Target='/xl/strings.xml'/><Relationship "
                          "Id='rId3' Type='http://x/styles' Target='styles.xml'/></Relationships>"};
static const part STRINGS = {
    "xl/strings.xml", "<x:sst xmlns:x='http://x'><x:si><x:t>unit</x:t></x:si><x:si><x:r><x:t>编"
                      "</x:t></x:r><x:r><x:t>制</x:t></x:r><x:rPh sb='0' eb='1'><x:t>bian</x:t>"
                      "</x:rPh></x:si></x:sst>"};
static const part STYLES = {"xl/styles.xml",
                            "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m"
                            "\"月\"'/><numFmt numFmtId='171' formatCode='0.00\"days\"'/></numFmts>"
                            "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf "
                            "numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf "
                            "numFmtId='171'/></cellXfs></styleSheet>"};

static void write_archive(const char *name, const part *const *parts, size_t count,
                          const char *sheet)
{
    zipFile zip = zipOpen64(scratch_path(&s, name), APPEND_STATUS_CREATE);
    ck_assert_ptr_nonnull(zip);
    const part last = {"xl/worksheets/sheet1.xml", sheet};
    for (size_t i = 0; i <= count; i++) {
        const part *p = i < count ? parts[i] : &last;
        if (!p->text)
            continue;
        ck_assert_int_eq(zipOpenNewFileInZip(zip, p->name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                             Z_BEST_SPEED),
                         ZIP_OK);
        ck_assert_int_eq(zipWriteInFileInZip(zip, p->text, (unsigned)strlen(p->text)), ZIP_OK);
        ck_assert_int_eq(zipCloseFileInZip(zip), ZIP_OK);
    }
    ck_assert_int_eq(zipClose(zip, NULL), ZIP_OK);
}

static const part *const WHOLE[] = {&TYPES, &ROOT, &BOOK, &RELS, &STRINGS, &STYLES};

static tp_status open_book(const char *name)
{
    tp_xlsx_close(book);
    book = NULL;
    return tp_xlsx_open(&book, scratch_path(&s, name), &s.diags, &s.err);
}

/* Rows of the first sheet as "a|b/c|d", the header first; NULL if there is no table. */
static const char *first_sheet(void)
{
    const tp_table *table = NULL;
    tp_xlsx_read(&table, book, 0, s.arena, &s.diags, &s.err);
    if (!table)
        return NULL;
    tp_buf out;
    tp_buf_init(&out);
    tp_buf_text(&out, "");
    for (size_t row = 0; row <= table->rows; row++)
        for (size_t k = 0; k < table->columns; k++) {
            const tp_cell *cell = row ? tp_table_cell(table, row - 1, k) : &table->header[k];
            tp_buf_text(&out, k ? "|" : row ? "/" : "");
            tp_buf_text(&out, cell->text);
        }
    char *text = tp_arena_copy(s.arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return text;
}

static const char *sheet_of(const char *rows)
{
    const char *sheet =
        tp_arena_format(s.arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
    write_archive("b.xlsx", WHOLE, 6, sheet);
    ck_assert_int_eq(open_book("b.xlsx"), TP_OK);
    return first_sheet();
}

#define HEADER "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"

START_TEST(xlsx__reads_shared_and_inline_text)
{
    ck_assert_str_eq(
        sheet_of(HEADER "<row><c t='inlineStr'><is><r><t> a_x000A_b </t></r><rPh><t>no</t></rPh>"
                        "</is></c><c t='str'><f>A1&amp;\"\"</f><v>formula</v></c></row>"
                        "<row r='5'><c r='B5' t='s'><v>1</v></c></row>"),
        "unit|编制/a\nb|formula/|编制");
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

START_TEST(xlsx__reads_numbers_as_a_person_sees_them)
{
    ck_assert_str_eq(
        sheet_of(HEADER "<row><c><v>15</v></c><c><v>1.5E1</v></c></row>"
                        "<row><c><v>0.30000000000000004</v></c><c><v>0.84999999999999998</v></c>"
                        "</row><row><c><v>1E-3</v></c><c><v>-2.50</v></c></row>"
                        "<row><c><v>1E+21</v></c><c><v>1E+300</v></c></row>"
                        "<row><c t='b'><v>1</v></c><c t='b'><v>0</v></c></row>"),
        "unit|编制/15|15/0.3|0.85/0.001|-2.5/1000000000000000000000|1E+300/TRUE|FALSE");
}
END_TEST

START_TEST(xlsx__reads_date_cells_in_both_calendars)
{
    const char *rows = HEADER "<row><c s='1'><v>46203</v></c><c s='2'><v>46203</v></c></row>"
                              "<row><c s='3'><v>46203</v></c><c s='1'><v>46203.25</v></c></row>"
                              "<row><c s='1'><v>59</v></c><c s='1'><v>61</v></c></row>"
                              "<row><c s='1'><v>60</v></c><c t='d'><v>2026-06-30</v></c></row>";
    ck_assert_str_eq(sheet_of(rows), "unit|编制/2026-06-30|2026-06-30/46203|2026-06-30 06:00:00/"
                                     "1900-02-28|1900-03-01/1900-02-29|2026-06-30");
    const part old = {"xl/workbook.xml",
                      "<workbook xmlns:r='http://r'><workbookPr date1904='1'/><sheets><sheet "
                      "name='posts' sheetId='1' r:id='rId1'/></sheets></workbook>"};
    const part *const parts[] = {&TYPES, &ROOT, &old, &RELS, &STRINGS, &STYLES};
    write_archive("b.xlsx", parts, 6,
                  "<worksheet><sheetData>" HEADER
                  "<row><c s='1'><v>0</v></c><c s='1'><v>44741</v></c></row></sheetData>"
                  "</worksheet>");
    ck_assert_int_eq(open_book("b.xlsx"), TP_OK);
    ck_assert_str_eq(first_sheet(), "unit|编制/1904-01-01|2026-06-30");
}
END_TEST

START_TEST(xlsx__reports_cells_that_hold_no_value)
{
    ck_assert_str_eq(sheet_of(HEADER "<row r='12'><c r='A12' t='e'><f>B1</f><v>#REF!</v></c><c "
                                     "r='B12'><f>1+1</f></c><c r='D12'><v>7</v></c><c r='E12'><v>7"
                                     "</v></c></row><row r='13'><c r='A13' t='s'><v>99</v></c><c "
                                     "r='B13'><v>1</v></c></row>"),
                     "unit|编制/|1");
    ck_assert_str_eq(
        scratch_reports(&s),
        "b.xlsx[posts!A12]: error: the cell holds the error value #REF! [xlsx.error-value]\n"
        "b.xlsx[posts!B12]: error: the formula has no computed value; open and save the workbook "
        "in a spreadsheet program [xlsx.formula-without-value]\n"
        "b.xlsx[posts!D12]: error: the cell stands outside the columns of the header "
        "[xlsx.outside-header]\n"
        "b.xlsx[posts!A13]: error: the cell holds the error value #SHARED! [xlsx.error-value]\n");
}
END_TEST

START_TEST(xlsx__skips_empty_rows_and_formats_without_text)
{
    ck_assert_str_eq(
        sheet_of("<row r='1'><c s='1'/></row><row r='3'><c r='A3' t='s'><v>0</v></c><c "
                 "r='B3'/></row><row r='4'><c r='A4'/><c r='Z4' s='2'/></row><row "
                 "r='1048576'><c r='A1048576'><v>1</v></c></row>"),
        "unit/1");
    ck_assert_str_eq(scratch_reports(&s), "");
    ck_assert_ptr_null(sheet_of(""));
}
END_TEST

/* ---- what is not a workbook ---- */

static const char *refusal(const char *name)
{
    ck_assert_int_eq(open_book(name), TP_E_INPUT);
    ck_assert_ptr_null(book);
    return scratch_reports(&s);
}

START_TEST(xlsx__refuses_what_is_not_a_workbook)
{
    const char *not_one = "b.xlsx: error: neither a dataset directory nor an XLSX workbook "
                          "[xlsx.not-a-workbook]\n";
    scratch_text(&s, "b.xlsx", "unit,category\n");
    ck_assert_str_eq(refusal("b.xlsx"), not_one);
    scratch_text(&s, "b.xlsx", "");
    ck_assert_str_eq(refusal("b.xlsx"), not_one);
    scratch_write(&s, "b.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    ck_assert_str_eq(refusal("b.xlsx"),
                     "b.xlsx: error: this is an old .xls or a password-protected workbook; save it "
                     "as .xlsx without a password [xlsx.old-or-encrypted]\n");
    const part *const types[] = {&TYPES};
    write_archive("b.xlsx", types, 1, NULL);
    ck_assert_str_eq(refusal("b.xlsx"), not_one);
}
END_TEST

static const char *with_part(const part *other, size_t at)
{
    const part *parts[6];
    memcpy(parts, WHOLE, sizeof parts);
    parts[at] = other;
    write_archive("b.xlsx", parts, 6, "<worksheet><sheetData>" HEADER "</sheetData></worksheet>");
    return refusal("b.xlsx");
}

START_TEST(xlsx__refuses_doctypes_and_broken_xml)
{
    const part bomb = {"xl/strings.xml",
                       "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><sst><si><t>&c;"
                       "</t></si></sst>"};
    ck_assert_str_eq(with_part(&bomb, 4), "b.xlsx: error: the workbook contains a document type "
                                          "declaration; it is refused [xlsx.doctype]\n");
    const part broken = {"xl/strings.xml", "<sst><si>"};
    const char *damaged = "b.xlsx: error: the workbook is damaged and cannot be read "
                          "[xlsx.damaged]\n";
    ck_assert_str_eq(with_part(&broken, 4), damaged);
    char deep[1000] = "<sst>";
    for (int i = 0; i < 100; i++)
        strcat(deep, "<r>");
    const part nested = {"xl/strings.xml", deep};
    ck_assert_str_eq(with_part(&nested, 4), damaged);
}
END_TEST

START_TEST(xlsx__refuses_a_bomb_without_unpacking_it)
{
    size_t n = 100u << 20; /* of blanks: packs to some 100 KB */
    char *text = malloc(n + 64);
    ck_assert_ptr_nonnull(text);
    memset(text, ' ', n);
    memcpy(text, "<sst>", 5);
    strcpy(text + n, "</sst>");
    const part bomb = {"xl/strings.xml", text};
    ck_assert_str_eq(with_part(&bomb, 4), "b.xlsx: error: the workbook unpacks to more than is "
                                          "reasonable; it is refused [xlsx.too-large]\n");
    free(text);
}
END_TEST

START_TEST(xlsx__checks_the_crc)
{
    /* In the central directory the CRC stands 30 bytes before the name; change it there. */
    static char bytes[1 << 16];
    write_archive("b.xlsx", WHOLE, 6, "<worksheet><sheetData>" HEADER "</sheetData></worksheet>");
    FILE *file = fopen(scratch_path(&s, "b.xlsx"), "rb");
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    char *last = NULL;
    for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), "xl/styles.xml", 13)); at++)
        last = at;
    ck_assert_ptr_nonnull(last);
    last[-30] ^= 1;
    scratch_write(&s, "b.xlsx", bytes, n);
    ck_assert_str_eq(refusal("b.xlsx"), "b.xlsx: error: the workbook is damaged and cannot be read "
                                        "[xlsx.damaged]\n");
}
END_TEST

START_TEST(xlsx__reports_a_sheet_that_is_not_there)
{
    write_archive("b.xlsx", WHOLE, 6, NULL);
    ck_assert_int_eq(open_book("b.xlsx"), TP_OK);
    ck_assert_ptr_null(first_sheet());
    ck_assert_str_eq(scratch_reports(&s), "b.xlsx[posts]: error: the workbook is damaged and "
                                          "cannot be read [xlsx.damaged]\n");
}
END_TEST

START_TEST(xlsx__reads_what_libxlsxwriter_writes)
{
    lxw_workbook *made = workbook_new(scratch_path(&s, "b.xlsx"));
    lxw_worksheet *sheet = workbook_add_worksheet(made, "编制");
    lxw_format *day = workbook_add_format(made);
    format_set_num_format(day, "yyyy-mm-dd");
    worksheet_write_string(sheet, 0, 0, "单位编码", NULL);
    worksheet_write_string(sheet, 0, 1, "日期", NULL);
    worksheet_write_string(sheet, 1, 0, "U001", NULL);
    lxw_datetime date = {.year = 2026, .month = 2, .day = 28};
    worksheet_write_datetime(sheet, 1, 1, &date, day);
    worksheet_write_number(sheet, 2, 0, 0.1 + 0.2, NULL);
    worksheet_write_formula_num(sheet, 2, 1, "=1+1", NULL, 2);
    ck_assert_int_eq(workbook_close(made), LXW_NO_ERROR);
    ck_assert_int_eq(open_book("b.xlsx"), TP_OK);
    ck_assert_uint_eq(tp_xlsx_sheets(book), 1);
    ck_assert_str_eq(tp_xlsx_sheet_name(book, 0), "编制");
    ck_assert_str_eq(first_sheet(), "单位编码|日期/U001|2026-02-28/0.3|2");
    ck_assert_str_eq(scratch_reports(&s), "");
}
END_TEST

/* Whatever units and proposals are called, the workbook is made and gives the same text back. */
START_TEST(xlsx__hostile_texts_come_back_as_they_were)
{
    static const char *const texts[] = {
        "_x000D_", "a_x0041_b_x000d_", "_x005F_", "\xEF\xBF\xBE", "甲\xEF\xBF\xBF乙",
        "=1+1",    "&G<b>\"'",         "_x00",    "名\x1B称"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    static const char *const titles[] = {"&G", "&[Picture]", "第\x1B一 & 二\xEF\xBF\xBE", "",
                                         "&&C"};
    for (size_t t = 0; t < sizeof titles / sizeof *titles; t++) {
        tp_page page;
        tp_page_init(&page, s.arena, (tp_words){NULL, NULL});
        for (int sheet = 0; sheet < 2; sheet++) { /* names too long for a sheet, and alike */
            tp_view *view = tp_page_view(
                &page, sheet ? "b" : "a",
                (tp_words){"一张名称很长很长很长很长很长很长很长很长很长很长很长很长的表",
                           "A table whose name is longer: than a sheet's can be"});
            tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, 0);
            for (size_t k = 0; k < TEXTS; k++)
                tp_view_text(view, texts[k]);
        }
        for (int lang = 0; lang < 2; lang++) {
            const char *path = scratch_path(&s, "hostile.xlsx");
            const tp_xlsx_options wanted = {.lang = lang ? TP_EN : TP_ZH, .title = titles[t]};
            const tp_table *table;
            ck_assert_msg(tp_write_xlsx(path, &page, &wanted, &s.err) == TP_OK, "%s", s.err.text);
            ck_assert_int_eq(tp_xlsx_open(&book, path, &s.diags, &s.err), TP_OK);
            ck_assert_uint_eq(tp_xlsx_sheets(book), 2);
            ck_assert_str_ne(tp_xlsx_sheet_name(book, 0), tp_xlsx_sheet_name(book, 1));
            ck_assert_int_eq(tp_xlsx_read(&table, book, 1, s.arena, &s.diags, &s.err), TP_OK);
            ck_assert_uint_eq(table->rows, TEXTS);
            for (size_t k = 0; k < TEXTS; k++)
                ck_assert_str_eq(tp_table_cell(table, k, 0)->text, texts[k]);
            tp_xlsx_close(book);
            book = NULL;
        }
    }
}
END_TEST

START_TEST(xlsx__number_text)
{
    static const struct {
        const char *in, *out;
    } cases[] = {{"0", "0"},
                 {"-0", "0"},
                 {"00.10", "0.1"},
                 {"9.9999999999999999", "10"},
                 {"123456789012345678", "123456789012345678"},
                 {"1.2345678901234568E17", "123456789012346000"},
                 {"007", "007"},
                 {"0.1234567", "0.1234567"},
                 {"0.33333333333333331", "0.333333333333333"},
                 {"1e2", "100"},
                 {"12.5e-1", "1.25"},
                 {"1e31", ""},
                 {"1e-40", ""},
                 {"1e999999", ""},
                 {"NaN", ""},
                 {"1e", ""},
                 {".", ""},
                 {"1.2.3", ""},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[TP_XLSX_NUMBER] = "";
        bool lost;
        size_t n = tp_xlsx_number(cases[i].in, strlen(cases[i].in), out, &lost);
        ck_assert_uint_eq(n, strlen(cases[i].out));
        ck_assert_str_eq(out, cases[i].out);
    }
}
END_TEST

START_TEST(xlsx__date_formats)
{
    ck_assert(tp_xlsx_is_date_format(14, NULL));
    ck_assert(tp_xlsx_is_date_format(31, NULL));
    ck_assert(!tp_xlsx_is_date_format(0, NULL));
    ck_assert(!tp_xlsx_is_date_format(164, "General"));
    ck_assert(!tp_xlsx_is_date_format(164, "#,##0.00_);[Red]-0.00"));
    ck_assert(!tp_xlsx_is_date_format(164, "0\"days\""));
    ck_assert(!tp_xlsx_is_date_format(164, "0\\d"));
    ck_assert(!tp_xlsx_is_date_format(164, "0\"d"));
    ck_assert(tp_xlsx_is_date_format(164, "[$-804]yyyy\"年\"m\"月\"d\"日\""));
    ck_assert(tp_xlsx_is_date_format(164, "[h]:mm"));
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("xlsx");
    TCase *tc = tcase_create("xlsx");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, xlsx__reads_shared_and_inline_text);
    tcase_add_test(tc, xlsx__reads_numbers_as_a_person_sees_them);
    tcase_add_test(tc, xlsx__reads_date_cells_in_both_calendars);
    tcase_add_test(tc, xlsx__reports_cells_that_hold_no_value);
    tcase_add_test(tc, xlsx__skips_empty_rows_and_formats_without_text);
    tcase_add_test(tc, xlsx__refuses_what_is_not_a_workbook);
    tcase_add_test(tc, xlsx__refuses_doctypes_and_broken_xml);
    tcase_add_test(tc, xlsx__refuses_a_bomb_without_unpacking_it);
    tcase_add_test(tc, xlsx__checks_the_crc);
    tcase_add_test(tc, xlsx__reports_a_sheet_that_is_not_there);
    tcase_add_test(tc, xlsx__reads_what_libxlsxwriter_writes);
    tcase_add_test(tc, xlsx__hostile_texts_come_back_as_they_were);
    tcase_add_test(tc, xlsx__number_text);
    tcase_add_test(tc, xlsx__date_formats);
    suite_add_tcase(suite, tc);
    return suite;
}

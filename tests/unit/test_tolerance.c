/* What tables may be written like: taken as meant and noted, or an error that says why. Each small
 * dataset here is one that 0.1.0 refused, misread or took without a word. */
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

static scratch s;
static tp_dataset *data;

static void setup(void)
{
    scratch_begin(&s);
    data = NULL;
    ck_assert_int_eq(system(tp_arena_format(s.arena, "mkdir '%s/d'", s.path)), 0);
}

static void teardown(void)
{
    tp_dataset_free(data);
    ck_assert_int_eq(system(tp_arena_format(s.arena, "rm -r '%s/d'", s.path)), 0);
    scratch_end(&s);
}

static void csv(const char *name, const char *text)
{
    scratch_text(&s, tp_arena_format(s.arena, "d/%s", name), text);
}

static tp_status load(const char *name)
{
    tp_dataset_free(data);
    data = NULL;
    return tp_dataset_load(&data, scratch_path(&s, name), NULL, &s.diags, &s.err);
}

/* Loads with these words. */
#define ck_loads(name, words)                                                                      \
    do {                                                                                           \
        tp_status status_ = load(name);                                                            \
        scratch_expect(scratch_reports(&s), words);                                                \
        ck_assert_int_eq(status_, TP_OK);                                                          \
    } while (0)
#define ck_refuses(name, words)                                                                    \
    do {                                                                                           \
        tp_status status_ = load(name);                                                            \
        scratch_expect(scratch_reports(&s), words);                                                \
        ck_assert_int_eq(status_, TP_E_INPUT);                                                     \
    } while (0)

#define UNITS "unit,name,system,region\nU1,甲,教育,r\nU2,乙,卫生,r\n"
#define POSTS "unit,category,authorised,in_post\nU1,事业,1200,1100\nU2,事业,20,20\n"

/* ---- workbooks made by hand ---- */

typedef struct sheet {
    const char *name, *attributes, *xml;
} sheet;

static void member(zipFile zip, const char *name, const char *text)
{
    ck_assert_int_eq(
        zipOpenNewFileInZip(zip, name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, Z_BEST_SPEED),
        ZIP_OK);
    ck_assert_int_eq(zipWriteInFileInZip(zip, text, (unsigned)strlen(text)), ZIP_OK);
    ck_assert_int_eq(zipCloseFileInZip(zip), ZIP_OK);
}

/* A row: cells separated by '|'; one that begins with '<' is XML, with '#' a number, else text. */
static const char *row(int number, const char *attributes, const char *cells)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_buf_format(&out, "<row r='%d' %s>", number, attributes);
    char column = 'A';
    for (const char *at = cells;; column++) {
        size_t n = strcspn(at, "|");
        if (*at == '<')
            tp_buf_format(&out, "<c r='%c%d'%.*s</c>", column, number, (int)(n - 1), at + 1);
        else if (*at == '#')
            tp_buf_format(&out, "<c r='%c%d'><v>%.*s</v></c>", column, number, (int)(n - 1),
                          at + 1);
        else if (n)
            tp_buf_format(&out, "<c r='%c%d' t='inlineStr'><is><t>%.*s</t></is></c>", column,
                          number, (int)n, at);
        at += n;
        if (!*at++)
            break;
    }
    tp_buf_text(&out, "</row>");
    const char *text = tp_arena_text(s.arena, out.bytes);
    tp_buf_finish(&out);
    return text;
}

/* Rows one below the other; what stands after the cells is `tail`. */
static const char *rows(const char *const *lines, const char *head, const char *tail)
{
    const char *text = tp_arena_format(s.arena, "<worksheet>%s<sheetData>", head);
    for (int i = 0; lines[i]; i++)
        text = tp_arena_format(s.arena, "%s%s", text, row(i + 1, "", lines[i]));
    return tp_arena_format(s.arena, "%s</sheetData>%s</worksheet>", text, tail);
}

static void book(const char *name, const sheet *sheets, size_t count, const char *target)
{
    zipFile zip = zipOpen64(scratch_path(&s, name), APPEND_STATUS_CREATE);
    const char *list = "", *relations = "";
    ck_assert_ptr_nonnull(zip);
    member(zip, "_rels/.rels",
           "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' "
           "Target='xl/workbook.xml'/></Relationships>");
    for (size_t i = 0; i < count; i++) {
        list = tp_arena_format(s.arena, "%s<sheet name='%s' r:id='r%zu' %s/>", list, sheets[i].name,
                               i, sheets[i].attributes);
        relations = tp_arena_format(s.arena,
                                    "%s<Relationship Id='r%zu' Type='http://x/worksheet' "
                                    "Target='%sworksheets/sheet%zu.xml'/>",
                                    relations, i, target, i);
        member(zip, tp_arena_format(s.arena, "xl/worksheets/sheet%zu.xml", i), sheets[i].xml);
    }
    member(zip, "xl/workbook.xml",
           tp_arena_format(s.arena, "<workbook xmlns:r='http://r'><sheets>%s</sheets></workbook>",
                           list));
    member(zip, "xl/_rels/workbook.xml.rels",
           tp_arena_format(s.arena, "<Relationships>%s</Relationships>", relations));
    ck_assert_int_eq(zipClose(zip, NULL), ZIP_OK);
}

static const char *const units_lines[] = {"unit|name|system|region", "U1|甲|教育|r", "U2|乙|卫生|r",
                                          NULL};
static const char *const posts_lines[] = {"unit|category|authorised|in_post", "U1|事业|#1200|#1100",
                                          "U2|事业|#20|#20", NULL};

static char plain[TP_SHA256_HEX]; /* identity of the plain dataset */

static void know_plain(void)
{
    csv("units.csv", UNITS);
    csv("posts.csv", POSTS);
    ck_loads("d", "");
    strcpy(plain, data->sha256);
}

/* ---- CSV ---- */

START_TEST(tolerance__of_what_can_be_meant_in_one_way_only)
{
    know_plain();
    csv("units.csv",
        "sep=;\nUNIT;name; system ;region;备注\nU1;甲;\xE3\x80\x80教育;r;新设\nU2;乙;卫生;r;\n");
    csv("posts.csv",
        "序号,unit,category,authorised,in_post\n1,U1,事业,\"1,200\",１１００\n2,U2,事业,２０,20\n");
    csv("vacancies.csv", "unit,category,count,since\nU1,事业,3,２０２４－０１－３１\n");
    ck_loads(
        "d",
        "d/units.csv:1:1: note: the first line sets the separator to ; [csv.separator-line]\n"
        "d/units.csv:2:1: note: the header \"UNIT\" is read as \"unit\" [table.header-as-meant]\n"
        "d/units.csv:2:11: note: the space round the header \"system\" is ignored "
        "[table.header-as-meant]\n"
        "d/units.csv:2:27: note: the column \"备注\" is not read [table.ignored-column]\n"
        "d/units.csv:3:6: note: system: the wide or no-break space round \"教育\" is ignored "
        "[table.space]\n"
        "d/posts.csv:1:1: note: the column \"序号\" is not read [table.ignored-column]\n"
        "d/posts.csv:2:9: note: authorised: \"1,200\" is read as 1200 [table.as-meant]\n"
        "d/posts.csv:2:17: note: in_post: \"１１００\" is read as 1100 [table.as-meant]\n"
        "d/posts.csv:3:9: note: authorised: \"２０\" is read as 20 [table.as-meant]\n"
        "d/vacancies.csv:2:9: note: since: \"２０２４－０１－３１\" is read as 2024-01-31 "
        "[table.as-meant]\n");
    ck_assert_int_eq(data->lots[0].since, 20240131);
    csv("vacancies.csv", "unit,category,count,since\n");
    load("d");
    ck_assert_str_eq(data->sha256, plain);
}
END_TEST

START_TEST(tolerance__ends_where_harm_begins)
{
    static const char *const wrong[] = {"1,20", "12,00", "0,850", "1,,200", "1.200,5", "12人",
                                        "1e3",  "(5)",   "+5",    "—",      "１２人",  "1 200"};
    csv("units.csv", UNITS);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        csv("posts.csv",
            tp_arena_format(s.arena, "unit,category,authorised,in_post\nU1,事业,\"%s\",1\n",
                            wrong[i]));
        ck_refuses("d",
                   tp_arena_format(s.arena,
                                   "d/posts.csv:2:7: error: authorised must be a whole number in "
                                   "plain digits, not \"%s\" [table.not-whole]\n",
                                   wrong[i]));
    }
    csv("posts.csv", POSTS);
    csv("outcomes.csv", "unit,evaluated_on,saturation\nU1,2026-01-01,0.9059829\n");
    ck_refuses("d", "d/outcomes.csv:2:15: error: saturation has at most 6 fractional digits, not "
                    "\"0.9059829\" [table.precision]\n");
}
END_TEST

START_TEST(tolerance__utf_16_and_the_separator_line_together)
{
    static const char text[] =
        "\xFF\xFEs\0e\0p\0=\0\t\0\r\0\n\0u\0n\0i\0t\0\r\0\n\0U\0001\0\r\0\n\0U\0002\0";
    know_plain();
    scratch_write(&s, "d/units.csv", text, sizeof text - 1);
    ck_loads("d", "d/units.csv: note: the file is in UTF-16 and was read as such [source.utf-16]\n"
                  "d/units.csv:1:1: note: the first line sets the separator to TAB "
                  "[csv.separator-line]\n");
    ck_assert_int_eq(data->n_units, 2);
}
END_TEST

START_TEST(tolerance__says_where_the_header_stands)
{
    csv("units.csv", "全市机关事业单位一览表,,,\n单位：个,,,\n" UNITS);
    csv("posts.csv", POSTS);
    ck_refuses("d",
               "d/units.csv:1:1: error: the header seems to stand in row 3; it must be the first "
               "row: remove what is above it [table.header-below]\n");
}
END_TEST

START_TEST(tolerance__names_in_place_of_codes_are_told_once)
{
    csv("units.csv", UNITS);
    csv("posts.csv",
        "unit,category,authorised,in_post\n甲,事业,12,11\n乙,事业,20,20\nU3,事业,1,1\n");
    ck_assert_int_eq(load("d"), TP_E_INPUT);
    scratch_expect(
        scratch_reports(&s),
        "d/posts.csv:2:1: error: \"甲\" is the name of unit U1; this column holds codes of "
        "units (further ones in this table are not listed) [data.unit-name]\n"
        "d/posts.csv:4:1: error: there is no unit \"U3\" in units.csv "
        "[data.unknown-unit]\n"
        "… and 1 more\n");
}
END_TEST

/* ---- workbooks ---- */

START_TEST(tolerance__a_workbook_by_any_path)
{
    know_plain();
    const sheet sheets[] = {{"units", "", rows(units_lines, "", "")},
                            {"posts", "", rows(posts_lines, "", "")}};
    static const char *const targets[] = {"", "/xl/", "../xl/", "./"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        book("b.xlsx", sheets, 2, targets[i]);
        ck_loads("b.xlsx", "");
        ck_assert_str_eq(data->sha256, plain);
    }
}
END_TEST

START_TEST(tolerance__merged_cells_stand_for_all_in_texts_only)
{
    know_plain();
    static const char *const merged[] = {"unit|name|system|region", "U1|甲|教育|r", "U2|乙||",
                                         NULL};
    static const char *const figures[] = {"unit|category|authorised|in_post", "U1|事业|#20|#20",
                                          "U2|事业||#20", NULL};
    const sheet sheets[] = {
        {"units", "",
         rows(merged, "",
              "<mergeCells><mergeCell ref='C2:C3'/><mergeCell ref='D2:D3'/></mergeCells>")},
        {"posts", "", rows(posts_lines, "", "")}};
    book("b.xlsx", sheets, 2, "");
    ck_loads("b.xlsx",
             "b.xlsx[units!C2]: note: system: \"教育\" stands for every one of the merged cells "
             "[table.merged]\n"
             "b.xlsx[units!D2]: note: region: \"r\" stands for every one of the merged cells "
             "[table.merged]\n");
    ck_assert_int_eq(data->units[1].system, data->units[0].system);
    ck_assert_int_ne(data->units[1].region, TP_ID_NONE);
    const sheet wrong[] = {
        {"units", "", rows(units_lines, "", "")},
        {"posts", "", rows(figures, "", "<mergeCells><mergeCell ref='C2:C3'/></mergeCells>")}};
    book("b.xlsx", wrong, 2, "");
    ck_refuses("b.xlsx",
               "b.xlsx[posts!C2]: error: authorised is a figure or a date: cells of it must not "
               "be merged; unmerge them and fill each row [table.merged-figure]\n");
    const sheet headed[] = {
        {"units", "", rows(merged, "", "<mergeCells><mergeCell ref='A1:A2'/></mergeCells>")},
        {"posts", "", rows(posts_lines, "", "")}};
    book("b.xlsx", headed, 2, "");
    ck_refuses("b.xlsx",
               "b.xlsx[units!A1]: error: the header is merged with cells below it: unmerge them, "
               "the header is the first row only [table.merged-header]\n");
}
END_TEST

START_TEST(tolerance__overlapping_merges_cost_no_more_than_the_cells)
{
    tp_buf merges;
    tp_buf_init(&merges);
    for (int i = 0; i < 20000; i++)
        tp_buf_text(&merges, "<mergeCell ref='C2:D1048576'/>");
    static const char *const lines[] = {"unit|name|system|region", "U1|甲||", "U2|乙||", NULL};
    const sheet sheets[] = {{"units", "", rows(lines, "", merges.bytes)},
                            {"posts", "", rows(posts_lines, "", "")}};
    tp_buf_finish(&merges);
    book("b.xlsx", sheets, 2, "");
    ck_loads("b.xlsx", "");
}
END_TEST

START_TEST(tolerance__a_formula_without_value_is_an_error)
{
    static const char *const lines[] = {"unit|category|authorised|in_post|committed",
                                        "U1|事业|#1200|#1100|<><f>1+1</f><v/>",
                                        "U2|事业|#20|#20|<><f>2</f>", NULL};
    const sheet sheets[] = {{"units", "", rows(units_lines, "", "")},
                            {"posts", "", rows(lines, "", "")}};
    book("b.xlsx", sheets, 2, "");
    ck_refuses("b.xlsx",
               "b.xlsx[posts!E2]: error: the formula has no computed value; open and save the "
               "workbook in a spreadsheet program [xlsx.formula-without-value]\n"
               "b.xlsx[posts!E3]: error: the formula has no computed value; open and save the "
               "workbook in a spreadsheet program [xlsx.formula-without-value]\n");
    /* A formula that gives the empty text has a value. */
    static const char *const empty[] = {"unit|category|authorised|in_post|committed",
                                        "U1|事业|#1200|#1100|< t='str'><f>\"\"</f><v></v>",
                                        "U2|事业|#20|#20|", NULL};
    const sheet fine[] = {{"units", "", rows(units_lines, "", "")},
                          {"posts", "", rows(empty, "", "")}};
    book("b.xlsx", fine, 2, "");
    ck_loads("b.xlsx", "");
}
END_TEST

START_TEST(tolerance__number_cells_are_rounded_and_codes_never)
{
    static const char *const ratios[] = {"unit|evaluated_on|saturation",
                                         "U1|2026-01-01|#0.905982905982906",
                                         "U2|2026-01-01|#1.9999995", NULL};
    const sheet sheets[] = {{"units", "", rows(units_lines, "", "")},
                            {"posts", "", rows(posts_lines, "", "")},
                            {"outcomes", "", rows(ratios, "", "")}};
    book("b.xlsx", sheets, 3, "");
    ck_loads("b.xlsx",
             "b.xlsx[outcomes!C2]: note: saturation: 0.905982905982906 is rounded to 0.905983 (6 "
             "fractional digits) [table.rounded]\n"
             "b.xlsx[outcomes!C3]: note: saturation: 1.9999995 is rounded to 2.000000 (6 "
             "fractional digits) [table.rounded]\n");
    ck_assert_int_eq(data->outcomes[0].saturation, 905983);
    ck_assert_int_eq(data->outcomes[1].saturation, 2000000);
    static const char *const exact[] = {"unit|name", "#123410000000123456|甲",
                                        "#123410000000123457|乙", NULL};
    static const char *const posts[] = {"unit|category|authorised|in_post",
                                        "123410000000123456|事业|#5|#5",
                                        "#123410000000123457|事业|#5|#5", NULL};
    const sheet digits[] = {{"units", "", rows(exact, "", "")}, {"posts", "", rows(posts, "", "")}};
    book("b.xlsx", digits, 2, "");
    ck_loads("b.xlsx", "");
    ck_assert_str_eq(data->units[1].code, "123410000000123457");
    static const char *const lost[] = {"unit|name", "#1.2341000000012346E+17|甲",
                                       "#1.2341000000012347E+17|乙", NULL};
    const sheet rounded[] = {{"units", "", rows(lost, "", "")}, {"posts", "", rows(posts, "", "")}};
    book("b.xlsx", rounded, 2, "");
    ck_assert_int_eq(load("b.xlsx"), TP_E_INPUT);
    const char *said = scratch_reports(&s);
    ck_assert_ptr_nonnull(
        strstr(said, "b.xlsx[units!A2]: error: unit: the number cell 123410000000123000 has "
                     "more than 15 digits, of which a spreadsheet keeps 15: the code is "
                     "lost; format the column as text and type it again "
                     "[table.digits-lost]\n"));
    static const char *const bare[] = {"unit|name", "#1|甲", "#2|乙", NULL};
    static const char *const zeros[] = {"unit|category|authorised|in_post", "001|事业|#5|#5",
                                        "002|事业|#5|#5", NULL};
    const sheet leading[] = {{"units", "", rows(bare, "", "")}, {"posts", "", rows(zeros, "", "")}};
    book("b.xlsx", leading, 2, "");
    ck_refuses("b.xlsx",
               "b.xlsx[posts!A2]: error: there is no unit \"001\" in units.csv, but a \"1\": "
               "leading zeros "
               "are lost in number cells; format the column of codes as text and fill it in again "
               "[data.unknown-unit]\n"
               "b.xlsx[posts!A3]: error: there is no unit \"002\" in units.csv, but a \"2\": "
               "leading zeros "
               "are lost in number cells; format the column of codes as text and fill it in again "
               "[data.unknown-unit]\n");
}
END_TEST

START_TEST(tolerance__what_is_hidden_is_read_and_said)
{
    know_plain();
    const char *posts =
        tp_arena_format(s.arena,
                        "<worksheet><cols><col min='2' max='2' "
                        "hidden='1'/></cols><sheetData>%s%s%s</sheetData></worksheet>",
                        row(1, "", posts_lines[0]), row(2, "hidden='1'", posts_lines[1]),
                        row(3, "hidden='true'", posts_lines[2]));
    const sheet sheets[] = {{"units", "state='veryHidden'", rows(units_lines, "", "")},
                            {"posts", "", posts}};
    book("b.xlsx", sheets, 2, "");
    ck_loads("b.xlsx", "b.xlsx[units]: warning: this sheet is hidden; it was read all the same "
                       "[xlsx.hidden-sheet]\n"
                       "b.xlsx[posts]: warning: 2 rows are hidden or filtered out (2, 3); they "
                       "were read all the same "
                       "[xlsx.hidden-rows]\n"
                       "b.xlsx[posts!B1]: warning: this column is hidden; it was read all the same "
                       "[xlsx.hidden-column]\n");
    ck_assert_str_eq(data->sha256, plain);
}
END_TEST

/* ---- formally right, hardly meant ---- */

START_TEST(doubt__figures_out_of_proportion_and_names_nearly_one)
{
    csv("units.csv", "unit,name,kind,system,level,region\n1,甲,事业单位,教育,市级,r\n"
                     "001,乙,事业单位,教育系统,市级,r\nU3,甲,事业单位,卫 "
                     "生,市,r\nU4,丁,事业单位,卫生,市级,ｒ\n");
    csv("posts.csv",
        "unit,category,authorised,in_post\n1,行政,38,500\n001,行政编制,14,14\nU3,行 政,2,7\n"
        "U4,事业,10,29\n");
    csv("outcomes.csv",
        "unit,evaluated_on,grade,saturation\n1,2026-01-01,优秀,93\nU3,2026-01-01,优秀,3\n"
        "U4,2026-01-01,优 秀,1\n");
    csv("demands.csv",
        "demand,unit,category,quantity,filed_on,document\nD1,001,行政编制,500,,\n"
        "D2,U4,事业,4,2026-01-05,\nD3,U4,事业,4,2026-01-05,\nD4,U4,事业,9,,\nD5,U4,事业,9,,\n");
    ck_loads(
        "d",
        "d/units.csv:2:1: warning: the unit codes \"001\" and \"1\" differ in leading zeros only: "
        "are "
        "they one? [data.doubt-unit-code]\n"
        "d/units.csv:3:12: warning: \"教育系统\" and \"教育\" differ in spaces, width or an ending "
        "only, "
        "and count as two systems: are they one? [data.doubt-names]\n"
        "d/units.csv:4:4: warning: units 1 and U3 have the same name (甲): are they one? "
        "[data.doubt-unit-name]\n"
        "d/units.csv:4:15: warning: \"市\" and \"市级\" differ in spaces, width or an ending only, "
        "and "
        "count as two levels: are they one? [data.doubt-names]\n"
        "d/units.csv:5:11: warning: \"卫生\" and \"卫 生\" differ in spaces, width or an ending "
        "only, and "
        "count as two systems: are they one? [data.doubt-names]\n"
        "d/units.csv:5:17: warning: region: \"ｒ\" holds full-width letters or digits and is not "
        "the "
        "same as in half width: look whether that is meant [table.full-width-letter]\n"
        "d/units.csv:5:17: warning: \"ｒ\" and \"r\" differ in spaces, width or an ending only, "
        "and count "
        "as two regions: are they one? [data.doubt-names]\n"
        "d/posts.csv:2:9: warning: 500 people in post or committed on a line of 38 slots: look "
        "whether "
        "that is meant [data.doubt-in-post]\n"
        "d/posts.csv:3:5: warning: \"行政编制\" and \"行政\" differ in spaces, width or an ending "
        "only, "
        "and count as two categories: are they one? [data.doubt-names]\n"
        "d/posts.csv:4:4: warning: \"行 政\" and \"行政\" differ in spaces, width or an ending "
        "only, and "
        "count as two categories: are they one? [data.doubt-names]\n"
        "d/outcomes.csv:2:17: warning: a saturation of 93 is hardly meant: 1 is full, 85 % is "
        "written "
        "0.85 [data.doubt-saturation]\n"
        "d/outcomes.csv:4:15: warning: \"优 秀\" and \"优秀\" differ in spaces, width or an ending "
        "only, "
        "and count as two grades: are they one? [data.doubt-names]\n"
        "d/demands.csv:2:13: warning: a demand of 500 slots on a line of 14: look whether that is "
        "meant "
        "[data.doubt-quantity]\n"
        "d/demands.csv:4:1: warning: demands D2 and D3 agree in unit, category, quantity, sector "
        "and "
        "date: is it one filed twice? [data.doubt-demand-twice]\n");
}
END_TEST

#define SCENARIO "schema: turnpool.scenario/1\nname: s\ndata: d\nas_of: 2026-06-30\n"

static const char *opened(const char *scenario)
{
    tp_session *session = NULL;
    scratch_text(&s, "s.yaml", scenario);
    tp_status status =
        tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err);
    ck_assert_int_eq(status, TP_OK);
    tp_session_free(session);
    return scratch_reports(&s);
}

START_TEST(doubt__dates_that_do_not_go_with_the_day)
{
    csv("units.csv", UNITS);
    csv("posts.csv", POSTS);
    scratch_expect(opened(SCENARIO), "");
    scratch_expect(
        opened(SCENARIO "idle: {min_months: 6}\n"),
        "s.yaml:5:20: warning: of 100 vacant slots 100 are in no vacancy lot: they count as 0 "
        "months old, less than 6, so that none of them is idle or can be deposited; add "
        "vacancies.csv, or set idle.unknown_age_months [idle.no-start]\n");
    csv("vacancies.csv",
        "unit,category,count,since\nU1,事业,60,2024-06-30\nU1,事业,3,2036-01-01\n");
    scratch_expect(
        opened(SCENARIO "idle: {min_months: 6}\n"),
        "d/vacancies.csv:3:1: warning: the vacancy begins after 2026-06-30, the day of the "
        "calculation (1 such row): it counts as just begun [data.doubt-future]\n"
        "s.yaml:4:8: warning: as_of is 24 months after the newest date in the data, 2024-06-30: "
        "they may be out of date [data.doubt-old]\n");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("tolerance");
    TCase *tests = tcase_create("tolerance");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, tolerance__of_what_can_be_meant_in_one_way_only);
    tcase_add_test(tests, tolerance__ends_where_harm_begins);
    tcase_add_test(tests, tolerance__utf_16_and_the_separator_line_together);
    tcase_add_test(tests, tolerance__says_where_the_header_stands);
    tcase_add_test(tests, tolerance__names_in_place_of_codes_are_told_once);
    tcase_add_test(tests, tolerance__a_workbook_by_any_path);
    tcase_add_test(tests, tolerance__merged_cells_stand_for_all_in_texts_only);
    tcase_add_test(tests, tolerance__overlapping_merges_cost_no_more_than_the_cells);
    tcase_add_test(tests, tolerance__a_formula_without_value_is_an_error);
    tcase_add_test(tests, tolerance__number_cells_are_rounded_and_codes_never);
    tcase_add_test(tests, tolerance__what_is_hidden_is_read_and_said);
    tcase_add_test(tests, doubt__figures_out_of_proportion_and_names_nearly_one);
    tcase_add_test(tests, doubt__dates_that_do_not_go_with_the_day);
    suite_add_tcase(suite, tests);
    return suite;
}

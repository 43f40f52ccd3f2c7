#include "domain/dataset.h"
#include "read/tables.h"
#include "scratch.h"
#include "suite.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

typedef struct sheet_text {
    const char *name, *zh, *text;
} sheet_text;

/* A small city, codes out of order, with everything that may stand in a dataset. */
static const sheet_text city[] = {
    {"units", "单位",
     "unit,name,kind,system,level,region,parent\n"
     "U10,市一中,事业单位,教育,市级,市本级,U2\n"
     "U2,市教育局,政府部门,教育,市级,市本级,\n"
     "U1,\"市委, 办\",党委部门,,市级,市本级,\n"},
    {"posts", "编制",
     "unit,category,authorised,in_post,committed,lent,borrowed,cap\n"
     "U10,事业,100,90,2,0,3,120\n"
     "U2,行政,30,25,0,2,0,\n"
     "U2,事业,5,5,0,0,0,\n"
     "U1,行政,40,41,0,0,0,\n"},
    {"vacancies", "空编明细",
     "unit,category,count,since\n"
     "U10,事业,3,2025-01-01\n"
     "U10,事业,2,2024-03-31\n"
     "U10,事业,1,2025-01-01\n"
     "U2,行政,3,2020-06-30\n"},
    {"outcomes", "评估结果",
     "unit,evaluated_on,grade,score,saturation\n"
     "U2,2026-01-15,良好,85.5,0.9\n"
     "U2,2025-01-15,优秀,,\n"
     "U10,2026-01-15,,90,1.05\n"},
    {"issues", "问题台账",
     "issue,unit,class,found_on,due_on,closed_on,text\n"
     "W2,U2,rectify,2025-11-30,,,\"职责交叉\n需整改\"\n"
     "W1,U2,office,2025-11-30,2026-01-01,2026-02-01,=SUM(1)\n"
     "W3,U1,reserve,2025-11-30,,,\n"},
    {"demands", "用编申请",
     "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months,document\n"
     "D10,U10,事业,8,2,talent,科技,2026-03-01,24,编函〔2026〕1号\n"
     "D9,U10,事业,4,0,normal,,,,\n"
     "D1,U1,行政,2,0,statutory,,2026-03-02,36,\n"},
    {"attrition", "预计减员",
     "unit,category,on,count\n"
     "U10,事业,2027-08-01,2\n"
     "U10,事业,2026-08-01,1\n"},
    {"limits", "总量控制",
     "name,unit,kind,system,level,region,parent,category,sector,class,measure,at_least,at_most\n"
     "教育,,,教育,,,,,,,usage,,150\n"
     "人才,,,,,,,,,talent,loans,0,5\n"
     "净增,,,,,市本级,,,,,net_change,-3,3\n"},
};
enum { CITY_TABLES = sizeof city / sizeof *city };

static void write_city(void)
{
    for (size_t i = 0; i < CITY_TABLES; i++)
        scratch_text(&s, tp_arena_format(s.arena, "%s.csv", city[i].name), city[i].text);
}

static tp_status load_path(const char *path)
{
    tp_dataset_free(data);
    data = NULL;
    return tp_dataset_load(&data, path, NULL, &s.diags, &s.err);
}

static void load_city(void)
{
    ck_assert_int_eq(load_path(s.path), TP_OK);
    ck_assert_str_eq(scratch_reports(&s), "");
}

START_TEST(dataset__is_in_canonical_order)
{
    write_city();
    load_city();
    ck_assert_int_eq(data->n_units, 3);
    const char *codes[] = {"U1", "U2", "U10"};
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(data->units[i].code, codes[i]);
    ck_assert_int_eq(data->unit_input_order[0], 2);
    ck_assert_int_eq(data->unit_input_order[2], 0);
    ck_assert_int_eq(data->units[2].parent, 1);
    ck_assert_int_eq(data->units[0].system, TP_ID_NONE);
    ck_assert_str_eq(data->units[0].name, "市委, 办");
    /* U1 行政, U2 事业, U2 行政, U10 事业 */
    ck_assert_int_eq(data->n_lines, 4);
    ck_assert_int_eq(data->line_input_order[0], 3);
    ck_assert_int_eq(data->line_input_order[1], 2);
    ck_assert_int_eq(data->units[1].first_line, 1);
    ck_assert_int_eq(data->units[1].lines, 2);
    ck_assert_int_eq(data->lines[2].lent, 2);
    ck_assert_int_eq(data->lines[2].cap, TP_INT_NONE);
    ck_assert_int_eq(tp_dataset_line(data, 2, "事业"), 3);
    ck_assert_int_eq(tp_dataset_line(data, 2, "行政"), TP_ID_NONE);
    ck_assert_int_eq(tp_dataset_unit(data, "U10"), 2);
    ck_assert_int_eq(data->lines[3].pos.line, 2);
    ck_assert(data->lent_given && data->borrowed_given);
}
END_TEST

START_TEST(dataset__facts_stand_with_their_lines_and_units)
{
    write_city();
    load_city();
    const tp_line *school = &data->lines[3];
    ck_assert_int_eq(school->lots, 3);
    const tp_lot *lots = data->lots + school->first_lot;
    ck_assert_int_eq(lots[0].since, 20240331);
    ck_assert_int_eq(lots[1].count, 1);
    ck_assert_int_eq(lots[2].count, 3);
    ck_assert_int_eq(school->departures, 2);
    ck_assert_int_eq(data->departures[school->first_departure].on, 20260801);
    ck_assert_int_eq(school->demands, 2);
    ck_assert_str_eq(data->demands[data->demand_of_line[school->first_demand]].code, "D9");
    const tp_demand *d9 = &data->demands[tp_dataset_demand(data, "D9")];
    ck_assert_str_eq(tp_dataset_name(data, d9->sector), "教育");
    ck_assert_int_eq(d9->term_months, 36);
    ck_assert_int_eq(d9->filed_on, TP_DATE_NONE);
    ck_assert_int_eq(d9->demand_class, TP_NORMAL);
    ck_assert_int_eq(data->demands[0].sector, TP_ID_NONE); /* D1: U1 has no system */
    ck_assert_int_eq(data->demand_input_order[0], 2);
    const tp_unit *bureau = &data->units[1];
    ck_assert_int_eq(bureau->issues, 2);
    ck_assert_str_eq(data->issues[bureau->first_issue].code, "W1");
    /* three calendar months after 30 November end in February */
    ck_assert_int_eq(data->issues[bureau->first_issue + 1].due_on, 20260228);
    ck_assert_int_eq(data->limits[0].at_least, 0);
    ck_assert_ptr_null(data->limits[0].unit);
}
END_TEST

START_TEST(dataset__latest_outcome_not_after_the_day_counts)
{
    write_city();
    load_city();
    ck_assert_ptr_null(tp_dataset_outcome(data, 1, 20250114));
    ck_assert_int_eq(tp_dataset_outcome(data, 1, 20260114)->evaluated_on, 20250115);
    ck_assert_int_eq(tp_dataset_outcome(data, 1, 20260115)->saturation, 900000);
    ck_assert_int_eq(tp_dataset_outcome(data, 1, 20250115)->score, TP_DEC_NONE);
    ck_assert_ptr_null(tp_dataset_outcome(data, 0, 20260115));
}
END_TEST

/* ---- identity ---- */

/* The tables as read, to write them in other forms. */
static const tp_table *city_table(size_t i)
{
    tp_tables *tables = NULL;
    const tp_table *table = NULL;
    tp_columns columns = {city[i].name, city[i].zh, NULL, 0, 0, true, {"", ""}};
    ck_assert_int_eq(tp_tables_open(&tables, s.path, NULL, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_tables_get(&table, tables, &columns, s.arena, &s.diags, &s.err), TP_OK);
    tp_tables_free(tables);
    ck_assert_ptr_nonnull(table);
    return table;
}

static const struct {
    const char *en, *zh;
} headers[] = {
    {"unit", "单位编码"},
    {"name", "单位名称"},
    {"kind", "机构性质"},
    {"system", "系统"},
    {"level", "层级"},
    {"region", "地区"},
    {"parent", "主管部门"},
    {"category", "编制类别"},
    {"authorised", "核定编制数"},
    {"in_post", "实有人数"},
    {"committed", "在途用编"},
    {"lent", "已存入"},
    {"borrowed", "已借用"},
    {"cap", "使用上限"},
    {"count", "数量"},
    {"since", "空编起始日期"},
    {"evaluated_on", "评估日期"},
    {"grade", "等次"},
    {"score", "得分"},
    {"saturation", "工作饱满度"},
    {"issue", "编号"},
    {"class", "类别"},
    {"found_on", "发现日期"},
    {"due_on", "整改期限"},
    {"closed_on", "销号日期"},
    {"text", "内容"},
    {"demand", "编号"},
    {"quantity", "申请数"},
    {"minimum", "最低数"},
    {"sector", "投放领域"},
    {"filed_on", "申请日期"},
    {"term_months", "借用期限"},
    {"document", "来文字号"},
    {"on", "日期"},
    {"measure", "指标"},
    {"at_least", "下限"},
    {"at_most", "上限"},
    {"rectify", "单位整改"},
    {"office", "编办解决"},
    {"reserve", "政策储备"},
    {"statutory", "法定保障"},
    {"talent", "高层次人才"},
    {"normal", "一般"},
    {"deposits", "收储数"},
    {"loans", "投放数"},
    {"net_change", "净增减"},
    {"usage", "使用数"},
};

static const char *in_chinese(size_t table, const char *text)
{
    if (table == 7 && strcmp(text, "name") == 0)
        return "控制项";
    if (table == 5 && strcmp(text, "class") == 0)
        return "申请类别";
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (strcmp(headers[i].en, text) == 0)
            return headers[i].zh;
    return text;
}

/* The same facts with rows and columns turned round, Chinese words, semicolons. */
static const char *turned(size_t t)
{
    const tp_table *table = city_table(t);
    tp_buf out;
    tp_buf_init(&out);
    for (size_t row = 0; row <= table->rows; row++) {
        for (size_t k = table->columns; k-- > 0;) {
            const tp_cell *cell =
                row ? tp_table_cell(table, table->rows - row, k) : &table->header[k];
            tp_buf_format(&out, "\"%s%s\"", *cell->text == '=' ? "'" : "",
                          in_chinese(t, cell->text));
            tp_buf_text(&out, k ? ";" : "\r\n");
        }
    }
    char *text = tp_arena_copy(s.arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return text;
}

static void write_gb18030(const char *name, const char *text)
{
    size_t left = strlen(text), room = left * 2 + 8, all = room;
    char *bytes = tp_arena_alloc(s.arena, room), *to = bytes, *from = tp_arena_text(s.arena, text);
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    ck_assert(cd != (iconv_t)-1);
    ck_assert_int_ne((int)iconv(cd, &from, &left, &to, &room), -1);
    iconv_close(cd);
    scratch_write(&s, name, bytes, all - room);
}

static void write_workbook(const char *name)
{
    lxw_workbook *book = workbook_new(scratch_path(&s, name));
    lxw_format *day = workbook_add_format(book);
    format_set_num_format(day, "yyyy/m/d");
    workbook_add_worksheet(book, "说明");
    for (size_t t = 0; t < CITY_TABLES; t++) {
        const tp_table *table = city_table(t);
        lxw_worksheet *sheet = workbook_add_worksheet(book, city[t].zh);
        for (size_t row = 0; row <= table->rows; row++)
            for (size_t k = 0; k < table->columns; k++) {
                const char *text =
                    row ? tp_table_cell(table, row - 1, k)->text : table->header[k].text;
                lxw_row_t r = (lxw_row_t)row;
                lxw_col_t c = (lxw_col_t)k;
                tp_date date;
                tp_dec number;
                if (tp_date_parse(text, strlen(text), &date) == TP_PARSE_OK) {
                    lxw_datetime when = {
                        .year = date / 10000, .month = date / 100 % 100, .day = date % 100};
                    worksheet_write_datetime(sheet, r, c, &when, day);
                } else if (tp_dec_parse(text, strlen(text), &number) == TP_PARSE_OK) {
                    worksheet_write_number(sheet, r, c, strtod(text, NULL), NULL);
                } else if (*text) {
                    worksheet_write_string(sheet, r, c, text, NULL);
                }
            }
    }
    ck_assert_int_eq(workbook_close(book), LXW_NO_ERROR);
}

START_TEST(dataset__identity_does_not_depend_on_the_form)
{
    write_city();
    load_city();
    char identity[TP_SHA256_HEX];
    strcpy(identity, data->sha256);
    write_workbook("city.xlsx");
    const char *other[CITY_TABLES];
    for (size_t t = 0; t < CITY_TABLES; t++)
        other[t] = turned(t);

    ck_assert_int_eq(load_path(scratch_path(&s, "city.xlsx")), TP_OK);
    ck_assert_str_eq(scratch_reports(&s), "");
    ck_assert_str_eq(data->sha256, identity);
    ck_assert_str_eq(data->units[0].pos.cell, "单位!A4");
    scratch_remove(&s, "city.xlsx");

    for (size_t t = 0; t < CITY_TABLES; t++) {
        scratch_remove(&s, tp_arena_format(s.arena, "%s.csv", city[t].name));
        write_gb18030(tp_arena_format(s.arena, "%s.csv", city[t].zh), other[t]);
    }
    load_city();
    ck_assert_str_eq(data->sha256, identity);
    ck_assert_int_eq(data->unit_input_order[0], 0);
}
END_TEST

START_TEST(dataset__identity_does_not_depend_on_written_defaults)
{
    scratch_text(&s, "units.csv", "unit\nU1\nU2\n");
    scratch_text(&s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,3,2\nU2,事业,03,2\n");
    scratch_text(&s, "demands.csv", "demand,unit,category,quantity\nD1,U1,事业,2\n");
    scratch_text(&s, "issues.csv", "issue,unit,class,found_on\nW1,U1,rectify,2025/11/30\n");
    load_city();
    ck_assert(!data->lent_given && !data->borrowed_given);
    char identity[TP_SHA256_HEX];
    strcpy(identity, data->sha256);
    scratch_text(&s, "units.csv", "unit,name,parent\nU2,U2,\nU1,U1,\n");
    scratch_text(&s, "posts.csv",
                 "unit,category,authorised,in_post,committed,lent,borrowed,cap\n"
                 "U1,事业,3,2,0,0,0,\nU2,事业,3,2,,,,\n");
    scratch_text(
        &s, "demands.csv",
        "demand,unit,category,quantity,minimum,class,term_months\nD1,U1,事业,2,0,一般,36\n");
    scratch_text(&s, "issues.csv",
                 "issue,unit,class,found_on,due_on\nW1,U1,rectify,2025-11-30,2026-02-28\n");
    scratch_text(&s, "outcomes.csv", "unit,evaluated_on\n");
    scratch_text(&s, "limits.csv", "");
    load_city();
    ck_assert(data->lent_given && data->borrowed_given);
    ck_assert_str_eq(data->sha256, identity);
    /* and any other fact makes another dataset */
    scratch_text(&s, "units.csv", "unit,name,parent\nU2,U2,\nU1,U1,U2\n");
    load_city();
    ck_assert_str_ne(data->sha256, identity);
}
END_TEST

START_TEST(dataset__canonical_form_reads_back)
{
    write_city();
    load_city();
    tp_buf form, order;
    tp_buf_init(&form);
    tp_buf_init(&order);
    tp_dataset_canonical(&form, data);
    tp_dataset_order(&order, data);
    ck_assert_str_eq(order.bytes, "given lent borrowed\nunits 2 1 0\nposts 3 2 1 0\n"
                                  "demands 2 1 0\n");
    char hex[TP_SHA256_HEX];
    ck_assert(tp_sha256_of(form.bytes, form.length, hex));
    ck_assert_str_eq(hex, data->sha256);
    ck_assert_ptr_nonnull(strstr(form.bytes, "W1,U2,office,2025-11-30,2026-01-01,2026-02-01,"
                                             "'=SUM(1)\n"));
    tp_dataset *back = NULL;
    ck_assert_int_eq(
        tp_dataset_parse(&back, form.bytes, form.length, order.bytes, &s.diags, &s.err), TP_OK);
    ck_assert_str_eq(back->sha256, data->sha256);
    ck_assert_int_eq(back->demand_input_order[0], 2);
    ck_assert(back->lent_given);
    ck_assert_str_eq(back->issues[1].text, "=SUM(1)");
    tp_dataset_free(back);
    /* Cut short, or with an order that is none, it is refused. */
    for (size_t cut = 0; cut < form.length; cut += 37)
        ck_assert_int_eq(tp_dataset_parse(&back, form.bytes, cut, NULL, &s.diags, &s.err),
                         TP_E_INPUT);
    const char *bad[] = {"", "given\nunits 0 0 1\nposts =\ndemands =\n", "given\nunits =\n",
                         "given\nunits =\nposts =\ndemands =\nx"};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(tp_dataset_parse(&back, form.bytes, form.length, bad[i], &s.diags, &s.err),
                         TP_E_INPUT);
    ck_assert_ptr_null(back);
    tp_buf_finish(&form);
    tp_buf_finish(&order);
}
END_TEST

/* ---- what is refused ---- */

static const char *refusal(void)
{
    ck_assert_int_eq(load_path(s.path), TP_E_INPUT);
    ck_assert_ptr_null(data);
    return scratch_reports(&s);
}

START_TEST(dataset__a_fault_in_one_file_does_not_accuse_the_others)
{
    write_city();
    scratch_text(&s, "units.csv", "unit,name\nU1,\"x\n");
    ck_assert_str_eq(refusal(), "units.csv:2:4: error: the quote opened here is never closed; "
                                "nothing after it was read [csv.unterminated-quote]\n");
    /* A row with a wrong cell still has its unit. */
    scratch_text(&s, "units.csv", "unit,kind\nU1,\nU2,\"a\nb\"\nU10,\n");
    ck_assert_str_eq(refusal(), "units.csv:3:4: error: kind must not contain a line break or a "
                                "tab [table.line-break]\n");
}
END_TEST

/* Large tables are taken apart at the same time; what is wrong is told in the order of the tables
 * and their lines all the same, and no more of a kind than is listed. */
START_TEST(dataset__faults_of_large_tables_are_in_order)
{
    enum { UNITS = 9000 };
    tp_buf units, posts;
    tp_buf_init(&units);
    tp_buf_init(&posts);
    tp_buf_text(&units, "unit,name\n");
    tp_buf_text(&posts, "unit,category,authorised,in_post\n");
    for (int u = 1; u <= UNITS; u++) {
        tp_buf_format(&units, "U%d,第%d单位%s\n", u, u, u % 10 ? "" : ",x");
        tp_buf_format(&posts, "U%d,\"行\n政\",%s,5\n", u, u % 12 ? "7" : "x");
        tp_buf_format(&posts, "U%d,事业,%d,5\n", u == 77 ? 99999 : u, u);
    }
    scratch_text(&s, "units.csv", units.bytes);
    scratch_text(&s, "posts.csv", posts.bytes);
    ck_assert_uint_gt(units.length + posts.length, 1 << 18);
    ck_assert_int_eq(load_path(s.path), TP_E_INPUT);
    /* 900 rows too long, 9,000 line breaks, 750 figures; the unknown unit is not told of, since
     * units.csv was not read whole. */
    ck_assert_uint_eq(s.diags.errors, 900 + 9000 + 750);
    ck_assert_uint_eq(s.diags.count, 900 + 1000 + 750);
    int table = 0, line = 0;
    for (size_t i = 0; i < s.diags.count; i++) {
        const tp_diag *d = &s.diags.items[i];
        bool second = strstr(d->pos.file, "posts.csv") != NULL;
        ck_assert_int_ge(second, table);
        if (second == table)
            ck_assert_int_ge(d->pos.line, line);
        table = second;
        line = d->pos.line;
    }
    const tp_diag *last = &s.diags.items[s.diags.count - 1];
    ck_assert_str_eq(last->code, "table.not-whole");
    ck_assert_int_eq(last->pos.line, 3 * UNITS); /* the second line of its row, two to the next */
    ck_assert_int_eq(last->pos.column, 4);
    tp_buf_finish(&units);
    tp_buf_finish(&posts);
}
END_TEST

START_TEST(dataset__outcomes_can_be_left_aside)
{
    write_city();
    scratch_text(&s, "outcomes.csv", "junk\n");
    tp_dataset_options options = {.without_outcomes = true};
    ck_assert_int_eq(tp_dataset_load(&data, s.path, &options, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(data->n_outcomes, 0);
}
END_TEST

/* Row order leaves no trace, and neither sorting nor checking is quadratic: 200,000 lines. */
START_TEST(dataset__large_and_shuffled_is_the_same)
{
    enum { UNITS = 100000 };
    char identity[2][TP_SHA256_HEX];
    for (int round = 0; round < 2; round++) {
        tp_buf units, posts;
        tp_buf_init(&units);
        tp_buf_init(&posts);
        tp_buf_text(&units, "unit,system\n");
        tp_buf_text(&posts, "unit,category,authorised,in_post\n");
        for (uint64_t i = 0; i < UNITS; i++) {
            unsigned u = (unsigned)(round ? i * 65537 % UNITS : i);
            tp_buf_format(&units, "U%u,系统%u\n", u, u % 7);
            tp_buf_format(&posts, "U%u,事业,%u,5\nU%u,行政,7,5\n", u, u % 30, u);
        }
        scratch_write(&s, "units.csv", units.bytes, units.length);
        scratch_write(&s, "posts.csv", posts.bytes, posts.length);
        tp_buf_finish(&units);
        tp_buf_finish(&posts);
        load_city();
        strcpy(identity[round], data->sha256);
    }
    ck_assert_str_eq(identity[0], identity[1]);
    ck_assert_int_eq(data->unit_input_order[1], 65537);
    ck_assert_str_eq(data->units[65537].code, "U65537");
}
END_TEST

START_TEST(dataset__golden_cases_load)
{
    int loaded = 0;
    for (int i = 1; i <= 10; i++) {
        const char *golden = getenv("TP_GOLDEN");
        const char *path = tp_arena_format(s.arena, "%s/%d/data", golden ? golden : "none", i);
        struct stat info;
        if (stat(path, &info) != 0)
            continue;
        ck_assert_int_eq(load_path(path), TP_OK);
        ck_assert_uint_eq(s.diags.errors, 0);
        ck_assert_int_gt(data->n_demands, 0);
        loaded++;
    }
    ck_assert(loaded == 0 || loaded == 10);
}
END_TEST

/* scenarios/DATA.md is the page itself, Chinese first. */
START_TEST(dataset__page_is_what_the_scenarios_folder_says)
{
    const char *root = getenv("TP_SOURCE_ROOT");
    FILE *file = fopen(tp_arena_format(s.arena, "%s/scenarios/DATA.md", root ? root : "."), "rb");
    ck_assert_ptr_nonnull(file);
    static char text[1 << 17];
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    tp_buf page;
    tp_buf_init(&page);
    tp_dataset_page(&page, TP_ZH);
    tp_buf_text(&page, "\n");
    tp_dataset_page(&page, TP_EN);
    ck_assert_str_eq(text, page.bytes);
    tp_buf_finish(&page);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("dataset");
    TCase *tc = tcase_create("dataset");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, dataset__is_in_canonical_order);
    tcase_add_test(tc, dataset__facts_stand_with_their_lines_and_units);
    tcase_add_test(tc, dataset__latest_outcome_not_after_the_day_counts);
    tcase_add_test(tc, dataset__identity_does_not_depend_on_the_form);
    tcase_add_test(tc, dataset__identity_does_not_depend_on_written_defaults);
    tcase_add_test(tc, dataset__canonical_form_reads_back);
    tcase_add_test(tc, dataset__a_fault_in_one_file_does_not_accuse_the_others);
    tcase_add_test(tc, dataset__faults_of_large_tables_are_in_order);
    tcase_add_test(tc, dataset__outcomes_can_be_left_aside);
    tcase_add_test(tc, dataset__large_and_shuffled_is_the_same);
    tcase_add_test(tc, dataset__golden_cases_load);
    tcase_add_test(tc, dataset__page_is_what_the_scenarios_folder_says);
    suite_add_tcase(suite, tc);
    return suite;
}

#include "domain/where.h"

#include "scenario_files.h"

#include <string.h>

static tp_dataset *data;
static const tp_date as_of = 20260630;

/* U1 教育 市本级 (U2 above it, grade 优秀 lately, saturation 0.8), U2 公安 without level, U3
 * bare. */
static void start(void)
{
    files_start();
    file("units.csv", "unit,name,kind,system,level,region,parent\n"
                      "U1,一中,事业单位,教育,市级,市本级,U2\n"
                      "U2,公安局,政府部门,公安,,甲县,\n"
                      "U3,,,,,,\n");
    file("posts.csv", "unit,category,authorised,in_post\n"
                      "U1,事业,10,8\nU1,行政,5,5\nU2,行政,20,20\nU3,事业,3,1\n");
    file("outcomes.csv", "unit,evaluated_on,grade,score,saturation\n"
                         "U1,2025-01-01,较差,50,1.2\nU1,2026-06-30,优秀,95,0.8\n"
                         "U1,2026-07-01,一般,60,0.1\nU2,2026-01-01,良好,80,\n");
    file("demands.csv", "demand,unit,category,quantity,class,sector\n"
                        "D1,U1,事业,2,talent,\nD2,U2,行政,1,statutory,应急\nD3,U3,事业,1,,\n");
    tp_diags_init(&files.diags, files.arena);
    tp_status status = tp_dataset_load(&data, ".", NULL, &files.diags, NULL);
    ck_assert_msg(status == TP_OK, "%s", said(TP_EN));
    tp_diags_init(&files.diags, files.arena);
}

static void stop(void)
{
    tp_dataset_free(data);
    files_stop();
}

static tp_status parse(const char *text, const tp_schema *schema, tp_where *where)
{
    tp_source source = {.path = "f.yaml", .text = text, .length = strlen(text)};
    tp_node *root = NULL;
    ck_assert_int_eq(tp_tree_parse(&root, files.arena, &source, &files.diags, NULL), TP_OK);
    *where = (tp_where){0};
    tp_status status =
        tp_schema_fill(where, schema, root, "where", files.arena, &files.diags, NULL);
    if (status == TP_OK)
        status = tp_schema_check(root, &schema, 1, files.arena, &files.diags, NULL);
    return status;
}

static tp_filter *bound(const char *text)
{
    tp_where where;
    ck_assert_int_eq(parse(text, &tp_where_schema, &where), TP_OK);
    tp_filter *filter = NULL;
    ck_assert_int_eq(
        tp_filter_create(&filter, files.arena, &where, data, as_of, &files.diags, NULL), TP_OK);
    return filter;
}

/* Which of the lines U1 事业, U1 行政, U2 行政, U3 事业, and which of D1 D2 D3 match, as
 * "1101/010". */
static const char *matching(const char *text)
{
    static const char *const lines[][2] = {
        {"U1", "事业"}, {"U1", "行政"}, {"U2", "行政"}, {"U3", "事业"}};
    const tp_filter *filter = bound(text);
    char *out = tp_arena_alloc(files.arena, 16);
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        int32_t unit = tp_dataset_unit(data, lines[i][0]);
        out[at++] = tp_filter_line(filter, tp_dataset_line(data, unit, lines[i][1])) ? '1' : '0';
    }
    out[at++] = '/';
    for (int d = 1; d <= 3; d++) {
        const char code[] = {'D', (char)('0' + d), '\0'};
        out[at++] = tp_filter_demand(filter, tp_dataset_demand(data, code)) ? '1' : '0';
    }
    return out;
}

START_TEST(where__all_attributes_must_match)
{
    static const char *const cases[][2] = {
        {"{}", "1111/111"},
        {"{unit: U1}", "1100/100"},
        {"{unit: [U3, U1]}", "1101/101"},
        {"{kind: 政府部门}", "0010/010"},
        {"{system: [教育, 公安]}", "1110/110"},
        {"{level: 市级}", "1100/100"},
        {"{region: 甲县}", "0010/010"},
        {"{parent: U2}", "1100/100"},
        {"{category: 行政}", "0110/010"},
        {"{category: 行政, system: 教育}", "0100/000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(!strcmp(matching(cases[i][0]), cases[i][1]), "%s: %s", cases[i][0],
                      matching(cases[i][0]));
    ck_assert_str_eq(said(TP_EN), "");
    ck_assert_str_eq(matching("{unit: []}"), "0000/000");
    ck_assert_ptr_nonnull(strstr(said(TP_EN),
                                 "warning: the condition unit is an empty list: it never "
                                 "matches [where.no-value]"));
}
END_TEST

START_TEST(where__takes_the_outcome_valid_on_the_day)
{
    ck_assert_str_eq(matching("{grade: 优秀}"), "1100/100");
    ck_assert_str_eq(matching("{grade: [一般, 较差]}"), "0000/000");
    ck_assert_str_eq(matching("{grade: 良好}"), "0010/010");
    ck_assert_str_eq(matching("{saturation_below: 0.800001}"), "1100/100");
    ck_assert_str_eq(matching("{saturation_below: 0.8}"), "0000/000");
    ck_assert_str_eq(matching("{saturation_below: 9}"), "1100/100");
    ck_assert_str_eq(matching("{grade: 优秀, saturation_below: 1, category: 事业}"), "1000/100");
}
END_TEST

START_TEST(where__sector_and_class_belong_to_demands)
{
    ck_assert_str_eq(matching("{sector: 应急}"), "0000/010");
    ck_assert_str_eq(matching("{sector: 教育}"), "0000/100");
    ck_assert_str_eq(matching("{class: talent}"), "0000/100");
    ck_assert_str_eq(matching("{class: [法定保障, normal]}"), "0000/011");
    ck_assert_str_eq(matching("{class: 一般, unit: U3}"), "0000/001");
    ck_assert(tp_filter_selects_demands(bound("{class: talent}")));
    ck_assert(tp_filter_selects_demands(bound("{sector: 教育}")));
    ck_assert(!tp_filter_selects_demands(bound("{system: 教育}")));
    tp_where where;
    ck_assert_int_eq(parse("{unit: U1, class: talent}", &tp_where_line_schema, &where), TP_E_INPUT);
    ck_assert_str_eq(said(TP_EN), "f.yaml:1:12: error: unknown key class; allowed here: unit, "
                                  "kind, system, level, region, parent, category, grade, "
                                  "saturation_below [schema.unknown-key]\n");
}
END_TEST

START_TEST(where__refuses_classes_there_are_not)
{
    tp_where where;
    ck_assert_int_eq(parse("class: [talent, talents]\n", &tp_where_schema, &where), TP_E_INPUT);
    ck_assert_str_eq(said(TP_EN),
                     "f.yaml:1:17: error: class should be statutory, talent or normal, "
                     "found \"talents\" [where.class]\n");
    tp_diags_init(&files.diags, files.arena);
    ck_assert_int_eq(parse("saturation_below: -1\n", &tp_where_schema, &where), TP_E_INPUT);
    ck_assert_str_eq(said(TP_EN),
                     "f.yaml:1:19: error: where.saturation_below should be at least 0, "
                     "found \"-1\" [schema.range]\n");
}
END_TEST

START_TEST(where__warns_of_values_nothing_has)
{
    ck_assert_str_eq(matching("unit: U1\nsystem: [教育局, 公安]\n"), "0000/000");
    ck_assert_str_eq(said(TP_EN), "f.yaml:2:10: warning: nothing in the data has the system "
                                  "\"教育局\": it never matches; did you mean \"教育\"? "
                                  "[where.no-match]\n");
    ck_assert_str_eq(said(TP_ZH),
                     "f.yaml:2:10: 警告: 数据中没有系统为“教育局”的记录，该条件不会匹配；"
                     "是否要写“教育”？ [where.no-match]\n");
    tp_diags_init(&files.diags, files.arena);
    /* 教育 is a system and a sector here, but no level; U1 is a unit, but nobody's parent. */
    matching("level: 教育\nparent: U1\ngrade: 合格\ncategory: 工勤\nunit: 'U1 '\n");
    ck_assert_uint_eq(files.diags.warnings, 4);
    ck_assert_int_eq(files.diags.items[1].pos.line, 2);
}
END_TEST

START_TEST(where__an_unwritten_filter_matches_all)
{
    const tp_where where = {0};
    tp_filter *filter = NULL;
    ck_assert_int_eq(tp_filter_create(&filter, files.arena, &where, data, as_of, NULL, NULL),
                     TP_OK);
    for (int32_t i = 0; i < data->n_lines; i++)
        ck_assert(tp_filter_line(filter, i));
}
END_TEST

START_TEST(where__rows_of_limits_are_filters_too)
{
    const tp_limit_row row = {.name = "x",
                              .system = "教育",
                              .category = "",
                              .demand_class = TP_TALENT,
                              .pos = {"limits.csv", 2, 1, NULL}};
    tp_where where;
    ck_assert_int_eq(tp_where_of_limit(&where, &row, files.arena, NULL), TP_OK);
    tp_filter *filter = NULL;
    ck_assert_int_eq(
        tp_filter_create(&filter, files.arena, &where, data, as_of, &files.diags, NULL), TP_OK);
    ck_assert(tp_filter_selects_demands(filter));
    ck_assert(tp_filter_demand(filter, tp_dataset_demand(data, "D1")));
    ck_assert(!tp_filter_demand(filter, tp_dataset_demand(data, "D2")));
    ck_assert_int_eq(where.pos.line, 2);
    const tp_limit_row all = {.name = "x", .demand_class = -1};
    ck_assert_int_eq(tp_where_of_limit(&where, &all, files.arena, NULL), TP_OK);
    ck_assert_int_eq(
        tp_filter_create(&filter, files.arena, &where, data, as_of, &files.diags, NULL), TP_OK);
    ck_assert(tp_filter_line(filter, 0));
    ck_assert(!tp_filter_selects_demands(filter));
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("where");
    TCase *tests = tcase_create("where");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, where__all_attributes_must_match);
    tcase_add_test(tests, where__takes_the_outcome_valid_on_the_day);
    tcase_add_test(tests, where__sector_and_class_belong_to_demands);
    tcase_add_test(tests, where__refuses_classes_there_are_not);
    tcase_add_test(tests, where__warns_of_values_nothing_has);
    tcase_add_test(tests, where__an_unwritten_filter_matches_all);
    tcase_add_test(tests, where__rows_of_limits_are_filters_too);
    suite_add_tcase(suite, tests);
    return suite;
}

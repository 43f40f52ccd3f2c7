#include "read/schema.h"

#include "domain/scenario.h"
#include "messages.h"
#include "models/case.h"
#include "scenario_tables.h"
#include "suite.h"

#include <jansson.h>
#include <string.h>

static tp_arena *arena;
static tp_diags diags;

static void start(void)
{
    arena = tp_arena_create();
    tp_diags_init(&diags, arena);
}

static void stop(void)
{
    tp_arena_free(arena);
}

static tp_node *tree(const char *text)
{
    tp_source *source = tp_arena_alloc(arena, sizeof *source);
    *source = (tp_source){.path = "f.yaml", .text = text, .length = strlen(text)};
    tp_node *root = NULL;
    ck_assert_int_eq(tp_tree_parse(&root, arena, source, &diags, NULL), TP_OK);
    return root;
}

static char *said(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_diags_write(&out, &diags, TP_EN);
    char *copy = tp_arena_copy(arena, out.bytes ? out.bytes : "", out.length);
    tp_buf_finish(&out);
    tp_diags_init(&diags, arena);
    return copy;
}

/* --- every type in one table --- */

typedef struct part {
    bool present;
    tp_pos pos;
    int64_t count;
} part;

typedef struct every {
    const char *text, *needed;
    tp_words words;
    int64_t whole;
    tp_dec decimal;
    tp_date date;
    bool truth;
    int choice;
    tp_texts texts;
    part part;
    tp_list list, map, names;
    const tp_node *node;
} every;

static const tp_choice choices[] = {{"off", "关"}, {"limit", NULL}, {NULL, NULL}};
static const tp_msg msg_odd = {"test.odd", "应为偶数", "should be even"};

static void check_even(const void *filled, const tp_node *node, tp_diags *into)
{
    const part *p = filled;
    if (p->count % 2)
        tp_diag_error(into, tp_node_get(node, "count")->pos, &msg_odd, "");
}

static const tp_key part_keys[] = {
    {.type = TP_T_PRESENT, .offset = offsetof(part, present)},
    {.type = TP_T_POS, .offset = offsetof(part, pos)},
    {.name = "count",
     .type = TP_T_INT,
     .offset = offsetof(part, count),
     .fallback = "4",
     .least = -10,
     .most = 10},
};
static const tp_schema part_schema = {
    .name = "part", TP_KEYS(part_keys), .size = sizeof(part), .check = check_even};

typedef struct item {
    const char *key;
    int64_t count;
} item;
static const tp_key item_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(item, key)},
    {.name = "count", .type = TP_T_INT, .offset = offsetof(item, count), .flags = TP_KEY_REQUIRED},
};
static const tp_schema item_schema = {.name = "item", TP_KEYS(item_keys), .size = sizeof(item)};

#define AT(member) .offset = offsetof(every, member)
static const tp_key every_keys[] = {
    {.name = "text", .type = TP_T_TEXT, AT(text)},
    {.name = "needed", .type = TP_T_TEXT, AT(needed), .flags = TP_KEY_REQUIRED},
    {.name = "words", .type = TP_T_WORDS, AT(words)},
    {.name = "whole", .type = TP_T_INT, AT(whole), .least = 0, .most = INT64_MAX},
    {.name = "decimal", .type = TP_T_DEC, AT(decimal), .least = INT64_MIN, .most = 500000},
    {.name = "date", .type = TP_T_DATE, AT(date)},
    {.name = "truth", .type = TP_T_BOOL, AT(truth), .fallback = "true"},
    {.name = "choice", .type = TP_T_ENUM, AT(choice), .choices = choices},
    {.name = "texts", .type = TP_T_TEXTS, AT(texts)},
    {.name = "part", .type = TP_T_STRUCT, AT(part), .of = &part_schema},
    {.name = "list", .type = TP_T_LIST, AT(list), .of = &item_schema},
    {.name = "map", .type = TP_T_MAP, AT(map), .of = &item_schema},
    {.name = "names", .type = TP_T_TEXT_MAP, AT(names)},
    {.name = "node", .type = TP_T_NODE, AT(node)},
};
static const tp_schema every_schema = {.name = "every", TP_KEYS(every_keys), .size = sizeof(every)};

static tp_status fill(every *out, const tp_node *node)
{
    memset(out, 0, sizeof *out);
    return tp_schema_fill(out, &every_schema, node, "", arena, &diags, NULL);
}

START_TEST(schema__fills_every_type)
{
    every e;
    const tp_node *root = tree(
        "text: 012\nneeded: no\nwords: {en: x}\nwhole: \"7\"\ndecimal: -0.5\ndate: 2026/2/9\n"
        "truth: 否\nchoice: '关'\ntexts: one\npart: {count: 2}\nlist: [{count: 1}, {count: 2}]\n"
        "map: {甲: {count: 3}, 乙: }\nnames: {a: 1, b: }\nnode: {x: [1]}\n");
    ck_assert_int_eq(fill(&e, root), TP_OK);
    ck_assert_str_eq(e.text, "012");
    ck_assert_str_eq(e.needed, "no");
    ck_assert_str_eq(e.words.zh, "x");
    ck_assert_int_eq(e.whole, 7);
    ck_assert_int_eq(e.decimal, -500000);
    ck_assert_int_eq(e.date, 20260209);
    ck_assert(!e.truth);
    ck_assert_int_eq(e.choice, 0);
    ck_assert_uint_eq(e.texts.count, 1);
    ck_assert(e.part.present);
    ck_assert_int_eq(e.part.count, 2);
    ck_assert_int_eq(e.part.pos.line, 10);
    ck_assert_uint_eq(e.list.count, 2);
    ck_assert_int_eq(((const item *)e.list.items)[1].count, 2);
    ck_assert_uint_eq(e.map.count, 1);
    ck_assert_str_eq(((const item *)e.map.items)->key, "甲");
    ck_assert_uint_eq(e.names.count, 1);
    ck_assert_str_eq(((const tp_text_member *)e.names.items)->text, "1");
    ck_assert_uint_eq(e.node->count, 1);
}
END_TEST

START_TEST(schema__absent_keys_have_defaults_or_none)
{
    every e;
    ck_assert_int_eq(fill(&e, NULL), TP_OK);
    ck_assert_ptr_null(e.text);
    ck_assert_ptr_null(e.words.zh);
    ck_assert(e.whole == TP_INT_NONE && e.decimal == TP_DEC_NONE && e.date == TP_DATE_NONE);
    ck_assert(e.truth);
    ck_assert_int_eq(e.choice, -1);
    ck_assert(!e.part.present);
    ck_assert_int_eq(e.part.count, 4);
    ck_assert_ptr_null(e.part.pos.file);
    ck_assert_uint_eq(e.list.count, 0);
    ck_assert_ptr_null(e.node);
    every n;
    ck_assert_int_eq(fill(&n, tree("needed: x\nwhole:\ntruth: null\npart: ~\nlist:\n")), TP_OK);
    ck_assert(n.whole == TP_INT_NONE && n.truth && !n.part.present && !n.list.count);
}
END_TEST

START_TEST(schema__reports_each_fault_and_goes_on)
{
    every e;
    ck_assert_int_eq(
        fill(&e, tree("text: [a]\nwords: [a]\nwhole: -1\ndecimal: 0.6\ndate: {}\ntruth: maybe\n"
                      "choice: of\ntexts: {a: 1}\npart: {count: 11}\nlist: {count: 1}\n"
                      "map: [1]\nnames: {a: [1]}\nneeded:\n")),
        TP_E_INPUT);
    same_lines(said(),
               "f.yaml:1:7: error: text should be a text, found a list [schema.type]\n"
               "f.yaml:13:1: error: the required key needed is missing [schema.required]\n"
               "f.yaml:2:8: error: words should be a text, or a map with zh and en, found a list "
               "[schema.type]\n"
               "f.yaml:3:8: error: whole should be at least 0, found \"-1\" [schema.range]\n"
               "f.yaml:4:10: error: decimal should be at most 0.5, found \"0.6\" [schema.range]\n"
               "f.yaml:5:7: error: date should be a date, found a map [schema.type]\n"
               "f.yaml:6:8: error: truth should be true or false, found \"maybe\" [schema.type]\n"
               "f.yaml:7:9: error: choice should be one of off (关) | limit, found \"of\"; did you "
               "mean off? [schema.choice]\n"
               "f.yaml:8:8: error: texts should be a text or a list of texts, found a map "
               "[schema.type]\n"
               "f.yaml:9:15: error: part.count should be -10 to 10, found \"11\" [schema.range]\n"
               "f.yaml:10:7: error: list should be a list (items begin with \"- \"), found a map "
               "[schema.type]\n"
               "f.yaml:11:6: error: map should be a map (key: value), found a list [schema.type]\n"
               "f.yaml:12:12: error: names.a should be a text, found a list [schema.type]\n");
    ck_assert_int_eq(fill(&e, tree("needed: x\nwhole: 99999999999999999999\ntexts: [a, ~, [b]]\n")),
                     TP_E_INPUT);
    same_lines(said(), "f.yaml:2:8: error: whole should be at least 0, found "
                       "\"99999999999999999999\" [schema.range]\n"
                       "f.yaml:3:12: error: texts[2] is an empty list item [schema.empty-element]\n"
                       "f.yaml:3:15: error: texts[3] should be a text, found a list "
                       "[schema.type]\n");
    ck_assert_int_eq(fill(&e, tree("- 1\n")), TP_E_INPUT);
    same_lines(said(), "f.yaml:1:1: error: (root) should be a map (key: value), found a list "
                       "[schema.type]\n");
}
END_TEST

START_TEST(schema__checks_fields_against_each_other_once_they_are_valid)
{
    every e;
    ck_assert_int_eq(fill(&e, tree("needed: x\npart: {count: 3}\n")), TP_E_INPUT);
    ck_assert_str_eq(said(), "f.yaml:2:15: error: should be even [test.odd]\n");
    ck_assert_int_eq(fill(&e, tree("needed: x\npart: {count: 33}\n")), TP_E_INPUT);
    ck_assert_ptr_null(strstr(said(), "even"));
}
END_TEST

START_TEST(schema__long_values_are_cut_in_messages)
{
    every e;
    fill(&e, tree("needed: x\nwhole: "
                  "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九"
                  "十一二三\n"));
    const char *text = said();
    ck_assert_ptr_nonnull(strstr(text, "九十…\""));
}
END_TEST

START_TEST(schema__a_wrong_default_is_our_fault)
{
    static const tp_key keys[] = {{.name = "n", .type = TP_T_INT, .fallback = "x"}};
    static const tp_schema schema = {.name = "bad", TP_KEYS(keys), .size = sizeof(int64_t)};
    int64_t n;
    ck_assert_int_eq(tp_schema_fill(&n, &schema, NULL, "", arena, &diags, NULL), TP_E_INTERNAL);
}
END_TEST

START_TEST(schema__fragments_need_not_be_complete)
{
    const tp_node *root = tree("part: {count: 3}\nlist: [{}]\nwhole: x\nmap: {a: {}}\n");
    ck_assert_int_eq(
        tp_schema_check_values(root, "overrides.a", &every_schema, arena, &diags, NULL),
        TP_E_INPUT);
    ck_assert_str_eq(said(), "f.yaml:3:8: error: overrides.a.whole should be a whole number, found "
                             "\"x\" [schema.type]\n"
                             "f.yaml:2:8: error: the required key overrides.a.list[1].count is "
                             "missing [schema.required]\n");
}
END_TEST

START_TEST(schema__unknown_keys_over_the_union)
{
    static const tp_key more_keys[] = {{.name = "part", .type = TP_T_STRUCT, .of = &item_schema}};
    static const tp_schema more = {.name = "more", TP_KEYS(more_keys)};
    const tp_schema *const both[] = {&every_schema, &more};
    const tp_node *root = tree("part: {count: 1, cuont: 2, zzz: 1}\nlist: [{count: 1}, {text: x}]\n"
                               "map: {free: {contu: 1}}\nnames: {any: x}\nnode: {any: x}\n"
                               "quite_other: 1\n");
    ck_assert_int_eq(tp_schema_check(root, both, 2, arena, &diags, NULL), TP_E_INPUT);
    same_lines(said(),
               "f.yaml:1:18: error: unknown key part.cuont; did you mean \"count\"? "
               "[schema.unknown-key]\n"
               "f.yaml:1:28: error: unknown key part.zzz; allowed here: count "
               "[schema.unknown-key]\n"
               "f.yaml:2:21: error: unknown key list[2].text: it belongs at text; allowed here: "
               "count [schema.unknown-key]\n"
               "f.yaml:3:14: error: unknown key map.free.contu; did you mean \"count\"? "
               "[schema.unknown-key]\n"
               "f.yaml:6:1: error: unknown key quite_other; allowed here: text, needed, words, "
               "whole, decimal, date, truth, choice, texts, part, list, map, names, node "
               "[schema.unknown-key]\n");
    ck_assert_int_eq(tp_schema_check(tree("part: {count: 1}\n"), both, 2, arena, &diags, NULL),
                     TP_OK);
}
END_TEST

START_TEST(schema__clashes_between_tables_are_found)
{
    static const tp_key inner[] = {{.name = "count", .type = TP_T_DEC}};
    static const tp_schema inner_schema = {.name = "inner", TP_KEYS(inner)};
    static const tp_key outer[] = {{.name = "map", .type = TP_T_MAP, .of = &inner_schema}};
    static const tp_schema outer_schema = {.name = "outer", TP_KEYS(outer)};
    static const tp_key other[] = {{.name = "whole", .type = TP_T_INT, .most = 3}};
    static const tp_schema other_schema = {.name = "other", TP_KEYS(other)};
    static const tp_key twice[] = {{.name = "a", .type = TP_T_INT},
                                   {.name = "a", .type = TP_T_INT}};
    static const tp_schema twice_schema = {.name = "twice", TP_KEYS(twice)};
    const tp_schema *const a[] = {&every_schema, &outer_schema};
    ck_assert_str_eq(tp_schema_clash(&(tp_schema_set){a, 2}, arena), "map.*.count");
    const tp_schema *const b[] = {&every_schema, &other_schema};
    ck_assert_str_eq(tp_schema_clash(&(tp_schema_set){b, 2}, arena), "whole");
    const tp_schema *const c[] = {&twice_schema};
    ck_assert_str_eq(tp_schema_clash(&(tp_schema_set){c, 1}, arena), "a");
    const tp_schema *const d[] = {&every_schema, &every_schema};
    ck_assert_ptr_null(tp_schema_clash(&(tp_schema_set){d, 2}, arena));
    ck_assert_ptr_null(tp_schema_clash(&(tp_schema_set){test_tables, TEST_TABLES}, arena));
}
END_TEST

/* The tables the product runs with, not those of the tests. */
START_TEST(schema__tables_of_the_rules_agree)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    const tp_schema **all = tp_arena_array(arena, count + 1, sizeof *all);
    size_t n = 0;
    all[n++] = &tp_scenario_schema;
    for (size_t i = 0; i < count; i++)
        if (sections[i])
            all[n++] = sections[i];
    ck_assert_uint_gt(n, 1);
    const char *clash = tp_schema_clash(&(tp_schema_set){all, n}, arena);
    ck_assert_msg(!clash, "%s", clash ? clash : "");
    /* Every default parses. */
    for (size_t i = 0; i < n; i++) {
        void *out = tp_arena_alloc(arena, all[i]->size + 1);
        ck_assert_msg(tp_schema_fill(out, all[i], NULL, "", arena, &diags, NULL) == TP_OK, "%s",
                      all[i]->name);
    }
}
END_TEST

static const tp_schema *const every_table[] = {&every_schema};

START_TEST(schema__json_schema_is_json_and_closed)
{
    const tp_schema *tables[TEST_TABLES + 1] = {&tp_scenario_schema};
    for (size_t i = 0; i < TEST_TABLES; i++)
        tables[i + 1] = test_tables[i];
    tp_buf out, again;
    tp_buf_init(&out);
    tp_buf_init(&again);
    tp_schema_json(&out, "scenario", tables, TEST_TABLES + 1);
    tp_schema_json(&again, "scenario", tables, TEST_TABLES + 1);
    ck_assert(tp_buf_ok(&out));
    ck_assert_str_eq(out.bytes, again.bytes);
    json_error_t fault;
    json_t *root = json_loads(out.bytes, JSON_REJECT_DUPLICATES, &fault);
    ck_assert_msg(root != NULL, "line %d: %s", fault.line, fault.text);
    json_t *defs = json_object_get(root, "definitions");
    json_t *document = json_object_get(defs, "document");
    ck_assert(json_is_false(json_object_get(document, "additionalProperties")));
    json_t *keys = json_object_get(document, "properties");
    static const char *const want[] = {"schema", "extends", "borrow", "limits", "limits+",
                                       "grades", "pools",   "tiers",  "basis",  "overrides"};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        ck_assert_msg(json_object_get(keys, want[i]) != NULL, "%s", want[i]);
    ck_assert_ptr_null(json_object_get(keys, "extends+"));
    /* Tables that share a section are one object; the where of demands is not that of lines. */
    json_t *grade = json_object_get(
        json_object_get(json_object_get(keys, "grades"), "additionalProperties"), "properties");
    ck_assert_ptr_nonnull(json_object_get(grade, "weight"));
    ck_assert_ptr_nonnull(json_object_get(grade, "freeze_months"));
    json_t *where = json_object_get(json_object_get(defs, "where"), "properties");
    json_t *lines = json_object_get(json_object_get(defs, "where_lines"), "properties");
    ck_assert_ptr_nonnull(json_object_get(where, "class"));
    ck_assert_ptr_null(json_object_get(lines, "class"));
    json_decref(root);
    tp_buf_finish(&out);
    tp_buf_finish(&again);
}
END_TEST

START_TEST(schema__json_of_each_type)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_schema_json(&out, "a \"title\"", every_table, 1);
    static const char *const want[] = {
        "\"title\": \"a \\\"title\\\"\"",
        "\"required\": [\"needed\"]",
        "\"whole\": {\n          \"type\": [\"integer\", \"null\"],\n          \"minimum\": 0\n",
        "\"decimal\": {\n          \"type\": [\"number\", \"null\"],\n          \"maximum\": 0.5\n",
        "\"enum\": [\"off\", \"关\", \"limit\", null]",
        "\"default\": true",
        "\"part\": {\n      \"type\": \"object\"",
        "\"minimum\": -10",
        "\"default\": 4",
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        ck_assert_msg(strstr(out.bytes, want[i]) != NULL, "%s", want[i]);
    json_t *root = json_loads(out.bytes, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    json_decref(root);
    tp_buf_finish(&out);
}
END_TEST

START_TEST(schema__reference_page_in_both_languages)
{
    const tp_schema *tables[TEST_TABLES + 1] = {&tp_scenario_schema};
    for (size_t i = 0; i < TEST_TABLES; i++)
        tables[i + 1] = test_tables[i];
    static const char *const want[2][5] = {
        {"| `as_of` \\* | 日期 YYYY-MM-DD |", "## borrow\n",
         "| `borrow.max_share` | 小数（至多 6 位），0…1 |",
         "| `limits[].where` | 映射，见 [where](#where) |", "| `grades.名称.weight` |"},
        {"| `as_of` \\* | date YYYY-MM-DD |", "## where\n",
         "| `borrow.unevaluated` | `deny` (不得) \\| `allow` (允许) | `deny` |",
         "| `limits[].measure` \\* |",
         "| `grades.NAME.freeze_months` | whole number, 0…1000000 |"}};
    for (int lang = 0; lang < 2; lang++) {
        tp_buf out;
        tp_buf_init(&out);
        tp_schema_page(&out, tables, TEST_TABLES + 1, (tp_lang)lang);
        for (size_t i = 0; i < 5; i++)
            ck_assert_msg(strstr(out.bytes, want[lang][i]) != NULL, "%s", want[lang][i]);
        tp_buf_finish(&out);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, schema__fills_every_type);
    tcase_add_test(tests, schema__absent_keys_have_defaults_or_none);
    tcase_add_test(tests, schema__reports_each_fault_and_goes_on);
    tcase_add_test(tests, schema__checks_fields_against_each_other_once_they_are_valid);
    tcase_add_test(tests, schema__long_values_are_cut_in_messages);
    tcase_add_test(tests, schema__a_wrong_default_is_our_fault);
    tcase_add_test(tests, schema__fragments_need_not_be_complete);
    tcase_add_test(tests, schema__unknown_keys_over_the_union);
    tcase_add_test(tests, schema__clashes_between_tables_are_found);
    tcase_add_test(tests, schema__tables_of_the_rules_agree);
    tcase_add_test(tests, schema__json_schema_is_json_and_closed);
    tcase_add_test(tests, schema__json_of_each_type);
    tcase_add_test(tests, schema__reference_page_in_both_languages);
    suite_add_tcase(suite, tests);
    return suite;
}

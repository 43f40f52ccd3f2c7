#include "scenario_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(scenario__reads_its_own_keys_and_fills_the_rules)
{
    file("a.yaml", HEAD "title: {zh: 基准, en: Baseline}\nreference: run:abc\noutcomes: eval.yaml\n"
                        "borrow: {max_share: 0.20, unevaluated: 允许}\n"
                        "grades: {优秀: {weight: 1.2}, 一般: {freeze_months: 12}}\n"
                        "protect: [{grade: 优秀}, {unit: [U1, U2]}]\n"
                        "basis: {borrow: 办法第六条, borrow.max_share: 办法第七条}\n");
    loads("a.yaml");
    ck_assert_str_eq(files.scenario->name, "city");
    ck_assert_str_eq(files.scenario->title.en, "Baseline");
    ck_assert_str_eq(files.scenario->data, "data");
    ck_assert_str_eq(files.scenario->outcomes, "eval.yaml");
    ck_assert_str_eq(files.scenario->reference, "run:abc");
    ck_assert_int_eq(files.scenario->as_of, 20260630);
    const test_root *root = files.scenario->params[0];
    ck_assert_int_eq(root->borrow.max_share, 200000);
    ck_assert(root->borrow.min_saturation == TP_DEC_NONE);
    ck_assert_int_eq(root->borrow.unevaluated, 1);
    ck_assert(root->borrow.present);
    ck_assert_int_eq(root->borrow.pos.line, 8);
    ck_assert_uint_eq(root->protect.count, 2);
    const tp_where *who = root->protect.items;
    ck_assert_str_eq(who[0].values[TP_AT_GRADE].items[0], "优秀");
    ck_assert_uint_eq(who[1].values[TP_AT_UNIT].count, 2);
    ck_assert_int_eq(who[1].pos.column, 24);
    const tp_list *grades = files.scenario->params[1];
    const test_weight *weights = grades->items;
    ck_assert_uint_eq(grades->count, 2);
    ck_assert_str_eq(weights[0].key, "优秀");
    ck_assert_int_eq(weights[0].weight, 1200000);
    ck_assert_int_eq(weights[1].weight, 1000000);
    ck_assert_str_eq(tp_scenario_basis(files.scenario, "borrow.max_share"), "办法第七条");
    ck_assert_str_eq(tp_scenario_basis(files.scenario, "borrow.overstaffed"), "办法第六条");
    ck_assert_str_eq(tp_scenario_basis(files.scenario, "borrower"), "");
    ck_assert_int_eq(tp_scenario_pos(files.scenario, "borrow.max_share").line, 8);
    ck_assert_ptr_null(tp_scenario_pos(files.scenario, "reserve.share").file);
}
END_TEST

START_TEST(scenario__says_everything_that_is_wrong_in_one_run)
{
    file("a.yaml",
         "schema: turnpool.scenario/2\nname: City 1\nas_of: 2026-02-30\n"
         "borow: {}\nborrow:\n  max_share: 1.5\n  min_saturation: 60%\n  max_shar: 1\n"
         "  unevaluated: dney\n  overstaffed: [deny]\n"
         "limits:\n  - {name: x, measure: loans, at_most: 1e9}\n  - {measure: usage}\n  -\n"
         "  - 3\n"
         "max_share: 1\nreserve: {share: 0.1234567, count: 1000001}\n"
         "rectification: {block_overdue: yes}\n"
         "protect: [{sector: 教育}]\nshares: [{of: loans, where: {class: talents}}]\n"
         "title: {fr: x}\ngrades: []\n");
    refused(
        "a.yaml",
        "a.yaml:1:9: error: schema should be one of turnpool.scenario/1, found "
        "\"turnpool.scenario/2\"; did you mean turnpool.scenario/1? [schema.choice]\n"
        "a.yaml:1:1: error: the required key data is missing [schema.required]\n"
        "a.yaml:3:8: error: as_of should be a date that exists, YYYY-MM-DD, found "
        "\"2026-02-30\" [schema.date]\n"
        "a.yaml:2:7: error: the name \"City 1\" may have only a-z, 0-9 and hyphens "
        "[scenario.name]\n"
        "a.yaml:6:14: error: borrow.max_share should be 0 to 1, found \"1.5\" [schema.range]\n"
        "a.yaml:7:19: error: borrow.min_saturation should be a plain number such as 0.85 (no "
        "%, separators, exponents), found \"60%\" [schema.type]\n"
        "a.yaml:9:16: error: borrow.unevaluated should be one of deny (不得) | allow (允许), "
        "found \"dney\"; did you mean deny? [schema.choice]\n"
        "a.yaml:12:40: error: limits[1].at_most should be a whole number, found \"1e9\" "
        "[schema.type]\n"
        "a.yaml:13:5: error: the required key limits[2].name is missing [schema.required]\n"
        "a.yaml:14:4: error: limits[3] is an empty list item [schema.empty-element]\n"
        "a.yaml:15:5: error: limits[4] should be a map (key: value), found \"3\" "
        "[schema.type]\n"
        "a.yaml:22:9: error: grades should be a map (key: value), found a list [schema.type]\n"
        "a.yaml:10:16: error: borrow.overstaffed should be one of the choices, found a list "
        "[schema.type]\n"
        "a.yaml:18:32: error: rectification.block_overdue should be true or false, found "
        "\"yes\" [schema.type]\n"
        "a.yaml:17:18: error: reserve.share may have at most 6 decimals, found \"0.1234567\" "
        "[schema.precision]\n"
        "a.yaml:17:36: error: reserve.count should be 0 to 1000000, found \"1000001\" "
        "[schema.range]\n"
        "a.yaml:4:1: error: unknown key borow; did you mean \"borrow\"? [schema.unknown-key]\n"
        "a.yaml:8:3: error: unknown key borrow.max_shar; did you mean \"max_share\"? "
        "[schema.unknown-key]\n"
        "a.yaml:16:1: error: unknown key max_share: it belongs at borrow.max_share; allowed "
        "here: schema, extends, name, title, data, outcomes, reference, as_of, papers, "
        "basis, overrides, scenarios, borrow, limits, protect, grades, idle, release, reclaim, "
        "categories, rectification, sectors, classes, tranches, pools, reserve, earmark, "
        "shares, locks, exclude, tiers [schema.unknown-key]\n"
        "a.yaml:19:12: error: unknown key protect[1].sector: it belongs at "
        "limits.*.where.sector; allowed here: unit, kind, system, level, region, parent, "
        "category, grade, saturation_below [schema.unknown-key]\n"
        "a.yaml:21:9: error: unknown key title.fr; allowed here: zh, en [schema.unknown-key]\n");
}
END_TEST

START_TEST(scenario__speaks_chinese)
{
    file("a.yaml", HEAD "borrow: {max_share: 1.5}\nreserve: {share: x, count: -1}\nlimts: []\n");
    ck_assert_int_eq(load_with("a.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_str_eq(
        said(TP_ZH),
        "a.yaml:5:21: 错误: borrow.max_share 应在 0 到 1 之间，实际是“1.5” [schema.range]\n"
        "a.yaml:6:18: 错误: reserve.share 应为数值（如 0.85，不写百分号、千分位或指数），实际是“x” "
        "[schema.type]\n"
        "a.yaml:6:28: 错误: reserve.count 应在 0 到 1000000 之间，实际是“-1” [schema.range]\n"
        "a.yaml:7:1: 错误: 未知的键 limts；是否要写“limits”？ [schema.unknown-key]\n");
}
END_TEST

START_TEST(scenario__refuses_what_is_no_scenario)
{
    refused("none.yaml", "none.yaml: error: no such file [source.missing]\n");
    refused("sub",
            "sub: error: a YAML file (a scenario or evaluation) is needed, and these are data: "
            "look at them with turnpool check, and name them under data: of a scenario "
            "[source.not-yaml]\n");
    file("e.yaml", "");
    refused("e.yaml", "e.yaml:1:1: error: the file is empty [tree.empty]\n");
    file("l.yaml", "- a\n");
    refused("l.yaml",
            "l.yaml:1:1: error: a scenario file is a map (key: value) [scenario.not-a-map]\n");
    file("d.yaml", HEAD "name: again\nborrow: {max_share: 2}\n");
    refused("d.yaml", "d.yaml:5:1: error: duplicate key \"name\": first at line 2, column 1 "
                      "[tree.duplicate-key]\n"
                      "d.yaml:6:21: error: borrow.max_share should be 0 to 1, found \"2\" "
                      "[schema.range]\n");
    file("g.yaml", "schema: turnpool.scenario/1\nname: \xE9\x01\n");
    ck_assert_int_eq(load_with("g.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_uint_eq(files.diags.count, 1);
    ck_assert_int_eq(files.diags.items[0].pos.line, 2);
}
END_TEST

START_TEST(scenario__reads_what_is_not_utf_8_and_says_so)
{
    static const char told[] =
        "warning: the file is in GB18030 and was read as such; YAML files had "
        "better be saved as UTF-8 [source.not-utf-8]\n";
    file("g.yaml", HEAD "title: \xBB\xF9\xD7\xBC\xB7\xBD\xB0\xB8\n");
    ck_assert_int_eq(load_with("g.yaml", NULL, 0), TP_OK);
    ck_assert_str_eq(files.scenario->title.zh, "基准方案");
    ck_assert_ptr_nonnull(strstr(said(TP_EN), told));
    /* A UTF-8 file with one byte spoilt is no GB18030 file. */
    file("u.yaml", HEAD "title: 基准方\xE6\xA1\n");
    refused("u.yaml",
            "u.yaml:5:17: error: the bytes here are not UTF-8 [source.not-in-encoding]\n");
}
END_TEST

/* The scenario with this last line is refused with these words, at that place. */
static void last_line(const char *line, const char *want)
{
    char text[1024];
    snprintf(text, sizeof text, "%s%s\n", HEAD, line);
    file("f.yaml", text);
    refused("f.yaml", want);
}

#define FULL(place, sign, type)                                                                    \
    "f.yaml:" place ": error: \"" sign "\" is a full-width sign; YAML wants the half-width " type  \
    " here (if it is meant as text, put the whole text in half-width quotes) [tree.full-width]\n"
#define COLON "\": \" (a colon and a space)"

START_TEST(scenario__names_full_width_signs_with_what_to_type)
{
    last_line("borrow: {max_share：0.2}", FULL("5:19", "：", COLON));
    last_line("borrow:\n  max_share：0.2", FULL("6:12", "：", COLON));
    last_line("borrow:\n  unevaluated: deny\n  max_share：0.2", FULL("7:12", "：", COLON));
    last_line("borrow：{max_share: 0.2}", FULL("5:7", "：", COLON));
    last_line("borrow:\n  max_share：0.2\n  unevaluated: deny", FULL("6:12", "：", COLON));
    last_line("borrow: ｛max_share: 0.2｝", FULL("5:9", "｛", "{"));
    last_line("borrow: {max_share: 0.2｝", FULL("5:24", "｝", "}"));
    last_line("borrow: {max_share: 0.2， unevaluated: deny}", FULL("5:24", "，", "\", \""));
    last_line("borrow: {max_share: 0.2，}", FULL("5:24", "，", "\", \""));
    last_line("borrow: {max_share:　0.2}", FULL("5:20", "　", "space"));
    last_line("borrow:　{max_share: 0.2}", FULL("5:8", "　", "space"));
    last_line("outcomes: “e.yaml”", FULL("5:11", "“", "double quote"));
    last_line("protect: [{kind: [党委部门，群团]}]", FULL("5:23", "，", "\", \""));
    last_line(
        "protect:\n  －　{kind: 群团}",
        FULL("6:3", "－", "-") "f.yaml:6:3: error: protect should be a list (items begin with "
                               "\"- \"), found a map [schema.type]\n");
    last_line("protect:\n  - kind：群团", FULL("6:9", "：", COLON));
    last_line("protect: ［{kind: 群团}］", FULL("5:10", "［", "["));
    last_line("name：again", FULL("5:5", "：", COLON));
    last_line("“borrow”: {max_share: 0.2}", FULL("5:1", "“", "double quote"));
    /* Text may hold them. */
    file("t.yaml", HEAD "title: {zh: “十四五”方案：第一稿，送审, en: '“Plan”'}\n"
                        "basis: {borrow: 某办〔2026〕1号，第三条（二）}\n"
                        "protect: [{kind: ['甲，乙']}]\n");
    loads("t.yaml");
    ck_assert_str_eq(files.scenario->title.zh, "“十四五”方案：第一稿，送审");
}
END_TEST

static void warns(const char *text, const char *want)
{
    file("w.yaml", text);
    ck_assert_int_eq(load_with("w.yaml", NULL, 0), TP_OK);
    same_lines(said(TP_EN), want);
}

#define EMPTY(place, key)                                                                          \
    "w.yaml:" place ": warning: " key " has no value: nothing was inherited that it could "        \
    "remove, so it does nothing (a key that is "                                                   \
    "not needed is better left out) [schema.empty-value]\n"

START_TEST(scenario__an_empty_value_is_spoken_of)
{
    warns(HEAD "borrow: {max_share: }\n", EMPTY("5:10", "borrow.max_share"));
    warns(HEAD "borrow:\n", EMPTY("5:1", "borrow"));
    warns(HEAD "sectors: {教育: }\n", EMPTY("5:11", "sectors.教育"));
    warns(HEAD "sectors: {教育: {weight: ~}}\n", EMPTY("5:16", "sectors.教育.weight"));
    warns(HEAD "protect: [{kind: null, system: 教育}]\n", EMPTY("5:12", "protect[1].kind"));
    warns(HEAD "basis: {borrow: }\n", EMPTY("5:9", "basis.borrow"));
    warns(HEAD "title: {zh: 甲, en: }\n", EMPTY("5:16", "title.en"));
    warns(HEAD "limits+:\n", EMPTY("5:1", "limits"));
    warns(HEAD "overrides: {a: {borrow: {max_share: }}}\n",
          EMPTY("5:26", "overrides.a.borrow.max_share"));
    /* An unknown key is an error whatever its value, also where it would take something away. */
    last_line("borrow: {max_shar: }",
              "f.yaml:5:10: error: unknown key borrow.max_shar; did you mean "
              "\"max_share\"? [schema.unknown-key]\n");
    last_line("reservve:", "f.yaml:5:1: error: unknown key reservve; did you mean \"reserve\"? "
                           "[schema.unknown-key]\n");
    file("base.yaml", HEAD "borrow: {max_share: 0.2}\n");
    file("h.yaml", "extends: base.yaml\nborrow: {max_share: , max_shore: }\n");
    refused("h.yaml", "h.yaml:2:23: error: unknown key borrow.max_shore; did you mean "
                      "\"max_share\"? [schema.unknown-key]\n");
    file("h.yaml", "extends: base.yaml\nborrow: {max_share: }\n");
    loads("h.yaml");
    ck_assert_str_eq(value("borrow.max_share"), "(absent)");
    /* What a fragment takes away may stand in another. */
    file("v.yaml",
         HEAD "overrides:\n  a: {borrow: {max_share: 0.2}}\n  b: {borrow: {max_share: }}\n"
              "scenarios: {ab: [a, b]}\n");
    loads("v.yaml");
    const tp_setting none = {"borrow.max_share", "", NULL, 0},
                     wrong = {"borrow.max_shore", "", NULL, 0};
    ck_assert_int_eq(load_with("base.yaml", &none, 1), TP_OK);
    ck_assert_uint_eq(files.diags.count, 0);
    file("plain.yaml", HEAD);
    ck_assert_int_eq(load_with("plain.yaml", &none, 1), TP_OK);
    ck_assert_uint_eq(files.diags.warnings, 1);
    ck_assert_int_eq(load_with("plain.yaml", &wrong, 1), TP_E_INPUT);
    ck_assert_str_eq(files.diags.items[0].code, "schema.unknown-key");
}
END_TEST

START_TEST(scenario__identity_is_of_what_it_says)
{
    file("a.yaml",
         HEAD "title: {zh: 甲, en: 甲}\nborrow: {max_share: 0.2, unevaluated: allow}\n"
              "sectors: {教育: {weight: 3}, 公安: {weight: 1}}\n"
              "protect: [{grade: [优秀], unit: [U1]}]\nrectification: {block_overdue: true}\n");
    loads("a.yaml");
    char first[TP_SHA256_HEX];
    strcpy(first, files.scenario->sha256);
    char *text = canonical();
    file("sub/b.yaml",
         "# other order, quotes, forms\n"
         "rectification: {block_overdue: 是}\nprotect:\n  - unit: 'U1'\n    grade: 优秀\n"
         "sectors:\n  公安: {weight: 1.000}\n  教育:\n    weight: \"3.0\"\n"
         "borrow:\n  unevaluated: 允许\n  max_share: 0.20\ntitle: 甲\n"
         "as_of: 2026/6/30\nname: city\nschema: 'turnpool.scenario/1'\n"
         "data: /somewhere/else\n");
    loads("sub/b.yaml");
    ck_assert_str_eq(files.scenario->sha256, first);
    sets("a.yaml", "borrow.max_share", "0.200001");
    ck_assert_str_ne(files.scenario->sha256, first);
    ck_assert_str_eq(text, "schema: turnpool.scenario/1\nname: city\ntitle:\n  zh: 甲\n  en: 甲\n"
                           "data: data\nas_of: 2026-06-30\nborrow:\n  max_share: 0.2\n"
                           "  unevaluated: allow\nprotect:\n  - unit:\n      - U1\n    grade:\n"
                           "      - 优秀\nrectification:\n  block_overdue: true\nsectors:\n"
                           "  公安:\n    weight: 1\n  教育:\n    weight: 3\n");
}
END_TEST

START_TEST(scenario__reads_its_canonical_text_back)
{
    file("sub/city.yaml", FAMILY "borrow: {max_share: 0.2}\nprotect: [{unit: U1}]\n");
    loads("sub/city.yaml#tight");
    char *text = canonical(), *places = origins();
    char sha[TP_SHA256_HEX];
    strcpy(sha, files.scenario->sha256);
    const tp_scenario_options options = {.sections = test_tables, .n_sections = TEST_TABLES};
    tp_scenario *back = NULL;
    tp_diags_init(&files.diags, files.arena);
    ck_assert_int_eq(
        tp_scenario_parse(&back, text, strlen(text), places, &options, &files.diags, NULL), TP_OK);
    ck_assert_str_eq(back->sha256, sha);
    ck_assert_str_eq(back->name, "city-tight");
    ck_assert_str_eq(back->data, "sub/data");
    ck_assert_str_eq(back->path, "sub/city.yaml");
    tp_pos pos = tp_scenario_pos(back, "limits[2].at_most");
    ck_assert_str_eq(pos.file, "sub/city.yaml");
    ck_assert_int_eq(pos.line, 9);
    tp_scenario_free(files.scenario);
    files.scenario = back;
    ck_assert_str_eq(canonical(), text);
    ck_assert_str_eq(origins(), places);
    const test_root *root = files.scenario->params[0];
    ck_assert_int_eq(root->borrow.pos.line, 15);
    /* With a setting it is another files.scenario; without origins it still reads. */
    const tp_setting setting = {"borrow.max_share", "0.3", "sweep", 0};
    const tp_scenario_options changed = {
        .sections = test_tables, .n_sections = TEST_TABLES, .settings = &setting, .n_settings = 1};
    ck_assert_int_eq(
        tp_scenario_parse(&back, text, strlen(text), NULL, &changed, &files.diags, NULL), TP_OK);
    ck_assert_str_ne(back->sha256, sha);
    tp_scenario_free(back);
    ck_assert_int_eq(tp_scenario_parse(&back, "a: [", 4, NULL, &options, &files.diags, NULL),
                     TP_E_INPUT);
    ck_assert_ptr_null(back);
}
END_TEST

START_TEST(scenario__takes_over_the_tree_of_one_read_before)
{
    file("sub/city.yaml", FAMILY "borrow: {max_share: 0.2}\nprotect: [{unit: U1}]\n");
    loads("sub/city.yaml#tight");
    char *text = canonical(), *places = origins();
    file("sub/city.yaml", "schema: nothing of the kind\n");
    const tp_setting setting = {"borrow.max_share", "0.3", "sweep", 0};
    tp_scenario_options options = {.sections = test_tables,
                                   .n_sections = TEST_TABLES,
                                   .settings = &setting,
                                   .n_settings = 1,
                                   .base = files.scenario};
    tp_scenario *changed = NULL, *again = NULL;
    ck_assert_int_eq(
        tp_scenario_load(&changed, "sub/city.yaml#tight", &options, &files.diags, NULL), TP_OK);
    ck_assert_str_ne(changed->sha256, files.scenario->sha256);
    ck_assert_str_eq(changed->path, files.scenario->path);
    ck_assert_str_eq(changed->variant, "tight");
    options.n_settings = 0;
    ck_assert_int_eq(tp_scenario_load(&again, "sub/city.yaml#tight", &options, &files.diags, NULL),
                     TP_OK);
    ck_assert_str_eq(canonical(), text);
    tp_scenario *base = files.scenario;
    files.scenario = again;
    ck_assert_str_eq(canonical(), text);
    ck_assert_str_eq(origins(), places);
    tp_scenario_free(again);
    tp_scenario_free(changed);
    files.scenario = base;
}
END_TEST

START_TEST(scenario__lists_where_each_value_came_from)
{
    file("base.yaml", HEAD "pools: {ring_fenced: 教育}\n");
    file("a.yaml", "extends: base.yaml\nname: a\nsectors: {a.b: {weight: 1}}\n");
    loads("a.yaml");
    ck_assert_str_eq(origins(), "schema\tbase.yaml:1:9\nname\ta.yaml:2:7\ndata\tbase.yaml:3:7\n"
                                "as_of\tbase.yaml:4:8\nsectors\ta.yaml:3:10\n"
                                "sectors.\"a.b\"\ta.yaml:3:16\n"
                                "sectors.\"a.b\".weight\ta.yaml:3:25\n"
                                "pools\tbase.yaml:5:8\npools.ring_fenced\tbase.yaml:5:22\n"
                                "pools.ring_fenced[1]\tbase.yaml:5:22\n");
}
END_TEST

START_TEST(scenario__ten_thousand_limits_cost_nothing)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_text(&text, HEAD "limits:\n");
    for (int i = 0; i < 10000; i++)
        tp_buf_format(&text,
                      "  - {name: L%d, where: {unit: [U%d, U%d], category: 事业}, measure: usage, "
                      "at_most: %d}\n",
                      i, i, i + 1, i);
    tp_buf_text(&text, "sectors:\n");
    for (int i = 0; i < 10000; i++)
        tp_buf_format(&text, "  S%d: {weight: %d}\n", i, i);
    file("big.yaml", text.bytes);
    file("heir.yaml", "extends: big.yaml\nname: heir\nsectors: {S9999: {weight: 0.5}}\n");
    tp_buf_finish(&text);
    loads("heir.yaml");
    const test_root *root = files.scenario->params[0];
    ck_assert_uint_eq(root->limits.count, 10000);
    const test_limit *limits = root->limits.items;
    ck_assert_int_eq(limits[9999].at_most, 9999);
    ck_assert_int_eq(limits[9999].pos.line, 10005);
    ck_assert_str_eq(value("sectors.S9999.weight"), "0.5");
}
END_TEST

START_TEST(scenario__reads_the_golden_cases)
{
    const char *root = getenv("TP_GOLDEN");
    if (!root || chdir(root) != 0)
        return;
    int found = 0;
    for (int i = 1; i <= 100; i++) {
        char name[64];
        snprintf(name, sizeof name, "%d/scenario.yaml", i);
        if (access(name, R_OK) != 0)
            continue;
        loads(name);
        char *text = canonical();
        tp_scenario *back = NULL;
        const tp_scenario_options options = {.sections = test_tables, .n_sections = TEST_TABLES};
        ck_assert_int_eq(
            tp_scenario_parse(&back, text, strlen(text), NULL, &options, &files.diags, NULL),
            TP_OK);
        ck_assert_str_eq(back->sha256, files.scenario->sha256);
        tp_scenario_free(back);
        found++;
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_eq(chdir(files.directory), 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("scenario");
    TCase *tests = tcase_create("scenario");
    tcase_add_checked_fixture(tests, files_start, files_stop);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, scenario__reads_its_own_keys_and_fills_the_rules);
    tcase_add_test(tests, scenario__says_everything_that_is_wrong_in_one_run);
    tcase_add_test(tests, scenario__speaks_chinese);
    tcase_add_test(tests, scenario__refuses_what_is_no_scenario);
    tcase_add_test(tests, scenario__reads_what_is_not_utf_8_and_says_so);
    tcase_add_test(tests, scenario__names_full_width_signs_with_what_to_type);
    tcase_add_test(tests, scenario__an_empty_value_is_spoken_of);
    tcase_add_test(tests, scenario__identity_is_of_what_it_says);
    tcase_add_test(tests, scenario__reads_its_canonical_text_back);
    tcase_add_test(tests, scenario__takes_over_the_tree_of_one_read_before);
    tcase_add_test(tests, scenario__lists_where_each_value_came_from);
    tcase_add_test(tests, scenario__ten_thousand_limits_cost_nothing);
    tcase_add_test(tests, scenario__reads_the_golden_cases);
    suite_add_tcase(suite, tests);
    return suite;
}

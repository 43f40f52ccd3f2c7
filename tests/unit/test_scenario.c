#include "domain/scenario.h"

#include "scenario_tables.h"
#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "schema: turnpool.scenario/1\nname: city\ndata: data\nas_of: 2026-06-30\n"

static tp_arena *arena;
static tp_diags diags;
static tp_scenario *scenario;
static char directory[64], before[4096];

static void start(void)
{
    arena = tp_arena_create();
    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    strcpy(directory, "/tmp/tp-scenario-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(chdir(directory), 0);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
}

static void empty(const char *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        char name[512];
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        unlink(name);
    }
    if (d)
        closedir(d);
}

static void stop(void)
{
    tp_scenario_free(scenario);
    scenario = NULL;
    empty("sub");
    rmdir("sub");
    empty(directory);
    ck_assert_int_eq(chdir(before), 0);
    rmdir(directory);
    tp_arena_free(arena);
}

static void file(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    fclose(f);
}

static tp_status load_with(const char *name, const tp_setting *settings, size_t count)
{
    const tp_scenario_options options = {test_tables, TEST_TABLES, settings, count};
    tp_scenario_free(scenario);
    tp_diags_init(&diags, arena);
    return tp_scenario_load(&scenario, name, &options, &diags, NULL);
}

static char *said(tp_lang lang)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_diags_write(&out, &diags, lang);
    char *copy = tp_arena_copy(arena, out.bytes ? out.bytes : "", out.length);
    tp_buf_finish(&out);
    return copy;
}

static void loads(const char *name)
{
    tp_status status = load_with(name, NULL, 0);
    ck_assert_msg(status == TP_OK, "%s: %s", tp_status_name(status), said(TP_EN));
    ck_assert_str_eq(said(TP_EN), "");
}

static void sets(const char *name, const char *key, const char *value)
{
    const tp_setting setting = {key, value, NULL, 0};
    tp_status status = load_with(name, &setting, 1);
    ck_assert_msg(status == TP_OK, "%s: %s", tp_status_name(status), said(TP_EN));
}

/* Check cuts long messages: only the first line that differs is shown. */
static void same_lines(const char *got, const char *want)
{
    while (*got && *got == *want)
        got++, want++;
    ck_assert_msg(*got == *want, "got  …%.120s\nwant …%.120s", got, want);
}

static void refused(const char *name, const char *want)
{
    ck_assert_int_eq(load_with(name, NULL, 0), TP_E_INPUT);
    ck_assert_ptr_null(scenario);
    same_lines(said(TP_EN), want);
}

static char *canonical(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_scenario_canonical(&out, scenario);
    char *copy = tp_arena_copy(arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

static char *origins(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_scenario_origins(&out, scenario);
    char *copy = tp_arena_copy(arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

static const char *value(const char *path)
{
    const tp_node *node = tp_node_path(scenario->root, path);
    return node && node->text ? node->text : "(absent)";
}

START_TEST(scenario__reads_its_own_keys_and_fills_the_rules)
{
    file("a.yaml", HEAD "title: {zh: 基准, en: Baseline}\nreference: run:abc\noutcomes: eval.yaml\n"
                        "borrow: {max_share: 0.20, unevaluated: 允许}\n"
                        "grades: {优秀: {weight: 1.2}, 一般: {freeze_months: 12}}\n"
                        "protect: [{grade: 优秀}, {unit: [U1, U2]}]\n"
                        "basis: {borrow: 办法第六条, borrow.max_share: 办法第七条}\n");
    loads("a.yaml");
    ck_assert_str_eq(scenario->name, "city");
    ck_assert_str_eq(scenario->title.en, "Baseline");
    ck_assert_str_eq(scenario->data, "data");
    ck_assert_str_eq(scenario->outcomes, "eval.yaml");
    ck_assert_str_eq(scenario->reference, "run:abc");
    ck_assert_int_eq(scenario->as_of, 20260630);
    const test_root *root = scenario->params[0];
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
    const tp_list *grades = scenario->params[1];
    const test_weight *weights = grades->items;
    ck_assert_uint_eq(grades->count, 2);
    ck_assert_str_eq(weights[0].key, "优秀");
    ck_assert_int_eq(weights[0].weight, 1200000);
    ck_assert_int_eq(weights[1].weight, 1000000);
    ck_assert_str_eq(tp_scenario_basis(scenario, "borrow.max_share"), "办法第七条");
    ck_assert_str_eq(tp_scenario_basis(scenario, "borrow.overstaffed"), "办法第六条");
    ck_assert_str_eq(tp_scenario_basis(scenario, "borrower"), "");
    ck_assert_int_eq(tp_scenario_pos(scenario, "borrow.max_share").line, 8);
    ck_assert_ptr_null(tp_scenario_pos(scenario, "reserve.share").file);
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
        "here: schema, extends, name, title, data, outcomes, reference, as_of, basis, "
        "overrides, scenarios, borrow, limits, protect, grades, idle, release, reclaim, "
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
    refused("sub", "sub: error: this is a directory; a file is needed [source.directory]\n");
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
    file("g.yaml", "schema: turnpool.scenario/1\nname: \xBB\xF9\xD7\xBC\n");
    ck_assert_int_eq(load_with("g.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_int_eq(diags.items[0].pos.line, 2);
}
END_TEST

START_TEST(scenario__inherits_merges_appends_and_removes)
{
    file("base.yaml",
         HEAD "borrow: {max_share: 0.2, min_saturation: 0.85}\nreserve: {share: 0.1, count: 2}\n"
              "limits:\n  - {name: a, measure: loans, at_most: 5}\n"
              "pools: {by: region, ring_fenced: 教育}\nsectors: {教育: {weight: 3}}\n"
              "grades: {A+: {weight: 2}, B: {weight: 1}}\nreclaim: {share: 0.5}\n");
    file("child.yaml",
         "extends: base.yaml\nname: child\nborrow: {max_share: 0.3, min_saturation: null}\n"
         "reserve:\nlimits+: [{name: b, measure: usage, at_most: 9}]\n"
         "pools: {ring_fenced+: [公安]}\nsectors: {公安: {weight: 1.5}}\n"
         "grades: {A+: {freeze_months: 1}, B: ~}\nprotect+: [{unit: U1}]\n"
         "idle: {min_months: null}\nexclude: null\n");
    loads("child.yaml");
    ck_assert_str_eq(scenario->name, "child");
    ck_assert_str_eq(value("borrow.max_share"), "0.3");
    ck_assert_str_eq(value("borrow.min_saturation"), "(absent)");
    ck_assert_ptr_null(tp_node_path(scenario->root, "reserve"));
    ck_assert_ptr_null(tp_node_path(scenario->root, "exclude"));
    ck_assert_ptr_null(tp_node_path(scenario->root, "grades.B"));
    ck_assert_str_eq(value("grades.A+.weight"), "2");
    ck_assert_str_eq(value("grades.A+.freeze_months"), "1");
    ck_assert_str_eq(value("limits[1].name"), "a");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_str_eq(value("pools.ring_fenced[1]"), "教育");
    ck_assert_str_eq(value("pools.ring_fenced[2]"), "公安");
    ck_assert_str_eq(value("sectors.教育.weight"), "3");
    ck_assert_str_eq(value("sectors.公安.weight"), "1.5");
    ck_assert_str_eq(value("protect[1].unit"), "U1");
    ck_assert_str_eq(tp_scenario_pos(scenario, "limits[1].at_most").file, "base.yaml");
    ck_assert_str_eq(tp_scenario_pos(scenario, "limits[2].at_most").file, "child.yaml");
    ck_assert_int_eq(tp_scenario_pos(scenario, "limits[2].at_most").line, 5);
}
END_TEST

START_TEST(scenario__later_ancestors_win_and_paths_belong_to_their_files)
{
    file("sub/one.yaml", HEAD "reserve: {share: 0.1, count: 1}\noutcomes: e.yaml\n");
    file("two.yaml", "reserve: {share: 0.2}\nreference: ref.json\n");
    file("c.yaml", "extends:\n  - sub/one.yaml\n  - ./two.yaml\nname: c\n");
    loads("c.yaml");
    ck_assert_str_eq(value("reserve.share"), "0.2");
    ck_assert_str_eq(value("reserve.count"), "1");
    ck_assert_str_eq(scenario->data, "sub/data");
    ck_assert_str_eq(scenario->outcomes, "sub/e.yaml");
    ck_assert_str_eq(scenario->reference, "ref.json");
    file("sub/up.yaml", "extends: ../c.yaml\nname: up\n");
    loads("sub/up.yaml");
    ck_assert_str_eq(scenario->data, "sub/../sub/data");
    file("abs.yaml", HEAD "outcomes: /x/y\n");
    loads("abs.yaml");
    ck_assert_str_eq(scenario->outcomes, "/x/y");
}
END_TEST

START_TEST(scenario__names_cycles_with_the_whole_chain)
{
    file("a.yaml", "extends: b.yaml\n" HEAD);
    file("b.yaml", "extends:\n  - sub/c.yaml\n");
    file("sub/c.yaml", "extends: ../a.yaml\n");
    refused("a.yaml", "sub/c.yaml:1:10: error: extends is a cycle: a.yaml → b.yaml → sub/c.yaml → "
                      "sub/../a.yaml [scenario.cycle]\n");
    file("s.yaml", "extends: s.yaml\n" HEAD);
    refused("s.yaml", "s.yaml:1:10: error: extends is a cycle: s.yaml → s.yaml [scenario.cycle]\n");
    file("m.yaml", "extends: [nowhere.yaml, {a: 1}]\n" HEAD);
    refused("m.yaml", "m.yaml:1:11: error: extends names \"nowhere.yaml\", which cannot be read "
                      "[scenario.missing-file]\n"
                      "m.yaml:1:25: error: extends should be a file name or a list of them "
                      "[scenario.extends]\n");
}
END_TEST

START_TEST(scenario__bounds_the_files_it_reads)
{
    /* Every file extends the next one twice: 2^n readings without a bound. */
    for (int i = 0; i < 20; i++) {
        char name[16], text[64];
        snprintf(name, sizeof name, "%d.yaml", i);
        snprintf(text, sizeof text, "extends: [%d.yaml, %d.yaml]\n", i + 1, i + 1);
        file(name, i == 19 ? HEAD : text);
    }
    ck_assert_int_eq(load_with("0.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_str_eq(diags.items[0].code, "scenario.too-many-files");
    file("d.yaml", "extends: [e.yaml, e.yaml]\n");
    file("e.yaml", HEAD);
    loads("d.yaml");
}
END_TEST

#define FAMILY                                                                                     \
    HEAD                                                                                           \
        "title: {zh: 基准, en: Baseline}\nreserve: {share: 0.1}\nlimits: [{name: a, measure: "   \
        "loans, at_most: 5}]\n"                                                                    \
        "overrides:\n"                                                                             \
        "  austerity: {reserve: {share: 0.3}, limits+: [{name: b, measure: usage, at_most: 1}]}\n" \
        "  open: {reserve: null, pools: {by: all}}\n"                                              \
        "scenarios:\n"                                                                             \
        "  tight: austerity\n"                                                                     \
        "  both: [austerity, open]\n"                                                              \
        "  titled: {title: {zh: 从严, en: Tight}, use: [austerity]}\n"

START_TEST(scenario__members_of_a_family)
{
    file("city.yaml", FAMILY);
    loads("city.yaml");
    ck_assert_str_eq(scenario->name, "city");
    ck_assert_ptr_null(scenario->variant);
    ck_assert_ptr_null(tp_node_get(scenario->root, "overrides"));
    ck_assert_ptr_null(tp_node_get(scenario->root, "scenarios"));
    loads("city.yaml#tight");
    ck_assert_str_eq(scenario->name, "city-tight");
    ck_assert_str_eq(scenario->path, "city.yaml");
    ck_assert_str_eq(scenario->variant, "tight");
    ck_assert_str_eq(scenario->title.en, "Baseline (tight)");
    ck_assert_str_eq(scenario->title.zh, "基准（tight）");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_int_eq(tp_scenario_pos(scenario, "reserve.share").line, 9);
    loads("city.yaml#both");
    ck_assert_str_eq(value("reserve.share"), "(absent)");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_str_eq(value("pools.by"), "all");
    loads("city.yaml#titled");
    ck_assert_str_eq(scenario->title.zh, "从严");
    ck_assert_str_eq(scenario->name, "city-titled");
    loads("city.yaml#open");
    ck_assert_str_eq(scenario->name, "city-open");
    ck_assert_ptr_null(tp_node_get(scenario->root, "reserve"));
    refused("city.yaml#tigth", "city.yaml: error: there is no scenario \"tigth\"; did you mean "
                               "\"tight\"? There are: tight, both, titled, austerity, open "
                               "[scenario.unknown-variant]\n");
    file("plain.yaml", HEAD);
    refused("plain.yaml#x", "plain.yaml: error: there is no scenario \"x\": the file has neither "
                            "overrides nor scenarios [scenario.unknown-variant]\n");
}
END_TEST

START_TEST(scenario__families_are_inherited)
{
    file("city.yaml", FAMILY);
    file("heir.yaml",
         "extends: city.yaml\nname: heir\noverrides: {austerity: {reserve: {count: 4}}, "
         "extra: {pools: {by: level}}}\nscenarios: {more: [open, extra], tight: null}\n");
    loads("heir.yaml#both");
    ck_assert_str_eq(scenario->name, "heir-both");
    loads("heir.yaml#austerity");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    ck_assert_str_eq(value("reserve.count"), "4");
    ck_assert_str_eq(value("limits[2].name"), "b");
    loads("heir.yaml#more");
    ck_assert_str_eq(value("pools.by"), "level");
    ck_assert_int_eq(load_with("heir.yaml#tight", NULL, 0), TP_E_INPUT);
    file("of.yaml", "extends: city.yaml#tight\nname: of\nreserve: {count: 1}\n");
    loads("of.yaml");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    ck_assert_str_eq(value("reserve.count"), "1");
    loads("of.yaml#open");
    ck_assert_str_eq(value("limits[2].name"), "b");
}
END_TEST

START_TEST(scenario__checks_the_whole_family)
{
    file("f.yaml", HEAD "overrides:\n  a: {reserve: {shar: 1, count: x}, extends: y}\n  b: 3\n"
                        "scenarios:\n  one: [a, c]\n  two: {us: a}\n  three: [[a]]\n");
    refused("f.yaml",
            "f.yaml:6:37: error: the key extends cannot stand in a fragment of overrides "
            "[scenario.family]\n"
            "f.yaml:6:17: error: unknown key overrides.a.reserve.shar; did you mean \"share\"? "
            "[schema.unknown-key]\n"
            "f.yaml:6:33: error: overrides.a.reserve.count should be a whole number, found \"x\" "
            "[schema.type]\n"
            "f.yaml:7:6: error: overrides.b should be a map from names to contents "
            "[scenario.family]\n"
            "f.yaml:9:12: error: overrides has no \"c\"; there are: a, b "
            "[scenario.unknown-fragment]\n"
            "f.yaml:10:8: error: the required key scenarios.two.use is missing [schema.required]\n"
            "f.yaml:10:9: error: unknown key scenarios.two.us; did you mean \"use\"? "
            "[schema.unknown-key]\n"
            "f.yaml:11:11: error: scenarios.three.use[1] should be a text, found a list "
            "[schema.type]\n");
    file("g.yaml", HEAD "overrides: [a]\n");
    refused("g.yaml", "g.yaml:5:12: error: overrides should be a map from names to contents "
                      "[scenario.family]\n");
    file("h.yaml", HEAD "reserve: {count: 1}\nreserve+: [1]\n");
    refused("h.yaml", "h.yaml:6:1: error: \"reserve+\" appends to a list, but \"reserve\" is not "
                      "one [scenario.append]\n");
}
END_TEST

START_TEST(scenario__settings_override)
{
    file("a.yaml", HEAD "sectors: {教育: {weight: 3}}\nlimits: [{name: a, measure: loans, at_most: "
                        "5}, {name: b, measure: usage}]\nborrow: {max_share: 0.1}\n");
    sets("a.yaml", "sectors.教育.weight", "2.5");
    ck_assert_str_eq(value("sectors.教育.weight"), "2.5");
    sets("a.yaml", "reserve.share", "0.3");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    sets("a.yaml", "sectors.\"a.b\".weight", "1");
    ck_assert_str_eq(value("sectors.\"a.b\".weight"), "1");
    sets("a.yaml", "limits[2].at_most", "7");
    ck_assert_str_eq(value("limits[2].at_most"), "7");
    ck_assert_str_eq(value("limits[1].at_most"), "5");
    sets("a.yaml", "limits[1]", "");
    ck_assert_str_eq(value("limits[1].name"), "b");
    sets("a.yaml", "limits+", "[{name: c, measure: loans}]");
    ck_assert_str_eq(value("limits[3].name"), "c");
    sets("a.yaml", "pools.ring_fenced+", "教育");
    ck_assert_str_eq(value("pools.ring_fenced[1]"), "教育");
    sets("a.yaml", "protect", "[{unit: [U1, U2]}]");
    ck_assert_str_eq(value("protect[1].unit[2]"), "U2");
    sets("a.yaml", "borrow.max_share", "");
    ck_assert_str_eq(value("borrow.max_share"), "(absent)");
    sets("a.yaml", "release.keep_count", "null");
    ck_assert_ptr_null(tp_node_get(scenario->root, "release"));
    sets("a.yaml", "data", "elsewhere");
    ck_assert_str_eq(scenario->data, "elsewhere");
    ck_assert_str_eq(tp_scenario_pos(scenario, "data").file, "--set data=elsewhere");
}
END_TEST

START_TEST(scenario__faults_of_settings_are_named)
{
    file("a.yaml", HEAD "limits: [{name: a, measure: loans}]\n");
    const tp_setting settings[] = {{"borrow.max_share", "2", NULL, 0},
                                   {"reserve.cuont", "2", "sweep.csv", 7},
                                   {"name.x", "2", NULL, 0},
                                   {"limits[4].at_most", "2", NULL, 0},
                                   {"a..b", "2", NULL, 0},
                                   {"[1]", "2", NULL, 0},
                                   {"pools.by", "[a", NULL, 0}};
    ck_assert_int_eq(load_with("a.yaml", settings, sizeof settings / sizeof *settings), TP_E_INPUT);
    same_lines(
        said(TP_EN),
        "--set name.x=2: error: name is not a map: no key in it can be set [scenario.setting]\n"
        "--set limits[4].at_most=2: error: there is no element limits[4] [scenario.setting]\n"
        "--set a..b=2: error: \"a..b\" is not a key path [scenario.setting]\n"
        "--set [1]=2: error: \"[1]\" is not a key path [scenario.setting]\n"
        "--set pools.by=[a: error: YAML syntax: the list lacks a ',' or ']'; the "
        "construct begins at line 1 [tree.syntax]\n"
        "--set borrow.max_share=2: error: borrow.max_share should be 0 to 1, found \"2\" "
        "[schema.range]\n"
        "sweep.csv:7:1: error: unknown key reserve.cuont; did you mean \"count\"? "
        "[schema.unknown-key]\n");
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
    strcpy(first, scenario->sha256);
    char *text = canonical();
    file("sub/b.yaml",
         "# other order, quotes, forms\n"
         "rectification: {block_overdue: 是}\nprotect:\n  - unit: 'U1'\n    grade: 优秀\n"
         "sectors:\n  公安: {weight: 1.000}\n  教育:\n    weight: \"3.0\"\n"
         "borrow:\n  unevaluated: 允许\n  max_share: 0.20\ntitle: 甲\n"
         "as_of: 2026/6/30\nname: city\nschema: 'turnpool.scenario/1'\n"
         "data: /somewhere/else\n");
    loads("sub/b.yaml");
    ck_assert_str_eq(scenario->sha256, first);
    sets("a.yaml", "borrow.max_share", "0.200001");
    ck_assert_str_ne(scenario->sha256, first);
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
    strcpy(sha, scenario->sha256);
    const tp_scenario_options options = {test_tables, TEST_TABLES, NULL, 0};
    tp_scenario *back = NULL;
    tp_diags_init(&diags, arena);
    ck_assert_int_eq(tp_scenario_parse(&back, text, strlen(text), places, &options, &diags, NULL),
                     TP_OK);
    ck_assert_str_eq(back->sha256, sha);
    ck_assert_str_eq(back->name, "city-tight");
    ck_assert_str_eq(back->data, "sub/data");
    ck_assert_str_eq(back->path, "sub/city.yaml");
    tp_pos pos = tp_scenario_pos(back, "limits[2].at_most");
    ck_assert_str_eq(pos.file, "sub/city.yaml");
    ck_assert_int_eq(pos.line, 9);
    tp_scenario_free(scenario);
    scenario = back;
    ck_assert_str_eq(canonical(), text);
    ck_assert_str_eq(origins(), places);
    const test_root *root = scenario->params[0];
    ck_assert_int_eq(root->borrow.pos.line, 15);
    /* With a setting it is another scenario; without origins it still reads. */
    const tp_setting setting = {"borrow.max_share", "0.3", "sweep", 0};
    const tp_scenario_options changed = {test_tables, TEST_TABLES, &setting, 1};
    ck_assert_int_eq(tp_scenario_parse(&back, text, strlen(text), NULL, &changed, &diags, NULL),
                     TP_OK);
    ck_assert_str_ne(back->sha256, sha);
    tp_scenario_free(back);
    ck_assert_int_eq(tp_scenario_parse(&back, "a: [", 4, NULL, &options, &diags, NULL), TP_E_INPUT);
    ck_assert_ptr_null(back);
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
    const test_root *root = scenario->params[0];
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
        const tp_scenario_options options = {test_tables, TEST_TABLES, NULL, 0};
        ck_assert_int_eq(tp_scenario_parse(&back, text, strlen(text), NULL, &options, &diags, NULL),
                         TP_OK);
        ck_assert_str_eq(back->sha256, scenario->sha256);
        tp_scenario_free(back);
        found++;
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_eq(chdir(directory), 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("scenario");
    TCase *tests = tcase_create("scenario");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, scenario__reads_its_own_keys_and_fills_the_rules);
    tcase_add_test(tests, scenario__says_everything_that_is_wrong_in_one_run);
    tcase_add_test(tests, scenario__speaks_chinese);
    tcase_add_test(tests, scenario__refuses_what_is_no_scenario);
    tcase_add_test(tests, scenario__inherits_merges_appends_and_removes);
    tcase_add_test(tests, scenario__later_ancestors_win_and_paths_belong_to_their_files);
    tcase_add_test(tests, scenario__names_cycles_with_the_whole_chain);
    tcase_add_test(tests, scenario__bounds_the_files_it_reads);
    tcase_add_test(tests, scenario__members_of_a_family);
    tcase_add_test(tests, scenario__families_are_inherited);
    tcase_add_test(tests, scenario__checks_the_whole_family);
    tcase_add_test(tests, scenario__settings_override);
    tcase_add_test(tests, scenario__faults_of_settings_are_named);
    tcase_add_test(tests, scenario__identity_is_of_what_it_says);
    tcase_add_test(tests, scenario__reads_its_canonical_text_back);
    tcase_add_test(tests, scenario__lists_where_each_value_came_from);
    tcase_add_test(tests, scenario__ten_thousand_limits_cost_nothing);
    tcase_add_test(tests, scenario__reads_the_golden_cases);
    suite_add_tcase(suite, tests);
    return suite;
}

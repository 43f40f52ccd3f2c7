#include "scenario_files.h"

#include <stdio.h>
#include <string.h>

START_TEST(family__inherits_merges_appends_and_removes)
{
    file("base.yaml",
         HEAD "borrow: {max_share: 0.2, min_saturation: 0.85}\nreserve: {share: 0.1, count: 2}\n"
              "limits:\n  - {name: a, measure: loans, at_most: 5}\n"
              "idle: {min_months: 3}\nexclude: [{unit: U9}]\n"
              "pools: {by: region, ring_fenced: 教育}\nsectors: {教育: {weight: 3}}\n"
              "grades: {A+: {weight: 2}, B: {weight: 1}}\nreclaim: {share: 0.5}\n");
    file("child.yaml",
         "extends: base.yaml\nname: child\nborrow: {max_share: 0.3, min_saturation: null}\n"
         "reserve:\nlimits+: [{name: b, measure: usage, at_most: 9}]\n"
         "pools: {ring_fenced+: [公安]}\nsectors: {公安: {weight: 1.5}}\n"
         "grades: {A+: {freeze_months: 1}, B: ~}\nprotect+: [{unit: U1}]\n"
         "idle: {min_months: null}\nexclude: null\n");
    loads("child.yaml");
    ck_assert_str_eq(files.scenario->name, "child");
    ck_assert_str_eq(value("borrow.max_share"), "0.3");
    ck_assert_str_eq(value("borrow.min_saturation"), "(absent)");
    ck_assert_ptr_null(tp_node_path(files.scenario->root, "reserve"));
    ck_assert_ptr_null(tp_node_path(files.scenario->root, "exclude"));
    ck_assert_ptr_null(tp_node_path(files.scenario->root, "grades.B"));
    ck_assert_str_eq(value("grades.A+.weight"), "2");
    ck_assert_str_eq(value("grades.A+.freeze_months"), "1");
    ck_assert_str_eq(value("limits[1].name"), "a");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_str_eq(value("pools.ring_fenced[1]"), "教育");
    ck_assert_str_eq(value("pools.ring_fenced[2]"), "公安");
    ck_assert_str_eq(value("sectors.教育.weight"), "3");
    ck_assert_str_eq(value("sectors.公安.weight"), "1.5");
    ck_assert_str_eq(value("protect[1].unit"), "U1");
    ck_assert_str_eq(tp_scenario_pos(files.scenario, "limits[1].at_most").file, "base.yaml");
    ck_assert_str_eq(tp_scenario_pos(files.scenario, "limits[2].at_most").file, "child.yaml");
    ck_assert_int_eq(tp_scenario_pos(files.scenario, "limits[2].at_most").line, 5);
}
END_TEST

START_TEST(family__later_ancestors_win_and_paths_belong_to_their_files)
{
    file("sub/one.yaml", HEAD "reserve: {share: 0.1, count: 1}\noutcomes: e.yaml\n");
    file("two.yaml", "reserve: {share: 0.2}\nreference: ref.json\n");
    file("c.yaml", "extends:\n  - sub/one.yaml\n  - ./two.yaml\nname: c\n");
    loads("c.yaml");
    ck_assert_str_eq(value("reserve.share"), "0.2");
    ck_assert_str_eq(value("reserve.count"), "1");
    ck_assert_str_eq(files.scenario->data, "sub/data");
    ck_assert_str_eq(files.scenario->outcomes, "sub/e.yaml");
    ck_assert_str_eq(files.scenario->reference, "ref.json");
    file("sub/up.yaml", "extends: ../c.yaml\nname: up\n");
    loads("sub/up.yaml");
    ck_assert_str_eq(files.scenario->data, "sub/../sub/data");
    file("abs.yaml", HEAD "outcomes: /x/y\n");
    loads("abs.yaml");
    ck_assert_str_eq(files.scenario->outcomes, "/x/y");
}
END_TEST

START_TEST(family__each_ancestor_is_applied_to_what_came_before)
{
    file("a.yaml",
         HEAD "exclude: [{unit: A}]\nreserve: {count: 2, share: 0.9}\nidle: {min_months: 6}\n");
    file("b.yaml", "exclude+: [{unit: C}]\nreserve: {share: 0.2}\nidle:\n");
    file("s.yaml", "extends: [a.yaml, b.yaml]\nname: s\n");
    loads("s.yaml");
    ck_assert_str_eq(value("exclude[1].unit"), "A");
    ck_assert_str_eq(value("exclude[2].unit"), "C");
    ck_assert_str_eq(value("reserve.count"), "2");
    ck_assert_str_eq(value("reserve.share"), "0.2");
    ck_assert_str_eq(value("idle.min_months"), "(absent)");
    /* The same where the second is a member of a family. */
    file("f.yaml", "name: f\noverrides: {more: {exclude+: [{unit: C}], reserve: {count: }}}\n");
    file("t.yaml", "extends: [a.yaml, 'f.yaml#more']\nname: t\n");
    loads("t.yaml");
    ck_assert_str_eq(value("exclude[1].unit"), "A");
    ck_assert_str_eq(value("exclude[2].unit"), "C");
    ck_assert_str_eq(value("reserve.count"), "(absent)");
    /* A base that both extend is applied twice: said where that takes something back. */
    file("one.yaml", "extends: a.yaml\nidle: {min_months: 12}\n");
    file("two.yaml", "extends: a.yaml\nsectors: {教育: {weight: 2}}\n");
    file("d.yaml", "extends: [one.yaml, two.yaml]\nname: d\n");
    ck_assert_int_eq(load_with("d.yaml", NULL, 0), TP_OK);
    ck_assert_str_eq(value("idle.min_months"), "6");
    same_lines(
        said(TP_EN),
        "two.yaml:1:10: warning: \"a.yaml\" is inherited twice, and the second time takes back "
        "what the files between had changed; let extends reach it only once "
        "[scenario.applied-twice]\n");
}
END_TEST

START_TEST(family__names_cycles_with_the_whole_chain)
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

START_TEST(family__bounds_the_files_it_reads)
{
    /* Every file extends the next one twice: 2^n readings without a bound. */
    for (int i = 0; i < 20; i++) {
        char name[16], text[64];
        snprintf(name, sizeof name, "%d.yaml", i);
        snprintf(text, sizeof text, "extends: [%d.yaml, %d.yaml]\n", i + 1, i + 1);
        file(name, i == 19 ? HEAD : text);
    }
    ck_assert_int_eq(load_with("0.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_uint_eq(files.diags.count, 1);
    ck_assert_str_eq(files.diags.items[0].code, "scenario.too-many-files");
    file("d.yaml", "extends: [e.yaml, e.yaml]\n");
    file("e.yaml", HEAD);
    loads("d.yaml");
}
END_TEST

START_TEST(family__members_of_a_family)
{
    file("city.yaml", FAMILY);
    loads("city.yaml");
    ck_assert_str_eq(files.scenario->name, "city");
    ck_assert_ptr_null(files.scenario->variant);
    ck_assert_ptr_null(tp_node_get(files.scenario->root, "overrides"));
    ck_assert_ptr_null(tp_node_get(files.scenario->root, "scenarios"));
    loads("city.yaml#tight");
    ck_assert_str_eq(files.scenario->name, "city-tight");
    ck_assert_str_eq(files.scenario->path, "city.yaml");
    ck_assert_str_eq(files.scenario->variant, "tight");
    ck_assert_str_eq(files.scenario->title.en, "Baseline (tight)");
    ck_assert_str_eq(files.scenario->title.zh, "基准（tight）");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_int_eq(tp_scenario_pos(files.scenario, "reserve.share").line, 9);
    loads("city.yaml#both");
    ck_assert_str_eq(value("reserve.share"), "(absent)");
    ck_assert_str_eq(value("limits[2].name"), "b");
    ck_assert_str_eq(value("pools.by"), "all");
    loads("city.yaml#titled");
    ck_assert_str_eq(files.scenario->title.zh, "从严");
    ck_assert_str_eq(files.scenario->name, "city-titled");
    loads("city.yaml#open");
    ck_assert_str_eq(files.scenario->name, "city-open");
    ck_assert_ptr_null(tp_node_get(files.scenario->root, "reserve"));
    refused("city.yaml#tigth", "city.yaml: error: there is no scenario \"tigth\"; did you mean "
                               "\"tight\"? There are: tight, both, titled, austerity, open "
                               "[scenario.unknown-variant]\n");
    file("plain.yaml", HEAD);
    refused("plain.yaml#x", "plain.yaml: error: there is no scenario \"x\": the file has neither "
                            "overrides nor scenarios [scenario.unknown-variant]\n");
}
END_TEST

START_TEST(family__families_are_inherited)
{
    file("city.yaml", FAMILY);
    file("heir.yaml",
         "extends: city.yaml\nname: heir\noverrides: {austerity: {reserve: {count: 4}}, "
         "extra: {pools: {by: level}}}\nscenarios: {more: [open, extra], tight: null}\n");
    loads("heir.yaml#both");
    ck_assert_str_eq(files.scenario->name, "heir-both");
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

START_TEST(family__checks_the_whole_family)
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

START_TEST(family__settings_override)
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
    ck_assert_ptr_null(tp_node_get(files.scenario->root, "release"));
    sets("a.yaml", "data", "elsewhere");
    ck_assert_str_eq(files.scenario->data, "elsewhere");
    ck_assert_str_eq(tp_scenario_pos(files.scenario, "data").file, "--set data=elsewhere");
}
END_TEST

START_TEST(family__faults_of_settings_are_named)
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

START_TEST(family__dotted_keys_stand_for_nested_maps)
{
    file("d.yaml", HEAD "reserve: {count: 2}\nreserve.share: 0.1\nborrow.max_share: 0.2\n"
                        "sectors.\"a.b\".weight: 3\nsectors: {c.d: {weight: 2}}\n"
                        "overrides:\n  x: {reserve.share: 0.3, pools.ring_fenced+: [教育],\n"
                        "      borrow.max_share: null}\nscenarios: {v: x}\n");
    loads("d.yaml");
    ck_assert_str_eq(value("reserve.count"), "2");
    ck_assert_str_eq(value("reserve.share"), "0.1");
    ck_assert_str_eq(value("sectors.\"a.b\".weight"), "3");
    ck_assert_str_eq(value("sectors.\"c.d\".weight"), "2");
    loads("d.yaml#v");
    ck_assert_str_eq(value("reserve.share"), "0.3");
    ck_assert_str_eq(value("reserve.count"), "2");
    ck_assert_str_eq(value("pools.ring_fenced[1]"), "教育");
    ck_assert_str_eq(value("borrow.max_share"), "(absent)");
    file("twice.yaml", HEAD "reserve: {share: 0.2}\nreserve.share: 0.1\n");
    ck_assert_int_eq(load_with("twice.yaml", NULL, 0), TP_E_INPUT);
    ck_assert_uint_eq(files.diags.errors, 1);
    ck_assert_str_eq(files.diags.items[files.diags.count - 1].code, "scenario.twice");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("family");
    TCase *tests = tcase_create("family");
    tcase_add_checked_fixture(tests, files_start, files_stop);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, family__inherits_merges_appends_and_removes);
    tcase_add_test(tests, family__later_ancestors_win_and_paths_belong_to_their_files);
    tcase_add_test(tests, family__each_ancestor_is_applied_to_what_came_before);
    tcase_add_test(tests, family__names_cycles_with_the_whole_chain);
    tcase_add_test(tests, family__bounds_the_files_it_reads);
    tcase_add_test(tests, family__members_of_a_family);
    tcase_add_test(tests, family__families_are_inherited);
    tcase_add_test(tests, family__checks_the_whole_family);
    tcase_add_test(tests, family__dotted_keys_stand_for_nested_maps);
    tcase_add_test(tests, family__settings_override);
    tcase_add_test(tests, family__faults_of_settings_are_named);
    suite_add_tcase(suite, tests);
    return suite;
}

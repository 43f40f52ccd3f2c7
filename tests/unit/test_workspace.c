#include "workspace/workspace.h"

#include "scratch.h"
#include "suite.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The test stands in `here` of its scratch directory; the scenario lies in office/2026. */
static scratch at;
static char back[1024];

static void setup(void)
{
    scratch_begin(&at);
    ck_assert_ptr_nonnull(getcwd(back, sizeof back));
    ck_assert_int_eq(mkdir(scratch_path(&at, "here"), 0700), 0);
    ck_assert_int_eq(mkdir(scratch_path(&at, "office"), 0700), 0);
    ck_assert_int_eq(mkdir(scratch_path(&at, "office/2026"), 0700), 0);
    scratch_text(&at, "office/2026/plan.yaml", "name: plan\n");
    ck_assert_int_eq(chdir(scratch_path(&at, "here")), 0);
}

static void teardown(void)
{
    static const char *const files[] = {"office/2026/plan.yaml", "office/2026/turnpool.db",
                                        "office/turnpool.db",    "turnpool.db",
                                        "here/turnpool.db",      "here/turnpool.d"};
    ck_assert_int_eq(chdir(back), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(scratch_path(&at, files[i]));
    rmdir(scratch_path(&at, "office/2026"));
    rmdir(scratch_path(&at, "office"));
    rmdir(scratch_path(&at, "here"));
    scratch_end(&at);
}

static tp_workspace find(const char *named, const char *scenario)
{
    tp_workspace found;
    ck_assert_int_eq(tp_workspace_find(&found, named, scenario, at.arena, &at.err), TP_OK);
    return found;
}

static void expect_store(tp_workspace found, tp_store_found how, const char *path)
{
    ck_assert_int_eq(found.found, how);
    ck_assert_int_eq(found.exists, how != TP_FOUND_NONE);
    if (how == TP_FOUND_HERE || how == TP_FOUND_NONE) {
        ck_assert_str_eq(found.store, path);
        return;
    }
    struct stat a, b;
    ck_assert_int_eq(stat(found.store, &a), 0);
    ck_assert_int_eq(stat(scratch_path(&at, path), &b), 0);
    ck_assert(a.st_ino == b.st_ino && a.st_dev == b.st_dev);
}

START_TEST(workspace__named_store_is_taken_as_it_is)
{
    scratch_text(&at, "here/turnpool.db", "");
    tp_workspace found = find("other.db", "../office/2026/plan.yaml");
    ck_assert_int_eq(found.found, TP_FOUND_NAMED);
    ck_assert_str_eq(found.store, "other.db");
    ck_assert(!found.exists);
}
END_TEST

START_TEST(workspace__store_beside_the_scenario_or_above_it)
{
    expect_store(find(NULL, "../office/2026/plan.yaml"), TP_FOUND_NONE, "turnpool.db");
    scratch_text(&at, "turnpool.db", "");
    expect_store(find(NULL, "../office/2026/plan.yaml"), TP_FOUND_SCENARIO, "turnpool.db");
    scratch_text(&at, "office/turnpool.db", "");
    expect_store(find(NULL, "../office/2026/plan.yaml#x"), TP_FOUND_SCENARIO, "office/turnpool.db");
    scratch_text(&at, "office/2026/turnpool.db", "");
    expect_store(find(NULL, "../office/2026/plan.yaml"), TP_FOUND_SCENARIO,
                 "office/2026/turnpool.db");
}
END_TEST

START_TEST(workspace__store_of_this_folder_comes_first_and_tells_of_the_other)
{
    scratch_text(&at, "here/turnpool.db", "");
    expect_store(find(NULL, NULL), TP_FOUND_HERE, "turnpool.db");
    ck_assert_ptr_null(find(NULL, "../office/2026/plan.yaml").other);
    scratch_text(&at, "office/turnpool.db", "");
    tp_workspace found = find(NULL, "../office/2026/plan.yaml");
    expect_store(found, TP_FOUND_HERE, "turnpool.db");
    ck_assert_ptr_nonnull(found.other);
    ck_assert_ptr_nonnull(strstr(found.other, "office/turnpool.db"));
}
END_TEST

START_TEST(workspace__without_a_scenario_above_where_one_stands)
{
    scratch_text(&at, "turnpool.db", "");
    expect_store(find(NULL, NULL), TP_FOUND_ABOVE, "turnpool.db");
}
END_TEST

/* Anyone could have put it there. */
START_TEST(workspace__looks_not_into_folders_that_everyone_writes_to)
{
    scratch_text(&at, "turnpool.db", "");
    ck_assert_int_eq(chmod(at.path, 01777), 0);
    expect_store(find(NULL, NULL), TP_FOUND_NONE, "turnpool.db");
    expect_store(find(NULL, "../office/2026/plan.yaml"), TP_FOUND_NONE, "turnpool.db");
}
END_TEST

START_TEST(workspace__tells_scenarios_from_runs_and_data)
{
    ck_assert(tp_is_scenario_file("plan.yaml#x"));
    ck_assert(tp_is_scenario_file("../office/2026/plan"));
    ck_assert(!tp_is_scenario_file("6b459d60"));
    ck_assert(!tp_is_scenario_file("latest"));
    ck_assert(tp_is_data_path("../office"));
    ck_assert(tp_is_data_path("book.xlsx"));
    ck_assert(!tp_is_data_path("../office/2026/plan.yaml"));
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("workspace");
    TCase *tc = tcase_create("workspace");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, workspace__named_store_is_taken_as_it_is);
    tcase_add_test(tc, workspace__store_beside_the_scenario_or_above_it);
    tcase_add_test(tc, workspace__store_of_this_folder_comes_first_and_tells_of_the_other);
    tcase_add_test(tc, workspace__without_a_scenario_above_where_one_stands);
    tcase_add_test(tc, workspace__looks_not_into_folders_that_everyone_writes_to);
    tcase_add_test(tc, workspace__tells_scenarios_from_runs_and_data);
    suite_add_tcase(suite, tc);
    return suite;
}

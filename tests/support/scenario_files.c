#include "scenario_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

scenario_files files;

void files_start(void)
{
    files.arena = tp_arena_create();
    ck_assert_ptr_nonnull(getcwd(files.before, sizeof files.before));
    strcpy(files.directory, "/tmp/tp-scenario-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(files.directory));
    ck_assert_int_eq(chdir(files.directory), 0);
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

void files_stop(void)
{
    tp_scenario_free(files.scenario);
    files.scenario = NULL;
    empty("sub");
    rmdir("sub");
    empty(files.directory);
    ck_assert_int_eq(chdir(files.before), 0);
    rmdir(files.directory);
    tp_arena_free(files.arena);
}

void file(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    fclose(f);
}

tp_status load_with(const char *name, const tp_setting *settings, size_t count)
{
    const tp_scenario_options options = {.sections = test_tables,
                                         .n_sections = TEST_TABLES,
                                         .settings = settings,
                                         .n_settings = count};
    tp_scenario_free(files.scenario);
    tp_diags_init(&files.diags, files.arena);
    return tp_scenario_load(&files.scenario, name, &options, &files.diags, NULL);
}

char *said(tp_lang lang)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_diags_write(&out, &files.diags, lang);
    char *copy = tp_arena_copy(files.arena, out.bytes ? out.bytes : "", out.length);
    tp_buf_finish(&out);
    return copy;
}

void loads(const char *name)
{
    tp_status status = load_with(name, NULL, 0);
    ck_assert_msg(status == TP_OK, "%s: %s", tp_status_name(status), said(TP_EN));
    ck_assert_str_eq(said(TP_EN), "");
}

void sets(const char *name, const char *key, const char *value)
{
    const tp_setting setting = {key, value, NULL, 0};
    tp_status status = load_with(name, &setting, 1);
    ck_assert_msg(status == TP_OK, "%s: %s", tp_status_name(status), said(TP_EN));
}

void refused(const char *name, const char *want)
{
    ck_assert_int_eq(load_with(name, NULL, 0), TP_E_INPUT);
    ck_assert_ptr_null(files.scenario);
    same_lines(said(TP_EN), want);
}

char *canonical(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_scenario_canonical(&out, files.scenario);
    char *copy = tp_arena_copy(files.arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

char *origins(void)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_scenario_origins(&out, files.scenario);
    char *copy = tp_arena_copy(files.arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

const char *value(const char *path)
{
    const tp_node *node = tp_node_path(files.scenario->root, path);
    return node && node->text ? node->text : "(absent)";
}

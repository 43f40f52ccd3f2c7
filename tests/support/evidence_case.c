#include "evidence_case.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void evidence_case_init(evidence_case *c)
{
    *c = (evidence_case){.folder = "/tmp/turnpool-evidence-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(c->folder));
    c->arena = tp_arena_create();
    tp_diags_init(&c->diags, c->arena);
}

void evidence_case_finish(evidence_case *c)
{
    DIR *folder = opendir(c->folder);
    for (struct dirent *one; (one = readdir(folder));)
        if (one->d_name[0] != '.')
            unlink(tp_arena_format(c->arena, "%s/%s", c->folder, one->d_name));
    closedir(folder);
    rmdir(c->folder);
    tp_evaluation_free(c->evaluation);
    tp_arena_free(c->arena);
}

void evidence_case_write(evidence_case *c, const char *name, const char *text)
{
    const char *path = tp_arena_format(c->arena, "%s/%s", c->folder, name);
    if (!*text) {
        unlink(path);
        return;
    }
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

tp_status evidence_case_run_with(evidence_case *c, const tp_evaluate_options *options)
{
    tp_evaluation_free(c->evaluation);
    c->evaluation = NULL;
    tp_diags_init(&c->diags, c->arena);
    return tp_evaluate(&c->evaluation, tp_arena_format(c->arena, "%s/evaluation.yaml", c->folder),
                       options, &c->diags, &c->err);
}

tp_status evidence_case_run(evidence_case *c)
{
    return evidence_case_run_with(c, NULL);
}

const tp_assessed *evidence_case_unit(const evidence_case *c, const char *code)
{
    ck_assert_ptr_nonnull(c->evaluation);
    int32_t unit = tp_dataset_unit(c->evaluation->data, code);
    ck_assert_int_ne(unit, TP_ID_NONE);
    return &c->evaluation->units[unit];
}

static const tp_diag *first(const evidence_case *c, const char *code)
{
    for (size_t i = 0; i < c->diags.count; i++)
        if (!strcmp(c->diags.items[i].code, code))
            return &c->diags.items[i];
    return NULL;
}

int evidence_case_count(const evidence_case *c, const char *code)
{
    int count = 0;
    for (size_t i = 0; i < c->diags.count; i++)
        count += !strcmp(c->diags.items[i].code, code);
    return count;
}

const char *evidence_case_where(const evidence_case *c, const char *code)
{
    const tp_diag *diag = first(c, code);
    return diag ? tp_arena_format(c->arena, "%d:%d", (int)diag->pos.line, (int)diag->pos.column)
                : "";
}

const char *evidence_case_text(const evidence_case *c, const char *code)
{
    const tp_diag *diag = first(c, code);
    return diag ? diag->text[TP_EN] : "";
}

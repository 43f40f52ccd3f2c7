#include "workspace/again.h"

#include "run/audit.h"
#include "store/issues.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const tp_msg msg_moved = {
    "explain.evaluation-changed", "{0} 已与测算时不同，不再据以追溯评估得分",
    "{0} is not what it was when the run was made: scores are not traced"};
static const tp_msg msg_read = {"verify.unreadable", "无法读取 {0}：{1}", "cannot read {0}: {1}"};
static const tp_pos nowhere = {0};

tp_status tp_evaluation_again(tp_evaluation **out, const tp_run *run, tp_store *store,
                              tp_diags *diags, tp_arena *arena, tp_err *err)
{
    tp_evaluation *made = NULL;
    tp_evaluate_options wanted = {NULL};
    tp_given_issue *issues = NULL;
    tp_diags quiet;
    tp_err passing = {0};
    *out = NULL;
    if (!run->scenario->outcomes || !run->evaluation_sha256[0])
        return TP_OK;
    tp_status status =
        store ? tp_issues_given(store, arena, &issues, &wanted.n_issues, err) : TP_OK;
    if (status)
        return status;
    tp_diags_init(&quiet, arena);
    wanted.issues = issues;
    status = tp_evaluate(&made, run->scenario->outcomes, &wanted, &quiet, &passing);
    if (status == TP_E_NOMEM)
        return tp_fail_nomem(err);
    if (status)
        return TP_OK;
    if (strcmp(made->sha256, run->evaluation_sha256) == 0) {
        *out = made;
        return TP_OK;
    }
    tp_evaluation_free(made);
    tp_diag_note(diags, nowhere, &msg_moved, run->scenario->outcomes);
    return TP_OK;
}

/* Where the file leaves what the run exports: 0: nowhere, else the first line that differs. */
static size_t first_difference(const tp_buf *text, FILE *file)
{
    size_t line = 1;
    for (size_t at = 0; at < text->length; at++) {
        if (fgetc(file) != (unsigned char)text->bytes[at])
            return line;
        line += text->bytes[at] == '\n';
    }
    return fgetc(file) == EOF ? 0 : line;
}

tp_status tp_exported_verify(const char *path, const tp_run *run, tp_verify_report *report,
                             tp_diags *diags, tp_arena *arena, tp_err *err)
{
    static const tp_words differs = {"{0} 与本次测算导出的证明不一致（第 {1} 行起）",
                                     "{0} is not what this run exports (from line {1} on)"};
    tp_audit audit;
    tp_buf text;
    FILE *file = fopen(path, "rb");
    if (!file) {
        tp_diag_error(diags, nowhere, &msg_read, path, strerror(errno));
        return tp_fail(err, TP_E_INPUT, "%s cannot be read", path);
    }
    tp_buf_init(&text);
    tp_status status = tp_audit_make(&audit, run, arena, err);
    if (!status)
        status = tp_audit_write(&text, &audit, arena, err);
    size_t line = status ? 0 : first_difference(&text, file);
    tp_buf_finish(&text);
    fclose(file);
    if (status || !line)
        return status;
    return tp_verify_object(report, &(tp_verify_finding){"certificate", differs},
                            (const char *[]){path, tp_arena_format(arena, "%zu", line)}, arena,
                            err);
}

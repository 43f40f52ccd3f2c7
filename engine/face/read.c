/* Runs as pages, explanations and comparisons, and their verification. */
#include "face/parts.h"

#include "domain/named.h"
#include "explain/compare.h"
#include "explain/outlook.h"
#include "report/views/compare.h"
#include "report/views/explain.h"
#include "report/views/outlook.h"
#include "report/views/run.h"
#include "report/views/verify.h"
#include "report/writers/writers.h"
#include "workspace/again.h"
#include "workspace/keep.h"

#include <string.h>

static const tp_msg msg_format = {"face.format", "没有格式“{0}”；有 table、json、csv、md、xlsx",
                                  "there is no format '{0}'; there are table, json, csv, md, xlsx"};
static const tp_msg msg_table = {"face.table", "没有表“{0}”；可用：{1}",
                                 "there is no table \"{0}\"; there are: {1}"};
static const tp_msg msg_subject = {"face.subject", "没有这一类对象：{0}",
                                   "there is no such subject: {0}"};
static const tp_msg msg_pool = {"face.no-pool", "没有周转池“{0}”；写作 范围/类别，如 {1}/{2}",
                                "there is no pool '{0}'; write SCOPE/CATEGORY, as in {1}/{2}"};
static const tp_msg msg_runs = {"face.no-runs", "没有可比较的测算{0}",
                                "there is no run to compare{0}"};
static const tp_msg msg_no_answer = {"face.no-answer", "测算 {0} 没有方案",
                                     "the run {0} has no answer"};
static const tp_msg msg_one_period = {"face.one-period",
                                      "测算 {0} 只有一期，没有展望；在方案中写 horizon",
                                      "the run {0} has one period, there is nothing to look ahead "
                                      "to; give the scenario a horizon"};
static const tp_msg msg_tails = {"face.tails", "tails 为 -1 到 20 的整数，不是 {0}",
                                 "tails is a whole number from -1 to 20, not {0}"};
static const tp_msg msg_differs = {"face.differs", "复核不符：{0}", "verification: {0}"};
static const tp_pos nowhere = {0};
enum { WIDTH = 100 };

turnpool_writing tp_face_writing(const turnpool_writing *given)
{
    turnpool_writing all = {0};
    if (given)
        memcpy(&all, given, given->size < sizeof all ? given->size : sizeof all);
    return all;
}

static tp_status no_table(turnpool *t, const tp_page *page, const char *table, tp_err *err)
{
    tp_buf names;
    tp_buf_init(&names);
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].view)
            tp_buf_format(&names, "%s%s", names.length ? ", " : "", page->parts[i].view->id);
    tp_diag_error(&t->diags, nowhere, &msg_table, table, names.bytes ? names.bytes : "-");
    tp_buf_finish(&names);
    return tp_fail(err, TP_E_USAGE, "table %s", table);
}

tp_status tp_face_page(turnpool *t, const tp_page *page, const turnpool_writing *given, char **text,
                       size_t *length, tp_err *err)
{
    const turnpool_writing wanted = tp_face_writing(given);
    const tp_writer *writer = wanted.format ? tp_writer_find(wanted.format) : &tp_writer_table;
    const tp_writing how = {.lang = t->lang,
                            .width = wanted.width > 0 ? (size_t)wanted.width : WIDTH,
                            .table = wanted.table,
                            .bom = wanted.bom != 0};
    tp_buf out;
    if (!writer) {
        tp_diag_error(&t->diags, nowhere, &msg_format, wanted.format);
        return tp_fail(err, TP_E_USAGE, "format %s", wanted.format);
    }
    if (!tp_page_ok(page))
        return tp_fail_nomem(err);
    if (wanted.table && !tp_page_find(page, wanted.table))
        return no_table(t, page, wanted.table, err);
    tp_buf_init(&out);
    tp_status status = writer->write(&out, page, &how, err);
    if (!status && !tp_face_give(&out, text, length))
        status = tp_fail_nomem(err);
    tp_buf_finish(&out);
    return status;
}

turnpool_status turnpool_show(turnpool *t, const turnpool_run *run, const turnpool_writing *how,
                              char **text, size_t *length)
{
    tp_err err = {0};
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    tp_status status = tp_run_whole_page(&page, run->run, !tp_face_writing(how).changes_only,
                                         t->stop, t->call, &err);
    if (!status)
        status = tp_face_page(t, &page, how, text, length, &err);
    return tp_face_end(t, status, &err);
}

static tp_status find_pool(turnpool *t, const tp_case *c, const char *name, int32_t *at,
                           tp_err *err)
{
    *at = tp_pool_named(c, name);
    if (*at != TP_ID_NONE)
        return TP_OK;
    tp_diag_error(&t->diags, nowhere, &msg_pool, name, c->n_pools ? c->pools[0].scope : "",
                  c->n_pools ? c->pools[0].category : "");
    return tp_fail(err, TP_E_INPUT, "no pool %s", name);
}

static tp_status page_about(turnpool *t, tp_page *page, const tp_explain_task *task, int subject,
                            const char *name, tp_err *err)
{
    const tp_run *run = task->run;
    int32_t at;
    tp_status status;
    switch (subject) {
    case TURNPOOL_DEMAND:
        status = tp_dataset_demand_named(run->data, name, &t->diags, t->call, &at, err);
        return status ? status : tp_explain_demand_page(page, task, at, t->call, err);
    case TURNPOOL_UNIT:
        status = tp_dataset_unit_named(run->data, name, &t->diags, t->call, &at, err);
        return status ? status : tp_explain_unit_page(page, task, at, t->call, err);
    case TURNPOOL_POOL:
        status = find_pool(t, run->kase, name, &at, err);
        return status ? status : tp_explain_pool_page(page, task, at, t->call, err);
    default:
        tp_diag_error(&t->diags, nowhere, &msg_subject, tp_arena_format(t->call, "%d", subject));
        return tp_fail(err, TP_E_USAGE, "subject %d", subject);
    }
}

static tp_status explain(turnpool *t, const tp_run *run, int subject, const char *name,
                         tp_page *page, tp_err *err)
{
    tp_variant variant = {NULL};
    tp_explain_task task = {.run = run};
    tp_evaluation *evaluation;
    tp_status status = tp_evaluation_again(&evaluation, run, t->store, &t->diags, t->call, err);
    task.evaluation = evaluation;
    if (!status && !(subject & TURNPOOL_NO_REMEDIES) && tp_run_answered(run)) {
        status = tp_variant_open(&variant, run, t->stop, err);
        task.variant = &variant;
    }
    if (!status)
        status = page_about(t, page, &task, subject & ~TURNPOOL_NO_REMEDIES, name, err);
    tp_variant_close(&variant);
    tp_evaluation_free(evaluation);
    return status;
}

turnpool_status turnpool_explain(turnpool *t, const turnpool_run *run, int subject,
                                 const char *name, const turnpool_writing *how, char **text,
                                 size_t *length)
{
    tp_err err = {0};
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    tp_status status = explain(t, run->run, subject, name, &page, &err);
    if (!status)
        status = tp_face_page(t, &page, how, text, length, &err);
    return tp_face_end(t, status, &err);
}

static tp_status outlook(turnpool *t, const tp_run *run, int tails, tp_page *page, tp_err *err)
{
    tp_yearly yearly;
    tp_tails found;
    const tp_looking how = {.stop = t->stop};
    tp_status status = tp_outlook_yearly(&yearly, run, t->stop, t->call, err);
    if (!status && tails >= 0)
        status = tp_outlook_tails(&found, run, tails + 1, &how, t->call, err);
    return status ? status
                  : tp_outlook_page(page, run, &yearly, tails >= 0 ? &found : NULL, t->call, err);
}

turnpool_status turnpool_outlook(turnpool *t, const turnpool_run *run, int tails,
                                 const turnpool_writing *how, char **text, size_t *length)
{
    tp_err err = {0};
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    if (!tp_run_answered(run->run)) {
        tp_diag_error(&t->diags, nowhere, &msg_no_answer, run->run->id);
        return tp_face_end(t, TP_E_REFUSED, NULL);
    }
    if (run->run->result->n_periods == 1) {
        tp_diag_error(&t->diags, nowhere, &msg_one_period, run->run->id);
        return tp_face_end(t, TP_E_USAGE, NULL);
    }
    if (tails < -1 || tails >= TP_TAILS_MOST) {
        tp_diag_error(&t->diags, nowhere, &msg_tails, tp_arena_format(t->call, "%d", tails));
        return tp_face_end(t, TP_E_USAGE, NULL);
    }
    tp_status status = outlook(t, run->run, tails, &page, &err);
    if (!status)
        status = tp_face_page(t, &page, how, text, length, &err);
    return tp_face_end(t, status, &err);
}

/* What a run that was solved here would leave in a store. */
typedef struct leavings {
    tp_kept_texts texts;
    tp_buf data, order;
    tp_session_stored stored;
} leavings;

static tp_status leave(leavings *out, const tp_run *run, tp_err *err)
{
    tp_dataset_canonical(&out->data, run->data);
    tp_dataset_order(&out->order, run->data);
    tp_status status = tp_keep_texts(&out->texts, run, err);
    if (!status && !(tp_buf_ok(&out->data) && tp_buf_ok(&out->order)))
        status = tp_fail_nomem(err);
    if (status)
        return status;
    const tp_kept_texts *x = &out->texts;
    out->stored = (tp_session_stored){.dataset = out->data.bytes,
                                      .order = out->order.bytes ? out->order.bytes : "",
                                      .scenario = x->scenario.bytes,
                                      .origins = x->origins.bytes ? x->origins.bytes : "",
                                      .document = x->document.bytes,
                                      .certificate = x->certificate.bytes,
                                      .dataset_length = out->data.length,
                                      .scenario_length = x->scenario.length,
                                      .document_length = x->document.length,
                                      .certificate_length = x->certificate.length};
    return TP_OK;
}

static void leavings_finish(leavings *l)
{
    tp_kept_texts_finish(&l->texts);
    tp_buf_finish(&l->data);
    tp_buf_finish(&l->order);
}

/* The texts are read back as if nothing else were known of the run. */
static tp_status verify(turnpool *t, const turnpool_run *run, const char *exported,
                        tp_verify_report *report, tp_page *page, tp_err *err)
{
    leavings left = {0};
    const tp_session_stored *stored = &run->opened.stored;
    tp_session *session = NULL;
    const tp_run *restored;
    tp_diags quiet; /* warnings about the data were told when it was run */
    tp_diags_init(&quiet, t->call);
    tp_status status = run->arena ? TP_OK : leave(&left, run->run, err);
    if (!run->arena)
        stored = &left.stored;
    if (!status)
        status = tp_session_restore(&session, &restored, stored, &quiet, err);
    if (status)
        tp_diags_join(&t->diags, &quiet);
    else
        status = tp_session_verify(session, restored, stored, report, t->call, err);
    if (!status && run->arena) {
        tp_opened_run opened = run->opened;
        opened.run = restored;
        status = tp_opened_run_verify(&opened, report, t->call, err);
    }
    if (!status && exported)
        status = tp_exported_verify(exported, restored, report, &t->diags, t->call, err);
    if (!status)
        status = tp_verify_page(page, run->run, report, t->call, err);
    tp_session_free(session);
    leavings_finish(&left);
    return status;
}

/* Figures that do not hold are a fault; a goal that nothing proves is none, and yet not
 * verified. */
static turnpool_verdict verdict_of(const tp_run *run, const tp_verify_report *report)
{
    if (report->count)
        return TURNPOOL_DIFFERS;
    bool open = report->tiers_open || (run->result->status == TP_INFEASIBLE && !report->refuted);
    return open ? TURNPOOL_UNPROVEN : TURNPOOL_HOLDS;
}

turnpool_status turnpool_verify(turnpool *t, const turnpool_run *run, const char *exported,
                                turnpool_verdict *verdict, const turnpool_writing *how, char **text,
                                size_t *length)
{
    tp_err err = {0};
    tp_page page;
    tp_verify_report report = {0};
    *verdict = TURNPOOL_DIFFERS;
    if (text)
        *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    tp_status status = verify(t, run, exported, &report, &page, &err);
    if (!status && text)
        status = tp_face_page(t, &page, how, text, length, &err);
    for (size_t i = 0; !status && !text && i < report.count; i++)
        tp_diag_warn(&t->diags, nowhere, &msg_differs,
                     tp_words_in(report.findings[i].text, t->lang));
    if (!status)
        *verdict = verdict_of(run->run, &report);
    return tp_face_end(t, status, &err);
}

turnpool_status turnpool_compare(turnpool *t, const turnpool_run *const *runs, size_t count,
                                 int *same, const turnpool_writing *how, char **text,
                                 size_t *length)
{
    tp_err err = {0};
    tp_comparison comparison;
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    if (!count) {
        tp_diag_error(&t->diags, nowhere, &msg_runs, "");
        return tp_face_end(t, TP_E_USAGE, NULL);
    }
    const tp_compare_page_options wanted = {.all = !tp_face_writing(how).changes_only};
    const tp_run **of = tp_arena_array(t->call, count, sizeof *of);
    tp_status status = of ? TP_OK : tp_fail_nomem(&err);
    for (size_t i = 0; !status && i < count; i++)
        of[i] = runs[i]->run;
    if (!status)
        status = tp_compare_runs(&comparison, of, count, t->call, &err);
    if (!status)
        status = tp_compare_page(&page, &comparison, &wanted, t->call, &err);
    if (!status)
        status = tp_face_page(t, &page, how, text, length, &err);
    if (!status && same)
        *same = comparison.same_answer;
    return tp_face_end(t, status, &err);
}

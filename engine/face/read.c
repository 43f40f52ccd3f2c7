/* Runs as pages, explanations and comparisons, and their verification. */
#include "face/parts.h"

#include "explain/compare.h"
#include "explain/outlook.h"
#include "report/views/compare.h"
#include "report/views/explain.h"
#include "report/views/outlook.h"
#include "report/views/run.h"
#include "report/writers/writers.h"
#include "workspace/keep.h"

static const tp_msg msg_format = {"face.format", "没有格式“{0}”；有 table、json、csv、md、xlsx",
                                  "there is no format '{0}'; there are table, json, csv, md, xlsx"};
static const tp_msg msg_demand = {"face.no-demand", "数据中没有申请“{0}”",
                                  "there is no demand '{0}' in the data"};
static const tp_msg msg_unit = {"face.no-unit", "数据中没有单位“{0}”",
                                "there is no unit '{0}' in the data"};
static const tp_msg msg_runs = {"face.no-runs", "没有可比较的测算{0}",
                                "there is no run to compare{0}"};
static const tp_msg msg_no_plan = {"face.no-plan", "测算 {0} 只有一期或没有方案，没有展望",
                                   "the run {0} has one period, or no answer: there is nothing to "
                                   "look ahead to"};
static const tp_msg msg_tails = {"face.tails", "tails 为 -1 到 20 的整数，不是 {0}",
                                 "tails is a whole number from -1 to 20, not {0}"};
static const tp_msg msg_differs = {"face.differs", "复核不符：{0}", "verification: {0}"};
static const tp_pos nowhere = {0};
enum { WIDTH = 100 };

tp_status tp_face_page(turnpool *t, const tp_page *page, const char *format, char **text,
                       size_t *length, tp_err *err)
{
    const tp_writer *writer = tp_writer_find(format);
    const tp_writing how = {.lang = t->lang, .width = WIDTH};
    tp_buf out;
    if (!writer) {
        tp_diag_error(&t->diags, nowhere, &msg_format, format);
        return tp_fail(err, TP_E_USAGE, "format %s", format);
    }
    tp_buf_init(&out);
    tp_status status = writer->write(&out, page, &how, err);
    if (!status && !tp_face_give(&out, text, length))
        status = tp_fail_nomem(err);
    tp_buf_finish(&out);
    return status;
}

turnpool_status turnpool_show(turnpool *t, const turnpool_run *run, const char *format, char **text,
                              size_t *length)
{
    tp_err err = {0};
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    tp_status status =
        tp_run_page(&page, run->run, &(tp_run_page_options){.all = true}, t->call, &err);
    if (!status)
        status = tp_face_page(t, &page, format, text, length, &err);
    return tp_face_end(t, status, &err);
}

typedef tp_status page_of(tp_page *page, const tp_explain_task *task, int32_t index,
                          tp_arena *arena, tp_err *err);

static turnpool_status explain(turnpool *t, const turnpool_run *run, int32_t index, page_of *make,
                               const char *format, char **text, size_t *length)
{
    tp_err err = {0};
    tp_page page;
    tp_variant variant = {NULL};
    tp_explain_task task = {.run = run->run};
    tp_status status = TP_OK;
    if (tp_run_answered(run->run)) {
        status = tp_variant_open(&variant, run->run, t->stop, &err);
        task.variant = &variant;
    }
    if (!status)
        status = make(&page, &task, index, t->call, &err);
    if (!status)
        status = tp_face_page(t, &page, format, text, length, &err);
    tp_variant_close(&variant);
    return tp_face_end(t, status, &err);
}

static turnpool_status unknown(turnpool *t, const tp_msg *msg, const char *name)
{
    tp_diag_error(&t->diags, nowhere, msg, name);
    return tp_face_end(t, TP_E_INPUT, NULL);
}

turnpool_status turnpool_explain_demand(turnpool *t, const turnpool_run *run, const char *demand,
                                        const char *format, char **text, size_t *length)
{
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    int32_t at = tp_dataset_demand(run->run->data, demand);
    return at == TP_ID_NONE ? unknown(t, &msg_demand, demand)
                            : explain(t, run, at, tp_explain_demand_page, format, text, length);
}

turnpool_status turnpool_explain_unit(turnpool *t, const turnpool_run *run, const char *unit,
                                      const char *format, char **text, size_t *length)
{
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    int32_t at = tp_dataset_unit(run->run->data, unit);
    return at == TP_ID_NONE ? unknown(t, &msg_unit, unit)
                            : explain(t, run, at, tp_explain_unit_page, format, text, length);
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
                                 const char *format, char **text, size_t *length)
{
    tp_err err = {0};
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    if (run->run->result->n_periods == 1 || !tp_run_answered(run->run)) {
        tp_diag_error(&t->diags, nowhere, &msg_no_plan, run->run->id);
        return tp_face_end(t, TP_E_REFUSED, NULL);
    }
    if (tails < -1 || tails >= TP_TAILS_MOST) {
        tp_diag_error(&t->diags, nowhere, &msg_tails, tp_arena_format(t->call, "%d", tails));
        return tp_face_end(t, TP_E_USAGE, NULL);
    }
    tp_status status = outlook(t, run->run, tails, &page, &err);
    if (!status)
        status = tp_face_page(t, &page, format, text, length, &err);
    return tp_face_end(t, status, &err);
}

/* As `verify` does with what a store keeps: the run's texts are read back as if nothing else were
 * known of it. */
static tp_status verify(turnpool *t, const tp_run *run, tp_verify_report *report, tp_err *err)
{
    tp_kept_texts texts;
    tp_buf data, order;
    tp_session *session = NULL;
    const tp_run *restored;
    tp_buf_init(&data);
    tp_buf_init(&order);
    tp_dataset_canonical(&data, run->data);
    tp_dataset_order(&order, run->data);
    tp_status status = tp_keep_texts(&texts, run, err);
    if (!status && !(tp_buf_ok(&data) && tp_buf_ok(&order)))
        status = tp_fail_nomem(err);
    if (!status) {
        const tp_session_stored stored = {.dataset = data.bytes,
                                          .order = order.bytes ? order.bytes : "",
                                          .scenario = texts.scenario.bytes,
                                          .origins = texts.origins.bytes ? texts.origins.bytes : "",
                                          .document = texts.document.bytes,
                                          .certificate = texts.certificate.bytes,
                                          .dataset_length = data.length,
                                          .scenario_length = texts.scenario.length,
                                          .document_length = texts.document.length,
                                          .certificate_length = texts.certificate.length};
        status = tp_session_restore(&session, &restored, &stored, &t->diags, err);
        if (!status)
            status = tp_session_verify(session, restored, &stored, report, t->call, err);
    }
    tp_session_free(session);
    tp_kept_texts_finish(&texts);
    tp_buf_finish(&data);
    tp_buf_finish(&order);
    return status;
}

turnpool_status turnpool_verify(turnpool *t, const turnpool_run *run, int *holds)
{
    tp_err err = {0};
    tp_verify_report report = {0};
    *holds = 0;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    tp_status status = verify(t, run->run, &report, &err);
    for (size_t i = 0; !status && i < report.count; i++)
        tp_diag_warn(&t->diags, nowhere, &msg_differs,
                     tp_words_in(report.findings[i].text, t->lang));
    *holds = !status && report.count == 0;
    return tp_face_end(t, status, &err);
}

turnpool_status turnpool_compare(turnpool *t, const turnpool_run *const *runs, size_t count,
                                 const char *format, char **text, size_t *length)
{
    tp_err err = {0};
    tp_comparison comparison;
    tp_page page;
    *text = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_NOTHING);
    if (begun)
        return begun;
    if (!count)
        return unknown(t, &msg_runs, "");
    const tp_run **of = tp_arena_array(t->call, count, sizeof *of);
    tp_status status = of ? TP_OK : tp_fail_nomem(&err);
    for (size_t i = 0; !status && i < count; i++)
        of[i] = runs[i]->run;
    if (!status)
        status = tp_compare_runs(&comparison, of, count, t->call, &err);
    if (!status)
        status = tp_compare_page(&page, &comparison, &(tp_compare_page_options){.all = true},
                                 t->call, &err);
    if (!status)
        status = tp_face_page(t, &page, format, text, length, &err);
    return tp_face_end(t, status, &err);
}

#include "workspace/keep.h"

#include "run/document.h"

static tp_blob blob(const tp_buf *buf)
{
    return (tp_blob){buf->bytes ? buf->bytes : "", buf->length};
}

tp_status tp_keep_texts(tp_kept_texts *out, const tp_run *run, tp_err *err)
{
    *out = (tp_kept_texts){0};
    const tp_scenario *s = run->scenario;
    tp_buf_text(&out->path, s->path);
    if (s->variant)
        tp_buf_format(&out->path, "#%s", s->variant);
    tp_scenario_canonical(&out->scenario, s);
    tp_scenario_origins(&out->origins, s);
    tp_document_write(&out->document, run);
    tp_certificate_write(&out->certificate, run);
    bool ok = tp_buf_ok(&out->path) && tp_buf_ok(&out->scenario) && tp_buf_ok(&out->origins) &&
              tp_buf_ok(&out->document) && tp_buf_ok(&out->certificate);
    return ok ? TP_OK : tp_fail_nomem(err);
}

void tp_kept_texts_finish(tp_kept_texts *texts)
{
    tp_buf_finish(&texts->path);
    tp_buf_finish(&texts->scenario);
    tp_buf_finish(&texts->origins);
    tp_buf_finish(&texts->document);
    tp_buf_finish(&texts->certificate);
}

tp_status tp_keep_dataset(tp_store *store, const tp_run *run, const char *now, tp_err *err)
{
    tp_buf canonical, order;
    tp_buf_init(&canonical);
    tp_buf_init(&order);
    tp_dataset_canonical(&canonical, run->data);
    tp_dataset_order(&order, run->data);
    tp_dataset_record dataset = {run->data->sha256, blob(&canonical), blob(&order), now};
    tp_status status = tp_buf_ok(&canonical) && tp_buf_ok(&order)
                           ? tp_store_put_dataset(store, &dataset, NULL, err)
                           : tp_fail_nomem(err);
    tp_buf_finish(&canonical);
    tp_buf_finish(&order);
    return status;
}

tp_status tp_keep_run(tp_store *store, const tp_run *run, const tp_kept_texts *texts,
                      const char *now, tp_err *err)
{
    tp_scenario_record scenario = {.sha256 = run->scenario->sha256,
                                   .name = run->scenario->name,
                                   .title = run->scenario->title,
                                   .path = texts->path.bytes ? texts->path.bytes : "",
                                   .text = blob(&texts->scenario),
                                   .origins = blob(&texts->origins),
                                   .stored_at = now};
    tp_run_record record = {.run = run->id,
                            .dataset_sha256 = run->data->sha256,
                            .scenario_sha256 = run->scenario->sha256,
                            .source_path = run->data->path,
                            .source_sha256 = *run->source_sha256 ? run->source_sha256 : NULL,
                            .ledger_head = run->ledger_head,
                            .evaluation = run->evaluation_sha256,
                            .engine = run->engine,
                            .status = tp_answer_status_names[run->result->status],
                            .as_of = run->scenario->as_of,
                            .document = blob(&texts->document),
                            .certificate = blob(&texts->certificate),
                            .stored_at = now};
    tp_status status = tp_store_put_scenario(store, &scenario, NULL, err);
    return status ? status : tp_store_put_run(store, &record, NULL, err);
}

tp_status tp_keep(tp_store *store, const tp_run *run, const tp_asking *asked, const char *now,
                  tp_err *err)
{
    tp_kept_texts texts;
    tp_status status = tp_keep_texts(&texts, run, err);
    if (!status)
        status = tp_store_begin(store, err);
    if (!status) {
        status = tp_keep_dataset(store, run, now, err);
        if (!status)
            status = tp_keep_run(store, run, &texts, now, err);
        if (!status && asked)
            status = tp_store_note_asked(store, run->id, asked, err);
        if (!status)
            status = tp_store_commit(store, err);
        if (status)
            tp_store_rollback(store);
    }
    tp_kept_texts_finish(&texts);
    return status;
}

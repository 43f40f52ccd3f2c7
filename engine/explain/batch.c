#include "explain/batch.h"

#include "base/parallel.h"
#include "domain/scenario_resolve.h"
#include "read/columns.h"
#include "read/csv.h"
#include "read/source.h"

#include <pthread.h>
#include <string.h>

static const tp_msg msg_setting = {"batch.setting", "“{0}”应写作 键=值",
                                   "\"{0}\" should be key=value"};
static const tp_msg msg_no_store = {"batch.no-store", "{0}：没有数据库可取这次测算",
                                    "{0}: there is no store to take this run from"};
static const tp_msg msg_empty = {"batch.empty", "清单中没有测算", "the list names no run"};

typedef struct list_row {
    const char *scenario, *set, *run;
} list_row;

static const tp_column list_columns[] = {
    {.name = "scenario",
     .zh = "方案",
     .type = TP_COL_TEXT,
     .offset = offsetof(list_row, scenario),
     .required = true,
     .doc = {"方案文件，可带 #名称；相对于清单所在目录。",
             "Scenario file, perhaps with #NAME; relative to where the list lies."}},
    {.name = "set",
     .zh = "改写",
     .type = TP_COL_TEXT,
     .offset = offsetof(list_row, set),
     .doc = {"临时改写，键=值，多项用分号隔开。", "Settings key=value, several with semicolons."}},
    {.name = "run",
     .zh = "测算",
     .type = TP_COL_CODE,
     .offset = offsetof(list_row, run),
     .doc = {"已存的测算：数据和方案由它取，不读文件。",
             "A stored run: data and scenario are taken from it, no file is read."}},
};
static const tp_columns list_table = {"runs",
                                      "清单",
                                      list_columns,
                                      sizeof list_columns / sizeof *list_columns,
                                      sizeof(list_row),
                                      true,
                                      {"一批测算。", "A list of runs."}};

static tp_status read_settings(tp_batch_item *item, tp_pos pos, tp_arena *arena, tp_diags *diags,
                               tp_err *err)
{
    size_t capacity = 0;
    for (const char *at = item->set; *at;) {
        at += strspn(at, "; ");
        size_t length = strcspn(at, ";");
        char *text = tp_arena_copy(arena, at, length);
        char *equals = text ? strchr(text, '=') : NULL;
        if (!text || !tp_arena_grow(arena, &item->settings, &capacity, item->n_settings, 1))
            return tp_fail_nomem(err);
        at += length;
        if (*text && (!equals || equals == text))
            tp_diag_error(diags, pos, &msg_setting, text);
        if (!equals || equals == text)
            continue;
        *equals = '\0';
        item->settings[item->n_settings++] = (tp_setting){.key = text, .value = equals + 1};
    }
    return TP_OK;
}

tp_status tp_batch_read(tp_batch *out, const char *path, tp_arena *arena, tp_diags *diags,
                        tp_err *err)
{
    tp_source source;
    const tp_table *table = NULL;
    tp_rows rows;
    size_t before = diags->errors;
    *out = (tp_batch){0};
    tp_status status = tp_source_read(&source, arena, path, NULL, diags, err);
    if (status == TP_OK)
        status = tp_csv_read(&table, arena, &source, diags, err);
    if (status == TP_OK && table)
        status = tp_rows_open(&rows, &list_table, table, arena, diags, err);
    if (status != TP_OK)
        return status;
    size_t count = table ? table->rows : 0;
    out->items = tp_arena_array(arena, count + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        list_row row;
        if (!tp_rows_read(&rows, i, &row, diags) || !rows.complete)
            continue;
        tp_batch_item *item = &out->items[out->count++];
        *item = (tp_batch_item){
            .scenario = row.run ? row.scenario : tp_scenario_path_beside(arena, path, row.scenario),
            .set = row.set ? row.set : "",
            .run = row.run};
        status = item->scenario
                     ? read_settings(item, tp_rows_pos(&rows, i, "set"), arena, diags, err)
                     : tp_fail_nomem(err);
    }
    if (status == TP_OK && diags->errors == before && !out->count)
        tp_diag_error(diags, (tp_pos){.file = path}, &msg_empty, "");
    if (status == TP_OK && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "the list is wrong");
    return status;
}

typedef struct batcher {
    const tp_batch_task *task;
    tp_diags *diags;
    pthread_mutex_t lock; /* of diags, titles and the store behind references */
    tp_reference_source references;
} batcher;

static tp_status fetch(void *user, const char *reference, tp_buf *out, tp_err *err)
{
    batcher *b = user;
    pthread_mutex_lock(&b->lock);
    tp_status status = b->references.fetch(b->references.user, reference, out, err);
    pthread_mutex_unlock(&b->lock);
    return status;
}

/* A line of a result as text; false: none, or too long. */
static bool take_text(const char *result, const char *name, char *out, size_t size)
{
    const char *at = tp_portion_line(result, name);
    size_t length = at ? strcspn(at, "\n") : 0;
    if (length < 2 || length > size)
        return false;
    memcpy(out, at + 1, length - 1);
    out[length - 1] = '\0';
    return true;
}

/* What is known of an item, if its files and the ledger are what they were. */
static bool recall(const batcher *b, size_t index, const tp_session *session)
{
    tp_batch_outcome found = {.title = b->task->outcomes[index].title};
    char status[32] = "", ledger[TP_SHA256_HEX] = "";
    const char *head = tp_session_ledger_head(session);
    const char *known = tp_portion_known(&b->task->portion, index);
    if (!known || !take_text(known, "run", found.at.run, sizeof found.at.run) ||
        !take_text(known, "answer", found.at.answer, sizeof found.at.answer) ||
        !take_text(known, "status", status, sizeof status) ||
        !take_text(known, "dataset", found.dataset, sizeof found.dataset) ||
        !take_text(known, "scenario", found.scenario, sizeof found.scenario))
        return false;
    (void)take_text(known, "ledger", ledger, sizeof ledger);
    if (strcmp(found.dataset, tp_session_data(session)->sha256) != 0 ||
        strcmp(found.scenario, tp_session_scenario(session)->sha256) != 0 ||
        strcmp(ledger, head) != 0)
        return false;
    tp_sweep_figures_read(&found.at, known);
    for (int s = 0; s < 4; s++)
        if (strcmp(tp_answer_status_names[s], status) == 0) {
            found.at.status = (tp_answer_status)s;
            found.at.done = true;
        }
    if (found.at.done)
        b->task->outcomes[index] = found;
    return found.at.done;
}

static tp_status keep(const batcher *b, size_t index, const tp_run *run, tp_err *err)
{
    const tp_sweep_outcome *at = &b->task->outcomes[index].at;
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_format(&text, "run %s\nanswer %s\nstatus %s\ndataset %s\nscenario %s\nledger %s\n",
                  at->run, at->answer, tp_answer_status_names[at->status], run->data->sha256,
                  run->scenario->sha256, run->ledger_head);
    tp_sweep_figures_write(&text, at);
    return tp_portion_keep(&b->task->portion, index, &text, err);
}

static tp_status solve(batcher *b, size_t index, tp_session *session, tp_err *err)
{
    const tp_run *run;
    const tp_session_solve_options wanted = {.gap = b->task->gap, .stop = b->task->stop};
    tp_batch_outcome *out = &b->task->outcomes[index];
    tp_sweep_outcome outcome;
    tp_status status = tp_session_solve(session, &wanted, &run, err);
    if (status != TP_OK || tp_run_cut_short(run))
        return status;
    status = tp_sweep_outcome_of(&outcome, run, err);
    if (status == TP_OK && b->task->finished)
        status = b->task->finished(b->task->user, index, run, err);
    if (status != TP_OK)
        return status;
    out->at = outcome;
    memcpy(out->dataset, run->data->sha256, TP_SHA256_HEX);
    memcpy(out->scenario, run->scenario->sha256, TP_SHA256_HEX);
    return keep(b, index, run, err);
}

static tp_status note_title(batcher *b, size_t index, const tp_session *session, tp_err *err)
{
    tp_words title = tp_session_scenario(session)->title;
    tp_words *to = &b->task->outcomes[index].title;
    pthread_mutex_lock(&b->lock);
    to->zh = tp_arena_text(b->task->arena, title.zh ? title.zh : "");
    to->en = tp_arena_text(b->task->arena, title.en ? title.en : "");
    pthread_mutex_unlock(&b->lock);
    return to->zh && to->en ? TP_OK : tp_fail_nomem(err);
}

static tp_status open_file(tp_session **out, const tp_batch_item *item, tp_session_options options,
                           tp_diags *diags, tp_arena *arena, tp_err *err)
{
    tp_setting *all = tp_arena_array(arena, options.n_settings + item->n_settings + 1, sizeof *all);
    if (!all)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < options.n_settings; i++)
        all[i] = options.settings[i];
    for (size_t i = 0; i < item->n_settings; i++)
        all[options.n_settings + i] = item->settings[i];
    options.settings = all;
    options.n_settings += item->n_settings;
    return tp_session_open(out, item->scenario, &options, diags, err);
}

static tp_status open_stored(tp_session **out, const tp_batch_task *task, const tp_batch_item *item,
                             tp_diags *diags, tp_err *err)
{
    if (task->open)
        return task->open(task->user, item->run, out, diags, err);
    tp_diag_error(diags, (tp_pos){0}, &msg_no_store, item->run);
    return tp_fail(err, TP_E_INPUT, "no store");
}

tp_status tp_batch_open(tp_session **out, const tp_batch_task *task, size_t index, tp_diags *diags,
                        tp_arena *arena, tp_err *err)
{
    const tp_batch_item *item = &task->batch->items[index];
    *out = NULL;
    if (item->run)
        return open_stored(out, task, item, diags, err);
    return open_file(out, item, task->options ? *task->options : (tp_session_options){0}, diags,
                     arena, err);
}

/* As above, with whatever several threads must not do at once one after the other. */
static tp_status open_item(batcher *b, tp_session **out, size_t index, tp_diags *diags,
                           tp_arena *arena, tp_err *err)
{
    const tp_batch_item *item = &b->task->batch->items[index];
    tp_session_options options = {0};
    *out = NULL;
    if (item->run) {
        pthread_mutex_lock(&b->lock);
        tp_status status = open_stored(out, b->task, item, diags, err);
        pthread_mutex_unlock(&b->lock);
        return status;
    }
    if (b->task->options)
        options = *b->task->options;
    if (b->references.fetch)
        options.references = (tp_reference_source){fetch, b};
    return open_file(out, item, options, diags, arena, err);
}

static tp_status work_on(batcher *b, size_t index, tp_arena *arena, tp_err *err)
{
    tp_session *session;
    tp_diags found;
    tp_diags_init(&found, arena);
    tp_status status = open_item(b, &session, index, &found, arena, err);
    if (status == TP_OK)
        status = note_title(b, index, session, err);
    if (status == TP_OK && !recall(b, index, session))
        status = solve(b, index, session, err);
    tp_session_free(session);
    pthread_mutex_lock(&b->lock);
    if (status == TP_E_INPUT || status == TP_E_REFUSED)
        tp_diags_join(b->diags, &found);
    pthread_mutex_unlock(&b->lock);
    return status;
}

static tp_status work(void *user, size_t worker, size_t index, tp_err *err)
{
    (void)worker;
    batcher *b = user;
    const tp_stop *stop = &b->task->stop;
    if (!tp_shard_has(b->task->portion.shard, index, b->task->batch->count) ||
        (stop->ask && stop->ask(stop->user) != TP_GO_ON))
        return TP_OK;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? work_on(b, index, arena, err) : tp_fail_nomem(err);
    tp_arena_free(arena);
    return status;
}

tp_status tp_batch_run(const tp_batch_task *task, tp_diags *diags, tp_err *err)
{
    batcher b = {.task = task, .diags = diags};
    if (task->options)
        b.references = task->options->references;
    tp_status status = tp_portion_begin(&task->portion, task->batch->count, err);
    if (status != TP_OK)
        return status;
    pthread_mutex_init(&b.lock, NULL);
    const tp_parallel crew = {
        .threads = task->threads, .items = task->batch->count, .work = work, .user = &b};
    status = tp_parallel_run(&crew, err);
    pthread_mutex_destroy(&b.lock);
    return status;
}

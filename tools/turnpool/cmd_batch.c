#include "commands.h"
#include "inputs.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/batch.h"
#include "slurm.h"
#include "workspace/keep.h"
#include "workspace/stored_run.h"

#include <stdio.h>
#include <string.h>

static const tp_option options[] = {TP_JOBS_OPTION, TP_SHARD_OPTIONS, TP_SLURM_OPTIONS};

typedef struct batching {
    const tp_cli *cli;
    tp_cli_inputs inputs;
    tp_cli_limits limits;
    tp_batch batch;
    tp_batch_task task;
    tp_work_record record;
    char id[TP_RUN_ID_TEXT];
    tp_cli_shard shard;
    tp_store *store;      /* what results are put into; borrowed */
    tp_store *from;       /* holds stored runs of the list; NULL: the inputs' store does */
    const char **known;   /* [count] */
    pthread_mutex_t lock; /* of the store and the progress line */
    size_t done;
} batching;

static const char *known(void *user, size_t item)
{
    const batching *b = user;
    return b->known[item];
}

static tp_status keep(void *user, size_t item, const char *result, tp_err *err)
{
    batching *b = user;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    pthread_mutex_lock(&b->lock);
    tp_status status = tp_store_put_item(b->store, b->id, item, result, now, err);
    tp_cli_progress_points(++b->done, tp_shard_size(b->shard.shard, b->batch.count));
    pthread_mutex_unlock(&b->lock);
    return status;
}

static tp_status finished(void *user, size_t item, const tp_run *run, tp_err *err)
{
    (void)item;
    batching *b = user;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    pthread_mutex_lock(&b->lock);
    tp_status status = tp_keep(b->store, run, NULL, now, err);
    pthread_mutex_unlock(&b->lock);
    return status;
}

/* Without its answer, if it has one: a session of its own over the same data and scenario. */
static tp_status open_stored(void *user, const char *name, tp_session **out, tp_diags *diags,
                             tp_err *err)
{
    const batching *b = user;
    tp_opened_run opened;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_store *store = b->from ? b->from : b->inputs.store;
    tp_status status = tp_run_open_named(store, name, arena, &opened, err);
    if (!status)
        status = tp_session_clone(out, opened.run, diags, err);
    tp_opened_run_free(&opened);
    tp_arena_free(arena);
    return status;
}

/* What the list says names the work; what the files say is held against each result. */
static tp_status identify(batching *b, tp_err *err)
{
    tp_buf asked;
    size_t at = 0;
    tp_buf_init(&asked);
    for (size_t i = 0; i < b->batch.count; i++)
        tp_buf_format(&asked, "%s\t%s\n", b->batch.items[i].scenario, b->batch.items[i].set);
    for (const char *text; (text = tp_cli_next(b->cli, "set", &at)) != NULL;)
        tp_buf_format(&asked, "set\t%s\n", text);
    tp_buf_format(&asked, "gap\t%lld\n", (long long)b->limits.gap);
    b->record = (tp_work_record){
        .kind = "batch",
        .asked = tp_buf_ok(&asked) ? tp_arena_text(b->cli->arena, asked.bytes) : NULL,
        .engine = tp_run_engine(b->cli->arena),
        .items = (int64_t)b->batch.count};
    tp_buf_finish(&asked);
    return b->record.asked && b->record.engine ? tp_work_identify(&b->record, b->id, err)
                                               : tp_fail_nomem(err);
}

static tp_status prepare(batching *b, tp_err *err)
{
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    b->record.stored_at = now;
    tp_status status = tp_store_put_work(b->store, &b->record, err);
    if (!status)
        status =
            tp_store_list_items(b->store, b->id, b->batch.count, b->cli->arena, &b->known, err);
    b->task.batch = &b->batch;
    b->task.options = &b->inputs.inputs.options;
    b->task.gap = b->limits.gap;
    b->task.stop = b->limits.stop;
    b->task.arena = b->cli->arena;
    b->task.finished = finished;
    b->task.open = open_stored;
    b->task.user = b;
    b->task.portion =
        (tp_portion){.shard = b->shard.shard, .known = known, .keep = keep, .user = b};
    b->task.outcomes = tp_arena_array(b->cli->arena, b->batch.count, sizeof *b->task.outcomes);
    return status || b->task.outcomes ? status : tp_fail_nomem(err);
}

static int show(const batching *b)
{
    tp_err err = {0};
    tp_page page;
    size_t done = 0;
    for (size_t i = 0; i < b->batch.count; i++)
        done += b->task.outcomes[i].at.done;
    tp_status status = tp_batch_page(&page, &b->batch, b->task.outcomes, b->cli->arena, &err);
    int code = status ? tp_cli_fail(b->cli, status, NULL, &err) : tp_cli_page(b->cli, &page);
    return code || done == b->batch.count ? code : done ? TP_EXIT_STOPPED : TP_EXIT_STOPPED_NONE;
}

/* Nothing is solved of it: what a run stands on is all that is wanted. */
static tp_stop_reason at_once(void *user)
{
    (void)user;
    return TP_STOP_USER;
}

static void write_field(tp_buf *out, const char *text)
{
    bool plain = !strpbrk(text, ",\"\r\n;\t ");
    if (!plain)
        tp_buf_char(out, '"');
    for (const char *p = text; *p; p++)
        tp_buf_add(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    if (!plain)
        tp_buf_char(out, '"');
}

static tp_status put_item(batching *b, size_t item, tp_store *store, tp_buf *list, tp_err *err)
{
    char now[TP_TIME_TEXT];
    const tp_batch_item *at = &b->batch.items[item];
    tp_session *session = NULL;
    const tp_run *run;
    tp_arena *arena = tp_arena_create();
    const tp_session_solve_options none = {
        .stop = {at_once, NULL}, .skip_proofs = true, .skip_conflict = true};
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = tp_batch_open(&session, &b->task, item, b->cli->diags, arena, err);
    if (!status)
        status = tp_session_solve(session, &none, &run, err);
    tp_cli_now(now);
    if (!status && store)
        status = tp_keep(store, run, NULL, now, err);
    if (!status) {
        write_field(list, at->scenario);
        tp_buf_char(list, ',');
        write_field(list, at->set);
        tp_buf_format(list, ",%s\n", run->id);
    }
    tp_session_free(session);
    tp_arena_free(arena);
    return status;
}

/* Is it what stands in the file? */
static bool says(const char *path, const tp_buf *text)
{
    size_t at = 0;
    int c = EOF;
    FILE *file = fopen(path, "rb");
    while (file && (c = fgetc(file)) != EOF && at < text->length &&
           (unsigned char)text->bytes[at] == c)
        at++;
    bool same = file && c == EOF && at == text->length;
    if (file)
        fclose(file);
    return same;
}

/* The list as the nodes read it: each item with the run that holds its data and scenario. */
static int put_list(void *user, const char *path, tp_store *store)
{
    batching *b = user;
    tp_err err = {0};
    tp_buf list;
    tp_status status = TP_OK;
    int code = 0;
    tp_buf_init(&list);
    tp_buf_text(&list, "scenario,set,run\n");
    for (size_t i = 0; i < b->batch.count && !status; i++)
        status = put_item(b, i, store, &list, &err);
    if (status)
        code = tp_cli_fail(b->cli, status, b->cli->diags, &err);
    else if (store)
        code = tp_cli_write_file(b->cli, path, &list);
    else if (!says(path, &list))
        code = TP_ERROR_EXIT(b->cli, TP_EXIT_REFUSED,
                             ((tp_words){"{0} 中的输入与现在的方案、数据或台账不同；请换 --folder",
                                         "scenarios, data or ledger are not what {0} was made of: "
                                         "name another --folder"}),
                             path);
    tp_buf_finish(&list);
    tp_cli_diags(b->cli, b->cli->diags);
    return code;
}

static int elsewhere(batching *b)
{
    const tp_cli_slurm_task task = {
        .work = b->id, .list = put_list, .user = b, .stop = b->limits.stop};
    b->task.batch = &b->batch;
    b->task.options = &b->inputs.inputs.options;
    b->task.open = open_stored;
    b->task.user = b;
    return tp_cli_slurm(b->cli, &task);
}

/* The store that a list of stored runs is shown from. */
static int open_from(batching *b)
{
    tp_err err = {0};
    const char *path = tp_cli_value(b->cli, "from");
    const tp_store_options how = {.read_only = true, .diags = b->cli->diags};
    if (!path || b->shard.shard.of || tp_cli_has(b->cli, "slurm"))
        return 0;
    tp_status status = tp_store_open(&b->from, path, &how, &err);
    return status ? tp_cli_fail(b->cli, status, b->cli->diags, &err) : 0;
}

static int batch(batching *b)
{
    const tp_cli *cli = b->cli;
    tp_err err = {0};
    int code = tp_cli_jobs(cli, &b->task.threads);
    if (!code)
        code = tp_cli_begin(cli, &b->limits);
    if (code)
        return code;
    tp_status status = tp_batch_read(&b->batch, cli->args[0], cli->arena, cli->diags, &err);
    if (!status)
        status = identify(b, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (tp_cli_has(cli, "slurm"))
        return elsewhere(b);
    code = open_from(b);
    if (!code)
        code = tp_cli_shard_open(cli, &b->shard, b->id, b->batch.count);
    if (code || b->shard.finished)
        return code ? code : tp_cli_shard_close(cli, &b->shard, b->id, b->batch.count);
    b->store = b->shard.store ? b->shard.store : b->inputs.store;
    status = prepare(b, &err);
    if (!status)
        status = tp_batch_run(&b->task, cli->diags, &err);
    tp_cli_progress_end();
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    return b->shard.store ? tp_cli_shard_close(cli, &b->shard, b->id, b->batch.count) : show(b);
}

static int run_batch(tp_cli *cli)
{
    batching b = {.cli = cli};
    int code = tp_cli_shard_read(cli, &b.shard);
    if (!code)
        code = tp_cli_inputs_open(
            cli, b.shard.shard.of || tp_cli_has(cli, "slurm") ? TP_STORE_READ : TP_STORE_MAKE,
            &b.inputs);
    if (code)
        return code;
    pthread_mutex_init(&b.lock, NULL);
    code = batch(&b);
    pthread_mutex_destroy(&b.lock);
    tp_cli_shard_free(&b.shard);
    tp_store_close(b.from);
    tp_cli_inputs_close(&b.inputs);
    return code;
}

const tp_command tp_cmd_batch = {
    .name = "batch",
    .arguments = {"清单.csv", "LIST.csv"},
    .brief = {"按清单逐个测算，如 31 个县各 6 个方案", "Solve a list of runs, of any scenarios"},
    .text =
        {"清单各列：scenario（方案文件，可带 #名称，相对于清单）、set（可缺；键=值，多项用分号隔"
         "开）、run（可缺；已存的测算，数据和方案由它取，scenario 只作名称，set "
         "不再套用）。随算随存；中断后用同样的命令接着算。文件改过的项会重新测算。",
         "The list has the columns scenario (a file, perhaps with #NAME, beside the list), set "
         "(optional: key=value, several with semicolons) and run (optional: a stored run whose "
         "data "
         "and scenario are taken; scenario is then but a name, and set is in it already). Runs are "
         "stored as they are solved; "
         "the same command goes on after an interruption. An item whose files changed is solved "
         "anew."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS |
              TP_WITH_SET | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_batch,
};

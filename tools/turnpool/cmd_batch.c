#include "commands.h"
#include "inputs.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/batch.h"
#include "workspace/keep.h"

#include <string.h>

static const tp_option options[] = {TP_JOBS_OPTION, TP_SHARD_OPTIONS};

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
        code = tp_cli_inputs_open(cli, b.shard.shard.of ? TP_STORE_READ : TP_STORE_MAKE, &b.inputs);
    if (code)
        return code;
    pthread_mutex_init(&b.lock, NULL);
    code = batch(&b);
    pthread_mutex_destroy(&b.lock);
    tp_cli_shard_free(&b.shard);
    tp_cli_inputs_close(&b.inputs);
    return code;
}

const tp_command tp_cmd_batch = {
    .name = "batch",
    .arguments = {"清单.csv", "LIST.csv"},
    .brief = {"按清单逐个测算，如 31 个县各 6 个方案", "Solve a list of runs, of any scenarios"},
    .text =
        {"清单各列：scenario（方案文件，可带 #名称，相对于清单）、set（可缺；键=值，多项用分号隔"
         "开）。随算随存；中断后用同样的命令接着算。文件改过的项会重新测算。",
         "The list has the columns scenario (a file, perhaps with #NAME, beside the list) and set "
         "(optional: key=value, several with semicolons). Runs are stored as they are solved; "
         "the same command goes on after an interruption. An item whose files changed is solved "
         "anew."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS |
              TP_WITH_SET | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_batch,
};

#include "portion.h"

#include "slurm.h"

#include <string.h>

static tp_status put_run(void *user, tp_store *store, tp_err *err)
{
    const tp_cli_portion *p = user;
    return tp_store_copy_run(store, p->from, p->record.base, err);
}

bool tp_cli_portion_elsewhere(tp_cli_portion *p, tp_stop stop, int *code)
{
    if (!tp_cli_has(p->cli, "slurm"))
        return false;
    const tp_cli_slurm_task task = {
        .work = p->id, .run = p->record.base, .put = put_run, .user = p, .stop = stop};
    *code = tp_cli_slurm(p->cli, &task);
    return true;
}

static const char *known(void *user, size_t item)
{
    const tp_cli_portion *p = user;
    return p->known ? p->known[item] : NULL;
}

static tp_status keep(void *user, size_t item, const char *result, tp_err *err)
{
    tp_cli_portion *p = user;
    char now[TP_TIME_TEXT];
    tp_status status = TP_OK;
    tp_cli_now(now);
    pthread_mutex_lock(&p->lock);
    if (p->shard.store)
        status = tp_store_put_item(p->shard.store, p->id, item, result, now, err);
    pthread_mutex_unlock(&p->lock);
    return status;
}

/* Now it is clear how many items there are, and with that which are this shard's. */
static tp_status begin(void *user, size_t items, tp_err *err)
{
    tp_cli_portion *p = user;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    p->items = items;
    p->begun = true;
    p->record.items = (int64_t)items;
    p->record.stored_at = now;
    int code = tp_cli_shard_open(p->cli, &p->shard, p->id, items);
    if (code) {
        p->code = code;
        return tp_fail(err, TP_E_REFUSED, "no shard to work on");
    }
    tp_status status = TP_OK;
    if (p->shard.store) {
        status = tp_store_copy_run(p->shard.store, p->from, p->record.base, err);
        if (!status)
            status = tp_store_put_work(p->shard.store, &p->record, err);
    }
    tp_store *holds = p->shard.store ? p->shard.store : p->from;
    if (!status && !p->shard.finished)
        status = tp_store_list_items(holds, p->id, items, p->cli->arena, &p->known, err);
    if (!status && p->shard.finished)
        status = tp_fail(err, TP_E_STOPPED, "finished before");
    return status;
}

int tp_cli_portion_begin(const tp_cli *cli, tp_cli_portion *out, const char *kind,
                         const tp_cli_run *loaded, const char *asked)
{
    tp_err err = {0};
    const char *engine = tp_run_engine(cli->arena);
    out->cli = cli;
    out->from = loaded->store;
    out->record = (tp_work_record){
        .kind = kind, .base = loaded->record.run, .asked = asked, .engine = engine};
    out->portion = (tp_portion){
        .shard = out->shard.shard, .begin = begin, .known = known, .keep = keep, .user = out};
    pthread_mutex_init(&out->lock, NULL);
    tp_status status = engine ? tp_work_identify(&out->record, out->id, &err) : tp_fail_nomem(&err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

bool tp_cli_portion_is_shard(tp_cli_portion *p, tp_status status, const tp_err *err, int *code)
{
    if (!p->shard.shard.of)
        return false;
    if (p->code)
        *code = p->code;
    else if (status && !p->shard.finished)
        *code = tp_cli_fail(p->cli, status, p->cli->diags, err);
    else if (!p->begun) /* a limit came before there was anything to share out */
        *code = TP_EXIT_STOPPED_NONE;
    else
        *code = tp_cli_shard_close(p->cli, &p->shard, p->id, p->items);
    return true;
}

void tp_cli_portion_end(tp_cli_portion *p)
{
    tp_cli_shard_free(&p->shard);
    if (p->cli)
        pthread_mutex_destroy(&p->lock);
}

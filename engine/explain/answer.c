#include "explain/answer.h"

#include <stdlib.h>
#include <string.h>

static void write_lines(tp_buf *out, const tp_run *run)
{
    const tp_dataset *data = run->data;
    for (int32_t l = 0; l < data->n_lines; l++) {
        const int64_t moved[] = {run->result->deposit[l], run->result->reclaimed[l]};
        static const char *const kinds[] = {"deposit", "reclaim"};
        for (int k = 0; k < 2; k++)
            if (moved[k])
                tp_buf_format(out, "%s\t%s\t%s\t%lld\n", kinds[k],
                              data->units[data->lines[l].unit].code,
                              tp_dataset_name(data, data->lines[l].category), (long long)moved[k]);
    }
}

/* Who owns what afterwards is a part of the answer. */
static void write_regroups(tp_buf *out, const tp_dataset *data)
{
    for (size_t i = 0; i < data->n_regroups; i++) {
        const tp_regroup *at = &data->regroups[i];
        if (at->slots)
            tp_buf_format(
                out, "regroup\t%s\t%s\t%s\t%lld\n", data->units[data->lines[at->from].unit].code,
                at->to == TP_ID_NONE ? "" : data->units[data->lines[at->to].unit].code,
                tp_dataset_name(data, data->lines[at->from].category), (long long)at->slots);
    }
}

/* What becomes of running loans is decided before anything else, and is a part of it too. */
static void write_expired(tp_buf *out, const tp_dataset *data)
{
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        char until[TP_DATE_TEXT];
        if (at->item < 0)
            continue;
        tp_date_format(at->due_after, until);
        tp_buf_format(out, "expiry\t%s\t%s\t%s\t%lld\t%lld\t%s\n", at->loan,
                      data->units[data->lines[at->line].unit].code,
                      tp_dataset_name(data, data->lines[at->line].category), (long long)at->kept,
                      (long long)at->back, at->kept ? until : "");
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Transfers stand in the scenario's order of arcs, pools in the file's: neither is of the
 * answer. */
static tp_status write_transfers(tp_buf *out, const tp_result *result, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    const char **rows =
        arena ? tp_arena_array(arena, result->n_transfers + 1, sizeof(char *)) : NULL;
    bool ok = rows != NULL;
    for (size_t t = 0; ok && t < result->n_transfers; t++) {
        const tp_transfer_result *at = &result->transfers[t];
        const tp_pool_result *from = &result->pools[at->from], *to = &result->pools[at->to];
        rows[t] =
            tp_transfer_converts(result, at)
                ? tp_arena_format(arena, "conversion\t%s\t%s\t%s\t%s\t%lld\n", from->scope,
                                  from->ring, from->category, to->category, (long long)at->count)
                : tp_arena_format(arena, "transfer\t%s\t%s\t%s\t%s\t%lld\n", from->scope, to->scope,
                                  to->category, to->ring, (long long)at->count);
        ok = rows[t] != NULL;
    }
    if (ok) {
        qsort(rows, result->n_transfers, sizeof *rows, by_text);
        for (size_t t = 0; t < result->n_transfers; t++)
            tp_buf_text(out, rows[t]);
    }
    tp_arena_free(arena);
    return ok ? TP_OK : tp_fail_nomem(err);
}

static void write_moves(tp_buf *out, const tp_run *run)
{
    for (size_t i = 0; i < run->result->n_moves; i++) {
        const tp_move_result *at = &run->result->moves[i];
        const tp_line *lines = run->data->lines;
        tp_buf_format(out, "move\t%s\t%s\t%s\t%lld\n", run->data->units[lines[at->from].unit].code,
                      run->data->units[lines[at->to].unit].code,
                      tp_dataset_name(run->data, lines[at->from].category), (long long)at->count);
    }
}

/* Where the scenario has a say in how long a loan is used, that is a part of it. */
static void write_loan(tp_buf *out, const tp_run *run, int32_t d)
{
    const tp_demand *at = &run->data->demands[d];
    tp_buf_format(out, "loan\t%s\t%lld", at->code, (long long)run->result->loan[d]);
    if (run->data->months_given)
        tp_buf_format(out, "\t%d", (int)at->term_months);
    tp_buf_char(out, '\n');
}

tp_status tp_answer_identify(const tp_run *run, char hex[TP_SHA256_HEX], tp_err *err)
{
    const tp_result *result = run->result;
    tp_status status = TP_OK;
    tp_buf text;
    tp_buf_init(&text);
    if (tp_answered(result->status)) {
        tp_buf_text(&text, "answer\n");
        write_lines(&text, run);
        write_moves(&text, run);
        write_regroups(&text, run->data);
        write_expired(&text, run->data);
        for (int32_t d = 0; d < run->data->n_demands; d++)
            if (result->loan[d])
                write_loan(&text, run, d);
        status = write_transfers(&text, result, err);
    } else {
        tp_buf_format(&text, "%s\n", tp_answer_status_names[result->status]);
    }
    bool ok = tp_buf_ok(&text) && tp_sha256_of(text.bytes, text.length, hex);
    tp_buf_finish(&text);
    return status == TP_OK && !ok ? tp_fail_nomem(err) : status;
}

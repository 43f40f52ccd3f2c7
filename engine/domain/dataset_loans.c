/* Loans that run (loans.csv), where no ledger says it. */
#include "domain/dataset_build.h"

#include "base/text.h"

#include <stddef.h>
#include <stdlib.h>

static const tp_msg MSG_TWICE = {"data.duplicate-loan", "借用编号“{1}”重复；已见于 {0}",
                                 "loan \"{1}\" is there twice; first at {0}"};
static const tp_msg MSG_ABOVE = {"data.loans-above-borrowed",
                                 "{0}（{1}）在借明细合计 {2}，超过编制表中的已借用数 {3}",
                                 "{0} ({1}): the loans add up to {2}, posts.csv has {3} borrowed"};
static const tp_msg MSG_LENT = {"data.loans-and-lent",
                                "{0}（{1}）有存入 {3} 个，不能同时有在借 {2} 个",
                                "{0} ({1}) has {3} lent: it cannot have {2} on loan as well"};

int tp_running_compare(const void *a, const void *b)
{
    const tp_running *p = a, *q = b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->due != q->due)
        return p->due < q->due ? -1 : 1;
    return tp_text_compare(p->loan, q->loan);
}

/* Together they are what the line has borrowed, or part of it: of the rest no day is known. */
static void check_line(tp_builder *b, const tp_running *first, int64_t sum)
{
    tp_line *line = &b->data->lines[first->line];
    bool above = b->data->borrowed_given ? sum > line->borrowed : line->lent > 0;
    if (!b->data->borrowed_given)
        line->borrowed = sum;
    if (!above)
        return;
    char figure[2][TP_DEC_TEXT];
    tp_int_format(sum, figure[0]);
    tp_int_format(b->data->borrowed_given ? line->borrowed : line->lent, figure[1]);
    tp_diag_error(b->diags, first->pos, b->data->borrowed_given ? &MSG_ABOVE : &MSG_LENT,
                  b->data->units[line->unit].code, tp_dataset_name(b->data, line->category),
                  figure[0], figure[1]);
}

tp_status tp_build_loans(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_loan_row *rows = (const tp_loan_row *)(void *)kept->rows;
    if (!kept->count)
        return TP_OK;
    data->running = tp_arena_array(data->arena, kept->count + 1, sizeof *data->running);
    if (!data->running ||
        !tp_build_unique(b, kept, sizeof *rows, offsetof(tp_loan_row, loan), "loan", &MSG_TWICE))
        return tp_fail_nomem(b->err);
    data->loans_given = true;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t line = tp_build_line_of(b, i, rows[i].unit, rows[i].category);
        tp_running at = {.line = line,
                         .due = rows[i].due,
                         .count = rows[i].count,
                         .pos = tp_rows_pos(&b->view, i, NULL)};
        if (!tp_build_text(b, rows[i].loan ? rows[i].loan : "", &at.loan) ||
            !tp_build_text(b, rows[i].demand ? rows[i].demand : "", &at.demand))
            return tp_fail_nomem(b->err);
        if (line != TP_ID_NONE && kept->good[i])
            data->running[data->n_running++] = at;
    }
    if (data->n_running > 1)
        qsort(data->running, (size_t)data->n_running, sizeof *data->running, tp_running_compare);
    int64_t sum = 0;
    for (int32_t i = 0, first = 0; i < data->n_running; i++) {
        sum += data->running[i].count;
        if (i + 1 < data->n_running && data->running[i + 1].line == data->running[i].line)
            continue;
        check_line(b, &data->running[first], sum);
        first = i + 1;
        sum = 0;
    }
    return TP_OK;
}

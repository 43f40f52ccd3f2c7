/* What must hold at the end of every posting. Source: engine/store/LEDGER.md. */
#include "store/replay.h"

#include <string.h>

static const tp_msg msg_below = {"ledger.pool-below-zero", "周转池 {0}（{1}）余额为 {2}，低于零",
                                 "pool {0} ({1}) would hold {2}, below zero"};
static const tp_msg msg_line = {"ledger.line", "{0}（{1}）账目不成立：核定 {2}，存入 {3}，借用 {4}",
                                "{0} ({1}) does not stand: authorised {2}, lent {3}, borrowed {4}"};
static const tp_msg msg_over = {"ledger.over-returned", "借用第 {0} 号归还超过借用数（余 {1}）",
                                "loan {0} is over-returned (left: {1})"};
static const tp_msg msg_owned = {
    "ledger.identity", "周转池 {0}（{1}）不平：自有 {2}，而余额 − 存入 + 借用 = {3}",
    "pool {0} ({1}) does not balance: owns {2}, but balance - lent + borrowed is {3}"};

static const tp_msg msg_converted = {
    "ledger.conversion", "周转池 {0}：跨类别统筹的转出与转入不等（差 {1}）",
    "pool {0}: what is converted out of a category and into another differs by {1}"};

static tp_status check_pool(tp_ledger *books, const tp_journal_entry *last,
                            const tp_ledger_pool *pool, tp_err *err)
{
    char figure[2][TP_DEC_TEXT];
    tp_int_format(pool->balance, figure[0]);
    if (pool->balance < 0)
        return tp_ledger_note(books, "journal", last->entry, &msg_below, 3,
                              (const char *const[]){pool->scope, pool->category, figure[0]}, err);
    int64_t owned = pool->balance - pool->lent + pool->borrowed;
    if (owned == pool->owned)
        return TP_OK;
    tp_int_format(pool->owned, figure[0]);
    tp_int_format(owned, figure[1]);
    return tp_ledger_note(books, "journal", last->entry, &msg_owned, 4,
                          (const char *const[]){pool->scope, pool->category, figure[0], figure[1]},
                          err);
}

static tp_status check_line(tp_ledger *books, const tp_journal_entry *last,
                            const tp_ledger_line *line, tp_err *err)
{
    if (line->lent >= 0 && line->lent <= line->authorised && line->borrowed >= 0 &&
        !(line->lent > 0 && line->borrowed > 0))
        return TP_OK;
    char figure[3][TP_DEC_TEXT];
    tp_int_format(line->authorised, figure[0]);
    tp_int_format(line->lent, figure[1]);
    tp_int_format(line->borrowed, figure[2]);
    return tp_ledger_note(
        books, "journal", last->entry, &msg_line, 5,
        (const char *const[]){line->unit, line->category, figure[0], figure[1], figure[2]}, err);
}

static tp_status check_loan(tp_ledger *books, const tp_journal_entry *last,
                            const tp_ledger_loan *loan, tp_err *err)
{
    if (loan->outstanding >= 0 && loan->outstanding <= loan->count)
        return TP_OK;
    char number[TP_DEC_TEXT], left[TP_DEC_TEXT];
    tp_int_format(loan->entry, number);
    tp_int_format(loan->outstanding, left);
    return tp_ledger_note(books, "journal", last->entry, &msg_over, 2,
                          (const char *const[]){number, left}, err);
}

/* What a conversion takes out of one category goes into another of the same scope and ring. */
static tp_status check_conversion(tp_ledger *books, const tp_journal_entry *const *entries,
                                  size_t count, size_t at, tp_err *err)
{
    tp_account pool = entries[at]->from.scope ? entries[at]->from : entries[at]->to;
    int64_t net = 0;
    for (size_t i = 0; i < count; i++) {
        const tp_journal_entry *e = entries[i];
        tp_account other = e->from.scope ? e->from : e->to;
        if (e->kind == TP_JOURNAL_CONVERT && strcmp(other.scope, pool.scope) == 0 &&
            strcmp(other.ring, pool.ring) == 0)
            net += e->from.scope ? -e->count : e->count;
    }
    if (!net)
        return TP_OK;
    char figure[TP_DEC_TEXT];
    tp_int_format(net, figure);
    return tp_ledger_note(books, "journal", entries[at]->entry, &msg_converted, 2,
                          (const char *const[]){pool.scope, figure}, err);
}

/* Only what the posting touched could have changed. */
tp_status tp_replay_check(tp_ledger *books, const tp_journal_entry *const *entries, size_t count,
                          tp_err *err)
{
    const tp_journal_entry *end = entries[count - 1];
    tp_status status = TP_OK;
    for (size_t i = 0; !status && i < count; i++) {
        const tp_journal_entry *e = entries[i];
        const tp_account sides[] = {e->from, e->to};
        for (int k = 0; !status && k < 2; k++) {
            int32_t id = TP_ID_NONE;
            if (sides[k].unit && (id = tp_ledger_find_line(books, sides[k].unit, e->category)) >= 0)
                status = check_line(books, end, &books->lines[id], err);
            else if (!sides[k].unit && sides[k].scope &&
                     (id = tp_ledger_find_pool(books, sides[k].scope, sides[k].ring,
                                               e->category)) >= 0)
                status = check_pool(books, end, &books->pools[id], err);
        }
        if (!status && e->kind == TP_JOURNAL_CONVERT)
            status = check_conversion(books, entries, count, i, err);
        int64_t number = e->loan ? e->loan : e->corrects;
        const tp_ledger_loan *loan = number ? tp_ledger_find_loan(books, number) : NULL;
        if (!status && loan)
            status = check_loan(books, end, loan, err);
    }
    return status;
}

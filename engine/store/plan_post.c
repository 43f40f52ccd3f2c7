#include "store/journal.h"
#include "store/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_line = {
    "ledger.start-line", "{0}（{1}）：测算起点为存入 {2}、借用 {3}，与台账不符",
    "{0} ({1}): the run started from {2} lent and {3} borrowed, the ledger has other figures"};
static const tp_msg msg_pool = {"ledger.start-pool",
                                "周转池 {0}（{1}）：测算起点为 {2}，台账余额为 {3}",
                                "pool {0} ({1}): the run started from {2}, the ledger holds {3}"};

/* What a unit has deposited in a pool (loan 0), or has on a loan. */
typedef struct tp_carried {
    const char *unit, *category, *demand, *sector;
    tp_account pool;
    int64_t loan, count;
} tp_carried;

typedef struct poster {
    const tp_plan *plan;
    const tp_plan_terms *terms;
    const tp_ledger *ledger;
    tp_posting *posting;
    tp_carried *carried; /* deposits and loans that run, by whom: only where units are succeeded */
    size_t n_carried, carried_capacity;
    bool carries;
    int64_t *opened;  /* [plan->n_loans] entries that opened them; 0: the books had the line */
    tp_ids *numbered; /* units of this approval with a notice: id + first = number */
    int64_t first_number;
} poster;

static int32_t find_line(const tp_ledger *ledger, const char *unit, const char *category)
{
    int32_t id = tp_ledger_find_line(ledger, unit, category);
    return id >= 0 && ledger->lines[id].stands ? id : TP_ID_NONE;
}

static tp_status post(poster *p, tp_journal_entry entry, tp_err *err)
{
    entry.approval = p->terms->approval;
    entry.posted_on = p->terms->on;
    entry.posted_by = p->terms->by;
    if (entry.count < 0) {
        tp_account from = entry.from;
        entry.from = entry.to;
        entry.to = from;
        entry.count = -entry.count;
    }
    return entry.count || entry.kind == TP_JOURNAL_RENEW ? tp_posting_entry(p->posting, &entry, err)
                                                         : TP_OK;
}

static tp_status open_figure(poster *p, const char *category, tp_account from, tp_account to,
                             int64_t count, tp_err *err)
{
    return post(p,
                (tp_journal_entry){.kind = TP_JOURNAL_OPENING,
                                   .category = category,
                                   .from = from,
                                   .to = to,
                                   .count = count},
                err);
}

static const tp_account outside = {0};

static bool same_pool(const tp_plan_pool *pool, tp_account account, const char *category)
{
    return strcmp(pool->scope, account.scope) == 0 && strcmp(pool->ring, account.ring) == 0 &&
           strcmp(pool->category, category) == 0;
}

/* Ownership as the dataset states it; a line the books know must stand as they say. */
static tp_status open_line(poster *p, const tp_plan_line *line, tp_err *err)
{
    int32_t id = find_line(p->ledger, line->unit, line->category);
    const tp_ledger_line *book = id < 0 ? NULL : &p->ledger->lines[id];
    if (book && (book->lent != line->lent || book->borrowed != line->borrowed)) {
        char lent[TP_DEC_TEXT], borrowed[TP_DEC_TEXT];
        tp_int_format(line->lent, lent);
        tp_int_format(line->borrowed, borrowed);
        tp_diag_error(p->posting->store->diags, nowhere, &msg_line, line->unit, line->category,
                      lent, borrowed);
        return tp_fail(err, TP_E_REFUSED, "line %s starts elsewhere", line->unit);
    }
    return open_figure(p, line->category, outside, (tp_account){.unit = line->unit},
                       line->authorised - (book ? book->authorised : 0), err);
}

static tp_status carry(poster *p, tp_carried what, tp_err *err)
{
    if (!p->carries || !what.count)
        return TP_OK;
    if (!tp_arena_grow(p->posting->arena, &p->carried, &p->carried_capacity, p->n_carried, 1))
        return tp_fail_nomem(err);
    p->carried[p->n_carried++] = what;
    return TP_OK;
}

/* What the books have of it. */
static tp_status carry_all(poster *p, tp_err *err)
{
    const tp_ledger *l = p->ledger;
    tp_status status = TP_OK;
    for (size_t i = 0; i < p->plan->n_moves; i++)
        p->carries = p->carries || p->plan->moves[i].kind == TP_JOURNAL_SUCCEED;
    for (size_t i = 0; p->carries && !status && i < l->n_holdings; i++) {
        const tp_ledger_line *line = &l->lines[l->holdings[i].line];
        const tp_ledger_pool *pool = &l->pools[l->holdings[i].pool];
        status = carry(p,
                       (tp_carried){.unit = line->unit,
                                    .category = line->category,
                                    .pool = {.scope = pool->scope, .ring = pool->ring},
                                    .count = l->holdings[i].lent},
                       err);
    }
    for (size_t i = 0; p->carries && !status && i < l->n_loans; i++) {
        const tp_ledger_loan *loan = &l->loans[i];
        status = carry(p,
                       (tp_carried){.unit = l->lines[loan->line].unit,
                                    .category = l->lines[loan->line].category,
                                    .demand = loan->demand,
                                    .sector = loan->sector,
                                    .loan = loan->entry,
                                    .count = loan->outstanding},
                       err);
    }
    return status;
}

/* Each with its own number and day, as loans.csv has them; *rest: of how many nothing is known. */
static tp_status open_loans(poster *p, const tp_plan_line *line, int64_t *rest, tp_err *err)
{
    tp_status status = TP_OK;
    *rest = line->borrowed;
    for (size_t i = 0; !status && i < p->plan->n_loans; i++) {
        const tp_plan_loan *loan = &p->plan->loans[i];
        if (strcmp(loan->unit, line->unit) != 0 || strcmp(loan->category, line->category) != 0)
            continue;
        *rest -= loan->count;
        status = post(p,
                      (tp_journal_entry){.kind = TP_JOURNAL_OPENING,
                                         .category = line->category,
                                         .from = line->pool,
                                         .to = {.unit = line->unit},
                                         .count = loan->count,
                                         .demand = loan->demand,
                                         .due_on = loan->due},
                      err);
        p->opened[i] = p->posting->entries;
        if (!status)
            status = carry(p,
                           (tp_carried){.unit = line->unit,
                                        .category = line->category,
                                        .demand = loan->demand,
                                        .pool = line->pool,
                                        .loan = p->opened[i],
                                        .count = loan->count},
                           err);
    }
    return status;
}

/* Deposits and loans that ran before the books were opened. */
static tp_status open_running(poster *p, const tp_plan_line *line, tp_err *err)
{
    if (find_line(p->ledger, line->unit, line->category) >= 0)
        return TP_OK;
    tp_account unit = {.unit = line->unit};
    tp_carried what = {
        .unit = line->unit, .category = line->category, .pool = line->pool, .count = line->lent};
    tp_status status = open_figure(p, line->category, unit, line->pool, line->lent, err);
    if (!status)
        status = carry(p, what, err);
    int64_t rest = 0;
    if (!status)
        status = open_loans(p, line, &rest, err);
    if (!status)
        status = open_figure(p, line->category, line->pool, unit, rest, err);
    what.loan = p->posting->entries; /* the entry just made, if there was one */
    what.count = rest;
    return status ? status : carry(p, what, err);
}

/* What the pool must own so that it holds its opening once running deposits and loans are in. */
static tp_status open_pool(poster *p, const tp_plan_pool *pool, tp_err *err)
{
    int32_t id = tp_ledger_find_pool(p->ledger, pool->scope, pool->ring, pool->category);
    if (id >= 0 && p->ledger->pools[id].stands) {
        int64_t balance = p->ledger->pools[id].balance;
        if (balance == pool->opening)
            return TP_OK;
        char start[TP_DEC_TEXT], held[TP_DEC_TEXT];
        tp_int_format(pool->opening, start);
        tp_int_format(balance, held);
        tp_diag_error(p->posting->store->diags, nowhere, &msg_pool, pool->scope, pool->category,
                      start, held);
        return tp_fail(err, TP_E_REFUSED, "pool %s starts elsewhere", pool->scope);
    }
    int64_t owned = pool->opening;
    for (size_t i = 0; i < p->plan->n_lines; i++) {
        const tp_plan_line *line = &p->plan->lines[i];
        if (same_pool(pool, line->pool, line->category) &&
            find_line(p->ledger, line->unit, line->category) < 0)
            owned += line->borrowed - line->lent;
    }
    return open_figure(p, pool->category, outside,
                       (tp_account){.scope = pool->scope, .ring = pool->ring}, owned, err);
}

/* One number a unit, in the order units first appear among the movements. */
static tp_status number_units(poster *p, tp_err *err)
{
    int year = (int)(p->terms->on / 10000);
    p->numbered = tp_ids_create(p->posting->arena, 0);
    if (!p->numbered)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->ledger->n_entries; i++) {
        const char *notice = p->ledger->entries[i].notice;
        if (!notice || atoi(notice) != year || !strchr(notice, '-'))
            continue;
        int64_t number = strtoll(strchr(notice, '-') + 1, NULL, 10);
        if (number > p->first_number)
            p->first_number = number;
    }
    p->first_number++;
    return TP_OK;
}

static const char *notice_of(poster *p, const char *unit)
{
    int32_t id = tp_ids_add(p->numbered, unit, strlen(unit), NULL);
    return id < 0 ? NULL
                  : tp_arena_format(p->posting->arena, "%d-%lld", (int)(p->terms->on / 10000),
                                    (long long)(p->first_number + id));
}

/* Whoever takes a unit's place takes over what it has deposited and borrowed as well. */
static tp_status post_succession(poster *p, const tp_plan_move *move, tp_journal_entry entry,
                                 tp_err *err)
{
    tp_status status = post(p, entry, err);
    for (size_t i = 0; !status && i < p->n_carried; i++) {
        tp_carried *c = &p->carried[i];
        if (strcmp(c->unit, move->from.unit) != 0 || strcmp(c->category, move->category) != 0)
            continue;
        entry.count = c->count;
        entry.loan = c->loan;
        entry.demand = c->demand;
        entry.sector = c->sector;
        entry.from = entry.to = c->loan ? (tp_account){0} : c->pool;
        entry.from.unit = move->from.unit;
        entry.to.unit = move->to.unit;
        c->unit = move->to.unit;
        status = post(p, entry, err);
    }
    return status;
}

/* The entry that made the loan: by loans.csv if this posting opened it, else its number is that. */
static int64_t entry_of_loan(const poster *p, const char *loan)
{
    int64_t entry = 0;
    for (size_t i = 0; i < p->plan->n_loans; i++)
        if (p->opened[i] && strcmp(p->plan->loans[i].loan, loan) == 0)
            return p->opened[i];
    return tp_int_parse(loan, strlen(loan), &entry) == TP_PARSE_OK ? entry : 0;
}

static tp_status post_move(poster *p, const tp_plan_move *move, tp_err *err)
{
    const char *unit = move->unit ? move->unit : move->from.unit ? move->from.unit : move->to.unit;
    tp_journal_entry entry = {.kind = move->kind,
                              .category = move->category,
                              .count = move->count,
                              .from = move->from,
                              .to = move->to,
                              .demand = move->demand,
                              .sector = move->sector,
                              .reason = move->reason};
    if (unit && !(entry.notice = notice_of(p, unit)))
        return tp_fail_nomem(err);
    if (move->kind == TP_JOURNAL_PEOPLE)
        entry.start_on = p->terms->on;
    if (move->kind == TP_JOURNAL_LOAN) {
        entry.start_on = p->terms->on;
        entry.due_on = tp_date_add_months(p->terms->on, move->term_months);
    }
    if (move->loan)
        entry.loan = entry_of_loan(p, move->loan);
    if (move->kind == TP_JOURNAL_RENEW) {
        entry.start_on = p->terms->on;
        entry.due_on = move->due_on;
    }
    return move->kind == TP_JOURNAL_SUCCEED ? post_succession(p, move, entry, err)
                                            : post(p, entry, err);
}

tp_status tp_plan_post(const tp_plan *plan, const tp_plan_terms *terms, const tp_ledger *ledger,
                       tp_posting *posting, tp_err *err)
{
    poster p = {.plan = plan, .terms = terms, .ledger = ledger, .posting = posting};
    p.opened = tp_arena_array(posting->arena, plan->n_loans + 1, sizeof *p.opened);
    tp_status status = p.opened ? number_units(&p, err) : tp_fail_nomem(err);
    if (!status)
        status = carry_all(&p, err);
    for (size_t i = 0; !status && i < plan->n_lines; i++)
        status = open_line(&p, &plan->lines[i], err);
    for (size_t i = 0; !status && i < plan->n_pools; i++)
        status = open_pool(&p, &plan->pools[i], err);
    for (size_t i = 0; !status && i < plan->n_lines; i++)
        status = open_running(&p, &plan->lines[i], err);
    for (size_t i = 0; !status && i < plan->n_moves; i++)
        status = post_move(&p, &plan->moves[i], err);
    return status;
}

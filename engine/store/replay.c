/* Replaying entries: what each kind does to lines, pools and loans. */
#include "store/replay.h"

#include <string.h>

static const tp_msg msg_account = {"ledger.account", "{0}不能从该账户记到该账户",
                                   "a {0} cannot move between these accounts"};
static const tp_msg msg_loan = {"ledger.loan", "所指的借用记录第 {0} 条不存在或不相符",
                                "it names entry {0} as its loan, which is not that loan"};
static const tp_msg msg_correct = {"ledger.correct", "更正与所更正的第 {0} 条不相符",
                                   "it does not agree with entry {0}, which it corrects"};

/* One entry with its accounts resolved; sign -1 for a correction, accounts as of the original. */
typedef struct step {
    const tp_journal_entry *entry;
    tp_ledger_line *line;
    tp_ledger_pool *from_pool, *to_pool; /* to_pool also for line → pool */
    int32_t line_id, pool_id;
    int64_t n;
} step;

enum { OUTSIDE = 0, LINE = 1, POOL = 2 };

static int sort_of(tp_account account)
{
    return account.unit ? LINE : account.scope ? POOL : OUTSIDE;
}

static tp_status new_loan(tp_ledger *books, const step *s, tp_err *err)
{
    const tp_journal_entry *e = s->entry;
    if (!tp_arena_grow(books->arena, &books->loans, &books->capacity[5], books->n_loans, 1))
        return tp_fail_nomem(err);
    /* Ascending by number: only what was dated back comes in between. */
    size_t at = books->n_loans++;
    for (; at > 0 && books->loans[at - 1].entry > e->entry; at--)
        books->loans[at] = books->loans[at - 1];
    books->loans[at] = (tp_ledger_loan){.entry = e->entry,
                                        .approval = e->approval,
                                        .line = s->line_id,
                                        .pool = s->pool_id,
                                        .count = e->count,
                                        .demand = e->demand,
                                        .sector = e->sector,
                                        .notice = e->notice,
                                        .start_on = e->start_on,
                                        .due_on = e->due_on};
    return TP_OK;
}

/* Changes the loan `entry` by n slots outstanding. */
static tp_status move_loan(tp_ledger *books, const step *s, int64_t entry, int64_t n, tp_err *err)
{
    tp_ledger_loan *loan = (tp_ledger_loan *)tp_ledger_find_loan(books, entry);
    if (!loan || loan->line != s->line_id || loan->pool != s->pool_id)
        return tp_replay_say_number(books, s->entry, &msg_loan, entry, err);
    loan->outstanding += n;
    s->line->borrowed += n;
    tp_ledger_pool *pool = &books->pools[s->pool_id];
    pool->borrowed += n;
    pool->balance -= n;
    return TP_OK;
}

static tp_status lend(tp_ledger *books, const step *s, int64_t n, tp_err *err)
{
    tp_ledger_holding *holding = tp_replay_holding(books, s->line_id, s->pool_id);
    if (!holding)
        return tp_fail_nomem(err);
    holding->lent += n;
    if (!s->line->lent)
        s->line->lent_since = s->entry->posted_on;
    s->line->lent += n;
    if (!s->line->lent)
        s->line->lent_since = TP_DATE_NONE;
    tp_ledger_pool *pool = &books->pools[s->pool_id];
    pool->lent += n;
    pool->balance += n;
    return TP_OK;
}

static void own(tp_ledger_pool *pool, int64_t n)
{
    pool->owned += n;
    pool->balance += n;
}

/* What entry and correction say of a loan or deposits must be what runs, or nothing moves. */
static const tp_msg msg_succeed = {"ledger.succeed", "承接与当时在借、在存的数不符",
                                   "the succession does not agree with what ran that day"};

static tp_status succeed_loan(tp_ledger *books, const tp_journal_entry *e, int32_t from, int32_t to,
                              tp_err *err)
{
    tp_ledger_loan *loan = (tp_ledger_loan *)tp_ledger_find_loan(books, e->loan);
    if (!loan || loan->line != from || loan->outstanding != e->count)
        return tp_replay_say(books, e, &msg_succeed, NULL, err);
    loan->line = to;
    books->lines[from].borrowed -= e->count;
    books->lines[to].borrowed += e->count;
    return TP_OK;
}

static tp_status succeed_deposit(tp_ledger *books, const tp_journal_entry *e, int32_t from,
                                 int32_t to, tp_err *err)
{
    int32_t pool = tp_replay_pool(books, (tp_account){.scope = e->from.scope, .ring = e->from.ring},
                                  e->category);
    if (pool == TP_ID_NONE || !tp_replay_holding(books, from, pool) ||
        !tp_replay_holding(books, to, pool))
        return tp_fail_nomem(err);
    tp_replay_holding(books, from, pool)->lent -= e->count;
    tp_replay_holding(books, to, pool)->lent += e->count;
    tp_ledger_line *old = &books->lines[from], *heir = &books->lines[to];
    if (!heir->lent || (old->lent_since && old->lent_since < heir->lent_since))
        heir->lent_since = old->lent_since;
    old->lent -= e->count;
    heir->lent += e->count;
    if (!old->lent)
        old->lent_since = TP_DATE_NONE;
    return tp_replay_holding(books, from, pool)->lent < 0
               ? tp_replay_say(books, e, &msg_succeed, NULL, err)
               : TP_OK;
}

/* Slots alone; a correction has its accounts the other way round. */
static tp_status hand_over(tp_ledger *books, const tp_journal_entry *e, tp_err *err)
{
    int32_t from = tp_replay_line(books, e->from.unit, e->category);
    int32_t to = tp_replay_line(books, e->to.unit, e->category);
    if (from == TP_ID_NONE || to == TP_ID_NONE)
        return tp_fail_nomem(err);
    books->lines[from].authorised -= e->count;
    books->lines[from].regrouped -= e->count;
    books->lines[to].authorised += e->count;
    books->lines[to].regrouped += e->count;
    return TP_OK;
}

/* A correction has its accounts the other way round, so it is a succession back. */
static tp_status succeed(tp_ledger *books, const tp_journal_entry *e, tp_err *err)
{
    int32_t from = tp_replay_line(books, e->from.unit, e->category);
    int32_t to = tp_replay_line(books, e->to.unit, e->category);
    if (from == TP_ID_NONE || to == TP_ID_NONE)
        return tp_fail_nomem(err);
    if (e->loan)
        return succeed_loan(books, e, from, to, err);
    if (e->from.scope)
        return succeed_deposit(books, e, from, to, err);
    if (e->approval)
        return hand_over(books, e, err);
    books->lines[from].authorised -= e->count;
    books->lines[to].authorised += e->count;
    return TP_OK;
}

static tp_status apply_loan(tp_ledger *books, const step *s, tp_err *err)
{
    int64_t number = s->entry->corrects ? s->entry->corrects : s->entry->entry;
    tp_status status = s->entry->corrects ? TP_OK : new_loan(books, s, err);
    return status ? status : move_loan(books, s, number, s->n, err);
}

static tp_status apply_opening(tp_ledger *books, const step *s, int from, int to, tp_err *err)
{
    if (from == OUTSIDE && to == LINE)
        s->line->authorised += s->n;
    else if (from == LINE && to == OUTSIDE)
        s->line->authorised -= s->n;
    else if (from == OUTSIDE && to == POOL)
        own(s->to_pool, s->n);
    else if (from == POOL && to == OUTSIDE)
        own(s->from_pool, -s->n);
    else if (from == LINE)
        return lend(books, s, s->n, err);
    else
        return apply_loan(books, s, err);
    return TP_OK;
}

static tp_status renew(tp_ledger *books, const tp_journal_entry *e, tp_err *err)
{
    tp_ledger_loan *loan = (tp_ledger_loan *)tp_ledger_find_loan(books, e->loan);
    if (!loan || e->due_on == TP_DATE_NONE)
        return tp_replay_say_number(books, e, &msg_loan, e->loan, err);
    loan->due_on = e->due_on; /* a correction states the date before */
    loan->renewals += e->corrects ? -1 : 1;
    return TP_OK;
}

static tp_status apply_kind(tp_ledger *books, const step *s, int from, int to, tp_err *err)
{
    switch (s->entry->kind) {
    case TP_JOURNAL_OPENING:
        return apply_opening(books, s, from, to, err);
    case TP_JOURNAL_DEPOSIT:
        return lend(books, s, s->n, err);
    case TP_JOURNAL_WITHDRAW:
        return lend(books, s, -s->n, err);
    case TP_JOURNAL_LOAN:
        return apply_loan(books, s, err);
    case TP_JOURNAL_TRANSFER:
        own(s->from_pool, -s->n);
        own(s->to_pool, s->n);
        return TP_OK;
    case TP_JOURNAL_RECLAIM:
        s->line->authorised -= s->n;
        s->line->reclaimed += s->n;
        own(s->to_pool, s->n);
        return TP_OK;
    case TP_JOURNAL_REORGANISE: /* for the pool; to a unit: hand_over */
        s->line->authorised -= s->n;
        s->line->regrouped -= s->n;
        own(s->to_pool, s->n);
        return TP_OK;
    case TP_JOURNAL_RETURN:
    case TP_JOURNAL_RECALL:
    case TP_JOURNAL_EXPIRE:
        return move_loan(books, s, s->entry->loan, -s->n, err);
    case TP_JOURNAL_CONVERT:
        own(from == POOL ? s->from_pool : s->to_pool, from == POOL ? -s->n : s->n);
        return TP_OK;
    case TP_JOURNAL_RENEW:
    case TP_JOURNAL_SUCCEED:
    case TP_JOURNAL_PEOPLE:
    case TP_JOURNAL_KINDS:
        break;
    }
    return TP_OK;
}

/* Which accounts a kind may touch: bit from * 3 + to. */
static const unsigned allowed[TP_JOURNAL_KINDS] = {
    [TP_JOURNAL_OPENING] = 1u << 1 | 1u << 2 | 1u << 3 | 1u << 6 | 1u << 5 | 1u << 7,
    [TP_JOURNAL_DEPOSIT] = 1u << 5,
    [TP_JOURNAL_LOAN] = 1u << 7,
    [TP_JOURNAL_TRANSFER] = 1u << 8,
    [TP_JOURNAL_RECLAIM] = 1u << 5,
    [TP_JOURNAL_RETURN] = 1u << 5,
    [TP_JOURNAL_RECALL] = 1u << 5,
    [TP_JOURNAL_WITHDRAW] = 1u << 7,
    [TP_JOURNAL_RENEW] = 1u << 0,
    [TP_JOURNAL_EXPIRE] = 1u << 5,
    [TP_JOURNAL_SUCCEED] = 1u << 4,
    [TP_JOURNAL_CONVERT] = 1u << 2 | 1u << 6,
    [TP_JOURNAL_PEOPLE] = 1u << 4,
    [TP_JOURNAL_REORGANISE] = 1u << 4 | 1u << 5};

/* A correction undoes (part of) one earlier entry: same kind, accounts the other way round. */
static bool corrects_well(const tp_ledger *books, const tp_journal_entry *e)
{
    tp_journal_entry *o = (tp_journal_entry *)tp_ledger_find_entry(books, e->corrects);
    if (!o || o->entry >= e->entry || o->posted_on > e->posted_on)
        return false;
    const char *a[] = {e->from.unit, e->from.scope, e->from.ring,
                       e->to.unit,   e->to.scope,   e->to.ring};
    const char *b[] = {o->to.unit,   o->to.scope,   o->to.ring,
                       o->from.unit, o->from.scope, o->from.ring};
    for (int i = 0; i < 6; i++)
        if ((a[i] == NULL) != (b[i] == NULL) || (a[i] && strcmp(a[i], b[i]) != 0))
            return false;
    o->undone += e->kind == TP_JOURNAL_RENEW ? 1 : e->count;
    return !o->corrects && o->kind == e->kind && o->loan == e->loan &&
           o->undone <= (o->count ? o->count : 1) && strcmp(o->category, e->category) == 0;
}

tp_status tp_replay_entry(tp_ledger *books, const tp_journal_entry *e, tp_err *err)
{
    tp_account source = e->corrects ? e->to : e->from, target = e->corrects ? e->from : e->to;
    int from = sort_of(source), to = sort_of(target);
    tp_words kind = tp_journal_kind_words[e->kind];
    if (e->corrects && !corrects_well(books, e))
        return tp_replay_say_number(books, e, &msg_correct, e->corrects, err);
    if (!(allowed[e->kind] >> (from * 3 + to) & 1u) || e->count < 0)
        return tp_replay_say(books, e, &msg_account, kind.en, err);
    if (e->kind == TP_JOURNAL_RENEW)
        return renew(books, e, err);
    if (e->kind == TP_JOURNAL_PEOPLE)
        return TP_OK;
    if (e->kind == TP_JOURNAL_SUCCEED)
        return succeed(books, e, err);
    if (e->kind == TP_JOURNAL_REORGANISE && to == LINE)
        return hand_over(books, e, err);
    step s = {.entry = e,
              .line_id = TP_ID_NONE,
              .pool_id = TP_ID_NONE,
              .n = e->corrects ? -e->count : e->count};
    int32_t from_pool = TP_ID_NONE, to_pool = TP_ID_NONE;
    if (from == LINE || to == LINE)
        s.line_id = tp_replay_line(books, from == LINE ? source.unit : target.unit, e->category);
    if (from == POOL)
        from_pool = tp_replay_pool(books, source, e->category);
    if (to == POOL)
        to_pool = tp_replay_pool(books, target, e->category);
    if (((from == LINE || to == LINE) && s.line_id == TP_ID_NONE) ||
        (from == POOL && from_pool == TP_ID_NONE) || (to == POOL && to_pool == TP_ID_NONE))
        return tp_fail_nomem(err);
    s.line = s.line_id == TP_ID_NONE ? NULL : &books->lines[s.line_id];
    s.from_pool = from_pool == TP_ID_NONE ? NULL : &books->pools[from_pool];
    s.to_pool = to_pool == TP_ID_NONE ? NULL : &books->pools[to_pool];
    s.pool_id = to == POOL ? to_pool : from_pool;
    return apply_kind(books, &s, from, to, err);
}

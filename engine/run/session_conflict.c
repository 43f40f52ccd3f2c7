#include "run/session_parts.h"

#include "solve/conflict.h"

#include <string.h>

/* A row whose label names a place the planner can edit may be taken away; rows of one place and
 * rule are one statement. Balances and what follows from ownership always stay. */
typedef struct statements {
    int32_t *group;  /* [n_rows] */
    tp_label *label; /* [n_groups] */
    int32_t count;
    int32_t *slot; /* [mask + 1] hash table of the groups: group + 1; 0: free */
    size_t mask;
} statements;

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Several statements may share a place, where a setting gave a whole list: what they speak of tells
 * them apart. */
static bool same_place(const tp_label *a, const tp_label *b)
{
    return !strcmp(a->rule, b->rule) && a->pos.line == b->pos.line &&
           a->pos.column == b->pos.column && a->pos.file && b->pos.file &&
           !strcmp(a->pos.file, b->pos.file) && same_text(a->item, b->item) &&
           same_text(a->unit, b->unit) && same_text(a->category, b->category) &&
           same_text(a->demand, b->demand);
}

static uint64_t mix(uint64_t hash, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3); /* FNV-1a */
    return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t hash_of(const tp_label *l)
{
    uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), l->rule);
    const char *const texts[] = {l->pos.file, l->item, l->unit, l->category, l->demand};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        hash = mix(hash, texts[k]);
    return (hash ^ ((uint64_t)(unsigned)l->pos.line << 20) ^ (uint64_t)(unsigned)l->pos.column) *
           UINT64_C(0x9e3779b97f4a7c15);
}

/* The group of a label; a new one where there is none. */
static int32_t group_of(statements *s, const tp_label *label)
{
    size_t at = (size_t)(hash_of(label) >> 20) & s->mask;
    for (; s->slot[at]; at = (at + 1) & s->mask)
        if (same_place(&s->label[s->slot[at] - 1], label))
            return s->slot[at] - 1;
    s->label[s->count] = *label;
    s->slot[at] = ++s->count;
    return s->count - 1;
}

static tp_status collect(statements *s, const tp_program *p, tp_arena *arena, tp_err *err)
{
    s->group = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *s->group);
    s->label = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *s->label);
    for (s->mask = 63; s->mask / 2 < (size_t)p->n_rows; s->mask = 2 * s->mask + 1)
        ;
    s->slot = tp_arena_array(arena, s->mask + 1, sizeof *s->slot);
    if (!s->group || !s->label || !s->slot)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++) {
        tp_label label = {0};
        tp_status status = p->namer(p->namer_user, p, true, i, arena, &label, err);
        if (status != TP_OK)
            return status;
        s->group[i] = -1;
        int maker = p->row_origin[i].maker;
        if (!label.pos.file || maker >= tp_n_rules || !tp_rules[maker]->relaxable)
            continue;
        s->group[i] = group_of(s, &label);
    }
    return TP_OK;
}

typedef struct finder {
    tp_run *run;
    const statements *all;
    bool *gone; /* [n_groups] named already */
    size_t capacity;
    int sets;
} finder;

static tp_status add_item(finder *f, const tp_conflict_item *item, tp_err *err)
{
    tp_result *result = f->run->result;
    if (!tp_arena_grow(f->run->arena, &result->conflict, &f->capacity, result->n_conflict, 1))
        return tp_fail_nomem(err);
    result->conflict[result->n_conflict] = *item;
    result->conflict[result->n_conflict++].set = f->sets;
    return TP_OK;
}

/* What a lock or a bound contradicts all by itself: a set each, and its rows are out of the way. */
static tp_status list_flat(finder *f, const tp_case *c, tp_err *err)
{
    tp_status status = TP_OK;
    for (size_t i = 0; i < c->contradictions.count && status == TP_OK; i++) {
        const tp_conflict_item *item = &c->contradictions.items[i];
        f->sets++;
        status = add_item(f, item, err);
        for (int32_t g = 0; g < f->all->count; g++) {
            const tp_label *label = &f->all->label[g];
            if (!strcmp(label->rule, item->rule) && label->pos.line == item->pos.line &&
                label->pos.column == item->pos.column && same_text(label->pos.file, item->pos.file))
                f->gone[g] = true;
        }
    }
    return status;
}

static tp_status list_members(finder *f, const tp_conflict *found, tp_err *err)
{
    tp_status status = TP_OK;
    f->sets++;
    for (int32_t g = 0; g < f->all->count && status == TP_OK; g++) {
        if (!found->member[g])
            continue;
        const tp_label *label = &f->all->label[g];
        f->gone[g] = true;
        status = add_item(f, &(tp_conflict_item){label->rule, label->words, label->pos, 0}, err);
    }
    return status;
}

/* Sets that share no statement, each contradicting itself: what is left without all of them can be
 * kept. One after the other, in the order the statements are in. */
static tp_status list_all(finder *f, const tp_case *c, tp_err *err)
{
    tp_status status = TP_OK;
    for (int t = 0; t < c->n_periods && status == TP_OK; t++)
        status = list_flat(f, tp_case_at(c, t), err);
    for (bool more = true; more && status == TP_OK;) {
        tp_conflict found = {0};
        bool first = f->sets == 0;
        const tp_conflict_task task = {.program = c->program,
                                       .group = f->all->group,
                                       .n_groups = f->all->count,
                                       .gone = first ? NULL : f->gone,
                                       .farkas = first ? &f->run->answer.farkas : NULL,
                                       .stop = f->run->task.stop};
        status = tp_conflict_find(&found, &task, f->run->arena, err);
        if (status == TP_OK && found.members > 0)
            status = list_members(f, &found, err);
        f->run->result->conflict_open = status == TP_OK && !found.complete;
        more = status == TP_OK && found.members > 0 && found.complete;
    }
    return status;
}

tp_status tp_session_conflict(tp_session *session, tp_run *run, tp_err *err)
{
    const tp_case *c = session->now->kase;
    statements all = {0};
    finder f = {.run = run, .all = &all};
    tp_status status = collect(&all, c->program, run->arena, err);
    if (status != TP_OK)
        return status;
    f.gone = tp_arena_array(run->arena, (size_t)all.count + 1, sizeof *f.gone);
    status = f.gone ? list_all(&f, c, err) : tp_fail_nomem(err);
    for (size_t i = 0; i < run->result->n_conflict && f.sets == 1; i++)
        run->result->conflict[i].set = 0;
    return status;
}

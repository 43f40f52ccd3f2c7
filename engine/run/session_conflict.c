#include "run/session_parts.h"

#include "solve/conflict.h"

#include <string.h>

/* A row whose label names a place the planner can edit may be taken away; rows of one place and
 * rule are one statement. Balances and what follows from ownership always stay. */
typedef struct statements {
    int32_t *group;  /* [n_rows] */
    tp_label *label; /* [n_groups] */
    int32_t count;
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

/* Rows come in the order rules emit them, so the rows of one statement stand together or, for
 * statements made of one row a pool, near each other: looking back a little finds them. */
static int32_t group_of(const statements *s, const tp_label *label)
{
    for (int32_t g = s->count - 1; g >= 0; g--)
        if (same_place(&s->label[g], label))
            return g;
    return s->count;
}

static tp_status collect(statements *s, const tp_program *p, tp_arena *arena, tp_err *err)
{
    s->group = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *s->group);
    s->label = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *s->label);
    if (!s->group || !s->label)
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
        int32_t g = group_of(s, &label);
        if (g == s->count)
            s->label[s->count++] = label;
        s->group[i] = g;
    }
    return TP_OK;
}

static tp_status list_members(tp_run *run, const statements *s, const tp_conflict *found,
                              tp_err *err)
{
    tp_result *result = run->result;
    result->conflict =
        tp_arena_array(run->arena, (size_t)found->members + 1, sizeof *result->conflict);
    if (!result->conflict)
        return tp_fail_nomem(err);
    for (int32_t g = 0; g < s->count; g++)
        if (found->member[g])
            result->conflict[result->n_conflict++] =
                (tp_conflict_item){s->label[g].rule, s->label[g].words, s->label[g].pos};
    return TP_OK;
}

tp_status tp_session_conflict(tp_session *session, tp_run *run, tp_err *err)
{
    const tp_case *c = session->now->kase;
    if (c->contradictions.count) {
        run->result->conflict = c->contradictions.items;
        run->result->n_conflict = c->contradictions.count;
        return TP_OK;
    }
    statements all = {0};
    tp_conflict found = {0};
    tp_status status = collect(&all, c->program, run->arena, err);
    if (status == TP_OK)
        status = tp_conflict_find(&found,
                                  &(tp_conflict_task){.program = c->program,
                                                      .group = all.group,
                                                      .n_groups = all.count,
                                                      .farkas = &run->answer.farkas,
                                                      .stop = run->task.stop},
                                  run->arena, err);
    return status == TP_OK ? list_members(run, &all, &found, err) : status;
}

/* What is given up: deposits as proposed and as approved, reclaims, transfers. */
#include "report/papers/papers.h"
#include "report/views/words.h"

#include <string.h>

/* The deposit of a line that was proposed and not taken, as a movement nobody made. */
static tp_gift untaken(const tp_papers *p, int32_t l)
{
    const tp_line *line = &p->run->data->lines[l];
    const tp_pool *pool = &p->run->kase->pools[p->run->kase->line[l].pool];
    return (tp_gift){.kind = TP_JOURNAL_DEPOSIT,
                     .unit = line->unit,
                     .from = {.unit = p->run->data->units[line->unit].code},
                     .to = {.scope = pool->scope, .ring = pool->ring},
                     .category = tp_dataset_name(p->run->data, line->category),
                     .proposed = p->run->result->deposit[l]};
}

tp_status tp_papers_given(tp_papers *p, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_result *r = p->run->result;
    size_t n = 0;
    tp_gift *given =
        tp_arena_array(p->arena, p->n_moves + (size_t)data->n_lines + 1, sizeof *given);
    if (!given)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        int32_t unit = e->from.unit ? tp_dataset_unit(data, e->from.unit) : TP_ID_NONE;
        int32_t line = e->kind == TP_JOURNAL_DEPOSIT && unit != TP_ID_NONE
                           ? tp_dataset_line(data, unit, e->category)
                           : TP_ID_NONE;
        if (e->kind == TP_JOURNAL_LOAN)
            continue;
        given[n++] = (tp_gift){.kind = e->kind,
                               .unit = unit,
                               .from = e->from,
                               .to = e->to,
                               .category = e->category,
                               .proposed = line == TP_ID_NONE ? e->count : r->deposit[line],
                               .approved = e->count,
                               .notice = e->notice};
    }
    for (int32_t l = 0; l < data->n_lines; l++)
        if (r->deposit[l] > 0 && p->deposit[l] == 0)
            given[n++] = untaken(p, l);
    p->given = given;
    p->n_given = n;
    return TP_OK;
}

const char *tp_paper_pool(tp_paper *paper, const char *scope, const char *ring)
{
    const char *name = tp_paper_words(paper, tp_scope_words(scope));
    return *ring ? tp_paper_format(paper, "%s/%s", name, ring) : name;
}

const char *tp_paper_arc(tp_paper *paper, const tp_gift *g)
{
    tp_account pool = g->to.scope ? g->to : g->from;
    const char *name = tp_paper_pool(paper, pool.scope, pool.ring);
    if (g->kind == TP_JOURNAL_CONVERT)
        return name;
    return tp_paper_format(paper, "%s → %s", tp_paper_pool(paper, g->from.scope, g->from.ring),
                           name);
}

bool tp_gift_has_half(const tp_papers *p, size_t i)
{
    return p->given[i].kind == TP_JOURNAL_CONVERT && p->given[i].from.scope && i + 1 < p->n_given &&
           p->given[i + 1].kind == TP_JOURNAL_CONVERT && p->given[i + 1].to.scope;
}

const char *tp_paper_gift_category(tp_paper *paper, const tp_papers *p, size_t i)
{
    const char *category = p->given[i].category;
    return tp_gift_has_half(p, i)
               ? tp_paper_format(paper, "%s → %s", category, p->given[i + 1].category)
               : category;
}

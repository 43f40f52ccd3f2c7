#include "evaluate/evidence_tables.h"

#include "base/text.h"
#include "read/tables.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg msg_no_posts = {
    "evaluation.no-posts", "单位“{0}”有工作量，但编制表中没有实有人数，无法计算饱满度",
    "unit {0} has workload but nobody in post: its saturation cannot be computed"};
static const tp_msg msg_task_twice = {"evaluation.task-twice",
                                      "单位“{0}”{1} 年的事项“{2}”出现两次，工时相加",
                                      "unit {0} has task {2} twice in {1}; the hours add up"};

static int compare_scores(const void *left, const void *right)
{
    const tp_score *a = left, *b = right;
    if (a->leaf != b->leaf)
        return a->leaf < b->leaf ? -1 : 1;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* By unit with one counting pass, then each unit's own few hundred by leaf, source, value. */
static tp_status order_scores(tp_evidence_reader *l)
{
    tp_evidence *e = l->evidence;
    size_t units = (size_t)e->data->n_units;
    tp_score *sorted = tp_arena_array(e->arena, e->n_scores + 1, sizeof *sorted);
    size_t *next = tp_arena_array(l->scratch, units + 1, sizeof *next);
    e->first_score = tp_arena_array(e->arena, units + 1, sizeof *e->first_score);
    if (!sorted || !next || !e->first_score)
        return tp_fail_nomem(l->err);
    for (size_t i = 0; i < e->n_scores; i++)
        e->first_score[e->scores[i].unit + 1]++;
    for (size_t u = 0; u < units; u++)
        next[u + 1] = e->first_score[u + 1] += e->first_score[u];
    for (size_t i = 0; i < e->n_scores; i++)
        sorted[next[e->scores[i].unit]++] = e->scores[i];
    for (size_t u = 0; u < units; u++)
        qsort(sorted + e->first_score[u], e->first_score[u + 1] - e->first_score[u], sizeof *sorted,
              compare_scores);
    e->scores = sorted;
    return TP_OK;
}

static int compare_tasks(const void *left, const void *right)
{
    const tp_work *a = left, *b = right;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    int by_name = tp_text_compare(a->name, b->name);
    if (by_name)
        return by_name;
    const tp_dec x[] = {a->volume, a->hours_each, a->difficulty};
    const tp_dec y[] = {b->volume, b->hours_each, b->difficulty};
    for (size_t k = 0; k < 3; k++)
        if (x[k] != y[k])
            return x[k] < y[k] ? -1 : 1;
    return 0;
}

static tp_status order_tasks(tp_evidence_reader *l)
{
    tp_evidence *e = l->evidence;
    size_t units = (size_t)e->data->n_units;
    e->first_work = tp_arena_array(e->arena, units + 1, sizeof *e->first_work);
    e->in_post = tp_arena_array(e->arena, units + 1, sizeof *e->in_post);
    if (!e->first_work || !e->in_post)
        return tp_fail_nomem(l->err);
    for (int32_t k = 0; k < e->data->n_lines; k++)
        e->in_post[e->data->lines[k].unit] += e->data->lines[k].in_post;
    if (e->n_works)
        qsort(e->works, e->n_works, sizeof *e->works, compare_tasks);
    for (size_t i = 0; i < e->n_works; i++) {
        const tp_work *task = &e->works[i];
        e->first_work[task->unit + 1]++;
        const char *code = e->data->units[task->unit].code;
        bool first = !i || task[-1].unit != task->unit;
        if (first && !e->in_post[task->unit])
            tp_diag_error(l->diags, task->pos, &msg_no_posts, code);
        if (!first && task[-1].year == task->year && !strcmp(task[-1].name, task->name)) {
            char year[TP_DEC_TEXT];
            tp_int_format(task->year, year);
            tp_diag_warn(l->diags, task->pos, &msg_task_twice, code, year, task->name);
        }
    }
    for (size_t u = 0; u < units; u++)
        e->first_work[u + 1] += e->first_work[u];
    return TP_OK;
}

static int compare_sources(const void *left, const void *right)
{
    return tp_text_compare(((const tp_source_rule *)left)->id, ((const tp_source_rule *)right)->id);
}

/* Sources met without having been announced: all alike, in natural order of their names. */
static tp_status settle_sources(tp_evidence_reader *l)
{
    tp_evidence *e = l->evidence;
    if (l->spec->n_sources) {
        e->sources = l->spec->sources;
        e->n_sources = l->spec->n_sources;
        return TP_OK;
    }
    e->n_sources = (size_t)tp_ids_count(l->sources);
    e->sources = tp_arena_array(e->arena, e->n_sources + 1, sizeof *e->sources);
    int32_t *place = tp_arena_array(l->scratch, e->n_sources + 1, sizeof *place);
    if (!e->sources || !place)
        return tp_fail_nomem(l->err);
    for (size_t s = 0; s < e->n_sources; s++)
        e->sources[s] = (tp_source_rule){tp_ids_name(l->sources, (int32_t)s), TP_DEC_ONE};
    if (e->n_sources)
        qsort(e->sources, e->n_sources, sizeof *e->sources, compare_sources);
    for (size_t s = 0; s < e->n_sources; s++) {
        place[tp_ids_find(l->sources, e->sources[s].id, strlen(e->sources[s].id))] = (int32_t)s;
        e->sources[s].id = tp_arena_text(e->arena, e->sources[s].id);
        if (!e->sources[s].id)
            return tp_fail_nomem(l->err);
    }
    for (size_t i = 0; i < e->n_scores; i++)
        e->scores[i].source = place[e->scores[i].source];
    return TP_OK;
}

static tp_status read_tables(tp_evidence_reader *l, tp_tables *tables)
{
    const tp_table *scores = NULL, *tasks = NULL;
    l->sources = tp_ids_create(l->scratch, 16);
    if (!l->sources)
        return tp_fail_nomem(l->err);
    for (size_t s = 0; s < l->spec->n_sources; s++)
        if (tp_ids_add(l->sources, l->spec->sources[s].id, strlen(l->spec->sources[s].id), NULL) ==
            TP_ID_NONE)
            return tp_fail_nomem(l->err);
    tp_status status =
        tp_tables_get(&scores, tables, &tp_score_columns, l->scratch, l->diags, l->err);
    if (!status && scores)
        status = tp_evidence_read_scores(l, scores);
    if (!status)
        status = tp_tables_get(&tasks, tables, &tp_workload_columns, l->scratch, l->diags, l->err);
    if (!status && tasks)
        status = tp_evidence_read_works(l, tasks);
    if (!status)
        status = settle_sources(l);
    if (!status)
        status = order_scores(l);
    return status ? status : order_tasks(l);
}

static tp_status load(tp_evidence_reader *l, const tp_evidence_options *options)
{
    const tp_dataset_options dataset = {.encoding = options->encoding, .without_outcomes = true};
    const tp_source_options source = {.encoding = options->encoding};
    tp_status status =
        tp_dataset_load(&l->evidence->data, l->spec->data, &dataset, l->diags, l->err);
    if (!status && options->n_issues)
        status =
            tp_dataset_merge_issues(l->evidence->data, options->issues, options->n_issues, l->err);
    if (status)
        return status;
    tp_tables *tables;
    status = tp_tables_open(&tables, l->spec->data, &source, l->diags, l->err);
    if (status)
        return status;
    status = read_tables(l, tables);
    tp_tables_free(tables);
    return status;
}

tp_status tp_evidence_load(tp_evidence **out, const tp_spec *spec,
                           const tp_evidence_options *options, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create(), *scratch = tp_arena_create();
    tp_evidence *evidence = arena ? tp_arena_alloc(arena, sizeof *evidence) : NULL;
    if (!evidence || !scratch) {
        tp_arena_free(arena);
        tp_arena_free(scratch);
        return tp_fail_nomem(err);
    }
    *evidence = (tp_evidence){.arena = arena};
    size_t before = diags->errors;
    tp_evidence_reader l = {.spec = spec,
                            .evidence = evidence,
                            .scratch = scratch,
                            .diags = diags,
                            .err = err,
                            .sound = !before};
    tp_status status = load(&l, options);
    tp_arena_free(scratch);
    if (!status && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "%s is not valid evidence", spec->data);
    if (status)
        tp_evidence_free(evidence);
    else
        *out = evidence;
    return status;
}

void tp_evidence_free(tp_evidence *evidence)
{
    if (!evidence)
        return;
    tp_dataset_free(evidence->data);
    tp_arena_free(evidence->arena);
}

void tp_evidence_page(tp_buf *out, tp_lang lang)
{
    static const tp_columns *const tables[] = {&tp_score_columns, &tp_workload_columns};
    tp_columns_page(out, tables, 2, lang);
}

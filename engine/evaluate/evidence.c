#include "evaluate/evidence.h"

#include "base/text.h"
#include "read/tables.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg msg_unit = {"evaluation.unknown-unit", "单位“{0}”不在单位表中{1}",
                                "unit {0} is not in units{2}"};
static const tp_msg msg_leaf = {"evaluation.unknown-leaf", "没有编号为“{0}”的指标{1}",
                                "there is no indicator {0}{2}"};
static const tp_msg msg_group = {"evaluation.group-scored", "“{0}”有下级指标，不直接计分",
                                 "{0} has children: its leaves are scored, not itself"};
static const tp_msg msg_source = {"evaluation.unknown-source", "评分来源“{0}”不在 sources 中{1}",
                                  "source {0} is not among the sources{2}"};
static const tp_msg msg_option = {"evaluation.not-on-menu", "“{0}”不是指标“{1}”的菜单选项（{2}）",
                                  "{0} is not on the menu of {1} ({2})"};
static const tp_msg msg_number = {"evaluation.value", "指标“{1}”的值“{0}”应为最多 6 位小数的数值",
                                  "{0} for {1} should be a plain number with at most 6 decimals"};
static const tp_msg msg_points = {"evaluation.points-range",
                                  "指标“{1}”的得分应在 0 到 100 之间，实际是 {0}",
                                  "points for {1} should be 0 to 100, found {0}"};
static const tp_msg msg_below = {"evaluation.below-bands", "指标“{1}”的值 {0} 低于最低一档 {2}",
                                 "{0} for {1} is below its lowest band, {2}"};
static const tp_msg msg_no_posts = {
    "evaluation.no-posts", "单位“{0}”有工作量，但编制表中没有实有人数，无法计算饱满度",
    "unit {0} has workload but nobody in post: its saturation cannot be computed"};
static const tp_msg msg_task_twice = {"evaluation.task-twice",
                                      "单位“{0}”{1} 年的事项“{2}”出现两次，工时相加",
                                      "unit {0} has task {2} twice in {1}; the hours add up"};

typedef struct score_row {
    const char *unit, *indicator, *source, *value;
} score_row;

static const tp_column score_items[] = {
    {.name = "unit",
     .zh = "单位编码",
     .type = TP_COL_CODE,
     .offset = offsetof(score_row, unit),
     .required = true,
     .doc = {"被评单位", "the unit evaluated"}},
    {.name = "indicator",
     .zh = "指标",
     .type = TP_COL_CODE,
     .offset = offsetof(score_row, indicator),
     .required = true,
     .doc = {"指标编号", "code of the leaf"}},
    {.name = "source",
     .zh = "评分来源|来源",
     .type = TP_COL_CODE,
     .offset = offsetof(score_row, source),
     .required = true,
     .doc = {"谁评的分", "who scored"}},
    {.name = "value",
     .zh = "评分|得分",
     .type = TP_COL_TEXT,
     .offset = offsetof(score_row, value),
     .required = true,
     .doc = {"菜单选项，或分值、指标值", "a label of the menu, or a number for points and bands"}},
};
const tp_columns tp_score_columns = {
    "scores",
    "评分",
    score_items,
    sizeof score_items / sizeof *score_items,
    sizeof(score_row),
    false,
    {"各来源对各指标的评分", "what each source gave each leaf of each unit"}};

typedef struct task_row {
    const char *unit, *task;
    int64_t year;
    tp_dec volume, hours_each, difficulty;
} task_row;

static const tp_column task_items[] = {
    {.name = "unit",
     .zh = "单位编码",
     .type = TP_COL_CODE,
     .offset = offsetof(task_row, unit),
     .required = true,
     .doc = {"承担单位", "the unit that does it"}},
    {.name = "task",
     .zh = "事项",
     .type = TP_COL_CODE,
     .offset = offsetof(task_row, task),
     .required = true,
     .doc = {"工作事项", "the kind of work"}},
    {.name = "year",
     .zh = "年度",
     .type = TP_COL_WHOLE,
     .offset = offsetof(task_row, year),
     .required = true,
     .least = 1900,
     .most = 9999,
     .doc = {"年度", "the year"}},
    {.name = "volume",
     .zh = "业务量",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(task_row, volume),
     .required = true,
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"全年业务量", "how many in the year"}},
    {.name = "hours_each",
     .zh = "单件工时",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(task_row, hours_each),
     .required = true,
     .least = 0,
     .most = 100000 * TP_DEC_ONE,
     .doc = {"每件所需小时", "hours one takes"}},
    {.name = "difficulty",
     .zh = "难度系数",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(task_row, difficulty),
     .fallback = "1",
     .least = 0,
     .most = 1000 * TP_DEC_ONE,
     .doc = {"难度系数", "weight of difficulty"}},
};
const tp_columns tp_workload_columns = {
    "workload",
    "工作量",
    task_items,
    sizeof task_items / sizeof *task_items,
    sizeof(task_row),
    false,
    {"各单位分年度的工作量", "what each unit does in each year"}};

typedef struct loader {
    const tp_spec *spec;
    tp_evidence *evidence;
    tp_arena *scratch;
    tp_diags *diags;
    tp_err *err;
    tp_ids *sources;
    bool sound; /* the spec has no error: a value can be told right from wrong */
} loader;

/* "; did you mean …?" in both languages; suggestions stop when there are very many errors. */
static void hint(loader *l, const char *found, const char *const *names, size_t count,
                 const char *out[2])
{
    const char *near =
        l->diags->errors < l->diags->most ? tp_text_closest(found, names, count) : NULL;
    out[0] = near ? tp_arena_format(l->scratch, "；是否要写“%s”？", near) : "";
    out[1] = near ? tp_arena_format(l->scratch, "; did you mean %s?", near) : "";
}

static int32_t unit_of(loader *l, const char *code, tp_pos pos)
{
    const tp_dataset *data = l->evidence->data;
    int32_t unit = tp_dataset_unit(data, code);
    if (unit != TP_ID_NONE)
        return unit;
    const char *near[2] = {"", ""};
    const char **names = l->diags->errors < 100
                             ? tp_arena_array(l->scratch, (size_t)data->n_units, sizeof *names)
                             : NULL;
    if (names) {
        for (int32_t u = 0; u < data->n_units; u++)
            names[u] = data->units[u].code;
        hint(l, code, names, (size_t)data->n_units, near);
    }
    tp_diag_error(l->diags, pos, &msg_unit, code, near[0], near[1]);
    return TP_ID_NONE;
}

static int32_t leaf_of(loader *l, const char *id, tp_pos pos)
{
    const tp_spec *spec = l->spec;
    int32_t leaf = tp_spec_indicator(spec, id);
    if (leaf != TP_ID_NONE && spec->indicators[leaf].leaf)
        return leaf;
    if (leaf != TP_ID_NONE) {
        tp_diag_error(l->diags, pos, &msg_group, id);
        return TP_ID_NONE;
    }
    const char *near[2] = {"", ""};
    const char **names = tp_arena_array(l->scratch, (size_t)spec->n_indicators, sizeof *names);
    size_t count = 0;
    for (int32_t i = 0; names && i < spec->n_indicators; i++)
        if (spec->indicators[i].leaf)
            names[count++] = spec->indicators[i].id;
    if (names)
        hint(l, id, names, count, near);
    tp_diag_error(l->diags, pos, &msg_leaf, id, near[0], near[1]);
    return TP_ID_NONE;
}

static tp_status source_of(loader *l, const char *id, tp_pos pos, int32_t *out)
{
    const tp_spec *spec = l->spec;
    *out = tp_ids_find(l->sources, id, strlen(id));
    if (*out != TP_ID_NONE)
        return TP_OK;
    if (!spec->n_sources) {
        *out = tp_ids_add(l->sources, id, strlen(id), NULL);
        return *out == TP_ID_NONE ? tp_fail_nomem(l->err) : TP_OK;
    }
    const char *near[2] = {"", ""};
    const char **names = tp_arena_array(l->scratch, spec->n_sources, sizeof *names);
    for (size_t s = 0; names && s < spec->n_sources; s++)
        names[s] = spec->sources[s].id;
    if (names)
        hint(l, id, names, spec->n_sources, near);
    tp_diag_error(l->diags, pos, &msg_source, id, near[0], near[1]);
    return TP_OK;
}

static bool on_menu(loader *l, const tp_indicator *leaf, const char *text, tp_score *to, tp_pos pos)
{
    for (size_t i = 0; i < leaf->n_options; i++)
        if (!strcmp(leaf->options[i].label, text)) {
            to->value = (tp_dec)i;
            to->points = leaf->options[i].score;
            return true;
        }
    tp_buf list = {0};
    for (size_t i = 0; i < leaf->n_options; i++) {
        tp_buf_text(&list, i ? " | " : "");
        tp_buf_text(&list, leaf->options[i].label);
    }
    tp_diag_error(l->diags, pos, &msg_option, text, leaf->id, list.bytes ? list.bytes : "");
    tp_buf_finish(&list);
    return false;
}

static bool in_bands(loader *l, const tp_indicator *leaf, const char *text, tp_score *to,
                     tp_pos pos)
{
    for (size_t i = 0; i < leaf->n_bands; i++)
        if (to->value >= leaf->bands[i].at_least) {
            to->points = leaf->bands[i].score;
            return true;
        }
    char lowest[TP_DEC_TEXT] = "";
    if (leaf->n_bands)
        tp_dec_format(leaf->bands[leaf->n_bands - 1].at_least, lowest);
    tp_diag_error(l->diags, pos, &msg_below, text, leaf->id, lowest);
    return false;
}

/* What a value is worth on its leaf; positions are made only when something is wrong. */
static bool worth(loader *l, const char *text, tp_score *to, const tp_rows *rows, size_t index)
{
    const tp_indicator *leaf = &l->spec->indicators[to->leaf];
    if (leaf->kind == TP_LEAF_MENU) {
        for (size_t i = 0; i < leaf->n_options; i++)
            if (!strcmp(leaf->options[i].label, text))
                return on_menu(l, leaf, text, to, (tp_pos){0});
        return on_menu(l, leaf, text, to, tp_rows_pos(rows, index, "value"));
    }
    if (tp_dec_parse(text, strlen(text), &to->value) != TP_PARSE_OK) {
        tp_diag_error(l->diags, tp_rows_pos(rows, index, "value"), &msg_number, text, leaf->id);
        return false;
    }
    if (leaf->kind == TP_LEAF_BANDS) {
        bool below = !leaf->n_bands || to->value < leaf->bands[leaf->n_bands - 1].at_least;
        return in_bands(l, leaf, text, to, below ? tp_rows_pos(rows, index, "value") : (tp_pos){0});
    }
    to->points = to->value;
    if (to->value >= 0 && to->value <= TP_POINTS_MOST)
        return true;
    tp_diag_error(l->diags, tp_rows_pos(rows, index, "value"), &msg_points, text, leaf->id);
    return false;
}

static tp_status read_scores(loader *l, const tp_table *table)
{
    tp_evidence *e = l->evidence;
    tp_rows rows;
    tp_status status = tp_rows_open(&rows, &tp_score_columns, table, l->scratch, l->diags, l->err);
    if (status || !rows.complete)
        return status;
    e->scores = tp_arena_array(e->arena, table->rows + 1, sizeof *e->scores);
    if (!e->scores)
        return tp_fail_nomem(l->err);
    const char *last_code = NULL;
    int32_t last_unit = TP_ID_NONE;
    for (size_t i = 0; i < table->rows; i++) {
        score_row row;
        if (!tp_rows_read(&rows, i, &row, l->diags))
            continue;
        tp_score *to = &e->scores[e->n_scores];
        /* Rows come unit by unit as a rule: one look-up a unit. */
        if (!last_code || strcmp(last_code, row.unit)) {
            last_unit = tp_dataset_unit(e->data, row.unit);
            if (last_unit == TP_ID_NONE)
                last_unit = unit_of(l, row.unit, tp_rows_pos(&rows, i, "unit"));
            last_code = last_unit == TP_ID_NONE ? NULL : row.unit;
        }
        to->unit = last_unit;
        to->leaf = tp_spec_indicator(l->spec, row.indicator);
        if (to->leaf == TP_ID_NONE || !l->spec->indicators[to->leaf].leaf)
            to->leaf = leaf_of(l, row.indicator, tp_rows_pos(&rows, i, "indicator"));
        to->source = tp_ids_find(l->sources, row.source, strlen(row.source));
        if (to->source == TP_ID_NONE)
            status = source_of(l, row.source, tp_rows_pos(&rows, i, "source"), &to->source);
        if (status)
            return status;
        bool good = to->leaf != TP_ID_NONE && l->sound && worth(l, row.value, to, &rows, i);
        if (good && to->unit != TP_ID_NONE && to->source != TP_ID_NONE)
            e->n_scores++;
    }
    return TP_OK;
}

static tp_status read_tasks(loader *l, const tp_table *table)
{
    tp_evidence *e = l->evidence;
    tp_rows rows;
    tp_status status =
        tp_rows_open(&rows, &tp_workload_columns, table, l->scratch, l->diags, l->err);
    if (status || !rows.complete)
        return status;
    e->tasks = tp_arena_array(e->arena, table->rows + 1, sizeof *e->tasks);
    if (!e->tasks)
        return tp_fail_nomem(l->err);
    for (size_t i = 0; i < table->rows; i++) {
        task_row row;
        if (!tp_rows_read(&rows, i, &row, l->diags))
            continue;
        tp_task *to = &e->tasks[e->n_tasks];
        tp_pos pos = tp_rows_pos(&rows, i, "unit");
        *to = (tp_task){.unit = unit_of(l, row.unit, pos),
                        .year = (int32_t)row.year,
                        .volume = row.volume,
                        .hours_each = row.hours_each,
                        .difficulty = row.difficulty,
                        .pos = pos};
        to->name = tp_arena_text(e->arena, row.task);
        if (pos.file)
            to->pos.file = tp_arena_text(e->arena, pos.file);
        if (pos.cell)
            to->pos.cell = tp_arena_text(e->arena, pos.cell);
        if (!to->name)
            return tp_fail_nomem(l->err);
        if (to->unit != TP_ID_NONE)
            e->n_tasks++;
    }
    return TP_OK;
}

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
static tp_status order_scores(loader *l)
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
    const tp_task *a = left, *b = right;
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

static tp_status order_tasks(loader *l)
{
    tp_evidence *e = l->evidence;
    size_t units = (size_t)e->data->n_units;
    e->first_task = tp_arena_array(e->arena, units + 1, sizeof *e->first_task);
    e->in_post = tp_arena_array(e->arena, units + 1, sizeof *e->in_post);
    if (!e->first_task || !e->in_post)
        return tp_fail_nomem(l->err);
    for (int32_t k = 0; k < e->data->n_lines; k++)
        e->in_post[e->data->lines[k].unit] += e->data->lines[k].in_post;
    if (e->n_tasks)
        qsort(e->tasks, e->n_tasks, sizeof *e->tasks, compare_tasks);
    for (size_t i = 0; i < e->n_tasks; i++) {
        const tp_task *task = &e->tasks[i];
        e->first_task[task->unit + 1]++;
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
        e->first_task[u + 1] += e->first_task[u];
    return TP_OK;
}

static int compare_sources(const void *left, const void *right)
{
    return tp_text_compare(((const tp_source_rule *)left)->id, ((const tp_source_rule *)right)->id);
}

/* Sources met without having been announced: all alike, in natural order of their names. */
static tp_status settle_sources(loader *l)
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

static tp_status read_tables(loader *l, tp_tables *tables)
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
        status = read_scores(l, scores);
    if (!status)
        status = tp_tables_get(&tasks, tables, &tp_workload_columns, l->scratch, l->diags, l->err);
    if (!status && tasks)
        status = read_tasks(l, tasks);
    if (!status)
        status = settle_sources(l);
    if (!status)
        status = order_scores(l);
    return status ? status : order_tasks(l);
}

static tp_status load(loader *l, const tp_evidence_options *options)
{
    const tp_dataset_options dataset = {.encoding = options->encoding, .without_outcomes = true};
    const tp_source_options source = {.encoding = options->encoding};
    tp_status status =
        tp_dataset_load(&l->evidence->data, l->spec->data, &dataset, l->diags, l->err);
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
    loader l = {.spec = spec,
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

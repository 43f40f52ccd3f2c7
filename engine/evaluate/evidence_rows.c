#include "base/text.h"
#include "evaluate/evidence_tables.h"

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
static const tp_column score_items[] = {
    {.name = "unit",
     .zh = "单位编码",
     .type = TP_COL_CODE,
     .offset = offsetof(tp_score_row, unit),
     .required = true,
     .doc = {"被评单位", "the unit evaluated"}},
    {.name = "indicator",
     .zh = "指标",
     .type = TP_COL_CODE,
     .offset = offsetof(tp_score_row, indicator),
     .required = true,
     .doc = {"指标编号", "code of the leaf"}},
    {.name = "source",
     .zh = "评分来源|来源",
     .type = TP_COL_CODE,
     .offset = offsetof(tp_score_row, source),
     .required = true,
     .doc = {"谁评的分", "who scored"}},
    {.name = "value",
     .zh = "评分|得分",
     .type = TP_COL_TEXT,
     .offset = offsetof(tp_score_row, value),
     .required = true,
     .doc = {"菜单选项，或分值、指标值", "a label of the menu, or a number for points and bands"}},
};
const tp_columns tp_score_columns = {
    "scores",
    "评分",
    score_items,
    sizeof score_items / sizeof *score_items,
    sizeof(tp_score_row),
    false,
    {"各来源对各指标的评分", "what each source gave each leaf of each unit"}};

static const tp_column task_items[] = {
    {.name = "unit",
     .zh = "单位编码",
     .type = TP_COL_CODE,
     .offset = offsetof(tp_work_row, unit),
     .required = true,
     .doc = {"承担单位", "the unit that does it"}},
    {.name = "task",
     .zh = "事项",
     .type = TP_COL_CODE,
     .offset = offsetof(tp_work_row, task),
     .required = true,
     .doc = {"工作事项", "the kind of work"}},
    {.name = "year",
     .zh = "年度",
     .type = TP_COL_WHOLE,
     .offset = offsetof(tp_work_row, year),
     .required = true,
     .least = 1900,
     .most = 9999,
     .doc = {"年度", "the year"}},
    {.name = "volume",
     .zh = "业务量",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(tp_work_row, volume),
     .required = true,
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"全年业务量", "how many in the year"}},
    {.name = "hours_each",
     .zh = "单件工时",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(tp_work_row, hours_each),
     .required = true,
     .least = 0,
     .most = 100000 * TP_DEC_ONE,
     .doc = {"每件所需小时", "hours one takes"}},
    {.name = "difficulty",
     .zh = "难度系数",
     .type = TP_COL_DECIMAL,
     .offset = offsetof(tp_work_row, difficulty),
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
    sizeof(tp_work_row),
    false,
    {"各单位分年度的工作量", "what each unit does in each year"}};

/* "; did you mean …?" in both languages; suggestions stop when there are very many errors. */
static void hint(tp_evidence_reader *l, const char *found, const char *const *names, size_t count,
                 const char *out[2])
{
    const char *near =
        l->diags->errors < l->diags->most ? tp_text_closest(found, names, count) : NULL;
    out[0] = near ? tp_arena_format(l->scratch, "；是否要写“%s”？", near) : "";
    out[1] = near ? tp_arena_format(l->scratch, "; did you mean %s?", near) : "";
}

static int32_t unit_of(tp_evidence_reader *l, const char *code, tp_pos pos)
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

static int32_t leaf_of(tp_evidence_reader *l, const char *id, tp_pos pos)
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

static tp_status source_of(tp_evidence_reader *l, const char *id, tp_pos pos, int32_t *out)
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

static bool on_menu(tp_evidence_reader *l, const tp_indicator *leaf, const char *text, tp_score *to,
                    tp_pos pos)
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

static bool in_bands(tp_evidence_reader *l, const tp_indicator *leaf, const char *text,
                     tp_score *to, tp_pos pos)
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
static bool worth(tp_evidence_reader *l, const char *text, tp_score *to, const tp_rows *rows,
                  size_t index)
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

tp_status tp_evidence_read_scores(tp_evidence_reader *l, const tp_table *table)
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
        tp_score_row row;
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

tp_status tp_evidence_read_works(tp_evidence_reader *l, const tp_table *table)
{
    tp_evidence *e = l->evidence;
    tp_rows rows;
    tp_status status =
        tp_rows_open(&rows, &tp_workload_columns, table, l->scratch, l->diags, l->err);
    if (status || !rows.complete)
        return status;
    e->works = tp_arena_array(e->arena, table->rows + 1, sizeof *e->works);
    if (!e->works)
        return tp_fail_nomem(l->err);
    for (size_t i = 0; i < table->rows; i++) {
        tp_work_row row;
        if (!tp_rows_read(&rows, i, &row, l->diags))
            continue;
        tp_work *to = &e->works[e->n_works];
        tp_pos pos = tp_rows_pos(&rows, i, "unit");
        *to = (tp_work){.unit = unit_of(l, row.unit, pos),
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
            e->n_works++;
    }
    return TP_OK;
}

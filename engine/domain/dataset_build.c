#include "domain/dataset_build.h"

#include "base/order.h"
#include "base/text.h"

#include <string.h>

static const tp_msg MSG_UNIT = {"data.unknown-unit", "单位表中没有单位“{0}”",
                                "there is no unit \"{0}\" in units.csv"};
static const tp_msg MSG_UNIT_NEAR = {"data.unknown-unit", "单位表中没有单位“{0}”；是否应为“{1}”？",
                                     "there is no unit \"{0}\" in units.csv; did you mean "
                                     "\"{1}\"?"};
static const tp_msg MSG_UNIT_ZEROS = {
    "data.unknown-unit",
    "单位表中没有单位“{0}”，但有“{1}”：数字单元格会丢失前导零；请把编码列设为文本后重新填写",
    "there is no unit \"{0}\" in units.csv, but a \"{1}\": leading zeros are lost in number cells; "
    "format the column of codes as text and fill it in again"};
static const tp_msg MSG_UNIT_NAME = {
    "data.unit-name", "“{0}”是单位 {1} 的名称；此列应填单位编码（本表中同类情况不再列出）",
    "\"{0}\" is the name of unit {1}; this column holds codes of units (further ones in this table "
    "are "
    "not listed)"};
static const tp_msg MSG_LINE = {"data.unknown-line", "编制表中没有单位“{0}”类别“{1}”的一行",
                                "posts.csv has no row of unit \"{0}\" in category \"{1}\""};

enum { MOST_SUGGESTIONS = 10, LOOK_AHEAD = 8 };

/* ---- steps shared by the tables ---- */

static const char *closest_unit(tp_builder *b, const char *code)
{
    if (b->suggestions <= 0)
        return NULL;
    b->suggestions--;
    const char *best = NULL;
    size_t most = strlen(code) <= 2 ? 0 : strlen(code) <= 6 ? 1 : 2;
    for (int32_t u = 0; u < b->data->n_units; u++) {
        size_t distance = tp_text_distance(code, b->data->units[u].code, most);
        if (distance > most)
            continue;
        best = b->data->units[u].code;
        if (distance <= 1)
            break;
        most = distance - 1;
    }
    return best;
}

static const char *past_zeros(const char *code)
{
    return code + strspn(code, "0");
}

/* Notes under which other texts a unit might be meant: its name, its code without leading zeros. */
static bool note_aliases(tp_builder *b)
{
    size_t n = (size_t)b->data->n_units;
    b->aliases = tp_ids_create(b->data->arena, 2 * n);
    b->alias_unit = tp_arena_array(b->data->arena, 2 * n + 1, sizeof *b->alias_unit);
    bool ok = b->aliases && b->alias_unit;
    for (int32_t u = 0; ok && u < b->data->n_units; u++) {
        const char *const texts[] = {past_zeros(b->data->units[u].code), b->data->units[u].name};
        for (size_t i = 0; ok && i < 2; i++) {
            bool fresh = false;
            int32_t id = *texts[i] ? tp_ids_add(b->aliases, texts[i], strlen(texts[i]), &fresh) : 0;
            ok = id != TP_ID_NONE;
            if (ok && fresh)
                b->alias_unit[id] = u;
        }
    }
    return ok;
}

/* The unit whose code differs in leading zeros only, or that is called so; NULL if there is
 * none. */
static const tp_unit *meant_unit(tp_builder *b, const char *code, bool *by_name)
{
    *by_name = false;
    if (!b->aliases && !note_aliases(b)) {
        b->diags->out_of_memory = true;
        return NULL;
    }
    const char *const texts[] = {past_zeros(code), code};
    for (size_t i = 0; i < 2; i++) {
        int32_t id = tp_ids_find(b->aliases, texts[i], strlen(texts[i]));
        const tp_unit *unit = id == TP_ID_NONE ? NULL : &b->data->units[b->alias_unit[id]];
        *by_name = unit && strcmp(unit->name, code) == 0;
        if (unit && (*by_name || strcmp(past_zeros(unit->code), texts[0]) == 0))
            return unit;
    }
    return NULL;
}

/* Says what may be meant by a code that no unit has. */
static void report_unit(tp_builder *b, size_t i, const char *code, const char *column)
{
    char shown[TP_SHOWN];
    bool by_name;
    const tp_unit *meant = meant_unit(b, code, &by_name);
    if (meant && by_name && b->names_told) {
        b->diags->errors++; /* one message for all: the column holds names */
        return;
    }
    tp_pos pos = tp_rows_pos(&b->view, i, column);
    const char *near = meant ? meant->code : closest_unit(b, code);
    b->names_told |= meant && by_name;
    tp_diag_error(b->diags, pos,
                  by_name && meant ? &MSG_UNIT_NAME
                  : meant          ? &MSG_UNIT_ZEROS
                  : near           ? &MSG_UNIT_NEAR
                                   : &MSG_UNIT,
                  tp_shown(code, shown), near ? near : "");
}

int32_t tp_build_unit_of(tp_builder *b, size_t i, const char *code, const char *column)
{
    if (!code)
        return TP_ID_NONE;
    /* Files mostly name units in their order: look at the last one and a few on before hashing. */
    const tp_unit *units = b->data->units;
    int32_t beyond =
        b->data->n_units - b->last_unit > LOOK_AHEAD ? b->last_unit + LOOK_AHEAD : b->data->n_units;
    for (int32_t u = b->last_unit; u < beyond; u++)
        if (strcmp(units[u].code, code) == 0)
            return b->last_unit = u;
    int32_t unit = tp_ids_find(b->data->unit_codes, code, strlen(code));
    if (unit != TP_ID_NONE)
        b->last_unit = unit;
    if (unit != TP_ID_NONE || b->blind[TP_TABLE_UNITS])
        return unit;
    report_unit(b, i, code, column);
    return TP_ID_NONE;
}

int32_t tp_build_line_of(tp_builder *b, size_t i, const char *unit, const char *category)
{
    int32_t u = tp_build_unit_of(b, i, unit, "unit");
    if (u == TP_ID_NONE || !category)
        return TP_ID_NONE;
    int32_t line = tp_dataset_line(b->data, u, category);
    if (line != TP_ID_NONE || b->blind[TP_TABLE_POSTS])
        return line;
    char shown[2][TP_SHOWN];
    tp_diag_error(b->diags, tp_rows_pos(&b->view, i, "category"), &MSG_LINE,
                  tp_shown(unit, shown[0]), tp_shown(category, shown[1]));
    return TP_ID_NONE;
}

bool tp_build_name(tp_builder *b, const char *name, int32_t *id)
{
    bool guess = name && *id >= 0 && *id < tp_ids_count(b->data->names);
    if (guess && strcmp(tp_ids_name(b->data->names, *id), name) == 0)
        return true;
    *id = TP_ID_NONE;
    if (!name)
        return true;
    *id = tp_ids_add(b->data->names, name, strlen(name), NULL);
    return *id != TP_ID_NONE;
}

bool tp_build_text(tp_builder *b, const char *text, const char **copy)
{
    *copy = text ? tp_arena_text(b->data->arena, text) : NULL;
    return !text || *copy;
}

void tp_build_error(tp_builder *b, size_t i, const char *column, const tp_msg *msg,
                    const size_t *other, const char *text)
{
    char shown[TP_SHOWN];
    tp_buf place;
    tp_buf_init(&place);
    if (other) {
        tp_pos pos = tp_rows_pos(&b->view, *other, column);
        tp_pos_write(&place, &pos);
    }
    tp_diag_error(b->diags, tp_rows_pos(&b->view, i, column), msg, place.bytes ? place.bytes : "",
                  tp_shown(text ? text : "", shown));
    tp_buf_finish(&place);
}

bool tp_build_unique(tp_builder *b, const tp_kept *kept, size_t size, size_t offset,
                     const char *column, const tp_msg *twice)
{
    tp_ids *seen = tp_ids_create(b->passing, kept->count);
    size_t *from = tp_arena_array(b->passing, kept->count + 1, sizeof *from);
    for (size_t i = 0; seen && from && i < kept->count; i++) {
        const char *const *text = (const void *)(kept->rows + i * size + offset);
        bool fresh = false;
        if (!*text)
            continue;
        int32_t id = tp_ids_add(seen, *text, strlen(*text), &fresh);
        if (id == TP_ID_NONE)
            return false;
        if (fresh)
            from[id] = i;
        else
            tp_build_error(b, i, column, twice, &from[id], *text);
    }
    return seen && from;
}

void tp_build_warn(tp_builder *b, size_t i, const char *column, const tp_msg *msg)
{
    if (!b->quiet)
        tp_diag_warn(b->diags, tp_rows_pos(&b->view, i, column), msg, "");
}

/* ---- one table ---- */

typedef struct builder_step {
    tp_status (*build)(tp_builder *b, const tp_kept *kept);
} builder_step;

static const builder_step steps[TP_TABLES] = {
    {tp_build_units},    {tp_build_lines},   {tp_build_lots},       {tp_build_outcomes},
    {tp_build_issues},   {tp_build_demands}, {tp_build_departures}, {tp_build_limits},
    {tp_build_verdicts}, {tp_build_loans}};

static int by_place(const void *context, int32_t a, int32_t b)
{
    const tp_diag *items = context;
    const tp_pos *p = &items[a].pos, *q = &items[b].pos;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    return p->column < q->column ? -1 : p->column > q->column;
}

/* The table's diagnostics in the order of its lines, whatever was checked first. */
static tp_status sort_diags(tp_builder *b, size_t first)
{
    size_t count = b->diags->count - first;
    tp_diag *items = b->diags->items + first;
    if (count < 2)
        return TP_OK;
    int32_t *order = tp_order_make(b->passing, count, by_place, items);
    tp_diag *copy = tp_arena_array(b->passing, count, sizeof *copy);
    if (!order || !copy)
        return tp_fail_nomem(b->err);
    memcpy(copy, items, count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        items[i] = copy[order[i]];
    return TP_OK;
}

/* Looks at a table as it was taken apart; what outlives it goes to the dataset's arena. */
static tp_status take_over(tp_builder *b, const tp_taken *taken, tp_data_table which)
{
    tp_diags_join(b->diags, &taken->from_file);
    tp_diags_join(b->diags, &taken->from_header);
    tp_diags_join(b->diags, &taken->from_cells);
    if (taken->status != TP_OK) {
        if (b->err)
            *b->err = taken->err;
        return taken->status;
    }
    b->blind[which] = taken->from_file.errors > 0;
    b->passing = taken->arena;
    b->names_told = false;
    if (!taken->there)
        return TP_OK;
    b->blind[which] |= !taken->view.complete;
    b->view = taken->view;
    b->view.arena = b->data->arena;
    b->view.file = tp_arena_text(b->data->arena, taken->view.file);
    if (which == TP_TABLE_POSTS) {
        b->data->lent_given = tp_rows_given(&b->view, "lent");
        b->data->borrowed_given = tp_rows_given(&b->view, "borrowed");
    }
    return b->view.file ? TP_OK : tp_fail_nomem(b->err);
}

static tp_status build_table(tp_builder *b, const tp_taken *taken, tp_data_table which)
{
    size_t first = b->diags->count;
    tp_status status = take_over(b, taken, which);
    if (status == TP_OK)
        status = steps[which].build(b, &taken->kept);
    return status == TP_OK ? sort_diags(b, first) : status;
}

static tp_status build_tables(tp_builder *b, const tp_build_task *task)
{
    tp_taken taken[TP_TABLES] = {0};
    bool all = false;
    tp_status status = tp_take_tables(taken, task, b->diags->most, &all, b->err);
    for (int which = 0; which < TP_TABLES; which++) {
        if (status == TP_OK && !all)
            tp_take_table(&taken[which], task, (tp_data_table)which, b->diags->most);
        if (status == TP_OK)
            status = build_table(b, &taken[which], (tp_data_table)which);
        tp_taken_free(&taken[which]);
    }
    return status;
}

tp_status tp_build_dataset(tp_dataset **out, const tp_build_task *task, tp_diags *diags,
                           tp_err *err)
{
    *out = NULL;
    tp_dataset *data = tp_arena_alloc(task->arena, sizeof *data);
    if (!data || !(data->names = tp_ids_create(task->arena, 0)))
        return tp_fail_nomem(err);
    data->arena = task->arena;
    tp_builder b = {.data = data,
                    .diags = diags,
                    .err = err,
                    .quiet = task->quiet,
                    .suggestions = MOST_SUGGESTIONS};
    size_t errors = diags->errors;
    tp_status status = build_tables(&b, task);
    if (status == TP_OK && diags->out_of_memory)
        status = tp_fail_nomem(err);
    if (status == TP_OK && diags->errors > errors)
        status = tp_fail(err, TP_E_INPUT, "the dataset has %zu errors", diags->errors - errors);
    if (status == TP_OK)
        *out = data;
    return status;
}

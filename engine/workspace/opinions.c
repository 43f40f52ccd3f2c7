#include "workspace/opinions.h"

#include "read/xlsx.h"

#include <string.h>

static const tp_msg msg_book = {
    "opinions.not-exported",
    "不是导出的调剂工作簿：缺少“调剂明细”表，或其业务、申请编号、单位编码、编制类别、建议数、意见、"
    "批准数列",
    "not an exported workbook: the sheet Movements, or its columns Kind, Demand, Unit, Category, "
    "Proposed, Opinion, Approved, are missing"};
static const tp_msg msg_opinion = {"opinions.unknown", "意见应为同意、不同意或暂缓，不能是“{0}”",
                                   "an opinion is agree, disagree or defer, not \"{0}\""};
static const tp_msg msg_count = {"opinions.count", "“{0}”不是数量", "\"{0}\" is not a count"};
static const tp_msg msg_kind = {"opinions.kind", "业务类型“{0}”无法识别",
                                "the kind \"{0}\" is not one of the table's"};
static const tp_msg msg_fixed = {
    "opinions.fixed",
    "硬性收储、划转、跨类别统筹、人员划转和撤并核减由规则和方案决定，不能单独填“{0}"
    "”；请修改方案后重新"
    "测算",
    "reclaims, transfers, conversions, moves of people and reorganisations follow from the "
    "scenario "
    "and cannot be decided by themselves (\"{0}\"): change it and run again"};
static const tp_msg msg_unnamed = {"opinions.unnamed", "该行缺少申请编号或单位编码",
                                   "the row has neither demand nor unit"};

typedef enum sheet_column {
    KIND,
    DEMAND,
    UNIT,
    CATEGORY,
    PROPOSED,
    OPINION,
    APPROVED,
    COLUMNS
} sheet_column;
static const tp_words columns[COLUMNS] = {
    {"业务", "Kind"},       {"申请编号", "Demand"}, {"单位编码", "Unit"},  {"编制类别", "Category"},
    {"建议数", "Proposed"}, {"意见", "Opinion"},    {"批准数", "Approved"}};

typedef struct sheet {
    const tp_table *table;
    tp_arena *arena;
    tp_diags *diags;
    int at[COLUMNS];
    const char *file; /* its name, in the arena */
} sheet;

static bool says(const char *text, tp_words words)
{
    return strcmp(text, words.zh) == 0 || strcmp(text, words.en) == 0;
}

static int find_column(const tp_table *table, tp_words name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (says(table->header[c].text, name))
            return (int)c;
    return -1;
}

static int find_sheet(const tp_workbook *book, tp_words name)
{
    for (size_t i = 0; i < tp_xlsx_sheets(book); i++)
        if (says(tp_xlsx_sheet_name(book, i), name))
            return (int)i;
    return -1;
}

tp_status tp_opinions_add(tp_opinions *out, tp_amendment change, tp_arena *arena, tp_err *err)
{
    if ((!change.demand && (!change.unit || !change.category)) ||
        !tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    out->items[out->count++] = change;
    return TP_OK;
}

static const tp_cell *cell_of(const sheet *s, size_t row, sheet_column column)
{
    return tp_table_cell(s->table, row, (size_t)s->at[column]);
}

static void wrong_cell(const sheet *s, const tp_cell *cell, const tp_msg *msg)
{
    tp_diag_error(s->diags, tp_table_pos(s->table, cell, s->arena), msg, cell->text);
}

static int64_t read_count(const sheet *s, size_t row, sheet_column column)
{
    const tp_cell *cell = cell_of(s, row, column);
    int64_t count = 0;
    if (*cell->text &&
        (tp_int_parse(cell->text, (size_t)cell->length, &count) != TP_PARSE_OK || count < 0)) {
        wrong_cell(s, cell, &msg_count);
        return 0;
    }
    return count;
}

static int kind_of(const sheet *s, size_t row)
{
    for (int k = 0; k < TP_JOURNAL_KINDS; k++)
        if (says(cell_of(s, row, KIND)->text, tp_journal_kind_words[k]))
            return k;
    return -1;
}

/* What the row says of its loan or deposit. */
static void read_row(const sheet *s, size_t row, tp_amendment *out)
{
    const tp_cell *opinion = cell_of(s, row, OPINION);
    int found = -1;
    for (int k = 0; k < TP_OPINIONS; k++)
        if (says(opinion->text, tp_opinion_words[k]))
            found = k;
    if (*opinion->text && found < 0)
        wrong_cell(s, opinion, &msg_opinion);
    out->unmarked = !*opinion->text;
    out->opinion = found < 0 ? TP_AGREE : (tp_opinion)found;
    out->full = !*cell_of(s, row, APPROVED)->text;
    out->count = read_count(s, row, APPROVED);
    out->stated = true;
    out->proposed = read_count(s, row, PROPOSED);
    out->pos = tp_table_pos(s->table, opinion, s->arena);
    out->pos.file = s->file;
}

/* What follows from the rules or is decided with the scenario. */
static bool is_fixed(int kind)
{
    return kind == TP_JOURNAL_RECLAIM || kind == TP_JOURNAL_TRANSFER ||
           kind == TP_JOURNAL_CONVERT || kind == TP_JOURNAL_PEOPLE || kind == TP_JOURNAL_SUCCEED ||
           kind == TP_JOURNAL_REORGANISE;
}

/* Nothing to decide. */
static void check_fixed(const sheet *s, size_t row)
{
    const tp_cell *opinion = cell_of(s, row, OPINION);
    if (*opinion->text && !says(opinion->text, tp_opinion_words[TP_AGREE]))
        wrong_cell(s, opinion, &msg_fixed);
}

static tp_status read_rows(const sheet *s, tp_opinions *out, tp_err *err)
{
    tp_status status = TP_OK;
    for (size_t r = 0; !status && r < s->table->rows; r++) {
        const tp_cell *demand = cell_of(s, r, DEMAND), *unit = cell_of(s, r, UNIT);
        if (!*cell_of(s, r, CATEGORY)->text && !*demand->text && !*unit->text)
            continue; /* totals */
        int kind = kind_of(s, r);
        if (is_fixed(kind)) {
            check_fixed(s, r);
            continue;
        }
        tp_amendment change = {0};
        if (kind == TP_JOURNAL_LOAN && *demand->text) {
            change.demand = tp_arena_text(s->arena, demand->text);
        } else if (kind == TP_JOURNAL_DEPOSIT && *unit->text) {
            change.unit = tp_arena_text(s->arena, unit->text);
            change.category = tp_arena_text(s->arena, cell_of(s, r, CATEGORY)->text);
        } else {
            wrong_cell(s, cell_of(s, r, KIND), kind < 0 ? &msg_kind : &msg_unnamed);
            continue;
        }
        read_row(s, r, &change);
        status = tp_opinions_add(out, change, s->arena, err);
    }
    return status;
}

/* The run the workbook was made of, so that opinions are not applied to another. */
static tp_status read_run(const sheet *s, tp_workbook *book, const char **run, tp_err *err)
{
    const tp_table *table;
    static const tp_words about = {"说明", "About"}, id = {"测算编号", "Run"};
    int at = find_sheet(book, about);
    if (at < 0)
        return TP_OK;
    tp_status status = tp_xlsx_read(&table, book, (size_t)at, s->arena, s->diags, err);
    if (status)
        return status;
    for (size_t r = 0; table && table->columns > 1 && r < table->rows; r++)
        if (says(tp_table_cell(table, r, 0)->text, id) &&
            !(*run = tp_arena_text(s->arena, tp_table_cell(table, r, 1)->text)))
            return tp_fail_nomem(err);
    return TP_OK;
}

static tp_status read_book(sheet *s, tp_workbook *book, const char *path, tp_opinions *out,
                           tp_err *err)
{
    static const tp_words name = {"调剂明细", "Movements"};
    int at = find_sheet(book, name);
    tp_status status =
        at < 0 ? TP_OK : tp_xlsx_read(&s->table, book, (size_t)at, s->arena, s->diags, err);
    if (status || s->diags->errors)
        return status ? status : tp_fail(err, TP_E_INPUT, "%s cannot be read", path);
    bool whole = s->table != NULL;
    for (int c = 0; c < COLUMNS && whole; c++)
        whole = (s->at[c] = find_column(s->table, columns[c])) >= 0;
    if (!whole) {
        tp_diag_add(s->diags, TP_ERROR, (tp_pos){.file = path}, &msg_book, 0, NULL);
        return tp_fail(err, TP_E_INPUT, "%s is not an exported workbook", path);
    }
    /* Where opinions stand is asked for when the workbook is closed. */
    s->file = tp_arena_text(s->arena, s->table->file);
    if (!s->file)
        return tp_fail_nomem(err);
    status = read_run(s, book, &out->run, err);
    return status ? status : read_rows(s, out, err);
}

tp_status tp_opinions_read(tp_opinions *out, const char *path, tp_arena *arena, tp_diags *diags,
                           tp_err *err)
{
    tp_workbook *book;
    size_t before = diags->errors;
    sheet s = {.arena = arena, .diags = diags};
    *out = (tp_opinions){0};
    tp_status status = tp_xlsx_open(&book, path, diags, err);
    if (status)
        return status;
    status = read_book(&s, book, path, out, err);
    tp_xlsx_close(book);
    out->faulty = diags->errors > before;
    return status;
}

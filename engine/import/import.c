#include "import/parts.h"

#include "base/parallel.h"

#include <string.h>

static const tp_msg MSG_TAKEN = {"import.altered", "“{0}”按 {1}：{2}", "{0} is taken as {1}: {2}"};
static const tp_msg MSG_SEVERAL = {"import.ambiguous", "“{0}”：{1}", "{0}: {1}"};
static const tp_msg MSG_BAD = {"import.bad-cell", "“{0}”：{1}", "{0}: {1}"};
static const tp_msg MSG_NO_TABLE = {
    "import.no-table", "没有找到可读的表：没有认得的表头（如单位名称、核定、实有）",
    "no table that can be read: no header that is known (such as 单位名称, 核定, 实有)"};
static const tp_msg MSG_HIDDEN_SHEET = {"import.hidden-sheet", "工作表“{0}”是隐藏的，没有读取",
                                        "sheet {0} is hidden and was not read"};
static const tp_msg MSG_HIDDEN_ROWS = {
    "import.hidden-rows", "隐藏的行也读取了，共 {0} 行，第一行在此",
    "hidden rows were read as well, {0} of them, the first one here"};
static const tp_msg MSG_HIDDEN_COLUMNS = {"import.hidden-columns", "隐藏的列也读取了，第一列在此",
                                          "hidden columns were read as well, the first one here"};
static const tp_msg MSG_UNKNOWN = {"import.unknown-column", "没有读取这一列：不认识表头“{0}”",
                                   "the column is not read: the header {0} is not known"};
static const tp_msg MSG_DOUBT = {
    "import.doubtful-column", "表头“{0}”没有把握，按“{1} {2}”读取；不对的话在 map.yaml 改",
    "the header {0} is doubtful, taken as {1} {2}: change map.yaml if that is wrong"};
static const tp_msg MSG_GROUPS = {"import.headings",
                                  "不知道“{0}”这类标题行是什么意思；请在 map.yaml 的 groups "
                                  "写明（机构性质、系统、地区、主管部门或不读）",
                                  "what headings like {0} mean is not known: say it as groups in "
                                  "map.yaml (kind, system, region, parent or skip)"};
static const tp_msg MSG_NO_NAMES = {"import.no-names", "找不到写单位名称的列",
                                    "no column that names units"};
static const tp_msg MSG_NOTHING = {"import.nothing", "没有一张表给出单位和编制",
                                   "no table gives units and their slots"};
static const tp_msg MSG_SHEET_FIELD = {"import.sheet-name",
                                       "每张表的名称作为其单位的{0}（此表为“{1}”）",
                                       "the name of each sheet is its units' {0} (here {1})"};
static const tp_msg MSG_CATEGORY = {"import.category-from-title",
                                    "表内没有写编制类别，按标题中的“{0}”",
                                    "no kind of slot in the table: {0}, as in its title"};

/* ---- saying ---- */

tp_pos tp_from_pos(const tp_import *import, tp_from from, tp_arena *arena)
{
    if (!from.row || from.grid >= import->n_grids)
        return (tp_pos){.file = import->n_books ? import->books[0]->path : NULL};
    return tp_grid_pos(import->grids[from.grid], from.row, from.column, arena);
}

tp_from tp_from_cell(const tp_block *block, size_t row, const tp_block_column *column)
{
    return (tp_from){(uint16_t)block->grid_index, (uint16_t)column->column,
                     block->grid->rows[row].row};
}

void tp_say_ask(tp_import *import, tp_from from, const tp_msg *msg, size_t n,
                const char *const *args)
{
    tp_diag_add(&import->asks, TP_ERROR, tp_from_pos(import, from, import->arena), msg, n, args);
}

void tp_say_finding(tp_import *import, tp_from from, const tp_msg *msg, size_t n,
                    const char *const *args)
{
    tp_diag_add(&import->findings, TP_WARNING, tp_from_pos(import, from, import->arena), msg, n,
                args);
}

static const char *shown_text(const tp_import *import, const char *text)
{
    enum { MOST = 120 };
    if (strlen(text) <= MOST)
        return text;
    size_t n = MOST;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    const char *cut = tp_arena_copy(import->arena, text, n);
    return cut ? cut : "";
}

bool tp_say_taken(tp_import *import, tp_from from, const tp_grid_cell *cell, tp_take take,
                  tp_words why, const char *as)
{
    if (take == TP_TAKE_FINE || take == TP_TAKE_EMPTY)
        return true;
    tp_pos pos = tp_from_pos(import, from, import->arena);
    const char *text = shown_text(import, cell->text);
    if (take == TP_TAKE_ALTERED) {
        tp_words args[] = {{text, text}, {as, as}, why};
        tp_diag_add_words(&import->altered, TP_WARNING, pos, &MSG_TAKEN, 3, args);
        return true;
    }
    tp_words args[] = {{text, text}, why};
    tp_diag_add_words(&import->asks, TP_ERROR, pos, take == TP_TAKE_ASK ? &MSG_SEVERAL : &MSG_BAD,
                      2, args);
    return false;
}

void tp_headings_take(tp_import *import, const tp_block *block, size_t row, tp_headings *headings)
{
    const tp_grid_row *r = &block->grid->rows[row];
    const tp_block_column *name = tp_block_column_of(block, TP_F_NAME);
    const tp_block_column *seq = tp_block_column_of(block, TP_F_SEQ);
    const tp_grid_cell *cell = NULL;
    const char *rest;
    int level = 0;
    for (size_t i = 0; i < r->count && !cell; i++)
        if (block->grid->cells[r->first + i].length &&
            block->grid->cells[r->first + i].column >= block->left)
            cell = &block->grid->cells[r->first + i];
    if (!cell)
        return;
    char *plain = tp_plain(import->arena, cell->text);
    level = plain ? tp_enumerated(plain, &rest) : 0;
    const char *text = cell->text;
    if (level) {
        /* The heading without its numbering, as it was written. */
        for (size_t skip = strlen(plain) - strlen(rest); *text && skip;) {
            text++;
            while (((unsigned char)*text & 0xC0) == 0x80)
                text++;
            char *left = tp_plain(import->arena, text);
            if (!left || strlen(left) <= strlen(rest))
                break;
        }
    } else if (seq && name && cell->column == seq->column) {
        const tp_grid_cell *named = tp_block_cell(block, row, name);
        if (named->length && named->text != cell->text) {
            level = *plain == '(' ? 2 : 1;
            cell = named;
            text = cell->text;
        }
    }
    tp_field_id field = block->groups[level];
    size_t n = strlen(text);
    if (field == TP_F_SYSTEM && n > 6 && strcmp(text + n - 6, "系统") == 0)
        text = tp_arena_copy(import->arena, text, n - 6);
    for (int deeper = level; deeper < TP_GROUP_LEVELS; deeper++)
        headings->of[deeper] = (tp_value){NULL, {0}};
    headings->of[level] =
        (tp_value){text, {(uint16_t)block->grid_index, (uint16_t)cell->column, r->row}};
}

/* ---- answers ---- */

const char *tp_map_unit(const tp_import *import, const char *key)
{
    int32_t id = tp_ids_find(import->answers.names, key, strlen(key));
    return id == TP_ID_NONE || (size_t)id >= import->answers.n_listed ? NULL
                                                                      : import->answers.codes[id];
}

static const char *category_said(const tp_import *import, const char *text)
{
    int32_t id = tp_ids_find(import->answers.names, text, strlen(text));
    return id == TP_ID_NONE || (size_t)id >= import->answers.n_listed
               ? NULL
               : import->answers.categories[id];
}

const char *tp_map_category(const tp_import *import, const char *text)
{
    const char *said = category_said(import, text);
    if (said)
        return said;
    const char *name = tp_category_name(text, import->arena);
    said = name ? category_said(import, name) : NULL;
    return said ? said : name;
}

/* ---- opening ---- */

static bool propose(tp_import *import)
{
    for (size_t g = 0; g < import->n_grids; g++) {
        size_t before = import->blocks.count;
        if (import->grids[g]->hidden)
            continue;
        if (!tp_layout_find(&import->blocks, import->grids[g], g, import->lexicon, import->arena))
            return false;
        for (size_t i = before; i < import->blocks.count; i++)
            if (!tp_meaning_propose(&import->blocks.items[i], import->lexicon, import->arena))
                return false;
    }
    return true;
}

/* Sheets of one form, called after regions, systems or kinds of units. */
static void propose_sheet_names(tp_import *import)
{
    int sheets = 0;
    tp_field_id common = TP_F_NONE;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < import->blocks.count; i++) {
        const tp_block *b = &import->blocks.items[i];
        if (b->kind != TP_IS_POSTS || b->grid_index == last || !b->grid->name)
            continue;
        char *plain = tp_plain(import->arena, b->grid->name);
        tp_field_id field = plain ? tp_group_field(plain) : TP_F_NONE;
        last = b->grid_index;
        if (!field || field == TP_F_PARENT || (sheets && field != common))
            return;
        common = field;
        sheets++;
    }
    for (size_t i = 0; sheets > 1 && i < import->blocks.count; i++) {
        tp_block *b = &import->blocks.items[i];
        if (b->kind == TP_IS_POSTS && !tp_block_column_of(b, common))
            b->sheet_field = common;
    }
}

static bool begin(tp_import *import)
{
    tp_diags_init(&import->asks, import->arena);
    tp_diags_init(&import->findings, import->arena);
    tp_diags_init(&import->altered, import->arena);
    import->lexicon = tp_lexicon_create(import->arena);
    import->answers.names = tp_ids_create(import->arena, 16);
    import->answers.retire_male = 60;
    import->answers.retire_female = 55;
    import->answers.retire_worker = 50;
    import->answers.retire_gradual = true;
    for (int t = 0; t < TP_OUTS; t++) {
        const tp_field_id *fields =
            tp_import_out_fields((tp_import_out)t, &import->out[t].n_fields);
        memcpy(import->out[t].fields, fields, import->out[t].n_fields * sizeof *fields);
        import->out[t].name = tp_import_out_names[t];
    }
    return import->lexicon && import->answers.names;
}

/* The units, with room for as many as the longest sheet may name. */
static bool begin_units(tp_import *import)
{
    size_t most = 0;
    for (size_t g = 0; g < import->n_grids; g++)
        most = import->grids[g]->n_rows > most ? import->grids[g]->n_rows : most;
    import->units = tp_units_create(import->arena, most);
    return import->units != NULL;
}

tp_status tp_import_open(tp_import **out, const tp_import_options *options, tp_diags *diags,
                         tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_import *import = arena ? tp_arena_alloc(arena, sizeof *import) : NULL;
    if (!import) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    import->arena = arena;
    tp_status status = begin(import) ? TP_OK : tp_fail_nomem(err);
    if (status == TP_OK)
        status = tp_import_books(import, options, diags, err);
    if (status == TP_OK && !begin_units(import))
        status = tp_fail_nomem(err);
    if (status == TP_OK && options->folder) {
        import->folder = tp_arena_text(arena, options->folder);
        status = tp_units_recall(import, options->folder, diags, err);
    }
    if (status == TP_OK && options->after && !tp_units_follow(import, options->after))
        status = tp_fail_nomem(err);
    if (status == TP_OK && !propose(import))
        status = tp_fail_nomem(err);
    if (status == TP_OK)
        propose_sheet_names(import);
    if (status == TP_OK)
        *out = import;
    else
        tp_import_free(import);
    return status;
}

void tp_import_free(tp_import *import)
{
    if (!import)
        return;
    for (size_t i = 0; i < import->n_books; i++)
        tp_book_free(import->books[i]);
    tp_arena_free(import->arena);
}

/* ---- applying ---- */

static void say_hidden(tp_import *import, size_t g)
{
    const tp_grid *grid = import->grids[g];
    size_t rows = 0;
    tp_from first = {0};
    char count[TP_DEC_TEXT];
    for (size_t r = 0; r < grid->n_rows; r++)
        if (grid->rows[r].hidden && !rows++)
            first = (tp_from){(uint16_t)g, (uint16_t)grid->cells[grid->rows[r].first].column,
                              grid->rows[r].row};
    tp_int_format((tp_wide)rows, count);
    if (rows)
        TP_FINDING(import, first, &MSG_HIDDEN_ROWS, count);
    for (size_t i = 0; i < grid->n_hidden_columns; i++)
        if (grid->hidden_columns[i] <= grid->last_column && grid->n_rows) {
            TP_FINDING(
                import,
                ((tp_from){(uint16_t)g, (uint16_t)grid->hidden_columns[i], grid->rows[0].row}),
                &MSG_HIDDEN_COLUMNS, "");
            break;
        }
}

static void say_sheets(tp_import *import)
{
    for (size_t g = 0; g < import->n_grids; g++) {
        const tp_grid *grid = import->grids[g];
        bool found = false;
        for (size_t i = 0; i < import->blocks.count; i++)
            found |= import->blocks.items[i].grid_index == g;
        tp_pos whole = {.file = grid->file, .cell = grid->name};
        if (grid->hidden && grid->n_cells)
            tp_diag_warn(&import->findings, whole, &MSG_HIDDEN_SHEET, grid->name ? grid->name : "");
        else if (!found && grid->n_cells)
            tp_diag_warn(&import->findings, whole, &MSG_NO_TABLE, "");
        else if (found)
            say_hidden(import, g);
    }
}

static void say_block(tp_import *import, tp_block *b)
{
    for (size_t i = 0; i < b->n_columns; i++) {
        const tp_block_column *c = &b->columns[i];
        if (c->field == TP_F_NONE && !c->decided)
            TP_FINDING(import, tp_from_cell(b, b->head, c), &MSG_UNKNOWN, c->header);
        else if (c->sure == 1 && !c->decided && !c->total && c->field > TP_F_SEQ)
            TP_FINDING(import, tp_from_cell(b, b->head, c), &MSG_DOUBT, c->header,
                       tp_register_fields[c->field].zh, c->category);
    }
    bool named = tp_block_column_of(b, TP_F_NAME) || tp_block_column_of(b, TP_F_CODE);
    if (!named && b->kind != TP_IS_LIMITS)
        TP_ASK(import, tp_from_cell(b, b->head, &b->columns[0]), &MSG_NO_NAMES, "");
    for (size_t row = b->first; row < b->end; row++) {
        if (b->roles[row - b->first] != TP_ROW_GROUP)
            continue;
        tp_headings headings = {0};
        tp_headings_take(import, b, row, &headings);
        for (int level = 0; level < TP_GROUP_LEVELS; level++)
            if (headings.of[level].text && b->groups[level] == TP_F_NONE && b->grouped[level]) {
                TP_ASK(import, headings.of[level].from, &MSG_GROUPS, headings.of[level].text);
                b->grouped[level] = false; /* once a level */
            }
    }
    if (b->sheet_field)
        TP_FINDING(import, tp_from_cell(b, b->head, &b->columns[0]), &MSG_SHEET_FIELD,
                   tp_register_fields[b->sheet_field].zh, b->grid->name);
    bool bare = false;
    for (size_t i = 0; i < b->n_columns; i++)
        bare |=
            tp_is_figure(b->columns[i].field) && !*b->columns[i].category && !b->columns[i].total;
    if (b->kind == TP_IS_POSTS && bare && b->category_from && !tp_block_column_of(b, TP_F_CATEGORY))
        tp_diag_warn(&import->altered,
                     tp_from_pos(import, tp_from_cell(b, b->head, &b->columns[0]), import->arena),
                     &MSG_CATEGORY, b->category);
}

bool tp_block_applies(const tp_block *b)
{
    bool named = tp_block_column_of(b, TP_F_NAME) || tp_block_column_of(b, TP_F_CODE);
    return b->n_columns && (named || b->kind == TP_IS_LIMITS);
}

static bool apply_kind(tp_import *import, bool (*apply)(tp_import *, tp_block *), unsigned kinds)
{
    for (size_t i = 0; i < import->blocks.count; i++) {
        tp_block *b = &import->blocks.items[i];
        if ((kinds & (1u << b->kind)) && tp_block_applies(b) && !apply(import, b))
            return false;
    }
    return true;
}

static tp_status know_rows(void *user, size_t worker, size_t item, tp_err *err)
{
    tp_import *import = user;
    tp_block *b = &import->blocks.items[item];
    (void)worker;
    return b->kind && !tp_rows_know(b) ? tp_fail_nomem(err) : TP_OK;
}

tp_status tp_import_rows(tp_import *import, tp_err *err)
{
    const tp_parallel crew = {.threads = TP_IMPORT_THREADS,
                              .items = import->blocks.count,
                              .work = know_rows,
                              .user = import};
    return tp_parallel_run(&crew, err);
}

tp_status tp_import_apply(tp_import *import, tp_err *err)
{
    tp_status status = tp_import_rows(import, err);
    if (status != TP_OK)
        return status;
    bool people = false;
    say_sheets(import);
    for (size_t i = 0; i < import->blocks.count; i++)
        if (import->blocks.items[i].kind && import->blocks.items[i].n_columns) {
            say_block(import, &import->blocks.items[i]);
            people |= import->blocks.items[i].kind == TP_IS_PEOPLE;
        }
    bool fine = apply_kind(import, tp_apply_rows, 1u << TP_IS_UNITS) &&
                apply_kind(import, tp_apply_posts, 1u << TP_IS_POSTS);
    for (size_t i = 0; fine && i < import->blocks.count; i++)
        if (import->blocks.items[i].kind && import->blocks.items[i].kind != TP_IS_PEOPLE)
            fine = tp_totals_compare(import, &import->blocks.items[i]);
    if (fine && !import->units->n_lines)
        TP_ASK(import, (tp_from){0}, &MSG_NOTHING, "");
    fine =
        fine && tp_apply_rest(import) && apply_kind(import, tp_apply_people, 1u << TP_IS_PEOPLE) &&
        (!people || tp_people_finish(import)) && tp_units_settle(import) && tp_units_tables(import);
    if (!fine || import->asks.out_of_memory || import->findings.out_of_memory ||
        import->altered.out_of_memory)
        return tp_fail_nomem(err);
    return TP_OK;
}

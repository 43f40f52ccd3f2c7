/* The planner's map laid over what was found: a table by its sheet and place, a column by its
 * header. */
#include "import/parts.h"

#include "read/schema.h"

#include <string.h>

static const tp_msg MSG_KIND = {"import.map-kind", "“{0}”不是表的种类；可用：{1}",
                                "{0} is no kind of table; allowed: {1}"};
static const tp_msg MSG_FIELD = {
    "import.map-field", "“{0}”不是列的种类；如：单位名称、核定 行政、实有 事业、不读",
    "{0} is no kind of column; such as: name, authorised 行政, in_post 事业, skip"};
static const tp_msg MSG_WRONG_PLACE = {"import.map-place", "“{0}”不能用在“{1}”表里",
                                       "{0} cannot stand in a table of {1}"};
static const tp_msg MSG_NO_SHEET = {"import.map-sheet", "文件里没有这张表：{0}",
                                    "the files have no such table: {0}"};
static const tp_msg MSG_NO_COLUMN = {"import.map-column", "表里没有“{0}”这一列（map.yaml 里有）",
                                     "the table has no column {0}, which the map names"};
static const tp_msg MSG_NEW_COLUMN = {
    "import.map-new-column", "map.yaml 没有说“{0}”这一列是什么；请补上（不用的写“不读”）",
    "the map does not say what the column {0} is: add it (skip if it is not wanted)"};
static const tp_msg MSG_NEW_TABLE = {
    "import.map-new-table", "map.yaml 没有说这张表是什么；请补上（不用的写 is: 不读）",
    "the map does not say what this table is: add it (is: skip if it is not wanted)"};

typedef struct map_table {
    const char *sheet, *is, *category, *parents, *sheet_is;
    int64_t nth;
    tp_texts groups;
    tp_list columns;
    tp_pos pos;
    const tp_node *node;
} map_table;

typedef struct map_retirement {
    int64_t male, female, female_worker;
    bool gradual;
} map_retirement;

typedef struct map_file {
    const char *schema;
    tp_list tables;
    tp_list units, categories, defaults;
    map_retirement retirement;
} map_file;

#define W(zh_, en_)                                                                                \
    {                                                                                              \
        zh_, en_                                                                                   \
    }
static const tp_key table_keys[] = {
    {"sheet", TP_T_TEXT, offsetof(map_table, sheet), TP_KEY_REQUIRED,
     .doc = W("工作表名；* 指任何一张", "the sheet's name; * is any")},
    {"nth", TP_T_INT, offsetof(map_table, nth), 0, "1", 1, 1000,
     .doc = W("该工作表中的第几张表", "which of the sheet's tables")},
    {"is", TP_T_TEXT, offsetof(map_table, is), TP_KEY_REQUIRED,
     .doc = W("表的种类", "what the table is")},
    {"category", TP_T_TEXT, offsetof(map_table, category), 0,
     .doc = W("没有写类别的数字属于哪一类编制", "the kind of slot of figures without one")},
    {"parents", TP_T_TEXT, offsetof(map_table, parents), 0,
     .doc = W("indent：按缩进分上下级；none：不分", "indent: by indentation; none")},
    {"sheet_is", TP_T_TEXT, offsetof(map_table, sheet_is), 0,
     .doc = W("表名是单位的什么", "what the sheet's name is of its units")},
    {"groups", TP_T_TEXTS, offsetof(map_table, groups), 0,
     .doc = W("各级标题行是什么，由外到内", "what headings say, from outside in")},
    {"columns", TP_T_TEXT_MAP, offsetof(map_table, columns), 0,
     .doc = W("各列是什么，按表头", "what columns are, by their headers")},
    {NULL, TP_T_POS, offsetof(map_table, pos), 0, .doc = W(NULL, NULL)},
};
static const tp_schema table_schema = {"import-table", TP_KEYS(table_keys), sizeof(map_table),
                                       NULL};
static const tp_key retirement_keys[] = {
    {"male", TP_T_INT, offsetof(map_retirement, male), 0, "60", 40, 80,
     .doc = W("男性退休年龄", "age men retire at")},
    {"female", TP_T_INT, offsetof(map_retirement, female), 0, "55", 40, 80,
     .doc = W("女干部退休年龄", "age women of the staff retire at")},
    {"female_worker", TP_T_INT, offsetof(map_retirement, female_worker), 0, "50", 40, 80,
     .doc = W("女工人（身份为工人，或占工勤编制）退休年龄",
              "age women workers retire at: by their status, or on slots of 工勤")},
    {"gradual", TP_T_BOOL, offsetof(map_retirement, gradual), 0, "true",
     .doc = W("按渐进式延迟办法顺延", "later by the gradual rule")},
};
static const tp_schema retirement_schema = {"import-retirement", TP_KEYS(retirement_keys),
                                            sizeof(map_retirement), NULL};
static const tp_key map_keys[] = {
    {"schema", TP_T_TEXT, offsetof(map_file, schema), TP_KEY_REQUIRED,
     .doc = W("turnpool.import/1", "turnpool.import/1")},
    {"tables", TP_T_LIST, offsetof(map_file, tables), 0, .of = &table_schema,
     .doc = W("每张表", "the tables")},
    {"units", TP_T_TEXT_MAP, offsetof(map_file, units), 0,
     .doc = W("单位名称对应的编码；新单位写 new", "codes of names; new for a new unit")},
    {"categories", TP_T_TEXT_MAP, offsetof(map_file, categories), 0,
     .doc = W("编制类别的统一叫法", "one name for a kind of slot")},
    {"defaults", TP_T_TEXT_MAP, offsetof(map_file, defaults), 0,
     .doc = W("表中没有的，所有单位都是", "what no table says, for all units")},
    {"retirement", TP_T_STRUCT, offsetof(map_file, retirement), 0, .of = &retirement_schema,
     .doc = W("退休年龄", "retirement")},
};
static const tp_schema map_schema = {"import-map", TP_KEYS(map_keys), sizeof(map_file), NULL};

typedef struct using
{
    tp_import *import;
    tp_diags *diags;
    const map_file *map;
}
using;

/* ---- one column ---- */

/* "核定 行政", "authorised total 事业". */
static bool take_column(const using *u, const tp_text_member *said, const tp_block *b,
                        tp_block_column *c)
{
    char word[64];
    const char *rest = said->text ? said->text : "";
    size_t n = strcspn(rest, " ");
    bool total = false;
    if (n >= sizeof word)
        n = sizeof word - 1;
    memcpy(word, rest, n);
    word[n] = '\0';
    rest += n + strspn(rest + n, " ");
    tp_field_id field = tp_field_named(word);
    if (!field && strcmp(word, "?") != 0) {
        tp_diag_error(u->diags, said->pos, &MSG_FIELD, said->text ? said->text : "");
        return false;
    }
    if (field > TP_F_SEQ && b->kind && !(tp_register_fields[field].kinds & (1u << b->kind))) {
        tp_diag_error(u->diags, said->pos, &MSG_WRONG_PLACE, word, tp_import_kinds[b->kind].zh);
        return false;
    }
    for (int k = 0; k < 2; k++) {
        const char *mark = k ? "total" : "合计";
        size_t m = strlen(mark);
        if (strncmp(rest, mark, m) == 0 && (!rest[m] || rest[m] == ' ')) {
            total = true;
            rest += m + strspn(rest + m, " ");
        }
    }
    c->field = field;
    c->category = rest;
    c->total = total;
    c->sure = 3;
    c->decided = true;
    c->reason = (tp_words){"map.yaml 写明", "said in map.yaml"};
    return true;
}

static bool has_column(const using *u, const tp_block *b, const char *name)
{
    char *key = tp_plain(u->import->arena, name);
    for (size_t i = 0; key && i < b->n_columns; i++) {
        char *header = tp_plain(u->import->arena, b->columns[i].header);
        if (header && strcmp(key, header) == 0)
            return true;
    }
    return false;
}

static void take_columns(const using *u, const map_table *said, tp_block *b)
{
    const tp_text_member *members = said->columns.items;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        char *header = tp_plain(u->import->arena, c->header);
        const tp_text_member *found = NULL;
        for (size_t k = 0; header && k < said->columns.count && !found; k++) {
            char *key = tp_plain(u->import->arena, members[k].key);
            if (key && strcmp(key, header) == 0)
                found = &members[k];
        }
        if (found)
            take_column(u, found, b, c);
        else
            TP_ASK(u->import, tp_from_cell(b, b->head, c), &MSG_NEW_COLUMN, c->header);
    }
    for (size_t k = 0; k < said->columns.count; k++) {
        if (!has_column(u, b, members[k].key))
            TP_ASK(u->import, tp_from_cell(b, b->head, &b->columns[0]), &MSG_NO_COLUMN,
                   members[k].key);
    }
}

/* ---- one table ---- */

static void take_groups(const using *u, const map_table *said, tp_block *b)
{
    size_t n = 0;
    if (!said->groups.count)
        return;
    b->groups_decided = true;
    for (int level = 0; level < TP_GROUP_LEVELS; level++) {
        if (!b->grouped[level])
            continue;
        const char *word = n < said->groups.count ? said->groups.items[n++] : "skip";
        b->groups[level] = tp_field_named(word);
        if (!b->groups[level])
            tp_diag_error(u->diags, said->pos, &MSG_FIELD, word);
    }
}

static void say_kinds(const using *u, const map_table *said)
{
    tp_buf list[2] = {{0}, {0}};
    for (int k = 1; k <= TP_IS_KINDS; k++) { /* what is not read comes last */
        const tp_kind_info *kind = &tp_import_kinds[k % TP_IS_KINDS];
        tp_buf_format(&list[0], "%s%s", k > 1 ? "、" : "", kind->zh);
        tp_buf_format(&list[1], "%s%s", k > 1 ? ", " : "", kind->en);
    }
    bool fine = tp_buf_ok(&list[0]) && tp_buf_ok(&list[1]);
    const tp_words args[] = {{said->is, said->is},
                             {fine ? list[0].bytes : "", fine ? list[1].bytes : ""}};
    tp_diag_add_words(u->diags, TP_ERROR, said->pos, &MSG_KIND, 2, args);
    tp_buf_finish(&list[0]);
    tp_buf_finish(&list[1]);
}

static bool take_table(const using *u, const map_table *said, tp_block *b)
{
    tp_import_kind kind = tp_kind_named(said->is);
    b->decided = true;
    if (kind == TP_IS_KINDS) {
        say_kinds(u, said);
        return true;
    }
    /* Its words for headings go by the levels of headings there are. */
    if (said->groups.count && b->kind && !tp_rows_know(b))
        return false;
    b->kind = kind;
    b->kind_sure = 3;
    if (kind == TP_IS_SKIP)
        return true;
    b->category = said->category;
    b->category_from = NULL;
    b->indented = said->parents && strcmp(said->parents, "indent") == 0;
    b->sheet_field = said->sheet_is ? tp_field_named(said->sheet_is) : TP_F_NONE;
    take_groups(u, said, b);
    take_columns(u, said, b);
    return true;
}

static bool is_of(const map_table *said, const tp_block *b)
{
    bool any = strcmp(said->sheet, "*") == 0;
    return said->nth == b->nth &&
           (any || strcmp(said->sheet, b->grid->name ? b->grid->name : tp_grid_file(b->grid)) == 0);
}

/* How many of the columns the map names the table has. */
static size_t shared_columns(const using *u, const map_table *said, const tp_block *b)
{
    const tp_text_member *members = said->columns.items;
    size_t n = 0;
    for (size_t k = 0; k < said->columns.count; k++)
        n += has_column(u, b, members[k].key);
    return n;
}

/* The map's words for a table: by the sheet's name before "any", and of several (a text file has no
 * sheets, and many a workbook only a Sheet1) those whose columns it has. */
static const map_table *words_for(const using *u, const tp_block *b)
{
    const map_table *tables = u->map->tables.items, *found = NULL;
    for (int pass = 0; pass < 2 && !found; pass++) {
        size_t most = 0;
        for (size_t k = 0; k < u->map->tables.count; k++) {
            bool any = strcmp(tables[k].sheet, "*") == 0;
            if (!is_of(&tables[k], b) || any != (pass == 1))
                continue;
            size_t shared = shared_columns(u, &tables[k], b);
            if (!found || shared > most) {
                found = &tables[k];
                most = shared;
            }
        }
    }
    return found;
}

static bool lay_over(const using *u)
{
    const map_table *tables = u->map->tables.items;
    bool *used = tp_arena_array(u->import->arena, u->map->tables.count + 1, sizeof *used);
    if (!used)
        return false;
    for (size_t i = 0; i < u->import->blocks.count; i++) {
        tp_block *b = &u->import->blocks.items[i];
        const map_table *found = words_for(u, b);
        /* A single sheet under another name, as with one file a month. */
        if (!found && u->map->tables.count == 1 && u->import->blocks.count == 1)
            found = &tables[0];
        if (found) {
            used[found - tables] = true;
            if (!take_table(u, found, b))
                return false;
        } else if (b->kind)
            TP_ASK(u->import, tp_from_cell(b, b->head, &b->columns[0]), &MSG_NEW_TABLE, "");
    }
    for (size_t k = 0; k < u->map->tables.count; k++)
        if (!used[k] && tp_kind_named(tables[k].is) != TP_IS_SKIP)
            tp_diag_error(u->diags, tables[k].pos, &MSG_NO_SHEET,
                          strcmp(tables[k].sheet, "*") ? tables[k].sheet : tables[k].is);
    return true;
}

/* ---- answers ---- */

static bool take_answers(const using *u)
{
    tp_import *import = u->import;
    tp_import_answers *a = &import->answers;
    size_t n = u->map->units.count + u->map->categories.count;
    a->codes = tp_arena_array(import->arena, n + 1, sizeof *a->codes);
    a->categories = tp_arena_array(import->arena, n + 1, sizeof *a->categories);
    if (!a->codes || !a->categories)
        return false;
    for (int pass = 0; pass < 2; pass++) {
        const tp_list *list = pass ? &u->map->categories : &u->map->units;
        const tp_text_member *members = list->items;
        for (size_t i = 0; i < list->count; i++) {
            char *key = tp_plain(import->arena, members[i].key);
            int32_t id = key ? tp_ids_add(a->names, key, strlen(key), NULL) : TP_ID_NONE;
            if (id == TP_ID_NONE)
                return false;
            const char *text = members[i].text ? members[i].text : "";
            if (pass)
                a->categories[id] = text;
            else
                a->codes[id] = strcmp(text, "新单位") == 0 ? "new" : text;
        }
    }
    a->n_listed = (size_t)tp_ids_count(a->names);
    const tp_text_member *defaults = u->map->defaults.items;
    for (size_t i = 0; i < u->map->defaults.count; i++) {
        tp_field_id field = tp_field_named(defaults[i].key);
        if (field >= TP_F_KIND && field < TP_F_PARENT)
            a->defaults[field] = defaults[i].text;
        else
            tp_diag_error(u->diags, defaults[i].pos, &MSG_FIELD, defaults[i].key);
    }
    a->retire_male = u->map->retirement.male;
    a->retire_female = u->map->retirement.female;
    a->retire_worker = u->map->retirement.female_worker;
    a->retire_gradual = u->map->retirement.gradual;
    return true;
}

tp_status tp_import_use(tp_import *import, const char *map_path, tp_diags *diags, tp_err *err)
{
    tp_source source;
    tp_node *root = NULL;
    map_file map = {0};
    static const tp_schema *const schemas[] = {&map_schema};
    size_t errors = diags->errors;
    tp_source_options options = {.most_bytes = TP_TREE_BYTES};
    tp_status status = tp_source_read(&source, import->arena, map_path, &options, diags, err);
    if (status == TP_OK)
        status = tp_tree_parse(&root, import->arena, &source, diags, err);
    if (status != TP_OK)
        return status;
    status = tp_schema_check(root, schemas, 1, import->arena, diags, err);
    if (status == TP_OK)
        status = tp_schema_fill(&map, &map_schema, root, "", import->arena, diags, err);
    if (diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "%s has errors", map_path);
    if (status != TP_OK)
        return status;
    using u = {import, diags, &map};
    if (!take_answers(&u))
        return tp_fail_nomem(err);
    if (!lay_over(&u))
        return tp_fail_nomem(err);
    import->mapped = true;
    /* What rows are follows from what columns are. */
    for (size_t i = 0; i < import->blocks.count; i++)
        import->blocks.items[i].rows_known = false;
    return diags->errors > errors ? tp_fail(err, TP_E_INPUT, "%s has errors", map_path) : TP_OK;
}

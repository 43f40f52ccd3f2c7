/* The planner's decisions on the tables found, laid over the proposal one by one: what a page's
 * form says, as map.yaml would. */
#include "import/parts.h"

#include <string.h>

static const tp_words BECAUSE_DECIDED = {"由您确定", "decided by you"};

bool tp_import_decide(tp_import *import, size_t block, tp_import_kind kind)
{
    tp_block *b = &import->blocks.items[block];
    b->kind = kind;
    b->kind_sure = 3;
    b->kind_reason = BECAUSE_DECIDED;
    b->decided = true;
    return kind == TP_IS_SKIP ||
           (tp_meaning_propose(b, import->lexicon, import->arena) && tp_rows_classify(b));
}

bool tp_import_decide_column(tp_import *import, size_t block, size_t column,
                             const tp_column_decision *decision)
{
    tp_block *b = &import->blocks.items[block];
    tp_block_column *c = &b->columns[column];
    const char *category = tp_arena_text(import->arena, decision->category);
    if (!category)
        return false;
    if (decision->field > TP_F_SEQ &&
        !(tp_register_fields[decision->field].kinds & (1u << b->kind)))
        return true; /* not a column of such a table: left as it was */
    if (c->field == decision->field && !strcmp(c->category, category) &&
        c->total == decision->total)
        return true;
    c->field = decision->field;
    c->category = category;
    c->total = decision->total;
    c->sure = 3;
    c->decided = true;
    c->reason = BECAUSE_DECIDED;
    return tp_rows_classify(b);
}

bool tp_import_decide_heading(tp_import *import, size_t block, int level, tp_field_id field)
{
    tp_block *b = &import->blocks.items[block];
    if (b->kind && !tp_rows_know(b))
        return false;
    if (level >= 0 && level < TP_GROUP_LEVELS && b->grouped[level]) {
        b->groups[level] = field;
        b->groups_decided = true;
    }
    return !b->kind || tp_rows_classify(b);
}

bool tp_import_answer(tp_import *import, const char *name, const char *code)
{
    tp_import_answers *a = &import->answers;
    char *key = tp_plain(import->arena, name);
    int32_t id = key && *key ? tp_ids_add(a->names, key, strlen(key), NULL) : TP_ID_NONE;
    size_t n = (size_t)tp_ids_count(a->names);
    const char **codes = tp_arena_array(import->arena, n + 1, sizeof *codes);
    const char **categories = tp_arena_array(import->arena, n + 1, sizeof *categories);
    const char *text = tp_arena_text(import->arena, code);
    if (!key || !codes || !categories || !text)
        return false;
    if (!*key || id == TP_ID_NONE)
        return *key == '\0';
    /* Names met after the map was read have no place in its lists yet. */
    for (size_t i = 0; i < a->n_listed && i < n; i++) {
        codes[i] = a->codes[i];
        categories[i] = a->categories[i];
    }
    a->codes = codes;
    a->categories = categories;
    a->n_listed = n;
    a->codes[id] = !strcmp(text, "新单位") ? "new" : text;
    return true;
}

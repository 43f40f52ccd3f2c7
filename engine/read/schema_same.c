/* Whether two filled structs say the same, and say it at the same place. */
#include "read/schema.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_pos(tp_pos a, tp_pos b)
{
    return a.line == b.line && a.column == b.column && same_text(a.file, b.file);
}

static bool same_node(const tp_node *a, const tp_node *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->kind == b->kind && a->quoted == b->quoted && a->count == b->count &&
                same_pos(a->pos, b->pos) && same_text(a->key, b->key) &&
                same_text(a->text, b->text);
    for (size_t i = 0; same && i < a->count; i++)
        same = same_node(a->child[i], b->child[i]);
    return same;
}

static bool same_list(const tp_list *a, const tp_list *b, const tp_schema *of)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = tp_schema_same(of, (const char *)a->items + i * of->size,
                              (const char *)b->items + i * of->size);
    return same;
}

static bool same_texts(const tp_texts *a, const tp_texts *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_text(a->items[i], b->items[i]);
    return same;
}

static bool same_members(const tp_list *a, const tp_list *b)
{
    const tp_text_member *p = a->items, *q = b->items;
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_text(p[i].key, q[i].key) && same_text(p[i].text, q[i].text) &&
               same_pos(p[i].pos, q[i].pos);
    return same;
}

static bool same_words(const tp_words *a, const tp_words *b)
{
    return same_text(a->zh, b->zh) && same_text(a->en, b->en);
}

/* p and q stand at the key's place in their structs. */
static bool same_value(const tp_key *key, const void *p, const void *q)
{
    switch (key->type) {
    case TP_T_TEXT:
    case TP_T_KEY:
        return same_text(*(const char *const *)p, *(const char *const *)q);
    case TP_T_WORDS:
        return same_words(p, q);
    case TP_T_INT:
    case TP_T_DEC:
        return *(const int64_t *)p == *(const int64_t *)q;
    case TP_T_DATE:
        return *(const tp_date *)p == *(const tp_date *)q;
    case TP_T_BOOL:
    case TP_T_PRESENT:
        return *(const bool *)p == *(const bool *)q;
    case TP_T_ENUM:
        return *(const int *)p == *(const int *)q;
    case TP_T_TEXTS:
        return same_texts(p, q);
    case TP_T_STRUCT:
        return tp_schema_same(key->of, p, q);
    case TP_T_LIST:
    case TP_T_MAP:
        return same_list(p, q, key->of);
    case TP_T_POS:
        return same_pos(*(const tp_pos *)p, *(const tp_pos *)q);
    case TP_T_TEXT_MAP:
        return same_members(p, q);
    case TP_T_SELF:
    case TP_T_NODE:
        return same_node(*(const tp_node *const *)p, *(const tp_node *const *)q);
    }
    return false;
}

bool tp_schema_same(const tp_schema *schema, const void *a, const void *b)
{
    for (size_t i = 0; i < schema->count; i++) {
        const tp_key *key = &schema->keys[i];
        if (!same_value(key, (const char *)a + key->offset, (const char *)b + key->offset))
            return false;
    }
    return true;
}

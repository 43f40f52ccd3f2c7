#include "read/tree.h"

#include <string.h>

static const tp_node *get(const tp_node *map, const char *key, size_t length)
{
    if (!map || map->kind != TP_NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (!strncmp(map->child[i]->key, key, length) && !map->child[i]->key[length])
            return map->child[i];
    return NULL;
}

const tp_node *tp_node_get(const tp_node *map, const char *key)
{
    return get(map, key, strlen(key));
}

/* "[12]" at *at: the element, counted from 1; NULL if there is none. */
static const tp_node *element(const tp_node *list, const char **at)
{
    size_t index = 0;
    const char *p = *at + 1;
    while (*p >= '0' && *p <= '9' && index < SIZE_MAX / 16)
        index = index * 10 + (size_t)(*p++ - '0');
    if (*p != ']' || !list || list->kind != TP_NODE_LIST || !index || index > list->count)
        return NULL;
    *at = p + 1;
    return list->child[index - 1];
}

const tp_node *tp_node_path(const tp_node *root, const char *dotted)
{
    const tp_node *node = root;
    const char *at = dotted;
    while (node && *at) {
        if (*at == '[') {
            node = element(node, &at);
        } else if (*at == '"') {
            const char *end = strchr(at + 1, '"');
            if (!end)
                return NULL;
            node = get(node, at + 1, (size_t)(end - at - 1));
            at = end + 1;
        } else {
            size_t length = strcspn(at, ".[");
            node = get(node, at, length);
            at += length;
        }
        if (*at == '.')
            at++;
    }
    return node;
}

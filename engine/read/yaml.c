#include "read/tree.h"

#include "base/ids.h"
#include "base/text.h"
#include "read/full_width.h"
#include "read/tree_problem.h"

#include <string.h>
#include <yaml.h>

/* Events rather than libyaml's own documents: nesting and aliases are bounded as they are read, and
 * an explicit tag can be told from an implied one. */

typedef struct anchor {
    tp_node *node; /* NULL: still being read */
} anchor;

typedef struct builder {
    tp_arena *arena;
    const tp_source *source;
    tp_diags *diags;
    yaml_parser_t parser;
    tp_ids *names; /* of anchors; index into anchors */
    anchor *anchors;
    size_t n_anchors, anchor_capacity;
    size_t copies;
    bool in_key;
    bool in_flow_list; /* the scalar at hand is an element of [a, b] */
    bool nomem;        /* memory is out */
    bool stop;         /* a fault after which reading cannot go on */
} builder;

static tp_node *read_node(builder *b, yaml_event_t *event, int depth);

static tp_pos position(const builder *b, yaml_mark_t mark)
{
    return (tp_pos){b->source->path, (int32_t)mark.line + 1, (int32_t)mark.column + 1, NULL};
}

static void report(builder *b, tp_pos pos, const tp_msg *msg, const char *arg)
{
    tp_diag_error(b->diags, pos, msg, arg);
}

static void halt(builder *b, tp_pos pos, const tp_msg *msg, const char *arg)
{
    report(b, pos, msg, arg);
    b->stop = true;
}

/* libyaml reports bytes it cannot decode at line 1, column 1; only the offset is right. */
static tp_pos position_of_offset(const builder *b, size_t offset)
{
    const char *text = b->source->text;
    tp_pos pos = {b->source->path, 1, 1, NULL};
    size_t start = 0;
    if (offset > b->source->length)
        offset = b->source->length;
    for (size_t i = 0; i < offset; i++)
        if (text[i] == '\n') {
            pos.line++;
            start = i + 1;
        }
    pos.column += (int32_t)tp_text_points(text + start, offset - start);
    return pos;
}

/* Begin and length of a line of the source, from 1. */
static const char *line_of(const builder *b, int32_t line, size_t *length)
{
    const char *at = b->source->text;
    for (int32_t i = 1; at && i < line; i++) {
        at = strchr(at, '\n');
        at += at != NULL;
    }
    *length = at ? strcspn(at, "\r\n") : 0;
    return at;
}

/* Where YAML does not understand, a full-width sign a few lines up is mostly why. */
static bool report_full_width(builder *b)
{
    enum { LINES_BEFORE = 2 };
    const yaml_parser_t *parser = &b->parser;
    int32_t last = (int32_t)parser->problem_mark.line + 1, first = last - LINES_BEFORE;
    if (parser->context && (int32_t)parser->context_mark.line + 1 < first)
        first = (int32_t)parser->context_mark.line + 1;
    for (int32_t line = first < 1 ? 1 : first; line <= last; line++) {
        size_t length;
        const char *text = line_of(b, line, &length);
        tp_full_width sign = {0};
        if (text)
            sign = tp_full_width_in_line(text, length);
        if (sign.length) {
            tp_full_width_report(b->diags, (tp_pos){b->source->path, line, 1, NULL}, text, sign);
            return true;
        }
    }
    return false;
}

static void report_parser(builder *b)
{
    const yaml_parser_t *parser = &b->parser;
    b->stop = true;
    if (parser->error == YAML_MEMORY_ERROR) {
        b->nomem = true;
        return;
    }
    if (parser->error != YAML_READER_ERROR && report_full_width(b))
        return;
    tp_yaml_problem problem = {.problem = parser->problem, .context = parser->context};
    if (parser->error == YAML_READER_ERROR) {
        problem.pos = position_of_offset(b, parser->problem_offset);
    } else {
        problem.pos = position(b, parser->problem_mark);
        problem.context_pos = position(b, parser->context_mark);
    }
    tp_yaml_problem_report(&problem, b->diags);
}

/* Fetches the next event; false: reading must stop. */
static bool next(builder *b, yaml_event_t *event)
{
    if (b->stop || b->nomem)
        return false;
    if (yaml_parser_parse(&b->parser, event))
        return true;
    report_parser(b);
    return false;
}

static tp_node *new_node(builder *b, tp_node_kind kind, tp_pos pos)
{
    tp_node *node = tp_arena_alloc(b->arena, sizeof *node);
    if (!node) {
        b->nomem = true;
        return NULL;
    }
    node->kind = kind;
    node->pos = pos;
    return node;
}

static bool append(builder *b, tp_node *parent, size_t *capacity, tp_node *child)
{
    if (!tp_arena_grow(b->arena, &parent->child, capacity, parent->count, 1)) {
        b->nomem = true;
        return false;
    }
    parent->child[parent->count++] = child;
    return true;
}

static bool null_text(const char *text)
{
    return !*text || !strcmp(text, "~") || !strcmp(text, "null") || !strcmp(text, "Null") ||
           !strcmp(text, "NULL");
}

/* Texts end up on terminals and in C strings: no NUL, no control characters but tab and newline. */
static bool clean_text(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((text[i] < 0x20 && text[i] != '\t' && text[i] != '\n') || text[i] == 0x7F)
            return false;
        if (text[i] == 0xC2 && i + 1 < length && text[i + 1] < 0xA0)
            return false;
    }
    return true;
}

static void refuse_tag(builder *b, const yaml_event_t *event, const yaml_char_t *tag, bool implied)
{
    if (tag && !implied)
        report(b, position(b, event->start_mark), &tp_msg_tree_tag, (const char *)tag);
}

/* The slot of an anchor; redefining a name is allowed by YAML: the latest definition counts. */
static size_t open_anchor(builder *b, const yaml_char_t *name)
{
    if (!name)
        return SIZE_MAX;
    bool fresh;
    int32_t id = tp_ids_add(b->names, (const char *)name, strlen((const char *)name), &fresh);
    if (id == TP_ID_NONE ||
        !tp_arena_grow(b->arena, &b->anchors, &b->anchor_capacity, b->n_anchors, 1)) {
        b->nomem = true;
        return SIZE_MAX;
    }
    if (fresh)
        b->n_anchors++;
    b->anchors[id].node = NULL;
    return (size_t)id;
}

static void close_anchor(builder *b, size_t slot, tp_node *node)
{
    if (slot != SIZE_MAX)
        b->anchors[slot].node = node;
}

/* `unit：U1` as the map {unit: U1}. */
static void make_member(builder *b, tp_node *node, const char *text, tp_full_width sign)
{
    const char *rest = text + sign.at + sign.length;
    tp_node *value = new_node(b, TP_NODE_SCALAR, node->pos);
    tp_node **child = tp_arena_alloc(b->arena, sizeof(tp_node *));
    if (!value || !child) {
        b->nomem = true;
        return;
    }
    value->key_pos = node->pos;
    value->key = tp_text_normal(b->arena, text, sign.at);
    value->text = tp_text_normal(b->arena, rest, strlen(rest));
    child[0] = value;
    *node = (tp_node){.kind = TP_NODE_MAP, .pos = node->pos, .count = 1, .child = child};
    b->nomem = b->nomem || !value->key || !value->text;
}

/* A value with a full-width sign: told, then taken as it was meant as far as that is plain. */
static void refuse_full_width(builder *b, tp_node *node, const char *raw)
{
    tp_full_width sign = tp_full_width_in_value(raw, b->in_flow_list);
    if (!sign.length)
        return;
    tp_full_width_report(b->diags, node->pos, raw, sign);
    const char *text = node->text, *begin = text;
    size_t length = strlen(text);
    sign = tp_full_width_in_value(text, b->in_flow_list);
    if (sign.length && !sign.at && strchr("\"'", sign.half)) {
        begin += sign.length;
        length -= 2 * sign.length;
    } else if (sign.length && sign.at && strchr(",:#]}", sign.half) &&
               !text[sign.at + sign.length]) {
        length = sign.at;
    } else if (sign.half == '#' && sign.at) {
        length = sign.at;
    } else if (sign.half == ',') {
        return;
    } else if (sign.half == ':') {
        make_member(b, node, text, sign);
        return;
    } else {
        node->kind = TP_NODE_NULL;
        node->removes = true;
    }
    node->text = tp_text_normal(b->arena, begin, length);
    b->nomem = b->nomem || !node->text;
}

static tp_node *read_scalar(builder *b, const yaml_event_t *event)
{
    tp_pos pos = position(b, event->start_mark);
    const unsigned char *value = event->data.scalar.value;
    size_t length = event->data.scalar.length;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    refuse_tag(b, event, event->data.scalar.tag,
               event->data.scalar.plain_implicit || event->data.scalar.quoted_implicit);
    size_t slot = open_anchor(b, event->data.scalar.anchor);
    if (!clean_text(value, length)) {
        report(b, pos, &tp_msg_tree_control, "");
        length = 0;
    }
    char *text = tp_text_normal(b->arena, (const char *)value, length);
    tp_node *node = new_node(b, TP_NODE_SCALAR, pos);
    if (!text || !node) {
        b->nomem = true;
        return NULL;
    }
    node->text = text;
    node->quoted = !plain;
    if (plain && null_text(text))
        node->kind = TP_NODE_NULL;
    else if (plain && !b->in_key)
        refuse_full_width(b, node, (const char *)value);
    close_anchor(b, slot, node);
    return node;
}

/* A copy, because a node belongs to one place: merges rearrange children. */
static tp_node *copy_node(builder *b, const tp_node *from, tp_pos alias, int depth)
{
    if (depth > TP_TREE_DEPTH)
        return halt(b, alias, &tp_msg_tree_deep, ""), NULL;
    if (++b->copies > TP_TREE_COPIES)
        return halt(b, alias, &tp_msg_tree_bomb, ""), NULL;
    tp_node *node = new_node(b, from->kind, from->pos);
    if (!node)
        return NULL;
    *node = *from;
    if (!from->count)
        return node;
    node->child = tp_arena_array(b->arena, from->count, sizeof(tp_node *));
    if (!node->child) {
        b->nomem = true;
        return NULL;
    }
    for (size_t i = 0; i < from->count; i++) {
        node->child[i] = copy_node(b, from->child[i], alias, depth + 1);
        if (!node->child[i])
            return NULL;
    }
    return node;
}

static tp_node *read_alias(builder *b, const yaml_event_t *event, int depth)
{
    const char *name = (const char *)event->data.alias.anchor;
    tp_pos pos = position(b, event->start_mark);
    int32_t id = tp_ids_find(b->names, name, strlen(name));
    if (id == TP_ID_NONE || !b->anchors[id].node) {
        report(b, pos, id == TP_ID_NONE ? &tp_msg_tree_alias : &tp_msg_tree_alias_self, name);
        return new_node(b, TP_NODE_NULL, pos);
    }
    tp_node *node = copy_node(b, b->anchors[id].node, pos, depth);
    if (node)
        node->key = NULL;
    return node;
}

static tp_node *read_list(builder *b, const yaml_event_t *event, int depth)
{
    tp_node *list = new_node(b, TP_NODE_LIST, position(b, event->start_mark));
    refuse_tag(b, event, event->data.sequence_start.tag, event->data.sequence_start.implicit);
    size_t slot = open_anchor(b, event->data.sequence_start.anchor);
    size_t capacity = 0;
    yaml_event_t inner;
    while (list && next(b, &inner)) {
        if (inner.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&inner);
            close_anchor(b, slot, list);
            return list;
        }
        b->in_flow_list = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        tp_node *child = read_node(b, &inner, depth + 1);
        yaml_event_delete(&inner);
        if (!child || !append(b, list, &capacity, child))
            return NULL;
    }
    return NULL;
}

/* The members of one map as they are read. Few members are searched, many are hashed. */
typedef struct members {
    tp_node *map;
    size_t capacity;
    tp_ids *index;
    size_t *at; /* id in index -> child */
    size_t at_capacity;
} members;

enum { SEARCHED = 24 };

static size_t find_member(const members *m, const char *key)
{
    if (m->index) {
        int32_t id = tp_ids_find(m->index, key, strlen(key));
        return id == TP_ID_NONE ? SIZE_MAX : m->at[id];
    }
    for (size_t i = 0; i < m->map->count; i++)
        if (!strcmp(m->map->child[i]->key, key))
            return i;
    return SIZE_MAX;
}

static bool index_member(builder *b, members *m, size_t child)
{
    const char *key = m->map->child[child]->key;
    int32_t id = tp_ids_add(m->index, key, strlen(key), NULL);
    if (id == TP_ID_NONE || !tp_arena_grow(b->arena, &m->at, &m->at_capacity, (size_t)id, 1))
        return false;
    m->at[id] = child;
    return true;
}

static bool add_member(builder *b, members *m, tp_node *value)
{
    if (!append(b, m->map, &m->capacity, value))
        return false;
    bool ok = true;
    if (m->index) {
        ok = index_member(b, m, m->map->count - 1);
    } else if (m->map->count > SEARCHED) {
        m->index = tp_ids_create(b->arena, 2 * SEARCHED);
        ok = m->index != NULL;
        for (size_t i = 0; ok && i < m->map->count; i++)
            ok = index_member(b, m, i);
    }
    b->nomem = b->nomem || !ok;
    return ok;
}

/* `<<: *base` or `<<: [*first, *second]`: members that the map does not have itself. */
static void apply_merge(builder *b, members *m, const tp_node *merge)
{
    size_t parts = merge->kind == TP_NODE_LIST ? merge->count : 1;
    for (size_t p = 0; p < parts; p++) {
        const tp_node *part = merge->kind == TP_NODE_LIST ? merge->child[p] : merge;
        if (part->kind != TP_NODE_MAP) {
            report(b, part->pos, &tp_msg_tree_merge, "");
            continue;
        }
        for (size_t i = 0; i < part->count; i++)
            if (find_member(m, part->child[i]->key) == SIZE_MAX &&
                !add_member(b, m, part->child[i]))
                return;
    }
}

/* The key of the next member; NULL with neither stop nor nomem set: the key is unusable, and its
 * value is to be read and dropped. */
static const char *read_key(builder *b, yaml_event_t *event, tp_pos *pos, int depth)
{
    *pos = position(b, event->start_mark);
    b->in_key = event->type == YAML_SCALAR_EVENT;
    b->in_flow_list = false;
    tp_node *node = read_node(b, event, depth + 1);
    b->in_key = false;
    if (!node)
        return NULL;
    if (node->kind == TP_NODE_LIST || node->kind == TP_NODE_MAP)
        return report(b, *pos, &tp_msg_tree_key, ""), NULL;
    if (!node->text || !*node->text)
        return report(b, *pos, &tp_msg_tree_key_empty, ""), NULL;
    if (strlen(node->text) > TP_TREE_KEY)
        return report(b, *pos, &tp_msg_tree_key_long, ""), NULL;
    return node->text;
}

static void report_duplicate(builder *b, const members *m, tp_node *value, size_t earlier)
{
    const tp_node *first = m->map->child[earlier];
    char where[32];
    tp_int_format(first->key_pos.line, where);
    char column[TP_DEC_TEXT];
    tp_int_format(first->key_pos.column, column);
    tp_diag_error(b->diags, value->key_pos, &tp_msg_tree_duplicate, value->key, where, column);
}

/* A key with a full-width sign: told, then taken as it was meant (`share：0.1`), so that nothing
 * else seems to be missing. The member's key, NULL: drop it. */
static const char *meant_key(builder *b, const char *key, const char *raw, tp_pos pos,
                             tp_node *value)
{
    tp_full_width sign = tp_full_width_in_key(raw);
    if (!sign.length)
        return key;
    tp_full_width_report(b->diags, pos, raw, sign);
    sign = tp_full_width_in_key(key);
    if (!sign.length || sign.half != ':' || !sign.at)
        return NULL;
    const char *rest = key + sign.at + sign.length;
    if (value->kind == TP_NODE_NULL && *rest) {
        value->kind = TP_NODE_SCALAR;
        value->text = tp_text_normal(b->arena, rest, strlen(rest));
        b->nomem = b->nomem || !value->text;
    } else if (*rest) {
        value->kind = TP_NODE_NULL;
        value->count = 0;
    }
    value->removes = value->kind == TP_NODE_NULL;
    return tp_text_normal(b->arena, key, sign.at);
}

static bool read_member(builder *b, members *m, yaml_event_t *event, const tp_node **merge,
                        int depth)
{
    tp_pos pos;
    bool plain =
        event->type == YAML_SCALAR_EVENT && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *key = read_key(b, event, &pos, depth);
    yaml_event_t inner;
    if (!next(b, &inner))
        return false;
    tp_node *value = read_node(b, &inner, depth + 1);
    yaml_event_delete(&inner);
    if (!value)
        return false;
    if (key && plain)
        key = meant_key(b, key, (const char *)event->data.scalar.value, pos, value);
    if (!key)
        return !b->nomem;
    value->key = key;
    value->key_pos = pos;
    bool merging = plain && !strcmp(key, "<<");
    size_t earlier = merging ? SIZE_MAX : find_member(m, key);
    if (merging && !*merge) {
        *merge = value;
        return true;
    }
    if (merging) {
        report(b, pos, &tp_msg_tree_merge_twice, "");
        return true;
    }
    if (earlier == SIZE_MAX)
        return add_member(b, m, value);
    report_duplicate(b, m, value, earlier);
    return true;
}

static tp_node *read_map(builder *b, const yaml_event_t *event, int depth)
{
    members m = {.map = new_node(b, TP_NODE_MAP, position(b, event->start_mark))};
    refuse_tag(b, event, event->data.mapping_start.tag, event->data.mapping_start.implicit);
    size_t slot = open_anchor(b, event->data.mapping_start.anchor);
    const tp_node *merge = NULL;
    yaml_event_t inner;
    while (m.map && next(b, &inner)) {
        if (inner.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&inner);
            if (merge)
                apply_merge(b, &m, merge);
            close_anchor(b, slot, m.map);
            return m.map;
        }
        bool ok = read_member(b, &m, &inner, &merge, depth);
        yaml_event_delete(&inner);
        if (!ok)
            return NULL;
    }
    return NULL;
}

/* Recursion is bounded by TP_TREE_DEPTH. */
static tp_node *read_node(builder *b, yaml_event_t *event, int depth)
{
    if (depth > TP_TREE_DEPTH)
        return halt(b, position(b, event->start_mark), &tp_msg_tree_deep, ""), NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(b, event);
    case YAML_ALIAS_EVENT:
        return read_alias(b, event, depth);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(b, event, depth);
    case YAML_MAPPING_START_EVENT:
        return read_map(b, event, depth);
    default:
        b->stop = true;
        return NULL;
    }
}

static tp_node *read_document(builder *b)
{
    tp_node *root = NULL;
    bool started = false;
    for (;;) {
        yaml_event_t event;
        if (!next(b, &event))
            return NULL;
        yaml_event_type_t type = event.type;
        if (type == YAML_DOCUMENT_START_EVENT && started)
            halt(b, position(b, event.start_mark), &tp_msg_tree_documents, "");
        else if (type == YAML_DOCUMENT_START_EVENT)
            started = true;
        else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
                 type != YAML_DOCUMENT_END_EVENT)
            root = read_node(b, &event, 1);
        yaml_event_delete(&event);
        if (b->stop || b->nomem)
            return NULL;
        if (type == YAML_STREAM_END_EVENT)
            break;
    }
    tp_pos start = {b->source->path, 1, 1, NULL};
    if (!root || root->kind == TP_NODE_NULL)
        halt(b, start, &tp_msg_tree_empty, "");
    return root;
}

tp_status tp_tree_parse(tp_node **out, tp_arena *arena, const tp_source *source, tp_diags *diags,
                        tp_err *err)
{
    *out = NULL;
    builder b = {.arena = arena, .source = source, .diags = diags};
    size_t errors = diags->errors;
    b.names = tp_ids_create(arena, 8);
    if (!b.names || !yaml_parser_initialize(&b.parser))
        return tp_fail_nomem(err);
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)source->text, source->length);
    tp_node *root = read_document(&b);
    yaml_parser_delete(&b.parser);
    if (b.nomem || diags->out_of_memory)
        return tp_fail_nomem(err);
    if (!b.stop)
        *out = root;
    if (diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "%s is not a usable YAML document", source->path);
    return TP_OK;
}

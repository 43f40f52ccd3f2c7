#include "read/tree.h"

#include <string.h>

/* Words and figures that other YAML readers would not take for text. */
static bool looks_typed(const char *text)
{
    static const char *const words[] = {"y",     "n",     "yes",  "no",   "on",   "off", "true",
                                        "false", "Y",     "N",    "Yes",  "No",   "On",  "Off",
                                        "True",  "False", "YES",  "NO",   "ON",   "OFF", "TRUE",
                                        "FALSE", ".inf",  ".nan", ".NaN", ".Inf", "<<",  "="};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(text, words[i]))
            return true;
    return strchr("0123456789+-.", *text) != NULL;
}

static bool null_word(const char *text)
{
    return !strcmp(text, "~") || !strcmp(text, "null") || !strcmp(text, "Null") ||
           !strcmp(text, "NULL");
}

/* Characters beyond ASCII that YAML readers treat as line breaks or refuse. */
static bool odd_point(const unsigned char *at)
{
    return (at[0] == 0xC2 && at[1] < 0xA1) || (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0xA8) ||
           (at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF) ||
           (at[0] == 0xE3 && at[1] == 0x80 && at[2] == 0x80);
}

static bool plain_works(const char *text)
{
    if (!*text || null_word(text) || !strcmp(text, "<<") ||
        strchr("-?:,[]{}#&*!|>'\"%@` \t", *text))
        return false;
    if (!strncmp(text, "...", 3))
        return false;
    size_t length = strlen(text);
    if (text[length - 1] == ':' || text[length - 1] == ' ')
        return false;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at < 0x20 || *at == 0x7F || odd_point(at) || strchr(",[]{}", *at))
            return false;
        if ((*at == ':' && at[1] == ' ') || (*at == ' ' && at[1] == '#'))
            return false;
    }
    return true;
}

static void write_quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '"');
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\') {
            tp_buf_char(out, '\\');
            tp_buf_char(out, (char)*at);
        } else if (*at == '\n') {
            tp_buf_text(out, "\\n");
        } else if (*at == '\t') {
            tp_buf_text(out, "\\t");
        } else if (*at < 0x20 || *at == 0x7F) {
            tp_buf_format(out, "\\x%02X", (unsigned)*at);
        } else if (odd_point(at) && *at == 0xC2) {
            tp_buf_format(out, "\\x%02X", (unsigned)*++at);
        } else if (odd_point(at)) {
            unsigned point = ((at[0] & 0x0Fu) << 12) | ((at[1] & 0x3Fu) << 6) | (at[2] & 0x3Fu);
            tp_buf_format(out, "\\u%04X", point);
            at += 2;
        } else {
            tp_buf_char(out, (char)*at);
        }
    }
    tp_buf_char(out, '"');
}

static void write_text(tp_buf *out, const char *text, bool wary)
{
    if (plain_works(text) && !(wary && looks_typed(text)))
        tp_buf_text(out, text);
    else
        write_quoted(out, text);
}

static void indent(tp_buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        tp_buf_text(out, "  ");
}

static void end_line(tp_buf *out, const tp_node *node, bool origins)
{
    if (origins && node->pos.file) {
        tp_buf_text(out, "  # ");
        for (const char *at = node->pos.file; *at; at++)
            tp_buf_char(out, (unsigned char)*at < 0x20 ? '?' : *at);
        if (node->pos.line)
            tp_buf_format(out, ":%d", (int)node->pos.line);
    }
    tp_buf_char(out, '\n');
}

static bool on_one_line(const tp_node *node)
{
    return !node->count || node->kind == TP_NODE_NULL || node->kind == TP_NODE_SCALAR;
}

static void write_short(tp_buf *out, const tp_node *node)
{
    switch (node->kind) {
    case TP_NODE_NULL:
        tp_buf_text(out, "null");
        break;
    case TP_NODE_SCALAR:
        write_text(out, node->text, node->quoted);
        break;
    case TP_NODE_LIST:
        tp_buf_text(out, "[]");
        break;
    case TP_NODE_MAP:
        tp_buf_text(out, "{}");
        break;
    }
}

/* `begun`: the indentation of the first line is there already (after "- "). */
typedef struct writer {
    tp_buf *out;
    bool origins;
    bool begun;
} writer;

static void write_node(writer *w, const tp_node *node, int depth)
{
    for (size_t i = 0; i < node->count; i++) {
        const tp_node *child = node->child[i];
        if (!w->begun)
            indent(w->out, depth);
        w->begun = false;
        if (node->kind == TP_NODE_MAP) {
            write_text(w->out, child->key, false);
            tp_buf_char(w->out, ':');
        } else {
            tp_buf_char(w->out, '-');
        }
        if (on_one_line(child)) {
            tp_buf_char(w->out, ' ');
            write_short(w->out, child);
            end_line(w->out, child, w->origins);
            continue;
        }
        w->begun = node->kind == TP_NODE_LIST;
        tp_buf_char(w->out, w->begun ? ' ' : '\n');
        write_node(w, child, depth + 1);
    }
}

void tp_tree_write(tp_buf *out, const tp_node *root, bool origins)
{
    writer w = {out, origins, false};
    if (!on_one_line(root)) {
        write_node(&w, root, 0);
        return;
    }
    write_short(out, root);
    end_line(out, root, origins);
}

void tp_tree_write_flow(tp_buf *out, const tp_node *node)
{
    bool map = node->kind == TP_NODE_MAP;
    if (on_one_line(node)) {
        write_short(out, node);
        return;
    }
    tp_buf_char(out, map ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        tp_buf_text(out, i ? ", " : "");
        if (map) {
            write_text(out, node->child[i]->key, false);
            tp_buf_text(out, ": ");
        }
        tp_tree_write_flow(out, node->child[i]);
    }
    tp_buf_char(out, map ? '}' : ']');
}

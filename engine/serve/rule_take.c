/* What a form of rules says, as a state: rows that come and go first, then the values of cells. */
#include "serve/rule_form.h"

#include "serve/controls.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_nameless = {"“{0}”新的一行没有写名称，没有添加。",
                                    "The new row of '{0}' has no name and was not added."};
static const tp_words w_long = {"改动太多，一个地址写不下。请先存为方案文件，再在其上改。",
                                "These are more changes than an address holds. Save them as a "
                                "scenario file, then go on there."};

typedef struct taking {
    tp_visit *visit;
    tp_live *live;
    tp_rule_form form;
    /* Of the state: what adds and takes away rows (with all that no control shows), and cells. */
    tp_fields rows, cells;
    const char *at; /* the table to go back to; NULL */
} taking;

static void put(taking *t, tp_fields *to, const char *name, const char *value)
{
    tp_arena *arena = t->visit->arena;
    if (!name || !value || !tp_arena_grow(arena, &to->items, &to->capacity, to->count, 1))
        t->visit->out->failed = true;
    else
        to->items[to->count++] = (tp_field){.name = name, .value = value, .length = strlen(value)};
}

/* One field of the form: kept if it says something that the scenario does not. */
static void take_field(taking *t, const tp_field *sent)
{
    const tp_entry_field *field = tp_keys_find(&t->form.shown, sent->name);
    if (sent->name[0] == '_' || !strcmp(sent->name, "token") || !strcmp(sent->name, "lang"))
        return;
    if (!field) {
        put(t, &t->rows, sent->name, sent->value);
        return;
    }
    const char *base = tp_control_base(t->live, &t->form.base, field);
    const bool same =
        base ? tp_control_same(field->key, base, sent->value, t->visit->arena) : !*sent->value;
    if (!same)
        put(t, &t->cells, sent->name, sent->value);
}

/* ---- a row is taken away ---- */

/* "limits[2].at_most" stands in "limits[2]", as "limits[2]" itself does. */
static bool within(const char *name, const char *row)
{
    const size_t length = strlen(row);
    return !strncmp(name, row, length) && (!name[length] || name[length] == '.');
}

static void remove_within(tp_fields *from, const char *row)
{
    size_t n = 0;
    for (size_t i = 0; i < from->count; i++)
        if (!within(from->items[i].name, row))
            from->items[n++] = from->items[i];
    from->count = n;
}

/* Rows after the one taken away move up: "limits[3].at_most" becomes "limits[2].at_most". */
static void move_up(taking *t, const char *list, size_t gone)
{
    const size_t length = strlen(list);
    for (size_t i = 0; i < t->cells.count; i++) {
        tp_field *cell = &t->cells.items[i];
        size_t number = 0;
        int used = 0;
        if (strncmp(cell->name, list, length) != 0 ||
            sscanf(cell->name + length, "[%9zu]%n", &number, &used) != 1 || !used || number <= gone)
            continue;
        cell->name = tp_arena_format(t->visit->arena, "%s[%zu]%s", list, number - 1,
                                     cell->name + length + used);
        t->visit->out->failed = t->visit->out->failed || !cell->name;
    }
}

static const tp_entry_field *field_in(const tp_entry_fields *fields, const char *row)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i].row && !fields->items[i].blank && !strcmp(fields->items[i].row, row))
            return &fields->items[i];
    return NULL;
}

static void drop(taking *t, const char *row)
{
    const tp_entry_field *field = field_in(&t->form.shown, row);
    if (!field)
        return;
    const tp_entry_table *table = field->table;
    t->at = table->path;
    remove_within(&t->cells, row);
    if (table->members) {
        remove_within(&t->rows, row);
        if (tp_keys_in_row(&t->form.base, row))
            put(t, &t->rows, row, "");
        return;
    }
    size_t number = 0;
    if (sscanf(row + strlen(table->path), "[%9zu]", &number) == 1)
        move_up(t, table->path, number);
    put(t, &t->rows, row, "");
}

/* ---- a row is added ---- */

/* A text that is read as typed without quotes. */
static bool plain(const char *text)
{
    if (*text == '[' || *text == '{') /* a list or map, as typed */
        return true;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at < 0x80 && !(*at >= '0' && *at <= '9') && !(*at >= 'a' && *at <= 'z') &&
            !(*at >= 'A' && *at <= 'Z') && *at != '.' && *at != '_' &&
            !(*at == '-' && at != (const unsigned char *)text))
            return false;
    return *text && strcmp(text, "null") != 0;
}

static void put_value(taking *t, tp_buf *out, const tp_entry_field *field, const char *sent)
{
    const char *text = tp_control_taken(field->key, sent, t->visit->arena);
    if (!text) {
        out->failed = true;
        return;
    }
    const bool number = field->key->type == TP_T_INT || field->key->type == TP_T_DEC;
    if (plain(text) || (number && *text == '-' && plain(text + 1))) {
        tp_buf_text(out, text);
        return;
    }
    tp_buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            tp_buf_char(out, '\\');
        tp_buf_char(out, *text);
    }
    tp_buf_char(out, '"');
}

static const char *sent_of(const taking *t, const char *path)
{
    char name[512];
    const int length = snprintf(name, sizeof name, "_%s", path);
    return length > 0 && (size_t)length < sizeof name
               ? tp_field_value(&t->visit->request->form, name)
               : "";
}

/* The blank row's fields as {key: value, where: {unit: …}}; false: nothing was written. */
static bool written(taking *t, const tp_entry_field *from, size_t count, tp_buf *out)
{
    bool any = false;
    const char *open = NULL; /* the struct that is open: "where" */
    size_t open_length = 0;
    tp_buf_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        const char *sent = sent_of(t, from[i].path), *column = from[i].column;
        const char *dot = strchr(column, '.');
        if (!*sent)
            continue;
        const size_t length = dot ? (size_t)(dot - column) : 0;
        const bool same = open && length == open_length && !strncmp(open, column, length);
        if (open && !same) {
            tp_buf_char(out, '}');
            open = NULL;
        }
        tp_buf_text(out, !any || (dot && same) ? "" : ", ");
        if (dot && same)
            tp_buf_text(out, ", ");
        if (dot && !same) {
            tp_buf_add(out, column, length);
            tp_buf_text(out, ": {");
            open = column;
            open_length = length;
        }
        tp_buf_format(out, "%s: ", dot ? dot + 1 : column);
        put_value(t, out, &from[i], sent);
        any = true;
    }
    tp_buf_text(out, open ? "}}" : "}");
    return any;
}

/* What was written into one blank row. false: the visit is answered. */
static bool add(taking *t, const tp_entry_field *from, size_t count)
{
    tp_visit *visit = t->visit;
    const tp_entry_table *table = from->table;
    const char *name = table->members ? sent_of(t, from->row) : "";
    const bool text = table->key->type == TP_T_TEXT_MAP;
    tp_buf value;
    tp_buf_init(&value);
    bool any = text ? *sent_of(t, from->path) != '\0' : written(t, from, count, &value);
    bool good = true;
    if (text && any)
        put_value(t, &value, from, sent_of(t, from->path));
    if (any || *name)
        t->at = table->path;
    if (table->members && any && !*name) {
        tp_visit_refuse(visit, 422, w_nameless,
                        tp_words_in(tp_table_called(table, visit->arena), visit->lang));
        good = false;
    } else if (table->members && *name && (any || !text)) {
        put(t, &t->rows, tp_key_step(visit->arena, table->path, name),
            tp_buf_ok(&value) ? tp_arena_text(visit->arena, value.bytes) : NULL);
    } else if (any) {
        char *list = tp_buf_ok(&value) ? tp_arena_format(visit->arena, "[%s]", value.bytes) : NULL;
        put(t, &t->rows, tp_arena_format(visit->arena, "%s+", table->path), list);
    }
    tp_buf_finish(&value);
    return good;
}

static bool add_rows(taking *t)
{
    const tp_entry_fields *shown = &t->form.shown;
    for (size_t i = 0; i < shown->count;) {
        size_t end = i + 1;
        if (!shown->items[i].blank) {
            i = end;
            continue;
        }
        while (end < shown->count && shown->items[end].blank &&
               shown->items[end].table == shown->items[i].table)
            end++;
        if (!add(t, &shown->items[i], end - i))
            return false;
        i = end;
    }
    return true;
}

/* ---- */

void tp_rule_go(tp_visit *visit, const tp_live *live, const tp_fields *state, size_t n,
                const char *table)
{
    tp_buf to;
    char between = '?';
    tp_buf_init(&to);
    tp_buf_text(&to, "/live/");
    tp_url_text(&to, live->offer.slug);
    tp_buf_text(&to, "/rules");
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < state[k].count; i++) {
            tp_buf_char(&to, between);
            between = '&';
            tp_url_text(&to, state[k].items[i].name);
            tp_buf_char(&to, '=');
            tp_url_text(&to, state[k].items[i].value);
        }
    const bool fits = to.length <= TP_REQUEST_TARGET;
    if (table)
        tp_buf_format(&to, "#t-%s", table);
    if (!tp_buf_ok(&to))
        visit->out->failed = true;
    else if (!fits)
        tp_visit_refuse(visit, 422, w_long, "");
    else
        tp_visit_go(visit, "%s", to.bytes);
    tp_buf_finish(&to);
}

void tp_rule_form_take(tp_visit *visit)
{
    tp_live live;
    const tp_fields *sent = &visit->request->form;
    if (!tp_live_begin(&live, visit))
        return;
    taking t = {.visit = visit, .live = &live};
    tp_status status = tp_rule_form_begin(&t.form, visit, &live);
    for (size_t i = 0; !status && i < sent->count; i++)
        take_field(&t, &sent->items[i]);
    const char *what = tp_field_value(sent, "_do");
    static const char dropping[] = "drop:";
    if (status)
        tp_visit_failed(visit, status);
    else if (!add_rows(&t))
        ; /* answered */
    else {
        if (!strncmp(what, dropping, sizeof dropping - 1))
            drop(&t, what + sizeof dropping - 1);
        const tp_fields state[] = {t.rows, t.cells};
        tp_rule_go(visit, &live, state, 2, t.at);
    }
    tp_rule_form_end(&t.form);
    tp_live_end(&live);
}

/* A list or map of the scenario as a small table: a row an element, a column a key. */
#include "serve/rule_form.h"

#include "models/rule.h"
#include "report/views/words.h"
#include "serve/controls.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

enum { COLUMNS = 48, WIDE = 6 };

typedef struct table {
    tp_visit *visit;
    const tp_rule_form *form;
    const tp_entry_table *is;
    const tp_entry_field *from;
    size_t count;
    const tp_entry_field *column[COLUMNS]; /* the blank row's fields */
    bool wide[COLUMNS];                    /* a column of the table; else folded in the row */
    size_t n;
    bool folds; /* some are folded */
} table;

static bool stated(const table *t, const char *column)
{
    for (size_t i = 0; i < t->count; i++)
        if (!t->from[i].blank && t->from[i].node && !strcmp(t->from[i].column, column))
            return true;
    return false;
}

/* Columns that some row states, then the first ones up to what a screen holds. */
static void choose_columns(table *t)
{
    size_t shown = 0;
    for (size_t i = 0; i < t->count && t->n < COLUMNS; i++)
        if (t->from[i].blank)
            t->column[t->n++] = &t->from[i];
    for (size_t c = 0; c < t->n; c++)
        shown += t->wide[c] = stated(t, t->column[c]->column);
    for (size_t c = 0; c < t->n && shown < WIDE; c++)
        if (!t->wide[c] && !strchr(t->column[c]->column, '.'))
            shown += t->wide[c] = true;
    t->folds = shown < t->n;
}

static const tp_entry_field *cell_at(const tp_entry_field *row, size_t cells, const char *column)
{
    for (size_t i = 0; i < cells; i++)
        if (!strcmp(row[i].column, column))
            return &row[i];
    return NULL;
}

static void put_cell(const table *t, const tp_entry_field *field)
{
    tp_visit *visit = t->visit;
    const char *label = tp_words_in(field->name, visit->lang);
    tp_cell_control cell = {.field = field, .name = field->path, .label = label};
    if (field->blank) {
        cell.name = tp_arena_format(visit->arena, "_%s", field->path);
        cell.label = tp_arena_format(visit->arena, "%s · %s",
                                     tp_words_in(W("新的一行", "new row"), visit->lang),
                                     tp_words_in(field->heading, visit->lang));
        cell.now = "";
    } else {
        cell.now = tp_control_now(t->form->live, field);
        cell.base = tp_control_base(t->form->live, &t->form->base, field);
    }
    if (cell.name && cell.label)
        tp_control_cell(visit, &cell);
    else
        visit->out->failed = true;
}

/* Keys seldom used: they open within the row. */
static void put_folded(const table *t, const tp_entry_field *row, size_t cells)
{
    tp_visit *visit = t->visit;
    tp_buf_text(visit->out, "<td><details class=\"more\"><summary>");
    tp_put(visit, W("其他", "more"));
    tp_buf_text(visit->out, "</summary>");
    for (size_t c = 0; c < t->n; c++) {
        const tp_entry_field *field = cell_at(row, cells, t->column[c]->column);
        if (t->wide[c] || !field)
            continue;
        tp_buf_text(visit->out, "<div><span>");
        tp_put(visit, field->heading);
        tp_buf_text(visit->out, "</span> ");
        put_cell(t, field);
        tp_buf_text(visit->out, "</div>");
    }
    tp_buf_text(visit->out, "</details></td>");
}

static void put_button(const table *t, const char *what, const char *which, tp_words words,
                       const char *label)
{
    tp_visit *visit = t->visit;
    const char *value = tp_arena_format(visit->arena, "%s:%s", what, which);
    tp_buf_text(visit->out, "<td><button type=\"submit\" name=\"_do\"");
    tp_put_attribute(visit, "value", value ? value : "");
    tp_put_attribute(visit, "aria-label", label);
    tp_buf_text(visit->out, ">");
    tp_put(visit, words);
    tp_buf_text(visit->out, "</button></td>");
}

/* What a row of a map is called: its own name; of a basis, what rests on it. */
static tp_words row_called(const table *t, const tp_entry_field *row)
{
    tp_page page;
    if (strcmp(t->is->path, "basis") != 0)
        return W(row->member, row->member);
    tp_page_init(&page, t->visit->arena, W(NULL, NULL));
    return tp_rule_find(row->member) >= 0 ? tp_rule_words(row->member)
                                          : tp_key_words(&page, row->member);
}

/* What the row is called, and where it is stated; of the blank one of a map, a field for it. */
static void put_row_head(const table *t, const tp_entry_field *row, size_t number)
{
    tp_visit *visit = t->visit;
    tp_buf_text(visit->out, "<th scope=\"row\">");
    if (row->blank && t->is->members) {
        const char *name = tp_arena_format(visit->arena, "_%s", row->row);
        tp_buf_text(visit->out, "<input type=\"text\" autocomplete=\"off\"");
        tp_put_attribute(visit, "name", name ? name : "");
        tp_put_attribute(visit, "aria-label",
                         tp_words_in(W("新的一行 · 名称", "new row · name"), visit->lang));
        tp_buf_text(visit->out, ">");
    } else if (row->blank) {
        tp_buf_text(visit->out, "+");
    } else if (t->is->members) {
        tp_put(visit, row_called(t, row));
    } else {
        tp_buf_format(visit->out, "%zu", number);
    }
    const tp_scenario *base = t->form->live->answer.base->scenario;
    const tp_pos pos = row->blank ? (tp_pos){0} : tp_scenario_pos(base, row->row);
    if (pos.file && tp_keys_in_row(&t->form->base, row->row)) {
        const char *slash = strrchr(pos.file, '/');
        tp_buf_text(visit->out, "<small class=\"at\">");
        tp_html_text(visit->out, slash ? slash + 1 : pos.file);
        tp_buf_format(visit->out, ":%d</small>", (int)pos.line);
    }
    tp_buf_text(visit->out, "</th>");
}

static void put_row(const table *t, const tp_entry_field *row, size_t cells, size_t number)
{
    tp_visit *visit = t->visit;
    char count[32];
    snprintf(count, sizeof count, "%zu", number);
    tp_buf_text(visit->out, row->blank ? "<tr class=\"blank\">" : "<tr>");
    put_row_head(t, row, number);
    for (size_t c = 0; c < t->n; c++) {
        const tp_entry_field *field = cell_at(row, cells, t->column[c]->column);
        if (!t->wide[c])
            continue;
        tp_buf_text(visit->out, "<td>");
        if (field)
            put_cell(t, field);
        tp_buf_text(visit->out, "</td>");
    }
    if (t->folds)
        put_folded(t, row, cells);
    const tp_words section = tp_key_section(t->is->under, visit->arena);
    const char *label = tp_arena_format(
        visit->arena, "%s %s %s",
        tp_words_in(row->blank ? W("添加一行", "Add a row to") : W("删去", "Remove"), visit->lang),
        tp_words_in(section, visit->lang),
        row->blank       ? ""
        : t->is->members ? tp_words_in(row_called(t, row), visit->lang)
                         : count);
    if (row->blank)
        put_button(t, "add", t->is->path, W("添加", "Add"), label ? label : "");
    else
        put_button(t, "drop", row->row, W("删去", "Remove"), label ? label : "");
    tp_buf_text(visit->out, "</tr>\n");
}

/* What each column means, what may stand in it, what holds without it. */
static void explain_columns(const table *t)
{
    tp_visit *visit = t->visit;
    tp_buf_text(visit->out, "<details class=\"more\"><summary>");
    tp_put(visit, W("各列说明", "What the columns mean"));
    tp_buf_text(visit->out, "</summary><dl class=\"columns\">\n");
    for (size_t c = 0; c < t->n; c++) {
        const tp_key *key = t->column[c]->key;
        tp_put_element(visit, "dt", t->column[c]->heading);
        tp_buf_text(visit->out, "<dd>");
        tp_put(visit, tp_control_explained(key, visit->arena));
        tp_buf_text(visit->out, " <small>");
        tp_put(visit, tp_key_takes(key, visit->arena));
        if (key->fallback) {
            tp_buf_text(visit->out, "; ");
            TP_PUT_FILLED(visit, W("缺省 {0}", "default {0}"),
                          tp_control_said(key, key->fallback, visit->lang, visit->arena));
        }
        tp_buf_text(visit->out, "</small></dd>\n");
    }
    tp_buf_text(visit->out, "</dl></details>\n");
}

static void put_heads(const table *t)
{
    tp_visit *visit = t->visit;
    tp_buf_text(visit->out, "<thead><tr>");
    tp_put_element(visit, "th scope=\"col\"", t->is->members ? W("名称", "Name") : W("行", "Row"));
    for (size_t c = 0; c < t->n; c++)
        if (t->wide[c])
            tp_put_element(visit, "th scope=\"col\"", t->column[c]->heading);
    if (t->folds)
        tp_put_element(visit, "th scope=\"col\"", W("其他", "More"));
    tp_put_element(visit, "th scope=\"col\"", W("增删", "Rows"));
    tp_buf_text(visit->out, "</tr></thead>\n<tbody>\n");
}

static bool has_texts(const table *t)
{
    for (size_t c = 0; c < t->n; c++)
        if (t->wide[c] &&
            (t->column[c]->key->type == TP_T_TEXT || t->column[c]->key->type == TP_T_TEXTS ||
             t->column[c]->key->type == TP_T_TEXT_MAP))
            return true;
    return false;
}

void tp_rule_table_put(tp_visit *visit, tp_rule_form *form, const tp_entry_field *from,
                       size_t count)
{
    table t = {.visit = visit, .form = form, .is = from->table, .from = from, .count = count};
    const tp_words called = tp_table_called(t.is, visit->arena);
    choose_columns(&t);
    if (strcmp(t.is->path, t.is->under) != 0)
        tp_put_element(visit, "h2", called);
    tp_put_element(visit, "p class=\"note\"", tp_control_explained(t.is->key, visit->arena));
    tp_buf_text(visit->out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    tp_put_attribute(visit, "aria-label", tp_words_in(called, visit->lang));
    tp_buf_text(visit->out,
                has_texts(&t) ? "><table class=\"edit texts\"" : "><table class=\"edit\"");
    tp_put_attribute(visit, "id", tp_arena_format(visit->arena, "t-%s", t.is->path));
    tp_buf_text(visit->out, ">\n");
    tp_put_element(visit, "caption class=\"heard\"", called);
    put_heads(&t);
    for (size_t i = 0, number = 1; i < count; number++) {
        size_t end = i;
        while (end < count && !strcmp(from[end].row, from[i].row))
            end++;
        put_row(&t, &from[i], end - i, number);
        i = end;
    }
    tp_buf_text(visit->out, "</tbody></table></div>\n");
    explain_columns(&t);
}

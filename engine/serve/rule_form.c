#include "serve/rule_form.h"

#include "domain/scenario_parent.h"
#include "models/bind.h"
#include "serve/controls.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

/* The scenario it extends, for what it says; that it cannot be read is told where it is opened. */
static void read_parent(tp_rule_form *form, tp_visit *visit)
{
    size_t n;
    tp_diags ignored;
    tp_scenario_options options = {.sections = tp_case_sections(&n)};
    options.n_sections = n;
    tp_diags_init(&ignored, visit->arena);
    tp_scenario *parent = NULL;
    const char *path =
        tp_scenario_parent(form->live->offer.file, visit->arena, &ignored, &(tp_err){0});
    if (!path || tp_scenario_load(&parent, path, &options, &ignored, &(tp_err){0}))
        return;
    form->parent = parent;
    visit->out->failed =
        visit->out->failed || tp_keys_of(&form->above, parent, visit->arena, &visit->err) != TP_OK;
}

tp_status tp_rule_form_begin(tp_rule_form *out, tp_visit *visit, tp_live *live)
{
    *out = (tp_rule_form){.live = live};
    const tp_scenario *base = live->answer.base->scenario;
    const tp_scenario *shown = live->answer.run ? live->answer.run->scenario : base;
    tp_status status = tp_keys_of(&out->base, base, visit->arena, &visit->err);
    if (!status)
        status = tp_keys_with_blanks(&out->shown, shown, visit->arena, &visit->err);
    if (!status && visit->request->method == TP_GET)
        read_parent(out, visit);
    return status;
}

void tp_rule_form_end(tp_rule_form *form)
{
    tp_scenario_free((tp_scenario *)form->parent);
    form->parent = NULL;
}

static void put_value(tp_visit *visit, const tp_key *key, tp_words words, const char *value)
{
    tp_buf_text(visit->out, " <span class=\"default\">");
    TP_PUT_FILLED(visit, words, tp_control_said(key, value, visit->lang, visit->arena));
    tp_buf_text(visit->out, "</span>");
}

/* What may stand there, where it is stated, what holds without it, what the parent says. */
static void provenance(tp_visit *visit, const tp_rule_form *form, const tp_entry_field *field)
{
    tp_pos pos = tp_scenario_pos(form->live->answer.base->scenario, field->path);
    const tp_entry_field *above = tp_keys_find(&form->above, field->path);
    tp_buf_text(visit->out, "<span class=\"takes\">");
    tp_put(visit, tp_key_takes(field->key, visit->arena));
    tp_buf_text(visit->out, "</span>");
    if (field->key->fallback)
        put_value(visit, field->key, W("缺省 {0}", "default {0}"), field->key->fallback);
    if (form->parent)
        put_value(visit, field->key, W("上级方案 {0}", "parent {0}"),
                  above && above->node ? above->value : "");
    if (field->node && pos.file) {
        const char *slash = strrchr(pos.file, '/');
        tp_buf_text(visit->out, " <span class=\"at\">");
        tp_html_text(visit->out, slash ? slash + 1 : pos.file);
        tp_buf_format(visit->out, ":%d</span>", (int)pos.line);
    }
}

static void put_single(tp_visit *visit, const tp_rule_form *form, const tp_entry_field *field,
                       size_t index)
{
    char id[32];
    const bool fixed = tp_key_fixed(field);
    const char *now = tp_control_now(form->live, field);
    const char *base = tp_control_base(form->live, &form->base, field);
    const bool moved = !base || !tp_control_same(field->key, base, now, visit->arena);
    tp_entry_field as = *field;
    as.value = base ? base : "";
    snprintf(id, sizeof id, "r%zu", index);
    tp_buf_format(visit->out, "<div class=\"lever rule%s\"><label for=\"%s\">",
                  moved ? " moved" : "", id);
    tp_put(visit, field->name);
    tp_buf_text(visit->out, "<small>");
    const char *doc = tp_words_in(field->key->doc, visit->lang);
    const char *short_name = tp_words_in(tp_key_name(field, visit->arena), visit->lang);
    if (strlen(doc) > strlen(short_name) + sizeof "。")
        tp_put(visit, tp_control_explained(field->key, visit->arena));
    tp_buf_text(visit->out, " ");
    provenance(visit, form, field);
    tp_buf_text(visit->out, "</small></label>\n");
    if (fixed) {
        tp_buf_format(visit->out, "<output id=\"%s\">", id);
        tp_html_text(visit->out, *now ? tp_control_shown(field->key, now, visit->arena) : "–");
        tp_buf_text(visit->out, "</output>\n");
    } else {
        tp_control(visit, &as, id, now);
    }
    tp_buf_text(visit->out, "</div>\n");
}

/* What rows and single values stand in, with the document it rests on. */
static void put_heading(tp_visit *visit, const tp_entry_field *first, bool open)
{
    tp_buf_format(visit->out, "<details class=\"part\"%s><summary>", open ? " open" : "");
    tp_put(visit, tp_key_fixed(first)
                      ? W("方案文件（在文件中改）", "The scenario file (changed there)")
                      : tp_key_section(first->under, visit->arena));
    if (*first->basis) {
        tp_buf_text(visit->out, " <small>");
        tp_html_text(visit->out, first->basis);
        tp_buf_text(visit->out, "</small>");
    }
    tp_buf_text(visit->out, "</summary>\n");
}

static size_t same_table(const tp_entry_fields *fields, size_t from, size_t end)
{
    size_t i = from;
    while (i < end && fields->items[i].table == fields->items[from].table)
        i++;
    return i;
}

static bool touched(const tp_live *live, const char *under)
{
    const size_t length = strlen(under);
    for (size_t i = 0; i < live->n_keys; i++)
        if (!strncmp(live->key[i], under, length) && strchr(".[+", live->key[i][length]))
            return true;
    return false;
}

/* Where the section ends that begins there: a first key's fields; what a file is, together. */
static size_t section_end(const tp_entry_fields *fields, size_t from)
{
    const tp_entry_field *first = &fields->items[from];
    size_t end = from;
    while (end < fields->count &&
           (tp_key_fixed(first) ? tp_key_fixed(&fields->items[end])
                                : !strcmp(fields->items[end].under, first->under)))
        end++;
    return end;
}

/* Texts beside other rules are seldom what one came for. */
static bool opens(const tp_rule_form *form, size_t from, size_t end)
{
    const tp_entry_field *field = &form->shown.items[from];
    bool any = false;
    if (touched(form->live, field->under))
        return true;
    if (tp_key_fixed(field) || (field->table && field->table->key->type == TP_T_TEXT_MAP))
        return false;
    for (size_t i = from; i < end; i++)
        any = any || form->shown.items[i].node;
    return any;
}

void tp_rule_form_put(tp_visit *visit, tp_rule_form *form)
{
    const tp_entry_fields *fields = &form->shown;
    for (size_t i = 0; i < fields->count;) {
        const size_t end = section_end(fields, i);
        put_heading(visit, &fields->items[i], opens(form, i, end));
        while (i < end) {
            if (!fields->items[i].table) {
                put_single(visit, form, &fields->items[i], i);
                i++;
                continue;
            }
            const size_t next = same_table(fields, i, end);
            tp_rule_table_put(visit, form, &fields->items[i], next - i);
            i = next;
        }
        tp_buf_text(visit->out, "</details>\n");
    }
}

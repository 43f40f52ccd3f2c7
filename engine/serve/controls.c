#include "serve/controls.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

const char *tp_control_now(const tp_live *live, const tp_entry_field *field)
{
    for (size_t i = live->n_keys; i-- > 0;)
        if (!strcmp(live->key[i], field->path))
            return live->value[i];
    return field->value;
}

static void range_of(const tp_entry_field *field, const char *now, char least[32], char most[32],
                     const char **step)
{
    const tp_key *key = field->key;
    bool dec = key->type == TP_T_DEC;
    int64_t unit = dec ? TP_DEC_ONE : 1, low = 0, high = 0;
    int64_t value = 0;
    if (dec) {
        tp_dec at;
        if (tp_dec_parse(now, strlen(now), &at) == TP_PARSE_OK)
            value = at;
    } else {
        tp_int_parse(now, strlen(now), &value);
    }
    bool narrow = (key->least || key->most) && key->most <= 10 * unit;
    high = narrow ? key->most : value > 0 ? 2 * value : 10 * unit;
    low = narrow ? key->least : 0;
    if (dec) {
        tp_dec_format(low, least);
        tp_dec_format(high, most);
    } else {
        tp_int_format(low, least);
        tp_int_format(high, most);
    }
    *step = dec ? "0.01" : "1";
}

static void choices(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    static const tp_choice yes_no[] = {{"true", "是"}, {"false", "否"}, {NULL, NULL}};
    bool boolean = field->key->type == TP_T_BOOL;
    const tp_choice *choice = boolean ? yes_no : field->key->choices;
    tp_buf_format(visit->out, "<select id=\"%s\"", id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "data-base", field->value);
    tp_buf_text(visit->out, ">");
    if (!*now)
        tp_put_element(visit, "option value=\"\" selected", W("（未设）", "(not set)"));
    for (; choice && choice->en; choice++) {
        tp_buf_text(visit->out, "<option");
        tp_put_attribute(visit, "value", choice->en);
        tp_buf_text(visit->out, strcmp(choice->en, now) ? ">" : " selected>");
        tp_put(visit, W(choice->zh ? choice->zh : choice->en,
                        boolean ? (choice == yes_no ? "yes" : "no") : choice->en));
        tp_buf_text(visit->out, "</option>");
    }
    tp_buf_text(visit->out, "</select>\n");
}

static void number(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    char least[32], most[32];
    const char *step;
    range_of(field, *now ? now : field->value, least, most, &step);
    tp_buf_format(visit->out,
                  "<input id=\"%s\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\"", id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "value", now);
    tp_put_attribute(visit, "data-base", field->value);
    tp_buf_format(visit->out,
                  ">\n<input class=\"slide\" type=\"range\" data-for=\"%s\" min=\"%s\" max=\"%s\" "
                  "step=\"%s\" hidden",
                  id, least, most, step);
    tp_put_attribute(visit, "aria-label", tp_words_in(field->name, visit->lang));
    tp_put_attribute(visit, "value", now);
    tp_buf_format(visit->out,
                  ">\n<span class=\"ends\" hidden><span>%s</span><span>%s</span></span>\n", least,
                  most);
}

static void text(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    tp_buf_format(visit->out, "<input id=\"%s\" class=\"wide\" type=\"text\" autocomplete=\"off\"",
                  id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "value", now);
    tp_put_attribute(visit, "data-base", field->value);
    tp_buf_text(visit->out, ">\n");
}

void tp_control(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    if (field->key->type == TP_T_INT || field->key->type == TP_T_DEC)
        number(visit, field, id, now);
    else if (tp_key_moves(field))
        choices(visit, field, id, now);
    else
        text(visit, field, id, now);
}

static void hidden(tp_visit *visit, const char *before, const char *name, const char *value)
{
    tp_buf_format(visit->out, "<input type=\"hidden\" name=\"%s", before);
    tp_html_text(visit->out, name);
    tp_buf_char(visit->out, '"');
    tp_put_attribute(visit, "value", value);
    tp_buf_text(visit->out, ">\n");
}

void tp_controls_rest(tp_visit *visit, const tp_live *live,
                      bool (*shown)(void *user, const char *key), void *user)
{
    for (size_t i = 0; i < live->n_keys; i++)
        if (!shown(user, live->key[i]))
            hidden(visit, "", live->key[i], live->value[i]);
    if (*live->panel)
        hidden(visit, "", "panel", live->panel);
    if (*live->draft)
        hidden(visit, "", "data", live->draft);
}

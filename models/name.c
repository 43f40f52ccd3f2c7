#include "models/name.h"

#include "models/goal.h"

#include <string.h>

/* Words of the trade that turn up in names, as pinyin; all else by code point. */
static const struct {
    const char *zh, *ascii;
} pinyin[] = {{"行政", "xingzheng"},   {"政法专项", "zhengfa"}, {"事业", "shiye"},
              {"工勤", "gongqin"},     {"市本级", "shibenji"},  {"参公", "cangong"},
              {"公益一类", "gongyi1"}, {"公益二类", "gongyi2"}};

enum { PART_MOST = 44 };

static void add_code_point(tp_buf *out, const unsigned char **at)
{
    const unsigned char *p = *at;
    int more = *p >= 0xF0 ? 3 : *p >= 0xE0 ? 2 : *p >= 0xC0 ? 1 : 0;
    uint32_t code = more == 0 ? *p : (uint32_t)(*p & (0x3F >> more));
    for (p++; more > 0 && (*p & 0xC0) == 0x80; more--, p++)
        code = code << 6 | (*p & 0x3Fu);
    tp_buf_format(out, "u%04X", (unsigned)code);
    *at = p;
}

static void add_part(tp_buf *out, const char *text)
{
    if (!*text)
        return;
    tp_buf_char(out, '.');
    for (size_t i = 0; i < sizeof pinyin / sizeof *pinyin; i++) {
        if (strcmp(text, pinyin[i].zh) == 0) {
            tp_buf_text(out, pinyin[i].ascii);
            return;
        }
    }
    size_t from = out->length;
    for (const unsigned char *at = (const unsigned char *)text;
         *at && out->length - from < PART_MOST;) {
        bool plain = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= 'a' && *at <= 'z') || *at == '_' || *at == '-';
        if (plain)
            tp_buf_char(out, *at == '-' ? '_' : (char)*at), at++;
        else
            add_code_point(out, &at);
    }
}

const char *tp_name_make(tp_arena *arena, const char *kind, const tp_label *label, int64_t number)
{
    tp_buf name;
    tp_buf_init(&name);
    tp_buf_text(&name, kind);
    add_part(&name, label->unit);
    add_part(&name, label->category);
    add_part(&name, label->demand);
    add_part(&name, label->item);
    tp_buf_char(&name, '.');
    tp_buf_int(&name, number);
    const char *copy = tp_buf_ok(&name) ? tp_arena_copy(arena, name.bytes, name.length) : NULL;
    tp_buf_finish(&name);
    return copy;
}

void tp_name_line(const tp_case *c, int32_t line, tp_label *out)
{
    const tp_line *l = &c->data->lines[line];
    out->unit = c->data->units[l->unit].code;
    out->category = tp_dataset_name(c->data, l->category);
    out->pos = l->pos;
}

void tp_name_demand(const tp_case *c, int32_t demand, tp_label *out)
{
    const tp_demand *d = &c->data->demands[demand];
    tp_name_line(c, d->line, out);
    out->demand = d->code;
    out->pos = d->pos;
}

tp_status tp_case_label(void *user, const tp_program *program, bool row, int32_t index,
                        tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_case *c = user;
    int maker = row ? program->row_origin[index].maker : program->col_origin[index].maker;
    *out = (tp_label){.unit = "", .category = "", .demand = "", .item = ""};
    tp_status status;
    if (maker < 0)
        return tp_fail(err, TP_E_INTERNAL, "a held row has no rule");
    if (maker < tp_n_rules) {
        out->rule = tp_rules[maker]->id;
        status = tp_rules[maker]->label(c, program, row, index, arena, out, err);
    } else {
        const tp_goal *goal = tp_goals[maker - tp_n_rules];
        out->rule = goal->id;
        status = goal->label(c, program, row, index, arena, out, err);
    }
    if (status == TP_OK && !out->name)
        return tp_fail_nomem(err);
    return status;
}

#include "models/name.h"

#include "models/goal.h"
#include "models/say.h"

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
    if (!text) { /* it could not be made */
        out->failed = true;
        return;
    }
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

const char *tp_name_unit(const tp_case *c, int32_t line, tp_arena *arena)
{
    const tp_unit *unit = &c->data->units[c->data->lines[line].unit];
    return strcmp(unit->name, unit->code) == 0
               ? unit->code
               : tp_arena_format(arena, "%s %s", unit->code, unit->name);
}

void tp_name_demand(const tp_case *c, int32_t demand, tp_label *out)
{
    const tp_demand *d = &c->data->demands[demand];
    tp_name_line(c, d->line, out);
    out->demand = d->code;
    out->pos = d->pos;
}

static const tp_words held_row = {"保持第 {0} 级目标“{1}”的值",
                                  "tier {0} ({1}) is held at its value"};
static const tp_words theta_col = {"第 {0} 级目标“{1}”的最低满足率 θ",
                                   "θ, the ratio of tier {0} ({1})"};
static const tp_words theta_row = {"第 {0} 级目标“{1}”：各组满足率不低于 θ",
                                   "tier {0} ({1}): no group's ratio is below θ"};

/* What the driver adds to a program it hands out: earlier tiers held, and the ratio of a tier. */
static tp_status label_of_tier(const tp_case *c, tp_origin origin, bool row, int32_t index,
                               tp_arena *arena, tp_label *out, tp_err *err)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    if (origin.subject < 0 || (size_t)origin.subject >= count)
        return tp_fail(err, TP_E_INTERNAL, "a row of a tier the scenario does not have");
    const char *goal = tp_goals[tiers[origin.subject].goal]->id;
    const char *number = tp_say_int(arena, origin.subject + 1);
    const char *kind = !row ? "theta" : origin.role ? "ratio" : "held";
    out->rule = goal;
    out->item = goal;
    out->pos = tiers[origin.subject].pos;
    out->words = !row          ? TP_SAY(arena, theta_col, number, goal)
                 : origin.role ? TP_SAY(arena, theta_row, number, goal)
                               : TP_SAY(arena, held_row, number, goal);
    out->name = tp_arena_format(arena, "%s.%s.%d", kind, goal, (int)index);
    return out->name && out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words of_period = {"第 {0} 期：{1}", "period {0}: {1}"};

tp_words tp_name_of_period(tp_arena *arena, int period, tp_words words)
{
    if (period == 0)
        return words;
    const char *number = tp_say_int(arena, period + 1);
    return (tp_words){TP_SAY(arena, of_period, number, words.zh).zh,
                      TP_SAY(arena, of_period, number, words.en).en};
}

/* Names of the first period are those of a scenario without others. */
static tp_status name_period(int period, tp_arena *arena, tp_label *out, tp_err *err)
{
    out->words = tp_name_of_period(arena, period, out->words);
    out->name = tp_arena_format(arena, "%s.p%d", out->name, period + 1);
    return out->words.zh && out->words.en && out->name ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_case_label(void *user, const tp_program *program, bool row, int32_t index,
                        tp_arena *arena, tp_label *out, tp_err *err)
{
    tp_origin origin = row ? program->row_origin[index] : program->col_origin[index];
    const tp_case *c = tp_case_at(user, origin.period);
    int maker = origin.maker;
    *out = (tp_label){.unit = "", .category = "", .demand = "", .item = ""};
    tp_status status;
    if (maker < 0)
        return label_of_tier(c, origin, row, index, arena, out, err);
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
    return status == TP_OK && origin.period ? name_period(origin.period, arena, out, err) : status;
}

/* A line with deposits of its own still lent withdraws these before it borrows. */
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_lent;
const tp_schema tp_schema_lent = {.name = "lent.rule"};

static const tp_words has_lent = {"该类编制已存入 {0} 个，应先支取自己的存入",
                                  "the line has {0} deposited: it withdraws its own deposit first"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    (void)self;
    const tp_line *line = &c->data->lines[c->data->demands[demand].line];
    if (line->lent > 0 && arena) {
        why->text = TP_SAY(arena, has_lent, tp_say_int(arena, line->lent));
        why->pos = line->pos;
    }
    return line->lent > 0;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)self, (void)until;
    return m->data->lines[m->data->demands[demand].line].lent > 0;
}

static const tp_words w_withdraw = {"先支取该类已存入的 {0} 个",
                                    "the line withdraws its deposit of {0} first"};

static tp_status open_gate(tp_opening *o)
{
    tp_data_edit edit = {TP_EDIT_LENT, o->c->data->demands[o->demand].line, 0, 0};
    return tp_change_edit(o->change, edit,
                          TP_SAY(o->arena, w_withdraw, tp_say_int(o->arena, o->line->lent)),
                          o->arena, o->err);
}

extern const tp_rule tp_rule_lent;
const tp_rule tp_rule_lent = {
    .id = "lent",
    .name = {"已存入", "own deposit first"},
    .doc = {"已有存入的先支取自己的存入，不得借用。",
            "A line with a running deposit withdraws it first and gets no loans."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_lent,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};

/* A line that has borrowed deposits nothing: it is a net borrower. */
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_borrowed;
const tp_schema tp_schema_borrowed = {.name = "borrowed.rule"};

static const tp_words has_borrowed = {"该类编制已借用 {0}，不再存入",
                                      "the line has borrowed {0} and deposits nothing"};

static bool shields(const tp_binding *b, int self, int32_t line)
{
    (void)self;
    return b->data->lines[line].borrowed > 0;
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_line *l = &c->data->lines[line];
    out->most = 0;
    if (l->borrowed > 0 && arena) {
        out->text = TP_SAY(arena, has_borrowed, tp_say_int(arena, l->borrowed));
        out->pos = l->pos;
    }
    return l->borrowed > 0;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    *most = 0;
    return m->data->lines[line].borrowed > 0;
}

extern const tp_rule tp_rule_borrowed;
const tp_rule tp_rule_borrowed = {
    .id = "borrowed",
    .name = {"已借用", "net borrower"},
    .doc = {"已有借用的不再存入，也不被收储。",
            "A line with running loans neither deposits nor is reclaimed."},
    .source = "models/README.md, 3 Supply; Reclaim",
    .schema = &tp_schema_borrowed,
    .shields = shields,
    .supply = supply,
    .deposit_most = deposit_most,
};

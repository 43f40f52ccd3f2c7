#include "../draws.h"

enum { COUNT, ROWS, FROM = 0, UNTIL, CLASS, FIGURES };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    (void)in;
    if (!in_chance(stream, 15))
        return;
    own[COUNT] = in_pick(stream, 1, 3);
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t *row = own + ROWS + i * FIGURES;
        row[FROM] = in_pick(stream, 2025, 2026) * 10000 + in_pick(stream, 1, 12) * 100 +
                    in_pick(stream, 1, 28);
        row[UNTIL] = row[FROM] + in_pick(stream, 0, 1) * 10000;
        row[CLASS] = in_chance(stream, 30) ? in_pick(stream, CLASS_STATUTORY, CLASS_NORMAL) : 0;
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    static const char *const classes[] = {"", "statutory", "talent", "normal"};
    (void)in;
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        fprintf(out, "%s- {from: %d-%02d-%02d, until: %d-%02d-%02d", i ? "" : "windows:\n",
                (int)(row[FROM] / 10000), (int)(row[FROM] / 100 % 100), (int)(row[FROM] % 100),
                (int)(row[UNTIL] / 10000), (int)(row[UNTIL] / 100 % 100), (int)(row[UNTIL] % 100));
        if (row[CLASS])
            fprintf(out, ", where: {class: %s}", classes[row[CLASS]]);
        fprintf(out, "}\n");
    }
}

static bool denies(const brute_case *c, const int64_t *own, int demand)
{
    const in_demand *d = &c->in->demand[demand];
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        if (d->filed && row[FROM] <= d->filed && d->filed <= row[UNTIL] &&
            (!row[CLASS] || row[CLASS] == d->klass))
            return false;
    }
    return own[COUNT] > 0;
}

extern const in_draw in_draw_windows;
const in_draw in_draw_windows = {.rule = "windows", .draw = draw, .write = write, .denies = denies};

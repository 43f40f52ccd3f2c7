#include "../draws.h"

#include <string.h>

/* Gates that may be lifted. */
static const char *const gates[] = {"grades",
                                    "rectification",
                                    "borrow.min_saturation",
                                    "borrow.max_vacancy_share",
                                    "borrow.overstaffed",
                                    "borrow.shortage_of_standard",
                                    "borrow.attrition_cover",
                                    "findings"};
enum { GATES = sizeof gates / sizeof *gates };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 25))
        return;
    for (int g = 0; g < GATES; g++)
        for (int d = 0; d < in->n_demands; d++)
            if (in_chance(stream, 30))
                own[d] |= (int64_t)1 << g;
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    bool any = false;
    for (int g = 0; g < GATES; g++)
        for (int d = 0; d < in->n_demands; d++)
            if (own[d] >> g & 1) {
                fprintf(out, "%s- {demand: D%d, rule: %s, basis: 纪要〔2026〕%d号}\n",
                        any ? "" : "exceptions:\n", d + 1, gates[g], d + 1);
                any = true;
            }
}

static bool spares(const brute_case *c, const int64_t *own, const char *rule, int demand)
{
    (void)c;
    for (int g = 0; g < GATES; g++)
        if (strcmp(gates[g], rule) == 0)
            return own[demand] >> g & 1;
    return false;
}

extern const in_draw in_draw_exceptions;
const in_draw in_draw_exceptions = {
    .rule = "exceptions", .draw = draw, .write = write, .spares = spares};

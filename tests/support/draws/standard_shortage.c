#include "../draws.h"
#include "reorganise.h"

#include <inttypes.h>

/* The standard of line l stands at LINE + l, one more than it is; 0: none; what the files state of
 * it at STATED + l. */
enum { HELD, ALLOW, LINE = 8, STATED = LINE + IN_LINES };
_Static_assert((int)STATED + (int)IN_LINES <= (int)IN_OWN, "no room for the standards");

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    own[HELD] = in_chance(stream, 12);
    own[ALLOW] = in_chance(stream, 60);
    if (!own[HELD] && !in_chance(stream, 30))
        return;
    for (int l = 0; l < in->n_lines; l++) {
        int64_t standard = in->line[l].authorised + in_pick(stream, -6, 5);
        if (in_chance(stream, 70))
            own[LINE + l] = (standard > 0 ? standard : 0) + 1;
        own[STATED + l] = own[LINE + l];
    }
    reorganise_figure(in, own + LINE, false);
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[HELD])
        fprintf(out, "borrow.shortage_of_standard: true\nborrow.without_standard: %s\n",
                own[ALLOW] ? "allow" : "deny");
}

static void cell(FILE *out, const instance *in, const int64_t *own, int row)
{
    (void)in;
    if (own[STATED + row])
        fprintf(out, "%" PRId64, own[STATED + row] - 1);
}

static int64_t missing(const brute_case *c, const int64_t *own, int line)
{
    int64_t standard = own[LINE + line] - 1;
    return standard > c->right[line] ? standard - c->right[line] : 0;
}

static bool denies(const brute_case *c, const int64_t *own, int demand)
{
    int line = c->in->demand[demand].line;
    return own[HELD] && (own[LINE + line] ? missing(c, own, line) == 0 : !own[ALLOW]);
}

static bool excepted(const brute_case *c, int d)
{
    return draws_spare(c, "borrow.shortage_of_standard", d);
}

static bool loan_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    *most = missing(c, own, line);
    for (int d = 0; d < c->in->n_demands; d++)
        if (c->in->demand[d].line == line && c->live[d] && excepted(c, d))
            *most += c->need[d];
    return own[HELD] && own[LINE + line];
}

static const char *breaks(const brute_case *c, const int64_t *own, const brute_point *at)
{
    for (int l = 0; l < c->in->n_lines && own[HELD]; l++) {
        int64_t lent = 0;
        for (int d = 0; d < c->in->n_demands; d++)
            if (c->in->demand[d].line == l && c->live[d] && !excepted(c, d))
                lent += at->loan[d];
        if (own[LINE + l] && lent > missing(c, own, l))
            return "shortage of the standard";
    }
    return NULL;
}

extern const in_draw in_draw_standard_shortage;
const in_draw in_draw_standard_shortage = {.rule = "borrow.shortage_of_standard",
                                           .draw = draw,
                                           .write = write,
                                           .table = "posts.csv",
                                           .column = "standard",
                                           .cell = cell,
                                           .denies = denies,
                                           .loan_most = loan_most,
                                           .breaks = breaks};

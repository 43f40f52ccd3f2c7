#include "reorganise.h"

#include "../draws.h"

#include <inttypes.h>
#include <string.h>

/* Items of all kinds, carried out on the facts one after the other as they are drawn: the facts
 * become those after the reorganisation; what was before is kept by line, and the files state it.
 * Demands, lots, departures, issues and parents keep where they were stated beside where they
 * stand. */
enum { COUNT, EMPTY, CHANGED, HANDED, HEAD = 8 };
enum { KIND, FROM, TO, SLOTS, PEOPLE, CATEGORY, ITEM };
enum { MERGE, ABOLISH, CUT, TRANSFER, KINDS };
enum { LINE, AUTHORISED, IN_POST, COMMITTED, LENT, CAP, CEDED, CHANGE };
enum { MOST_ITEMS = 5, MOST_CHANGED = 36, MOST_HANDED = 16 };
enum { CHANGES = HEAD + MOST_ITEMS * ITEM, HANDS = CHANGES + MOST_CHANGED * CHANGE };
_Static_assert((int)HANDS + (int)MOST_HANDED * 4 <= (int)IN_OWN, "no room for the items");

typedef struct maker {
    uint64_t *stream;
    instance *in;
    int64_t *own;
} maker;

/* The line as it was before anything; NULL: no room for one more. */
static int64_t *before_of(const maker *m, int line)
{
    int64_t *row = m->own + CHANGES;
    for (int64_t i = 0; i < m->own[CHANGED]; i++, row += CHANGE)
        if (row[LINE] == line)
            return row;
    const in_line *l = &m->in->line[line];
    row[LINE] = line;
    row[AUTHORISED] = l->authorised;
    row[IN_POST] = l->in_post;
    row[COMMITTED] = l->committed;
    row[LENT] = l->lent;
    row[CAP] = l->cap;
    row[CEDED] = 0;
    m->own[CHANGED]++;
    return row;
}

static bool has_room(const maker *m, int more)
{
    return m->own[CHANGED] + more <= MOST_CHANGED && m->own[HANDED] + more <= MOST_HANDED;
}

static int line_of(const instance *in, int unit, int category)
{
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].unit == unit && in->line[l].category == category)
            return l;
    return -1;
}

static bool has_anything(const in_line *l)
{
    return l->authorised || l->in_post || l->committed || l->borrowed;
}

static bool is_asked(const instance *in, int line)
{
    for (int d = 0; d < in->n_demands; d++)
        if (in->demand[d].line == line)
            return true;
    return false;
}

static void hand(const maker *m, int from, int to)
{
    int64_t *row = m->own + HANDS + m->own[HANDED]++ * 4;
    row[0] = from;
    row[1] = to;
    row[2] = has_anything(&m->in->line[from]);
    row[3] = to >= 0 && has_anything(&m->in->line[to]);
}

static int64_t *item(const maker *m, int kind)
{
    int64_t *at = m->own + HEAD + m->own[COUNT]++ * ITEM;
    at[KIND] = kind;
    return at;
}

/* ---- merging ---- */

static void move_facts(instance *in, int from, int to)
{
    for (int i = 0; i < in->n_demands; i++)
        if (in->demand[i].line == from) {
            in->demand[i].stated_line =
                in->demand[i].stated_line ? in->demand[i].stated_line : from + 1;
            in->demand[i].line = to;
        }
    for (int i = 0; i < in->n_lots; i++)
        if (in->lot[i].line == from) {
            in->lot[i].stated_line = in->lot[i].stated_line ? in->lot[i].stated_line : from + 1;
            in->lot[i].line = to;
        }
    for (int i = 0; i < in->n_departures; i++)
        if (in->departure[i].line == from) {
            in->departure[i].stated_line =
                in->departure[i].stated_line ? in->departure[i].stated_line : from + 1;
            in->departure[i].line = to;
        }
}

static void merge_line(const maker *m, int from, int to)
{
    in_line *old = &m->in->line[from], *heir = &m->in->line[to];
    before_of(m, from);
    before_of(m, to);
    hand(m, from, to);
    if (!has_anything(heir))
        heir->cap = old->cap;
    else if (has_anything(old))
        heir->cap = old->cap < 0 || heir->cap < 0 ? -1 : old->cap + heir->cap;
    heir->authorised += old->authorised;
    heir->in_post += old->in_post;
    heir->committed += old->committed;
    heir->lent += old->lent;
    *old = (in_line){.unit = old->unit, .category = old->category, .cap = -1};
    move_facts(m->in, from, to);
}

/* Everything of the unit finds a line with the other, and no loan runs beside a deposit. */
static bool may_merge(const maker *m, int from, int into)
{
    const instance *in = m->in;
    int lines = 0;
    for (int l = 0; l < in->n_lines; l++) {
        if (in->line[l].unit != from)
            continue;
        int to = line_of(in, into, in->line[l].category);
        if (to < 0 || in->line[l].borrowed || (in->line[l].lent && in->line[to].borrowed))
            return false;
        lines++;
    }
    for (int64_t i = 0; i < m->own[COUNT]; i++) {
        const int64_t *at = m->own + HEAD + i * ITEM;
        if (at[KIND] == ABOLISH && at[FROM] == into)
            return false; /* its demands would stand with nobody */
    }
    for (int u = into; u >= 0; u = in->unit[u].parent)
        if (u == from)
            return false;
    return lines > 0 && from != into;
}

static void draw_merge(const maker *m)
{
    instance *in = m->in;
    int from = (int)in_pick(m->stream, 0, in->n_units - 1);
    int into = (int)in_pick(m->stream, 0, in->n_units - 1);
    if (!may_merge(m, from, into) || !has_room(m, 4))
        return;
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].unit == from)
            merge_line(m, l, line_of(in, into, in->line[l].category));
    for (int i = 0; i < in->n_issues; i++)
        if (in->issue[i].unit == from) {
            in->issue[i].stated_unit =
                in->issue[i].stated_unit ? in->issue[i].stated_unit : from + 1;
            in->issue[i].unit = into;
        }
    for (int u = 0; u < in->n_units; u++)
        if (in->unit[u].parent == from) {
            in->unit[u].stated_parent =
                in->unit[u].stated_parent ? in->unit[u].stated_parent : from + 1;
            in->unit[u].parent = into;
        }
    int64_t *at = item(m, MERGE);
    at[FROM] = from;
    at[TO] = into;
    at[PEOPLE] = in_chance(m->stream, 40); /* abolished into it, which is the same */
}

/* ---- what goes to the pools ---- */

static void cede(const maker *m, int line, int64_t slots)
{
    before_of(m, line)[CEDED] += slots;
    m->in->line[line].authorised -= slots;
}

/* As the first item, whoever is there is taken out of the facts: they never were. */
static void draw_abolish(const maker *m)
{
    instance *in = m->in;
    int unit = (int)in_pick(m->stream, 0, in->n_units - 1);
    if (!has_room(m, 2) || (line_of(in, unit, 1) < 0 && line_of(in, unit, 2) < 0))
        return;
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].unit == unit &&
            (is_asked(in, l) || in->line[l].lent || in->line[l].borrowed ||
             (m->own[COUNT] && in->line[l].in_post + in->line[l].committed)))
            return;
    for (int l = 0; l < in->n_lines; l++) {
        in_line *at = &in->line[l];
        if (at->unit != unit)
            continue;
        at->in_post = at->committed = 0;
        before_of(m, l);
        hand(m, l, -1);
        cede(m, l, at->authorised);
    }
    item(m, ABOLISH)[FROM] = unit;
}

/* The rate of all, and to the largest remainders one more; nothing where two are equal that are
 * not treated alike, for canonical order is not the facts' to say. */
static void draw_cut(const maker *m)
{
    instance *in = m->in;
    int lines[IN_LINES], n = 0;
    int64_t rate = in_chance(m->stream, 50) ? in_pick(m->stream, 1, 20) * 50000
                                            : in_pick(m->stream, 1, 600000);
    uint64_t units = 0, all = 0, whole = 0;
    for (int i = 0; i < 5; i++)
        units |= (uint64_t)1 << in_pick(m->stream, 0, in->n_units < 63 ? in->n_units - 1 : 62);
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].unit < 63 && units >> in->line[l].unit & 1 && in->line[l].authorised)
            lines[n++] = l;
    if (!n || !has_room(m, n))
        return;
    int64_t part[IN_LINES] = {0}, goes[IN_LINES] = {0};
    for (int i = 0; i < n; i++) {
        part[i] = rate * in->line[lines[i]].authorised;
        all += (uint64_t)part[i];
        whole += (uint64_t)(part[i] / 1000000);
    }
    uint64_t more = (all + 500000) / 1000000 - whole;
    for (int i = 0; i < n; i++) {
        uint64_t larger = 0, equal = 0;
        for (int k = 0; k < n; k++) {
            larger += part[k] % 1000000 > part[i] % 1000000;
            equal += part[k] % 1000000 == part[i] % 1000000;
        }
        if (larger < more && larger + equal > more)
            return;
        goes[i] = part[i] / 1000000 + (larger < more);
    }
    for (int i = 0; i < n; i++)
        if (goes[i] > in->line[lines[i]].authorised - in->line[lines[i]].lent)
            return;
    for (int i = 0; i < n; i++)
        cede(m, lines[i], goes[i]);
    int64_t *at = item(m, CUT);
    at[SLOTS] = rate;
    at[FROM] = (int64_t)units;
}

static void draw_transfer(const maker *m)
{
    instance *in = m->in;
    int from = (int)in_pick(m->stream, 0, in->n_lines - 1);
    int to = in_chance(m->stream, 25) ? -1 : (int)in_pick(m->stream, 0, in->n_lines - 1);
    in_line *giver = &in->line[from];
    int64_t most = giver->authorised - giver->lent;
    if (most < 1 || !has_room(m, 2) ||
        (to >= 0 && (giver->unit == in->line[to].unit || giver->category != in->line[to].category)))
        return;
    int64_t slots = in_pick(m->stream, 1, most);
    int64_t people = to < 0 ? 0 : in_pick(m->stream, 0, giver->in_post);
    before_of(m, from);
    if (to < 0) {
        cede(m, from, slots);
    } else {
        before_of(m, to);
        giver->authorised -= slots;
        giver->in_post -= people;
        in->line[to].authorised += slots;
        in->line[to].in_post += people;
    }
    int64_t *at = item(m, TRANSFER);
    at[FROM] = giver->unit;
    at[TO] = to < 0 ? -1 : in->line[to].unit;
    at[CATEGORY] = giver->category;
    at[SLOTS] = slots;
    at[PEOPLE] = people;
}

/* A unit that is merged, cut and abolished without a trace. */
static bool add_empty(uint64_t *stream, instance *in)
{
    if (!in_chance(stream, 15) || in->n_units == IN_UNITS || in->n_lines == IN_LINES)
        return false;
    in_unit *unit = &in->unit[in->n_units];
    *unit = (in_unit){.parent = -1};
    snprintf(unit->code, sizeof unit->code, "Z1");
    in->line[in->n_lines++] = (in_line){.unit = in->n_units++, .category = 1, .cap = -1};
    return true;
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    static void (*const kinds[KINDS])(const maker *) = {draw_merge, draw_abolish, draw_cut,
                                                        draw_transfer};
    const maker m = {stream, in, own};
    int64_t tries = in_chance(stream, 35) ? in_pick(stream, 1, 10) : 0;
    for (; tries > 0 && own[COUNT] < MOST_ITEMS; tries--)
        kinds[in_pick(stream, 0, KINDS - 1)](&m);
    own[EMPTY] = add_empty(stream, in);
}

/* ---- files ---- */

/* The last unit and line, with nothing in them. */
static void write_empty(FILE *out, const instance *in)
{
    int line = in->n_lines - 1, empty = in->line[line].unit, into = empty;
    for (int l = line; l-- > 0;)
        if (in->line[l].category == 1)
            into = in->line[l].unit;
    for (int i = 0; i < in->n_departures; i++)
        if (in->departure[i].line == line)
            into = empty; /* or they would go along */
    bool asked = is_asked(in, line);
    const char *code = in->unit[empty].code;
    if (asked) /* nor would they stay with nobody */
        into = empty;
    fprintf(out, "- {cut: 0.25, where: {unit: '%s'}, basis: 某委}\n- {merge: ['%s'], into: '%s'}\n",
            code, code, in->unit[into].code);
    if (!asked)
        fprintf(out, "- {abolish: '%s', to: pool}\n", code);
}

static void write_item(FILE *out, const instance *in, const int64_t *at)
{
    in_filter where = {.units = (uint64_t)at[FROM], .below = -1};
    switch (at[KIND]) {
    case MERGE:
        fprintf(out,
                at[PEOPLE] ? "- {abolish: '%s', to: '%s'}\n" : "- {merge: ['%s'], into: '%s'}\n",
                in->unit[at[FROM]].code, in->unit[at[TO]].code);
        break;
    case ABOLISH:
        fprintf(out, "- {abolish: '%s', to: pool}\n", in->unit[at[FROM]].code);
        break;
    case CUT:
        fprintf(out, "- {cut: %d.%06d, where: ", (int)(at[SLOTS] / 1000000),
                (int)(at[SLOTS] % 1000000));
        instance_write_filter(out, in, &where);
        fprintf(out, "}\n");
        break;
    default:
        fprintf(out, "- {transfer: '%s', to: '%s', category: %s, count: %" PRId64,
                in->unit[at[FROM]].code, at[TO] < 0 ? "pool" : in->unit[at[TO]].code,
                instance_category((int)at[CATEGORY]), at[SLOTS]);
        if (at[TO] >= 0)
            fprintf(out, ", people: %" PRId64, at[PEOPLE]);
        fprintf(out, "}\n");
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    if (own[COUNT] || own[EMPTY])
        fprintf(out, "reorganise:\n");
    for (int64_t i = 0; i < own[COUNT]; i++)
        write_item(out, in, own + HEAD + i * ITEM);
    if (own[EMPTY])
        write_empty(out, in);
}

static void stated(const int64_t *own, int line, in_line *is)
{
    const int64_t *row = own + CHANGES;
    for (int64_t i = 0; i < own[CHANGED]; i++, row += CHANGE)
        if (row[LINE] == line) {
            is->authorised = row[AUTHORISED];
            is->in_post = row[IN_POST];
            is->committed = row[COMMITTED];
            is->lent = row[LENT];
            is->cap = row[CAP];
        }
}

static int64_t opens(const int64_t *own, int line)
{
    const int64_t *row = own + CHANGES;
    for (int64_t i = 0; i < own[CHANGED]; i++, row += CHANGE)
        if (row[LINE] == line)
            return row[CEDED];
    return 0;
}

/* ---- for others ---- */

int reorganise_stands(const instance *in, int line)
{
    const int64_t *own = in->own[IN_DRAW_reorganise];
    for (int64_t i = 0; i < own[HANDED]; i++) {
        const int64_t *row = own + HANDS + i * 4;
        line = row[0] == line && row[1] >= 0 ? (int)row[1] : line;
    }
    return line;
}

void reorganise_figure(const instance *in, int64_t *figure, bool frozen)
{
    const int64_t *own = in->own[IN_DRAW_reorganise];
    for (int64_t i = 0; i < own[HANDED]; i++) {
        const int64_t *row = own + HANDS + i * 4;
        int64_t *old = &figure[row[0]], *heir = row[1] < 0 ? NULL : &figure[row[1]];
        if (heir && frozen)
            *heir += *old;
        else if (heir && !row[3])
            *heir = *old;
        else if (heir && row[2])
            *heir = *old && *heir ? *old + *heir - 1 : 0;
        if (heir || frozen)
            *old = 0;
    }
}

bool reorganise_changed(const instance *in, int line)
{
    const int64_t *own = in->own[IN_DRAW_reorganise], *row = own + CHANGES;
    for (int64_t i = 0; i < own[CHANGED]; i++, row += CHANGE)
        if (row[LINE] == line)
            return true;
    return false;
}

static void forget(instance *in)
{
    for (int i = 0; i < in->n_demands; i++)
        in->demand[i].stated_line = 0;
    for (int i = 0; i < in->n_lots; i++)
        in->lot[i].stated_line = 0;
    for (int i = 0; i < in->n_departures; i++)
        in->departure[i].stated_line = 0;
    for (int i = 0; i < in->n_issues; i++)
        in->issue[i].stated_unit = 0;
    for (int u = 0; u < in->n_units; u++)
        in->unit[u].stated_parent = 0;
}

extern const in_draw in_draw_reorganise;
const in_draw in_draw_reorganise = {.rule = "reorganise",
                                    .draw = draw,
                                    .forget = forget,
                                    .write = write,
                                    .stated = stated,
                                    .opens = opens};

#include "../draws.h"

#include <inttypes.h>

/* Loans that run, some of which fall due. The facts are those afterwards: what goes back at once
 * has left the line for its pool. */
enum { COUNT, WITHIN, ROWS = 8, FIGURES = 10, MOST = 30 };
enum { LINE, DUE, SLOTS, OUTCOME, TO, MONTHS, BY_UNIT, BACK };
enum { OPEN, WIND_DOWN, RENEW, KEEP };

static const int64_t *row_of(const int64_t *own, int i)
{
    return own + ROWS + i * FIGURES;
}

static int64_t kept_of(const int64_t *row)
{
    return row[OUTCOME] == WIND_DOWN                      ? 0
           : row[OUTCOME] == KEEP && row[TO] < row[SLOTS] ? row[TO]
                                                          : row[SLOTS];
}

static bool is_due(const instance *in, const int64_t *own, const int64_t *row)
{
    return row[DUE] <= brute_add_months(in->s.as_of, own[WITHIN]);
}

/* The earliest first, those of one day in the order of their numbers. */
static void give_back(instance *in, int64_t *own, int from)
{
    in_line *line = &in->line[row_of(own, from)[LINE]];
    int64_t vacant =
        line->authorised + line->borrowed - line->lent - line->in_post - line->committed;
    for (int done = from; done < own[COUNT]; done++) {
        int next = -1;
        for (int i = from; i < own[COUNT]; i++)
            if (row_of(own, i)[BACK] < 0 &&
                (next < 0 || row_of(own, i)[DUE] < row_of(own, next)[DUE]))
                next = i;
        int64_t *row = own + ROWS + next * FIGURES;
        int64_t over = is_due(in, own, row) ? row[SLOTS] - kept_of(row) : 0;
        row[BACK] = vacant <= 0 ? 0 : over < vacant ? over : vacant;
        vacant -= row[BACK];
        line->borrowed -= row[BACK];
    }
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 40))
        return;
    own[WITHIN] = in_chance(stream, 50) ? in_pick(stream, 1, 9) : 0;
    for (int l = 0; l < in->n_lines; l++) {
        int from = (int)own[COUNT];
        int64_t left = in->line[l].borrowed;
        for (int n = 0; n < 3 && left > 0 && own[COUNT] < MOST && in_chance(stream, 70); n++) {
            int64_t *row = own + ROWS + own[COUNT]++ * FIGURES;
            row[LINE] = l;
            row[DUE] = brute_add_months(in->s.as_of, in_pick(stream, -3, 9));
            row[SLOTS] = in_pick(stream, 1, left);
            row[OUTCOME] = in_pick(stream, OPEN, KEEP);
            row[TO] = in_pick(stream, 1, 3);
            row[MONTHS] = in_pick(stream, 1, 40);
            row[BY_UNIT] = n == 0 && in_chance(stream, 30);
            row[BACK] = -1;
            left -= row[SLOTS];
        }
        for (int i = from; i < own[COUNT]; i++) /* one filter for all of the line */
            if (own[COUNT] - from > 1)
                own[ROWS + i * FIGURES + BY_UNIT] = 0;
        if (own[COUNT] > from)
            give_back(in, own, from);
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    static const char *const outcomes[] = {"", "wind_down", "renew", "keep"};
    int written = 0;
    if (!own[COUNT])
        return;
    fprintf(out, "expiry:\n  within_months: %" PRId64 "\n  outcomes:", own[WITHIN]);
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = row_of(own, i);
        const in_line *line = &in->line[row[LINE]];
        if (row[OUTCOME] == OPEN)
            continue;
        if (row[BY_UNIT])
            fprintf(out, "\n  - {where: {unit: '%s', category: %s}", in->unit[line->unit].code,
                    instance_category(line->category));
        else
            fprintf(out, "\n  - {loan: L%d", i + 1);
        fprintf(out, ", outcome: %s", outcomes[row[OUTCOME]]);
        if (row[OUTCOME] == KEEP)
            fprintf(out, ", to: %" PRId64, row[TO]);
        fprintf(out, ", months: %" PRId64 ", basis: 某评〔%d〕号}", row[MONTHS], i + 1);
        written++;
    }
    fprintf(out, written ? "\n" : " []\n");
}

static void more(const instance *in, const int64_t *own, const char *directory)
{
    char path[512];
    if (!own[COUNT])
        return;
    snprintf(path, sizeof path, "%s/loans.csv", directory);
    FILE *out = fopen(path, "wb");
    if (!out)
        return;
    fprintf(out, "loan,unit,category,count,due\n");
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = row_of(own, i);
        const in_line *line = &in->line[row[LINE]];
        int day = (int)row[DUE];
        fprintf(out, "L%d,%s,%s,%" PRId64 ",%04d-%02d-%02d\n", i + 1, in->unit[line->unit].code,
                instance_category(line->category), row[SLOTS], day / 10000, day / 100 % 100,
                day % 100);
    }
    fclose(out);
}

static int64_t opens(const int64_t *own, int line)
{
    int64_t sum = 0;
    for (int i = 0; i < own[COUNT]; i++)
        sum += row_of(own, i)[LINE] == line ? row_of(own, i)[BACK] : 0;
    return sum;
}

static void stated(const int64_t *own, int line, in_line *is)
{
    is->borrowed += opens(own, line);
}

/* Of the line's loans what is decided stays as it is; `otherwise` speaks of the others. */
static int64_t keeps(const brute_case *c, const int64_t *own, int line, int64_t otherwise)
{
    int64_t kept = 0, rest = c->in->line[line].borrowed + opens(own, line);
    bool any = false;
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = row_of(own, i);
        if (row[LINE] != line || row[OUTCOME] == OPEN || !is_due(c->in, own, row))
            continue;
        any = true;
        kept += kept_of(row);
        rest -= row[SLOTS];
    }
    return any && rest < otherwise ? kept + rest : kept + otherwise;
}

extern const in_draw in_draw_expiry;
const in_draw in_draw_expiry = {.rule = "expiry",
                                .draw = draw,
                                .write = write,
                                .more = more,
                                .stated = stated,
                                .opens = opens,
                                .keeps = keeps};

#include "../draws.h"

#include <string.h>

#define DECLARE(name) extern const in_draw in_draw_##name;
IN_DRAWS(DECLARE)
#define POINTER(name) &in_draw_##name,
const in_draw *const in_draws[IN_DRAW_COUNT] = {IN_DRAWS(POINTER)};

void draws_make(instance *in, uint64_t seed)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++) {
        uint64_t stream = seed * 0x9e3779b97f4a7c15u;
        for (const char *at = in_draws[r]->rule; *at; at++)
            stream = (stream ^ (unsigned char)*at) * 0x100000001b3u;
        in_draws[r]->draw(&stream, in, in->own[r]);
    }
}

void draws_forget(instance *in, const char *rule)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (strcmp(in_draws[r]->rule, rule) == 0) {
            memset(in->own[r], 0, sizeof in->own[r]);
            if (in_draws[r]->forget)
                in_draws[r]->forget(in);
        }
}

void draws_write(FILE *out, const instance *in)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->write)
            in_draws[r]->write(out, in, in->own[r]);
}

static bool has_column(int r, const char *table)
{
    return in_draws[r]->column && strcmp(in_draws[r]->table, table) == 0;
}

void draws_head(FILE *out, const char *table)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (has_column(r, table))
            fprintf(out, ",%s", in_draws[r]->column);
}

void draws_cells(FILE *out, const instance *in, const char *table, int row)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (has_column(r, table)) {
            fprintf(out, ",");
            in_draws[r]->cell(out, in, in->own[r], row);
        }
}

void draws_stated(const instance *in, int line, in_line *is)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->stated)
            in_draws[r]->stated(in->own[r], line, is);
}

void draws_tables(const instance *in, const char *directory)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->more)
            in_draws[r]->more(in, in->own[r], directory);
}

int64_t draws_deposit_most(const brute_case *c, int line, int64_t otherwise)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++) {
        int64_t most;
        if (in_draws[r]->deposit_most && in_draws[r]->deposit_most(c, c->in->own[r], line, &most) &&
            most < otherwise)
            otherwise = most;
    }
    return otherwise;
}

int64_t draws_loan_most(const brute_case *c, int line, int64_t otherwise)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++) {
        int64_t most;
        if (in_draws[r]->loan_most && in_draws[r]->loan_most(c, c->in->own[r], line, &most) &&
            most < otherwise)
            otherwise = most;
    }
    return otherwise;
}

int64_t draws_usable(const brute_case *c, int line)
{
    int64_t usable = c->vacant[line], most;
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->usable_most && in_draws[r]->usable_most(c, c->in->own[r], line, &most) &&
            most < usable)
            usable = most < 0 ? 0 : most;
    return usable;
}

int64_t draws_scaled(const brute_case *c, int line, bool loans, int64_t most)
{
    most = most < 0 ? 0 : most;
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->scales)
            most = in_draws[r]->scales(c, c->in->own[r], line, loans, most);
    return most;
}

int64_t draws_open(const brute_case *c, int line)
{
    int64_t sum = 0;
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        sum += in_draws[r]->opens ? in_draws[r]->opens(c->in->own[r], line) : 0;
    return sum;
}

int64_t draws_keep(const brute_case *c, int line, int64_t otherwise)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->keeps)
            otherwise = in_draws[r]->keeps(c, c->in->own[r], line, otherwise);
    return otherwise;
}

void draws_arcs(brute_case *c)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->arcs)
            in_draws[r]->arcs(c, c->in->own[r]);
}

void draws_pairs(brute_case *c)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->pairs)
            in_draws[r]->pairs(c, c->in->own[r]);
}

bool draws_deny(const brute_case *c, int demand)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->denies && in_draws[r]->denies(c, c->in->own[r], demand) &&
            !draws_spare(c, in_draws[r]->rule, demand))
            return true;
    return false;
}

int64_t draws_saturation(const instance *first, int outcome, int day)
{
    int64_t is = first->outcome[outcome].saturation;
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->saturation)
            is = in_draws[r]->saturation(first, first->own[r], outcome, day);
    return is;
}

bool draws_lapse(const brute_case *c, int evaluated_on)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->lapses && in_draws[r]->lapses(c, c->in->own[r], evaluated_on))
            return true;
    return false;
}

bool draws_spare(const brute_case *c, const char *rule, int demand)
{
    for (int r = 0; r < IN_DRAW_COUNT; r++)
        if (in_draws[r]->spares && in_draws[r]->spares(c, c->in->own[r], rule, demand))
            return true;
    return false;
}

const char *draws_broken(const brute_case *c, const brute_point *at)
{
    const char *broken = NULL;
    for (int r = 0; r < IN_DRAW_COUNT && !broken; r++)
        if (in_draws[r]->breaks)
            broken = in_draws[r]->breaks(c, c->in->own[r], at);
    return broken;
}

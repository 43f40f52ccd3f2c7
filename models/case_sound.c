#include "models/case.h"

static bool within(int32_t index, int32_t count)
{
    return index >= 0 && index < count;
}

static bool lines_sound(const tp_case *c)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        const tp_position *at = &c->line[l];
        if (at->vacant < 0 || at->over < 0 || at->idle < 0 || at->reclaimed < 0 || at->usable < 0 ||
            at->usable > at->vacant || at->supply < 0 || at->most < 0 || at->most > at->supply ||
            at->room < 0 || !within(at->pool, c->n_pools))
            return false;
    }
    return true;
}

/* A live demand's slots are its own vacancies or needed; one that is denied has none of them. */
static bool demands_sound(const tp_case *c)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *at = &c->demand[d];
        if (at->own < 0 || at->need < 0 || (at->denied_by && at->own) ||
            (at->denied_by & at->lifted) || at->own + at->need != c->data->demands[d].quantity)
            return false;
    }
    return true;
}

static bool pools_sound(const tp_case *c)
{
    if (c->n_pools && (c->pool_start[0] || c->pool_start[c->n_pools] != c->data->n_lines))
        return false;
    for (int32_t p = 0; p < c->n_pools; p++) {
        for (int32_t i = c->pool_start[p]; i < c->pool_start[p + 1]; i++)
            if (!within(c->pool_line[i], c->data->n_lines) || c->line[c->pool_line[i]].pool != p)
                return false;
        if (c->pool_start[p] > c->pool_start[p + 1] || c->pools[p].floor < 0 ||
            c->pools[p].earmark < 0)
            return false;
    }
    for (int32_t i = 0; i < c->n_arcs; i++)
        if (!within(c->arcs[i].from, c->n_pools) || !within(c->arcs[i].to, c->n_pools) ||
            c->arcs[i].from == c->arcs[i].to || c->arcs[i].at_most < 0)
            return false;
    return true;
}

bool tp_case_sound(const tp_case *c)
{
    for (int t = 0; t < c->n_periods; t++) {
        const tp_case *at = c->periods[t];
        if (at->period != t || at->periods != c->periods || at->scenario != c->scenario ||
            at->data->n_lines != c->data->n_lines || at->data->n_demands != c->data->n_demands ||
            !lines_sound(at) || !demands_sound(at) || !pools_sound(at))
            return false;
    }
    return c->periods[0] == c;
}

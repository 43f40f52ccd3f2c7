/* Random structure: which features of the scenario language an instance uses, and with what
 * figures.
 *
 * Every feature has a stream of its own (seed, feature), so a feature that is added changes none of
 * the others. Two thirds of the seeds are in realistic proportions, one third is nasty: bounds of
 * nothing, regions of a few units, one pool for all, rows that cross everything.
 * Bounds go by what the units drawn before ask and have, so the scenario is written last. */
#ifndef TP_INSTANCES_STRUCTURE_H
#define TP_INSTANCES_STRUCTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { SYSTEMS = 8, CLASSES = 3, LEVELS = 3, CATEGORIES = 3, NAMED = 64 };

extern const char *const tp_systems[SYSTEMS],
    *const tp_classes[CLASSES], *const tp_levels[LEVELS], *const tp_categories[CATEGORIES];

/* splitmix64 (Steele, Lea, Flood 2014): small, portable, good enough for shapes. */
uint64_t tp_draw_next(uint64_t *state);
unsigned tp_draw_below(uint64_t *state, unsigned n);
bool tp_draw_chance(uint64_t *state, unsigned percent);

/* What is drawn before the units. */
typedef struct tp_structure {
    uint64_t seed;
    int64_t units, per_region, regions;
    bool nasty;
    unsigned minimum, caps, sectors, mixed_levels; /* per cent of demands, lines, demands, units */
    bool keeps_reference;
    /* Sums over the units, by region and what the name says: slots asked for, slots idle. */
    int64_t *asked; /* [regions × SYSTEMS × CLASSES] of demands that may be met */
    int64_t *idle;  /* [regions × SYSTEMS] of lines that may deposit */
    int64_t sector[SYSTEMS], level[LEVELS], category[CATEGORIES];
    int64_t demands;
    /* Lines to name in the scenario: units spread over all, with a category each has. */
    int64_t named_unit[NAMED];
    int named_category[NAMED];
} tp_structure;

bool tp_structure_draw(tp_structure *s, uint64_t seed, int64_t units); /* false: no memory */
void tp_structure_free(tp_structure *s);

/* The scenario, limits.csv (with its header) included. */
void tp_structure_write(const tp_structure *s, FILE *scenario, FILE *limits);
/* Movements for a stability tier to stay close to; some of lines and demands that do not exist. */
void tp_structure_refer(const tp_structure *s, FILE *reference);

#endif

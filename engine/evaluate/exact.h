/* Exact sums of fractions: the arithmetic of scores.
 *
 * A score is Σ (weight in the whole) × (share of the source) × (points) over leaves and sources;
 * each term is a product of whole numbers over a product of whole numbers. The sum is kept as one
 * fraction of big whole numbers over the least common denominator met so far, and is rounded half
 * up once, at the end. No doubles, no intermediate rounding.
 *
 * Shape: numerator and denominator hold TP_EXACT_WORDS words of 64 bits; a sum that would need
 * more is refused (false), never cut. */
#ifndef TP_EVALUATE_EXACT_H
#define TP_EVALUATE_EXACT_H

#include "base/number.h"

enum { TP_EXACT_WORDS = 40, TP_RATIO_FACTORS = 10 };

typedef struct tp_natural {
    int32_t words; /* used; 0: the number is 0 */
    uint64_t word[TP_EXACT_WORDS];
} tp_natural;

typedef struct tp_exact {
    tp_natural num, den; /* den >= 1 */
} tp_exact;

/* A non-negative fraction as products of factors, all >= 0 resp. >= 1. Kept as factors because a
 * weight four levels deep no longer fits 128 bits. */
typedef struct tp_ratio {
    int16_t nums, dens;
    uint64_t num[TP_RATIO_FACTORS], den[TP_RATIO_FACTORS];
} tp_ratio;

void tp_ratio_one(tp_ratio *ratio);
/* ratio *= num / den; den > 0. Factors are merged and reduced where they fit. False: too many. */
bool tp_ratio_times(tp_ratio *ratio, uint64_t num, uint64_t den);

void tp_exact_zero(tp_exact *sum);
bool tp_exact_add(tp_exact *sum, const tp_ratio *term); /* false: out of room; sum is then void */
/* The sum rounded half up to a whole number; false if that is above INT64_MAX. */
bool tp_exact_half_up(const tp_exact *sum, int64_t *out);
/* ratio × scale rounded half up: a weight in millionths for people to read. */
bool tp_ratio_half_up(const tp_ratio *ratio, uint64_t scale, int64_t *out);

#endif

/* The measuring half's view of a run: the data, the scenario, the answer. Nothing derived for the
 * program is visible here; what a rule needs it recomputes from the dataset.
 *
 * Source: models/README.md; used by certify/recheck.h. */
#ifndef TP_MODELS_MEASURE_H
#define TP_MODELS_MEASURE_H

#include "models/case.h"

/* Slots of a line that are vacant once the answer's reclaim is done: V of models/README.md. */
typedef struct tp_measure tp_measure;
struct tp_measure {
    const tp_binding *bind;
    const tp_dataset *data; /* as foreseen for the period, see certify/foresight.h */
    const tp_scenario *scenario;
    tp_date as_of;           /* the day of decision of the period */
    tp_dec weight;           /* w of the period */
    const tp_result *answer; /* of the period */
    int period, n_periods;
    tp_measure *const *periods; /* [n_periods] this one among them */
    const tp_reference *reference;
    /* Filled by the driver from the rules' own measuring bounds before any measure hook runs. */
    int64_t *supply; /* [n_lines] S */
    int64_t *most;   /* [n_lines] D̄ */
    int64_t *room;   /* [n_lines] G */
    tp_arena *arena; /* scratch */
};

/* The measure of the period before; NULL in the first. */
static inline const tp_measure *tp_measure_before(const tp_measure *m)
{
    return m->period ? m->periods[m->period - 1] : NULL;
}

typedef struct tp_finding {
    const char *rule;     /* id, static */
    int32_t line, demand; /* TP_ID_NONE if not about one */
    bool of_values;       /* what the tiers are worth, not what was moved */
    tp_words text;        /* what is violated, by how much */
} tp_finding;

typedef struct tp_findings {
    tp_arena *arena;
    tp_finding *items;
    size_t count, capacity;
} tp_findings;

/* Adds one; the arguments fill {0} … of the template. */
tp_status tp_finding_add(tp_findings *out, tp_finding finding, const tp_words *template_text,
                         size_t count, const char *const *args, tp_err *err);

/* Figures straight from the dataset and the answer. */
int64_t tp_measure_authorised(const tp_measure *m, int32_t line); /* after reclaim */
int64_t tp_measure_usage(const tp_measure *m, int32_t line);      /* R after reclaim */
int64_t tp_measure_vacant(const tp_measure *m, int32_t line);     /* V after reclaim */
int64_t tp_measure_usable(const tp_measure *m, int32_t line);     /* of V, for its own demands */
int64_t tp_measure_over(const tp_measure *m, int32_t line);       /* X */
/* Vacancies of at least so many months before any reclaim, in closed form. */
int64_t tp_measure_aged(const tp_measure *m, int32_t line, int64_t months, int64_t unknown_age);
/* Is the demand excepted from the rule? */
bool tp_measure_spares(const tp_measure *m, int rule, int32_t demand);
tp_dec tp_measure_saturation(const tp_measure *m, int32_t unit);
int64_t tp_measure_lent(const tp_measure *m, int32_t line); /* Σ Y of its demands */
/* Is the demand live in any period of the answer? */
bool tp_measure_ever_live(const tp_measure *m, int32_t demand);
/* A goal's coefficient as it counts in this period. */
tp_wide tp_measure_weighed(const tp_measure *m, tp_dec coefficient);

#endif

/* The levers of a scenario, as the page moves them: whatever has a slider or a choice; those of the
 * horizon are left out, since several years are long work (tools/bench --years). And what a cold
 * `turnpool run` of one of them takes. */
#ifndef TP_TESTS_BENCH_LEVERS_H
#define TP_TESTS_BENCH_LEVERS_H

#include "serve/keys.h"

enum { LEVERS_MOST = 400, LEVER_VALUE = 64 };

typedef struct lever_times {
    double wall, processor; /* milliseconds */
} lever_times;

/* At most LEVERS_MOST of them into `out`; how many. They live in the arena given. */
size_t levers_list(const tp_entry_field *out[LEVERS_MOST], const tp_scenario *scenario,
                   tp_arena *arena, tp_err *err);
/* The step-th other value, as one would type it; false: there are not so many. */
bool lever_value(const tp_entry_field *field, int step, char out[LEVER_VALUE]);
/* A process of `turnpool run FILE --no-store --set SETTING`; false: it does not run. */
bool lever_run_cold(const char *turnpool, const char *file, const char *setting, lever_times *took);
/* The value below which a percentage of a list lies; sorts it. 0 of an empty one. */
double lever_at_part(double *list, size_t n, int percent);

#endif

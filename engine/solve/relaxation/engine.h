/* What an engine for linear relaxations does; relax.h says what each call means.
 * Internal to solve/relaxation: relax.c chooses the engine and checks what it is given. */
#ifndef TP_SOLVE_RELAXATION_ENGINE_H
#define TP_SOLVE_RELAXATION_ENGINE_H

#include "solve/relaxation/spec.h"

struct tp_relax_engine {
    const char *name;
    const char *(*version)(void);
    tp_status (*open)(void **out, const tp_relax_spec *spec, tp_arena *arena, tp_err *err);
    void (*close)(void *self);
    tp_status (*solve)(void *self, tp_relax_point *out, tp_err *err);
    tp_status (*box)(void *self, int32_t col, int64_t lo, int64_t hi, tp_err *err);
    tp_status (*probe)(void *self, int steps, tp_relax_point *out, tp_err *err);
    tp_status (*remember)(void *self, tp_err *err);
    tp_status (*recall)(void *self, tp_err *err);
    tp_status (*add)(void *self, const tp_program *program, int32_t row, tp_err *err);
    /* NULL: the engine gives no rays. */
    tp_status (*ray)(void *self, double *ray, bool *found, tp_err *err);
    /* NULL: the engine does not show its tableau. */
    tp_status (*tableau)(void *self, int32_t col, double *multipliers, bool *basic, tp_err *err);
    /* Which columns, then rows are basic: told by one engine, taken over by another. [n_cols +
     * n_rows]; NULL: it does not do this. */
    void (*tell_basis)(void *self, bool *basic);
    tp_status (*take_basis)(void *self, const bool *basic, tp_err *err);
};

/* A relaxation that is open. */
struct tp_relax {
    const tp_relax_engine *engine;
    void *self; /* what the engine opened; NULL: it is void */
    tp_relax_spec spec;
    tp_task task;
    int64_t *lo, *hi; /* [n_cols] boxes as they are now */
    int32_t rows;     /* of the program when it was opened */
    /* Shows the tableau where the engine itself does not (relax.h, tp_relax_tableau_open). */
    struct {
        void *self; /* of GLPK; NULL: not open */
        tp_arena *arena;
    } shown;
    tp_arena *arena;
};

bool tp_relax_fits(int64_t v); /* into a double, exactly */
/* What this engine opened for it; NULL: another engine did, or it is closed. */
void *tp_relax_self(const tp_relax *r, const tp_relax_engine *engine);

#endif

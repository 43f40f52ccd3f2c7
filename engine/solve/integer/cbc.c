#include "solve/integer/cbc.h"

#ifdef TP_WITH_CBC

#include "solve/relaxation/coin.h"

#include <coin/Cbc_C_Interface.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

enum { WAIT_NS = 2000000 };

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* What the callback at each node is told. */
typedef struct watch {
    tp_subproblem *level;
    struct sigaction interrupt; /* Cbc puts a handler of its own in place of this one */
} watch;

bool tp_cbc_there(void)
{
    return true;
}

const char *tp_solver_cbc_version(void)
{
    return Cbc_getVersion();
}

/* Called in each round of cuts. The search ends at once if a row comes that nothing keeps. */
static void ask(void *osi, void *cuts, void *user)
{
    watch *w = user;
    tp_subproblem *l = w->level;
    sigaction(SIGINT, &w->interrupt, NULL);
    if (!l->stopped)
        l->stopped = tp_stop_asked(&l->task.stop);
    if (l->stopped && Osi_getNumCols(osi) > 0) {
        const int first = 0;
        const double one = 1.0;
        OsiCuts_addRowCut(cuts, 1, &first, &one, 'G', Osi_getColUpper(osi)[0] + 1.0);
    }
}

/* Its dives may cross the boxes they fix columns in, and Clp then ends the process (Cbc 2.10). */
static void without_dives(Cbc_Model *model)
{
    static const char *const dives[] = {
        "DivingSome",       "DivingCoefficient", "DivingFractional",  "DivingGuided",
        "DivingPseudocost", "DivingLinesearch",  "DivingVectorlength"};
    for (size_t i = 0; i < sizeof dives / sizeof *dives; i++)
        Cbc_setParameter(model, dives[i], "off");
}

/* Cgl's preprocessing may end the process (draw 38 with `reserve: {count: 2}`, Cgl 0.60). What
 * comes here is presolved, cut and boxed already. What that costs: solve/MEASUREMENTS.md. */
static void without_preprocessing(Cbc_Model *model)
{
    Cbc_setParameter(model, "preProcess", "off");
}

static tp_status load(Cbc_Model *model, const tp_subproblem *l)
{
    const tp_program *p = l->program;
    tp_coin by;
    tp_task now = l->task;
    now.lo = l->lo;
    now.hi = l->hi;
    now.row_lo = p->row_lo;
    now.row_hi = p->row_hi;
    tp_status st = tp_coin_of(&by, &now, 0, l->arena, l->err);
    if (st)
        return st;
    Cbc_loadProblem(model, by.columns, p->n_rows, by.start, by.row, by.coef, by.lo, by.hi, by.cost,
                    by.row_lo, by.row_hi);
    for (int32_t j = 0; j < p->n_cols; j++)
        Cbc_setInteger(model, j);
    return TP_OK;
}

/* Every point it kept, best first: one that exact rounding refuses need not be the only one. */
static void take(Cbc_Model *model, tp_subproblem *l)
{
    const double *x = Cbc_bestSolution(model);
    if (x)
        tp_subproblem_round(l, x);
    for (int k = 0; k < Cbc_numberSavedSolutions(model); k++)
        tp_subproblem_round(l, Cbc_savedSolution(model, k));
}

static tp_status solve(tp_subproblem *l, Cbc_Model *model, bool *complete)
{
    watch w = {.level = l};
    tp_status st = load(model, l);
    if (st)
        return st;
    sigaction(SIGINT, NULL, &w.interrupt);
    Cbc_setObjSense(model, 1);
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "logLevel", "0");
    Cbc_setParameter(model, "ratioGap", "0");
    Cbc_setParameter(model, "allowableGap", "0");
    without_dives(model);
    without_preprocessing(model);
    Cbc_addCutCallback(model, ask, "stop", &w);
    if (l->order->node_limit)
        Cbc_setMaximumNodes(model, (int)l->order->node_limit);
    if (l->most < TP_SUBPROBLEM_FAR)
        Cbc_setCutoff(model, (double)l->most + 0.5);
    Cbc_solve(model);
    sigaction(SIGINT, &w.interrupt, NULL);
    l->nodes += Cbc_getNodeCount(model);
    take(model, l);
    bool ended = Cbc_isProvenOptimal(model) || Cbc_isProvenInfeasible(model);
    *complete = ended && !l->stopped;
    return ended || l->stopped || Cbc_isNodeLimitReached(model)
               ? TP_OK
               : tp_fail(l->err, TP_E_SOLVER, "Cbc gave up");
}

tp_status tp_cbc_search(tp_subproblem *l, bool *complete)
{
    *complete = false;
    while (pthread_mutex_trylock(&one_at_a_time)) {
        const struct timespec moment = {.tv_nsec = WAIT_NS};
        nanosleep(&moment, NULL);
        l->stopped = tp_stop_asked(&l->task.stop);
        if (l->stopped)
            return TP_OK;
    }
    Cbc_Model *model = Cbc_newModel();
    tp_status st = model ? solve(l, model, complete) : tp_fail_nomem(l->err);
    if (model)
        Cbc_deleteModel(model);
    pthread_mutex_unlock(&one_at_a_time);
    return st;
}

#else

bool tp_cbc_there(void)
{
    return false;
}

const char *tp_solver_cbc_version(void)
{
    return NULL;
}

tp_status tp_cbc_search(tp_subproblem *l, bool *complete)
{
    *complete = false;
    return tp_fail(l->err, TP_E_SOLVER, "built without Cbc");
}

#endif

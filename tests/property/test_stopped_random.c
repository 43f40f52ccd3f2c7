/* Runs that are stopped: at a random question whether to go on, or content with a random gap.
 * Whatever the moment, value and final are those of the movements (as the specification's rules
 * recompute them), the bound is one, nothing is called proven that is not, and verify holds.
 * TP_CASES, TP_SEED. */
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STOPS = 6 };

/* Asked from several threads. */
typedef struct patience {
    atomic_long asked;
    long most;
    tp_stop_reason reason;
} patience;

static tp_stop_reason ask(void *user)
{
    patience *p = user;
    return atomic_fetch_add(&p->asked, 1) >= p->most ? p->reason : TP_GO_ON;
}

typedef struct best {
    size_t n;
    tp_wide value[IN_TIERS];
    bool proven[IN_TIERS];
} best;

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void solve(solved *w, const instance *in, patience *p, tp_dec gap)
{
    *w = (solved){.in = in};
    scratch_begin(&w->s);
    instance_write(in, w->s.path);
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), &(tp_session_options){0},
                    &w->s.diags, &w->s.err);
    ck_assert_msg(w->session != NULL, "seed %" PRIu64 ": %s", in->seed, scratch_reports(&w->s));
    const tp_session_solve_options options = {.gap = gap, .stop = {ask, p}};
    tp_status status = tp_session_solve(w->session, &options, &w->run, &w->s.err);
    ck_assert_msg(status == TP_OK, "seed %" PRIu64 ": %s", in->seed, w->s.err.text);
}

/* Of the tiers: what is stated of one fits together, and what is known of the best. */
static void check_tiers(const solved *w, const best *known, const char *how)
{
    const tp_result *is = w->run->result;
    bool best_so_far = true, all = true;
    for (size_t t = 0; t < is->n_tiers; t++) {
        const tp_tier_result *tier = &is->tiers[t];
        tp_wide sense = tier->sense, value = sense * tier->value, bound = sense * tier->bound;
        ck_assert_msg(tier->concede || tier->value == tier->final,
                      "seed %" PRIu64 " %s, %s: value %lld, the movements' is %lld", w->in->seed,
                      how, tier->goal, (long long)tier->value, (long long)tier->final);
        ck_assert_msg(bound <= value && tier->proven == (tier->proof == TP_PROOF_CERTIFICATE) &&
                          (!tier->proven || bound == value) && tier->proven == !tier->stopped_by,
                      "seed %" PRIu64 " %s, %s: value %lld, bound %lld, proven %d", w->in->seed,
                      how, tier->goal, (long long)tier->value, (long long)tier->bound,
                      tier->proven);
        /* As long as what comes before is at its best, the best of this one is the same. */
        if (best_so_far && t < known->n && known->proven[t])
            ck_assert_msg(bound <= sense * known->value[t] && sense * known->value[t] <= value,
                          "seed %" PRIu64 " %s, %s: value %lld, bound %lld, the best is %lld",
                          w->in->seed, how, tier->goal, (long long)tier->value,
                          (long long)tier->bound, (long long)known->value[t]);
        best_so_far = best_so_far && t < known->n && tier->value == known->value[t];
        all = all && tier->proven;
    }
    if (tp_answered(is->status))
        ck_assert_msg((is->status == TP_OPTIMAL) == all, "seed %" PRIu64 " %s: %s", w->in->seed,
                      how, tp_answer_status_names[is->status]);
}

static void check(solved *w, const best *known, const char *how)
{
    const char *why = "";
    check_tiers(w, known, how);
    if (w->in->s.periods <= 1) {
        solved_check(w);
        return;
    }
    documents d;
    tp_session_stored stored;
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    bool good = solved_verifies(&stored, w->s.arena, &why);
    documents_free(&d);
    ck_assert_msg(good, "seed %" PRIu64 " %s: %s", w->in->seed, how, why);
}

START_TEST(stopped__figures_are_those_of_the_movements)
{
    static instance in;
    static const in_size sizes[] = {IN_SMALL, IN_SMALL, IN_MEDIUM, IN_MEDIUM, IN_LARGE};
    unsigned stopped = 0, without = 0, whole = 0;
    uint64_t seed = number_of("TP_SEED", 1), cases = number_of("TP_CASES", 60);
    for (uint64_t k = 0; k < cases; k++, seed++) {
        uint64_t state = seed * 2654435761u + 88172645463325252u;
        patience p = {.most = 4000, .reason = TP_STOP_TIME};
        best known = {0};
        solved w;
        char how[96];
        instance_make(&in, seed, sizes[seed % 5]);
        if (seed % 7 == 6)
            instance_plan(&in, seed);
        solve(&w, &in, &p, 0);
        long asked = atomic_load(&p.asked);
        for (size_t t = 0; t < w.run->result->n_tiers; t++) {
            known.value[known.n] = w.run->result->tiers[t].value;
            known.proven[known.n++] = w.run->result->tiers[t].proven;
        }
        check(&w, &known, "to its end");
        solved_end(&w);
        for (int i = 0; i < STOPS; i++) {
            bool by_gap = i == STOPS - 1;
            tp_dec gap = by_gap ? (tp_dec)(next(&state) % 1000000) : 0;
            atomic_init(&p.asked, 0);
            p.most = by_gap ? 4000 : (long)(next(&state) % (uint64_t)(asked + 1));
            p.reason = next(&state) % 2 ? TP_STOP_USER : TP_STOP_TIME;
            snprintf(how, sizeof how, by_gap ? "with a gap of %ld" : "stopped at question %ld",
                     by_gap ? (long)gap : p.most);
            solve(&w, &in, &p, gap);
            stopped += w.run->result->status == TP_FEASIBLE;
            without += w.run->result->status == TP_NO_ANSWER;
            whole += w.run->result->status == TP_OPTIMAL;
            check(&w, &known, how);
            solved_end(&w);
        }
    }
    printf("# %u stopped with an answer, %u without, %u came to their end\n", stopped, without,
           whole);
    ck_assert(cases < 20 || (stopped > 0 && without > 0));
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("stopped_random");
    TCase *tcase = tcase_create("stopped_random");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, stopped__figures_are_those_of_the_movements);
    suite_add_tcase(suite, tcase);
    return suite;
}

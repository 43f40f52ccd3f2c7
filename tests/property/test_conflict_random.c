/* Random contradictions: the set named contradicts itself and no member can be left out, judged by
 * GLPK alone on the rows of the set; and the repair makes the scenario solvable, on a session
 * opened afresh. TP_SEEDS=n wants n sets, TP_SEED=s starts at s. */
#include "explain/conflict_repair.h"
#include "solved.h"
#include "suite.h"

#include "models/rule.h"
#include "run/document.h"
#include "solve/solver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEMANDS_MADE = 8 };

static long setting(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : fallback;
}

/* Demands that pull against each other, each a statement of its own. */
static size_t make_demands(tp_setting *out, const instance *in, uint64_t seed, tp_arena *arena)
{
    uint64_t r = seed * 7919 + 13;
    size_t n = 0, wanted = (size_t)in_pick(&r, 2, DEMANDS_MADE - 1);
    while (n < wanted) {
        const char *key = "limits+", *value = NULL;
        switch (in_pick(&r, 0, 5)) {
        case 0:
            value = tp_arena_format(arena, "[{name: m%zu, measure: loans, at_most: %d}]", n,
                                    (int)in_pick(&r, 0, 6));
            break;
        case 1:
            value = tp_arena_format(arena, "[{name: l%zu, measure: loans, at_least: %d}]", n,
                                    (int)in_pick(&r, 1, 20));
            break;
        case 2:
            value = tp_arena_format(arena, "[{name: d%zu, measure: deposits, at_most: %d}]", n,
                                    (int)in_pick(&r, 0, 4));
            break;
        case 3:
            value = tp_arena_format(arena, "[{name: n%zu, measure: net_change, at_least: %d}]", n,
                                    (int)in_pick(&r, 0, 9));
            break;
        case 4:
            key = "shares+";
            value = tp_arena_format(
                arena, "[{name: s%zu, of: loans, where: {class: talent}, at_least: 0.%d}]", n,
                (int)in_pick(&r, 1, 9));
            break;
        default:
            if (!in->n_demands)
                continue;
            key = "locks+";
            value = tp_arena_format(arena, "[{demand: D%d, loan_at_least: %d}]",
                                    (int)in_pick(&r, 1, in->n_demands), (int)in_pick(&r, 1, 5));
        }
        out[n++] = (tp_setting){.key = key, .value = value};
    }
    return n;
}

static bool is_member(const tp_conflict_item *item, const tp_label *label)
{
    return !strcmp(item->rule, label->rule) && label->pos.file && item->pos.file &&
           !strcmp(item->pos.file, label->pos.file) && item->pos.line == label->pos.line &&
           item->pos.column == label->pos.column;
}

/* Satisfiable with the members of a set but one (-1: all of them) and what can never be taken away?
 * Set -1: with what is in no set. */
static bool satisfiable(const tp_run *run, int set, int without, tp_arena *arena)
{
    const tp_program *p = run->kase->program;
    size_t rows = (size_t)p->n_rows + 1;
    int64_t *lo = tp_arena_array(arena, rows, sizeof *lo);
    int64_t *hi = tp_arena_array(arena, rows, sizeof *hi);
    int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *cost);
    tp_err err = {0};
    for (int32_t i = 0; i < p->n_rows; i++) {
        tp_label label = {0};
        ck_assert_int_eq(p->namer(p->namer_user, p, true, i, arena, &label, &err), TP_OK);
        int maker = p->row_origin[i].maker;
        bool may_go = maker < tp_n_rules && tp_rules[maker]->relaxable && label.pos.file;
        bool kept = !may_go, member = false;
        for (size_t k = 0; k < run->result->n_conflict && may_go; k++) {
            const tp_conflict_item *item = &run->result->conflict[k];
            bool is = is_member(item, &label);
            member |= is;
            kept |= is && (int)k != without && item->set == set;
        }
        kept |= set < 0 && !member;
        lo[i] = kept ? p->row_lo[i] : -TP_INF;
        hi[i] = kept ? p->row_hi[i] : TP_INF;
    }
    const tp_task task = {
        .program = p, .cost = cost, .lo = p->lo, .hi = p->hi, .row_lo = lo, .row_hi = hi};
    tp_solution solution;
    ck_assert_msg(tp_solver_glpk.solve(&task, &solution, arena, &err) == TP_OK, "%s", err.text);
    ck_assert_int_ne(solution.status, TP_SOLVED_NONE);
    return solution.x != NULL;
}

/* Members that share a place cannot be told apart from outside. */
static bool distinct(const tp_result *result)
{
    for (size_t i = 0; i < result->n_conflict; i++)
        for (size_t k = 0; k < i; k++) {
            const tp_conflict_item *a = &result->conflict[i], *b = &result->conflict[k];
            if (!strcmp(a->rule, b->rule) && a->pos.line == b->pos.line &&
                !strcmp(a->pos.file ? a->pos.file : "", b->pos.file ? b->pos.file : ""))
                return false;
        }
    return true;
}

static void check_set(const tp_run *run, uint64_t seed, int *sets)
{
    const tp_result *result = run->result;
    ck_assert_msg(result->n_conflict > 0, "seed %" PRIu64 ": nothing named", seed);
    if (run->kase->contradictions.count || !distinct(result))
        return;
    tp_arena *arena = tp_arena_create();
    for (size_t i = 0; i < result->n_conflict; i++) {
        int set = result->conflict[i].set;
        bool first = i == 0 || result->conflict[i - 1].set != set;
        ck_assert_msg(!first || !satisfiable(run, set, -1, arena),
                      "seed %" PRIu64 ": the set is no contradiction", seed);
        ck_assert_msg(satisfiable(run, set, (int)i, arena),
                      "seed %" PRIu64 ": %s could be left out", seed, result->conflict[i].text.en);
        *sets += first;
    }
    ck_assert_msg(satisfiable(run, -1, -1, arena), "seed %" PRIu64 ": a contradiction is not named",
                  seed);
    tp_arena_free(arena);
}

static void check_repair(const tp_run *run, const char *file, const tp_setting *given, size_t n,
                         uint64_t seed, int *repaired)
{
    tp_arena *arena = tp_arena_create();
    tp_repairs repairs;
    tp_err err = {0};
    tp_diags diags;
    tp_session *session = NULL;
    const tp_run *now = NULL;
    tp_diags_init(&diags, arena);
    ck_assert_msg(tp_conflict_repairs(&repairs, run, (tp_stop){NULL, NULL}, arena, &err) == TP_OK,
                  "seed %" PRIu64 ": %s", seed, err.text);
    ck_assert_msg(repairs.confirmed && repairs.count, "seed %" PRIu64 ": no repair", seed);
    tp_setting *all = tp_arena_array(arena, n + repairs.all.n_settings + 1, sizeof *all);
    memcpy(all, given, n * sizeof *all);
    memcpy(all + n, repairs.all.settings, repairs.all.n_settings * sizeof *all);
    const tp_session_options options = {.settings = all, .n_settings = n};
    ck_assert_int_eq(tp_session_open(&session, file, &options, &diags, &err), TP_OK);
    const tp_variation change = {all + n, repairs.all.n_settings, repairs.all.edits,
                                 repairs.all.n_edits};
    ck_assert_int_eq(tp_session_vary(session, &change, &diags, &err), TP_OK);
    ck_assert_int_eq(tp_session_solve(session, NULL, &now, &err), TP_OK);
    ck_assert_msg(now->result->status == TP_OPTIMAL, "seed %" PRIu64 ": still contradictory", seed);
    (*repaired)++;
    tp_session_free(session);
    tp_arena_free(arena);
}

START_TEST(conflict__irreducible_and_repaired)
{
    static instance in;
    int sets = 0, repaired = 0;
    long wanted = setting("TP_SEEDS", 100);
    for (uint64_t seed = (uint64_t)setting("TP_SEED", 1); sets < wanted || repaired < wanted;
         seed++) {
        tp_setting given[DEMANDS_MADE];
        solved w = {.in = &in};
        instance_make(&in, seed, IN_SMALL);
        in.s.n_tiers = 0;
        scratch_begin(&w.s);
        instance_write(&in, w.s.path);
        const char *file = scratch_path(&w.s, "scenario.yaml");
        size_t n = make_demands(given, &in, seed, w.s.arena);
        const tp_session_options options = {.settings = given, .n_settings = n};
        tp_status status = tp_session_open(&w.session, file, &options, &w.s.diags, &w.s.err);
        ck_assert_msg(status == TP_OK, "seed %" PRIu64 ": %s", seed, scratch_reports(&w.s));
        ck_assert_int_eq(tp_session_solve(w.session, NULL, &w.run, &w.s.err), TP_OK);
        if (w.run->result->status == TP_INFEASIBLE) {
            check_set(w.run, seed, &sets);
            check_repair(w.run, file, given, n, seed, &repaired);
        }
        solved_end(&w);
    }
    fprintf(stderr, "# %d contradictions repaired, %d sets irreducible\n", repaired, sets);
    ck_assert_int_ge(repaired, (int)wanted);
}
END_TEST

static tp_stop_reason run_out(void *user)
{
    int *left = user;
    return --*left < 0 ? TP_STOP_TIME : TP_GO_ON;
}

/* Whenever the limit comes, what is named contradicts itself, or is said not to be known. */
START_TEST(conflict__stopped)
{
    static instance in;
    int open = 0, named = 0, wanted = (int)setting("TP_SEEDS", 100) / 5;
    for (uint64_t seed = (uint64_t)setting("TP_SEED", 1); open < wanted || named < wanted; seed++) {
        tp_setting given[DEMANDS_MADE];
        solved w = {.in = &in};
        instance_make(&in, seed, IN_SMALL);
        in.s.n_tiers = 0;
        scratch_begin(&w.s);
        instance_write(&in, w.s.path);
        size_t n = make_demands(given, &in, seed, w.s.arena);
        const tp_session_options options = {.settings = given, .n_settings = n};
        ck_assert_int_eq(tp_session_open(&w.session, scratch_path(&w.s, "scenario.yaml"), &options,
                                         &w.s.diags, &w.s.err),
                         TP_OK);
        for (int asks = 0; asks < 24; asks++) {
            int left = asks;
            const tp_session_solve_options limited = {.stop = {run_out, &left}};
            ck_assert_int_eq(tp_session_solve(w.session, &limited, &w.run, &w.s.err), TP_OK);
            const tp_result *result = w.run->result;
            if (result->status != TP_INFEASIBLE)
                continue;
            ck_assert_msg(result->n_conflict || result->conflict_open,
                          "seed %" PRIu64 ": nothing named, and not said why", seed);
            open += result->conflict_open;
            for (size_t i = 0; i < result->n_conflict && distinct(result); i++) {
                int set = result->conflict[i].set;
                ck_assert_msg(satisfiable(w.run, set, -1, w.s.arena) == false,
                              "seed %" PRIu64 ", %d asks: the set is no contradiction", seed, asks);
                named += result->conflict_open;
            }
            tp_buf document;
            tp_buf_init(&document);
            tp_document_write(&document, w.run);
            ck_assert_int_eq(strstr(document.bytes, "conflict_stopped") != NULL,
                             result->conflict_open);
            tp_buf_finish(&document);
        }
        solved_end(&w);
    }
    fprintf(stderr, "# %d searches stopped, %d statements named by them\n", open, named);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("conflict_random");
    TCase *tcase = tcase_create("conflict_random");
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, conflict__irreducible_and_repaired);
    tcase_add_test(tcase, conflict__stopped);
    suite_add_tcase(suite, tcase);
    return suite;
}

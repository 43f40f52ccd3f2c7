/* Complete proofs on random instances of every size, over all features, rules and goals, periods
 * among them: of completed runs, how many goals have no complete proof; whether the independent
 * checker (TP_RECHECK) agrees; what a run and checking it take (from the files to the documents,
 * from the documents to the verdict; processes but for their start), and how large the proofs are.
 * TP_CASES runs more cases, from TP_SEED on; TP_SECONDS is when a run is given up. */
#include "run/audit.h"
#include "run/document.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEPT = 20000 };

typedef struct sums {
    unsigned runs, stopped, infeasible, refuted, goals, proven, rechecked, disagreed;
    double run, solve, verify, replay, recheck; /* seconds */
    double ratio[KEPT], again[KEPT], stored[KEPT], slow[KEPT], own[KEPT];
    size_t n;
} sums;

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* Processor time of this program, and of those it started and waited for. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds_of_children(void)
{
    struct rusage use;
    getrusage(RUSAGE_CHILDREN, &use);
    return (double)use.ru_utime.tv_sec + (double)use.ru_stime.tv_sec +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static tp_stop_reason late(void *user)
{
    return seconds() > *(const double *)user ? TP_STOP_TIME : TP_GO_ON;
}

static void make(instance *in, uint64_t seed)
{
    static const in_size sizes[] = {IN_TINY, IN_SMALL, IN_MEDIUM, IN_LARGE};
    instance_make(in, seed, sizes[seed % 4]);
    if (seed / 4 % 5 == 4)
        instance_plan(in, seed);
}

static void open_case(solved *w, const instance *in)
{
    *w = (solved){.in = in};
    scratch_begin(&w->s);
    instance_write(in, w->s.path);
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), &(tp_session_options){0},
                    &w->s.diags, &w->s.err);
    ck_assert_msg(w->session != NULL, "seed %" PRIu64 ": %s", in->seed, scratch_reports(&w->s));
}

/* Exit code of the independent checker on the document. */
static int recheck(const char *checker, scratch *s, const tp_buf *document)
{
    const char *path = scratch_path(s, "certificate.json");
    FILE *file = fopen(path, "wb");
    ck_assert(file && fwrite(document->bytes, 1, document->length, file) == document->length);
    fclose(file);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
            execl(checker, checker, path, (char *)NULL);
        _exit(99);
    }
    int status = 0;
    ck_assert(child > 0 && waitpid(child, &status, 0) == child);
    scratch_remove(s, "certificate.json");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

/* What the checker takes without a document, the least of two: on a busy machine it is another each
 * time, so it is asked beside every case. */
static double start_of(const char *checker)
{
    double least = 1;
    for (int i = 0; i < 2; i++) {
        scratch s;
        tp_buf none;
        scratch_begin(&s);
        tp_buf_init(&none);
        tp_buf_add(&none, "{}", 2);
        double from = seconds_of_children();
        recheck(checker, &s, &none);
        double took = seconds_of_children() - from;
        least = took < least ? took : least;
        tp_buf_finish(&none);
        scratch_end(&s);
    }
    return least;
}

/* What replaying the proofs alone takes. */
static double replayed(const solved *w)
{
    tp_replay found;
    const tp_result *is = w->run->result;
    tp_err err = {0};
    double from = seconds();
    if (tp_answered(is->status))
        ck_assert_int_eq(tp_tiers_replay(&found, &w->run->task, is->tiers, is->n_tiers,
                                         w->run->answer.x, w->s.arena, &err),
                         TP_OK);
    return seconds() - from;
}

static double verified(solved *w, double *run, double *document, double *certificate)
{
    documents d;
    tp_session_stored stored;
    const char *why;
    double from = seconds();
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    *run += seconds() - from;
    from = seconds();
    bool good = solved_verifies(&stored, w->s.arena, &why);
    double took = seconds() - from;
    *document = (double)d.document.length;
    *certificate = (double)d.certificate.length;
    documents_free(&d);
    ck_assert_msg(good, "seed %" PRIu64 ": %s", w->in->seed, why);
    return took;
}

static void count(sums *sum, const solved *w, const tp_audit *audit)
{
    const tp_result *is = w->run->result;
    if (is->status == TP_INFEASIBLE) {
        sum->infeasible++;
        sum->refuted += audit->refutation != NULL;
        if (!audit->refutation)
            printf("# seed %" PRIu64 ": not refuted\n", w->in->seed);
        return;
    }
    sum->goals += (unsigned)is->n_tiers;
    sum->proven += (unsigned)audit->n_proven;
    for (size_t t = 0; t < is->n_tiers; t++)
        if (is->tiers[t].proof != TP_PROOF_CERTIFICATE)
            printf("# seed %" PRIu64 ": %s has no complete proof\n", w->in->seed,
                   is->tiers[t].goal);
    if (audit->n_proven < audit->n_tiers)
        printf("# seed %" PRIu64 ": %zu of %zu goals can be exported\n", w->in->seed,
               audit->n_proven, audit->n_tiers);
}

/* How many goals the search alone closed and a proof had to be found for is no matter here: every
 * run that ends by itself counts. */
static void measure(sums *sum, const instance *in, const char *checker, double patience)
{
    solved w;
    tp_audit audit;
    tp_buf text;
    double began = seconds();
    open_case(&w, in);
    double from = seconds(), limit = from + patience, run;
    const tp_session_solve_options options = {.stop = {late, &limit}};
    tp_status status = tp_session_solve(w.session, &options, &w.run, &w.s.err);
    ck_assert_msg(status == TP_OK, "seed %" PRIu64 ": %s", in->seed, w.s.err.text);
    double solve = seconds() - from, replay = replayed(&w);
    bool stopped = false;
    for (size_t t = 0; t < w.run->result->n_tiers; t++)
        stopped |= w.run->result->tiers[t].stopped_by &&
                   !strcmp(w.run->result->tiers[t].stopped_by, "time");
    stopped |= w.run->result->status == TP_NO_ANSWER;
    sum->runs++;
    sum->stopped += stopped;
    if (stopped)
        printf("# seed %" PRIu64 ": stopped\n", in->seed);
    run = from - began + solve;
    double document, certificate, verify = verified(&w, &run, &document, &certificate);
    if (!stopped) {
        ck_assert_int_eq(tp_audit_make(&audit, w.run, w.s.arena, &w.s.err), TP_OK);
        count(sum, &w, &audit);
        tp_buf_init(&text);
        ck_assert_int_eq(tp_audit_write(&text, &audit, w.s.arena, &w.s.err), TP_OK);
        from = seconds_of_children();
        int code = recheck(checker, &w.s, &text);
        double took = seconds_of_children() - from;
        took -= start_of(checker);
        took = took > 0 ? took : 0;
        bool whole = w.run->result->status == TP_INFEASIBLE ? audit.refutation != NULL
                                                            : audit.n_proven == audit.n_tiers;
        sum->rechecked += code == 0;
        sum->disagreed += code != (whole ? 0 : 1);
        if (code != (whole ? 0 : 1))
            printf("# seed %" PRIu64 ": the independent checker disagrees (%d)\n", in->seed, code);
        sum->run += run;
        sum->replay += replay;
        sum->solve += solve;
        sum->verify += verify;
        sum->recheck += took;
        if (sum->n < KEPT) {
            sum->stored[sum->n] = certificate / document;
            sum->own[sum->n] = (double)text.length / document;
            sum->slow[sum->n] = took / run;
            sum->again[sum->n] = replay / (solve > 1e-6 ? solve : 1e-6);
            sum->ratio[sum->n++] = verify / run;
        }
        tp_buf_finish(&text);
    }
    solved_end(&w);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at(double *values, size_t n, double part)
{
    qsort(values, n, sizeof *values, by_size);
    return n ? values[(size_t)(part * (double)(n - 1))] : 0;
}

static void report(sums *s)
{
    printf(
        "# %u runs, %u stopped by their limit; of the others %u infeasible (%u refuted), %u goals, "
        "%u with a complete proof; the independent checker accepts %u and disagrees on %u\n",
        s->runs, s->stopped, s->infeasible, s->refuted, s->goals, s->proven, s->rechecked,
        s->disagreed);
    printf("# seconds in all: runs %.1f, of which solving %.1f; verify %.1f, of which replay %.1f; "
           "recheck %.1f\n",
           s->run, s->solve, s->verify, s->replay, s->recheck);
    printf(
        "# median (nine tenths): replay / solving %.2f (%.2f), verify / run %.2f (%.2f), recheck / "
        "run %.2f (%.2f), certificate kept / document %.2f (%.2f), certificate/2 / document %.2f "
        "(%.2f)\n",
        at(s->again, s->n, 0.5), at(s->again, s->n, 0.9), at(s->ratio, s->n, 0.5),
        at(s->ratio, s->n, 0.9), at(s->slow, s->n, 0.5), at(s->slow, s->n, 0.9),
        at(s->stored, s->n, 0.5), at(s->stored, s->n, 0.9), at(s->own, s->n, 0.5),
        at(s->own, s->n, 0.9));
    fflush(stdout);
}

START_TEST(proofs__are_complete_and_checked_without_us)
{
    static instance in;
    static sums sum;
    const char *checker = getenv("TP_RECHECK");
    uint64_t seed = number_of("TP_SEED", 1), cases = number_of("TP_CASES", 80);
    double patience = (double)number_of("TP_SECONDS", 20);
    ck_assert_msg(checker != NULL, "TP_RECHECK is not set");
    for (uint64_t k = 0; k < cases; k++, seed++) {
        make(&in, seed);
        measure(&sum, &in, checker, patience);
        if (cases > 1000 && k % 500 == 499)
            report(&sum);
    }
    report(&sum);
    ck_assert_uint_eq(sum.disagreed, 0);
    ck_assert_msg((sum.goals - sum.proven) * 1000 <= sum.goals, "%u of %u goals without proof",
                  sum.goals - sum.proven, sum.goals);
    ck_assert_uint_eq(sum.refuted, sum.infeasible);
    double often = at(sum.again, sum.n, 0.5), check = at(sum.ratio, sum.n, 0.5),
           other = at(sum.slow, sum.n, 0.5), size = at(sum.own, sum.n, 0.5);
    ck_assert_msg(
        often <= 1 && check <= 1 && other <= 1 && size <= 4,
        "medians: replay %.2f of solving, verify %.2f and recheck %.2f of a run, size %.2f of "
        "the document",
        often, check, other, size);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("proofs_random");
    TCase *tcase = tcase_create("proofs_random");
    tcase_set_timeout(tcase, 36000);
    tcase_add_test(tcase, proofs__are_complete_and_checked_without_us);
    suite_add_tcase(suite, tcase);
    return suite;
}

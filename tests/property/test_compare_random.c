/* Honest comparisons: over random pairs of scenarios on the same data, no figure of one is starred
 * over the other while it refuses what the other settles, unless the same cell says so; what got
 * worse stands in the conclusion; what was asked is own + lent + short + refused. Recounted here
 * from demands and answers alone. TP_SEEDS=n looks at n pairs, TP_SEED=s starts at s. */
#include "draws.h"
#include "report/comparison/report.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counted {
    int64_t asked, settled, missing, refused, statutory_open;
} counted;

static long setting(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : fallback;
}

static counted count(const tp_run *run)
{
    counted c = {0};
    for (int32_t d = 0; d < run->data->n_demands; d++) {
        const tp_demand *demand = &run->data->demands[d];
        int64_t has = run->result->live[d] ? run->result->own[d] + run->result->loan[d] : 0;
        c.asked += demand->quantity;
        c.settled += has;
        c.missing += run->result->live[d] ? demand->quantity - has : 0;
        c.refused += run->result->live[d] ? 0 : demand->quantity;
        if (demand->demand_class == TP_STATUTORY)
            c.statutory_open += demand->quantity - has;
    }
    return c;
}

/* Slots that `settling` settles of demands that `refusing` refuses. */
static int64_t refused_though_settled(const tp_run *refusing, const tp_run *settling)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < refusing->data->n_demands; d++)
        if (!refusing->result->live[d] && settling->result->live[d])
            sum += settling->result->own[d] + settling->result->loan[d];
    return sum;
}

/* The gates of another draw on the same data: what decides who is refused. */
static void other_gates(instance *in, const instance *from)
{
    in->s.min_saturation = from->s.min_saturation;
    in->s.unevaluated_allow = from->s.unevaluated_allow;
    in->s.max_vacancy_share = from->s.max_vacancy_share;
    in->s.max_share = from->s.max_share;
    in->s.overstaffed_allow = from->s.overstaffed_allow;
    in->s.block_overdue = from->s.block_overdue;
    memcpy(in->s.freeze, from->s.freeze, sizeof in->s.freeze);
    in->s.reserve_share = from->s.reserve_share;
}

typedef struct side {
    scratch s;
    tp_arena *arena;
    tp_session *session;
    const tp_run *run;
} side;

static bool begin(side *out, const instance *in)
{
    tp_diags diags;
    tp_err err = {0};
    *out = (side){.arena = tp_arena_create()};
    scratch_begin(&out->s);
    instance_write(in, out->s.path);
    tp_diags_init(&diags, out->arena);
    return tp_session_open(&out->session, scratch_path(&out->s, "scenario.yaml"), NULL, &diags,
                           &err) == TP_OK &&
           tp_session_solve(out->session, NULL, &out->run, &err) == TP_OK &&
           tp_answered(out->run->result->status);
}

static void end(side *s)
{
    tp_session_free(s->session);
    scratch_end(&s->s);
    tp_arena_free(s->arena);
}

typedef struct tally {
    int pairs, stars, beside;
    int others[4]; /* converted, sent, regrouped, decided: told where they differ */
} tally;

/* Every starred cell of the figures' table; column 1 is the baseline. */
static void check_stars(const char *html, const tp_run *const runs[2], tally *t, uint64_t seed)
{
    const char *at = strstr(html, "<section id=\"figures\">"), *stop = strstr(at, "</table>");
    ck_assert_ptr_nonnull(at);
    while ((at = strstr(at, "<tr")) && at < stop) {
        const char *row_end = strstr(at, "</tr>");
        const char *cell = at;
        for (int i = 0; i < 2 && (cell = strstr(cell, "<td")) && cell < row_end; i++, cell++) {
            const char *cell_end = strstr(cell, "</td>"), *star = strstr(cell, "★");
            if (!star || star > cell_end)
                continue;
            int64_t beside = refused_though_settled(runs[i], runs[1 - i]);
            char wanted[64];
            snprintf(wanted, sizeof wanted, "但不予受理别的方案已解决的 %" PRId64 " 个", beside);
            const char *said = strstr(star, "但不予受理别的方案已解决的");
            t->stars++;
            t->beside += beside > 0;
            if (beside)
                ck_assert_msg(strstr(star, wanted) && strstr(star, wanted) < cell_end,
                              "seed %" PRIu64 ": a star hides %" PRId64 " refused", seed, beside);
            else
                ck_assert_msg(!said || said > cell_end, "seed %" PRIu64 ": said without need",
                              seed);
            /* Whoever has a star leaves no more unresolved, or no lower a rate, than the other. */
            counted mine = count(runs[i]), other = count(runs[1 - i]);
            if (strstr(at, "未解决（尚缺") && strstr(at, "未解决（尚缺") < row_end)
                ck_assert_int_lt(mine.missing + mine.refused, other.missing + other.refused);
            if (strstr(at, "法定保障缺口") && strstr(at, "法定保障缺口") < row_end)
                ck_assert_int_lt(mine.statutory_open, other.statutory_open);
            if (strstr(at, "满足率（占") && strstr(at, "满足率（占") < row_end)
                ck_assert_int_gt(mine.settled, other.settled);
        }
        at = row_end;
    }
}

/* What is worse than the baseline stands behind 变差的. */
static void check_conclusion(const char *html, const tp_run *const runs[2], uint64_t seed)
{
    counted base = count(runs[0]), mine = count(runs[1]);
    const char *worse = strstr(html, "变差的："), *stop = worse ? strstr(worse, "其他变化") : NULL;
    const struct {
        bool holds;
        const char *text;
    } wanted[] = {
        {mine.missing + mine.refused > base.missing + base.refused, "未解决的多"},
        {mine.statutory_open > base.statutory_open, "法定保障缺口多"},
        {mine.refused > base.refused, "不予受理多"},
        {refused_though_settled(runs[1], runs[0]) > 0, "个在此不予受理"},
    };
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        const char *at = worse ? strstr(worse, wanted[k].text) : NULL;
        ck_assert_msg(!wanted[k].holds || (at && at < stop), "seed %" PRIu64 ": %s is not said",
                      seed, wanted[k].text);
        ck_assert_msg(wanted[k].holds || !at || at > stop, "seed %" PRIu64 ": %s is not so", seed,
                      wanted[k].text);
    }
}

/* What a run does besides deposits and loans, recounted from its answer and data. */
enum { CONVERTED, SENT, REGROUPED, DECIDED, BESIDE };
static void beside(const tp_run *run, int64_t sum[BESIDE])
{
    const tp_result *r = run->result;
    memset(sum, 0, BESIDE * sizeof *sum);
    for (size_t i = 0; i < r->n_transfers; i++) {
        const tp_transfer_result *t = &r->transfers[i];
        bool converts = strcmp(r->pools[t->from].category, r->pools[t->to].category) != 0;
        sum[converts ? CONVERTED : SENT] += t->count;
    }
    for (size_t i = 0; i < run->data->n_regroups; i++)
        sum[REGROUPED] += run->data->regroups[i].slots;
    for (size_t i = 0; i < run->data->n_expired; i++)
        sum[DECIDED] += run->data->expired[i].item >= 0 ? run->data->expired[i].count : 0;
}

/* All that differs is told with its figures, and something is told of every pair that differs. */
static void check_others(const char *html, const tp_run *const runs[2], tally *t, uint64_t seed)
{
    static const char *const called[BESIDE] = {"跨类别统筹", "跨池调剂", "机构编制调整变动的",
                                               "处理的到期借用"};
    int64_t base[BESIDE], mine[BESIDE];
    const char *others = strstr(html, "其他变化：");
    beside(runs[0], base);
    beside(runs[1], mine);
    for (int k = 0; k < BESIDE; k++) {
        int64_t more = mine[k] - base[k];
        char wanted[120];
        if (!more)
            continue;
        snprintf(wanted, sizeof wanted, "%s%s %" PRId64 " 个（%" PRId64 " → %" PRId64 "）",
                 called[k], more > 0 ? "多" : "少", more > 0 ? more : -more, base[k], mine[k]);
        ck_assert_msg(others && strstr(others, wanted), "seed %" PRIu64 ": %s is not said", seed,
                      wanted);
        t->others[k]++;
    }
    ck_assert_msg(!strstr(html, "变好的：没有；变差的：没有。其他变化：没有"),
                  "seed %" PRIu64 ": nothing is said to differ", seed);
}

static void check_pair(const side *a, const side *b, tally *t, uint64_t seed)
{
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    tp_buf html;
    const tp_run *const runs[2] = {a->run, b->run};
    const tp_report_entry entries[2] = {{.run = a->run}, {.run = b->run}};
    const tp_report report = {.entries = entries, .n_entries = 2};
    tp_buf_init(&html);
    ck_assert_msg(tp_report_write(&html, &report, arena, &err) == TP_OK, "seed %" PRIu64 ": %s",
                  seed, err.text);
    for (int i = 0; i < 2; i++) {
        counted c = count(runs[i]);
        ck_assert_int_eq(c.asked, c.settled + c.missing + c.refused);
    }
    t->pairs++;
    check_stars(html.bytes, runs, t, seed);
    check_conclusion(html.bytes, runs, seed);
    check_others(html.bytes, runs, t, seed);
    tp_buf_finish(&html);
    tp_arena_free(arena);
}

/* Takes from the scenario the rarest of the rules by which the run does something besides. */
static void forget_one(instance *in, const tp_run *run)
{
    int64_t sum[BESIDE];
    beside(run, sum);
    if (sum[CONVERTED])
        draws_forget(in, "conversions");
    else if (sum[SENT])
        in->s.n_transfer = 0;
    else if (sum[DECIDED])
        draws_forget(in, "expiry");
    else if (run->result->n_moves)
        draws_forget(in, "moves");
    else
        draws_forget(in, "reorganise");
}

START_TEST(compare__no_star_hides_a_refusal)
{
    static instance one, other;
    tally t = {0};
    uint64_t seed = (uint64_t)setting("TP_SEED", 1);
    for (long left = setting("TP_SEEDS", 800); left > 0; left--, seed++) {
        side a, b;
        in_size size = left % 3 ? IN_TINY : IN_SMALL;
        instance_make(&one, seed, size);
        instance_make(&other, seed + 1000003, size);
        bool fine = begin(&a, &one);
        other_gates(&one, &other);
        if (fine && left % 4 == 0) /* and without something that the first run does */
            forget_one(&one, a.run);
        fine = begin(&b, &one) && fine;
        if (fine)
            check_pair(&a, &b, &t, seed);
        end(&a);
        end(&b);
    }
    printf("# %d pairs, %d stars, %d of them with a remark; told: %d conversions, "
           "%d transfers, %d reorganisations, %d expiries\n",
           t.pairs, t.stars, t.beside, t.others[CONVERTED], t.others[SENT], t.others[REGROUPED],
           t.others[DECIDED]);
    ck_assert_int_gt(t.pairs, 10);
    ck_assert_int_gt(t.beside, 0);
    for (int k = 0; k < BESIDE; k++)
        ck_assert_msg(t.others[k] > 0, "%d pairs, none that differs in %d: %d %d %d %d", t.pairs, k,
                      t.others[0], t.others[1], t.others[2], t.others[3]);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("compare_random");
    TCase *tests = tcase_create("compare_random");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, compare__no_star_hides_a_refusal);
    suite_add_tcase(suite, tests);
    return suite;
}

/* Reorganisation: random items over random lines against a plain model of its own (largest
 * remainders by trying, what belongs to a merged unit by asking each row), and wrong views found by
 * the measuring half. Derivation: models/README.md, 12 Reorganisation. */
#include "certify/recheck.h"
#include "domain/regroup.h"
#include "models/reorganise.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS = 6, KINDS = 2, DEMANDS = 5, ITEMS = 4 };
static const char *const kinds[KINDS] = {"事业", "行政"};

typedef struct plain_line {
    bool there; /* in posts.csv */
    long authorised, in_post, lent, borrowed, ceded;
} plain_line;

typedef struct plain {
    plain_line line[UNITS][KINDS];
    int demand_unit[DEMANDS], demand_kind[DEMANDS];
    bool gone[UNITS]; /* abolished to the pool: nobody there may ask for anything */
    char items[1024];
} plain;

static unsigned long state;
static long pick(long lo, long hi)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return lo + (long)((state >> 33) % (unsigned long)(hi - lo + 1));
}

static void make(plain *p)
{
    memset(p, 0, sizeof *p);
    for (int u = 0; u < UNITS; u++)
        for (int k = 0; k < KINDS; k++) {
            plain_line *l = &p->line[u][k];
            l->there = pick(0, 3) > 0;
            if (!l->there)
                continue;
            l->authorised = pick(0, 40);
            l->in_post = pick(0, 42);
            long way = pick(0, 3);
            l->lent = way == 0 && l->authorised ? pick(0, l->authorised / 2) : 0;
            l->borrowed = way == 1 ? pick(1, 5) : 0;
        }
    for (int d = 0; d < DEMANDS; d++) {
        do {
            p->demand_unit[d] = (int)pick(0, UNITS - 1);
            p->demand_kind[d] = (int)pick(0, KINDS - 1);
        } while (!p->line[p->demand_unit[d]][p->demand_kind[d]].there && pick(0, 50));
        p->line[p->demand_unit[d]][p->demand_kind[d]].there = true;
    }
}

static void write_data(scratch *s, const plain *p)
{
    tp_buf units, posts, demands;
    tp_buf_init(&units);
    tp_buf_init(&posts);
    tp_buf_init(&demands);
    tp_buf_text(&units, "unit,system\n");
    tp_buf_text(&posts, "unit,category,authorised,in_post,lent,borrowed\n");
    tp_buf_text(&demands, "demand,unit,category,quantity\n");
    for (int u = 0; u < UNITS; u++) {
        tp_buf_format(&units, "U%d,%s\n", u, u % 2 ? "教育" : "卫生");
        for (int k = 0; k < KINDS; k++) {
            const plain_line *l = &p->line[u][k];
            if (l->there)
                tp_buf_format(&posts, "U%d,%s,%ld,%ld,%ld,%ld\n", u, kinds[k], l->authorised,
                              l->in_post, l->lent, l->borrowed);
        }
    }
    for (int d = 0; d < DEMANDS; d++)
        tp_buf_format(&demands, "D%d,U%d,%s,%d\n", d, p->demand_unit[d], kinds[p->demand_kind[d]],
                      d + 1);
    scratch_text(s, "units.csv", units.bytes);
    scratch_text(s, "posts.csv", posts.bytes);
    scratch_text(s, "demands.csv", demands.bytes);
    tp_buf_finish(&units);
    tp_buf_finish(&posts);
    tp_buf_finish(&demands);
}

/* ---- what each item does, on plain figures; false: it cannot be done ---- */

static bool merge(plain *p, int from, int to)
{
    if (from == to)
        return true;
    for (int k = 0; k < KINDS; k++) {
        plain_line *a = &p->line[from][k], *b = &p->line[to][k];
        if (!a->there)
            continue;
        b->there = true;
        if (a->lent + b->lent && a->borrowed + b->borrowed)
            return false;
        b->authorised += a->authorised;
        b->in_post += a->in_post;
        b->lent += a->lent;
        b->borrowed += a->borrowed;
        a->authorised = a->in_post = a->lent = a->borrowed = 0;
    }
    for (int d = 0; d < DEMANDS; d++)
        if (p->demand_unit[d] == from)
            p->demand_unit[d] = to;
    return true;
}

static bool abolish(plain *p, int unit)
{
    for (int k = 0; k < KINDS; k++) {
        plain_line *a = &p->line[unit][k];
        if (a->in_post || a->lent || a->borrowed)
            return false;
        a->ceded += a->authorised;
        a->authorised = 0;
    }
    p->gone[unit] = true;
    return true;
}

/* One slot after another to the line whose part of the rate is furthest ahead of what it gave: the
 * first of those in order of unit and category. `system` -1: all. */
static bool cut(plain *p, long thousandths, int system)
{
    long all = 0, taken[UNITS][KINDS] = {{0}};
    for (int u = 0; u < UNITS; u++)
        for (int k = 0; k < KINDS; k++)
            if (system < 0 || u % 2 == system)
                all += p->line[u][k].authorised;
    for (long total = (2 * thousandths * all + 1000) / 2000; total > 0; total--) {
        long best = -1000000, at_u = -1, at_k = -1;
        for (int u = 0; u < UNITS; u++)
            for (int k = 0; k < KINDS; k++) {
                const plain_line *l = &p->line[u][k];
                long ahead = thousandths * l->authorised - 1000 * taken[u][k];
                if (l->authorised && (system < 0 || u % 2 == system) && ahead > best) {
                    best = ahead;
                    at_u = u;
                    at_k = k;
                }
            }
        taken[at_u][at_k]++;
    }
    for (int u = 0; u < UNITS; u++)
        for (int k = 0; k < KINDS; k++) {
            plain_line *l = &p->line[u][k];
            if (taken[u][k] > l->authorised - l->lent)
                return false;
            l->authorised -= taken[u][k];
            l->ceded += taken[u][k];
        }
    return true;
}

static bool transfer(plain *p, int from, int to, int k, long count, long people)
{
    plain_line *a = &p->line[from][k], *b = &p->line[to][k];
    if (!a->there || from == to || count > a->authorised - a->lent || people > a->in_post)
        return false;
    a->authorised -= count;
    a->in_post -= people;
    b->there = true;
    b->authorised += count;
    b->in_post += people;
    return true;
}

static bool add_item(plain *p)
{
    char text[160];
    int a = (int)pick(0, UNITS - 1), b = (int)pick(0, UNITS - 1), c = (int)pick(0, UNITS - 1);
    int k = (int)pick(0, KINDS - 1);
    long n = pick(1, 9), people = pick(0, 4), rate = pick(1, 400);
    bool good = true;
    switch (pick(0, 3)) {
    case 0:
        snprintf(text, sizeof text, "- {merge: [U%d, U%d], into: U%d}\n", a, b, c);
        good = merge(p, a, c) && merge(p, b, c);
        break;
    case 1:
        snprintf(text, sizeof text, "- {abolish: U%d}\n", a);
        good = abolish(p, a);
        break;
    case 2:
        if (k)
            snprintf(text, sizeof text, "- {cut: 0.%03ld}\n", rate);
        else
            snprintf(text, sizeof text, "- {cut: 0.%03ld, where: {system: %s}}\n", rate,
                     a % 2 ? "教育" : "卫生");
        good = cut(p, rate, k ? -1 : a % 2);
        break;
    default:
        snprintf(text, sizeof text,
                 "- {transfer: U%d, to: U%d, category: %s, count: %ld, people: %ld}\n", a, b,
                 kinds[k], n, people);
        good = transfer(p, a, b, k, n, people);
    }
    strcat(p->items, text);
    return good;
}

static void write_scenario(scratch *s, const char *items)
{
    const char *text = tp_arena_format(s->arena,
                                       "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: "
                                       "2026-06-30\npools: {by: all}\nreorganise:\n%s",
                                       items);
    scratch_text(s, "s.yaml", text);
}

static void compare(const tp_dataset *data, const plain *p, const char *items)
{
    for (int u = 0; u < UNITS; u++)
        for (int k = 0; k < KINDS; k++) {
            const plain_line *w = &p->line[u][k];
            int32_t l = tp_dataset_line(data, u, kinds[k]);
            ck_assert_msg(w->there || l == TP_ID_NONE ||
                              !(data->lines[l].authorised || data->lines[l].in_post),
                          "U%d %s in %s", u, kinds[k], items);
            if (l == TP_ID_NONE) {
                ck_assert_msg(!w->authorised && !w->in_post && !w->lent && !w->borrowed, "%s",
                              items);
                continue;
            }
            const tp_line *is = &data->lines[l];
            ck_assert_msg(is->authorised == w->authorised && is->in_post == w->in_post &&
                              is->lent == w->lent && is->borrowed == w->borrowed &&
                              is->ceded == w->ceded,
                          "U%d %s: %lld %lld %lld %lld %lld, not %ld %ld %ld %ld %ld after\n%s", u,
                          kinds[k], (long long)is->authorised, (long long)is->in_post,
                          (long long)is->lent, (long long)is->borrowed, (long long)is->ceded,
                          w->authorised, w->in_post, w->lent, w->borrowed, w->ceded, items);
        }
    for (int d = 0; d < DEMANDS; d++)
        ck_assert_msg(data->demands[d].unit == p->demand_unit[d], "D%d after\n%s", d, items);
    ck_assert(tp_dataset_sound(data));
}

START_TEST(reorganise__does_what_a_plain_model_says)
{
    int done = 0, refused = 0;
    for (unsigned long seed = 1; seed <= 400; seed++) {
        scratch s;
        plain p;
        bool good = true;
        tp_session *session = NULL;
        state = seed;
        scratch_begin(&s);
        make(&p);
        write_data(&s, &p);
        for (long n = pick(1, ITEMS); n > 0 && good; n--)
            good = add_item(&p);
        for (int d = 0; d < DEMANDS; d++)
            good = good && !p.gone[p.demand_unit[d]];
        write_scenario(&s, p.items);
        tp_status status =
            tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err);
        ck_assert_msg((status == TP_OK) == good, "seed %lu: %s\n%s", seed, p.items,
                      scratch_reports(&s));
        if (good)
            compare(tp_session_data(session), &p, p.items);
        done += good;
        refused += !good;
        tp_session_free(session);
        scratch_end(&s);
    }
    ck_assert_int_gt(done, 100);
    ck_assert_int_gt(refused, 50);
}
END_TEST

static const char three[] = "- {merge: [U1], into: U0}\n- {cut: 0.1}\n"
                            "- {transfer: U2, to: U3, category: 事业, count: 2, people: 1}\n";

static void three_units(scratch *s, plain *p)
{
    scratch_begin(s);
    memset(p, 0, sizeof *p);
    for (int u = 0; u < UNITS; u++)
        p->line[u][0] = (plain_line){.there = true, .authorised = 13 + 5 * u, .in_post = 10};
    for (int d = 0; d < DEMANDS; d++)
        p->demand_unit[d] = d;
    write_data(s, p);
    write_scenario(s, three);
}

/* Whatever is changed in the view or its moves, the measuring half objects. */
START_TEST(reorganise__wrong_views_are_found)
{
    scratch s;
    plain p;
    tp_session *session;
    const tp_run *run;
    three_units(&s, &p);
    ck_assert_int_eq(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s.err),
                     TP_OK);
    size_t n = run->data->n_regroups;
    ck_assert_uint_gt(n, 5);
    int found = 0, tried = 0;
    for (int what = 0; what < 8; what++)
        for (size_t i = 0; i < n; i++) {
            tp_dataset view = *run->data;
            tp_regroup *moves = tp_arena_array(s.arena, n, sizeof *moves);
            tp_line *lines = tp_arena_array(s.arena, (size_t)view.n_lines, sizeof *lines);
            memcpy(moves, view.regroups, n * sizeof *moves);
            memcpy(lines, view.lines, (size_t)view.n_lines * sizeof *lines);
            view.regroups = moves;
            view.lines = lines;
            tp_regroup *m = &moves[i];
            tp_line *from = &lines[m->from], *to = m->to < 0 ? NULL : &lines[m->to];
            switch (what) {
            case 0: /* one slot more, carried through */
                m->slots++;
                from->authorised--;
                *(to ? &to->authorised : &from->ceded) += 1;
                break;
            case 1: /* one less */
                m->slots--;
                from->authorised++;
                *(to ? &to->authorised : &from->ceded) -= 1;
                break;
            case 2:
                from->authorised++;
                break;
            case 3:
                from->in_post++;
                break;
            case 4: /* somebody else's item */
                m->item = (m->item + 1) % 3;
                break;
            case 5: /* from the next line */
                m->from = (m->from + 1) % view.n_lines;
                break;
            case 6:
                from->ceded++;
                break;
            default: /* the move is not there */
                memmove(m, m + 1, (n - i - 1) * sizeof *m);
                view.n_regroups--;
            }
            tp_recheck r;
            ck_assert_int_eq(
                tp_recheck_run(&r, &view, run->scenario, NULL, run->result, s.arena, &s.err),
                TP_OK);
            bool objects = false;
            for (size_t k = 0; k < r.findings.count; k++)
                objects = objects || strcmp(r.findings.items[k].rule, "reorganise") == 0;
            ck_assert_msg(objects, "change %d of move %zu is not found", what, i);
            found += objects;
            tried++;
        }
    ck_assert_int_eq(found, tried);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* By hand: 13 + 18 + 23 + 28 + 33 + 38 = 153, a tenth is 15.3: 15. U0 has 31 after the merger:
 * 3.1, 2.3, 2.8, 3.3, 3.8 make 3 + 2 + 2 + 3 + 3 = 13; the two more go to 2.8 (U3) and 3.8 (U5). */
START_TEST(reorganise__largest_remainders_by_hand)
{
    scratch s;
    plain p;
    tp_session *session;
    static const int64_t after[UNITS] = {28, 0, 19, 27, 30, 34};
    three_units(&s, &p);
    ck_assert_int_eq(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    for (int u = 0; u < UNITS; u++)
        ck_assert_int_eq(tp_session_data(session)->lines[u].authorised, after[u]);
    ck_assert_int_eq(tp_session_data(session)->lines[0].in_post, 20);
    ck_assert_int_eq(tp_session_data(session)->lines[3].in_post, 11);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* Another reorganisation of a warm session, and back: lines more and fewer. */
START_TEST(reorganise__a_warm_session_changes_it)
{
    scratch s;
    plain p;
    tp_session *session;
    three_units(&s, &p);
    ck_assert_int_eq(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    const tp_setting none = {.key = "reorganise", .value = "[]"};
    const tp_setting rate = {.key = "reorganise[2].cut", .value = "0.2"};
    ck_assert_int_eq(tp_session_set(session, &none, 1, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].authorised, 13);
    ck_assert_ptr_null(tp_session_data(session)->before);
    ck_assert_int_eq(tp_session_set(session, &rate, 1, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].authorised, 25); /* 6.2 of 31 */
    ck_assert_int_eq(tp_session_set(session, NULL, 0, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].authorised, 28);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* A line that has no slots but states frozen ones leaves none behind. */
START_TEST(reorganise__what_is_frozen_goes_with_the_unit)
{
    scratch s;
    tp_session *session;
    const tp_run *run;
    scratch_begin(&s);
    scratch_text(&s, "units.csv", "unit\nU1\nU2\n");
    scratch_text(&s, "posts.csv",
                 "unit,category,authorised,in_post,frozen\nU1,事业,0,0,2\nU2,事业,6,2,1\n");
    write_scenario(&s, "- {abolish: U1, to: pool}\n");
    ck_assert_int_eq(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s.err),
                     TP_OK);
    const tp_dataset *data = tp_session_data(session);
    ck_assert_int_eq(data->lines[tp_dataset_line(data, 0, kinds[0])].frozen, 0);
    ck_assert_int_eq(data->lines[tp_dataset_line(data, 1, kinds[0])].frozen, 1);
    tp_recheck r;
    ck_assert_int_eq(tp_recheck_run(&r, data, run->scenario, NULL, run->result, s.arena, &s.err),
                     TP_OK);
    ck_assert_uint_eq(r.findings.count, 0);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

START_TEST(reorganise__faults_are_told_all_at_once)
{
    scratch s;
    plain p;
    tp_session *session = NULL;
    three_units(&s, &p);
    write_scenario(&s, "- {merge: [U1, U77], into: U0}\n- {abolish: U2, cut: 0.1}\n"
                       "- {transfer: U2, to: U3, count: 2}\n- {cut: 0.1, into: U1}\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(
        scratch_reports(&s),
        "s.yaml:8:3: error: an item has one of merge, abolish, cut, transfer [reorganise.kind]\n"
        "s.yaml:9:3: error: transfer needs category [reorganise.needs]\n"
        "s.yaml:10:3: error: into does not go with cut [reorganise.place]\n");
    write_scenario(&s, "- {merge: [U1, U77], into: U0}\n- {transfer: U2, to: U2, category: 事业, "
                       "count: 2}\n- {transfer: U2, to: U3, category: 工勤, count: 2}\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(
        scratch_reports(&s),
        "s.yaml:7:3: error: there is no unit \"U77\" in units.csv [reorganise.unit]\n"
        "s.yaml:8:3: error: U2 cannot hand over to itself [reorganise.itself]\n"
        "s.yaml:9:3: error: unit U2 has no slots of category \"工勤\" [reorganise.line]\n");
    write_scenario(&s, "- {abolish: U1}\n- {transfer: U2, to: U3, category: 事业, count: 24, "
                       "people: 11}\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(
        scratch_reports(&s),
        "s.yaml:7:3: error: U1 (事业) still has 10 in post or committed: hand them over first "
        "(transfer), or merge it [reorganise.people-left]\n"
        "s.yaml:8:3: error: U2 (事业): 24 to be taken, 23 can be (23 authorised, 0 of them "
        "deposited) [reorganise.slots]\n"
        "s.yaml:8:3: error: U2 (事业): 11 people to go, 10 are in post [reorganise.people]\n"
        "s.yaml:7:3: error: unit U1 is abolished and cannot borrow: withdraw demand D1 first, or "
        "merge the unit [reorganise.asks]\n");
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("reorganise");
    TCase *tc = tcase_create("reorganise");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, reorganise__does_what_a_plain_model_says);
    tcase_add_test(tc, reorganise__wrong_views_are_found);
    tcase_add_test(tc, reorganise__largest_remainders_by_hand);
    tcase_add_test(tc, reorganise__a_warm_session_changes_it);
    tcase_add_test(tc, reorganise__what_is_frozen_goes_with_the_unit);
    tcase_add_test(tc, reorganise__faults_are_told_all_at_once);
    suite_add_tcase(suite, tc);
    return suite;
}

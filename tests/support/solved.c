#include "solved.h"

#include "run/document.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void solved_end(solved *w)
{
    static const char *const tables[] = {"units",  "posts",   "vacancies", "outcomes",
                                         "issues", "demands", "attrition", "limits"};
    tp_session_free(w->session);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        unlink(tp_arena_format(w->s.arena, "%s/data/%s.csv", w->s.path, tables[i]));
    scratch_end(&w->s);
}

void solved_try(solved *w, const instance *in)
{
    *w = (solved){.in = in};
    scratch_begin(&w->s);
    instance_write(in, w->s.path);
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), &(tp_session_options){0},
                    &w->s.diags, &w->s.err);
    ck_assert_msg(w->session != NULL, "seed %" PRIu64 ": %s", in->seed, scratch_reports(&w->s));
    tp_status status =
        tp_session_solve(w->session, &(tp_session_solve_options){0}, &w->run, &w->s.err);
    ck_assert_msg(status == TP_OK, "seed %" PRIu64 ": %s", in->seed, w->s.err.text);
}

static void begin(solved *w, const instance *in)
{
    solved_try(w, in);
    tp_answer_status is = w->run->result->status;
    ck_assert_msg(is == TP_OPTIMAL || is == TP_INFEASIBLE, "seed %" PRIu64 ": %s", in->seed,
                  tp_answer_status_names[is]);
}

/* What the run says and proves, but for hashes over the scenario and the test's own folder. */
static char *said_by(const tp_run *run, tp_arena *arena)
{
    static const char *const names[] = {"\"run\": \"", "sha256\": \""};
    tp_buf text;
    tp_buf_init(&text);
    tp_document_write(&text, run);
    tp_certificate_write(&text, run);
    char *copy = tp_arena_copy(arena, text.bytes, text.length);
    tp_buf_finish(&text);
    for (int i = 0; i < 2; i++)
        for (char *at = copy; (at = strstr(at, names[i])) != NULL;)
            for (at += strlen(names[i]); *at != '"'; at++)
                *at = '-';
    for (char *at = copy; (at = strstr(at, "/turnpool-test-")) != NULL; at += 21)
        memset(at + 15, '-', 6);
    return copy;
}

void solved_same_with_one_period(const solved *w)
{
    static instance in;
    solved with;
    in = *w->in;
    in.s.periods = 1;
    in.s.months = 7;
    in.s.discount = 500000;
    begin(&with, &in);
    const char *one = said_by(with.run, w->s.arena), *none = said_by(w->run, w->s.arena);
    int same = 0;
    while (one[same] && one[same] == none[same])
        same++;
    int from = same > 60 ? same - 60 : 0;
    ck_assert_msg(one[same] == none[same],
                  "seed %" PRIu64 " from byte %d on, without a horizon: %.200s\nwith one: %.200s",
                  in.seed, from, none + from, one + from);
    solved_end(&with);
}

void solved_begin(solved *w, const instance *in)
{
    begin(w, in);
    if (getenv("TP_ONE_PERIOD") && in->s.periods == 0)
        solved_same_with_one_period(w);
}

void documents_write(documents *out, const tp_run *run)
{
    tp_buf *all[] = {&out->dataset, &out->order,    &out->scenario,
                     &out->origins, &out->document, &out->certificate};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tp_buf_init(all[i]);
    tp_dataset_canonical(&out->dataset, run->data);
    tp_dataset_order(&out->order, run->data);
    tp_buf_add(&out->order, "", 1);
    tp_scenario_canonical(&out->scenario, run->scenario);
    tp_scenario_origins(&out->origins, run->scenario);
    tp_buf_add(&out->origins, "", 1);
    tp_document_write(&out->document, run);
    tp_certificate_write(&out->certificate, run);
}

void documents_free(documents *d)
{
    tp_buf *all[] = {&d->dataset, &d->order,    &d->scenario,
                     &d->origins, &d->document, &d->certificate};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tp_buf_finish(all[i]);
}

void documents_stored(const documents *d, tp_session_stored *out)
{
    *out = (tp_session_stored){.dataset = d->dataset.bytes,
                               .order = d->order.bytes,
                               .scenario = d->scenario.bytes,
                               .origins = d->origins.bytes,
                               .document = d->document.bytes,
                               .certificate = d->certificate.bytes,
                               .dataset_length = d->dataset.length,
                               .scenario_length = d->scenario.length,
                               .document_length = d->document.length,
                               .certificate_length = d->certificate.length};
}

bool solved_verifies(const tp_session_stored *stored, tp_arena *arena, const char **why)
{
    tp_session *session = NULL;
    const tp_run *run = NULL;
    tp_diags diags;
    tp_err err = {0};
    tp_verify_report report;
    tp_diags_init(&diags, arena);
    *why = "";
    if (tp_session_restore(&session, &run, stored, &diags, &err) != TP_OK) {
        *why = tp_arena_format(arena, "not restored: %s %s", err.text,
                               diags.count ? diags.items[0].text[1] : "");
        return false;
    }
    tp_status status = tp_session_verify(session, run, stored, &report, arena, &err);
    if (status != TP_OK)
        *why = tp_arena_format(arena, "not verified: %s", err.text);
    else if (report.count)
        *why =
            tp_arena_format(arena, "%s: %s", report.findings[0].what, report.findings[0].text.en);
    tp_session_free(session);
    return status == TP_OK && report.count == 0;
}

static void same_line(const solved *w, const brute_case *c, int l)
{
    const tp_dataset *data = w->run->data;
    const tp_position *is = &w->run->kase->line[l];
    const in_line *at = &w->in->line[l];
    ck_assert_str_eq(data->units[data->lines[l].unit].code, w->in->unit[at->unit].code);
    ck_assert_msg(is->supply == c->supply[l] && is->room == c->room[l] && is->most == c->most[l] &&
                      is->reclaimed == c->reclaimed[l],
                  "seed %" PRIu64 " line %d: supply %d, not %d; room %d, not %d; most %d, not %d; "
                  "reclaimed %d, not %d",
                  w->in->seed, l, (int)is->supply, (int)c->supply[l], (int)is->room,
                  (int)c->room[l], (int)is->most, (int)c->most[l], (int)is->reclaimed,
                  (int)c->reclaimed[l]);
}

static void same_derivation(const solved *w, const brute_case *c)
{
    const tp_result *result = w->run->result;
    for (int l = 0; l < w->in->n_lines; l++)
        same_line(w, c, l);
    for (int d = 0; d < w->in->n_demands && w->run->answer.x; d++)
        ck_assert_msg(result->live[d] == c->live[d] && result->own[d] == c->own[d],
                      "seed %" PRIu64 " demand %d: live %d, not %d; own %d, not %d", w->in->seed,
                      d + 1, result->live[d], c->live[d], (int)result->own[d], (int)c->own[d]);
}

static int pool_named(const brute_case *c, const tp_pool_result *is)
{
    for (int p = 0; p < c->n_pools; p++)
        if (!strcmp(instance_scope_by(c->in, c->pool[p].scope / 1000, c->pool[p].scope % 1000),
                    is->scope) &&
            !strcmp(instance_category(c->pool[p].category), is->category) &&
            !strcmp(instance_ring(c->pool[p].ring), is->ring))
            return p;
    return -1;
}

void solved_arcs(const solved *w, const brute_case *c, const tp_result *result, brute_point *out)
{
    for (size_t t = 0; t < result->n_transfers; t++) {
        int from = pool_named(c, &result->pools[result->transfers[t].from]), a = 0;
        int to = pool_named(c, &result->pools[result->transfers[t].to]);
        while (a < c->n_arcs && (c->arc_from[a] != from || c->arc_to[a] != to))
            a++;
        ck_assert_msg(a < c->n_arcs, "seed %" PRIu64 ": a transfer along no arc", w->in->seed);
        out->arc[a] += result->transfers[t].count;
    }
}

static void point_of(const solved *w, const brute_case *c, brute_point *out)
{
    const tp_result *result = w->run->result;
    *out = (brute_point){0};
    for (int l = 0; l < w->in->n_lines; l++)
        out->deposit[l] = result->deposit[l];
    for (int d = 0; d < w->in->n_demands; d++)
        out->loan[d] = result->loan[d];
    solved_arcs(w, c, result, out);
    for (size_t i = 0; i < result->n_moves; i++) {
        const tp_move_result *at = &result->moves[i];
        int k = 0;
        while (k < c->n_pairs && (c->pair[k].entry != at->entry || c->pair[k].from != at->from ||
                                  c->pair[k].to != at->to))
            k++;
        ck_assert_msg(k < c->n_pairs, "seed %" PRIu64 ": people move by no entry", w->in->seed);
        out->move[k] += at->count;
    }
}

void solved_check(solved *w)
{
    static brute_case c;
    brute_point at;
    brute_value values[IN_TIERS];
    brute_derive(&c, w->in);
    same_derivation(w, &c);
    const tp_result *result = w->run->result;
    if (w->run->answer.x) {
        point_of(w, &c, &at);
        const char *broken = brute_check(&c, &at, values);
        ck_assert_msg(!broken, "seed %" PRIu64 ": the answer breaks %s", w->in->seed, broken);
        ck_assert_int_eq((int)result->n_tiers, c.n_tiers);
        for (int t = 0; t < c.n_tiers; t++)
            ck_assert_msg(result->tiers[t].final == values[t].value,
                          "seed %" PRIu64 " %s: final %" PRId64 ", worth %" PRId64, w->in->seed,
                          result->tiers[t].goal, (int64_t)result->tiers[t].final,
                          (int64_t)values[t].value);
    }
    documents d;
    tp_session_stored stored;
    const char *why;
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    bool good = solved_verifies(&stored, w->s.arena, &why);
    documents_free(&d);
    ck_assert_msg(good, "seed %" PRIu64 ": %s", w->in->seed, why);
}

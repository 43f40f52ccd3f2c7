/* Figures just past a line, on a case that can be worked out by hand: what is found, what is not,
 * and that "otherwise" is what the office's files would have given. */
#include "explain/anomalies.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
    tp_anomalies found;
} world;

static const char units[] = "unit,region,system\nA,城,教育\nB,城,教育\nC,城,卫生\nD,城,卫生\n";
static const char posts[] = "unit,category,authorised,in_post\nA,事业,30,20\nB,事业,30,26\n"
                            "C,事业,30,30\nD,事业,30,30\n";
static const char lots[] = "unit,category,count,since\nA,事业,4,2024-01-01\nA,事业,6,2026-05-31\n"
                           "B,事业,4,2024-01-01\n";
static const char demands[] =
    "demand,unit,category,quantity,filed_on,class\nD1,C,事业,3,2026-06-01,normal\n"
    "D2,C,事业,3,2026-06-10,talent\nD3,D,事业,9,2026-06-01,normal\nD4,C,事业,3,2025-01-01,normal\n";
static const char outcomes[] = "unit,evaluated_on,saturation\nA,2025-05-31,0.55\n"
                               "A,2026-05-31,0.4\nB,2025-05-31,0.580000\nB,2026-05-31,0.605\n"
                               "C,2026-05-31,0.9\nD,2026-05-31,0.9\n";
static const char plan[] = "schema: turnpool.scenario/1\nname: test\ndata: data\n"
                           "as_of: 2026-06-30\nidle: {min_months: 6}\n"
                           "release: {bands: [{below: 0.6, share: 1}, {below: 0.8, share: 0.5}]}\n"
                           "borrow: {min_saturation: 0.85}\n"
                           "limits: [{name: 一般, where: {class: [normal]}, measure: loans, "
                           "at_most: 13}]\n";

static void files(scratch *s, const char *p, const char *v, const char *d, const char *o)
{
    scratch_text(s, "units.csv", units);
    scratch_text(s, "posts.csv", p);
    scratch_text(s, "vacancies.csv", v);
    scratch_text(s, "demands.csv", d);
    scratch_text(s, "outcomes.csv", o);
}

static const tp_run *opened(scratch *s, tp_session **session, const char *scenario)
{
    const tp_run *run;
    const char *at = strstr(scenario, "data: data");
    scratch_text(
        s, "plan.yaml",
        tp_arena_format(s->arena, "%.*sdata: .%s", (int)(at - scenario), scenario, at + 10));
    tp_status status =
        tp_session_open(session, scratch_path(s, "plan.yaml"), NULL, &s->diags, &s->err);
    ck_assert_msg(status == TP_OK, "%s", scratch_reports(s));
    ck_assert_int_eq(tp_session_solve(*session, NULL, &run, &s->err), TP_OK);
    ck_assert_int_eq(run->result->status, TP_OPTIMAL);
    return run;
}

static tp_anomaly_options usual(void)
{
    return (tp_anomaly_options){.within_months = 6,
                                .within_days = 31,
                                .margin = TP_DEC_ONE / 50,
                                .demand_most = TP_INT_NONE};
}

static void look(world *w, const char *scenario, const tp_anomaly_options *options)
{
    *w = (world){0};
    scratch_begin(&w->s);
    files(&w->s, posts, lots, demands, outcomes);
    w->run = opened(&w->s, &w->session, scenario);
    ck_assert_int_eq(tp_anomalies_find(&w->found, w->run, options, w->s.arena, &w->s.err), TP_OK);
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

static const tp_anomaly *only(const world *w, tp_anomaly_kind kind)
{
    const tp_anomaly *found = NULL;
    for (size_t i = 0; i < w->found.count; i++)
        if (w->found.items[i].kind == kind) {
            ck_assert_ptr_null(found);
            found = &w->found.items[i];
        }
    ck_assert_ptr_nonnull(found);
    return found;
}

/* The same question asked of files that say it: deposits and loans in all. */
static void expect_as_files(const tp_anomaly *at, const char *scenario, const char *p,
                            const char *v, const char *d, const char *o)
{
    scratch s;
    tp_session *session;
    scratch_begin(&s);
    files(&s, p, v, d, o);
    const tp_run *run = opened(&s, &session, scenario);
    int64_t deposits = 0, loans = 0;
    for (int32_t l = 0; l < run->data->n_lines; l++)
        deposits += run->result->deposit[l];
    for (int32_t k = 0; k < run->data->n_demands; k++)
        loans += run->result->loan[k];
    ck_assert(at->solved && at->answered);
    ck_assert_int_eq(at->deposits[1], deposits);
    ck_assert_int_eq(at->loans[1], loans);
    tp_session_free(session);
    scratch_end(&s);
}

static const char *replaced(scratch *s, const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    ck_assert_ptr_nonnull(at);
    return tp_arena_format(s->arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void other_day(scratch *s, tp_dataset **data, const char *p)
{
    scratch_begin(s);
    scratch_text(s, "units.csv", units);
    scratch_text(s, "posts.csv", p);
    scratch_text(s, "vacancies.csv", "unit,category,count,since\nA,事业,10,2024-01-01\n");
    tp_status status = tp_dataset_load(data, s->path, NULL, &s->diags, &s->err);
    ck_assert_msg(status == TP_OK, "%s", scratch_reports(s));
}

/* A: 10 vacant since 2024, 6 of them filled in April, vacant again by the end of May. */
START_TEST(anomalies__vacancies_filled_and_emptied_count_anew)
{
    world w;
    scratch s[2];
    tp_dataset *data[2];
    tp_anomaly_options options = usual();
    other_day(&s[0], &data[0], posts);
    other_day(&s[1], &data[1],
              "unit,category,authorised,in_post\nA,事业,30,26\nB,事业,30,26\nC,事业,30,30\n"
              "D,事业,30,30\n");
    const tp_register registers[] = {{20260331, data[0]}, {20260430, data[1]}};
    options.registers = registers;
    options.n_registers = 2;
    look(&w, plan, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_RESTARTED);
    ck_assert_str_eq(w.run->data->units[at->unit].code, "A");
    ck_assert_str_eq(at->rule, "idle");
    ck_assert_ptr_nonnull(strstr(at->seen.en, "6 vacant since 2024-01-01"));
    ck_assert(!w.found.later);
    expect_as_files(at, plan, posts,
                    "unit,category,count,since\nA,事业,10,2024-01-01\nB,事业,4,2024-01-01\n",
                    demands, outcomes);
    ck_assert_int_eq(at->deposit[0], 4); /* what is old enough as the office has it */
    ck_assert_int_gt(at->deposit[1], at->deposit[0]);
    end(&w);
    /* Within a month nothing was filled and emptied. */
    options.within_months = 0;
    look(&w, plan, &options);
    for (size_t i = 0; i < w.found.count; i++)
        ck_assert_int_ne(w.found.items[i].kind, TP_ANOMALY_RESTARTED);
    end(&w);
    for (int i = 0; i < 2; i++) {
        tp_dataset_free(data[i]);
        scratch_end(&s[i]);
    }
}
END_TEST

/* B: 22 people in March, 26 at the end of June, 23 in August: 3 of the 4 went again. */
START_TEST(anomalies__people_who_came_before_the_date_and_left)
{
    static const char march[] =
        "unit,category,authorised,in_post\nA,事业,30,20\nB,事业,30,22\nC,事业,30,30\n";
    static const char august[] =
        "unit,category,authorised,in_post\nA,事业,30,20\nB,事业,30,23\nC,事业,30,30\n";
    world w;
    scratch s[2];
    tp_dataset *data[2];
    tp_anomaly_options options = usual();
    other_day(&s[0], &data[0], march);
    other_day(&s[1], &data[1], august);
    const tp_register registers[] = {{20260831, data[1]}, {20260331, data[0]}};
    options.registers = registers;
    options.n_registers = 2;
    look(&w, plan, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_JUMPED);
    ck_assert(w.found.later);
    ck_assert_str_eq(w.run->data->units[at->unit].code, "B");
    ck_assert_ptr_nonnull(
        strstr(at->seen.en, "in post 22 on 2026-03-31, 26 on 2026-06-30 (the data date), 23 on"));
    /* March's own day is all that is known of the slots they filled. */
    expect_as_files(at, plan, replaced(&w.s, posts, "B,事业,30,26", "B,事业,30,23"),
                    "unit,category,count,since\nA,事业,4,2024-01-01\nA,事业,6,2026-05-31\n"
                    "B,事业,4,2024-01-01\nB,事业,3,2026-03-31\n",
                    demands, outcomes);
    end(&w);
    /* Who stays has not jumped. */
    options.registers = &registers[1];
    options.n_registers = 1;
    look(&w, plan, &options);
    at = only(&w, TP_ANOMALY_JUMPED); /* not known yet, and half of what was vacant: said so */
    ck_assert_ptr_nonnull(strstr(at->seen.en, "no later register"));
    end(&w);
    for (int i = 0; i < 2; i++) {
        tp_dataset_free(data[i]);
        scratch_end(&s[i]);
    }
}
END_TEST

/* C asks for 3 and 3 within ten days; D4 was filed long before and stands alone. */
START_TEST(anomalies__demands_in_pieces)
{
    world w;
    tp_anomaly_options options = usual();
    look(&w, plan, &options);
    for (size_t i = 0; i < w.found.count; i++)
        ck_assert_int_ne(w.found.items[i].kind, TP_ANOMALY_SPLIT);
    end(&w);
    options.demand_most = 5;
    look(&w, plan, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_SPLIT);
    ck_assert_str_eq(at->rule, "");
    ck_assert_ptr_nonnull(strstr(at->seen.en, "2 demands (D1 D2) filed together, 6 slots"));
    expect_as_files(at, plan, posts, lots,
                    "demand,unit,category,quantity,filed_on,class\nD1,C,事业,6,2026-06-01,normal\n"
                    "D3,D,事业,9,2026-06-01,normal\nD4,C,事业,3,2025-01-01,normal\n",
                    outcomes);
    end(&w);
    /* Without a bound of the office: half of 3 is 2, half of 6 is 3; one slot more in the first
     * part. */
    options.demand_most = TP_INT_NONE;
    static const char tranches[] =
        "schema: turnpool.scenario/1\nname: test\ndata: data\nas_of: 2026-06-30\n"
        "tranches: [{up_to: 0.5, value: 1}, {up_to: 1, value: 0.6}]\n";
    look(&w, tranches, &options);
    at = only(&w, TP_ANOMALY_SPLIT);
    ck_assert_str_eq(at->rule, "tranches");
    ck_assert_ptr_nonnull(strstr(at->threshold.en, "1 more of them"));
    end(&w);
}
END_TEST

START_TEST(anomalies__a_limit_that_some_pieces_are_outside_of)
{
    static const char limited[] =
        "schema: turnpool.scenario/1\nname: test\ndata: data\nas_of: 2026-06-30\n"
        "limits: [{name: 一般, where: {class: [normal], unit: [C]}, measure: loans, at_most: 4}]\n";
    world w;
    const tp_anomaly_options options = usual();
    look(&w, limited, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_SPLIT);
    ck_assert_str_eq(at->rule, "limits");
    ck_assert_ptr_nonnull(strstr(at->threshold.en, "at most 4; only 3 of them"));
    expect_as_files(at, limited, posts, lots,
                    "demand,unit,category,quantity,filed_on,class\nD1,C,事业,6,2026-06-01,normal\n"
                    "D3,D,事业,9,2026-06-01,normal\nD4,C,事业,3,2025-01-01,normal\n",
                    outcomes);
    end(&w);
}
END_TEST

/* B at 0.605 misses the first band by 0.005 and gives half; it gave all the year before. */
START_TEST(anomalies__a_saturation_just_past_a_line)
{
    world w;
    tp_anomaly_options options = usual();
    look(&w, plan, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_NEAR);
    ck_assert_str_eq(w.run->data->units[at->unit].code, "B");
    ck_assert_str_eq(at->rule, "release");
    ck_assert_ptr_nonnull(strstr(at->seen.en, "0.605, only 0.005 away"));
    ck_assert_ptr_nonnull(strstr(at->seen.en, "(2025-05-31) 0.58"));
    expect_as_files(at, plan, posts, lots, demands,
                    replaced(&w.s, outcomes, "B,2026-05-31,0.605", "B,2026-05-31,0.599999"));
    ck_assert_uint_eq(w.found.n_thresholds, 3);
    for (size_t i = 0; i < 3; i++) {
        const tp_threshold *t = &w.found.thresholds[i];
        ck_assert_int_eq(t->above, strcmp(t->path, "release.bands[1].below") == 0);
        ck_assert_int_eq(t->below, 0);
    }
    end(&w);
    options.margin = TP_DEC_ONE / 500;
    look(&w, plan, &options);
    ck_assert_uint_eq(w.found.count, 0);
    end(&w);
}
END_TEST

/* Who is below a line of `protect` is spared: there the better side is below. */
START_TEST(anomalies__protected_below_a_line)
{
    static const char spared[] =
        "schema: turnpool.scenario/1\nname: test\ndata: data\nas_of: 2026-06-30\n"
        "protect: [{saturation_below: 0.61}]\n";
    world w;
    const tp_anomaly_options options = usual();
    look(&w, spared, &options);
    const tp_anomaly *at = only(&w, TP_ANOMALY_NEAR);
    ck_assert_str_eq(at->rule, "protect");
    expect_as_files(at, spared, posts, lots, demands,
                    replaced(&w.s, outcomes, "B,2026-05-31,0.605", "B,2026-05-31,0.61"));
    end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *s = suite_create("anomalies");
    TCase *t = tcase_create("anomalies");
    tcase_add_test(t, anomalies__vacancies_filled_and_emptied_count_anew);
    tcase_add_test(t, anomalies__people_who_came_before_the_date_and_left);
    tcase_add_test(t, anomalies__demands_in_pieces);
    tcase_add_test(t, anomalies__a_limit_that_some_pieces_are_outside_of);
    tcase_add_test(t, anomalies__a_saturation_just_past_a_line);
    tcase_add_test(t, anomalies__protected_below_a_line);
    suite_add_tcase(s, t);
    return s;
}

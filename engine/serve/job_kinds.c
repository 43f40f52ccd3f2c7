/* The kinds of long work: each a call of explain/ and its page. */
#include "serve/jobs.h"

#include "explain/outlook.h"
#include "explain/sweep.h"
#include "report/pictures/svg.h"
#include "report/views/alternatives.h"
#include "report/views/outlook.h"
#include "report/views/robust.h"
#include "report/views/run.h"
#include "report/views/sensitivity.h"
#include "report/views/sweep.h"
#include "report/views/words.h"
#include "workspace/inputs.h"

#include <string.h>
#include <unistd.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static tp_status worth(tp_job_work *work, tp_err *err)
{
    tp_sensitivity found;
    const tp_sensitivity_options options = {
        .threads = 1, .stop = work->stop, .progress = {work->told, work->user}};
    tp_status status = tp_sensitivity_of(&found, work->run, &options, work->arena, err);
    return status ? status
                  : tp_sensitivity_page(&work->page, &found, &(tp_sensitivity_page_options){false},
                                        work->arena, err);
}

static tp_status others(tp_job_work *work, tp_err *err)
{
    tp_alternatives found;
    const tp_alternatives_task task = {.run = work->run,
                                       .within = TP_DEC_ONE / 100,
                                       .count = 3,
                                       .threads = 1,
                                       .stop = work->stop,
                                       .progress = {work->told, work->user}};
    tp_status status = tp_alternatives_find(&found, &task, work->arena, err);
    return status ? status : tp_alternatives_page(&work->page, &task, &found, work->arena, err);
}

enum { DRAWS = 200 };

static void drawn(void *user, size_t done)
{
    tp_job_work *work = user;
    work->told(work->user, done, DRAWS);
}

static tp_status robust(tp_job_work *work, tp_err *err)
{
    tp_robust found;
    const tp_robust_task task = {.run = work->run,
                                 .spreads = tp_spreads_usual(work->run),
                                 .seed = 1,
                                 .draws = DRAWS,
                                 .threads = 1,
                                 .stop = work->stop,
                                 .told = drawn,
                                 .user = work};
    tp_status status = tp_robust_measure(&found, &task, work->arena, err);
    return status ? status : tp_robust_page(&work->page, &task, &found, work->arena, err);
}

typedef struct ranging {
    tp_job_work *work;
    size_t done, total;
} ranging;

static tp_status point_done(void *user, size_t point, const tp_run *run,
                            const tp_sweep_outcome *outcome, tp_err *err)
{
    ranging *r = user;
    (void)point;
    (void)run;
    (void)outcome;
    (void)err;
    r->work->told(r->work->user, ++r->done, r->total);
    return TP_OK;
}

/* One mark a solved point: what is lent there. */
static tp_status draw(tp_job_work *work, const tp_sweep_plan *plan,
                      const tp_sweep_outcome *outcomes, tp_err *err)
{
    tp_curve_point *points = tp_arena_array(work->arena, plan->n_points + 1, sizeof *points);
    if (!points)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < plan->n_points; i++) {
        int64_t lent = outcomes[i].figure[TP_SWEEP_LENT];
        const char *value = plan->points[i].value[0];
        points[i] = (tp_curve_point){.label = tp_point_words(&work->page, work->key, value),
                                     .value = (tp_wide)lent * TP_DEC_ONE,
                                     .solved = outcomes[i].done && lent != TP_INT_NONE};
    }
    const tp_curve_figure figure = {.title = tp_sweep_figure_words[TP_SWEEP_LENT],
                                    .x_label = tp_key_words(&work->page, work->key),
                                    .y_label = tp_sweep_figure_words[TP_SWEEP_LENT],
                                    .points = points,
                                    .n_points = plan->n_points};
    tp_svg_curve(&work->picture, &figure);
    return tp_buf_ok(&work->picture) ? TP_OK : tp_fail_nomem(err);
}

static tp_status sweep(tp_job_work *work, const tp_inputs *inputs, tp_err *err)
{
    tp_sweep_plan plan;
    char id[TP_RUN_ID_TEXT];
    tp_session_options options = inputs->options;
    size_t n = work->n_settings;
    tp_setting *settings = tp_arena_array(work->arena, n + 2, sizeof *settings);
    const char *axis = tp_arena_format(work->arena, "%s=%s", work->key, work->values);
    tp_sweep_plan_init(&plan, work->arena);
    if (!settings || !axis)
        return tp_fail_nomem(err);
    if (n)
        memcpy(settings, work->settings, n * sizeof *settings);
    if (work->data)
        settings[n++] = (tp_setting){.key = "data", .value = work->data};
    options.settings = settings;
    options.n_settings = n;
    tp_status status = tp_sweep_vary(&plan, axis, (tp_pos){0}, &work->diags, err);
    if (!status)
        status = tp_sweep_plan_finish(&plan, &work->diags, err);
    if (status)
        return status;
    ranging r = {work, 0, plan.n_points};
    tp_sweep_task task = {.plan = &plan,
                          .file = work->file,
                          .options = &options,
                          .base = work->run,
                          .threads = 1,
                          .stop = work->stop,
                          .finished = point_done,
                          .user = &r};
    task.outcomes = tp_arena_array(work->arena, plan.n_points + 1, sizeof *task.outcomes);
    if (!task.outcomes)
        return tp_fail_nomem(err);
    status = tp_sweep_run(&task, &work->diags, err);
    if (!status)
        status = tp_sweep_identify(&task, id, err);
    const char *name = status ? NULL : tp_arena_text(work->arena, id);
    if (!status)
        status = name ? draw(work, &plan, task.outcomes, err) : tp_fail_nomem(err);
    return status ? status
                  : tp_sweep_page(&work->page,
                                  &(tp_sweep_page_task){name, work->run, &plan, task.outcomes},
                                  work->arena, err);
}

static tp_status range(tp_job_work *work, tp_err *err)
{
    tp_store *store = NULL;
    tp_inputs inputs;
    tp_status status = TP_OK;
    if (access(work->store, R_OK) == 0)
        status = tp_store_open(&store, work->store,
                               &(tp_store_options){.read_only = true, .diags = &work->diags}, err);
    if (!status)
        status = tp_inputs_gather(&inputs, store, TP_DATE_NONE, work->arena, err);
    if (!status)
        status = sweep(work, &inputs, err);
    tp_store_close(store);
    return status;
}

/* Year by year is one step, then one for each tail. */
static void tail_done(void *user, size_t done)
{
    tp_job_work *work = user;
    work->told(work->user, done + 1, TP_TAILS_MOST + 1);
}

static tp_status look_ahead(tp_job_work *work, tp_err *err)
{
    tp_yearly yearly;
    tp_tails tails;
    const tp_looking how = {.stop = work->stop, .told = tail_done, .user = work};
    tp_status status = tp_outlook_yearly(&yearly, work->run, work->stop, work->arena, err);
    if (!status)
        tail_done(work, 0);
    if (!status)
        status = tp_outlook_tails(&tails, work->run, TP_TAILS_MOST, &how, work->arena, err);
    return status ? status
                  : tp_outlook_page(&work->page, work->run, &yearly, &tails, work->arena, err);
}

/* In a session of its own: the page's goes on. */
static tp_status to_the_end(tp_job_work *work, tp_err *err)
{
    tp_session *session;
    const tp_run *run;
    tp_status status = tp_session_clone(&session, work->run, &work->diags, err);
    if (status)
        return status;
    status = tp_session_solve(session, &(tp_session_solve_options){.stop = work->stop}, &run, err);
    if (!status && tp_stop_asked(&work->stop) == TP_GO_ON)
        work->whole = tp_run_hold(run);
    if (work->whole)
        status =
            tp_run_page(&work->page, work->whole, &(tp_run_page_options){false}, work->arena, err);
    tp_session_free(session);
    return status;
}

bool tp_job_kind_fits(const tp_job_kind *kind, const tp_run *run)
{
    tp_answer_status status = run->result->status;
    if (kind->ends)
        return status == TP_FEASIBLE || status == TP_NO_ANSWER;
    return tp_answered(status) && (!kind->plans || run->result->n_periods > 1);
}

static const tp_job_kind kind_end = {
    .id = "end",
    .name = {"算到底", "Solve to the end"},
    .explains = {"页面上的测算到时限为止；这里一直算到得出证明，算完后本页的结果随之更新",
                 "the page stops after some seconds; this goes on until there is a proof, and the "
                 "page shows it then"},
    .ends = true,
    .work = to_the_end};
static const tp_job_kind kind_outlook = {
    .id = "outlook",
    .name = {"看得远值多少", "What looking ahead is worth"},
    .explains = {"各期统筹与逐期单独测算对照；第 1 期的决定要看到多远",
                 "the plan beside deciding year by year; how far one must look"},
    .plans = true,
    .work = look_ahead};
static const tp_job_kind kind_worth = {
    .id = "worth",
    .name = {"多一个值多少", "What one more is worth"},
    .explains = {"每个可调的数各加减一个，重新测算",
                 "each figure one up and one down, solved again"},
    .work = worth};
static const tp_job_kind kind_others = {
    .id = "others",
    .name = {"几乎一样好的其他方案", "Other answers, nearly as good"},
    .explains = {"各级目标让出不超过 1%，找彼此不同的方案",
                 "within 1 % on every goal, unlike each other"},
    .work = others};
static const tp_job_kind kind_robust = {
    .id = "robust",
    .name = {"数据有出入时是否站得住", "Does it hold if the data are off?"},
    .explains = {"数据随机变动 200 次，逐次复核", "the data varied 200 times at random"},
    .work = robust};
static const tp_job_kind kind_range = {
    .id = "range",
    .name = {"一个参数的取值范围", "A range of one figure"},
    .explains = {"逐点测算，给出曲线和表", "solved point by point, as a curve and a table"},
    .ranges = true,
    .work = range};

const tp_job_kind *const tp_job_kinds[] = {&kind_end,    &kind_outlook, &kind_range, &kind_worth,
                                           &kind_others, &kind_robust,  NULL};

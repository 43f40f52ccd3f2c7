#include "explain/sweep.h"

#include "base/parallel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

const char *const tp_sweep_figure_names[TP_SWEEP_FIGURES] = {
    "lent",     "own",    "short",      "denied",    "statutory_short", "need_value", "lowest",
    "deposits", "donors", "saturation", "reclaimed", "closing",         "transfers",  "units"};
const tp_words tp_sweep_figure_words[TP_SWEEP_FIGURES] = {
    {"投放", "Granted"},           {"自有解决", "Own"},         {"尚缺", "Short"},
    {"不予受理", "Refused"},       {"法定缺口", "Stat. short"}, {"需求满足值", "Need value"},
    {"最低满足率", "Lowest fill"}, {"收储", "Deposits"},        {"存入单位×类别", "Donors"},
    {"存入饱满度", "Saturation"},  {"硬性收储", "Reclaimed"},   {"池余额", "Left"},
    {"跨池调剂", "Transfers"},     {"涉及单位", "Units"}};

bool tp_sweep_figure_is_dec(tp_sweep_figure figure)
{
    return figure == TP_SWEEP_NEED || figure == TP_SWEEP_LOWEST || figure == TP_SWEEP_SATURATION;
}

static void set_figures(int64_t *to, const tp_figures *f)
{
    const tp_group_figures *statutory = &f->by_class[TP_STATUTORY];
    to[TP_SWEEP_LENT] = f->all.lent;
    to[TP_SWEEP_OWN] = f->all.own;
    to[TP_SWEEP_SHORT] = f->all.unmet;
    to[TP_SWEEP_DENIED] = f->all.denied;
    to[TP_SWEEP_STATUTORY_SHORT] = statutory->unmet + statutory->denied;
    to[TP_SWEEP_NEED] = (int64_t)f->need_value;
    if (f->lowest_bottom)
        to[TP_SWEEP_LOWEST] =
            (int64_t)tp_floor_div((tp_wide)f->lowest_top * TP_DEC_ONE, f->lowest_bottom);
    to[TP_SWEEP_DEPOSITS] = f->deposits;
    to[TP_SWEEP_DONORS] = f->donors;
    to[TP_SWEEP_SATURATION] = f->donor_saturation;
    to[TP_SWEEP_RECLAIMED] = f->reclaimed;
    to[TP_SWEEP_CLOSING] = f->closing;
    to[TP_SWEEP_TRANSFERS] = f->transfers;
    to[TP_SWEEP_UNITS] = f->touched_units;
}

tp_status tp_sweep_outcome_of(tp_sweep_outcome *out, const tp_run *run, tp_err *err)
{
    *out = (tp_sweep_outcome){.done = true, .status = run->result->status};
    memcpy(out->run, run->id, sizeof out->run);
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        out->figure[f] = TP_INT_NONE;
    tp_status status = tp_answer_identify(run, out->answer, err);
    if (status != TP_OK || !tp_answered(run->result->status))
        return status;
    tp_arena *arena = tp_arena_create();
    tp_figures figures;
    status = arena ? tp_figures_of(&figures, run, arena, err) : tp_fail_nomem(err);
    if (status == TP_OK && figures.need_value > INT64_MAX)
        status = tp_fail(err, TP_E_OVERFLOW, "value of the need met");
    if (status == TP_OK)
        set_figures(out->figure, &figures);
    tp_arena_free(arena);
    return status;
}

void tp_sweep_figures_write(tp_buf *out, const tp_sweep_outcome *outcome)
{
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        if (outcome->figure[f] != TP_INT_NONE)
            tp_buf_format(out, "%s=%lld\n", tp_sweep_figure_names[f],
                          (long long)outcome->figure[f]);
}

void tp_sweep_figures_read(tp_sweep_outcome *out, const char *text)
{
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        out->figure[f] = TP_INT_NONE;
    for (const char *at = text; *at;) {
        size_t line = strcspn(at, "\n"), name = strcspn(at, "=");
        int64_t value;
        for (int f = 0; name < line && f < TP_SWEEP_FIGURES; f++)
            if (strlen(tp_sweep_figure_names[f]) == name &&
                !memcmp(tp_sweep_figure_names[f], at, name) &&
                tp_int_parse(at + name + 1, line - name - 1, &value) == TP_PARSE_OK)
                out->figure[f] = value;
        at += line + (at[line] == '\n');
    }
}

typedef struct sweeper {
    const tp_sweep_task *task;
    tp_session **session; /* [threads] */
    tp_diags *diags;
    pthread_mutex_t lock; /* of diags, and of the store behind references */
    tp_reference_source references;
} sweeper;

static bool stopped(const sweeper *s)
{
    return s->task->stop.ask && s->task->stop.ask(s->task->stop.user) != TP_GO_ON;
}

/* A store is asked by one thread at a time. */
static tp_status fetch(void *user, const char *reference, tp_buf *out, tp_err *err)
{
    sweeper *s = user;
    pthread_mutex_lock(&s->lock);
    tp_status status = s->references.fetch(s->references.user, reference, out, err);
    pthread_mutex_unlock(&s->lock);
    return status;
}

/* What a point has to complain of goes to the caller's list; warnings were told with the base. */
static void hand_over(sweeper *s, const tp_diags *found)
{
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < found->count && !s->diags->errors; i++) {
        const tp_diag *d = &found->items[i];
        const tp_msg msg = {d->code, "{0}", "{1}"};
        if (d->severity == TP_ERROR)
            tp_diag_error(s->diags, d->pos, &msg, d->text[TP_ZH], d->text[TP_EN]);
    }
    pthread_mutex_unlock(&s->lock);
}

static tp_status open_session(sweeper *s, size_t worker, tp_diags *diags, tp_err *err)
{
    tp_session_options options = {0};
    if (s->session[worker])
        return TP_OK;
    if (s->task->options)
        options = *s->task->options;
    if (s->references.fetch)
        options.references = (tp_reference_source){fetch, s};
    return s->task->file ? tp_session_open(&s->session[worker], s->task->file, &options, diags, err)
                         : tp_session_clone(&s->session[worker], s->task->base, diags, err);
}

/* The base's columns, if the point's program has the same ones. */
static const int64_t *start_of(const sweeper *s, const tp_session *session)
{
    const tp_run *base = s->task->base;
    const tp_program *p = tp_session_case(session)->program;
    const tp_program *q = base && base->answer.x ? base->task.program : NULL;
    if (!q || !p || p->n_cols != q->n_cols ||
        memcmp(p->col_origin, q->col_origin, (size_t)p->n_cols * sizeof *p->col_origin) != 0)
        return NULL;
    return base->answer.x;
}

bool tp_run_cut_short(const tp_run *run)
{
    for (size_t t = 0; t < run->result->n_tiers; t++) {
        const char *by = run->result->tiers[t].stopped_by;
        if (by && (!strcmp(by, "time") || !strcmp(by, "user")))
            return true;
    }
    return run->result->status == TP_NO_ANSWER;
}

static tp_status solve_point(sweeper *s, size_t worker, size_t point, tp_arena *arena, tp_err *err)
{
    const tp_sweep_task *task = s->task;
    tp_setting *settings;
    size_t count;
    const tp_run *run;
    tp_diags diags;
    tp_sweep_outcome outcome;
    tp_diags_init(&diags, arena);
    tp_status status = tp_sweep_settings(task->plan, point, arena, &settings, &count, err);
    if (status == TP_OK)
        status = open_session(s, worker, &diags, err);
    tp_session *session = s->session[worker];
    if (status == TP_OK)
        status = tp_session_set(session, settings, count, &diags, err);
    if (status != TP_OK) {
        hand_over(s, &diags);
        return status;
    }
    const tp_session_solve_options wanted = {
        .gap = task->gap, .stop = task->stop, .start = start_of(s, session)};
    status = tp_session_solve(session, &wanted, &run, err);
    if (status != TP_OK || tp_run_cut_short(run))
        return status;
    status = tp_sweep_outcome_of(&outcome, run, err);
    if (status == TP_OK && task->finished)
        status = task->finished(task->user, point, run, &outcome, err);
    if (status == TP_OK)
        task->outcomes[point] = outcome;
    return status;
}

static tp_status work(void *user, size_t worker, size_t point, tp_err *err)
{
    sweeper *s = user;
    if (s->task->outcomes[point].done ||
        !tp_shard_has(s->task->shard, point, s->task->plan->n_points) || stopped(s))
        return TP_OK;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? solve_point(s, worker, point, arena, err) : tp_fail_nomem(err);
    tp_arena_free(arena);
    return status;
}

tp_status tp_sweep_run(const tp_sweep_task *task, tp_diags *diags, tp_err *err)
{
    size_t threads = task->threads ? task->threads : 1;
    sweeper s = {.task = task, .diags = diags};
    s.session = calloc(threads, sizeof(tp_session *));
    if (!s.session)
        return tp_fail_nomem(err);
    if (task->options)
        s.references = task->options->references;
    s.session[0] = task->session;
    pthread_mutex_init(&s.lock, NULL);
    const tp_parallel crew = {
        .threads = threads, .items = task->plan->n_points, .work = work, .user = &s};
    tp_status status = tp_parallel_run(&crew, err);
    for (size_t i = task->session ? 1 : 0; i < threads; i++)
        tp_session_free(s.session[i]);
    pthread_mutex_destroy(&s.lock);
    free(s.session);
    return status;
}

tp_status tp_sweep_identify(const tp_sweep_task *task, char out[TP_RUN_ID_TEXT], tp_err *err)
{
    char hex[TP_SHA256_HEX];
    tp_buf key;
    tp_buf_init(&key);
    tp_buf_format(&key, "turnpool.sweep/1\n%s\n%lld\n", task->base->id, (long long)task->gap);
    for (size_t p = 0; p < task->plan->n_points; p++) {
        tp_sweep_point_write(&key, task->plan, p);
        tp_buf_char(&key, '\n');
    }
    bool ok = tp_buf_ok(&key) && tp_sha256_of(key.bytes, key.length, hex);
    tp_buf_finish(&key);
    if (!ok)
        return tp_fail_nomem(err);
    memcpy(out, hex, TP_RUN_ID_TEXT - 1);
    out[TP_RUN_ID_TEXT - 1] = '\0';
    return TP_OK;
}

void tp_sweep_number_answers(const tp_sweep_outcome *outcomes, size_t count, int32_t *number)
{
    int32_t last = 0;
    for (size_t p = 0; p < count; p++) {
        number[p] = 0;
        for (size_t q = 0; q < p && outcomes[p].done && !number[p]; q++)
            if (outcomes[q].done && strcmp(outcomes[q].answer, outcomes[p].answer) == 0)
                number[p] = number[q];
        if (outcomes[p].done && !number[p])
            number[p] = ++last;
    }
}

#include "serve/jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct job {
    int64_t number; /* 0: free */
    const tp_job_kind *kind;
    tp_job_state state; /* under the lock, as all below but `work` and `stop` */
    size_t done, total;
    int64_t began, ended;
    const char *title, *back;
    tp_job_work work; /* the worker's while it is at it */
    tp_err err;
    atomic_bool stop;
    tp_jobs *jobs;
} job;

struct tp_jobs {
    tp_jobs_options options;
    pthread_mutex_t lock;
    pthread_cond_t asked;
    job items[TP_JOBS];
    int64_t numbers;
    atomic_bool stopping;
    bool started;
    pthread_t worker;
};

static void clear(job *j)
{
    tp_run_free(j->work.run);
    tp_run_free(j->work.whole);
    tp_arena_free(j->work.arena);
    tp_buf_finish(&j->work.picture);
    j->work = (tp_job_work){0};
    j->number = 0;
}

static tp_stop_reason ask_stop(void *user)
{
    job *j = user;
    return atomic_load(&j->stop) || atomic_load(&j->jobs->stopping) ? TP_STOP_USER : TP_GO_ON;
}

static void told(void *user, size_t done, size_t total)
{
    job *j = user;
    pthread_mutex_lock(&j->jobs->lock);
    j->done = done;
    j->total = total;
    pthread_mutex_unlock(&j->jobs->lock);
}

/* The one that has waited longest; under the lock. */
static job *next_waiting(tp_jobs *jobs)
{
    job *found = NULL;
    for (size_t i = 0; i < TP_JOBS; i++) {
        job *j = &jobs->items[i];
        if (j->number && j->state == TP_JOB_WAITING && (!found || j->number < found->number))
            found = j;
    }
    return found;
}

static void *work(void *user)
{
    tp_jobs *jobs = user;
    pthread_mutex_lock(&jobs->lock);
    while (!atomic_load(&jobs->stopping)) {
        job *j = next_waiting(jobs);
        if (!j) {
            pthread_cond_wait(&jobs->asked, &jobs->lock);
            continue;
        }
        j->state = TP_JOB_WORKING;
        j->began = jobs->options.now(jobs->options.user);
        pthread_mutex_unlock(&jobs->lock);
        tp_status status = j->kind->work(&j->work, &j->err);
        bool stopped = atomic_load(&j->stop);
        if (j->work.whole)
            jobs->options.ended(jobs->options.at, j->work.run, j->work.whole);
        pthread_mutex_lock(&jobs->lock);
        j->ended = jobs->options.now(jobs->options.user);
        j->state = stopped ? TP_JOB_STOPPED : status ? TP_JOB_FAILED : TP_JOB_DONE;
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

tp_status tp_jobs_create(tp_jobs **out, const tp_jobs_options *options, tp_err *err)
{
    tp_jobs *jobs = calloc(1, sizeof *jobs);
    *out = NULL;
    if (!jobs)
        return tp_fail_nomem(err);
    jobs->options = *options;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->asked, NULL);
    jobs->started = pthread_create(&jobs->worker, NULL, work, jobs) == 0;
    if (!jobs->started) {
        tp_jobs_free(jobs);
        return tp_fail(err, TP_E_IO, "no thread for long work");
    }
    *out = jobs;
    return TP_OK;
}

void tp_jobs_free(tp_jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    atomic_store(&jobs->stopping, true);
    pthread_cond_broadcast(&jobs->asked);
    pthread_mutex_unlock(&jobs->lock);
    if (jobs->started)
        pthread_join(jobs->worker, NULL);
    for (size_t i = 0; i < TP_JOBS; i++)
        clear(&jobs->items[i]);
    pthread_cond_destroy(&jobs->asked);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* A free place, or that of the oldest job that is over; under the lock. */
static job *place(tp_jobs *jobs)
{
    job *found = NULL;
    for (size_t i = 0; i < TP_JOBS; i++) {
        job *j = &jobs->items[i];
        if (!j->number)
            return j;
        if (j->state > TP_JOB_WORKING && (!found || j->number < found->number))
            found = j;
    }
    return found;
}

static const char *copied(tp_arena *arena, const char *text)
{
    return text ? tp_arena_text(arena, text) : NULL;
}

static bool fill(job *j, const tp_jobs *jobs, const tp_job_asked *asked)
{
    tp_arena *arena = tp_arena_create();
    tp_setting *settings =
        arena ? tp_arena_array(arena, asked->n_settings + 1, sizeof *settings) : NULL;
    j->work = (tp_job_work){.run = tp_run_hold(asked->run), .arena = arena};
    if (!settings)
        return false;
    for (size_t i = 0; i < asked->n_settings; i++)
        settings[i] = (tp_setting){.key = copied(arena, asked->settings[i].key),
                                   .value = copied(arena, asked->settings[i].value)};
    j->work.settings = settings;
    j->work.n_settings = asked->n_settings;
    j->work.file = copied(arena, asked->file);
    j->work.data = copied(arena, asked->data);
    j->work.key = copied(arena, asked->key);
    j->work.values = copied(arena, asked->values);
    j->work.store = jobs->options.store;
    j->work.stop = (tp_stop){ask_stop, j};
    j->work.told = told;
    j->work.user = j;
    tp_buf_init(&j->work.picture);
    tp_diags_init(&j->work.diags, arena);
    tp_page_init(&j->work.page, arena, asked->kind->name);
    j->title = copied(arena, asked->title);
    j->back = copied(arena, asked->back);
    return j->title && j->back;
}

int64_t tp_jobs_ask(tp_jobs *jobs, const tp_job_asked *asked)
{
    int64_t number = 0;
    pthread_mutex_lock(&jobs->lock);
    job *j = place(jobs);
    if (j) {
        clear(j);
        j->kind = asked->kind;
        j->state = TP_JOB_WAITING;
        j->done = j->total = 0;
        j->began = j->ended = 0;
        j->jobs = jobs;
        j->err = (tp_err){0};
        atomic_store(&j->stop, false);
        if (fill(j, jobs, asked))
            number = j->number = ++jobs->numbers;
        else
            clear(j);
        pthread_cond_signal(&jobs->asked);
    }
    pthread_mutex_unlock(&jobs->lock);
    return number;
}

static job *numbered(tp_jobs *jobs, int64_t number)
{
    for (size_t i = 0; i < TP_JOBS; i++)
        if (number > 0 && jobs->items[i].number == number)
            return &jobs->items[i];
    return NULL;
}

void tp_jobs_stop(tp_jobs *jobs, int64_t number)
{
    pthread_mutex_lock(&jobs->lock);
    job *j = numbered(jobs, number);
    if (j) {
        atomic_store(&j->stop, true);
        if (j->state == TP_JOB_WAITING)
            j->state = TP_JOB_STOPPED;
    }
    pthread_mutex_unlock(&jobs->lock);
}

static tp_job_view view_of(const tp_jobs *jobs, const job *j)
{
    bool over = j->state > TP_JOB_WORKING;
    int64_t now = over ? j->ended : jobs->options.now(jobs->options.user);
    return (tp_job_view){.number = j->number,
                         .kind = j->kind,
                         .state = j->state,
                         .done = j->done,
                         .total = j->total,
                         .began = j->began,
                         .spent = j->began ? now - j->began : 0,
                         .title = j->title,
                         .back = j->back,
                         .page = j->state == TP_JOB_DONE ? &j->work.page : NULL,
                         .picture = over && j->work.picture.bytes ? j->work.picture.bytes : "",
                         .diags = over ? &j->work.diags : NULL,
                         .failed = j->err.text};
}

bool tp_jobs_look(tp_jobs *jobs, int64_t number, void (*look)(void *user, const tp_job_view *job),
                  void *user)
{
    pthread_mutex_lock(&jobs->lock);
    const job *j = numbered(jobs, number);
    if (j) {
        const tp_job_view view = view_of(jobs, j);
        look(user, &view);
    }
    pthread_mutex_unlock(&jobs->lock);
    return j != NULL;
}

void tp_jobs_each(tp_jobs *jobs, void (*look)(void *user, const tp_job_view *job), void *user)
{
    pthread_mutex_lock(&jobs->lock);
    for (int64_t n = jobs->numbers; n > 0 && n > jobs->numbers - 1000; n--) {
        const job *j = numbered(jobs, n);
        if (!j)
            continue;
        const tp_job_view view = view_of(jobs, j);
        look(user, &view);
    }
    pthread_mutex_unlock(&jobs->lock);
}

const tp_job_kind *tp_job_kind_find(const char *id)
{
    for (size_t i = 0; tp_job_kinds[i]; i++)
        if (!strcmp(tp_job_kinds[i]->id, id))
            return tp_job_kinds[i];
    return NULL;
}

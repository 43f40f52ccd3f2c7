#include "base/parallel.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct crew {
    const tp_parallel *task;
    pthread_mutex_t lock;
    size_t done, next, failed; /* failed: the smallest item that failed, items: none */
    tp_status status;
    tp_err err;
} crew;

typedef struct member {
    crew *crew;
    size_t number;
    pthread_t thread;
} member;

static bool take(crew *c, size_t *item)
{
    pthread_mutex_lock(&c->lock);
    bool more = c->status == TP_OK && c->next < c->task->items;
    if (more)
        *item = c->next++;
    pthread_mutex_unlock(&c->lock);
    return more;
}

static void report(crew *c, size_t item, tp_status status, const tp_err *err)
{
    pthread_mutex_lock(&c->lock);
    if (c->status == TP_OK || item < c->failed) {
        c->failed = item;
        c->status = status;
        c->err = *err;
    }
    pthread_mutex_unlock(&c->lock);
}

static void tell(crew *c)
{
    const tp_told *progress = &c->task->progress;
    if (!progress->told)
        return;
    pthread_mutex_lock(&c->lock);
    progress->told(progress->user, ++c->done, c->task->items);
    pthread_mutex_unlock(&c->lock);
}

static void *labour(void *user)
{
    member *m = user;
    size_t item;
    while (take(m->crew, &item)) {
        tp_err err = {0};
        tp_status status = m->crew->task->work(m->crew->task->user, m->number, item, &err);
        if (status != TP_OK)
            report(m->crew, item, status, &err);
        else
            tell(m->crew);
    }
    return NULL;
}

tp_status tp_parallel_run(const tp_parallel *task, tp_err *err)
{
    size_t wanted = task->threads < task->items ? task->threads : task->items, started = 1;
    crew c = {.task = task, .failed = task->items};
    member *members = calloc(wanted + 1, sizeof *members);
    if (!members)
        return tp_fail_nomem(err);
    pthread_mutex_init(&c.lock, NULL);
    members[0] = (member){.crew = &c};
    for (; started < wanted; started++) {
        members[started] = (member){.crew = &c, .number = started};
        if (pthread_create(&members[started].thread, NULL, labour, &members[started]) != 0)
            break;
    }
    labour(&members[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(members[i].thread, NULL);
    pthread_mutex_destroy(&c.lock);
    free(members);
    if (c.status != TP_OK && err)
        *err = c.err;
    return c.status;
}

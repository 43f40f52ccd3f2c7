/* The same work for items 0 … n-1, shared among threads.
 *
 * Items are handed out in order, one at a time, to whichever thread is free; what a worker does
 * with an item must not depend on which thread has it or on what else is done, so that the outcome
 * is the same for any number of threads. Worker 0 is the calling thread; if a further thread cannot
 * be started, those that run do all of it.
 * The first error (of the smallest item that failed) ends the handing out and is returned. */
#ifndef TP_BASE_PARALLEL_H
#define TP_BASE_PARALLEL_H

#include "base/err.h"

/* How far long work is: `told` is called one call at a time, done <= total; NULL: no one. */
typedef struct tp_told {
    void (*told)(void *user, size_t done, size_t total);
    void *user;
} tp_told;

typedef struct tp_parallel {
    size_t threads; /* 0 counts as 1 */
    size_t items;
    /* worker: 0 … threads-1, so that each may have what is its own. */
    tp_status (*work)(void *user, size_t worker, size_t item, tp_err *err);
    void *user;
    tp_told progress; /* told after each item */
} tp_parallel;

tp_status tp_parallel_run(const tp_parallel *task, tp_err *err);

#endif

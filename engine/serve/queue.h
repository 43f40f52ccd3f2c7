/* What waits for a worker, and who is next: not who came first, but whose answer is due first,
 * which is when it came plus a few times what the like of it took last. So a moved lever does not
 * wait behind long solves, and these wait only so long. At most half of the workers are at long
 * ones.
 *
 * The like of a request: the same path and the same names in its query, whatever their values. What
 * it took is processor time: a machine that others use as well makes nothing long.
 * Not safe by itself: the caller holds a lock. Owns nothing: entries are the caller's. */
#ifndef TP_SERVE_QUEUE_H
#define TP_SERVE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TP_QUEUE_KINDS = 4096 };

typedef struct tp_queued {
    struct tp_queued *next;
    uint64_t kind; /* of its path and names, and */
    uint64_t path; /* of its path alone */
    int64_t due;
    bool is_long;
} tp_queued;

typedef struct tp_queue {
    tp_queued *first; /* in the order they came */
    size_t at_long, most_long;
    struct {
        uint64_t kind; /* 0: free */
        int64_t ms;    /* what it took last */
    } took[TP_QUEUE_KINDS];
} tp_queue;

void tp_queue_begin(tp_queue *queue, size_t workers);
/* `now`: milliseconds of a clock that only goes forward; always 0: they go as they came. */
void tp_queue_put(tp_queue *queue, tp_queued *entry, const char *target, int64_t now);
/* The next one to be answered, taken out; NULL: none may be. */
tp_queued *tp_queue_take(tp_queue *queue);
/* It is answered, in so many milliseconds of processor time. */
void tp_queue_done(tp_queue *queue, const tp_queued *entry, int64_t took);

#endif

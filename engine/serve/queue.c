#include "serve/queue.h"

enum {
    UNKNOWN = 30, /* ms, of what was never asked for */
    LONG = 400,   /* ms from which an answer is a long one */
    PATIENCE = 3, /* how many times its own length one may wait */
    WEIGHT = 8    /* a path takes what its requests usually do */
};

void tp_queue_begin(tp_queue *queue, size_t workers)
{
    *queue = (tp_queue){.most_long = workers > 1 ? workers / 2 : 1};
}

static uint64_t mixed(uint64_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 1099511628211u; /* FNV-1a */
}

static void name_kind(tp_queued *entry, const char *target)
{
    uint64_t hash = 14695981039346656037u;
    bool value = false;
    for (; *target && *target != '?'; target++)
        hash = mixed(hash, *target);
    entry->path = hash | 1;
    for (; *target; target++) {
        value = *target == '=' || (value && *target != '&');
        if (!value)
            hash = mixed(hash, *target);
    }
    entry->kind = hash | 1;
}

static int64_t known(const tp_queue *queue, uint64_t kind)
{
    const size_t at = (size_t)(kind % TP_QUEUE_KINDS);
    return queue->took[at].kind == kind ? queue->took[at].ms : -1;
}

static void learn(tp_queue *queue, uint64_t kind, int64_t ms)
{
    const size_t at = (size_t)(kind % TP_QUEUE_KINDS);
    queue->took[at].kind = kind;
    queue->took[at].ms = ms;
}

void tp_queue_put(tp_queue *queue, tp_queued *entry, const char *target, int64_t now)
{
    tp_queued **end = &queue->first;
    name_kind(entry, target);
    int64_t ms = known(queue, entry->kind);
    if (ms < 0)
        ms = known(queue, entry->path);
    if (ms < 0)
        ms = UNKNOWN;
    entry->is_long = ms >= LONG;
    entry->due = now ? now + PATIENCE * ms : 0;
    entry->next = NULL;
    while (*end)
        end = &(*end)->next;
    *end = entry;
}

tp_queued *tp_queue_take(tp_queue *queue)
{
    tp_queued **best = NULL;
    for (tp_queued **at = &queue->first; *at; at = &(*at)->next)
        if ((!(*at)->is_long || queue->at_long < queue->most_long) &&
            (!best || (*at)->due < (*best)->due))
            best = at;
    if (!best)
        return NULL;
    tp_queued *entry = *best;
    *best = entry->next;
    queue->at_long += entry->is_long;
    return entry;
}

void tp_queue_done(tp_queue *queue, const tp_queued *entry, int64_t took)
{
    const int64_t before = known(queue, entry->path);
    queue->at_long -= entry->is_long;
    learn(queue, entry->kind, took);
    if (entry->path != entry->kind)
        learn(queue, entry->path, before < 0 ? took : ((WEIGHT - 1) * before + took) / WEIGHT);
}

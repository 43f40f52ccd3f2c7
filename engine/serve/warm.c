#include "serve/warm.h"

#include "store/issues.h"
#include "store/ledger.h"
#include "workspace/inputs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Runs remembered, of all sessions together: so many, and so much memory. And how many sessions one
 * scenario may have: each but the first is opened when all that are there are at work. */
enum { RUNS = 64, RUNS_BYTES = 128 << 20, HANDS = 4 };

typedef struct warm {
    char *file, *data;    /* data NULL: as the file says */
    pthread_mutex_t lock; /* whoever holds it works the session */
    size_t users;         /* under the lock of all, as the next two */
    uint64_t used;
    bool opened; /* it has answered: what opening takes is known to be worth it */
    /* From here on under its own lock. */
    char files[TP_SHA256_HEX], books[TP_SHA256_HEX];
    tp_arena *arena;
    tp_store *store; /* NULL: there was none */
    tp_diags *diags;
    tp_inputs inputs;
    tp_session *session; /* NULL: to be opened */
    const tp_run *base;
} warm;

typedef struct remembered {
    const warm *of;                                  /* NULL: a free place */
    char files[TP_SHA256_HEX], books[TP_SHA256_HEX]; /* as they were */
    char *key;
    const tp_run *run;
    size_t bytes;
    uint64_t used;
} remembered;

struct tp_warmth {
    tp_warmth_options options;
    pthread_mutex_t lock;
    warm **items;
    size_t count, capacity;
    uint64_t clock;
    /* Under a lock of its own, which is taken last and held for a moment. */
    pthread_mutex_t memory;
    remembered runs[RUNS];
    size_t bytes;
    uint64_t asked;
};

/* One solve of a page. */
typedef struct limited {
    const tp_warmth_options *options;
    int64_t until;
} limited;

static tp_stop_reason ask_stop(void *user)
{
    const limited *l = user;
    tp_stop_reason told = tp_stop_asked(&l->options->stop);
    return told ? told : l->options->now(l->options->user) > l->until ? TP_STOP_TIME : TP_GO_ON;
}

static tp_status solve_limited(const tp_warmth *warmth, tp_session *session, const tp_run **out,
                               tp_err *err)
{
    const tp_warmth_options *options = &warmth->options;
    limited l = {options, options->now(options->user) + options->seconds};
    return tp_session_solve(session, &(tp_session_solve_options){.stop = {ask_stop, &l}}, out, err);
}

/* Frees a place; under the memory's lock. */
static void drop(tp_warmth *warmth, remembered *at)
{
    warmth->bytes -= at->bytes;
    free(at->key);
    tp_run_free(at->run);
    *at = (remembered){NULL};
}

static void forget(tp_warmth *warmth, warm *w)
{
    pthread_mutex_lock(&warmth->memory);
    for (size_t i = 0; i < RUNS; i++)
        if (warmth->runs[i].of == w)
            drop(warmth, &warmth->runs[i]);
    pthread_mutex_unlock(&warmth->memory);
    tp_run_free(w->base);
    tp_session_free(w->session);
    tp_store_close(w->store);
    tp_arena_free(w->arena);
    w->base = NULL;
    w->session = NULL;
    w->store = NULL;
    w->arena = NULL;
}

/* One that holds nothing. */
static void end_warm(warm *w)
{
    pthread_mutex_destroy(&w->lock);
    free(w->file);
    free(w->data);
    free(w);
}

static void free_warm(tp_warmth *warmth, warm *w)
{
    if (!w)
        return;
    forget(warmth, w);
    end_warm(w);
}

tp_status tp_warmth_create(tp_warmth **out, const tp_warmth_options *options, tp_err *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    (*out)->options = *options;
    pthread_mutex_init(&(*out)->lock, NULL);
    pthread_mutex_init(&(*out)->memory, NULL);
    return TP_OK;
}

void tp_warmth_free(tp_warmth *warmth)
{
    if (!warmth)
        return;
    for (size_t i = 0; i < warmth->count; i++)
        free_warm(warmth, warmth->items[i]);
    free(warmth->items);
    pthread_mutex_destroy(&warmth->memory);
    pthread_mutex_destroy(&warmth->lock);
    free(warmth);
}

/* A session's memory goes back to the system: every worker's heap keeps what it freed, and the next
 * session is another worker's. */
static void put_away(tp_warmth *warmth, warm *w)
{
    if (!w)
        return;
    free_warm(warmth, w);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/* Takes the one longest unused out of the list, if nobody is at it; under the lock. */
static warm *oldest_out(tp_warmth *warmth)
{
    size_t at = warmth->count;
    for (size_t i = 0; i < warmth->count; i++)
        if (!warmth->items[i]->users &&
            (at == warmth->count || warmth->items[i]->used < warmth->items[at]->used))
            at = i;
    if (at == warmth->count)
        return NULL;
    warm *found = warmth->items[at];
    warmth->items[at] = warmth->items[--warmth->count];
    return found;
}

static warm *create_warm(const char *file, const char *data)
{
    warm *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    pthread_mutex_init(&w->lock, NULL);
    w->file = strdup(file);
    w->data = data ? strdup(data) : NULL;
    if (w->file && (w->data || !data))
        return w;
    end_warm(w);
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

/* The scenario's session that fewest wait for; one more where all are at work. */
static warm *find_or_add(tp_warmth *warmth, const char *file, const char *data)
{
    warm *found = NULL;
    size_t hands = 0;
    bool opened = true;
    for (size_t i = 0; i < warmth->count; i++) {
        warm *at = warmth->items[i];
        if (strcmp(at->file, file) != 0 || !same_text(at->data, data))
            continue;
        hands++;
        opened = opened && at->opened;
        if (!found || at->users < found->users)
            found = at;
    }
    if (found && (!found->users || !opened || hands == HANDS))
        return found;
    if (warmth->count == warmth->capacity) {
        size_t capacity = warmth->capacity ? 2 * warmth->capacity : 8;
        warm **wider = realloc(warmth->items, capacity * sizeof(warm *));
        if (!wider)
            return found;
        warmth->items = wider;
        warmth->capacity = capacity;
    }
    warm *w = create_warm(file, data);
    if (w)
        warmth->items[warmth->count++] = w;
    return w ? w : found;
}

/* The session of the file, for this caller alone until give_back. */
static warm *take(tp_warmth *warmth, const char *file, const char *data)
{
    warm *away = NULL;
    pthread_mutex_lock(&warmth->lock);
    warm *w = find_or_add(warmth, file, data);
    if (w) {
        w->users++;
        w->used = ++warmth->clock;
        if (warmth->count > warmth->options.most)
            away = oldest_out(warmth);
    }
    pthread_mutex_unlock(&warmth->lock);
    put_away(warmth, away);
    if (w)
        pthread_mutex_lock(&w->lock);
    return w;
}

static void give_back(tp_warmth *warmth, warm *w)
{
    const bool opened = w->session != NULL;
    pthread_mutex_unlock(&w->lock);
    pthread_mutex_lock(&warmth->lock);
    w->users--;
    w->opened = opened;
    pthread_mutex_unlock(&warmth->lock);
}

/* What the store says that a run depends on: the ledger's head, the issues. */
static tp_status books_of(char hex[TP_SHA256_HEX], tp_store *store, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    const char *head = "";
    tp_issue_entry *issues = NULL;
    size_t count = 0;
    tp_buf text;
    tp_buf_init(&text);
    tp_status status = arena ? TP_OK : tp_fail_nomem(err);
    if (!status && store)
        status = tp_ledger_head(store, arena, &head, err);
    if (!status && store)
        status = tp_issues_list(store, &(tp_issue_query){.issue_class = -1}, arena, &issues, &count,
                                err);
    tp_buf_text(&text, head);
    for (size_t i = 0; i < count; i++)
        tp_buf_format(&text, "\n%s\t%d", issues[i].issue.code, (int)issues[i].events);
    if (!status &&
        (!tp_buf_ok(&text) || !tp_sha256_of(text.bytes ? text.bytes : "", text.length, hex)))
        status = tp_fail_nomem(err);
    tp_buf_finish(&text);
    tp_arena_free(arena);
    return status;
}

static bool stands(tp_warmth *warmth, warm *w)
{
    char files[TP_SHA256_HEX], books[TP_SHA256_HEX];
    if (!w->session)
        return false;
    bool made = !w->store && access(warmth->options.store, R_OK) == 0;
    return !made &&
           tp_offers_stamp(files, w->file, tp_session_scenario(w->session)->data, NULL) == TP_OK &&
           !strcmp(files, w->files) && books_of(books, w->store, NULL) == TP_OK &&
           !strcmp(books, w->books);
}

static tp_status open_store(tp_warmth *warmth, warm *w, tp_diags *diags, tp_err *err)
{
    if (access(warmth->options.store, R_OK) != 0)
        return TP_OK;
    w->diags = tp_arena_alloc(w->arena, sizeof *w->diags);
    if (!w->diags)
        return tp_fail_nomem(err);
    tp_diags_init(w->diags, w->arena);
    tp_status status =
        tp_store_open(&w->store, warmth->options.store,
                      &(tp_store_options){.read_only = true, .diags = w->diags}, err);
    if (status)
        tp_diags_join(diags, w->diags);
    return status;
}

static tp_status open_anew(tp_warmth *warmth, warm *w, tp_diags *diags, tp_err *err)
{
    forget(warmth, w);
    w->arena = tp_arena_create();
    if (!w->arena)
        return tp_fail_nomem(err);
    tp_status status = open_store(warmth, w, diags, err);
    if (!status)
        status = books_of(w->books, w->store, err);
    if (!status)
        status = tp_inputs_gather(&w->inputs, w->store, TP_DATE_NONE, w->arena, err);
    const tp_setting data = {.key = "data", .value = w->data};
    if (w->data) {
        w->inputs.options.settings = &data;
        w->inputs.options.n_settings = 1;
    }
    if (!status)
        status = tp_session_open(&w->session, w->file, &w->inputs.options, diags, err);
    if (!status)
        status = tp_offers_stamp(w->files, w->file, tp_session_scenario(w->session)->data, err);
    if (!status)
        status = solve_limited(warmth, w->session, &w->base, err);
    if (status)
        w->base = NULL;
    tp_run_hold(w->base);
    return status;
}

static char *key_of(const tp_warm_wanted *wanted)
{
    tp_buf key;
    tp_buf_init(&key);
    for (size_t i = 0; i < wanted->n_settings; i++)
        tp_buf_format(&key, "%s\t%s\n", wanted->settings[i].key, wanted->settings[i].value);
    if (tp_buf_ok(&key) && key.bytes)
        return key.bytes;
    tp_buf_finish(&key);
    return NULL;
}

/* Another session of the same files and books says the same. */
static bool same_state(const remembered *at, const warm *w)
{
    return !strcmp(at->of->file, w->file) && same_text(at->of->data, w->data) &&
           !strcmp(at->files, w->files) && !strcmp(at->books, w->books);
}

static bool recall(tp_warmth *warmth, const warm *w, const char *key, const tp_run **out)
{
    bool found = false;
    pthread_mutex_lock(&warmth->memory);
    for (size_t i = 0; i < RUNS && !found; i++) {
        remembered *at = &warmth->runs[i];
        found = at->of && !strcmp(at->key, key) && same_state(at, w);
        if (found) {
            at->used = ++warmth->asked;
            *out = tp_run_hold(at->run);
        }
    }
    pthread_mutex_unlock(&warmth->memory);
    return found;
}

/* The one asked for longest ago, or a free place; NULL: all are free. */
static remembered *oldest(tp_warmth *warmth, bool taken)
{
    remembered *at = NULL;
    for (size_t i = 0; i < RUNS; i++)
        if ((warmth->runs[i].of || !taken) && (!at || warmth->runs[i].used < at->used))
            at = &warmth->runs[i];
    return at;
}

/* The newest is kept however large it is. */
static void remember(tp_warmth *warmth, const warm *w, char *key, const tp_run *run)
{
    const size_t bytes = tp_run_bytes(run);
    pthread_mutex_lock(&warmth->memory);
    for (remembered *at; warmth->bytes + bytes > RUNS_BYTES && (at = oldest(warmth, true));)
        drop(warmth, at);
    remembered *at = oldest(warmth, false);
    if (at->of)
        drop(warmth, at);
    *at = (remembered){
        .of = w, .key = key, .run = tp_run_hold(run), .bytes = bytes, .used = ++warmth->asked};
    memcpy(at->files, w->files, sizeof at->files);
    memcpy(at->books, w->books, sizeof at->books);
    warmth->bytes += bytes;
    pthread_mutex_unlock(&warmth->memory);
}

static tp_status solve(tp_warmth *warmth, warm *w, const tp_warm_wanted *wanted, const tp_run **out,
                       tp_diags *diags, tp_err *err)
{
    char *key = key_of(wanted);
    if (!key)
        return tp_fail_nomem(err);
    if (recall(warmth, w, key, out)) {
        free(key);
        return TP_OK;
    }
    tp_status status = tp_session_set(w->session, wanted->settings, wanted->n_settings, diags, err);
    if (!status)
        status = solve_limited(warmth, w->session, out, err);
    if (status) {
        free(key);
        return status;
    }
    tp_run_hold(*out);
    remember(warmth, w, key, *out);
    return TP_OK;
}

tp_status tp_warm_solve(tp_warmth *warmth, const tp_warm_wanted *wanted, tp_warm_answer *out,
                        tp_diags *diags, tp_err *err)
{
    *out = (tp_warm_answer){NULL, NULL};
    warm *w = take(warmth, wanted->offer->file, wanted->data);
    if (!w)
        return tp_fail_nomem(err);
    tp_status status = stands(warmth, w) ? TP_OK : open_anew(warmth, w, diags, err);
    if (!status) {
        out->base = tp_run_hold(w->base);
        if (wanted->n_settings)
            status = solve(warmth, w, wanted, &out->run, diags, err);
        else
            out->run = tp_run_hold(w->base);
    } else {
        forget(warmth, w);
    }
    give_back(warmth, w);
    return status;
}

/* The n-th session, kept from being put away and worked by nobody else; NULL: there are fewer. */
static warm *take_nth(tp_warmth *warmth, size_t n)
{
    pthread_mutex_lock(&warmth->lock);
    warm *w = n < warmth->count ? warmth->items[n] : NULL;
    if (w)
        w->users++;
    pthread_mutex_unlock(&warmth->lock);
    if (w)
        pthread_mutex_lock(&w->lock);
    return w;
}

/* Each session of a scenario has a run of its own; their name is what they were made of. */
static bool same_run(const tp_run *a, const tp_run *b)
{
    return a == b || !strcmp(a->id, b->id);
}

void tp_warm_replace(tp_warmth *warmth, const tp_run *was, const tp_run *now)
{
    warm *w;
    pthread_mutex_lock(&warmth->memory);
    for (size_t i = 0; i < RUNS; i++)
        if (warmth->runs[i].of && same_run(warmth->runs[i].run, was)) {
            tp_run_free(warmth->runs[i].run);
            warmth->runs[i].run = tp_run_hold(now);
        }
    pthread_mutex_unlock(&warmth->memory);
    for (size_t n = 0; (w = take_nth(warmth, n)); n++) {
        if (w->base && same_run(w->base, was)) {
            tp_run_free(w->base);
            w->base = tp_run_hold(now);
        }
        give_back(warmth, w);
    }
}

void tp_warm_answer_free(tp_warm_answer *answer)
{
    tp_run_free(answer->base);
    tp_run_free(answer->run);
    *answer = (tp_warm_answer){NULL, NULL};
}

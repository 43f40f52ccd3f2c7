/* Long work beside the pages: one thread works through what was asked for, in order; a page may be
 * closed and opened again meanwhile. Each ends in a page of views and perhaps a picture, kept until
 * the server ends or newer jobs need the room.
 * Safe to be called by several threads. */
#ifndef TP_SERVE_JOBS_H
#define TP_SERVE_JOBS_H

#include "report/document/page.h"
#include "run/session.h"

enum { TP_JOBS = 24 };

typedef struct tp_jobs tp_jobs;

/* What a kind of work gets, and leaves. */
typedef struct tp_job_work {
    const tp_run *run;       /* what it starts from */
    const char *file, *data; /* the scenario it was made of; data NULL: its own */
    const tp_setting *settings;
    size_t n_settings;
    const char *store;        /* path */
    const char *key, *values; /* of a range: "0:10:1"; else NULL */
    tp_stop stop;
    void (*told)(void *user, size_t done, size_t total);
    void *user;
    tp_arena *arena;     /* lives as long as the job */
    tp_page page;        /* to be filled */
    const tp_run *whole; /* the run solved to the end, held; or NULL */
    tp_buf picture;      /* SVG, or nothing */
    tp_diags diags;
} tp_job_work;

typedef struct tp_job_kind {
    const char *id;
    tp_words name, explains;
    bool ranges; /* wants a key and values */
    bool plans;  /* of runs of several periods only */
    bool ends; /* solves to the end what the page stopped; the others are of runs with an answer */
    tp_status (*work)(tp_job_work *work, tp_err *err);
} tp_job_kind;
/* Is it work for an answer like this? */
bool tp_job_kind_fits(const tp_job_kind *kind, const tp_run *run);
extern const tp_job_kind *const tp_job_kinds[]; /* NULL-terminated; job_kinds.c */
const tp_job_kind *tp_job_kind_find(const char *id);

typedef enum tp_job_state {
    TP_JOB_WAITING,
    TP_JOB_WORKING,
    TP_JOB_DONE,
    TP_JOB_STOPPED,
    TP_JOB_FAILED
} tp_job_state;

typedef struct tp_job_view {
    int64_t number;
    const tp_job_kind *kind;
    tp_job_state state;
    size_t done, total;    /* total 0: not known */
    int64_t began, spent;  /* seconds; began 0: not yet */
    const char *title;     /* what it is about */
    const char *back;      /* address it was asked from */
    const tp_page *page;   /* when done */
    const char *picture;   /* SVG; "" */
    const tp_diags *diags; /* when failed */
    const char *failed;    /* plain text of the failure */
} tp_job_view;

typedef struct tp_jobs_options {
    const char *store;
    int64_t (*now)(void *user);
    void *user;
    /* A run has been solved to the end; from the jobs' thread, before its page can be read. */
    void (*ended)(void *at, const tp_run *was, const tp_run *now);
    void *at;
} tp_jobs_options;

tp_status tp_jobs_create(tp_jobs **out, const tp_jobs_options *options, tp_err *err);
void tp_jobs_free(tp_jobs *jobs); /* stops what is at work */

typedef struct tp_job_asked {
    const tp_job_kind *kind;
    const tp_run *run; /* held by the job from now on, too */
    const char *file, *data, *title, *back, *key, *values;
    const tp_setting *settings;
    size_t n_settings;
} tp_job_asked;
/* The number; 0: memory is out, or too many wait. */
int64_t tp_jobs_ask(tp_jobs *jobs, const tp_job_asked *asked);
void tp_jobs_stop(tp_jobs *jobs, int64_t number);
/* Looks at a job; what `look` gets is valid while it runs. False: there is none. */
bool tp_jobs_look(tp_jobs *jobs, int64_t number, void (*look)(void *user, const tp_job_view *job),
                  void *user);
/* The newest first. */
void tp_jobs_each(tp_jobs *jobs, void (*look)(void *user, const tp_job_view *job), void *user);

#endif

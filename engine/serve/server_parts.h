/* Inside of the server, shared by the files of serve; not for callers. */
#ifndef TP_SERVE_SERVER_PARTS_H
#define TP_SERVE_SERVER_PARTS_H

#include "serve/guard.h"
#include "serve/http.h"
#include "serve/jobs.h"
#include "serve/routes.h"
#include "serve/shell.h"
#include "serve/uploads.h"
#include "serve/warm.h"

#include <pthread.h>
#include <stdatomic.h>

struct tp_server {
    tp_serve_options options; /* texts are the arena's */
    tp_arena *arena;
    tp_guard *guard;
    tp_http *http;
    tp_warmth *warmth;
    tp_uploads *uploads;
    tp_jobs *jobs;
    pthread_mutex_t door; /* one sign-in at a time: each takes 64 MiB */
    atomic_bool stopping;
    char style[TP_SHA256_HEX], script[TP_SHA256_HEX]; /* names of the static files */
};

#endif

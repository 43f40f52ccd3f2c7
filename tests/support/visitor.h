/* A planner before a server with the machine's own clock and random bytes: for measuring. */
#ifndef TP_TESTS_VISITOR_H
#define TP_TESTS_VISITOR_H

#include "serve/serve.h"

#include <time.h>

double visitor_ms(clockid_t clock);
/* For tp_serve_options: now, ticks, random. */
int64_t visitor_now(void *user);
int64_t visitor_ticks(void *user, bool processor);
bool visitor_random(void *user, void *bytes, size_t length);
/* In by a fresh link; the cookie as it is sent back. False: not let in. */
bool visitor_enter(tp_server *server, char *cookie, size_t size);

#endif

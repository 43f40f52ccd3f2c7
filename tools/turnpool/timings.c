/* Where the time of a command goes, for --timings: the library reads no clock, so the command line
 * looks at its own whenever a stage is told to be over. */
#include "cli.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST = 32 };
/* A process has one command and one clock. */
static struct {
    int64_t last[2]; /* wall clock, processor: microseconds */
    int64_t spent[MOST][2];
    char name[MOST][24];
    int count;
    bool wanted;
} clocked;

static void look(int64_t now[2])
{
    static const clockid_t clocks[2] = {CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID};
    for (int c = 0; c < 2; c++) {
        struct timespec t;
        clock_gettime(clocks[c], &t);
        now[c] = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
    }
}

void tp_cli_timings_begin(const tp_cli *cli)
{
    clocked.wanted = tp_cli_has(cli, "timings");
    look(clocked.last);
}

void tp_cli_timed(const char *stage)
{
    if (!clocked.wanted)
        return;
    int64_t now[2];
    look(now);
    int at = 0;
    while (at < clocked.count && strcmp(clocked.name[at], stage) != 0)
        at++;
    if (at < MOST) {
        if (at == clocked.count)
            snprintf(clocked.name[clocked.count++], sizeof clocked.name[0], "%s", stage);
        for (int c = 0; c < 2; c++)
            clocked.spent[at][c] += now[c] - clocked.last[c];
    }
    memcpy(clocked.last, now, sizeof now);
}

static void tell(void *user, const char *stage, tp_wide value, tp_wide bound)
{
    (void)user;
    (void)value;
    (void)bound;
    tp_cli_timed(stage);
}

static void step(void *user, const char *stage, const char *name)
{
    char full[sizeof clocked.name[0]];
    (void)user;
    snprintf(full, sizeof full, "%s.%s", stage, name);
    tp_cli_timed(full);
}

void tp_cli_timings_progress(tp_progress *progress)
{
    if (clocked.wanted)
        *progress = (tp_progress){tell, NULL, step};
}

void tp_cli_timings_end(void)
{
    for (int i = 0; clocked.wanted && i < clocked.count; i++)
        fprintf(stderr, "%s %.6f %.6f\n", clocked.name[i], (double)clocked.spent[i][0] / 1e6,
                (double)clocked.spent[i][1] / 1e6);
}

#include "cli.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A signal handler and the progress line belong to the process, so they are the process's state. */
static volatile sig_atomic_t interrupted;
static struct {
    int64_t deadline; /* monotonic milliseconds; 0: none */
    int64_t shown;
    tp_lang lang;
    bool visible, wanted;
} state;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static tp_stop_reason ask(void *user)
{
    (void)user;
    if (interrupted)
        return TP_STOP_USER;
    return state.deadline && now_ms() >= state.deadline ? TP_STOP_TIME : TP_GO_ON;
}

int tp_cli_interrupted(void)
{
    tp_stop_reason why = ask(NULL);
    return why == TP_STOP_TIME ? 2 : why != TP_GO_ON;
}

void tp_cli_progress_end(void)
{
    if (state.visible)
        fputs("\r\033[K", stderr);
    state.visible = false;
}

/* A tenth of a second has passed since the line was last drawn, and there is one. */
static bool due(void)
{
    return state.wanted && now_ms() - state.shown >= 100;
}

static void tell(void *user, const char *stage, tp_wide value, tp_wide bound)
{
    char figure[TP_DEC_TEXT], limit[TP_DEC_TEXT];
    (void)user;
    if (!due())
        return;
    tp_dec_format(value, figure);
    tp_dec_format(bound, limit);
    tp_cli_progress_goal(stage, figure, limit);
}

void tp_cli_progress_goal(const char *stage, const char *figure, const char *limit)
{
    if (!due())
        return;
    fprintf(stderr,
            state.lang == TP_EN ? "\r\033[Ksolving %s: %s, bound %s"
                                : "\r\033[K求解 %s：%s，界限 %s",
            stage, figure, limit);
    fflush(stderr);
    state.shown = now_ms();
    state.visible = true;
}

void tp_cli_progress_points(size_t done, size_t total)
{
    int64_t now = now_ms();
    if (!state.wanted || (now - state.shown < 100 && done < total))
        return;
    fprintf(stderr, state.lang == TP_EN ? "\r\033[K%zu of %zu done" : "\r\033[K已完成 %zu / %zu",
            done, total);
    fflush(stderr);
    state.shown = now;
    state.visible = true;
}

int tp_cli_begin(const tp_cli *cli, tp_cli_limits *out)
{
    tp_dec seconds = 0;
    *out = (tp_cli_limits){.stop = {ask, NULL}, .progress = {tell, NULL}};
    int code = tp_cli_dec(cli, "time-limit", 0, 1000000 * TP_DEC_ONE, &seconds);
    if (!code)
        code = tp_cli_dec(cli, "gap", 0, TP_DEC_ONE, &out->gap);
    if (code)
        return code;
    if (tp_cli_has(cli, "time-limit"))
        state.deadline = now_ms() + seconds / 1000;
    state.lang = cli->lang;
    const char *term = getenv("TERM");
    state.wanted = isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
    /* The first Ctrl-C asks for the best answer so far; the handler is then gone, so that the
     * second one ends the program. */
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return 0;
}

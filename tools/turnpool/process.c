#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NO_PROGRAM = 127, BROKEN = 128 };

/* Both are read to their end one after the other: what goes to standard error waits in a file. */
static void read_all(int fd, tp_buf *out)
{
    char block[4096];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            tp_buf_add(out, block, (size_t)n);
}

static int finish(pid_t pid, tp_process_cost *cost)
{
    int state = 0;
    struct rusage spent;
    while (wait4(pid, &state, 0, &spent) < 0)
        if (errno != EINTR)
            return BROKEN;
    if (cost)
        *cost = (tp_process_cost){
            .seconds = (double)(spent.ru_utime.tv_sec + spent.ru_stime.tv_sec) +
                       (double)(spent.ru_utime.tv_usec + spent.ru_stime.tv_usec) / 1e6,
            .memory_kb = spent.ru_maxrss};
    return WIFEXITED(state) ? WEXITSTATUS(state) : BROKEN + WTERMSIG(state);
}

int tp_process_run(const char *const *argv, tp_buf *out, tp_buf *told, tp_process_cost *cost)
{
    posix_spawn_file_actions_t files;
    pid_t pid;
    int ends[2];
    FILE *aside = told ? tmpfile() : NULL;
    if ((told && !aside) || pipe2(ends, O_CLOEXEC) != 0) {
        if (aside)
            fclose(aside);
        return BROKEN;
    }
    int failed = posix_spawn_file_actions_init(&files);
    if (!failed) {
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
        if (aside)
            posix_spawn_file_actions_adddup2(&files, fileno(aside), STDERR_FILENO);
        failed = posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
        posix_spawn_file_actions_destroy(&files);
    }
    close(ends[1]);
    int code = failed == ENOENT ? NO_PROGRAM : BROKEN;
    if (!failed) {
        read_all(ends[0], out);
        code = finish(pid, cost);
    }
    close(ends[0]);
    if (aside) {
        rewind(aside);
        lseek(fileno(aside), 0, SEEK_SET);
        read_all(fileno(aside), told);
        fclose(aside);
    }
    return code;
}

void tp_arguments_add(tp_arguments *list, const char *text)
{
    if (!text || !tp_arena_grow(list->arena, &list->text, &list->capacity, list->count, 2)) {
        list->failed = true;
        return;
    }
    list->text[list->count++] = text;
    list->text[list->count] = NULL;
}

void tp_arguments_write(tp_buf *out, const tp_arguments *list)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._/:=,+@%-";
    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->text[i];
        if (i)
            tp_buf_char(out, ' ');
        if (*text && strspn(text, plain) == strlen(text)) {
            tp_buf_text(out, text);
            continue;
        }
        tp_buf_char(out, '\'');
        for (; *text; text++)
            tp_buf_add(out, *text == '\'' ? "'\\''" : text, *text == '\'' ? 4 : 1);
        tp_buf_char(out, '\'');
    }
}

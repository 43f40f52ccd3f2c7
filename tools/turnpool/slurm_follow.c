/* A job submitted, followed, and its table fetched. */
#include "slurm.h"

#include "store/publish.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, POLL_MS = 1000 };

static const char *in_folder(const tp_slurm_job *job, const char *name)
{
    return tp_arena_format(job->cli->arena, "%s/%s", job->folder, name);
}

/* The first line of a small file, or of what a program wrote. */
static const char *first_line(tp_arena *arena, const char *text)
{
    return text ? tp_arena_copy(arena, text, strcspn(text, "\n;")) : NULL;
}

static const char *read_line(tp_arena *arena, const char *path)
{
    char line[256] = "";
    FILE *file = fopen(path, "r");
    bool good = file && fgets(line, sizeof line, file);
    if (file)
        fclose(file);
    return good ? first_line(arena, line) : NULL;
}

/* *id: the job's number. sbatch says it, with the cluster's name behind ';' where there are
 * several. */
static int submit(const tp_slurm_job *job, const char *name, const char *script,
                  const char *depends, const char **id)
{
    const tp_cli *cli = job->cli;
    const char *path = in_folder(job, name);
    tp_arguments command = {.arena = cli->arena};
    tp_buf text, out, told;
    tp_buf_init(&text);
    tp_buf_text(&text, script);
    int code = tp_cli_write_file(cli, path, &text);
    tp_buf_finish(&text);
    if (code)
        return code;
    tp_arguments_add(&command, "sbatch");
    tp_arguments_add(&command, "--parsable");
    if (depends)
        tp_arguments_add(&command,
                         tp_arena_format(cli->arena, "--dependency=afterany:%s", depends));
    for (size_t i = 0; i < cli->n_passed; i++)
        tp_arguments_add(&command, cli->passed[i]);
    tp_arguments_add(&command, path);
    if (command.failed)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_init(&out);
    tp_buf_init(&told);
    code = tp_process_run(command.text, &out, &told, NULL);
    *id = code ? NULL : first_line(cli->arena, out.bytes);
    if (code || !*id)
        code = TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             ((tp_words){"sbatch 未接受作业：{0}", "sbatch refused the job: {0}"}),
                             told.bytes ? told.bytes : "sbatch");
    tp_buf_finish(&out);
    tp_buf_finish(&told);
    return code;
}

typedef struct watch {
    const tp_slurm_job *job;
    const char *array, *merge; /* job numbers */
    size_t waiting, running;   /* tasks of the array */
    bool gone;                 /* the merge has left the queue */
} watch;

/* What the queue says. False: it did not answer, which is no news. */
static bool look(watch *w)
{
    const char *jobs = tp_arena_format(w->job->cli->arena, "--jobs=%s,%s", w->array, w->merge);
    const char *const command[] = {"squeue", "--noheader", "--array", "--format=%F %T", jobs, NULL};
    tp_buf out, told;
    bool merge = false;
    size_t length = strlen(w->merge);
    tp_buf_init(&out);
    tp_buf_init(&told);
    int code = tp_process_run(command, &out, &told, NULL);
    /* Jobs that ended some minutes ago are forgotten. */
    bool answered = code == 0 || (told.bytes && strstr(told.bytes, "Invalid job id"));
    w->waiting = w->running = 0;
    for (const char *at = answered && code == 0 && out.bytes ? out.bytes : ""; *at;) {
        const char *state = strchr(at, ' ');
        if (!state)
            break;
        if (strncmp(at, w->merge, length) == 0 && at[length] == ' ')
            merge = true;
        else if (strncmp(state + 1, "PENDING", 7) == 0)
            w->waiting++;
        else
            w->running++;
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    w->gone = answered && !merge;
    tp_buf_finish(&out);
    tp_buf_finish(&told);
    return answered;
}

static void show_bar(const watch *w)
{
    size_t all = w->job->tasks, open = w->waiting + w->running, done = all > open ? all - open : 0;
    char bar[BAR + 1];
    size_t full = all ? done * BAR / all : BAR;
    if (!isatty(STDERR_FILENO))
        return;
    for (size_t i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr,
            w->job->cli->lang == TP_EN ? "\r\033[K[%s] %zu of %zu shards done, %zu running"
                                       : "\r\033[K[%s] 已完成 %zu / %zu 片，正在计算 %zu 片",
            bar, done, all, w->running);
    fflush(stderr);
}

static bool asks_to_cancel(const tp_cli *cli)
{
    char answer[16] = "";
    if (!isatty(STDIN_FILENO))
        return false;
    fputs(cli->lang == TP_EN ? "\nCancel the job? y to cancel, anything else leaves it running: "
                             : "\n取消作业？输入 y 取消；其他则让它继续：",
          stderr);
    fflush(stderr);
    return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

static int leave(const watch *w)
{
    const tp_cli *cli = w->job->cli;
    if (!asks_to_cancel(cli)) {
        TP_SAY(cli,
               ((tp_words){"作业 {0} 仍在进行；用同样的命令可再看进度、取结果",
                           "job {0} goes on; the same command follows it again and fetches the "
                           "table"}),
               w->array);
        return TP_EXIT_STOPPED_NONE;
    }
    const char *const command[] = {"scancel", w->array, w->merge, NULL};
    tp_buf out;
    tp_buf_init(&out);
    int code = tp_process_run(command, &out, NULL, NULL);
    tp_buf_finish(&out);
    if (code)
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             ((tp_words){"作业 {0} 未能取消", "job {0} could not be cancelled"}),
                             w->array);
    TP_SAY(cli,
           ((tp_words){"作业 {0} 已取消；算完的片仍在，用同样的命令接着算",
                       "job {0} is cancelled; finished shards stay, and the same command goes on"}),
           w->array);
    return TP_EXIT_STOPPED_NONE;
}

static int follow(watch *w)
{
    const struct timespec pause = {.tv_sec = POLL_MS / 1000};
    const tp_stop *stop = &w->job->task->stop;
    for (;;) {
        if (look(w))
            show_bar(w);
        if (w->gone || (stop->ask && stop->ask(stop->user) != TP_GO_ON))
            break;
        nanosleep(&pause, NULL);
    }
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    return w->gone ? 0 : leave(w);
}

/* What the joining said, where it did not succeed. */
static int explain(const tp_slurm_job *job, const char *code)
{
    char block[1024];
    size_t n;
    FILE *said = fopen(in_folder(job, "merge.txt"), "r");
    while (said && (n = fread(block, 1, sizeof block, said)) > 0)
        fwrite(block, 1, n, stderr);
    if (said)
        fclose(said);
    int64_t number = TP_EXIT_FAILURE;
    if (code)
        tp_int_parse(code, strlen(code), &number);
    return TP_ERROR_EXIT(
        job->cli, (int)number,
        ((tp_words){"未能合并；记录在 {0}/log，同样的命令只补算缺的片",
                    "the parts could not be joined; logs are in {0}/log, and the same command does "
                    "what is missing"}),
        job->folder);
}

/* The command itself over the joined store: every item is taken from there. */
static int show(const tp_slurm_job *job)
{
    static const char *const shown[] = {"output", "format", "json", "table", "bom", "all", "lang"};
    const tp_cli *cli = job->cli;
    tp_arguments command = {.arena = cli->arena};
    tp_slurm_command(&command, job);
    tp_arguments_add(&command, tp_arena_format(cli->arena, "--store=%s/whole.db", job->folder));
    if (job->list)
        tp_arguments_add(&command, tp_arena_format(cli->arena, "--from=%s/inputs.db", job->folder));
    for (size_t i = 0; i < cli->n_given; i++)
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            if (strcmp(cli->given[i].option->name, shown[k]) == 0)
                tp_arguments_add(
                    &command, tp_arena_format(cli->arena, *cli->given[i].value ? "--%s=%s" : "--%s",
                                              shown[k], cli->given[i].value));
    if (command.failed)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    execv(job->program, (char *const *)(uintptr_t)command.text);
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE, ((tp_words){"无法运行 {0}", "cannot run {0}"}),
                         job->program);
}

static int begin(const tp_slurm_job *job, watch *w)
{
    const tp_cli *cli = job->cli;
    const char *note = in_folder(job, "job");
    tp_buf array, merge, ids;
    /* A job of an earlier call that is still there is followed. */
    const char *known = read_line(cli->arena, note);
    char one[64], two[64];
    if (known && sscanf(known, "%63s %63s", one, two) == 2) {
        w->array = tp_arena_text(cli->arena, one);
        w->merge = tp_arena_text(cli->arena, two);
        if (look(w) && !w->gone)
            return 0;
    }
    unlink(in_folder(job, "merge.exit"));
    tp_buf_init(&array);
    tp_buf_init(&merge);
    tp_slurm_array_script(&array, job);
    tp_slurm_merge_script(&merge, job);
    int code =
        tp_buf_ok(&array) && tp_buf_ok(&merge) ? 0 : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (!code)
        code = submit(job, "job.sh", array.bytes, NULL, &w->array);
    if (!code)
        code = submit(job, "merge.sh", merge.bytes, w->array, &w->merge);
    tp_buf_finish(&array);
    tp_buf_finish(&merge);
    if (code)
        return code;
    tp_buf_init(&ids);
    tp_buf_format(&ids, "%s %s\n", w->array, w->merge);
    code = tp_cli_write_file(cli, note, &ids);
    tp_buf_finish(&ids);
    char tasks[TP_DEC_TEXT];
    tp_int_format((tp_wide)job->n_missing, tasks);
    TP_SAY(cli,
           ((tp_words){"已提交作业 {0}（{1} 个任务），目录 {2}",
                       "job {0} is submitted ({1} tasks), folder {2}"}),
           w->array, tasks, job->folder);
    return code;
}

int tp_slurm_carry_out(const tp_slurm_job *job)
{
    const tp_cli *cli = job->cli;
    watch w = {.job = job};
    if (tp_cli_has(cli, "dry-run")) {
        tp_buf text;
        tp_buf_init(&text);
        tp_slurm_array_script(&text, job);
        tp_buf_char(&text, '\n');
        tp_slurm_merge_script(&text, job);
        int code = tp_cli_write(cli, &text);
        tp_buf_finish(&text);
        return code;
    }
    if (!job->n_missing && access(in_folder(job, "whole.db"), F_OK) == 0)
        return show(job);
    int code = begin(job, &w);
    if (!code)
        code = follow(&w);
    if (code)
        return code;
    const char *ended = read_line(cli->arena, in_folder(job, "merge.exit"));
    return ended && strcmp(ended, "0") == 0 ? show(job) : explain(job, ended);
}

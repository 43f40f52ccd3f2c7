#include "slurm.h"

#include "store/publish.h"
#include "store/work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { USUAL_ARRAY = 1001, TRIAL_ITEMS = 8, FINEST = 100000, POLL_MS = 1000, MOST_TASKS = 100000 };

int tp_cli_slurm_check(const tp_cli *cli)
{
    static const char *const only[] = {"dry-run", "tasks", "folder"};
    bool slurm = tp_cli_has(cli, "slurm");
    if (slurm && tp_cli_has(cli, "shard"))
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 与 {1} 不能同用", "{0} and {1} do not go together"}),
                             "--slurm", "--shard");
    for (size_t i = 0; i < sizeof only / sizeof *only && !slurm; i++)
        if (tp_cli_has(cli, only[i]))
            return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                                 ((tp_words){"--{0} 只与 --slurm 同用", "--{0} goes with --slurm"}),
                                 only[i]);
    if (!slurm && cli->n_passed)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"多余的参数“{0}”", "unexpected argument \"{0}\""}),
                             cli->passed[0]);
    return 0;
}

static const char *in_folder(const tp_slurm_job *job, const char *name)
{
    return tp_arena_format(job->cli->arena, "%s/%s", job->folder, name);
}

static bool is_there(const char *path)
{
    return path && access(path, F_OK) == 0;
}

static int broken(const tp_cli *cli, const char *path)
{
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                         ((tp_words){"无法写入 {0}：{1}", "cannot write {0}: {1}"}), path,
                         strerror(errno));
}

static int make_folder(tp_slurm_job *job)
{
    static const char *const inside[] = {"", "/parts", "/log"};
    const tp_cli *cli = job->cli;
    const char *named = tp_cli_value(cli, "folder");
    char self[4096], *real;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (!named)
        named = tp_arena_format(cli->arena, "turnpool-%s", job->task->work);
    for (size_t i = 0; named && i < 3; i++) {
        const char *path = tp_arena_format(cli->arena, "%s%s", named, inside[i]);
        if (!path || (mkdir(path, 0777) != 0 && errno != EEXIST))
            return broken(cli, named);
    }
    real = named ? realpath(named, NULL) : NULL;
    job->folder = real ? tp_arena_text(cli->arena, real) : NULL;
    free(real);
    job->program = length > 0 ? tp_arena_copy(cli->arena, self, (size_t)length) : NULL;
    return job->folder && job->program ? 0 : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
}

/* A sweep file is an input like the others: the nodes read what it says now. */
static int keep_points(tp_slurm_job *job)
{
    const tp_cli *cli = job->cli;
    const char *file = tp_cli_value(cli, "points"), *dot = file ? strrchr(file, '.') : NULL;
    char block[4096];
    size_t n;
    tp_buf text;
    if (!file)
        return 0;
    FILE *in = fopen(file, "rb");
    if (!in)
        return broken(cli, file);
    tp_buf_init(&text);
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        tp_buf_add(&text, block, n);
    fclose(in);
    job->points = in_folder(job, dot && strcmp(dot, ".csv") == 0 ? "points.csv" : "points.yaml");
    int code = is_there(job->points) ? 0 : tp_cli_write_file(cli, job->points, &text);
    tp_buf_finish(&text);
    return code;
}

/* Written once: whoever started before must find the same. */
static int write_inputs(tp_slurm_job *job)
{
    const tp_cli *cli = job->cli;
    const char *path = in_folder(job, "inputs.db");
    const char *scratch =
        tp_arena_format(cli->arena, "%s/inputs.%ld.new", job->folder, (long)getpid());
    const tp_store_options options = {.create = true, .passing = true, .diags = cli->diags};
    tp_store *store;
    tp_err err = {0};
    job->list = job->task->list ? in_folder(job, "list.csv") : NULL;
    if (is_there(path))
        return job->list ? job->task->list(job->task->user, job->list, NULL) : 0;
    tp_status status =
        path && scratch ? tp_store_open(&store, scratch, &options, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    int code = job->list ? job->task->list(job->task->user, job->list, store) : 0;
    if (!code && !job->list)
        status = job->task->put(job->task->user, store, &err);
    if (!code && !status)
        status = tp_store_publish(store, path, &err);
    tp_store_close(store);
    tp_store_remove(scratch);
    return code ? code : status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

/* One shard in a process of its own, thrown away: what it costs, and how many items it had. */
static int try_shard(const tp_slurm_job *job, size_t number, size_t of, tp_process_cost *cost,
                     size_t *had, size_t *items)
{
    const tp_cli *cli = job->cli;
    const char *part = in_folder(job, "trial.db");
    tp_arguments command = {.arena = cli->arena};
    tp_buf out, told;
    tp_store *store;
    tp_err err = {0};
    const tp_store_options options = {.read_only = true, .diags = cli->diags};
    tp_store_remove(part);
    tp_slurm_command(&command, job);
    tp_arguments_add(&command, "--jobs=1");
    tp_arguments_add(&command, tp_arena_format(cli->arena, "--from=%s/inputs.db", job->folder));
    tp_arguments_add(&command, tp_arena_format(cli->arena, "--shard=%zu/%zu", number, of));
    tp_arguments_add(&command, tp_arena_format(cli->arena, "--store=%s", part));
    tp_arguments_add(&command, cli->lang == TP_EN ? "--lang=en" : "--lang=zh");
    if (command.failed)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_init(&out);
    tp_buf_init(&told);
    int code = tp_process_run(command.text, &out, &told, cost);
    if (code && told.bytes)
        fputs(told.bytes, stderr);
    tp_buf_finish(&out);
    tp_buf_finish(&told);
    if (code)
        return code;
    tp_status status = tp_store_open(&store, part, &options, &err);
    if (!status) {
        status = tp_store_work_size(store, job->task->work, items, &err);
        if (!status)
            status = tp_store_count_items(store, job->task->work, had, &err);
        tp_store_close(store);
    }
    tp_store_remove(part);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

/* The cost of one item and of several from all over the range. */
static int measure(tp_slurm_job *job)
{
    tp_process_cost one, several;
    size_t had_one, had = 0;
    int code = try_shard(job, 1, FINEST, &one, &had_one, &job->items);
    if (code)
        return code;
    size_t of = job->items / TRIAL_ITEMS;
    several = one;
    if (of > 1)
        code = try_shard(job, of / 2 + 1, of, &several, &had, &job->items);
    if (code)
        return code;
    double more = (double)had - (double)had_one;
    job->each = more > 0 ? (several.seconds - one.seconds) / more : one.seconds;
    job->each = job->each > 0.0001 ? job->each : 0.0001;
    job->fixed = one.seconds - job->each * (double)had_one;
    job->fixed = job->fixed > 0 ? job->fixed : 0;
    job->memory_kb = several.memory_kb > one.memory_kb ? several.memory_kb : one.memory_kb;
    return 0;
}

/* Array indices go up to MaxArraySize - 1. */
static int ask_most(const tp_slurm_job *job, size_t *most)
{
    const char *const command[] = {"scontrol", "show", "config", NULL};
    tp_buf out, told;
    int64_t size = USUAL_ARRAY;
    tp_buf_init(&out);
    tp_buf_init(&told);
    int code = tp_process_run(command, &out, &told, NULL);
    const char *at = code == 0 && out.bytes ? strstr(out.bytes, "MaxArraySize") : NULL;
    at = at ? strchr(at, '=') : NULL;
    if (at) {
        at += 1 + strspn(at + 1, " ");
        tp_int_parse(at, strspn(at, "0123456789"), &size);
    }
    const char *why = told.bytes && *told.bytes ? told.bytes : "scontrol";
    if (code && !tp_cli_has(job->cli, "dry-run"))
        code = TP_ERROR_EXIT(
            job->cli, TP_EXIT_FAILURE,
            ((tp_words){"连不上 Slurm：{0}；没有集群时可用 --shard 分片（见 turnpool help merge）",
                        "Slurm does not answer: {0}; without a cluster use --shard (see turnpool "
                        "help merge)"}),
            code == 127 ? "scontrol: command not found" : why);
    else
        code = 0;
    tp_buf_finish(&out);
    tp_buf_finish(&told);
    *most = size > 1 ? (size_t)size - 1 : 1;
    return code;
}

/* Work that was begun keeps its cut, so that its parts count. */
static int choose_tasks(tp_slurm_job *job)
{
    const tp_cli *cli = job->cli;
    size_t most, begun = 0;
    int64_t wanted = 0;
    const char *note = in_folder(job, "tasks");
    FILE *file = note ? fopen(note, "r") : NULL;
    if (file) {
        if (fscanf(file, "%zu", &begun) != 1)
            begun = 0;
        fclose(file);
    }
    int code = tp_cli_int(cli, "tasks", 1, MOST_TASKS, &wanted);
    if (!code)
        code = ask_most(job, &most);
    if (code)
        return code;
    job->tasks = begun    ? begun
                 : wanted ? ((size_t)wanted < job->items ? (size_t)wanted : job->items)
                          : tp_slurm_tasks(job, most);
    job->tasks = job->tasks ? job->tasks : 1;
    if (job->tasks > most) {
        char found[TP_DEC_TEXT], allowed[TP_DEC_TEXT];
        tp_int_format((tp_wide)job->tasks, found);
        tp_int_format((tp_wide)most, allowed);
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 个任务超出集群允许的 {1} 个（MaxArraySize）",
                                         "{0} tasks are more than the {1} this cluster allows "
                                         "(MaxArraySize)"}),
                             found, allowed);
    }
    job->missing = tp_arena_array(cli->arena, job->tasks + 1, sizeof *job->missing);
    if (!job->missing)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    for (size_t i = 1; i <= job->tasks; i++)
        if (!is_there(tp_arena_format(cli->arena, "%s/parts/part-%zu.db", job->folder, i)))
            job->missing[job->n_missing++] = i;
    if (begun || tp_cli_has(cli, "dry-run"))
        return 0;
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_format(&text, "%zu\n", job->tasks);
    code = tp_cli_write_file(cli, note, &text);
    tp_buf_finish(&text);
    return code;
}

int tp_cli_slurm(const tp_cli *cli, const tp_cli_slurm_task *task)
{
    tp_slurm_job job = {.cli = cli, .task = task};
    int code = make_folder(&job);
    if (!code)
        code = keep_points(&job);
    if (!code)
        code = write_inputs(&job);
    if (!code)
        code = measure(&job);
    if (!code)
        code = choose_tasks(&job);
    return code ? code : tp_slurm_carry_out(&job);
}

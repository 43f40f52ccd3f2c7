/* What is asked of Slurm, as shell scripts a person can read. */
#include "slurm.h"

#include <math.h>
#include <string.h>

enum { TASK_SECONDS = 600, LONGEST_SECONDS = 900 };

/* Said once for all of the work, or only about how its table is shown. */
static bool stays_here(const char *name)
{
    static const char *const names[] = {
        "slurm",    "dry-run",      "tasks",  "folder", "store", "from",  "set", "ledger-on",
        "encoding", "all-warnings", "output", "format", "json",  "table", "bom", "jobs",
        "lang",     "time-limit",   "shard",  "points", "all",   "help"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

void tp_slurm_command(tp_arguments *out, const tp_slurm_job *job)
{
    tp_arena *arena = job->cli->arena;
    tp_arguments_add(out, job->program);
    tp_arguments_add(out, job->cli->command->name);
    tp_arguments_add(out, job->list ? job->list : job->task->run);
    for (size_t i = 0; i < job->cli->n_given; i++) {
        const tp_given *given = &job->cli->given[i];
        /* What a list was asked with names its work. */
        if (!stays_here(given->option->name) ||
            (job->list && strcmp(given->option->name, "set") == 0))
            tp_arguments_add(
                out, given->option->value.en
                         ? tp_arena_format(arena, "--%s=%s", given->option->name, given->value)
                         : tp_arena_format(arena, "--%s", given->option->name));
    }
    if (job->points)
        tp_arguments_add(out, tp_arena_format(arena, "--points=%s", job->points));
}

size_t tp_slurm_tasks(const tp_slurm_job *job, size_t most)
{
    double all = job->each * (double)job->items, room = TASK_SECONDS - job->fixed;
    /* Where reading and the base alone take long, a task is longer rather than mostly that. */
    room = room > 2 * job->fixed ? room : 2 * job->fixed;
    double tasks = room > 0 ? ceil(all / room) : 1;
    tasks = tasks < 1 ? 1 : tasks;
    most = most < job->items ? most : job->items;
    return tasks < (double)most ? (size_t)tasks : most ? most : 1;
}

/* What a task may take: twice what was measured, and time to start. */
static long minutes_of(const tp_slurm_job *job)
{
    double items = ceil((double)job->items / (double)job->tasks);
    return (long)ceil((2 * (job->fixed + job->each * items) + 120) / 60);
}

static void write_list(tp_buf *out, const tp_slurm_job *job)
{
    for (size_t i = 0; i < job->n_missing; i++) {
        size_t first = i;
        while (i + 1 < job->n_missing && job->missing[i + 1] == job->missing[i] + 1)
            i++;
        tp_buf_format(out, first == i ? "%s%zu" : "%s%zu-%zu", first ? "," : "",
                      job->missing[first], job->missing[i]);
    }
}

static void write_quoted(tp_buf *out, tp_arena *arena, const char *text)
{
    tp_arguments one = {.arena = arena};
    tp_arguments_add(&one, text);
    tp_arguments_write(out, &one);
}

static void head(tp_buf *out, const tp_slurm_job *job, const char *what)
{
    /* Slurm takes the value up to the end of the line as it stands. */
    tp_buf_format(out, "#!/bin/sh\n#SBATCH --job-name=turnpool-%s-%.8s\n", what, job->task->work);
    tp_buf_format(out, "#SBATCH --output=\"%s/log/%s-%%A_%%a.txt\"\n", job->folder, what);
    tp_buf_text(out, "#SBATCH --open-mode=append\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task=1\n"
                     "#SBATCH --requeue\n");
}

void tp_slurm_array_script(tp_buf *out, const tp_slurm_job *job)
{
    tp_arguments command = {.arena = job->cli->arena};
    tp_slurm_command(&command, job);
    head(out, job, "shard");
    tp_buf_text(out, "#SBATCH --array=");
    write_list(out, job);
    tp_buf_format(out, "\n#SBATCH --time=%ld\n#SBATCH --mem=%lldM\n", minutes_of(job),
                  (long long)(job->memory_kb * 3 / 2 / 1024 + 64));
    tp_buf_format(out,
                  "# %zu items in %zu shards; measured: %.3f s an item, %.2f s before the first,"
                  " %lld MB.\n",
                  job->items, job->tasks, job->each, job->fixed,
                  (long long)(job->memory_kb / 1024));
    tp_buf_text(out, "# A part that is there and finished is left alone; one that failed on this "
                     "node is tried on another, twice.\n");
    tp_arguments_write(out, &command);
    tp_buf_text(out, " --jobs=1 --from=");
    write_quoted(out, job->cli->arena,
                 tp_arena_format(job->cli->arena, "%s/inputs.db", job->folder));
    tp_buf_format(out, " \\\n    --shard=\"$SLURM_ARRAY_TASK_ID/%zu\" --store=", job->tasks);
    write_quoted(out, job->cli->arena, tp_arena_format(job->cli->arena, "%s/parts/", job->folder));
    tp_buf_text(out, "\"part-$SLURM_ARRAY_TASK_ID.db\"\n"
                     "code=$?\n"
                     "if [ \"$code\" -eq 1 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -lt 2 ]; then\n"
                     "    scontrol requeue "
                     "\"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"\n"
                     "fi\n"
                     "exit \"$code\"\n");
}

void tp_slurm_merge_script(tp_buf *out, const tp_slurm_job *job)
{
    tp_arena *arena = job->cli->arena;
    head(out, job, "merge");
    tp_buf_text(out, "cd ");
    write_quoted(out, arena, job->folder);
    tp_buf_text(out, " || exit 1\n");
    write_quoted(out, arena, job->program);
    /* The inputs hold the run: with no part at all there is still something to join. Those of a
     * list are not of the whole. */
    tp_buf_format(out, " merge %s$(ls parts/part-*.db) -o whole.new --lang %s >merge.txt 2>&1\n",
                  job->list ? "" : "inputs.db ", job->cli->lang == TP_EN ? "en" : "zh");
    tp_buf_text(out, "code=$?\n"
                     "[ \"$code\" -ne 0 ] || mv whole.new whole.db\n"
                     "echo \"$code\" >merge.exit.new && mv merge.exit.new merge.exit\n");
}

/* The command's work on a cluster: --slurm. An array job does the shards, a job after it joins
 * them, and the table is fetched. No scheduler of our own: Slurm queues, starts, requeues.
 *
 * All of a work lies in one folder that the nodes share: inputs.db (the run it is about, or those
 * of a list, with their data and scenarios, written once and never deleted), list.csv, job.sh,
 * merge.sh, parts/, log/, whole.db. The same command again submits only what is missing, or follows
 * a job that is still there. Functions return 0 or the exit code, after telling the user. */
#ifndef TP_TOOLS_SLURM_H
#define TP_TOOLS_SLURM_H

#include "process.h"
#include "runs.h"

#define TP_SLURM_OPTIONS                                                                           \
    {"slurm",                                                                                      \
     0,                                                                                            \
     {NULL, NULL},                                                                                 \
     {"交给 Slurm 集群分片计算并取回结果；-- 之后的选项原样交给 sbatch",                           \
      "have a Slurm cluster do it in shards and fetch the table; options after -- go to sbatch"},  \
     NULL},                                                                                        \
        {"dry-run",                                                                                \
         0,                                                                                        \
         {NULL, NULL},                                                                             \
         {"与 --slurm 同用：只显示作业脚本，不提交",                                               \
          "with --slurm: show the script and submit nothing"},                                     \
         NULL},                                                                                    \
        {"tasks",                                                                                  \
         0,                                                                                        \
         {"个数", "N"},                                                                            \
         {"与 --slurm 同用：分成多少个任务；默认按实测每个任务约 10 分钟",                         \
          "with --slurm: how many tasks; default: as measured, ten minutes each"},                 \
         NULL},                                                                                    \
    {                                                                                              \
        "folder", 0, {"目录", "DIR"},                                                              \
            {"与 --slurm 同用：各节点共用的作业目录；默认当前目录下的 turnpool-编号",              \
             "with --slurm: the folder of the job, shared by the nodes; default turnpool-ID "      \
             "here"},                                                                              \
            NULL                                                                                   \
    }

typedef struct tp_cli_slurm_task {
    const char *work; /* id of the work or sweep */
    const char *run;  /* what it is about; NULL: a list */
    /* Of a list: writes it with its runs to `path`, or, where one is there already, sees whether it
     * still says the same. `store` (NULL: inputs.db is there) takes the runs. Exit code. */
    int (*list)(void *user, const char *path, tp_store *store);
    /* Puts that run into a store that is there for it; NULL of a list. */
    tp_status (*put)(void *user, tp_store *store, tp_err *err);
    void *user;
    tp_stop stop; /* Ctrl-C, once tp_cli_begin was called */
} tp_cli_slurm_task;

/* Does --slurm go with the other options? */
int tp_cli_slurm_check(const tp_cli *cli);
int tp_cli_slurm(const tp_cli *cli, const tp_cli_slurm_task *task);

/* --- inside: what a job is, and its scripts (slurm_script.c) --- */
typedef struct tp_slurm_job {
    const tp_cli *cli;
    const tp_cli_slurm_task *task;
    const char *folder;  /* absolute */
    const char *program; /* this one, absolute */
    size_t items, tasks;
    double fixed, each; /* measured: processor seconds of a task without items, and of an item */
    int64_t memory_kb;
    size_t *missing; /* shards to be done, from 1 */
    size_t n_missing;
    const char *points; /* copy of the sweep file; NULL: none */
    const char *list;   /* of runs; NULL: it is about one */
} tp_slurm_job;

/* The command itself over the inputs, without what says how and where. */
void tp_slurm_command(tp_arguments *out, const tp_slurm_job *job);
/* How many tasks of some ten minutes; at most `most`, and no more than items. */
size_t tp_slurm_tasks(const tp_slurm_job *job, size_t most);
void tp_slurm_array_script(tp_buf *out, const tp_slurm_job *job);
void tp_slurm_merge_script(tp_buf *out, const tp_slurm_job *job);
/* Submits, follows, shows (slurm_follow.c). */
int tp_slurm_carry_out(const tp_slurm_job *job);

#endif

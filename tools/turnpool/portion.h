/* One shard of a command's work, written to a file of its own: --shard I/N --store part-I.db. Also
 * what a store holds of the same work already. Functions return 0 or the exit code, after telling
 * the user.
 *
 * With --shard the store of the command (cli->workspace) is where its inputs come from: --from,
 * else the one a command without --shard would use. --store is the shard's file. It is worked on in
 * $TMPDIR, without a log, and put in place whole at the end. A file that is there already is gone
 * on with; if it is finished, nothing is done. */
#ifndef TP_TOOLS_PORTION_H
#define TP_TOOLS_PORTION_H

#include "explain/portion.h"
#include "runs.h"
#include "store/work.h"

#include <pthread.h>

#define TP_SHARD_OPTIONS                                                                           \
    {"shard",                                                                                      \
     0,                                                                                            \
     {"片/总片数", "I/N"},                                                                         \
     {"只做 N 片中的第 I 片，结果写入 --store 所指文件；各片用 turnpool merge 合并",               \
      "do shard I of N only, into the file --store names; turnpool merge joins them"},             \
     NULL},                                                                                        \
    {                                                                                              \
        "from", 0, {"文件", "FILE"},                                                               \
            {"与 --shard 同用：测算和台账所在的数据库；默认如不加 --shard 时",                     \
             "with --shard: the store that holds the run and the ledger; default: as without "     \
             "--shard"},                                                                           \
            NULL                                                                                   \
    }

typedef struct tp_cli_shard {
    tp_shard shard;      /* of 0: not asked for */
    const char *part;    /* the file */
    const char *scratch; /* where it is worked on */
    tp_store *store;     /* over scratch; NULL: not asked for, or finished before */
    bool finished;       /* the file was there, with all of it */
} tp_cli_shard;

/* Reads --shard, --from, --store: also whether they go together. */
int tp_cli_shard_read(const tp_cli *cli, tp_cli_shard *out);
/* Opens the shard's file for this work (a sweep's id or a work's). Without --shard: nothing. */
int tp_cli_shard_open(const tp_cli *cli, tp_cli_shard *shard, const char *work, size_t items);
/* Puts it in place and says so. Exit code also when a limit stopped it. */
int tp_cli_shard_close(const tp_cli *cli, tp_cli_shard *shard, const char *work, size_t items);
/* Whatever became of it. */
void tp_cli_shard_free(tp_cli_shard *shard);

/* Work about a stored run (robust, sensitivity, alternatives); `shard` as read before. */
typedef struct tp_cli_portion {
    const tp_cli *cli;
    tp_cli_shard shard;
    tp_store *from; /* holds the run, and perhaps results; borrowed */
    tp_work_record record;
    char id[TP_RUN_ID_TEXT];
    const char **known; /* [items] */
    size_t items;
    bool begun;
    int code;             /* the exit code, where beginning failed */
    pthread_mutex_t lock; /* of the store */
    tp_portion portion;   /* for the engine */
} tp_cli_portion;

/* `asked`: what makes it another work, "key=value" lines; kept by reference. */
int tp_cli_portion_begin(const tp_cli *cli, tp_cli_portion *out, const char *kind,
                         const tp_cli_run *loaded, const char *asked);
/* Is it a shard? Then its file is put in place and *code is the exit code: there is no page. */
bool tp_cli_portion_is_shard(tp_cli_portion *portion, tp_status status, const tp_err *err,
                             int *code);
/* With --slurm: it is done there, and *code is the exit code. */
bool tp_cli_portion_elsewhere(tp_cli_portion *portion, tp_stop stop, int *code);
void tp_cli_portion_end(tp_cli_portion *portion);

#endif

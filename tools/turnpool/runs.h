/* Runs and the store, as several commands need them. Functions return 0 or the exit code, after
 * telling the user what was wrong. */
#ifndef TP_TOOLS_RUNS_H
#define TP_TOOLS_RUNS_H

#include "cli.h"
#include "clock.h"
#include "workspace/stored_run.h"

typedef enum tp_store_use {
    TP_STORE_READ,  /* must exist; never written */
    TP_STORE_WRITE, /* must exist */
    TP_STORE_MAKE   /* made if it is missing */
} tp_store_use;

/* The store of the command: --store, or as workspace/workspace.h finds it. */
const char *tp_cli_store_path(const tp_cli *cli);
bool tp_cli_store_exists(const tp_cli *cli);
/* " --store PATH" where a command typed here would not find this store by itself; else "". */
const char *tp_cli_store_option(const tp_cli *cli);
int tp_cli_no_store(const tp_cli *cli); /* says that there is none */
/* Says that it was made, or that there is another. */
void tp_cli_store_announce(const tp_cli *cli);
/* Signed in as --as says where it is to be written to (account.h). The store's refusals go to
 * cli->diags. */
int tp_cli_store_open(const tp_cli *cli, tp_store_use use, tp_store **out);
/* Without signing in, whatever --as says. */
int tp_cli_store_open_unsigned(const tp_cli *cli, tp_store_use use, tp_store **out);

/* Dataset, scenario and run in one transaction. `asked`: the user asked for this very run. */
int tp_cli_run_save(const tp_cli *cli, tp_store *store, const tp_run *run, bool asked);
/* Where the user named a run "latest": says on standard error which that is. */
void tp_cli_say_latest(const tp_cli *cli, const char *name, tp_store *store, const char *run);

/* A run out of the store, restored without solving again (workspace/stored_run.h). The store is
 * open for reading until tp_cli_run_free. */
typedef tp_opened_run tp_cli_run;
int tp_cli_run_load(const tp_cli *cli, const char *name, tp_cli_run *out);
void tp_cli_run_free(tp_cli_run *loaded);

/* --set options as settings. */
int tp_cli_settings(const tp_cli *cli, tp_setting **out, size_t *count);

/* --tier: the number of a tier from 0, by its goal or its place; the first where it is not
 * given. */
int tp_cli_tier(const tp_cli *cli, const tp_tiers_task *task, size_t *out);

/* The run as --format says, and the exit code its status asks for. */
int tp_cli_run_show(const tp_cli *cli, const tp_run *run);
int tp_exit_of_answer(tp_answer_status status);

#endif

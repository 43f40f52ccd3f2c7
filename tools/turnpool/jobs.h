/* --jobs: how many threads a command may use. */
#ifndef TP_TOOLS_JOBS_H
#define TP_TOOLS_JOBS_H

#include "cli.h"

#define TP_JOBS_OPTION                                                                             \
    {                                                                                              \
        "jobs", 'j', {"个数", "N"},                                                                \
            {"用几个线程；默认为处理器核数", "how many threads; default: one for each core"}, NULL \
    }

/* --jobs, else one a core. Exit code: 0, or TP_EXIT_USAGE. */
int tp_cli_jobs(const tp_cli *cli, size_t *out);

#endif

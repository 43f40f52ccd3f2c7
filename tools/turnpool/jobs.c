#include "jobs.h"

#include <unistd.h>

enum { MOST_JOBS = 256 };

int tp_cli_jobs(const tp_cli *cli, size_t *out)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t jobs = cores > MOST_JOBS ? MOST_JOBS : cores > 0 ? cores : 1;
    int code = tp_cli_int(cli, "jobs", 1, MOST_JOBS, &jobs);
    *out = (size_t)jobs;
    return code;
}

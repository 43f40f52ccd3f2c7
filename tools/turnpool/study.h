/* Commands that look further into one stored run: alternatives, robust, outlook, sensitivity. */
#ifndef TP_TOOLS_STUDY_H
#define TP_TOOLS_STUDY_H

#include "portion.h"
#include "report/document/page.h"

typedef struct tp_study {
    tp_words no_answer; /* why a run without an answer is refused; {0}: the run */
    const char *kind;   /* work that can be shared out (--shard, --slurm); NULL: none */
    const char *asked;  /* what makes it another work, "key=value" lines */
    void *task;         /* the command's own */
    /* Does the work; then makes the page of it. `find` may say itself why not, and set `refused` to
     * the exit code; `after` is the exit code once the page is written. */
    tp_status (*find)(struct tp_study *study, tp_err *err);
    tp_status (*page)(struct tp_study *study, tp_page *page, tp_err *err);

    /* For find and page. */
    const tp_cli *cli;
    const tp_run *run;
    tp_stop stop;
    tp_portion portion;
    int after, refused;
} tp_study;

/* `code` is what reading the options came to: anything but 0 is handed back. Then the run named by
 * the first argument, the page, the exit code. */
int tp_cli_study(tp_cli *cli, tp_study *study, int code);

#endif

#include "study.h"

static int look(tp_study *study, tp_cli_portion *portion)
{
    tp_err err = {0};
    tp_page page;
    int code;
    if (!tp_answered(study->run->result->status))
        return TP_ERROR_EXIT(study->cli, tp_exit_of_answer(study->run->result->status),
                             study->no_answer, study->run->id);
    if (study->kind && tp_cli_portion_elsewhere(portion, study->stop, &code))
        return code;
    tp_status status = study->find(study, &err);
    tp_cli_progress_end();
    if (study->refused)
        return study->refused;
    if (tp_cli_portion_is_shard(portion, status, &err, &code))
        return code;
    if (!status)
        status = study->page(study, &page, &err);
    code = status ? tp_cli_fail(study->cli, status, NULL, &err) : tp_cli_page(study->cli, &page);
    return code ? code : study->after;
}

int tp_cli_study(tp_cli *cli, tp_study *study, int code)
{
    tp_cli_limits limits;
    tp_cli_run loaded;
    tp_cli_portion portion = {0};
    if (!code && study->kind)
        code = tp_cli_shard_read(cli, &portion.shard);
    if (!code)
        code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    study->cli = cli;
    study->run = loaded.run;
    study->stop = limits.stop;
    if (study->kind)
        code = tp_cli_portion_begin(cli, &portion, study->kind, &loaded, study->asked);
    study->portion = portion.portion;
    if (!code)
        code = look(study, &portion);
    tp_cli_portion_end(&portion);
    tp_cli_run_free(&loaded);
    return code;
}

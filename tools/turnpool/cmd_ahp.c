#include "commands.h"

#include "report/views/evaluation.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static int run(tp_cli *cli)
{
    tp_diags diags;
    tp_err err = {0};
    tp_matrices matrices;
    tp_page page;
    tp_diags_init(&diags, cli->arena);
    tp_status status = tp_matrices_read(&matrices, cli->arena, cli->args[0], &diags, &err);
    if (status)
        return tp_cli_fail(cli, status, &diags, &err);
    tp_cli_diags(cli, &diags);
    tp_page_init(&page, cli->arena, W("层次分析法权重", "Weights by AHP"));
    status = tp_ahp_page(&page, &matrices, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    int code = tp_cli_page(cli, &page);
    for (size_t m = 0; m < matrices.count && !code; m++)
        if (matrices.items[m].ahp.cr > matrices.max_consistency_ratio)
            code = TP_EXIT_INPUT;
    return code;
}

const tp_command tp_cmd_ahp = {
    .name = "ahp",
    .arguments = {"文件", "FILE"},
    .brief = {"由两两比较判断计算权重并检验一致性",
              "Weights from pairwise judgements, and whether they are consistent"},
    .text =
        {"FILE 是一个判断矩阵（order、upper、max_consistency_ratio），或一个评估文件（列出其中所有"
         "用层次分析法赋权的组）。一致性比率超过上限时指出最该复核的判断和应改的值，退出码为 3。",
         "FILE is one judgement matrix (order, upper, max_consistency_ratio) or an evaluation "
         "file (every group weighed by AHP). Where the consistency ratio is above the limit, "
         "the judgement to reconsider and the value to give it are named, and the exit code is "
         "3."},
    .shared = TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run,
};

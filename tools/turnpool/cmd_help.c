#include "commands.h"
#include "topics.h"

static int run_help(tp_cli *cli)
{
    int code, words;
    tp_buf text;
    tp_buf_init(&text);
    if (tp_cli_has(cli, "man")) {
        tp_help_manual(&text, cli->lang);
    } else if (cli->n_args == 0) {
        tp_help_program(&text, cli->lang, cli->width);
    } else {
        const tp_command *command = tp_command_find(cli->n_args, cli->args, &words);
        const tp_topic *topic = cli->n_args == 1 ? tp_topic_find(cli->args[0]) : NULL;
        bool family = !command && !topic && cli->n_args == 1 &&
                      tp_help_family(&text, cli->args[0], cli->lang, cli->width);
        if (!command && !family && !topic) {
            tp_buf_finish(&text);
            return tp_cli_unknown_command(cli->lang, cli->n_args, cli->args);
        }
        if (topic && tp_cli_has(cli, "page"))
            tp_topic_page(&text, topic);
        else if (topic)
            tp_topic_write(&text, topic, cli->lang, cli->width);
        else if (command)
            tp_help_command(&text, command, cli->lang, cli->width);
    }
    code = tp_cli_write(cli, &text);
    tp_buf_finish(&text);
    return code;
}

static const tp_option options[] = {
    {"man",
     0,
     {NULL, NULL},
     {"输出手册页的 scdoc 源文", "write the manual page as scdoc source"},
     NULL},
    {"page",
     0,
     {NULL, NULL},
     {"专题写成 Markdown，中英文在一页", "a topic as Markdown, both languages on a page"},
     NULL},
};

const tp_command tp_cmd_help = {
    .name = "help",
    .arguments = {"[命令或专题]", "[COMMAND or TOPIC]"},
    .brief = {"显示帮助", "Show help"},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_OUTPUT,
    .least = 0,
    .most = 2,
    .run = run_help,
};

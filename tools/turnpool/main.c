#include "cli.h"

#include "runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    int64_t wanted = 0;
    struct winsize size;
    if (!columns || tp_int_parse(columns, strlen(columns), &wanted) != TP_PARSE_OK) {
        if (!isatty(STDOUT_FILENO))
            return 100;
        wanted = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
    }
    return wanted < 40 ? 40 : wanted > 400 ? 400 : (size_t)wanted;
}

/* Options before the command: --lang (already read), --help, --version. Index of the command's
 * name, 0 if there is none, -1 for an option that cannot stand there. */
static int command_at(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0)
            i++;
        else if (strncmp(argv[i], "--lang=", 7) != 0)
            return argv[i][0] == '-' ? -i : i;
    }
    return 0;
}

static int without_command(tp_cli *cli, char **argv, int at)
{
    const char *option = at < 0 ? argv[-at] : "";
    bool version = strcmp(option, "--version") == 0 || strcmp(option, "-V") == 0;
    bool help = strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0;
    tp_buf text;
    tp_buf_init(&text);
    if (version)
        tp_buf_text(&text, "turnpool " TP_VERSION "\n");
    else
        tp_help_program(&text, cli->lang, cli->width);
    int code = TP_EXIT_USAGE;
    if (version || help)
        code = tp_cli_write(cli, &text);
    else if (at < 0)
        TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            ((tp_words){"命令之前不能有选项 {0}", "option {0} cannot stand before a command"}),
            option);
    else if (tp_buf_ok(&text))
        fputs(text.bytes, stderr);
    tp_buf_finish(&text);
    return code;
}

/* Which store the command works on. Of its arguments, only a scenario says where that may be. */
static int find_workspace(tp_cli *cli)
{
    tp_err err = {0};
    const char *scenario = NULL;
    if (!(cli->command->shared & TP_WITH_STORE))
        return 0;
    for (int i = 0; i < cli->n_args && !scenario; i++)
        if (tp_is_scenario_file(cli->args[i]) && !tp_is_data_path(cli->args[i]) &&
            ((cli->command->shared & TP_WITH_SET) || strstr(cli->args[i], ".y")))
            scenario = cli->args[i];
    /* Of a shard, --store is what it writes, and --from where its inputs are (portion.h). */
    const char *named =
        tp_cli_value(cli, tp_cli_has(cli, "shard") || tp_cli_has(cli, "slurm") ? "from" : "store");
    tp_status status = tp_workspace_find(&cli->workspace, named, scenario, cli->arena, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

/* "ledger --help": the subcommands there are. False: nobody asked for them. */
static bool help_of_family(tp_cli *cli, int argc, char **argv, int *code)
{
    bool asked = false;
    for (int i = 1; i < argc; i++)
        asked = asked || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
    /* A word that is no option is a subcommand there is not, which is said. */
    if (!asked || (argv[1][0] != '-' && strcmp(argv[1], "help") != 0))
        return false;
    tp_buf text;
    tp_buf_init(&text);
    bool family = tp_help_family(&text, argv[0], cli->lang, cli->width);
    if (family)
        *code = tp_cli_write(&(tp_cli){.lang = cli->lang, .arena = cli->arena}, &text);
    tp_buf_finish(&text);
    return family;
}

static int with_command(tp_cli *cli, int argc, char **argv, int at)
{
    int words, shown;
    cli->command = tp_command_find(argc - at, argv + at, &words);
    if (!cli->command && argc - at > 1 && help_of_family(cli, argc - at, argv + at, &shown))
        return shown;
    if (!cli->command)
        return tp_cli_unknown_command(cli->lang, argc - at, argv + at);
    bool help;
    /* The command's last word takes the place of the program's name for getopt. */
    int first = at + words - 1;
    int code = tp_cli_parse(cli, argc - first, argv + first, &help);
    if (code)
        return code;
    if (!help) {
        code = find_workspace(cli);
        for (int i = 0; !code && i < cli->n_args && !(cli->command->shared & TP_ONTO_INPUT); i++)
            code = tp_cli_spare(cli, cli->args[i]);
        if (!code && (cli->command->shared & TP_WITH_STORE))
            code = tp_cli_spare(cli, tp_cli_store_path(cli));
        return code ? code : cli->command->run(cli);
    }
    tp_buf text;
    tp_buf_init(&text);
    tp_help_command(&text, cli->command, cli->lang, cli->width);
    code = tp_cli_write(&(tp_cli){.lang = cli->lang, .arena = cli->arena}, &text);
    tp_buf_finish(&text);
    return code;
}

int main(int argc, char **argv)
{
    tp_cli cli = {
        .lang = tp_cli_language(argc, argv), .width = terminal_width(), .arena = tp_arena_create()};
    if (!cli.arena)
        return tp_cli_fail(&cli, TP_E_NOMEM, NULL, NULL);
    tp_diags diags;
    tp_diags_init(&diags, cli.arena);
    cli.diags = &diags;
    int at = command_at(argc, argv);
    int code = at > 0 ? with_command(&cli, argc, argv, at) : without_command(&cli, argv, at);
    tp_arena_free(cli.arena);
    return code;
}

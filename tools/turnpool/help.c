#include "cli.h"
#include "topics.h"

#include "base/text.h"
#include "report/writers/wrap.h"

#include <stdio.h>
#include <string.h>

static const tp_words program_brief = {
    "机构编制周转池测算：把闲置编制调剂给急需的单位，逐条说明理由",
    "Moves idle authorised slots to the units that need them, with every decision explained"};

static const struct {
    const char *code;
    tp_words text;
} exit_codes[] = {
    {"0", {"完成", "done"}},
    {"1",
     {"程序内部错误，或文件、数据库读写失败", "internal failure, or a file or the store failed"}},
    {"2", {"命令行用法错误", "wrong command line"}},
    {"3", {"数据或方案有误", "invalid input"}},
    {"4", {"方案自相矛盾，无解", "the scenario contradicts itself"}},
    {"6", {"因时限等提前停止，已给出方案", "stopped by a limit, with an answer"}},
    {"7", {"因时限等提前停止，尚无方案", "stopped by a limit, without an answer"}},
    {"8", {"被拒绝：未经审定、已过时或不允许", "refused: not approved, stale, or not allowed"}},
    {"9", {"compare --exit-code：结果不同", "compare --exit-code: the answers differ"}},
};
enum { EXIT_CODES = sizeof exit_codes / sizeof *exit_codes };

static void entry(tp_buf *out, const char *name, const char *text, size_t column, size_t width)
{
    size_t used = tp_text_width(name) + 2;
    tp_buf_format(out, "  %s", name);
    if (used + 2 > column) {
        tp_buf_char(out, '\n');
        used = 0;
    }
    tp_wrap_pad(out, column - used);
    tp_wrap_write(out, text, width, column);
}

/* "-o, --output FILE" */
static void option_name(tp_buf *out, const tp_option *option, tp_lang lang)
{
    if (option->letter)
        tp_buf_format(out, "-%c, ", option->letter);
    tp_buf_format(out, "--%s", option->name);
    if (option->value.en)
        tp_buf_format(out, " %s", tp_words_in(option->value, lang));
}

static void option_text(tp_buf *out, const tp_option *option, tp_lang lang)
{
    tp_buf_text(out, tp_words_in(option->help, lang));
    for (const char *const *c = option->choices; c && *c; c++)
        tp_buf_format(out, "%s%s",
                      c == option->choices ? (lang == TP_EN ? ": " : "：")
                      : lang == TP_EN      ? ", "
                                           : "、",
                      *c);
}

void tp_help_program(tp_buf *out, tp_lang lang, size_t width)
{
    bool en = lang == TP_EN;
    tp_buf_text(out, "turnpool " TP_VERSION "\n");
    tp_wrap_write(out, tp_words_in(program_brief, lang), width, 0);
    tp_buf_text(out, en ? "\nUsage: turnpool COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n"
                        : "\n用法：turnpool 命令 [选项] [参数]\n\n命令：\n");
    size_t column = 0;
    for (size_t i = 0; i < tp_n_commands; i++) {
        size_t w = tp_text_width(tp_commands[i]->name);
        column = w > column ? w : column;
    }
    for (size_t i = 0; i < tp_n_commands; i++)
        entry(out, tp_commands[i]->name, tp_words_in(tp_commands[i]->brief, lang), column + 4,
              width);
    tp_buf_text(out, en ? "\nEverywhere:\n" : "\n通用选项：\n");
    entry(out, en ? "--lang LANGUAGE" : "--lang 语言", en ? "zh or en" : "zh 或 en", 20, width);
    entry(out, "--help", en ? "help for the command" : "显示该命令的帮助", 20, width);
    entry(out, "--version", en ? "version" : "显示版本", 20, width);
    tp_buf_text(out, en ? "\nExit codes:\n" : "\n退出码：\n");
    for (size_t i = 0; i < EXIT_CODES; i++)
        entry(out, exit_codes[i].code, tp_words_in(exit_codes[i].text, lang), 5, width);
    tp_buf_text(out, en ? "\nTopics (turnpool help TOPIC):\n" : "\n专题（turnpool help 专题）：\n");
    for (size_t i = 0; i < tp_n_topics; i++)
        entry(out, tp_topics[i]->name, tp_words_in(tp_topics[i]->title, lang), 12, width);
    tp_buf_char(out, '\n');
    tp_wrap_write(
        out,
        en ? "turnpool help COMMAND tells more. First steps: turnpool check DATA, then "
             "turnpool run FILE.yaml."
           : "各命令详情：turnpool help 命令。入门：先 turnpool check 数据目录，再 turnpool "
             "run 方案.yaml。",
        width, 0);
}

static void usage_line(tp_buf *out, const tp_command *command, tp_lang lang)
{
    const char *arguments = tp_words_in(command->arguments, lang);
    tp_buf_format(out, lang == TP_EN ? "turnpool %s [OPTIONS]%s%s" : "turnpool %s [选项]%s%s",
                  command->name, arguments && *arguments ? " " : "", arguments ? arguments : "");
}

static bool in_family(const char *name, const char *family)
{
    size_t n = strlen(family);
    return strncmp(name, family, n) == 0 && name[n] == ' ';
}

bool tp_help_family(tp_buf *out, const char *family, tp_lang lang, size_t width)
{
    size_t column = 0, count = 0;
    for (size_t i = 0; i < tp_n_commands; i++)
        if (in_family(tp_commands[i]->name, family)) {
            size_t w = tp_text_width(tp_commands[i]->name);
            column = w > column ? w : column;
            count++;
        }
    if (!count)
        return false;
    tp_buf_format(out,
                  lang == TP_EN ? "Usage: turnpool %s SUBCOMMAND [OPTIONS] [ARGUMENTS]\n\n"
                                  "Subcommands:\n"
                                : "用法：turnpool %s 子命令 [选项] [参数]\n\n子命令：\n",
                  family);
    for (size_t i = 0; i < tp_n_commands; i++)
        if (in_family(tp_commands[i]->name, family))
            entry(out, tp_commands[i]->name, tp_words_in(tp_commands[i]->brief, lang), column + 4,
                  width);
    tp_buf_format(out,
                  lang == TP_EN ? "\nturnpool help %s SUBCOMMAND tells more.\n"
                                : "\n各子命令详情：turnpool help %s 子命令。\n",
                  family);
    return true;
}

void tp_help_command(tp_buf *out, const tp_command *command, tp_lang lang, size_t width)
{
    tp_buf_text(out, lang == TP_EN ? "Usage: " : "用法：");
    usage_line(out, command, lang);
    tp_buf_text(out, "\n\n");
    tp_wrap_write(out, tp_words_in(command->brief, lang), width, 0);
    const char *text = tp_words_in(command->text, lang);
    if (text) {
        tp_buf_char(out, '\n');
        tp_wrap_write(out, text, width, 0);
    }
    tp_buf_text(out, lang == TP_EN ? "\nOptions:\n" : "\n选项：\n");
    const tp_option *option;
    size_t column = 0;
    for (int pass = 0; pass < 2; pass++) /* measure, then write */
        for (size_t i = 0; (option = tp_command_option(command, i)) != NULL; i++) {
            tp_buf name, help;
            tp_buf_init(&name);
            tp_buf_init(&help);
            tp_buf_text(&name, option->letter ? "" : "    ");
            option_name(&name, option, lang);
            option_text(&help, option, lang);
            size_t w = tp_buf_ok(&name) ? tp_text_width(name.bytes) + 4 : 0;
            column = !pass && w > column && w <= 28 ? w : column;
            if (pass && tp_buf_ok(&name) && tp_buf_ok(&help))
                entry(out, name.bytes, help.bytes, column, width);
            tp_buf_finish(&name);
            tp_buf_finish(&help);
        }
}

/* groff breaks a Chinese line between characters, but not after 、 before Latin letters; where a
 * row of such words is longer than the line it never ends. */
static bool stuck_to_latin(const char *before, const char *text)
{
    return text - before >= 3 && memcmp(text - 3, "、", 3) == 0 && *text > ' ' && *text < 127;
}

void tp_scdoc_escape(tp_buf *out, const char *text)
{
    for (const char *from = text; *text; text++) {
        if (stuck_to_latin(from, text))
            tp_buf_char(out, ' ');
        if (strchr("_*\\#[]<>~`.", *text))
            tp_buf_char(out, '\\');
        tp_buf_char(out, *text);
        if (*text == '\n')
            tp_buf_char(out, '\n');
    }
}

static void manual_command(tp_buf *out, const tp_command *command, tp_lang lang)
{
    tp_buf_text(out, "## turnpool ");
    tp_scdoc_escape(out, command->name);
    tp_buf_text(out, "\n\n");
    tp_buf usage;
    tp_buf_init(&usage);
    usage_line(&usage, command, lang);
    tp_scdoc_escape(out, usage.bytes ? usage.bytes : "");
    tp_buf_finish(&usage);
    tp_buf_text(out, "\n\n");
    tp_scdoc_escape(out, tp_words_in(command->brief, lang));
    tp_buf_text(out, lang == TP_EN ? ".\n\n" : "。\n\n");
    const char *text = tp_words_in(command->text, lang);
    if (text) {
        tp_scdoc_escape(out, text);
        tp_buf_text(out, "\n\n");
    }
    const tp_option *option;
    for (size_t i = 0; (option = tp_command_option(command, i)) != NULL; i++) {
        tp_buf name, help;
        tp_buf_init(&name);
        tp_buf_init(&help);
        option_name(&name, option, lang);
        option_text(&help, option, lang);
        tp_buf_char(out, '*');
        tp_scdoc_escape(out, name.bytes ? name.bytes : "");
        tp_buf_text(out, "*\n\t");
        tp_scdoc_escape(out, help.bytes ? help.bytes : "");
        tp_buf_text(out, lang == TP_EN ? ".\n\n" : "。\n\n");
        tp_buf_finish(&name);
        tp_buf_finish(&help);
    }
}

void tp_help_manual(tp_buf *out, tp_lang lang)
{
    bool en = lang == TP_EN;
    tp_buf_text(out, "turnpool(1)\n\n");
    tp_buf_text(out, en ? "# NAME\n\nturnpool - " : "# 名称\n\nturnpool - ");
    tp_scdoc_escape(out, tp_words_in(program_brief, lang));
    tp_buf_text(
        out, en ? "\n\n# SYNOPSIS\n\n*turnpool* _COMMAND_ [OPTIONS] [ARGUMENTS]\n\n# COMMANDS\n\n"
                : "\n\n# 用法\n\n*turnpool* _命令_ [选项] [参数]\n\n# 命令\n\n");
    for (size_t i = 0; i < tp_n_commands; i++)
        manual_command(out, tp_commands[i], lang);
    for (size_t i = 0; i < tp_n_topics; i++)
        tp_topic_manual(out, tp_topics[i], lang);
    tp_buf_text(out, en ? "# EXIT STATUS\n\n" : "# 退出码\n\n");
    for (size_t i = 0; i < EXIT_CODES; i++) {
        tp_buf_format(out, "*%s*\n\t", exit_codes[i].code);
        tp_scdoc_escape(out, tp_words_in(exit_codes[i].text, lang));
        tp_buf_text(out, en ? ".\n\n" : "。\n\n");
    }
    tp_buf_text(
        out, en ? "# ENVIRONMENT\n\n*LC\\_ALL*, *LC\\_MESSAGES*, *LANG*\n\tLanguage, if --lang is "
                  "absent.\n\n*COLUMNS*\n\tWidth of tables.\n\n# FILES\n\n_turnpool\\.db_\n\tThe "
                  "store, in the working directory unless --store names another.\n"
                : "# 环境变量\n\n*LC\\_ALL*、*LC\\_MESSAGES*、*LANG*\n\t未给出 --lang "
                  "时的界面语言。\n\n*COLUMNS*\n\t表格宽度。\n\n# 文件\n\n_turnpool\\.db_"
                  "\n\t数据库，默认在当前目录，可用 --store 另行指定。\n");
}

const tp_command *tp_command_find(int argc, char **argv, int *words)
{
    for (*words = argc < 2 ? argc : 2; *words > 0; --*words)
        for (size_t i = 0; i < tp_n_commands; i++) {
            const char *name = tp_commands[i]->name;
            size_t first = strlen(argv[0]);
            if (*words == 1 ? strcmp(name, argv[0]) == 0
                            : strncmp(name, argv[0], first) == 0 && name[first] == ' ' &&
                                  strcmp(name + first + 1, argv[1]) == 0)
                return tp_commands[i];
        }
    return NULL;
}

int tp_cli_unknown_command(tp_lang lang, int argc, char **argv)
{
    tp_cli cli = {.lang = lang, .arena = tp_arena_create()};
    size_t first = strlen(argv[0]), family = 0;
    tp_buf members;
    tp_buf_init(&members);
    const char **names = tp_arena_array(cli.arena, tp_n_commands, sizeof *names);
    for (size_t i = 0; names && i < tp_n_commands; i++) {
        names[i] = tp_commands[i]->name;
        if (strncmp(names[i], argv[0], first) == 0 && names[i][first] == ' ')
            tp_buf_format(&members, "%s%s", family++ ? ", " : "", names[i] + first + 1);
    }
    if (family && argc > 1 && argv[1][0] != '-') {
        tp_cli_error(&cli, TP_EXIT_USAGE,
                     (tp_words){"{0} 没有子命令“{1}”；可用：{2}",
                                "{0} has no subcommand \"{1}\"; there are: {2}"},
                     3, TP_ARGS_(argv[0], argv[1], members.bytes));
    } else if (family) {
        TP_ERROR_EXIT(&cli, TP_EXIT_USAGE,
                      ((tp_words){"{0} 需要子命令：{1}", "{0} needs a subcommand: {1}"}), argv[0],
                      members.bytes);
    } else {
        const char *close = names ? tp_text_closest(argv[0], names, tp_n_commands) : NULL;
        TP_ERROR_EXIT(&cli, TP_EXIT_USAGE,
                      close ? ((tp_words){"没有命令“{0}”；是否指 {1}？",
                                          "no command \"{0}\"; did you mean {1}?"})
                            : ((tp_words){"没有命令“{0}”", "no command \"{0}\""}),
                      argv[0], close ? close : "");
    }
    tp_buf_finish(&members);
    tp_arena_free(cli.arena);
    return TP_EXIT_USAGE;
}

#include "cli.h"

#include "base/text.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char *const langs[] = {"zh", "en", NULL};
static const char *const encodings[] = {"utf-8",    "gb18030", "utf-16", "utf-16le",
                                        "utf-16be", "big5",    NULL};

/* The shared options, each with the group it belongs to; group 0 goes with every command. */
static const struct {
    unsigned group;
    tp_option option;
} shared_options[] = {
    {TP_WITH_SET,
     {"set",
      0,
      {"键=值", "KEY=VALUE"},
      {"临时改写方案中的一项，如 --set reserve.share=0.1；可重复",
       "override one key of the scenario, as in --set reserve.share=0.1; may be repeated"},
      NULL}},
    {TP_WITH_LIMITS,
     {"time-limit",
      0,
      {"秒", "SECONDS"},
      {"最长求解时间；到时给出已有的最好方案，并如实说明",
       "stop solving after so long, with the best answer so far and an honest status"},
      NULL}},
    {TP_WITH_LIMITS,
     {"gap",
      0,
      {"比例", "SHARE"},
      {"与理论界限相差不超过此比例即可停止，如 0.01；默认 0（求到最优）",
       "accept an answer within this share of the bound, e.g. 0.01; default 0 (optimal)"},
      NULL}},
    {TP_WITH_ALL,
     {"all",
      0,
      {NULL, NULL},
      {"列出全部行，包括没有变动的", "list every row, unchanged ones too"},
      NULL}},
    {TP_WITH_FORMAT,
     {"format",
      'f',
      {"格式", "FORMAT"},
      {"输出格式；xlsx 为工作簿，须用 -o 指定文件",
       "output format; xlsx is a workbook and needs -o FILE"},
      tp_writer_names}},
    {TP_WITH_FORMAT,
     {"json", 0, {NULL, NULL}, {"等同于 --format json", "same as --format json"}, NULL}},
    {TP_WITH_FORMAT,
     {"table",
      0,
      {"表名", "NAME"},
      {"只输出一张表，如 loans；表名见 JSON 或 CSV 输出", "write one table only, e.g. loans"},
      NULL}},
    {TP_WITH_FORMAT,
     {"bom",
      0,
      {NULL, NULL},
      {"CSV 开头加 BOM，便于 Excel 直接打开",
       "begin CSV with a byte order mark, so that Excel reads it"},
      NULL}},
    {TP_WITH_OUTPUT,
     {"output",
      'o',
      {"文件", "FILE"},
      {"写入文件，不写到屏幕（写完整后才替换原文件）",
       "write to a file instead of the screen (replaced only once complete)"},
      NULL}},
    {TP_WITH_STORE,
     {"store",
      0,
      {"文件", "FILE"},
      {"数据库文件；默认当前目录下的 turnpool.db，没有时用方案所在目录或其上级目录中的",
       "the store; default turnpool.db in this directory, else the one beside the scenario or "
       "above it"},
      NULL}},
    {TP_WITH_ACCOUNT,
     {"as",
      0,
      {"姓名", "NAME"},
      {"数据库设有账号时，以谁的账号办理；默认取环境变量 TURNPOOL_AS",
       "whose account it is done with, in a store that has accounts; default: $TURNPOOL_AS"},
      NULL}},
    {TP_WITH_ACCOUNT,
     {"password-file",
      0,
      {"文件", "FILE"},
      {"从文件第一行读密码，不在终端询问；默认取环境变量 TURNPOOL_PASSWORD_FILE",
       "take the password from the first line of a file instead of asking; default: "
       "$TURNPOOL_PASSWORD_FILE"},
      NULL}},
    {TP_WITH_LEDGER,
     {"ledger-on",
      0,
      {"日期", "DATE"},
      {"用台账在该日终了时的头寸；默认用现在的",
       "the ledger as it stood at the end of that day; default: as it stands"},
      NULL}},
    {TP_WITH_BOOKING,
     {"yes",
      'y',
      {NULL, NULL},
      {"不再询问，直接登记（供脚本使用）", "book without asking; for scripts"},
      NULL}},
    {TP_WITH_BOOKING,
     {"dry-run",
      0,
      {NULL, NULL},
      {"只显示将登记的内容，不登记", "show what would be booked, and book nothing"},
      NULL}},
    {TP_WITH_ENCODING,
     {"encoding",
      0,
      {"编码", "NAME"},
      {"数据文件的编码；默认自动识别", "encoding of the data files; default: detected"},
      encodings}},
    {TP_WITH_ENCODING,
     {"all-warnings",
      0,
      {NULL, NULL},
      {"逐条列出全部警告；否则同类警告只列前 10 条（check 列前 1000 条）",
       "list every warning; otherwise the first 10 of a kind (check: the first 1000)"},
      NULL}},
    {0,
     {"lang",
      0,
      {"语言", "LANGUAGE"},
      {"界面语言；默认随环境变量，否则中文", "language; default: the environment's, else zh"},
      langs}},
    {0, {"help", 'h', {NULL, NULL}, {"显示帮助", "show this help"}, NULL}},
};
enum { SHARED = sizeof shared_options / sizeof *shared_options };

const tp_option *tp_command_option(const tp_command *command, size_t index)
{
    if (index < command->n_options)
        return &command->options[index];
    index -= command->n_options;
    for (size_t i = 0; i < SHARED; i++)
        if (!shared_options[i].group || (shared_options[i].group & command->shared))
            if (index-- == 0)
                return &shared_options[i].option;
    return NULL;
}

static bool speaks(const char *locale, const char *lang)
{
    return strncmp(locale, lang, 2) == 0 && !((locale[2] | 32) >= 'a' && (locale[2] | 32) <= 'z');
}

tp_lang tp_cli_language(int argc, char **argv)
{
    const char *lang = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = argv[i + 1];
        else if (strncmp(argv[i], "--lang=", 7) == 0)
            lang = argv[i] + 7;
    }
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3 && (!lang || !*lang); i++)
        lang = getenv(names[i]);
    return lang && speaks(lang, "en") ? TP_EN : TP_ZH;
}

/* getopt's own tables, made from ours. Value of a long option = its index + 256. */
typedef struct getopt_tables {
    struct option *longs;
    char *letters;
    size_t count;
} getopt_tables;

static bool make_tables(getopt_tables *out, const tp_command *command, tp_arena *arena)
{
    size_t count = 0, at = 0;
    while (tp_command_option(command, count))
        count++;
    out->count = count;
    out->longs = tp_arena_array(arena, count + 1, sizeof *out->longs);
    out->letters = tp_arena_alloc(arena, 2 * count + 2);
    if (!out->longs || !out->letters)
        return false;
    out->letters[at++] = ':'; /* tell a missing value from an unknown option */
    for (size_t i = 0; i < count; i++) {
        const tp_option *option = tp_command_option(command, i);
        int has = option->value.en ? required_argument : no_argument;
        out->longs[i] = (struct option){option->name, has, NULL, 256 + (int)i};
        if (option->letter) {
            out->letters[at++] = option->letter;
            if (has)
                out->letters[at++] = ':';
        }
    }
    return true;
}

static int unknown_option(const tp_cli *cli, const getopt_tables *tables, const char *text)
{
    const char **names = tp_arena_array(cli->arena, tables->count, sizeof *names);
    size_t length = strcspn(text, "=");
    char *bare = tp_arena_copy(cli->arena, text, length);
    if (!names || !bare)
        return TP_EXIT_FAILURE;
    for (size_t i = 0; i < tables->count; i++)
        names[i] = tp_arena_format(cli->arena, "--%s", tables->longs[i].name);
    const char *close =
        strncmp(bare, "--", 2) == 0 ? tp_text_closest(bare, names, tables->count) : NULL;
    if (close)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            ((tp_words){"没有选项 {0}；是否指 {1}？", "no option {0}; did you mean {1}?"}), bare,
            close);
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE, ((tp_words){"没有选项 {0}", "no option {0}"}), bare);
}

static int wrong_choice(const tp_cli *cli, const tp_option *option, const char *value)
{
    tp_buf all;
    tp_buf_init(&all);
    for (const char *const *c = option->choices; *c; c++) {
        tp_buf_text(&all, c == option->choices ? "" : ", ");
        tp_buf_text(&all, *c);
    }
    int code = TP_ERROR_EXIT(
        cli, TP_EXIT_USAGE,
        ((tp_words){"--{0} 不能是“{1}”；可用：{2}", "--{0} cannot be \"{1}\"; allowed: {2}"}),
        option->name, value, all.bytes ? all.bytes : "");
    tp_buf_finish(&all);
    return code;
}

static int take(tp_cli *cli, const tp_option *option, const char *value, size_t *capacity)
{
    if (option->choices) {
        const char *const *c = option->choices;
        while (*c && strcmp(*c, value) != 0)
            c++;
        if (!*c)
            return wrong_choice(cli, option, value);
    }
    if (!tp_arena_grow(cli->arena, &cli->given, capacity, cli->n_given, 1))
        return TP_EXIT_FAILURE;
    cli->given[cli->n_given++] = (tp_given){option, value};
    return 0;
}

static const tp_option *option_of(const tp_command *command, const getopt_tables *tables, int found)
{
    for (size_t i = 0; i < tables->count; i++) {
        const tp_option *option = tp_command_option(command, i);
        if (found == 256 + (int)i || (option->letter && found == option->letter))
            return option;
    }
    return NULL;
}

static int count_arguments(const tp_cli *cli)
{
    const tp_command *command = cli->command;
    const char *arguments = tp_words_in(command->arguments, cli->lang);
    if (cli->n_args < command->least)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"缺少参数：{0}", "missing argument: {0}"}), arguments);
    if (command->most >= 0 && cli->n_args > command->most)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"多余的参数“{0}”", "unexpected argument \"{0}\""}),
                             cli->args[command->most]);
    return 0;
}

/* Before any work is done for it. */
static int check_format(const tp_cli *cli)
{
    const char *path = tp_cli_value(cli, "output");
    if (!tp_cli_writer(cli)->binary || (path && strcmp(path, "-") != 0))
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                         ((tp_words){"工作簿须写入文件：加 {0} 文件.xlsx",
                                     "a workbook goes to a file: add {0} FILE.xlsx"}),
                         "-o");
}

static bool offers(const tp_cli *cli, const char *name)
{
    const tp_option *option;
    for (size_t i = 0; (option = tp_command_option(cli->command, i)) != NULL; i++)
        if (strcmp(option->name, name) == 0)
            return true;
    return false;
}

int tp_cli_parse(tp_cli *cli, int argc, char **argv, bool *help)
{
    getopt_tables tables;
    size_t capacity = 0;
    *help = false;
    if (!make_tables(&tables, cli->command, cli->arena))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    for (int i = 1; offers(cli, "slurm") && i < argc; i++)
        if (strcmp(argv[i], "--") == 0) {
            cli->passed = argv + i + 1;
            cli->n_passed = (size_t)(argc - i - 1);
            argc = i;
        }
    optind = 0; /* glibc: start afresh */
    opterr = 0;
    for (int found; (found = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1;) {
        if (found == ':')
            return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                                 ((tp_words){"选项 {0} 缺少值", "option {0} needs a value"}),
                                 argv[optind - 1]);
        if (found == '?') {
            char letter[3] = {'-', (char)(optopt & 0x7f), 0};
            bool short_one = optopt > 0 && optopt < 256;
            return unknown_option(cli, &tables, short_one ? letter : argv[optind - 1]);
        }
        const tp_option *option = option_of(cli->command, &tables, found);
        int code = take(cli, option, optarg ? optarg : "", &capacity);
        if (code)
            return code;
        *help = *help || strcmp(option->name, "help") == 0;
    }
    cli->args = argv + optind;
    cli->n_args = argc - optind;
    if (tp_cli_has(cli, "all-warnings"))
        cli->diags->most = SIZE_MAX;
    int code = *help ? 0 : count_arguments(cli);
    return *help || code ? code : check_format(cli);
}

const char *tp_cli_value(const tp_cli *cli, const char *option)
{
    for (size_t i = cli->n_given; i-- > 0;)
        if (strcmp(cli->given[i].option->name, option) == 0)
            return cli->given[i].value;
    return NULL;
}

bool tp_cli_has(const tp_cli *cli, const char *option)
{
    return tp_cli_value(cli, option) != NULL;
}

const char *tp_cli_next(const tp_cli *cli, const char *option, size_t *at)
{
    for (; *at < cli->n_given; ++*at)
        if (strcmp(cli->given[*at].option->name, option) == 0)
            return cli->given[(*at)++].value;
    return NULL;
}

const tp_writer *tp_cli_writer(const tp_cli *cli)
{
    const char *name = tp_cli_has(cli, "json") ? "json" : tp_cli_value(cli, "format");
    const tp_writer *writer =
        name ? tp_writer_find(name) : NULL; /* others have their own formats */
    return writer ? writer : &tp_writer_table;
}

int tp_cli_int(const tp_cli *cli, const char *option, int64_t least, int64_t most, int64_t *out)
{
    const char *text = tp_cli_value(cli, option);
    int64_t value = 0;
    if (!text)
        return 0;
    if (tp_int_parse(text, strlen(text), &value) != TP_PARSE_OK || value < least || value > most) {
        char low[TP_DEC_TEXT], high[TP_DEC_TEXT];
        tp_int_format(least, low);
        tp_int_format(most, high);
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            ((tp_words){"--{0} 不能是“{1}”；应为 {2} 到 {3} 的整数",
                        "--{0} cannot be \"{1}\"; a whole number from {2} to {3}"}),
            option, text, low, high);
    }
    *out = value;
    return 0;
}

int tp_cli_dec(const tp_cli *cli, const char *option, tp_dec least, tp_dec most, tp_dec *out)
{
    const char *text = tp_cli_value(cli, option);
    tp_dec value = 0;
    if (!text)
        return 0;
    if (tp_dec_parse(text, strlen(text), &value) != TP_PARSE_OK || value < least || value > most) {
        char low[TP_DEC_TEXT], high[TP_DEC_TEXT];
        tp_dec_format(least, low);
        tp_dec_format(most, high);
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"--{0} 不能是“{1}”；应为 {2} 到 {3} 的数",
                                         "--{0} cannot be \"{1}\"; a number from {2} to {3}"}),
                             option, text, low, high);
    }
    *out = value;
    return 0;
}

int tp_cli_date(const tp_cli *cli, const char *option, tp_date *out)
{
    const char *text = tp_cli_value(cli, option);
    if (text && tp_date_parse(text, strlen(text), out) != TP_PARSE_OK)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"--{0} 不能是“{1}”；应为存在的日期，如 2026-06-30",
                                         "--{0} cannot be \"{1}\"; a date such as 2026-06-30"}),
                             option, text);
    return 0;
}

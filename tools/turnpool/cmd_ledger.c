/* turnpool ledger …: reading, checking and correcting the books. */
#include "commands.h"
#include "ledger_filter.h"
#include "report/writers/hledger.h"
#include "store/log.h"

#include <stdio.h>
#include <string.h>

/* Texts of the books, each once. */
typedef struct choices {
    tp_ids *ids;
    tp_buf all; /* "a, b, …" */
} choices;

static void offer(choices *c, const char *text)
{
    bool fresh = false;
    if (tp_ids_add(c->ids, text, strlen(text), &fresh) != TP_ID_NONE && fresh)
        tp_buf_format(&c->all, "%s%s", c->all.length ? ", " : "", *text ? text : "—");
}

/* 0, or the exit code after saying what there is. */
static int check_choice(const tp_cli *cli, const char *text, choices *c, tp_words unknown)
{
    int code = 0;
    if (text && tp_ids_count(c->ids) && tp_ids_find(c->ids, text, strlen(text)) == TP_ID_NONE)
        code = TP_ERROR_EXIT(cli, TP_EXIT_INPUT, unknown, text, c->all.bytes ? c->all.bytes : "—");
    tp_buf_finish(&c->all);
    return code;
}

/* A pool or category that the books do not have is no empty table. 0 or the exit code. */
static int check_filter(const tp_cli *cli, const tp_ledger *ledger, const tp_ledger_filter *f)
{
    choices scopes = {.ids = tp_ids_create(cli->arena, 0)};
    choices categories = {.ids = tp_ids_create(cli->arena, 0)};
    if (!scopes.ids || !categories.ids)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    for (size_t i = 0; i < ledger->n_pools; i++) {
        offer(&scopes, ledger->pools[i].scope);
        offer(&categories, ledger->pools[i].category);
    }
    for (size_t i = 0; i < ledger->n_lines; i++)
        offer(&categories, ledger->lines[i].category);
    int code = check_choice(cli, f->scope, &scopes,
                            (tp_words){"台账中没有周转池“{0}”；有：{1}",
                                       "the ledger has no pool \"{0}\"; it has: {1}"});
    int other = check_choice(cli, f->category, &categories,
                             (tp_words){"台账中没有编制类别“{0}”；有：{1}",
                                        "the ledger has no category \"{0}\"; it has: {1}"});
    return code ? code : other;
}

int tp_cli_ledger_page(tp_cli *cli, tp_words title, tp_ledger_pager pager)
{
    tp_store *store;
    tp_ledger *ledger;
    tp_page page;
    tp_date on = TP_DATE_NONE;
    tp_unit_names names;
    tp_ledger_filter filter = {.unit = tp_cli_value(cli, "unit"),
                               .scope = tp_cli_value(cli, "pool"),
                               .category = tp_cli_value(cli, "category"),
                               .names = &names};
    int code = tp_cli_date(cli, "on", &on);
    if (!code)
        code = tp_cli_ledger(cli, on, &store, &ledger);
    if (code)
        return code;
    tp_err err = {0};
    tp_log_report log;
    filter.log = &log;
    tp_status status = tp_unit_names_load(&names, store, cli->arena, &err);
    if (!status)
        status = tp_log_signers(&log, ledger, store, cli->arena, &err);
    if (!status && filter.unit)
        status = tp_ledger_unit(store, filter.unit, cli->arena, &filter.unit, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else if (!(code = check_filter(cli, ledger, &filter))) {
        tp_page_init(&page, cli->arena, title);
        pager(&page, ledger, &filter, on);
        code = tp_cli_page(cli, &page);
    }
    tp_store_close(store);
    return code;
}

static const tp_option filter_options[] = {TP_FILTER_OPTIONS};

static int run_balance(tp_cli *cli)
{
    return tp_cli_ledger_page(cli, (tp_words){"周转池台账余额", "Balances of the ledger"},
                              tp_ledger_balance_page);
}

const tp_command tp_cmd_ledger_balance = {
    .name = "ledger balance",
    .arguments = {"", ""},
    .brief = {"台账余额：各池、各单位、在借编制", "Balances: pools, units, running loans"},
    .options = TP_OPTIONS(filter_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_balance,
};

static void journal(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *filter,
                    tp_date on)
{
    (void)on; /* the ledger was read up to it */
    tp_ledger_journal_page(page, ledger, filter);
}

static int run_list(tp_cli *cli)
{
    return tp_cli_ledger_page(cli, (tp_words){NULL, NULL}, journal);
}

const tp_command tp_cmd_ledger_list = {
    .name = "ledger list",
    .arguments = {"", ""},
    .brief = {"台账流水", "Every entry of the journal"},
    .options = TP_OPTIONS(filter_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_list,
};

static const tp_option due_options[] = {
    {"within",
     0,
     {"天数", "DAYS"},
     {"多少天以内到期，如 90d，缺省 90", "due within so many days, as 90d; default 90"},
     NULL},
    {"on",
     0,
     {"日期", "DATE"},
     {"从哪一天算起，缺省为今天", "counted from this day; default: today"},
     NULL},
};

static int within(tp_cli *cli, int64_t *days)
{
    const char *text = tp_cli_value(cli, "within");
    *days = 90;
    if (!text)
        return 0;
    size_t length = 0;
    while (text[length])
        length++;
    if (length && text[length - 1] == 'd')
        length--;
    if (tp_int_parse(text, length, days) == TP_PARSE_OK && *days >= 0 && *days <= 100000)
        return 0;
    return tp_cli_error(
        cli, TP_EXIT_USAGE,
        (tp_words){"--within 应为天数，如 90d", "--within takes a number of days, such as 90d"}, 0,
        NULL);
}

static int run_due(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_ledger *ledger;
    tp_date on;
    tp_due *due;
    size_t count;
    int64_t days;
    tp_page page;
    int code = within(cli, &days);
    if (!code)
        code = tp_cli_on(cli, &on);
    if (!code)
        code = tp_cli_ledger(cli, TP_DATE_NONE, &store, &ledger);
    if (code)
        return code;
    tp_unit_names names;
    tp_status status = tp_ledger_due(&due, &count, ledger, on, days, cli->arena, &err);
    if (!status)
        status = tp_unit_names_load(&names, store, cli->arena, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status)
        tp_ledger_due_page(&page, ledger, due, count, on, &names);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_ledger_due = {
    .name = "ledger due",
    .arguments = {"", ""},
    .brief = {"到期清单：已逾期和即将到期的借用", "Loans overdue or falling due"},
    .options = TP_OPTIONS(due_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_due,
};

enum { ANCHOR_LEAST = 8 };

/* Do the books still hold a head that was known before (its beginning, as printed on paper)? */
static int check_anchor(const tp_cli *cli, tp_store *store, const char *anchor)
{
    tp_err err = {0};
    bool holds;
    tp_status status = tp_books_hold(store, anchor, &holds, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (holds)
        return 0;
    return TP_ERROR_EXIT(
        cli, TP_EXIT_FAILURE,
        ((tp_words){
            "台账中没有校验值为 {0} 的记录：这不是当时的台账，或其后被替换、重写",
            "no entry of the ledger has the hash {0}: these are not the books of that day, or "
            "they were replaced or rewritten since"}),
        anchor);
}

static int anchor_too_short(const tp_cli *cli, const char *anchor)
{
    size_t digits = 0;
    for (const char *at = anchor; *at; at++)
        digits += *at != ' ';
    if (digits >= ANCHOR_LEAST)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                         ((tp_words){"--anchor 至少写校验值的前 8 位；此处为“{0}”",
                                     "--anchor takes at least 8 digits of a hash, not \"{0}\""}),
                         anchor);
}

/* One anchor a line; what follows two blanks, or '#', is a remark. */
static int check_anchor_file(const tp_cli *cli, tp_store *store, const char *path)
{
    char line[512];
    int code = 0;
    FILE *file = fopen(path, "r");
    if (!file)
        return TP_ERROR_EXIT(cli, TP_EXIT_INPUT, ((tp_words){"无法读取 {0}", "cannot read {0}"}),
                             path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "#\r\n\t")] = '\0';
        char *remark = strstr(line, "  ");
        if (remark)
            *remark = '\0';
        if (!line[strspn(line, " ")])
            continue;
        int one = anchor_too_short(cli, line);
        if (!one)
            one = check_anchor(cli, store, line);
        code = code ? code : one;
    }
    fclose(file);
    return code;
}

static int check_anchors(const tp_cli *cli, tp_store *store)
{
    const char *file = tp_cli_value(cli, "anchor-file");
    size_t at = 0;
    int code = 0;
    for (const char *anchor; (anchor = tp_cli_next(cli, "anchor", &at)) != NULL;) {
        int one = check_anchor(cli, store, anchor);
        code = code ? code : one;
    }
    int more = file ? check_anchor_file(cli, store, file) : 0;
    return code ? code : more;
}

static int run_verify(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_ledger *ledger;
    tp_ledger_finding *findings;
    size_t count, at = 0;
    tp_log_report log;
    tp_page page;
    int code = 0;
    for (const char *anchor; !code && (anchor = tp_cli_next(cli, "anchor", &at)) != NULL;)
        code = anchor_too_short(cli, anchor);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_ledger_verify(&findings, &count, store, cli->arena, &err);
    if (!status)
        status = tp_ledger_read(&ledger, store, TP_DATE_NONE, cli->arena, &err);
    if (!status)
        status = tp_log_signers(&log, ledger, store, cli->arena, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status)
        tp_ledger_findings_page(&page, ledger, &log, findings, count);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    if (!status && !code)
        code = check_anchors(cli, store);
    tp_store_close(store);
    return code ? code : count ? TP_EXIT_FAILURE : 0;
}

static const tp_option verify_options[] = {
    {"anchor",
     0,
     {"校验值", "HASH"},
     {"并核对台账中仍有此前记下的校验值（至少前 8 位），可多次",
      "and that the chain still holds a hash noted before (at least 8 digits); may be repeated"},
     NULL},
    {"anchor-file",
     0,
     {"文件", "FILE"},
     {"并核对文件中逐行记下的校验值（# 或两个空格之后为备注）",
      "and every hash noted in a file, one a line (what follows # or two blanks is a remark)"},
     NULL},
};

const tp_command tp_cmd_ledger_verify = {
    .name = "ledger verify",
    .arguments = {"", ""},
    .brief = {"核验台账：校验链、双向记账、所依据的文件",
              "Check the ledger: hash chains, double entry, papers"},
    .text =
        {"从第一条起重算全部校验值和余额；任何改动、删除、调换都会指出在哪一条。有问题时退出码为 "
         "1。",
         "Recomputes every hash and balance from the first entry; any edit, deletion or reordering "
         "is located. Exit code 1 if something is wrong."},
    .options = TP_OPTIONS(verify_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_verify,
};

static int run_export(tp_cli *cli)
{
    tp_store *store;
    tp_ledger *ledger;
    tp_date on = TP_DATE_NONE;
    tp_buf text;
    int code = tp_cli_date(cli, "on", &on);
    if (!code)
        code = tp_cli_ledger(cli, on, &store, &ledger);
    if (code)
        return code;
    tp_buf_init(&text);
    tp_write_hledger(&text, ledger, cli->lang);
    code = tp_buf_ok(&text) ? tp_cli_write(cli, &text) : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_finish(&text);
    tp_store_close(store);
    return code;
}

static const tp_option on_option[] = {
    {"on",
     0,
     {"日期", "DATE"},
     {"截至该日，缺省为全部", "up to the end of that day; default: all"},
     NULL},
};

const tp_command tp_cmd_ledger_export = {
    .name = "ledger export",
    .arguments = {"", ""},
    .brief = {"输出纯文本流水（hledger、ledger-cli 格式）",
              "The journal as plain text for hledger and ledger-cli"},
    .text = {"可用 hledger -f 文件 balance 独立核对余额。",
             "hledger -f FILE balance checks the balances with another program."},
    .options = TP_OPTIONS(on_option),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .run = run_export,
};

/* turnpool ledger notice, remind, year: papers of the ledger. */
#include "commands.h"
#include "file_names.h"
#include "moves.h"
#include "report/papers/ledger.h"
#include "report/writers/docx.h"
#include "report/writers/paper_html.h"
#include "store/approval.h"
#include "store/log.h"
#include "store/names.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define ISSUER_OPTION                                                                              \
    {                                                                                              \
        "issuer", 0, {"机构", "TEXT"}, {"落款机构", "who signs"}, NULL                             \
    }

/* DOCX and HTML of one paper. */
static int write_paper(tp_cli *cli, const char *stem, const tp_paper *paper)
{
    tp_err err = {0};
    tp_buf html;
    const char *docx = tp_arena_format(cli->arena, "%s.docx", stem);
    const char *page = tp_arena_format(cli->arena, "%s.html", stem);
    tp_status status = docx && page ? tp_docx_write(docx, paper, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    tp_buf_init(&html);
    tp_paper_html(&html, paper);
    int code = tp_cli_write_file(cli, page, &html);
    tp_buf_finish(&html);
    return code;
}

static int write_and_say(tp_cli *cli, const char *stem, const tp_paper *paper)
{
    int code = write_paper(cli, stem, paper);
    if (!code)
        TP_SAY(cli, ((tp_words){"已写入 {0}.docx、{0}.html", "wrote {0}.docx, {0}.html"}), stem);
    return code;
}

typedef struct office {
    tp_ledger_paper paper;
    tp_unit_names names;
    tp_opened_run run; /* of the latest approval: prefix and issuer are its scenario's */
} office;

/* What the papers need beside the books. end_office must follow, whatever comes. */
static int begin_office(office *o, tp_cli *cli, tp_store *store, const tp_ledger *ledger)
{
    tp_err err = {0};
    *o = (office){.paper = {.ledger = ledger, .names = &o->names}};
    tp_status status = tp_unit_names_load(&o->names, store, cli->arena, &err);
    const char *run = NULL;
    for (size_t i = ledger->n_approvals; i-- > 0 && !run;)
        if (strcmp(ledger->approvals[i].decision, "rejected") != 0)
            run = ledger->approvals[i].run;
    if (!status && run)
        status = tp_run_open(store, run, cli->arena, &o->run, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    const tp_scenario *scenario = o->run.run ? o->run.run->scenario : NULL;
    const char *issuer = tp_cli_value(cli, "issuer");
    o->paper.prefix = scenario ? scenario->prefix : NULL;
    o->paper.issuer = issuer ? issuer : scenario ? scenario->issuer : NULL;
    return 0;
}

static void end_office(office *o)
{
    tp_opened_run_free(&o->run);
}

/* The head of all books, as it became with an entry; NULL: none is known. */
static const char *head_at(const tp_cli *cli, tp_store *store, int64_t entry)
{
    const char *head;
    tp_err err = {0};
    return tp_books_head_of(store, 0, entry, cli->arena, &head, &err) || !*head ? NULL : head;
}

static bool has_recall_paper(const tp_journal_entry *entry)
{
    return entry->kind == TP_JOURNAL_RECALL || entry->kind == TP_JOURNAL_EXPIRE;
}

static const tp_option notice_options[] = {ISSUER_OPTION};

static int run_notice(tp_cli *cli)
{
    tp_store *store;
    tp_ledger *ledger;
    int64_t number;
    const char *stem;
    tp_err err = {0};
    int code = tp_cli_need(cli, "output", &stem);
    if (!code)
        code = tp_cli_exporting(cli, "notice");
    if (!code)
        code = tp_cli_ledger(cli, TP_DATE_NONE, &store, &ledger);
    if (code)
        return code;
    tp_status status =
        tp_ledger_entry_named(store, cli->args[0], has_recall_paper, cli->arena, &number, &err);
    if (status) {
        tp_store_close(store);
        return tp_cli_fail(cli, status, cli->diags, &err);
    }
    const tp_journal_entry *entry =
        (size_t)number <= ledger->n_entries ? &ledger->entries[number - 1] : NULL;
    tp_paper paper;
    tp_paper_init(&paper, cli->arena, cli->lang);
    office o;
    code = begin_office(&o, cli, store, ledger);
    o.paper.head = head_at(cli, store, number);
    if (!code && entry)
        tp_recall_paper(&paper, &o.paper, entry);
    code = code             ? code
           : paper.n_blocks ? write_and_say(cli, stem, &paper)
                            : TP_ERROR_EXIT(cli, TP_EXIT_INPUT,
                                            ((tp_words){"台账第 {0} 条不是召回或到期收回",
                                                        "entry {0} is no recall or expiry"}),
                                            cli->args[0]);
    end_office(&o);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_ledger_notice = {
    .name = "ledger notice",
    .arguments = {"序号", "ENTRY"},
    .brief = {"召回或到期收回的通知单", "The notice of a recall or expiry"},
    .text =
        {"文件名由 -o 给出（不带扩展名），写成 DOCX 和 HTML。记录可写序号、所涉借用的通知单号、"
         "申请编号或单位；有几条相符的会列出供选。",
         "The files are named by -o, without extension; DOCX and HTML are written. ENTRY is its "
         "number, or the notice, demand or unit of the loan; where several fit they are "
         "listed."},
    .options = TP_OPTIONS(notice_options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_notice,
};

static const tp_option remind_options[] = {
    {"within",
     0,
     {"天数", "DAYS"},
     {"多少天以内到期，缺省 90", "due within so many days; default 90"},
     NULL},
    {"on",
     0,
     {"日期", "DATE"},
     {"从哪一天算起，缺省为今天", "counted from this day; default: today"},
     NULL},
    ISSUER_OPTION,
};

static int remind_all(tp_cli *cli, const tp_ledger_paper *p, const char *folder, tp_date on,
                      int64_t days)
{
    tp_err err = {0};
    tp_due *due;
    size_t count;
    tp_file_names names;
    tp_status status = tp_ledger_due(&due, &count, p->ledger, on, days, cli->arena, &err);
    if (!status && !tp_file_names_begin(&names, cli))
        status = tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE, ((tp_words){"无法写入 {0}", "cannot write {0}"}),
                             folder);
    int code = 0;
    int64_t written = 0;
    for (size_t i = 0; !code && i < count; i++) {
        const char *unit = p->ledger->lines[due[i].loan->line].unit;
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(unit, p->ledger->lines[due[k].loan->line].unit) == 0;
        if (seen)
            continue;
        tp_paper paper;
        tp_paper_init(&paper, cli->arena, cli->lang);
        tp_due_paper(&paper, p, unit, due, count, on);
        const char *stem = tp_file_name(&names, folder, "due-", unit);
        code = stem ? write_paper(cli, stem, &paper) : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
        written++;
    }
    char number[TP_DEC_TEXT];
    tp_int_format(written, number);
    if (!code && count)
        TP_SAY(cli, ((tp_words){"已写入 {0} 份提醒单到 {1}", "{0} reminders written to {1}"}),
               number, folder);
    if (!code && !count)
        tp_cli_say(cli, (tp_words){"期限内没有到期的借用", "no loan falls due in that time"}, 0,
                   NULL);
    return code;
}

static int run_remind(tp_cli *cli)
{
    tp_store *store;
    tp_ledger *ledger;
    tp_date on;
    int64_t days = 90;
    const char *folder;
    int code = tp_cli_int(cli, "within", 0, 100000, &days);
    if (!code)
        code = tp_cli_on(cli, &on);
    if (!code)
        code = tp_cli_need(cli, "output", &folder);
    if (!code)
        code = tp_cli_exporting(cli, "reminders");
    if (!code)
        code = tp_cli_ledger(cli, TP_DATE_NONE, &store, &ledger);
    if (code)
        return code;
    office o;
    code = begin_office(&o, cli, store, ledger);
    o.paper.head = head_at(cli, store, (int64_t)ledger->n_entries);
    if (!code)
        code = remind_all(cli, &o.paper, folder, on, days);
    end_office(&o);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_ledger_remind = {
    .name = "ledger remind",
    .arguments = {"", ""},
    .brief = {"给借用即将到期的单位各写一份提醒单",
              "A reminder for each unit whose loans fall due"},
    .text = {"文件夹由 -o 给出，每个单位一份 DOCX 和 HTML。",
             "The folder is given by -o; one DOCX and HTML for each unit."},
    .options = TP_OPTIONS(remind_options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .run = run_remind,
};

static const tp_option year_options[] = {ISSUER_OPTION};

static int run_year(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_ledger *before;
    tp_year_report report = {0};
    int64_t year;
    const char *stem;
    int code = tp_cli_number(cli, cli->args[0], &year);
    if (!code && year > tp_cli_today() / 10000)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 年还没有到，没有可报告的",
                                         "{0} is still to come: there is nothing to report"}),
                             cli->args[0]);
    if (!code && (year < 2 || year > 9998))
        code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"“{0}”不是年份", "\"{0}\" is not a year"}), cli->args[0]);
    if (!code)
        code = tp_cli_need(cli, "output", &stem);
    if (!code)
        code = tp_cli_exporting(cli, "year");
    if (!code)
        code = tp_cli_ledger(cli, (tp_date)((year - 1) * 10000 + 1231), &store, &before);
    if (code)
        return code;
    tp_ledger *after;
    tp_status status =
        tp_ledger_load(&after, store, (tp_date)(year * 10000 + 1231), cli->arena, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        tp_paper paper;
        tp_paper_init(&paper, cli->arena, cli->lang);
        office o;
        code = begin_office(&o, cli, store, after);
        report.issuer = o.paper.issuer;
        report.year = (int32_t)year;
        report.before = before;
        report.after = after;
        report.head = after->n_entries
                          ? head_at(cli, store, after->entries[after->n_entries - 1].entry)
                          : NULL;
        if (!code) {
            tp_year_paper(&paper, &report);
            code = write_and_say(cli, stem, &paper);
        }
        end_office(&o);
    }
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_ledger_year = {
    .name = "ledger year",
    .arguments = {"年份", "YEAR"},
    .brief = {"周转池年度运行报告", "The year's operating report of the pools"},
    .text = {"年初、存入、支取、收储、借出、收回、划转、年末，并按投放领域列出。-o "
             "给出文件名（不带扩展名），写成 DOCX 和 HTML。",
             "Opening, deposits, withdrawals, reclaims, loans, what came back, transfers and "
             "closing of "
             "every pool, and by sector. -o names the files without extension."},
    .options = TP_OPTIONS(year_options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_year,
};

#include "commands.h"
#include "runs.h"

#include "base/csv_out.h"
#include "store/issues.h"
#include "store/names.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const char *const class_names[] = {"rectify", "office", "reserve", NULL};

#define OPTION_CLASS                                                                               \
    {                                                                                              \
        "class", 0, {"类别", "CLASS"},                                                             \
            {"只要一类：rectify 单位整改、office 编办解决、reserve 政策储备", "one class only"},   \
            class_names                                                                            \
    }
#define OPTION_UNIT                                                                                \
    {                                                                                              \
        "unit", 'u', {"单位", "UNIT"},                                                             \
            {"只要一个单位（编码或名称）", "one unit only, by code or name"}, NULL                 \
    }
#define OPTION_ON(zh_, en_)                                                                        \
    {                                                                                              \
        "on", 0, {"日期", "DATE"}, {zh_, en_}, NULL                                                \
    }
#define OPTION_BY                                                                                  \
    {                                                                                              \
        "by", 0, {"姓名", "NAME"}, {"经办人", "who records it"}, NULL                              \
    }

/* --on, else today. */
static int date_given(const tp_cli *cli, tp_date *out)
{
    *out = tp_cli_today();
    return tp_cli_date(cli, "on", out);
}

static int query_of(const tp_cli *cli, tp_issue_query *query)
{
    const char *name = tp_cli_value(cli, "class");
    *query = (tp_issue_query){.issue_class = -1, .unit = tp_cli_value(cli, "unit")};
    for (int k = 0; name && class_names[k]; k++)
        if (!strcmp(name, class_names[k]))
            query->issue_class = k;
    return 0;
}

static void fill(tp_page *page, const tp_issue_entry *rows, size_t count, tp_date on)
{
    tp_view *view = tp_page_view(page, "issues", W("问题台账", "Issues"));
    view->empty = W("没有符合条件的问题。", "There are no such issues.");
    tp_view_column_add(view, "issue", W("编号", "Issue"), 0);
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "class", W("类别", "Class"), 0);
    tp_view_column_add(view, "found_on", W("发现日期", "Found on"), TP_COL_SPARE);
    tp_view_column_add(view, "due_on", W("整改期限", "Due on"), 0);
    tp_view_column_add(view, "overdue_days", W("逾期天数", "Days overdue"), TP_COL_NUMBER);
    tp_view_column_add(view, "closed_on", W("销号日期", "Closed on"), 0);
    tp_view_column_add(view, "reference", W("依据", "Reference"), TP_COL_WRAP);
    tp_view_column_add(view, "text", W("内容", "Text"), TP_COL_WRAP);
    for (size_t i = 0; i < count; i++) {
        const tp_given_issue *issue = &rows[i].issue;
        bool overdue = issue->closed_on == TP_DATE_NONE && issue->due_on < on;
        tp_view_text(view, issue->code);
        tp_view_text(view, issue->unit);
        tp_view_words(view, tp_issue_class_words[issue->issue_class]);
        tp_view_date(view, issue->found_on);
        tp_view_date(view, issue->due_on);
        if (overdue)
            tp_view_count(view, tp_date_days(issue->due_on, on));
        else
            tp_view_empty(view);
        tp_view_date(view, issue->closed_on);
        tp_view_text(view, rows[i].reference);
        tp_view_text(view, issue->text);
    }
}

/* issues.csv, a dataset file. */
static int write_csv(const tp_cli *cli, const tp_issue_entry *rows, size_t count)
{
    tp_buf out = {0};
    tp_csv_out csv = {.out = &out};
    tp_buf_text(&out, "issue,unit,class,found_on,due_on,closed_on,text\n");
    for (size_t i = 0; i < count; i++) {
        const tp_given_issue *issue = &rows[i].issue;
        tp_csv_text(&csv, issue->code);
        tp_csv_text(&csv, issue->unit);
        tp_csv_text(&csv, tp_issue_class_names[issue->issue_class]);
        tp_csv_date(&csv, issue->found_on);
        tp_csv_date(&csv, issue->due_on);
        tp_csv_date(&csv, issue->closed_on);
        tp_csv_text(&csv, issue->text);
        tp_csv_end_row(&csv);
    }
    int code = tp_buf_ok(&out) ? tp_cli_write(cli, &out) : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_finish(&out);
    return code;
}

static int show(const tp_cli *cli, const tp_issue_query *query, tp_date on, bool as_file)
{
    tp_err err = {0};
    tp_store *store;
    tp_issue_entry *rows;
    size_t count;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_issue_query wanted = *query;
    tp_status status = tp_issues_list(store, &wanted, cli->arena, &rows, &count, &err);
    if (!status && wanted.unit && !count) { /* perhaps it is a name; or there is no such unit */
        status = tp_ledger_unit(store, query->unit, cli->arena, &wanted.unit, &err);
        if (!status)
            status = tp_issues_list(store, &wanted, cli->arena, &rows, &count, &err);
    }
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else if (as_file) {
        code = write_csv(cli, rows, count);
    } else {
        tp_page page;
        tp_page_init(&page, cli->arena, W(NULL, NULL));
        fill(&page, rows, count, on);
        code = tp_cli_page(cli, &page);
    }
    tp_store_close(store);
    return code;
}

static int run_list(tp_cli *cli)
{
    tp_issue_query query;
    tp_date on;
    int code = query_of(cli, &query);
    if (!code)
        code = date_given(cli, &on);
    query.open_only = tp_cli_has(cli, "open");
    if (tp_cli_has(cli, "on"))
        query.on = on;
    return code ? code : show(cli, &query, on, false);
}

static int run_overdue(tp_cli *cli)
{
    tp_issue_query query;
    int code = query_of(cli, &query);
    query.overdue = true;
    if (!code)
        code = date_given(cli, &query.on);
    return code ? code : show(cli, &query, query.on, false);
}

static int run_export(tp_cli *cli)
{
    tp_issue_query query;
    int code = query_of(cli, &query);
    return code ? code : show(cli, &query, TP_DATE_NONE, true);
}

static int run_import(tp_cli *cli)
{
    tp_err err = {0};
    tp_dataset *data;
    tp_store *store;
    char now[TP_TIME_TEXT];
    const tp_dataset_options options = {.encoding = tp_cli_value(cli, "encoding")};
    tp_status status = tp_dataset_load(&data, cli->args[0], &options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    int code = tp_cli_store_open(cli, TP_STORE_MAKE, &store);
    if (code) {
        tp_dataset_free(data);
        return code;
    }
    tp_cli_now(now);
    const char *by = tp_cli_value(cli, "by");
    tp_issues_import import = {
        .data = data, .source = cli->args[0], .recorded_at = now, .recorded_by = by ? by : ""};
    status = tp_issues_take(store, &import, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        char added[TP_DEC_TEXT], closed[TP_DEC_TEXT], same[TP_DEC_TEXT];
        tp_int_format((tp_wide)import.added, added);
        tp_int_format((tp_wide)import.closed, closed);
        tp_int_format((tp_wide)import.same, same);
        TP_SAY(cli,
               W("新增问题 {0} 个，登记销号 {1} 个，台账已有 {2} 个",
                 "{0} {0|issue|issues} added, {1} {1|closing|closings} recorded, {2} {2|was|were} "
                 "there already"),
               added, closed, same);
    }
    tp_store_close(store);
    tp_dataset_free(data);
    return code;
}

static int record(tp_cli *cli, bool reopen)
{
    tp_err err = {0};
    tp_store *store;
    tp_date on;
    char now[TP_TIME_TEXT], day[TP_DATE_TEXT];
    int code = date_given(cli, &on);
    if (!code && !tp_cli_has(cli, "reference"))
        code = tp_cli_error(cli, TP_EXIT_USAGE,
                            W("须用 --reference 写明依据（文号或说明）",
                              "--reference is needed: the document or reason it rests on"),
                            0, NULL);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_cli_now(now);
    const tp_issue_change change = {.issue = cli->args[0],
                                    .on = on,
                                    .reference = tp_cli_value(cli, "reference"),
                                    .recorded_by = tp_cli_value(cli, "by"),
                                    .recorded_at = now,
                                    .reopen = reopen};
    tp_status status = tp_issue_record(store, &change, &err);
    tp_date_format(on, day);
    if (status)
        code = tp_cli_fail(cli, status, cli->diags, &err);
    else if (reopen)
        TP_SAY(cli, W("问题 {0} 自 {1} 起恢复为未销号", "issue {0} is open again from {1}"),
               change.issue, day);
    else
        TP_SAY(cli, W("问题 {0} 已于 {1} 销号", "issue {0} closed on {1}"), change.issue, day);
    tp_store_close(store);
    return code;
}

static int run_close(tp_cli *cli)
{
    return record(cli, false);
}

static int run_reopen(tp_cli *cli)
{
    return record(cli, true);
}

static const tp_option import_options[] = {OPTION_BY};
static const tp_option list_options[] = {
    OPTION_CLASS,
    OPTION_UNIT,
    {"open", 0, {NULL, NULL}, {"只要未销号的", "open ones only"}, NULL},
    OPTION_ON("按该日的情况列出，默认为现状",
              "as things stood that day; default: as they stand now"),
};
static const tp_option overdue_options[] = {
    OPTION_CLASS,
    OPTION_UNIT,
    OPTION_ON("按该日计算逾期，默认今天", "overdue on that day; default: today"),
};
static const tp_option export_options[] = {OPTION_CLASS, OPTION_UNIT};
static const tp_option record_options[] = {
    OPTION_ON("日期，默认今天", "date; default: today"),
    {"reference",
     0,
     {"文号", "TEXT"},
     {"依据的文号或说明", "the document or reason it rests on"},
     NULL},
    OPTION_BY,
};

const tp_command tp_cmd_issues_import = {
    .name = "issues import",
    .arguments = {"数据", "DATA"},
    .brief = {"把数据中的问题台账登记入库", "take the issues of a dataset into the store"},
    .text = {"只追加，不修改：台账已有的问题须与数据一致，否则列出差异，什么也不登记。整改期限缺省"
             "为发现"
             "日期后三个月。",
             "Adds, never edits: an issue that is there already must say the same, else the "
             "differences are listed and nothing is recorded. Due three months after it was found "
             "unless stated."},
    .options = TP_OPTIONS(import_options),
    .shared = TP_WITH_STORE | TP_WITH_ENCODING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_import,
};

const tp_command tp_cmd_issues_list = {
    .name = "issues list",
    .arguments = {"", ""},
    .brief = {"列出问题台账", "list the issues"},
    .options = TP_OPTIONS(list_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .most = 0,
    .run = run_list,
};

const tp_command tp_cmd_issues_overdue = {
    .name = "issues overdue",
    .arguments = {"", ""},
    .brief = {"列出逾期未销号的问题", "list issues past due and open"},
    .options = TP_OPTIONS(overdue_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .most = 0,
    .run = run_overdue,
};

const tp_command tp_cmd_issues_close = {
    .name = "issues close",
    .arguments = {"编号", "ISSUE"},
    .brief = {"问题销号", "close an issue"},
    .text =
        {"逐个销号，记下日期和依据；下一次测算即按已销号处理。误销用 issues reopen "
         "恢复，两次记录都保留。",
         "One at a time, with its date and what it rests on; the next run takes it into account. "
         "A mistake is taken back by issues reopen; both records stay."},
    .options = TP_OPTIONS(record_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_close,
};

const tp_command tp_cmd_issues_reopen = {
    .name = "issues reopen",
    .arguments = {"编号", "ISSUE"},
    .brief = {"恢复误销号的问题", "take a mistaken closing back"},
    .options = TP_OPTIONS(record_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_reopen,
};

const tp_command tp_cmd_issues_export = {
    .name = "issues export",
    .arguments = {"", ""},
    .brief = {"导出问题台账为数据文件（如政策储备清单）",
              "write issues as a data file, such as the reserve list"},
    .text = {"政策储备清单：turnpool issues export --class reserve -o reserve.csv",
             "The reserve list for the next reform: turnpool issues export --class reserve -o "
             "reserve.csv"},
    .options = TP_OPTIONS(export_options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .most = 0,
    .run = run_export,
};

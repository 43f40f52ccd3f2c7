#include "commands.h"
#include "inputs.h"

#include "domain/where.h"
#include "evaluate/evaluate.h"
#include "report/views/expiry.h"
#include "report/views/filing.h"
#include "report/views/regroup.h"
#include "workspace/workspace.h"

#include <stdlib.h>

static void fact(tp_view *view, tp_words name, tp_wide count)
{
    tp_view_words(view, name);
    tp_view_count(view, count);
}

static tp_view *facts(tp_page *page, const char *id, tp_words title)
{
    tp_view *view = tp_page_view(page, id, title);
    view->facts = true;
    tp_view_column_add(view, "name", (tp_words){"项目", "Item"}, 0);
    tp_view_column_add(view, "value", (tp_words){"内容", "Value"}, 0);
    return view;
}

static void data_facts(tp_page *page, const tp_dataset *data)
{
    tp_view *view = facts(page, "data", (tp_words){"数据", "Data"});
    tp_wide authorised = 0, occupied = 0, asked = 0;
    for (int32_t l = 0; l < data->n_lines; l++) {
        authorised += data->lines[l].authorised;
        occupied += data->lines[l].in_post + data->lines[l].committed;
    }
    for (int32_t d = 0; d < data->n_demands; d++)
        asked += data->demands[d].quantity;
    tp_view_words(view, (tp_words){"位置", "Path"});
    tp_view_text(view, data->path);
    tp_view_words(view, (tp_words){"身份（SHA-256）", "Identity (SHA-256)"});
    tp_view_text(view, data->sha256);
    fact(view, (tp_words){"单位", "Units"}, data->n_units);
    fact(view, (tp_words){"单位×类别", "Lines"}, data->n_lines);
    fact(view, (tp_words){"核定编制", "Slots authorised"}, authorised);
    fact(view, (tp_words){"实有与在途", "In post or committed"}, occupied);
    fact(view, (tp_words){"用编申请（件）", "Demands"}, data->n_demands);
    fact(view, (tp_words){"申请编制", "Slots asked for"}, asked);
    fact(view, (tp_words){"评估结果", "Outcomes"}, data->n_outcomes);
    fact(view, (tp_words){"问题台账", "Issues"}, data->n_issues);
    fact(view, (tp_words){"空编明细", "Vacancy lots"}, data->n_lots);
}

/* ---- which values the data hold, so that a slip of the pen shows ---- */

typedef struct tally {
    int32_t id;
    int32_t count;
} tally;

static int by_count(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static void tally_row(tp_page *page, tp_view *view, const tp_dataset *data, int attribute,
                      int32_t *counts)
{
    enum { MOST = 40 };
    int32_t names = tp_ids_count(data->names), n = 0;
    tally *all = tp_arena_array(page->arena, (size_t)names + 1, sizeof *all);
    tp_buf text[2] = {{0}, {0}};
    for (int32_t id = 0; all && id < names; id++)
        if (counts[id])
            all[n++] = (tally){id, counts[id]};
    if (!all || !n) {
        page->failed = page->failed || !all;
        return;
    }
    qsort(all, (size_t)n, sizeof *all, by_count);
    for (int32_t i = 0; i < n && i < MOST; i++)
        for (int lang = 0; lang < 2; lang++)
            tp_buf_format(&text[lang], "%s%s %d",
                          !i              ? ""
                          : lang == TP_EN ? ", "
                                          : "、",
                          tp_dataset_name(data, all[i].id), (int)all[i].count);
    if (n > MOST)
        for (int lang = 0; lang < 2; lang++)
            tp_buf_format(&text[lang], lang == TP_EN ? ", … (%d in all)" : "……（共 %d 个）",
                          (int)n);
    const tp_words words = {tp_arena_text(page->arena, text[TP_ZH].bytes ? text[TP_ZH].bytes : ""),
                            tp_arena_text(page->arena, text[TP_EN].bytes ? text[TP_EN].bytes : "")};
    tp_buf_finish(&text[TP_ZH]);
    tp_buf_finish(&text[TP_EN]);
    page->failed = page->failed || !words.zh || !words.en;
    tp_view_words(view, tp_attribute_words[attribute]);
    tp_view_count(view, n);
    tp_view_words(view, words);
}

static void count_one(int32_t *counts, int32_t id)
{
    if (id != TP_ID_NONE)
        counts[id]++;
}

static void count_attribute(const tp_dataset *data, int attribute, int32_t *counts)
{
    for (int32_t u = 0; u < data->n_units; u++) {
        const tp_unit *unit = &data->units[u];
        if (attribute == TP_AT_KIND)
            count_one(counts, unit->kind);
        else if (attribute == TP_AT_SYSTEM)
            count_one(counts, unit->system);
        else if (attribute == TP_AT_LEVEL)
            count_one(counts, unit->level);
        else if (attribute == TP_AT_REGION)
            count_one(counts, unit->region);
    }
    for (int32_t l = 0; l < data->n_lines && attribute == TP_AT_CATEGORY; l++)
        count_one(counts, data->lines[l].category);
    for (int32_t o = 0; o < data->n_outcomes && attribute == TP_AT_GRADE; o++)
        count_one(counts, data->outcomes[o].grade);
    for (int32_t d = 0; d < data->n_demands && attribute == TP_AT_SECTOR; d++)
        count_one(counts, data->demands[d].sector);
}

static void values_facts(tp_page *page, const tp_dataset *data)
{
    static const int attributes[] = {TP_AT_CATEGORY, TP_AT_KIND,  TP_AT_SYSTEM, TP_AT_LEVEL,
                                     TP_AT_REGION,   TP_AT_GRADE, TP_AT_SECTOR};
    tp_view *view = tp_page_view(page, "values",
                                 (tp_words){"数据中的取值与行数", "Values in the data, with rows"});
    tp_view_column_add(view, "attribute", (tp_words){"项目", "Attribute"}, 0);
    tp_view_column_add(view, "distinct", (tp_words){"个数", "Distinct"}, TP_COL_NUMBER);
    tp_view_column_add(view, "values", (tp_words){"取值", "Values"}, TP_COL_WRAP);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        int32_t *counts =
            tp_arena_array(page->arena, (size_t)tp_ids_count(data->names) + 1, sizeof *counts);
        page->failed = page->failed || !counts;
        if (!counts)
            return;
        count_attribute(data, attributes[i], counts);
        tally_row(page, view, data, attributes[i], counts);
    }
}

static void case_facts(tp_page *page, const tp_case *c, const tp_books *books)
{
    tp_view *view = facts(page, "scenario", (tp_words){"方案", "Scenario"});
    tp_wide supply = 0, need = 0, room = 0, denied = 0, own = 0;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        supply += c->line[l].supply;
        room += c->line[l].room;
    }
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        denied += c->demand[d].denied_by != 0;
        own += c->demand[d].own;
        need += c->demand[d].denied_by ? 0 : c->demand[d].need;
    }
    tp_view_words(view, (tp_words){"名称", "Name"});
    tp_view_text(view, c->scenario->name);
    tp_view_words(view, (tp_words){"标题", "Title"});
    tp_view_words(view, c->scenario->title);
    tp_view_words(view, (tp_words){"数据截止", "As of"});
    tp_view_date(view, c->scenario->as_of);
    tp_view_words(view, (tp_words){"所据台账", "Ledger"});
    if (books && *books->head) {
        tp_view_words(view, TP_PAGE_WORDS(page,
                                          ((tp_words){"截至 {0}，在借 {1} 笔",
                                                      "as at {0}, {1} running {1|loan|loans}"}),
                                          tp_page_date(page, books->on),
                                          tp_page_count(page, books->loans)));
    } else {
        tp_view_words(view, (tp_words){"无", "none"});
    }
    fact(view, (tp_words){"周转池", "Pools"}, c->n_pools);
    fact(view, (tp_words){"不予受理的申请（件）", "Demands refused"}, denied);
    fact(view, (tp_words){"自有空编可解决", "Covered by own vacancies"}, own);
    fact(view, (tp_words){"尚需借用", "Need beyond that"}, need);
    fact(view, (tp_words){"其中单位上限以内", "Of it within the lines' ceilings"}, room);
    fact(view, (tp_words){"可收储", "Could be deposited"}, supply);
}

/* Units whose evaluation counts no more, or soon will not. */
static void due_evaluations(tp_page *page, const tp_dataset *data, tp_date as_of)
{
    enum { SOON = 3 }; /* months */
    tp_view *view = NULL;
    for (int32_t i = 0; data->valid_months && i < data->n_units; i++) {
        int32_t u = data->unit_input_order[i];
        const tp_outcome *old = tp_dataset_lapsed(data, u, as_of);
        const tp_outcome *now = old ? old : tp_dataset_outcome(data, u, as_of);
        if (!now)
            continue;
        tp_date ends = tp_date_after_months(now->evaluated_on, data->valid_months);
        if (!old && ends > tp_date_add_months(as_of, SOON))
            continue;
        if (!view) {
            view = tp_page_view(page, "due",
                                (tp_words){"评估到期的单位（已失效或三个月内失效）",
                                           "Units due for evaluation: lapsed, or within three "
                                           "months"});
            tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
            tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, TP_COL_WRAP);
            tp_view_column_add(view, "evaluated_on", (tp_words){"评估日期", "Evaluated"}, 0);
            tp_view_column_add(view, "ends", (tp_words){"失效日期", "Counts until before"}, 0);
            tp_view_column_add(view, "state", (tp_words){"状态", "State"}, 0);
        }
        tp_view_text(view, data->units[u].code);
        tp_view_text(view, data->units[u].name);
        tp_view_date(view, now->evaluated_on);
        tp_view_date(view, ends);
        tp_view_words(view, old ? (tp_words){"已失效", "lapsed"} : (tp_words){"将失效", "soon"});
    }
}

/* Units whose latest evaluation is not final yet, and who objected when. */
static void pending_evaluations(tp_page *page, const tp_dataset *data, tp_date as_of)
{
    tp_view *view = NULL;
    for (int32_t i = 0; i < data->n_units; i++) {
        int32_t u = data->unit_input_order[i];
        const tp_outcome *at = tp_dataset_pending(data, u, as_of);
        if (!at)
            continue;
        if (!view) {
            view = tp_page_view(
                page, "pending",
                data->use_drafts ? (tp_words){"评估尚未定稿的单位（暂用）",
                                              "Evaluations that are not final, used all the "
                                              "same"}
                                 : (tp_words){"评估尚未定稿的单位（不作数）",
                                              "Evaluations that are not final and do not count"});
            tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
            tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, TP_COL_WRAP);
            tp_view_column_add(view, "evaluated_on", (tp_words){"评估日期", "Evaluated"}, 0);
            tp_view_column_add(view, "status", (tp_words){"评估状态", "Status"}, 0);
            tp_view_column_add(view, "objected_on", (tp_words){"异议日期", "Objected"}, 0);
        }
        tp_view_text(view, data->units[u].code);
        tp_view_text(view, data->units[u].name);
        tp_view_date(view, at->evaluated_on);
        tp_view_words(view, tp_outcome_status_words[at->status]);
        tp_view_date(view, at->objected_on);
    }
}

/* In formats for programs, what was found is part of the result. */
static void findings(tp_page *page, const tp_diags *diags)
{
    tp_view *view = tp_page_view(page, "findings", (tp_words){"发现的问题", "Findings"});
    tp_view_column_add(view, "severity", (tp_words){"级别", "Severity"}, 0);
    tp_view_column_add(view, "where", (tp_words){"位置", "Where"}, 0);
    tp_view_column_add(view, "code", (tp_words){"代码", "Code"}, 0);
    tp_view_column_add(view, "text", (tp_words){"内容", "Finding"}, TP_COL_WRAP);
    for (size_t i = 0; i < diags->count; i++) {
        const tp_diag *diag = &diags->items[i];
        tp_buf where;
        tp_buf_init(&where);
        tp_diag_where(&where, diag);
        const char *text = tp_arena_text(page->arena, where.bytes ? where.bytes : "");
        page->failed = page->failed || !text;
        tp_buf_finish(&where);
        tp_view_words(view, diag->severity == TP_ERROR     ? (tp_words){"错误", "error"}
                            : diag->severity == TP_WARNING ? (tp_words){"警告", "warning"}
                                                           : (tp_words){"说明", "note"});
        tp_view_text(view, text);
        tp_view_text(view, diag->code);
        tp_view_words(view, (tp_words){diag->text[TP_ZH], diag->text[TP_EN]});
    }
}

static void verdict(tp_page *page, const tp_diags *diags)
{
    const char *errors = tp_page_count(page, (tp_wide)diags->errors);
    const char *warnings = tp_page_count(page, (tp_wide)diags->warnings);
    if (diags->errors)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"不能使用：错误 {0} 处，警告 {1} 处。",
                                  "Not usable: errors {0}, warnings {1}."},
                       2, TP_ARGS_(errors, warnings));
    else if (diags->warnings)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"可以使用：没有错误；警告 {0} 处，请逐条核对。",
                                  "Usable: no errors; {0} {0|warning|warnings} to look at."},
                       1, TP_ARGS_(warnings));
    else
        tp_page_text(page, (tp_words){"可以使用：没有发现错误或可疑之处。",
                                      "Usable: nothing is wrong or doubtful."});
    if (diags->notes)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"另有 {0} 处按其明显含义读取，见各条说明。",
                                  "{0} {0|cell or table was|cells or tables were} taken as plainly "
                                  "meant: see the notes."},
                       1, TP_ARGS_(tp_page_count(page, (tp_wide)diags->notes)));
}

static int run_check(tp_cli *cli)
{
    tp_err err = {0};
    tp_page page;
    tp_dataset *data = NULL;
    tp_session *session = NULL;
    tp_cli_inputs inputs;
    tp_status status;
    int code = tp_cli_inputs_open(cli, TP_STORE_READ, &inputs);
    if (code)
        return code;
    if (tp_is_data_path(cli->args[0]))
        status = tp_dataset_load(&data, cli->args[0],
                                 &(tp_dataset_options){.encoding = tp_cli_value(cli, "encoding")},
                                 cli->diags, &err);
    else
        status = tp_session_open(&session, cli->args[0], &inputs.inputs.options, cli->diags, &err);
    if (!status && session && tp_session_evaluation(session))
        tp_evaluation_check_demands(tp_session_evaluation(session), tp_session_data(session),
                                    cli->diags);
    if (status && !cli->diags->errors) {
        tp_cli_inputs_close(&inputs);
        return tp_cli_fail(cli, status, cli->diags, &err);
    }
    bool table = tp_cli_writer(cli) == &tp_writer_table;
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    verdict(&page, cli->diags);
    const tp_dataset *read = session ? tp_session_data(session) : data;
    if (session) {
        case_facts(&page, tp_session_case(session), inputs.inputs.options.books);
        tp_regroup_table(&page, read, tp_session_scenario(session), TP_ID_NONE);
        tp_expiry_table(&page, read, tp_session_scenario(session), TP_ID_NONE);
        tp_filing_totals(&page, tp_session_case(session), NULL);
        due_evaluations(&page, read, tp_session_scenario(session)->as_of);
        pending_evaluations(&page, read, tp_session_scenario(session)->as_of);
    }
    if (read) { /* as the files have them */
        data_facts(&page, tp_dataset_as_read(read));
        values_facts(&page, tp_dataset_as_read(read));
    }
    findings(&page, cli->diags);
    if (table) { /* positions belong to standard error, where editors look for them */
        page.n_parts--;
        tp_cli_diags_all(cli, cli->diags);
    }
    code = tp_cli_page(cli, &page);
    tp_session_free(session);
    tp_dataset_free(data);
    tp_cli_inputs_close(&inputs);
    return code ? code : tp_exit_of_status(status);
}

const tp_command tp_cmd_check = {
    .name = "check",
    .arguments = {"数据|方案文件", "DATA|SCENARIO"},
    .brief = {"检查数据或方案：一次列出全部错误和可疑之处",
              "Check data or a scenario: every error and doubt at once"},
    .text = {"数据为 CSV 目录或 XLSX "
             "工作簿；方案文件连同其数据一并检查。每条错误注明文件、行、列。有错误时退出码为 3。",
             "Data are a directory of CSV files or an XLSX workbook; a scenario is checked "
             "together with its "
             "data. Each finding names file, line and column. Exit code 3 if there are errors."},
    .shared = TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_SET |
              TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_check,
};

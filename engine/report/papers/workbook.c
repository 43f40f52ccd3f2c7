/* The papers as views: one source of every figure for workbook, CSV and JSON. */
#include "models/rules/conversions.h"
#include "report/papers/papers.h"
#include "store/log.h"

#include "report/papers/usage.h"
#include "report/views/expiry.h"
#include "report/views/filing.h"
#include "report/views/ledger.h"

#include <string.h>

static void info_row(tp_view *view, tp_words name, const char *value)
{
    tp_view_words(view, name);
    tp_view_text(view, value);
}

static void info(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "info", (tp_words){"说明", "About"});
    view->facts = true;
    tp_view_column_add(view, "name", (tp_words){"项目", "Item"}, 0);
    tp_view_column_add(view, "value", (tp_words){"内容", "Value"}, TP_COL_WRAP);
    const tp_run *run = p->run;
    info_row(view, (tp_words){"标题", "Title"}, p->title);
    info_row(view, (tp_words){"状态", "State"},
             tp_words_in(p->draft ? (tp_words){"草案（未经审定）", "DRAFT (not approved)"}
                         : p->undone_on ? (tp_words){"审定后已冲销", "approved, then undone"}
                         : p->approved.filed ? (tp_words){"已备案", "filed"}
                         : strcmp(p->decision, "partial") == 0
                             ? (tp_words){"已审定（部分调减）", "approved in part"}
                             : (tp_words){"已审定", "approved"},
                         p->lang));
    if (p->proposal)
        info_row(view, (tp_words){"建议方案号", "Proposal"}, tp_page_count(page, p->proposal));
    if (p->approval) {
        const bool filed = p->approved.filed;
        info_row(view, (tp_words){"审定号", "Approval"}, tp_page_count(page, p->approval));
        if (!filed)
            info_row(view, (tp_words){"会议", "Meeting"}, p->meeting);
        info_row(view,
                 filed ? (tp_words){"备案人", "Filed by"} : (tp_words){"审定人", "Approved by"},
                 p->decided_by);
        tp_view_words(view, filed ? (tp_words){"备案日期", "Filed on"}
                                  : (tp_words){"审定日期", "Approved on"});
        tp_view_date(view, p->decided_on);
        if (p->undone_on) {
            tp_view_words(view, (tp_words){"冲销日期", "Undone on"});
            tp_view_date(view, p->undone_on);
        }
    }
    info_row(view, (tp_words){"测算编号", "Run"}, run->id);
    info_row(view, (tp_words){"测算方案", "Scenario"}, tp_words_in(run->scenario->title, p->lang));
    tp_view_words(view, (tp_words){"数据日期", "Data as of"});
    tp_view_date(view, run->scenario->as_of);
    info_row(view, (tp_words){"数据集校验值", "Dataset SHA-256"}, run->data->sha256);
    info_row(view, (tp_words){"方案校验值", "Scenario SHA-256"}, run->scenario->sha256);
    if (*p->ledger_head)
        info_row(view, (tp_words){"台账末条校验值", "Last entry"}, p->ledger_head);
    if (*p->head) {
        char head[TP_HEAD_SHORT];
        tp_head_short(p->head, head);
        info_row(view, (tp_words){"台账校验值", "Head of the books"}, tp_page_copy(page, head));
    }
    info_row(view, (tp_words){"计算程序", "Engine"}, run->engine);
}

static int64_t sum(const int64_t *counts, int32_t n)
{
    int64_t total = 0;
    for (int32_t i = 0; i < n; i++)
        total += counts[i];
    return total;
}

static void figure(tp_view *view, const tp_papers *p, tp_words name, int64_t proposed,
                   int64_t approved)
{
    tp_view_words(view, name);
    tp_view_count(view, proposed);
    if (!p->draft) {
        tp_view_count(view, approved);
        tp_view_diff(view, approved - proposed);
    }
}

static void comparison(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "comparison", (tp_words){"方案对比", "Comparison"});
    view->unit = (tp_words){"单位：个", "in slots"};
    const tp_result *r = p->run->result;
    const tp_dataset *data = p->run->data;
    tp_view_column_add(view, "figure", (tp_words){"指标", "Figure"}, 0);
    tp_view_column_add(view, "proposed", (tp_words){"建议方案", "Proposed"}, TP_COL_NUMBER);
    if (!p->draft) {
        tp_view_column_add(view, "approved", (tp_words){"审定方案", "Approved"}, TP_COL_NUMBER);
        tp_view_column_add(view, "difference", (tp_words){"差额", "Difference"}, TP_COL_NUMBER);
    }
    int64_t asked = 0, own = sum(r->own, r->n_demands), transfers = 0, conversions = 0;
    int64_t refused = tp_papers_open_sum(p, TP_OPEN_REFUSED);
    view->note = (tp_words){"申请编制 = 自有空编解决 + 周转池借用 + 尚缺 + 不予受理",
                            "Asked = own vacancies + lent + short + refused"};
    for (int32_t d = 0; d < data->n_demands; d++)
        asked += data->demands[d].quantity;
    for (size_t i = 0; i < r->n_transfers; i++)
        *(tp_transfer_converts(r, &r->transfers[i]) ? &conversions : &transfers) +=
            r->transfers[i].count;
    int64_t lent = sum(r->loan, r->n_demands), approved = sum(p->loan, r->n_demands);
    int64_t deposits = sum(r->deposit, r->n_lines), taken = sum(p->deposit, r->n_lines),
            reclaimed = sum(r->reclaimed, r->n_lines);
    figure(view, p, (tp_words){"申请编制", "Asked for"}, asked, asked);
    figure(view, p, (tp_words){"自有空编解决", "From own vacancies"}, own, own);
    figure(view, p, (tp_words){"周转池借用", "Lent from pools"}, lent, approved);
    figure(view, p, (tp_words){"尚缺（受理而未解决）", "Short (accepted, not met)"},
           asked - own - lent - refused, asked - own - approved - refused);
    figure(view, p, (tp_words){"不予受理", "Refused"}, refused, refused);
    figure(view, p, (tp_words){"存入周转池", "Deposited"}, deposits, taken);
    figure(view, p, (tp_words){"硬性收储", "Reclaimed"}, reclaimed, reclaimed);
    figure(view, p, (tp_words){"跨池划转", "Transferred"}, transfers, transfers);
    if (tp_conversions_stated(p->run->kase->bind)->count)
        figure(view, p, (tp_words){"跨类别统筹", "Converted"}, conversions, conversions);
}

/* Whose slots stand behind the loans of a unit in a category: "市水库管理处 3，池 1". */
static const char *backing(tp_page *page, const tp_papers *p, int32_t unit, int32_t category)
{
    const tp_approved *a = &p->approved;
    const char *separator = p->lang == TP_EN ? ", " : "，";
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < a->n_backing; i++) {
        const tp_backing *b = &a->backing[i];
        if (b->to != unit || b->category != category || !b->count)
            continue;
        tp_buf_format(&text, "%s%s %lld", text.length ? separator : "",
                      b->from == TP_ID_NONE ? tp_words_in((tp_words){"池", "pool"}, p->lang)
                                            : p->run->data->units[b->from].name,
                      (long long)b->count);
    }
    const char *copy =
        tp_buf_ok(&text) ? tp_arena_text(page->arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    page->failed = page->failed || !copy;
    return copy ? copy : "";
}

/* A column for remarks where the run has any. */
static void remark_column(tp_view *view, const tp_papers *p)
{
    if (p->n_remarks)
        tp_view_column_add(view, "remark", (tp_words){"备注", "Remark"}, TP_COL_WRAP);
}

static void remark_cell(tp_view *view, const tp_papers *p, const char *demand, const char *unit,
                        const char *category)
{
    if (p->n_remarks)
        tp_view_text(view, tp_remark_text(p->remarks, p->n_remarks, demand, unit, category));
}

static void movement_columns(tp_view *view, const tp_papers *p)
{
    tp_view_column_add(view, "kind", (tp_words){"业务", "Kind"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请编号", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"单位编码", "Unit"}, 0);
    tp_view_column_add(view, "name", (tp_words){"单位名称", "Name"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "class", (tp_words){"申请类别", "Class"}, 0);
    tp_view_column_add(view, "sector", (tp_words){"领域", "Sector"}, 0);
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, 0);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, TP_COL_NUMBER);
    tp_view_column_add(view, "own", (tp_words){"自有空编", "Own"}, TP_COL_NUMBER);
    tp_view_column_add(view, "count", (tp_words){"建议数", "Proposed"}, TP_COL_NUMBER);
    tp_view_column_add(view, "backing", (tp_words){"编制来源", "Backed by"}, TP_COL_WRAP);
    tp_view_column_add(view, "opinion", (tp_words){"意见", "Opinion"}, 0);
    tp_view_column_add(view, "approved", (tp_words){"批准数", "Approved"}, TP_COL_NUMBER);
    if (!p->draft) {
        tp_view_column_add(view, "due_on", (tp_words){"到期日", "Due"}, 0);
        tp_view_column_add(view, "notice", (tp_words){"通知单号", "Notice"}, 0);
    }
    remark_column(view, p);
}

static const tp_journal_entry *entry_of_demand(const tp_papers *p, const char *demand)
{
    for (size_t i = 0; i < p->n_moves; i++)
        if (p->moves[i].demand && strcmp(p->moves[i].demand, demand) == 0)
            return &p->moves[i];
    return NULL;
}

static void loan_row(tp_page *page, tp_view *view, const tp_papers *p, int32_t d)
{
    const tp_dataset *data = p->run->data;
    const tp_result *r = p->run->result;
    const tp_demand *demand = &data->demands[d];
    const tp_line *line = &data->lines[demand->line];
    const tp_pool *pool = &p->run->kase->pools[p->run->kase->line[demand->line].pool];
    tp_view_words(view, tp_journal_kind_words[TP_JOURNAL_LOAN]);
    tp_view_text(view, demand->code);
    tp_view_text(view, data->units[line->unit].code);
    tp_view_text(view, data->units[line->unit].name);
    tp_view_text(view, tp_dataset_name(data, line->category));
    tp_view_words(view, tp_demand_class_words[demand->demand_class]);
    tp_view_text(view, tp_dataset_name(data, demand->sector));
    tp_view_words(view, tp_pool_label(page, pool->scope, pool->ring));
    tp_view_count(view, demand->quantity);
    tp_view_count(view, r->own[d]);
    tp_view_count(view, r->loan[d]);
    tp_view_text(view, backing(page, p, line->unit, line->category));
    if (p->draft) {
        tp_view_empty(view);
        tp_view_empty(view);
    } else {
        tp_view_words(view, tp_opinion_words[p->opinion[d]]);
        tp_view_count(view, p->loan[d]);
        const tp_journal_entry *entry = entry_of_demand(p, demand->code);
        tp_view_date(view, entry ? entry->due_on : TP_DATE_NONE);
        tp_view_text(view, entry && entry->notice ? entry->notice : "");
    }
    remark_cell(view, p, demand->code, "", "");
}

static void given_row(tp_page *page, tp_view *view, const tp_papers *p, const tp_gift *g)
{
    const tp_dataset *data = p->run->data;
    const char *to =
        g->to.scope ? tp_words_in(tp_pool_label(page, g->to.scope, g->to.ring), p->lang) : "";
    if (g->to.unit) {
        to = g->to.unit;
    } else if (g->kind == TP_JOURNAL_CONVERT) {
        tp_account pool = g->to.scope ? g->to : g->from;
        tp_words frame = g->to.scope ? (tp_words){"{0}（转入本类）", "{0} (into this category)"}
                                     : (tp_words){"{0}（转出本类）", "{0} (out of this category)"};
        const char *label = tp_words_in(tp_pool_label(page, pool.scope, pool.ring), p->lang);
        to = tp_words_in(TP_PAGE_WORDS(page, frame, label), p->lang);
    } else if (g->kind == TP_JOURNAL_TRANSFER) {
        char *both = tp_arena_format(
            page->arena, "%s → %s",
            tp_words_in(tp_pool_label(page, g->from.scope, g->from.ring), p->lang), to);
        page->failed = page->failed || !both;
        to = both ? both : "";
    }
    tp_view_words(view, tp_journal_kind_words[g->kind]);
    tp_view_text(view, "");
    tp_view_text(view, g->from.unit ? g->from.unit : "");
    tp_view_text(view, g->unit == TP_ID_NONE ? "" : data->units[g->unit].name);
    tp_view_text(view, g->category);
    tp_view_text(view, "");
    tp_view_text(view, "");
    tp_view_text(view, to);
    tp_view_empty(view);
    tp_view_empty(view);
    tp_view_count(view, g->proposed);
    tp_view_text(view, "");
    if (p->draft) {
        tp_view_empty(view);
        tp_view_empty(view);
    } else {
        tp_view_words(view, tp_opinion_words[g->approved ? TP_AGREE : TP_DISAGREE]);
        tp_view_count(view, g->approved);
        tp_view_empty(view);
        tp_view_text(view, g->notice ? g->notice : "");
    }
    remark_cell(view, p, "", g->kind == TP_JOURNAL_DEPOSIT && g->from.unit ? g->from.unit : "",
                g->category);
}

static void movements(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "movements", (tp_words){"调剂明细", "Movements"});
    view->unit = (tp_words){"单位：个", "in slots"};
    movement_columns(view, p);
    const tp_dataset *data = p->run->data;
    for (int32_t at = 0; at < data->n_demands; at++) {
        int32_t d = data->demand_input_order[at];
        if (p->run->result->loan[d] > 0)
            loan_row(page, view, p, d);
    }
    for (size_t i = 0; i < p->n_given; i++)
        given_row(page, view, p, &p->given[i]);
}

/* What is not settled, the exceptions first, with reasons and what follows. */
static void open_demands(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "open", (tp_words){"不予受理与尚缺", "Refused and short"});
    const tp_dataset *data = p->run->data;
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"全部申请均已解决。", "Every demand is settled."};
    tp_view_column_add(view, "kind", (tp_words){"处理", "Outcome"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请编号", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"单位编码", "Unit"}, 0);
    tp_view_column_add(view, "name", (tp_words){"单位名称", "Name"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "class", (tp_words){"申请类别", "Class"}, 0);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, TP_COL_NUMBER);
    tp_view_column_add(view, "settled", (tp_words){"已解决", "Settled"}, TP_COL_NUMBER);
    tp_view_column_add(view, "open", (tp_words){"未解决", "Open"}, TP_COL_NUMBER);
    tp_view_column_add(view, "why", (tp_words){"理由和依据", "Reasons and basis"}, TP_COL_WRAP);
    tp_view_column_add(view, "next", (tp_words){"后续办理", "What follows"}, TP_COL_WRAP);
    remark_column(view, p);
    for (size_t i = 0; i < p->n_open; i++) {
        const tp_open_demand *o = &p->open[i];
        const tp_demand *demand = &data->demands[o->demand];
        tp_view_words(view, tp_open_words[o->kind]);
        tp_view_text(view, demand->code);
        tp_view_text(view, data->units[demand->unit].code);
        tp_view_text(view, data->units[demand->unit].name);
        tp_view_text(view, tp_dataset_name(data, data->lines[demand->line].category));
        tp_view_words(view, tp_demand_class_words[demand->demand_class]);
        tp_view_count(view, o->asked);
        tp_view_count(view, o->settled);
        tp_view_count(view, o->open);
        tp_view_words(view, o->why);
        tp_view_words(view, o->next);
        remark_cell(view, p, demand->code, "", "");
    }
}

/* "U008 市总工会", or the pool's label. */
static const char *account_text(tp_page *page, const tp_papers *p, const tp_account *account)
{
    int32_t unit = account->unit ? tp_dataset_unit(p->run->data, account->unit) : TP_ID_NONE;
    if (!account->unit)
        return account->scope
                   ? tp_words_in(tp_pool_label(page, account->scope, account->ring), p->lang)
                   : "";
    if (unit == TP_ID_NONE || strcmp(p->run->data->units[unit].name, account->unit) == 0)
        return account->unit;
    const char *text =
        tp_arena_format(page->arena, "%s %s", account->unit, p->run->data->units[unit].name);
    page->failed = page->failed || !text;
    return text ? text : "";
}

static void ledger(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "ledger", (tp_words){"台账", "Ledger"});
    tp_view_column_add(view, "entry", (tp_words){"序号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "posted_on", (tp_words){"日期", "Date"}, 0);
    tp_view_column_add(view, "kind", (tp_words){"业务", "Kind"}, 0);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "from", (tp_words){"转出", "From"}, TP_COL_WRAP);
    tp_view_column_add(view, "to", (tp_words){"转入", "To"}, TP_COL_WRAP);
    tp_view_column_add(view, "count", (tp_words){"数量", "Count"}, TP_COL_NUMBER);
    tp_view_column_add(view, "demand", (tp_words){"申请编号", "Demand"}, 0);
    tp_view_column_add(view, "due_on", (tp_words){"到期日", "Due"}, 0);
    tp_view_column_add(view, "hash", (tp_words){"校验值", "Hash"}, 0);
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        e->entry ? tp_view_count(view, e->entry) : tp_view_empty(view);
        tp_view_date(view, e->posted_on);
        tp_view_words(view, tp_journal_kind_words[e->kind]);
        tp_view_text(view, e->category);
        tp_view_text(view, account_text(page, p, &e->from));
        tp_view_text(view, account_text(page, p, &e->to));
        tp_view_count(view, e->count);
        tp_view_text(view, e->demand ? e->demand : "");
        tp_view_date(view, e->due_on);
        tp_view_text(view, e->hash ? e->hash : "");
    }
}

void tp_papers_page(tp_page *page, const tp_papers *papers)
{
    info(page, papers);
    comparison(page, papers);
    movements(page, papers);
    open_demands(page, papers);
    tp_expiry_table(page, papers->run->data, papers->run->scenario, TP_ID_NONE);
    tp_filing_totals(page, papers->run->kase, papers->run->result);
    tp_filing_loans(page, papers->run);
    tp_papers_usage(page, papers);
    tp_papers_differences(page, papers);
    ledger(page, papers);
}

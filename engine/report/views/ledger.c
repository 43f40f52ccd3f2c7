#include "report/views/ledger.h"
#include "report/views/words.h"

#include <string.h>

tp_words tp_pool_label(tp_page *page, const char *scope, const char *ring)
{
    tp_words name = tp_scope_words(scope);
    if (!*ring)
        return name;
    return (tp_words){TP_PAGE_WORDS(page, ((tp_words){"{0}/{1}", ""}), name.zh, ring).zh,
                      TP_PAGE_WORDS(page, ((tp_words){"", "{0}/{1}"}), name.en, ring).en};
}

/* "市科协（承接 U010 市文联）": the unit's name, with those whose place it took. */
static void name_cell(tp_page *page, tp_view *view, const tp_ledger *ledger,
                      const tp_unit_names *names, const char *unit)
{
    const char *name = tp_unit_name(names, unit);
    tp_words text = {name, name};
    for (size_t i = 0; i < ledger->n_heirs; i++) {
        const tp_ledger_heir *h = &ledger->heirs[i];
        if (strcmp(h->heir, unit) != 0)
            continue;
        const char *old = tp_unit_name(names, h->unit);
        const char *space = *old ? " " : "";
        text = (tp_words){
            tp_arena_format(page->arena, "%s（承接 %s%s%s）", text.zh, h->unit, space, old),
            tp_arena_format(page->arena, "%s (heir of %s%s%s)", text.en, h->unit, space, old)};
        if (!text.zh || !text.en) {
            page->failed = true;
            text = (tp_words){"", ""};
        }
    }
    tp_view_words(view, text);
}

static bool wants_pool(const tp_ledger_filter *f, const char *scope, const char *category)
{
    return (!f->scope || strcmp(f->scope, scope) == 0) &&
           (!f->category || strcmp(f->category, category) == 0);
}

static bool wants_line(const tp_ledger *ledger, const tp_ledger_filter *f, int32_t line)
{
    const tp_ledger_line *l = &ledger->lines[line];
    if (f->unit)
        return strcmp(f->unit, l->unit) == 0 &&
               (!f->category || strcmp(f->category, l->category) == 0);
    if (f->category && strcmp(f->category, l->category) != 0)
        return false;
    if (!f->scope)
        return true;
    for (size_t i = 0; i < ledger->n_holdings; i++)
        if (ledger->holdings[i].line == line && ledger->holdings[i].lent &&
            strcmp(ledger->pools[ledger->holdings[i].pool].scope, f->scope) == 0)
            return true;
    for (size_t i = 0; i < ledger->n_loans; i++)
        if (ledger->loans[i].line == line && ledger->loans[i].outstanding &&
            strcmp(ledger->pools[ledger->loans[i].pool].scope, f->scope) == 0)
            return true;
    return false;
}

static void pools(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *f)
{
    tp_view *view = tp_page_view(page, "pools", (tp_words){"周转池", "Pools"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"台账中没有相应的周转池。", "The ledger has no such pool."};
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, TP_COL_MERGE);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "lent", (tp_words){"在池存入", "Deposited"}, TP_COL_NUMBER);
    tp_view_column_add(view, "owned", (tp_words){"池自有", "Owned"}, TP_COL_NUMBER);
    tp_view_column_add(view, "borrowed", (tp_words){"借出未还", "On loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "balance", (tp_words){"余额", "Balance"}, TP_COL_NUMBER);
    for (size_t i = 0; i < ledger->n_pools; i++) {
        const tp_ledger_pool *p = &ledger->pools[i];
        if (!wants_pool(f, p->scope, p->category))
            continue;
        tp_view_words(view, tp_pool_label(page, p->scope, p->ring));
        tp_view_text(view, p->category);
        tp_view_count(view, p->lent);
        tp_view_count(view, p->owned);
        tp_view_count(view, p->borrowed);
        tp_view_count(view, p->balance);
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
}

static void lines(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *f)
{
    tp_view *view = tp_page_view(page, "lines", (tp_words){"单位", "Units"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"台账中没有相应的单位。", "The ledger has no such unit."};
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, TP_COL_MERGE);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "authorised", (tp_words){"核定", "Authorised"}, TP_COL_NUMBER);
    tp_view_column_add(view, "lent", (tp_words){"存入", "Lent"}, TP_COL_NUMBER);
    tp_view_column_add(view, "borrowed", (tp_words){"借用", "Borrowed"}, TP_COL_NUMBER);
    tp_view_column_add(view, "usage", (tp_words){"使用权", "Usage right"}, TP_COL_NUMBER);
    tp_view_column_add(view, "reclaimed", (tp_words){"累计硬性收储", "Reclaimed"},
                       TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "lent_since", (tp_words){"存入自", "Lent since"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, TP_COL_WRAP);
    for (size_t i = 0; i < ledger->n_lines; i++) {
        const tp_ledger_line *l = &ledger->lines[i];
        if (!wants_line(ledger, f, (int32_t)i))
            continue;
        tp_view_text(view, l->unit);
        tp_view_text(view, l->category);
        tp_view_count(view, l->authorised);
        tp_view_count(view, l->lent);
        tp_view_count(view, l->borrowed);
        tp_view_count(view, l->authorised - l->lent + l->borrowed);
        tp_view_count(view, l->reclaimed);
        tp_view_date(view, l->lent_since);
        name_cell(page, view, ledger, f->names, l->unit);
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
}

static void loan_columns(tp_view *view)
{
    tp_view_column_add(view, "loan", (tp_words){"借用号", "Loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "notice", (tp_words){"通知单号", "Notice"}, TP_COL_SPARE);
    tp_view_column_add(view, "count", (tp_words){"借用数", "Lent out"},
                       TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "outstanding", (tp_words){"未还", "Outstanding"}, TP_COL_NUMBER);
    tp_view_column_add(view, "start_on", (tp_words){"起始", "From"}, TP_COL_SPARE);
    tp_view_column_add(view, "due_on", (tp_words){"到期", "Due"}, 0);
}

static void name_column(tp_view *view)
{
    tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, TP_COL_WRAP);
}

static void loan_row(tp_page *page, tp_view *view, const tp_ledger *ledger,
                     const tp_ledger_loan *loan)
{
    const tp_ledger_pool *pool = &ledger->pools[loan->pool];
    tp_view_count(view, loan->entry);
    tp_view_text(view, ledger->lines[loan->line].unit);
    tp_view_text(view, ledger->lines[loan->line].category);
    tp_view_words(view, tp_pool_label(page, pool->scope, pool->ring));
    tp_view_text(view, loan->demand ? loan->demand : "");
    tp_view_text(view, loan->notice ? loan->notice : "");
    tp_view_count(view, loan->count);
    tp_view_count(view, loan->outstanding);
    tp_view_date(view, loan->start_on);
    tp_view_date(view, loan->due_on);
}

static void loans(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *f)
{
    tp_view *view = tp_page_view(page, "loans", (tp_words){"在借编制", "Running loans"});
    loan_columns(view);
    name_column(view);
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        const tp_ledger_pool *pool = &ledger->pools[loan->pool];
        bool wanted = f->unit ? strcmp(f->unit, ledger->lines[loan->line].unit) == 0
                              : wants_pool(f, pool->scope, pool->category);
        if (!wanted || !loan->outstanding)
            continue;
        loan_row(page, view, ledger, loan);
        name_cell(page, view, ledger, f->names, ledger->lines[loan->line].unit);
    }
}

void tp_ledger_balance_page(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *filter,
                            tp_date on)
{
    if (on != TP_DATE_NONE)
        tp_page_text(page, TP_PAGE_WORDS(page, ((tp_words){"截至 {0}", "As at {0}"}),
                                         tp_page_date(page, on)));
    if (!ledger->n_entries) {
        tp_page_text(page, (tp_words){"台账中还没有记录。", "The journal is empty."});
        return;
    }
    if (!filter->unit)
        pools(page, ledger, filter);
    lines(page, ledger, filter);
    loans(page, ledger, filter);
}

void tp_ledger_due_page(tp_page *page, const tp_ledger *ledger, const tp_due *due, size_t count,
                        tp_date on, const tp_unit_names *names)
{
    tp_view *view =
        tp_page_view(page, "due",
                     TP_PAGE_WORDS(page, ((tp_words){"到期清单（{0}）", "Loans due ({0})"}),
                                   tp_page_date(page, on)));
    view->empty = (tp_words){"期限内没有到期的借用。", "No loan falls due in that time."};
    loan_columns(view);
    tp_view_column_add(view, "days", (tp_words){"剩余天数", "Days left"}, TP_COL_NUMBER);
    tp_view_column_add(view, "state", (tp_words){"状态", "State"}, 0);
    name_column(view);
    for (size_t i = 0; i < count; i++) {
        loan_row(page, view, ledger, due[i].loan);
        tp_view_diff(view, due[i].days);
        tp_view_words(view, due[i].days < 0    ? (tp_words){"已逾期", "overdue"}
                            : due[i].days == 0 ? (tp_words){"今日到期", "due today"}
                                               : (tp_words){"将到期", "due soon"});
        name_cell(page, view, ledger, names, ledger->lines[due[i].loan->line].unit);
    }
}

static tp_words account_label(tp_page *page, tp_account account)
{
    if (account.unit || !account.scope)
        return (tp_words){account.unit ? account.unit : "", account.unit ? account.unit : ""};
    tp_words label = tp_pool_label(page, account.scope, account.ring);
    return (tp_words){TP_PAGE_WORDS(page, ((tp_words){"[{0}]", ""}), label.zh).zh,
                      TP_PAGE_WORDS(page, ((tp_words){"", "[{0}]"}), label.en).en};
}

static bool wants_account(const tp_ledger_filter *f, tp_account account)
{
    if (f->unit)
        return account.unit && strcmp(f->unit, account.unit) == 0;
    return !f->scope || (!account.unit && account.scope && strcmp(f->scope, account.scope) == 0);
}

void tp_ledger_journal_page(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *f)
{
    tp_view *view = tp_page_view(page, "journal", (tp_words){"台账流水", "Journal"});
    view->empty = (tp_words){"台账中没有相应的记录。", "The journal has no such entry."};
    tp_view_column_add(view, "entry", (tp_words){"序号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "posted_on", (tp_words){"日期", "Date"}, 0);
    tp_view_column_add(view, "kind", (tp_words){"业务", "Kind"}, 0);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "count", (tp_words){"数量", "Count"}, TP_COL_NUMBER);
    tp_view_column_add(view, "from", (tp_words){"转出", "From"}, 0);
    tp_view_column_add(view, "to", (tp_words){"转入", "To"}, 0);
    tp_view_column_add(view, "approval", (tp_words){"审定号", "Approval"}, TP_COL_NUMBER);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, TP_COL_SPARE);
    tp_view_column_add(view, "due_on", (tp_words){"到期", "Due"}, TP_COL_SPARE);
    tp_view_column_add(view, "loan", (tp_words){"所涉借用", "Of loan"},
                       TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "corrects", (tp_words){"更正", "Corrects"},
                       TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "reason", (tp_words){"说明", "Reason"}, TP_COL_SPARE | TP_COL_WRAP);
    tp_view_column_add(view, "posted_by", (tp_words){"经办人", "By"}, TP_COL_SPARE);
    tp_view_column_add(view, "posting", (tp_words){"批次", "Posting"}, TP_COL_NUMBER);
    tp_view_column_add(view, "name", (tp_words){"单位名称", "Name"}, TP_COL_WRAP);
    bool people = f->log && f->log->people;
    if (people)
        tp_view_column_add(view, "signed_by", (tp_words){"签名", "Signed by"}, 0);
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if ((!wants_account(f, e->from) && !wants_account(f, e->to)) ||
            (f->category && strcmp(f->category, e->category) != 0))
            continue;
        tp_view_count(view, e->entry);
        tp_view_date(view, e->posted_on);
        tp_view_words(view, tp_journal_kind_words[e->kind]);
        tp_view_text(view, e->category);
        tp_view_count(view, e->count);
        tp_view_words(view, account_label(page, e->from));
        tp_view_words(view, account_label(page, e->to));
        e->approval ? tp_view_count(view, e->approval) : tp_view_empty(view);
        tp_view_text(view, e->demand ? e->demand : "");
        tp_view_date(view, e->due_on);
        e->loan ? tp_view_count(view, e->loan) : tp_view_empty(view);
        e->corrects ? tp_view_count(view, e->corrects) : tp_view_empty(view);
        tp_view_text(view, e->reason);
        tp_view_text(view, e->posted_by);
        tp_view_count(view, e->posting);
        const char *unit = e->from.unit ? e->from.unit : e->to.unit;
        tp_view_text(view, unit ? tp_unit_name(f->names, unit) : "");
        const char *by = people ? f->log->entry_by[i] : NULL;
        if (by)
            tp_view_text(view, by);
        else if (people)
            tp_view_words(view, (tp_words){"无签名", "unsigned"});
    }
}

/* What is signed and what is not, of a store where people sign. */
static void signatures(tp_page *page, const tp_log_report *log)
{
    char head[TP_HEAD_SHORT];
    tp_head_short(log->head, head);
    if (log->rows)
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   ((tp_words){"总校验值 {0}（涵盖流水、审定、建议方案、整改、"
                                               "数据来源和账号；文书上印 {1}）",
                                               "Head of all books: {0} (journal, approvals, "
                                               "proposals, issues, sources, accounts; papers "
                                               "print {1})"}),
                                   log->head, tp_page_copy(page, head)));
    if (log->people)
        tp_page_text(
            page, TP_PAGE_WORDS(
                      page,
                      ((tp_words){
                          "签名：流水 {0} 条、审定 {1} 件，全部相符；设账号之前的无签名：流水 {2} "
                          "条、审定 {3} 件。",
                          "Signatures: {0} {0|entry|entries} and {1} {1|approval|approvals}, all "
                          "of them good; from before there were accounts, unsigned: {2} "
                          "{2|entry|entries} and {3} {3|approval|approvals}."}),
                      tp_page_count(page, log->signed_entries),
                      tp_page_count(page, log->signed_approvals),
                      tp_page_count(page, log->unsigned_entries),
                      tp_page_count(page, log->unsigned_approvals)));
    else
        tp_page_text(page, (tp_words){"没有账号，也没有签名：经办人为登记时所填。",
                                      "There are no accounts and no signatures: names are what was "
                                      "typed."});
    if (log->unsigned_changes)
        tp_page_text(
            page,
            TP_PAGE_WORDS(page,
                          ((tp_words){"请注意：其后有 {0} 个管理员是在本机直接建立的，见日志。",
                                      "Note: {0} further {0|administrator was|administrators "
                                      "were} made on the machine itself; see the log."}),
                          tp_page_count(page, log->unsigned_changes)));
}

void tp_ledger_findings_page(tp_page *page, const tp_ledger *ledger, const tp_log_report *log,
                             const tp_ledger_finding *findings, size_t count)
{
    if (!count) {
        tp_page_text(
            page, TP_PAGE_WORDS(
                      page,
                      ((tp_words){
                          "台账完好：审定 {0} 件、流水 {1} 条，两条校验链衔接，各池账目平衡。",
                          "The ledger is sound: {0} {0|approval|approvals}, {1} {1|entry|entries}; "
                          "both chains hold and every pool balances."}),
                      tp_page_count(page, (tp_wide)ledger->n_approvals),
                      tp_page_count(page, (tp_wide)ledger->n_entries)));
        tp_page_text(page, TP_PAGE_WORDS(page, ((tp_words){"末条校验值 {0}", "Head: {0}"}),
                                         *ledger->head ? ledger->head : "—"));
        signatures(page, log);
        return;
    }
    tp_view *view =
        tp_page_view(page, "findings", (tp_words){"台账存在问题", "The ledger does not verify"});
    tp_view_column_add(view, "table", (tp_words){"表", "Table"}, 0);
    tp_view_column_add(view, "row", (tp_words){"序号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "finding", (tp_words){"问题", "Finding"}, TP_COL_WRAP);
    for (size_t i = 0; i < count; i++) {
        tp_view_text(view, findings[i].table);
        tp_view_count(view, findings[i].row);
        tp_view_words(view, findings[i].text);
    }
}

static tp_words decision_words(const char *decision)
{
    static const struct {
        const char *name;
        tp_words words;
    } known[] = {
        {"approved", {"已审定", "approved"}}, {"partial", {"部分审定", "approved in part"}},
        {"filed", {"已备案", "filed"}},       {"rejected", {"不予通过", "rejected"}},
        {"undone", {"已冲销", "undone"}},     {"", {"待审定", "open"}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(decision, known[i].name) == 0)
            return known[i].words;
    return (tp_words){decision, decision};
}

void tp_proposals_page(tp_page *page, const tp_proposal_row *rows, size_t count)
{
    tp_view *view = tp_page_view(page, "proposals", (tp_words){"建议方案", "Proposals"});
    view->empty = (tp_words){"还没有提交建议方案。", "Nothing has been proposed yet."};
    tp_view_column_add(view, "proposal", (tp_words){"编号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "run", (tp_words){"测算", "Run"}, 0);
    tp_view_column_add(view, "title", (tp_words){"标题", "Title"}, TP_COL_WRAP);
    tp_view_column_add(view, "proposed_by", (tp_words){"提出人", "Proposed by"}, 0);
    tp_view_column_add(view, "proposed_on", (tp_words){"提出日期", "On"}, 0);
    tp_view_column_add(view, "decision", (tp_words){"审定结论", "Decision"}, 0);
    tp_view_column_add(view, "approval", (tp_words){"审定号", "Approval"}, TP_COL_NUMBER);
    for (size_t i = 0; i < count; i++) {
        tp_view_count(view, rows[i].proposal);
        tp_view_text(view, rows[i].run);
        tp_view_text(view, rows[i].title);
        tp_view_text(view, rows[i].proposed_by);
        tp_view_date(view, rows[i].proposed_on);
        tp_view_words(view, decision_words(rows[i].decision));
        rows[i].approval ? tp_view_count(view, rows[i].approval) : tp_view_empty(view);
    }
}

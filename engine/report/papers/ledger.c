#include "report/papers/ledger.h"

#include "report/papers/anchor.h"

#include "report/papers/papers.h"

#include <string.h>

static const char *unit_label(tp_paper *paper, const tp_ledger_paper *p, const char *code)
{
    const char *name = tp_unit_name(p->names, code);
    if (!*name || strcmp(name, code) == 0)
        return code;
    return tp_paper_format(paper, paper->lang == TP_EN ? "%s (%s)" : "%s（%s）", name, code);
}

static void addressee(tp_paper *paper, const tp_ledger_paper *p, const char *unit)
{
    const char *label = unit_label(paper, p, unit);
    for (size_t i = 0; i < p->ledger->n_heirs; i++)
        if (strcmp(p->ledger->heirs[i].heir, unit) == 0)
            label =
                tp_paper_format(paper, paper->lang == TP_EN ? "%s, in place of %s" : "%s（承接%s）",
                                label, unit_label(paper, p, p->ledger->heirs[i].unit));
    tp_paper_add(paper, TP_BLOCK_ADDRESSEE,
                 tp_paper_format(paper, paper->lang == TP_EN ? "%s:" : "%s：", label));
}

static void sign(tp_paper *paper, const char *issuer, tp_date on)
{
    static const tp_words office = {"机构编制委员会办公室", "Office of the Staffing Committee"};
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, issuer ? issuer : tp_paper_words(paper, office));
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, tp_paper_date(paper, on));
}

static const tp_paper_column loan_columns[][6] = {{{"借用号", 10, TP_CELL_CENTRE},
                                                   {"通知单号", 31, 0},
                                                   {"申请编号", 15, 0},
                                                   {"编制类别", 17, 0},
                                                   {"数量", 11, TP_CELL_RIGHT},
                                                   {"到期日", 19, TP_CELL_CENTRE}},
                                                  {{"Loan", 12, TP_CELL_CENTRE},
                                                   {"Notice", 26, 0},
                                                   {"Demand", 15, 0},
                                                   {"Category", 17, 0},
                                                   {"Slots", 11, TP_CELL_RIGHT},
                                                   {"Due", 19, TP_CELL_CENTRE}}};

static void loan_row(tp_paper *paper, tp_paper_table *table, const tp_ledger *ledger,
                     const tp_ledger_loan *loan, int64_t count)
{
    tp_paper_cell_count(paper, table, loan->entry);
    tp_paper_cell(paper, table, loan->notice ? tp_notice_number(paper, loan->notice) : "");
    tp_paper_cell(paper, table, loan->demand ? loan->demand : "");
    tp_paper_cell(paper, table, ledger->lines[loan->line].category);
    tp_paper_cell_count(paper, table, count);
    tp_paper_cell(paper, table, tp_paper_iso(paper, loan->due_on));
}

void tp_recall_paper(tp_paper *paper, const tp_ledger_paper *p, const tp_journal_entry *entry)
{
    const tp_ledger_loan *loan = tp_ledger_find_loan(p->ledger, entry->loan);
    if (!loan || (entry->kind != TP_JOURNAL_RECALL && entry->kind != TP_JOURNAL_EXPIRE))
        return;
    bool expired = entry->kind == TP_JOURNAL_EXPIRE;
    const char *unit = p->ledger->lines[loan->line].unit;
    paper->prefix = p->prefix;
    paper->title = tp_paper_words(
        paper, expired ? (tp_words){"编制到期收回通知单", "Notice of expiry of a loan"}
                       : (tp_words){"编制召回通知单", "Notice of recall"});
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER,
                 tp_paper_format(paper,
                                 paper->lang == TP_EN ? "Journal entry %lld" : "台账第%lld条",
                                 (long long)entry->entry));
    addressee(paper, p, unit);
    char count[TP_DEC_TEXT];
    tp_int_format(entry->count, count);
    const char *args[] = {count, tp_paper_date(paper, entry->posted_on),
                          *entry->reason ? entry->reason
                                         : tp_paper_words(paper, (tp_words){"工作需要", "need"})};
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        expired ? (tp_words){"你单位从编制周转池借用的下列编制{0}个已经到期，自{1}起收回周转池。",
                             "The following {0} {0|slot|slots} on loan to you {0|has|have} run out "
                             "and {0|goes|go} back to the pool from {1}."}
                : (tp_words){"你单位从编制周转池借用的下列编制{0}个，自{1}起召回周转池。召回事由：{"
                             "2}。",
                             "The following {0} {0|slot|slots} on loan to you {0|is|are} recalled "
                             "to the pool from {1}. Reason: {2}."},
        3, args);
    loan_row(paper, tp_paper_table_add(paper, loan_columns[paper->lang], 6), p->ledger, loan,
             entry->count);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(
            paper,
            (tp_words){
                "请自收到本通知之日起三十日内，妥善安排相关人员，办理编制核减手续，并将办理情况报送"
                "我办。",
                "Within thirty days of this notice, please see to the staff concerned, have the "
                "slots struck off and report to this office."}));
    sign(paper, p->issuer, entry->posted_on);
    tp_anchor_note(paper, p->head);
}

void tp_due_paper(tp_paper *paper, const tp_ledger_paper *p, const char *unit, const tp_due *due,
                  size_t count, tp_date on)
{
    int64_t total = 0;
    char figure[TP_DEC_TEXT];
    for (size_t i = 0; i < count; i++)
        if (strcmp(p->ledger->lines[due[i].loan->line].unit, unit) == 0)
            total += due[i].loan->outstanding;
    tp_int_format(total, figure);
    paper->prefix = p->prefix;
    paper->title =
        tp_paper_words(paper, (tp_words){"编制借用到期提醒单", "Reminder of loans falling due"});
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    addressee(paper, p, unit);
    const char *args[] = {figure};
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        (tp_words){"你单位从编制周转池借用的下列编制共{0}个即将到期或者已经逾期：",
                   "The following {0} {0|slot|slots} on loan to you {0|falls|fall} due soon "
                   "or {0|is|are} overdue:"},
        1, args);
    tp_paper_table *table = tp_paper_table_add(paper, loan_columns[paper->lang], 6);
    for (size_t i = 0; i < count; i++)
        if (strcmp(p->ledger->lines[due[i].loan->line].unit, unit) == 0)
            loan_row(paper, table, p->ledger, due[i].loan, due[i].loan->outstanding);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(
            paper,
            (tp_words){
                "请于到期日前提出续借申请或者办理归还。续借须依据最近一次评估结果审核；逾期未办理的"
                "，由我办收回。",
                "Before the due date, please apply for renewal or give the slots back. A renewal "
                "rests on the latest evaluation; what is overdue is taken back by this office."}));
    sign(paper, p->issuer, on);
    tp_anchor_note(paper, p->head);
}

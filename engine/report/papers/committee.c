/* 审议表: what the committee has before it, one row a movement, with room for its opinion. */
#include "models/rules/conversions.h"
#include "models/rules/exceptions.h"
#include "report/papers/anchor.h"
#include "report/papers/papers.h"
#include "report/papers/unsettled.h"
#include "report/views/words.h"

#include <string.h>

static const tp_paper_column columns[][9] = {{{"序号", 5, TP_CELL_CENTRE},
                                              {"单位", 22, 0},
                                              {"业务", 9, 0},
                                              {"类别", 9, 0},
                                              {"申请", 9, 0},
                                              {"申请数", 8, TP_CELL_RIGHT},
                                              {"自有", 7, TP_CELL_RIGHT},
                                              {"建议数", 8, TP_CELL_RIGHT},
                                              {"审定意见", 23, 0}},
                                             {{"No.", 5, TP_CELL_CENTRE},
                                              {"Unit", 22, 0},
                                              {"Kind", 9, 0},
                                              {"Category", 11, 0},
                                              {"Demand", 9, 0},
                                              {"Asked", 8, TP_CELL_RIGHT},
                                              {"Own", 6, TP_CELL_RIGHT},
                                              {"Proposed", 11, TP_CELL_RIGHT},
                                              {"Decision", 19, 0}}};

/* What is given answers no demand. */
enum { LOAN_COLUMNS = 9, GIVE_COLUMNS = 6 };
static const tp_paper_column give_columns[][GIVE_COLUMNS] = {{{"序号", 5, TP_CELL_CENTRE},
                                                              {"单位", 35, 0},
                                                              {"业务", 13, 0},
                                                              {"类别", 13, 0},
                                                              {"建议数", 11, TP_CELL_RIGHT},
                                                              {"审定意见", 23, 0}},
                                                             {{"No.", 5, TP_CELL_CENTRE},
                                                              {"Unit", 35, 0},
                                                              {"Kind", 13, 0},
                                                              {"Category", 13, 0},
                                                              {"Proposed", 11, TP_CELL_RIGHT},
                                                              {"Decision", 23, 0}}};

enum { REMARK_COLUMNS = 5 };
static const tp_paper_column remark_columns[][REMARK_COLUMNS] = {{{"序号", 5, TP_CELL_CENTRE},
                                                                  {"单位", 30, 0},
                                                                  {"申请", 11, 0},
                                                                  {"类别", 11, 0},
                                                                  {"备注", 43, 0}},
                                                                 {{"No.", 5, TP_CELL_CENTRE},
                                                                  {"Unit", 30, 0},
                                                                  {"Demand", 11, 0},
                                                                  {"Category", 11, 0},
                                                                  {"Remark", 43, 0}}};

typedef struct filler {
    tp_paper *paper;
    const tp_papers *p;
    tp_paper_table *table;
    int64_t number;
    int64_t sums[3]; /* asked, own, proposed */
    int64_t approved;
    bool arcs; /* some row is of pools, not of a unit */
} filler;

static const char *unit_label(filler *f, const char *code)
{
    int32_t unit = tp_dataset_unit(f->p->run->data, code);
    const char *name = unit < 0 ? code : f->p->run->data->units[unit].name;
    return strcmp(name, code) == 0 ? code : tp_paper_format(f->paper, "%s %s", code, name);
}

/* What was decided, in words; blank in a draft, for the pen. */
static const char *decided(filler *f, int64_t approved, tp_opinion none)
{
    if (f->p->draft)
        return "";
    if (approved == 0)
        return tp_paper_words(f->paper, tp_opinion_words[none]);
    return tp_paper_format(f->paper, "%s %lld",
                           tp_paper_words(f->paper, tp_opinion_words[TP_AGREE]),
                           (long long)approved);
}

static void demand_row(filler *f, int32_t d)
{
    const tp_dataset *data = f->p->run->data;
    const tp_demand *demand = &data->demands[d];
    int64_t figures[3] = {demand->quantity, f->p->run->result->own[d], f->p->run->result->loan[d]};
    tp_paper_cell_count(f->paper, f->table, ++f->number);
    tp_paper_cell(f->paper, f->table, unit_label(f, data->units[demand->unit].code));
    tp_paper_cell(f->paper, f->table,
                  tp_paper_words(f->paper, tp_journal_kind_words[TP_JOURNAL_LOAN]));
    tp_paper_cell(f->paper, f->table, tp_dataset_name(data, data->lines[demand->line].category));
    tp_paper_cell(f->paper, f->table, demand->code);
    for (int i = 0; i < 3; i++) {
        tp_paper_cell_count(f->paper, f->table, figures[i]);
        f->sums[i] += figures[i];
    }
    tp_paper_cell(f->paper, f->table, decided(f, f->p->loan[d], f->p->opinion[d]));
    f->approved += f->p->loan[d];
}

/* Below the last `figures` columns that hold some. */
static void total_row(filler *f, size_t figures)
{
    f->table->total = true;
    tp_paper_cell(f->paper, f->table, "");
    tp_paper_cell(
        f->paper, f->table,
        tp_paper_words(f->paper, f->arcs ? (tp_words){"各单位转出合计", "Total given by units"}
                                 : f->p->run->result->n_moves
                                     ? (tp_words){"编制合计", "Total of slots"}
                                     : (tp_words){"合计", "Total"}));
    for (size_t i = 3 + figures; i < f->table->n_columns; i++)
        tp_paper_cell(f->paper, f->table, "");
    for (size_t i = 3 - figures; i < 3; i++)
        tp_paper_cell_count(f->paper, f->table, f->sums[i]);
    tp_paper_cell(f->paper, f->table, decided(f, f->approved, TP_DISAGREE));
}

static void gives(filler *f)
{
    for (size_t i = 0; i < f->p->n_given; i++) {
        const tp_gift *e = &f->p->given[i];
        tp_paper_cell_count(f->paper, f->table, ++f->number);
        tp_paper_cell(f->paper, f->table,
                      e->from.unit && e->to.unit
                          ? tp_paper_format(f->paper, "%s → %s", unit_label(f, e->from.unit),
                                            unit_label(f, e->to.unit))
                      : e->from.unit ? unit_label(f, e->from.unit)
                                     : tp_paper_arc(f->paper, e));
        tp_paper_cell(f->paper, f->table, tp_paper_words(f->paper, tp_journal_kind_words[e->kind]));
        tp_paper_cell(f->paper, f->table, tp_paper_gift_category(f->paper, f->p, i));
        tp_paper_cell_count(f->paper, f->table, e->proposed);
        tp_paper_cell(f->paper, f->table, decided(f, e->approved, TP_DISAGREE));
        i += tp_gift_has_half(f->p, i);
        if (e->kind == TP_JOURNAL_PEOPLE)
            continue; /* people, not slots */
        if (!e->from.unit) {
            f->arcs = true; /* slots that a unit gave already, or the pool had */
            continue;
        }
        f->sums[2] += e->proposed;
        f->approved += e->approved;
    }
}

/* Exceptions come first: they are what the committee answers for. */
static void exceptions(tp_paper *paper, const tp_papers *p)
{
    const tp_case *c = p->run->kase;
    size_t count, used = 0;
    const tp_exception *list = tp_exceptions_of(c->bind, &count);
    char figure[TP_DEC_TEXT];
    for (size_t i = 0; i < count; i++)
        used += tp_exception_used(c, &list[i]);
    if (!used)
        return;
    tp_int_format((tp_wide)used, figure);
    tp_paper_fill(
        paper, TP_BLOCK_CAPTION,
        (tp_words){"一事一议（例外）共 {0} 项", "{0} documented {0|exception|exceptions}"}, 1,
        (const char *const[]){figure});
    for (size_t i = 0; i < count; i++) {
        if (!tp_exception_used(c, &list[i]))
            continue;
        int32_t d = tp_dataset_demand(p->run->data, list[i].demand);
        const tp_unit *unit = &p->run->data->units[p->run->data->demands[d].unit];
        const char *args[] = {list[i].demand, unit->name,
                              tp_paper_words(paper, tp_rule_words(list[i].rule)), list[i].basis};
        tp_paper_fill(paper, TP_BLOCK_NOTE,
                      (tp_words){"申请 {0}（{1}）：放开“{2}”，依据：{3}",
                                 "Demand {0} ({1}): {2} is lifted; basis: {3}"},
                      4, args);
    }
}

/* "，由其决定：用编申请的受理" where it decides something. */
static const char *drafted(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const char *what = tp_unsettled_decides(paper, p, unit);
    return *what ? tp_paper_format(paper, p->lang == TP_EN ? " and decides %s" : "，由其决定：%s",
                                   what)
                 : "";
}

/* What the committee must know of the evaluations behind it: those that are not final. */
static void pending(tp_paper *paper, const tp_papers *p)
{
    const tp_dataset *data = p->run->data;
    for (int32_t i = 0; i < data->n_units; i++) {
        int32_t u = data->unit_input_order[i];
        const tp_outcome *at = tp_dataset_pending(data, u, p->run->scenario->as_of);
        if (!at)
            continue;
        const char *args[] = {data->units[u].name, tp_paper_date(paper, at->evaluated_on),
                              tp_paper_words(paper, tp_outcome_status_words[at->status]),
                              tp_paper_date(paper, at->objected_on), drafted(paper, p, u)};
        static const tp_words what[2][2] = {
            {{"{0}{1}的评估结果为{2}，暂不作为测算依据",
              "{0}: evaluated on {1}, {2}; it does not count"},
             {"{0}{1}的评估结果{2}（{3}提出），暂不作为测算依据",
              "{0}: evaluated on {1}, {2} on {3}; it does not count"}},
            {{"{0}{1}的评估结果为{2}，本表暂按其测算{4}",
              "{0}: evaluated on {1}, {2}; it is used here{4}"},
             {"{0}{1}的评估结果{2}（{3}提出），本表暂按其测算{4}",
              "{0}: evaluated on {1}, {2} on {3}; it is used here{4}"}}};
        tp_paper_fill(paper, TP_BLOCK_NOTE, what[data->use_drafts][at->objected_on != TP_DATE_NONE],
                      5, args);
    }
}

static void summary(tp_paper *paper, const tp_papers *p)
{
    int64_t lent = 0, deposits = 0, reclaimed = 0;
    char figure[3][TP_DEC_TEXT];
    for (int32_t d = 0; d < p->run->data->n_demands; d++)
        lent += p->loan[d];
    for (int32_t l = 0; l < p->run->data->n_lines; l++) {
        deposits += p->deposit[l];
        reclaimed += p->run->result->reclaimed[l];
    }
    tp_int_format(lent, figure[0]);
    tp_int_format(deposits, figure[1]);
    tp_int_format(reclaimed, figure[2]);
    const char *args[] = {tp_paper_date(paper, p->run->scenario->as_of), figure[0], figure[1],
                          figure[2], tp_paper_format(paper, "%.8s", p->run->id)};
    tp_paper_fill(
        paper, TP_BLOCK_NOTE,
        (tp_words){
            "数据日期：{0}　借用合计 {1} 个，存入合计 {2} 个，硬性收储 {3} 个　测算编号：{4}",
            "Data as of {0}. {1} {1|slot|slots} lent, {2} deposited, {3} reclaimed. Run {4}"},
        5, args);
    if (p->draft)
        return;
    const char *when[] = {p->meeting, tp_paper_date(paper, p->decided_on), p->decided_by};
    tp_paper_fill(paper, TP_BLOCK_NOTE,
                  (tp_words){"审定会议：{0}　日期：{1}　审定人：{2}",
                             "Meeting: {0}. Date: {1}. Approved by: {2}"},
                  3, when);
}

/* Exceptions first: what is refused, turned down, put off, then what is short. */
static const tp_paper_column open_columns[][8] = {{{"序号", 5, TP_CELL_CENTRE},
                                                   {"单位", 15, 0},
                                                   {"类别", 7, 0},
                                                   {"申请", 7, 0},
                                                   {"申请数", 7, TP_CELL_RIGHT},
                                                   {"处理", 10, 0},
                                                   {"理由和依据", 31, 0},
                                                   {"后续办理", 18, 0}},
                                                  {{"No.", 5, TP_CELL_CENTRE},
                                                   {"Unit", 14, 0},
                                                   {"Category", 10, 0},
                                                   {"Demand", 9, 0},
                                                   {"Asked", 8, TP_CELL_RIGHT},
                                                   {"Outcome", 11, 0},
                                                   {"Reasons and basis", 26, 0},
                                                   {"What follows", 17, 0}}};

static void open_rows(tp_paper *paper, const tp_papers *p)
{
    const tp_dataset *data = p->run->data;
    filler f = {.paper = paper, .p = p};
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"一、不予受理、暂缓和尚缺的申请",
                                                  "1. Demands refused, put off or short"}));
    if (!p->n_open) {
        tp_paper_add(paper, TP_BLOCK_NOTE,
                     tp_paper_words(paper, (tp_words){"没有：全部申请均已解决。",
                                                      "None: every demand is settled."}));
        return;
    }
    f.table = tp_paper_table_add(paper, open_columns[p->lang], 8);
    for (size_t i = 0; i < p->n_open; i++) {
        const tp_open_demand *o = &p->open[i];
        const tp_demand *demand = &data->demands[o->demand];
        tp_paper_cell_count(paper, f.table, ++f.number);
        tp_paper_cell(paper, f.table, unit_label(&f, data->units[demand->unit].code));
        tp_paper_cell(paper, f.table, tp_dataset_name(data, data->lines[demand->line].category));
        tp_paper_cell(paper, f.table, demand->code);
        tp_paper_cell_count(paper, f.table, o->asked);
        tp_paper_cell(paper, f.table,
                      tp_paper_format(paper, "%s %lld",
                                      tp_paper_words(paper, tp_open_words[o->kind]),
                                      (long long)o->open));
        tp_paper_cell(paper, f.table, tp_paper_words(paper, o->why));
        tp_paper_cell(paper, f.table, tp_paper_words(paper, o->next));
    }
}

/* asked = own + lent + short + refused: the whole, before its parts. */
static void identity(tp_paper *paper, const tp_papers *p)
{
    int64_t figures[5] = {0};
    const char *args[5];
    for (int32_t d = 0; d < p->run->data->n_demands; d++) {
        figures[0] += p->run->data->demands[d].quantity;
        figures[1] += p->run->result->live[d] ? p->run->result->own[d] : 0;
        figures[2] += p->loan[d];
    }
    figures[4] = tp_papers_open_sum(p, TP_OPEN_REFUSED);
    figures[3] = figures[0] - figures[1] - figures[2] - figures[4];
    for (int i = 0; i < 5; i++)
        args[i] = tp_paper_format(paper, "%lld", (long long)figures[i]);
    tp_paper_fill(paper, TP_BLOCK_NOTE,
                  (tp_words){"申请 {0} 个 ＝ 自有空编解决 {1} 个 ＋ 周转池借用 {2} 个 ＋ 尚缺 {3} "
                             "个 ＋ 不予受理 {4} 个",
                             "Asked {0} = own vacancies {1} + lent {2} + short {3} + refused {4}"},
                  5, args);
}

/* What planners noted beside the rows. */
static void remarks(tp_paper *paper, const tp_papers *p)
{
    const tp_dataset *data = p->run->data;
    filler f = {.paper = paper, .p = p};
    if (!p->n_remarks)
        return;
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"四、备注", "4. Remarks"}));
    f.table = tp_paper_table_add(paper, remark_columns[p->lang], REMARK_COLUMNS);
    for (size_t i = 0; i < p->n_remarks; i++) {
        const tp_remark *r = &p->remarks[i];
        int32_t demand = *r->demand ? tp_dataset_demand(data, r->demand) : TP_ID_NONE;
        const tp_words deposit = tp_journal_kind_words[TP_JOURNAL_DEPOSIT];
        tp_paper_cell_count(paper, f.table, (int64_t)i + 1);
        tp_paper_cell(paper, f.table,
                      unit_label(&f, demand == TP_ID_NONE
                                         ? r->unit
                                         : data->units[data->demands[demand].unit].code));
        tp_paper_cell(paper, f.table, *r->demand ? r->demand : tp_paper_words(paper, deposit));
        tp_paper_cell(
            paper, f.table,
            demand == TP_ID_NONE
                ? r->category
                : tp_dataset_name(data, data->lines[data->demands[demand].line].category));
        tp_paper_cell(paper, f.table, r->text);
    }
}

void tp_committee_paper(tp_paper *paper, const tp_papers *p)
{
    const tp_dataset *data = p->run->data;
    filler f = {.paper = paper, .p = p};
    paper->mark = tp_papers_mark(p);
    paper->landscape = true;
    paper->title = tp_paper_words(paper, (tp_words){"编制周转使用审议表", "Committee table"});
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER, p->title);
    summary(paper, p);
    exceptions(paper, p);
    pending(paper, p);
    tp_expiry_section(paper, p);
    identity(paper, p);
    open_rows(paper, p);
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"二、借用", "2. Loans"}));
    f.table = tp_paper_table_add(paper, columns[p->lang], LOAN_COLUMNS);
    f.table->tall = p->draft; /* room for the pen */
    for (int32_t at = 0; at < data->n_demands; at++) {
        int32_t d = data->demand_input_order[at];
        if (p->run->result->loan[d] > 0 && !tp_papers_files(p, d))
            demand_row(&f, d);
    }
    if (f.number > 1)
        total_row(&f, 3);
    const bool converts = tp_conversions_stated(p->run->kase->bind)->count > 0;
    static const tp_words captions[2][2] = {
        {{"三、存入、收储{0}和划转", "3. Deposits, reclaims{1} and transfers"},
         {"三、存入、收储{0}、划转和跨类别统筹",
          "3. Deposits, reclaims{1}, transfers and conversions between categories"}},
        {{"三、机构编制调整、存入、收储{0}和划转",
          "3. Reorganisation, deposits, reclaims{1} and transfers"},
         {"三、机构编制调整、存入、收储{0}、划转和跨类别统筹", "3. Reorganisation, deposits, "
                                                               "reclaims{1}, transfers and "
                                                               "conversions between categories"}}};
    const bool returns = tp_expiry_decided(p, TP_ID_NONE) > 0;
    const char *args[] = {returns ? "、到期归还" : "", returns ? ", returns" : ""};
    tp_paper_fill(paper, TP_BLOCK_CAPTION, captions[p->run->data->before != NULL][converts], 2,
                  args);
    f = (filler){.paper = paper,
                 .p = p,
                 .table = tp_paper_table_add(paper, give_columns[p->lang], GIVE_COLUMNS)};
    gives(&f);
    if (f.number > 1)
        total_row(&f, 1);
    tp_filing_section(paper, p);
    remarks(paper, p);
    tp_anchor_note(paper, p->head);
}

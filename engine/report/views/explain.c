#include "report/views/explain.h"

#include "models/rule.h"
#include "report/views/expiry.h"
#include "report/views/plan.h"
#include "report/views/projected.h"
#include "report/views/regroup.h"
#include "report/views/words.h"

#include <string.h>

extern const int tp_rule_at_moves;

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP, SPARE = TP_COL_SPARE, MERGE = TP_COL_MERGE };

typedef struct explain_page {
    tp_page *page;
    const tp_explain_task *task;
    const tp_run *run;
    tp_view *demands, *causes, *remedies;
    tp_arena *arena;
    tp_err *err;
} explain_page;

static void add_views(explain_page *p)
{
    tp_page *page = p->page;
    p->demands = tp_page_view(page, "demands", W("得到多少", "What it got"));
    p->demands->unit = W("单位：个", "slots");
    tp_view_column_add(p->demands, "demand", W("申请", "Demand"), 0);
    tp_view_column_add(p->demands, "unit", W("单位", "Unit"), WRAP);
    tp_view_column_add(p->demands, "category", W("编制类别", "Category"), 0);
    tp_view_column_add(p->demands, "asked", W("申请数", "Asked"), NUMBER);
    tp_view_column_add(p->demands, "own", W("自有空编", "Own"), NUMBER);
    tp_view_column_add(p->demands, "lent", W("借用", "Loan"), NUMBER);
    tp_view_column_add(p->demands, "short", W("尚缺", "Short"), NUMBER);
    tp_view_column_add(p->demands, "refused", W("不予受理", "Refused"), NUMBER);
    p->causes =
        tp_page_view(page, "causes", W("依次适用的约束", "The bounds that applied, in order"));
    tp_view_column_add(p->causes, "demand", W("申请", "Demand"), MERGE);
    tp_view_column_add(p->causes, "rule", W("规则", "Rule"), 0);
    tp_view_column_add(p->causes, "text", W("内容", "What it says"), WRAP);
    tp_view_column_add(p->causes, "most", W("至多", "Leaves"), NUMBER);
    tp_view_column_add(p->causes, "effect", W("作用", "Effect"), 0);
    tp_view_column_add(p->causes, "place", W("出处", "Stated in"), WRAP | SPARE);
    tp_view_column_add(p->causes, "basis", W("依据", "Basis"), WRAP | SPARE | TP_COL_TAIL);
    p->causes->note = W("至多：这一约束留下的个数；★ 为决定性的一项。",
                        "Leaves: the slots this bound leaves; ★ is the one that decided.");
    p->remedies = tp_page_view(page, "remedies",
                               W("怎样才会改变（每一项都已重新测算证实）",
                                 "What would change it (each confirmed by solving again)"));
    tp_view_column_add(p->remedies, "demand", W("申请", "Demand"), MERGE);
    tp_view_column_add(p->remedies, "change", W("改动", "Change"), WRAP);
    tp_view_column_add(p->remedies, "got", W("现得", "Gets now"), NUMBER);
    tp_view_column_add(p->remedies, "gets", W("改后得", "Then"), NUMBER);
    tp_view_column_add(p->remedies, "losers", W("受影响申请", "Others lose"), NUMBER);
    tp_view_column_add(p->remedies, "lost", W("其他少得", "Slots lost"), NUMBER);
    tp_view_column_add(p->remedies, "setting", W("命令行写法", "As a setting"), WRAP | SPARE);
}

static void cause_row(explain_page *p, const char *code, const tp_cause *cause)
{
    tp_view_text(p->causes, code);
    tp_view_words(p->causes, tp_rule_words(cause->rule));
    tp_view_words(p->causes, cause->text);
    if (cause->figure == TP_INT_NONE)
        tp_view_empty(p->causes);
    else
        tp_view_count(p->causes, cause->figure);
    if (cause->decisive)
        tp_view_words(p->causes, W("★ 决定", "★ decides"));
    else if (cause->tight)
        tp_view_words(p->causes, W("已到限", "reached"));
    else
        tp_view_empty(p->causes);
    tp_view_text(p->causes, tp_page_place(p->page, &cause->pos));
    tp_view_text(p->causes, cause->basis);
}

static void remedy_rows(explain_page *p, const char *code, const tp_explanation *a)
{
    for (size_t i = 0; i < a->n_remedies; i++) {
        const tp_remedy *at = &a->remedies[i];
        tp_view_text(p->remedies, code);
        tp_view_words(p->remedies, at->change.text);
        tp_view_count(p->remedies, a->live ? a->own + a->lent : 0);
        tp_view_count(p->remedies, at->grant);
        tp_view_count(p->remedies, at->losers);
        tp_view_count(p->remedies, at->lost);
        if (at->change.n_edits)
            tp_view_words(p->remedies, tp_change_complete(&at->change, p->arena));
        else
            tp_view_text(p->remedies, tp_change_command(&at->change, p->arena));
    }
}

static const tp_cause *decisive(const tp_explanation *a)
{
    for (size_t i = 0; i < a->n_causes; i++)
        if (a->causes[i].decisive)
            return &a->causes[i];
    return NULL;
}

/* The answer in a sentence or two, before the tables. */
static void say_verdict(explain_page *p, const tp_explanation *a)
{
    tp_page *page = p->page;
    const char *code = p->run->data->demands[a->demand].code;
    const char *asked = tp_page_count(page, a->asked), *own = tp_page_count(page, a->own);
    const char *lent = tp_page_count(page, a->lent), *missing = tp_page_count(page, a->missing);
    const tp_cause *why = decisive(a);
    tp_words says;
    if (!a->live) {
        says = W("{0} 申请 {1} 个，得 0 个：{2}。", "{0} asked for {1} and got 0: {2}.");
    } else if (!a->missing) {
        says = W("{0} 申请 {1} 个，全部满足：自有空编 {3}，借用 {4}。",
                 "{0} asked for {1} and got all: {3} from its own vacancies, {4} lent.");
    } else if (why) {
        says = W("{0} 申请 {1} 个，自有空编解决 {3}，借用 {4}，尚缺 {5}。决定性的是：{2}。",
                 "{0} asked for {1}: {3} from its own vacancies, {4} lent, {5} short. What "
                 "decides: {2}.");
    } else {
        says = W("{0} 申请 {1} 个，自有空编解决 {3}，借用 {4}，尚缺 {5}。",
                 "{0} asked for {1}: {3} from its own vacancies, {4} lent, {5} short.");
    }
    tp_words reason = why ? why->text : W("", "");
    tp_words zh = TP_PAGE_WORDS(page, says, code, asked, reason.zh, own, lent, missing);
    tp_words en = TP_PAGE_WORDS(page, says, code, asked, reason.en, own, lent, missing);
    tp_page_text(page, (tp_words){zh.zh, en.en});
    if (a->missing && p->task->variant && a->n_remedies) {
        const tp_remedy *best = &a->remedies[0];
        const char *gets = tp_page_count(page, best->grant);
        tp_words how =
            W("最直接的改变：{0}，则可得 {1} 个。", "What would change it: {0}; then it gets {1}.");
        tp_page_text(page, (tp_words){TP_PAGE_WORDS(page, how, best->change.text.zh, gets).zh,
                                      TP_PAGE_WORDS(page, how, best->change.text.en, gets).en});
    } else if (a->missing && p->task->variant) {
        tp_page_text(page, W("各项约束逐一放宽、一并放宽、加锁定都试过，没有使其得到更多的办法。",
                             "Every bound was eased in turn, all of them together, and with a "
                             "lock: nothing gives it more."));
    }
}

/* Where the grade or saturation that refused it comes from, down to the leaf that cost most. */
static tp_status trace_outcome(explain_page *p, int32_t unit)
{
    const tp_evaluation *e = p->task->evaluation;
    tp_unit_trace trace;
    int32_t at = e ? tp_dataset_unit(e->data, p->run->data->units[unit].code) : TP_ID_NONE;
    if (at == TP_ID_NONE)
        return TP_OK;
    tp_status status = tp_evaluation_trace(e, at, p->arena, &trace, p->err);
    if (status != TP_OK || trace.assessed->score == TP_DEC_NONE)
        return status;
    tp_page *page = p->page;
    const tp_assessed *a = trace.assessed;
    tp_page_text(
        page, TP_PAGE_WORDS(
                  page,
                  W("评估由来：扣分前 {0}，扣 {1}（逾期整改 {2} 项、其他未销号 {3} 项），得分 {4}，"
                    "等次“{5}”，饱满度 {6}。",
                    "Its evaluation: {0} before deductions, {1} off ({2} overdue, {3} "
                    "other open issues), score {4}, grade {5}, saturation {6}."),
                  tp_page_dec(page, a->before), tp_page_dec(page, a->deduction),
                  tp_page_count(page, a->overdue), tp_page_count(page, a->open),
                  tp_page_dec(page, a->score), e->spec->grades[a->grade].grade,
                  a->saturation == TP_DEC_NONE ? "—" : tp_page_dec(page, a->saturation)));
    int32_t heaviest = tp_trace_heaviest_loss(&trace);
    if (heaviest == TP_ID_NONE)
        return TP_OK;
    for (size_t i = 0; i < trace.n_leaves; i++) {
        const tp_leaf_trace *leaf = &trace.leaves[i];
        if (leaf->leaf != heaviest)
            continue;
        const tp_indicator *at_leaf = &e->spec->indicators[heaviest];
        tp_words says = W("失分最多的指标：{0}（{1}），权重 {2}，得 {3} 分，失 {4} 分。",
                          "What cost it most: {0} ({1}), weight {2}, {3} points, {4} lost.");
        const char *weight = tp_page_dec(page, leaf->weight);
        const char *points = tp_page_dec(page, leaf->points), *lost = tp_page_dec(page, leaf->lost);
        tp_page_text(
            page,
            (tp_words){
                TP_PAGE_WORDS(page, says, at_leaf->name.zh, at_leaf->id, weight, points, lost).zh,
                TP_PAGE_WORDS(page, says, at_leaf->name.en, at_leaf->id, weight, points, lost).en});
    }
    return TP_OK;
}

/* Some rule that refused it judges the unit's evaluation. */
static bool by_outcome(const tp_explanation *a)
{
    for (size_t i = 0; i < a->n_causes && !a->live; i++) {
        int rule = tp_rule_find(a->causes[i].rule);
        if (rule >= 0 && tp_rules[rule]->judges_outcome)
            return true;
    }
    return false;
}

static tp_status add_demand(explain_page *p, int32_t demand, bool *traced)
{
    const tp_demand *d = &p->run->data->demands[demand];
    const tp_explain_options options = {.variant = p->task->variant};
    tp_explanation account;
    tp_status status = tp_explain_demand(&account, p->run, demand, &options, p->arena, p->err);
    if (status != TP_OK)
        return status;
    say_verdict(p, &account);
    tp_plan_say(p->page, p->run, demand);
    tp_projected_say(p->page, p->run, p->run->data->demands[demand].unit);
    if (by_outcome(&account) && !*traced) {
        *traced = true;
        status = trace_outcome(p, d->unit);
    }
    tp_view_text(p->demands, d->code);
    tp_view_text(p->demands, p->run->data->units[d->unit].name);
    tp_view_text(p->demands, tp_dataset_name(p->run->data, p->run->data->lines[d->line].category));
    tp_view_count(p->demands, account.asked);
    tp_view_count(p->demands, account.own);
    tp_view_count(p->demands, account.lent);
    tp_view_count(p->demands, account.live ? account.missing : 0);
    tp_view_count(p->demands, account.live ? 0 : account.asked);
    for (size_t i = 0; i < account.n_causes; i++)
        cause_row(p, d->code, &account.causes[i]);
    remedy_rows(p, d->code, &account);
    if (p->task->kept)
        *p->task->kept = account;
    return status;
}

static explain_page begin(tp_page *page, const tp_explain_task *task, tp_words title,
                          tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, title);
    return (explain_page){.page = page, .task = task, .run = task->run, .arena = arena, .err = err};
}

static void no_answer(explain_page *p)
{
    if (!tp_run_answered(p->run))
        tp_page_text(
            p->page,
            W("该测算没有方案（自相矛盾或提前停止），只列数据和规则决定的部分；矛盾见 turnpool "
              "conflict。",
              "The run has no answer (a contradiction, or stopped early): only what "
              "data and rules decide is shown; see turnpool conflict."));
}

/* The verdicts stand before the tables, though both grow together. */
static void move_views_last(tp_page *page, size_t views_at, size_t n_views)
{
    for (size_t i = 0; i < n_views; i++) {
        tp_part view = page->parts[views_at];
        memmove(&page->parts[views_at], &page->parts[views_at + 1],
                (page->n_parts - views_at - 1) * sizeof view);
        page->parts[page->n_parts - 1] = view;
    }
}

/* ---- where the figures stand in the office's own files ---- */

static tp_view *sources_view(tp_page *page)
{
    tp_view *view = tp_page_view(page, "sources", W("数据来自", "Where the figures stand"));
    tp_view_column_add(view, "item", W("项目", "Item"), 0);
    tp_view_column_add(view, "value", W("数", "Figure"), NUMBER);
    tp_view_column_add(view, "cell", W("单元格", "Cell"), 0);
    return view;
}

static void source_row(tp_page *page, tp_view *view, const char *of, tp_words what, int64_t value,
                       const char *cell)
{
    if (!cell)
        return;
    tp_view_words(view, TP_PAGE_WORDS(page, W("{0} {1}", "{0} {2}"), of, what.zh, what.en));
    tp_view_count(view, value);
    tp_view_text(view, cell);
}

static void line_sources(tp_page *page, tp_view *view, const tp_dataset *data, int32_t l)
{
    const tp_line *line = &data->lines[l];
    const char *of = tp_dataset_name(data, line->category);
    const struct {
        const char *column;
        tp_words what;
        int64_t value;
    } figures[] = {{"authorised", W("核定编制", "authorised"), line->authorised},
                   {"in_post", W("实有人数", "in post"), line->in_post},
                   {"committed", W("在途用编", "committed"), line->committed}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        source_row(page, view, of, figures[i].what, figures[i].value,
                   tp_dataset_origin(data, line->pos, figures[i].column, page->arena));
}

tp_status tp_explain_demand_page(tp_page *page, const tp_explain_task *task, int32_t demand,
                                 tp_arena *arena, tp_err *err)
{
    const tp_unit *unit = &task->run->data->units[task->run->data->demands[demand].unit];
    tp_page_init(page, arena, W(NULL, NULL));
    tp_words title =
        TP_PAGE_WORDS(page, W("申请 {0}（{1}）为什么是这个结果", "Demand {0} ({1}): why"),
                      task->run->data->demands[demand].code, unit->name);
    explain_page p = begin(page, task, title, arena, err);
    bool traced = false;
    no_answer(&p);
    size_t at = page->n_parts;
    add_views(&p);
    tp_status status = add_demand(&p, demand, &traced);
    if (tp_page_ok(page)) {
        move_views_last(page, at, 3);
        tp_plan_unit(page, task->run, task->run->data->demands[demand].unit);
    }
    const tp_demand *d = &task->run->data->demands[demand];
    tp_view *sources = sources_view(page);
    source_row(page, sources, d->code, W("申请数", "asked for"), d->quantity,
               tp_dataset_origin(task->run->data, d->pos, "quantity", page->arena));
    line_sources(page, sources, task->run->data, d->line);
    return status != TP_OK || tp_page_ok(page) ? status : tp_fail_nomem(err);
}

/* What the unit's lines deposit, bound by bound. */
static tp_status add_lines(explain_page *p, int32_t unit)
{
    const tp_dataset *data = p->run->data;
    const tp_unit *u = &data->units[unit];
    tp_regroup_table(p->page, data, p->run->scenario, unit);
    tp_expiry_table(p->page, data, p->run->scenario, unit);
    tp_view *view = tp_page_view(p->page, "deposits",
                                 W("收储：依次适用的约束", "Deposits: the bounds, in order"));
    view->unit = W("单位：个", "slots");
    tp_view_column_add(view, "category", W("编制类别", "Category"), MERGE);
    tp_view_column_add(view, "vacant", W("空编", "Vacant"), NUMBER | MERGE);
    tp_view_column_add(view, "supply", W("可收储", "Could give"), NUMBER | MERGE);
    tp_view_column_add(view, "deposit", W("收储", "Deposit"), NUMBER | MERGE);
    tp_view_column_add(view, "rule", W("规则", "Rule"), 0);
    tp_view_column_add(view, "text", W("内容", "What it says"), WRAP);
    tp_view_column_add(view, "most", W("至多", "Leaves"), NUMBER);
    tp_view_column_add(view, "effect", W("作用", "Effect"), 0);
    tp_view_column_add(view, "place", W("出处", "Stated in"), WRAP | SPARE);
    tp_view_column_add(view, "basis", W("依据", "Basis"), WRAP | SPARE | TP_COL_TAIL);
    for (int32_t l = u->first_line; l < u->first_line + u->lines; l++) {
        tp_line_account a;
        tp_status status = tp_explain_line(&a, p->run, l, p->arena, p->err);
        if (status != TP_OK)
            return status;
        const char *category = tp_dataset_name(data, data->lines[l].category);
        tp_page_text(p->page,
                     TP_PAGE_WORDS(p->page,
                                   W("类别“{0}”：空编 {1}，可收储 {2}，收储 {3}。",
                                     "{0}: {1} vacant, {2} could be deposited, {3} are."),
                                   category, tp_page_count(p->page, p->run->kase->line[l].vacant),
                                   tp_page_count(p->page, a.supply),
                                   tp_page_count(p->page, a.deposit)));
        for (size_t i = 0; i < a.n_causes; i++) {
            const tp_cause *cause = &a.causes[i];
            if (!p->run->kase->line[l].vacant && cause->rule != tp_rules[tp_rule_at_moves]->id)
                continue; /* it has nothing to give; people may leave it */
            tp_view_text(view, category);
            tp_view_count(view, p->run->kase->line[l].vacant);
            tp_view_count(view, a.supply);
            tp_view_count(view, a.deposit);
            tp_view_words(view, tp_rule_words(cause->rule));
            tp_view_words(view, cause->text);
            tp_view_count(view, cause->figure);
            tp_view_words(view, cause->decisive ? W("★ 决定", "★ decides")
                                : cause->tight  ? W("已到限", "reached")
                                                : W("", ""));
            tp_view_text(view, tp_page_place(p->page, &cause->pos));
            tp_view_text(view, cause->basis);
        }
    }
    return TP_OK;
}

tp_status tp_explain_unit_page(tp_page *page, const tp_explain_task *task, int32_t unit,
                               tp_arena *arena, tp_err *err)
{
    const tp_dataset *data = task->run->data;
    const tp_unit *u = &data->units[unit];
    tp_page_init(page, arena, W(NULL, NULL));
    tp_words title = TP_PAGE_WORDS(
        page, W("单位 {0}（{1}）为什么是这个结果", "Unit {0} ({1}): why"), u->code, u->name);
    explain_page p = begin(page, task, title, arena, err);
    bool traced = false;
    tp_status status = TP_OK;
    no_answer(&p);
    size_t at = page->n_parts;
    add_views(&p);
    for (int32_t i = 0; i < data->n_demands && status == TP_OK; i++) {
        int32_t d = data->demand_input_order[i];
        if (data->demands[d].unit == unit)
            status = add_demand(&p, d, &traced);
    }
    size_t lines_at = page->n_parts;
    if (status == TP_OK)
        status = add_lines(&p, unit);
    if (status == TP_OK && tp_page_ok(page)) {
        move_views_last(page, lines_at, 1);
        move_views_last(page, at, 3);
        tp_plan_unit(page, task->run, unit);
        tp_view *sources = sources_view(page);
        for (int32_t l = u->first_line; l < u->first_line + u->lines; l++)
            line_sources(page, sources, data, l);
    }
    return status != TP_OK || tp_page_ok(page) ? status : tp_fail_nomem(err);
}

tp_status tp_explain_pool_page(tp_page *page, const tp_explain_task *task, int32_t pool,
                               tp_arena *arena, tp_err *err)
{
    const tp_run *run = task->run;
    const tp_pool *at = &run->kase->pools[pool];
    tp_pool_account a;
    const tp_explain_options options = {.variant = task->variant};
    tp_page_init(page, arena, W(NULL, NULL));
    tp_words title = *at->ring ? TP_PAGE_WORDS(page, W("周转池 {0}/{1}/{2}", "Pool {0}/{1}/{2}"),
                                               at->scope, at->category, at->ring)
                               : TP_PAGE_WORDS(page, W("周转池 {0}/{1}", "Pool {0}/{1}"), at->scope,
                                               at->category);
    tp_page_init(page, arena, title);
    tp_status status = tp_explain_pool(&a, run, pool, &options, arena, err);
    if (status != TP_OK)
        return status;
    const tp_pool_result *f = a.figures;
    if (f)
        tp_page_text(
            page,
            TP_PAGE_WORDS(
                page,
                W("期初 {0} ＋ 收储 {1} ＋ 调入 {2} − 调出 {3} − 投放 {4} = 结余 {5}；应留 {6}，"
                  "池内单位还可存入 {7}。",
                  "Opening {0} + deposits {1} + in {2} − out {3} − loans {4} = "
                  "{5} left; {6} to be kept, lines could still deposit {7}."),
                tp_page_count(page, f->opening + f->reclaimed), tp_page_count(page, f->deposits),
                tp_page_count(page, f->in), tp_page_count(page, f->out),
                tp_page_count(page, f->loans), tp_page_count(page, f->closing),
                tp_page_count(page, f->required), tp_page_count(page, a.spare)));
    if (a.solved && a.next_demand != TP_ID_NONE)
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   W("池内再多一个编制，将给申请 {0}（{1}）。",
                                     "One more slot in the pool would go to demand {0} ({1})."),
                                   run->data->demands[a.next_demand].code,
                                   run->data->units[run->data->demands[a.next_demand].unit].name));
    else if (a.solved)
        tp_page_text(page, W("池内再多一个编制，谁也不会因此多得。",
                             "One more slot in the pool would give nobody more."));
    tp_view *view = tp_page_view(page, "waiting",
                                 W("尚缺的申请，按下一个编制的权数排列",
                                   "Demands that are short, by what their next slot is worth"));
    view->unit = W("单位：个", "slots");
    view->empty = W("池内没有尚缺的申请。", "No demand of the pool is short.");
    tp_view_column_add(view, "demand", W("申请", "Demand"), 0);
    tp_view_column_add(view, "unit", W("单位", "Unit"), WRAP);
    tp_view_column_add(view, "asked", W("申请数", "Asked"), NUMBER);
    tp_view_column_add(view, "lent", W("借用", "Loan"), NUMBER);
    tp_view_column_add(view, "short", W("尚缺", "Short"), NUMBER);
    tp_view_column_add(view, "value", W("下一个的权数", "Weight of the next"), NUMBER);
    for (size_t i = 0; i < a.n_waiting; i++) {
        const tp_demand *d = &run->data->demands[a.waiting[i].demand];
        tp_view_text(view, d->code);
        tp_view_text(view, run->data->units[d->unit].name);
        tp_view_count(view, d->quantity);
        tp_view_count(view, run->result->loan[a.waiting[i].demand]);
        tp_view_count(view, a.waiting[i].missing);
        tp_view_dec(view, a.waiting[i].value);
    }
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}

#include "report/views/run_rows.h"
#include "report/views/words.h"

#include "models/rules/moves.h"
#include "models/rules/pools.h"

#include <string.h>

enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP, SPARE = TP_COL_SPARE, MERGE = TP_COL_MERGE };

static const tp_words slots = {"单位：个", "slots"};
static const tp_words total = {"合计", "Total"};
static const tp_words category_title = {"编制类别", "Category"};

void tp_rows_unit_columns(const tp_run_rows *rows, tp_view *view, unsigned flags)
{
    if (rows->named) {
        tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, SPARE | flags);
        tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, WRAP | flags);
    } else {
        tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, WRAP | flags);
    }
}

void tp_rows_unit(const tp_run_rows *rows, tp_view *view, int32_t unit)
{
    const tp_unit *u = unit == TP_ID_NONE ? NULL : &rows->run->data->units[unit];
    tp_view_text(view, u ? u->code : "");
    if (rows->named && u)
        tp_view_text(view, u->name);
    else if (rows->named)
        tp_view_words(view, (tp_words){"（周转池自有）", "(the pool's own)"});
}

tp_words tp_rows_scope(const tp_run *run, const char *scope)
{
    int32_t department = tp_pools_department(run->kase->bind, scope);
    if (department != TP_ID_NONE)
        return (tp_words){run->data->units[department].name, run->data->units[department].name};
    return tp_scope_words(scope);
}

tp_demand_sums tp_run_sums(const tp_run *run, int demand_class)
{
    tp_demand_sums sums = {0};
    for (int32_t d = 0; d < run->data->n_demands; d++) {
        const tp_demand *demand = &run->data->demands[d];
        if (demand_class >= 0 && (int)demand->demand_class != demand_class)
            continue;
        sums.demands++;
        sums.asked += demand->quantity;
        if (!run->result->live[d]) {
            sums.refused += demand->quantity;
            continue;
        }
        sums.own += run->result->own[d];
        sums.lent += run->result->loan[d];
        sums.missing += demand->quantity - run->result->own[d] - run->result->loan[d];
    }
    return sums;
}

void tp_rows_totals(tp_run_rows *rows)
{
    tp_view *view =
        tp_page_view(rows->page, "totals", (tp_words){"用编申请总体情况", "Demands in all"});
    view->unit = slots;
    view->empty = (tp_words){"没有用编申请。", "There are no demands."};
    view->note = (tp_words){"申请数 = 自有空编解决 + 投放 + 尚缺 + 不予受理",
                            "Asked = own vacancies + lent + short + refused"};
    tp_view_column_add(view, "class", (tp_words){"申请类别", "Class"}, 0);
    tp_view_column_add(view, "demands", (tp_words){"件数", "Demands"}, NUMBER);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, NUMBER);
    tp_view_column_add(view, "own", (tp_words){"自有空编", "Own"}, NUMBER);
    tp_view_column_add(view, "lent", (tp_words){"投放", "Lent"}, NUMBER);
    tp_view_column_add(view, "short", (tp_words){"尚缺", "Short"}, NUMBER);
    tp_view_column_add(view, "refused", (tp_words){"不予受理", "Refused"}, NUMBER);
    for (int k = 0; k < TP_CLASSES; k++) {
        tp_demand_sums sums = tp_run_sums(rows->run, k);
        if (!sums.demands)
            continue;
        tp_view_words(view, tp_demand_class_words[k]);
        tp_view_count(view, sums.demands);
        tp_view_count(view, sums.asked);
        tp_view_count(view, sums.own);
        tp_view_count(view, sums.lent);
        tp_view_count(view, sums.missing);
        tp_view_count(view, sums.refused);
    }
    if (!tp_view_rows(view))
        view->note = (tp_words){NULL, NULL};
    tp_view_sum(view, total);
}

static bool pool_moves(const tp_pool_result *p)
{
    return p->opening || p->reclaimed || p->deposits || p->in || p->out || p->converted_in ||
           p->converted_out || p->loans || p->closing || p->required;
}

/* How the columns shown add up. */
static tp_words balance_note(bool reclaimed, bool moved, bool converted)
{
    if (converted)
        return (tp_words){
            "结余 = 期初 + 硬性收储 + 收储 + 调入 − 调出 + 他类转入 − 转为他类 − 投放",
            "Closing = opening + reclaimed + deposits + in − out + converted in − "
            "converted out − loans"};
    if (reclaimed && moved)
        return (tp_words){"结余 = 期初 + 硬性收储 + 收储 + 调入 − 调出 − 投放",
                          "Closing = opening + reclaimed + deposits + in − out − loans"};
    if (reclaimed)
        return (tp_words){"结余 = 期初 + 硬性收储 + 收储 − 投放",
                          "Closing = opening + reclaimed + deposits − loans"};
    if (moved)
        return (tp_words){"结余 = 期初 + 收储 + 调入 − 调出 − 投放",
                          "Closing = opening + deposits + in − out − loans"};
    return (tp_words){"结余 = 期初 + 收储 − 投放", "Closing = opening + deposits − loans"};
}

void tp_rows_pools(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view = tp_page_view(rows->page, "pools", (tp_words){"周转池", "Pools"});
    int64_t reclaimed = 0, moved = 0, converts = 0;
    for (size_t i = 0; i < result->n_pools; i++) {
        reclaimed += result->pools[i].reclaimed;
        moved += result->pools[i].in + result->pools[i].out;
        converts += result->pools[i].converted_in;
    }
    view->unit = slots;
    view->empty = (tp_words){"没有变动。", "Nothing moves."};
    view->note = balance_note(reclaimed > 0, moved > 0, converts > 0);
    tp_view_column_add(view, "scope", (tp_words){"范围", "Scope"}, WRAP);
    tp_view_column_add(view, "category", category_title, 0);
    if (rows->rings)
        tp_view_column_add(view, "ring", (tp_words){"专项系统", "Ring"}, 0);
    tp_view_column_add(view, "opening", (tp_words){"期初", "Opening"}, NUMBER);
    if (reclaimed)
        tp_view_column_add(view, "reclaimed", (tp_words){"硬性收储", "Reclaimed"}, NUMBER);
    tp_view_column_add(view, "deposits", (tp_words){"收储", "Deposits"}, NUMBER);
    if (moved) {
        tp_view_column_add(view, "in", (tp_words){"调入", "In"}, NUMBER);
        tp_view_column_add(view, "out", (tp_words){"调出", "Out"}, NUMBER);
    }
    if (converts) {
        tp_view_column_add(view, "converted_in", (tp_words){"他类转入", "Converted in"}, NUMBER);
        tp_view_column_add(view, "converted_out", (tp_words){"转为他类", "Converted out"}, NUMBER);
    }
    tp_view_column_add(view, "loans", (tp_words){"投放", "Loans"}, NUMBER);
    tp_view_column_add(view, "closing", (tp_words){"结余", "Closing"}, NUMBER);
    tp_view_column_add(view, "required", (tp_words){"应留", "Required"}, NUMBER);
    for (size_t i = 0; i < result->n_pools; i++) {
        const tp_pool_result *p = &result->pools[i];
        if (!rows->all && !pool_moves(p))
            continue;
        tp_view_words(view, tp_rows_scope(rows->run, p->scope));
        tp_view_text(view, p->category);
        if (rows->rings)
            tp_view_text(view, p->ring);
        tp_view_count(view, p->opening);
        if (reclaimed)
            tp_view_count(view, p->reclaimed);
        tp_view_count(view, p->deposits);
        if (moved) {
            tp_view_count(view, p->in);
            tp_view_count(view, p->out);
        }
        if (converts) {
            tp_view_count(view, p->converted_in);
            tp_view_count(view, p->converted_out);
        }
        tp_view_count(view, p->loans);
        tp_view_count(view, p->closing);
        tp_view_count(view, p->required);
    }
    if (!tp_view_rows(view))
        view->note = (tp_words){NULL, NULL};
    tp_view_sum(view, total);
}

void tp_rows_deposits(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    const tp_dataset *data = run->data;
    tp_view *view = tp_page_view(rows->page, "deposits", (tp_words){"收储单位", "Who deposits"});
    view->unit = slots;
    view->empty = (tp_words){"没有单位存入编制。", "No unit deposits."};
    tp_rows_unit_columns(rows, view, 0);
    tp_view_column_add(view, "category", category_title, 0);
    tp_view_column_add(view, "saturation", (tp_words){"饱满度", "Saturation"}, NUMBER | SPARE);
    tp_view_column_add(view, "authorised", (tp_words){"核定", "Authorised"}, NUMBER | SPARE);
    tp_view_column_add(view, "vacant", (tp_words){"空编", "Vacant"}, NUMBER);
    tp_view_column_add(view, "idle", (tp_words){"长期闲置", "Idle"}, NUMBER | SPARE);
    tp_view_column_add(view, "supply", (tp_words){"可收储", "Could give"}, NUMBER);
    tp_view_column_add(view, "count", (tp_words){"收储", "Deposit"}, NUMBER);
    tp_view_column_add(view, "usage", (tp_words){"存后使用权", "Usage after"}, NUMBER | SPARE);
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        const tp_position *p = &run->kase->line[l];
        int64_t count = run->result->deposit[l];
        if (!count && !(rows->all && p->supply))
            continue;
        tp_rows_unit(rows, view, data->lines[l].unit);
        tp_view_text(view, tp_dataset_name(data, data->lines[l].category));
        tp_view_dec(view, tp_case_saturation(run->kase, data->lines[l].unit));
        tp_view_count(view, p->authorised);
        tp_view_count(view, p->vacant);
        tp_view_count(view, p->idle);
        tp_view_count(view, p->supply);
        tp_view_count(view, count);
        tp_view_count(view, p->usage - count);
    }
    tp_view_sum(view, total);
}

static const char *unit_label(tp_run_rows *rows, int32_t unit)
{
    const tp_unit *u = &rows->run->data->units[unit];
    if (strcmp(u->code, u->name) == 0)
        return u->code;
    const char *text = tp_arena_format(rows->page->arena, "%s %s", u->code, u->name);
    rows->page->failed = rows->page->failed || !text;
    return text ? text : "";
}

/* What the answer converts between two pools of the case. */
static int64_t converted(const tp_result *result, const tp_pool *from, const tp_pool *to)
{
    int64_t sum = 0;
    for (size_t t = 0; t < result->n_transfers; t++) {
        const tp_transfer_result *at = &result->transfers[t];
        const tp_pool_result *a = &result->pools[at->from], *b = &result->pools[at->to];
        if (!strcmp(a->scope, from->scope) && !strcmp(a->ring, from->ring) &&
            !strcmp(b->scope, to->scope) && !strcmp(b->ring, to->ring) &&
            !strcmp(a->category, from->category) && !strcmp(b->category, to->category))
            sum += at->count;
    }
    return sum;
}

void tp_rows_transfers(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view =
        tp_page_view(rows->page, "transfers", (tp_words){"池间调剂", "Transfers between pools"});
    view->unit = slots;
    tp_view_column_add(view, "from", (tp_words){"调出", "From"}, 0);
    tp_view_column_add(view, "to", (tp_words){"调入", "To"}, 0);
    tp_view_column_add(view, "category", category_title, 0);
    if (rows->rings)
        tp_view_column_add(view, "ring", (tp_words){"专项系统", "Ring"}, 0);
    tp_view_column_add(view, "count", (tp_words){"调剂数", "Count"}, NUMBER);
    for (size_t i = 0; i < result->n_transfers; i++) {
        const tp_transfer_result *t = &result->transfers[i];
        if (tp_transfer_converts(result, t))
            continue;
        tp_view_words(view, tp_rows_scope(rows->run, result->pools[t->from].scope));
        tp_view_words(view, tp_rows_scope(rows->run, result->pools[t->to].scope));
        tp_view_text(view, result->pools[t->from].category);
        if (rows->rings)
            tp_view_text(view, result->pools[t->from].ring);
        tp_view_count(view, t->count);
    }
    tp_view_sum(view, total);
}

void tp_rows_conversions(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view = tp_page_view(rows->page, "conversions",
                                 (tp_words){"跨类别统筹", "Conversions between categories"});
    view->unit = slots;
    tp_view_column_add(view, "scope", (tp_words){"范围", "Scope"}, WRAP);
    if (rows->rings)
        tp_view_column_add(view, "ring", (tp_words){"专项系统", "Ring"}, 0);
    tp_view_column_add(view, "from", (tp_words){"原类别", "From"}, 0);
    tp_view_column_add(view, "to", (tp_words){"转为", "To"}, 0);
    tp_view_column_add(view, "count", (tp_words){"转用数", "Count"}, NUMBER);
    tp_view_column_add(view, "at_most", (tp_words){"上限", "At most"}, NUMBER);
    view->empty = (tp_words){"没有编制改变类别。", "No slot changes its category."};
    for (int32_t a = 0; a < rows->run->kase->n_arcs; a++) {
        const tp_arc *arc = &rows->run->kase->arcs[a];
        const tp_pool *from = &rows->run->kase->pools[arc->from];
        const tp_pool *to = &rows->run->kase->pools[arc->to];
        int64_t count = arc->converts ? converted(result, from, to) : 0;
        if (!arc->converts || (!count && !rows->all))
            continue;
        tp_view_words(view, tp_rows_scope(rows->run, from->scope));
        if (rows->rings)
            tp_view_text(view, from->ring);
        tp_view_text(view, from->category);
        tp_view_text(view, to->category);
        tp_view_count(view, count);
        tp_view_count(view, arc->at_most);
    }
    tp_view_sum(view, total);
}

void tp_rows_moves(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    tp_view *view =
        tp_page_view(rows->page, "moves", (tp_words){"人员划转（超编消化）", "People who move"});
    view->unit = (tp_words){"单位：人", "in people"};
    view->empty = (tp_words){"没有人员划转。", "Nobody moves."};
    tp_view_column_add(view, "move", (tp_words){"依据项", "Move"}, WRAP);
    tp_view_column_add(view, "from", (tp_words){"划出单位", "From"}, WRAP);
    tp_view_column_add(view, "over", (tp_words){"原超编", "Above before"},
                       NUMBER | SPARE | TP_COL_STOCK);
    tp_view_column_add(view, "to", (tp_words){"划入单位", "To"}, WRAP);
    tp_view_column_add(view, "vacant", (tp_words){"原空编", "Vacant before"},
                       NUMBER | SPARE | TP_COL_STOCK);
    tp_view_column_add(view, "category", category_title, 0);
    tp_view_column_add(view, "count", (tp_words){"人数", "People"}, NUMBER);
    for (size_t i = 0; i < run->result->n_moves; i++) {
        const tp_move_result *at = &run->result->moves[i];
        const char *name = tp_move_name(run->kase->bind, at->entry, rows->page->arena);
        rows->page->failed = rows->page->failed || !name;
        tp_view_text(view, name ? name : "");
        tp_view_text(view, unit_label(rows, run->data->lines[at->from].unit));
        tp_view_count(view, run->kase->line[at->from].over);
        tp_view_text(view, unit_label(rows, run->data->lines[at->to].unit));
        tp_view_count(view, run->kase->line[at->to].vacant);
        tp_view_text(view, tp_dataset_name(run->data, run->data->lines[at->from].category));
        tp_view_count(view, at->count);
    }
    tp_view_sum(view, total);
}

void tp_rows_reclaims(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    const tp_dataset *data = run->data;
    tp_view *view = tp_page_view(
        rows->page, "reclaims",
        (tp_words){"硬性收储（所有权转入周转池）", "Reclaimed (ownership moves to the pool)"});
    view->unit = slots;
    tp_rows_unit_columns(rows, view, 0);
    tp_view_column_add(view, "category", category_title, 0);
    tp_view_column_add(view, "before", (tp_words){"原核定", "Authorised"}, NUMBER);
    tp_view_column_add(view, "count", (tp_words){"收储", "Reclaimed"}, NUMBER);
    tp_view_column_add(view, "after", (tp_words){"现核定", "Now"}, NUMBER);
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        int64_t count = run->result->reclaimed[l];
        if (!count)
            continue;
        tp_rows_unit(rows, view, data->lines[l].unit);
        tp_view_text(view, tp_dataset_name(data, data->lines[l].category));
        tp_view_count(view, data->lines[l].authorised);
        tp_view_count(view, count);
        tp_view_count(view, data->lines[l].authorised - count);
    }
    tp_view_sum(view, total);
}

void tp_rows_backing(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view = tp_page_view(rows->page, "backing",
                                 (tp_words){"编制来源", "Whose slots stand behind each loan"});
    view->unit = slots;
    tp_view_column_add(view, "from", (tp_words){"存入单位", "From"}, WRAP);
    tp_view_column_add(view, "to", (tp_words){"借用单位", "To"}, WRAP);
    tp_view_column_add(view, "category", category_title, 0);
    tp_view_column_add(view, "count", (tp_words){"编制数", "Count"}, NUMBER);
    for (size_t i = 0; i < result->n_backing; i++) {
        const tp_backing *b = &result->backing[i];
        const tp_unit *units = rows->run->data->units;
        if (b->from == TP_ID_NONE)
            tp_view_words(view,
                          (tp_words){"（周转池自有或调入）", "(the pool's own, or transferred)"});
        else
            tp_view_text(view, units[b->from].name);
        tp_view_text(view, units[b->to].name);
        tp_view_text(view, tp_dataset_name(rows->run->data, b->category));
        tp_view_count(view, b->count);
    }
    tp_view_sum(view, total);
}

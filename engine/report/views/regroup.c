#include "report/views/regroup.h"

#include "models/rules/reorganise.h"

#include <string.h>

static void columns(tp_view *view)
{
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "item", (tp_words){"项", "Item"}, TP_COL_NUMBER);
    tp_view_column_add(view, "kind", (tp_words){"调整", "Kind"}, 0);
    tp_view_column_add(view, "from", (tp_words){"转出", "From"}, TP_COL_WRAP);
    tp_view_column_add(view, "to", (tp_words){"转入", "To"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "count", (tp_words){"编制数", "Slots"}, TP_COL_NUMBER);
    tp_view_column_add(view, "people", (tp_words){"人员", "People"}, TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "before", (tp_words){"转出前核定", "From had"}, TP_COL_NUMBER);
    tp_view_column_add(view, "after", (tp_words){"转出后", "Then"}, TP_COL_NUMBER);
    tp_view_column_add(view, "text", (tp_words){"说明", "How"}, TP_COL_WRAP);
    tp_view_column_add(view, "place", (tp_words){"出处", "Stated in"}, TP_COL_WRAP | TP_COL_SPARE);
    tp_view_column_add(view, "basis", (tp_words){"依据", "Basis"},
                       TP_COL_WRAP | TP_COL_SPARE | TP_COL_TAIL);
}

static const char *unit_words(tp_page *page, const tp_dataset *data, int32_t line)
{
    const tp_unit *unit = &data->units[data->lines[line].unit];
    return strcmp(unit->code, unit->name) == 0
               ? unit->code
               : TP_PAGE_WORDS(page, ((tp_words){"{0} {1}", "{0} {1}"}), unit->code, unit->name).zh;
}

/* How a cut came to its figure. */
static tp_words how(tp_page *page, const tp_reorganise_item *item, int64_t had, int64_t count)
{
    char quota[TP_DEC_TEXT];
    if (tp_reorganise_kind_of(item) != TP_REORGANISE_CUT)
        return (tp_words){"", ""};
    int64_t part = item->cut * had; /* in millionths */
    tp_dec_format(part, quota);
    char rate[TP_DEC_TEXT];
    tp_dec_format(item->cut, rate);
    bool more = count > part / TP_DEC_ONE;
    bool whole = part % TP_DEC_ONE == 0;
    return TP_PAGE_WORDS(
        page,
        whole ? ((tp_words){"{0} × {1} = {2}", "{0} × {1} = {2}"})
        : more
            ? ((tp_words){"{0} × {1} = {2}，按最大余数进 1", "{0} × {1} = {2}, one more by the "
                                                             "largest remainders"})
            : ((tp_words){"{0} × {1} = {2}，余数不进", "{0} × {1} = {2}, the remainder is left"}),
        tp_page_count(page, had), rate, quota);
}

static void row(tp_page *page, tp_view *view, const tp_dataset *data, const tp_regroup *move,
                const tp_reorganise_item *item, int64_t had)
{
    tp_view_count(view, move->item + 1);
    tp_view_words(view, tp_reorganise_words[tp_reorganise_kind_of(item)]);
    tp_view_text(view, unit_words(page, data, move->from));
    if (move->to == TP_ID_NONE)
        tp_view_words(view, (tp_words){"周转池", "the pool"});
    else
        tp_view_text(view, unit_words(page, data, move->to));
    tp_view_text(view, tp_dataset_name(data, data->lines[move->from].category));
    tp_view_count(view, move->slots);
    tp_view_count(view, move->in_post);
    tp_view_count(view, had);
    tp_view_count(view, had - move->slots);
    tp_view_words(view, how(page, item, had, move->slots));
    tp_buf place;
    tp_buf_init(&place);
    tp_pos_write(&place, &item->pos);
    tp_view_text(view,
                 tp_buf_ok(&place) && place.bytes ? tp_arena_text(page->arena, place.bytes) : "");
    tp_buf_finish(&place);
    tp_view_text(view, item->basis ? item->basis : "");
}

static void say_sums(tp_page *page, const tp_dataset *data)
{
    int64_t slots = 0, pool = 0;
    for (size_t i = 0; i < data->n_regroups; i++) {
        slots += data->regroups[i].slots;
        pool += data->regroups[i].to == TP_ID_NONE ? data->regroups[i].slots : 0;
    }
    tp_page_text(page,
                 TP_PAGE_WORDS(page,
                               ((tp_words){"先执行机构编制调整：{0} 个编制变动归属，其中 {1} "
                                           "个收归周转池。",
                                           "First the reorganisation: {0} {0|slot|slots} change "
                                           "owner, {1} of them for the pools."}),
                               tp_page_count(page, slots), tp_page_count(page, pool)));
}

void tp_regroup_table(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                      int32_t unit)
{
    size_t count;
    const tp_reorganise_item *items = tp_reorganise_items(scenario, &count);
    tp_view *view = NULL;
    int64_t *has = data->n_regroups
                       ? tp_arena_array(page->arena, (size_t)data->n_lines + 1, sizeof *has)
                       : NULL;
    if (!has) {
        page->failed = page->failed || data->n_regroups;
        return;
    }
    if (unit == TP_ID_NONE)
        say_sums(page, data);
    /* Back from what there is at the end. */
    for (int32_t l = 0; l < data->n_lines; l++)
        has[l] = data->lines[l].authorised;
    for (size_t i = data->n_regroups; i-- > 0;) {
        const tp_regroup *move = &data->regroups[i];
        has[move->from] += move->slots;
        if (move->to != TP_ID_NONE)
            has[move->to] -= move->slots;
    }
    for (size_t i = 0; i < data->n_regroups; i++) {
        const tp_regroup *move = &data->regroups[i];
        int64_t had = has[move->from];
        has[move->from] -= move->slots;
        if (move->to != TP_ID_NONE)
            has[move->to] += move->slots;
        if (unit != TP_ID_NONE && data->lines[move->from].unit != unit &&
            (move->to == TP_ID_NONE || data->lines[move->to].unit != unit))
            continue;
        if (!view) {
            view = tp_page_view(
                page, "reorganised",
                (tp_words){"机构编制调整（先于测算）", "Reorganisation, before anything else"});
            columns(view);
        }
        row(page, view, data, move, &items[move->item], had);
    }
}

#include "report/views/expiry.h"

#include "models/rules/expiry.h"

#include <string.h>

static int64_t left_of(const tp_expired *at)
{
    return at->count - at->kept - at->back;
}

/* Known departures in their order free the line's posts: first what is above its rights, then what
 * loans that end before this one still owe. The day on which this one is given back in full;
 * TP_DATE_NONE: they do not suffice, *some is what they bring of it. */
static tp_date given_back_by(const tp_dataset *data, tp_date as_of, size_t index, int64_t *some)
{
    const tp_expired *at = &data->expired[index];
    const tp_line *line = &data->lines[at->line];
    int64_t people = line->in_post + line->committed;
    int64_t above = people - (line->authorised - line->lent + line->borrowed);
    int64_t before = above > 0 ? above : 0, owed = left_of(at);
    for (size_t i = 0; i < index; i++)
        before += data->expired[i].line == at->line ? left_of(&data->expired[i]) : 0;
    for (int32_t i = 0; i < line->departures; i++) {
        const tp_departure *leaves = &data->departures[line->first_departure + i];
        if (leaves->on <= as_of)
            continue;
        int64_t gone = leaves->count < people ? leaves->count : people;
        people -= gone;
        int64_t first = gone < before ? gone : before;
        before -= first;
        owed -= gone - first;
        if (owed <= 0)
            return leaves->on;
    }
    *some = left_of(at) - owed;
    return TP_DATE_NONE;
}

/* What goes back as posts fall vacant, and by when: by whether anything goes back at once, and
 * whether departures known suffice. */
static const tp_words rest_words[2][2] = {
    {{"{1} 随减员归还，已知减员只够 {2}", "{1} as posts fall vacant: known departures bring {2}"},
     {"{1} 随减员归还，预计到 {2} 还完", "{1} as posts fall vacant, by {2} as expected"}},
    {{"空编归还 {0}，其余 {1} 随减员归还，已知减员只够 {2}",
      "{0} from vacancies, {1} as posts fall vacant: known departures bring {2}"},
     {"空编归还 {0}，其余 {1} 随减员归还，预计到 {2} 还完",
      "{0} from vacancies, {1} as posts fall vacant, by {2} as expected"}}};

static tp_words say_rest(tp_page *page, const tp_dataset *data, tp_date as_of, size_t index)
{
    const tp_expired *at = &data->expired[index];
    int64_t some = 0;
    tp_date by = given_back_by(data, as_of, index, &some);
    return TP_PAGE_WORDS(page, rest_words[at->back > 0][by != TP_DATE_NONE],
                         tp_page_count(page, at->back), tp_page_count(page, left_of(at)),
                         by ? tp_page_date(page, by) : tp_page_count(page, some));
}

tp_words tp_expiry_say(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                       size_t index)
{
    const tp_expired *at = &data->expired[index];
    if (at->item < 0)
        return (tp_words){"方案没有写明处理，照旧在借", "not decided: on loan as before"};
    if (left_of(at))
        return say_rest(page, data, scenario->as_of, index);
    if (at->back)
        return (tp_words){"空编足够，当即归还", "given back at once: so many posts are vacant"};
    return at->kept < at->count ? (tp_words){"", ""} : (tp_words){"全部续用", "used on in full"};
}

static void columns(tp_view *view)
{
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "loan", (tp_words){"借用", "Loan"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, TP_COL_SPARE);
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "due", (tp_words){"到期", "Due"}, 0);
    tp_view_column_add(view, "count", (tp_words){"在借", "On loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "outcome", (tp_words){"处理", "Outcome"}, 0);
    tp_view_column_add(view, "kept", (tp_words){"保留", "Kept"}, TP_COL_NUMBER);
    tp_view_column_add(view, "back", (tp_words){"归还", "Given back"}, TP_COL_NUMBER);
    tp_view_column_add(view, "left", (tp_words){"待归还", "Still to come"}, TP_COL_NUMBER);
    tp_view_column_add(view, "due_after", (tp_words){"续用到", "Used until"}, 0);
    tp_view_column_add(view, "text", (tp_words){"说明", "How"}, TP_COL_WRAP);
    tp_view_column_add(view, "place", (tp_words){"出处", "Stated in"}, TP_COL_WRAP | TP_COL_SPARE);
    tp_view_column_add(view, "basis", (tp_words){"依据", "Basis"},
                       TP_COL_WRAP | TP_COL_SPARE | TP_COL_TAIL);
}

static void row(tp_page *page, tp_view *view, const tp_dataset *data, const tp_scenario *scenario,
                size_t index)
{
    const tp_expired *at = &data->expired[index];
    const tp_line *line = &data->lines[at->line];
    const tp_unit *unit = &data->units[line->unit];
    const tp_expiry_item *items = tp_expiry_of(scenario)->outcomes.items;
    const tp_expiry_item *item = at->item < 0 ? NULL : &items[at->item];
    tp_buf place;
    tp_view_text(view, at->loan);
    tp_view_text(view, at->demand);
    tp_view_text(
        view,
        strcmp(unit->code, unit->name) == 0
            ? unit->code
            : TP_PAGE_WORDS(page, ((tp_words){"{0} {1}", "{0} {1}"}), unit->code, unit->name).zh);
    tp_view_text(view, tp_dataset_name(data, line->category));
    tp_view_date(view, at->due);
    tp_view_count(view, at->count);
    tp_view_words(view, item ? tp_expiry_words[item->outcome] : (tp_words){"待定", "open"});
    tp_view_count(view, at->kept);
    tp_view_count(view, at->back);
    tp_view_count(view, left_of(at));
    tp_view_date(view, item ? at->due_after : TP_DATE_NONE);
    tp_view_words(view, tp_expiry_say(page, data, scenario, index));
    tp_buf_init(&place);
    if (item)
        tp_pos_write(&place, &item->pos);
    tp_view_text(view,
                 tp_buf_ok(&place) && place.bytes ? tp_arena_text(page->arena, place.bytes) : "");
    tp_buf_finish(&place);
    tp_view_text(view, tp_expiry_basis(scenario, at->item));
}

static void say_sums(tp_page *page, const tp_dataset *data)
{
    int64_t count = 0, kept = 0, back = 0, left = 0;
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        count += at->count;
        kept += at->kept;
        back += at->back;
        left += left_of(at);
    }
    tp_page_text(
        page, TP_PAGE_WORDS(
                  page,
                  ((tp_words){"到期借用 {0} 笔、{1} 个编制：保留 {2}，当即归还 {3}，待归还 {4}。",
                              "{0} {0|loan|loans} of {1} {1|slot|slots} {0|falls|fall} due: {2} "
                              "kept, {3} given back at once, {4} still to come."}),
                  tp_page_count(page, (tp_wide)data->n_expired), tp_page_count(page, count),
                  tp_page_count(page, kept), tp_page_count(page, back), tp_page_count(page, left)));
    tp_page_hint(page, (tp_words){"要改变其中一笔，在 expiry.outcomes 最前面加一项写明借用编号。",
                                  "To decide one of them otherwise, put an item with its number "
                                  "first in expiry.outcomes."});
}

void tp_expiry_table(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                     int32_t unit)
{
    tp_view *view = NULL;
    if (data->n_expired && unit == TP_ID_NONE)
        say_sums(page, data);
    for (size_t i = 0; i < data->n_expired; i++) {
        if (unit != TP_ID_NONE && data->lines[data->expired[i].line].unit != unit)
            continue;
        if (!view) {
            view = tp_page_view(page, "expiry",
                                (tp_words){"到期借用的处理（先于测算）",
                                           "Loans that fall due, before anything else"});
            columns(view);
        }
        row(page, view, data, scenario, i);
    }
}

#include "report/views/reconcile.h"

static tp_words ways(tp_page *page, const tp_difference *d)
{
    static const struct {
        unsigned way;
        tp_words words;
    } all[] = {{TP_SETTLE_ACCEPT,
                {"以台账为准，改表或删去该列", "take the ledger's figure into the table"}},
               {TP_SETTLE_RETURN, {"补登归还", "enter the return"}},
               {TP_SETTLE_WITHDRAW, {"补登支取", "enter the withdrawal"}},
               {TP_SETTLE_CORRECT, {"更正数据表", "correct the table"}}};
    tp_words out = {"", ""};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!(d->ways & all[i].way))
            continue;
        const char *zh =
            tp_arena_format(page->arena, "%s%s%s", out.zh, *out.zh ? "；" : "", all[i].words.zh);
        const char *en =
            tp_arena_format(page->arena, "%s%s%s", out.en, *out.en ? "; or " : "", all[i].words.en);
        page->failed = page->failed || !zh || !en;
        out = (tp_words){zh ? zh : "", en ? en : ""};
    }
    return out;
}

const char *tp_reconcile_command(tp_page *page, const tp_difference *d)
{
    const char *text = "";
    if (d->ways & TP_SETTLE_RETURN)
        text = tp_arena_format(page->arena, "turnpool return %lld --count %lld --by …",
                               (long long)d->loan, (long long)d->count);
    else if (d->ways & TP_SETTLE_WITHDRAW)
        text = tp_arena_format(page->arena, "turnpool withdraw %s %s --count %lld --by …", d->unit,
                               d->category, (long long)d->count);
    page->failed = page->failed || !text;
    return text ? text : "";
}

void tp_reconcile_page(tp_page *page, const tp_difference *items, size_t count,
                       const tp_unit_names *names)
{
    tp_view *view = tp_page_view(page, "differences",
                                 (tp_words){"新数据与台账的差异", "New data against the ledger"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"数据与台账一致，可以直接测算。", "The data agree with the ledger."};
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, TP_COL_MERGE);
    tp_view_column_add(view, "name", (tp_words){"名称", "Name"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "kind", (tp_words){"项目", "What"}, 0);
    tp_view_column_add(view, "stated", (tp_words){"数据", "Data"}, TP_COL_NUMBER);
    tp_view_column_add(view, "booked", (tp_words){"台账", "Ledger"}, TP_COL_NUMBER);
    tp_view_column_add(view, "before", (tp_words){"上期", "Before"}, TP_COL_NUMBER);
    tp_view_column_add(view, "ways", (tp_words){"处理办法", "How to settle it"}, TP_COL_WRAP);
    tp_view_column_add(view, "entry", (tp_words){"补登命令", "Entry"}, TP_COL_WRAP);
    tp_view_column_add(view, "place", (tp_words){"位置", "Place"}, TP_COL_SPARE);
    for (size_t i = 0; i < count; i++) {
        const tp_difference *d = &items[i];
        tp_buf place;
        tp_buf_init(&place);
        if (d->pos.file)
            tp_pos_write(&place, &d->pos);
        tp_view_text(view, d->unit);
        tp_view_text(view, tp_unit_name(names, d->unit));
        tp_view_text(view, d->category);
        tp_view_words(view, tp_difference_words[d->kind]);
        d->kind == TP_DIFF_GONE ? tp_view_empty(view) : tp_view_count(view, d->stated);
        d->kind == TP_DIFF_CHANGED ? tp_view_empty(view) : tp_view_count(view, d->booked);
        d->before == TP_INT_NONE ? tp_view_empty(view) : tp_view_count(view, d->before);
        tp_view_words(view, ways(page, d));
        tp_view_text(view, tp_reconcile_command(page, d));
        tp_view_text(view, tp_page_copy(page, place.bytes ? place.bytes : ""));
        page->failed = page->failed || !tp_buf_ok(&place);
        tp_buf_finish(&place);
    }
}

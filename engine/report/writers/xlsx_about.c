/* The first sheet of a workbook made from a page: what no other sheet could hold. */
#include "report/writers/xlsx_about.h"

static void figure(tp_view *about, const tp_figure *f)
{
    tp_words text = {"", ""};
    for (int lang = 0; lang < 2; lang++) {
        tp_buf one;
        tp_buf_init(&one);
        tp_figure_write(&one, f, lang ? TP_EN : TP_ZH);
        const char *copy = tp_page_copy(about->page, one.bytes ? one.bytes : "");
        about->page->failed = about->page->failed || !tp_buf_ok(&one);
        tp_buf_finish(&one);
        *(lang ? &text.en : &text.zh) = copy;
    }
    tp_view_words(about, text);
}

static void table(tp_page *page, tp_view *about, const tp_view *view)
{
    tp_words unit = view->unit, note = view->note;
    if (!unit.zh && !note.zh)
        return;
    tp_view_words(about, view->title);
    if (!unit.zh || !note.zh) {
        tp_view_words(about, unit.zh ? unit : note);
        return;
    }
    tp_view_words(
        about, (tp_words){TP_PAGE_WORDS(page, ((tp_words){"{0}。{1}", ""}), unit.zh, note.zh).zh,
                          TP_PAGE_WORDS(page, ((tp_words){"", "{0}. {1}"}), unit.en, note.en).en});
}

const tp_view *tp_xlsx_about(tp_page *out, const tp_page *page)
{
    tp_page_init(out, page->arena, (tp_words){NULL, NULL});
    tp_view *about = tp_page_view(out, "about", (tp_words){"说明", "About"});
    about->facts = true;
    tp_view_column_add(about, "item", (tp_words){"项目", "Item"}, 0);
    tp_view_column_add(about, "text", (tp_words){"内容", "Text"}, TP_COL_WRAP);
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_part *part = &page->parts[i];
        if (tp_xlsx_belongs_to_about(part->view)) {
            for (size_t r = 0; r < tp_view_rows(part->view); r++) {
                figure(about, tp_view_at(part->view, r, 0));
                figure(about, tp_view_at(part->view, r, 1));
            }
        } else if (part->kind == TP_PART_TEXT) {
            tp_view_words(about, (tp_words){"结论", "Conclusion"});
            tp_view_words(about, part->text);
        }
    }
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].view && !tp_xlsx_belongs_to_about(page->parts[i].view))
            table(out, about, page->parts[i].view);
    return about;
}

bool tp_xlsx_belongs_to_about(const tp_view *view)
{
    return view && view->facts && !view->title.zh && view->n_columns == 2;
}

/* What of the data is hardly meant: whoever decides on the answer must know. */
#include "domain/dataset_review.h"
#include "report/comparison/sections.h"

#include <string.h>

static bool stood_before(const tp_reporting *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(r->runs[k]->data->sha256, r->runs[i]->data->sha256) == 0 &&
            r->runs[k]->scenario->as_of == r->runs[i]->scenario->as_of)
            return true;
    return false;
}

static void rows(tp_reporting *r, tp_view *view, const tp_run *run, const tp_doubt *doubts,
                 size_t count)
{
    for (size_t d = 0; d < count; d++) {
        const tp_unit *unit =
            doubts[d].unit == TP_ID_NONE ? NULL : &run->data->units[doubts[d].unit];
        if (unit && strcmp(unit->code, unit->name) != 0)
            tp_view_words(view, TP_PAGE_WORDS(&r->page, ((tp_words){"{0} {1}", "{0} {1}"}),
                                              unit->code, unit->name));
        else
            tp_view_text(view, unit ? unit->code : "");
        tp_view_words(view, doubts[d].text);
    }
}

tp_status tp_report_doubts(tp_reporting *r)
{
    tp_view *view = tp_page_view(&r->page, "doubts", (tp_words){"数据存疑", "Doubtful figures"});
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
    tp_view_column_add(view, "doubt", (tp_words){"可疑之处", "What is doubtful"}, TP_COL_WRAP);
    for (size_t i = 0; i < r->n; i++) {
        tp_doubt *doubts;
        size_t count;
        if (stood_before(r, i))
            continue;
        tp_status status = tp_dataset_doubts(&doubts, &count, r->runs[i]->data,
                                             r->runs[i]->scenario->as_of, r->arena, r->err);
        if (status)
            return status;
        rows(r, view, r->runs[i], doubts, count);
    }
    if (!tp_view_rows(view))
        return TP_OK;
    tp_report_open(r, "doubts", (tp_words){"数据存疑", "Doubtful figures"});
    tp_report_say(r, (tp_words){"下列数据形式上有效，但不合常理，测算已照原数计入；请先核对。",
                                "These figures are formally right but hardly meant. The "
                                "calculation took them as they stand: look at them first."});
    tp_html_view(r->out, view, NULL);
    tp_report_close(r);
    return TP_OK;
}

#include "report/comparison/frame.h"

#include <stdlib.h>
#include <string.h>

void tp_report_open(tp_reporting *r, const char *id, tp_words title)
{
    r->number++;
    tp_buf_format(r->out, "<section id=\"%s\">\n<h2>%d. ", id, r->number);
    tp_html_words(r->out, title);
    tp_buf_text(r->out, "</h2>\n");
}

void tp_report_close(tp_reporting *r)
{
    tp_buf_text(r->out, "</section>\n");
}

void tp_report_say(tp_reporting *r, tp_words text)
{
    tp_html_element(r->out, "p", text);
}

void tp_report_fill(tp_reporting *r, tp_words text, size_t count, const char *const *args)
{
    tp_report_say(r, tp_page_words(&r->page, text, count, args));
}

const char *tp_report_count(tp_reporting *r, int64_t count)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_html_count(&text, count);
    const char *copy = tp_buf_ok(&text) ? tp_arena_text(r->arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    r->page.failed = r->page.failed || !copy;
    return copy ? copy : "";
}

const char *tp_report_nouns(tp_reporting *r, int64_t count, const char *one, const char *many)
{
    const char *text = tp_arena_format(r->arena, "%s %s", tp_report_count(r, count),
                                       count == 1 || count == -1 ? one : many);
    r->page.failed = r->page.failed || !text;
    return text ? text : "";
}

const char *tp_report_slots(tp_reporting *r, int64_t count)
{
    return tp_report_nouns(r, count, "slot", "slots");
}

bool tp_report_answered(const tp_run *run)
{
    return tp_answered(run->result->status);
}

int64_t tp_report_line_loans(const tp_run *run, int32_t line)
{
    const tp_line *at = &run->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < at->demands; i++)
        sum += run->result->loan[run->data->demand_of_line[at->first_demand + i]];
    return sum;
}

int64_t tp_report_line_regrouped(const tp_run *run, int32_t line)
{
    int64_t sum = 0;
    for (size_t i = 0; i < run->data->n_regroups; i++) {
        const tp_regroup *at = &run->data->regroups[i];
        sum += at->to == line ? at->slots : 0;
        sum -= at->from == line ? at->slots : 0;
    }
    return sum;
}

int64_t tp_report_line_change(const tp_run *run, int32_t line)
{
    return tp_report_line_loans(run, line) - run->result->deposit[line] -
           run->result->reclaimed[line] - run->data->lines[line].given_back +
           tp_report_line_regrouped(run, line);
}

tp_words tp_report_sector(const char *name)
{
    return *name ? (tp_words){name, name} : (tp_words){"（未注明领域）", "(no sector)"};
}

void tp_report_figure_open(tp_reporting *r, tp_words caption)
{
    tp_buf_text(r->out, "<figure>\n");
    tp_html_element(r->out, "figcaption", caption);
    tp_buf_text(r->out, "<div class=\"picture\">\n");
}

void tp_report_figure_close(tp_reporting *r)
{
    tp_html_frame_close(r->out);
    tp_buf_text(r->out, "</figure>\n");
}

/* Names a picture had no room for, each once, by language; `from` is where the picture begins. */
static bool find_cut(tp_buf names[2], const char *from)
{
    bool any = false;
    for (const char *at = strstr(from, "<text "); at; at = strstr(at + 1, "<text ")) {
        const char *tag = strchr(at, '>'), *full = tag ? tag + 1 : "";
        if (strncmp(full, "<title>", 7) != 0)
            continue;
        full += 7;
        size_t length = strcspn(full, "<");
        for (int lang = 0; lang < 2; lang++) {
            static const char *const classes[] = {"zh\"", "en\""};
            bool other = (size_t)(tag - at) > 3 && strncmp(tag - 3, classes[!lang], 3) == 0;
            char *name = other ? NULL : strndup(full, length);
            if (name && !(names[lang].bytes && strstr(names[lang].bytes, name))) {
                tp_buf_text(&names[lang], !names[lang].length ? "" : lang ? "; " : "；");
                tp_buf_text(&names[lang], name);
                any = true;
            }
            names[lang].failed = names[lang].failed || (!other && !name);
            free(name);
        }
    }
    return any;
}

static void tell_cut(tp_reporting *r)
{
    tp_buf names[2];
    tp_buf_init(&names[0]);
    tp_buf_init(&names[1]);
    if (tp_buf_ok(r->out) && r->out->length > r->picture &&
        find_cut(names, r->out->bytes + r->picture)) {
        static const char *const open[] = {
            "<p class=\"note cut-names zh\" lang=\"zh-CN\">图中未写全的：",
            "<p class=\"note cut-names en\" lang=\"en\">Cut in the picture: "};
        /* A name may be cut in one language only. */
        for (int lang = 0; lang < 2; lang++)
            if (tp_buf_ok(&names[lang]) && names[lang].length) {
                tp_buf_text(r->out, open[lang]);
                tp_buf_text(r->out, names[lang].bytes);
                tp_buf_text(r->out, "</p>\n");
            }
    }
    r->page.failed = r->page.failed || names[0].failed || names[1].failed;
    tp_buf_finish(&names[0]);
    tp_buf_finish(&names[1]);
}

bool tp_report_next_size(tp_reporting *r, int *step, int *width)
{
    static const int widths[] = {TP_SVG_WIDTH, TP_SVG_NARROW};
    if (*step) {
        tell_cut(r);
        tp_buf_text(r->out, "</div>\n");
    }
    if (*step == 2)
        return false;
    tp_buf_text(r->out, *step ? "<div class=\"narrow\">\n" : "<div class=\"wide\">\n");
    *width = widths[(*step)++];
    r->picture = r->out->length;
    return true;
}

void tp_report_by_run(tp_reporting *r, const tp_words *text)
{
    bool said[TP_REPORT_MOST] = {false}, alike = true;
    for (size_t i = 1; i < r->n; i++)
        alike = alike && strcmp(text[i].zh, text[0].zh) == 0;
    for (size_t i = 0; i < r->n; i++) {
        if (said[i] || (alike && i))
            continue;
        if (!alike)
            tp_buf_text(r->out, i ? "<br><b>" : "<b>");
        for (size_t k = i; k < r->n && !alike; k++) {
            if (strcmp(text[k].zh, text[i].zh) != 0)
                continue;
            if (k > i)
                tp_html_words(r->out, (tp_words){"、", ", "});
            tp_html_words(r->out, r->mark[r->entry[k]]);
            said[k] = true;
        }
        if (!alike)
            tp_buf_text(r->out, "</b> ");
        tp_html_words(r->out, text[i]);
    }
}

void tp_report_put(tp_reporting *r, const tp_page *page)
{
    for (size_t k = 0; k < page->n_parts; k++) {
        const tp_part *part = &page->parts[k];
        if (part->view && tp_view_rows(part->view))
            tp_html_view(r->out, part->view, &(tp_html_table){.without = "place"});
        else if (!part->view && part->kind == TP_PART_TEXT)
            tp_report_say(r, part->text);
    }
    r->page.failed = r->page.failed || !tp_page_ok(page);
}

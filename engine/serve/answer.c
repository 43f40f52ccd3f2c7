#include "serve/answer.h"

#include "explain/conflict_repair.h"
#include "explain/outlook.h"
#include "report/views/conflict.h"
#include "report/views/plan.h"
#include "report/views/run.h"
#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { ROWS_AHEAD = 1500 };

static const tp_words w_lock = {"锁定", "Lock"};
static const tp_words w_locks = {"锁定（各期末）", "Lock (end of each period)"};
static const tp_words w_lock_of = {"锁定 {0} 的借用数", "lock the loan of {0}"};
static const tp_words w_lock_in = {"锁定 {0} 第 {1} 期的借用数",
                                   "lock the loan of {0} in period {1}"};
static const tp_words w_same = {"与基准相同，没有变化。",
                                "The same as the baseline: nothing changes."};
static const tp_words w_rest = {"不变的部分和全部明细", "What did not change, and every detail"};

/* Demands and units lead to why. */
bool tp_answer_link(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    const tp_answer_place *place = user;
    const char *id = cell->view->columns[cell->column].id;
    bool demand = !strcmp(id, "demand"), unit = !strcmp(id, "unit");
    if (!demand && !unit)
        return false;
    bool known = demand ? tp_dataset_demand(place->run->data, cell->text) != TP_ID_NONE
                        : tp_dataset_unit(place->run->data, cell->text) != TP_ID_NONE;
    if (!known)
        return false;
    tp_buf_text(out, place->base);
    tp_buf_text(out, demand ? "/demand/" : "/unit/");
    tp_url_text(out, cell->text);
    tp_buf_text(out, place->query);
    return true;
}

static const char *demand_at(const tp_view *view, size_t row)
{
    for (size_t c = 0; c < view->n_columns; c++)
        if (!strcmp(view->columns[c].id, "demand"))
            return tp_view_at(view, row, c)->text;
    return NULL;
}

/* A field of one period: typed into, it is a lock; it belongs to the form of the levers. */
static void put_lock(tp_visit *visit, const tp_answer_place *place, const char *code, int period)
{
    const bool several = place->run->result->n_periods > 1;
    char number[16];
    snprintf(number, sizeof number, "%d", period);
    const char *words[] = {code, number};
    tp_buf label, name;
    tp_buf_init(&label);
    tp_buf_init(&name);
    tp_words_fill(&label, tp_words_in(several ? w_lock_in : w_lock_of, visit->lang), 2, words);
    tp_buf_format(&name, "lock%s.%s", period > 1 ? number : "", code);
    tp_buf_text(visit->out, "<input class=\"lock\" form=\"levers\" type=\"number\" min=\"0\" "
                            "inputmode=\"numeric\" autocomplete=\"off\"");
    tp_put_attribute(visit, "name", name.bytes ? name.bytes : "");
    tp_put_attribute(visit, "aria-label", label.bytes ? label.bytes : "");
    if (several) {
        tp_buf hint;
        tp_buf_init(&hint);
        tp_words_fill(&hint, tp_words_in(W("{1}期", "p{1}"), visit->lang), 2, words);
        tp_put_attribute(visit, "placeholder", hint.bytes ? hint.bytes : "");
        tp_buf_finish(&hint);
    }
    tp_put_attribute(visit, "value", place->locked(place->user, code, period));
    tp_buf_text(visit->out, ">");
    tp_buf_finish(&name);
    tp_buf_finish(&label);
}

/* Beside a demand: a field for every period of the plan. */
static void lock_field(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const tp_answer_place *place = user;
    const char *code = demand_at(view, row);
    int32_t demand = code ? tp_dataset_demand(place->run->data, code) : TP_ID_NONE;
    if (demand == TP_ID_NONE || place->offered[demand])
        return;
    place->offered[demand] = true;
    const bool several = place->run->result->n_periods > 1;
    tp_buf_text(visit->out, several ? "<span class=\"locks\">" : "");
    for (int period = 1; period <= place->run->result->n_periods; period++)
        put_lock(visit, place, code, period);
    tp_buf_text(visit->out, several ? "</span>" : "");
}

tp_shell_table tp_answer_table(const tp_answer_place *place, bool locks)
{
    return (tp_shell_table){.link = tp_answer_link,
                            .more = locks && place->locks ? lock_field : NULL,
                            .more_title = place->run->result->n_periods > 1 ? w_locks : w_lock,
                            .user = (void *)place};
}

void tp_answer_verdict(tp_visit *visit, const tp_run *run)
{
    static const char *const tones[] = {[TP_OPTIMAL] = "good",
                                        [TP_FEASIBLE] = "open",
                                        [TP_INFEASIBLE] = "bad",
                                        [TP_NO_ANSWER] = "bad"};
    tp_page page;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    tp_words words = tp_run_status_words(run, &page);
    tp_buf_format(visit->out, "<p class=\"verdict %s\">", tones[run->result->status]);
    tp_put(visit, words);
    tp_buf_text(visit->out, "</p>\n");
    visit->out->failed = visit->out->failed || !tp_page_ok(&page);
}

/* One table under a heading that folds. */
static void folded(tp_visit *visit, const tp_view *view, const tp_shell_table *table, bool open)
{
    char rows[32];
    size_t n = tp_view_rows(view);
    if (!n && !view->empty.zh)
        return;
    tp_buf_format(visit->out, "<details class=\"part\"%s><summary>", open ? " open" : "");
    tp_put(visit, view->title.zh ? view->title : W("概况", "Overview"));
    snprintf(rows, sizeof rows, " <small>%zu</small>", n - (view->total && n ? 1 : 0));
    tp_buf_text(visit->out, view->facts ? "" : rows);
    tp_buf_text(visit->out, "</summary>\n");
    tp_shell_table with = *table;
    with.bare = true;
    tp_shell_view(visit, view, &with);
    tp_buf_text(visit->out, "</details>\n");
}

static bool listed(const char *const *ids, const char *id)
{
    while (*ids && strcmp(*ids, id) != 0)
        ids++;
    return *ids;
}

static void beside(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const tp_answer_place *place = user;
    place->beside(place->user, visit, view, row);
}

/* A plan that is soon decided year by year as well; of a larger one that is long work. */
static bool looks_ahead(const tp_run *run)
{
    return run->result->n_periods > 1 && tp_answered(run->result->status) &&
           run->data->n_lines + run->data->n_demands <= ROWS_AHEAD;
}

void tp_answer_tables(tp_visit *visit, const tp_answer_place *place, bool open)
{
    tp_page page;
    tp_yearly yearly;
    tp_run_page_options options = {.all = true};
    tp_status status = TP_OK;
    if (open && looks_ahead(place->run)) {
        options.yearly = &yearly;
        status = tp_outlook_yearly(&yearly, place->run, (tp_stop){0}, visit->arena, &visit->err);
    }
    if (!status)
        status = tp_run_page(&page, place->run, &options, visit->arena, &visit->err);
    if (status || !tp_page_ok(&page)) {
        visit->out->failed = true;
        return;
    }
    for (size_t i = 0; i < page.n_parts; i++) {
        const tp_part *part = &page.parts[i];
        if (part->kind == TP_PART_TEXT && i && open)
            tp_put_element(visit, "p", part->text);
        if (part->kind != TP_PART_VIEW)
            continue;
        const char *id = part->view->id;
        if (place->locks && !strcmp(id, "conflict"))
            continue; /* stands above, with its repairs */
        bool loans = !strcmp(id, "loans");
        bool first =
            loans || !strcmp(id, "totals") || !strcmp(id, "pools") || !strcmp(id, "conflict");
        tp_shell_table table = tp_answer_table(place, loans);
        if (place->beside && listed(place->beside_of, id)) {
            table.more = beside;
            table.more_title = place->beside_title;
        }
        folded(visit, part->view, &table, open && first);
    }
}

/* The figures that changed, or all of them where the answer is the same. */
static void figures(tp_visit *visit, const tp_view *view)
{
    if (!view)
        return;
    tp_buf_text(visit->out, "<dl class=\"figures\">\n");
    for (size_t r = 0; r < tp_view_rows(view); r++) {
        const tp_figure *before = tp_view_at(view, r, 1), *now = tp_view_at(view, r, 2);
        const tp_figure *by = tp_view_at(view, r, 3);
        bool moved = before->number != now->number || before->type != now->type;
        tp_buf text;
        tp_buf_init(&text);
        tp_buf_format(visit->out, "<div class=\"%s\"><dt>", moved ? "moved" : "kept");
        tp_put(visit, tp_view_at(view, r, 0)->words);
        tp_buf_text(visit->out, "</dt><dd>");
        tp_figure_write(&text, now, visit->lang);
        tp_html_text(visit->out, text.bytes ? text.bytes : "–");
        if (moved) {
            text.length = 0;
            tp_figure_write(&text, by, visit->lang);
            tp_buf_format(visit->out, " <span class=\"%s\">",
                          now->number > before->number ? "up" : "down");
            tp_html_text(visit->out, text.length ? text.bytes : "");
            tp_buf_text(visit->out, "</span>");
        }
        tp_buf_text(visit->out, "</dd></div>\n");
        tp_buf_finish(&text);
    }
    tp_buf_text(visit->out, "</dl>\n");
}

static bool has_rings(const tp_run *run)
{
    for (size_t i = 0; i < run->result->n_pools; i++)
        if (*run->result->pools[i].ring)
            return true;
    return false;
}

void tp_answer_changes(tp_visit *visit, const tp_answer_place *place, const tp_run *base)
{
    static const char *const tables[] = {"pools", "gains", "losses", "givers"};
    static const char *const no_rings[] = {"ring", NULL};
    const tp_run *runs[] = {base, place->run};
    tp_comparison comparison;
    tp_page page;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    tp_status status = tp_compare_runs(&comparison, runs, 2, visit->arena, &visit->err);
    if (!status)
        tp_change_views(&page, &comparison);
    if (status || !tp_page_ok(&page)) {
        visit->out->failed = true;
        return;
    }
    figures(visit, tp_page_find(&page, "figures"));
    tp_plan_across(&page, place->run, base);
    const tp_view *across = tp_page_find(&page, "across");
    if (across && tp_page_ok(&page)) {
        const tp_shell_table plain = tp_answer_table(place, false);
        tp_shell_view(visit, across, &plain);
    }
    if (comparison.same_answer && base != place->run)
        tp_put_element(visit, "p class=\"none\"", w_same);
    if (base == place->run)
        return;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const tp_view *view = tp_page_find(&page, tables[i]);
        tp_shell_table table = tp_answer_table(place, i == 1 || i == 2);
        if (!i) {
            table.id = "pools-change"; /* all of them stand below */
            table.without = has_rings(place->run) ? NULL : no_rings;
        }
        if (tp_view_rows(view))
            tp_shell_view(visit, view, &table);
    }
    tp_put_element(visit, "h2 class=\"rest\"", w_rest);
}

/* "Move this to 124": a change as an address on top of the state. */
void tp_answer_apply(tp_visit *visit, const tp_answer_place *place, const tp_change *change,
                     tp_words words)
{
    tp_buf to;
    if (!change->n_settings || change->n_edits)
        return;
    tp_buf_init(&to);
    tp_buf_text(&to, place->base);
    tp_buf_text(&to, place->query);
    for (size_t i = 0; i < change->n_settings; i++) {
        tp_buf_char(&to, i || *place->query ? '&' : '?');
        tp_url_text(&to, change->settings[i].key);
        tp_buf_char(&to, '=');
        tp_url_text(&to, change->settings[i].value);
    }
    tp_buf_text(visit->out, "<a class=\"button\"");
    tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, ">");
    tp_put(visit, words);
    tp_buf_text(visit->out, "</a>");
    tp_buf_finish(&to);
}

/* "Move this ceiling to 124: solved." Several figures are one repair: none of them is one alone. */
static tp_words repair_words(tp_page *page, const tp_repairs *repairs)
{
    const tp_view *view = tp_page_find(page, "repairs");
    char count[32];
    snprintf(count, sizeof count, "%zu", repairs->count);
    if (repairs->count != 1 || !view || tp_view_rows(view) != 1)
        return TP_PAGE_WORDS(
            page, W("照此调整（{0} 项一起）：已测算，有方案", "Move these {0} together: solved"),
            count);
    const tp_words what = tp_view_at(view, 0, 0)->words;
    tp_buf to[2];
    const char *text[2];
    for (int lang = 0; lang < 2; lang++) {
        tp_buf_init(&to[lang]);
        tp_figure_write(&to[lang], tp_view_at(view, 0, 2), (tp_lang)lang);
        text[lang] = tp_page_copy(page, to[lang].bytes ? to[lang].bytes : "");
        tp_buf_finish(&to[lang]);
    }
    return (tp_words){
        TP_PAGE_WORDS(page, W("照此调整：{0}改为 {1}（已测算，有方案）", ""), what.zh, text[TP_ZH])
            .zh,
        TP_PAGE_WORDS(page, W("", "Move {0} to {1}: solved"), what.en, text[TP_EN]).en};
}

void tp_answer_conflict(tp_visit *visit, const tp_answer_place *place)
{
    tp_repairs repairs = {0};
    tp_page page;
    tp_status status =
        tp_conflict_repairs(&repairs, place->run, tp_visit_stop(visit), visit->arena, &visit->err);
    if (!status)
        status = tp_conflict_page(&page, place->run, &repairs, visit->arena, &visit->err);
    if (status) {
        visit->out->failed = true;
        return;
    }
    static const char *const without[] = {"setting", NULL};
    tp_shell_table table = tp_answer_table(place, false);
    table.without = without;
    tp_buf_text(visit->out, "<section class=\"conflict\">\n");
    tp_shell_page(visit, &page, &table, NULL);
    if (repairs.confirmed && place->locks) {
        tp_buf_text(visit->out, "<p>");
        tp_answer_apply(visit, place, &repairs.all, repair_words(&page, &repairs));
        tp_buf_text(visit->out, "</p>\n");
    }
    tp_buf_text(visit->out, "</section>\n");
}

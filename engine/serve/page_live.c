/* The live page: levers on the left, what they come to on the right. */
#include "serve/answer.h"
#include "serve/controls.h"
#include "serve/pages.h"
#include "serve/range.h"
#include "serve/server_parts.h"
#include "serve/stay.h"

#include "report/views/words.h"
#include "run/document.h"
#include "workspace/keep.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { PANEL = 8 };

static const char *locked(void *user, const char *demand, int period)
{
    const tp_live *live = user;
    for (size_t i = live->n_locks; i-- > 0;)
        if (live->locks[i].period == period && !strcmp(live->locks[i].demand, demand))
            return live->locks[i].count;
    return "";
}

static bool place_of(tp_answer_place *out, tp_visit *visit, tp_live *live)
{
    tp_buf base;
    tp_buf_init(&base);
    tp_buf_text(&base, "/live/");
    tp_url_text(&base, live->offer.slug);
    *out = (tp_answer_place){
        .base = tp_buf_ok(&base) ? tp_arena_text(visit->arena, base.bytes) : NULL,
        .query = live->query,
        .run = live->answer.run,
        .offered = tp_arena_array(visit->arena, (size_t)live->answer.run->data->n_demands + 1,
                                  sizeof *out->offered),
        .locks = true,
        .locked = locked,
        .user = live};
    tp_buf_finish(&base);
    bool ok = out->base && out->offered;
    visit->out->failed = visit->out->failed || !ok;
    return ok;
}

static bool in_panel(const char *panel, const char *path)
{
    size_t length = strlen(path);
    for (const char *at = panel; *at;) {
        size_t n = strcspn(at, ",");
        if (n == length && !strncmp(at, path, n))
            return true;
        at += n + (at[n] == ',');
    }
    return false;
}

static bool asked_for(const tp_live *live, const char *path)
{
    for (size_t i = 0; i < live->n_keys; i++)
        if (!strcmp(live->key[i], path))
            return true;
    return false;
}

/* The levers at hand: those chosen; else figures the scenario states, whatever was moved first. */
static size_t choose_panel(const tp_live *live, const tp_entry_fields *fields,
                           const tp_entry_field *out[PANEL])
{
    size_t n = 0;
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < fields->count && n < PANEL; i++) {
            const tp_entry_field *field = &fields->items[i];
            bool number = field->key->type == TP_T_INT || field->key->type == TP_T_DEC;
            bool moved = asked_for(live, field->path);
            bool there = false;
            for (size_t k = 0; k < n; k++)
                there = there || out[k] == field;
            if (there || !tp_key_moves(field))
                continue;
            if (pass == 0      ? moved
                : *live->panel ? in_panel(live->panel, field->path)
                : pass == 1    ? number && field->node && field->depth == 2
                               : number && field->node)
                out[n++] = field;
        }
    return n;
}

static void lever(tp_visit *visit, const tp_live *live, const tp_entry_field *field, size_t index)
{
    char id[32];
    const char *now = tp_control_now(live, field);
    bool moved = strcmp(now, field->value) != 0;
    snprintf(id, sizeof id, "k%zu", index);
    tp_buf_format(visit->out, "<div class=\"lever%s\"><label for=\"%s\"", moved ? " moved" : "",
                  id);
    tp_put_attribute(visit, "title", tp_words_in(field->key->doc, visit->lang));
    tp_buf_text(visit->out, "><small>");
    tp_put(visit, tp_key_section(field->under, visit->arena));
    tp_buf_text(visit->out, "</small> ");
    tp_put(visit, field->name);
    tp_buf_text(visit->out, "</label>\n");
    tp_control(visit, field, id, now);
    tp_range_ends ends;
    tp_control_ends(visit, field, now, &ends);
    tp_range_lever(visit, field, &ends);
    if (moved) {
        tp_buf_text(visit->out, "<small>");
        TP_PUT_FILLED(visit, W("基准 {0}", "baseline {0}"),
                      tp_control_said(field->key, field->value, visit->lang, visit->arena));
        tp_buf_text(visit->out, "</small>");
    }
    tp_buf_text(visit->out, "</div>\n");
}

typedef struct panel {
    const tp_entry_field *of[PANEL];
    size_t count;
} panel;

static bool on_panel(void *user, const char *key)
{
    const panel *p = user;
    for (size_t i = 0; i < p->count; i++)
        if (!strcmp(p->of[i]->path, key))
            return true;
    return false;
}

static void to_state(tp_visit *visit, const tp_live *live, const char *what, const char *attributes,
                     tp_words words)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, live, what);
    tp_buf_format(visit->out, "<a %s", attributes);
    tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, ">");
    tp_put(visit, words);
    tp_buf_text(visit->out, "</a>\n");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&to);
    tp_buf_finish(&to);
}

/* Which figures are at hand: up to eight, ticked. */
static void choose_form(tp_visit *visit, const tp_entry_fields *fields, panel *p)
{
    tp_buf_text(visit->out, "<details class=\"part\"><summary>");
    tp_put(visit, W("选择面板上的参数（至多 8 项）", "Choose what is at hand (eight at most)"));
    tp_buf_text(visit->out, "</summary>\n<form method=\"get\" class=\"choose\">\n");
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *field = &visit->request->query.items[i];
        if (!strcmp(field->name, "panel") || !strcmp(field->name, "lang"))
            continue;
        tp_buf_text(visit->out, "<input type=\"hidden\"");
        tp_put_attribute(visit, "name", field->name);
        tp_put_attribute(visit, "value", field->value);
        tp_buf_text(visit->out, ">\n");
    }
    for (size_t i = 0; i < fields->count; i++) {
        const tp_entry_field *field = &fields->items[i];
        if (!tp_key_moves(field) || !field->node)
            continue;
        tp_buf_text(visit->out, "<label><input type=\"checkbox\" name=\"panel\"");
        tp_put_attribute(visit, "value", field->path);
        tp_buf_text(visit->out, on_panel(p, field->path) ? " checked> <small>" : "> <small>");
        tp_put(visit, tp_key_section(field->under, visit->arena));
        tp_buf_text(visit->out, "</small> ");
        tp_put(visit, field->name);
        tp_buf_text(visit->out, "</label>\n");
    }
    tp_form_button(visit, W("更新面板", "Update"), NULL);
    tp_buf_text(visit->out, "</form></details>\n");
}

static void levers(tp_visit *visit, const tp_live *live)
{
    tp_entry_fields fields;
    panel p;
    if (tp_keys_of(&fields, live->answer.base->scenario, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    p.count = choose_panel(live, &fields, p.of);
    const tp_live bare = {.offer = live->offer, .query = "", .panel = "", .draft = ""};
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, &bare, "");
    tp_buf_text(visit->out, "<div class=\"levers\">\n<form id=\"levers\" method=\"get\"");
    tp_put_attribute(visit, "action", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, " data-answer=\"/answer\">\n");
    tp_buf_finish(&to);
    tp_controls_rest(visit, live, on_panel, &p);
    tp_put_element(visit, "h2", W("调节", "Levers"));
    for (size_t i = 0; i < p.count; i++)
        lever(visit, live, p.of[i], i);
    tp_stay_lever(visit);
    tp_buf_text(visit->out, "<input type=\"hidden\" name=\"_go\" value=\"1\">\n<p>");
    tp_form_button(visit, W("重新测算", "Solve again"), "class=\"main\"");
    for (int way = 0; way < 2; way++) {
        tp_buf_format(visit->out,
                      "<button type=\"button\" class=\"quiet\" data-history=\"%d\" hidden>",
                      way ? 1 : -1);
        tp_put(visit, way ? W("重做", "Redo") : W("撤销", "Undo"));
        tp_buf_text(visit->out, "</button>\n");
    }
    to_state(visit, live, "/rules", "class=\"button\"", W("全部规则", "All the rules"));
    if (*live->query)
        to_state(visit, &bare, "", "class=\"button quiet\"", W("回到基准", "Back to the baseline"));
    tp_buf_text(visit->out, "</p>\n</form>\n");
    choose_form(visit, &fields, &p);
    tp_buf_text(visit->out, "</div>\n");
}

/* This state beside the scenario as it stands, in the report's comparison. */
static void compare_link(tp_visit *visit, const tp_answer_place *place)
{
    tp_buf state;
    tp_buf_init(&state);
    tp_buf_format(&state, "%s%s", place->base, place->query);
    tp_buf_text(visit->out, "<a class=\"button\" href=\"/compare?state=");
    tp_url_text(visit->out, place->base);
    tp_buf_text(visit->out, "&amp;state=");
    tp_url_text(visit->out, state.bytes ? state.bytes : "");
    tp_buf_text(visit->out, "\">");
    tp_put(visit, W("与基准比较", "Compare with the baseline"));
    tp_buf_text(visit->out, "</a>\n");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&state);
    tp_buf_finish(&state);
}

static void keep_form(tp_visit *visit, const tp_answer_place *place)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_buf_format(&to, "%s/keep%s", place->base, place->query);
    tp_buf_text(visit->out, "<div class=\"doing\">");
    tp_form_begin(visit, to.bytes ? to.bytes : "", NULL);
    tp_form_button(visit, W("存入测算记录", "Keep this run"), NULL);
    tp_form_end(visit);
    to.length = 0;
    tp_buf_format(&to, "%s/data", place->base);
    tp_form_begin(visit, to.bytes ? to.bytes : "", NULL);
    tp_form_button(visit, W("改数据（假设）", "Change the data (what if)"), NULL);
    tp_form_end(visit);
    if (*place->query)
        compare_link(visit, place);
    tp_buf_text(visit->out, "<span class=\"run\">");
    TP_PUT_FILLED(visit, W("测算编号 {0}", "run {0}"), place->run->id);
    tp_buf_text(visit->out, "</span></div>\n");
    tp_buf_finish(&to);
}

/* Data that are not kept yet: the run can be kept once they are. */
static void draft_note(tp_visit *visit, const tp_live *live)
{
    tp_buf_text(visit->out, "<p class=\"trouble\">");
    tp_put(visit,
           W("用的是未存的数据。要存下，请在“全部规则”页存为方案文件。",
             "These are data that are not kept. To keep them, save a scenario file under All "
             "the rules."));
    tp_buf_format(visit->out, " <a href=\"/data/%s\">", live->draft);
    tp_put(visit, W("看数据", "See the data"));
    tp_buf_text(visit->out, "</a></p>\n");
}

/* A key that is a number, and the values it is to take. */
static void range_fields(tp_visit *visit, const tp_live *live)
{
    tp_entry_fields fields;
    if (tp_keys_of(&fields, live->answer.run->scenario, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    tp_put_element(visit, "label for=\"range-key\"", W("参数", "Figure"));
    tp_buf_text(visit->out, " <select id=\"range-key\" name=\"key\">");
    for (size_t i = 0; i < fields.count; i++) {
        const tp_entry_field *field = &fields.items[i];
        if ((field->key->type != TP_T_INT && field->key->type != TP_T_DEC) || !field->node)
            continue;
        tp_buf_text(visit->out, "<option");
        tp_put_attribute(visit, "value", field->path);
        tp_buf_text(visit->out, ">");
        tp_put(visit, tp_key_section(field->under, visit->arena));
        tp_buf_text(visit->out, " · ");
        tp_put(visit, field->name);
        tp_buf_text(visit->out, "</option>\n");
    }
    tp_buf_text(visit->out, "</select>\n");
    tp_put_element(visit, "label for=\"range-values\"",
                   W("取值（起:止:步长）", "Values (from:to:step)"));
    tp_buf_text(visit->out, " <input type=\"text\" id=\"range-values\" name=\"values\" required "
                            "placeholder=\"0:10:1\" autocomplete=\"off\">\n");
}

/* One kind of long work, to be asked for from this state. */
static void put_kind(tp_visit *visit, const tp_live *live, const tp_job_kind *kind)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, live, "/jobs");
    tp_form_begin(visit, to.bytes ? to.bytes : "", "class=\"doing\"");
    tp_buf_format(visit->out, "<input type=\"hidden\" name=\"kind\" value=\"%s\">\n", kind->id);
    if (kind->ranges)
        range_fields(visit, live);
    tp_form_button(visit, kind->name, NULL);
    tp_put_element(visit, "small", kind->explains);
    tp_form_end(visit);
    tp_buf_finish(&to);
}

/* What a limit stopped can be gone on with. */
static void go_on(tp_visit *visit, const tp_live *live)
{
    for (size_t i = 0; tp_job_kinds[i]; i++)
        if (tp_job_kinds[i]->ends && tp_job_kind_fits(tp_job_kinds[i], live->answer.run))
            put_kind(visit, live, tp_job_kinds[i]);
}

/* Work that takes longer. */
static void ask_more(tp_visit *visit, const tp_live *live)
{
    tp_buf_text(visit->out, "<details class=\"part\"><summary>");
    tp_put(visit, W("进一步分析", "Ask for more"));
    tp_buf_text(visit->out, "</summary>\n");
    for (size_t i = 0; tp_job_kinds[i]; i++) {
        const tp_job_kind *kind = tp_job_kinds[i];
        if (!kind->ends && tp_job_kind_fits(kind, live->answer.run))
            put_kind(visit, live, kind);
    }
    tp_buf_text(visit->out, "</details>\n");
}

/* The state without one of its settings. */
static void without_link(tp_visit *visit, const tp_live *live, const char *name)
{
    tp_buf to;
    char between = '?';
    tp_buf_init(&to);
    tp_buf_text(&to, "/live/");
    tp_url_text(&to, live->offer.slug);
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *field = &visit->request->query.items[i];
        if (!strcmp(field->name, name) || !strcmp(field->name, "lang") || field->name[0] == '_')
            continue;
        tp_buf_char(&to, between);
        between = '&';
        tp_url_text(&to, field->name);
        tp_buf_char(&to, '=');
        tp_url_text(&to, field->value);
    }
    tp_buf_text(visit->out, " <a class=\"undo\"");
    tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, ">");
    tp_put(visit, W("取消", "undo"));
    tp_buf_text(visit->out, "</a></li>\n");
    tp_buf_finish(&to);
}

/* A row that was added or taken away, or a whole table, in words. */
static void put_row_setting(tp_visit *visit, const char *key, const char *value)
{
    tp_page page;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    const size_t length = strlen(key);
    const bool adds = length && key[length - 1] == '+';
    tp_put(visit, tp_key_words(&page, key));
    tp_buf_text(visit->out, " ");
    tp_put(visit, !*value ? W("（删去）", "(removed)")
                  : adds  ? W("（增加）", "(added) ")
                          : W("", ""));
    if (*value)
        tp_put(visit, tp_value_words(&page, key, value));
    visit->out->failed = visit->out->failed || !tp_page_ok(&page);
}

/* What is set on top of the scenario, by the names a planner knows, each with its way back. */
static void put_settings(tp_visit *visit, const tp_live *live)
{
    tp_entry_fields fields;
    if (!live->n_keys && !live->n_locks)
        return;
    if (tp_keys_of(&fields, live->answer.base->scenario, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    tp_buf_text(visit->out, "<ul class=\"settings\">\n");
    for (size_t i = 0; i < live->n_keys; i++) {
        const tp_entry_field *field = tp_keys_find(&fields, live->key[i]);
        tp_buf_text(visit->out, "<li>");
        if (field) {
            tp_put(visit, tp_key_section(field->under, visit->arena));
            tp_buf_text(visit->out, " · ");
            tp_put(visit, field->name);
            tp_buf_text(visit->out, " ");
            TP_PUT_FILLED(visit, W("{0} → {1}", "{0} → {1}"),
                          tp_control_said(field->key, field->value, visit->lang, visit->arena),
                          tp_control_said(field->key, live->value[i], visit->lang, visit->arena));
        } else {
            put_row_setting(visit, live->key[i], live->value[i]);
        }
        without_link(visit, live, live->key[i]);
    }
    for (size_t i = 0; i < live->n_locks; i++) {
        const tp_live_lock *lock = &live->locks[i];
        char period[16];
        snprintf(period, sizeof period, "%d", lock->period);
        tp_buf_text(visit->out, "<li>");
        if (lock->period > 1 || live->answer.base->result->n_periods > 1)
            TP_PUT_FILLED(visit,
                          W("锁定 {0} 第 {2} 期借用 {1}", "lock: {0} borrows {1} in period {2}"),
                          lock->demand, lock->count, period);
        else
            TP_PUT_FILLED(visit, W("锁定 {0} 借用 {1}", "lock: {0} borrows {1}"), lock->demand,
                          lock->count);
        without_link(visit, live, lock->name);
    }
    tp_buf_text(visit->out, "</ul>\n");
}

/* Beyond this many rows a moved lever shows what it changes, and the rest is a page of its own: it
 * would take longer to write than to solve. */
enum { ROWS_BESIDE = 1500 };

static bool many_rows(const tp_run *run)
{
    return run->data->n_lines + run->data->n_demands > ROWS_BESIDE;
}

/* All that a moved lever changes on the page. */
static void put_answer(tp_visit *visit, tp_live *live)
{
    tp_answer_place place;
    put_settings(visit, live);
    if (live->status) {
        tp_shell_diags(visit, &visit->diags);
        return;
    }
    if (!place_of(&place, visit, live))
        return;
    tp_answer_verdict(visit, place.run);
    go_on(visit, live);
    tp_stay_says(visit, place.run);
    if (*live->draft)
        draft_note(visit, live);
    else
        keep_form(visit, &place);
    bool answered = tp_answered(place.run->result->status);
    if (place.run->result->status == TP_INFEASIBLE)
        tp_answer_conflict(visit, &place);
    if (answered)
        tp_range_put(visit, live);
    if (answered)
        tp_answer_changes(visit, &place, live->answer.base);
    if (live->answer.run == live->answer.base || !many_rows(place.run))
        tp_answer_tables(visit, &place, live->answer.run == live->answer.base);
    else
        to_state(visit, live, "/tables", "class=\"button\"",
                 W("全部明细", "Every table of this answer"));
    if (answered)
        ask_more(visit, live);
}

static void live_page(tp_visit *visit)
{
    tp_live live;
    if (*tp_asked(visit, "_go")) {
        tp_live_tidy(visit, "");
        return;
    }
    if (!tp_live_begin(&live, visit))
        return;
    tp_shell_begin(visit, live.answer.base->scenario->title, "/");
    tp_buf_text(visit->out, "<div class=\"live\">\n");
    levers(visit, &live);
    tp_buf_text(visit->out, "<section id=\"answer\" aria-live=\"polite\">\n");
    put_answer(visit, &live);
    tp_buf_text(visit->out, "</section>\n</div>\n");
    tp_shell_end(visit);
    tp_live_end(&live);
}

static void answer_only(tp_visit *visit)
{
    tp_live live;
    if (!tp_live_begin(&live, visit))
        return;
    put_answer(visit, &live);
    tp_live_end(&live);
}

static void all_tables(tp_visit *visit)
{
    tp_live live;
    tp_answer_place place;
    if (!tp_live_begin(&live, visit))
        return;
    if (live.status) {
        tp_visit_failed(visit, live.status);
    } else if (place_of(&place, visit, &live)) {
        place.locks = false;
        tp_shell_begin(visit, live.answer.run->scenario->title, "/");
        to_state(visit, &live, "", "class=\"button\"", W("返回结果", "Back to the answer"));
        tp_answer_verdict(visit, place.run);
        tp_answer_tables(visit, &place, true);
        tp_shell_end(visit);
    }
    tp_live_end(&live);
}

static void keep(tp_visit *visit)
{
    tp_live live;
    tp_store *store = NULL;
    if (!tp_live_begin(&live, visit))
        return;
    tp_status status = live.status;
    if (!status && *live.draft)
        status = tp_fail(&visit->err, TP_E_REFUSED, "data that are not kept");
    if (!status)
        status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status = tp_keep(store, live.answer.run, &(tp_asking){.at = tp_visit_now(visit)},
                         tp_visit_now(visit), &visit->err);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/run/%s", live.answer.run->id);
    tp_live_end(&live);
}

static void why(tp_visit *visit, void (*page)(tp_visit *, const tp_answer_place *, const char *))
{
    tp_live live;
    tp_answer_place place;
    if (!tp_live_begin(&live, visit))
        return;
    if (live.status)
        tp_visit_failed(visit, live.status);
    else if (place_of(&place, visit, &live))
        page(visit, &place, visit->star[1]);
    tp_live_end(&live);
}

static void demand(tp_visit *visit)
{
    why(visit, tp_answer_demand_page);
}

static void unit(tp_visit *visit)
{
    why(visit, tp_answer_unit_page);
}

static void document(tp_visit *visit)
{
    tp_live live;
    if (!tp_live_begin(&live, visit))
        return;
    if (live.status) {
        tp_visit_failed(visit, live.status);
    } else {
        visit->reply->type = "application/json";
        tp_document_write(visit->out, live.answer.run);
    }
    tp_live_end(&live);
}

static const tp_route routes[] = {
    {TP_GET, "/live/*", TP_MAY_LOOK, live_page},
    {TP_GET, "/live/*/answer", TP_MAY_LOOK, answer_only},
    {TP_GET, "/live/*/document", TP_MAY_LOOK, document},
    {TP_GET, "/live/*/tables", TP_MAY_LOOK, all_tables},
    {TP_POST, "/live/*/keep", TP_MAY_WORK, keep},
    {TP_GET, "/live/*/demand/*", TP_MAY_LOOK, demand},
    {TP_GET, "/live/*/unit/*", TP_MAY_LOOK, unit},
};
const tp_routes tp_page_live = TP_ROUTES(routes);

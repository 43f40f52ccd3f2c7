#include "serve/stay.h"

#include "models/goal.h"
#include "serve/server_parts.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const char run_field[] = "stay", give_field[] = "stay.give";

bool tp_stay_field(const char *name)
{
    return !strcmp(name, run_field) || !strcmp(name, give_field);
}

static void quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            tp_buf_char(out, '\\');
        tp_buf_char(out, *text);
    }
    tp_buf_char(out, '"');
}

/* A node in the flow form. */
static void flow(tp_buf *out, const tp_node *node)
{
    if (node->kind == TP_NODE_SCALAR) {
        quoted(out, node->text);
        return;
    }
    bool map = node->kind == TP_NODE_MAP;
    tp_buf_char(out, map ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        tp_buf_text(out, i ? ", " : "");
        if (map) {
            quoted(out, node->child[i]->key);
            tp_buf_text(out, ": ");
        }
        flow(out, node->child[i]);
    }
    tp_buf_char(out, map ? '}' : ']');
}

/* What need concedes already, or the lever's share if that is more. */
static const char *share_of(const tp_node *concede, const char *give)
{
    tp_dec a = 0, b = 0;
    if (!concede || !concede->text ||
        tp_dec_parse(concede->text, strlen(concede->text), &a) != TP_PARSE_OK ||
        tp_dec_parse(give, strlen(give), &b) != TP_PARSE_OK || b > a)
        return give;
    return concede->text;
}

/* A tier as its scenario states it (NULL: by default), and what need concedes. */
static void put_tier(tp_buf *out, const char *goal, const tp_node *stated, const char *give)
{
    bool gives = *give && !strcmp(goal, "need");
    tp_buf_text(out, "{goal: ");
    quoted(out, goal);
    for (size_t i = 0; stated && i < stated->count; i++) {
        const char *key = stated->child[i]->key;
        if (!strcmp(key, "goal") || (gives && !strcmp(key, "concede")))
            continue;
        tp_buf_text(out, ", ");
        quoted(out, key);
        tp_buf_text(out, ": ");
        flow(out, stated->child[i]);
    }
    if (gives) {
        tp_buf_text(out, ", concede: ");
        quoted(out, share_of(stated ? tp_node_get(stated, "concede") : NULL, give));
    }
    tp_buf_text(out, "}, ");
}

static void put_nearness(tp_buf *out, const char *run)
{
    tp_buf_text(out, "{goal: stability, reference: \"run:");
    for (; *run; run++) /* a run's name has nothing to quote; what has is no run */
        tp_buf_char(out, *run == '"' || *run == '\\' ? '?' : *run);
    tp_buf_text(out, "\"}, ");
}

tp_status tp_stay_setting(tp_setting *out, const tp_fields *query, const tp_scenario *base,
                          tp_arena *arena, tp_err *err)
{
    const char *run = tp_field_value(query, run_field), *give = tp_field_value(query, give_field);
    const tp_node *stated = tp_node_path(base->normal, "tiers");
    size_t count, after = 0;
    const tp_tier_params *tiers = tp_tiers_of(base, &count);
    tp_buf text;
    *out = (tp_setting){NULL};
    if (!*run)
        return TP_OK;
    /* After the goals that serve people, before those that spare moves. */
    for (size_t i = 0; i < count; i++)
        if (tp_goals[tiers[i].goal]->sense == TP_MAX ||
            !strcmp(tp_goals[tiers[i].goal]->id, "statutory"))
            after = i + 1;
    tp_buf_init(&text);
    tp_buf_char(&text, '[');
    for (size_t i = 0; i <= count; i++) {
        if (i == after)
            put_nearness(&text, run);
        if (i < count && strcmp(tp_goals[tiers[i].goal]->id, "stability") != 0)
            put_tier(&text, tp_goals[tiers[i].goal]->id, stated ? stated->child[i] : NULL, give);
    }
    tp_buf_char(&text, ']');
    char *value = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    *out = (tp_setting){.key = "tiers", .value = value, .origin = run_field};
    return value ? TP_OK : tp_fail_nomem(err);
}

/* ---- the lever ---- */

/* What was put before the committee, or decided, before what is only kept; the newest first. */
static int rank_of(const tp_run_row *row)
{
    return *row->decision && strcmp(row->decision, "rejected") != 0 ? 0 : row->proposal ? 1 : 2;
}

static bool offered(const tp_run_row *row)
{
    return !strcmp(row->status, "optimal") || !strcmp(row->status, "feasible");
}

void tp_stay_lever(tp_visit *visit)
{
    enum { MOST = 60 };
    tp_store *store = NULL;
    tp_run_row *rows = NULL;
    size_t count = 0, n = 0;
    const char *run = tp_asked(visit, run_field), *give = tp_asked(visit, give_field);
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &store);
    if (!status && store)
        status = tp_store_list_runs(store, visit->arena, &rows, &count, &visit->err);
    tp_store_close(store);
    for (size_t i = 0; !status && i < count; i++)
        n += offered(&rows[i]);
    if (status || !n)
        return;
    tp_buf_format(visit->out, "<div class=\"lever%s\"><label for=\"stay\">", *run ? " moved" : "");
    tp_put_element(visit, "small", W("稳定", "stability"));
    tp_put(visit, W("尽量不改动这次结果", "Keep near this answer"));
    tp_buf_text(visit->out, "</label>\n<select id=\"stay\" name=\"stay\" data-base=\"\">");
    tp_put_element(visit, "option value=\"\"", W("（不限）", "(free)"));
    n = 0;
    for (int rank = 0; rank < 3; rank++)
        for (size_t i = count; i-- > 0 && n < MOST;) {
            if (!offered(&rows[i]) || rank_of(&rows[i]) != rank)
                continue;
            n++;
            tp_buf_format(visit->out, "<option value=\"%s\"%s>", rows[i].run,
                          strcmp(rows[i].run, run) ? "" : " selected");
            tp_put(visit, rank == 0   ? W("已审定 ", "decided: ")
                          : rank == 1 ? W("已提请 ", "proposed: ")
                                      : W("", ""));
            tp_put(visit, rows[i].title);
            tp_buf_format(visit->out, " %.8s</option>\n", rows[i].run);
        }
    tp_buf_format(visit->out, "</select>\n</div>\n<div class=\"lever%s\">", *give ? " moved" : "");
    tp_put_element(
        visit, "label for=\"stay-give\"",
        W("为此可放弃的满足程度（0 至 1）", "Share of need that may be given up for it"));
    tp_buf_text(visit->out, "\n<input id=\"stay-give\" type=\"text\" inputmode=\"decimal\" "
                            "autocomplete=\"off\" name=\"stay.give\" data-base=\"\"");
    tp_put_attribute(visit, "value", give);
    tp_buf_text(visit->out, ">\n<input class=\"slide\" type=\"range\" data-for=\"stay-give\" "
                            "min=\"0\" max=\"1\" step=\"0.01\" hidden");
    tp_put_attribute(visit, "aria-label",
                     tp_words_in(W("为此可放弃的满足程度", "share of need given up"), visit->lang));
    tp_put_attribute(visit, "value", *give ? give : "0");
    tp_buf_text(visit->out, ">\n</div>\n");
}

void tp_stay_says(tp_visit *visit, const tp_run *run)
{
    if (!*tp_asked(visit, run_field))
        return;
    for (size_t i = 0; i < run->result->n_tiers; i++) {
        const tp_tier_result *t = &run->result->tiers[i];
        if (strcmp(t->goal, "stability") != 0)
            continue;
        char by[TP_DEC_TEXT];
        tp_int_format(t->final / TP_DEC_ONE, by);
        tp_buf_text(visit->out, "<p class=\"says\">");
        TP_PUT_FILLED(visit,
                      W("与测算 {0} 的结果相差 {1} 个（存入、借用合计）",
                        "{1} {1|slot|slots} away from run {0} (deposits and loans together)"),
                      tp_arena_format(visit->arena, "%.8s", tp_asked(visit, run_field)), by);
        tp_buf_text(visit->out, "</p>\n");
    }
}

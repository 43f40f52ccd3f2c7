#include "run/document.h"

#include "base/json.h"
#include "models/rules/conversions.h"
#include "models/rules/expiry.h"
#include "models/rules/filing.h"
#include "models/rules/moves.h"
#include "models/rules/reorganise.h"

static const char *line_unit(const tp_dataset *data, int32_t line)
{
    return data->units[data->lines[line].unit].code;
}

static const char *line_category(const tp_dataset *data, int32_t line)
{
    return tp_dataset_name(data, data->lines[line].category);
}

static void write_tiers(tp_json *json, const tp_result *result)
{
    tp_json_key_array(json, "tiers");
    for (size_t i = 0; i < result->n_tiers; i++) {
        const tp_tier_result *tier = &result->tiers[i];
        tp_json_flat_object(json);
        tp_json_key_text(json, "goal", tier->goal);
        tp_json_key_text(json, "sense", tier->sense > 0 ? "min" : "max");
        tp_json_key_dec6(json, "value", tier->value);
        tp_json_key_dec6(json, "final", tier->final);
        tp_json_key_dec6(json, "bound", tier->bound);
        tp_json_key_bool(json, "proven", tier->proven);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* Lists of lines with a nonzero count: deposits and reclaims. */
static void write_lines(tp_json *json, const tp_run *run, const char *key, const int64_t *count)
{
    const tp_dataset *data = run->data;
    tp_json_key_array(json, key);
    for (int32_t i = 0; count && i < data->n_lines; i++) {
        int32_t line = data->line_input_order[i];
        if (!count[line])
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "unit", line_unit(data, line));
        tp_json_key_text(json, "category", line_category(data, line));
        tp_json_key_int(json, "count", count[line]);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* What a plan adds: what came and went since the period before; in the first period when the loan
 * falls due, and how much of it the departures known will have brought back by then. */
static void write_changes(tp_json *json, const tp_run *run, const tp_result *result, int32_t d)
{
    tp_date due = TP_DATE_NONE;
    tp_json_key_int(json, "given", tp_result_given(result, d));
    tp_json_key_int(json, "returned", tp_result_returned(result, d));
    if (result->period)
        return;
    if (result->loan[d])
        due = tp_date_add_months(result->from, run->data->demands[d].term_months);
    tp_json_key_date(json, "due", due);
    tp_json_key_int(json, "back_by_due", result->back[d]);
}

/* For how long it is used, where the scenario has a say in it. */
static void write_months(tp_json *json, const tp_run *run, int32_t d)
{
    int32_t months = run->data->demands[d].term_months;
    tp_json_key_int(json, "months", months);
    tp_json_key_date(json, "due",
                     run->result->loan[d] ? tp_date_add_months(run->scenario->as_of, months)
                                          : TP_DATE_NONE);
}

static void write_loans(tp_json *json, const tp_run *run, const tp_result *result, bool any,
                        bool changes)
{
    const tp_dataset *data = run->data;
    tp_json_key_array(json, "loans");
    for (int32_t i = 0; any && i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        const tp_demand *demand = &data->demands[d];
        if (!result->live[d])
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "demand", demand->code);
        tp_json_key_text(json, "unit", data->units[demand->unit].code);
        tp_json_key_text(json, "category", line_category(data, demand->line));
        tp_json_key_int(json, "asked", demand->quantity);
        tp_json_key_int(json, "own", result->own[d]);
        tp_json_key_int(json, "count", result->loan[d]);
        tp_json_key_int(json, "short", demand->quantity - result->own[d] - result->loan[d]);
        if (changes)
            write_changes(json, run, result, d);
        else if (run->data->months_given)
            write_months(json, run, d);
        if (!changes && result->filed)
            tp_json_key_int(json, "filed", result->filed[d] + 1);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_transfers(tp_json *json, const tp_result *result)
{
    tp_json_key_array(json, "transfers");
    for (size_t i = 0; i < result->n_transfers; i++) {
        const tp_transfer_result *transfer = &result->transfers[i];
        if (!transfer->count || tp_transfer_converts(result, transfer))
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "from", result->pools[transfer->from].scope);
        tp_json_key_text(json, "to", result->pools[transfer->to].scope);
        tp_json_key_text(json, "category", result->pools[transfer->to].category);
        tp_json_key_text(json, "ring", result->pools[transfer->to].ring);
        tp_json_key_int(json, "count", transfer->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* Where the scenario allows any: the document of others is what it was. */
static bool converts(const tp_run *run)
{
    return tp_conversions_stated(run->kase->bind)->count > 0;
}

static void write_conversions(tp_json *json, const tp_run *run, const tp_result *result)
{
    if (!converts(run))
        return;
    tp_json_key_array(json, "conversions");
    for (size_t i = 0; i < result->n_transfers; i++) {
        const tp_transfer_result *at = &result->transfers[i];
        const tp_pool_result *from = &result->pools[at->from];
        if (!at->count || !tp_transfer_converts(result, at))
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "scope", from->scope);
        tp_json_key_text(json, "ring", from->ring);
        tp_json_key_text(json, "from", from->category);
        tp_json_key_text(json, "to", result->pools[at->to].category);
        tp_json_key_int(json, "count", at->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* Where the scenario allows any. */
static void write_moves(tp_json *json, const tp_run *run, const tp_result *result)
{
    if (!tp_moves_stated(run->kase->bind)->count)
        return;
    tp_json_key_array(json, "moves");
    for (size_t i = 0; i < result->n_moves; i++) {
        const tp_move_result *at = &result->moves[i];
        tp_json_flat_object(json);
        tp_json_key_int(json, "entry", at->entry + 1);
        tp_json_key_text(json, "from", line_unit(run->data, at->from));
        tp_json_key_text(json, "to", line_unit(run->data, at->to));
        tp_json_key_text(json, "category", line_category(run->data, at->from));
        tp_json_key_int(json, "count", at->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_reasons(tp_json *json, const tp_reasons *reasons)
{
    tp_json_key_flat_array(json, "reasons");
    for (size_t k = 0; k < reasons->count; k++) {
        const tp_reason *reason = &reasons->items[k];
        tp_json_flat_object(json);
        tp_json_key_text(json, "rule", reason->rule);
        tp_json_key_text(json, "basis", reason->basis);
        tp_json_key_words(json, "text", reason->text);
        tp_json_key_date(json, "until", reason->until);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_denied(tp_json *json, const tp_run *run, const tp_result *result, bool any)
{
    const tp_dataset *data = run->data;
    tp_json_key_array(json, "denied");
    if (any && !result->told)
        json->out->failed = true; /* a run of figures only has no document */
    for (int32_t i = 0; any && i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        if (result->denied[d].count == 0)
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "demand", data->demands[d].code);
        write_reasons(json, &result->denied[d]);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_pools(tp_json *json, const tp_run *run, const tp_result *result, bool any,
                        bool changes)
{
    tp_json_key_array(json, "pools");
    for (size_t i = 0; any && i < result->n_pools; i++) {
        const tp_pool_result *pool = &result->pools[i];
        tp_json_flat_object(json);
        tp_json_key_text(json, "scope", pool->scope);
        tp_json_key_text(json, "category", pool->category);
        tp_json_key_text(json, "ring", pool->ring);
        tp_json_key_int(json, "opening", pool->opening);
        tp_json_key_int(json, "reclaimed", pool->reclaimed);
        tp_json_key_int(json, "deposits", pool->deposits);
        tp_json_key_int(json, "in", pool->in);
        tp_json_key_int(json, "out", pool->out);
        if (converts(run)) {
            tp_json_key_int(json, "converted_in", pool->converted_in);
            tp_json_key_int(json, "converted_out", pool->converted_out);
        }
        tp_json_key_int(json, "loans", pool->loans);
        tp_json_key_int(json, "closing", pool->closing);
        tp_json_key_int(json, "required", pool->required);
        if (changes || run->data->unexpired)
            tp_json_key_int(json, "returned", pool->returned);
        if (changes)
            tp_json_key_int(json, "overdue", pool->overdue);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_backing(tp_json *json, const tp_run *run)
{
    const tp_dataset *data = run->data;
    tp_json_key_array(json, "backing");
    for (size_t i = 0; i < run->result->n_backing; i++) {
        const tp_backing *backing = &run->result->backing[i];
        tp_json_flat_object(json);
        tp_json_key_text(json, "from",
                         backing->from == TP_ID_NONE ? "" : data->units[backing->from].code);
        tp_json_key_text(json, "to", data->units[backing->to].code);
        tp_json_key_text(json, "category", tp_dataset_name(data, backing->category));
        tp_json_key_int(json, "count", backing->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* Totals that moves are filed under, where the scenario has any; loans name them by number. */
static void write_filing(tp_json *json, const tp_run *run)
{
    const tp_list *list = tp_filings_stated(run->kase->bind);
    const tp_filing *items = list->items;
    const tp_result *result = run->result;
    if (!result->filed)
        return;
    tp_json_key_array(json, "filing");
    for (size_t i = 0; i < list->count; i++) {
        int64_t now = 0;
        for (int32_t d = 0; d < result->n_demands; d++)
            now += result->filed[d] == (int32_t)i ? result->loan[d] : 0;
        tp_json_flat_object(json);
        tp_json_key_text(json, "name", items[i].name);
        tp_json_key_text(json, "basis", items[i].basis);
        tp_json_key_date(json, "from", items[i].from);
        tp_json_key_date(json, "until", items[i].until);
        tp_json_key_int(json, "total", items[i].total);
        tp_json_key_int(json, "before", items[i].filed + items[i].booked);
        tp_json_key_int(json, "now", now);
        tp_json_key_int(json, "left", tp_filing_left(&items[i]) - now);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_conflict(tp_json *json, const tp_result *result)
{
    if (result->conflict_open)
        tp_json_key_bool(json, "conflict_stopped", true);
    tp_json_key_array(json, "conflict");
    for (size_t i = 0; i < result->n_conflict; i++) {
        const tp_conflict_item *item = &result->conflict[i];
        tp_buf at;
        tp_buf_init(&at);
        tp_pos_write(&at, &item->pos);
        tp_json_flat_object(json);
        if (item->set)
            tp_json_key_int(json, "set", item->set);
        tp_json_key_text(json, "rule", item->rule);
        tp_json_key_words(json, "text", item->text);
        tp_json_key_text(json, "at", at.bytes ? at.bytes : "");
        tp_json_end_object(json);
        json->out->failed |= at.failed;
        tp_buf_finish(&at);
    }
    tp_json_end_array(json);
}

static void write_period(tp_json *json, const tp_run *run, const tp_result *result)
{
    int64_t intake = 0;
    tp_json_object(json);
    tp_json_key_int(json, "period", result->period + 1);
    tp_json_key_date(json, "from", result->from);
    tp_json_key_date(json, "to", result->to);
    write_lines(json, run, "deposits", result->deposit);
    write_loans(json, run, result, true, true);
    write_transfers(json, result);
    write_conversions(json, run, result);
    write_denied(json, run, result, true);
    write_pools(json, run, result, true, true);
    for (int32_t d = 0; d < result->n_demands; d++)
        intake += tp_result_given(result, d);
    tp_json_key_int(json, "intake", intake);
    tp_json_end_object(json);
}

/* What the scenario's reorganisation moved before anything else; each with its item. */
static void write_reorganised(tp_json *json, const tp_run *run)
{
    const tp_dataset *data = run->data;
    size_t count;
    const tp_reorganise_item *items = tp_reorganise_items(run->scenario, &count);
    tp_json_key_array(json, "reorganised");
    for (size_t i = 0; i < data->n_regroups; i++) {
        const tp_regroup *move = &data->regroups[i];
        const tp_line *from = &data->lines[move->from];
        tp_json_flat_object(json);
        tp_json_key_int(json, "item", move->item + 1);
        tp_json_key_text(json, "kind",
                         tp_reorganise_names[tp_reorganise_kind_of(&items[move->item])]);
        tp_json_key_text(json, "from", data->units[from->unit].code);
        tp_json_key_text(
            json, "to", move->to == TP_ID_NONE ? "" : data->units[data->lines[move->to].unit].code);
        tp_json_key_text(json, "category", tp_dataset_name(data, from->category));
        tp_json_key_int(json, "count", move->slots);
        tp_json_key_int(json, "people", move->in_post);
        tp_json_key_int(json, "lent", move->lent);
        tp_json_key_int(json, "borrowed", move->borrowed);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* Running loans that fall due, and what becomes of each. */
static void write_expiry(tp_json *json, const tp_run *run)
{
    const tp_dataset *data = run->data;
    const tp_expiry_item *items = tp_expiry_of(run->scenario)->outcomes.items;
    tp_json_key_array(json, "expiry");
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        const tp_line *line = &data->lines[at->line];
        const tp_expiry_item *item = at->item < 0 ? NULL : &items[at->item];
        tp_json_flat_object(json);
        tp_json_key_text(json, "loan", at->loan);
        tp_json_key_text(json, "demand", at->demand);
        tp_json_key_text(json, "unit", data->units[line->unit].code);
        tp_json_key_text(json, "category", tp_dataset_name(data, line->category));
        tp_json_key_date(json, "due", at->due);
        tp_json_key_int(json, "count", at->count);
        tp_json_key_int(json, "item", at->item + 1);
        tp_json_key_text(json, "outcome", item ? tp_expiry_names[item->outcome] : "");
        tp_json_key_int(json, "kept", at->kept);
        tp_json_key_int(json, "back", at->back);
        tp_json_key_int(json, "left", at->count - at->kept - at->back);
        tp_json_key_date(json, "due_after", at->due_after);
        tp_json_key_text(json, "basis", tp_expiry_basis(run->scenario, at->item));
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* The plan: weights, and what each period holds. */
static void write_horizon(tp_json *json, const tp_run *run, bool any)
{
    const tp_result *result = run->result;
    tp_json_key_object(json, "horizon");
    tp_json_key_flat_array(json, "weights");
    for (int t = 0; t < result->n_periods; t++) {
        char weight[TP_DEC_TEXT];
        tp_dec_format6(result->periods[t]->weight, weight);
        tp_json_text(json, weight);
    }
    tp_json_end_array(json);
    tp_json_key_array(json, "periods");
    for (int t = 0; t < result->n_periods && any; t++)
        write_period(json, run, result->periods[t]);
    tp_json_end_array(json);
    tp_json_end_object(json);
}

void tp_document_write(tp_buf *out, const tp_run *run)
{
    const tp_result *result = run->result;
    bool any = tp_answered(result->status);
    tp_json json;
    char as_of[TP_DATE_TEXT];
    tp_date_format(run->scenario->as_of, as_of);
    tp_json_init(&json, out);
    tp_json_object(&json);
    tp_json_key_text(&json, "schema", "turnpool.run/1");
    tp_json_key_text(&json, "run", run->id);
    tp_json_key_text(&json, "scenario", run->scenario->name);
    tp_json_key_text(&json, "as_of", as_of);
    tp_json_key_text(&json, "dataset_sha256", run->data->sha256);
    tp_json_key_text(&json, "scenario_sha256", run->scenario->sha256);
    tp_json_key_text(&json, "engine", run->engine);
    tp_json_key_text(&json, "status", tp_answer_status_names[result->status]);
    if (run->ledger_on) {
        tp_json_key_flat_object(&json, "ledger");
        tp_json_key_text(&json, "head", run->ledger_head);
        tp_json_key_date(&json, "on", run->ledger_on);
        tp_json_key_int(&json, "loans", run->ledger_loans);
        tp_json_end_object(&json);
    }
    write_tiers(&json, result);
    if (run->data->before)
        write_reorganised(&json, run);
    if (run->data->unexpired)
        write_expiry(&json, run);
    write_lines(&json, run, "deposits", any ? result->deposit : NULL);
    write_loans(&json, run, result, any, false);
    write_transfers(&json, result);
    write_conversions(&json, run, result);
    write_moves(&json, run, result);
    write_lines(&json, run, "reclaims", any ? result->reclaimed : NULL);
    write_denied(&json, run, result, any);
    write_pools(&json, run, result, any, false);
    write_backing(&json, run);
    write_filing(&json, run);
    if (result->n_periods > 1)
        write_horizon(&json, run, any);
    if (result->status == TP_INFEASIBLE)
        write_conflict(&json, result);
    tp_json_end_object(&json);
    tp_json_end(&json);
}

/* What was decided row by row, against what the run proposes. */
#include "store/amend.h"

#include "domain/named.h"
#include "models/backing.h"

#include <string.h>

const char *const tp_opinion_names[TP_OPINIONS] = {"agree", "disagree", "defer"};
const tp_words tp_opinion_words[TP_OPINIONS] = {
    {"同意", "agree"}, {"不同意", "disagree"}, {"暂缓", "defer"}};

static const tp_pos nowhere = {0};
static const tp_msg msg_unknown = {"approval.no-demand", "该建议方案中没有用编申请 {0}",
                                   "the proposal has no demand {0}"};
static const tp_msg msg_no_deposit = {"approval.no-deposit", "该建议方案中没有 {0} 的存入",
                                      "the proposal has no deposit of {0}"};
static const tp_msg msg_larger = {
    "approval.larger", "{0}：批准数 {1} 大于建议数 {2}，只能调减",
    "{0}: {1} is more than the {2} proposed; only less can be approved"};
static const tp_msg msg_twice = {"approval.twice", "{0} 出现两次", "{0} is named twice"};
static const tp_msg msg_edited = {
    "approval.edited", "{0}：表中建议数为 {1}，而建议方案为 {2}；建议数不能改，要调减请填批准数",
    "{0}: the table says {1} were proposed, the proposal says {2}; to grant less fill in the count "
    "approved"};
static const tp_msg msg_contrary = {"approval.contrary", "{0}：意见为{2}，却填了批准数 {1}",
                                    "{0}: the opinion is {2}, yet {1} are approved"};
static const tp_msg msg_missing = {
    "approval.missing", "{0}（建议 {1} 名）在表中没有对应的行：每一项都须有意见",
    "{0} ({1} proposed) has no row in the table: every one needs an opinion"};
static const tp_msg msg_unmarked = {
    "approval.unmarked",
    "{0} 没有填写意见；须逐项填写，或用 --unmarked agree|defer 说明未填的如何处理",
    "{0} has no opinion: fill it in, or say with --unmarked agree|defer what silence means"};

/* Rows of the proposal as they are decided. */
typedef struct deciding {
    tp_amended *out;
    tp_store *store;
    const tp_run *run;
    const tp_decision *decision;
    tp_arena *arena;
    bool *demand_seen, *line_seen;
    size_t faults;
} deciding;

static void fault(deciding *d, tp_pos pos, const tp_msg *msg, const char *row, const char *a,
                  const char *b)
{
    d->faults++;
    tp_diag_add(d->store->diags, TP_ERROR, pos, msg, 3, (const char *const[]){row, a, b});
}

/* "D012", or "U034 事业". */
static const char *label(const deciding *d, const char *unit, const char *category)
{
    const char *text = tp_arena_format(d->arena, "%s %s", unit, category);
    return text ? text : unit;
}

/* What was typed may be a name; a workbook's rows are what was exported. True: `at` is set, or
 * there is none of that code. False: it was told what fits. */
static bool find_demand(deciding *d, const tp_amendment *change, int32_t *at)
{
    *at = tp_dataset_demand(d->run->data, change->demand);
    if (*at != TP_ID_NONE || change->pos.file)
        return true;
    bool found = tp_dataset_demand_named(d->run->data, change->demand, d->store->diags, d->arena,
                                         at, NULL) == TP_OK;
    d->faults += !found;
    return found;
}

static bool find_unit(deciding *d, const tp_amendment *change, const char **code)
{
    int32_t at;
    *code = change->unit;
    if (change->pos.file)
        return true;
    if (tp_dataset_unit_named(d->run->data, change->unit, d->store->diags, d->arena, &at, NULL)) {
        d->faults++;
        return false;
    }
    *code = d->run->data->units[at].code;
    return true;
}

static int32_t line_of(const deciding *d, const char *unit, const char *category)
{
    int32_t at = tp_dataset_unit(d->run->data, unit);
    return at == TP_ID_NONE ? TP_ID_NONE : tp_dataset_line(d->run->data, at, category);
}

/* What the row comes to: checked against the run's count; the count approved. */
static int64_t settle(deciding *d, const tp_amendment *change, const char *row, int64_t proposed,
                      tp_opinion *opinion)
{
    char count[TP_DEC_TEXT], have[TP_DEC_TEXT];
    tp_int_format(proposed, have);
    *opinion = change->opinion;
    if (change->stated && change->proposed != proposed) {
        tp_int_format(change->proposed, count);
        fault(d, change->pos, &msg_edited, row, count, have);
    }
    if (change->unmarked) {
        if (d->decision->unmarked == TP_UNMARKED_REFUSE)
            fault(d, change->pos, &msg_unmarked, row, "", "");
        *opinion = d->decision->unmarked == TP_UNMARKED_DEFER ? TP_DEFER : TP_AGREE;
    }
    tp_int_format(change->count, count);
    if (*opinion != TP_AGREE) {
        if (change->stated && !change->full && change->count > 0) {
            const tp_words args[] = {{row, row}, {count, count}, tp_opinion_words[*opinion]};
            d->faults++;
            tp_diag_add_words(d->store->diags, TP_ERROR, change->pos, &msg_contrary, 3, args);
        }
        return 0;
    }
    if (change->full)
        return proposed;
    if (change->count > proposed || change->count < 0)
        fault(d, change->pos, &msg_larger, row, count, have);
    return change->count;
}

static void tally(tp_amended *out, tp_opinion opinion, bool less)
{
    int64_t *where = opinion == TP_DISAGREE ? &out->refused
                     : opinion == TP_DEFER  ? &out->deferred
                     : less                 ? &out->cut
                                            : &out->agreed;
    ++*where;
}

static void decide_demand(deciding *d, const tp_amendment *change)
{
    int32_t at;
    if (!find_demand(d, change, &at))
        return;
    const char *row = at == TP_ID_NONE ? change->demand : d->run->data->demands[at].code;
    if (at == TP_ID_NONE)
        fault(d, change->pos, &msg_unknown, row, "", "");
    else if (d->demand_seen[at])
        fault(d, change->pos, &msg_twice, row, "", "");
    if (at == TP_ID_NONE || d->demand_seen[at])
        return;
    d->demand_seen[at] = true;
    d->out->counts.loan[at] =
        settle(d, change, row, d->run->result->loan[at], &d->out->counts.opinion[at]);
}

static void decide_deposit(deciding *d, const tp_amendment *change, tp_opinion *opinions)
{
    const char *unit;
    if (!find_unit(d, change, &unit))
        return;
    int32_t at = line_of(d, unit, change->category);
    const char *row = label(d, unit, change->category);
    if (at == TP_ID_NONE || !d->run->result->deposit[at])
        fault(d, change->pos, &msg_no_deposit, row, "", "");
    else if (d->line_seen[at])
        fault(d, change->pos, &msg_twice, row, "", "");
    if (at == TP_ID_NONE || d->line_seen[at])
        return;
    d->line_seen[at] = true;
    d->out->counts.deposit[at] = settle(d, change, row, d->run->result->deposit[at], &opinions[at]);
}

static const char *line_label(const deciding *d, int32_t l)
{
    const tp_dataset *data = d->run->data;
    return label(d, data->units[data->lines[l].unit].code,
                 tp_dataset_name(data, data->lines[l].category));
}

static void find_missing(deciding *d)
{
    const tp_result *r = d->run->result;
    char count[TP_DEC_TEXT];
    for (int32_t i = 0; i < r->n_demands; i++)
        if (r->loan[i] > 0 && !d->demand_seen[i]) {
            tp_int_format(r->loan[i], count);
            fault(d, nowhere, &msg_missing, d->run->data->demands[i].code, count, "");
        }
    for (int32_t l = 0; l < r->n_lines; l++)
        if (r->deposit[l] > 0 && !d->line_seen[l]) {
            tp_int_format(r->deposit[l], count);
            fault(d, nowhere, &msg_missing, line_label(d, l), count, "");
        }
}

/* Slots deposited for loans that were cut, by pool; with `trim` they are not taken, as far as the
 * pool's own deposits go, the last lines first. */
static tp_status find_unused(deciding *d, tp_err *err)
{
    const tp_case *c = d->run->kase;
    const tp_dataset *data = d->run->data;
    const tp_result *r = d->run->result;
    tp_approved *now = &d->out->counts;
    int64_t *unused = tp_arena_array(d->arena, (size_t)c->n_pools + 1, sizeof *unused);
    if (!unused)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < r->n_demands; i++)
        unused[c->line[data->demands[i].line].pool] += r->loan[i] - now->loan[i];
    for (int32_t l = 0; l < r->n_lines; l++)
        if (r->deposit[l] > now->deposit[l])
            unused[c->line[l].pool] -= r->deposit[l] - now->deposit[l];
    for (int32_t l = r->n_lines; l-- > 0;) {
        int64_t *left = &unused[c->line[l].pool];
        int64_t n = *left < now->deposit[l] ? *left : now->deposit[l];
        if (now->deposit[l] <= 0 || n <= 0)
            continue;
        *left -= n;
        if (d->decision->trim)
            now->deposit[l] -= n;
        else
            d->out->unused += n;
    }
    return TP_OK;
}

static void note_changes(const deciding *d, const tp_opinion *opinions, tp_buf *text)
{
    const tp_dataset *data = d->run->data;
    const tp_result *r = d->run->result;
    tp_amended *out = d->out;
    for (int32_t at = 0; at < r->n_demands; at++) {
        int32_t i = data->demand_input_order[at];
        bool less = out->counts.loan[i] < r->loan[i];
        if (r->loan[i] > 0)
            tally(out, out->counts.opinion[i], less);
        if (less)
            tp_buf_format(text, "%s\t%s\t%lld\n", data->demands[i].code,
                          tp_opinion_names[out->counts.opinion[i]], (long long)out->counts.loan[i]);
    }
    for (int32_t at = 0; at < r->n_lines; at++) {
        int32_t l = data->line_input_order[at];
        bool less = out->counts.deposit[l] < r->deposit[l];
        if (r->deposit[l] > 0)
            tally(out, opinions[l], less);
        if (less) /* five fields: a deposit */
            tp_buf_format(text, "deposit\t%s\t%s\t%s\t%lld\n",
                          data->units[data->lines[l].unit].code,
                          tp_dataset_name(data, data->lines[l].category),
                          tp_opinion_names[opinions[l]], (long long)out->counts.deposit[l]);
    }
}

static tp_status copy_counts(tp_approved *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    size_t demands = (size_t)run->result->n_demands, lines = (size_t)run->result->n_lines;
    out->loan = tp_arena_array(arena, demands + 1, sizeof *out->loan);
    out->deposit = tp_arena_array(arena, lines + 1, sizeof *out->deposit);
    out->opinion = tp_arena_array(arena, demands + 1, sizeof *out->opinion);
    if (!out->loan || !out->deposit || !out->opinion)
        return tp_fail_nomem(err);
    memcpy(out->loan, run->result->loan, demands * sizeof *out->loan);
    memcpy(out->deposit, run->result->deposit, lines * sizeof *out->deposit);
    return TP_OK;
}

tp_status tp_amend(tp_amended *out, tp_store *store, const tp_run *run, const tp_decision *decision,
                   tp_arena *arena, tp_err *err)
{
    *out = (tp_amended){0};
    deciding d = {.out = out, .store = store, .run = run, .decision = decision, .arena = arena};
    tp_opinion *opinions =
        tp_arena_array(arena, (size_t)run->result->n_lines + 1, sizeof *opinions);
    d.demand_seen = tp_arena_array(arena, (size_t)run->result->n_demands + 1, sizeof(bool));
    d.line_seen = tp_arena_array(arena, (size_t)run->result->n_lines + 1, sizeof(bool));
    if (!opinions || !d.demand_seen || !d.line_seen)
        return tp_fail_nomem(err);
    tp_status status = copy_counts(&out->counts, run, arena, err);
    if (status)
        return status;
    for (size_t i = 0; i < decision->n_changes; i++)
        if (decision->changes[i].demand)
            decide_demand(&d, &decision->changes[i]);
        else
            decide_deposit(&d, &decision->changes[i], opinions);
    if (decision->complete)
        find_missing(&d);
    if (decision->faulty)
        return tp_fail(err, TP_E_INPUT, "the opinions cannot be read");
    if (d.faults)
        return tp_fail(err, TP_E_REFUSED, "%zu rows cannot be decided so", d.faults);
    status = find_unused(&d, err);
    if (status)
        return status;
    tp_buf text;
    tp_buf_init(&text);
    note_changes(&d, opinions, &text);
    out->changes = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    return out->changes ? TP_OK : tp_fail_nomem(err);
}

/* One line of an approval's changes, taken apart at its tabs. */
static tp_status read_change(const deciding *d, char *line, tp_err *err)
{
    enum { MOST = 5 };
    char *field[MOST] = {line};
    size_t n = 1;
    for (char *at = line; *at; at++)
        if (*at == '\t' && n < MOST) {
            *at = '\0';
            field[n++] = at + 1;
        }
    int64_t count;
    bool deposit = n == MOST && strcmp(field[0], "deposit") == 0;
    int32_t at = deposit  ? line_of(d, field[1], field[2])
                 : n == 3 ? tp_dataset_demand(d->run->data, field[0])
                          : TP_ID_NONE;
    if (at == TP_ID_NONE || tp_int_parse(field[n - 1], strlen(field[n - 1]), &count) != TP_PARSE_OK)
        return tp_fail(err, TP_E_IO, "changes of an approval cannot be read: %s", line);
    if (deposit) {
        d->out->counts.deposit[at] = count;
        return TP_OK;
    }
    d->out->counts.loan[at] = count;
    for (int k = 0; k < TP_OPINIONS; k++)
        if (strcmp(field[1], tp_opinion_names[k]) == 0)
            d->out->counts.opinion[at] = (tp_opinion)k;
    return TP_OK;
}

tp_status tp_approved_of(tp_approved *out, const tp_run *run, const char *changes, tp_arena *arena,
                         tp_err *err)
{
    tp_amended amended = {0};
    bool changed = *changes != '\0';
    const deciding d = {.out = &amended, .run = run, .arena = arena};
    tp_status status = copy_counts(&amended.counts, run, arena, err);
    amended.counts.filed = tp_changes_file(changes);
    if (amended.counts.filed)
        changes += strlen(TP_FILED_MARK);
    while (!status && *changes) {
        size_t length = strcspn(changes, "\n");
        char *line = tp_arena_copy(arena, changes, length);
        status = line ? read_change(&d, line, err) : tp_fail_nomem(err);
        changes += length + (changes[length] == '\n');
    }
    *out = amended.counts;
    if (status)
        return status;
    /* The run's own answer where nothing was changed. */
    tp_result decided = *run->result;
    decided.loan = out->loan;
    decided.deposit = out->deposit;
    if (changed) {
        decided.backing = NULL;
        decided.n_backing = 0;
        status = tp_backing_match(&decided, run->kase, arena, err);
    }
    out->backing = decided.backing;
    out->n_backing = decided.n_backing;
    return status;
}

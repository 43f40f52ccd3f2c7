/* The canonical form: one CSV section a table, rows by key, values normalised, defaults written.
 *
 *     turnpool.dataset/1
 *     units <bytes>
 *     unit,name,kind,system,level,region,parent
 *     …
 *     posts <bytes>
 *     …
 *     granted <bytes>
 *     …
 *     running <bytes>
 *     …
 * Its SHA-256 is the identity, so nothing of it may ever change without a new first line. What came
 * later (columns marked `late`, late tables, what the ledger has lent under demands already and
 * what runs until when) is written only where somebody states it. */
#include "domain/dataset_canonical.h"

#include "base/csv_out.h"
#include "base/parallel.h"
#include "read/origins.h"

#include <string.h>

static const char *name_of(const tp_dataset *data, int32_t id)
{
    return id == TP_ID_NONE ? NULL : tp_ids_name(data->names, id);
}

static void optional_int(tp_csv_out *csv, int64_t value)
{
    if (value == TP_INT_NONE)
        tp_csv_text(csv, NULL);
    else
        tp_csv_int(csv, value);
}

/* Is there anything to write in a column that came later? */
static bool some_entry_standard(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_units; i++)
        if (data->units[i].entry_standard)
            return true;
    return false;
}

static bool some_standard(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_lines; i++)
        if (data->lines[i].standard != TP_INT_NONE)
            return true;
    return false;
}

static bool some_frozen(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_lines; i++)
        if (data->lines[i].frozen != 0)
            return true;
    return false;
}

/* Limits of single periods came later: without any the form is what it was, and so is its hash. */
static bool limits_by_period(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_limits; i++)
        if (data->limits[i].period != TP_INT_NONE)
            return true;
    return false;
}

static bool some_status(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_outcomes; i++)
        if (data->outcomes[i].status != TP_OUTCOME_FINAL)
            return true;
    return false;
}

static bool some_objection(const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_outcomes; i++)
        if (data->outcomes[i].objected_on != TP_DATE_NONE)
            return true;
    return false;
}

static const struct {
    const char *name;
    bool (*some)(const tp_dataset *data);
} late_columns[] = {{"entry_standard", some_entry_standard},
                    {"standard", some_standard},
                    {"frozen", some_frozen},
                    {"status", some_status},
                    {"objected_on", some_objection},
                    {"period", limits_by_period}};

static bool is_written(const tp_dataset *data, const tp_column *column)
{
    for (size_t i = 0; column->late && i < sizeof late_columns / sizeof *late_columns; i++)
        if (strcmp(late_columns[i].name, column->name) == 0)
            return late_columns[i].some(data);
    return true;
}

static void write_units(tp_csv_out *csv, const tp_dataset *data)
{
    bool entry = some_entry_standard(data);
    for (int32_t i = 0; i < data->n_units; i++) {
        const tp_unit *unit = &data->units[i];
        tp_csv_text(csv, unit->code);
        tp_csv_text(csv, unit->name);
        tp_csv_text(csv, name_of(data, unit->kind));
        tp_csv_text(csv, name_of(data, unit->system));
        tp_csv_text(csv, name_of(data, unit->level));
        tp_csv_text(csv, name_of(data, unit->region));
        tp_csv_text(csv, unit->parent == TP_ID_NONE ? NULL : data->units[unit->parent].code);
        if (entry)
            tp_csv_text(csv, unit->entry_standard);
        tp_csv_end_row(csv);
    }
}

static void line_cells(tp_csv_out *csv, const tp_dataset *data, const tp_line *line)
{
    tp_csv_text(csv, data->units[line->unit].code);
    tp_csv_text(csv, name_of(data, line->category));
}

static void write_posts(tp_csv_out *csv, const tp_dataset *data)
{
    bool standard = some_standard(data), frozen = some_frozen(data);
    for (int32_t i = 0; i < data->n_lines; i++) {
        const tp_line *line = &data->lines[i];
        line_cells(csv, data, line);
        tp_csv_int(csv, line->authorised);
        tp_csv_int(csv, line->in_post);
        tp_csv_int(csv, line->committed);
        tp_csv_int(csv, line->lent);
        tp_csv_int(csv, line->borrowed);
        optional_int(csv, line->cap);
        if (standard)
            optional_int(csv, line->standard);
        if (frozen)
            tp_csv_int(csv, line->frozen);
        tp_csv_end_row(csv);
    }
}

static void write_vacancies(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_lots; i++) {
        line_cells(csv, data, &data->lines[data->lots[i].line]);
        tp_csv_int(csv, data->lots[i].count);
        tp_csv_date(csv, data->lots[i].since);
        tp_csv_end_row(csv);
    }
}

static void optional_dec(tp_csv_out *csv, tp_dec value)
{
    if (value == TP_DEC_NONE)
        tp_csv_text(csv, NULL);
    else
        tp_csv_dec(csv, value);
}

static void write_outcomes(tp_csv_out *csv, const tp_dataset *data)
{
    bool status = some_status(data), objected = some_objection(data);
    for (int32_t i = 0; i < data->n_outcomes; i++) {
        const tp_outcome *outcome = &data->outcomes[i];
        tp_csv_text(csv, data->units[outcome->unit].code);
        tp_csv_date(csv, outcome->evaluated_on);
        tp_csv_text(csv, name_of(data, outcome->grade));
        optional_dec(csv, outcome->score);
        optional_dec(csv, outcome->saturation);
        if (status)
            tp_csv_text(csv, tp_outcome_status_names[outcome->status]);
        if (objected)
            tp_csv_date(csv, outcome->objected_on);
        tp_csv_end_row(csv);
    }
}

static void write_issues(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_issues; i++) {
        const tp_issue *issue = &data->issues[i];
        tp_csv_text(csv, issue->code);
        tp_csv_text(csv, data->units[issue->unit].code);
        tp_csv_text(csv, tp_issue_class_names[issue->issue_class]);
        tp_csv_date(csv, issue->found_on);
        tp_csv_date(csv, issue->due_on);
        tp_csv_date(csv, issue->closed_on);
        tp_csv_text(csv, issue->text);
        tp_csv_end_row(csv);
    }
}

static void write_demands(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_demands; i++) {
        const tp_demand *demand = &data->demands[i];
        tp_csv_text(csv, demand->code);
        line_cells(csv, data, &data->lines[demand->line]);
        tp_csv_int(csv, demand->quantity);
        tp_csv_int(csv, demand->minimum);
        tp_csv_text(csv, tp_demand_class_names[demand->demand_class]);
        tp_csv_text(csv, name_of(data, demand->sector));
        tp_csv_date(csv, demand->filed_on);
        tp_csv_int(csv, demand->stated_months);
        tp_csv_text(csv, demand->document);
        tp_csv_end_row(csv);
    }
}

static void write_granted(tp_csv_out *csv, const tp_dataset *data)
{
    bool any = false;
    for (int32_t i = 0; i < data->n_demands; i++) {
        const tp_grant *granted = &data->demands[i].granted;
        if (!granted->count)
            continue;
        if (!any) {
            tp_buf_text(csv->out, TP_CANONICAL_GRANTED);
            any = true;
        }
        tp_csv_text(csv, data->demands[i].code);
        tp_csv_int(csv, granted->count);
        tp_csv_date(csv, granted->on);
        tp_csv_text(csv, granted->notice);
        tp_csv_end_row(csv);
    }
}

/* Those of the ledger; those of loans.csv have a table. */
static void write_running(tp_csv_out *csv, const tp_dataset *data)
{
    if (data->n_running && !data->loans_given)
        tp_buf_text(csv->out, TP_CANONICAL_RUNNING);
    for (int32_t i = 0; i < data->n_running && !data->loans_given; i++) {
        const tp_running *at = &data->running[i];
        line_cells(csv, data, &data->lines[at->line]);
        tp_csv_date(csv, at->due);
        tp_csv_int(csv, at->count);
        tp_csv_text(csv, at->loan);
        tp_csv_text(csv, at->demand);
        tp_csv_end_row(csv);
    }
}

static void write_loans(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_running && data->loans_given; i++) {
        const tp_running *at = &data->running[i];
        tp_csv_text(csv, at->loan);
        line_cells(csv, data, &data->lines[at->line]);
        tp_csv_int(csv, at->count);
        tp_csv_date(csv, at->due);
        tp_csv_text(csv, at->demand);
        tp_csv_end_row(csv);
    }
}

static void write_attrition(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_departures; i++) {
        line_cells(csv, data, &data->lines[data->departures[i].line]);
        tp_csv_date(csv, data->departures[i].on);
        tp_csv_int(csv, data->departures[i].count);
        tp_csv_end_row(csv);
    }
}

static void write_limits(tp_csv_out *csv, const tp_dataset *data)
{
    bool periods = limits_by_period(data);
    for (int32_t i = 0; i < data->n_limits; i++) {
        const tp_limit_row *limit = &data->limits[i];
        const char *texts[] = {limit->name,   limit->unit,     limit->kind,
                               limit->system, limit->level,    limit->region,
                               limit->parent, limit->category, limit->sector};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            tp_csv_text(csv, texts[k]);
        tp_csv_text(csv,
                    limit->demand_class < 0 ? NULL : tp_demand_class_names[limit->demand_class]);
        tp_csv_text(csv, tp_measure_names[limit->measure]);
        optional_int(csv, limit->at_least);
        optional_int(csv, limit->at_most);
        if (periods)
            optional_int(csv, limit->period);
        tp_csv_end_row(csv);
    }
}

static void write_verdicts(tp_csv_out *csv, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_verdicts; i++) {
        const tp_verdict *verdict = &data->verdicts[i];
        tp_csv_text(csv, data->units[verdict->unit].code);
        tp_csv_text(csv, verdict->text);
        tp_csv_text(csv, verdict->source);
        tp_csv_date(csv, verdict->from);
        tp_csv_date(csv, verdict->until);
        tp_csv_text(csv, tp_effect_names[verdict->effect]);
        optional_dec(csv, verdict->factor);
        tp_csv_end_row(csv);
    }
}

static void (*const writers[TP_TABLES])(tp_csv_out *csv, const tp_dataset *data) = {
    write_units,   write_posts,     write_vacancies, write_outcomes, write_issues,
    write_demands, write_attrition, write_limits,    write_verdicts, write_loans};

const char *const tp_section_names[] = {"granted", "running"};

void tp_canonical_section(tp_buf *out, const tp_dataset *data, tp_data_table which)
{
    tp_csv_out csv = {.out = out};
    if ((which == TP_TABLE_FINDINGS && !data->n_verdicts) ||
        (which == TP_TABLE_LOANS && !(data->loans_given && data->n_running)))
        return;
    for (size_t k = 0; k < tp_data_tables[which]->count; k++)
        if (is_written(data, &tp_data_tables[which]->items[k]))
            tp_csv_text(&csv, tp_data_tables[which]->items[k].name);
    tp_csv_end_row(&csv);
    writers[which](&csv, data);
}

typedef struct sections {
    const tp_dataset *data;
    tp_buf text[TP_SECTIONS];
} sections;

static tp_status write_section(void *user, size_t worker, size_t item, tp_err *err)
{
    sections *s = user;
    (void)worker;
    if (item == TP_SECTION_GRANTED)
        write_granted(&(tp_csv_out){.out = &s->text[item]}, s->data);
    else if (item == TP_SECTION_RUNNING)
        write_running(&(tp_csv_out){.out = &s->text[item]}, s->data);
    else
        tp_canonical_section(&s->text[item], s->data, (tp_data_table)item);
    return tp_buf_ok(&s->text[item]) ? TP_OK : tp_fail_nomem(err);
}

/* Gives the form piece by piece. Writing the sections takes longer than hashing them all, so those
 * of much data are written by two threads. */
static bool each_piece(const tp_dataset *data, void (*take)(void *to, const char *, size_t),
                       void *to)
{
    enum { WRITERS = 2, WORTH_IT = 4000 };
    bool large = data->n_units + data->n_lines + data->n_lots > WORTH_IT;
    sections s = {.data = data};
    tp_parallel crew = {
        .threads = large ? WRITERS : 1, .items = TP_SECTIONS, .work = write_section, .user = &s};
    bool fits = tp_parallel_run(&crew, NULL) == TP_OK;
    if (fits)
        take(to, TP_CANONICAL_FIRST, strlen(TP_CANONICAL_FIRST));
    for (int which = 0; which < TP_SECTIONS; which++) {
        tp_buf *section = &s.text[which], head;
        const char *name =
            which < TP_TABLES ? tp_data_tables[which]->name : tp_section_names[which - TP_TABLES];
        tp_buf_init(&head);
        tp_buf_format(&head, "%s %zu\n", name, section->length);
        fits = fits && tp_buf_ok(&head);
        if (fits && section->length) {
            take(to, head.bytes, head.length);
            take(to, section->bytes, section->length);
        }
        tp_buf_finish(&head);
        tp_buf_finish(section);
    }
    return fits;
}

static void take_hash(void *to, const char *bytes, size_t length)
{
    tp_sha256_add(to, bytes, length);
}

static void take_bytes(void *to, const char *bytes, size_t length)
{
    tp_buf_add(to, bytes, length);
}

bool tp_canonical_hash(const tp_dataset *data, char hex[TP_SHA256_HEX])
{
    tp_sha256 *hash = tp_sha256_create();
    bool good = hash && each_piece(data, take_hash, hash) && tp_sha256_end(hash, hex);
    tp_sha256_free(hash);
    return good;
}

const tp_dataset *tp_dataset_as_read(const tp_dataset *data)
{
    if (data->unexpired)
        data = data->unexpired;
    return data->before ? data->before : data;
}

void tp_dataset_canonical(tp_buf *out, const tp_dataset *data)
{
    if (!each_piece(tp_dataset_as_read(data), take_bytes, out))
        out->failed = true;
}

static void write_order(tp_buf *out, const char *name, const int32_t *order, int32_t count)
{
    bool same = true;
    for (int32_t i = 0; i < count && same; i++)
        same = order[i] == i;
    tp_buf_text(out, name);
    if (same)
        tp_buf_text(out, " =");
    for (int32_t i = 0; i < count && !same; i++) {
        tp_buf_char(out, ' ');
        tp_buf_int(out, order[i]);
    }
    tp_buf_char(out, '\n');
}

/* The office's own cells, by the rows of the canonical form (the header is row 1). */
static void write_origins(tp_buf *out, const tp_dataset *data)
{
    tp_origins_keep(out, data->origins);
    tp_buf_text(out, "table,posts,-\n");
    for (int32_t l = 0; l < data->n_lines; l++)
        tp_origins_keep_row(out, data->origins, "posts", data->lines[l].pos.line, l + 2);
    tp_buf_text(out, "table,demands,-\n");
    for (int32_t d = 0; d < data->n_demands; d++)
        tp_origins_keep_row(out, data->origins, "demands", data->demands[d].pos.line, d + 2);
}

void tp_dataset_order(tp_buf *out, const tp_dataset *data)
{
    data = tp_dataset_as_read(data);
    tp_buf_text(out, "given");
    tp_buf_text(out, data->lent_given ? " lent" : "");
    tp_buf_text(out, data->borrowed_given ? " borrowed" : "");
    tp_buf_char(out, '\n');
    write_order(out, "units", data->unit_input_order, data->n_units);
    write_order(out, "posts", data->line_input_order, data->n_lines);
    write_order(out, "demands", data->demand_input_order, data->n_demands);
    if (data->origins)
        write_origins(out, data);
}

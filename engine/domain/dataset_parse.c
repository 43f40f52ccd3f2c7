/* Reading the canonical form back. The same building steps check it as any other dataset, so a
 * damaged store cannot smuggle in what a file could not. */
#include "domain/dataset_build.h"
#include "domain/dataset_canonical.h"
#include "domain/uses.h"

#include "read/csv.h"
#include "read/origins.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg MSG_FORM = {"data.canonical", "数据集的规范文本已损坏：{0}",
                                "the canonical text of the dataset is damaged: {0}"};

typedef struct section {
    const char *at;
    size_t length;
} section;

static tp_status damaged(tp_diags *diags, tp_err *err, const char *what)
{
    tp_diag_error(diags, (tp_pos){0}, &MSG_FORM, what);
    return tp_fail(err, TP_E_INPUT, "canonical dataset: %s", what);
}

/* Reads "<name> <bytes>\n" at *at; false if it is not that, or reaches beyond the end. */
static bool section_head(const char **at, const char *end, const char *name, section *out)
{
    size_t n = strlen(name);
    if ((size_t)(end - *at) < n + 3 || memcmp(*at, name, n) != 0 || (*at)[n] != ' ')
        return false;
    const char *digits = *at + n + 1;
    const char *line_end = memchr(digits, '\n', (size_t)(end - digits));
    int64_t length = 0;
    if (!line_end || tp_int_parse(digits, (size_t)(line_end - digits), &length) != TP_PARSE_OK ||
        length < 0 || length > end - line_end - 1)
        return false;
    *out = (section){line_end + 1, (size_t)length};
    *at = line_end + 1 + length;
    return true;
}

static tp_status find_sections(section sections[TP_SECTIONS], const char *text, size_t length,
                               tp_diags *diags, tp_err *err)
{
    const char *at = text, *end = text + length;
    size_t first = strlen(TP_CANONICAL_FIRST);
    if (length < first || memcmp(text, TP_CANONICAL_FIRST, first) != 0)
        return damaged(diags, err, "turnpool.dataset/1");
    at += first;
    for (int which = 0; which < TP_TABLES; which++) {
        sections[which] = (section){0};
        if (!section_head(&at, end, tp_data_tables[which]->name, &sections[which]) &&
            which < (int)TP_LATE_TABLES)
            return damaged(diags, err, tp_data_tables[which]->name);
    }
    for (int which = TP_TABLES; which < TP_SECTIONS; which++) {
        sections[which] = (section){0};
        section_head(&at, end, tp_section_names[which - TP_TABLES], &sections[which]);
    }
    return at == end ? TP_OK : damaged(diags, err, "…");
}

/* One row of what was granted; in the order of the demands, each at most once. */
static bool take_granted_row(tp_dataset *data, const tp_cell *row, int32_t *last)
{
    int32_t d = tp_dataset_demand(data, row[0].text);
    if (d == TP_ID_NONE || d <= *last)
        return false;
    tp_grant *granted = &data->demands[d].granted;
    char *notice = tp_arena_text(data->arena, row[3].text);
    granted->notice = notice ? notice : "";
    *last = d;
    return notice &&
           tp_int_parse(row[1].text, (size_t)row[1].length, &granted->count) == TP_PARSE_OK &&
           granted->count > 0 &&
           tp_date_parse(row[2].text, (size_t)row[2].length, &granted->on) == TP_PARSE_OK;
}

/* One row of what runs, in order. */
static bool take_running_row(tp_dataset *data, const tp_cell *row, bool numbered)
{
    int32_t unit = tp_dataset_unit(data, row[0].text);
    tp_running at = {.line = unit == TP_ID_NONE ? TP_ID_NONE
                                                : tp_dataset_line(data, unit, row[1].text)};
    if (at.line == TP_ID_NONE ||
        tp_date_parse(row[2].text, (size_t)row[2].length, &at.due) != TP_PARSE_OK ||
        tp_int_parse(row[3].text, (size_t)row[3].length, &at.count) != TP_PARSE_OK || at.count < 1)
        return false;
    at.loan = tp_arena_text(data->arena, numbered ? row[4].text : "");
    at.demand = tp_arena_text(data->arena, numbered ? row[5].text : "");
    const tp_running *last = data->n_running ? &data->running[data->n_running - 1] : NULL;
    if (!at.loan || !at.demand || (last && tp_running_compare(last, &at) >= 0))
        return false;
    data->running[data->n_running++] = at;
    return true;
}

static tp_status read_extra(const tp_table **out, tp_dataset *data, const section *from,
                            const char *name, tp_diags *diags, tp_err *err)
{
    char *text = tp_arena_copy(data->arena, from->at, from->length);
    tp_source source = {.path = name, .text = text, .own = text, .length = from->length};
    source.encoding = "UTF-8";
    return text ? tp_csv_read(out, data->arena, &source, diags, err) : tp_fail_nomem(err);
}

static bool begins(const section *from, const char *head)
{
    return strncmp(from->at, head, strlen(head)) == 0;
}

static tp_status take_granted(tp_dataset *data, const section *from, tp_diags *diags, tp_err *err)
{
    const tp_table *table = NULL;
    int32_t last = TP_ID_NONE;
    if (!from->length)
        return TP_OK;
    bool good = begins(from, TP_CANONICAL_GRANTED);
    tp_status status = read_extra(&table, data, from, "granted", diags, err);
    for (size_t i = 0; status == TP_OK && good && i < table->rows; i++)
        good = take_granted_row(data, tp_table_cell(table, i, 0), &last);
    return status || good ? status : damaged(diags, err, "granted");
}

static tp_status take_running(tp_dataset *data, const section *from, tp_diags *diags, tp_err *err)
{
    const tp_table *table = NULL;
    if (!from->length)
        return TP_OK;
    bool numbered = begins(from, TP_CANONICAL_RUNNING);
    bool good = numbered || begins(from, TP_CANONICAL_RUNNING_1);
    tp_status status = read_extra(&table, data, from, "running", diags, err);
    if (status)
        return status;
    data->running = tp_arena_array(data->arena, table->rows + 1, sizeof *data->running);
    if (!data->running)
        return tp_fail_nomem(err);
    for (size_t i = 0; good && i < table->rows; i++)
        good = take_running_row(data, tp_table_cell(table, i, 0), numbered);
    return good ? TP_OK : damaged(diags, err, "running");
}

static tp_status get_section(const tp_table **out, void *from, tp_data_table which, tp_arena *arena,
                             tp_diags *diags, tp_err *err)
{
    const section *s = (const section *)from + which;
    *out = NULL;
    if (!s->at)
        return TP_OK; /* of a later time than the form */
    char *text = tp_arena_copy(arena, s->at, s->length);
    tp_source source = {.path = tp_data_tables[which]->name,
                        .text = text,
                        .own = text,
                        .length = s->length,
                        .encoding = "UTF-8"};
    if (!text)
        return tp_fail_nomem(err);
    return tp_csv_begin(out, arena, &source, diags, err);
}

static tp_status end_section(const tp_table *table, tp_data_table which, tp_diags *diags,
                             tp_err *err)
{
    (void)which;
    (void)diags;
    return tp_csv_end(table->rest, err);
}

/* Reads "<name> =\n" or "<name> 2 0 1\n" into the order; it must be a permutation. */
static bool read_order(const char **at, const char *name, int32_t *order, int32_t count, bool *seen)
{
    size_t n = strlen(name);
    if (strncmp(*at, name, n) != 0)
        return false;
    *at += n;
    if (strncmp(*at, " =\n", 3) == 0) {
        for (int32_t i = 0; i < count; i++)
            order[i] = i;
        *at += 3;
        return true;
    }
    memset(seen, 0, (size_t)count * sizeof *seen);
    for (int32_t i = 0; i < count; i++) {
        if (**at != ' ' || (*at)[1] < '0' || (*at)[1] > '9')
            return false;
        char *stop;
        long value = strtol(*at + 1, &stop, 10);
        if (value < 0 || value >= count || seen[value])
            return false;
        seen[value] = true;
        order[i] = (int32_t)value;
        *at = stop;
    }
    if (**at != '\n')
        return false;
    (*at)++;
    return true;
}

/* After the orders: which of the office's cells the rows came from. */
static tp_status take_origins(tp_dataset *data, const char *at, tp_diags *diags, tp_err *err)
{
    tp_origins *origins = NULL;
    char *text = tp_arena_copy(data->arena, at, strlen(at));
    tp_status status =
        text ? tp_origins_kept(&origins, text, data->arena, err) : tp_fail_nomem(err);
    data->origins = origins;
    for (int32_t l = 0; l < data->n_lines; l++) /* whatever line breaks the cells hold */
        data->lines[l].pos.line = l + 2;
    for (int32_t d = 0; d < data->n_demands; d++)
        data->demands[d].pos.line = d + 2;
    return status || origins ? status : damaged(diags, err, "order");
}

static tp_status take_order(tp_dataset *data, const char *order, tp_diags *diags, tp_err *err)
{
    int32_t most = data->n_units > data->n_lines ? data->n_units : data->n_lines;
    most = most > data->n_demands ? most : data->n_demands;
    bool *seen = calloc((size_t)most + 1, sizeof *seen);
    if (!seen)
        return tp_fail_nomem(err);
    const char *at = order, *line = strchr(order, '\n');
    bool good = strncmp(at, "given", 5) == 0 && line;
    if (good) {
        const char *lent = strstr(at, " lent"), *borrowed = strstr(at, " borrowed");
        data->lent_given = lent && lent < line;
        data->borrowed_given = borrowed && borrowed < line;
        at = line + 1;
        good = read_order(&at, "units", data->unit_input_order, data->n_units, seen) &&
               read_order(&at, "posts", data->line_input_order, data->n_lines, seen) &&
               read_order(&at, "demands", data->demand_input_order, data->n_demands, seen);
    }
    free(seen);
    return good && !*at ? TP_OK
           : good       ? take_origins(data, at, diags, err)
                        : damaged(diags, err, "order");
}

static tp_status parse(tp_dataset **out, tp_arena *arena, const char *canonical, size_t length,
                       const char *order, tp_diags *diags, tp_err *err)
{
    section sections[TP_SECTIONS];
    tp_status status = find_sections(sections, canonical, length, diags, err);
    tp_build_task task = {.arena = arena,
                          .getter = get_section,
                          .getter_end = end_section,
                          .from = sections,
                          .bytes = length,
                          .quiet = true};
    if (status == TP_OK)
        status = tp_build_dataset(out, &task, diags, err);
    if (status == TP_OK)
        status = take_granted(*out, &sections[TP_SECTION_GRANTED], diags, err);
    if (status == TP_OK)
        status = take_running(*out, &sections[TP_SECTION_RUNNING], diags, err);
    if (status != TP_OK)
        return status;
    (*out)->path = "";
    if (!tp_canonical_hash(*out, (*out)->sha256) || !tp_uses_note(*out))
        return tp_fail_nomem(err);
    return order ? take_order(*out, order, diags, err) : TP_OK;
}

tp_status tp_dataset_parse(tp_dataset **out, const char *canonical, size_t length,
                           const char *order, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_dataset *data = NULL;
    tp_status status = parse(&data, arena, canonical, length, order, diags, err);
    if (status == TP_OK)
        *out = data;
    else
        tp_arena_free(arena);
    return status;
}

#include "report/papers/template.h"

#include "domain/dataset_tables.h"
#include "report/writers/xlsx.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

/* What an example says for a column, whichever table it is in. */
static const struct {
    const char *table, *column; /* table NULL: any */
    tp_words text;
} examples[] = {
    {NULL, "unit", {"U001", "U001"}},
    {"units", "name", {TP_EXAMPLE_UNIT_ZH, TP_EXAMPLE_UNIT_EN}},
    {"units", "kind", {"事业单位", "事业单位"}},
    {"units", "system", {"文化", "文化"}},
    {"units", "level", {"市级", "市级"}},
    {"units", "region", {"市本级", "市本级"}},
    {NULL, "category", {"事业", "事业"}},
    {NULL, "authorised", {"20", "20"}},
    {NULL, "in_post", {"12", "12"}},
    {NULL, "borrowed", {"1", "1"}}, /* that of the loans' example */
    {NULL, "count", {"1", "1"}},
    {NULL, "since", {"2024-03-01", "2024-03-01"}},
    {NULL, "evaluated_on", {"2026-05-31", "2026-05-31"}},
    {NULL, "grade", {"良好", "良好"}},
    {NULL, "score", {"85", "85"}},
    {NULL, "saturation", {"0.5", "0.5"}},
    {NULL, "issue", {"W001", "W001"}},
    {"issues", "class", {"单位整改", "rectify"}},
    {NULL, "found_on", {"2026-02-10", "2026-02-10"}},
    {NULL, "text", {"示例，请删去本行", "example, delete this row"}},
    {NULL, "demand", {"D001", "D001"}},
    {NULL, "quantity", {"2", "2"}},
    {"demands", "class", {"一般", "normal"}},
    {NULL, "filed_on", {"2026-04-01", "2026-04-01"}},
    {NULL, "on", {"2027-08-01", "2027-08-01"}},
    {"findings", "finding", {"示例，请删去本行", "example, delete this row"}},
    {"findings", "from", {"2026-01-01", "2026-01-01"}},
    {"findings", "effect", {"不得借用", "no_loans"}},
    {NULL, "loan", {"J001", "J001"}},
    {NULL, "due", {"2027-06-30", "2027-06-30"}},
    {"limits", "name", {"示例，请删去本行", "example, delete this row"}},
    {"limits", "measure", {"投放数", "loans"}},
    {"limits", "at_most", {"100", "100"}},
};

static const char *example_of(const tp_columns *table, const tp_column *column, tp_lang lang)
{
    bool filter = strcmp(table->name, "limits") == 0;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        if (strcmp(examples[i].column, column->name) == 0 &&
            (examples[i].table ? strcmp(examples[i].table, table->name) == 0 : !filter))
            return tp_words_in(examples[i].text, lang);
    return "";
}

static void add_example(tp_view *view, const tp_column *column, const char *text)
{
    int64_t whole;
    tp_dec decimal;
    tp_date day;
    size_t n = strlen(text);
    if (column->type == TP_COL_WHOLE && tp_int_parse(text, n, &whole) == TP_PARSE_OK)
        tp_view_count(view, whole);
    else if (column->type == TP_COL_DECIMAL && tp_dec_parse(text, n, &decimal) == TP_PARSE_OK)
        tp_view_dec(view, decimal);
    else if (column->type == TP_COL_DATE && tp_date_parse(text, n, &day) == TP_PARSE_OK)
        tp_view_date(view, day);
    else if (n)
        tp_view_text(view, text);
    else
        tp_view_empty(view);
}

/* The proper Chinese header is the first of "投放领域|领域". */
static const char *first_of(const char *words, tp_arena *arena)
{
    return tp_arena_copy(arena, words, strcspn(words, "|"));
}

static bool describe(tp_xlsx_field *field, const tp_columns *table, const tp_column *column,
                     tp_lang lang, tp_arena *arena)
{
    const char *doc = tp_words_in(column->doc, lang);
    const char *must = !column->required ? "" : lang == TP_EN ? "Required. " : "必填。";
    *field = (tp_xlsx_field){.view = table->name, .column = column->name};
    field->comment = tp_arena_format(arena, "%s%s", must, doc);
    field->whole = column->type == TP_COL_WHOLE && column->least < column->most;
    field->least = column->least;
    field->most = column->most;
    for (const tp_choice *c = column->choices; c && c->en && field->n_choices < TP_XLSX_CHOICES;
         c++)
        field->choices[field->n_choices++] = lang == TP_EN || !c->zh ? c->en : c->zh;
    return field->comment != NULL;
}

tp_status tp_template_bytes(tp_buf *out, tp_lang lang, tp_arena *arena, tp_err *err)
{
    enum { MOST = 128 };
    tp_page page;
    tp_xlsx_field *fields = tp_arena_array(arena, MOST, sizeof *fields);
    size_t n = 0;
    if (!fields)
        return tp_fail_nomem(err);
    tp_page_init(&page, arena, W("数据模板", "Template of a dataset"));
    for (int t = 0; t < TP_TABLES; t++) {
        const tp_columns *table = tp_data_tables[t];
        tp_view *view = tp_page_view(&page, table->name, W(table->zh, table->name));
        for (size_t c = 0; c < table->count; c++) {
            const char *zh = first_of(table->items[c].zh, arena);
            if (!zh || n >= MOST || !describe(&fields[n++], table, &table->items[c], lang, arena))
                return tp_fail_nomem(err);
            tp_view_column_add(view, table->items[c].name, W(zh, table->items[c].name), 0);
        }
        for (size_t c = 0; c < table->count; c++)
            add_example(view, &table->items[c], example_of(table, &table->items[c], lang));
    }
    const tp_xlsx_options options = {
        .lang = lang, .title = tp_words_in(page.title, lang), .fields = fields, .n_fields = n};
    return tp_xlsx_bytes(out, &page, &options, err);
}

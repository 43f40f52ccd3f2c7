#include "base/csv_out.h"

#include <string.h>

bool tp_csv_is_formula(const char *text)
{
    while (*text == '\'')
        text++;
    return *text && strchr("=+-@\t", *text);
}

static void next_cell(tp_csv_out *csv)
{
    if (csv->begun)
        tp_buf_char(csv->out, ',');
    csv->begun = true;
}

void tp_csv_text(tp_csv_out *csv, const char *text)
{
    next_cell(csv);
    if (!text)
        return;
    bool guard = tp_csv_is_formula(text);
    size_t length = strlen(text), plain = strcspn(text, ",;\"\t\r\n");
    bool spaced = length && (text[0] == ' ' || text[length - 1] == ' ');
    if (plain == length && !spaced) {
        if (guard)
            tp_buf_char(csv->out, '\'');
        tp_buf_add(csv->out, text, length);
        return;
    }
    tp_buf_text(csv->out, guard ? "\"'" : "\"");
    for (;;) {
        size_t run = strcspn(text, "\"");
        tp_buf_add(csv->out, text, run);
        if (!text[run])
            break;
        tp_buf_text(csv->out, "\"\"");
        text += run + 1;
    }
    tp_buf_char(csv->out, '"');
}

void tp_csv_int(tp_csv_out *csv, tp_wide value)
{
    next_cell(csv);
    tp_buf_int(csv->out, value);
}

void tp_csv_dec(tp_csv_out *csv, tp_wide millionths)
{
    next_cell(csv);
    tp_buf_dec(csv->out, millionths);
}

void tp_csv_date(tp_csv_out *csv, tp_date date)
{
    next_cell(csv);
    tp_buf_date(csv->out, date);
}

void tp_csv_end_row(tp_csv_out *csv)
{
    tp_buf_char(csv->out, '\n');
    csv->begun = false;
}

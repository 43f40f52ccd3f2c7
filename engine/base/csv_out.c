#include "base/csv_out.h"

#include <string.h>

bool tp_csv_is_formula(const char *text)
{
    while (*text == '\'')
        text++;
    return *text && strchr("=+-@\t", *text);
}

/* The text ends, or its cell must be quoted. */
static const unsigned char marked[256] = {
    ['\0'] = 1, [','] = 1, [';'] = 1, ['"'] = 1, ['\t'] = 1, ['\r'] = 1, ['\n'] = 1};

/* Room for a cell of at most `most` bytes, what parts it from the last one written; NULL after a
 * failure. */
static char *next_cell(tp_csv_out *csv, size_t most)
{
    char *to = tp_buf_room(csv->out, most + 1);
    if (to && csv->begun)
        *to++ = ',';
    csv->begun = true;
    return to;
}

static void quoted_text(tp_csv_out *csv, const char *text)
{
    char *to = next_cell(csv, 0);
    if (to)
        tp_buf_wrote(csv->out, to);
    tp_buf_text(csv->out, tp_csv_is_formula(text) ? "\"'" : "\"");
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

void tp_csv_text(tp_csv_out *csv, const char *text)
{
    const char *end = text ? text : "";
    text = end;
    while (!marked[(unsigned char)*end])
        end++;
    size_t length = (size_t)(end - text);
    if (*end || (length && (text[0] == ' ' || end[-1] == ' '))) {
        quoted_text(csv, text);
        return;
    }
    char *to = next_cell(csv, length + 1);
    if (!to)
        return;
    unsigned char first = (unsigned char)*text;
    if ((first < '0' || first == '=' || first == '@') && tp_csv_is_formula(text))
        *to++ = '\'';
    memcpy(to, text, length);
    tp_buf_wrote(csv->out, to + length);
}

void tp_csv_int(tp_csv_out *csv, tp_wide value)
{
    char *to = next_cell(csv, TP_DEC_TEXT);
    if (to)
        tp_buf_wrote(csv->out, to + tp_int_format(value, to));
}

void tp_csv_dec(tp_csv_out *csv, tp_wide millionths)
{
    char *to = next_cell(csv, TP_DEC_TEXT);
    if (to)
        tp_buf_wrote(csv->out, to + tp_dec_format(millionths, to));
}

void tp_csv_date(tp_csv_out *csv, tp_date date)
{
    char *to = next_cell(csv, TP_DATE_TEXT);
    if (to)
        tp_buf_wrote(csv->out, to + tp_date_format(date, to));
}

void tp_csv_end_row(tp_csv_out *csv)
{
    tp_buf_char(csv->out, '\n');
    csv->begun = false;
}

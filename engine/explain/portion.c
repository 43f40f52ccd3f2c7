#include "explain/portion.h"

#include <string.h>

#define WIDE_MOST ((((tp_wide)1 << 126) - 1) * 2 + 1)

tp_status tp_portion_begin(const tp_portion *portion, size_t items, tp_err *err)
{
    return portion->begin ? portion->begin(portion->user, items, err) : TP_OK;
}

const char *tp_portion_known(const tp_portion *portion, size_t item)
{
    return portion->known ? portion->known(portion->user, item) : NULL;
}

tp_status tp_portion_keep(const tp_portion *portion, size_t item, tp_buf *text, tp_err *err)
{
    tp_status status = TP_OK;
    if (!tp_buf_ok(text))
        status = tp_fail_nomem(err);
    else if (portion->keep)
        status = portion->keep(portion->user, item, text->bytes ? text->bytes : "", err);
    tp_buf_finish(text);
    return status;
}

const char *tp_portion_line(const char *result, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = result; *at; at += strcspn(at, "\n"), at += *at == '\n')
        if (!strncmp(at, name, length) && (at[length] == ' ' || at[length] == '\n'))
            return at + length;
    return NULL;
}

bool tp_portion_figure(const char **at, tp_wide *out)
{
    const char *p = *at + strspn(*at, " ");
    bool negative = *p == '-';
    tp_wide figure = 0;
    size_t digits = strspn(p + negative, "0123456789");
    if (!digits || digits > 39)
        return false;
    for (size_t i = 0; i < digits; i++) {
        int digit = p[negative + i] - '0';
        if (figure > (WIDE_MOST - digit) / 10)
            return false;
        figure = figure * 10 + digit;
    }
    *out = negative ? -figure : figure;
    *at = p + negative + digits;
    return true;
}

bool tp_portion_count(const char **at, int64_t *out)
{
    tp_wide figure;
    if (!tp_portion_figure(at, &figure) || figure > INT64_MAX || figure < -INT64_MAX)
        return false;
    *out = (int64_t)figure;
    return true;
}

void tp_portion_write_wide(tp_buf *out, tp_wide figure)
{
    tp_buf_char(out, ' ');
    tp_buf_int(out, figure);
}

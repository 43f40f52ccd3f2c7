#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

tp_status tp_err_set(tp_err *err, tp_status status, const char *c_file, int c_line,
                     const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    err->c_file = c_file;
    err->c_line = c_line;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (n >= (int)sizeof err->text) {
        /* Cut at a character boundary: drop a sequence that vsnprintf left incomplete. */
        size_t start = sizeof err->text - 1;
        while (start > 0 && ((unsigned char)err->text[start - 1] & 0xC0) == 0x80)
            start--;
        if (start > 0 && ((unsigned char)err->text[start - 1] & 0x80))
            err->text[start - 1] = '\0';
    }
    return status;
}

const char *tp_status_name(tp_status status)
{
    static const char *const names[] = {"ok",      "out-of-memory", "io",     "input",
                                        "usage",   "overflow",      "solver", "refused",
                                        "stopped", "internal"};
    return (size_t)status < sizeof names / sizeof *names ? names[status] : "unknown";
}

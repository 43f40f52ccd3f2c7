#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

tp_date tp_cli_stand_in(void)
{
    const char *text = getenv("TURNPOOL_TODAY");
    tp_date date;
    return text && tp_date_parse(text, strlen(text), &date) == TP_PARSE_OK ? date : TP_DATE_NONE;
}

void tp_cli_now(char out[TP_TIME_TEXT])
{
    time_t now = time(NULL);
    struct tm utc;
    tp_date given = tp_cli_stand_in();
    gmtime_r(&now, &utc);
    if (given)
        snprintf(out, TP_TIME_TEXT, "%04d-%02d-%02dT12:00:00Z", (int)(given / 10000),
                 (int)(given / 100 % 100), (int)(given % 100));
    else
        strftime(out, TP_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

tp_date tp_cli_today(void)
{
    time_t now = time(NULL);
    struct tm day;
    tp_date given = tp_cli_stand_in();
    localtime_r(&now, &day);
    return given ? given : (day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday;
}

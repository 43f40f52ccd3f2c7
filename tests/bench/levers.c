#include "levers.h"

#include "visitor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

size_t levers_list(const tp_entry_field *out[LEVERS_MOST], const tp_scenario *scenario,
                   tp_arena *arena, tp_err *err)
{
    tp_entry_fields fields;
    size_t n = 0;
    if (tp_keys_of(&fields, scenario, arena, err))
        return 0;
    for (size_t i = 0; i < fields.count && n < LEVERS_MOST; i++)
        if (tp_key_moves(&fields.items[i]) && strcmp(fields.items[i].under, "horizon") != 0)
            out[n++] = &fields.items[i];
    return n;
}

bool lever_value(const tp_entry_field *field, int step, char out[LEVER_VALUE])
{
    const tp_key *key = field->key;
    if (key->type == TP_T_INT || key->type == TP_T_DEC) {
        tp_dec at = 0;
        const char *text = *field->value ? field->value : key->fallback ? key->fallback : "0";
        int64_t unit = key->type == TP_T_DEC ? TP_DEC_ONE : 1, value;
        int64_t by = key->type == TP_T_DEC ? TP_DEC_ONE / 1000 : 1;
        if (key->type == TP_T_DEC)
            value = tp_dec_parse(text, strlen(text), &at) == TP_PARSE_OK ? at : 0;
        else if (tp_int_parse(text, strlen(text), &value) != TP_PARSE_OK)
            value = 0;
        bool up = !(key->least || key->most) || value + by * (step + 1) <= key->most;
        value += up ? by * (step + 1) : -by * (step + 1);
        if ((key->least || key->most) && value < key->least)
            return false;
        if (unit == 1)
            tp_int_format(value, out);
        else
            tp_dec_format(value, out);
        return true;
    }
    if (key->type == TP_T_BOOL) {
        snprintf(out, LEVER_VALUE, "%s", strcmp(field->value, "true") ? "true" : "false");
        return step == 0;
    }
    for (const tp_choice *choice = key->choices; choice && choice->en; choice++)
        if (strcmp(choice->en, field->value) != 0 && !step--) {
            snprintf(out, LEVER_VALUE, "%s", choice->en);
            return true;
        }
    return false;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double lever_at_part(double *list, size_t n, int percent)
{
    qsort(list, n, sizeof *list, by_size);
    return n ? list[n * (size_t)percent / 100] : 0;
}

bool lever_run_cold(const char *turnpool, const char *file, const char *setting, lever_times *took)
{
    const double from = visitor_ms(CLOCK_MONOTONIC);
    struct rusage spent;
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(127);
        execl(turnpool, "turnpool", "run", file, "--no-store", "--set", setting, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &spent) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) == 127)
        return false;
    *took = (lever_times){visitor_ms(CLOCK_MONOTONIC) - from,
                          (double)(spent.ru_utime.tv_sec + spent.ru_stime.tv_sec) * 1000 +
                              (double)(spent.ru_utime.tv_usec + spent.ru_stime.tv_usec) / 1000};
    return true;
}

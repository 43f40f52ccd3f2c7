#include "opinions.h"

#include "workspace/opinions.h"

#include <string.h>

static int add(tp_cli *cli, tp_opinions *all, tp_amendment change)
{
    tp_err err = {0};
    tp_status status = tp_opinions_add(all, change, cli->arena, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

static int add_grants(tp_cli *cli, tp_opinions *all)
{
    size_t at = 0;
    int code = 0;
    for (const char *text; !code && (text = tp_cli_next(cli, "grant", &at)) != NULL;) {
        const char *equals = strrchr(text, '=');
        tp_amendment change = {.opinion = TP_AGREE};
        if (!equals || equals == text ||
            tp_int_parse(equals + 1, strlen(equals + 1), &change.count) != TP_PARSE_OK ||
            change.count < 0)
            return TP_ERROR_EXIT(
                cli, TP_EXIT_USAGE,
                ((tp_words){"--grant 应写作 申请=数量，如 D012=3；此处为“{0}”",
                            "--grant takes DEMAND=N, such as D012=3, not \"{0}\""}),
                text);
        change.demand = tp_arena_copy(cli->arena, text, (size_t)(equals - text));
        code = add(cli, all, change);
    }
    return code;
}

static int add_named(tp_cli *cli, tp_opinions *all, const char *option, tp_opinion opinion)
{
    size_t at = 0;
    int code = 0;
    for (const char *text; !code && (text = tp_cli_next(cli, option, &at)) != NULL;)
        code = add(cli, all, (tp_amendment){.demand = text, .opinion = opinion});
    return code;
}

/* --deposit UNIT/CATEGORY=N */
static int add_deposits(tp_cli *cli, tp_opinions *all)
{
    size_t at = 0;
    int code = 0;
    for (const char *text; !code && (text = tp_cli_next(cli, "deposit", &at)) != NULL;) {
        const char *equals = strrchr(text, '='), *slash = strrchr(text, '/');
        tp_amendment change = {.opinion = TP_AGREE};
        if (!equals || !slash || slash == text || slash > equals ||
            tp_int_parse(equals + 1, strlen(equals + 1), &change.count) != TP_PARSE_OK ||
            change.count < 0)
            return TP_ERROR_EXIT(
                cli, TP_EXIT_USAGE,
                ((tp_words){"--deposit 应写作 单位/类别=数量，如 U034/事业=3；此处为“{0}”",
                            "--deposit takes UNIT/CATEGORY=N, such as U034/事业=3, not \"{0}\""}),
                text);
        change.unit = tp_arena_copy(cli->arena, text, (size_t)(slash - text));
        change.category = tp_arena_copy(cli->arena, slash + 1, (size_t)(equals - slash - 1));
        code = add(cli, all, change);
    }
    return code;
}

static tp_unmarked unmarked_of(const tp_cli *cli)
{
    const char *text = tp_cli_value(cli, "unmarked");
    return !text                        ? TP_UNMARKED_REFUSE
           : strcmp(text, "defer") == 0 ? TP_UNMARKED_DEFER
                                        : TP_UNMARKED_AGREE;
}

int tp_cli_opinions(tp_cli *cli, tp_decision *decision, const char **run)
{
    tp_err err = {0};
    tp_opinions all = {0};
    const char *book = tp_cli_value(cli, "from");
    tp_status status = book ? tp_opinions_read(&all, book, cli->arena, cli->diags, &err) : TP_OK;
    int code = status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
    if (!code)
        code = add_grants(cli, &all);
    if (!code)
        code = add_named(cli, &all, "disagree", TP_DISAGREE);
    if (!code)
        code = add_named(cli, &all, "defer", TP_DEFER);
    if (!code)
        code = add_deposits(cli, &all);
    *run = all.run;
    decision->complete = book != NULL;
    decision->faulty = all.faulty;
    decision->unmarked = unmarked_of(cli);
    decision->trim = tp_cli_has(cli, "trim-deposits");
    decision->changes = all.items;
    decision->n_changes = all.count;
    return code;
}

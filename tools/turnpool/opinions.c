#include "opinions.h"

#include "workbook_opinions.h"

#include <string.h>

int tp_changes_add(tp_changes *all, tp_amendment change)
{
    if (!change.demand ||
        !tp_arena_grow(all->cli->arena, &all->items, &all->capacity, all->count, 1))
        return tp_cli_fail(all->cli, TP_E_NOMEM, NULL, NULL);
    all->items[all->count++] = change;
    return 0;
}

static int add_grants(tp_changes *all)
{
    size_t at = 0;
    int code = 0;
    for (const char *text; !code && (text = tp_cli_next(all->cli, "grant", &at)) != NULL;) {
        const char *equals = strrchr(text, '=');
        tp_amendment change = {.opinion = TP_AGREE};
        if (!equals || equals == text ||
            tp_int_parse(equals + 1, strlen(equals + 1), &change.count) != TP_PARSE_OK ||
            change.count < 0)
            return TP_ERROR_EXIT(
                all->cli, TP_EXIT_USAGE,
                ((tp_words){"--grant 应写作 申请=数量，如 D012=3；此处为“{0}”",
                            "--grant takes DEMAND=N, such as D012=3, not \"{0}\""}),
                text);
        change.demand = tp_arena_copy(all->cli->arena, text, (size_t)(equals - text));
        code = tp_changes_add(all, change);
    }
    return code;
}

static int add_named(tp_changes *all, const char *option, tp_opinion opinion)
{
    size_t at = 0;
    int code = 0;
    for (const char *text; !code && (text = tp_cli_next(all->cli, option, &at)) != NULL;)
        code = tp_changes_add(all, (tp_amendment){.demand = text, .opinion = opinion});
    return code;
}

int tp_cli_opinions(tp_cli *cli, tp_decision *decision, const char **run)
{
    tp_changes all = {.cli = cli};
    const char *book = tp_cli_value(cli, "from");
    int code = book ? tp_cli_workbook_opinions(cli, book, &all, run) : 0;
    if (!code)
        code = add_grants(&all);
    if (!code)
        code = add_named(&all, "disagree", TP_DISAGREE);
    if (!code)
        code = add_named(&all, "defer", TP_DEFER);
    decision->changes = all.items;
    decision->n_changes = all.count;
    return code;
}

#include "runs.h"

#include "account.h"
#include "report/views/run.h"
#include "run/document.h"
#include "workspace/keep.h"

#include <string.h>

const char *tp_cli_store_path(const tp_cli *cli)
{
    return cli->workspace.store;
}

bool tp_cli_store_exists(const tp_cli *cli)
{
    return cli->workspace.exists;
}

/* In single quotes unless it needs none. */
static const char *quoted(tp_arena *arena, const char *path)
{
    tp_buf out;
    if (strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") ==
        strlen(path))
        return path;
    tp_buf_init(&out);
    tp_buf_text(&out, "'");
    for (const char *p = path; *p; p++)
        tp_buf_add(&out, *p == '\'' ? "'\\''" : p, *p == '\'' ? 4 : 1);
    tp_buf_text(&out, "'");
    const char *text = tp_buf_ok(&out) ? tp_arena_copy(arena, out.bytes, out.length) : NULL;
    tp_buf_finish(&out);
    return text ? text : path;
}

const char *tp_cli_store_option(const tp_cli *cli)
{
    tp_workspace found;
    const char *text = NULL;
    if (!tp_workspace_find(&found, NULL, NULL, cli->arena, NULL) &&
        strcmp(found.store, cli->workspace.store) == 0)
        return "";
    text = tp_arena_format(cli->arena, " --store %s", quoted(cli->arena, cli->workspace.store));
    return text ? text : "";
}

void tp_cli_store_announce(const tp_cli *cli)
{
    if (!cli->workspace.exists)
        TP_SAY(cli, ((tp_words){"已新建数据库 {0}", "a new store is made: {0}"}),
               tp_cli_store_path(cli));
    else if (cli->workspace.other)
        TP_SAY(cli,
               ((tp_words){"使用当前目录的数据库；方案所在处另有 {0}，要用它请加 --store",
                           "the store of this folder is used; there is another beside the "
                           "scenario, {0}: name it with --store to use it"}),
               cli->workspace.other);
}

int tp_cli_store_open(const tp_cli *cli, tp_store_use use, tp_store **out)
{
    int code = tp_cli_store_open_unsigned(cli, use, out);
    if (!code && use != TP_STORE_READ)
        code = tp_cli_sign_in(cli, *out);
    if (code) {
        tp_store_close(*out);
        *out = NULL;
    }
    return code;
}

int tp_cli_no_store(const tp_cli *cli)
{
    return TP_ERROR_EXIT(
        cli, TP_EXIT_FAILURE,
        ((tp_words){"没有数据库“{0}”；先用 turnpool run 测算一次，或用 --store 指定",
                    "there is no store '{0}'; make one with turnpool run, or name "
                    "it with --store"}),
        tp_cli_store_path(cli));
}

int tp_cli_store_open_unsigned(const tp_cli *cli, tp_store_use use, tp_store **out)
{
    tp_err err = {0};
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    tp_store_options options = {.create = use == TP_STORE_MAKE,
                                .read_only = use == TP_STORE_READ,
                                .today = tp_cli_today(),
                                .now = now,
                                .diags = cli->diags};
    *out = NULL;
    if (use != TP_STORE_MAKE && !tp_cli_store_exists(cli))
        return tp_cli_no_store(cli);
    tp_status status = tp_store_open(out, tp_cli_store_path(cli), &options, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_store_announce(cli);
    return 0;
}

int tp_cli_run_save(const tp_cli *cli, tp_store *store, const tp_run *run, bool asked)
{
    tp_err err = {0};
    char now[TP_TIME_TEXT];
    tp_buf settings;
    size_t at = 0;
    tp_cli_now(now);
    tp_buf_init(&settings);
    for (const char *text; (text = tp_cli_next(cli, "set", &at)) != NULL;)
        tp_buf_format(&settings, "%s\n", text);
    const tp_asking note = {.settings = settings.bytes, .at = now};
    tp_status status = tp_buf_ok(&settings) ? tp_keep(store, run, asked ? &note : NULL, now, &err)
                                            : tp_fail_nomem(&err);
    tp_buf_finish(&settings);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

void tp_cli_say_latest(const tp_cli *cli, const char *name, tp_store *store, const char *run)
{
    tp_run_say_latest(store, name, run, cli->arena);
    tp_cli_diags(cli, cli->diags);
}

int tp_cli_run_load(const tp_cli *cli, const char *name, tp_cli_run *out)
{
    tp_err err = {0};
    tp_store *store;
    *out = (tp_cli_run){0};
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_run_open_named(store, name, cli->arena, out, &err);
    if (!status) {
        tp_cli_diags(cli, cli->diags);
        return 0;
    }
    tp_store_close(store);
    return tp_cli_fail(cli, status, cli->diags, &err);
}

void tp_cli_run_free(tp_cli_run *loaded)
{
    tp_store *store = loaded->store;
    tp_opened_run_free(loaded);
    tp_store_close(store);
}

int tp_cli_settings(const tp_cli *cli, tp_setting **out, size_t *count)
{
    size_t at = 0, capacity = 0;
    *out = NULL;
    *count = 0;
    for (const char *text; (text = tp_cli_next(cli, "set", &at)) != NULL;) {
        const char *equals = strchr(text, '=');
        if (!equals || equals == text)
            return TP_ERROR_EXIT(
                cli, TP_EXIT_USAGE,
                ((tp_words){"--set 应写作 键=值，如 --set reserve.share=0.1；此处为“{0}”",
                            "--set takes key=value, as in --set reserve.share=0.1; this "
                            "is \"{0}\""}),
                text);
        text += strspn(text, " ");
        size_t length = (size_t)(equals - text);
        while (length && text[length - 1] == ' ')
            length--;
        char *key = tp_arena_copy(cli->arena, text, length);
        if (!key || !tp_arena_grow(cli->arena, out, &capacity, *count, 1))
            return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
        (*out)[(*count)++] = (tp_setting){.key = key, .value = equals + 1};
    }
    return 0;
}

int tp_exit_of_answer(tp_answer_status status)
{
    static const int codes[] = {[TP_OPTIMAL] = TP_EXIT_DONE,
                                [TP_FEASIBLE] = TP_EXIT_STOPPED,
                                [TP_INFEASIBLE] = TP_EXIT_INFEASIBLE,
                                [TP_NO_ANSWER] = TP_EXIT_STOPPED_NONE};
    return codes[status];
}

int tp_cli_run_show(const tp_cli *cli, const tp_run *run)
{
    int code = tp_cli_spare(cli, run->data->path);
    if (code)
        return code;
    tp_err err = {0};
    if (tp_cli_writer(cli) == &tp_writer_json && !tp_cli_has(cli, "table")) {
        tp_buf document;
        tp_buf_init(&document);
        tp_document_write(&document, run);
        code = tp_cli_write(cli, &document);
        tp_buf_finish(&document);
    } else {
        tp_page page;
        tp_status status =
            tp_run_whole_page(&page, run, tp_cli_has(cli, "all"), run->task.stop, cli->arena, &err);
        code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    }
    return code ? code : tp_exit_of_answer(run->result->status);
}

static int no_tier(const tp_cli *cli, const tp_tiers_task *task, const char *wanted)
{
    tp_buf names;
    tp_buf_init(&names);
    for (size_t i = 0; i < task->n_tiers; i++)
        tp_buf_format(&names, "%s%zu %s", i ? ", " : "", i + 1, task->tiers[i].goal);
    int code = TP_ERROR_EXIT(
        cli, TP_EXIT_USAGE,
        ((tp_words){"方案没有目标“{0}”；有：{1}", "the scenario has no tier \"{0}\"; it has: {1}"}),
        wanted, names.bytes ? names.bytes : "-");
    tp_buf_finish(&names);
    return code;
}

int tp_cli_tier(const tp_cli *cli, const tp_tiers_task *task, size_t *out)
{
    const char *wanted = tp_cli_value(cli, "tier");
    int64_t number = 0;
    wanted = wanted ? wanted : "1";
    if (tp_int_parse(wanted, strlen(wanted), &number) == TP_PARSE_OK && number >= 1 &&
        (uint64_t)number <= task->n_tiers) {
        *out = (size_t)number - 1;
        return 0;
    }
    for (*out = 0; *out < task->n_tiers; ++*out)
        if (strcmp(task->tiers[*out].goal, wanted) == 0)
            return 0;
    return no_tier(cli, task, wanted);
}

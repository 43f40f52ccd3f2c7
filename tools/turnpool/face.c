#include "face.h"

#include <string.h>

static int ask(void *user)
{
    (void)user;
    return tp_cli_interrupted();
}

static void tell(void *user, const char *goal, const char *value, const char *bound)
{
    (void)user;
    tp_cli_progress_goal(goal, value, bound);
}

/* --set options as they stand, NULL-terminated. */
static const char *const *settings_of(const tp_cli *cli)
{
    size_t at = 0, count = 0;
    const char **out = tp_arena_array(cli->arena, cli->n_given + 1, sizeof *out);
    for (const char *text; out && (text = tp_cli_next(cli, "set", &at)) != NULL;)
        out[count++] = text;
    return out;
}

int tp_cli_face_open(const tp_cli *cli, const char *scenario, turnpool **out)
{
    char now[TP_TIME_TEXT], today[TP_DATE_TEXT];
    bool stores = tp_cli_store_exists(cli);
    tp_setting *settings;
    size_t count;
    tp_date on = TP_DATE_NONE;
    *out = NULL;
    if (!scenario && !stores)
        return tp_cli_no_store(cli);
    /* Said in the command's own words where it is written wrong. */
    int code = tp_cli_settings(cli, &settings, &count);
    if (!code)
        code = tp_cli_date(cli, "ledger-on", &on);
    if (code)
        return code;
    tp_cli_now(now);
    tp_date_format(tp_cli_today(), today);
    const turnpool_options options = {.size = sizeof options,
                                      .scenario = scenario,
                                      .store = stores ? tp_cli_store_path(cli) : NULL,
                                      .language = cli->lang == TP_EN ? "en" : "zh",
                                      .now = now,
                                      .settings = scenario ? settings_of(cli) : NULL,
                                      .stop = ask,
                                      .read_only = 1,
                                      .today = today,
                                      .encoding = tp_cli_value(cli, "encoding"),
                                      .ledger_on = tp_cli_value(cli, "ledger-on"),
                                      .gap = tp_cli_value(cli, "gap"),
                                      .few_warnings = tp_cli_few_warnings(cli),
                                      .progress = tell};
    turnpool_status status = turnpool_open(out, &options);
    if (!status && stores)
        tp_cli_store_announce(cli);
    return tp_cli_face_told(cli, *out, status);
}

int tp_cli_face_load(const tp_cli *cli, const char *name, turnpool **t, turnpool_run **out)
{
    *out = NULL;
    int code = tp_cli_face_open(cli, NULL, t);
    return code ? code : tp_cli_face_told(cli, *t, turnpool_load(*t, name, out));
}

int tp_cli_face_told(const tp_cli *cli, const turnpool *t, turnpool_status status)
{
    tp_buf text;
    tp_cli_progress_end();
    if (!t)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_init(&text);
    tp_buf_text(&text, turnpool_messages(t));
    if (text.length)
        tp_cli_tell(cli, &text);
    tp_buf_finish(&text);
    if (status)
        tp_cli_say_errors(cli, turnpool_errors(t));
    return (int)status;
}

turnpool_writing tp_cli_face_writing(const tp_cli *cli)
{
    const char *format = tp_cli_value(cli, "format");
    return (turnpool_writing){.size = sizeof(turnpool_writing),
                              .format = tp_cli_has(cli, "json") ? "json" : format,
                              .table = tp_cli_value(cli, "table"),
                              .width = (int)cli->width,
                              .bom = tp_cli_has(cli, "bom"),
                              .changes_only = !tp_cli_has(cli, "all")};
}

int tp_cli_face_write(const tp_cli *cli, char *text, size_t length)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_buf_add(&out, text, length);
    int code = tp_cli_write(cli, &out);
    tp_buf_finish(&out);
    turnpool_free(text);
    return code;
}

int tp_cli_face_give(const tp_cli *cli, const turnpool *t, turnpool_status status, char *text,
                     size_t length)
{
    int code = tp_cli_face_told(cli, t, status);
    return code ? code : tp_cli_face_write(cli, text, length);
}

#include "inputs.h"

#include "store/issues.h"
#include "store/ledger.h"

int tp_cli_inputs_open(const tp_cli *cli, tp_store_use use, tp_cli_inputs *out)
{
    tp_err err = {0};
    tp_setting *settings;
    tp_given_issue *issues = NULL;
    *out = (tp_cli_inputs){.options = {.encoding = tp_cli_value(cli, "encoding")}};
    int code = tp_cli_settings(cli, &settings, &out->options.n_settings);
    if (!code && (use == TP_STORE_MAKE || tp_cli_store_exists(cli)))
        code = tp_cli_store_open(cli, use, &out->store);
    if (code)
        return code;
    out->options.settings = settings;
    out->options.references = tp_cli_references(out->store);
    if (!out->store)
        return 0;
    tp_status status = tp_ledger_books(&out->books, out->store, cli->arena, &err);
    if (!status)
        status = tp_issues_given(out->store, cli->arena, &issues, &out->options.n_issues, &err);
    out->options.issues = issues;
    out->options.books = &out->books;
    if (!status)
        return 0;
    code = tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_inputs_close(out);
    return code;
}

void tp_cli_inputs_close(tp_cli_inputs *inputs)
{
    tp_store_close(inputs->store);
    inputs->store = NULL;
}

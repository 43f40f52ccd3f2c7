#include "inputs.h"

int tp_cli_inputs_open(const tp_cli *cli, tp_store_use use, tp_cli_inputs *out)
{
    tp_err err = {0};
    tp_setting *settings;
    size_t n_settings;
    *out = (tp_cli_inputs){0};
    tp_date on = TP_DATE_NONE;
    int code = tp_cli_settings(cli, &settings, &n_settings);
    if (!code)
        code = tp_cli_date(cli, "ledger-on", &on);
    if (!code && (use == TP_STORE_MAKE || tp_cli_store_exists(cli)))
        code = tp_cli_store_open(cli, use, &out->store);
    if (code)
        return code;
    tp_status status = tp_inputs_gather(&out->inputs, out->store, on, cli->arena, &err);
    out->inputs.options.settings = settings;
    out->inputs.options.n_settings = n_settings;
    out->inputs.options.encoding = tp_cli_value(cli, "encoding");
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

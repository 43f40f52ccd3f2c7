#include "moves.h"
#include "store/names.h"

#include <string.h>

int tp_cli_on(const tp_cli *cli, tp_date *out)
{
    *out = tp_cli_today();
    return tp_cli_date(cli, "on", out);
}

int tp_cli_ledger(const tp_cli *cli, tp_date on, tp_store **store, tp_ledger **ledger)
{
    tp_err err = {0};
    int code = tp_cli_store_open(cli, TP_STORE_READ, store);
    if (code)
        return code;
    tp_status status = tp_ledger_load(ledger, *store, on, cli->arena, &err);
    if (!status)
        return 0;
    tp_store_close(*store);
    *store = NULL;
    return tp_cli_fail(cli, status, cli->diags, &err);
}

int tp_cli_need(const tp_cli *cli, const char *option, const char **out)
{
    *out = tp_cli_value(cli, option);
    if (*out && **out)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE, ((tp_words){"缺少 --{0}", "--{0} is required"}),
                         option);
}

int tp_cli_number(const tp_cli *cli, const char *text, int64_t *out)
{
    const char *digits = *text == '#' ? text + 1 : text;
    if (tp_int_parse(digits, strlen(digits), out) == TP_PARSE_OK && *out > 0)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                         ((tp_words){"“{0}”不是编号", "\"{0}\" is not a number"}), text);
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    const tp_movement_request *r = request;
    char loan[TP_DEC_TEXT], number[TP_DEC_TEXT], due[TP_DATE_TEXT];
    tp_int_format(r->loan, loan);
    tp_int_format(booking->n_entries ? booking->entries[0].entry : 0, number);
    tp_date_format(r->due_on, due);
    if (r->kind == TP_JOURNAL_RENEW)
        TP_SAY(cli,
               ((tp_words){"借用第 {0} 号续借至 {1}，台账第 {2} 条",
                           "loan {0} renewed until {1}, entry {2}"}),
               loan, due, number);
    else
        TP_SAY(cli,
               ((tp_words){"借用第 {0} 号{1}，台账第 {2} 条", "loan {0}: {1} posted as entry {2}"}),
               loan, tp_words_in(tp_journal_kind_words[r->kind], cli->lang), number);
}

typedef struct named_move {
    tp_movement_request request; /* first: what say_done looks at */
    const char *loan;            /* as typed */
} named_move;

static tp_status move(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    named_move *m = request;
    m->request.booking = booking;
    tp_status status = tp_ledger_loan_named(store, m->loan, booking->arena, &m->request.loan, err);
    return status ? status : tp_ledger_move(store, &m->request, NULL, err);
}

int tp_cli_deed_run(const tp_cli *cli, const tp_cli_deed *deed)
{
    tp_store *store;
    int code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    code = tp_cli_book(cli, store, deed);
    tp_store_close(store);
    return code;
}

int tp_cli_move(tp_cli *cli, tp_journal_kind kind)
{
    named_move named = {.request = {.kind = kind, .reason = tp_cli_value(cli, "reason")},
                        .loan = cli->args[0]};
    tp_movement_request *request = &named.request;
    int code = 0;
    if (kind != TP_JOURNAL_RENEW)
        code = tp_cli_int(cli, "count", 1, TP_COUNT_MAX, &request->count);
    if (!code && kind == TP_JOURNAL_RENEW) {
        const char *until;
        code = tp_cli_need(cli, "until", &until);
        if (!code)
            code = tp_cli_date(cli, "until", &request->due_on);
    }
    if (!code)
        code = tp_cli_on(cli, &request->on);
    if (!code)
        code = tp_cli_by(cli, &request->by);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = tp_journal_kind_words[kind],
                                               .on = request->on,
                                               .due_on = request->due_on,
                                               .book = move,
                                               .done = say_done,
                                               .request = &named});
}

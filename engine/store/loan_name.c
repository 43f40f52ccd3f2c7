/* Finding a running loan by whatever is at hand: its number, its notice, its demand, its unit. */
#include "store/names.h"

#include "store/ledger.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_none = {"loan.unknown",
                                "台账中没有编号、通知单号、申请编号或单位为“{0}”的借用",
                                "no loan has the number, notice, demand or unit \"{0}\""};
static const tp_msg msg_settled = {"loan.settled", "“{0}”所指的借用已全部归还",
                                   "what was borrowed under \"{0}\" has all gone back"};
static const tp_msg msg_several = {"loan.several", "“{0}”对应多笔借用，请用借用编号指明：{1}",
                                   "\"{0}\" fits several loans: say which by number: {1}"};

/* "2026-3", or "编周转〔2026〕3号" with whatever prefix the office has: year and number. */
static bool is_notice(const char *text, const char **year, const char **number, size_t *digits)
{
    size_t before = strcspn(text, "0123456789");
    *year = text + before;
    if (strspn(*year, "0123456789") != 4)
        return false;
    size_t between = strcspn(*year + 4, "0123456789");
    *number = *year + 4 + between;
    *digits = strspn(*number, "0123456789");
    return between && *digits && !(*number)[*digits + strcspn(*number + *digits, "0123456789")];
}

static bool has_notice(const tp_ledger_loan *loan, const char *text)
{
    const char *year, *number;
    size_t digits;
    if (!loan->notice || !is_notice(text, &year, &number, &digits))
        return false;
    const char *dash = strchr(loan->notice, '-');
    return dash == loan->notice + 4 && strncmp(loan->notice, year, 4) == 0 &&
           strlen(dash + 1) == digits && strncmp(dash + 1, number, digits) == 0;
}

typedef struct finder {
    const tp_ledger *ledger;
    const tp_unit_names *names;
    const char *text, *unit; /* unit: whose code it is, NULL: nobody's */
    tp_buf list;
    size_t running, settled;
    int64_t entry;
} finder;

static void take(finder *f, const tp_ledger_loan *loan)
{
    enum { SHOWN = 8 };
    if (loan->outstanding <= 0) {
        f->settled++;
        return;
    }
    f->entry = loan->entry;
    if (++f->running > SHOWN) {
        tp_buf_text(&f->list, f->running == SHOWN + 1 ? ", …" : "");
        return;
    }
    const tp_ledger_line *line = &f->ledger->lines[loan->line];
    const char *name = tp_unit_name(f->names, line->unit);
    tp_buf_format(&f->list, "%s#%lld %s%s%s %s ×%lld", f->running > 1 ? ", " : "",
                  (long long)loan->entry, line->unit, *name ? " " : "", name, line->category,
                  (long long)loan->outstanding);
    if (loan->demand)
        tp_buf_format(&f->list, " %s", loan->demand);
}

enum { BY_NOTICE, BY_DEMAND, BY_UNIT, WAYS };

static void look(finder *f, int way)
{
    for (size_t i = 0; i < f->ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &f->ledger->loans[i];
        const char *unit = f->ledger->lines[loan->line].unit;
        if (way == BY_NOTICE   ? has_notice(loan, f->text)
            : way == BY_DEMAND ? loan->demand && strcmp(loan->demand, f->text) == 0
                               : f->unit && strcmp(unit, f->unit) == 0)
            take(f, loan);
    }
}

static tp_status decide(finder *f, tp_store *store, tp_err *err)
{
    tp_diags *diags = tp_store_diags(store);
    if (f->running == 1)
        return TP_OK;
    if (f->running) {
        tp_diag_error(diags, nowhere, &msg_several, f->text, f->list.bytes ? f->list.bytes : "");
        return tp_fail(err, TP_E_INPUT, "%zu loans fit %s", f->running, f->text);
    }
    tp_diag_error(diags, nowhere, f->settled ? &msg_settled : &msg_none, f->text);
    return tp_fail(err, f->settled ? TP_E_REFUSED : TP_E_INPUT, "no loan %s", f->text);
}

tp_status tp_ledger_loan_named(tp_store *store, const char *text, tp_arena *arena, int64_t *entry,
                               tp_err *err)
{
    const char *digits = *text == '#' ? text + 1 : text;
    if (tp_int_parse(digits, strlen(digits), entry) == TP_PARSE_OK && *entry > 0)
        return TP_OK;
    tp_ledger *ledger;
    tp_unit_names names;
    tp_status status = tp_ledger_load(&ledger, store, TP_DATE_NONE, arena, err);
    if (!status)
        status = tp_unit_names_load(&names, store, arena, err);
    if (status)
        return status;
    finder f = {.ledger = ledger, .names = &names, .text = text};
    tp_buf_init(&f.list);
    for (int way = 0; way < BY_UNIT && !f.running && !f.settled; way++)
        look(&f, way);
    if (!f.running && !f.settled && *text) {
        status = tp_ledger_unit(store, text, arena, &f.unit, err);
        if (status == TP_E_INPUT &&
            strcmp(tp_store_diags(store)->items[tp_store_diags(store)->count - 1].code,
                   "unit.several") != 0) {
            tp_diags_clear(tp_store_diags(store)); /* it need not have been a unit */
            f.unit = NULL;
            status = TP_OK;
        }
        look(&f, BY_UNIT);
    }
    if (!status)
        status = decide(&f, store, err);
    *entry = f.entry;
    tp_buf_finish(&f.list);
    return status;
}

/* Finding a running loan, or an entry, by whatever is at hand: its number, its notice, its demand,
 * its unit. */
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

static const tp_msg msg_no_entry = {
    "entry.unknown", "台账中没有序号、通知单号、申请编号或单位为“{0}”的相应记录",
    "the journal has no such entry whose number, notice, demand or unit is \"{0}\""};
static const tp_msg msg_several_entries = {
    "entry.several", "“{0}”对应多条记录，请用序号指明：{1}",
    "\"{0}\" fits several entries: say which by number: {1}"};

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

static bool is_the_notice(const char *notice, const char *text)
{
    const char *year, *number;
    size_t digits;
    if (!notice || !is_notice(text, &year, &number, &digits))
        return false;
    const char *dash = strchr(notice, '-');
    return dash == notice + 4 && strncmp(notice, year, 4) == 0 && strlen(dash + 1) == digits &&
           strncmp(dash + 1, number, digits) == 0;
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
        if (way == BY_NOTICE   ? is_the_notice(loan->notice, f->text)
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

/* *unit: the code of the unit that `text` means; NULL: it need not have been one. */
static tp_status whose(tp_store *store, const char *text, tp_arena *arena, const char **unit,
                       tp_err *err)
{
    tp_diags *diags = tp_store_diags(store);
    tp_status status = tp_ledger_unit(store, text, arena, unit, err);
    if (status != TP_E_INPUT || strcmp(diags->items[diags->count - 1].code, "unit.several") == 0)
        return status;
    tp_diags_clear(diags);
    *unit = NULL;
    return TP_OK;
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
        status = whose(store, text, arena, &f.unit, err);
        look(&f, BY_UNIT);
    }
    if (!status)
        status = decide(&f, store, err);
    *entry = f.entry;
    tp_buf_finish(&f.list);
    return status;
}

typedef struct seeker {
    const tp_ledger *ledger;
    const tp_unit_names *names;
    const char *text, *unit;
    bool (*fits)(const tp_journal_entry *entry);
    tp_buf zh, en;
    size_t found;
    int64_t entry;
} seeker;

static void note(seeker *s, const tp_journal_entry *e)
{
    enum { SHOWN = 8 };
    const char *unit = e->from.unit ? e->from.unit : e->to.unit ? e->to.unit : "";
    char on[TP_DATE_TEXT];
    tp_buf *const lists[] = {&s->zh, &s->en};
    s->entry = e->entry;
    s->found++;
    tp_date_format(e->posted_on, on);
    for (int lang = 0; lang < 2; lang++) {
        if (s->found > SHOWN) {
            tp_buf_text(lists[lang], s->found == SHOWN + 1 ? ", …" : "");
            continue;
        }
        tp_buf_format(lists[lang], "%s#%lld %s %s %s %s ×%lld", s->found > 1 ? ", " : "",
                      (long long)e->entry, on,
                      tp_words_in(tp_journal_kind_words[e->kind], lang ? TP_EN : TP_ZH), unit,
                      tp_unit_name(s->names, unit), (long long)e->count);
    }
}

static void seek(seeker *s, int way)
{
    for (size_t i = 0; i < s->ledger->n_entries; i++) {
        const tp_journal_entry *e = &s->ledger->entries[i];
        const tp_journal_entry *loan = e->loan ? tp_ledger_find_entry(s->ledger, e->loan) : NULL;
        const tp_journal_entry *of = loan ? loan : e; /* notice and demand are the loan's */
        if (e->corrects || tp_ledger_is_void(s->ledger, e) || !s->fits(e))
            continue;
        if (way == BY_NOTICE   ? is_the_notice(of->notice, s->text)
            : way == BY_DEMAND ? of->demand && strcmp(of->demand, s->text) == 0
                               : s->unit && ((e->from.unit && strcmp(e->from.unit, s->unit) == 0) ||
                                             (e->to.unit && strcmp(e->to.unit, s->unit) == 0)))
            note(s, e);
    }
}

static tp_status choose(const seeker *s, tp_store *store, tp_err *err)
{
    if (s->found == 1)
        return TP_OK;
    if (!tp_buf_ok(&s->zh) || !tp_buf_ok(&s->en))
        return tp_fail_nomem(err);
    const tp_words args[] = {{s->text, s->text}, {s->zh.bytes, s->en.bytes}};
    if (s->found)
        tp_diag_add_words(tp_store_diags(store), TP_ERROR, nowhere, &msg_several_entries, 2, args);
    else
        tp_diag_error(tp_store_diags(store), nowhere, &msg_no_entry, s->text);
    return tp_fail(err, TP_E_INPUT, "%zu entries fit %s", s->found, s->text);
}

tp_status tp_ledger_entry_named(tp_store *store, const char *text,
                                bool (*fits)(const tp_journal_entry *entry), tp_arena *arena,
                                int64_t *entry, tp_err *err)
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
    seeker s = {.ledger = ledger, .names = &names, .text = text, .fits = fits};
    tp_buf_init(&s.zh);
    tp_buf_init(&s.en);
    for (int way = 0; way < BY_UNIT && !s.found; way++)
        seek(&s, way);
    if (!s.found && *text) {
        status = whose(store, text, arena, &s.unit, err);
        seek(&s, BY_UNIT);
    }
    if (!status)
        status = choose(&s, store, err);
    *entry = s.entry;
    tp_buf_finish(&s.zh);
    tp_buf_finish(&s.en);
    return status;
}

#include "report/writers/hledger.h"

#include <string.h>

/* What means something in an account's name (and what would make two names one) is written as ％
 * and its two hexadecimal digits, ％ itself too: as many accounts as there are names. */
static void add_name(tp_buf *out, const char *text)
{
    static const char percent[] = "％";
    bool blank = true;
    if (!*text || strcmp(text, "outside") == 0)
        tp_buf_text(out, percent);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool first = c == ' ' && !blank && text[1] && text[1] != ' ';
        bool own = strncmp(text, percent, sizeof percent - 1) == 0;
        if (own || c < 0x20 || c == 0x7F || (c == ' ' && !first) || strchr(":;,|", c))
            tp_buf_format(out, "%s%02X", percent, own ? '%' : c);
        else
            tp_buf_char(out, *text);
        text += own ? sizeof percent - 2 : 0;
        blank = c == ' ';
    }
}

static void add_account(tp_buf *out, const char *prefix, tp_account account)
{
    tp_buf_text(out, prefix);
    if (account.unit) {
        add_name(out, account.unit);
        return;
    }
    if (!account.scope) {
        tp_buf_text(out, "outside");
        return;
    }
    add_name(out, account.scope);
    if (*account.ring) {
        tp_buf_char(out, ':');
        add_name(out, account.ring);
    }
}

static void posting(tp_buf *out, const char *prefix, tp_account account, int64_t count,
                    const char *category)
{
    tp_buf_text(out, "    ");
    add_account(out, prefix, account);
    tp_buf_format(out, "  %lld \"", (long long)count);
    for (; *category; category++)
        tp_buf_char(out, *category == '"' || *category == '\n' ? '\'' : *category);
    tp_buf_text(out, "\"\n");
}

static const char *balance_of(tp_account account)
{
    return account.unit ? "usage:" : "pool:";
}

static const char *owner_of(tp_account account)
{
    return account.unit ? "owner:" : "owner:pool:";
}

/* The usage leg on both sides; where ownership moves, its leg too. */
static void legs(tp_buf *out, const tp_journal_entry *e)
{
    bool opens = e->kind == TP_JOURNAL_OPENING;
    bool outside = (!e->from.unit && !e->from.scope) || (!e->to.unit && !e->to.scope);
    bool owns = e->kind == TP_JOURNAL_RECLAIM || e->kind == TP_JOURNAL_TRANSFER ||
                e->kind == TP_JOURNAL_REORGANISE;
    if ((opens || e->kind == TP_JOURNAL_CONVERT) && outside) {
        bool in = !e->from.unit && !e->from.scope;
        tp_account account = in ? e->to : e->from;
        int64_t n = in ? e->count : -e->count;
        posting(out, balance_of(account), account, n, e->category);
        posting(out, owner_of(account), account, -n, e->category);
        return;
    }
    if (e->kind == TP_JOURNAL_PEOPLE) {
        posting(out, "people:", e->from, -e->count, e->category);
        posting(out, "people:", e->to, e->count, e->category);
        return;
    }
    if (e->kind == TP_JOURNAL_SUCCEED) {
        /* Who takes deposits over has the use of so many fewer, and the unit before of so many
         * more, of slots that move with an entry of their own. */
        int64_t n = e->from.scope && !e->loan ? -e->count : e->count;
        const tp_account from = {.unit = e->from.unit}, to = {.unit = e->to.unit};
        posting(out, balance_of(from), from, -n, e->category);
        posting(out, balance_of(to), to, n, e->category);
        if (!e->from.scope && !e->loan) {
            posting(out, owner_of(from), from, n, e->category);
            posting(out, owner_of(to), to, -n, e->category);
        }
        return;
    }
    posting(out, balance_of(e->from), e->from, -e->count, e->category);
    posting(out, balance_of(e->to), e->to, e->count, e->category);
    if (owns) {
        posting(out, owner_of(e->from), e->from, e->count, e->category);
        posting(out, owner_of(e->to), e->to, -e->count, e->category);
    }
}

static void entry(tp_buf *out, const tp_journal_entry *e, tp_lang lang)
{
    tp_buf_date(out, e->posted_on);
    tp_buf_format(out, " (%lld) %s%s", (long long)e->entry,
                  tp_words_in(tp_journal_kind_words[e->kind], lang),
                  e->corrects ? (lang == TP_EN ? " (correction)" : "（更正）") : "");
    tp_buf_format(out, "  ; kind:%s", tp_journal_kind_names[e->kind]);
    if (e->approval)
        tp_buf_format(out, ", approval:%lld", (long long)e->approval);
    if (e->demand) {
        tp_buf_text(out, ", demand:");
        add_name(out, e->demand);
    }
    if (e->loan)
        tp_buf_format(out, ", loan:%lld", (long long)e->loan);
    if (e->corrects)
        tp_buf_format(out, ", corrects:%lld", (long long)e->corrects);
    if (e->due_on != TP_DATE_NONE) {
        tp_buf_text(out, ", due:");
        tp_buf_date(out, e->due_on);
    }
    tp_buf_char(out, '\n');
    if (e->count)
        legs(out, e);
    tp_buf_char(out, '\n');
}

void tp_write_hledger(tp_buf *out, const tp_ledger *ledger, tp_lang lang)
{
    tp_buf_format(out, "; turnpool.journal/1, %zu entries, head %s\n\n", ledger->n_entries,
                  *ledger->head ? ledger->head : "-");
    for (size_t i = 0; i < ledger->n_entries; i++)
        entry(out, &ledger->entries[i], lang);
}

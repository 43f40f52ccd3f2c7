/* Work whose items are pure functions of a run may be done in portions: by several machines, or
 * after an interruption. Whoever asks for it says which items are to be done here, hands in results
 * that are known already, and keeps those that come.
 *
 * A result is text, lines of "name figures": the same wherever it was found. `known` and `keep` are
 * called by several threads. */
#ifndef TP_EXPLAIN_PORTION_H
#define TP_EXPLAIN_PORTION_H

#include "base/buf.h"
#include "base/err.h"
#include "base/number.h"
#include "base/shard.h"

typedef struct tp_portion {
    tp_shard shard; /* what is to be done here; what is of another's stays open */
    /* Called once, as soon as it is clear how many items there are; may be NULL. */
    tp_status (*begin)(void *user, size_t items, tp_err *err);
    const char *(*known)(void *user, size_t item); /* NULL: not known; may be NULL */
    tp_status (*keep)(void *user, size_t item, const char *result, tp_err *err); /* may be NULL */
    void *user;
} tp_portion;

tp_status tp_portion_begin(const tp_portion *portion, size_t items, tp_err *err);
const char *tp_portion_known(const tp_portion *portion, size_t item);
/* Hands over what `text` holds and finishes it. */
tp_status tp_portion_keep(const tp_portion *portion, size_t item, tp_buf *text, tp_err *err);

/* Reading results: the figures of the line that begins with `name`, NULL if there is none; then one
 * figure after the other. False: there is none, or it is no whole number. */
const char *tp_portion_line(const char *result, const char *name);
bool tp_portion_figure(const char **at, tp_wide *out);
bool tp_portion_count(const char **at, int64_t *out);
void tp_portion_write_wide(tp_buf *out, tp_wide figure); /* with a blank before */

#endif

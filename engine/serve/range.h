/* A lever turned into a range in place: `range=reserve.count&range.from=0&range.to=4&range.step=1`
 * in the address of a state has the figure solved at every one of these values, as a curve and a
 * table beside the answer. It changes nothing of the state itself. What takes longer than a page
 * may is long work (jobs.h). */
#ifndef TP_SERVE_RANGE_H
#define TP_SERVE_RANGE_H

#include "serve/controls.h"
#include "serve/keys.h"
#include "serve/live.h"

/* Is the query's field one of these? */
bool tp_range_field(const char *name);
/* The key that a button asks to range over, "" for none any more; NULL: no button was used. */
const char *tp_range_asked(tp_visit *visit);
/* Beside a number's field: a button that makes a range of it, or the range's own fields, which
 * begin with the ends that its slider has. Nothing for what is no number. */
void tp_range_lever(tp_visit *visit, const tp_entry_field *field, const tp_range_ends *ends);
/* The curve and the table, with a link to each value; nothing where no range is asked for. */
void tp_range_put(tp_visit *visit, const tp_live *live);

#endif

/* Invariants: what holds of a struct whenever one function hands it to another, said beside the
 * struct and asserted where it is finished. A broken one is a fault of ours, never of the user's.
 *
 * Builds with TP_INVARIANTS (those under sanitizers, in the tests) stop at the first that is
 * broken; others do not look, since some take a pass over the whole. */
#ifndef TP_BASE_INVARIANT_H
#define TP_BASE_INVARIANT_H

#ifdef TP_INVARIANTS
#include <assert.h>
#define tp_invariant(holds) assert(holds)
#else
#define tp_invariant(holds) ((void)(0 && (holds))) /* compiled, never looked at */
#endif

#endif

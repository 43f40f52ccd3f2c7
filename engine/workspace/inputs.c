#include "workspace/inputs.h"

#include "store/issues.h"
#include "store/ledger.h"
#include "workspace/references.h"

tp_status tp_inputs_gather(tp_inputs *out, tp_store *store, tp_date on, tp_arena *arena,
                           tp_err *err)
{
    tp_given_issue *issues = NULL;
    *out = (tp_inputs){.options = {.references = tp_references(store)}};
    if (!store)
        return TP_OK;
    tp_status status = tp_ledger_books(&out->books, store, on, arena, err);
    if (!status)
        status = tp_issues_given(store, arena, &issues, &out->options.n_issues, err);
    out->options.issues = issues;
    out->options.books = &out->books;
    return status;
}

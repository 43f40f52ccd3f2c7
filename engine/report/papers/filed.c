/* Which loans of the papers are filed. */
#include "report/papers/papers.h"

tp_status tp_papers_filed(tp_papers *p, tp_err *err)
{
    const tp_result *result = p->run->result;
    tp_result decided = *result;
    if (!result->filed)
        return TP_OK;
    decided.loan = p->approved.loan;
    decided.deposit = p->approved.deposit;
    decided.backing = (tp_backing *)p->approved.backing;
    decided.n_backing = p->approved.n_backing;
    return tp_filing_divide(&p->filed, p->run->kase->bind, &decided, p->arena, err);
}

bool tp_papers_files(const tp_papers *p, int32_t demand)
{
    return p->filed.item && p->filed.item[demand] >= 0;
}

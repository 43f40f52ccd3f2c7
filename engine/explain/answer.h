/* What an answer moves, as one text: two runs give the same answer if and only if these agree. */
#ifndef TP_EXPLAIN_ANSWER_H
#define TP_EXPLAIN_ANSWER_H

#include "base/sha256.h"
#include "run/run.h"

/* SHA-256 over every deposit, loan, reclaim and transfer by code, in canonical order; of a run
 * without an answer, over its status. */
tp_status tp_answer_identify(const tp_run *run, char hex[TP_SHA256_HEX], tp_err *err);

#endif

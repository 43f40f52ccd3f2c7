/* The journal in the syntax of hledger and ledger-cli, so that an accounting program of others can
 * check the balances.
 *
 * One transaction an entry; categories are commodities. usage:UNIT is a line's usage right,
 * pool:SCOPE(:RING) a pool's balance; owner:… stand on the other side of ownership, so that the
 * whole adds up to zero exactly when Σ authorised + Σ pool-owned = Σ usage + Σ pool balances. */
#ifndef TP_REPORT_WRITERS_HLEDGER_H
#define TP_REPORT_WRITERS_HLEDGER_H

#include "store/ledger.h"

void tp_write_hledger(tp_buf *out, const tp_ledger *ledger, tp_lang lang);

#endif

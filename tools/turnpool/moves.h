/* What the commands of the ledger share: dates, the books, who does it, what to say afterwards.
 * Functions returning int give 0 or the exit code, after telling the user what was wrong. */
#ifndef TP_TOOLS_MOVES_H
#define TP_TOOLS_MOVES_H

#include "account.h"
#include "booking.h"
#include "runs.h"
#include "store/movement.h"

/* --on, else today. */
int tp_cli_on(const tp_cli *cli, tp_date *out);
/* The store opened for reading and the books as at `on` (none: now). */
int tp_cli_ledger(const tp_cli *cli, tp_date on, tp_store **store, tp_ledger **ledger);
/* A required text option. */
int tp_cli_need(const tp_cli *cli, const char *option, const char **out);
/* A number argument (of a loan, an entry, a proposal), with or without '#'. */
int tp_cli_number(const tp_cli *cli, const char *text, int64_t *out);

/* Opens the store and books. */
int tp_cli_deed_run(const tp_cli *cli, const tp_cli_deed *deed);
/* return, recall, renew, expire of one loan, from the command line. */
int tp_cli_move(tp_cli *cli, tp_journal_kind kind);

/* How a loan is named, for help. */
#define TP_LOAN_ZH                                                                                 \
    "借用可写借用编号、通知单号（如 2026-3）、申请编号或单位；有几笔相符的会列出供选。"
#define TP_LOAN_EN                                                                                 \
    " LOAN is its number, its notice (such as 2026-3), its demand or its unit; where several fit " \
    "they are listed."

/* Options every movement has: --on, --by, --reason. */
#define TP_MOVE_OPTIONS                                                                            \
    {"on",                                                                                         \
     0,                                                                                            \
     {"日期", "DATE"},                                                                             \
     {"记账日期，缺省为今天", "date of the entry; default: today"},                                \
     NULL},                                                                                        \
        {"by", 0, {"经办人", "WHO"}, {"经办人（必填）", "who does it (required)"}, NULL},          \
    {                                                                                              \
        "reason", 0, {"说明", "TEXT"}, {"说明或文号", "why, or a document number"}, NULL           \
    }
#define TP_COUNT_OPTION                                                                            \
    {                                                                                              \
        "count", 'n', {"数量", "N"}, {"办理数量，缺省为全部", "how many slots; default: all"},     \
            NULL                                                                                   \
    }

#endif

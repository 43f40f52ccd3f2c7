/* --unit, --pool, --category, --on of the commands that read the ledger. */
#ifndef TP_TOOLS_LEDGER_FILTER_H
#define TP_TOOLS_LEDGER_FILTER_H

#include "moves.h"
#include "report/views/ledger.h"

#define TP_FILTER_OPTIONS                                                                          \
    {"unit",                                                                                       \
     0,                                                                                            \
     {"单位", "UNIT"},                                                                             \
     {"只看该单位（编码或名称）", "only this unit (its code or name)"},                            \
     NULL},                                                                                        \
        {"pool",                                                                                   \
         0,                                                                                        \
         {"池", "SCOPE"},                                                                          \
         {"只看该周转池（范围名）", "only this pool (its scope)"},                                 \
         NULL},                                                                                    \
        {"category", 0, {"类别", "CATEGORY"}, {"只看该类别", "only this category"}, NULL},         \
    {                                                                                              \
        "on", 0, {"日期", "DATE"},                                                                 \
            {"截至该日，缺省为全部", "as at the end of that day; default: all"}, NULL              \
    }

typedef void (*tp_ledger_pager)(tp_page *page, const tp_ledger *ledger,
                                const tp_ledger_filter *filter, tp_date on);
/* Reads the options, the ledger, and prints the page. */
int tp_cli_ledger_page(tp_cli *cli, tp_words title, tp_ledger_pager pager);

#endif

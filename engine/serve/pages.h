/* The pages, one file each. Only routes.c reads this list. */
#ifndef TP_SERVE_PAGES_H
#define TP_SERVE_PAGES_H

#include "serve/routes.h"

extern const tp_routes tp_page_home, tp_page_runs, tp_page_live, tp_page_rules, tp_page_data,
    tp_page_jobs, tp_page_compare, tp_page_people, tp_page_ledger, tp_page_moves, tp_page_meeting,
    tp_page_filing, tp_page_minutes, tp_page_import, tp_page_papers;

#endif

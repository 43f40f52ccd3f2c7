/* Papers of the ledger itself: recall notices, reminders of what falls due, the year's report. */
#ifndef TP_REPORT_PAPERS_LEDGER_H
#define TP_REPORT_PAPERS_LEDGER_H

#include "report/document/paper.h"
#include "store/movement.h"
#include "store/names.h"

typedef struct tp_ledger_paper {
    const tp_ledger *ledger;
    const tp_unit_names *names;  /* NULL: codes only */
    const char *issuer, *prefix; /* NULL: as usual */
    const char *head;            /* of all books, as the entry (or now) has it; NULL: not printed */
} tp_ledger_paper;

/* 编制召回通知单 for a recall or expire entry; other kinds: an empty paper. */
void tp_recall_paper(tp_paper *paper, const tp_ledger_paper *p, const tp_journal_entry *entry);
/* 编制借用到期提醒单 for one unit: its loans among those due. */
void tp_due_paper(tp_paper *paper, const tp_ledger_paper *p, const char *unit, const tp_due *due,
                  size_t count, tp_date on);

/* 周转池年度运行报告. `before` and `after` are the ledger at the end of the year before and of this
 * one; p->ledger is not used. */
typedef struct tp_year_report {
    int32_t year;
    const tp_ledger *before, *after;
    const char *issuer;
    const char *head; /* of all books, as the year's last entry left them; NULL: the journal's */
} tp_year_report;
void tp_year_paper(tp_paper *paper, const tp_year_report *report);

#endif

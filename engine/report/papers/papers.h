/* The papers of an approval (or of a draft): what its workbook, CSV set, JSON, committee table and
 * notices all show. Gathered once, so that no writer computes a figure.
 *
 * Only what the approval itself decided is shown, never what the ledger did later: the same
 * approval gives the same bytes. One exception: where all it posted was undone, every page says so.
 * Source: engine/store/LEDGER.md, engine/report/REPORTS.md. */
#ifndef TP_REPORT_PAPERS_PAPERS_H
#define TP_REPORT_PAPERS_PAPERS_H

#include "explain/drafts.h"
#include "explain/outlook.h"
#include "models/rules/filing.h"
#include "report/document/page.h"
#include "report/document/paper.h"
#include "store/approval.h"
#include "store/remark.h"

/* A demand that is not settled in full; those the committee must look at first stand first. */
typedef enum tp_open_kind {
    TP_OPEN_REFUSED,  /* by a rule */
    TP_OPEN_DECLINED, /* by the committee */
    TP_OPEN_DEFERRED,
    TP_OPEN_SHORT,
    TP_OPEN_KINDS
} tp_open_kind;
extern const tp_words tp_open_words[TP_OPEN_KINDS];

typedef struct tp_open_demand {
    int32_t demand;
    tp_open_kind kind;
    int64_t asked, settled, open; /* asked = settled + open */
    tp_words why, next;           /* reasons with their basis; when or how it goes on */
} tp_open_demand;

/* Slots given up: a deposit, reclaim or transfer. */
typedef struct tp_gift {
    tp_journal_kind kind;
    int32_t unit; /* dataset index; TP_ID_NONE: between pools */
    tp_account from, to;
    const char *category;
    int64_t proposed, approved; /* approved 0: proposed and not taken */
    const char *notice;         /* NULL: none */
} tp_gift;

typedef struct tp_papers {
    tp_arena *arena;
    tp_lang lang;
    bool draft;
    const char *issuer; /* who signs notices */
    const char *title;
    int64_t proposal, approval; /* 0: none yet */
    const char *meeting, *decided_by, *decision, *reason;
    tp_date decided_on;      /* none in a draft */
    tp_date undone_on;       /* all it posted was undone by then; none: it stands */
    const char *ledger_head; /* hash of the approval's last entry; "" in a draft */
    const char *head;        /* of all books as the approval left them (store/log.h); "" likewise */
    const tp_run *run;
    tp_approved approved;      /* in a draft as proposed; the next three are its own */
    const int64_t *loan;       /* [n_demands] */
    const int64_t *deposit;    /* [n_lines] */
    const tp_opinion *opinion; /* [n_demands] what was said of each demand */
    tp_journal_entry *moves;   /* reclaims, deposits, transfers, loans; drafts without numbers */
    size_t n_moves;
    tp_journal_entry *expiries; /* returns and renewals of loans that fell due; of a renewal `from`
                                   is whose loan it is; none in drafts */
    size_t n_expiries;
    const tp_open_demand *open; /* by kind, then in input order */
    size_t n_open;
    tp_remark *remarks; /* of the run */
    size_t n_remarks;
    const tp_gift *given; /* in the order of the journal, then what was not taken */
    size_t n_given;
    tp_filing_split filed;   /* of the counts decided; NULLs: the scenario states no total */
    tp_draft_effect *drafts; /* evaluations that are not final and used */
    size_t n_drafts;
} tp_papers;

typedef struct tp_papers_request {
    int64_t approval;   /* an approval, or */
    int64_t proposal;   /* a proposal not decided yet, or */
    const char *run;    /* any run: the latter two only as drafts */
    const char *issuer; /* NULL: the office's plain name */
    tp_lang lang;
} tp_papers_request;

/* `opened` is filled and must outlive the papers. TP_E_INPUT: no such thing; TP_E_REFUSED: a
 * rejected proposal, a run without an answer. */
tp_status tp_papers_gather(tp_papers *out, tp_opened_run *opened, tp_store *store,
                           const tp_papers_request *request, tp_arena *arena, tp_err *err);

/* What stands on every page: TP_MARK_DRAFT, TP_MARK_UNDONE, or NULL. */
const char *tp_papers_mark(const tp_papers *papers);

/* Fills open and n_open (done by gather). */
tp_status tp_papers_open_demands(tp_papers *papers, tp_err *err);
/* A pool as papers call it, and what moves between pools: "甲 → 乙"; a conversion stays in one. */
const char *tp_paper_pool(tp_paper *paper, const char *scope, const char *ring);
const char *tp_paper_arc(tp_paper *paper, const tp_gift *gift);
/* The books enter a conversion twice, out of one category and into the other: whether given[i] is
 * the first half with the second after it; the category, of both "工勤 → 事业". */
bool tp_gift_has_half(const tp_papers *papers, size_t i);
const char *tp_paper_gift_category(tp_paper *paper, const tp_papers *papers, size_t i);
/* Fills given (done by gather). */
tp_status tp_papers_given(tp_papers *papers, tp_err *err);
int64_t tp_papers_open_sum(const tp_papers *papers, tp_open_kind kind);

/* Views: info, comparison, movements, open, usage, differences, ledger. */
void tp_papers_page(tp_page *page, const tp_papers *papers);

/* Units that get a notice, in order of their numbers. */
typedef struct tp_notice {
    int32_t unit;       /* dataset index */
    const char *number; /* "2026-3"; "" in a draft */
} tp_notice;
tp_status tp_papers_notices(tp_notice **out, size_t *count, const tp_papers *papers, tp_err *err);

/* Units that get a reply, for what is refused, turned down, put off, or gets nothing; numbered
 * "2026-1-3" by year, approval and order. */
tp_status tp_papers_replies(tp_notice **out, size_t *count, const tp_papers *papers, tp_err *err);
/* Two paragraphs: what becomes of an open demand and why; what follows. */
void tp_open_paragraphs(tp_paper *paper, const tp_papers *papers, const tp_open_demand *open);
void tp_reply_paper(tp_paper *paper, const tp_papers *papers, const tp_notice *reply);

void tp_notice_paper(tp_paper *paper, const tp_papers *papers, const tp_notice *notice);
/* Who met and how they voted, as somebody wrote it down; NULL or "": a line to fill in. */
typedef struct tp_attendance {
    const char *chair, *present, *absent, *votes;
} tp_attendance;
/* 会议纪要 of an approval. */
void tp_minutes_paper(tp_paper *paper, const tp_papers *papers, const tp_attendance *who);
void tp_committee_paper(tp_paper *paper, const tp_papers *papers);

/* A number with the office's prefix: "编周转复〔2026〕1-3号" / "Reply no. 1-3 of 2026". */
const char *tp_paper_number(tp_paper *paper, const char *zh_kind, const char *en_kind,
                            const char *number);
/* Papers of a plan of several periods (nothing is planned with one). `yearly` is its periods
 * decided one by one. The office's: the plan as a document and as a workbook's views. */
void tp_plan_paper(tp_paper *paper, const tp_papers *papers, const tp_yearly *yearly);
void tp_plan_workbook(tp_page *page, const tp_papers *papers, const tp_yearly *yearly);
/* A unit's 用编进人计划表; units that ask, deposit, or have loans running, in input order. */
tp_status tp_papers_planned(int32_t **out, size_t *count, const tp_papers *papers, tp_err *err);
void tp_unit_plan_paper(tp_paper *paper, const tp_papers *papers, int32_t unit);
void tp_unit_plan_workbook(tp_page *page, const tp_papers *papers, int32_t unit);

/* "编周转〔2026〕3号" / "No. 3 of 2026"; in a draft the number is left blank. */
const char *tp_notice_number(tp_paper *paper, const char *number);

/* Loans that fall due: how many are decided of the unit's, or of all (TP_ID_NONE). Nothing is added
 * if none is: the committee's section, the minutes' sentence and section (whether there is one). A
 * unit's part of its notice. */
size_t tp_expiry_decided(const tp_papers *papers, int32_t unit);
void tp_expiry_section(tp_paper *paper, const tp_papers *papers);
void tp_expiry_sentence(tp_paper *paper, const tp_papers *papers);
bool tp_expiry_minuted(tp_paper *paper, const tp_papers *papers, const char *heading);
void tp_expiry_part(tp_paper *paper, const tp_papers *papers, int32_t unit, const char *ordinal);

/* Fills filed (done by gather). */
tp_status tp_papers_filed(tp_papers *papers, tp_err *err);
/* Is the loan of this demand filed, by the counts decided? */
bool tp_papers_files(const tp_papers *papers, int32_t demand);
/* The committee's table: for its information. Nothing where nothing is filed. */
void tp_filing_section(tp_paper *paper, const tp_papers *papers);
/* 备案表 of one item. */
void tp_filing_paper(tp_paper *paper, const tp_papers *papers, int32_t item);

/* Is it of a reorganisation: a succession, or slots that change their owner? */
bool tp_papers_regroups(const tp_journal_entry *move);

#endif

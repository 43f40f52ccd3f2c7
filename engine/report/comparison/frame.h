/* What the sections of a report share: the state they fill and the phrases they are made of. */
#ifndef TP_REPORT_COMPARISON_FRAME_H
#define TP_REPORT_COMPARISON_FRAME_H

#include "explain/compare.h"
#include "report/comparison/given.h"
#include "report/views/run.h"
#include "report/writers/html.h"

/* A unit, and how many more slots it can use: against the baseline, or, of one run alone, against
 * today. */
typedef struct tp_whom {
    const char *name;
    int64_t change[TP_REPORT_MOST];
} tp_whom;

typedef struct tp_reporting {
    tp_buf *out;
    tp_page page; /* texts and tables made on the way */
    tp_arena *arena;
    tp_err *err;
    const tp_report *report;
    const tp_words *label; /* [n_entries] "A 民生优先" */
    const tp_words *mark;  /* [n_entries] "A" */
    size_t n;              /* runs with an answer; run 0 is what the others are compared with */
    size_t entry[TP_REPORT_MOST]; /* [n] which entry it is */
    const tp_run *runs[TP_REPORT_MOST];
    tp_comparison cmp;
    tp_whom *whom; /* units with a movement in some run, in the order of the comparison */
    size_t n_whom;
    int number;     /* of the section last begun */
    size_t picture; /* where the picture last begun stands in `out` */
} tp_reporting;

/* <section> with its numbered heading; `id` is its anchor. */
void tp_report_open(tp_reporting *r, const char *id, tp_words title);
void tp_report_close(tp_reporting *r);
void tp_report_say(tp_reporting *r, tp_words text);
/* Filled template; {0} … are the same in both languages. */
void tp_report_fill(tp_reporting *r, tp_words text, size_t count, const char *const *args);
#define TP_REPORT_SAY(r, words, ...)                                                               \
    tp_report_fill((r), (words), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,          \
                   TP_ARGS_("", ##__VA_ARGS__) + 1)
/* "1 slot", "12 slots". */
const char *tp_report_slots(tp_reporting *r, int64_t count);
/* "1 unit", "2 units": with the noun's plural given. */
const char *tp_report_nouns(tp_reporting *r, int64_t count, const char *one, const char *many);
const char *tp_report_count(tp_reporting *r, int64_t count);
/* Sentences and tables of a page of their own. */
void tp_report_put(tp_reporting *r, const tp_page *page);
bool tp_report_answered(const tp_run *run);
/* Begins and ends a picture with a caption. */
void tp_report_figure_open(tp_reporting *r, tp_words caption);
void tp_report_figure_close(tp_reporting *r);
/* Draws a picture twice, for paper and screens and for a telephone; the style sheet shows one.
 * `*step` begins at 0; false: both are drawn. Names that had to be cut follow in full. */
bool tp_report_next_size(tp_reporting *r, int *step, int *width);
#define TP_REPORT_BOTH_SIZES(r, figure)                                                            \
    for (int step_ = 0; tp_report_next_size((r), &step_, &(figure).width);)
/* Loans of a line in an answer. */
int64_t tp_report_line_loans(const tp_run *run, int32_t line);
/* Slots a reorganisation gave the line, less those it took; what a line can use more afterwards in
 * all. Figures of the data are those after the reorganisation and the end of loans. */
int64_t tp_report_line_regrouped(const tp_run *run, int32_t line);
int64_t tp_report_line_change(const tp_run *run, int32_t line);
tp_words tp_report_sector(const char *name);
/* One text a run ([n]): once if all agree, else each under the marks of the runs it holds for. */
void tp_report_by_run(tp_reporting *r, const tp_words *text);

#endif

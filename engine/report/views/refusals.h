/* A refusal as an official says it: why, on what basis, and when the unit may ask again.
 *
 * A date is promised only where every rule that refuses today ends by itself: then it is the latest
 * of their dates. Otherwise what must first be put right is named. */
#ifndef TP_REPORT_VIEWS_REFUSALS_H
#define TP_REPORT_VIEWS_REFUSALS_H

#include "report/document/page.h"
#include "run/run.h"

/* The first day on which none of these rules refuses; TP_DATE_NONE: some do not end by
 * themselves. */
tp_date tp_refusal_until(const tp_reasons *reasons);
/* "2027-03-01 起可再申请" or "须先解决“整改逾期”（不随时间解除）", in the page's arena. */
tp_words tp_refusal_again(tp_page *page, const tp_reasons *reasons);
/* The same of a refused demand of a run; of a plan also from when on it is admitted there. */
tp_words tp_refusal_follows(tp_page *page, const tp_run *run, int32_t demand);
/* All reasons as one text, each with its basis where one is stated. */
tp_words tp_refusal_text(tp_page *page, const tp_reasons *reasons);

#endif

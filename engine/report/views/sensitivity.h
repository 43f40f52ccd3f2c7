/* Page of a sensitivity: what one more and one fewer is worth. */
#ifndef TP_REPORT_VIEWS_SENSITIVITY_H
#define TP_REPORT_VIEWS_SENSITIVITY_H

#include "explain/sensitivity.h"
#include "report/document/page.h"

typedef struct tp_sensitivity_page_options {
    bool all; /* figures that change nothing either way too */
} tp_sensitivity_page_options;

/* The page is initialised here. */
tp_status tp_sensitivity_page(tp_page *page, const tp_sensitivity *found,
                              const tp_sensitivity_page_options *options, tp_arena *arena,
                              tp_err *err);

#endif

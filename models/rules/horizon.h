/* The horizon: how many periods are decided at once, what they weigh, and what the planner expects
 * to change. Source: models/README.md, 11 Several periods. */
#ifndef TP_MODELS_RULES_HORIZON_H
#define TP_MODELS_RULES_HORIZON_H

#include "models/bind.h"

enum { TP_PERIODS_MOST = 10, TP_TAIL_MOST = 100 };

/* Something the planner expects, from a date after the first decision on. */
typedef enum tp_expected_kind {
    TP_EXPECT_CLOSED,   /* subject: issue */
    TP_EXPECT_OUTCOME,  /* subject: unit; grade, saturation, or both */
    TP_EXPECT_FIGURES,  /* subject: line; authorised, cap, or both */
    TP_EXPECT_WITHDRAWN /* subject: demand */
} tp_expected_kind;
typedef struct tp_expected {
    tp_expected_kind kind;
    int32_t subject;
    tp_date from;
    const char *grade;       /* NULL: not stated */
    tp_dec saturation;       /* TP_DEC_NONE: not stated */
    int64_t authorised, cap; /* TP_INT_NONE: not stated */
    tp_pos pos;
} tp_expected;

typedef struct tp_horizon {
    int periods; /* T */
    int64_t months;
    tp_date at[TP_PERIODS_MOST + 1]; /* a_1 … a_T, and the day the last period ends before */
    tp_dec weight[TP_PERIODS_MOST];  /* w_t */
    tp_expected *expected;           /* by date, then as stated; those not after a_1 left out */
    size_t n_expected;
    int64_t *keep;      /* [n_lines] how far down running loans go back; NULL: to none */
    tp_date *withdrawn; /* [n_demands] TP_DATE_NONE: not; NULL: none is */
} tp_horizon;

/* T of a scenario; 1 without a horizon. */
int tp_horizon_periods(const tp_scenario *scenario);
/* Never NULL. With T = 1 nothing is expected and the weight is 1. */
const tp_horizon *tp_horizon_of(const tp_binding *b);

/* discount^from + … + discount^to, the exact number rounded half up to 6 digits. */
tp_dec tp_horizon_weight(tp_dec discount, int from, int to);
/* A weight of a goal in a period: w × value, exact, rounded half up to 6 digits; the sign apart. */
tp_dec tp_horizon_weigh(tp_dec weight, tp_dec value);

#endif

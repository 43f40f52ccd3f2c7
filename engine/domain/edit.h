/* A figure of the dataset seen as another one, for a what-if (tp_session_vary). */
#ifndef TP_DOMAIN_EDIT_H
#define TP_DOMAIN_EDIT_H

#include <stdint.h>

/* A figure of the dataset to be looked at as if it were another one. `subject` is the canonical
 * index of the row of limits or findings, line, issue, demand, outcome or lot; TP_INT_NONE takes a
 * bound away. */
typedef enum tp_edit_kind {
    TP_EDIT_LIMIT_LEAST,   /* row of limits */
    TP_EDIT_LIMIT_MOST,    /* row of limits */
    TP_EDIT_CAP,           /* line */
    TP_EDIT_LENT,          /* line */
    TP_EDIT_ISSUE_CLOSED,  /* issue; value: packed date */
    TP_EDIT_FINDING_UNTIL, /* row of findings; value: packed date */
    TP_EDIT_MINIMUM,       /* demand */
    TP_EDIT_QUANTITY,      /* demand; 0: as if it had not been filed (its minimum must be 0 too) */
    TP_EDIT_IN_POST,       /* line */
    TP_EDIT_SATURATION,    /* outcome; value: millionths */
    TP_EDIT_LOT_LESS,      /* lot; value: slots fewer in it */
    TP_EDIT_LOT_MORE       /* line; value: packed date since which `count` more are vacant */
} tp_edit_kind;
typedef struct tp_data_edit {
    tp_edit_kind kind;
    int32_t subject;
    int64_t value;
    int64_t count; /* TP_EDIT_LOT_MORE only */
} tp_data_edit;

#endif

/* What the looks of anomalies.h share. Inside explain/ only. */
#ifndef TP_EXPLAIN_ANOMALIES_PARTS_H
#define TP_EXPLAIN_ANOMALIES_PARTS_H

#include "explain/anomalies.h"

typedef struct tp_anomaly_look {
    tp_anomalies *out;
    const tp_run *run;
    const tp_anomaly_options *options;
    tp_arena *arena;
    tp_err *err;
} tp_anomaly_look;

/* A new one, to be filled; NULL: memory is out. */
tp_anomaly *tp_anomaly_add(tp_anomaly_look *look, tp_anomaly_kind kind, int32_t unit, int32_t line);
bool tp_anomaly_edit(tp_anomaly_look *look, tp_anomaly *at, tp_data_edit edit);

/* From registers of several days (anomalies_history.c). */
tp_status tp_anomalies_of_history(tp_anomaly_look *look);

#endif

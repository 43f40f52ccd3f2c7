/* What is formally right but hardly meant: warnings, each at its cell. Inside the dataset_* files,
 * and for a session that knows the day it looks from. */
#ifndef TP_DOMAIN_DATASET_DOUBT_H
#define TP_DOMAIN_DATASET_DOUBT_H

#include "domain/dataset_build.h"

/* After a table was built; silent where the builder is quiet. False: memory is out. */
bool tp_doubt_units(tp_builder *b, const tp_kept *kept);
bool tp_doubt_lines(tp_builder *b, const tp_kept *kept);
bool tp_doubt_outcomes(tp_builder *b, const tp_kept *kept);
bool tp_doubt_demands(tp_builder *b, const tp_kept *kept);

/* Dates that do not go with the day a scenario looks from. */
void tp_doubt_day(const tp_dataset *data, tp_date as_of, tp_pos stated, tp_diags *diags);

/* Their pieces, for a dataset that is loaded (dataset_review.h): far more than a line has; hardly a
 * saturation; demands of one line that agree in everything (without a date or document that proves
 * nothing). */
bool tp_doubt_proportion(int64_t count, int64_t authorised);
bool tp_doubt_saturation(tp_dec saturation);
void tp_doubt_same_demands(const tp_dataset *data, const tp_line *line, tp_diags *diags);
extern const tp_msg tp_msg_doubt_saturation, tp_msg_doubt_in_post, tp_msg_doubt_quantity,
    tp_msg_doubt_name;

#endif

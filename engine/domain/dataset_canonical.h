/* Pieces of the canonical form. Inside the dataset_* files only. */
#ifndef TP_DOMAIN_DATASET_CANONICAL_H
#define TP_DOMAIN_DATASET_CANONICAL_H

#include "domain/dataset_tables.h"

#define TP_CANONICAL_FIRST "turnpool.dataset/1\n"

/* Header of the section after the tables, see dataset_canonical.c. */
#define TP_CANONICAL_GRANTED "demand,count,on,notice\n"
#define TP_CANONICAL_RUNNING "unit,category,due,count,loan,demand\n"
#define TP_CANONICAL_RUNNING_1 "unit,category,due,count\n" /* without their numbers, until 0.1 */
/* Sections after those of the tables, in this order, each only where there is anything. */
enum { TP_SECTION_GRANTED = TP_TABLES, TP_SECTION_RUNNING, TP_SECTIONS };
extern const char *const tp_section_names[TP_SECTIONS - TP_TABLES];

/* The CSV of one table, header included. */
void tp_canonical_section(tp_buf *out, const tp_dataset *data, tp_data_table which);
/* SHA-256 of the whole form; false when memory is out. */
bool tp_canonical_hash(const tp_dataset *data, char hex[TP_SHA256_HEX]);

#endif

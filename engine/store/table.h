/* Inside the store: every table as what it says, apart from where and when it was put in. Identity
 * of a store (digest.h), joining stores (merge.h) and the canonical order of rows follow from
 * this. */
#ifndef TP_STORE_TABLE_H
#define TP_STORE_TABLE_H

#include "store/db.h"

typedef enum tp_table_use {
    TP_TABLE_COMPUTED, /* named by hashes: may be joined */
    TP_TABLE_DECIDED,  /* what people decided or booked: a chain, which cannot be joined */
    TP_TABLE_PASSING   /* about this file alone: no content */
} tp_table_use;

typedef struct tp_table {
    const char *name;
    const char *key;        /* columns that name a row, with commas; rows are ordered by them */
    const char *content;    /* further columns that belong to it; NULL: none */
    const char *provenance; /* columns that say where it was first read from: no content; of several
                               the least stays; NULL: none */
    const char *clock;      /* when it was put in; NULL: not noted */
    const char *from;       /* the rows, where the table itself has no column for all of the key */
    const char *made;       /* that column */
    const char *hashed[3][2]; /* columns and those that hold their SHA-256; {NULL}: end */
    tp_table_use use;
} tp_table;

/* A table comes after those its rows refer to. */
extern const tp_table tp_tables[];
extern const size_t tp_n_tables;

#endif

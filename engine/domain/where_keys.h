/* How filters are written. Internal to domain/. */
#ifndef TP_DOMAIN_WHERE_KEYS_H
#define TP_DOMAIN_WHERE_KEYS_H

#include "domain/where.h"

/* A class of demands by its name in either language; -1: there is no such class. */
int tp_where_class(const char *text);
/* Where the i-th value of an attribute stands. */
tp_pos tp_where_value_pos(const tp_where *where, int attribute, size_t i);

#endif

/* The classes of demands as filters name them. Internal to domain/. */
#ifndef TP_DOMAIN_WHERE_KEYS_H
#define TP_DOMAIN_WHERE_KEYS_H

#include "domain/where.h"

extern const tp_words tp_where_class_words[TP_CLASSES]; /* en: as written in data */
int tp_where_class(const char *text);                   /* tp_demand_class, or -1 */

#endif

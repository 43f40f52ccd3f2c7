/* Which values the attributes of a dataset take: noted once, asked by every filter. */
#ifndef TP_DOMAIN_USES_H
#define TP_DOMAIN_USES_H

#include "domain/where.h"

/* Notes them anew, after names were added or outcomes changed. False: memory is out. */
bool tp_uses_note(tp_dataset *data);

/* Does the attribute take the value (an id in names; a unit for unit and parent) anywhere? */
bool tp_uses_has(const tp_dataset *data, tp_attribute attribute, int32_t id);

#endif

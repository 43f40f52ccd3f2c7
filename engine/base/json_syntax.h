/* Whether a text is well-formed JSON (RFC 8259, at most 64 levels), told without an allocation.
 *
 * A parser that runs out of memory may call what it was reading a fault; this tells the two
 * apart. */
#ifndef TP_BASE_JSON_SYNTAX_H
#define TP_BASE_JSON_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

bool tp_json_well_formed(const char *bytes, size_t length);

#endif

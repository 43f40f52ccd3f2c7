/* The text of a YAML file of the user's: UTF-8 as it should be, or GB18030, UTF-16 read as such and
 * said. Internal to read/ and its callers that parse trees. */
#ifndef TP_READ_TREE_SOURCE_H
#define TP_READ_TREE_SOURCE_H

#include "read/tree.h"

/* As tp_source_read, at most TP_TREE_BYTES. A file that is neither UTF-8 nor plainly Chinese in
 * GB18030 is an error at its first byte that is not UTF-8. */
tp_status tp_tree_source(tp_source *out, tp_arena *arena, const char *path, tp_diags *diags,
                         tp_err *err);

#endif

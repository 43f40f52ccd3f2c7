/* What data call a thing, as the name of a file. Two things never share one, also where a file
 * system takes A for a. */
#ifndef TP_BASE_FILE_STEM_H
#define TP_BASE_FILE_STEM_H

#include "base/ids.h"

/* "FOLDER/BEFORE+TEXT" (no folder: ""), without extension, numbered where that is in `taken`, which
 * it then is. NULL: memory is out. */
const char *tp_file_stem(tp_ids *taken, tp_arena *arena, const char *folder, const char *before,
                         const char *text);

#endif

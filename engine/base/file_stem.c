#include "base/file_stem.h"

#include "base/text.h"

#include <string.h>

const char *tp_file_stem(tp_ids *taken, tp_arena *arena, const char *folder, const char *before,
                         const char *text)
{
    const char *slash = *folder ? "/" : "";
    char *name = tp_arena_text(arena, text);
    for (char *at = name; at && *at; at++)
        if (strchr("/\\:*?\"<>|=", *at) || (unsigned char)*at < 0x20)
            *at = '_';
    const char *stem =
        name ? tp_arena_format(arena, "%s%s%s%s", folder, slash, before, name) : NULL;
    for (int n = 2; stem; n++) {
        bool fresh = false;
        const char *folded = tp_text_folded(arena, stem);
        if (!folded || tp_ids_add(taken, folded, strlen(folded), &fresh) == TP_ID_NONE)
            return NULL;
        if (fresh)
            return stem;
        stem = tp_arena_format(arena, "%s%s%s%s~%d", folder, slash, before, name, n);
    }
    return NULL;
}

#include "report/writers/writers.h"

#include <string.h>

#define NAME(name) #name,
const char *const tp_writer_names[] = {TP_WRITERS(NAME) NULL};
#undef NAME

const tp_writer *tp_writer_find(const char *name)
{
#define WRITER(name) &tp_writer_##name,
    static const tp_writer *const writers[] = {TP_WRITERS(WRITER)};
#undef WRITER
    for (size_t i = 0; tp_writer_names[i]; i++)
        if (strcmp(tp_writer_names[i], name) == 0)
            return writers[i];
    return NULL;
}

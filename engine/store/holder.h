/* Who holds the lock on a store, as far as the system tells. */
#ifndef TP_STORE_HOLDER_H
#define TP_STORE_HOLDER_H

#include <stddef.h>

/* Writes "pid 1234, turnpool", or nothing where the system does not say. Looks the lock up in
 * /proc/locks: opening the file to ask would drop our own locks when it is closed. */
void tp_store_holder(const char *path, char *out, size_t size);

#endif

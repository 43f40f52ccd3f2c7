/* SHA-256 by way of libcrypto. */
#ifndef TP_BASE_SHA256_H
#define TP_BASE_SHA256_H

#include "base/err.h"

enum { TP_SHA256_HEX = 65 };

typedef struct tp_sha256 tp_sha256;

tp_sha256 *tp_sha256_create(void); /* NULL: memory is out */
void tp_sha256_add(tp_sha256 *hash, const void *bytes, size_t length);
/* Writes 64 lower-case hex digits and a NUL; false if the library failed at any step. */
bool tp_sha256_end(tp_sha256 *hash, char hex[TP_SHA256_HEX]);
void tp_sha256_free(tp_sha256 *hash);

bool tp_sha256_of(const void *bytes, size_t length, char hex[TP_SHA256_HEX]);

#endif

#include "base/sha256.h"

/* The plain functions: those of EVP fetch their algorithm at the first use, with allocations that
 * OpenSSL 3.0 does not all check. These allocate nothing. */
#define OPENSSL_API_COMPAT 10100
#include <openssl/sha.h>
#include <stdlib.h>

struct tp_sha256 {
    SHA256_CTX context;
    bool failed;
};

tp_sha256 *tp_sha256_create(void)
{
    tp_sha256 *hash = calloc(1, sizeof *hash);
    if (hash && SHA256_Init(&hash->context) != 1)
        hash->failed = true;
    return hash;
}

void tp_sha256_add(tp_sha256 *hash, const void *bytes, size_t length)
{
    if (length && SHA256_Update(&hash->context, bytes, length) != 1)
        hash->failed = true;
}

bool tp_sha256_end(tp_sha256 *hash, char hex[TP_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[SHA256_DIGEST_LENGTH];
    hex[0] = '\0';
    if (hash->failed || SHA256_Final(sum, &hash->context) != 1)
        return false;
    for (size_t i = 0; i < sizeof sum; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[TP_SHA256_HEX - 1] = '\0';
    return true;
}

void tp_sha256_free(tp_sha256 *hash)
{
    free(hash);
}

bool tp_sha256_of(const void *bytes, size_t length, char hex[TP_SHA256_HEX])
{
    tp_sha256 *hash = tp_sha256_create();
    if (!hash)
        return false;
    tp_sha256_add(hash, bytes, length);
    bool ok = tp_sha256_end(hash, hex);
    tp_sha256_free(hash);
    return ok;
}

#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct tp_sha256 {
    EVP_MD_CTX *context;
    bool failed;
};

tp_sha256 *tp_sha256_create(void)
{
    tp_sha256 *hash = calloc(1, sizeof *hash);
    if (!hash)
        return NULL;
    hash->context = EVP_MD_CTX_new();
    if (!hash->context || EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL) != 1) {
        tp_sha256_free(hash);
        return NULL;
    }
    return hash;
}

void tp_sha256_add(tp_sha256 *hash, const void *bytes, size_t length)
{
    if (length && EVP_DigestUpdate(hash->context, bytes, length) != 1)
        hash->failed = true;
}

bool tp_sha256_end(tp_sha256 *hash, char hex[TP_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    hex[0] = '\0';
    if (hash->failed || EVP_DigestFinal_ex(hash->context, sum, &length) != 1 || length != 32)
        return false;
    for (unsigned i = 0; i < length; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[64] = '\0';
    return true;
}

void tp_sha256_free(tp_sha256 *hash)
{
    if (hash)
        EVP_MD_CTX_free(hash->context);
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

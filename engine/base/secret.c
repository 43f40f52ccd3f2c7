#include "base/secret.h"

#include <sodium.h>
#include <string.h>

const tp_secret_cost tp_secret_cost_usual = {3, 64 << 10};

tp_status tp_secret_of_password(unsigned char key[TP_KEY_BYTES], const char *password,
                                const unsigned char salt[TP_SALT_BYTES], tp_secret_cost cost,
                                tp_err *err)
{
    if (sodium_init() < 0 ||
        crypto_pwhash(key, TP_KEY_BYTES, password, strlen(password), salt,
                      (unsigned long long)cost.passes, (size_t)cost.memory_kib << 10,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return tp_fail_nomem(err);
    return TP_OK;
}

bool tp_secret_derive(unsigned char out[TP_KEY_BYTES], const char *purpose,
                      const unsigned char secret[TP_KEY_BYTES])
{
    return crypto_generichash(out, TP_KEY_BYTES, (const unsigned char *)purpose, strlen(purpose),
                              secret, TP_KEY_BYTES) == 0;
}

void tp_secret_seal(unsigned char out[TP_SEALED_BYTES], const unsigned char seed[TP_KEY_BYTES],
                    const unsigned char key[TP_KEY_BYTES],
                    const unsigned char nonce[TP_NONCE_BYTES])
{
    memcpy(out, nonce, TP_NONCE_BYTES);
    crypto_secretbox_easy(out + TP_NONCE_BYTES, seed, TP_KEY_BYTES, nonce, key);
}

bool tp_secret_open(unsigned char seed[TP_KEY_BYTES], const unsigned char sealed[TP_SEALED_BYTES],
                    const unsigned char key[TP_KEY_BYTES])
{
    return crypto_secretbox_open_easy(seed, sealed + TP_NONCE_BYTES,
                                      TP_SEALED_BYTES - TP_NONCE_BYTES, sealed, key) == 0;
}

static void pair(unsigned char key[TP_PUBLIC_BYTES], unsigned char secret[64],
                 const unsigned char seed[TP_KEY_BYTES])
{
    crypto_sign_seed_keypair(key, secret, seed);
}

void tp_sign_public(unsigned char out[TP_PUBLIC_BYTES], const unsigned char seed[TP_KEY_BYTES])
{
    unsigned char secret[64];
    pair(out, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void tp_sign(unsigned char out[TP_SIGNATURE_BYTES], const void *message, size_t length,
             const unsigned char seed[TP_KEY_BYTES])
{
    unsigned char key[TP_PUBLIC_BYTES], secret[64];
    pair(key, secret, seed);
    crypto_sign_detached(out, NULL, message, length, secret);
    sodium_memzero(secret, sizeof secret);
}

bool tp_signed(const unsigned char signature[TP_SIGNATURE_BYTES], const void *message,
               size_t length, const unsigned char key[TP_PUBLIC_BYTES])
{
    return crypto_sign_verify_detached(signature, message, length, key) == 0;
}

void tp_secret_wipe(void *bytes, size_t length)
{
    sodium_memzero(bytes, length);
}

void tp_hex_write(char *out, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * length] = '\0';
}

bool tp_hex_read(unsigned char *out, size_t length, const char *text)
{
    if (strlen(text) != 2 * length)
        return false;
    for (size_t i = 0; i < 2 * length; i++) {
        char c = text[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return false;
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | digit : digit << 4);
    }
    return true;
}

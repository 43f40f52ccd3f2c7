/* Passwords, keys and signatures: the one place that knows libsodium.
 *
 * A password becomes a key by Argon2id; what it opens is a seed of 32 bytes, from which the pair of
 * Ed25519 keys follows. A seed is kept sealed (XSalsa20-Poly1305): under the key of a password, or
 * under a token that only a browser holds. No randomness of its own: salts, nonces and seeds come
 * from the caller. Errors: TP_E_NOMEM where Argon2id gets no memory. */
#ifndef TP_BASE_SECRET_H
#define TP_BASE_SECRET_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TP_KEY_BYTES = 32,
    TP_SALT_BYTES = 16,
    TP_NONCE_BYTES = 24,
    TP_SEALED_BYTES = TP_NONCE_BYTES + 16 + TP_KEY_BYTES,
    TP_PUBLIC_BYTES = 32,
    TP_SIGNATURE_BYTES = 64
};

/* What Argon2id may cost whoever guesses, and whoever signs in. */
typedef struct tp_secret_cost {
    int32_t passes, memory_kib;
} tp_secret_cost;
extern const tp_secret_cost tp_secret_cost_usual; /* 64 MiB, 3 passes: a fifth of a second */

tp_status tp_secret_of_password(unsigned char key[TP_KEY_BYTES], const char *password,
                                const unsigned char salt[TP_SALT_BYTES], tp_secret_cost cost,
                                tp_err *err);
/* A value that says nothing about the secret it was made from; another one for every purpose. */
bool tp_secret_derive(unsigned char out[TP_KEY_BYTES], const char *purpose,
                      const unsigned char secret[TP_KEY_BYTES]);

void tp_secret_seal(unsigned char out[TP_SEALED_BYTES], const unsigned char seed[TP_KEY_BYTES],
                    const unsigned char key[TP_KEY_BYTES],
                    const unsigned char nonce[TP_NONCE_BYTES]);
/* False: another key, or it was altered. */
bool tp_secret_open(unsigned char seed[TP_KEY_BYTES], const unsigned char sealed[TP_SEALED_BYTES],
                    const unsigned char key[TP_KEY_BYTES]);

void tp_sign_public(unsigned char out[TP_PUBLIC_BYTES], const unsigned char seed[TP_KEY_BYTES]);
void tp_sign(unsigned char out[TP_SIGNATURE_BYTES], const void *message, size_t length,
             const unsigned char seed[TP_KEY_BYTES]);
bool tp_signed(const unsigned char signature[TP_SIGNATURE_BYTES], const void *message,
               size_t length, const unsigned char key[TP_PUBLIC_BYTES]);

/* Overwritten, whatever the compiler thinks of it. */
void tp_secret_wipe(void *bytes, size_t length);

/* Lower-case digits and a NUL: out has 2 × length + 1 bytes. */
void tp_hex_write(char *out, const unsigned char *bytes, size_t length);
/* False: not exactly so many digits. */
bool tp_hex_read(unsigned char *out, size_t length, const char *text);

#endif

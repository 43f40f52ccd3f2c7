/* The JSON of a certificate, as far as it has any: no fractions, escapes kept as they are. Nothing
 * of the argument is here: recheck.c is what an auditor reads. Faults are told in `failed`, the
 * first one stays. Memory is given back at the end of the program only. */
#ifndef TP_RECHECK_JSON_H
#define TP_RECHECK_JSON_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct value {
    char kind; /* n null, i whole number, s text, a array, o object */
    mpz_t number;
    char *text, **key;
    struct value *item;
    size_t count;
} value;

extern const char *failed; /* NULL: all is well */
extern const value nothing;

void *need(void *memory); /* ends the program where there is none */
/* The document in a file; ends the program with code 2 where it is not valid. */
value read_document(const char *path);
const value *get(const value *object, const char *key);  /* nothing, if it is not there */
const value *list(const value *object, const char *key); /* a fault, if it is no array */
mpz_srcptr whole(const value *v);
mpz_srcptr number(const value *object, const char *key);
size_t index_of(const value *v, size_t limit); /* below the limit */

#endif

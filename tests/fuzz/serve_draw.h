/* Malformed requests: what is put where the stars of a route are, which fields a query or a form
 * has, and how its bytes are spoilt. */
#ifndef TP_FUZZ_SERVE_DRAW_H
#define TP_FUZZ_SERVE_DRAW_H

#include "base/buf.h"
#include "serve/routes.h"

#include <stdint.h>

/* Who asks: of a store without accounts; an office's person with all roles; its administrator;
 * nobody. The order is that of the cookies. */
enum { ALONE, PERSON, ADMIN, NOBODY, WHO };
enum { WORDS = 1500, WORD = 96 };
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

typedef struct client {
    uint64_t state;
    unsigned long rounds;
    bool prepares; /* what all of them look at */
    char cookie[WHO][160], token[WHO][65];
    char (*words)[WORD]; /* names of fields, values, ends of addresses: as pages show them */
    size_t n_words;
    int faults;
} client;

uint32_t client_draw(client *c, uint32_t below);
/* Some of what a page names: name="…", value="…", href="…". */
void client_learn(client *c, const tp_buf *page);
void client_learn_word(client *c, const char *text, size_t length);

/* A request to the route; NULL: to what stands in no table. It is well formed, its values need not
 * be. */
void client_make(client *c, tp_buf *out, const tp_route *route, int who, uint16_t port);
/* Spoils some of its bytes. */
void client_spoil(client *c, tp_buf *text);

#endif

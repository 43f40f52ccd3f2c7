/* Documented exceptions, for those who list them. */
#ifndef TP_MODELS_RULES_EXCEPTIONS_H
#define TP_MODELS_RULES_EXCEPTIONS_H

#include "models/case.h"

typedef struct tp_exception {
    const char *demand, *rule, *basis;
    tp_pos pos;
} tp_exception;

/* Those the scenario states, in its order. */
const tp_exception *tp_exceptions_of(const tp_binding *b, size_t *count);
/* Does it lift a denial in this case? */
bool tp_exception_used(const tp_case *c, const tp_exception *exception);

#endif

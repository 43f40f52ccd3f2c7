#include "solve/relaxation/engine.h"

#define EXACT_DOUBLE ((int64_t)1 << 53)

bool tp_relax_fits(int64_t v)
{
    return v >= -EXACT_DOUBLE && v <= EXACT_DOUBLE;
}

void *tp_relax_self(const tp_relax *r, const tp_relax_engine *engine)
{
    return r && r->engine == engine ? r->self : NULL;
}

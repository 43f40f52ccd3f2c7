#include "models/value.h"

#include "models/rule.h"
#include "models/rules/tranches.h"

bool tp_value_of(const tp_binding *b, int32_t demand, int part, tp_dec *out)
{
    tp_dec factors[65];
    size_t n = 0;
    for (int r = 0; r < tp_n_rules; r++) {
        if (!tp_rules[r]->weight)
            continue;
        if (b->reads)
            *b->reads |= b->prepared[r];
        factors[n++] = tp_rules[r]->weight(b, r, demand);
    }
    factors[n++] = tp_tranches_value(b, part);
    return tp_dec_product(factors, n, out);
}

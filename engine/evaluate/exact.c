#include "evaluate/exact.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool natural_times(tp_natural *x, uint64_t factor)
{
    if (factor == 0) {
        x->words = 0;
        return true;
    }
    uint64_t carry = 0;
    for (int32_t i = 0; i < x->words; i++) {
        wide product = (wide)x->word[i] * factor + carry;
        x->word[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    if (!carry)
        return true;
    if (x->words == TP_EXACT_WORDS)
        return false;
    x->word[x->words++] = carry;
    return true;
}

static bool natural_add(tp_natural *x, const tp_natural *y)
{
    uint64_t carry = 0;
    int32_t most = x->words > y->words ? x->words : y->words;
    for (int32_t i = 0; i < most; i++) {
        wide sum = (wide)(i < x->words ? x->word[i] : 0) + (i < y->words ? y->word[i] : 0) + carry;
        x->word[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    x->words = most;
    if (!carry)
        return true;
    if (x->words == TP_EXACT_WORDS)
        return false;
    x->word[x->words++] = carry;
    return true;
}

static uint64_t natural_mod(const tp_natural *x, uint64_t d)
{
    wide rest = 0;
    for (int32_t i = x->words; i-- > 0;)
        rest = (rest << 64 | x->word[i]) % d;
    return (uint64_t)rest;
}

/* x / d where d divides x. */
static void natural_divide(tp_natural *x, uint64_t d)
{
    wide rest = 0;
    for (int32_t i = x->words; i-- > 0;) {
        wide part = rest << 64 | x->word[i];
        x->word[i] = (uint64_t)(part / d);
        rest = part % d;
    }
    while (x->words && !x->word[x->words - 1])
        x->words--;
}

static int natural_compare(const tp_natural *x, const tp_natural *y)
{
    if (x->words != y->words)
        return x->words < y->words ? -1 : 1;
    for (int32_t i = x->words; i-- > 0;)
        if (x->word[i] != y->word[i])
            return x->word[i] < y->word[i] ? -1 : 1;
    return 0;
}

static void natural_copy(tp_natural *to, const tp_natural *from)
{
    to->words = from->words;
    memcpy(to->word, from->word, (size_t)from->words * sizeof *from->word);
}

void tp_ratio_one(tp_ratio *ratio)
{
    ratio->nums = ratio->dens = 0;
}

/* Multiplies into the last factor where the product fits one word. */
static bool push(uint64_t *factors, int16_t *count, uint64_t value)
{
    if (value == 1)
        return true;
    uint64_t product;
    if (*count && !__builtin_mul_overflow(factors[*count - 1], value, &product)) {
        factors[*count - 1] = product;
        return true;
    }
    if (*count == TP_RATIO_FACTORS)
        return false;
    factors[(*count)++] = value;
    return true;
}

bool tp_ratio_times(tp_ratio *ratio, uint64_t num, uint64_t den)
{
    uint64_t g = gcd(num, den);
    return push(ratio->num, &ratio->nums, num / g) && push(ratio->den, &ratio->dens, den / g);
}

void tp_exact_zero(tp_exact *sum)
{
    sum->num.words = 0;
    sum->den.words = 1;
    sum->den.word[0] = 1;
}

/* With D the denominator so far and Q = Π q the term's: g takes out of D what each q shares with
 * it, so D' = D × Π (q/g) is a multiple of both, and D'/Q = D / Π g is what the term's numerator
 * is multiplied by. */
bool tp_exact_add(tp_exact *sum, const tp_ratio *term)
{
    tp_natural part;
    natural_copy(&part, &sum->den);
    for (int16_t k = 0; k < term->dens; k++) {
        uint64_t q = term->den[k], g = gcd(natural_mod(&part, q), q);
        if (g > 1)
            natural_divide(&part, g);
        if (q > g && (!natural_times(&sum->num, q / g) || !natural_times(&sum->den, q / g)))
            return false;
    }
    for (int16_t k = 0; k < term->nums; k++)
        if (!natural_times(&part, term->num[k]))
            return false;
    return natural_add(&sum->num, &part);
}

/* floor((2·num + den) / (2·den)), bit by bit from above: the quotient is small, the parts big. */
bool tp_exact_half_up(const tp_exact *sum, int64_t *out)
{
    tp_natural twice, divisor, trial;
    natural_copy(&twice, &sum->num);
    natural_copy(&divisor, &sum->den);
    if (!natural_times(&twice, 2) || !natural_add(&twice, &sum->den) || !natural_times(&divisor, 2))
        return false;
    uint64_t quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
        uint64_t next = quotient | (uint64_t)1 << bit;
        natural_copy(&trial, &divisor);
        if (natural_times(&trial, next) && natural_compare(&trial, &twice) <= 0)
            quotient = next;
    }
    if (quotient > INT64_MAX)
        return false;
    *out = (int64_t)quotient;
    return true;
}

bool tp_ratio_half_up(const tp_ratio *ratio, uint64_t scale, int64_t *out)
{
    tp_exact sum;
    tp_ratio scaled = *ratio;
    tp_exact_zero(&sum);
    return tp_ratio_times(&scaled, scale, 1) && tp_exact_add(&sum, &scaled) &&
           tp_exact_half_up(&sum, out);
}

#include "models/rules/horizon.h"

/* A number of millionths of millionths …: digit 0 is whole, digit k counts 10^-6k. A power of a
 * decimal with six digits has one digit more than the one before, so nothing is ever lost. */
enum { DIGITS = TP_PERIODS_MOST + TP_TAIL_MOST + 2, BASE = 1000000 };
typedef struct exact {
    int64_t digit[DIGITS];
} exact;

/* Times k / 10^6. */
static void times(exact *at, int64_t k)
{
    int64_t carry = 0;
    for (int i = DIGITS - 1; i >= 0; i--) {
        int64_t product = at->digit[i] * k + carry;
        carry = product / BASE;
        if (i + 1 < DIGITS)
            at->digit[i + 1] = product % BASE;
    }
    at->digit[0] = carry;
}

static void add(exact *to, const exact *what)
{
    int64_t carry = 0;
    for (int i = DIGITS - 1; i > 0; i--) {
        int64_t sum = to->digit[i] + what->digit[i] + carry;
        carry = sum / BASE;
        to->digit[i] = sum % BASE;
    }
    to->digit[0] += what->digit[0] + carry;
}

tp_dec tp_horizon_weight(tp_dec discount, int from, int to)
{
    exact sum = {{0}}, power = {{1}};
    for (int i = 0; i <= to; i++) {
        if (i)
            times(&power, discount);
        if (i >= from)
            add(&sum, &power);
    }
    return sum.digit[0] * BASE + sum.digit[1] + (sum.digit[2] >= BASE / 2);
}

tp_dec tp_horizon_weigh(tp_dec weight, tp_dec value)
{
    tp_wide product = (tp_wide)weight * (value < 0 ? -value : value);
    tp_wide rounded = tp_half_up_div(product, TP_DEC_ONE);
    return (tp_dec)(value < 0 ? -rounded : rounded);
}

#include "evaluate/ahp.h"

#include <math.h>
#include <string.h>

enum { SCALE = 9, SCALE_VALUES = 2 * SCALE - 1, MOST_ROUNDS = 100000 };

tp_dec tp_ahp_random_index(int n)
{
    static const tp_dec index[] = {580000,  900000,  1120000, 1240000, 1320000, 1410000, 1450000,
                                   1490000, 1510000, 1480000, 1560000, 1570000, 1590000};
    return n < 3 || n > TP_AHP_MOST ? 0 : index[n - 3];
}

static tp_judgement reduced(int64_t num, int64_t den)
{
    int64_t g = tp_gcd(num, den);
    return (tp_judgement){num / g, den / g};
}

tp_parse tp_judgement_parse(const char *text, size_t length, tp_judgement *out)
{
    const char *slash = memchr(text, '/', length);
    size_t first = slash ? (size_t)(slash - text) : length;
    tp_dec num, den = TP_DEC_ONE;
    tp_parse parse = tp_dec_parse(text, first, &num);
    if (parse == TP_PARSE_OK && slash)
        parse = tp_dec_parse(slash + 1, length - first - 1, &den);
    if (parse == TP_PARSE_EMPTY && length)
        return TP_PARSE_SYNTAX;
    if (parse != TP_PARSE_OK)
        return parse;
    if (num <= 0 || den <= 0 || num > SCALE * (tp_wide)den || den > SCALE * (tp_wide)num)
        return TP_PARSE_RANGE;
    *out = reduced(num, den);
    return TP_PARSE_OK;
}

size_t tp_judgement_format(tp_judgement judgement, char *buffer)
{
    size_t length = tp_int_format(judgement.num, buffer);
    if (judgement.den != 1) {
        buffer[length++] = '/';
        length += tp_int_format(judgement.den, buffer + length);
    }
    return length;
}

typedef struct matrix {
    int n;
    double a[TP_AHP_MOST][TP_AHP_MOST];
} matrix;

static int pair_index(int n, int row, int column)
{
    return row * (2 * n - row - 1) / 2 + column - row - 1;
}

static void set_pair(matrix *m, int row, int column, tp_judgement value)
{
    m->a[row][column] = (double)value.num / (double)value.den;
    m->a[column][row] = (double)value.den / (double)value.num;
}

static void fill(matrix *m, const tp_judgement *upper, int n)
{
    m->n = n;
    for (int i = 0; i < n; i++) {
        m->a[i][i] = 1;
        for (int j = i + 1; j < n; j++)
            set_pair(m, i, j, upper[pair_index(n, i, j)]);
    }
}

/* Power iteration: the matrix is positive, so Perron's vector is the only limit. The start is the
 * row geometric mean's poor cousin, 1/n each; it is never orthogonal to a positive vector. */
static bool principal(const matrix *m, double w[TP_AHP_MOST], double *lambda)
{
    for (int i = 0; i < m->n; i++)
        w[i] = 1.0 / m->n;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double next[TP_AHP_MOST], sum = 0, change = 0;
        for (int i = 0; i < m->n; i++) {
            next[i] = 0;
            for (int j = 0; j < m->n; j++)
                next[i] += m->a[i][j] * w[j];
            sum += next[i];
        }
        for (int i = 0; i < m->n; i++) {
            next[i] /= sum;
            change = fmax(change, fabs(next[i] - w[i]));
            w[i] = next[i];
        }
        *lambda = sum;
        if (change < 1e-15)
            return true;
        if (round > 1000 && change < 1e-13) /* rounding keeps it from settling further */
            return true;
    }
    return false;
}

static tp_dec millionths(double value)
{
    return (tp_dec)floor(value * 1e6 + 0.5);
}

static double ratio_of(int n, double lambda)
{
    double index = (double)tp_ahp_random_index(n) / 1e6;
    return n < 3 ? 0 : (lambda - n) / (n - 1) / index;
}

/* Cuts fine figures (units of 10⁻¹⁵) to multiples of `unit`, so that they sum to `one`: what is
 * missing goes to the largest remainders. Figures are taken to 14 digits first, so that equal
 * weights have equal remainders whatever the last bit of a double says. */
static void settle(int64_t *out, const double *w, int n, int64_t unit, int64_t one)
{
    int64_t rest[TP_AHP_MOST], missing = one;
    for (int i = 0; i < n; i++) {
        int64_t fine = (int64_t)floor(w[i] * 1e14 + 0.5) * 10;
        out[i] = fine / unit;
        rest[i] = fine % unit;
        missing -= out[i];
    }
    for (; missing > 0; missing--) {
        int best = 0;
        for (int i = 1; i < n; i++)
            if (rest[i] > rest[best])
                best = i;
        out[best]++;
        rest[best] = -1;
    }
}

static tp_status check_size(int n, tp_err *err)
{
    if (n < 1 || n > TP_AHP_MOST)
        return tp_fail(err, TP_E_INPUT, "judgement matrix of %d criteria, 1 to %d allowed", n,
                       TP_AHP_MOST);
    return TP_OK;
}

tp_status tp_ahp_solve(tp_ahp *out, const tp_judgement *upper, int n, tp_err *err)
{
    tp_status status = check_size(n, err);
    if (status)
        return status;
    matrix m;
    double w[TP_AHP_MOST], lambda;
    fill(&m, upper, n);
    if (!principal(&m, w, &lambda))
        return tp_fail(err, TP_E_INTERNAL, "eigenvector of %d criteria does not settle", n);
    *out = (tp_ahp){.n = n, .lambda_max = millionths(lambda)};
    settle(out->shares, w, n, 1000, TP_AHP_ONE);
    settle(out->weights, w, n, 1000000000, TP_DEC_ONE);
    if (n >= 3) {
        out->ci = millionths((lambda - n) / (n - 1));
        out->cr = millionths(ratio_of(n, lambda));
    }
    return TP_OK;
}

/* Steps of Saaty's scale, 1/9 … 1 … 9, as −8 … 8. */
static tp_judgement scale_value(int step)
{
    return step < 0 ? (tp_judgement){1, 1 - step} : (tp_judgement){step + 1, 1};
}

static double scale_step(tp_judgement value)
{
    double x = (double)value.num / (double)value.den;
    return x >= 1 ? x - 1 : 1 - 1 / x;
}

/* What changing one pair can do: its lowest CR, and the advice of the header. */
static tp_status try_pair(tp_ahp_advice *out, tp_dec *lowest, matrix *m, tp_judgement from,
                          tp_dec limit, tp_err *err)
{
    bool any = false;
    double distance = 0;
    for (int step = 1 - SCALE; step < SCALE; step++) {
        double w[TP_AHP_MOST], lambda;
        tp_judgement to = scale_value(step);
        set_pair(m, out->row, out->column, to);
        if (!principal(m, w, &lambda))
            return tp_fail(err, TP_E_INTERNAL, "eigenvector of %d criteria does not settle", m->n);
        tp_dec cr = millionths(ratio_of(m->n, lambda));
        double away = fabs(step - scale_step(from));
        if (!any || cr < *lowest)
            *lowest = cr;
        bool enough = cr <= limit;
        bool better =
            !any || (enough && !out->enough) ||
            (enough == out->enough &&
             (enough ? away < distance || (away <= distance && cr < out->cr) : cr < out->cr));
        if (better) {
            out->to = to;
            out->cr = cr;
            out->enough = enough;
            distance = away;
        }
        any = true;
    }
    set_pair(m, out->row, out->column, from);
    return TP_OK;
}

tp_status tp_ahp_advise(tp_ahp_advice *out, const tp_judgement *upper, int n, tp_dec limit,
                        tp_err *err)
{
    tp_status status = check_size(n, err);
    if (status)
        return status;
    if (n < 3)
        return tp_fail(err, TP_E_INPUT, "%d criteria are always consistent", n);
    matrix m;
    fill(&m, upper, n);
    tp_dec best = 0;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) {
            tp_dec lowest = 0;
            tp_ahp_advice one = {.row = i, .column = j, .from = upper[pair_index(n, i, j)]};
            status = try_pair(&one, &lowest, &m, one.from, limit, err);
            if (status)
                return status;
            if ((i == 0 && j == 1) || lowest < best) {
                best = lowest;
                *out = one;
            }
        }
    return TP_OK;
}

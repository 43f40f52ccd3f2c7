/* vipr_check FILE: a checker of VIPR certificates, version 1.0, as its specification says them, for
 * machines where viprchk is not: reads rationals, derives every constraint in order, follows
 * assumptions. Stricter in one thing: nothing may follow the last derivation. Exit code 0: what is
 * to be proven is; 1: not, and why. Memory is given back at the end of the program. */
#include <gmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    long col;
    mpq_t coef;
} entry;

typedef struct constraint {
    char sense; /* G, L, E */
    mpq_t side;
    entry *at; /* by ascending column, none 0 */
    size_t n;
    bool assumed;
    long *leans; /* assumptions it leans on, ascending */
    size_t n_leans;
} constraint;

static FILE *file;
static char word[1 << 16];
static long n_vars;
static bool *whole;
static constraint goal, *all;
static long n_all;
static bool minimised;
static mpq_t *sum; /* [n_vars] */

static void fail(const char *why)
{
    printf("not proven: %s (constraint %ld, at \"%.60s\")\n", why, n_all, word);
    exit(1);
}

static void *need(void *memory)
{
    if (!memory)
        fail("out of memory");
    return memory;
}

static const char *next(void)
{
    if (fscanf(file, "%65535s", word) != 1) {
        *word = '\0';
        fail("the file ends too early");
    }
    return word;
}

static void expect(const char *wanted)
{
    if (strcmp(next(), wanted) != 0)
        fail(wanted);
}

static long index_below(long limit)
{
    char *end;
    long n = strtol(next(), &end, 10);
    if (*end || n < 0 || n >= limit)
        fail("a number is out of range");
    return n;
}

static void rational(mpq_t out)
{
    mpq_init(out);
    if (mpq_set_str(out, next(), 10) || !mpz_sgn(mpq_denref(out)))
        fail("a number is expected");
    mpq_canonicalize(out);
}

static int by_column(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return (x->col > y->col) - (x->col < y->col);
}

/* Coefficients: a list, or OBJ. */
static void form(constraint *c)
{
    next();
    if (strcmp(word, "OBJ") == 0) {
        c->at = goal.at;
        c->n = goal.n;
        return;
    }
    char *end;
    long n = strtol(word, &end, 10);
    if (*end || n < 0 || n > n_vars)
        fail("a number of coefficients is expected");
    c->at = need(calloc((size_t)n + 1, sizeof *c->at));
    for (long k = 0; k < n; k++) {
        c->at[c->n].col = index_below(n_vars);
        rational(c->at[c->n].coef);
        c->n += mpq_sgn(c->at[c->n].coef) != 0;
    }
    qsort(c->at, c->n, sizeof *c->at, by_column);
    for (size_t k = 1; k < c->n; k++)
        if (c->at[k].col == c->at[k - 1].col)
            fail("a column stands twice");
}

static constraint read_constraint(void)
{
    constraint c = {0};
    next(); /* its name */
    c.sense = next()[0];
    if (!strchr("GLE", c.sense) || word[1])
        fail("G, L or E is expected");
    rational(c.side);
    form(&c);
    return c;
}

static bool absurd(const constraint *c)
{
    int sign = mpq_sgn(c->side);
    return !c->n && (c->sense == 'G' ? sign > 0 : c->sense == 'L' ? sign < 0 : sign != 0);
}

static bool same_form(const constraint *a, const constraint *b)
{
    bool same = a->n == b->n;
    for (size_t k = 0; same && k < a->n; k++)
        same = a->at[k].col == b->at[k].col && mpq_equal(a->at[k].coef, b->at[k].coef);
    return same;
}

static bool dominates(const constraint *a, const constraint *b)
{
    if (absurd(a))
        return true;
    if (!same_form(a, b) || (b->sense == 'E' && a->sense != 'E') ||
        (a->sense != 'E' && a->sense != b->sense))
        return false;
    int more = mpq_cmp(a->side, b->side);
    return b->sense == 'E' ? more == 0 : b->sense == 'G' ? more >= 0 : more <= 0;
}

static void lean_on(constraint *c, const constraint *on, long but)
{
    long *joined = need(calloc(c->n_leans + on->n_leans + 1, sizeof *joined));
    size_t n = 0, i = 0, k = 0;
    while (i < c->n_leans || k < on->n_leans) {
        bool mine = k == on->n_leans || (i < c->n_leans && c->leans[i] < on->leans[k]);
        long at = mine ? c->leans[i++] : on->leans[k++];
        if ((mine || at != but) && (!n || joined[n - 1] != at))
            joined[n++] = at;
    }
    c->leans = joined;
    c->n_leans = n;
}

/* A suitable linear combination; its assumptions go to `of`. */
static constraint combination(constraint *of)
{
    constraint c = {.sense = 'E'};
    long terms = index_below(n_all + 1), last = -1;
    mpq_t factor, product;
    bool *named = need(calloc((size_t)n_all + 1, sizeof *named));
    mpq_inits(c.side, product, NULL);
    for (long t = 0; t < terms; t++) {
        last = index_below(n_all);
        const constraint *from = &all[last];
        rational(factor);
        int sign = mpq_sgn(factor);
        char sense = from->sense == 'E' || !sign          ? 'E'
                     : (from->sense == 'G') == (sign > 0) ? 'G'
                                                          : 'L';
        if (named[last])
            fail("a constraint stands twice in a reason");
        named[last] = true;
        if (sense != 'E' && c.sense != 'E' && sense != c.sense)
            fail("the signs of a combination do not suit");
        c.sense = sense == 'E' ? c.sense : sense;
        mpq_mul(product, factor, from->side);
        mpq_add(c.side, c.side, product);
        for (size_t k = 0; k < from->n; k++) {
            mpq_mul(product, factor, from->at[k].coef);
            mpq_add(sum[from->at[k].col], sum[from->at[k].col], product);
        }
        lean_on(of, from, -1);
        mpq_clear(factor);
    }
    c.at = need(calloc((size_t)n_vars + 1, sizeof *c.at));
    for (long j = 0; j < n_vars; j++) {
        if (mpq_sgn(sum[j])) {
            c.at[c.n].col = j;
            mpq_init(c.at[c.n].coef);
            mpq_swap(c.at[c.n++].coef, sum[j]);
        }
        mpq_set_ui(sum[j], 0, 1);
    }
    free(named);
    return c;
}

static void round_side(constraint *c)
{
    for (size_t k = 0; k < c->n; k++)
        if (!whole[c->at[k].col] || mpz_cmp_ui(mpq_denref(c->at[k].coef), 1))
            fail("a combination cannot be rounded");
    if (c->sense == 'G')
        mpz_cdiv_q(mpq_numref(c->side), mpq_numref(c->side), mpq_denref(c->side));
    else if (c->sense == 'L')
        mpz_fdiv_q(mpq_numref(c->side), mpq_numref(c->side), mpq_denref(c->side));
    if (c->sense != 'E')
        mpz_set_ui(mpq_denref(c->side), 1);
}

static void forget(constraint *c)
{
    for (size_t k = 0; k < c->n; k++)
        mpq_clear(c->at[k].coef);
    free(c->at);
}

/* form <= whole number and form >= the next one, form whole. */
static bool opposite(const constraint *a, const constraint *b)
{
    const constraint *low = a->sense == 'L' ? a : b, *high = a->sense == 'L' ? b : a;
    bool good = low->sense == 'L' && high->sense == 'G' && same_form(low, high) &&
                !mpz_cmp_ui(mpq_denref(low->side), 1);
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    mpq_add(one, one, low->side);
    for (size_t k = 0; k < low->n; k++)
        good = good && whole[low->at[k].col] && !mpz_cmp_ui(mpq_denref(low->at[k].coef), 1);
    good = good && mpq_equal(one, high->side);
    mpq_clear(one);
    return good;
}

static void unsplit(constraint *c)
{
    long a = index_below(n_all), with_a = index_below(n_all), b = index_below(n_all),
         with_b = index_below(n_all);
    if (!dominates(&all[a], c) || !dominates(&all[b], c))
        fail("a case does not show what is stated");
    if (!opposite(&all[with_a], &all[with_b]))
        fail("two cases are not all there are");
    lean_on(c, &all[a], with_a);
    lean_on(c, &all[b], with_b);
}

static void derive(void)
{
    constraint c = read_constraint();
    expect("{");
    next();
    if (strcmp(word, "asm") == 0) {
        c.assumed = true;
        c.leans = need(calloc(1, sizeof *c.leans));
        c.leans[c.n_leans++] = n_all;
    } else if (strcmp(word, "lin") == 0 || strcmp(word, "rnd") == 0) {
        bool rounded = *word == 'r';
        constraint from = combination(&c);
        if (rounded)
            round_side(&from);
        if (!dominates(&from, &c))
            fail("a combination does not show what is stated");
        forget(&from);
    } else if (strcmp(word, "uns") == 0) {
        unsplit(&c);
    } else {
        fail("this reason is not known");
    }
    expect("}");
    next(); /* until when it is needed */
    all[n_all++] = c;
}

static void value_at(mpq_t out, const constraint *c, mpq_t *x)
{
    mpq_t product;
    mpq_init(product);
    mpq_set_ui(out, 0, 1);
    for (size_t k = 0; k < c->n; k++) {
        mpq_mul(product, c->at[k].coef, x[c->at[k].col]);
        mpq_add(out, out, product);
    }
    mpq_clear(product);
}

/* The best value of the solutions, each of which has to keep every constraint. */
static bool solutions(mpq_t best)
{
    expect("SOL");
    long n = index_below(1 << 20);
    mpq_t is, *x = need(calloc((size_t)n_vars + 1, sizeof *x));
    mpq_init(is);
    for (long j = 0; j < n_vars; j++)
        mpq_init(x[j]);
    for (long s = 0; s < n; s++) {
        constraint point = {0};
        next();
        form(&point);
        for (long j = 0; j < n_vars; j++)
            mpq_set_ui(x[j], 0, 1);
        for (size_t k = 0; k < point.n; k++) {
            mpq_set(x[point.at[k].col], point.at[k].coef);
            if (whole[point.at[k].col] && mpz_cmp_ui(mpq_denref(point.at[k].coef), 1))
                fail("a solution is not whole");
        }
        for (long i = 0; i < n_all; i++) {
            value_at(is, &all[i], x);
            int more = mpq_cmp(is, all[i].side);
            if (all[i].sense == 'G' ? more < 0 : all[i].sense == 'L' ? more > 0 : more != 0)
                fail("a solution does not keep a constraint");
        }
        value_at(is, &goal, x);
        if (!s || (minimised ? mpq_cmp(is, best) < 0 : mpq_cmp(is, best) > 0))
            mpq_set(best, is);
    }
    return n > 0;
}

static void sections(void)
{
    expect("VAR");
    n_vars = index_below(1L << 30);
    sum = need(calloc((size_t)n_vars + 1, sizeof *sum));
    whole = need(calloc((size_t)n_vars + 1, sizeof *whole));
    for (long j = 0; j < n_vars; j++) {
        next();
        mpq_init(sum[j]);
    }
    expect("INT");
    for (long k = index_below(n_vars + 1); k > 0; k--)
        whole[index_below(n_vars)] = true;
    expect("OBJ");
    minimised = strcmp(next(), "min") == 0;
    form(&goal);
    expect("CON");
    long n = index_below(1L << 30);
    index_below(n + 1);
    all = need(calloc((size_t)n + 1, sizeof *all));
    while (n_all < n)
        all[n_all++] = read_constraint();
}

/* What is to be shown; false: that there is no point. */
static bool relation(mpq_t lower, bool *below, mpq_t upper, bool *above)
{
    expect("RTP");
    if (strcmp(next(), "infeas") == 0)
        return false;
    if (strcmp(word, "range") != 0)
        fail("infeas or range is expected");
    if ((*below = strcmp(next(), "-inf") != 0) && mpq_set_str(lower, word, 10))
        fail("a number is expected");
    if ((*above = strcmp(next(), "inf") != 0) && mpq_set_str(upper, word, 10))
        fail("a number is expected");
    return true;
}

int main(int argc, char **argv)
{
    mpq_t lower, upper, best;
    bool below = false, above = false;
    int c;
    if (argc != 2 || !(file = fopen(argv[1], "r")))
        return 2;
    while ((c = fgetc(file)) == '%')
        while ((c = fgetc(file)) != '\n' && c != EOF)
            ;
    ungetc(c, file);
    mpq_inits(lower, upper, best, NULL);
    expect("VER");
    expect("1.0");
    sections();
    bool range = relation(lower, &below, upper, &above);
    bool any = solutions(best);
    expect("DER");
    long n = index_below(1L << 30);
    all = need(realloc(all, (size_t)(n_all + n + 1) * sizeof *all));
    for (long k = 0; k < n; k++)
        derive();
    if (fscanf(file, "%1s", word) == 1)
        fail("something follows");
    if (!n || all[n_all - 1].n_leans)
        fail("the last constraint leans on an assumption");
    if (!range ? !absurd(&all[n_all - 1]) : false)
        fail("something is left");
    constraint wanted = goal;
    wanted.sense = minimised ? 'G' : 'L';
    mpq_init(wanted.side);
    mpq_set(wanted.side, minimised ? lower : upper);
    if (range && (minimised ? below : above) && !dominates(&all[n_all - 1], &wanted))
        fail("the bound is not shown");
    bool reached = any && (minimised ? !above || mpq_cmp(best, upper) <= 0
                                     : !below || mpq_cmp(best, lower) >= 0);
    if (range && (minimised ? above : below) && !reached)
        fail("no solution reaches the value");
    printf("proven, %ld derivations\n", n);
    return 0;
}

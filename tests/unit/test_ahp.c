#include "evaluate/ahp.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

/* Reads a matrix's upper triangle from blank-separated judgements. */
static int read_upper(const char *text, tp_judgement *upper)
{
    int count = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, " ");
        ck_assert_int_eq(tp_judgement_parse(at, length, &upper[count++]), TP_PARSE_OK);
        at += length + strspn(at + length, " ");
    }
    return count;
}

typedef struct example {
    const char *source, *upper;
    int n, weights[TP_AHP_MOST]; /* thousandths, as published */
    int lambda_max, cr;          /* thousandths; -1: not published to three digits */
} example;

static const example examples[] = {
    {"Saaty, Decision making with the analytic hierarchy process, Int. J. Services Sciences 1 "
     "(2008) 83-98: consumption of drinks in the USA (coffee wine tea beer sodas milk water)",
     "9 5 2 1 1 1/2  1/3 1/9 1/9 1/9 1/9  1/3 1/4 1/3 1/9  1/2 1 1/3  2 1/2  1/3",
     7,
     {177, 19, 42, 116, 190, 129, 327},
     -1,
     22},
    {"Saaty, How to make a decision, European Journal of Operational Research 48 (1990) 9-26: "
     "buying a house (size transport neighbourhood age yard facilities condition financing)",
     "5 3 7 6 6 1/3 1/4  1/3 5 3 3 1/5 1/7  6 3 4 6 1/5  1/3 1/4 1/7 1/8  1/2 1/5 1/6  1/5 1/6  "
     "1/2",
     8,
     {173, 54, 188, 18, 31, 36, 167, 333},
     9669,
     169},
    {"Saaty, A scaling method for priorities in hierarchical structures, J. Math. Psychology 15 "
     "(1977) 234-281: wealth of nations (US USSR China France UK Japan W.Germany)",
     "4 9 6 6 5 5  7 5 5 3 4  1/5 1/5 1/7 1/5  1 1/3 1/3  1/3 1/3  2",
     7,
     {427, 230, 21, 52, 52, 123, 94},
     7608,
     -1},
};

START_TEST(ahp__gives_the_published_figures_to_three_digits)
{
    for (size_t e = 0; e < sizeof examples / sizeof *examples; e++) {
        const example *x = &examples[e];
        tp_judgement upper[TP_AHP_PAIRS];
        ck_assert_int_eq(read_upper(x->upper, upper), x->n * (x->n - 1) / 2);
        tp_ahp ahp;
        ck_assert_int_eq(tp_ahp_solve(&ahp, upper, x->n, NULL), TP_OK);
        tp_dec sum = 0;
        for (int i = 0; i < x->n; i++) {
            /* Saaty prints .0175 as .018: rounded half up from millionths. */
            ck_assert_msg((ahp.weights[i] + 500) / 1000 == x->weights[i], "%s: weight %d is %ld",
                          x->source, i, (long)ahp.weights[i]);
            sum += ahp.weights[i];
        }
        ck_assert_int_eq(sum, TP_DEC_ONE);
        if (x->lambda_max >= 0)
            ck_assert_int_eq((ahp.lambda_max + 500) / 1000, x->lambda_max);
        if (x->cr >= 0)
            ck_assert_int_eq((ahp.cr + 500) / 1000, x->cr);
    }
}
END_TEST

START_TEST(ahp__consistent_judgements_give_exact_weights)
{
    /* 3 : 2 : 1 stated without contradiction: weights 1/2, 1/3, 1/6; the two missing millionths
     * after cutting (0.5, 0.333333, 0.166666) go to the largest remainders: .67 of 1/6 first. */
    tp_judgement upper[3];
    read_upper("3/2 3 2", upper);
    tp_ahp ahp;
    ck_assert_int_eq(tp_ahp_solve(&ahp, upper, 3, NULL), TP_OK);
    ck_assert_int_eq(ahp.weights[0], 500000);
    ck_assert_int_eq(ahp.weights[1], 333333);
    ck_assert_int_eq(ahp.weights[2], 166667);
    ck_assert_int_eq(ahp.lambda_max, 3000000);
    ck_assert_int_eq(ahp.cr, 0);
}
END_TEST

START_TEST(ahp__equal_remainders_go_to_the_earlier_one)
{
    for (int n = 1; n <= TP_AHP_MOST; n++) {
        tp_judgement upper[TP_AHP_PAIRS];
        for (int k = 0; k < TP_AHP_PAIRS; k++)
            upper[k] = (tp_judgement){1, 1};
        tp_ahp ahp;
        ck_assert_int_eq(tp_ahp_solve(&ahp, upper, n, NULL), TP_OK);
        for (int i = 0; i < n; i++)
            ck_assert_int_eq(ahp.weights[i], 1000000 / n + (i < 1000000 % n));
    }
}
END_TEST

START_TEST(ahp__advice_does_what_it_says)
{
    /* A over B 3, B over C 3, yet C over A 5: A over C ought to be 9. */
    tp_judgement upper[3];
    read_upper("3 1/5 3", upper);
    tp_ahp before, after;
    ck_assert_int_eq(tp_ahp_solve(&before, upper, 3, NULL), TP_OK);
    ck_assert_int_gt(before.cr, 100000);
    tp_ahp_advice advice;
    ck_assert_int_eq(tp_ahp_advise(&advice, upper, 3, 100000, NULL), TP_OK);
    ck_assert(advice.row == 0 && advice.column == 2);
    ck_assert_int_eq(advice.from.den, 5);
    ck_assert(advice.enough);
    upper[1] = advice.to;
    ck_assert_int_eq(tp_ahp_solve(&after, upper, 3, NULL), TP_OK);
    ck_assert_int_eq(after.cr, advice.cr);
    ck_assert_int_le(after.cr, 100000);
    /* nearest of those that suffice: one step back towards the old value does not */
    upper[1].num -= 1;
    ck_assert_int_eq(tp_ahp_solve(&after, upper, 3, NULL), TP_OK);
    ck_assert_int_gt(after.cr, 100000);
}
END_TEST

START_TEST(ahp__advice_finds_the_house_example_s_odd_judgement)
{
    /* Saaty 1990: the most inconsistent judgement of the house matrix is that of neighbourhood
     * against condition, 6; with 1/2 in its place λmax falls to 8.81. */
    tp_judgement upper[TP_AHP_PAIRS];
    read_upper(examples[1].upper, upper);
    tp_ahp_advice advice;
    ck_assert_int_eq(tp_ahp_advise(&advice, upper, 8, 100000, NULL), TP_OK);
    ck_assert(advice.enough);
    ck_assert(advice.row == 2 && advice.column == 6);
    ck_assert_int_eq(advice.from.num, 6);
    upper[2 * (16 - 3) / 2 + 6 - 3] = (tp_judgement){1, 2};
    tp_ahp ahp;
    ck_assert_int_eq(tp_ahp_solve(&ahp, upper, 8, NULL), TP_OK);
    ck_assert_int_eq((ahp.lambda_max + 5000) / 10000, 881);
    ck_assert_int_lt(ahp.cr, 100000);
}
END_TEST

START_TEST(ahp__judgements_are_parsed_exactly)
{
    tp_judgement j;
    ck_assert_int_eq(tp_judgement_parse("2.5", 3, &j), TP_PARSE_OK);
    ck_assert(j.num == 5 && j.den == 2);
    ck_assert_int_eq(tp_judgement_parse("1/9", 3, &j), TP_PARSE_OK);
    ck_assert(j.num == 1 && j.den == 9);
    ck_assert_int_eq(tp_judgement_parse("10", 2, &j), TP_PARSE_RANGE);
    ck_assert_int_eq(tp_judgement_parse("0", 1, &j), TP_PARSE_RANGE);
    ck_assert_int_eq(tp_judgement_parse("1/10", 4, &j), TP_PARSE_RANGE);
    ck_assert_int_eq(tp_judgement_parse("-3", 2, &j), TP_PARSE_RANGE);
    ck_assert_int_eq(tp_judgement_parse("1/", 2, &j), TP_PARSE_SYNTAX);
    ck_assert_int_eq(tp_judgement_parse("3e0", 3, &j), TP_PARSE_SYNTAX);
    ck_assert_int_eq(tp_ahp_solve(&(tp_ahp){0}, &j, 16, NULL), TP_E_INPUT);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("ahp");
    TCase *tc = tcase_create("ahp");
    tcase_add_test(tc, ahp__gives_the_published_figures_to_three_digits);
    tcase_add_test(tc, ahp__consistent_judgements_give_exact_weights);
    tcase_add_test(tc, ahp__equal_remainders_go_to_the_earlier_one);
    tcase_add_test(tc, ahp__advice_does_what_it_says);
    tcase_add_test(tc, ahp__advice_finds_the_house_example_s_odd_judgement);
    tcase_add_test(tc, ahp__judgements_are_parsed_exactly);
    suite_add_tcase(suite, tc);
    return suite;
}

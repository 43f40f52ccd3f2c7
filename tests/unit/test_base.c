#include "base/date.h"
#include "base/diag.h"
#include "base/ids.h"
#include "base/json_syntax.h"
#include "base/number.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/words.h"
#include "suite.h"

#include <string.h>

static tp_date date(const char *text)
{
    tp_date d = TP_DATE_NONE;
    ck_assert_int_eq(tp_date_parse(text, strlen(text), &d), TP_PARSE_OK);
    return d;
}

START_TEST(number__parses_only_plain_decimals)
{
    const struct {
        const char *text;
        tp_parse want;
        tp_dec value;
    } cases[] = {
        {"0.85", TP_PARSE_OK, 850000}, {"-0.000001", TP_PARSE_OK, -1},
        {"12", TP_PARSE_OK, 12000000}, {"0.1234567", TP_PARSE_PRECISION, 0},
        {"1e9", TP_PARSE_SYNTAX, 0},   {"NaN", TP_PARSE_SYNTAX, 0},
        {"1,000", TP_PARSE_SYNTAX, 0}, {".5", TP_PARSE_SYNTAX, 0},
        {"5.", TP_PARSE_SYNTAX, 0},    {"", TP_PARSE_EMPTY, 0},
        {"-", TP_PARSE_SYNTAX, 0},     {"99999999999999", TP_PARSE_RANGE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tp_dec value = 0;
        ck_assert_int_eq(tp_dec_parse(cases[i].text, strlen(cases[i].text), &value), cases[i].want);
        ck_assert_int_eq(value, cases[i].value);
    }
}
END_TEST

START_TEST(number__rounds_products_half_up_once)
{
    tp_dec out;
    /* 3 × 1 × 1.2 × 0.333333 = 1.1999988 -> 1.199999 */
    ck_assert(tp_dec_product((tp_dec[]){3000000, 1000000, 1200000, 333333}, 4, &out));
    ck_assert_int_eq(out, 1199999);
    /* 0.5 × 0.000001 = 0.0000005 -> 0.000001 */
    ck_assert(tp_dec_product((tp_dec[]){500000, 1}, 2, &out));
    ck_assert_int_eq(out, 1);
    ck_assert(tp_dec_product((tp_dec[]){20000000}, 1, &out));
    ck_assert_int_eq(out, 20000000);
}
END_TEST

START_TEST(date__counts_whole_months)
{
    ck_assert_int_eq(tp_date_months(date("2025-12-31"), date("2026-06-30")), 5);
    ck_assert_int_eq(tp_date_months(date("2025-12-30"), date("2026-06-30")), 6);
    ck_assert_int_eq(tp_date_add_months(date("2025-11-30"), 3), date("2026-02-28"));
    ck_assert_int_eq(tp_date_after_months(date("2026-01-31"), 1), date("2026-03-01"));
    ck_assert_int_eq(tp_date_add_days(date("2024-02-28"), 1), date("2024-02-29"));
    ck_assert_int_eq(tp_date_days(date("2025-12-31"), date("2026-12-31")), 365);
    for (tp_date d = date("1999-12-25"); d < date("2001-03-05"); d = tp_date_add_days(d, 1))
        for (int k = 0; k < 14; k++) {
            tp_date first = tp_date_after_months(d, k);
            ck_assert_int_ge(tp_date_months(d, first), k);
            ck_assert_int_lt(tp_date_months(d, tp_date_add_days(first, -1)), k);
        }
}
END_TEST

START_TEST(date__refuses_days_that_do_not_exist)
{
    tp_date d;
    ck_assert_int_eq(tp_date_parse("2026-02-29", 10, &d), TP_PARSE_RANGE);
    ck_assert_int_eq(tp_date_parse("2026-2-9", 8, &d), TP_PARSE_SYNTAX);
    ck_assert_int_eq(tp_date_parse("2026/2/9", 8, &d), TP_PARSE_OK);
    ck_assert_int_eq(tp_date_parse("2026/02-09", 10, &d), TP_PARSE_SYNTAX);
}
END_TEST

START_TEST(text__width_order_and_suggestions)
{
    ck_assert_uint_eq(tp_text_width("编制a"), 5);
    ck_assert_int_lt(tp_text_compare("D9", "D10"), 0);
    ck_assert_int_ne(tp_text_compare("D09", "D9"), 0);
    const char *names[] = {"min_months", "unknown_age_months"};
    ck_assert_str_eq(tp_text_closest("min_month", names, 2), "min_months");
    ck_assert_ptr_null(tp_text_closest("colour", names, 2));
}
END_TEST

START_TEST(text__folded_sees_through_disguises)
{
    static const char *const same[][2] = {{"王明", "王\u200b明"},        {"王明", " 王 明\u3000"},
                                          {"Li Ming", "ＬＩ　ｍｉｎｇ"}, {"阿·里", "阿里"},
                                          {"王明", "王明\u202e"},        {"李\ufe0f", "李"}};
    tp_arena *arena = tp_arena_create();
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        ck_assert_str_eq(tp_text_folded(arena, same[i][0]), tp_text_folded(arena, same[i][1]));
    ck_assert_str_ne(tp_text_folded(arena, "王明"), tp_text_folded(arena, "王名"));
    ck_assert_str_ne(tp_text_folded(arena, "\ue001"), tp_text_folded(arena, "\ue002"));
    ck_assert_str_eq(tp_text_folded(arena, " \u200b·"), "");
    tp_arena_free(arena);
}
END_TEST

START_TEST(text__hidden_characters_are_written_out)
{
    static const char *const cases[][2] = {{"plain 单位（甲）\n\té", "plain 单位（甲）\n\té"},
                                           {"\x1B[31m\x07\x7F", "␛[31m␇␡"},
                                           {"\xC2\x9B"
                                            "31m",
                                            "<U+009B>31m"},
                                           {"甲\xE2\x80\xAE乙\xE2\x80\x8B", "甲<U+202E>乙<U+200B>"},
                                           {"\xEF\xBB\xBF\xE2\x80\xA8", "<U+FEFF><U+2028>"},
                                           {"\xF3\xA0\x80\x81", "<U+E0001>"}};
    tp_arena *arena = tp_arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(tp_text_visible(arena, cases[i][0], strlen(cases[i][0])), cases[i][1]);
    tp_arena_free(arena);
}
END_TEST

START_TEST(text__key_agrees_with_the_order)
{
    static const char *const texts[] = {"",
                                        "0",
                                        "00",
                                        "1",
                                        "01",
                                        "9",
                                        "10",
                                        "010",
                                        "A",
                                        "D9",
                                        "D10",
                                        "D09",
                                        "D1a",
                                        "D1b",
                                        "D1 ",
                                        "U",
                                        "U0",
                                        "U00",
                                        "U0a",
                                        "Ua",
                                        "U1",
                                        "U/1",
                                        "U:1",
                                        "U12345",
                                        "U12346",
                                        "U123456789",
                                        "U123456790",
                                        "U1234567890",
                                        "U12345678",
                                        "U12345678x",
                                        "编制1",
                                        "编制10",
                                        "编制2",
                                        "a1b2c3d4e5",
                                        "a1b2c3d4e6",
                                        "a1b2c3d4e",
                                        "a01b2",
                                        "\x01",
                                        "\xF4\x8F\xBF\xBF"};
    const size_t n = sizeof texts / sizeof *texts;
    size_t told = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            uint64_t a = tp_text_key(texts[i]), b = tp_text_key(texts[j]);
            if (a < b)
                ck_assert_msg(tp_text_compare(texts[i], texts[j]) < 0, "%s %s", texts[i], texts[j]);
            told += a != b;
        }
    ck_assert_uint_ge(told * 10, n * n * 9); /* and it mostly tells them apart */
}
END_TEST

START_TEST(text__valid_knows_every_form)
{
    static const struct {
        const char *text;
        size_t bad; /* 99: none */
    } cases[] = {
        {"plain ascii, longer than eight", 99},
        {"核定编制数", 99},
        {"é€\xF0\x9F\x98\x80", 99},
        {"\xED\x9F\xBF\xEE\x80\x80", 99},
        {"\xF4\x8F\xBF\xBF\xF0\x90\x80\x80", 99},
        {"12345678\x80", 8},
        {"\xC1\xBF", 0}, /* too long a form */
        {"\xE0\x9F\xBF", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"编\xED\xA0\x80", 3},   /* a surrogate */
        {"\xF4\x90\x80\x80", 0}, /* beyond U+10FFFF */
        {"\xF5\x80\x80\x80", 0},
        {"编\xE7\xBC", 3}, /* cut short */
        {"a\xE4\xB8"
         "a",
         1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t bad = 99;
        bool valid = tp_text_valid(cases[i].text, strlen(cases[i].text), &bad);
        ck_assert_msg(valid == (cases[i].bad == 99) && bad == cases[i].bad, "case %zu: %zu", i,
                      bad);
    }
    ck_assert_uint_eq(tp_text_points("编制数abcdefgh编", 20), 12);
}
END_TEST

START_TEST(diags__few_of_a_kind)
{
    static const tp_msg one = {"a.one", "甲 {0}", "one {0}"}, other = {"a.other", "乙", "other"};
    static const tp_words how = {"问", "ask"};
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_buf out;
    tp_diags_init(&diags, arena);
    tp_buf_init(&out);
    diags.most = 4;
    for (int i = 0; i < 6; i++) {
        tp_diag_warn(&diags, ((tp_pos){"f", i + 1, 1, NULL}), &one, "x");
        tp_diag_add(&diags, TP_ERROR, (tp_pos){"g", i + 1, 1, NULL}, &other, 0, NULL);
    }
    /* The limit holds for each kind, so that one does not crowd out the other. */
    ck_assert_uint_eq(diags.count, 8);
    ck_assert_uint_eq(diags.warnings + diags.errors, 12);
    tp_diags_write_few(&out, &diags, 2, how, TP_EN);
    ck_assert_str_eq(out.bytes, "f:1:1: warning: one x [a.one]\ng:1:1: error: other [a.other]\n"
                                "f:2:1: warning: one x [a.one]\ng:2:1: error: other [a.other]\n"
                                "g:3:1: error: other [a.other]\ng:4:1: error: other [a.other]\n"
                                "… 4 more of the same kind [a.one]; ask\n"
                                "… 2 more of the same kind [a.other]; ask\n");
    tp_diags_clear(&diags);
    tp_diag_warn(&diags, ((tp_pos){"f", 1, 1, NULL}), &one, "x");
    out.length = 0;
    tp_diags_write_few(&out, &diags, 2, how, TP_ZH);
    ck_assert_str_eq(out.bytes, "f:1:1: 警告: 甲 x [a.one]\n");
    tp_buf_finish(&out);
    tp_arena_free(arena);
}
END_TEST

START_TEST(words__agree_with_their_number)
{
    static const char *const cases[][3] = {
        {"{0} {0|slot|slots}", "1", "1 slot"},       {"{0} {0|slot|slots}", "2", "2 slots"},
        {"{0} {0|slot|slots}", "11", "11 slots"},    {"{0|is|are} {{0|a|b}", "1", "is {0|a|b}"},
        {"{0|never closed", "1", "{0|never closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tp_buf text;
        tp_buf_init(&text);
        tp_words_fill(&text, cases[i][0], 1, &cases[i][1]);
        ck_assert_str_eq(text.bytes, cases[i][2]);
        tp_buf_finish(&text);
    }
}
END_TEST

START_TEST(json__tells_well_formed_text)
{
    static const char *const good[] = {
        "{}", "[]", " {\"a\": [1, -2.5e+3, 0, true, false, null, \"\\u4e2d\\n\"], \"b\": {}} \n",
        "null", "\"\""};
    static const char *const bad[] = {"",    "{",       "{\"a\"}",     "[1,]", "[01]", "\"\\x\"",
                                      "nul", "[1] [2]", "\"\\u12g4\"", "-",    "1.",   "\"open"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(tp_json_well_formed(good[i], strlen(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!tp_json_well_formed(bad[i], strlen(bad[i])), "%s", bad[i]);
    char deep[201];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    ck_assert(!tp_json_well_formed(deep, 200));
}
END_TEST

START_TEST(ids__keep_the_order_of_arrival)
{
    tp_arena *arena = tp_arena_create();
    tp_ids *ids = tp_ids_create(arena, 0);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++) {
            char *name = tp_arena_format(arena, "U%d", i);
            ck_assert_int_eq(tp_ids_add(ids, name, strlen(name), NULL), i);
        }
    ck_assert_int_eq(tp_ids_find(ids, "U77", 3), 77);
    ck_assert_int_eq(tp_ids_find(ids, "V", 1), TP_ID_NONE);
    tp_arena_free(arena);
}
END_TEST

START_TEST(sha256__of_abc)
{
    char hex[TP_SHA256_HEX];
    ck_assert(tp_sha256_of("abc", 3, hex));
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("base");
    TCase *tc = tcase_create("base");
    tcase_add_test(tc, number__parses_only_plain_decimals);
    tcase_add_test(tc, number__rounds_products_half_up_once);
    tcase_add_test(tc, date__counts_whole_months);
    tcase_add_test(tc, date__refuses_days_that_do_not_exist);
    tcase_add_test(tc, text__width_order_and_suggestions);
    tcase_add_test(tc, text__folded_sees_through_disguises);
    tcase_add_test(tc, text__hidden_characters_are_written_out);
    tcase_add_test(tc, text__key_agrees_with_the_order);
    tcase_add_test(tc, text__valid_knows_every_form);
    tcase_add_test(tc, diags__few_of_a_kind);
    tcase_add_test(tc, words__agree_with_their_number);
    tcase_add_test(tc, json__tells_well_formed_text);
    tcase_add_test(tc, ids__keep_the_order_of_arrival);
    tcase_add_test(tc, sha256__of_abc);
    suite_add_tcase(suite, tc);
    return suite;
}

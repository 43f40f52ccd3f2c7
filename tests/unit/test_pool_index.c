#include "domain/pool_index.h"
#include "suite.h"

START_TEST(pool_index__finds_each_pool_and_no_other)
{
    static const tp_pool_result pools[] = {
        {.scope = "乙县", .category = "事业", .ring = ""},
        {.scope = "甲县", .category = "事业", .ring = "教育"},
        {.scope = "甲县", .category = "事业", .ring = ""},
        {.scope = "甲县", .category = "行政", .ring = ""},
        {.scope = "甲县", .category = "事业", .ring = ""}, /* the first of two alike counts */
    };
    tp_arena *arena = tp_arena_create();
    tp_pool_index *index = tp_pool_index_create(arena, pools, 5);
    ck_assert_ptr_nonnull(index);
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(
            tp_pool_index_find(index, pools[i].scope, pools[i].category, pools[i].ring), i);
    ck_assert_int_eq(tp_pool_index_find(index, "乙县", "事业", "教育"), -1);
    ck_assert_int_eq(tp_pool_index_find(index, "", "", ""), -1);
    ck_assert_int_eq(tp_pool_index_find(index, "～", "", ""), -1);
    ck_assert_int_eq(tp_pool_index_find(tp_pool_index_create(arena, NULL, 0), "", "", ""), -1);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("pool_index");
    TCase *tc = tcase_create("pool_index");
    tcase_add_test(tc, pool_index__finds_each_pool_and_no_other);
    suite_add_tcase(suite, tc);
    return suite;
}

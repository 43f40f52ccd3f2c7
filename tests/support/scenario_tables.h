/* Tables for all keys of a scenario, cut up as rules cut them up: several share a section. They
 * stand in for the rules' own tables where only reading is tested. */
#ifndef TP_TESTS_SCENARIO_TABLES_H
#define TP_TESTS_SCENARIO_TABLES_H

#include "domain/where.h"

typedef struct test_borrow {
    tp_dec max_share, min_saturation;
    int unevaluated;
    bool present;
    tp_pos pos;
} test_borrow;

typedef struct test_limit {
    tp_pos pos;
    const char *name;
    tp_where where;
    int measure;
    int64_t at_least, at_most;
} test_limit;

typedef struct test_weight {
    const char *key;
    tp_dec weight;
    int64_t freeze_months;
} test_weight;

typedef struct test_root {
    test_borrow borrow;
    tp_list limits, protect;
} test_root;

enum { TEST_TABLES = 4 };
/* [0] fills test_root with borrow, limits and protect; [1] with grades' weights;
 * [2] and [3] know everything else and store nothing. */
extern const tp_schema *const test_tables[TEST_TABLES];

#endif

#include "scenario_tables.h"

static const tp_choice deny_allow[] = {{"deny", "不得"}, {"allow", "允许"}, {NULL, NULL}};
static const tp_choice scopes[] = {
    {"region", "地区"}, {"level", "层级"}, {"all", "全部"}, {NULL, NULL}};
static const tp_choice measures[] = {{"deposits", "收储数"},
                                     {"loans", "投放数"},
                                     {"net_change", "净增减"},
                                     {"usage", "使用数"},
                                     {NULL, NULL}};
static const tp_choice attrition[] = {{"off", NULL}, {"limit", NULL}, {NULL, NULL}};
static const tp_choice deposits[] = {{"as-needed", NULL}, {"all-eligible", NULL}, {NULL, NULL}};
static const tp_choice flows[] = {{"loans", NULL}, {"deposits", NULL}, {NULL, NULL}};
static const tp_choice goals[] = {{"statutory", NULL}, {"need", NULL},      {"fair", NULL},
                                  {"burden", NULL},    {"transfers", NULL}, {"touched", NULL},
                                  {"stability", NULL}, {NULL, NULL}};
static const tp_choice groups[] = {
    {"system", NULL}, {"sector", NULL}, {"region", NULL}, {"unit", NULL}, {NULL, NULL}};

#define ONE TP_DEC_ONE
#define SHARE(key)                                                                                 \
    {                                                                                              \
        .name = (key), .type = TP_T_DEC, .least = 0, .most = ONE                                   \
    }
#define WEIGHT(key)                                                                                \
    {                                                                                              \
        .name = (key), .type = TP_T_DEC, .least = 0, .most = INT64_MAX                             \
    }
#define COUNT(key)                                                                                 \
    {                                                                                              \
        .name = (key), .type = TP_T_INT, .least = 0, .most = TP_COUNT_MAX                          \
    }
#define TEXT(key)                                                                                  \
    {                                                                                              \
        .name = (key), .type = TP_T_TEXT                                                           \
    }
#define TABLE(var, array) static const tp_schema var = {.name = #var, TP_KEYS(array)}
#define PART(key, table)                                                                           \
    {                                                                                              \
        .name = (key), .type = TP_T_STRUCT, .of = &(table)                                         \
    }
#define LIST(key, table)                                                                           \
    {                                                                                              \
        .name = (key), .type = TP_T_LIST, .of = &(table)                                           \
    }
#define MAP(key, table)                                                                            \
    {                                                                                              \
        .name = (key), .type = TP_T_MAP, .of = &(table)                                            \
    }

/* --- the table that is looked at --- */

static const tp_key borrow_keys[] = {
    {.type = TP_T_PRESENT, .offset = offsetof(test_borrow, present)},
    {.type = TP_T_POS, .offset = offsetof(test_borrow, pos)},
    {.name = "max_share",
     .type = TP_T_DEC,
     .offset = offsetof(test_borrow, max_share),
     .most = ONE,
     .doc = {"借用上限（占核定数的份额）", "Most a line may borrow, as a share of its slots."}},
    {.name = "min_saturation",
     .type = TP_T_DEC,
     .offset = offsetof(test_borrow, min_saturation),
     .most = INT64_MAX,
     .doc = {"最低工作饱满度", "Least saturation."}},
    {.name = "unevaluated",
     .type = TP_T_ENUM,
     .offset = offsetof(test_borrow, unevaluated),
     .fallback = "deny",
     .choices = deny_allow,
     .doc = {"没有评估结果的单位", "Units without a saturation."}},
};
static const tp_schema borrow_table = {
    .name = "borrow", TP_KEYS(borrow_keys), .size = sizeof(test_borrow)};

static const tp_key limit_keys[] = {
    {.type = TP_T_POS, .offset = offsetof(test_limit, pos)},
    {.name = "name",
     .type = TP_T_TEXT,
     .offset = offsetof(test_limit, name),
     .flags = TP_KEY_REQUIRED,
     .doc = {"控制项", "Name."}},
    {.name = "where",
     .type = TP_T_STRUCT,
     .offset = offsetof(test_limit, where),
     .of = &tp_where_schema,
     .doc = {"范围", "What it covers."}},
    {.name = "measure",
     .type = TP_T_ENUM,
     .offset = offsetof(test_limit, measure),
     .flags = TP_KEY_REQUIRED,
     .choices = measures,
     .doc = {"指标", "What is measured."}},
    {.name = "at_least",
     .type = TP_T_INT,
     .offset = offsetof(test_limit, at_least),
     .least = -1000000000,
     .most = 1000000000,
     .doc = {"下限", "Lower bound."}},
    {.name = "at_most",
     .type = TP_T_INT,
     .offset = offsetof(test_limit, at_most),
     .least = -1000000000,
     .most = 1000000000,
     .doc = {"上限", "Upper bound."}},
};
static const tp_schema limit_table = {
    .name = "limit", TP_KEYS(limit_keys), .size = sizeof(test_limit)};

typedef struct pools {
    int by;
    tp_texts ring_fenced;
} pools;
static const tp_key pools_keys[] = {
    {.name = "by",
     .type = TP_T_ENUM,
     .offset = offsetof(pools, by),
     .fallback = "region",
     .choices = scopes,
     .doc = {"按什么设周转池", "What a pool covers."}},
    {.name = "ring_fenced",
     .type = TP_T_TEXTS,
     .offset = offsetof(pools, ring_fenced),
     .doc = {"单独设池的系统", "Systems with a pool of their own."}},
};
static const tp_schema pools_table = {.name = "pools", TP_KEYS(pools_keys), .size = sizeof(pools)};

static const tp_key root_keys[] = {
    {.name = "borrow",
     .type = TP_T_STRUCT,
     .offset = offsetof(test_root, borrow),
     .of = &borrow_table,
     .doc = {"借用", "Borrowing."}},
    {.name = "limits",
     .type = TP_T_LIST,
     .offset = offsetof(test_root, limits),
     .of = &limit_table,
     .doc = {"总量控制", "Ceilings and floors."}},
    {.name = "protect",
     .type = TP_T_LIST,
     .offset = offsetof(test_root, protect),
     .of = &tp_where_line_schema,
     .doc = {"保护", "Who never deposits."}},
};
static const tp_schema root_table = {
    .name = "test_root", TP_KEYS(root_keys), .size = sizeof(test_root)};

static const tp_key grade_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(test_weight, key)},
    {.name = "weight",
     .type = TP_T_DEC,
     .offset = offsetof(test_weight, weight),
     .fallback = "1",
     .most = INT64_MAX,
     .doc = {"权重", "Weight."}},
};
static const tp_schema grade_table = {
    .name = "grade_weight", TP_KEYS(grade_keys), .size = sizeof(test_weight)};
static const tp_key grades_root_keys[] = {{.name = "grades",
                                           .type = TP_T_MAP,
                                           .offset = 0,
                                           .of = &grade_table,
                                           .doc = {"等次", "Grades."}}};
static const tp_schema grades_table = {
    .name = "grades", TP_KEYS(grades_root_keys), .size = sizeof(tp_list)};

/* --- everything else --- */

static const tp_key idle[] = {COUNT("min_months"), COUNT("unknown_age_months")};
TABLE(idle_table, idle);
static const tp_key band[] = {WEIGHT("below"), SHARE("share")};
TABLE(band_table, band);
static const tp_key release[] = {LIST("bands", band_table),
                                 SHARE("unevaluated_share"),
                                 SHARE("keep_share"),
                                 COUNT("keep_count"),
                                 {.name = "deposits", .type = TP_T_ENUM, .choices = deposits}};
TABLE(release_table, release);
static const tp_key reclaim[] = {COUNT("min_months"), SHARE("share"),
                                 PART("where", tp_where_line_schema)};
TABLE(reclaim_table, reclaim);
static const tp_key category[] = {{.name = "poolable", .type = TP_T_BOOL, .fallback = "true"},
                                  {.name = "kinds", .type = TP_T_TEXTS}};
TABLE(category_table, category);
static const tp_key borrow[] = {
    SHARE("max_vacancy_share"),
    {.name = "overstaffed", .type = TP_T_ENUM, .choices = deny_allow},
    {.name = "attrition_cover", .type = TP_T_ENUM, .choices = attrition}};
TABLE(borrow_rest, borrow);
static const tp_key freeze[] = {COUNT("freeze_months")};
TABLE(freeze_table, freeze);
static const tp_key block[] = {{.name = "block_overdue", .type = TP_T_BOOL, .fallback = "false"}};
TABLE(block_table, block);
static const tp_key weight[] = {WEIGHT("weight")};
TABLE(weight_table, weight);
static const tp_key classes[] = {PART("statutory", weight_table), PART("talent", weight_table),
                                 PART("normal", weight_table)};
TABLE(classes_table, classes);
static const tp_key tranche[] = {SHARE("up_to"), WEIGHT("value")};
TABLE(tranche_table, tranche);
static const tp_key opening[] = {TEXT("scope"), TEXT("category"), TEXT("ring"), COUNT("count")};
TABLE(opening_table, opening);
static const tp_key transfer[] = {TEXT("from"), TEXT("to"), TEXT("category"), TEXT("ring"),
                                  COUNT("at_most")};
TABLE(transfer_table, transfer);
static const tp_key pools_more[] = {LIST("opening", opening_table),
                                    LIST("transfers", transfer_table)};
TABLE(pools_rest, pools_more);
static const tp_key reserve[] = {SHARE("share"), COUNT("count")};
TABLE(reserve_table, reserve);
static const tp_key share[] = {TEXT("name"),
                               {.name = "of", .type = TP_T_ENUM, .choices = flows},
                               PART("where", tp_where_schema),
                               SHARE("at_least"),
                               SHARE("at_most")};
TABLE(share_table, share);
static const tp_key lock[] = {TEXT("demand"),         TEXT("unit"),
                              TEXT("category"),       COUNT("deposit"),
                              COUNT("loan"),          COUNT("deposit_at_least"),
                              COUNT("loan_at_most"),  COUNT("deposit_at_most"),
                              COUNT("loan_at_least"), COUNT("period")};
TABLE(lock_table, lock);
static const tp_key tier[] = {{.name = "goal", .type = TP_T_ENUM, .choices = goals},
                              SHARE("concede"),
                              {.name = "by", .type = TP_T_ENUM, .choices = groups}};
TABLE(tier_table, tier);
static const tp_key rest[] = {
    PART("idle", idle_table),           PART("release", release_table),
    PART("reclaim", reclaim_table),     MAP("categories", category_table),
    PART("borrow", borrow_rest),        MAP("grades", freeze_table),
    PART("rectification", block_table), MAP("sectors", weight_table),
    PART("classes", classes_table),     LIST("tranches", tranche_table),
    PART("pools", pools_rest),          PART("reserve", reserve_table),
    LIST("earmark", opening_table),     LIST("shares", share_table),
    LIST("locks", lock_table),          LIST("exclude", tp_where_line_schema),
    LIST("tiers", tier_table)};
TABLE(rest_table, rest);

static const tp_key scope_root[] = {PART("pools", pools_table)};
TABLE(scope_table, scope_root);

const tp_schema *const test_tables[TEST_TABLES] = {&root_table, &grades_table, &rest_table,
                                                   &scope_table};

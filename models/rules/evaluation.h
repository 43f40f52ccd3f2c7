/* The section `evaluation:` of a scenario. Each of its rules is a file with the keys it owns; the
 * map around them is said here, once. */
#ifndef TP_MODELS_RULES_EVALUATION_H
#define TP_MODELS_RULES_EVALUATION_H

#include "models/bind.h"
#include "read/schema.h"

/* Defines tp_schema_RULE from the array `keys` of the file: fields of `params` under
 * `evaluation:`. */
#define TP_EVALUATION_TABLE(rule, params)                                                          \
    static const tp_schema evaluation_section = {                                                  \
        .name = "evaluation." #rule, TP_KEYS(keys), .size = sizeof(params)};                       \
    static const tp_key evaluation_keys[] = {                                                      \
        {.name = "evaluation",                                                                     \
         .title = {"评估时效", "evaluation"},                                                      \
         .type = TP_T_STRUCT,                                                                      \
         .offset = 0,                                                                              \
         .of = &evaluation_section,                                                                \
         .doc = {"评估结果的时效。", "How long evaluations count, and which of them."}},           \
    };                                                                                             \
    extern const tp_schema tp_schema_##rule;                                                       \
    const tp_schema tp_schema_##rule = {                                                           \
        .name = #rule ".rule", TP_KEYS(evaluation_keys), .size = sizeof(params)}

#endif

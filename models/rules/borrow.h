/* The section `borrow:` of a scenario. Each of its rules is a file with the keys it owns; the map
 * around them is said here, once. */
#ifndef TP_MODELS_RULES_BORROW_H
#define TP_MODELS_RULES_BORROW_H

#include "models/bind.h"
#include "read/schema.h"

/* Defines tp_schema_RULE from the array `keys` of the file: fields of `params` under `borrow:`. */
#define TP_BORROW_TABLE(rule, params)                                                              \
    static const tp_schema borrow_section = {                                                      \
        .name = "borrow." #rule, TP_KEYS(keys), .size = sizeof(params)};                           \
    static const tp_key borrow_keys[] = {                                                          \
        {.name = "borrow",                                                                         \
         .title = {"借用", "borrowing"},                                                           \
         .type = TP_T_STRUCT,                                                                      \
         .offset = 0,                                                                              \
         .of = &borrow_section,                                                                    \
         .doc = {"借用条件。", "Who may borrow, and how much."}},                                  \
    };                                                                                             \
    extern const tp_schema tp_schema_##rule;                                                       \
    const tp_schema tp_schema_##rule = {                                                           \
        .name = #rule ".rule", TP_KEYS(borrow_keys), .size = sizeof(params)}

/* borrow.max_vacancy_share; TP_DEC_NONE: no such rule. */
tp_dec tp_max_vacancy_share(const tp_binding *b);

#endif

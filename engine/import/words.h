/* The words of registers: what headers, totals, notes and groups are called, one const table each.
 *
 * A new word for a column is one more in its row of the table; a new field is one more row. All
 * texts are in the form of tp_plain_header. */
#ifndef TP_IMPORT_WORDS_H
#define TP_IMPORT_WORDS_H

#include "import/plain.h"

/* What a block of rows is. */
typedef enum tp_import_kind {
    TP_IS_SKIP,
    TP_IS_POSTS, /* units with their slots */
    TP_IS_UNITS,
    TP_IS_VACANCIES,
    TP_IS_OUTCOMES,
    TP_IS_ISSUES,
    TP_IS_DEMANDS,
    TP_IS_ATTRITION,
    TP_IS_LIMITS,
    TP_IS_FINDINGS,
    TP_IS_LOANS,
    TP_IS_PEOPLE, /* one row a person: counted, never kept */
    TP_IS_KINDS
} tp_import_kind;

typedef enum tp_field_id {
    TP_F_NONE, /* not known */
    TP_F_SKIP,
    TP_F_SEQ,
    TP_F_CODE,
    TP_F_NAME,
    TP_F_KIND,
    TP_F_SYSTEM,
    TP_F_LEVEL,
    TP_F_REGION,
    TP_F_PARENT,
    TP_F_ENTRY, /* whom the unit may take in */
    TP_F_CATEGORY,
    TP_F_MEASURE, /* a column that says 核定 or 实有 for its row */
    TP_F_AUTHORISED,
    TP_F_IN_POST,
    TP_F_COMMITTED,
    TP_F_LENT,
    TP_F_BORROWED,
    TP_F_CAP,
    TP_F_STANDARD,
    TP_F_FROZEN,
    TP_F_VACANT, /* checked, not kept */
    TP_F_OVER,
    TP_F_COUNT,
    TP_F_SINCE,
    TP_F_EVALUATED_ON,
    TP_F_GRADE,
    TP_F_SCORE,
    TP_F_SATURATION,
    TP_F_OUTCOME_STATUS,
    TP_F_OBJECTED_ON,
    TP_F_ISSUE,
    TP_F_ISSUE_CLASS,
    TP_F_FOUND_ON,
    TP_F_DUE_ON,
    TP_F_CLOSED_ON,
    TP_F_TEXT,
    TP_F_DEMAND,
    TP_F_QUANTITY,
    TP_F_MINIMUM,
    TP_F_DEMAND_CLASS,
    TP_F_SECTOR,
    TP_F_FILED_ON,
    TP_F_TERM,
    TP_F_DOCUMENT,
    TP_F_ON,
    TP_F_PERSON,
    TP_F_SEX,
    TP_F_STATUS, /* 干部 or 工人: women retire at other ages */
    TP_F_BIRTH,
    TP_F_LIMIT,
    TP_F_LIMIT_MEASURE,
    TP_F_AT_LEAST,
    TP_F_AT_MOST,
    TP_F_PERIOD,
    TP_F_FINDING,
    TP_F_SOURCE,
    TP_F_FROM,
    TP_F_UNTIL,
    TP_F_EFFECT,
    TP_F_FACTOR,
    TP_F_LOAN,
    TP_F_LOAN_DUE,
    TP_FIELDS
} tp_field_id;

typedef enum tp_field_type {
    TP_V_NONE,
    TP_V_TEXT,
    TP_V_UNIT, /* a unit's code or name */
    TP_V_COUNT,
    TP_V_DECIMAL,
    TP_V_DATE,
    TP_V_CHOICE
} tp_field_type;

typedef struct tp_field_info {
    const char *en, *zh; /* as written in map.yaml */
    const char *column;  /* of our own tables; NULL: none */
    tp_field_type type;
    unsigned kinds;      /* bits 1 << tp_import_kind: where it may stand */
    int weight;          /* how much it says for these kinds of table */
    const char *choices; /* "statutory=法定保障|法定;talent=…", tp_plain words */
} tp_field_info;
extern const tp_field_info tp_register_fields[TP_FIELDS];

typedef struct tp_kind_info {
    const char *en, *zh;
    const char *table; /* our own table; NULL: none, or several */
    const char *sheet; /* words in a sheet's name or title that speak for it: "申请|用编" */
} tp_kind_info;
extern const tp_kind_info tp_import_kinds[TP_IS_KINDS];

tp_field_id tp_field_named(const char *word);   /* as in map.yaml; TP_F_NONE */
tp_import_kind tp_kind_named(const char *word); /* TP_IS_KINDS: no such kind */

/* What one piece of a header says, for a table of that kind. */
typedef struct tp_piece {
    tp_field_id field;
    const char *category; /* "" if none */
    int sure;             /* 3: the very word; 2: a word in it; 1: a weak word; 0: nothing */
    bool total;           /* 合计, 小计 */
    bool of_which;        /* 其中 */
} tp_piece;

/* The tables of words, looked up fast. Lives in the arena. NULL: memory is out. */
typedef struct tp_lexicon tp_lexicon;
tp_lexicon *tp_lexicon_create(tp_arena *arena);
/* Is the header text the very word for anything? (Any kind of table.) */
bool tp_lexicon_knows(const tp_lexicon *lexicon, const char *plain);
tp_piece tp_lexicon_piece(const tp_lexicon *lexicon, tp_import_kind kind, const char *plain,
                          tp_arena *arena);

/* The same for a header over figures of posts alone (words_measure.c). */
tp_piece tp_measure_piece(const char *plain, tp_arena *arena);

bool tp_is_total(const char *plain);    /* 合计, 总计, 全市合计, 小计 … */
bool tp_is_subtotal(const char *plain); /* 小计, 教育系统小计 */
bool tp_is_note(const char *plain);     /* 注:…, 填表人… */
/* 1 for 一、, 2 for (一), 3 for 1. or 1、; 0: no numbering. *rest: what follows. */
int tp_enumerated(const char *plain, const char **rest);
/* What units grouped under this heading have in common: KIND, SYSTEM, REGION, PARENT or NONE. */
tp_field_id tp_group_field(const char *plain);
/* "行政编制" is 行政; what is no known kind of slot stays as it is. In the arena. */
const char *tp_category_name(const char *plain, tp_arena *arena);
bool tp_is_category(const char *plain);
bool tp_is_category_subtype(const char *plain); /* 全额, 差额 …: of 事业 */

#endif

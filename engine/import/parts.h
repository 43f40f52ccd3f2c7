/* What the files of the import share. Inside import/ only. */
#ifndef TP_IMPORT_PARTS_H
#define TP_IMPORT_PARTS_H

#include "import/import.h"

enum { TP_ATTRIBUTES = 8, TP_FIGURES = 8, TP_SMALL = 1000 };

/* Attributes: CODE NAME KIND SYSTEM LEVEL REGION PARENT ENTRY, in the order of tp_field_id. */
typedef struct tp_register_unit {
    tp_value attribute[TP_ATTRIBUTES];
    const char *key;  /* plain name */
    const char *mark; /* stands for its code in other tables until that is known; NULL: not yet */
    int32_t namesake; /* the next unit of that name; -1 */
    int32_t first_line, last_line;
    int32_t parent; /* by indentation; -1: by the attribute */
    bool sum;       /* its figures are those of the units below it */
    bool bare;      /* only named as somebody's parent */
    bool present;   /* in this import, not only in the register of codes */
} tp_register_unit;

typedef struct tp_register_line {
    int32_t unit, next;
    const char *category;
    tp_from category_from;
    int64_t figure[TP_FIGURES]; /* AUTHORISED … FROZEN */
    tp_from from[TP_FIGURES];   /* row 0: not stated */
    tp_from since;
    tp_date since_date;
    bool stated; /* a row or column says it expressly: kept though all its figures are 0 */
    bool needed; /* something stands on it */
} tp_register_line;

/* A unit of the register of codes, as imports before this one left it. */
typedef struct tp_code_row {
    const char *code, *name, *key;
} tp_code_row;

typedef struct tp_units {
    tp_register_unit *items;
    size_t count, capacity;
    tp_register_line *lines;
    size_t n_lines, lines_capacity;
    tp_ids *names;  /* plain name -> first[] */
    int32_t *first; /* unit by id of the plain name */
    size_t first_capacity;
    tp_ids *codes; /* code -> by_code[] */
    int32_t *by_code;
    size_t by_code_capacity;
    tp_ids *categories;
    const char *small[TP_SMALL]; /* texts of small counts, as far as they were needed */
    tp_code_row *known;
    size_t n_known, known_capacity;
    tp_ids *known_keys;
    int64_t next_code;
} tp_units;

/* `expected`: about so many units. */
tp_units *tp_units_create(tp_arena *arena, size_t expected);
/* What files, blocks or tables do not need each other for is done by so many threads. */
enum { TP_IMPORT_THREADS = 2 };
/* Reads the files and lists their sheets. */
tp_status tp_import_books(tp_import *import, const tp_import_options *options, tp_diags *diags,
                          tp_err *err);
/* The register of codes in folder/codes.csv; none there is fine. */
tp_status tp_units_recall(tp_import *import, const char *folder, tp_diags *diags, tp_err *err);

/* The codes of another import, in the same way. */
bool tp_units_follow(tp_import *import, const tp_import *before);

/* A unit named in a row. */
typedef struct tp_naming {
    const tp_grid_cell *code, *name; /* kind NONE if there is none */
    tp_from code_from, name_from;
    const char *qualifier; /* parent or region, that tells namesakes apart; "" */
    bool new_row;          /* not the row before going on */
} tp_naming;
/* The unit, new if need be. -1: it cannot be told, which has been asked; -2: memory is out. */
int32_t tp_units_of(tp_import *import, const tp_naming *naming);
/* The unit so named or coded anywhere; -1: none. *several: more than one of that name. */
int32_t tp_units_find(const tp_import *import, const char *text, bool *several);
/* A new unit of that name. -1: memory is out. */
int32_t tp_units_add(tp_import *import, const char *name, const char *key, tp_from from);
void tp_units_attribute(tp_import *import, int32_t unit, tp_field_id field, const char *text,
                        tp_from from);
/* The line of the unit in that category, new if need be. NULL: memory is out. */
tp_register_line *tp_units_line(tp_import *import, int32_t unit, const char *category,
                                tp_from from);
/* Codes for all, parents resolved, renamed ones asked. */
bool tp_units_settle(tp_import *import);
/* Tables units and posts. */
bool tp_units_tables(tp_import *import);

/* Rows of a block into units, lines and tables. false: memory is out. */
bool tp_apply_posts(tp_import *import, tp_block *block);
bool tp_apply_rows(tp_import *import, tp_block *block);
/* The same for all tables but units and posts. */
bool tp_apply_rest(tp_import *import);
/* Has the block columns, and one that names units (or needs none)? */
bool tp_block_applies(const tp_block *block);
bool tp_apply_people(tp_import *import, tp_block *block);
bool tp_people_finish(tp_import *import);
/* Holds totals against sums. */
bool tp_totals_compare(tp_import *import, const tp_block *block);

/* Headings that hold for the row at hand. */
typedef struct tp_headings {
    tp_value of[TP_GROUP_LEVELS];
} tp_headings;
void tp_headings_take(tp_import *import, const tp_block *block, size_t row, tp_headings *headings);

/* The planner's answer for a kind of slot, else the proper name of it. */
const char *tp_map_category(const tp_import *import, const char *text);
/* The planner's answer for a unit's name: a code, "new", NULL. */
const char *tp_map_unit(const tp_import *import, const char *key);

tp_from tp_from_cell(const tp_block *block, size_t row, const tp_block_column *column);
void tp_say_ask(tp_import *import, tp_from from, const tp_msg *msg, size_t n,
                const char *const *args);
void tp_say_finding(tp_import *import, tp_from from, const tp_msg *msg, size_t n,
                    const char *const *args);
#define TP_ASK(import, from, msg, ...)                                                             \
    tp_say_ask((import), (from), (msg), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,   \
               TP_ARGS_("", ##__VA_ARGS__) + 1)
#define TP_FINDING(import, from, msg, ...)                                                         \
    tp_say_finding((import), (from), (msg),                                                        \
                   sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,                        \
                   TP_ARGS_("", ##__VA_ARGS__) + 1)
/* What taking a cell came to: asked, or listed as altered. True if there is a value. */
bool tp_say_taken(tp_import *import, tp_from from, const tp_grid_cell *cell, tp_take take,
                  tp_words why, const char *as);

/* What stands for a unit's code in a table until all codes are known. NULL: memory is out. */
const char *tp_unit_mark(tp_import *import, int32_t unit);

/* The table that rows of that kind go into: the one of its name; -1: none. */
int tp_import_out_of(tp_import_kind kind);
/* Room for so many further rows of a table at once. */
bool tp_out_reserve(tp_import *import, tp_import_out out, size_t rows);
/* Adds a row of values ([n_fields]) to a table. */
bool tp_out_add(tp_import *import, tp_import_out out, const tp_value *values);

#endif

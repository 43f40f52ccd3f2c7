/* Diagnostics: everything wrong (or doubtful) in what the user gave, each with its position.
 *
 * A reader adds to the list and goes on, so that one run reports all errors. Positions are where a
 * person would look: file:line:column, or book.xlsx[sheet!D12].
 * Owns: the list's arena holds copies of all texts. */
#ifndef TP_BASE_DIAG_H
#define TP_BASE_DIAG_H

#include "base/arena.h"
#include "base/words.h"

/* A position in a user's file. Lines and columns are 1-based; columns count characters (code
 * points). line 0: the whole file. cell: for workbooks, "sheet!D12" in place of line and column. */
typedef struct tp_pos {
    const char *file; /* as the user named it; NULL: no position */
    int32_t line, column;
    const char *cell;
} tp_pos;

/* NOTE: taken as meant, nothing to do. */
typedef enum tp_severity { TP_WARNING, TP_ERROR, TP_NOTE } tp_severity;

typedef struct tp_diag {
    tp_severity severity;
    tp_pos pos;
    const char *code;
    const char *text[2]; /* by tp_lang, complete sentences without the position */
    const char *origin;  /* the cell of the office's own file it came from; NULL: not known */
} tp_diag;

/* How often a code came up. */
typedef struct tp_diag_code {
    const char *code;
    size_t count, listed;
} tp_diag_code;

typedef struct tp_diags {
    tp_arena *arena; /* borrowed; must outlive the list */
    tp_diag *items;
    size_t count, capacity;
    size_t errors, warnings, notes; /* counted, also beyond the listing limit */
    size_t most;                    /* list so many of one code (default 1000); counting goes on */
    tp_diag_code *codes;            /* in the order they first came up */
    size_t n_codes, codes_capacity;
    bool out_of_memory;
} tp_diags;

void tp_diags_init(tp_diags *diags, tp_arena *arena);
/* Forgets what was listed and counted. */
void tp_diags_clear(tp_diags *diags);

/* Adds what another list holds and counts, in its order, as if it had been added here one by one
 * (if that one lists as many of a code as this one). */
void tp_diags_join(tp_diags *diags, const tp_diags *from);

/* Adds one. The arguments are texts (const char *), as many as `count`; copied.
 * tp_diag_error(diags, pos, &msg, "found", "allowed") counts them itself. */
void tp_diag_add(tp_diags *diags, tp_severity severity, tp_pos pos, const tp_msg *msg, size_t count,
                 const char *const *args);
/* The same with arguments that differ by language ("a list" / "列表"). */
void tp_diag_add_words(tp_diags *diags, tp_severity severity, tp_pos pos, const tp_msg *msg,
                       size_t count, const tp_words *args);
#define TP_ARGS_(...) ((const char *const[]){__VA_ARGS__})
#define tp_diag_error(diags, pos, msg, ...)                                                        \
    tp_diag_add((diags), TP_ERROR, (pos), (msg),                                                   \
                sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,                           \
                TP_ARGS_("", ##__VA_ARGS__) + 1)
#define tp_diag_warn(diags, pos, msg, ...)                                                         \
    tp_diag_add((diags), TP_WARNING, (pos), (msg),                                                 \
                sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,                           \
                TP_ARGS_("", ##__VA_ARGS__) + 1)

#define tp_diag_note(diags, pos, msg, ...)                                                         \
    tp_diag_add((diags), TP_NOTE, (pos), (msg),                                                    \
                sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,                           \
                TP_ARGS_("", ##__VA_ARGS__) + 1)

/* "file:3:7" or "book.xlsx[sheet!D12]"; nothing for a position without file. */
void tp_pos_write(tp_buf *out, const tp_pos *pos);
/* Where a diagnostic stands, and the office's own cell behind it: "posts.csv:3:7
 *
 * (台账.xlsx[编制!F12])". */
void tp_diag_where(tp_buf *out, const tp_diag *diag);
/* One line: "file:3:7: error: text [code]" (错误/警告 in Chinese), with a newline. */
void tp_diag_write(tp_buf *out, const tp_diag *diag, tp_lang lang);
/* All of them, then a count if some were not listed. */
void tp_diags_write(tp_buf *out, const tp_diags *diags, tp_lang lang);
/* The same, but of warnings only the first `few` of each code; then, for each code with more, a
 * line that says how many and ends with `how` to see them. Errors are always written. */
void tp_diags_write_few(tp_buf *out, const tp_diags *diags, size_t few, tp_words how, tp_lang lang);

#endif

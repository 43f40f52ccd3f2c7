/* The dataset: units, lines and what is known of them, checked and in canonical order.
 *
 * Canonical order: units by code, lines by unit then category, demands by code … (natural order of
 * codes, tp_text_compare). Everything is decided in this order, so that the same facts in another
 * row order give the same answer; `input_order` lists the indices as the user wrote them, which is
 * how everything is shown. Source: scenarios/DATA.md.
 *
 * Units: counts are slots; tp_dec are millionths; dates are packed (base/date.h).
 * Names that filters compare (kinds, systems, …) are ids in `names`; TP_ID_NONE = empty.
 * Owns: everything lives in the dataset's arena; immutable after loading. */
#ifndef TP_DOMAIN_DATASET_H
#define TP_DOMAIN_DATASET_H

#include "base/diag.h"
#include "base/ids.h"
#include "base/sha256.h"

typedef enum tp_demand_class { TP_STATUTORY, TP_TALENT, TP_NORMAL, TP_CLASSES } tp_demand_class;
typedef enum tp_issue_class { TP_RECTIFY, TP_OFFICE, TP_RESERVE, TP_ISSUE_CLASSES } tp_issue_class;
typedef enum tp_limit_measure {
    TP_MEASURE_DEPOSITS,
    TP_MEASURE_LOANS,
    TP_MEASURE_NET_CHANGE,
    TP_MEASURE_USAGE,
    TP_MEASURE_INTAKE,
    TP_MEASURE_OWN_USE,
    TP_MEASURES
} tp_limit_measure;
typedef enum tp_effect {
    TP_EFFECT_NO_LOANS,
    TP_EFFECT_NO_OWN_USE,
    TP_EFFECT_ROOM,     /* × factor */
    TP_EFFECT_DEPOSITS, /* × factor */
    TP_EFFECTS
} tp_effect;

typedef struct tp_unit {
    const char *code, *name;
    const char *entry_standard;          /* whom it may take in; NULL: nothing stated */
    int32_t kind, system, level, region; /* ids in names */
    int32_t parent;                      /* unit index or TP_ID_NONE */
    int32_t first_line, lines;           /* its lines are consecutive */
    int32_t first_outcome, outcomes;     /* by date ascending */
    int32_t first_issue, issues;         /* by code */
    int32_t first_verdict, verdicts;     /* by from ascending */
    tp_pos pos;
} tp_unit;

typedef struct tp_line {
    int32_t unit, category; /* category: id in names */
    int64_t authorised, in_post, committed, lent, borrowed;
    int64_t cap;                         /* TP_INT_NONE: none */
    int64_t standard;                    /* TP_INT_NONE: none */
    int64_t frozen;                      /* vacancies neither used nor lent */
    int64_t ceded;                       /* by a reorganisation, to its pool; no file says it */
    int64_t given_back;                  /* of its loans, at their expiry; no file says it */
    int32_t first_lot, lots;             /* by since ascending (oldest first) */
    int32_t first_demand, demands;       /* indices into demand_of_line */
    int32_t first_departure, departures; /* by date ascending */
    tp_pos pos;
} tp_line;

typedef struct tp_lot {
    int32_t line;
    int64_t count;
    tp_date since;
    tp_pos pos;
} tp_lot;

/* How far an evaluation has come: only final ones count, unless the scenario uses drafts. */
typedef enum tp_standing_of_outcome {
    TP_OUTCOME_FINAL,
    TP_OUTCOME_DRAFT,
    TP_OUTCOME_OBJECTED,
    TP_OUTCOME_STATUSES
} tp_standing_of_outcome;
extern const tp_words tp_outcome_status_words[TP_OUTCOME_STATUSES];
extern const char *const tp_outcome_status_names[TP_OUTCOME_STATUSES];

typedef struct tp_outcome {
    int32_t unit;
    tp_date evaluated_on;
    int32_t grade;            /* id in names, TP_ID_NONE if empty */
    tp_dec score, saturation; /* TP_DEC_NONE if empty */
    tp_standing_of_outcome status;
    tp_date objected_on; /* when the unit objected; none if it did not */
    bool projected;      /* of a later period: the saturation is carried on (rules/trend.h) */
    tp_pos pos;
} tp_outcome;

typedef struct tp_issue {
    const char *code, *text;
    int32_t unit;
    tp_issue_class issue_class;
    tp_date found_on, due_on, closed_on; /* due_on is always set; closed_on may be none */
    tp_pos pos;
} tp_issue;

/* What the ledger has lent under a demand already. No column of a file says it: it is taken from
 * the ledger (run/books.h) and part of the identity from then on. */
typedef struct tp_grant {
    int64_t count;
    tp_date on;         /* the latest of these loans */
    const char *notice; /* its notice, "2026-3"; "" if none */
} tp_grant;

/* A loan that runs and when it falls due: a row of loans.csv, or by the ledger (no file then). */
typedef struct tp_running {
    const char *loan;   /* its number: of loans.csv, or of the ledger's entry; "": not known */
    const char *demand; /* under which it was lent; "" if not known */
    int32_t line;
    tp_date due;
    int64_t count;
    tp_pos pos;
} tp_running;
/* By line, then due date, then number: how they stand. */
int tp_running_compare(const void *a, const void *b);

/* What a scenario decides of a running loan that falls due (models/expire.h). */
typedef struct tp_expired {
    int32_t item; /* of the scenario's list, from 0; -1: none decides, it stays as it is */
    const char *loan, *demand;
    int32_t line;
    tp_date due;
    int64_t count;     /* on loan before */
    int64_t kept;      /* to be used on */
    int64_t back;      /* given back at once: what the line has vacant */
    tp_date due_after; /* of what is kept; none: nothing is */
} tp_expired;

/* What a reorganisation moved from a line, as domain/regroup.h carries it out. */
typedef struct tp_regroup {
    int32_t item;     /* of the scenario's list, from 0 */
    int32_t from, to; /* lines; `to` TP_ID_NONE: the pool `from` falls in */
    int64_t slots;    /* ownership */
    int64_t in_post, committed, lent, borrowed, frozen;
    bool whole; /* everything the line has: demands, lots, departures and running loans as well */
} tp_regroup;

typedef struct tp_demand {
    const char *code, *document;
    int32_t unit, line;
    int64_t quantity, minimum;
    tp_demand_class demand_class;
    int32_t sector; /* id in names; the unit's system by default; TP_ID_NONE if that is empty too */
    tp_date filed_on;      /* may be none */
    int32_t term_months;   /* that count: rules/use_period.c may give others than it states */
    int32_t stated_months; /* as the data have it */
    tp_grant granted;      /* count 0: nothing */
    tp_pos pos;
} tp_demand;

typedef struct tp_departure {
    int32_t line;
    tp_date on;
    int64_t count;
    tp_pos pos;
} tp_departure;

/* A row of findings.csv: what a check found of a unit, and what follows from it for a time. */
typedef struct tp_verdict {
    const char *text, *source; /* source "" if empty */
    int32_t unit;
    tp_date from, until; /* both days included; until may be none: no end */
    tp_effect effect;
    tp_dec factor; /* of ROOM and DEPOSITS; else TP_DEC_NONE */
    tp_pos pos;
} tp_verdict;

/* A row of limits.csv; each filter is one value (id in names / unit index) or none. */
typedef struct tp_limit_row {
    const char *name;
    const char *unit, *kind, *system, *level, *region, *parent, *category, *sector;
    int32_t demand_class; /* tp_demand_class or -1 */
    tp_limit_measure measure;
    int64_t at_least, at_most; /* TP_INT_NONE: none */
    int64_t period;            /* from 1; TP_INT_NONE: every one */
    tp_pos pos;
} tp_limit_row;

typedef struct tp_dataset tp_dataset;
struct tp_dataset {
    tp_arena *arena;
    const char *path;                 /* as the user named it */
    const struct tp_origins *origins; /* where an import took it from; NULL: not known */
    char sha256[TP_SHA256_HEX];
    tp_ids *names; /* kinds, systems, levels, regions, categories, grades, sectors */
    tp_ids *unit_codes, *demand_codes; /* id = canonical index */
    int32_t n_units, n_lines, n_lots, n_outcomes, n_issues, n_demands, n_departures, n_limits,
        n_verdicts;
    tp_unit *units;
    tp_line *lines;
    tp_lot *lots;
    tp_outcome *outcomes;
    tp_issue *issues;
    tp_demand *demands;
    int32_t *demand_of_line; /* demand indices grouped by line, canonical order inside a line */
    tp_departure *departures;
    tp_limit_row *limits;
    tp_verdict *verdicts; /* unit by unit */
    tp_running *running;  /* in the order of tp_running_compare */
    int32_t n_running;
    /* How the user ordered them: position -> canonical index. */
    int32_t *unit_input_order, *line_input_order, *demand_input_order;
    bool lent_given, borrowed_given; /* posts.csv had these columns */
    bool loans_given;                /* running loans are those of loans.csv */
    /* Which attributes (bits 1 << tp_attribute) take a name anywhere, by id; and which units are
     * some unit's parent: so that a filter knows at once whether it can match. */
    uint16_t *name_uses;
    bool *is_parent;
    /* Of a view after a reorganisation; its canonical form and identity are those before. */
    const tp_dataset *before;   /* borrowed; NULL: none */
    const tp_regroup *regroups; /* in the order they were carried out; lines of this view */
    size_t n_regroups;
    /* Of a view after loans that fell due were decided; in their order. */
    const tp_dataset *unexpired; /* borrowed; the data before; NULL: none */
    const tp_expired *expired;
    size_t n_expired;
    bool months_given;    /* the scenario has a say in how long loans are used: documents say it */
    bool edited;          /* some figures are a what-if's */
    int32_t valid_months; /* outcomes of so many months count no more; 0: all do */
    bool use_drafts;      /* outcomes that are not final count as well */
};

/* Invariant: lines stand unit by unit, lots, demands and departures line by line without gaps, and
 * every index leads somewhere. */
bool tp_dataset_sound(const tp_dataset *data);

typedef struct tp_dataset_options {
    const char *encoding;  /* NULL: detect */
    bool without_outcomes; /* do not read outcomes.csv: they will be computed */
    bool only_looked_at;   /* origins are read for messages alone, where there are any */
} tp_dataset_options;

/* The data as they were read, of a view after a reorganisation or after loans have expired. */
const tp_dataset *tp_dataset_as_read(const tp_dataset *data);

/* Loads a directory of CSV files or one XLSX workbook. Every error of every file is in diags;
 * with any error, TP_E_INPUT and *out = NULL. Warnings (lots beyond vacancies …) go there too. */
tp_status tp_dataset_load(tp_dataset **out, const char *path, const tp_dataset_options *options,
                          tp_diags *diags, tp_err *err);
void tp_dataset_free(tp_dataset *data);

/* The canonical form, whose SHA-256 is the identity: rows by key, values normalised, defaults
 * written out. Also what the store keeps; tp_dataset_parse reads it back (positions then say
 * canonical table and row). `order` = the input order as text, and which of the office's cells the
 * rows came from if that is known; not part of the identity. */
void tp_dataset_canonical(tp_buf *out, const tp_dataset *data);
void tp_dataset_order(tp_buf *out, const tp_dataset *data);
tp_status tp_dataset_parse(tp_dataset **out, const char *canonical, size_t length,
                           const char *order, tp_diags *diags, tp_err *err);

int32_t tp_dataset_unit(const tp_dataset *data, const char *code); /* TP_ID_NONE: unknown */
int32_t tp_dataset_line(const tp_dataset *data, int32_t unit, const char *category);
int32_t tp_dataset_demand(const tp_dataset *data, const char *code);
/* "" for TP_ID_NONE. */
const char *tp_dataset_name(const tp_dataset *data, int32_t id);

/* "台账.xlsx[编制!F12]": the office's own cell behind a value that stands at `pos` of the dataset
 * (of a unit, line, demand …), by the English name of its column; NULL: not known. */
const char *tp_dataset_origin(const tp_dataset *data, tp_pos pos, const char *column,
                              tp_arena *arena);

/* Latest outcome with evaluated_on <= as_of, NULL if there is none or it counts no more. */
const tp_outcome *tp_dataset_outcome(const tp_dataset *data, int32_t unit, tp_date as_of);
/* That one, if it counts no more; else NULL. */
const tp_outcome *tp_dataset_lapsed(const tp_dataset *data, int32_t unit, tp_date as_of);
/* The latest that is not final and later than any that is, whether it counts or not; NULL: none. */
const tp_outcome *tp_dataset_pending(const tp_dataset *data, int32_t unit, tp_date as_of);

/* The reference page of the dataset format, Markdown. */
void tp_dataset_page(tp_buf *out, tp_lang lang);

extern const char *const tp_demand_class_names[TP_CLASSES]; /* statutory talent normal */
extern const tp_words tp_demand_class_words[TP_CLASSES];
extern const char *const tp_issue_class_names[TP_ISSUE_CLASSES]; /* rectify office reserve */
extern const tp_words tp_issue_class_words[TP_ISSUE_CLASSES];
extern const char *const tp_effect_names[TP_EFFECTS]; /* no_loans no_own_use room deposits */
extern const tp_words tp_effect_words[TP_EFFECTS];
extern const char *const tp_measure_names[TP_MEASURES];
extern const tp_words tp_measure_words[TP_MEASURES];

#endif

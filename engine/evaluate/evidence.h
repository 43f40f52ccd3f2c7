/* Evidence: the facts an evaluation rests on. Units, posts and issues are the dataset's; scores.csv
 * (评分) and workload.csv (工作量) are read here, each described by one const table.
 *
 * Shape: units by canonical index of the dataset; scores by unit, leaf, source, value; tasks by
 * unit, year, name. Units: points and values in millionths.
 * Owns: everything lives in the evidence's arena; the dataset is owned too. */
#ifndef TP_EVALUATE_EVIDENCE_H
#define TP_EVALUATE_EVIDENCE_H

#include "domain/supply.h"
#include "evaluate/spec.h"

/* One scorer's verdict on one leaf of one unit. */
typedef struct tp_score {
    int32_t unit, leaf;
    int32_t source; /* index in the evidence's sources */
    tp_dec value;   /* as given; of a menu: the index of the option */
    tp_dec points;  /* what it is worth, 0 … 100 */
} tp_score;

typedef struct tp_work {
    int32_t unit;
    int32_t year;
    const char *name;
    tp_dec volume, hours_each, difficulty;
    tp_pos pos;
} tp_work;

typedef struct tp_evidence {
    tp_arena *arena;
    tp_dataset *data;
    tp_source_rule *sources; /* the file's, or without any: every source met, of equal weight, in
                                natural order of their names */
    size_t n_sources;
    tp_score *scores;
    size_t n_scores;
    size_t *first_score; /* [n_units + 1] */
    tp_work *works;
    size_t n_works;
    size_t *first_work; /* [n_units + 1] */
    int64_t *in_post;   /* [n_units] over all lines */
} tp_evidence;

/* Reference page of scores.csv and workload.csv, Markdown. */
void tp_evidence_page(tp_buf *out, tp_lang lang);

typedef struct tp_evidence_options {
    const char *encoding;         /* of CSV files; NULL: detect */
    const tp_given_issue *issues; /* kept elsewhere: they join those of the files */
    size_t n_issues;
} tp_evidence_options;

/* Loads what spec->data names. All faults are diagnostics; with any, TP_E_INPUT and *out = NULL.
 * The spec may itself be faulty (then what depends on its faults is not checked). */
tp_status tp_evidence_load(tp_evidence **out, const tp_spec *spec,
                           const tp_evidence_options *options, tp_diags *diags, tp_err *err);
void tp_evidence_free(tp_evidence *evidence); /* accepts NULL */

/* SHA-256 over the canonical evaluation file (without `data`) and all evidence in canonical order:
 * the same facts give the same identity whatever their file, order or encoding. */
tp_status tp_evidence_identity(char hex[TP_SHA256_HEX], const tp_spec *spec,
                               const tp_evidence *evidence, tp_err *err);

#endif

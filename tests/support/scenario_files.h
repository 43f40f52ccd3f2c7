/* Scenario files in a directory of their own, loaded with the test tables; what was said. The
 * directory is the working directory, so that positions are the same everywhere. */
#ifndef TP_TESTS_SCENARIO_FILES_H
#define TP_TESTS_SCENARIO_FILES_H

#include "domain/scenario.h"

#include "messages.h"
#include "scenario_tables.h"
#include "suite.h"

#define HEAD "schema: turnpool.scenario/1\nname: city\ndata: data\nas_of: 2026-06-30\n"
#define FAMILY                                                                                     \
    HEAD                                                                                           \
        "title: {zh: 基准, en: Baseline}\nreserve: {share: 0.1}\nlimits: [{name: a, measure: "   \
        "loans, at_most: 5}]\n"                                                                    \
        "overrides:\n"                                                                             \
        "  austerity: {reserve: {share: 0.3}, limits+: [{name: b, measure: usage, at_most: 1}]}\n" \
        "  open: {reserve: null, pools: {by: all}}\n"                                              \
        "scenarios:\n"                                                                             \
        "  tight: austerity\n"                                                                     \
        "  both: [austerity, open]\n"                                                              \
        "  titled: {title: {zh: 从严, en: Tight}, use: [austerity]}\n"

typedef struct scenario_files {
    tp_arena *arena;
    tp_diags diags;
    tp_scenario *scenario; /* of the last loading */
    char directory[64], before[4096];
} scenario_files;
extern scenario_files files;

void files_start(void);
void files_stop(void);
void file(const char *name, const char *text);

tp_status load_with(const char *name, const tp_setting *settings, size_t count);
void loads(const char *name);                                    /* without a word */
void sets(const char *name, const char *key, const char *value); /* with one setting */
void refused(const char *name, const char *want);                /* with these words only */

char *said(tp_lang lang);
char *canonical(void);
char *origins(void);
const char *value(const char *path); /* in the resolved tree; "(absent)" */

#endif

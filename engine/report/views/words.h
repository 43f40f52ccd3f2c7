/* Words for what rules, goals and the scenario's positions are called, shared by pages. */
#ifndef TP_REPORT_VIEWS_WORDS_H
#define TP_REPORT_VIEWS_WORDS_H

#include "report/document/page.h"

/* file:line of a position, "" if none; in the page's arena. */
const char *tp_page_place(tp_page *page, const tp_pos *pos);
/* A pool's scope: the one scope of `by: all` and the empty one have words. */
tp_words tp_scope_words(const char *scope);
/* The name of a goal or rule; the id itself if there is none of that name. */
tp_words tp_goal_words(const char *goal);
tp_words tp_rule_words(const char *rule);
/* A scenario's key as a reader calls it: "周转储备：比例" for reserve.share. What the user named
 * stays as it is. */
tp_words tp_key_words(tp_page *page, const char *path);
/* The word for a key, or for a choice, goal, attribute, yes or no; zh NULL: it is none. */
tp_words tp_scenario_word(const char *word, size_t length, bool is_key);
/* Schemas that describe one place of the scenario; many rules share a place. */
enum { TP_PLACES = 160 };
typedef struct tp_place {
    const struct tp_schema *at[TP_PLACES];
    size_t n;
    bool named;                      /* the user's own names stand here */
    const struct tp_choice *choices; /* of the key last entered; NULL: it has none */
} tp_place;
void tp_place_of(tp_place *out, const char *path);
/* Goes down to a key of this place, whose words it gives; zh NULL: none of its keys. */
tp_words tp_place_enter(tp_place *here, const char *name, size_t length);
/* What its place calls a choice; zh NULL: it is none of the key last entered. */
tp_words tp_place_choice(const tp_place *here, const char *word, size_t length);
/* What a key means where it is not stated: the text of its default; NULL: none. */
const char *tp_key_fallback(const char *path);
/* The value of a key, in YAML flow text, as a reader would say it, keys and choices in words, no
 * brackets:
 * "[{name: A, where: {system: [B, C]}, at_most: 120}]" becomes
 * "“A”：范围（系统 B、C），不超过 120". */
tp_words tp_value_words(tp_page *page, const char *path, const char *flow);
/* A value of a sweep, at an axis or in a heading: figures as in tables, the rest in words. */
tp_words tp_point_words(tp_page *page, const char *path, const char *value);
/* Settings, "KEY=VALUE" a line, in one line of words: "周转储备：比例 0.15；…". */
tp_words tp_settings_words(tp_page *page, const char *lines);

#endif

/* Topics of `turnpool help TOPIC`: what a reader needs beyond the commands. The terminal, the
 * manual page and tools/guide are all written from this one table. */
#ifndef TP_TOOLS_TOPICS_H
#define TP_TOOLS_TOPICS_H

#include "base/buf.h"
#include "base/words.h"

typedef enum tp_topic_kind {
    TP_TOPIC_HEADING,
    TP_TOPIC_TEXT,
    TP_TOPIC_COMMAND, /* to be typed as it stands */
    TP_TOPIC_TERM     /* the term, and what it means */
} tp_topic_kind;

typedef struct tp_topic_item {
    tp_topic_kind kind;
    tp_words term; /* of TP_TOPIC_TERM only */
    tp_words text;
} tp_topic_item;

typedef struct tp_topic {
    const char *name; /* as typed: "glossary" */
    tp_words title;
    const tp_topic_item *items;
    size_t n_items;
} tp_topic;

extern const tp_topic *const tp_topics[];
extern const size_t tp_n_topics;

/* NULL: there is none of that name. */
const tp_topic *tp_topic_find(const char *name);

/* For the terminal; as Markdown, both languages on one page; as sections of the manual page. */
void tp_topic_write(tp_buf *out, const tp_topic *topic, tp_lang lang, size_t width);
void tp_topic_page(tp_buf *out, const tp_topic *topic);
void tp_topic_manual(tp_buf *out, const tp_topic *topic, tp_lang lang);

#endif

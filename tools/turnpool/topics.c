#include "topics.h"

#include "cli.h"
#include "report/writers/wrap.h"

#include <string.h>

const tp_topic *tp_topic_find(const char *name)
{
    for (size_t i = 0; i < tp_n_topics; i++)
        if (strcmp(tp_topics[i]->name, name) == 0)
            return tp_topics[i];
    return NULL;
}

void tp_topic_write(tp_buf *out, const tp_topic *topic, tp_lang lang, size_t width)
{
    tp_buf_format(out, "%s\n\n", tp_words_in(topic->title, lang));
    for (size_t i = 0; i < topic->n_items; i++) {
        const tp_topic_item *item = &topic->items[i];
        const char *text = tp_words_in(item->text, lang);
        switch (item->kind) {
        case TP_TOPIC_COMMAND:
            tp_buf_format(out, "    %s\n\n", text);
            break;
        case TP_TOPIC_TERM:
            tp_buf_format(out, "%s\n    ", tp_words_in(item->term, lang));
            tp_wrap_write(out, text, width, 4);
            break;
        default:
            tp_wrap_write(out, text, width, 0);
            tp_buf_char(out, '\n');
        }
    }
}

static void markdown(tp_buf *out, const tp_topic *topic, tp_lang lang)
{
    tp_buf_format(out, "# %s\n\n", tp_words_in(topic->title, lang));
    for (size_t i = 0; i < topic->n_items; i++) {
        const tp_topic_item *item = &topic->items[i];
        const char *text = tp_words_in(item->text, lang);
        if (item->kind == TP_TOPIC_HEADING)
            tp_buf_format(out, "## %s\n\n", text);
        else if (item->kind == TP_TOPIC_COMMAND)
            tp_buf_format(out, "```\n%s\n```\n\n", text);
        else if (item->kind == TP_TOPIC_TERM)
            tp_buf_format(out, "**%s** (%s): %s\n\n", tp_words_in(item->term, lang),
                          tp_words_in(item->term, lang == TP_EN ? TP_ZH : TP_EN), text);
        else
            tp_buf_format(out, "%s\n\n", text);
    }
}

void tp_topic_page(tp_buf *out, const tp_topic *topic)
{
    tp_buf_format(out, "<!-- turnpool help %s --page -->\n", topic->name);
    markdown(out, topic, TP_ZH);
    markdown(out, topic, TP_EN);
}

void tp_topic_manual(tp_buf *out, const tp_topic *topic, tp_lang lang)
{
    tp_buf_text(out, "# ");
    tp_scdoc_escape(out, tp_words_in(topic->title, lang));
    tp_buf_text(out, "\n\n");
    for (size_t i = 0; i < topic->n_items; i++) {
        const tp_topic_item *item = &topic->items[i];
        const char *text = tp_words_in(item->text, lang);
        if (item->kind == TP_TOPIC_HEADING)
            tp_buf_text(out, "## ");
        if (item->kind == TP_TOPIC_TERM) {
            tp_buf_char(out, '*');
            tp_scdoc_escape(out, tp_words_in(item->term, lang));
            tp_buf_text(out, "*\n\t");
        }
        if (item->kind == TP_TOPIC_COMMAND)
            tp_buf_format(out, "```\n%s\n```\n\n", text);
        else {
            tp_scdoc_escape(out, text);
            tp_buf_text(out, "\n\n");
        }
    }
}

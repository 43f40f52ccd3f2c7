#include "report/views/words.h"

#include "models/goal.h"
#include "models/rule.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

const char *tp_page_place(tp_page *page, const tp_pos *pos)
{
    tp_buf text;
    tp_buf_init(&text);
    if (pos->file)
        tp_buf_format(&text, pos->line ? "%s:%d" : "%s", pos->file, (int)pos->line);
    const char *made = tp_arena_text(page->arena, text.bytes ? text.bytes : "");
    tp_buf_finish(&text);
    page->failed = page->failed || !made;
    return made ? made : "";
}

tp_words tp_goal_words(const char *goal)
{
    for (int i = 0; i < tp_n_goals; i++)
        if (strcmp(tp_goals[i]->id, goal) == 0)
            return tp_goals[i]->name;
    return (tp_words){goal, goal};
}

tp_words tp_rule_words(const char *rule)
{
    int at = tp_rule_find(rule);
    if (at >= 0)
        return tp_rules[at]->name;
    if (strcmp(rule, "several") == 0)
        return W("几项一起", "several together");
    return tp_goal_words(rule);
}

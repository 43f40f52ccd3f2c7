#include "report/views/words.h"

#include "domain/scenario.h"
#include "domain/where.h"
#include "models/bind.h"
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

tp_words tp_scope_words(const char *scope)
{
    if (strcmp(scope, "all") == 0)
        return W("全域", "all");
    return *scope ? W(scope, scope) : W("（未注明范围）", "(no scope)");
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

static const tp_key *key_in(const tp_schema *schema, const char *name, size_t length)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->keys[i].name && strlen(schema->keys[i].name) == length &&
            memcmp(schema->keys[i].name, name, length) == 0)
            return &schema->keys[i];
    return NULL;
}

/* What filters and demands are called by. */
static bool attribute_words(const char *name, size_t length, tp_words *out)
{
    for (int a = 0; a < TP_ATTRIBUTES; a++)
        if (strlen(tp_attribute_names[a]) == length &&
            memcmp(tp_attribute_names[a], name, length) == 0) {
            *out = tp_attribute_words[a];
            return true;
        }
    for (int k = 0; k < TP_CLASSES; k++)
        if (strlen(tp_demand_class_names[k]) == length &&
            memcmp(tp_demand_class_names[k], name, length) == 0) {
            *out = tp_demand_class_words[k];
            return true;
        }
    return false;
}

static void root(tp_place *out)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    out->at[0] = &tp_scenario_schema;
    out->n = 1;
    for (size_t i = 0; i < count && out->n < TP_PLACES; i++)
        out->at[out->n++] = sections[i];
    out->named = false;
    out->choices = NULL;
}

tp_words tp_place_enter(tp_place *here, const char *name, size_t length)
{
    tp_place next = {.n = 0, .choices = NULL};
    tp_words words = W(NULL, NULL);
    if (here->named) { /* a member: what is below it is below every member */
        here->named = false;
        return words;
    }
    for (size_t i = 0; i < here->n; i++) {
        const tp_key *key = key_in(here->at[i], name, length);
        if (!key)
            continue;
        words = key->title.zh ? key->title : words;
        next.named = next.named || key->type == TP_T_MAP;
        next.choices = next.choices ? next.choices : key->choices;
        if (key->of && next.n < TP_PLACES)
            next.at[next.n++] = key->of;
    }
    *here = next;
    return words;
}

void tp_place_of(tp_place *out, const char *path)
{
    root(out);
    for (const char *at = path; *at;) {
        size_t length = strcspn(at, ".");
        tp_place_enter(out, at, strcspn(at, ".[+"));
        at += length + (at[length] == '.');
    }
}

static void add_words(tp_page *page, tp_words *all, tp_words one)
{
    *all = !all->zh ? one
                    : (tp_words){TP_PAGE_WORDS(page, W("{0}：{1}", ""), all->zh, one.zh).zh,
                                 TP_PAGE_WORDS(page, W("", "{0}: {1}"), all->en, one.en).en};
}

tp_words tp_key_words(tp_page *page, const char *path)
{
    tp_place here;
    tp_words all = {NULL, NULL};
    if (strncmp(path, "basis.", 6) == 0) { /* what a rule rests on, by the rule's name */
        const char *rule = path + 6;
        tp_words name = tp_rule_find(rule) >= 0 ? tp_rule_words(rule) : tp_key_words(page, rule);
        add_words(page, &all, W("依据", "basis"));
        add_words(page, &all, name);
        return all;
    }
    root(&here);
    for (const char *at = path; *at;) {
        size_t length = strcspn(at, "."), bare = here.named ? length : strcspn(at, ".[+");
        tp_words one = tp_place_enter(&here, at, bare);
        if (!one.zh && !attribute_words(at, bare, &one)) {
            char *copy = tp_arena_copy(page->arena, at, bare);
            page->failed = page->failed || !copy;
            one = W(copy ? copy : "", copy ? copy : "");
        }
        add_words(page, &all, one);
        if (bare < length && at[bare] == '[') { /* "[2]": the second element */
            const char *number = tp_arena_copy(page->arena, at + bare + 1, length - bare - 2);
            page->failed = page->failed || !number;
            add_words(page, &all,
                      TP_PAGE_WORDS(page, W("第 {0} 项", "no. {0}"), number ? number : ""));
        }
        at += length + (at[length] == '.');
    }
    return all.zh ? all : W(path, path);
}

static tp_words choice_words(const tp_choice *choices, const char *word, size_t length)
{
    for (const tp_choice *c = choices; c && c->en; c++)
        if (c->zh && strlen(c->en) == length && memcmp(c->en, word, length) == 0)
            return W(c->zh, c->en);
    return W(NULL, NULL);
}

tp_words tp_place_choice(const tp_place *here, const char *word, size_t length)
{
    return choice_words(here->choices, word, length);
}

/* The key or the choice so called, anywhere in the document's description. */
static tp_words find_word(const tp_schema *schema, const char *word, size_t length, bool is_key,
                          int depth)
{
    tp_words found = W(NULL, NULL);
    for (size_t i = 0; i < schema->count && !found.zh && depth < 8; i++) {
        const tp_key *key = &schema->keys[i];
        if (!is_key)
            found = choice_words(key->choices, word, length);
        else if (key->name && strlen(key->name) == length && memcmp(key->name, word, length) == 0)
            found = key->title;
        if (!found.zh && key->of)
            found = find_word(key->of, word, length, is_key, depth + 1);
    }
    return found;
}

tp_words tp_scenario_word(const char *word, size_t length, bool is_key)
{
    static const tp_words yes = {"是", "yes"}, no = {"否", "no"};
    tp_place all;
    tp_words found = W(NULL, NULL);
    if (!is_key && length == 4 && memcmp(word, "true", 4) == 0)
        return yes;
    if (!is_key && length == 5 && memcmp(word, "false", 5) == 0)
        return no;
    root(&all);
    for (size_t i = 0; i < all.n && !found.zh; i++)
        found = find_word(all.at[i], word, length, is_key, 0);
    if (!found.zh)
        (void)attribute_words(word, length, &found);
    for (int g = 0; g < tp_n_goals && !found.zh && !is_key; g++)
        if (strlen(tp_goals[g]->id) == length && memcmp(tp_goals[g]->id, word, length) == 0)
            found = tp_goals[g]->name;
    return found;
}

const char *tp_key_fallback(const char *path)
{
    tp_place here, next;
    const char *found = NULL;
    root(&here);
    for (const char *at = path; *at;) {
        size_t length = strcspn(at, ".");
        next.n = 0;
        found = NULL;
        for (size_t i = 0; i < here.n; i++) {
            const tp_key *key = key_in(here.at[i], at, length);
            if (!key)
                continue;
            found = key->fallback ? key->fallback : found;
            if (key->of && next.n < TP_PLACES)
                next.at[next.n++] = key->of;
        }
        at += length + (at[length] == '.');
        here = next;
    }
    return found;
}

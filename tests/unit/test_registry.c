/* What every rule of the registry owes, whoever adds it: both halves of what it decides, a name for
 * each row, a place in the model as text, and a draw for each of its keys in the random instances.
 * Forgetting any of it is red here. */
#include "instance.h"
#include "models/rule.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keys that no random instance states, and what tests them instead. */
static const char *const elsewhere[] = {
    "parent", /* of a filter: test_where */
};

START_TEST(registry__what_is_decided_is_measured)
{
    for (int r = 0; r < tp_n_rules; r++) {
        const tp_rule *rule = tp_rules[r];
        ck_assert_msg(!rule->supply == !rule->deposit_most, "%s: supply, deposit_most", rule->id);
        ck_assert_msg(!rule->room == !rule->loan_most, "%s: room, loan_most", rule->id);
        ck_assert_msg(!rule->denies == !rule->refuses, "%s: denies, refuses", rule->id);
        ck_assert_msg(!rule->lifts == !rule->spares, "%s: lifts, spares", rule->id);
        ck_assert_msg(!rule->emit || rule->label, "%s: rows without a name", rule->id);
        ck_assert_msg(!rule->emit || rule->measure || rule->deposit_most || rule->loan_most,
                      "%s: rows that nothing measures", rule->id);
        ck_assert_msg(rule->supply || rule->room || rule->denies || rule->emit || rule->reclaim ||
                          rule->shields || rule->weight || rule->derive || rule->schema,
                      "%s: does nothing", rule->id);
        ck_assert_msg(rule->name.zh && rule->name.en && rule->doc.zh && rule->doc.en, "%s: words",
                      rule->id);
        for (int k = 0; k < r; k++)
            ck_assert_msg(strcmp(tp_rules[k]->id, rule->id), "%s: twice", rule->id);
    }
}
END_TEST

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 18);
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_lt(fread(text, 1, (1 << 18) - 1, file), (1 << 18) - 1);
    fclose(file);
    return text;
}

/* The header of turnover.mod says of each rule where it is: in the model, or in its data. Its
 * values are held to the program's by the property test of model files. */
START_TEST(registry__every_rule_is_said_in_the_model_as_text)
{
    char path[512], wanted[128];
    snprintf(path, sizeof path, "%s/models/turnover.mod", getenv("TP_SOURCE_ROOT"));
    char *text = slurp(path);
    for (int r = 0; r < tp_n_rules; r++) {
        snprintf(wanted, sizeof wanted, "\n#   %s ", tp_rules[r]->id);
        ck_assert_msg(strstr(text, wanted) != NULL,
                      "turnover.mod does not say where the rule %s is", tp_rules[r]->id);
    }
    free(text);
}
END_TEST

/* A figure that no formula reads would be stated in vain. */
START_TEST(registry__figures_are_used_by_the_model_as_text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/models/turnover.mod", getenv("TP_SOURCE_ROOT"));
    char *text = slurp(path);
    for (int r = 0; r < tp_n_rules; r++)
        for (const tp_mod_figure *f = tp_rules[r]->figures; f && f->name; f++) {
            size_t n = strlen(f->name);
            int uses = 0;
            for (const char *at = text; (at = strstr(at, f->name)); at += n)
                uses += !strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", at[n]) &&
                        !strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", at[-1]);
            ck_assert_msg(uses >= 2,
                          "turnover.mod says %s of the rule %s %d times, not in a "
                          "declaration and a formula",
                          f->name, tp_rules[r]->id, uses);
        }
    free(text);
}
END_TEST

enum { KEYS_MOST = 400 };
typedef struct keys {
    const char *name[KEYS_MOST], *rule[KEYS_MOST];
    size_t count;
} keys;

static void collect(keys *k, const tp_schema *schema, const char *rule, int depth)
{
    for (size_t i = 0; schema && i < schema->count && depth < 8; i++) {
        const tp_key *key = &schema->keys[i];
        if (key->name && !(key->flags & TP_KEY_HIDDEN)) {
            ck_assert_uint_lt(k->count, KEYS_MOST);
            k->name[k->count] = key->name;
            k->rule[k->count++] = rule;
        }
        if (key->of && key->type != TP_T_NODE)
            collect(k, key->of, rule, depth + 1);
    }
}

static bool states(const char *text, const char *key)
{
    size_t n = strlen(key);
    for (const char *at = text; (at = strstr(at, key)); at += n)
        if (at[n] == ':' && (at == text || strchr(" {,\n-\".", at[-1])))
            return true;
    return false;
}

START_TEST(registry__every_key_is_drawn)
{
    static instance in;
    static bool seen[KEYS_MOST];
    keys all = {.count = 0};
    for (int r = 0; r < tp_n_rules; r++)
        collect(&all, tp_rules[r]->schema, tp_rules[r]->id, 0);
    ck_assert_uint_gt(all.count, 40);
    for (uint64_t seed = 1; seed <= 150; seed++) {
        scratch s;
        instance_make(&in, seed, seed % 4 ? IN_SMALL : IN_MEDIUM);
        if (seed % 3 == 0)
            instance_plan(&in, seed);
        scratch_begin(&s);
        instance_write(&in, s.path);
        char *text = slurp(scratch_path(&s, "scenario.yaml"));
        for (size_t k = 0; k < all.count; k++)
            seen[k] = seen[k] || states(text, all.name[k]);
        free(text);
        scratch_end(&s);
    }
    int missing = 0;
    for (size_t k = 0; k < all.count; k++) {
        bool excused = false;
        for (size_t e = 0; e < sizeof elsewhere / sizeof *elsewhere; e++)
            excused |= strcmp(elsewhere[e], all.name[k]) == 0;
        if (!seen[k] && !excused)
            fprintf(stderr, "# %s: no random instance states its key %s\n", all.rule[k],
                    all.name[k]);
        missing += !seen[k] && !excused;
    }
    ck_assert_int_eq(missing, 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("registry");
    TCase *tcase = tcase_create("registry");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, registry__what_is_decided_is_measured);
    tcase_add_test(tcase, registry__every_rule_is_said_in_the_model_as_text);
    tcase_add_test(tcase, registry__figures_are_used_by_the_model_as_text);
    tcase_add_test(tcase, registry__every_key_is_drawn);
    suite_add_tcase(suite, tcase);
    return suite;
}

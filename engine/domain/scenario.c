#include "domain/scenario.h"

#include "base/invariant.h"
#include "domain/scenario_keys.h"
#include "domain/scenario_resolve.h"

#include <string.h>

static const tp_msg msg_name = {"scenario.name", "方案代号“{0}”只能用小写字母、数字和连字符",
                                "the name \"{0}\" may have only a-z, 0-9 and hyphens"};

/* Tables in the order of the reference page: the scenario's own keys, then the rules'. */
static bool tables_of(tp_schema_set *set, const tp_scenario_options *options, tp_arena *arena)
{
    size_t n = options ? options->n_sections : 0, count = 0;
    const tp_schema **of = tp_arena_array(arena, n + 1, sizeof *of);
    if (!of)
        return false;
    of[count++] = &tp_scenario_schema;
    for (size_t i = 0; i < n; i++)
        if (options->sections[i])
            of[count++] = options->sections[i];
    *set = (tp_schema_set){of, count};
    return true;
}

static tp_scenario *new_scenario(void)
{
    tp_arena *arena = tp_arena_create();
    tp_scenario *scenario = arena ? tp_arena_alloc(arena, sizeof *scenario) : NULL;
    if (!scenario) {
        tp_arena_free(arena);
        return NULL;
    }
    scenario->arena = arena;
    return scenario;
}

void tp_scenario_free(tp_scenario *scenario)
{
    if (scenario)
        tp_arena_free(scenario->arena);
}

/* A path as stated, resolved against the file that states it; settings are relative to where the
 * command runs. */
static const char *stated_path(tp_scenario *s, const char *key, const char *text)
{
    const tp_node *node = text ? tp_node_get(s->root, key) : NULL;
    if (!node)
        return NULL;
    return tp_scenario_path_beside(s->arena, node->pos.line ? node->pos.file : NULL, text);
}

static tp_status take_keys(tp_scenario *s, const tp_scenario_keys *keys, tp_diags *diags,
                           tp_err *err)
{
    if (keys->name && !tp_scenario_name_ok(keys->name))
        tp_diag_error(diags, tp_node_get(s->root, "name")->pos, &msg_name, keys->name);
    s->name = keys->name;
    s->title = keys->title.zh ? keys->title : (tp_words){keys->name, keys->name};
    s->as_of = keys->as_of;
    s->prefix = keys->papers.prefix;
    s->issuer = keys->papers.issuer;
    s->data = stated_path(s, "data", keys->data);
    s->outcomes = stated_path(s, "outcomes", keys->outcomes);
    bool stored = keys->reference && (!strncmp(keys->reference, "run:", 4) ||
                                      !strncmp(keys->reference, "approval:", 9));
    s->reference = stored ? keys->reference : stated_path(s, "reference", keys->reference);
    if ((keys->data && !s->data) || (keys->outcomes && !s->outcomes) ||
        (keys->reference && !s->reference))
        return tp_fail_nomem(err);
    const tp_text_member *members = keys->basis.items;
    tp_basis *basis = tp_arena_array(s->arena, keys->basis.count, sizeof *basis);
    if (!basis)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < keys->basis.count; i++)
        basis[i] = (tp_basis){members[i].key, members[i].text, members[i].pos};
    s->basis = basis;
    s->n_basis = keys->basis.count;
    return TP_OK;
}

static bool told(tp_status status)
{
    return status == TP_OK || status == TP_E_INPUT;
}

/* Fills every block from the resolved tree; what is wrong is in the diagnostics. */
static tp_status fill(tp_scenario *s, const tp_scenario_options *options, const tp_schema_set *set,
                      tp_diags *diags, tp_err *err)
{
    tp_scenario_keys keys = {0};
    tp_status status =
        tp_schema_fill(&keys, &tp_scenario_schema, s->root, "", s->arena, diags, err);
    if (told(status))
        status = take_keys(s, &keys, diags, err);
    s->n_sections = options ? options->n_sections : 0;
    s->params = tp_arena_array(s->arena, s->n_sections + 1, sizeof *s->params);
    if (!s->params)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < s->n_sections && told(status); i++) {
        const tp_schema *schema = options->sections[i];
        if (!schema)
            continue;
        s->params[i] = tp_arena_alloc(s->arena, schema->size ? schema->size : 1);
        if (!s->params[i])
            return tp_fail_nomem(err);
        status = tp_schema_fill(s->params[i], schema, s->root, "", s->arena, diags, err);
    }
    if (told(status))
        status = tp_schema_check(s->root, set->of, set->count, s->arena, diags, err);
    return told(status) ? TP_OK : status;
}

static tp_status identify(tp_scenario *s, const tp_schema_set *set, tp_err *err)
{
    s->normal = tp_schema_normal(s->root, set, s->arena);
    if (!s->normal)
        return tp_fail_nomem(err);
    tp_resolver r = {.arena = s->arena};
    const tp_node *named = tp_scenario_without(&r, s->normal, "data");
    if (!named)
        return tp_fail_nomem(err);
    tp_buf text;
    tp_buf_init(&text);
    tp_tree_write(&text, named, false);
    bool ok = tp_buf_ok(&text) && tp_sha256_of(text.bytes, text.length, s->sha256);
    tp_buf_finish(&text);
    return ok ? TP_OK : tp_fail_nomem(err);
}

static tp_status apply_settings(tp_scenario *s, const tp_scenario_options *options, tp_resolver *r)
{
    tp_status status = TP_OK;
    tp_node *root = s->tree;
    for (size_t i = 0; status == TP_OK && i < (options ? options->n_settings : 0); i++)
        status = tp_resolve_setting(r, root, &options->settings[i], &root);
    for (size_t i = 0; status == TP_OK && i < (options ? options->n_figures : 0); i++)
        status = tp_resolve_figure(r, root, &options->figures[i], &root);
    s->root = root;
    return status;
}

/* The tree is there: settings, then fill, check, identify. */
static tp_status finish(tp_scenario *s, const tp_scenario_options *options, tp_resolver *r,
                        size_t errors)
{
    tp_status status = apply_settings(s, options, r);
    if (status == TP_OK)
        status = fill(s, options, r->tables, r->diags, r->err);
    if (status != TP_OK)
        return status;
    if (r->diags->out_of_memory)
        return tp_fail_nomem(r->err);
    if (r->diags->errors > errors)
        return tp_fail(r->err, TP_E_INPUT, "%s: %zu errors", s->path, r->diags->errors - errors);
    s->root = tp_scenario_settle(r, s->root);
    if (!s->root)
        return tp_fail_nomem(r->err);
    return identify(s, r->tables, r->err);
}

/* Settings leave the tree they are applied to as it is. */
static bool take_over(tp_scenario *s, const tp_scenario_options *options)
{
    const tp_scenario *base = options ? options->base : NULL;
    if (!base || !base->tree)
        return false;
    s->path = base->path;
    s->variant = base->variant;
    s->tree = base->tree;
    return true;
}

static tp_status resolve(tp_scenario *s, const tp_scenario_target *target, tp_resolver *r)
{
    tp_node *root = NULL, *member = NULL;
    tp_status status = tp_resolve_target(r, target, &root);
    if (status != TP_OK || !root)
        return status;
    if (!r->broken)
        status = tp_resolve_check_family(r, root);
    if (status == TP_OK)
        status = tp_resolve_family(r, target, root, &member);
    s->tree = member;
    return status;
}

static tp_status read_tree(tp_scenario *s, const char *file, tp_resolver *r)
{
    tp_scenario_target target;
    file = tp_arena_text(s->arena, file);
    if (!file)
        return tp_fail_nomem(r->err);
    tp_status status = tp_scenario_target_of(&target, file, s->arena, r->err);
    if (status != TP_OK)
        return status;
    s->path = target.file;
    s->variant = target.variant;
    status = resolve(s, &target, r);
    if (status != TP_OK)
        return status;
    /* With a part missing, what the rest lacks would only mislead. */
    return s->tree && !r->broken ? TP_OK
                                 : tp_fail(r->err, TP_E_INPUT, "%s could not be read", file);
}

static tp_status load(tp_scenario *s, const char *file, const tp_scenario_options *options,
                      tp_diags *diags, tp_err *err)
{
    tp_schema_set set;
    size_t errors = diags->errors, told = errors + diags->warnings;
    if (!tables_of(&set, options, s->arena))
        return tp_fail_nomem(err);
    tp_resolver r = {.arena = s->arena, .diags = diags, .err = err, .tables = &set};
    tp_status status = take_over(s, options) ? TP_OK : read_tree(s, file, &r);
    bool silent = diags->errors + diags->warnings == told;
    if (status == TP_OK)
        status = finish(s, options, &r, errors);
    if (!silent)
        s->tree = NULL;
    return status;
}

bool tp_scenario_sound(const tp_scenario *s)
{
    if (!s->name || !s->title.zh || !s->title.en || !s->data || s->as_of == TP_DATE_NONE ||
        !s->root || !s->normal || strlen(s->sha256) != TP_SHA256_HEX - 1)
        return false;
    for (size_t i = 0; i < s->n_sections; i++)
        if (!s->params[i])
            return false;
    for (size_t i = 0; i < s->n_basis; i++)
        if (!s->basis[i].rule || !s->basis[i].document)
            return false;
    return true;
}

tp_status tp_scenario_load(tp_scenario **out, const char *file, const tp_scenario_options *options,
                           tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_scenario *s = new_scenario();
    if (!s)
        return tp_fail_nomem(err);
    tp_status status = load(s, file, options, diags, err);
    if (status == TP_OK) {
        tp_invariant(tp_scenario_sound(s));
        *out = s;
    } else {
        tp_scenario_free(s);
    }
    return status;
}

/* What the store keeps is complete: nothing is extended, no file is read. */
static tp_status parse_tree(tp_scenario *s, const tp_source *source, const char *origins,
                            tp_resolver *r)
{
    tp_status status = tp_tree_parse(&s->tree, s->arena, source, r->diags, r->err);
    if (status != TP_OK)
        return status;
    if (origins && !tp_scenario_place(s->arena, s->tree, origins))
        return tp_fail_nomem(r->err);
    s->path = s->tree->pos.file;
    return TP_OK;
}

static tp_status parse(tp_scenario *s, const tp_source *source, const char *origins,
                       const tp_scenario_options *options, tp_diags *diags, tp_err *err)
{
    tp_schema_set set;
    size_t errors = diags->errors;
    if (!tables_of(&set, options, s->arena))
        return tp_fail_nomem(err);
    tp_resolver r = {.arena = s->arena, .diags = diags, .err = err, .tables = &set};
    tp_status status = parse_tree(s, source, origins, &r);
    return status == TP_OK ? finish(s, options, &r, errors) : status;
}

tp_status tp_scenario_parse(tp_scenario **out, const char *text, size_t length, const char *origins,
                            const tp_scenario_options *options, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_scenario *s = new_scenario();
    if (!s)
        return tp_fail_nomem(err);
    const tp_source source = {.path = "scenario",
                              .text = tp_arena_copy(s->arena, text, length),
                              .length = length,
                              .encoding = "UTF-8"};
    tp_status status =
        source.text ? parse(s, &source, origins, options, diags, err) : tp_fail_nomem(err);
    if (status == TP_OK) {
        tp_invariant(tp_scenario_sound(s));
        *out = s;
    } else {
        tp_scenario_free(s);
    }
    return status;
}

void tp_scenario_canonical(tp_buf *out, const tp_scenario *scenario)
{
    tp_tree_write(out, scenario->normal, false);
}

tp_pos tp_scenario_pos(const tp_scenario *scenario, const char *dotted)
{
    const tp_node *node = tp_node_path(scenario->root, dotted);
    return node ? node->pos : (tp_pos){0};
}

const char *tp_scenario_basis(const tp_scenario *scenario, const char *rule)
{
    const char *section = NULL;
    size_t length = strcspn(rule, ".");
    for (size_t i = 0; i < scenario->n_basis; i++) {
        const tp_basis *basis = &scenario->basis[i];
        if (!strcmp(basis->rule, rule))
            return basis->document;
        if (!strncmp(basis->rule, rule, length) && !basis->rule[length])
            section = basis->document;
    }
    return section ? section : "";
}

#include "domain/scenario_resolve.h"
#include "read/tree_source.h"

#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 256, LONGEST_CHAIN = 32 };

static const tp_msg msg_cycle = {"scenario.cycle", "extends 成环：{0}", "extends is a cycle: {0}"};
static const tp_msg msg_many = {"scenario.too-many-files",
                                "extends 引用的文件过多（最多 256 个）或层数过多（最多 32 层）",
                                "extends reads too many files (at most 256) or too many levels (at "
                                "most 32)"};
static const tp_msg msg_map = {"scenario.not-a-map", "方案文件应为映射（键: 值）",
                               "a scenario file is a map (key: value)"};
static const tp_msg msg_extends = {"scenario.extends", "extends 应为文件名或文件名的列表",
                                   "extends should be a file name or a list of them"};
static const tp_msg msg_missing = {"scenario.missing-file", "extends 引用的文件“{0}”不能读取",
                                   "extends names \"{0}\", which cannot be read"};

static const tp_msg msg_again = {
    "scenario.applied-twice",
    "“{0}”经不同途径被继承了两次，第二次改回了其间文件改动的内容；请在 extends 中只让它出现一次",
    "\"{0}\" is inherited twice, and the second time takes back what the files between had "
    "changed; let extends reach it only once"};

/* A file that was applied already. */
typedef struct tp_applied {
    struct tp_applied *up;
    struct stat id;
} tp_applied;

/* The files being read, innermost first. */
typedef struct chain {
    const struct chain *up;
    const char *file;
    struct stat id;
    bool known; /* id is valid */
    const char *variant;
    tp_pos from; /* where this file was named; no file at the top */
} chain;

static tp_status read_file(tp_resolver *r, const chain *here, const char *variant,
                           const tp_node *base, tp_node **out);

const char *tp_scenario_path_beside(tp_arena *arena, const char *file, const char *path)
{
    const char *slash = file ? strrchr(file, '/') : NULL;
    while (path[0] == '.' && path[1] == '/' && path[2] != '\0')
        path += 2;
    if (*path == '/' || !slash)
        return tp_arena_text(arena, path);
    return tp_arena_format(arena, "%.*s%s", (int)(slash + 1 - file), file, path);
}

tp_status tp_scenario_target_of(tp_scenario_target *out, const char *text, tp_arena *arena,
                                tp_err *err)
{
    const char *hash = strrchr(text, '#');
    struct stat ignored;
    *out = (tp_scenario_target){text, NULL};
    if (!hash || strchr(hash, '/') || stat(text, &ignored) == 0)
        return TP_OK;
    out->file = tp_arena_copy(arena, text, (size_t)(hash - text));
    out->variant = hash + 1;
    return out->file ? TP_OK : tp_fail_nomem(err);
}

static bool same_file(const chain *a, const chain *b)
{
    if (a->known && b->known)
        return a->id.st_dev == b->id.st_dev && a->id.st_ino == b->id.st_ino;
    return !strcmp(a->file, b->file);
}

/* a.yaml → b.yaml → a.yaml, outermost first. */
static void write_chain(tp_buf *out, const chain *at)
{
    if (at->up) {
        write_chain(out, at->up);
        tp_buf_text(out, " → ");
    }
    tp_buf_text(out, at->file);
}

static bool acyclic(tp_resolver *r, const chain *here)
{
    size_t length = 0;
    for (const chain *up = here->up; up; up = up->up) {
        if (same_file(up, here)) {
            tp_buf text = {0};
            write_chain(&text, here);
            tp_diag_error(r->diags, here->from, &msg_cycle, text.bytes ? text.bytes : "");
            tp_buf_finish(&text);
            return false;
        }
        length++;
    }
    if (length < LONGEST_CHAIN && ++r->files <= MOST_FILES)
        return true;
    if (!r->broken)
        tp_diag_error(r->diags, here->from.file ? here->from : (tp_pos){.file = here->file},
                      &msg_many, "");
    return false;
}

/* Fragments keep their nulls and `+` until they are applied, so they are merged apart. */
static tp_node *merge_files(tp_resolver *r, const tp_node *base, const tp_node *own)
{
    const tp_node *theirs = tp_node_get(base, "overrides"), *ours = tp_node_get(own, "overrides");
    const tp_node *plain_base = base ? tp_scenario_without(r, base, "overrides") : NULL;
    const tp_node *plain_own = tp_scenario_without(r, own, "overrides");
    if (!plain_own || (base && !plain_base))
        return NULL;
    tp_node *merged = tp_scenario_merge(r, plain_base, plain_own);
    tp_node *fragments = (tp_node *)(ours ? ours : theirs);
    if (ours && theirs && ours->kind == TP_NODE_MAP && theirs->kind == TP_NODE_MAP) {
        fragments = tp_scenario_merge_raw(r, theirs, ours);
        if (!fragments)
            return NULL;
    }
    return merged && fragments ? tp_scenario_with(r, merged, fragments) : merged;
}

/* One entry of extends, with all it extends itself, applied to what came before: so `name+`
 * appends to that, and null takes away from it. */
static tp_status extend(tp_resolver *r, const chain *here, const tp_node *entry, tp_node **base)
{
    if (entry->kind != TP_NODE_SCALAR) {
        tp_diag_error(r->diags, entry->pos, &msg_extends, "");
        return TP_OK;
    }
    const char *path = tp_scenario_path_beside(r->arena, entry->pos.file, entry->text);
    if (!path)
        return tp_fail_nomem(r->err);
    tp_scenario_target target;
    tp_status status = tp_scenario_target_of(&target, path, r->arena, r->err);
    if (status != TP_OK)
        return status;
    chain next = {.up = here, .file = target.file, .from = entry->pos};
    next.known = stat(target.file, &next.id) == 0;
    if (!next.known) {
        tp_diag_error(r->diags, entry->pos, &msg_missing, entry->text);
        r->broken = true;
        return TP_OK;
    }
    tp_node *other = NULL;
    status = read_file(r, &next, target.variant, *base, &other);
    if (status == TP_OK && other)
        *base = other;
    return status;
}

static tp_status ancestors(tp_resolver *r, const chain *here, const tp_node *root, tp_node **base)
{
    const tp_node *extends = tp_node_get(root, "extends");
    if (extends && extends->kind == TP_NODE_NULL)
        tp_scenario_tell_empty(r, extends);
    if (!extends || extends->kind == TP_NODE_NULL)
        return TP_OK;
    if (extends->kind != TP_NODE_LIST)
        return extend(r, here, extends, base);
    for (size_t i = 0; i < extends->count; i++) {
        tp_status status = extend(r, here, extends->child[i], base);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static tp_status parse_file(tp_resolver *r, const char *file, tp_node **root)
{
    tp_source source;
    size_t errors = r->diags->errors;
    tp_status status = tp_tree_source(&source, r->arena, file, r->diags, r->err);
    if (status == TP_OK)
        status = tp_tree_parse(root, r->arena, &source, r->diags, r->err);
    if (status != TP_OK && !*root)
        r->broken = true;
    /* What is wrong with the text is told; what could be read of it is checked as well. */
    if (status == TP_E_INPUT && r->diags->errors > errors)
        status = TP_OK;
    if (status == TP_OK && *root && (*root)->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, (*root)->pos, &msg_map, "");
        r->broken = true;
        *root = NULL;
    }
    if (status == TP_OK && *root && !(*root = tp_scenario_expand_dotted(r, *root)))
        return tp_fail_nomem(r->err);
    return status;
}

static bool same_tree(const tp_node *a, const tp_node *b)
{
    tp_buf texts[2];
    const tp_node *const trees[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        tp_buf_init(&texts[i]);
        tp_tree_write(&texts[i], trees[i], false);
    }
    bool same = tp_buf_ok(&texts[0]) && tp_buf_ok(&texts[1]) &&
                texts[0].length == texts[1].length &&
                memcmp(texts[0].bytes, texts[1].bytes, texts[0].length) == 0;
    tp_buf_finish(&texts[0]);
    tp_buf_finish(&texts[1]);
    return same;
}

/* A base that two files extend is applied twice when both are extended: harmless where nothing
 * came between. */
static bool note_applied(tp_resolver *r, const chain *here, const tp_node *before,
                         const tp_node *after)
{
    for (const tp_applied *a = r->applied; a && here->known && here->from.file; a = a->up)
        if (a->id.st_dev == here->id.st_dev && a->id.st_ino == here->id.st_ino) {
            if (before && !same_tree(before, after))
                tp_diag_warn(r->diags, here->from, &msg_again, here->file);
            return true;
        }
    tp_applied *one = tp_arena_alloc(r->arena, sizeof *one);
    if (!one)
        return false;
    *one = (tp_applied){r->applied, here->id};
    if (here->known)
        r->applied = one;
    return true;
}

/* The file and what it extends, applied to `before` (NULL: nothing came before). The result keeps
 * its family keys, which heirs inherit. */
static tp_status read_file(tp_resolver *r, const chain *here, const char *variant,
                           const tp_node *before, tp_node **out)
{
    *out = NULL;
    if (!acyclic(r, here)) {
        r->broken = true;
        return TP_OK;
    }
    tp_node *own = NULL, *base = (tp_node *)before;
    tp_status status = parse_file(r, here->file, &own);
    if (status != TP_OK || !own)
        return status;
    status = ancestors(r, here, own, &base);
    if (status != TP_OK)
        return status;
    own = tp_scenario_without(r, own, "extends");
    tp_node *merged = own ? merge_files(r, base, own) : NULL;
    if (!merged || !note_applied(r, here, before, merged))
        return tp_fail_nomem(r->err);
    *out = merged;
    if (!variant)
        return TP_OK;
    const tp_scenario_target target = {here->file, variant};
    tp_node *chosen = NULL;
    status = tp_resolve_family(r, &target, merged, &chosen);
    if (status != TP_OK || !chosen)
        return status;
    static const char *const family[] = {"overrides", "scenarios"};
    for (size_t i = 0; i < 2 && chosen; i++) {
        const tp_node *keys = tp_node_get(merged, family[i]);
        if (keys)
            chosen = tp_scenario_with(r, chosen, (tp_node *)keys);
    }
    *out = chosen;
    return chosen ? TP_OK : tp_fail_nomem(r->err);
}

tp_status tp_resolve_target(tp_resolver *r, const tp_scenario_target *target, tp_node **out)
{
    chain here = {.file = target->file};
    here.known = stat(target->file, &here.id) == 0;
    /* The family of the file named is applied by the caller, who needs it for the name. */
    return read_file(r, &here, NULL, NULL, out);
}

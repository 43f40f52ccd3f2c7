#include "serve/offers.h"

#include "base/text.h"
#include "models/bind.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct names {
    const char **items;
    size_t count, capacity;
    tp_arena *arena;
    bool failed;
} names;

static void add_name(names *out, const char *name)
{
    if (out->count >= TP_OFFERS_MOST)
        return;
    if (!name || !tp_arena_grow(out->arena, &out->items, &out->capacity, out->count, 1))
        out->failed = true;
    else
        out->items[out->count++] = name;
}

static int by_path(const void *a, const void *b)
{
    return tp_text_compare(*(const char *const *)a, *(const char *const *)b);
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);
    return n > m && !strcmp(name + n - m, with);
}

/* Says the beginning of the file what it is? */
static bool is_scenario(const char *path)
{
    static const char mark[] = "turnpool.scenario/1";
    char head[16 << 10];
    FILE *in = fopen(path, "rb");
    size_t n = in ? fread(head, 1, sizeof head, in) : 0;
    if (in)
        fclose(in);
    return memmem(head, n, mark, sizeof mark - 1) != NULL;
}

/* Paths of scenario files, relative to the folder. */
static void walk(names *out, const char *folder, const char *under, int depth)
{
    const char *path = *under ? tp_arena_format(out->arena, "%s/%s", folder, under) : folder;
    DIR *dir = path ? opendir(path) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.' || strchr(entry->d_name, '~') ||
            !tp_text_valid(entry->d_name, strlen(entry->d_name), NULL))
            continue;
        const char *below = *under ? tp_arena_format(out->arena, "%s/%s", under, entry->d_name)
                                   : tp_arena_text(out->arena, entry->d_name);
        const char *full = below ? tp_arena_format(out->arena, "%s/%s", folder, below) : NULL;
        struct stat is;
        if (!full)
            out->failed = true;
        else if (stat(full, &is) != 0)
            continue;
        else if (S_ISDIR(is.st_mode) && depth > 1)
            walk(out, folder, below, depth - 1);
        else if (S_ISREG(is.st_mode) && (ends(below, ".yaml") || ends(below, ".yml")) &&
                 is_scenario(full))
            add_name(out, below);
    }
    if (dir)
        closedir(dir);
    out->failed = out->failed || !path;
}

static const char *slug_of(const char *shown, const char *member, tp_arena *arena)
{
    const char *dot = strrchr(shown, '.');
    char *slug = tp_arena_copy(arena, shown, (size_t)(dot - shown));
    for (char *at = slug; at && *at; at++)
        if (*at == '/')
            *at = '~';
    if (slug && strcmp(dot, ".yml") == 0)
        slug = tp_arena_format(arena, "%s.yml", slug);
    return slug && member ? tp_arena_format(arena, "%s@%s", slug, member) : slug;
}

static bool describe(tp_offer *out, const char *folder, const char *shown, const char *member,
                     tp_arena *arena)
{
    *out = (tp_offer){.slug = slug_of(shown, member, arena)};
    out->file = member ? tp_arena_format(arena, "%s/%s#%s", folder, shown, member)
                       : tp_arena_format(arena, "%s/%s", folder, shown);
    out->shown = member ? tp_arena_format(arena, "%s#%s", shown, member) : shown;
    out->name = out->slug;
    out->title = (tp_words){out->shown, out->shown};
    return out->slug && out->file && out->shown;
}

static tp_words kept(tp_words words, tp_arena *arena)
{
    return (tp_words){tp_arena_text(arena, words.zh), tp_arena_text(arena, words.en)};
}

/* Title and date, and the members of its family. */
static void look_into(tp_offer *offer, const char *folder, names *members, tp_arena *arena)
{
    tp_scenario *scenario = NULL;
    tp_diags diags;
    tp_arena *passing = tp_arena_create();
    size_t n;
    tp_scenario_options options = {.sections = tp_case_sections(&n)};
    if (!passing)
        return;
    options.n_sections = n;
    tp_diags_init(&diags, passing);
    offer->sound = tp_scenario_load(&scenario, offer->file, &options, &diags, NULL) == TP_OK;
    if (offer->sound) {
        size_t length = strlen(folder);
        offer->name = tp_arena_text(arena, scenario->name);
        offer->title = kept(scenario->title, arena);
        offer->as_of = scenario->as_of;
        const char *data = scenario->data;
        if (!strncmp(data, folder, length) && data[length] == '/')
            data += length + 1;
        offer->data = tp_arena_text(arena, data);
    }
    /* A family names its members whether or not it can be run itself. */
    tp_source source;
    tp_node *root = NULL;
    tp_diags_clear(&diags);
    if (members && tp_source_read(&source, passing, offer->file, NULL, &diags, NULL) == TP_OK)
        tp_tree_parse(&root, passing, &source, &diags, NULL);
    const tp_node *all = root ? tp_node_get(root, "scenarios") : NULL;
    for (size_t i = 0; all && all->kind == TP_NODE_MAP && i < all->count; i++)
        add_name(members, tp_arena_text(arena, all->child[i]->key));
    tp_scenario_free(scenario);
    tp_arena_free(passing);
}

static bool add_offer(tp_offers *out, const tp_offer *offer, tp_arena *arena)
{
    if (!tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return false;
    out->items[out->count++] = *offer;
    return true;
}

tp_status tp_offers_list(tp_offers *out, const char *folder, tp_arena *arena, tp_err *err)
{
    names files = {.arena = arena};
    *out = (tp_offers){0};
    walk(&files, folder, "", TP_OFFERS_DEPTH);
    if (files.count)
        qsort(files.items, files.count, sizeof *files.items, by_path);
    bool ok = !files.failed;
    for (size_t i = 0; ok && i < files.count; i++) {
        names members = {.arena = arena};
        tp_offer offer;
        ok = describe(&offer, folder, files.items[i], NULL, arena);
        if (!ok)
            break;
        look_into(&offer, folder, &members, arena);
        if (offer.sound || !members.count)
            ok = add_offer(out, &offer, arena);
        for (size_t m = 0; ok && m < members.count; m++) {
            ok = describe(&offer, folder, files.items[i], members.items[m], arena);
            if (ok) {
                look_into(&offer, folder, NULL, arena);
                ok = add_offer(out, &offer, arena);
            }
        }
    }
    return ok ? TP_OK : tp_fail_nomem(err);
}

static bool member_name(const char *name)
{
    return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

bool tp_offers_find(tp_offer *out, const char *folder, const char *slug, tp_arena *arena)
{
    names files = {.arena = arena};
    const char *at = strrchr(slug, '@');
    if (at && !member_name(at + 1))
        return false;
    walk(&files, folder, "", TP_OFFERS_DEPTH);
    for (size_t i = 0; i < files.count; i++) {
        const char *is = slug_of(files.items[i], at ? at + 1 : NULL, arena);
        if (is && !strcmp(is, slug))
            return describe(out, folder, files.items[i], at ? at + 1 : NULL, arena);
    }
    return false;
}

static void add_stamp(tp_buf *out, const char *path)
{
    struct stat is;
    if (stat(path, &is) == 0)
        tp_buf_format(out, "%s\t%lld\t%lld.%09ld\n", path, (long long)is.st_size,
                      (long long)is.st_mtim.tv_sec, is.st_mtim.tv_nsec);
}

/* Files of a directory that a scenario may be made of, in natural order. */
static void add_stamps(tp_buf *out, const char *folder, bool tables, tp_arena *arena)
{
    names files = {.arena = arena};
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && (tables || ends(entry->d_name, ".yaml")))
            add_name(&files, tp_arena_format(arena, "%s/%s", folder, entry->d_name));
    if (dir)
        closedir(dir);
    if (files.count)
        qsort(files.items, files.count, sizeof *files.items, by_path);
    for (size_t i = 0; i < files.count; i++)
        add_stamp(out, files.items[i]);
    out->failed = out->failed || files.failed;
}

const char *tp_offer_data(const tp_offer *offer, const char *folder, tp_arena *arena)
{
    const char *inside = offer->sound ? tp_arena_format(arena, "%s/%s", folder, offer->data) : NULL;
    return inside && access(inside, R_OK) == 0 ? inside : offer->data;
}

tp_status tp_offers_stamp(char hex[TP_SHA256_HEX], const char *file, const char *data, tp_err *err)
{
    tp_buf text;
    tp_arena *arena = tp_arena_create();
    tp_buf_init(&text);
    char *folder = arena ? tp_arena_text(arena, file) : NULL;
    if (folder) {
        char *slash = strrchr(folder, '/');
        if (slash)
            *slash = '\0';
        add_stamps(&text, slash ? folder : ".", false, arena);
        struct stat is;
        if (data && stat(data, &is) == 0 && S_ISDIR(is.st_mode))
            add_stamps(&text, data, true, arena);
        else if (data)
            add_stamp(&text, data);
    }
    bool ok =
        folder && tp_buf_ok(&text) && tp_sha256_of(text.bytes ? text.bytes : "", text.length, hex);
    tp_buf_finish(&text);
    tp_arena_free(arena);
    return ok ? TP_OK : tp_fail_nomem(err);
}

const char *tp_offers_beside(const tp_offer *offer, const char *name, tp_arena *arena)
{
    char *folder = tp_arena_text(arena, offer->file);
    if (!folder || !member_name(name) || strlen(name) > 64)
        return NULL;
    *strrchr(folder, '/') = '\0';
    const char *path = tp_arena_format(arena, "%s/%s.yaml", folder, name);
    return path && access(path, F_OK) != 0 ? path : NULL;
}

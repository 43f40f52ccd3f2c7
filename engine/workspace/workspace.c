#include "workspace/workspace.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char store_name[] = "turnpool.db";

static bool is_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISDIR(info.st_mode);
}

static bool is_everyones(const char *folder)
{
    struct stat info;
    return stat(folder, &info) != 0 || (info.st_mode & S_IWOTH);
}

/* The nearest store in `folder` (absolute; changed) or above it; NULL: none. */
static const char *look_up(char *folder, bool here_too, tp_arena *arena)
{
    bool look = here_too;
    for (;;) {
        if (look) {
            const char *path = tp_arena_format(arena, "%s%s%s", folder,
                                               strcmp(folder, "/") == 0 ? "" : "/", store_name);
            if (path && is_file(path))
                return path;
        }
        char *slash = strrchr(folder, '/');
        if (!slash || !folder[1])
            return NULL;
        slash[slash == folder] = '\0';
        if (is_everyones(folder))
            return NULL;
        look = true;
    }
}

/* The folder of a scenario file as an absolute path, to be freed; NULL: there is none. */
static char *folder_of(const char *scenario, tp_arena *arena)
{
    size_t length = strlen(scenario);
    const char *hash = strchr(scenario, '#');
    if (access(scenario, F_OK) != 0 && hash)
        length = (size_t)(hash - scenario);
    const char *file = tp_arena_copy(arena, scenario, length);
    char *real = file ? realpath(file, NULL) : NULL;
    char *slash = real ? strrchr(real, '/') : NULL;
    if (slash)
        slash[slash == real] = '\0';
    return real;
}

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

tp_status tp_workspace_find(tp_workspace *out, const char *named, const char *scenario,
                            tp_arena *arena, tp_err *err)
{
    *out = (tp_workspace){.store = tp_arena_text(arena, named ? named : store_name)};
    if (!out->store)
        return tp_fail_nomem(err);
    out->exists = is_file(out->store);
    if (named)
        return TP_OK;
    char *folder = scenario ? folder_of(scenario, arena) : NULL;
    bool of_scenario = folder != NULL;
    const char *beside = folder ? look_up(folder, true, arena) : NULL;
    free(folder);
    if (out->exists) {
        out->found = TP_FOUND_HERE;
        if (beside && !same_file(beside, out->store))
            out->other = beside;
        return TP_OK;
    }
    if (!of_scenario && (folder = realpath(".", NULL)) != NULL) {
        beside = look_up(folder, false, arena);
        free(folder);
    }
    out->found = !beside ? TP_FOUND_NONE : of_scenario ? TP_FOUND_SCENARIO : TP_FOUND_ABOVE;
    out->exists = beside != NULL;
    if (beside)
        out->store = beside;
    return TP_OK;
}

bool tp_is_scenario_file(const char *name)
{
    size_t bare = strcspn(name, "#");
    return (bare > 5 && strncmp(name + bare - 5, ".yaml", 5) == 0) ||
           (bare > 4 && strncmp(name + bare - 4, ".yml", 4) == 0) || name[bare] ||
           strchr(name, '/') || access(name, F_OK) == 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcasecmp(text + a - b, end) == 0;
}

bool tp_is_data_path(const char *path)
{
    static const char *const endings[] = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"};
    struct stat info;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(path, endings[i]))
            return true;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

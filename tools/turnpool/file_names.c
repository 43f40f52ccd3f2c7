#include "file_names.h"

#include "base/file_stem.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

bool tp_file_names_begin(tp_file_names *names, const tp_cli *cli)
{
    *names = (tp_file_names){cli, tp_ids_create(cli->arena, 0), tp_ids_create(cli->arena, 0)};
    return names->stems && names->written;
}

const char *tp_file_name(tp_file_names *names, const char *folder, const char *before,
                         const char *text)
{
    return tp_file_stem(names->stems, names->cli->arena, folder, before, text);
}

void tp_file_written(tp_file_names *names, const char *path)
{
    tp_ids_add(names->written, path, strlen(path), NULL);
}

typedef struct others {
    size_t count;
    const char *first;
} others;

static void look(const tp_file_names *names, const char *folder, others *found)
{
    tp_arena *arena = names->cli->arena;
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        struct stat info;
        const char *path = tp_arena_format(arena, "%s/%s", folder, entry->d_name);
        if (!path || stat(path, &info) != 0 || !S_ISREG(info.st_mode) ||
            tp_ids_find(names->written, path, strlen(path)) != TP_ID_NONE)
            continue;
        found->count++;
        if (!found->first || strcmp(path, found->first) < 0)
            found->first = path;
    }
    if (dir)
        closedir(dir);
}

void tp_file_tell_others(const tp_file_names *names, const char *folder, const char *const *within)
{
    others found = {0};
    char count[TP_DEC_TEXT];
    look(names, folder, &found);
    for (; *within; within++) {
        const char *inner = tp_arena_format(names->cli->arena, "%s/%s", folder, *within);
        if (inner)
            look(names, inner, &found);
    }
    if (!found.count)
        return;
    tp_int_format((tp_wide)found.count, count);
    TP_SAY(
        names->cli,
        ((tp_words){"注意：{0} 中另有 {1} 个文件不是这次写出的，如 {2}；请勿一并发出",
                    "note: {0} holds {1} {1|file|files} not written now, such as {2}; do not send "
                    "{1|it|them} along"}),
        folder, count, found.first);
}

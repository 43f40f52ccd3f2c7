#include "scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void scratch_begin(scratch *s)
{
    *s = (scratch){0};
    const char *base = getenv("TMPDIR");
    snprintf(s->path, sizeof s->path, "%s/turnpool-test-XXXXXX", base ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(s->path));
    s->arena = tp_arena_create();
    ck_assert_ptr_nonnull(s->arena);
    tp_diags_init(&s->diags, s->arena);
}

void scratch_end(scratch *s)
{
    DIR *dir = opendir(s->path);
    for (struct dirent *each; dir && (each = readdir(dir));)
        if (strcmp(each->d_name, ".") != 0 && strcmp(each->d_name, "..") != 0) {
            const char *path = scratch_path(s, each->d_name);
            if (unlink(path) != 0)
                rmdir(path);
        }
    if (dir)
        closedir(dir);
    rmdir(s->path);
    tp_arena_free(s->arena);
}

const char *scratch_path(scratch *s, const char *name)
{
    return tp_arena_format(s->arena, "%s/%s", s->path, name);
}

void scratch_write(scratch *s, const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(scratch_path(s, name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

void scratch_text(scratch *s, const char *name, const char *text)
{
    scratch_write(s, name, text, strlen(text));
}

void scratch_remove(scratch *s, const char *name)
{
    unlink(scratch_path(s, name));
}

const char *scratch_reports(scratch *s)
{
    return scratch_reports_in(s, TP_EN);
}

const char *scratch_reports_in(scratch *s, tp_lang lang)
{
    tp_buf all;
    tp_buf_init(&all);
    tp_diags_write(&all, &s->diags, lang);
    char *text = tp_arena_copy(s->arena, all.bytes ? all.bytes : "", all.length);
    tp_buf_finish(&all);
    tp_diags_init(&s->diags, s->arena);
    size_t n = strlen(s->path);
    for (char *at = text; (at = strstr(at, s->path));) {
        size_t cut = n + (at[n] == '/');
        memmove(at, at + cut, strlen(at + cut) + 1);
    }
    return text;
}

void scratch_expect(const char *found, const char *wanted)
{
    while (*found || *wanted) {
        char lines[2][600];
        const char **texts[] = {&found, &wanted};
        for (size_t i = 0; i < 2; i++) {
            size_t n = strcspn(*texts[i], "\n");
            snprintf(lines[i], sizeof lines[i], "%.*s", (int)n, *texts[i]);
            *texts[i] += n + ((*texts[i])[n] == '\n');
        }
        ck_assert_str_eq(lines[0], lines[1]);
    }
}

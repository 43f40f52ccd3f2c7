#include "store/publish.h"

#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_publish = {"store.publish", "无法写入 {0}：{1}", "cannot write {0}: {1}"};

void tp_store_remove(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[4200];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static tp_status sync_path(const char *path, int flags, tp_err *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return tp_fail(err, TP_E_IO, "%s: %s", path, strerror(errno));
    int rc = fsync(fd), why = errno;
    close(fd);
    /* Folders of some network file systems cannot be brought to the disk by themselves. */
    bool good = rc == 0 || ((flags & O_DIRECTORY) && why == EINVAL);
    return good ? TP_OK : tp_fail(err, TP_E_IO, "%s: %s", path, strerror(why));
}

static tp_status put_in_place(const char *aside, const char *path, tp_arena *arena, tp_err *err)
{
    const char *slash = strrchr(path, '/');
    const char *folder = !slash          ? "."
                         : slash == path ? "/"
                                         : tp_arena_copy(arena, path, (size_t)(slash - path));
    if (!folder)
        return tp_fail_nomem(err);
    tp_status status = sync_path(aside, O_RDWR, err);
    if (!status && rename(aside, path) != 0)
        status = tp_fail(err, TP_E_IO, "%s: %s", path, strerror(errno));
    return status ? status : sync_path(folder, O_RDONLY | O_DIRECTORY, err);
}

static tp_status write_aside(tp_store *store, const char *aside, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(store, &stmt, "VACUUM INTO ?1", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, aside, err);
    if (!status)
        status = tp_db_step(store, stmt, NULL, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_file_copy(const char *from, const char *to, tp_err *err)
{
    char buffer[65536];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ssize_t n = out < 0 ? -1 : 0;
    while (out >= 0 && (n = read(in, buffer, sizeof buffer)) > 0)
        for (ssize_t at = 0, done; n > 0 && at < n; at += done)
            if ((done = write(out, buffer + at, (size_t)(n - at))) < 0)
                n = done = -1;
    int why = errno;
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0 && n >= 0) {
        n = -1;
        why = errno;
    }
    return n < 0 ? tp_fail(err, TP_E_IO, "%s: %s", to, strerror(why)) : TP_OK;
}

/* Nothing of a passing store is anywhere but in its file once a statement has ended. */
static tp_status copy_aside(tp_store *store, const char *aside, tp_err *err)
{
    return tp_file_copy(store->path, aside, err);
}

static tp_status publish(tp_store *store, const char *path,
                         tp_status (*write)(tp_store *store, const char *aside, tp_err *err),
                         tp_err *err)
{
    tp_err failed = {0};
    /* The host's name stands in it: nodes of a cluster share folders, and process numbers. */
    char host[80] = "";
    gethostname(host, sizeof host - 1);
    char *aside = tp_arena_format(store->arena, "%s.%s.%ld.aside", path, host, (long)getpid());
    if (!aside)
        return tp_fail_nomem(err);
    tp_store_remove(aside);
    tp_status status = write(store, aside, &failed);
    if (!status)
        status = put_in_place(aside, path, store->arena, &failed);
    if (status == TP_E_IO && !store->diags->errors)
        tp_diag_error(store->diags, nowhere, &msg_publish, path, failed.text);
    if (status && err)
        *err = failed;
    if (status)
        tp_store_remove(aside);
    return status;
}

tp_status tp_store_publish(tp_store *store, const char *path, tp_err *err)
{
    return publish(store, path, write_aside, err);
}

tp_status tp_store_publish_as_is(tp_store *store, const char *path, tp_err *err)
{
    return publish(store, path, copy_aside, err);
}

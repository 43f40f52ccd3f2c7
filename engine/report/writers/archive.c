#include "report/writers/archive.h"

#include "report/writers/memory.h"

#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20, UTF8 = 1 << 11, MADE_BY = 20 };

tp_status tp_archive_begin_at(tp_archive *out, const char *path, tp_err *err)
{
    /* minizip does not check all of its allocations: what it will need is asked for beforehand. */
    void *room = malloc(ROOM);
    free(room);
    if (!room)
        return tp_fail_nomem(err);
    *out = (tp_archive){.file = -1, .path = path, .zip = zipOpen64(path, APPEND_STATUS_CREATE)};
    return out->zip ? TP_OK : tp_fail(err, TP_E_IO, "cannot write %s", path);
}

tp_status tp_archive_begin(tp_archive *out, tp_err *err)
{
    char path[TP_MEMORY_PATH];
    int file;
    *out = (tp_archive){.file = -1};
    tp_status status = tp_memory_file(&file, path, err);
    if (status)
        return status;
    status = tp_archive_begin_at(out, path, err);
    if (status)
        close(file);
    else
        out->file = file;
    out->path = "archive";
    return status;
}

static bool plain(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name >= 0x80)
            return false;
    return true;
}

tp_status tp_archive_add(tp_archive *archive, const char *name, const tp_buf *bytes, tp_err *err)
{
    zip_fileinfo info;
    memset(&info, 0, sizeof info);
    info.tmz_date.tm_mday = 1;
    info.tmz_date.tm_year = 1980;
    if (!tp_buf_ok(bytes))
        return tp_fail_nomem(err);
    bool ok = bytes->length <= UINT32_MAX &&
              zipOpenNewFileInZip4(archive->zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                   Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, DEF_MEM_LEVEL,
                                   Z_DEFAULT_STRATEGY, NULL, 0, plain(name) ? 0 : MADE_BY,
                                   plain(name) ? 0 : UTF8) == ZIP_OK;
    if (ok) {
        ok = zipWriteInFileInZip(archive->zip, bytes->bytes ? bytes->bytes : "",
                                 (unsigned)bytes->length) == ZIP_OK;
        ok = zipCloseFileInZip(archive->zip) == ZIP_OK && ok;
    }
    return ok ? TP_OK : tp_fail(err, TP_E_IO, "cannot write %s", archive->path);
}

tp_status tp_archive_end(tp_archive *archive, tp_buf *out, tp_status so_far, tp_err *err)
{
    if (!archive->zip)
        return so_far;
    bool closed = zipClose(archive->zip, NULL) == ZIP_OK;
    if (!so_far && !closed)
        so_far = tp_fail(err, TP_E_IO, "cannot write %s", archive->path);
    if (!so_far && archive->file >= 0)
        so_far = tp_memory_read(out, archive->file, err);
    if (archive->file >= 0)
        close(archive->file);
    archive->zip = NULL;
    return so_far;
}

#include "read/unzip.h"

#include <stdlib.h>
#include <unzip.h>
#include <zlib.h>

enum { PIECE = 1 << 16, OPENING = 1 << 17, IGNORE_CASE = 2, ENCRYPTED_FLAG = 1 };

struct tp_unzip {
    unzFile file;
    uint64_t left; /* bytes that may still be unpacked */
    char piece[PIECE];
};

tp_status tp_unzip_open(tp_unzip **out, const char *path, uint64_t most_bytes, tp_err *err)
{
    *out = NULL;
    tp_unzip *zip = calloc(1, sizeof *zip);
    if (!zip)
        return tp_fail_nomem(err);
    zip->left = most_bytes;
    zip->file = unzOpen64(path);
    if (!zip->file) {
        /* It does not say whether the file or the memory was at fault. */
        void *room = malloc(OPENING);
        zip->file = room ? unzOpen64(path) : NULL;
        bool room_was_there = room != NULL;
        free(room);
        if (!zip->file) {
            free(zip);
            return room_was_there ? TP_OK : tp_fail_nomem(err);
        }
    }
    *out = zip;
    return TP_OK;
}

void tp_unzip_close(tp_unzip *zip)
{
    if (!zip)
        return;
    unzClose(zip->file);
    free(zip);
}

static tp_unzip_fault fault_of(int code)
{
    return code == UNZ_INTERNALERROR || code == Z_MEM_ERROR ? TP_UNZIP_NO_MEMORY : TP_UNZIP_DAMAGED;
}

static tp_unzip_fault pass_on(tp_unzip *zip, bool (*take)(void *, const char *, size_t), void *to)
{
    for (;;) {
        int n = unzReadCurrentFile(zip->file, zip->piece, PIECE);
        if (n == 0)
            return TP_UNZIP_FINE;
        if (n < 0)
            return fault_of(n);
        if ((uint64_t)n > zip->left)
            return TP_UNZIP_LARGE;
        zip->left -= (uint64_t)n;
        if (!take(to, zip->piece, (size_t)n))
            return TP_UNZIP_STOPPED;
    }
}

tp_unzip_fault tp_unzip_read(tp_unzip *zip, const char *name,
                             bool (*take)(void *to, const char *bytes, size_t length), void *to)
{
    unz_file_info64 info;
    if (unzLocateFile(zip->file, name, IGNORE_CASE) != UNZ_OK)
        return TP_UNZIP_ABSENT;
    if (unzGetCurrentFileInfo64(zip->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return TP_UNZIP_DAMAGED;
    if (info.flag & ENCRYPTED_FLAG)
        return TP_UNZIP_ENCRYPTED;
    int opened = unzOpenCurrentFile(zip->file);
    if (opened != UNZ_OK)
        return fault_of(opened);
    tp_unzip_fault fault = pass_on(zip, take, to);
    /* Closing compares the CRC, if all was read. */
    if (unzCloseCurrentFile(zip->file) != UNZ_OK && fault == TP_UNZIP_FINE)
        fault = TP_UNZIP_DAMAGED;
    return fault;
}

#include "report/writers/memory.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

tp_status tp_memory_file(int *file, char path[TP_MEMORY_PATH], tp_err *err)
{
    *file = memfd_create("turnpool", MFD_CLOEXEC);
    if (*file < 0)
        return tp_fail(err, TP_E_IO, "no file in memory");
    snprintf(path, TP_MEMORY_PATH, "/proc/self/fd/%d", *file);
    return TP_OK;
}

tp_status tp_memory_read(tp_buf *out, int file, tp_err *err)
{
    char block[65536];
    ssize_t got;
    if (lseek(file, 0, SEEK_SET) != 0)
        return tp_fail(err, TP_E_IO, "cannot read back");
    while ((got = read(file, block, sizeof block)) > 0)
        tp_buf_add(out, block, (size_t)got);
    return got == 0 && tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

#include "store/holder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static long holder_of(const struct stat *file, long self)
{
    FILE *locks = fopen("/proc/locks", "r");
    if (!locks)
        return 0;
    char row[256];
    long found = 0;
    while (!found && fgets(row, sizeof row, locks)) {
        char mode[16];
        long pid;
        unsigned major_no, minor_no;
        unsigned long inode;
        /* 1: POSIX  ADVISORY  WRITE 1234 08:01:5678 120 120 */
        if (sscanf(row, "%*s %*s %*s %15s %ld %x:%x:%lu", mode, &pid, &major_no, &minor_no,
                   &inode) != 5)
            continue;
        if (strcmp(mode, "WRITE") == 0 && pid > 0 && pid != self && inode == file->st_ino &&
            major_no == major(file->st_dev) && minor_no == minor(file->st_dev))
            found = pid;
    }
    fclose(locks);
    return found;
}

void tp_store_holder(const char *path, char *out, size_t size)
{
    static const char *const suffix[] = {"-shm", ""};
    long pid = 0;
    for (size_t i = 0; i < 2 && !pid; i++) {
        char name[4096];
        struct stat file;
        int n = snprintf(name, sizeof name, "%s%s", path, suffix[i]);
        if (n > 0 && (size_t)n < sizeof name && stat(name, &file) == 0)
            pid = holder_of(&file, (long)getpid());
    }
    if (!pid) {
        snprintf(out, size, "%s", "");
        return;
    }
    char name[64], comm[64] = "";
    snprintf(name, sizeof name, "/proc/%ld/comm", pid);
    FILE *file = fopen(name, "r");
    if (file && fgets(comm, sizeof comm, file))
        comm[strcspn(comm, "\n")] = '\0';
    if (file)
        fclose(file);
    snprintf(out, size, comm[0] ? "pid %ld, %s" : "pid %ld", pid, comm);
}

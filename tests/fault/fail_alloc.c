/* Preloaded into turnpool: makes allocations fail.
 *
 * FAIL_ALLOC=N      the N-th allocation after the start of main fails, once
 * FAIL_ALLOC=N+     it and all that follow
 * FAIL_ALLOC_SPARE=NAME:NAME   not those that the libraries of these names ask for
 * FAIL_ALLOC_COUNT=FILE    writes how many allocations there were
 *
 * glibc's own allocator stays underneath (its __libc_ names), so nothing is allocated here. What
 * the dynamic linker and the libraries' constructors allocate before main is not counted: nobody
 * could tell the user anything yet. */
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

extern void *malloc(size_t size);
extern void *calloc(size_t count, size_t size);
extern void *realloc(void *old, size_t size);

static atomic_long done;
static long fail_at;
static int and_after;
static const char *count_file;
static atomic_int counting;

/* Where the own code of libraries lies that are known not to check their allocations. */
enum { MOST_SPARED = 8 };
static struct {
    uintptr_t from, to;
} spared[MOST_SPARED];
static int n_spared;

static int is_spared(const void *caller)
{
    uintptr_t at = (uintptr_t)caller;
    for (int i = 0; i < n_spared; i++)
        if (at >= spared[i].from && at < spared[i].to)
            return 1;
    return 0;
}

static int find_spared(struct dl_phdr_info *info, size_t size, void *name)
{
    (void)size;
    char begin[64];
    int wanted = 0;
    for (const char *each = name; each && *each;
         each = strchr(each, ':') ? strchr(each, ':') + 1 : NULL) {
        snprintf(begin, sizeof begin, "/%.*s", (int)strcspn(each, ":"), each);
        wanted = wanted || strstr(info->dlpi_name, begin);
    }
    if (!wanted)
        return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && part->p_flags & PF_X && n_spared < MOST_SPARED) {
            spared[n_spared].from = info->dlpi_addr + part->p_vaddr;
            spared[n_spared].to = spared[n_spared].from + part->p_memsz;
            n_spared++;
        }
    }
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *wanted = getenv("FAIL_ALLOC");
    char *rest = NULL;
    if (wanted)
        fail_at = strtol(wanted, &rest, 10);
    and_after = rest && *rest == '+';
    count_file = getenv("FAIL_ALLOC_COUNT");
    char *names = getenv("FAIL_ALLOC_SPARE");
    if (names)
        dl_iterate_phdr(find_spared, names);
    atomic_store(&counting, 1);
}

__attribute__((destructor)) static void end(void)
{
    atomic_store(&counting, 0);
    FILE *file = count_file ? fopen(count_file, "w") : NULL;
    if (!file)
        return;
    fprintf(file, "%ld\n", atomic_load(&done));
    fclose(file);
}

static int fails(const void *caller)
{
    if (!atomic_load(&counting) || is_spared(caller))
        return 0;
    long n = atomic_fetch_add(&done, 1) + 1;
    if (!fail_at || n < fail_at || (n > fail_at && !and_after))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *at = fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
    if (!at)
        return ENOMEM;
    *out = at;
    return 0;
}

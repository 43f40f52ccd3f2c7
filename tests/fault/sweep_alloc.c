/* Every command of the main job with its N-th allocation failing, for a sample of N: it never
 * crashes, never answers wrongly, says what happened with exit code 1, and the store holds all of
 * it or none.
 *
 *   sweep_alloc SOURCE-TREE TURNPOOL PRELOAD WORKBOOK [CASE]
 *
 * TURNPOOL_FAULT_LONG=1 takes every N instead of the sample (an hour or more); TURNPOOL_FAULT_SEED
 * another sample. A fault is reported as FAIL_ALLOC=N, which repeats it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WORDS = 16, MOST_COUNTS = 64, SECONDS = 60, MOST_FAULTS = 8 };

typedef struct fault_case {
    const char *name;
    const char *store; /* what the store is before; NULL: there is none */
    const char *words[MOST_WORDS];
} fault_case;

static const fault_case cases[] = {
    {"check", NULL, {"check", "city/baseline.yaml"}},
    {"check_workbook", NULL, {"check", "book.xlsx"}},
    {"run_json", NULL, {"run", "city/livelihood.yaml", "--no-store", "--json", "-o", "out"}},
    {"run", NULL, {"run", "city/baseline.yaml"}},
    {"run_again", "ran.db", {"run", "city/reduction.yaml"}},
    {"show", "ran.db", {"show", "latest"}},
    {"verify", "ran.db", {"verify", "latest"}},
    {"compare", "two.db", {"compare", "latest", "latest"}},
    {"propose", "ran.db", {"propose", "latest", "--by", "a", "--on", "2026-07-05"}},
    {"approve",
     "proposed.db",
     {"approve", "--yes", "1", "--meeting", "m", "--by", "b", "--on", "2026-07-10"}},
    {"export", "approved.db", {"export", "1", "-o", "out"}},
    {"ledger_verify", "approved.db", {"ledger", "verify"}},
    {"ledger_balance", "approved.db", {"ledger", "balance"}},
    {"issues_import", "ran.db", {"issues", "import", "city/data"}},
    {"evaluate", NULL, {"evaluate", "city/evaluation.yaml", "-o", "out"}},
    {"model",
     NULL,
     {"model", "city/baseline.yaml", "--tier", "need", "--format", "mps", "-o", "out"}},
};

typedef struct outcome {
    int code; /* exit code; 256 + signal; -1: it did not end */
    char *out, *err;
} outcome;

typedef struct counts {
    int n;
    long rows[MOST_COUNTS];
} counts;

static const char *turnpool, *preload;

static void must(bool fine, const char *what)
{
    if (fine)
        return;
    printf("Bail out! %s: %s\n", what, strerror(errno));
    exit(1);
}

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    size_t length = 0, room = 1 << 16;
    char *bytes = malloc(room);
    must(bytes != NULL, "memory");
    for (size_t got; (got = fread(bytes + length, 1, room - length - 1, file)) > 0;) {
        length += got;
        if (room - length < 2)
            must((bytes = realloc(bytes, room *= 2)) != NULL, "memory");
    }
    bytes[length] = '\0';
    fclose(file);
    return bytes;
}

static void shell(const char *command)
{
    must(system(command) == 0, command);
}

static void child(const char *const *words, const char *fail)
{
    const char *argv[MOST_WORDS + 2] = {turnpool};
    int n = 1;
    for (; n <= MOST_WORDS && words[n - 1]; n++)
        argv[n] = words[n - 1];
    argv[n] = NULL;
    int out = open("stdout", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int err = open("stderr", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    setenv("LD_PRELOAD", preload, 1);
    setenv("FAIL_ALLOC_COUNT", "count", 1);
    /* These crash without memory: no caller could help it, but to see to it that there is some. */
    if (strcmp(words[0], "export") == 0)
        setenv("FAIL_ALLOC_SPARE", "libxlsxwriter:libminizip:libz.", 1);
    if (fail)
        setenv("FAIL_ALLOC", fail, 1);
    alarm(SECONDS);
    execv(turnpool, (char *const *)argv);
    _exit(127);
}

static outcome try(const fault_case *c, const char *fail)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf out out.* turnpool.db* count; %s%s%s",
             c->store ? "cp " : "true", c->store ? c->store : "", c->store ? " turnpool.db" : "");
    shell(command);
    fflush(stdout);
    pid_t pid = fork();
    must(pid >= 0, "fork");
    if (pid == 0)
        child(c->words, fail);
    int status = 0;
    must(waitpid(pid, &status, 0) == pid, "waitpid");
    outcome o = {0, read_all("stdout"), read_all("stderr")};
    must(o.out && o.err, "output of the command");
    o.code = WIFEXITED(status)             ? WEXITSTATUS(status)
             : WTERMSIG(status) == SIGALRM ? -1
                                           : 256 + WTERMSIG(status);
    return o;
}

static void forget(outcome *o)
{
    free(o->out);
    free(o->err);
}

/* Rows of every table: what a command adds to the store, whatever the time it writes down. */
static bool count_rows(counts *out, const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *names = NULL, *rows = NULL;
    bool fine = true;
    out->n = 0;
    if (access(path, F_OK) != 0)
        return true;
    fine = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name",
                              -1, &names, NULL) == SQLITE_OK;
    while (fine && sqlite3_step(names) == SQLITE_ROW && out->n < MOST_COUNTS) {
        char *query = sqlite3_mprintf("SELECT count(*) FROM %Q", sqlite3_column_text(names, 0));
        fine = sqlite3_prepare_v2(db, query, -1, &rows, NULL) == SQLITE_OK &&
               sqlite3_step(rows) == SQLITE_ROW;
        if (fine)
            out->rows[out->n++] = (long)sqlite3_column_int64(rows, 0);
        sqlite3_finalize(rows);
        sqlite3_free(query);
    }
    sqlite3_finalize(names);
    sqlite3_close(db);
    return fine;
}

static bool same_rows(const counts *a, const counts *b)
{
    return a->n == b->n && memcmp(a->rows, b->rows, (size_t)a->n * sizeof *a->rows) == 0;
}

/* A store just begun may hold its empty tables: that is nothing of the command. */
static bool empty(const counts *a)
{
    long sum = 0;
    for (int i = 0; i < a->n; i++)
        sum += a->rows[i];
    return sum <= 2; /* the ends of an empty ledger and an empty log */
}

static bool holds_all_or_none(const counts *now, const counts *before, const counts *after)
{
    return same_rows(now, before) || same_rows(now, after) || (empty(now) && empty(before));
}

/* What is wrong with an outcome; NULL: nothing. */
static const char *judge(const fault_case *c, const outcome *o, const outcome *good,
                         const counts *before, const counts *after)
{
    counts now;
    if (o->code > 256)
        return "crashed";
    if (o->code < 0)
        return "did not end";
    /* Without memory for a proof the answer is said to be unproven: honest, and an answer. */
    bool unproven = good->code == 0 && o->code == 6;
    if (o->code != good->code && o->code != 1 && !unproven)
        return "another exit code";
    if (o->code != good->code && !*o->err)
        return "no message";
    if (!unproven && strcmp(o->out, good->out) != 0 && (o->code == good->code || *o->out))
        return "another answer";
    if (!count_rows(&now, "turnpool.db"))
        return "the store cannot be read";
    if (!holds_all_or_none(&now, before, after))
        return "the store holds a part of it";
    if (o->code == good->code && !same_rows(&now, after))
        return "the store lacks it";
    if (access("good.out", F_OK) != 0)
        return NULL;
    /* Every file that was written is whole; the same holds for every file of a folder. */
    if (system("ls | grep -q '[.]part$'") == 0)
        return "a file half written was left";
    if (o->code == good->code && system("diff -rq good.out out >/dev/null") != 0)
        return "other files";
    if (o->code != good->code && access("out", F_OK) == 0 &&
        system("diff -rq good.out out | grep -v '^Only in good.out' | grep -q .") == 0)
        return "a file that is not whole";
    (void)c;
    return NULL;
}

static unsigned long drawn;
static long draw(long most)
{
    drawn = drawn * 6364136223846793005UL + 1442695040888963407UL;
    return (long)((drawn >> 33) % (unsigned long)most) + 1;
}

/* The first ones, where commands begin, and a sample of the rest. */
static long nth(int i, long first, long most)
{
    return getenv("TURNPOOL_FAULT_LONG") || i < first ? i + 1 : first + draw(most - first);
}

static bool sweep(const fault_case *c, int number)
{
    counts before, after;
    outcome good = try(c, NULL);
    shell("rm -rf good.out; if [ -e out ]; then mv out good.out; fi");
    char *text = read_all("count");
    long most = text ? strtol(text, NULL, 10) : 0;
    free(text);
    must(count_rows(&after, "turnpool.db") && count_rows(&before, c->store ? c->store : "none"),
         "stores");
    printf("# %s: %ld allocations, exit code %d\n", c->name, most, good.code);
    const char *given = getenv("TURNPOOL_FAULT_SAMPLE");
    long sample = given ? strtol(given, NULL, 10) : 16, first = sample / 3;
    if (getenv("TURNPOOL_FAULT_LONG") || sample > most)
        sample = first = most;
    int faults = 0, tolerated = 0;
    for (int i = 0; i < sample && faults < MOST_FAULTS; i++) {
        char fail[32];
        /* One failure alone, and in every third case all after it too. */
        snprintf(fail, sizeof fail, "%ld%s", nth(i, first, most), i % 3 == 2 ? "+" : "");
        outcome o = try(c, fail);
        const char *wrong = judge(c, &o, &good, &before, &after);
        if (!wrong && o.code == good.code)
            tolerated++;
        if (wrong) {
            char *line = strchr(o.err, '\n');
            if (line)
                *line = '\0';
            printf("# FAIL_ALLOC=%s: %s (%d) %s\n", fail, wrong, o.code, o.err);
            faults++;
        }
        forget(&o);
    }
    printf("# %ld tried, %d went well all the same\n", sample, tolerated);
    printf("%s %d - fail_alloc__%s\n", faults || good.code > 1 ? "not ok" : "ok", number, c->name);
    forget(&good);
    return !faults;
}

static void command(const char *format, const char *a)
{
    char text[1024];
    snprintf(text, sizeof text, format, turnpool, a);
    shell(text);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/turnpool-alloc-XXXXXX";
    char *paths[5] = {NULL};
    must(argc >= 5 && mkdtemp(folder), "usage: sweep_alloc TREE TURNPOOL PRELOAD WORKBOOK [CASE]");
    for (int i = 1; i < 5; i++)
        must((paths[i] = realpath(argv[i], NULL)) != NULL, argv[i]);
    turnpool = paths[2];
    preload = paths[3];
    setenv("TZ", "UTC", 1);
    unsetenv("TURNPOOL_LANG");
    setenv("LC_ALL", "C.UTF-8", 1);
    must(chdir(folder) == 0, folder);
    char text[1024];
    snprintf(
        text, sizeof text,
        "cp -r '%s/scenarios/sample-city' city && '%s' book.xlsx city/data units posts vacancies "
        "outcomes issues demands",
        paths[1], paths[4]);
    shell(text);
    command("'%s' run city/baseline.yaml --store %s >log 2>&1", "ran.db");
    command("cp ran.db two.db; '%s' run city/reduction.yaml --store %s >log 2>&1", "two.db");
    command("cp ran.db proposed.db; '%s' propose latest --by a --on 2026-07-05 --store %s 2>log",
            "proposed.db");
    command("cp proposed.db approved.db; '%s' approve --yes 1 --meeting m --by b --on 2026-07-10 "
            "--store "
            "%s >log 2>&1",
            "approved.db");
    const char *seed = getenv("TURNPOOL_FAULT_SEED");
    drawn = seed ? strtoul(seed, NULL, 10) : 20261121;
    int n = 0;
    bool fine = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (argc < 6 || strcmp(argv[5], cases[i].name) == 0)
            fine = sweep(&cases[i], ++n) && fine;
    printf("1..%d\n", n);
    must(chdir("/") == 0, "/");
    snprintf(text, sizeof text, "rm -rf '%s'", folder);
    shell(text);
    for (int i = 1; i < 5; i++)
        free(paths[i]);
    return !fine;
}

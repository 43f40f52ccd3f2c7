/* What the reserve costs: solves a scenario for several shares of reserve over data read once, says
 * what each lends, and why one demand is cut at the last.
 *
 *   cc tradeoff.c $(pkg-config --cflags --libs turnpool) -o tradeoff
 *   ./tradeoff baseline.yaml D014 */
#include <stdio.h>
#include <stdlib.h>
#include <turnpool.h>

static int fail(const turnpool *t)
{
    fputs(t ? turnpool_messages(t) : "out of memory\n", stderr);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static const char *const shares[] = {"0", "0.05", "0.1", "0.2", "0.4"};
    enum { COUNT = sizeof shares / sizeof *shares };
    turnpool *t;
    turnpool_run *runs[COUNT] = {NULL};
    char *text, setting[40];
    turnpool_verdict verdict;
    if (argc != 3) {
        fprintf(stderr, "usage: %s SCENARIO DEMAND\n", argv[0]);
        return 2;
    }
    const turnpool_options options = {
        .size = sizeof options, .scenario = argv[1], .language = "en"};
    if (turnpool_open(&t, &options))
        return fail(t);
    for (int i = 0; i < COUNT; i++) {
        snprintf(setting, sizeof setting, "reserve.share=%s", shares[i]);
        if (turnpool_set(t, (const char *const[]){setting, NULL}) || turnpool_solve(t, &runs[i]))
            return fail(t);
        if (turnpool_verify(t, runs[i], NULL, &verdict, NULL, NULL, NULL))
            return fail(t);
        printf("%-20s run %s: %s, %s\n", setting, turnpool_run_id(runs[i]),
               turnpool_run_answer(runs[i]) == TURNPOOL_OPTIMAL ? "optimal" : "not optimal",
               verdict == TURNPOOL_HOLDS ? "verified" : turnpool_messages(t));
    }
    if (turnpool_compare(t, (const turnpool_run *const *)runs, COUNT, NULL, NULL, &text, NULL))
        return fail(t);
    puts(text);
    turnpool_free(text);
    if (turnpool_explain(t, runs[COUNT - 1], TURNPOOL_DEMAND, argv[2], NULL, &text, NULL))
        return fail(t);
    puts(text);
    turnpool_free(text);
    for (int i = 0; i < COUNT; i++)
        turnpool_run_free(runs[i]);
    turnpool_close(t);
    return EXIT_SUCCESS;
}

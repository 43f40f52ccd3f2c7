/* The command line's own contracts: one const table of commands, the options each takes, and the
 * context a command runs in.
 *
 * A command is one const tp_command in its cmd_<verb>.c and one row of the table in commands.c.
 * Parsing, help in both languages, "did you mean" and the manual page follow from it. A command
 * named with two words ("ledger balance") is one of a family.
 *
 * Exit codes: engine/run/RESULTS.md. Results go to standard output (or -o FILE), all else to
 * standard error. */
#ifndef TP_TOOLS_CLI_H
#define TP_TOOLS_CLI_H

#include "base/diag.h"
#include "base/number.h"
#include "report/writers/writers.h"
#include "solve/solver.h"
#include "workspace/workspace.h"

enum {
    TP_EXIT_DONE = 0,
    TP_EXIT_FAILURE = 1,      /* internal or input/output failure */
    TP_EXIT_USAGE = 2,        /* wrong command line */
    TP_EXIT_INPUT = 3,        /* invalid input */
    TP_EXIT_INFEASIBLE = 4,   /* the scenario contradicts itself */
    TP_EXIT_STOPPED = 6,      /* stopped by a limit, with an answer */
    TP_EXIT_STOPPED_NONE = 7, /* stopped by a limit, without an answer */
    TP_EXIT_REFUSED = 8,      /* not approved, stale, or not allowed */
    TP_EXIT_DIFFERENT = 9     /* compare --exit-code: the answers differ */
};

/* One option of a command. Flags have no value words. An option may be given several times. */
typedef struct tp_option {
    const char *name; /* long name without dashes */
    char letter;      /* short name; 0: none */
    tp_words value;   /* what stands for its value in help: {"文件", "FILE"}; NULLs: a flag */
    tp_words help;    /* one sentence, no full stop */
    const char *const *choices; /* the values allowed, NULL-terminated; NULL: any */
} tp_option;
#define TP_OPTIONS(array) (array), sizeof(array) / sizeof *(array)

/* Options many commands share. */
enum {
    TP_WITH_STORE = 1,     /* --store */
    TP_WITH_FORMAT = 2,    /* --format, --json, --table, --bom */
    TP_WITH_OUTPUT = 4,    /* -o, --output */
    TP_WITH_LIMITS = 8,    /* --time-limit, --gap */
    TP_WITH_SET = 16,      /* --set key=value, repeated */
    TP_WITH_ALL = 32,      /* --all: rows that did not change too */
    TP_WITH_ENCODING = 64, /* reads data files: --encoding, --all-warnings */
    TP_WITH_BOOKING = 128, /* --yes, --dry-run (booking.h) */
    TP_WITH_LEDGER = 256,  /* solves from the ledger: --ledger-on */
    TP_WITH_ACCOUNT = 512, /* writes to the store: --as, --password-file (account.h) */
    TP_ONTO_INPUT = 1024   /* --output may be one of the arguments: what was there is in it again */
};

typedef struct tp_cli tp_cli;

typedef struct tp_command {
    const char *name;   /* "run", "ledger balance" */
    tp_words arguments; /* "FILE[#NAME]"; "" if none */
    tp_words brief;     /* one line for the list of commands, no full stop */
    tp_words text;      /* paragraphs for the command's own help, split by newlines; may be NULL */
    const tp_option *options;
    size_t n_options;
    unsigned shared;         /* TP_WITH_… */
    int least, most;         /* arguments accepted; most < 0: any number */
    int (*run)(tp_cli *cli); /* returns the exit code */
} tp_command;

extern const tp_command *const tp_commands[];
extern const size_t tp_n_commands;

/* What an option was given as. */
typedef struct tp_given {
    const tp_option *option;
    const char *value; /* "" for a flag */
} tp_given;

struct tp_cli {
    const tp_command *command;
    tp_lang lang;
    size_t width;    /* columns of the terminal; 100 when piped, $COLUMNS overrides */
    tp_arena *arena; /* lives as long as the command */
    char **args;     /* [n_args] what is left after options */
    int n_args;
    char **passed; /* [n_passed] after --, of a command that takes --slurm: for sbatch */
    size_t n_passed;
    tp_diags *diags; /* for what the user gave; emptied whenever it is printed */
    tp_given *given;
    size_t n_given;
    tp_workspace workspace; /* commands with a store: which one (workspace/workspace.h) */
};

/* --- options (options.c) --- */
/* Value of an option as given last; NULL if absent; "" for a flag that is there. */
const char *tp_cli_value(const tp_cli *cli, const char *option);
bool tp_cli_has(const tp_cli *cli, const char *option);
/* Values of a repeated option one by one; *at starts at 0; NULL: no more. */
const char *tp_cli_next(const tp_cli *cli, const char *option, size_t *at);
/* The format asked for by --format or --json; the table where none is. */
const tp_writer *tp_cli_writer(const tp_cli *cli);
/* Reads a number or date option if it is there (else *out is left alone). On a bad value: tells the
 * user and returns TP_EXIT_USAGE; 0 otherwise. */
int tp_cli_int(const tp_cli *cli, const char *option, int64_t least, int64_t most, int64_t *out);
int tp_cli_dec(const tp_cli *cli, const char *option, tp_dec least, tp_dec most, tp_dec *out);
int tp_cli_date(const tp_cli *cli, const char *option, tp_date *out);
/* Parses the arguments after the command's name. Returns 0, or the exit code to end with;
 * *help: --help was given. */
int tp_cli_parse(tp_cli *cli, int argc, char **argv, bool *help);
/* Every option of a command, its own first, then shared ones: index 0, 1, … until NULL. */
const tp_option *tp_command_option(const tp_command *command, size_t index);
/* --lang if it stands anywhere, else the environment's (LC_ALL, LC_MESSAGES, LANG), else zh. */
tp_lang tp_cli_language(int argc, char **argv);

/* --- help (help.c) --- */
void tp_help_program(tp_buf *out, tp_lang lang, size_t width);
void tp_help_command(tp_buf *out, const tp_command *command, tp_lang lang, size_t width);
/* The subcommands of "ledger"; false: there is no such family. */
bool tp_help_family(tp_buf *out, const char *family, tp_lang lang, size_t width);
void tp_help_manual(tp_buf *out, tp_lang lang); /* scdoc source */
/* Text for scdoc, in which _ and * and \ and leading signs mean something. */
void tp_scdoc_escape(tp_buf *out, const char *text);
/* The command so named; NULL. *words: how many of the arguments name it. */
const tp_command *tp_command_find(int argc, char **argv, int *words);
/* Says that there is no such command and which was perhaps meant. Returns TP_EXIT_USAGE. */
int tp_cli_unknown_command(tp_lang lang, int argc, char **argv);

/* --- output (output.c) --- */
/* Results: to -o FILE (written aside, then renamed) or standard output. Exit code. */
int tp_cli_write(const tp_cli *cli, const tp_buf *result);
/* Refuses an --output onto `input` (a file, FILE#NAME, or a folder of tables; NULL: none), which is
 * read here and would be lost. 0 or the exit code. */
int tp_cli_spare(const tp_cli *cli, const char *input);
/* A page in the format asked for (--format, --json, --table), to where results go. */
int tp_cli_page(const tp_cli *cli, const tp_page *page);
/* The same to a named file, e.g. one beside the result. */
int tp_cli_write_file(const tp_cli *cli, const char *path, const tp_buf *bytes);
/* One line on standard error: "turnpool run: 错误: …". {0} … {9} are the arguments. */
void tp_cli_say(const tp_cli *cli, tp_words text, size_t count, const char *const *args);
#define TP_SAY(cli, words, ...)                                                                    \
    tp_cli_say((cli), (words), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,            \
               TP_ARGS_("", ##__VA_ARGS__) + 1)
/* The same with "error:" and, for usage errors, where help is; returns the exit code. */
int tp_cli_error(const tp_cli *cli, int exit_code, tp_words text, size_t count,
                 const char *const *args);
#define TP_ERROR_EXIT(cli, code, words, ...)                                                       \
    tp_cli_error((cli), (code), (words), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,  \
                 TP_ARGS_("", ##__VA_ARGS__) + 1)
/* Prints the diagnostics to standard error and empties the list. */
void tp_cli_diags(const tp_cli *cli, tp_diags *diags);
void tp_cli_diags_all(const tp_cli *cli, tp_diags *diags); /* however many warnings */
/* How to see all warnings, where ten of a kind are enough; NULL: all are told. */
const char *tp_cli_few_warnings(const tp_cli *cli);
/* A text on standard error as it stands; what could drive a terminal is written out. */
void tp_cli_tell(const tp_cli *cli, const tp_buf *text);
void tp_cli_say_errors(const tp_cli *cli, size_t errors); /* "3 errors" */
/* What a failed call means for the user: diagnostics, or the error in words. Exit code of `status`.
 * Either may be NULL. */
int tp_cli_fail(const tp_cli *cli, tp_status status, tp_diags *diags, const tp_err *err);
int tp_exit_of_status(tp_status status);

/* --- limits and progress (stop.c) --- */
/* From now on Ctrl-C and --time-limit end the search with the best answer so far (a second Ctrl-C
 * ends the program). Exit code: 0, or TP_EXIT_USAGE for a bad --time-limit or --gap. */
typedef struct tp_cli_limits {
    tp_stop stop;
    tp_progress progress; /* one line on standard error; silent when piped */
    tp_dec gap;
} tp_cli_limits;
int tp_cli_begin(const tp_cli *cli, tp_cli_limits *out);
int tp_cli_interrupted(void); /* 0: no; 1: by Ctrl-C; 2: --time-limit is up */
/* The progress line of a goal being solved. */
void tp_cli_progress_goal(const char *goal, const char *value, const char *bound);
/* The progress line of many small tasks; by one thread at a time. */
void tp_cli_progress_points(size_t done, size_t total);
void tp_cli_progress_end(void); /* wipes the progress line */

/* --- where the time goes (timings.c): silent without --timings --- */
void tp_cli_timings_begin(const tp_cli *cli);
void tp_cli_timed(const char *stage); /* what passed since the last call was this stage's */
void tp_cli_timings_progress(tp_progress *progress); /* stages the library tells of */
void tp_cli_timings_end(void); /* "stage seconds processor-seconds" a line, on standard error */

#endif

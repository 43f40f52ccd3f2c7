/* Who a command is done by: --by, --as and the password. Functions return 0 or the exit code, after
 * telling the user what was wrong. */
#ifndef TP_TOOLS_ACCOUNT_H
#define TP_TOOLS_ACCOUNT_H

#include "cli.h"
#include "store/people.h"

/* --by; else --as, or TURNPOOL_AS. One of them is needed. */
int tp_cli_by(const tp_cli *cli, const char **out);
/* Signs in with --as and --password-file (or the variables, or by asking the terminal) where the
 * store has accounts; without a name nobody is signed in, and the store says what it refuses. */
int tp_cli_sign_in(const tp_cli *cli, tp_store *store);
/* A password: from the file named, else typed twice at the terminal. Wiped by the caller. */
enum { TP_CLI_PASSWORD = 1024 };
int tp_cli_new_password(const tp_cli *cli, const char *file, char out[TP_CLI_PASSWORD]);
/* Papers leave the office: noted, and refused to whoever may not, where the store has accounts. */
int tp_cli_exporting(const tp_cli *cli, const char *what);

#endif

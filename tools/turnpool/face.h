/* Commands that ask the library through turnpool.h alone, as another program would: the store they
 * work on, how their pages are written, what the library said. Functions return 0 or the exit code,
 * after telling the user. */
#ifndef TP_TOOLS_FACE_H
#define TP_TOOLS_FACE_H

#include "runs.h"
#include "turnpool.h"

/* The store of the command, for reading, without a scenario; or `scenario` from what that store
 * holds, if there is one. With the command's --set, --encoding, --ledger-on, --gap, and Ctrl-C and
 * --time-limit where tp_cli_begin was called. *out: turnpool_close, also after a failure. */
int tp_cli_face_open(const tp_cli *cli, const char *scenario, turnpool **out);
int tp_cli_face_load(const tp_cli *cli, const char *name, turnpool **t, turnpool_run **out);
/* Says what the last call on `t` said, and what it came to. */
int tp_cli_face_told(const tp_cli *cli, const turnpool *t, turnpool_status status);
/* --format, --json, --table, --bom, --all, the terminal's width. */
turnpool_writing tp_cli_face_writing(const tp_cli *cli);
/* To where results go; frees the text. */
int tp_cli_face_write(const tp_cli *cli, char *text, size_t length);
/* What the last call on `t` said, then what it gave. */
int tp_cli_face_give(const tp_cli *cli, const turnpool *t, turnpool_status status, char *text,
                     size_t length);

#endif

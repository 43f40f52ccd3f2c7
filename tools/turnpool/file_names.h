/* Names of the files that a command writes into a folder: what data call a thing, made a file name.
 * Two things never share one, also where a file system takes A for a; what lies in the folder from
 * before is told. */
#ifndef TP_TOOLS_FILE_NAMES_H
#define TP_TOOLS_FILE_NAMES_H

#include "cli.h"

typedef struct tp_file_names {
    const tp_cli *cli;
    tp_ids *stems, *written; /* folded stems given out; paths written */
} tp_file_names;

/* False: memory is out. */
bool tp_file_names_begin(tp_file_names *names, const tp_cli *cli);
/* "FOLDER/BEFORE+TEXT" without extension, numbered where that is taken; NULL: memory is out. */
const char *tp_file_name(tp_file_names *names, const char *folder, const char *before,
                         const char *text);
/* Notes a file as written by this command. */
void tp_file_written(tp_file_names *names, const char *path);
/* Warns of files in the folder (and in its folders given, a list ending in NULL) that were not
 * written now. */
void tp_file_tell_others(const tp_file_names *names, const char *folder, const char *const *within);

#endif

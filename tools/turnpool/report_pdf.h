/* A page printed to PDF by Chromium, where it is installed. */
#ifndef TP_TOOLS_REPORT_PDF_H
#define TP_TOOLS_REPORT_PDF_H

#include "cli.h"

/* Prints `html` to the PDF file `path`. 0, or the exit code after telling the user. */
int tp_cli_pdf(const tp_cli *cli, const tp_buf *html, const char *path);

#endif

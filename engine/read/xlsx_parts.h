/* What the files of the XLSX reader share. Inside the xlsx* files only. */
#ifndef TP_READ_XLSX_PARTS_H
#define TP_READ_XLSX_PARTS_H

#include "base/buf.h"
#include "read/xlsx.h"
#include "read/xml.h"

typedef struct tp_sheet_part {
    const char *name;
    const char *relation; /* its id in the workbook's relations */
    const char *member;   /* in the archive; NULL if the relation is missing */
    bool hidden;
} tp_sheet_part;

typedef struct tp_shared_text {
    const char *text;
    int32_t length;
    uint8_t marks;
    unsigned lead; /* white space that stood before it, in half characters */
} tp_shared_text;

/* How a cell style shows its cells, beside dates. */
typedef struct tp_style_look {
    bool percent;
    uint8_t indent; /* in half characters */
} tp_style_look;

struct tp_workbook {
    tp_arena *arena;
    const char *path;
    tp_unzip *zip;
    const char *part;    /* the workbook part, "xl/workbook.xml" */
    const char *strings; /* members; NULL if there are none */
    const char *styles;
    bool date1904;
    tp_sheet_part *sheets;
    size_t n_sheets, sheets_capacity;
    tp_shared_text *shared;
    size_t n_shared, shared_capacity;
    bool *date_style; /* [n_styles] by cell style */
    size_t n_styles, styles_capacity;
    tp_style_look *look; /* [n_styles] */
    size_t looks_capacity;
    bool no_memory;
};

/* Reads styles and shared strings into the workbook. */
tp_xml_fault tp_xlsx_read_styles(tp_workbook *book);
tp_xml_fault tp_xlsx_read_strings(tp_workbook *book);
/* A fault of a part as a diagnostic; TP_OK if it is none. */
tp_status tp_xlsx_fault(tp_workbook *book, const char *sheet, tp_xml_fault fault, tp_diags *diags,
                        tp_err *err);

/* A cell as it stands on a sheet, before anybody asks what it is for. */
typedef enum tp_xlsx_kind {
    TP_XLSX_TEXT,
    TP_XLSX_NUMERIC,
    TP_XLSX_DAY, /* a number shown as a date */
    TP_XLSX_TRUTH,
    TP_XLSX_ERROR,
    TP_XLSX_UNCOMPUTED /* a formula nobody computed; no text */
} tp_xlsx_kind;

typedef struct tp_xlsx_cell {
    int32_t row, column;
    tp_xlsx_kind kind;
    const tp_shared_text *shared; /* its text, in its normal form; lives as long as the workbook */
    const char *text;             /* else this, as it stands; gone when the call is over */
    size_t length;
    bool lost; /* digits of a number */
    tp_style_look look;
} tp_xlsx_cell;

/* Who takes the cells of a sheet. Rows and columns are those of the file, which need not ascend;
 * false stops. Cells without a text are not given. */
typedef struct tp_xlsx_taker {
    void *self;
    bool (*row)(void *self, int32_t row, bool hidden);
    bool (*cell)(void *self, const tp_xlsx_cell *cell);
    bool (*row_end)(void *self);
    bool (*merge)(void *self, const tp_merge *merge);
    bool (*hidden_column)(void *self, int32_t column);
    bool (*filter)(void *self);
} tp_xlsx_taker;
tp_xml_fault tp_xlsx_walk(const tp_workbook *book, const tp_sheet_part *part,
                          const tp_xlsx_taker *to);

/* A number as a spreadsheet stores it ("1.5E-2", "0.30000000000000004") in plain digits, rounded to
 * 15 significant ones; whole digits as they stand in the file are kept, however many. Returns its
 * length, 0 if it is not one or needs more than 30 digits. *lost: it has more digits before the
 * point than spreadsheets keep, and does not stand in the file digit by digit. */
enum { TP_XLSX_NUMBER = 48 };
size_t tp_xlsx_number(const char *text, size_t length, char out[TP_XLSX_NUMBER], bool *lost);
/* A serial day in plain digits as a date, with the time if there is one. 0: not a day. */
size_t tp_xlsx_date(const char *serial, bool date1904, char out[TP_XLSX_NUMBER]);
/* Does a number format show dates? */
bool tp_xlsx_is_date_format(int64_t id, const char *code);
bool tp_xlsx_is_percent_format(int64_t id, const char *code);

/* Replaces _xHHHH_ by the character it stands for, in place; returns the new length. */
size_t tp_xlsx_unescape(char *text, size_t length);

#endif

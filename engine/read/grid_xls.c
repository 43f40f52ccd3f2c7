/* Sheets of old .xls workbooks as grids. The only place that knows libfreexl, which tells neither
 * merged ranges nor what is hidden: blanks may stand for merges (spans_known is false). */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"

#include "base/text.h"

#include <freexl.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SHEETS = 256 };

static const tp_msg MSG_PASSWORD = {"xls.encrypted", "工作簿已加密；请去掉密码后再保存",
                                    "the workbook is encrypted; save it without a password"};
static const tp_msg MSG_NOT_XLS = {
    "xls.not-a-workbook", "不是 .xls 工作簿（可能是加密的 .xlsx 或其他文档）；请另存为 .xlsx",
    "not an .xls workbook (perhaps a password-protected .xlsx, or another document); save it as "
    ".xlsx"};

static bool is_error(const char *text)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!",
                                         "#NAME?", "#NUM!",   "#N/A!",   "#N/A"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(text, errors[i]) == 0)
            return true;
    return false;
}

static void number_text(double value, char buffer[TP_XLSX_NUMBER], tp_grid_value *v)
{
    char shortest[64];
    bool lost;
    snprintf(shortest, sizeof shortest, "%.17g", value);
    v->kind = TP_GRID_NUMBER;
    v->text = buffer;
    if (!tp_xlsx_number(shortest, strlen(shortest), buffer, &lost)) {
        v->kind = TP_GRID_TEXT;
        snprintf(buffer, TP_XLSX_NUMBER, "%.40s", shortest);
    }
    v->length = strlen(buffer);
}

static tp_grid_put put_value(tp_book *book, tp_grid *grid, const FreeXL_CellValue *value,
                             tp_grid_value v)
{
    char buffer[TP_XLSX_NUMBER];
    switch (value->type) {
    case FREEXL_CELL_INT:
        v.kind = TP_GRID_NUMBER;
        v.length = (size_t)snprintf(buffer, sizeof buffer, "%d", value->value.int_value);
        v.text = buffer;
        break;
    case FREEXL_CELL_DOUBLE:
        number_text(value->value.double_value, buffer, &v);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
        v.text = value->value.text_value;
        v.length = v.text ? strlen(v.text) : 0;
        v.kind = v.text && is_error(v.text) ? TP_GRID_ERROR : TP_GRID_TEXT;
        if (!v.text || !tp_text_valid(v.text, v.length, NULL))
            return TP_PUT_FINE;
        v.indent = tp_text_lead(v.text, v.length);
        break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        v.text = value->value.text_value;
        v.length = v.text ? strlen(v.text) : 0;
        v.kind = TP_GRID_DATE;
        break;
    default:
        return TP_PUT_FINE;
    }
    return v.length ? tp_grid_put_cell(book, grid, &v) : TP_PUT_FINE;
}

static tp_grid_put read_cells(tp_book *book, tp_grid *grid, const void *handle)
{
    unsigned rows = 0;
    unsigned short columns = 0;
    if (freexl_worksheet_dimensions(handle, &rows, &columns) != FREEXL_OK)
        return TP_PUT_FINE;
    for (unsigned r = 0; r < rows; r++)
        for (unsigned short c = 0; c < columns; c++) {
            FreeXL_CellValue value;
            if (freexl_get_cell_value(handle, r, c, &value) != FREEXL_OK)
                continue;
            tp_grid_put put =
                put_value(book, grid, &value,
                          (tp_grid_value){.row = (int32_t)r + 1, .column = (int32_t)c + 1});
            if (put != TP_PUT_FINE)
                return put;
        }
    return TP_PUT_FINE;
}

static tp_status read_sheets(tp_book *book, const void *handle, tp_diags *diags, tp_err *err)
{
    unsigned count = 0, encrypted = 0;
    freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &encrypted);
    if (encrypted == FREEXL_BIFF_OBFUSCATED)
        return tp_grid_refuse(book, NULL, &MSG_PASSWORD, diags, err);
    freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &count);
    for (unsigned i = 0; i < count && i < MOST_SHEETS; i++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(handle, (unsigned short)i, &name) != FREEXL_OK || !name ||
            !tp_text_valid(name, strlen(name), NULL) ||
            freexl_select_active_worksheet(handle, (unsigned short)i) != FREEXL_OK)
            return tp_grid_refuse(book, NULL, &tp_msg_grid_damaged, diags, err);
        tp_grid *grid = tp_grid_add(book, name);
        tp_grid_put put = grid ? read_cells(book, grid, handle) : TP_PUT_NO_MEMORY;
        if (put == TP_PUT_NO_MEMORY)
            return tp_fail_nomem(err);
        if (put == TP_PUT_LARGE)
            return tp_grid_refuse(book, name, &tp_msg_grid_large, diags, err);
    }
    return TP_OK;
}

tp_status tp_grid_read_xls(tp_book *book, tp_diags *diags, tp_err *err)
{
    const void *handle = NULL;
    int code = freexl_open(book->path, &handle);
    if (code == FREEXL_BIFF_WORKBOOK_NOT_FOUND || code == FREEXL_CFBF_INVALID_SIGNATURE ||
        code == FREEXL_FILE_NOT_FOUND) {
        if (handle)
            freexl_close(handle);
        return tp_grid_refuse(book, NULL, &MSG_NOT_XLS, diags, err);
    }
    tp_status status = code == FREEXL_OK
                           ? read_sheets(book, handle, diags, err)
                           : tp_grid_refuse(book, NULL, &tp_msg_grid_damaged, diags, err);
    if (handle)
        freexl_close(handle);
    return status;
}

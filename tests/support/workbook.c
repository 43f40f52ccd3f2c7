/* workbook OUT.xlsx DIR TABLE[=SHEET]…: the CSV tables of a folder as the sheets of a workbook, as
 * a person would have typed them: figures as numbers, days as date cells; 'TEXT is text whatever it
 * holds, =FORMULA|VALUE a formula with what it was last worth, a row that begins with ~ is hidden.
 * For tests: plain CSV only, no quoting. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

static void write_formula(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text,
                          size_t length)
{
    char formula[256];
    snprintf(formula, sizeof formula, "%.*s", (int)length, text);
    worksheet_write_formula_num(sheet, row, col, formula, NULL, strtod(text + length + 1, NULL));
}

static void write_cell(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text,
                       lxw_format *day)
{
    char *end;
    lxw_datetime date = {0};
    double value = strtod(text, &end);
    int used = 0;
    if (text[0] == '\'')
        worksheet_write_string(sheet, row, col, text + 1, NULL);
    else if (text[0] == '=' && (end = strchr(text, '|')))
        write_formula(sheet, row, col, text, (size_t)(end - text));
    else if (sscanf(text, "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &used) == 3 &&
             text[used] == '\0')
        worksheet_write_datetime(sheet, row, col, &date, day);
    else if (text[0] && *end == '\0' && strspn(text, "0123456789.-") == strlen(text))
        worksheet_write_number(sheet, row, col, value, NULL);
    else if (text[0])
        worksheet_write_string(sheet, row, col, text, NULL);
}

static int write_sheet(lxw_workbook *book, const char *folder, const char *table, lxw_format *day)
{
    char path[4096], line[65536];
    const char *sheet_name = strchr(table, '=');
    int length = sheet_name ? (int)(sheet_name - table) : (int)strlen(table);
    snprintf(path, sizeof path, "%s/%.*s.csv", folder, length, table);
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        return 1;
    }
    lxw_worksheet *sheet = workbook_add_worksheet(book, sheet_name ? sheet_name + 1 : table);
    for (lxw_row_t row = 0; sheet && fgets(line, sizeof line, file); row++) {
        line[strcspn(line, "\r\n")] = '\0';
        char *rest = line + (line[0] == '~');
        lxw_row_col_options hidden = {.hidden = 1};
        if (line[0] == '~')
            worksheet_set_row_opt(sheet, row, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
        for (lxw_col_t col = 0; rest; col++)
            write_cell(sheet, row, col, strsep(&rest, ","), day);
    }
    fclose(file);
    return !sheet;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("workbook OUT.xlsx DIR TABLE...\n", stderr);
        return 2;
    }
    lxw_workbook *book = workbook_new(argv[1]);
    lxw_format *day = book ? workbook_add_format(book) : NULL;
    if (!day)
        return 1;
    format_set_num_format(day, "yyyy-mm-dd");
    int failed = 0;
    for (int i = 3; i < argc; i++)
        failed |= write_sheet(book, argv[2], argv[i], day);
    return workbook_close(book) != LXW_NO_ERROR || failed;
}

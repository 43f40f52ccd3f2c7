/* Registers in the shapes offices keep them: each must give its dataset, and faults put into it
 * must be found at their cell. The shapes stand in import_shapes.txt, which says its own form, and
 * in import_strangers.txt. With TP_SHAPES the books are written into that folder as well, to be
 * looked at or put into other forms. */
#include "import/import.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { MOST_LINES = 400, LONGEST = 2000, MOST_CELLS = 64 };

typedef struct shape {
    char name[80];
    char *lines[MOST_LINES];
    size_t count;
} shape;

static char *text_of_shapes(void)
{
    static const char *const files[] = {"import_shapes.txt", "import_strangers.txt"};
    static char text[1 << 18];
    size_t n = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/tests/unit/%s", getenv("TP_SOURCE_ROOT"), files[i]);
        FILE *file = fopen(path, "rb");
        ck_assert_ptr_nonnull(file);
        n += fread(text + n, 1, sizeof text - 1 - n, file);
        fclose(file);
    }
    text[n] = '\0';
    return text;
}

/* "F12" as row and column from 0. */
static void cell_at(const char *name, int *row, int *column)
{
    *column = 0;
    while (*name >= 'A' && *name <= 'Z')
        *column = *column * 26 + (*name++ - 'A' + 1);
    *column -= 1;
    *row = atoi(name) - 1;
}

typedef struct pen {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    const char *fault_cell, *fault; /* cell and what it holds instead */
    int fault_sheet, sheets, row;
    lxw_format *day, *percent, *indent[4];
} pen;

static void write_cell(pen *p, int row, int column, const char *text)
{
    lxw_row_t r = (lxw_row_t)row;
    lxw_col_t c = (lxw_col_t)column;
    lxw_format *format = NULL;
    lxw_datetime day = {0};
    char unescaped[LONGEST], *to = unescaped;
    char *end;
    if (*text == '>' && text[1] >= '0' && text[1] <= '3') {
        format = p->indent[text[1] - '0'];
        text += 2;
    }
    double value = strtod(text, &end);
    if (!*text)
        return;
    if (*text == '=') {
        worksheet_write_formula_num(p->sheet, r, c, "=1", NULL, atof(text + 1));
    } else if (*text == '%') {
        worksheet_write_number(p->sheet, r, c, atof(text + 1), p->percent);
    } else if (sscanf(text, "D:%d-%d-%d", &day.year, &day.month, &day.day) == 3) {
        worksheet_write_datetime(p->sheet, r, c, &day, p->day);
    } else if (!*end && strspn(text, "0123456789.-") == strlen(text) && end != text) {
        worksheet_write_number(p->sheet, r, c, value, format);
    } else {
        text += *text == '\'';
        for (; *text; text++)
            if (text[0] == '\\' && text[1] == 'n') {
                *to++ = '\n';
                text++;
            } else {
                *to++ = *text;
            }
        *to = '\0';
        worksheet_write_string(p->sheet, r, c, unescaped, format);
    }
}

static void trim(char *text)
{
    size_t n = strlen(text);
    while (n && text[n - 1] == ' ')
        text[--n] = '\0';
}

static void write_row(pen *p, const char *line)
{
    char copy[LONGEST], *at = copy, *cell;
    int row, column, fault_row = -1, fault_column = -1;
    snprintf(copy, sizeof copy, "%s", line + 1);
    if (p->fault_cell && p->fault_sheet == p->sheets) {
        cell_at(p->fault_cell, &row, &column);
        fault_row = row;
        fault_column = column;
    }
    for (column = 0; (cell = strsep(&at, "|")); column++) {
        while (*cell == ' ')
            cell++;
        trim(cell);
        write_cell(p, p->row, column,
                   p->row == fault_row && column == fault_column ? p->fault : cell);
    }
    p->row++;
}

static void merge(pen *p, const char *range)
{
    int top, left, bottom, right;
    cell_at(range, &top, &left);
    cell_at(strchr(range, ':') + 1, &bottom, &right);
    /* The text is written already; an empty merge would wipe it, so the range alone is noted. */
    worksheet_merge_range(p->sheet, (lxw_row_t)top, (lxw_col_t)left, (lxw_row_t)bottom,
                          (lxw_col_t)right, "", NULL);
}

static void hide(pen *p, const char *what)
{
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    int row, column;
    if (*what == '*') {
        worksheet_hide(p->sheet);
    } else if (*what >= '0' && *what <= '9') {
        worksheet_set_row_opt(p->sheet, (lxw_row_t)(atoi(what) - 1), LXW_DEF_ROW_HEIGHT, NULL,
                              &hidden);
    } else {
        cell_at(what, &row, &column);
        worksheet_set_column_opt(p->sheet, (lxw_col_t)column, (lxw_col_t)column, 8, NULL, &hidden);
    }
}

/* Merges are made before the rows of their sheet are written. */
static void begin_sheet(pen *p, const shape *s, size_t line)
{
    p->sheet = workbook_add_worksheet(p->book, s->lines[line] + 2);
    p->row = 0;
    p->sheets++;
    for (size_t i = line + 1; i < s->count && *s->lines[i] != 'S'; i++)
        if (*s->lines[i] == 'M')
            merge(p, s->lines[i] + 2);
        else if (*s->lines[i] == 'H')
            hide(p, s->lines[i] + 2);
}

static void write_book(const char *path, const shape *s, const char *fault_cell, const char *fault)
{
    pen p = {.book = workbook_new(path), .fault = fault, .fault_sheet = 1};
    if (fault_cell && strchr(fault_cell, '!')) {
        p.fault_sheet = atoi(fault_cell);
        fault_cell = strchr(fault_cell, '!') + 1;
    }
    p.fault_cell = fault_cell;
    p.day = workbook_add_format(p.book);
    format_set_num_format(p.day, "yyyy-mm-dd");
    p.percent = workbook_add_format(p.book);
    format_set_num_format(p.percent, "0%");
    for (int i = 0; i < 4; i++) {
        p.indent[i] = workbook_add_format(p.book);
        if (i)
            format_set_indent(p.indent[i], (uint8_t)i);
    }
    for (size_t i = 0; i < s->count; i++)
        if (*s->lines[i] == 'S')
            begin_sheet(&p, s, i);
        else if (*s->lines[i] == '|')
            write_row(&p, s->lines[i]);
        else if (*s->lines[i] == '~')
            p.row++;
    ck_assert_int_eq(workbook_close(p.book), LXW_NO_ERROR);
}

/* ---- what comes out ---- */

static const char *value(const tp_import_table *t, size_t row, tp_field_id field)
{
    for (size_t i = 0; i < t->n_fields; i++)
        if (t->fields[i] == field)
            return t->values[row * t->n_fields + i].text;
    return "";
}

static const char *name_of(const tp_import *import, const char *code)
{
    const tp_import_table *units = &import->out[TP_OUT_UNITS];
    for (size_t r = 0; r < units->rows; r++)
        if (strcmp(value(units, r, TP_F_CODE), code) == 0)
            return value(units, r, TP_F_NAME);
    return "";
}

/* A row of a table as the shapes write it: units by name. */
static void row_text(const tp_import *import, const tp_import_table *t, size_t row, char *out)
{
    char *to = out;
    for (size_t i = 0; i < t->n_fields; i++) {
        const char *text = t->values[row * t->n_fields + i].text;
        if (t->fields[i] == TP_F_CODE && t == &import->out[TP_OUT_UNITS])
            continue;
        if (t->fields[i] == TP_F_CODE || t->fields[i] == TP_F_PARENT)
            text = *text ? name_of(import, text) : "";
        to += sprintf(to, "%s%s", to == out ? "" : ",", text);
    }
    while (to > out && to[-1] == ',')
        *--to = '\0';
}

static void say(const tp_import *import)
{
    tp_buf text = {0};
    tp_diags_write(&text, &import->asks, TP_ZH);
    tp_diags_write(&text, &import->findings, TP_ZH);
    fprintf(stderr, "%s", text.bytes ? text.bytes : "");
    tp_buf_finish(&text);
}

static int compare_table(const shape *s, const tp_import *import, char letter, tp_import_out out)
{
    const tp_import_table *t = &import->out[out];
    size_t expected = 0;
    int wrong = 0;
    for (size_t i = 0; i < s->count; i++) {
        bool found = false;
        char text[LONGEST];
        if (*s->lines[i] != letter)
            continue;
        expected++;
        for (size_t r = 0; r < t->rows && !found; r++) {
            row_text(import, t, r, text);
            found = strcmp(text, s->lines[i] + 2) == 0;
        }
        if (!found) {
            fprintf(stderr, "%s: no row %s\n", s->name, s->lines[i]);
            wrong++;
        }
    }
    bool all = letter == 'P' || expected;
    if (all && t->rows != expected && letter != 'U') {
        fprintf(stderr, "%s: %zu rows of %s, not %zu\n", s->name, t->rows, t->name, expected);
        wrong++;
    }
    for (size_t r = 0; wrong && r < t->rows; r++) {
        char text[LONGEST];
        row_text(import, t, r, text);
        fprintf(stderr, "   %c %s\n", letter, text);
    }
    return wrong;
}

static tp_import *import_file(const char *path)
{
    tp_import *import = NULL;
    tp_err err = {0};
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    const tp_import_options options = {.files = &path, .n_files = 1};
    tp_status status = tp_import_open(&import, &options, &diags, &err);
    if (status == TP_OK)
        status = tp_import_apply(import, &err);
    ck_assert_msg(status == TP_OK, "%s", err.text);
    tp_arena_free(arena);
    return import;
}

static bool told_at(const tp_diags *diags, const char *cell)
{
    for (size_t i = 0; i < diags->count; i++) {
        const char *at = diags->items[i].pos.cell, *mark = at ? strrchr(at, '!') : NULL;
        if (at && strcmp(mark ? mark + 1 : at, cell) == 0)
            return true;
    }
    return false;
}

static int check_asked(const shape *s, const tp_import *import)
{
    bool asks = false;
    int wrong = 0;
    for (size_t i = 0; i < s->count; i++)
        if (*s->lines[i] == 'Q') {
            asks = true;
            if (!told_at(&import->asks, s->lines[i] + 2)) {
                fprintf(stderr, "%s: nothing is asked at %s\n", s->name, s->lines[i] + 2);
                wrong++;
            }
        }
    if (!asks && import->asks.errors) {
        fprintf(stderr, "%s: asks\n", s->name);
        say(import);
        wrong++;
    }
    return wrong;
}

static void keep_book(const shape *s)
{
    static int nth;
    char path[4096];
    const char *folder = getenv("TP_SHAPES");
    if (folder && snprintf(path, sizeof path, "%s/%02d.xlsx", folder, ++nth) < (int)sizeof path)
        write_book(path, s, NULL, NULL);
}

static int check_shape(const shape *s, const char *path)
{
    write_book(path, s, NULL, NULL);
    keep_book(s);
    tp_import *import = import_file(path);
    int wrong = check_asked(s, import);
    if (!wrong && !import->asks.errors) {
        wrong += compare_table(s, import, 'P', TP_OUT_POSTS) +
                 compare_table(s, import, 'U', TP_OUT_UNITS) +
                 compare_table(s, import, 'V', TP_OUT_VACANCIES) +
                 compare_table(s, import, 'D', TP_OUT_DEMANDS) +
                 compare_table(s, import, 'O', TP_OUT_OUTCOMES) +
                 compare_table(s, import, 'A', TP_OUT_ATTRITION) +
                 compare_table(s, import, 'I', TP_OUT_ISSUES) +
                 compare_table(s, import, 'L', TP_OUT_LIMITS) +
                 compare_table(s, import, 'K', TP_OUT_FINDINGS) +
                 compare_table(s, import, 'B', TP_OUT_LOANS);
        if (import->totals_different) {
            fprintf(stderr, "%s: totals differ\n", s->name);
            say(import);
            wrong++;
        }
    }
    tp_import_free(import);
    return wrong;
}

/* "F D7 = 3O @ D7": D7 holds 3O, which must be told at D7. */
static int check_fault(const shape *s, const char *line, const char *path)
{
    char cell[32], fault[200], at[32];
    int wrong = 0;
    if (sscanf(line, "F %31s = %199[^@]@ %31s", cell, fault, at) != 3)
        ck_abort_msg("%s: what is %s?", s->name, line);
    trim(fault);
    write_book(path, s, cell, strcmp(fault, "-") == 0 ? "" : fault);
    tp_import *import = import_file(path);
    if (!told_at(&import->asks, at) && !told_at(&import->findings, at)) {
        fprintf(stderr, "%s: %s is not told\n", s->name, line);
        say(import);
        wrong++;
    }
    tp_import_free(import);
    return wrong;
}

static size_t read_shapes(shape **out)
{
    static shape shapes[80];
    size_t n = 0;
    char *rest = text_of_shapes(), *line;
    memset(shapes, 0, sizeof shapes);
    while ((line = strsep(&rest, "\n"))) {
        if (*line == '@')
            snprintf(shapes[n++].name, sizeof shapes[0].name, "%s", line + 2);
        else if (*line && *line != '#' && n && shapes[n - 1].count < MOST_LINES)
            shapes[n - 1].lines[shapes[n - 1].count++] = line;
    }
    *out = shapes;
    return n;
}

START_TEST(shapes__each_gives_its_dataset)
{
    shape *shapes;
    size_t n = read_shapes(&shapes), alone = 0;
    int wrong = 0;
    scratch dir;
    scratch_begin(&dir);
    const char *path = scratch_path(&dir, "台账.xlsx");
    for (size_t i = 0; i < n; i++) {
        bool asks = false;
        for (size_t k = 0; k < shapes[i].count; k++)
            asks |= *shapes[i].lines[k] == 'Q';
        alone += !asks;
        wrong += check_shape(&shapes[i], path);
    }
    scratch_end(&dir);
    ck_assert_int_eq(wrong, 0);
    ck_assert_uint_ge(n, 40);
    ck_assert_msg(alone * 10 >= n * 9, "%zu of %zu need no answer", alone, n);
}
END_TEST

START_TEST(shapes__faults_are_found_at_their_cell)
{
    shape *shapes;
    size_t n = read_shapes(&shapes);
    int wrong = 0;
    scratch dir;
    scratch_begin(&dir);
    const char *path = scratch_path(&dir, "台账.xlsx");
    for (size_t i = 0; i < n; i++) {
        size_t faults = 0;
        for (size_t k = 0; k < shapes[i].count; k++)
            if (*shapes[i].lines[k] == 'F') {
                faults++;
                wrong += check_fault(&shapes[i], shapes[i].lines[k], path);
            }
        ck_assert_msg(faults >= 3, "%s has %zu faults", shapes[i].name, faults);
    }
    scratch_end(&dir);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

/* old_workbook.xls was saved by LibreOffice: figures and a day by formulas, a parent and headers
 * merged, a row, a column and a sheet hidden. */
START_TEST(old_workbooks__formulas_merges_and_what_is_hidden)
{
    static const char *const posts[] = {"市文化局,事业,25,24", "市图书馆,事业,18,17",
                                        "市档案馆,事业,12,12"};
    char path[4096], text[LONGEST];
    snprintf(path, sizeof path, "%s/tests/unit/old_workbook.xls", getenv("TP_SOURCE_ROOT"));
    tp_import *import = import_file(path);
    ck_assert_uint_eq(import->asks.errors, 0);
    ck_assert_uint_eq(import->out[TP_OUT_POSTS].rows, 3);
    for (size_t i = 0; i < 3; i++) {
        row_text(import, &import->out[TP_OUT_POSTS], i, text);
        ck_assert_str_eq(text, posts[i]);
    }
    row_text(import, &import->out[TP_OUT_UNITS], 2, text);
    ck_assert_str_eq(text, "市档案馆,,,,,市文化局");
    row_text(import, &import->out[TP_OUT_VACANCIES], 0, text);
    ck_assert_str_eq(text, "市文化局,事业,1,2024-03-01");
    ck_assert_uint_eq(import->totals_compared, 2);
    ck_assert_uint_eq(import->totals_different, 0);
    ck_assert(told_at(&import->findings, "A5")); /* the hidden row */
    ck_assert(told_at(&import->findings, "D1")); /* and column */
    ck_assert(told_at(&import->findings, "旧表"));
    tp_import_free(import);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *s = suite_create("import");
    TCase *t = tcase_create("shapes");
    tcase_add_test(t, shapes__each_gives_its_dataset);
    tcase_add_test(t, shapes__faults_are_found_at_their_cell);
    tcase_add_test(t, old_workbooks__formulas_merges_and_what_is_hidden);
    suite_add_tcase(s, t);
    return s;
}

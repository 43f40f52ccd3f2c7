/* Everything our own reader accepts can be imported from an office's words, and stands in the
 * template: no column may be added without both. And the statutory retirement table, row by row. */
#include "domain/dataset_tables.h"
#include "import/parts.h"
#include "read/grid.h"
#include "report/papers/template.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static tp_import_kind kind_of(const char *table)
{
    for (int k = 0; k < TP_IS_KINDS; k++)
        if (tp_import_kinds[k].table && strcmp(tp_import_kinds[k].table, table) == 0)
            return (tp_import_kind)k;
    return TP_IS_SKIP;
}

static bool is_written(const char *table, tp_field_id field)
{
    for (int t = 0; t < TP_OUTS; t++) {
        size_t n;
        const tp_field_id *fields = tp_import_out_fields((tp_import_out)t, &n);
        for (size_t i = 0; i < n && strcmp(tp_import_out_names[t], table) == 0; i++)
            if (fields[i] == field)
                return true;
    }
    return false;
}

/* What a header of that word is in that table; said if it is not the column it should be. */
static int check_word(const tp_lexicon *lexicon, const tp_columns *table, const tp_column *column,
                      const char *word, tp_arena *arena)
{
    tp_import_kind kind = kind_of(table->name);
    const char *plain = tp_plain_header(arena, word);
    tp_piece piece = tp_lexicon_piece(lexicon, kind, plain, arena);
    const char *found = tp_register_fields[piece.field].column;
    bool right = piece.sure == 3 && found && strcmp(found, column->name) == 0 &&
                 is_written(table->name, piece.field);
    if (!right)
        fprintf(stderr, "%s.%s: a header %s is %s\n", table->name, column->name, word,
                found ? found : "not known");
    return !right;
}

START_TEST(words__every_column_the_reader_accepts_is_proposed)
{
    tp_arena *arena = tp_arena_create();
    tp_lexicon *lexicon = tp_lexicon_create(arena);
    int wrong = 0;
    for (int t = 0; t < TP_TABLES; t++) {
        const tp_columns *table = tp_data_tables[t];
        ck_assert_msg(kind_of(table->name), "no kind of table for %s", table->name);
        for (size_t c = 0; c < table->count; c++) {
            const tp_column *column = &table->items[c];
            wrong += check_word(lexicon, table, column, column->name, arena);
            for (const char *w = column->zh; *w;) {
                size_t n = strcspn(w, "|");
                wrong += check_word(lexicon, table, column, tp_arena_copy(arena, w, n), arena);
                w += n + (w[n] == '|');
            }
        }
    }
    tp_arena_free(arena);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

/* Every value of a choice, in English and Chinese, is taken by the import as well. */
START_TEST(words__every_choice_the_reader_accepts_is_taken)
{
    int wrong = 0;
    for (int t = 0; t < TP_TABLES; t++)
        for (size_t c = 0; c < tp_data_tables[t]->count; c++) {
            const tp_column *column = &tp_data_tables[t]->items[c];
            unsigned kind = 1u << kind_of(tp_data_tables[t]->name);
            const char *list = NULL;
            for (int f = 0; f < TP_FIELDS; f++)
                if (tp_register_fields[f].column && (tp_register_fields[f].kinds & kind) &&
                    strcmp(tp_register_fields[f].column, column->name) == 0 &&
                    tp_register_fields[f].choices)
                    list = tp_register_fields[f].choices;
            for (const tp_choice *choice = column->choices; choice && choice->en; choice++) {
                char both[200];
                snprintf(both, sizeof both, "%s=%s", choice->en, choice->zh);
                if (!list || !strstr(list, both)) {
                    fprintf(stderr, "%s.%s: %s\n", tp_data_tables[t]->name, column->name, both);
                    wrong++;
                }
            }
        }
    ck_assert_int_eq(wrong, 0);
}
END_TEST

START_TEST(template__has_every_column_with_a_note)
{
    scratch dir;
    scratch_begin(&dir);
    const char *path = scratch_path(&dir, "blank.xlsx");
    tp_arena *arena = tp_arena_create();
    tp_buf bytes = {0};
    tp_err err = {0};
    tp_diags diags;
    tp_book *book;
    tp_diags_init(&diags, arena);
    ck_assert_int_eq(tp_template_bytes(&bytes, TP_ZH, arena, &err), TP_OK);
    scratch_write(&dir, "blank.xlsx", bytes.bytes, bytes.length);
    tp_buf_finish(&bytes);
    ck_assert_int_eq(tp_book_read(&book, path, NULL, &diags, &err), TP_OK);
    for (int t = 0; t < TP_TABLES; t++) {
        const tp_columns *table = tp_data_tables[t];
        const tp_grid *grid = NULL;
        for (size_t g = 0; g < book->n_grids; g++)
            if (strcmp(book->grids[g].name, table->zh) == 0)
                grid = &book->grids[g];
        ck_assert_msg(grid != NULL, "no sheet %s", table->zh);
        for (size_t c = 0; c < table->count; c++) {
            const char *shown = tp_grid_at(grid, 0, (int32_t)c + 1)->text;
            const char *zh = table->items[c].zh;
            ck_assert_msg(strncmp(shown, zh, strcspn(zh, "|")) == 0 &&
                              shown[strcspn(zh, "|")] == '\0',
                          "%s: column %zu is %s, not %s", table->zh, c + 1, shown, zh);
            ck_assert(*table->items[c].doc.zh && *table->items[c].doc.en);
            size_t choices = 0;
            for (const tp_choice *choice = table->items[c].choices; choice && choice->en; choice++)
                choices++;
            ck_assert_msg(choices <= 8, "%s.%s: more choices than a list holds", table->name,
                          table->items[c].name);
        }
    }
    tp_book_free(book);
    tp_arena_free(arena);
    scratch_end(&dir);
}
END_TEST

/* ---- the statutory retirement age ---- */

/* A list of one person; what month the departure is counted in. */
static void check_retirement(const char *sex, const char *status, const char *birth,
                             const char *expected)
{
    scratch dir;
    scratch_begin(&dir);
    char text[600];
    int n = snprintf(text, sizeof text,
                     "单位名称,编制类别,核定,实有\n市档案馆,事业,9,9\n\n"
                     "单位,姓名,性别,身份,出生年月\n市档案馆,甲,%s,%s,%s\n",
                     sex, status, birth);
    scratch_write(&dir, "list.csv", text, (size_t)n);
    const char *path = scratch_path(&dir, "list.csv");
    tp_import *import;
    tp_err err = {0};
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    const tp_import_options options = {.files = &path, .n_files = 1};
    ck_assert_int_eq(tp_import_open(&import, &options, &diags, &err), TP_OK);
    ck_assert_int_eq(tp_import_apply(import, &err), TP_OK);
    const tp_import_table *t = &import->out[TP_OUT_ATTRITION];
    ck_assert_uint_eq(t->rows, 1);
    ck_assert_msg(strncmp(t->values[2].text, expected, 7) == 0, "%s %s born %s leaves %s, not %s",
                  sex, status, birth, t->values[2].text, expected);
    tp_import_free(import);
    tp_arena_free(arena);
    scratch_end(&dir);
}

/* Rows of the three tables published with the decision of 13 September 2024: the last month of the
 * old rule, the first, second and last groups of the new one, and what follows them. */
START_TEST(retirement__follows_the_published_tables)
{
    static const char *const rows[][4] = {
        {"男", "干部", "1964-12", "2024-12"}, {"男", "干部", "1965-01", "2025-02"},
        {"男", "干部", "1965-04", "2025-05"}, {"男", "干部", "1965-05", "2025-07"},
        {"男", "工人", "1976-08", "2039-07"}, {"男", "工人", "1976-09", "2039-09"},
        {"男", "工人", "1990-02", "2053-02"}, {"女", "干部", "1969-12", "2024-12"},
        {"女", "干部", "1970-01", "2025-02"}, {"女", "干部", "1970-05", "2025-07"},
        {"女", "干部", "1981-08", "2039-07"}, {"女", "干部", "1981-09", "2039-09"},
        {"女", "工人", "1974-12", "2024-12"}, {"女", "工人", "1975-01", "2025-02"},
        {"女", "工人", "1975-02", "2025-03"}, {"女", "工人", "1975-03", "2025-05"},
        {"女", "工人", "1984-10", "2039-09"}, {"女", "工人", "1984-11", "2039-11"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_retirement(rows[i][0], rows[i][1], rows[i][2], rows[i][3]);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *s = suite_create("import_words");
    TCase *t = tcase_create("words");
    tcase_add_test(t, words__every_column_the_reader_accepts_is_proposed);
    tcase_add_test(t, words__every_choice_the_reader_accepts_is_taken);
    tcase_add_test(t, template__has_every_column_with_a_note);
    tcase_add_test(t, retirement__follows_the_published_tables);
    suite_add_tcase(s, t);
    return s;
}

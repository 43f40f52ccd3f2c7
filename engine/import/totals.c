/* Totals of the sheet held against the sums: down the rows, across the columns, and 空编 against
 * what it follows from. A difference is a finding with both cells. */
#include "import/parts.h"

#include <stdio.h>
#include <string.h>

static const tp_msg MSG_TOTAL = {"import.total-differs", "{0}为 {1}，而 {2} 之和为 {3}",
                                 "{0} is {1}, but {2} add up to {3}"};
static const tp_msg MSG_ACROSS = {"import.row-total-differs", "合计为 {0}，而 {1} 之和为 {2}",
                                  "the total is {0}, but {1} add up to {2}"};
static const tp_msg MSG_VACANT = {"import.vacancy-differs",
                                  "{0}为 {1}，而核定 {2}（{3}）、实有 {4}（{5}）",
                                  "{0} is {1}, but {2} are authorised ({3}) and {4} in post ({5})"};

enum { WAYS = 4 };

typedef struct adding {
    tp_import *import;
    const tp_block *b;
    int64_t **before; /* [columns] sums of the data rows above each row; NULL: no such column */
} adding;

static bool figure(const adding *a, size_t row, const tp_block_column *c, int64_t *out)
{
    tp_words why;
    const tp_grid_cell *cell = tp_block_cell(a->b, row, c);
    *out = 0;
    if (cell->covered)
        return false;
    tp_take take = tp_take_count(cell, out, &why);
    if (take == TP_TAKE_EMPTY)
        *out = 0;
    return take == TP_TAKE_FINE || take == TP_TAKE_ALTERED;
}

/* 空编 may be below zero where more are in post than authorised. */
static bool signed_figure(const adding *a, size_t row, const tp_block_column *c, int64_t *out)
{
    const tp_grid_cell *cell = tp_block_cell(a->b, row, c);
    const char *text = cell->text;
    if (cell->covered || cell->kind != TP_GRID_NUMBER || *text != '-')
        return figure(a, row, c, out);
    return tp_int_parse(text, strlen(text), out) == TP_PARSE_OK;
}

static bool adds_up(const tp_block_column *c)
{
    return tp_register_fields[c->field].type == TP_V_COUNT && c->field != TP_F_TERM &&
           c->field != TP_F_AT_LEAST && c->field != TP_F_AT_MOST && c->field != TP_F_PERIOD &&
           c->field != TP_F_CAP;
}

static tp_row_role role_at(const adding *a, size_t row)
{
    return (tp_row_role)a->b->roles[row - a->b->first];
}

/* The rows a total may be the sum of: above since the last total or heading, all above, below to
 * the next, all below. False: none. */
static bool range_of(const adding *a, size_t row, int way, size_t *from, size_t *to)
{
    *from = a->b->first;
    *to = a->b->end;
    if (way < 2)
        *to = row;
    else
        *from = row + 1;
    for (size_t r = row; way == 0 && r-- > a->b->first;)
        if (role_at(a, r) == TP_ROW_TOTAL || role_at(a, r) == TP_ROW_GROUP) {
            *from = r + 1;
            break;
        }
    for (size_t r = row + 1; way == 2 && r < a->b->end; r++)
        if (role_at(a, r) == TP_ROW_TOTAL || role_at(a, r) == TP_ROW_GROUP) {
            *to = r;
            break;
        }
    while (*from < *to && role_at(a, *from) != TP_ROW_DATA)
        (*from)++;
    while (*from < *to && role_at(a, *to - 1) != TP_ROW_DATA)
        (*to)--;
    return *from < *to;
}

static int64_t sum_of(const adding *a, const tp_block_column *c, size_t from, size_t to)
{
    const int64_t *before = a->before[c - a->b->columns];
    return before[to - a->b->first] - before[from - a->b->first];
}

/* Sums from the top, once: a register may have a subtotal every few rows. */
static bool add_up(adding *a)
{
    const tp_block *b = a->b;
    size_t rows = b->end - b->first;
    a->before = tp_arena_array(a->import->arena, b->n_columns + 1, sizeof *a->before);
    for (size_t k = 0; a->before && k < b->n_columns; k++) {
        if (!adds_up(&b->columns[k]))
            continue;
        int64_t *sums = tp_arena_array(a->import->arena, rows + 1, sizeof *sums), value;
        if (!sums)
            return false;
        for (size_t r = 0; r < rows; r++) {
            bool counts = role_at(a, b->first + r) == TP_ROW_DATA &&
                          figure(a, b->first + r, &b->columns[k], &value);
            sums[r + 1] = sums[r] + (counts ? value : 0);
        }
        a->before[k] = sums;
    }
    return a->before != NULL;
}

static const char *cells(const adding *a, const tp_block_column *c, size_t from, size_t to)
{
    char letters[TP_LETTERS];
    tp_column_letters(c->column, letters);
    return tp_arena_format(a->import->arena, "%s%d:%s%d", letters, (int)a->b->grid->rows[from].row,
                           letters, (int)a->b->grid->rows[to - 1].row);
}

/* Which rows the total is of: those that most of its columns agree with; else by where it
 * stands. */
static int way_of(const adding *a, size_t row, const char *label)
{
    int best = -1;
    size_t most = 0;
    bool sub = tp_is_subtotal(label), first = true;
    for (size_t r = a->b->first; r < row && first; r++)
        first = role_at(a, r) != TP_ROW_DATA;
    static const int orders[2][WAYS] = {{1, 3, 0, 2}, {0, 2, 1, 3}};
    for (int i = 0; i < WAYS; i++) {
        int way = orders[sub][i];
        size_t from, to, agree = 1, bonus = 2;
        if (!range_of(a, row, way, &from, &to))
            continue;
        for (size_t k = 0; k < a->b->n_columns; k++) {
            const tp_block_column *c = &a->b->columns[k];
            int64_t stated;
            if (adds_up(c) && figure(a, row, c, &stated))
                agree += stated == sum_of(a, c, from, to) ? 4 : 0;
        }
        /* A total before all rows is of those below it. */
        agree += first == (way > 1) ? bonus : 0;
        if (agree > most) {
            most = agree;
            best = way;
        }
    }
    return best;
}

/* What the tables beside this one, under the same header rows, have in the like column: a table
 * printed in two halves has one total. */
static int64_t sum_beside(const adding *a, const tp_block_column *like)
{
    int64_t sum = 0, value;
    for (size_t i = 0; i < a->import->blocks.count; i++) {
        const tp_block *b = &a->import->blocks.items[i];
        adding other = {a->import, b, NULL};
        if (b == a->b || b->grid != a->b->grid || b->head != a->b->head || !b->kind)
            continue;
        for (size_t k = 0; k < b->n_columns; k++) {
            const tp_block_column *c = &b->columns[k];
            if (c->field != like->field || strcmp(c->category, like->category) != 0)
                continue;
            for (size_t r = b->first; r < b->end; r++)
                if (role_at(&other, r) == TP_ROW_DATA && figure(&other, r, c, &value))
                    sum += value;
        }
    }
    return sum;
}

static void compare_down(const adding *a, size_t row)
{
    const tp_grid_row *r = &a->b->grid->rows[row];
    const char *label = "";
    for (size_t i = 0; i < r->count && !*label; i++)
        if (a->b->grid->cells[r->first + i].kind == TP_GRID_TEXT)
            label = a->b->grid->cells[r->first + i].text;
    char *plain = tp_plain(a->import->arena, label);
    int way = plain ? way_of(a, row, plain) : -1;
    size_t from, to;
    if (way < 0 || !range_of(a, row, way, &from, &to))
        return;
    for (size_t k = 0; k < a->b->n_columns; k++) {
        const tp_block_column *c = &a->b->columns[k];
        int64_t stated, sum;
        char texts[2][TP_DEC_TEXT];
        if (!adds_up(c) || !figure(a, row, c, &stated))
            continue;
        a->import->totals_compared++;
        sum = sum_of(a, c, from, to);
        if (sum == stated)
            continue;
        if (stated == sum_of(a, c, a->b->first, a->b->end) + sum_beside(a, c))
            continue;
        a->import->totals_different++;
        tp_int_format(stated, texts[0]);
        tp_int_format(sum, texts[1]);
        TP_FINDING(a->import, tp_from_cell(a->b, row, c), &MSG_TOTAL, plain, texts[0],
                   cells(a, c, from, to), texts[1]);
    }
}

/* Is the column a part of that total? */
static bool is_part(const tp_block_column *c, const tp_block_column *total)
{
    return c->field == total->field && !c->total &&
           (!*total->category ||
            (strcmp(c->category, total->category) != 0 && strstr(c->category, total->category)));
}

static void compare_across(const adding *a, size_t row, const tp_block_column *total)
{
    int64_t stated, sum = 0, value;
    tp_buf names = {0};
    char texts[2][TP_DEC_TEXT], letters[TP_LETTERS];
    bool any = false;
    if (!figure(a, row, total, &stated))
        return;
    for (size_t k = 0; k < a->b->n_columns; k++) {
        const tp_block_column *c = &a->b->columns[k];
        if (!is_part(c, total))
            continue;
        any = true;
        if (figure(a, row, c, &value))
            sum += value;
        tp_buf_format(&names, "%s%s%d", names.length ? "、" : "",
                      tp_column_letters(c->column, letters), (int)a->b->grid->rows[row].row);
    }
    if (any) {
        a->import->totals_compared++;
        if (sum != stated) {
            a->import->totals_different++;
            tp_int_format(stated, texts[0]);
            tp_int_format(sum, texts[1]);
            TP_FINDING(a->import, tp_from_cell(a->b, row, total), &MSG_ACROSS, texts[0],
                       names.bytes ? names.bytes : "", texts[1]);
        }
    }
    tp_buf_finish(&names);
}

static const tp_block_column *same_kind(const tp_block *b, tp_field_id field,
                                        const tp_block_column *of)
{
    const tp_block_column *only = NULL;
    size_t n = 0;
    for (size_t k = 0; k < b->n_columns; k++) {
        const tp_block_column *c = &b->columns[k];
        if (c->field == field && strcmp(c->category, of->category) == 0 && c->total == of->total)
            return c;
        if (c->field == field && !c->total) {
            only = c;
            n++;
        }
    }
    /* A vacancy without a kind of slot, where there is one kind only. */
    return n == 1 && !*of->category ? only : NULL;
}

static void compare_vacant(const adding *a, size_t row, const tp_block_column *c)
{
    const tp_block_column *authorised = same_kind(a->b, TP_F_AUTHORISED, c);
    const tp_block_column *in_post = same_kind(a->b, TP_F_IN_POST, c);
    const tp_block_column *committed = same_kind(a->b, TP_F_COMMITTED, c);
    int64_t stated, owned, there, promised = 0;
    if (!authorised || !in_post || !signed_figure(a, row, c, &stated) ||
        !figure(a, row, authorised, &owned))
        return;
    figure(a, row, in_post, &there);
    if (committed)
        figure(a, row, committed, &promised);
    int64_t vacant = c->field == TP_F_VACANT ? owned - there : there - owned;
    int64_t less = c->field == TP_F_VACANT ? vacant - promised : vacant + promised;
    a->import->totals_compared++;
    if (stated == (vacant < 0 ? 0 : vacant) || stated == (less < 0 ? 0 : less) ||
        (stated < 0 && (stated == vacant || stated == less)))
        return;
    a->import->totals_different++;
    char texts[3][TP_DEC_TEXT], letters[TP_LETTERS];
    tp_int_format(stated, texts[0]);
    tp_int_format(owned, texts[1]);
    tp_int_format(there, texts[2]);
    int32_t at = a->b->grid->rows[row].row;
    const char *first = tp_arena_format(a->import->arena, "%s%d",
                                        tp_column_letters(authorised->column, letters), (int)at);
    const char *second = tp_arena_format(a->import->arena, "%s%d",
                                         tp_column_letters(in_post->column, letters), (int)at);
    if (first && second)
        TP_FINDING(a->import, tp_from_cell(a->b, row, c), &MSG_VACANT,
                   tp_register_fields[c->field].zh, texts[0], texts[1], first, texts[2], second);
}

bool tp_totals_compare(tp_import *import, const tp_block *b)
{
    adding a = {import, b, NULL};
    for (size_t row = b->first; row < b->end && !a.before; row++)
        if (role_at(&a, row) == TP_ROW_TOTAL && !add_up(&a))
            return false;
    for (size_t row = b->first; row < b->end; row++) {
        tp_row_role role = role_at(&a, row);
        if (role == TP_ROW_TOTAL)
            compare_down(&a, row);
        if (role != TP_ROW_DATA && role != TP_ROW_TOTAL)
            continue;
        for (size_t k = 0; k < b->n_columns; k++) {
            const tp_block_column *c = &b->columns[k];
            if (c->total && tp_is_figure(c->field))
                compare_across(&a, row, c);
            else if ((c->field == TP_F_VACANT || c->field == TP_F_OVER) && role == TP_ROW_DATA)
                compare_vacant(&a, row, c);
        }
    }
    return !import->findings.out_of_memory;
}

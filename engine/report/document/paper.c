#include "report/document/paper.h"

#include "base/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const tp_words tp_paper_nothing = {"没有。", "None."};

void tp_paper_init(tp_paper *paper, tp_arena *arena, tp_lang lang)
{
    *paper = (tp_paper){.arena = arena, .lang = lang, .title = ""};
}

bool tp_paper_ok(const tp_paper *paper)
{
    return !paper->failed;
}

static tp_block *new_block(tp_paper *paper, tp_block_kind kind)
{
    if (!tp_arena_grow(paper->arena, &paper->blocks, &paper->capacity, paper->n_blocks, 1)) {
        paper->failed = true;
        return NULL;
    }
    paper->blocks[paper->n_blocks] = (tp_block){.kind = kind, .text = ""};
    return &paper->blocks[paper->n_blocks++];
}

static const char *kept(tp_paper *paper, const char *text)
{
    const char *copy = tp_arena_text(paper->arena, text);
    paper->failed = paper->failed || !copy;
    return copy ? copy : "";
}

void tp_paper_add(tp_paper *paper, tp_block_kind kind, const char *text)
{
    tp_block *block = new_block(paper, kind);
    if (block)
        block->text = kept(paper, text);
}

void tp_paper_fill(tp_paper *paper, tp_block_kind kind, tp_words text, size_t count,
                   const char *const *args)
{
    tp_buf buf;
    tp_buf_init(&buf);
    tp_words_fill(&buf, tp_words_in(text, paper->lang), count, args);
    if (tp_buf_ok(&buf))
        tp_paper_add(paper, kind, buf.bytes ? buf.bytes : "");
    else
        paper->failed = true;
    tp_buf_finish(&buf);
}

tp_paper_table *tp_paper_table_add(tp_paper *paper, const tp_paper_column *columns, size_t count)
{
    tp_block *block = new_block(paper, TP_BLOCK_TABLE);
    tp_paper_table *table = tp_arena_alloc(paper->arena, sizeof *table);
    if (!block || !table) {
        paper->failed = true;
        return &paper->sink;
    }
    *table = (tp_paper_table){.columns = columns, .n_columns = count};
    block->table = table;
    return table;
}

void tp_paper_cell(tp_paper *paper, tp_paper_table *table, const char *text)
{
    if (paper->failed)
        return;
    if (!tp_arena_grow(paper->arena, &table->cells, &table->capacity, table->n_cells, 1)) {
        paper->failed = true;
        return;
    }
    table->cells[table->n_cells++] = kept(paper, text);
}

void tp_paper_cell_count(tp_paper *paper, tp_paper_table *table, int64_t count)
{
    char text[TP_DEC_TEXT];
    tp_int_format(count, text);
    tp_paper_cell(paper, table, text);
}

const char *tp_paper_format(tp_paper *paper, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : tp_arena_alloc(paper->arena, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    paper->failed = paper->failed || !text;
    return text ? text : "";
}

const char *tp_paper_date(tp_paper *paper, int32_t date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (date == TP_DATE_NONE)
        return "";
    if (paper->lang == TP_EN)
        return tp_paper_format(paper, "%d %s %d", day, months[(month + 11) % 12], year);
    return tp_paper_format(paper, "%d年%d月%d日", year, month, day);
}

const char *tp_paper_iso(tp_paper *paper, int32_t date)
{
    char text[TP_DATE_TEXT];
    tp_date_format(date, text);
    return tp_paper_format(paper, "%s", text);
}

const char *tp_paper_words(const tp_paper *paper, tp_words words)
{
    return tp_words_in(words, paper->lang);
}

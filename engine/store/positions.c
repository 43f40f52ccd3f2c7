/* What the ledger says of the lines of a dataset. */
#include "store/journal.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_differs = {"ledger.differs", "{0}（{1}）的{2}：数据集为 {3}，台账为 {4}",
                                   "{0} ({1}): the dataset says {2} {3}, the ledger says {4}"};
static const tp_msg msg_absent = {
    "ledger.absent", "台账中的 {0}（{1}）在数据集中没有，而其存入或借用尚未了结（{2}）",
    "{0} ({1}) still has {2} slots lent or borrowed in the ledger,"
    " but is not in the dataset"};

static tp_status differ(tp_ledger_positions *p, size_t *capacity, tp_arena *arena,
                        tp_ledger_difference difference, tp_err *err)
{
    if (!tp_arena_grow(arena, &p->differences, capacity, p->n_differences, 1))
        return tp_fail_nomem(err);
    p->differences[p->n_differences++] = difference;
    return TP_OK;
}

static tp_status compare_line(tp_ledger_positions *p, size_t *capacity, const tp_dataset *data,
                              int32_t index, const tp_book_line *book, tp_arena *arena, tp_err *err)
{
    const tp_line *line = &data->lines[index];
    tp_ledger_difference d = {.line = index,
                              .unit = data->units[line->unit].code,
                              .category = tp_dataset_name(data, line->category)};
    int64_t lent = book ? book->lent : 0, borrowed = book ? book->borrowed : 0;
    int64_t reclaimed = book ? book->reclaimed : 0;
    p->lent[index] = lent;
    p->borrowed[index] = borrowed;
    p->authorised[index] = line->authorised;
    tp_status status = TP_OK;
    if (reclaimed && line->authorised == book->authorised + reclaimed)
        p->authorised[index] = book->authorised;
    else if (reclaimed && line->authorised != book->authorised) {
        d.column = "authorised";
        d.in_data = line->authorised;
        d.in_ledger = book->authorised;
        status = differ(p, capacity, arena, d, err);
    }
    if (!status && data->lent_given && line->lent != lent) {
        d.column = "lent";
        d.in_data = line->lent;
        d.in_ledger = lent;
        status = differ(p, capacity, arena, d, err);
    }
    if (!status && data->borrowed_given && line->borrowed != borrowed) {
        d.column = "borrowed";
        d.in_data = line->borrowed;
        d.in_ledger = borrowed;
        status = differ(p, capacity, arena, d, err);
    }
    return status;
}

/* Lines with running deposits or loans that the dataset does not have. A dataset that knows no unit
 * of the ledger at all is another jurisdiction's, and none of the ledger's business. */
static tp_status missing_lines(tp_ledger_positions *p, size_t *capacity, const tp_dataset *data,
                               const tp_books *books, tp_arena *arena, tp_err *err)
{
    bool ours = false;
    for (size_t i = 0; i < books->n_lines && !ours; i++)
        ours = tp_dataset_unit(data, books->lines[i].unit) != TP_ID_NONE;
    tp_status status = TP_OK;
    for (size_t i = 0; ours && !status && i < books->n_lines; i++) {
        const tp_book_line *line = &books->lines[i];
        int32_t unit = tp_dataset_unit(data, line->unit);
        bool there = unit != TP_ID_NONE && tp_dataset_line(data, unit, line->category) >= 0;
        if (!there && line->lent + line->borrowed > 0)
            status = differ(p, capacity, arena,
                            (tp_ledger_difference){.line = TP_ID_NONE,
                                                   .unit = line->unit,
                                                   .category = line->category,
                                                   .column = "unit",
                                                   .in_ledger = line->lent + line->borrowed},
                            err);
    }
    return status;
}

static tp_status as_given(tp_ledger_positions *p, const tp_dataset *data)
{
    for (int32_t i = 0; i < data->n_lines; i++) {
        p->authorised[i] = data->lines[i].authorised;
        p->lent[i] = data->lines[i].lent;
        p->borrowed[i] = data->lines[i].borrowed;
    }
    return TP_OK;
}

static tp_status from_books(tp_ledger_positions *p, const tp_books *books, const tp_dataset *data,
                            tp_arena *arena, tp_err *err)
{
    size_t capacity = 0;
    tp_status status = TP_OK;
    for (int32_t at = 0; !status && at < data->n_lines; at++) {
        int32_t i = data->line_input_order[at];
        const tp_line *line = &data->lines[i];
        int32_t book = tp_books_line(books, data->units[line->unit].code,
                                     tp_dataset_name(data, line->category));
        status =
            compare_line(p, &capacity, data, i, book < 0 ? NULL : &books->lines[book], arena, err);
    }
    p->pools = books->pools;
    p->n_pools = books->n_pools;
    return status ? status : missing_lines(p, &capacity, data, books, arena, err);
}

tp_status tp_ledger_positions_of(tp_ledger_positions **out, tp_store *store, const tp_dataset *data,
                                 tp_arena *arena, tp_err *err)
{
    tp_books *books;
    *out = NULL;
    tp_status status = tp_books_load(&books, store, TP_DATE_NONE, arena, err);
    if (status)
        return status;
    tp_ledger_positions *p = tp_arena_alloc(arena, sizeof *p);
    size_t n = (size_t)data->n_lines;
    if (!p || !(p->authorised = tp_arena_array(arena, n, sizeof(int64_t))) ||
        !(p->lent = tp_arena_array(arena, n, sizeof(int64_t))) ||
        !(p->borrowed = tp_arena_array(arena, n, sizeof(int64_t))))
        return tp_fail_nomem(err);
    p->head = books->head;
    status = books->n_entries ? from_books(p, books, data, arena, err) : as_given(p, data);
    if (!status)
        *out = p;
    return status;
}

tp_status tp_ledger_refuse_differences(tp_store *store, const tp_ledger_positions *positions,
                                       tp_err *err)
{
    static const struct {
        const char *column;
        tp_words words;
    } columns[] = {{"authorised", {"核定编制数", "authorised"}},
                   {"lent", {"已存入", "lent"}},
                   {"borrowed", {"已借用", "borrowed"}}};
    for (size_t i = 0; i < positions->n_differences; i++) {
        const tp_ledger_difference *d = &positions->differences[i];
        char data[TP_DEC_TEXT], ledger[TP_DEC_TEXT];
        tp_int_format(d->in_data, data);
        tp_int_format(d->in_ledger, ledger);
        if (strcmp(d->column, "unit") == 0) {
            tp_diag_error(store->diags, nowhere, &msg_absent, d->unit, d->category, ledger);
            continue;
        }
        tp_words column = {d->column, d->column};
        for (size_t k = 0; k < 3; k++)
            if (strcmp(d->column, columns[k].column) == 0)
                column = columns[k].words;
        tp_buf zh, en;
        tp_buf_init(&zh);
        tp_buf_init(&en);
        tp_words_fill(&zh, msg_differs.zh, 5,
                      (const char *const[]){d->unit, d->category, column.zh, data, ledger});
        tp_words_fill(&en, msg_differs.en, 5,
                      (const char *const[]){d->unit, d->category, column.en, data, ledger});
        if (tp_buf_ok(&zh) && tp_buf_ok(&en))
            tp_db_tell(store, msg_differs.code, (tp_words){zh.bytes, en.bytes});
        tp_buf_finish(&zh);
        tp_buf_finish(&en);
    }
    return positions->n_differences
               ? tp_fail(err, TP_E_REFUSED, "dataset and ledger disagree on %zu figures",
                         positions->n_differences)
               : TP_OK;
}

/* Taking tables apart: cells to typed rows, before anything is looked up in another table. That
 * needs nothing but the table itself, so that large ones are taken by several threads at once; what
 * they report is put in the order of the tables when each is built. */
#include "domain/dataset_build.h"

#include "base/parallel.h"
#include "read/csv.h"

/* Beyond two, the largest table alone is what takes longest; below so many bytes, starting a thread
 * costs more than it brings. */
enum { READERS = 2, WORTH_IT = 1 << 18 };

static tp_status keep_rows(tp_taken *taken, const tp_table *table, tp_err *err)
{
    size_t size = taken->view.columns->size;
    size_t most = (table->rest ? tp_csv_most_rows(table->rest) : table->rows) + 1;
    tp_kept *kept = &taken->kept;
    *kept = (tp_kept){.rows = tp_arena_array(taken->arena, most, size),
                      .good = tp_arena_array(taken->arena, most, sizeof(bool))};
    if (!kept->rows || !kept->good)
        return tp_fail_nomem(err);
    for (;;) {
        tp_row_state state;
        tp_status status = tp_rows_next(&taken->view, kept->rows + kept->count * size, &state,
                                        &taken->from_cells, err);
        if (status != TP_OK || state == TP_ROW_NONE)
            return status;
        kept->good[kept->count++] = state == TP_ROW_GOOD;
    }
}

static tp_status take(tp_taken *taken, const tp_build_task *task, tp_data_table which, tp_err *err)
{
    const tp_table *table = NULL;
    if (which == TP_TABLE_OUTCOMES && task->without_outcomes)
        return TP_OK;
    tp_status status =
        task->getter(&table, task->from, which, taken->arena, &taken->from_file, err);
    if (status != TP_OK || !table)
        return status;
    status = tp_rows_begin(&taken->view, tp_data_tables[which], table, taken->arena, err);
    if (status == TP_OK)
        status = keep_rows(taken, table, err);
    if (status != TP_OK)
        return status;
    tp_rows_report(&taken->view, &taken->from_header);
    taken->there = true;
    return task->getter_end(table, which, &taken->from_file, err);
}

void tp_take_table(tp_taken *taken, const tp_build_task *task, tp_data_table which, size_t most)
{
    *taken = (tp_taken){.arena = tp_arena_create()};
    if (!taken->arena) {
        taken->status = tp_fail_nomem(&taken->err);
        return;
    }
    tp_diags *const lists[] = {&taken->from_file, &taken->from_header, &taken->from_cells};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        tp_diags_init(lists[i], taken->arena);
        lists[i]->most = most;
    }
    taken->status = take(taken, task, which, &taken->err);
}

void tp_taken_free(tp_taken *taken)
{
    tp_arena_free(taken->arena);
    taken->arena = NULL;
}

typedef struct crew_task {
    tp_taken *taken;
    const tp_build_task *task;
    size_t most;
} crew_task;

/* What failed is said when the table is built, after what the tables before it reported. */
static tp_status take_item(void *user, size_t worker, size_t item, tp_err *err)
{
    const crew_task *c = user;
    (void)worker;
    (void)err;
    tp_take_table(&c->taken[item], c->task, (tp_data_table)item, c->most);
    return TP_OK;
}

tp_status tp_take_tables(tp_taken taken[TP_TABLES], const tp_build_task *task, size_t most,
                         bool *all, tp_err *err)
{
    crew_task c = {taken, task, most};
    *all = task->bytes >= WORTH_IT;
    if (!*all)
        return TP_OK;
    return tp_parallel_run(
        &(tp_parallel){.threads = READERS, .items = TP_TABLES, .work = take_item, .user = &c}, err);
}

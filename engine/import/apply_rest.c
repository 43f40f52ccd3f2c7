/* The tables beside units and posts, two at a time: once units are known, none needs another. What
 * is said of a block is kept by itself and joined in the order of the blocks, so that the outcome
 * is that of one thread. */
#include "import/parts.h"

#include "base/parallel.h"

typedef struct rest {
    const tp_import *import;
    tp_import *views; /* [blocks] the import as it sees it: with an arena and lists of its own */
    tp_import_table tables[TP_OUTS];
} rest;

static bool begin_view(tp_import *view, const tp_import *import)
{
    *view = *import;
    view->arena = tp_arena_create();
    tp_diags *const lists[] = {&view->asks, &view->findings, &view->altered};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t most = lists[i]->most;
        tp_diags_init(lists[i], view->arena);
        lists[i]->most = most;
    }
    return view->arena != NULL;
}

/* All blocks of one table, in their order: each goes on where the one before it ended. */
static tp_status apply_table(void *user, size_t worker, size_t item, tp_err *err)
{
    rest *r = user;
    int out = TP_OUT_POSTS + 1 + (int)item;
    tp_import_table table = r->import->out[out];
    (void)worker;
    for (size_t i = 0; i < r->import->blocks.count; i++) {
        tp_block *b = &r->import->blocks.items[i];
        tp_import *view = &r->views[i];
        if (tp_import_out_of(b->kind) != out || !tp_block_applies(b))
            continue;
        if (!begin_view(view, r->import))
            return tp_fail_nomem(err);
        view->out[out] = table;
        if (!tp_apply_rows(view, b))
            return tp_fail_nomem(err);
        table = view->out[out];
    }
    r->tables[out] = table;
    return TP_OK;
}

static void join_view(tp_import *import, tp_import *view)
{
    if (!view->arena)
        return;
    tp_diags_join(&import->asks, &view->asks);
    tp_diags_join(&import->findings, &view->findings);
    tp_diags_join(&import->altered, &view->altered);
    tp_arena_absorb(import->arena, view->arena);
}

bool tp_apply_rest(tp_import *import)
{
    rest r = {.import = import};
    r.views = tp_arena_array(import->arena, import->blocks.count + 1, sizeof *r.views);
    if (!r.views)
        return false;
    /* Marks are made when first asked for: now, before several threads ask. */
    for (size_t i = 0; i < import->units->count; i++)
        if (!tp_unit_mark(import, (int32_t)i))
            return false;
    const tp_parallel crew = {.threads = TP_IMPORT_THREADS,
                              .items = TP_OUTS - TP_OUT_POSTS - 1,
                              .work = apply_table,
                              .user = &r};
    bool fine = tp_parallel_run(&crew, NULL) == TP_OK;
    for (size_t i = 0; i < import->blocks.count; i++)
        join_view(import, &r.views[i]);
    for (int out = TP_OUT_POSTS + 1; fine && out < TP_OUTS; out++)
        import->out[out] = r.tables[out];
    return fine;
}

/* The files of an import read, two at a time: what a file holds depends on no other. */
#include "import/parts.h"

#include "base/parallel.h"

typedef struct shelf {
    const tp_import_options *options;
    tp_book **books; /* [n_files]; NULL: it could not be read */
    tp_diags *said;  /* [n_files], each in an arena of its own */
    tp_status *status;
    tp_err *errors;
} shelf;

static tp_status read_one(void *user, size_t worker, size_t item, tp_err *err)
{
    shelf *s = user;
    (void)worker;
    (void)err;
    s->status[item] = tp_book_read(&s->books[item], s->options->files[item], s->options->encoding,
                                   &s->said[item], &s->errors[item]);
    return TP_OK;
}

/* What was said of the files, in their order; a fault that is none of a file's ends it. */
static tp_status join(tp_import *import, const shelf *s, tp_diags *diags, tp_err *err)
{
    tp_status failed = TP_OK;
    for (size_t i = 0; i < s->options->n_files; i++) {
        tp_book *book = s->books[i];
        tp_diags_join(diags, &s->said[i]);
        if (s->status[i] != TP_OK) {
            failed = s->status[i];
            *err = s->errors[i];
            if (failed != TP_E_INPUT)
                return failed;
            continue;
        }
        for (size_t g = 0; s->options->names && g < book->n_grids; g++)
            book->grids[g].file = tp_arena_text(import->arena, s->options->names[i]);
    }
    return failed;
}

static tp_status list_grids(tp_import *import, tp_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < import->n_books; i++)
        n += import->books[i]->n_grids;
    import->grids = tp_arena_array(import->arena, n + 1, sizeof *import->grids);
    if (!import->grids || n > UINT16_MAX)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < import->n_books; i++)
        for (size_t g = 0; g < import->books[i]->n_grids; g++)
            import->grids[import->n_grids++] = &import->books[i]->grids[g];
    return TP_OK;
}

tp_status tp_import_books(tp_import *import, const tp_import_options *options, tp_diags *diags,
                          tp_err *err)
{
    size_t n = options->n_files;
    shelf s = {.options = options,
               .books = tp_arena_array(import->arena, n + 1, sizeof *s.books),
               .said = tp_arena_array(import->arena, n + 1, sizeof *s.said),
               .status = tp_arena_array(import->arena, n + 1, sizeof *s.status),
               .errors = tp_arena_array(import->arena, n + 1, sizeof *s.errors)};
    if (!s.books || !s.said || !s.status || !s.errors)
        return tp_fail_nomem(err);
    tp_status status = TP_OK;
    for (size_t i = 0; i < n; i++) {
        tp_diags_init(&s.said[i], tp_arena_create());
        s.said[i].most = diags->most;
        if (!s.said[i].arena)
            status = tp_fail_nomem(err);
    }
    const tp_parallel crew = {
        .threads = TP_IMPORT_THREADS, .items = n, .work = read_one, .user = &s};
    if (status == TP_OK)
        status = tp_parallel_run(&crew, err);
    if (status == TP_OK)
        status = join(import, &s, diags, err);
    import->books = s.books;
    for (size_t i = 0; i < n; i++) {
        if (s.books[i])
            import->books[import->n_books++] = s.books[i];
        if (s.said[i].arena)
            tp_arena_absorb(diags->arena, s.said[i].arena); /* texts of what was said */
    }
    return status == TP_OK ? list_grids(import, err) : status;
}

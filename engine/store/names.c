#include "store/names.h"

#include "store/db.h"

#include <string.h>

/* One cell of canonical CSV, from *at; ends at the separator, which is passed over. NULL:
 * memory. */
static const char *cell(const char **at, const char *end, tp_arena *arena)
{
    tp_buf out;
    tp_buf_init(&out);
    bool quoted = *at < end && **at == '"';
    for (*at += quoted; *at < end; ++*at) {
        char c = **at;
        if (quoted && c == '"') {
            if (*at + 1 < end && (*at)[1] == '"')
                ++*at;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (c == ',' || c == '\n')) {
            break;
        }
        tp_buf_char(&out, c);
    }
    /* The canonical form puts ' before what a spreadsheet would run. */
    const char *text = out.bytes ? out.bytes : "";
    size_t skip = text[0] == '\'' && text[1] && strchr("=+-@\t", text[1]) ? 1 : 0;
    const char *copy =
        tp_buf_ok(&out) ? tp_arena_copy(arena, text + skip, out.length - skip) : NULL;
    tp_buf_finish(&out);
    return copy;
}

static tp_status read_units(tp_unit_names *out, const char *at, const char *end, tp_arena *arena,
                            tp_err *err)
{
    tp_status status = TP_OK;
    const char *line = memchr(at, '\n', (size_t)(end - at)); /* the header */
    at = line ? line + 1 : end;
    while (!status && at < end) {
        const char *code = cell(&at, end, arena);
        const char *name = "";
        if (at < end && *at == ',') {
            at++;
            name = cell(&at, end, arena);
        }
        if (!code || !name)
            return tp_fail_nomem(err);
        /* The rest of the row, which may hold quoted line breaks. */
        for (bool quoted = false; at < end && (quoted || *at != '\n'); at++)
            if (*at == '"')
                quoted = !quoted;
        at += at < end;
        if (*code)
            status = tp_unit_names_add(out, code, name, arena, err);
    }
    return status;
}

/* "turnpool.dataset/1\nunits <bytes>\n…" */
static tp_status read_dataset(tp_unit_names *out, const char *text, size_t length, tp_arena *arena,
                              tp_err *err)
{
    static const char first[] = "turnpool.dataset/1\nunits ";
    size_t head = sizeof first - 1;
    const char *stop = length > head ? memchr(text + head, '\n', length - head) : NULL;
    int64_t bytes;
    if (!stop || memcmp(text, first, head) != 0 ||
        tp_int_parse(text + head, (size_t)(stop - text) - head, &bytes) != TP_PARSE_OK ||
        bytes < 0 || bytes > (int64_t)(text + length - stop - 1))
        return TP_OK;
    return read_units(out, stop + 1, stop + 1 + bytes, arena, err);
}

tp_status tp_unit_names_load(tp_unit_names *out, tp_store *store, tp_arena *arena, tp_err *err)
{
    enum { MOST_DATASETS = 8 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    tp_status status = tp_unit_names_begin(out, arena, err);
    if (!status)
        status = tp_db_prepare(
            store, &stmt,
            "SELECT d.canonical FROM dataset d JOIN (SELECT dataset_sha256, max(seq) AS last FROM "
            "run"
            " GROUP BY dataset_sha256 ORDER BY last DESC LIMIT ?1) r ON r.dataset_sha256 = d.sha256"
            " ORDER BY r.last DESC",
            err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, MOST_DATASETS, err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        const char *text = sqlite3_column_blob(stmt, 0);
        if (text)
            status = read_dataset(out, text, (size_t)sqlite3_column_bytes(stmt, 0), arena, err);
        else if (tp_db_lacks_memory(stmt))
            status = tp_fail_nomem(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status is_in_journal(tp_store *store, const char *code, bool *found, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(
        store, &stmt, "SELECT 1 FROM journal WHERE from_unit = ?1 OR to_unit = ?1 LIMIT 1", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, code, err);
    if (!status)
        status = tp_db_step(store, stmt, found, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_ledger_unit(tp_store *store, const char *text, tp_arena *arena, const char **code,
                         tp_err *err)
{
    tp_unit_names names;
    bool known = false;
    *code = text;
    tp_status status = is_in_journal(store, text, &known, err);
    if (status || known)
        return status;
    status = tp_unit_names_load(&names, store, arena, err);
    return status ? status : tp_unit_find(&names, text, false, tp_store_diags(store), code, err);
}

#include "store/names.h"

#include "base/text.h"
#include "store/db.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_unknown = {"unit.unknown", "没有编码或名称为“{0}”的单位",
                                   "there is no unit whose code or name is \"{0}\""};
static const tp_msg msg_closest = {"unit.unknown", "没有编码或名称为“{0}”的单位；是否为 {1}",
                                   "there is no unit whose code or name is \"{0}\"; perhaps {1}"};
static const tp_msg msg_several = {"unit.several", "“{0}”对应多个单位，请用编码指明：{1}",
                                   "\"{0}\" fits several units: give a code: {1}"};

static tp_status add(tp_unit_names *out, const char *code, const char *name, tp_arena *arena,
                     tp_err *err)
{
    bool fresh = false;
    int32_t id = tp_ids_add(out->codes, code, strlen(code), &fresh);
    if (id == TP_ID_NONE)
        return tp_fail_nomem(err);
    if (!fresh)
        return TP_OK;
    if (!tp_arena_grow(arena, &out->names, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    out->names[out->count++] = name;
    return TP_OK;
}

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
            status = add(out, code, name, arena, err);
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
    *out = (tp_unit_names){.codes = tp_ids_create(arena, 0)};
    if (!out->codes)
        return tp_fail_nomem(err);
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT d.canonical FROM dataset d JOIN (SELECT dataset_sha256, max(seq) AS last FROM run"
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

const char *tp_unit_name(const tp_unit_names *names, const char *code)
{
    int32_t id = names && names->codes ? tp_ids_find(names->codes, code, strlen(code)) : TP_ID_NONE;
    return id == TP_ID_NONE ? "" : names->names[id];
}

/* Units whose name is `text`, or holds it; the first few are written out. */
static size_t collect(const tp_unit_names *names, const char *text, bool part, tp_buf *found,
                      const char **code)
{
    enum { SHOWN = 8 };
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->names[i];
        if (part ? !strstr(name, text) : strcmp(name, text) != 0)
            continue;
        const char *of = tp_ids_name(names->codes, (int32_t)i);
        *code = of;
        if (++count <= SHOWN)
            tp_buf_format(found, "%s%s %s", count > 1 ? ", " : "", of, name);
        else if (count == SHOWN + 1)
            tp_buf_text(found, ", …");
    }
    return count;
}

static const char *closest(const tp_unit_names *names, const char *text)
{
    const char *best = NULL;
    size_t least = 3;
    for (size_t i = 0; i < names->count; i++) {
        const char *code = tp_ids_name(names->codes, (int32_t)i);
        size_t by_code = tp_text_distance(code, text, least),
               by_name = tp_text_distance(names->names[i], text, least);
        if (by_code < least || by_name < least) {
            least = by_code < by_name ? by_code : by_name;
            best = code;
        }
    }
    return best;
}

tp_status tp_unit_find(const tp_unit_names *names, const char *text, bool known, tp_store *store,
                       const char **code, tp_err *err)
{
    *code = text;
    if (known || tp_ids_find(names->codes, text, strlen(text)) != TP_ID_NONE)
        return TP_OK;
    tp_buf found;
    tp_buf_init(&found);
    size_t count = *text ? collect(names, text, false, &found, code) : 0;
    if (!count && *text)
        count = collect(names, text, true, &found, code);
    tp_diags *diags = tp_store_diags(store);
    tp_status status = TP_OK;
    if (count > 1) {
        tp_diag_error(diags, nowhere, &msg_several, text, found.bytes ? found.bytes : "");
        status = tp_fail(err, TP_E_INPUT, "%zu units fit %s", count, text);
    } else if (!count) {
        const char *near = closest(names, text);
        if (near) {
            tp_buf_format(&found, "%s %s", near, tp_unit_name(names, near));
            tp_diag_error(diags, nowhere, &msg_closest, text, found.bytes ? found.bytes : near);
        } else {
            tp_diag_error(diags, nowhere, &msg_unknown, text);
        }
        status = tp_fail(err, TP_E_INPUT, "no unit %s", text);
    }
    tp_buf_finish(&found);
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
    return status ? status : tp_unit_find(&names, text, false, store, code, err);
}

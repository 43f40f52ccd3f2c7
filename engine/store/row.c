#include "store/row.h"

#include <string.h>

tp_value tp_value_int(int64_t number)
{
    return (tp_value){.type = 'i', .number = number};
}

tp_value tp_value_id(int64_t number)
{
    return number ? tp_value_int(number) : (tp_value){.type = 'n'};
}

tp_value tp_value_text(const char *text)
{
    return text ? (tp_value){.type = 't', .text = text, .length = strlen(text)}
                : (tp_value){.type = 'n'};
}

tp_value tp_value_date(tp_date date, tp_arena *arena)
{
    if (date == TP_DATE_NONE)
        return (tp_value){.type = 'n'};
    char text[TP_DATE_TEXT];
    tp_date_format(date, text);
    tp_value value = tp_value_text(tp_arena_text(arena, text));
    value.type = value.text ? 't' : 'x';
    return value;
}

tp_status tp_row_hash(const tp_value *values, size_t count, char hex[TP_SHA256_HEX], tp_err *err)
{
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < count; i++) {
        tp_buf_char(&text, values[i].type);
        if (values[i].type == 'i')
            tp_buf_int(&text, values[i].number);
        else if (values[i].type == 't') {
            tp_buf_int(&text, (tp_wide)values[i].length);
            tp_buf_char(&text, ':');
            tp_buf_add(&text, values[i].text, values[i].length);
        }
        tp_buf_char(&text, '\n');
    }
    bool ok = tp_buf_ok(&text) && tp_sha256_of(text.bytes, text.length, hex);
    tp_buf_finish(&text);
    return ok ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_row_read(sqlite3_stmt *stmt, size_t count, tp_arena *arena, tp_value *out, tp_err *err)
{
    for (size_t i = 0; i < count; i++) {
        int type = sqlite3_column_type(stmt, (int)i);
        out[i] = (tp_value){.type = 'x'};
        if (type == SQLITE_NULL)
            out[i].type = 'n';
        else if (type == SQLITE_INTEGER)
            out[i] = tp_value_int(sqlite3_column_int64(stmt, (int)i));
        else if (type == SQLITE_TEXT) {
            const char *text = (const char *)sqlite3_column_text(stmt, (int)i);
            size_t length = (size_t)sqlite3_column_bytes(stmt, (int)i);
            const char *copy = text ? tp_arena_copy(arena, text, length) : NULL;
            if (!copy)
                return tp_fail_nomem(err);
            out[i] = (tp_value){.type = 't', .text = copy, .length = length};
        }
    }
    return TP_OK;
}

tp_status tp_row_insert(tp_store *store, const char *sql, const tp_value *values, size_t count,
                        tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    for (size_t i = 0; !status && i < count; i++) {
        if (values[i].type == 'x')
            status = tp_fail_nomem(err);
        else if (values[i].type == 'i')
            status = tp_db_bind_int(store, stmt, (int)i + 1, values[i].number, err);
        else
            status = tp_db_bind_text(store, stmt, (int)i + 1,
                                     values[i].type == 't' ? values[i].text : NULL, err);
    }
    if (!status)
        status = tp_db_step(store, stmt, NULL, err);
    sqlite3_finalize(stmt);
    return status;
}

const char *tp_value_as_text(const tp_value *value)
{
    return value->type == 't' ? value->text : NULL;
}

const char *tp_value_or_empty(const tp_value *value)
{
    return value->type == 't' ? value->text : "";
}

int64_t tp_value_as_int(const tp_value *value)
{
    return value->type == 'i' ? value->number : 0;
}

tp_date tp_value_as_date(const tp_value *value)
{
    tp_date date = TP_DATE_NONE;
    if (value->type == 't' && tp_date_parse(value->text, value->length, &date) != TP_PARSE_OK)
        date = TP_DATE_NONE;
    return date;
}

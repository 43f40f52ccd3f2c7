/* A streaming JSON writer: documents of any size go straight into a buffer, no tree in memory.
 * Commas, quotes and indentation are its business; nesting is the caller's. Output is UTF-8,
 * deterministic: two spaces a level, or one line for what lies inside tp_json_compact. */
#ifndef TP_BASE_JSON_H
#define TP_BASE_JSON_H

#include "base/words.h"

typedef struct tp_json {
    tp_buf *out; /* borrowed */
    int depth;
    int flat; /* > 0: inside a container kept on one line */
    bool first, after_key;
} tp_json;

void tp_json_init(tp_json *json, tp_buf *out);
/* Containers. A flat one (and all inside it) stays on one line. */
void tp_json_object(tp_json *json);
void tp_json_flat_object(tp_json *json);
void tp_json_end_object(tp_json *json);
void tp_json_array(tp_json *json);
void tp_json_flat_array(tp_json *json);
void tp_json_end_array(tp_json *json);
/* Members. */
void tp_json_key(tp_json *json, const char *key);
void tp_json_text(tp_json *json, const char *text); /* NULL writes null */
void tp_json_int(tp_json *json, tp_wide value);
void tp_json_bool(tp_json *json, bool value);
void tp_json_null(tp_json *json);
/* key and value in one call; containers are open then */
void tp_json_key_object(tp_json *json, const char *key);
void tp_json_key_flat_object(tp_json *json, const char *key);
void tp_json_key_array(tp_json *json, const char *key);
void tp_json_key_flat_array(tp_json *json, const char *key);
void tp_json_key_text(tp_json *json, const char *key, const char *text);
void tp_json_key_int(tp_json *json, const char *key, tp_wide value);
void tp_json_key_bool(tp_json *json, const char *key, bool value);
void tp_json_key_dec6(tp_json *json, const char *key, tp_wide millionths); /* "812.600000" */
void tp_json_key_date(tp_json *json, const char *key, tp_date date);       /* null for none */
void tp_json_key_words(tp_json *json, const char *key, tp_words words); /* {"zh": …, "en": …} */
/* The end of the document: a newline. */
void tp_json_end(tp_json *json);

#endif

#include "base/diag.h"

#include <string.h>

void tp_diags_init(tp_diags *diags, tp_arena *arena)
{
    *diags = (tp_diags){.arena = arena, .most = 1000};
}

void tp_diags_clear(tp_diags *diags)
{
    diags->count = diags->errors = diags->warnings = diags->notes = diags->n_codes = 0;
}

/* The codes are few: a list of them is searched sooner than anything is made of a message. */
static tp_diag_code *find_code(const tp_diags *diags, const char *code)
{
    for (size_t i = 0; i < diags->n_codes; i++)
        if (diags->codes[i].code == code || strcmp(diags->codes[i].code, code) == 0)
            return &diags->codes[i];
    return NULL;
}

/* The counts of a code, new ones if there are none; NULL: memory is out. */
static tp_diag_code *code_of(tp_diags *diags, const char *code)
{
    tp_diag_code *found = find_code(diags, code);
    if (found)
        return found;
    if (!tp_arena_grow(diags->arena, &diags->codes, &diags->codes_capacity, diags->n_codes, 1)) {
        diags->out_of_memory = true;
        return NULL;
    }
    found = &diags->codes[diags->n_codes++];
    *found = (tp_diag_code){.code = code};
    return found;
}

/* Counts it; false when it is not to be listed (there are enough, or memory is out). */
static bool count_code(tp_diags *diags, const char *code)
{
    tp_diag_code *found = code_of(diags, code);
    if (!found)
        return false;
    found->count++;
    return found->listed < diags->most && ++found->listed;
}

static const char *fill(tp_diags *diags, const char *template_text, size_t count,
                        const char *const *args)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_words_fill(&text, template_text, count, args);
    const char *copy = tp_buf_ok(&text)
                           ? tp_arena_copy(diags->arena, text.bytes ? text.bytes : "", text.length)
                           : NULL;
    tp_buf_finish(&text);
    return copy;
}

/* Puts it into the list, with copies of where it stands. */
static void list(tp_diags *diags, const tp_diag *made)
{
    tp_diag diag = *made;
    if (made->pos.file)
        diag.pos.file = tp_arena_text(diags->arena, made->pos.file);
    if (made->pos.cell)
        diag.pos.cell = tp_arena_text(diags->arena, made->pos.cell);
    if (made->origin)
        diag.origin = tp_arena_text(diags->arena, made->origin);
    if (!diag.text[0] || !diag.text[1] || (made->pos.file && !diag.pos.file) ||
        (made->pos.cell && !diag.pos.cell) ||
        !tp_arena_grow(diags->arena, &diags->items, &diags->capacity, diags->count, 1)) {
        diags->out_of_memory = true;
        return;
    }
    diags->items[diags->count++] = diag;
}

void tp_diag_add(tp_diags *diags, tp_severity severity, tp_pos pos, const tp_msg *msg, size_t count,
                 const char *const *args)
{
    ++*(severity == TP_ERROR     ? &diags->errors
        : severity == TP_WARNING ? &diags->warnings
                                 : &diags->notes);
    if (!count_code(diags, msg->code))
        return;
    tp_diag diag = {severity,
                    pos,
                    msg->code,
                    {fill(diags, msg->zh, count, args), fill(diags, msg->en, count, args)},
                    NULL};
    list(diags, &diag);
}

void tp_diags_join(tp_diags *diags, const tp_diags *from)
{
    for (size_t i = 0; i < from->n_codes; i++) {
        tp_diag_code *code = code_of(diags, from->codes[i].code);
        if (code)
            code->count += from->codes[i].count;
    }
    for (size_t i = 0; i < from->count; i++) {
        tp_diag diag = from->items[i];
        tp_diag_code *code = find_code(diags, diag.code);
        if (!code || code->listed >= diags->most)
            continue;
        code->listed++;
        for (int lang = 0; lang < 2; lang++)
            diag.text[lang] = tp_arena_text(diags->arena, diag.text[lang]);
        list(diags, &diag);
    }
    diags->errors += from->errors;
    diags->warnings += from->warnings;
    diags->notes += from->notes;
    diags->out_of_memory |= from->out_of_memory;
}

enum { MOST_ARGS = 10 };

void tp_diag_add_words(tp_diags *diags, tp_severity severity, tp_pos pos, const tp_msg *msg,
                       size_t count, const tp_words *args)
{
    const char *in[2][MOST_ARGS];
    if (count > MOST_ARGS)
        count = MOST_ARGS;
    for (size_t i = 0; i < count; i++) {
        in[TP_ZH][i] = args[i].zh;
        in[TP_EN][i] = args[i].en;
    }
    tp_buf text[2] = {{0}, {0}};
    tp_words_fill(&text[TP_ZH], msg->zh, count, in[TP_ZH]);
    tp_words_fill(&text[TP_EN], msg->en, count, in[TP_EN]);
    const tp_msg ready = {msg->code, "{0}", "{1}"};
    if (tp_buf_ok(&text[TP_ZH]) && tp_buf_ok(&text[TP_EN]))
        tp_diag_add(diags, severity, pos, &ready, 2,
                    (const char *const[]){text[TP_ZH].bytes, text[TP_EN].bytes});
    else
        diags->out_of_memory = true;
    tp_buf_finish(&text[TP_ZH]);
    tp_buf_finish(&text[TP_EN]);
}

void tp_pos_write(tp_buf *out, const tp_pos *pos)
{
    if (!pos->file)
        return;
    tp_buf_text(out, pos->file);
    if (pos->cell)
        tp_buf_format(out, "[%s]", pos->cell);
    else if (pos->line)
        tp_buf_format(out, ":%d:%d", (int)pos->line, (int)pos->column);
}

void tp_diag_where(tp_buf *out, const tp_diag *diag)
{
    tp_pos_write(out, &diag->pos);
    if (diag->origin)
        tp_buf_format(out, " (%s)", diag->origin);
}

void tp_diag_write(tp_buf *out, const tp_diag *diag, tp_lang lang)
{
    static const tp_words kinds[] = {{"警告", "warning"}, {"错误", "error"}, {"说明", "note"}};
    tp_diag_where(out, diag);
    if (diag->pos.file)
        tp_buf_text(out, ": ");
    tp_buf_format(out, "%s: %s [%s]\n", tp_words_in(kinds[diag->severity], lang), diag->text[lang],
                  diag->code);
}

void tp_diags_write_few(tp_buf *out, const tp_diags *diags, size_t few, tp_words how, tp_lang lang)
{
    tp_arena *passing = tp_arena_create();
    size_t *written = passing ? tp_arena_array(passing, diags->n_codes + 1, sizeof *written) : NULL;
    for (size_t i = 0; written && i < diags->count; i++) {
        const tp_diag *diag = &diags->items[i];
        const tp_diag_code *code = find_code(diags, diag->code);
        if (diag->severity == TP_ERROR || !code || written[code - diags->codes]++ < few)
            tp_diag_write(out, diag, lang);
    }
    for (size_t i = 0; written && i < diags->n_codes; i++) {
        const tp_diag_code *code = &diags->codes[i];
        size_t shown = written[i] ? (written[i] < few ? written[i] : few) : code->listed;
        if (code->count == shown)
            continue;
        tp_buf_format(out,
                      lang == TP_EN ? "… %zu more of the same kind [%s]"
                                    : "……同类情况另有 %zu 条未列出 [%s]",
                      code->count - shown, code->code);
        tp_buf_text(out, lang == TP_EN ? "; " : "；");
        tp_buf_text(out, tp_words_in(how, lang));
        tp_buf_char(out, '\n');
    }
    if (!written)
        out->failed = true;
    tp_arena_free(passing);
}

void tp_diags_write(tp_buf *out, const tp_diags *diags, tp_lang lang)
{
    for (size_t i = 0; i < diags->count; i++)
        tp_diag_write(out, &diags->items[i], lang);
    size_t left = diags->errors + diags->warnings + diags->notes - diags->count;
    if (left)
        tp_buf_format(out, lang == TP_EN ? "… and %zu more\n" : "……另有 %zu 条未列出\n", left);
}

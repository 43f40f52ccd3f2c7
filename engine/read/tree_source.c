#include "read/tree_source.h"

#include "base/text.h"

#include <string.h>

static const tp_msg MSG_OTHER = {
    "source.not-utf-8", "文件是 {0} 编码，已按此读取；方案等 YAML 文件请另存为 UTF-8",
    "the file is in {0} and was read as such; YAML files had better be saved as UTF-8"};

static const tp_msg MSG_NOT_YAML = {"source.not-yaml",
                                    "需要的是 YAML 文件（方案或评估），这里是数据；数据用 turnpool "
                                    "check 检查，测算时写在方案的 data: 中",
                                    "a YAML file (a scenario or evaluation) is needed, and these "
                                    "are data: look at them with turnpool "
                                    "check, and name them under data: of a scenario"};

/* Nearly any bytes can be read as GB18030. Are these plainly Chinese: ASCII, Chinese characters and
 * punctuation, full-width forms? */
static bool plainly_chinese(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        if (*at < 0x80) {
            at++;
            continue;
        }
        bool three = *at >= 0xE2 && *at <= 0xEF && at[1] && at[2];
        unsigned code = three ? (*at & 0xFu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu) : 0;
        bool known = (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3000 && code <= 0x303F) ||
                     (code >= 0xFF01 && code <= 0xFFEE) || (code >= 0x2010 && code <= 0x2027) ||
                     (code >= 0x2160 && code <= 0x2500);
        if (*at == 0xC2 && at[1] >= 0xA1) { /* · and the like */
            at += 2;
            continue;
        }
        if (!known)
            return false;
        at += 3;
    }
    return true;
}

tp_status tp_tree_source(tp_source *out, tp_arena *arena, const char *path, tp_diags *diags,
                         tp_err *err)
{
    static const char *const others[] = {NULL, "utf-16le", "utf-16be"}; /* NULL: as is found out */
    const tp_source_options strict = {"UTF-8", TP_TREE_BYTES};
    tp_diags first;
    tp_err failed = {0};
    tp_diags_init(&first, arena);
    tp_status status = tp_source_read(out, arena, path, &strict, &first, &failed);
    bool fault = status == TP_E_INPUT && tp_source_is_text_fault(&first);
    for (size_t i = 0; fault && i < sizeof others / sizeof *others; i++) {
        const tp_source_options way = {others[i], TP_TREE_BYTES};
        tp_source other;
        tp_diags second;
        tp_err ignored = {0};
        tp_diags_init(&second, arena);
        if (tp_source_read(&other, arena, path, &way, &second, &ignored) == TP_OK &&
            plainly_chinese(other.text)) {
            *out = other;
            tp_diag_warn(diags, (tp_pos){.file = path}, &MSG_OTHER, other.encoding);
            return TP_OK;
        }
    }
    if (status == TP_E_INPUT && tp_source_is_other_kind(&first))
        tp_diag_error(diags, (tp_pos){.file = path}, &MSG_NOT_YAML, "");
    else
        tp_diags_join(diags, &first);
    if (status != TP_OK && err)
        *err = failed;
    return status;
}

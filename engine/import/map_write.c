/* The map as YAML: what each table and column is taken for, short, with the reason beside it. */
#include "import/parts.h"

#include <string.h>

static bool is_plain(const char *text)
{
    static const char *const words[] = {"true", "false", "yes", "no", "null", "on", "off", "~"};
    if (!*text || strchr("-?:,[]{}#&*!|>'\"%@` =.+0123456789", *text))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || strchr(":#\"\\{}[],&*!|>'%@`", *c))
            return false;
    return text[strlen(text) - 1] != ' ';
}

static void yaml_text(tp_buf *out, const char *text)
{
    if (is_plain(text)) {
        tp_buf_text(out, text);
        return;
    }
    tp_buf_char(out, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            tp_buf_char(out, '\\');
        if (*c == '\n')
            tp_buf_text(out, "\\n");
        else if ((unsigned char)*c < ' ')
            tp_buf_format(out, "\\x%02X", (unsigned)*c);
        else
            tp_buf_char(out, *c);
    }
    tp_buf_char(out, '"');
}

static const char *pick(tp_lang lang, const char *zh, const char *en)
{
    return lang == TP_EN ? en : zh;
}

static const char *field_word(tp_field_id field, tp_lang lang)
{
    return pick(lang, tp_register_fields[field].zh, tp_register_fields[field].en);
}

static const char *sureness(int sure, tp_lang lang)
{
    static const tp_words words[] = {{"不知道", "not known"},
                                     {"请核对", "look at it"},
                                     {"较有把握", "likely"},
                                     {"有把握", "certain"}};
    return tp_words_in(words[sure < 0 || sure > 3 ? 0 : sure], lang);
}

static void write_column(tp_buf *out, const tp_block_column *c, tp_lang lang)
{
    char letters[TP_LETTERS];
    tp_buf_text(out, "      ");
    yaml_text(out, c->header);
    tp_buf_text(out, ": ");
    if (c->field == TP_F_NONE) {
        tp_buf_text(out, field_word(TP_F_SKIP, lang));
    } else {
        tp_buf_text(out, field_word(c->field, lang));
        if (c->total)
            tp_buf_text(out, pick(lang, " 合计", " total"));
        if (*c->category && tp_register_fields[c->field].type != TP_V_NONE)
            tp_buf_format(out, " %s", c->category);
    }
    tp_buf_format(out, pick(lang, "  # %s 列，%s：%s", "  # column %s, %s: %s"),
                  tp_column_letters(c->column, letters), sureness(c->sure, lang),
                  tp_words_in(c->reason, lang));
    tp_buf_char(out, '\n');
}

static bool twice(const tp_block *b, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(b->columns[k].header, b->columns[i].header) == 0)
            return true;
    return false;
}

static void write_groups(tp_buf *out, const tp_block *b, tp_lang lang)
{
    size_t n = 0;
    for (int level = 0; level < TP_GROUP_LEVELS; level++)
        n += b->roles && b->grouped[level];
    if (!n)
        return;
    tp_buf_text(out, "    groups: [");
    bool first = true;
    for (int level = 0; level < TP_GROUP_LEVELS; level++)
        if (b->grouped[level]) {
            tp_buf_format(out, "%s%s", first ? "" : ", ",
                          b->groups[level] ? field_word(b->groups[level], lang) : "\"?\"");
            first = false;
        }
    tp_buf_text(out, pick(lang, "]  # 标题行是什么，由外到内\n",
                          "]  # what headings say, from outside in\n"));
}

/* Text files have no sheets: where there are several, each goes by its name. */
static bool several(const tp_import *import)
{
    size_t nameless = 0;
    for (size_t i = 0; i < import->n_grids; i++)
        nameless += import->grids[i]->name == NULL;
    return nameless > 1;
}

static void write_block(tp_buf *out, const tp_import *import, const tp_block *b, tp_lang lang)
{
    const tp_grid *grid = b->grid;
    tp_buf_text(out, "  - sheet: ");
    yaml_text(out, grid->name ? grid->name : several(import) ? tp_grid_file(grid) : "*");
    tp_buf_char(out, '\n');
    if (b->nth > 1)
        tp_buf_format(out, "    nth: %d\n", b->nth);
    tp_buf_format(out, "    is: %s",
                  pick(lang, tp_import_kinds[b->kind].zh, tp_import_kinds[b->kind].en));
    tp_buf_format(out,
                  pick(lang, "  # 表头第 %d 至 %d 行，数据自第 %d 行；%s",
                       "  # header rows %d to %d, data from row %d; %s"),
                  (int)grid->rows[b->head].row, (int)grid->rows[b->head_end - 1].row,
                  b->first < b->end ? (int)grid->rows[b->first].row : 0,
                  sureness(b->kind_sure, lang));
    tp_buf_char(out, '\n');
    (void)import;
    if (b->kind == TP_IS_SKIP)
        return;
    if (b->category) {
        tp_buf_text(out, "    category: ");
        yaml_text(out, b->category);
        tp_buf_text(out, pick(lang, "  # 没有写类别的数字属于这一类\n",
                              "  # figures without a kind of slot are of this one\n"));
    }
    if (b->indented)
        tp_buf_text(out, pick(lang, "    parents: indent  # 缩进的单位属于上面的单位\n",
                              "    parents: indent  # indented units belong to the one above\n"));
    if (b->sheet_field)
        tp_buf_format(out,
                      pick(lang, "    sheet_is: %s  # 表名就是它\n",
                           "    sheet_is: %s  # the name of the sheet\n"),
                      field_word(b->sheet_field, lang));
    write_groups(out, b, lang);
    tp_buf_text(out, "    columns:\n");
    for (size_t i = 0; i < b->n_columns; i++)
        if (!twice(b, i))
            write_column(out, &b->columns[i], lang);
}

static void write_answers(tp_buf *out, const tp_import *import, tp_lang lang)
{
    const tp_import_answers *a = &import->answers;
    size_t n = a->n_listed;
    for (int pass = 0; pass < 2; pass++) {
        const char **list = pass ? a->categories : a->codes;
        bool any = false;
        for (size_t i = 0; i < n; i++) {
            if (!list || !list[i])
                continue;
            if (!any)
                tp_buf_text(out, pass ? "categories:\n" : "units:\n");
            any = true;
            tp_buf_text(out, "  ");
            yaml_text(out, tp_ids_name(a->names, (int32_t)i));
            tp_buf_text(out, ": ");
            yaml_text(out, list[i]);
            tp_buf_char(out, '\n');
        }
        if (!any)
            tp_buf_text(
                out,
                pass ? pick(lang, "# categories: {机关工勤: 工勤}   # 编制类别的统一叫法\n",
                            "# categories: {机关工勤: 工勤}   # one name for a kind of slot\n")
                     : pick(lang, "# units: {市文旅局: U0012}        # 改名的单位；新单位写 new\n",
                            "# units: {市文旅局: U0012}        # renamed units; new for a new "
                            "one\n"));
    }
    bool any = false;
    for (int f = TP_F_KIND; f < TP_F_PARENT; f++)
        if (a->defaults[f]) {
            tp_buf_text(out, any ? "" : "defaults:\n");
            tp_buf_format(out, "  %s: ", field_word((tp_field_id)f, lang));
            yaml_text(out, a->defaults[f]);
            tp_buf_char(out, '\n');
            any = true;
        }
    if (!any)
        tp_buf_text(
            out, pick(lang, "# defaults: {地区: 市本级, 层级: 市级}   # 表中没有的，所有单位都是\n",
                      "# defaults: {region: 市本级, level: 市级}   # what no table says, for all "
                      "units\n"));
    tp_buf_format(out, "retirement: {male: %lld, female: %lld, female_worker: %lld, gradual: %s}\n",
                  (long long)a->retire_male, (long long)a->retire_female,
                  (long long)a->retire_worker, a->retire_gradual ? "true" : "false");
}

void tp_import_map(tp_buf *out, const tp_import *import, tp_lang lang)
{
    tp_buf_text(out, "schema: turnpool.import/1\n");
    tp_buf_text(
        out, pick(lang,
                  "# 每张表、每一列是什么。改冒号右边的字即可；以后每月都用这个文件。\n"
                  "# 列：单位名称、单位编码、核定、实有、在途……后面写编制类别；不读的写“不读”。\n",
                  "# What each table and column is: change what stands right of the colon. Later "
                  "months use it again.\n"
                  "# Columns: name, unit, authorised, in_post, committed … then the kind of slot; "
                  "skip what is not wanted.\n"));
    tp_buf_text(out, "tables:\n");
    for (size_t i = 0; i < import->blocks.count; i++)
        write_block(out, import, &import->blocks.items[i], lang);
    if (!import->blocks.count)
        tp_buf_text(out, "  []\n");
    write_answers(out, import, lang);
}

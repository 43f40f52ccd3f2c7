#include "report/papers/scoring.h"

#include "report/writers/xlsx.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const char *in(const tp_indicator *i, tp_lang lang)
{
    return i->name.zh ? tp_words_in(i->name, lang) : i->id;
}

/* The top group a leaf stands in. */
static const tp_indicator *aspect(const tp_spec *spec, int32_t leaf)
{
    int32_t at = leaf;
    while (spec->indicators[at].parent > 0)
        at = spec->indicators[at].parent;
    return &spec->indicators[at];
}

/* "好、较好、一般、差", "0 到 100", "≥ 0.95：100 分 …" */
static const char *how(const tp_indicator *leaf, tp_lang lang, tp_arena *arena)
{
    tp_buf text = {0};
    char number[TP_DEC_TEXT];
    bool en = lang == TP_EN;
    for (size_t i = 0; leaf->kind == TP_LEAF_MENU && i < leaf->n_options; i++) {
        tp_dec_format(leaf->options[i].score, number);
        tp_buf_format(&text, "%s%s %s", i ? en ? ", " : "、" : "", leaf->options[i].label, number);
    }
    if (leaf->kind == TP_LEAF_POINTS)
        tp_buf_text(&text, en ? "0 to 100" : "0 到 100 分");
    for (size_t i = 0; leaf->kind == TP_LEAF_BANDS && i < leaf->n_bands; i++) {
        tp_dec_format(leaf->bands[i].at_least, number);
        tp_buf_format(&text, "%s≥ %s",
                      i    ? en ? "; " : "；"
                      : en ? "the figure: "
                           : "填数值：",
                      number);
        tp_dec_format(leaf->bands[i].score, number);
        tp_buf_format(&text, en ? " gives %s" : " 得 %s", number);
    }
    const char *made = tp_buf_ok(&text) && text.bytes ? tp_arena_text(arena, text.bytes) : "";
    tp_buf_finish(&text);
    return made ? made : "";
}

static bool same_menu(const tp_indicator *a, const tp_indicator *b)
{
    bool same = a->leaf && b->leaf && a->kind == b->kind && a->n_options == b->n_options;
    for (size_t i = 0; same && i < a->n_options; i++)
        same = strcmp(a->options[i].label, b->options[i].label) == 0;
    return same;
}

/* The labels of menus as lists to choose from; equal menus share one. NULL: anything may stand
 * there, as well where the list is longer than spreadsheets hold. */
static bool menus(const char *const **of, const tp_spec *spec, tp_arena *arena)
{
    enum { LIST_BYTES = 255 };
    for (int32_t i = 0; i < spec->n_indicators; i++) {
        const tp_indicator *leaf = &spec->indicators[i];
        int32_t like = 0;
        size_t bytes = 0;
        if (!leaf->leaf || leaf->kind != TP_LEAF_MENU)
            continue;
        while (like < i && !same_menu(&spec->indicators[like], leaf))
            like++;
        of[i] = of[like];
        const char **list = tp_arena_array(arena, leaf->n_options + 1, sizeof *list);
        if (!list)
            return false;
        for (size_t k = 0; k < leaf->n_options; k++) {
            list[k] = leaf->options[k].label;
            bytes += strlen(list[k]) + 1;
        }
        if (like == i && bytes <= LIST_BYTES)
            of[i] = list;
    }
    return true;
}

tp_status tp_scoring_workbook(tp_buf *out, const tp_evaluation *e, const char *source, tp_lang lang,
                              tp_arena *arena, tp_err *err)
{
    const tp_spec *spec = e->spec;
    tp_page page;
    tp_page_init(&page, arena, W("评分表", "Scores"));
    tp_view *view = tp_page_view(&page, "scores", W("评分", "scores"));
    tp_view_column_add(view, "unit", W("单位编码", "unit"), 0);
    tp_view_column_add(view, "name", W("单位名称", "unit name"), 0);
    tp_view_column_add(view, "aspect", W("方面", "aspect"), 0);
    tp_view_column_add(view, "indicator", W("指标", "indicator"), 0);
    tp_view_column_add(view, "title", W("指标名称", "indicator name"), 0);
    tp_view_column_add(view, "how", W("怎样评", "how"), 0);
    tp_view_column_add(view, "source", W("评分来源", "source"), 0);
    tp_view_column_add(view, "value", W("评分", "value"), 0);
    size_t n = (size_t)spec->n_indicators, rows = 0;
    const char *const **of = tp_arena_array(arena, n + 1, sizeof *of);
    const char **told = tp_arena_array(arena, n + 1, sizeof *told);
    for (int32_t u = 0; u < e->data->n_units; u++)
        rows += e->classes.items[e->classes.of_unit[u]].n_leaves;
    const char *const **row_choices = tp_arena_array(arena, rows + 1, sizeof *row_choices);
    if (!of || !told || !row_choices)
        return tp_fail_nomem(err);
    if (!menus(of, spec, arena))
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        told[i] = how(&spec->indicators[i], lang, arena);
    rows = 0;
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t u = e->data->unit_input_order[i];
        const tp_class *c = &e->classes.items[e->classes.of_unit[u]];
        for (size_t k = 0; k < c->n_leaves; k++) {
            const tp_indicator *leaf = &spec->indicators[c->leaves[k].leaf];
            tp_view_text(view, e->data->units[u].code);
            tp_view_text(view, e->data->units[u].name);
            tp_view_text(view, in(aspect(spec, c->leaves[k].leaf), lang));
            tp_view_text(view, leaf->id);
            tp_view_text(view, in(leaf, lang));
            tp_view_text(view, told[c->leaves[k].leaf]);
            tp_view_text(view, source);
            tp_view_empty(view);
            row_choices[rows++] = of[c->leaves[k].leaf];
        }
    }
    const tp_xlsx_field fields[] = {
        {.view = "scores",
         .column = "value",
         .comment = tp_words_in(W("按“怎样评”填写；不评的留空。排序、筛选不影响读回。",
                                  "As `how` says; leave blank what is not scored. Sorting and "
                                  "filtering do no harm."),
                                lang),
         .row_choices = row_choices,
         .n_rows = rows},
    };
    const char *title = tp_arena_format(
        arena, "%s%s", tp_words_in(W("评分来源：", "Scores of the source "), lang), source);
    const tp_xlsx_options options = {.lang = lang, .title = title, .fields = fields, .n_fields = 1};
    return title && tp_page_ok(&page) ? tp_xlsx_bytes(out, &page, &options, err)
                                      : tp_fail_nomem(err);
}

size_t tp_scoring_class_units(const tp_evaluation *e, size_t klass)
{
    size_t n = 0;
    for (int32_t u = 0; u < e->data->n_units; u++)
        n += (size_t)e->classes.of_unit[u] == klass;
    return n;
}

/* "□好　□较好　□一般　□差", "____ 分", "____" */
static const char *to_tick(tp_paper *paper, const tp_indicator *leaf)
{
    const char *text = "";
    if (leaf->kind == TP_LEAF_POINTS)
        return tp_paper_words(paper, W("＿＿＿ 分（0 到 100）", "____ points (0 to 100)"));
    if (leaf->kind == TP_LEAF_BANDS)
        return tp_paper_words(paper, W("数值 ＿＿＿", "figure ____"));
    for (size_t i = 0; i < leaf->n_options; i++)
        text = tp_paper_format(paper, "%s%s□ %s", text, i ? "　" : "", leaf->options[i].label);
    return text;
}

void tp_scoring_questionnaire(tp_paper *paper, const tp_evaluation *e, size_t klass)
{
    static const tp_paper_column zh[] = {
        {"序号", 8, TP_CELL_CENTRE}, {"方面", 16, 0}, {"指标", 32, 0}, {"评分", 44, 0}};
    static const tp_paper_column en[] = {
        {"No.", 6, TP_CELL_CENTRE}, {"Aspect", 16, 0}, {"Indicator", 34, 0}, {"Score", 44, 0}};
    const tp_spec *spec = e->spec;
    const tp_class *c = &e->classes.items[klass];
    const char *units = "";
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t u = e->data->unit_input_order[i];
        if ((size_t)e->classes.of_unit[u] == klass)
            units = tp_paper_format(paper, "%s%s%s", units,
                                    *units ? paper->lang == TP_EN ? ", " : "、" : "",
                                    e->data->units[u].name);
    }
    paper->title = tp_paper_words(paper, W("评估问卷", "Questionnaire"));
    tp_paper_add(paper, TP_BLOCK_TITLE,
                 spec->title.zh ? tp_paper_words(paper, spec->title)
                                : tp_paper_words(paper, W("机构编制执行情况评估问卷",
                                                          "Questionnaire of the evaluation")));
    tp_paper_add(paper, TP_BLOCK_BODY,
                 tp_paper_words(paper, W("被评单位：＿＿＿＿＿＿＿＿　　评分来源：＿＿＿＿＿＿　　"
                                         "日期：＿＿＿＿＿＿",
                                         "Unit: ____________   Source: ________   Date: "
                                         "________")));
    tp_paper_fill(paper, TP_BLOCK_NOTE, W("适用于：{0}。", "For: {0}."), 1, &units);
    tp_paper_table *table = tp_paper_table_add(paper, paper->lang == TP_EN ? en : zh, 4);
    table->tall = true;
    for (size_t k = 0; k < c->n_leaves; k++) {
        const tp_indicator *leaf = &spec->indicators[c->leaves[k].leaf];
        const char *group = in(aspect(spec, c->leaves[k].leaf), paper->lang);
        tp_paper_cell_count(paper, table, (int64_t)k + 1);
        tp_paper_cell(paper, table, group); /* in every row: the table goes on overleaf */
        tp_paper_cell(paper, table, in(leaf, paper->lang));
        tp_paper_cell(paper, table, to_tick(paper, leaf));
    }
    tp_paper_add(paper, TP_BLOCK_SIGNATURE,
                 tp_paper_words(paper, W("评分人（签字）：＿＿＿＿＿＿", "Signed: ____________")));
}

/* Does the material bear on the leaf? */
static bool bears_on(const tp_spec *spec, const tp_material *m, int32_t leaf)
{
    for (int32_t at = leaf; at != TP_ID_NONE; at = spec->indicators[at].parent)
        for (size_t i = 0; i < m->n_bears_on; i++)
            if (m->bears_on[i] == at)
                return true;
    return !m->n_bears_on;
}

void tp_scoring_evidence(tp_page *page, const tp_evaluation *e)
{
    const tp_spec *spec = e->spec;
    tp_view *view = tp_page_view(page, "evidence", W("佐证材料", "Evidence"));
    view->empty =
        W("评估文件没有列佐证材料（evidence）。", "The evaluation file lists no evidence.");
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "name", W("单位名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "number", W("序号", "No."), TP_COL_NUMBER);
    tp_view_column_add(view, "material", W("材料", "Material"), TP_COL_WRAP);
    tp_view_column_add(view, "for", W("佐证指标", "Bears on"), TP_COL_WRAP);
    tp_view_column_add(view, "given", W("已交", "Handed in"), 0);
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t u = e->data->unit_input_order[i];
        const tp_class *c = &e->classes.items[e->classes.of_unit[u]];
        int64_t number = 0;
        for (size_t m = 0; m < spec->n_materials; m++) {
            const tp_material *material = &spec->materials[m];
            const char *zh = "", *en = "";
            size_t n = 0;
            if (!tp_unit_where_matches(&material->where, e->data, u))
                continue;
            for (size_t k = 0; k < c->n_leaves && zh && en; k++) {
                const tp_indicator *leaf = &spec->indicators[c->leaves[k].leaf];
                if (!bears_on(spec, material, c->leaves[k].leaf))
                    continue;
                zh = tp_arena_format(page->arena, "%s%s%s", zh, n ? "、" : "", in(leaf, TP_ZH));
                en = tp_arena_format(page->arena, "%s%s%s", en, n++ ? ", " : "", in(leaf, TP_EN));
            }
            if (!n || !zh || !en)
                continue;
            tp_view_text(view, e->data->units[u].code);
            tp_view_text(view, e->data->units[u].name);
            tp_view_count(view, ++number);
            tp_view_text(view, material->name);
            tp_view_words(view, n == c->n_leaves ? W("全部指标", "every indicator") : W(zh, en));
            tp_view_empty(view);
        }
    }
}

/* What a table and its columns are: the reading in which its headers say most. */
#include "import/block.h"

#include <string.h>

static const tp_words BECAUSE_WORD = {"表头就是这个词", "the very word"};
static const tp_words BECAUSE_IN = {"表头含有这个词", "the word is in the header"};
static const tp_words BECAUSE_WEAK = {"没有更明确的列", "no other column says it better"};
static const tp_words BECAUSE_ONLY = {"只写编制类别，按核定数",
                                      "only a kind of slot: slots authorised"};
static const tp_words BECAUSE_SOLE = {"表中只有这一类编制", "the only kind of slot of the table"};
static const tp_words BECAUSE_TOTAL = {"各类之和", "the sum of the kinds beside it"};
static const tp_words BECAUSE_UNKNOWN = {"不认识这个表头", "the header is not known"};
static const tp_words BECAUSE_TWICE = {"前面已有一列", "another column says so already"};
static const tp_words BECAUSE_NOT_HERE = {"这张表用不上", "of no use in this table"};
static const tp_words BECAUSE_SLOTS = {"列中都是编制类别", "kinds of slots stand in it"};
static const tp_words BECAUSE_TEXTS = {"是表中唯一一列互不相同的文字",
                                       "the only column of texts that all differ"};
static const tp_words BECAUSE_NUMBERS = {"1、2、3……，是序号", "1, 2, 3 …: row numbers"};

typedef struct reading {
    tp_field_id field;
    const char *category;
    bool total;
    int sure;
} reading;

/* 全额 under 事业编制 is 全额事业. */
static const char *join_categories(const char *upper, const char *lower, tp_arena *arena)
{
    if (!*upper || strcmp(upper, lower) == 0 || strstr(lower, upper))
        return lower;
    if (tp_is_category_subtype(lower))
        return tp_arena_format(arena, "%s%s", lower, upper);
    return lower;
}

/* A heading that says nothing of the kind of slot. */
static bool is_idle(const char *plain)
{
    static const char *const words[] = {"情况", "统计", "信息", "数额", "编制",
                                        "人员", "总量", "台账", "机构"};
    size_t n = strlen(plain);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t m = strlen(words[i]);
        if (n >= m && strcmp(plain + n - m, words[i]) == 0 && (n == m || i < 4))
            return true;
    }
    return false;
}

static reading read_column(const tp_block_column *c, tp_import_kind kind, const tp_lexicon *lexicon,
                           tp_arena *arena)
{
    reading r = {TP_F_NONE, "", false, 0};
    const char *unknown = NULL;
    for (size_t i = 0; i < c->n_pieces; i++) {
        tp_piece p = tp_lexicon_piece(lexicon, kind, c->pieces[i], arena);
        r.total |= p.total;
        if (!p.field && !*p.category && !p.total && !is_idle(c->pieces[i]))
            unknown = c->pieces[i];
        if (p.category && *p.category)
            r.category = join_categories(r.category, p.category, arena);
        /* A weak word (编制) below a strong one adds nothing. */
        if (p.field && (p.sure > 1 || !r.field)) {
            r.field = p.field;
            r.sure = p.sure;
        }
        if (*p.category && p.sure == 1)
            r.sure = 1;
        if (p.field && p.field != TP_F_SKIP && p.field < TP_F_AUTHORISED)
            r.category = "";
    }
    /* 党政机构 over 编制 and 实有: a kind of slot nobody told us of. */
    if (kind == TP_IS_POSTS && unknown && tp_is_figure(r.field) && !*r.category && !r.total) {
        r.category = unknown;
        r.sure = 1;
    }
    if (!(tp_register_fields[r.field].kinds & (1u << kind)))
        r = (reading){TP_F_SKIP, "", false, 2};
    return r;
}

static int score_of(const tp_block *b, tp_import_kind kind, const tp_lexicon *lexicon,
                    tp_arena *arena)
{
    bool had[TP_FIELDS] = {0}, posted = false;
    int score = 0;
    for (size_t i = 0; i < b->n_columns; i++) {
        reading r = read_column(&b->columns[i], kind, lexicon, arena);
        posted |= *r.category != '\0';
        if (had[r.field])
            continue;
        had[r.field] = true;
        score += r.sure == 1 ? tp_register_fields[r.field].weight / 2
                             : tp_register_fields[r.field].weight;
    }
    if (kind == TP_IS_POSTS && posted && !had[TP_F_AUTHORISED])
        score += 4;
    if (kind == TP_IS_PEOPLE && !had[TP_F_PERSON])
        return 0;
    if (kind == TP_IS_VACANCIES && !had[TP_F_SINCE])
        return 0;
    if (kind == TP_IS_LIMITS && !had[TP_F_LIMIT_MEASURE] && !had[TP_F_AT_MOST])
        return 0;
    if (kind == TP_IS_FINDINGS && !had[TP_F_EFFECT])
        return 0;
    if (kind == TP_IS_LOANS && !had[TP_F_LOAN_DUE])
        return 0;
    if (kind != TP_IS_LIMITS && !had[TP_F_NAME] && !had[TP_F_CODE])
        score -= had[TP_F_REGION] ? 1 : 4;
    return score;
}

static bool said_by(const char *text, const char *words)
{
    for (const char *w = words; text && w && *w;) {
        size_t m = strcspn(w, "|");
        for (const char *at = text; *at; at++)
            if (strncmp(at, w, m) == 0)
                return true;
        w += m + (w[m] == '|');
    }
    return false;
}

/* The first cell of each row above the header (those of the tables before left out). */
static bool title_says(const tp_block *b, const char *words)
{
    if (said_by(b->grid->name, words))
        return true;
    for (size_t row = b->head > 4 ? b->head - 4 : 0; row < b->head; row++) {
        const tp_grid_row *r = &b->grid->rows[row];
        if (r->count && said_by(b->grid->cells[r->first].text, words))
            return true;
    }
    return false;
}

static void choose_kind(tp_block *b, const tp_lexicon *lexicon, tp_arena *arena)
{
    int best = 0, second = 0;
    b->kind = TP_IS_SKIP;
    for (int k = TP_IS_POSTS; k < TP_IS_KINDS; k++) {
        int score = score_of(b, (tp_import_kind)k, lexicon, arena);
        if (score > 2 && title_says(b, tp_import_kinds[k].sheet))
            score += 2;
        if (score > best) {
            second = best;
            best = score;
            b->kind = (tp_import_kind)k;
        } else if (score > second) {
            second = score;
        }
    }
    b->kind_sure = best >= 6 && best > second + 2 ? 3 : best > second + 1 ? 2 : 1;
    b->kind_reason = (tp_words){"按各列表头", "by its headers"};
    if (best < 3)
        b->kind = TP_IS_SKIP;
}

/* ---- columns of posts ---- */

bool tp_is_figure(tp_field_id field)
{
    return field >= TP_F_AUTHORISED && field <= TP_F_FROZEN;
}

static const tp_words BECAUSE_AMONG = {"左边那一列的其中", "of the column to the left"};

/* 核定编制数 | 其中:行政 | 其中:事业: parts of what stands to their left. */
static void settle_among(tp_block *b, const tp_lexicon *lexicon, tp_arena *arena)
{
    for (size_t i = 1; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        if (c->field != TP_F_NONE || !*c->category || !c->n_pieces)
            continue;
        bool among =
            tp_lexicon_piece(lexicon, TP_IS_POSTS, c->pieces[c->n_pieces - 1], arena).of_which;
        size_t left = i;
        while (left > 0 &&
               !(tp_is_figure(b->columns[left - 1].field) && !*b->columns[left - 1].category))
            left--;
        if (!among || !left)
            continue;
        c->field = b->columns[left - 1].field;
        c->sure = 2;
        c->reason = BECAUSE_AMONG;
    }
}

/* Headers that only name a kind of slot are its authorised slots, if nothing else is. */
static void settle_bare(tp_block *b)
{
    bool bared = false;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        if (c->field != TP_F_NONE || !*c->category)
            continue;
        bool other = false;
        for (size_t k = 0; k < b->n_columns; k++)
            other |= b->columns[k].field == TP_F_AUTHORISED &&
                     strcmp(b->columns[k].category, c->category) == 0;
        c->field = other ? TP_F_NONE : TP_F_AUTHORISED;
        c->sure = other ? 0 : 2;
        c->reason = other ? BECAUSE_UNKNOWN : BECAUSE_ONLY;
        bared |= !other;
    }
    /* 行政 | 事业 | 合计: the last is their sum. */
    for (size_t i = 0; i < b->n_columns && bared; i++) {
        tp_block_column *c = &b->columns[i];
        if (c->field == TP_F_NONE && c->total && !*c->category) {
            c->field = TP_F_AUTHORISED;
            c->sure = 2;
        }
    }
}

/* The kind of slot of the columns of that figure: the only one; "": none or several. */
static const char *sole_category(const tp_block *b, tp_field_id field)
{
    const char *sole = "";
    for (size_t i = 0; i < b->n_columns; i++) {
        const tp_block_column *c = &b->columns[i];
        if (c->field != field || !*c->category)
            continue;
        if (*sole && strcmp(sole, c->category) != 0)
            return "";
        sole = c->category;
    }
    return sole;
}

/* 事业编制 | 在编人数: where slots of one kind alone are authorised, the other figures are of that
 * kind too, whether they name none or one that nothing is authorised for. */
static void settle_sole(tp_block *b)
{
    const char *sole = sole_category(b, TP_F_AUTHORISED);
    if (!*sole || tp_block_column_of(b, TP_F_CATEGORY) || tp_block_column_of(b, TP_F_MEASURE))
        return;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        bool figure = tp_is_figure(c->field) && c->field != TP_F_AUTHORISED;
        const char *own = figure ? sole_category(b, c->field) : "";
        if (!figure || (*c->category && strcmp(own, c->category) != 0) || (!*c->category && *own) ||
            strcmp(sole, c->category) == 0)
            continue;
        c->sure = *c->category ? 1 : 2;
        c->category = sole;
        c->reason = BECAUSE_SOLE;
    }
}

/* Is there a column of the same figure for a part of this kind of slot (全额事业 of 事业)? */
static bool has_parts(const tp_block *b, const tp_block_column *c)
{
    for (size_t k = 0; k < b->n_columns; k++) {
        const tp_block_column *other = &b->columns[k];
        if (other != c && other->field == c->field && strcmp(other->category, c->category) != 0 &&
            strstr(other->category, c->category))
            return true;
    }
    return false;
}

/* Beside columns of single kinds, one without is their sum. */
static void settle_totals(tp_block *b)
{
    bool parted = false, long_form = tp_block_column_of(b, TP_F_CATEGORY) != NULL;
    for (size_t k = 0; k < b->n_columns; k++)
        parted |= tp_is_figure(b->columns[k].field) && *b->columns[k].category;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        if (!tp_is_figure(c->field) && c->field != TP_F_VACANT && c->field != TP_F_OVER)
            continue;
        c->total = *c->category ? c->total && has_parts(b, c) : parted && !long_form;
        if (c->total)
            c->reason = BECAUSE_TOTAL;
    }
}

/* The same figure of the same kind of slot stated twice: the surer column counts. */
static void settle_twice(tp_block *b)
{
    for (size_t i = 0; i < b->n_columns; i++)
        for (size_t k = 0; k < i; k++) {
            tp_block_column *c = &b->columns[i], *d = &b->columns[k];
            if (c->field <= TP_F_SEQ || c->field != d->field || c->total || d->total ||
                strcmp(c->category, d->category) != 0)
                continue;
            tp_block_column *lesser = c->sure > d->sure ? d : c;
            lesser->field = TP_F_NONE;
            lesser->sure = 0;
            lesser->reason = BECAUSE_TWICE;
        }
}

/* ---- columns told by what is in them ---- */

typedef struct contents {
    size_t texts, figures, blanks, differing, ascending;
} contents;

static contents look_into(const tp_block *b, int32_t column)
{
    enum { MOST = 200 };
    contents in = {0};
    int64_t last = 0;
    const char *seen[MOST];
    size_t n = 0;
    for (size_t row = b->first; row < b->end && row - b->first < MOST; row++) {
        const tp_grid_cell *cell = tp_grid_at(b->grid, row, column);
        int64_t value;
        tp_words why;
        if (cell->kind == TP_GRID_NONE) {
            in.blanks++;
            continue;
        }
        tp_take take = tp_take_count(cell, &value, &why);
        if (take == TP_TAKE_FINE || take == TP_TAKE_ALTERED) {
            in.figures++;
            in.ascending += value == last + 1;
            last = value;
        } else {
            in.texts++;
        }
        size_t k = 0;
        while (k < n && strcmp(seen[k], cell->text) != 0)
            k++;
        if (k == n) {
            in.differing++;
            seen[n++] = cell->text;
        }
    }
    return in;
}

/* Without a column of that name: the leftmost column of texts that nearly all differ. */
static void find_names(tp_block *b)
{
    if (b->kind == TP_IS_LIMITS || tp_block_column_of(b, TP_F_NAME) ||
        tp_block_column_of(b, TP_F_CODE))
        return;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        contents in = look_into(b, c->column);
        if (c->field > TP_F_SEQ || !in.texts || in.figures > in.texts / 4 ||
            in.differing * 10 < (in.texts + in.figures) * 8)
            continue;
        c->field = TP_F_NAME;
        c->sure = 1;
        c->reason = BECAUSE_TEXTS;
        return;
    }
    /* A table of towns: the regions are the units, all differing or nothing else to name them. */
    size_t worded = 0;
    for (size_t i = 0; i < b->n_columns; i++)
        worded += look_into(b, b->columns[i].column).texts > 0 && b->columns[i].field > TP_F_SEQ;
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        contents in = look_into(b, c->column);
        if (c->field != TP_F_REGION || (in.differing < in.texts && worded > 1) || !in.texts)
            continue;
        c->field = TP_F_NAME;
        c->sure = 1;
        c->reason = BECAUSE_TEXTS;
        return;
    }
}

/* A "编号" that only counts rows is no code. */
static void check_codes(tp_block *b)
{
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        if (c->field != TP_F_CODE || !tp_block_column_of(b, TP_F_NAME))
            continue;
        contents in = look_into(b, c->column);
        if (in.figures > 2 && in.ascending >= in.figures - 1 && !in.texts) {
            c->field = TP_F_SEQ;
            c->sure = 2;
            c->reason = BECAUSE_NUMBERS;
        }
    }
}

/* 类别 of demands may be what is asked for (法定保障) or the kind of slot (行政): what stands in it
 * tells. */
static void check_choices(tp_block *b, const tp_lexicon *lexicon, tp_arena *arena)
{
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        const tp_field_info *field = &tp_register_fields[c->field];
        if (field->type != TP_V_CHOICE || tp_block_column_of(b, TP_F_CATEGORY) ||
            !(tp_register_fields[TP_F_CATEGORY].kinds & (1u << b->kind)))
            continue;
        size_t slots = 0, others = 0;
        for (size_t row = b->first; row < b->end; row++) {
            const tp_grid_cell *cell = tp_grid_at(b->grid, row, c->column);
            char *plain = cell->kind == TP_GRID_NONE ? NULL : tp_plain(arena, cell->text);
            if (!plain || !*plain)
                continue;
            tp_piece piece = tp_lexicon_piece(lexicon, TP_IS_POSTS, plain, arena);
            *(piece.category && *piece.category ? &slots : &others) += 1;
        }
        if (!slots || others)
            continue;
        c->field = TP_F_CATEGORY;
        c->sure = 2;
        c->reason = BECAUSE_SLOTS;
    }
}

static void choose_category(tp_block *b, tp_arena *arena)
{
    static const char *const words[] = {"政法专项编制", "行政编制", "事业编制",
                                        "工勤编制",     "政法专项", "行政",
                                        "事业",         "工勤",     NULL};
    const char *found = NULL;
    for (size_t i = 0; words[i] && !found; i++) {
        if (!title_says(b, words[i]))
            continue;
        bool both = title_says(b, "行政事业|行政、事业|行政和事业|行政及事业|机关事业");
        found = both ? NULL : words[i];
        if (both)
            break;
    }
    b->category = found ? tp_category_name(found, arena) : NULL;
    b->category_from = found;
}

bool tp_meaning_propose(tp_block *b, const tp_lexicon *lexicon, tp_arena *arena)
{
    tp_arena *passing = tp_arena_create();
    if (!passing)
        return false;
    if (!b->decided)
        choose_kind(b, lexicon, passing);
    for (size_t i = 0; i < b->n_columns; i++) {
        tp_block_column *c = &b->columns[i];
        reading r = read_column(c, b->kind, lexicon, arena);
        c->field = r.field;
        c->category = r.category ? r.category : "";
        c->total = r.total;
        c->sure = r.sure;
        c->reason = r.field == TP_F_SKIP && !r.sure ? BECAUSE_NOT_HERE
                    : r.sure == 3                   ? BECAUSE_WORD
                    : r.sure == 2                   ? BECAUSE_IN
                    : r.sure == 1                   ? BECAUSE_WEAK
                                                    : BECAUSE_UNKNOWN;
    }
    if (b->kind == TP_IS_POSTS) {
        settle_among(b, lexicon, passing);
        settle_bare(b);
        settle_sole(b);
        settle_twice(b);
        settle_totals(b);
        choose_category(b, arena);
    } else {
        settle_twice(b);
        choose_category(b, arena);
    }
    if (b->kind != TP_IS_SKIP)
        find_names(b);
    check_codes(b);
    check_choices(b, lexicon, passing);
    tp_arena_free(passing);
    return true;
}

/* What each row of a table is, by its texts, its figures and its place. */
#include "import/block.h"

#include <string.h>

typedef struct sorter {
    tp_block *b;
    tp_arena *passing;
    const tp_block_column *name, *code, *seq;
    size_t rows_out;                        /* of a repeated header, still to be passed over */
    bool figures_here;                      /* the table has columns of figures */
    bool figured[TP_GRID_MOST_COLUMNS + 1]; /* which columns hold figures */
    bool ended; /* a note stood below: what has no figures is no data any more */
    int votes[TP_GROUP_LEVELS][TP_FIELDS];
} sorter;

/* Does the column hold figures? */
static bool counts(const tp_block_column *c)
{
    tp_field_type type = tp_register_fields[c->field].type;
    return type == TP_V_COUNT || type == TP_V_DECIMAL;
}

static bool has_figures(const sorter *s, size_t row)
{
    const tp_grid_row *r = &s->b->grid->rows[row];
    const tp_grid_cell *cell = &s->b->grid->cells[r->first], *end = cell + r->count;
    for (; cell < end && cell->column <= s->b->right; cell++)
        if (s->figured[cell->column] && !cell->covered)
            return true;
    return false;
}

/* Texts of its own in the table's columns; *first gets the leftmost cell with a text. */
static size_t texts_of(const sorter *s, size_t row, const tp_grid_cell **first)
{
    const tp_grid_row *r = &s->b->grid->rows[row];
    size_t n = 0;
    *first = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const tp_grid_cell *cell = &s->b->grid->cells[r->first + i];
        if (cell->column < s->b->left || cell->column > s->b->right)
            continue;
        /* A merge that comes down from above is no text of this row. */
        bool own = !cell->covered;
        n += own;
        if (!*first && cell->length)
            *first = cell;
    }
    return n;
}

static bool is_numbering(const sorter *s, size_t row)
{
    static const char marks[] = "甲|乙|丙|丁|戊|己|庚|辛|壬|癸|栏次|a|b|c|d|e|f|g|h|-";
    const tp_grid_row *r = &s->b->grid->rows[row];
    int64_t last = -1;
    size_t numbers = 0;
    for (size_t i = 0; i < r->count; i++) {
        const tp_grid_cell *cell = &s->b->grid->cells[r->first + i];
        const char *plain = tp_plain_header(s->passing, cell->text);
        int64_t value;
        if (!plain)
            return false;
        size_t n = strlen(plain), digits = strspn(plain, "0123456789");
        if (n && digits == n && tp_int_parse(plain, n, &value) == TP_PARSE_OK) {
            if (numbers && value != last + 1)
                return false;
            last = value;
            numbers++;
            continue;
        }
        bool mark = !n;
        for (const char *w = marks; *w && !mark;) {
            size_t m = strcspn(w, "|");
            mark = m == n && memcmp(plain, w, m) == 0;
            w += m + (w[m] == '|');
        }
        if (!mark)
            return false;
    }
    return numbers >= 2 || (r->count >= 3 && numbers + 3 > r->count);
}

static bool repeats_header(sorter *s, size_t row)
{
    const tp_grid *grid = s->b->grid;
    const tp_grid_row *a = &grid->rows[s->b->head], *b = &grid->rows[row];
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(grid->cells[a->first + i].text, grid->cells[b->first + i].text) != 0)
            return false;
    s->rows_out = s->b->head_end - s->b->head - 1;
    return true;
}

/* A title above the table that is printed again on each page. */
static bool repeats_title(const sorter *s, const tp_grid_cell *first)
{
    for (size_t row = s->b->head > 4 ? s->b->head - 4 : 0; row < s->b->head; row++) {
        const tp_grid_row *r = &s->b->grid->rows[row];
        const char *title = r->count ? s->b->grid->cells[r->first].text : "";
        size_t n = strlen(title);
        if (n && strncmp(title, first->text, n) == 0 &&
            (!first->text[n] || strstr(first->text + n, "续")))
            return true; /* also "…（续）" */
    }
    return false;
}

/* Chinese numerals alone: how headings are numbered in the column of numbers. */
static int numeral_level(const char *plain)
{
    char with[40];
    const char *rest;
    size_t n = strlen(plain);
    if (!n || n > 24)
        return 0;
    memcpy(with, plain, n);
    strcpy(with + n, *plain == '(' ? "" : "、");
    int level = tp_enumerated(with, &rest);
    return level > 0 && level < 3 && !*rest ? level : 0;
}

/* Digits alone: what most rows begin with. */
static bool is_plain_number(const tp_grid_cell *cell)
{
    return cell->kind == TP_GRID_NUMBER && !strchr(cell->text, '.');
}

/* The leftmost text of a row, and its plain form. */
typedef struct beginning {
    const tp_grid_cell *cell; /* NULL: the row is empty */
    const char *plain;        /* NULL: the same, or memory is out */
} beginning;

static const char *plain_of(const sorter *s, const tp_grid_cell *cell)
{
    return is_plain_number(cell) ? cell->text : tp_plain(s->passing, cell->text);
}

static beginning begin_of(const sorter *s, size_t row)
{
    beginning b = {NULL, NULL};
    texts_of(s, row, &b.cell);
    if (b.cell)
        b.plain = plain_of(s, b.cell);
    return b;
}

/* Numbering in front of the row's first text or in its column of numbers: 1 一、, 2 (一); else
 * 0. */
static int level_of(const sorter *s, size_t row, beginning first, const char **text)
{
    const tp_grid_cell *name = s->name ? tp_block_cell(s->b, row, s->name) : NULL;
    const tp_grid_cell *seq = s->seq ? tp_block_cell(s->b, row, s->seq) : NULL;
    bool numbered = seq && seq->length && !is_plain_number(seq);
    const char *plain = numbered ? tp_plain(s->passing, seq->text) : NULL;
    if (plain && name && name->length && name->text != seq->text) {
        *text = tp_plain(s->passing, name->text);
        int level = *text ? numeral_level(plain) : 0;
        if (level)
            return level;
    }
    *text = first.plain;
    return *text && !is_plain_number(first.cell) ? tp_enumerated(*text, text) : 0;
}

static int64_t figure_at(const sorter *s, size_t row, const tp_block_column *c)
{
    int64_t value = 0;
    tp_words why;
    tp_take take = tp_take_count(tp_block_cell(s->b, row, c), &value, &why);
    return take == TP_TAKE_FINE || take == TP_TAKE_ALTERED ? value : 0;
}

/* Are the figures of a numbered row the sums of the rows below it, up to the next such number? */
static bool sums_below(const sorter *s, size_t row, int level)
{
    bool some = false;
    for (size_t i = 0; i < s->b->n_columns; i++) {
        const tp_block_column *c = &s->b->columns[i];
        if (!counts(c) || tp_register_fields[c->field].type != TP_V_COUNT)
            continue;
        int64_t stated = figure_at(s, row, c), sum = 0;
        for (size_t r = row + 1; r < s->b->end; r++) {
            const char *text;
            int other = level_of(s, r, begin_of(s, r), &text);
            if (other && other <= level)
                break;
            if (text && tp_is_total(text))
                break;
            if (!other || other > 2)
                sum += figure_at(s, r, c);
        }
        if (sum != stated)
            return false;
        some |= stated != 0;
    }
    return some;
}

static tp_row_role heading_or(sorter *s, size_t row, beginning first, bool figures, size_t texts,
                              tp_row_role otherwise)
{
    const char *text = NULL;
    int level = level_of(s, row, first, &text);
    if (figures && (!level || level > 2 || !sums_below(s, row, level)))
        return otherwise;
    if (!figures && !level && (texts != 1 || !s->figures_here))
        return otherwise;
    if (!figures && level > 2 && texts > 1)
        return otherwise;
    if (!text || !*text)
        return otherwise;
    tp_field_id field = tp_group_field(text);
    s->b->grouped[level] = true;
    s->votes[level][field]++;
    return TP_ROW_GROUP;
}

static tp_row_role role_of(sorter *s, size_t row)
{
    beginning begin = {NULL, NULL};
    size_t texts = texts_of(s, row, &begin.cell);
    const tp_grid_cell *first = begin.cell;
    if (s->rows_out) {
        s->rows_out--;
        return TP_ROW_HEADER;
    }
    if (!first)
        return TP_ROW_OUTSIDE;
    if (row - s->b->first < 2 && is_numbering(s, row))
        return TP_ROW_NUMBERING;
    if (repeats_header(s, row))
        return TP_ROW_HEADER;
    bool figures = has_figures(s, row);
    const tp_grid_cell *name = s->name ? tp_block_cell(s->b, row, s->name) : &(tp_grid_cell){0};
    const tp_grid_cell *code = s->code ? tp_block_cell(s->b, row, s->code) : &(tp_grid_cell){0};
    const char *first_plain = begin.plain = plain_of(s, first);
    const char *name_plain = !name->length               ? ""
                             : name->text == first->text ? first_plain
                                                         : tp_plain(s->passing, name->text);
    if (!first_plain || !name_plain)
        return TP_ROW_OUTSIDE;
    if (tp_is_total(first_plain) || (*name_plain && tp_is_total(name_plain)))
        return TP_ROW_TOTAL;
    if (tp_is_note(first_plain) || (texts == 1 && !figures && first->length > 75)) {
        s->ended = true;
        return TP_ROW_NOTE;
    }
    if (!figures && texts <= 2 && repeats_title(s, first))
        return TP_ROW_NOTE;
    if (s->ended && !figures && s->figures_here)
        return TP_ROW_NOTE;
    bool named = name->length || code->length || s->b->kind == TP_IS_LIMITS;
    if (!named && !figures)
        return s->figures_here && texts == 1 ? heading_or(s, row, begin, false, texts, TP_ROW_NOTE)
                                             : TP_ROW_NOTE;
    return heading_or(s, row, begin, figures, texts, TP_ROW_DATA);
}

static void settle_groups(sorter *s)
{
    for (int level = 0; level < TP_GROUP_LEVELS && !s->b->groups_decided; level++) {
        int best = 0, all = 0;
        s->b->groups[level] = TP_F_NONE;
        for (int f = 0; f < TP_FIELDS; f++) {
            all += s->votes[level][f];
            if (f && s->votes[level][f] > best) {
                best = s->votes[level][f];
                s->b->groups[level] = (tp_field_id)f;
            }
        }
        /* A column of the table says it better. */
        if (s->b->groups[level] && tp_block_column_of(s->b, s->b->groups[level]))
            s->b->groups[level] = TP_F_SKIP;
        else if (best * 2 < all)
            s->b->groups[level] = TP_F_NONE;
    }
}

/* ---- indentation ---- */

static bool is_unit_row(const tp_block *b, size_t row)
{
    return b->roles[row - b->first] == TP_ROW_DATA;
}

static void find_indents(sorter *s)
{
    tp_block *b = s->b;
    int least = 255, most = -1;
    size_t deeper = 0, rows = 0;
    if (!s->name || tp_block_column_of(b, TP_F_PARENT))
        return;
    for (size_t row = b->first; row < b->end; row++) {
        if (!is_unit_row(b, row) || !tp_block_cell(b, row, s->name)->length)
            continue;
        int indent = tp_block_cell(b, row, s->name)->indent;
        least = indent < least ? indent : least;
        most = indent > most ? indent : most;
        rows++;
    }
    for (size_t row = b->first; row < b->end && most > least; row++)
        deeper += is_unit_row(b, row) && tp_block_cell(b, row, s->name)->indent > least;
    b->indented = deeper > 0 && deeper < rows;
}

/* Does the row state the sums of those indented below it? */
static bool is_sum(const sorter *s, size_t row)
{
    const tp_block *b = s->b;
    int indent = tp_block_cell(b, row, s->name)->indent;
    bool some = false;
    for (size_t i = 0; i < b->n_columns; i++) {
        const tp_block_column *c = &b->columns[i];
        if (!tp_is_figure(c->field))
            continue;
        int64_t stated = figure_at(s, row, c), sum = 0, children = 0;
        for (size_t r = row + 1; r < b->end; r++) {
            if (b->roles[r - b->first] != TP_ROW_DATA && b->roles[r - b->first] != TP_ROW_SUM)
                break;
            if (tp_block_cell(b, r, s->name)->indent <= indent)
                break;
            children++;
            if (b->roles[r - b->first] == TP_ROW_DATA)
                sum += figure_at(s, r, c);
        }
        if (sum != stated || children < 2)
            return false;
        some |= sum != 0;
    }
    return some;
}

bool tp_rows_know(tp_block *b)
{
    return b->rows_known || tp_rows_classify(b);
}

bool tp_rows_classify(tp_block *b)
{
    enum { PASSING_BYTES = 1 << 17 }; /* small enough to be given out again as it is */
    sorter s = {.b = b, .passing = tp_arena_create()};
    if (!s.passing)
        return false;
    s.name = tp_block_column_of(b, TP_F_NAME);
    s.code = tp_block_column_of(b, TP_F_CODE);
    s.seq = tp_block_column_of(b, TP_F_SEQ);
    for (size_t i = 0; i < b->n_columns; i++) {
        s.figured[b->columns[i].column] = counts(&b->columns[i]);
        s.figures_here |= counts(&b->columns[i]);
    }
    for (size_t row = b->first; row < b->end; row++) {
        b->roles[row - b->first] = (uint8_t)role_of(&s, row);
        if (tp_arena_bytes(s.passing) > PASSING_BYTES) {
            tp_arena_free(s.passing);
            if (!(s.passing = tp_arena_create()))
                return false;
        }
    }
    settle_groups(&s);
    if (!b->decided)
        find_indents(&s);
    for (size_t row = b->end; b->indented && row-- > b->first;)
        if (is_unit_row(b, row) && is_sum(&s, row))
            b->roles[row - b->first] = TP_ROW_SUM;
    tp_arena_free(s.passing);
    b->rows_known = true;
    return true;
}

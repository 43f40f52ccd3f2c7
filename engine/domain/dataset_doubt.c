#include "domain/dataset_doubt.h"

#include <stddef.h>
#include <string.h>

const tp_msg tp_msg_doubt_saturation = {
    "data.doubt-saturation", "工作饱满度 {0} 高得不合常理：1 为饱满，85% 应写作 0.85",
    "a saturation of {0} is hardly meant: 1 is full, 85 % is written 0.85"};
const tp_msg tp_msg_doubt_in_post = {"data.doubt-in-post",
                                     "核定 {1} 名的单位实有与在途共 {0} 人，请核对",
                                     "{0} people in post or committed on a line of {1} slots: look "
                                     "whether that is meant"};
const tp_msg tp_msg_doubt_quantity = {
    "data.doubt-quantity", "核定 {1} 名的单位申请 {0} 名，请核对",
    "a demand of {0} slots on a line of {1}: look whether that is "
    "meant"};
const tp_msg tp_msg_doubt_name = {"data.doubt-unit-name",
                                  "单位 {0} 与 {1} 同名（{2}），请核对是否同一单位",
                                  "units {0} and {1} have the same name ({2}): are they one?"};
static const tp_msg MSG_EXAMPLE = {
    "data.doubt-example", "模板的示例行还在（单位 {0}），请从每张表删去",
    "the template's example row is still there (unit {0}): delete it from every sheet"};
static const tp_msg MSG_CODE = {
    "data.doubt-unit-code", "单位编码“{0}”与“{1}”只差前导零，请核对",
    "the unit codes \"{0}\" and \"{1}\" differ in leading zeros only: are "
    "they one?"};
static const tp_msg MSG_NEAR = {"data.doubt-names",
                                "“{0}”与“{1}”只差空格、全角或后缀，按不同的{2}对待；请核对",
                                "\"{0}\" and \"{1}\" differ in spaces, width or an ending only, "
                                "and count as two {3}: are they one?"};
static const tp_msg MSG_AGAIN = {
    "data.doubt-demand-twice",
    "申请 {0} 与 {1} 的单位、类别、数量、领域和日期完全相同，请核对是否重复",
    "demands {0} and {1} agree in unit, category, quantity, sector and date: is it one filed "
    "twice?"};

static const tp_msg MSG_FUTURE = {"data.doubt-future",
                                  "空编起始日期晚于测算基准日 {0}（共 {1} 行），按刚空出计",
                                  "the vacancy begins after {0}, the day of the calculation ({1} "
                                  "such {1|row|rows}): it counts as "
                                  "just begun"};
static const tp_msg MSG_OLD = {
    "data.doubt-old", "测算基准日比数据中最近的日期 {0} 晚 {1} 个月，数据可能已经过时",
    "as_of is {1} months after the newest date in the data, {0}: they may be out of date"};

enum { MANY_TIMES = 3, FAR_ABOVE = 20, MOST_NAMES = 5000, MOST_PAIRS = 64 };

/* Some times as many and far more than a line has. */
bool tp_doubt_proportion(int64_t count, int64_t authorised)
{
    /* A figure that could not be read stands at the end of the range: nothing to compare with. */
    return authorised >= 0 && authorised <= INT64_MAX / MANY_TIMES && count >= 0 &&
           count - authorised >= FAR_ABOVE && count >= MANY_TIMES * authorised;
}

bool tp_doubt_saturation(tp_dec saturation)
{
    return saturation != TP_DEC_NONE && saturation > MANY_TIMES * TP_DEC_ONE;
}

static void doubt_count(tp_builder *b, size_t i, const char *column, const tp_msg *msg,
                        int64_t count, int64_t authorised)
{
    char text[2][TP_DEC_TEXT];
    tp_int_format(count, text[0]);
    tp_int_format(authorised, text[1]);
    tp_diag_warn(b->diags, tp_rows_pos(&b->view, i, column), msg, text[0], text[1]);
}

/* ---- names that are nearly one ---- */

/* Without spaces, in half width, without what is often added. In `out`. */
static void fold(const char *name, const char *const *endings, tp_buf *out)
{
    out->length = 0;
    for (const char *at = name; *at;) {
        const unsigned char *u = (const unsigned char *)at;
        bool wide = u[0] == 0xEF && (u[1] == 0xBC || u[1] == 0xBD) && u[2] >= 0x80;
        unsigned code = wide ? (u[1] == 0xBC ? 0u : 0x40u) + (u[2] - 0x80u) : 0;
        if (*at == ' ' || *at == '\t') {
            at++;
        } else if (strncmp(at, "\xE3\x80\x80", 3) == 0) {
            at += 3;
        } else if (strncmp(at, "\xC2\xA0", 2) == 0) {
            at += 2;
        } else if (wide && code > 0 && code < 0x5F) {
            tp_buf_char(out, (char)(code + 0x20));
            at += 3;
        } else {
            tp_buf_char(out, *at++);
        }
    }
    for (size_t i = 0; endings[i]; i++) {
        size_t n = strlen(endings[i]);
        if (out->length > n && memcmp(out->bytes + out->length - n, endings[i], n) == 0) {
            out->length -= n;
            break;
        }
    }
    tp_buf_text(out, "");
}

typedef struct attribute {
    const char *column;
    tp_words words;
    const char *endings[4];
} attribute;

typedef struct watch {
    tp_builder *b;
    const attribute *of;
    bool *seen;     /* [names] */
    tp_ids *folded; /* fold -> */
    int32_t *first; /* -> the name that first had it */
    size_t count;
    tp_buf text;
    int32_t last;
    bool failed;
} watch;

static watch watching(tp_builder *b, const attribute *of)
{
    size_t names = (size_t)tp_ids_count(b->data->names) + 1;
    watch w = {.b = b, .of = of, .last = TP_ID_NONE};
    w.seen = tp_arena_array(b->passing, names, sizeof *w.seen);
    w.folded = tp_ids_create(b->passing, 64);
    w.first = tp_arena_array(b->passing, MOST_NAMES, sizeof *w.first);
    w.failed = !w.seen || !w.folded || !w.first;
    tp_buf_init(&w.text);
    return w;
}

/* A row's value; speaks when another value before it folds to the same. */
static void look(watch *w, size_t row, int32_t id)
{
    if (id == TP_ID_NONE || id == w->last || w->failed || w->seen[id])
        return;
    w->last = id;
    w->seen[id] = true;
    if (w->count >= MOST_NAMES)
        return;
    const char *name = tp_ids_name(w->b->data->names, id);
    bool fresh = false;
    fold(name, w->of->endings, &w->text);
    int32_t at = tp_ids_add(w->folded, w->text.bytes ? w->text.bytes : "", w->text.length, &fresh);
    if (at == TP_ID_NONE || !tp_buf_ok(&w->text)) {
        w->failed = true;
    } else if (fresh) {
        w->first[at] = id;
        w->count++;
    } else {
        const char *other = tp_ids_name(w->b->data->names, w->first[at]);
        const tp_words args[] = {{name, name}, {other, other}, w->of->words, w->of->words};
        tp_diag_add_words(w->b->diags, TP_WARNING, tp_rows_pos(&w->b->view, row, w->of->column),
                          &MSG_NEAR, 4, args);
    }
}

static bool watched(watch *w)
{
    tp_buf_finish(&w->text);
    return !w->failed;
}

static const attribute kinds = {"kind", {"机构性质", "kinds"}, {NULL}};
static const attribute systems = {"system", {"系统", "systems"}, {"系统", "条线", "战线", NULL}};
static const attribute levels = {"level", {"层级", "levels"}, {"级", NULL}};
static const attribute regions = {"region", {"地区", "regions"}, {NULL}};
static const attribute categories = {"category", {"编制类别", "categories"}, {"编制", "类", NULL}};
static const attribute grades = {"grade", {"等次", "grades"}, {"等次", "等", NULL}};
static const attribute sectors = {
    "sector", {"投放领域", "sectors"}, {"系统", "领域", "条线", NULL}};

/* Id of a name as a table has it, TP_ID_NONE if it is empty. */
static int32_t name_id(const tp_builder *b, const char *name)
{
    return name ? tp_ids_find(b->data->names, name, strlen(name)) : TP_ID_NONE;
}

/* ---- units ---- */

static bool look_at_units(tp_builder *b, const tp_kept *kept, const attribute *of, size_t offset)
{
    watch w = watching(b, of);
    const char *last = NULL;
    for (size_t i = 0; i < kept->count && !w.failed; i++) {
        const char *row = kept->rows + i * sizeof(tp_unit_row);
        const char *name = *(const char *const *)(const void *)(row + offset);
        if (name && (!last || strcmp(name, last) != 0))
            look(&w, i, name_id(b, name));
        last = name;
    }
    return watched(&w);
}

/* Codes that differ in leading zeros of their runs of digits only. */
static bool same_but_zeros(const char *a, const char *b)
{
    for (;;) {
        bool digit_a = *a >= '0' && *a <= '9', digit_b = *b >= '0' && *b <= '9';
        if (digit_a && digit_b) {
            a += strspn(a, "0");
            b += strspn(b, "0");
            size_t n = strspn(a, "0123456789");
            if (n != strspn(b, "0123456789") || memcmp(a, b, n) != 0)
                return false;
            a += n;
            b += n;
        }
        if (*a != *b)
            return false;
        if (!*a)
            return true;
        if (!(*a >= '0' && *a <= '9')) {
            a++;
            b++;
        }
    }
}

static bool same_names(tp_builder *b, const tp_kept *kept)
{
    const tp_dataset *data = b->data;
    const tp_unit_row *rows = (const tp_unit_row *)(const void *)kept->rows;
    tp_ids *names = tp_ids_create(b->passing, kept->count);
    const char **code = tp_arena_array(b->passing, kept->count + 1, sizeof *code);
    if (!names || !code)
        return false;
    tp_ids_borrow(names); /* the table's rows outlive this */
    for (size_t i = 0; i < kept->count; i++) {
        bool fresh = false;
        if (!rows[i].unit || !rows[i].name)
            continue;
        if (strcmp(rows[i].name, TP_EXAMPLE_UNIT_ZH) == 0 ||
            strcmp(rows[i].name, TP_EXAMPLE_UNIT_EN) == 0)
            tp_diag_warn(b->diags, tp_rows_pos(&b->view, i, "name"), &MSG_EXAMPLE, rows[i].unit);
        int32_t id = tp_ids_add(names, rows[i].name, strlen(rows[i].name), &fresh);
        if (id == TP_ID_NONE)
            return false;
        if (fresh)
            code[id] = rows[i].unit;
        else if (strcmp(code[id], rows[i].unit) != 0)
            tp_diag_warn(b->diags, tp_rows_pos(&b->view, i, "name"), &tp_msg_doubt_name, code[id],
                         rows[i].unit, rows[i].name);
    }
    for (int32_t u = 1; u < data->n_units; u++)
        if (same_but_zeros(data->units[u - 1].code, data->units[u].code))
            tp_diag_warn(b->diags, data->units[u].pos, &MSG_CODE, data->units[u - 1].code,
                         data->units[u].code);
    return true;
}

bool tp_doubt_units(tp_builder *b, const tp_kept *kept)
{
    return b->quiet ||
           (same_names(b, kept) && look_at_units(b, kept, &kinds, offsetof(tp_unit_row, kind)) &&
            look_at_units(b, kept, &systems, offsetof(tp_unit_row, system)) &&
            look_at_units(b, kept, &levels, offsetof(tp_unit_row, level)) &&
            look_at_units(b, kept, &regions, offsetof(tp_unit_row, region)));
}

/* ---- the other tables ---- */

bool tp_doubt_lines(tp_builder *b, const tp_kept *kept)
{
    const tp_post_row *rows = (const tp_post_row *)(const void *)kept->rows;
    if (b->quiet)
        return true;
    watch w = watching(b, &categories);
    const char *last = NULL;
    for (size_t i = 0; i < kept->count && !w.failed; i++) {
        const char *category = rows[i].category;
        if (category && (!last || strcmp(category, last) != 0))
            look(&w, i, name_id(b, category));
        last = category;
        int64_t people = kept->good[i] ? rows[i].in_post + rows[i].committed : 0;
        if (kept->good[i] && tp_doubt_proportion(people, rows[i].authorised))
            doubt_count(b, i, "in_post", &tp_msg_doubt_in_post, people, rows[i].authorised);
    }
    return watched(&w);
}

bool tp_doubt_outcomes(tp_builder *b, const tp_kept *kept)
{
    const tp_outcome_row *rows = (const tp_outcome_row *)(const void *)kept->rows;
    if (b->quiet)
        return true;
    watch w = watching(b, &grades);
    for (size_t i = 0; i < kept->count && !w.failed; i++) {
        look(&w, i, name_id(b, rows[i].grade));
        if (!tp_doubt_saturation(rows[i].saturation))
            continue;
        char text[TP_DEC_TEXT];
        tp_dec_format(rows[i].saturation, text);
        tp_diag_warn(b->diags, tp_rows_pos(&b->view, i, "saturation"), &tp_msg_doubt_saturation,
                     text);
    }
    return watched(&w);
}

static bool same_demand(const tp_demand *a, const tp_demand *b)
{
    return a->quantity == b->quantity && a->minimum == b->minimum &&
           a->demand_class == b->demand_class && a->sector == b->sector &&
           a->filed_on == b->filed_on && a->term_months == b->term_months &&
           strcmp(a->document, b->document) == 0;
}

void tp_doubt_same_demands(const tp_dataset *data, const tp_line *line, tp_diags *diags)
{
    int32_t n = line->demands < MOST_PAIRS ? line->demands : MOST_PAIRS;
    for (int32_t i = 1; i < n; i++) {
        const tp_demand *demand = &data->demands[data->demand_of_line[line->first_demand + i]];
        bool dated = demand->filed_on != TP_DATE_NONE || *demand->document;
        for (int32_t k = 0; k < i && dated; k++) {
            const tp_demand *other = &data->demands[data->demand_of_line[line->first_demand + k]];
            if (!same_demand(demand, other))
                continue;
            tp_diag_warn(diags, demand->pos, &MSG_AGAIN, other->code, demand->code);
            break;
        }
    }
}

bool tp_doubt_demands(tp_builder *b, const tp_kept *kept)
{
    const tp_dataset *data = b->data;
    const tp_demand_row *rows = (const tp_demand_row *)(const void *)kept->rows;
    if (b->quiet)
        return true;
    watch w = watching(b, &sectors);
    const char *last = NULL;
    for (size_t i = 0; i < kept->count && !w.failed; i++) {
        const char *sector = rows[i].sector;
        if (sector && (!last || strcmp(sector, last) != 0))
            look(&w, i, name_id(b, sector));
        last = sector;
        int32_t at = rows[i].demand ? tp_dataset_demand(data, rows[i].demand) : TP_ID_NONE;
        if (!kept->good[i] || at == TP_ID_NONE)
            continue;
        int64_t authorised = data->lines[data->demands[at].line].authorised;
        if (tp_doubt_proportion(rows[i].quantity, authorised))
            doubt_count(b, i, "quantity", &tp_msg_doubt_quantity, rows[i].quantity, authorised);
    }
    for (int32_t l = 0; l < data->n_lines && !b->diags->errors; l++)
        if (data->lines[l].demands > 1)
            tp_doubt_same_demands(data, &data->lines[l], b->diags);
    return watched(&w);
}

/* ---- against the day of the calculation ---- */

static tp_date later(tp_date a, tp_date b)
{
    return a > b ? a : b;
}

/* The newest day on which anything was found out, of those not after as_of. */
static tp_date newest(const tp_dataset *data, tp_date as_of)
{
    tp_date day = TP_DATE_NONE;
    for (int32_t i = 0; i < data->n_lots; i++)
        if (data->lots[i].since <= as_of)
            day = later(day, data->lots[i].since);
    for (int32_t i = 0; i < data->n_outcomes; i++)
        if (data->outcomes[i].evaluated_on <= as_of)
            day = later(day, data->outcomes[i].evaluated_on);
    for (int32_t i = 0; i < data->n_issues; i++)
        if (data->issues[i].found_on <= as_of)
            day = later(day, data->issues[i].found_on);
    for (int32_t i = 0; i < data->n_demands; i++)
        if (data->demands[i].filed_on <= as_of)
            day = later(day, data->demands[i].filed_on);
    return day;
}

void tp_doubt_day(const tp_dataset *data, tp_date as_of, tp_pos stated, tp_diags *diags)
{
    enum { OLD_MONTHS = 24 };
    char day[TP_DATE_TEXT], count[TP_DEC_TEXT];
    int32_t future = 0, first = -1;
    for (int32_t i = 0; i < data->n_lots; i++)
        if (data->lots[i].since > as_of) {
            first = first < 0 ? i : first;
            future++;
        }
    if (future) {
        tp_date_format(as_of, day);
        tp_int_format(future, count);
        tp_diag_warn(diags, data->lots[first].pos, &MSG_FUTURE, day, count);
    }
    tp_date last = newest(data, as_of);
    if (last == TP_DATE_NONE || tp_date_months(last, as_of) < OLD_MONTHS)
        return;
    tp_date_format(last, day);
    tp_int_format(tp_date_months(last, as_of), count);
    tp_diag_warn(diags, stated, &MSG_OLD, day, count);
}

/* Lists of people: who leaves when, counted by unit, kind of slot and month. No name is kept. */
#include "import/parts.h"

#include <stdio.h>
#include <string.h>

static const tp_msg MSG_NO_BIRTH = {"import.no-retirement", "既没有退休时间，也没有出生年月",
                                    "neither a day of retirement nor of birth"};
static const tp_msg MSG_SEX = {"import.sex", "性别“{0}”不是男或女", "{0} is neither 男 nor 女"};
static const tp_msg MSG_NO_UNIT = {"import.unknown-unit", "单位表里没有“{0}”",
                                   "there is no unit {0}"};
static const tp_msg MSG_WHICH = {"import.row-without-category",
                                 "没有写编制类别，而“{0}”有不止一类编制",
                                 "no kind of slot is named, and {0} has several"};
static const tp_msg MSG_COMPUTED = {
    "import.retirement-computed",
    "按出生年月推算退休时间：男 {0} 岁、女干部 {1} 岁、女工人（按身份或工勤编制认定，{4} 人）{5} "
    "岁{2}，共 {3} 人；规则可在 map.yaml 的 retirement 修改",
    "retirement worked out from birth: men at {0}, women at {1}, women workers (by their status or "
    "on slots of 工勤, {4} of them) at {5}{2}, {3} people in all; the rule stands under retirement "
    "in map.yaml"};

/* The decision of the National People's Congress's Standing Committee of 13 September 2024 on
 * raising the statutory retirement age step by step, in force since 1 January 2025: one month later
 * for every four months of birth, at most 36; men born from January 1965 on (60 to 63), women born
 * from January 1970 on (55 to 58); women who retired at 50, born from January 1975 on, one for
 * every two, at most 60 (to 55). IMPORT.md has the source. */
static int64_t later_months(int64_t age, int64_t birth_months)
{
    int64_t first = age >= 60 ? 1965 * 12 : age >= 55 ? 1970 * 12 : 1975 * 12;
    int64_t step = age >= 55 ? 4 : 2, most = age >= 55 ? 36 : 60;
    if (birth_months < first)
        return 0;
    int64_t later = (birth_months - first) / step + 1;
    return later < most ? later : most;
}

static tp_date leaves_on(const tp_import *import, tp_date birth, bool woman, bool worker)
{
    const tp_import_answers *a = &import->answers;
    int64_t age = !woman ? a->retire_male : worker ? a->retire_worker : a->retire_female;
    int64_t months = age * 12;
    if (import->answers.retire_gradual)
        months += later_months(age, birth / 10000 * 12 + birth / 100 % 100 - 1);
    return tp_date_add_months(birth, months);
}

typedef struct person {
    tp_import *import;
    const tp_block *b;
    size_t row;
    tp_from at;
    int32_t unit;
    size_t computed, workers; /* the latter: women retired as workers */
} person;

static const tp_grid_cell *cell_of(const person *p, tp_field_id field, tp_from *from)
{
    static const tp_grid_cell none = {.text = ""};
    const tp_block_column *c = tp_block_column_of(p->b, field);
    if (!c)
        return &none;
    *from = tp_from_cell(p->b, p->row, c);
    return tp_block_cell(p->b, p->row, c);
}

static tp_date day_of(person *p, tp_field_id field, bool *wrong)
{
    tp_from from = p->at;
    const tp_grid_cell *cell = cell_of(p, field, &from);
    tp_date day = TP_DATE_NONE;
    tp_words why;
    if (cell->kind == TP_GRID_NONE)
        return TP_DATE_NONE;
    tp_take take = tp_take_date(cell, &day, &why);
    if (take == TP_TAKE_EMPTY)
        return TP_DATE_NONE;
    /* Whole months are how such lists are kept: not worth a line each. */
    if (take == TP_TAKE_ASK || take == TP_TAKE_BAD)
        *wrong |= !tp_say_taken(p->import, from, cell, take, why, "");
    return day;
}

static const char *category_of(person *p)
{
    tp_import *import = p->import;
    tp_units *u = import->units;
    tp_from from = p->at;
    const tp_grid_cell *cell = cell_of(p, TP_F_CATEGORY, &from);
    if (cell->length) {
        char *plain = tp_plain(import->arena, cell->text);
        return plain ? tp_map_category(import, plain) : NULL;
    }
    const char *only = NULL;
    size_t n = 0;
    for (int32_t l = u->items[p->unit].first_line; l >= 0; l = u->lines[l].next)
        if (u->lines[l].figure[0] || u->lines[l].figure[1]) {
            only = u->lines[l].category;
            n++;
        }
    if (n == 1)
        return only;
    TP_ASK(import, from, &MSG_WHICH, u->items[p->unit].attribute[1].text);
    return NULL;
}

/* 工人 or 干部 by the list's own word, else by the kind of slot. */
static bool is_worker(person *p, const char *category)
{
    tp_from from = p->at;
    const tp_grid_cell *status = cell_of(p, TP_F_STATUS, &from);
    if (status->length)
        return strstr(status->text, "工人") || strstr(status->text, "工勤");
    return strstr(category, "工勤") != NULL;
}

static tp_date retirement(person *p, const char *category, bool *wrong)
{
    tp_from from = p->at;
    tp_date on = day_of(p, TP_F_ON, wrong);
    if (on || *wrong)
        return on;
    tp_date birth = day_of(p, TP_F_BIRTH, wrong);
    if (!birth) {
        if (!*wrong)
            TP_ASK(p->import, p->at, &MSG_NO_BIRTH, "");
        *wrong = true;
        return TP_DATE_NONE;
    }
    const tp_grid_cell *sex = cell_of(p, TP_F_SEX, &from);
    bool woman = strstr(sex->text, "女") != NULL, man = strstr(sex->text, "男") != NULL;
    if (!woman && !man) {
        TP_ASK(p->import, from, &MSG_SEX, sex->text);
        *wrong = true;
        return TP_DATE_NONE;
    }
    bool worker = is_worker(p, category);
    p->computed++;
    p->workers += woman && worker;
    return leaves_on(p->import, birth, woman, worker);
}

static bool take_person(person *p)
{
    tp_import *import = p->import;
    tp_from from = p->at;
    const tp_grid_cell *unit = cell_of(p, TP_F_CODE, &from);
    bool several, wrong = false;
    if (!unit->length)
        unit = cell_of(p, TP_F_NAME, &from);
    p->at = from;
    p->unit = unit->length ? tp_units_find(import, unit->text, &several) : -1;
    if (p->unit < 0) {
        TP_ASK(import, from, &MSG_NO_UNIT, unit->text);
        return true;
    }
    const char *category = category_of(p);
    tp_date on = category ? retirement(p, category, &wrong) : TP_DATE_NONE;
    if (wrong || !category)
        return !import->asks.out_of_memory;
    char day[TP_DATE_TEXT];
    tp_date_format(on / 100 * 100 + 1, day); /* month by month */
    const char *copy = tp_arena_text(import->arena, day);
    const char *who = tp_unit_mark(import, p->unit);
    if (!copy || !who)
        return false;
    for (int32_t l = import->units->items[p->unit].first_line; l >= 0;
         l = import->units->lines[l].next)
        if (strcmp(import->units->lines[l].category, category) == 0)
            import->units->lines[l].needed = true;
    tp_value values[] = {{who, p->at}, {category, p->at}, {copy, p->at}, {"1", p->at}};
    return tp_out_add(import, TP_OUT_ATTRITION, values);
}

bool tp_apply_people(tp_import *import, tp_block *b)
{
    person p = {.import = import, .b = b};
    char texts[5][TP_DEC_TEXT];
    for (size_t row = b->first; row < b->end; row++) {
        if (b->roles[row - b->first] != TP_ROW_DATA)
            continue;
        p.row = row;
        p.at = tp_from_cell(b, row, &b->columns[0]);
        if (!take_person(&p))
            return false;
    }
    if (p.computed) {
        tp_int_format(import->answers.retire_male, texts[0]);
        tp_int_format(import->answers.retire_female, texts[1]);
        tp_int_format((tp_wide)p.computed, texts[2]);
        tp_int_format((tp_wide)p.workers, texts[3]);
        tp_int_format(import->answers.retire_worker, texts[4]);
        tp_from at = tp_from_cell(b, b->head, &b->columns[0]);
        bool gradual = import->answers.retire_gradual;
        tp_words args[] = {{texts[0], texts[0]},
                           {texts[1], texts[1]},
                           {gradual ? "，并按渐进式延迟办法顺延" : "",
                            gradual ? ", later by the gradual rule" : ""},
                           {texts[2], texts[2]},
                           {texts[3], texts[3]},
                           {texts[4], texts[4]}};
        tp_diag_add_words(&import->findings, TP_WARNING, tp_from_pos(import, at, import->arena),
                          &MSG_COMPUTED, 6, args);
    }
    return true;
}

/* One row a unit, kind of slot and month: what people were counted into. */
bool tp_people_finish(tp_import *import)
{
    tp_import_table *t = &import->out[TP_OUT_ATTRITION];
    tp_ids *keys = tp_ids_create(import->arena, t->rows + 1);
    int64_t *sums = tp_arena_array(import->arena, t->rows + 1, sizeof *sums);
    size_t kept = 0;
    if (!keys || !sums)
        return false;
    for (size_t r = 0; r < t->rows; r++) {
        tp_value *row = &t->values[r * t->n_fields];
        char key[256];
        int64_t count = 0;
        bool fresh;
        snprintf(key, sizeof key, "%.20s|%.120s|%.20s", row[0].text, row[1].text, row[2].text);
        int32_t id = tp_ids_add(keys, key, strlen(key), &fresh);
        if (id == TP_ID_NONE)
            return false;
        if (tp_int_parse(row[3].text, strlen(row[3].text), &count) == TP_PARSE_OK)
            sums[id] += count;
        if (fresh)
            memmove(&t->values[kept++ * t->n_fields], row, t->n_fields * sizeof *row);
    }
    t->rows = kept;
    for (size_t r = 0; r < kept; r++) {
        char text[TP_DEC_TEXT];
        tp_int_format(sums[r], text);
        if (!(t->values[r * t->n_fields + 3].text = tp_arena_text(import->arena, text)))
            return false;
    }
    return true;
}

/* What the papers say of running loans that fall due. */
#include "report/papers/papers.h"

#include "models/rules/expiry.h"

#include <string.h>

static bool is_of(const tp_papers *p, const tp_expired *at, int32_t unit)
{
    const tp_dataset *data = p->run->data;
    return at->item >= 0 && (unit == TP_ID_NONE || data->lines[at->line].unit == unit);
}

size_t tp_expiry_decided(const tp_papers *p, int32_t unit)
{
    size_t count = 0;
    for (size_t i = 0; i < p->run->data->n_expired; i++)
        count += is_of(p, &p->run->data->expired[i], unit);
    return count;
}

enum { COLUMNS = 9, MINUTED = 9 };
static const tp_paper_column unit_columns[][COLUMNS] = {{{"借用", 15, 0},
                                                         {"类别", 10, 0},
                                                         {"到期日", 15, TP_CELL_CENTRE},
                                                         {"在借", 8, TP_CELL_RIGHT},
                                                         {"处理", 10, TP_CELL_CENTRE},
                                                         {"保留", 8, TP_CELL_RIGHT},
                                                         {"归还", 8, TP_CELL_RIGHT},
                                                         {"待还", 8, TP_CELL_RIGHT},
                                                         {"续用到", 18, TP_CELL_CENTRE}},
                                                        {{"Loan", 13, 0},
                                                         {"Category", 13, 0},
                                                         {"Due", 15, TP_CELL_CENTRE},
                                                         {"Slots", 8, TP_CELL_RIGHT},
                                                         {"Outcome", 13, TP_CELL_CENTRE},
                                                         {"Kept", 7, TP_CELL_RIGHT},
                                                         {"Back", 7, TP_CELL_RIGHT},
                                                         {"To come", 8, TP_CELL_RIGHT},
                                                         {"Used until", 16, TP_CELL_CENTRE}}};
static const tp_paper_column office_columns[][COLUMNS + 2] = {{{"单位", 15, 0},
                                                               {"借用", 10, 0},
                                                               {"类别", 7, 0},
                                                               {"到期日", 11, TP_CELL_CENTRE},
                                                               {"在借", 5, TP_CELL_RIGHT},
                                                               {"处理", 6, TP_CELL_CENTRE},
                                                               {"保留", 5, TP_CELL_RIGHT},
                                                               {"归还", 5, TP_CELL_RIGHT},
                                                               {"待还", 5, TP_CELL_RIGHT},
                                                               {"续用到", 11, TP_CELL_CENTRE},
                                                               {"依据", 20, 0}},
                                                              {{"Unit", 14, 0},
                                                               {"Loan", 9, 0},
                                                               {"Category", 9, 0},
                                                               {"Due", 11, TP_CELL_CENTRE},
                                                               {"Slots", 5, TP_CELL_RIGHT},
                                                               {"Outcome", 9, TP_CELL_CENTRE},
                                                               {"Kept", 5, TP_CELL_RIGHT},
                                                               {"Back", 5, TP_CELL_RIGHT},
                                                               {"To come", 6, TP_CELL_RIGHT},
                                                               {"Used until", 11, TP_CELL_CENTRE},
                                                               {"Basis", 16, 0}}};

static const tp_paper_column minutes_columns[][MINUTED] = {{{"序号", 8, TP_CELL_CENTRE},
                                                            {"单位", 27, 0},
                                                            {"借用", 16, 0},
                                                            {"在借", 8, TP_CELL_RIGHT},
                                                            {"处理", 8, TP_CELL_CENTRE},
                                                            {"保留", 8, TP_CELL_RIGHT},
                                                            {"归还", 8, TP_CELL_RIGHT},
                                                            {"待还", 8, TP_CELL_RIGHT},
                                                            {"续用到", 17, TP_CELL_CENTRE}},
                                                           {{"No.", 7, TP_CELL_CENTRE},
                                                            {"Unit", 25, 0},
                                                            {"Loan", 16, 0},
                                                            {"Slots", 8, TP_CELL_RIGHT},
                                                            {"Outcome", 14, TP_CELL_CENTRE},
                                                            {"Kept", 8, TP_CELL_RIGHT},
                                                            {"Back", 8, TP_CELL_RIGHT},
                                                            {"To come", 9, TP_CELL_RIGHT},
                                                            {"Used until", 17, TP_CELL_CENTRE}}};

typedef struct sums {
    int64_t loans, kept, back, left;
} sums;

static sums all_of(const tp_papers *p)
{
    sums s = {0};
    for (size_t i = 0; i < p->run->data->n_expired; i++) {
        const tp_expired *at = &p->run->data->expired[i];
        if (!is_of(p, at, TP_ID_NONE))
            continue;
        s.loans++;
        s.kept += at->kept;
        s.back += at->back;
        s.left += at->count - at->kept - at->back;
    }
    return s;
}

/* {0} loans, of their slots {1} used on, {2} back at once, {3} still to come. */
static void say_sums(tp_paper *paper, const tp_papers *p, tp_block_kind kind, tp_words frame)
{
    const sums s = all_of(p);
    const char *args[] = {tp_paper_format(paper, "%lld", (long long)s.loans),
                          tp_paper_format(paper, "%lld", (long long)s.kept),
                          tp_paper_format(paper, "%lld", (long long)s.back),
                          tp_paper_format(paper, "%lld", (long long)s.left)};
    tp_paper_fill(paper, kind, frame, 4, args);
}

static const char *loan_name(const tp_expired *at)
{
    return *at->demand ? at->demand : at->loan;
}

/* The slots, and what becomes of them, as every table of loans due has them. */
static void outcome_cells(tp_paper *paper, tp_paper_table *table, const tp_papers *p,
                          const tp_expired *at)
{
    const tp_expiry_item *items = tp_expiry_of(p->run->scenario)->outcomes.items;
    tp_paper_cell_count(paper, table, at->count);
    tp_paper_cell(paper, table, tp_paper_words(paper, tp_expiry_words[items[at->item].outcome]));
    tp_paper_cell_count(paper, table, at->kept);
    tp_paper_cell_count(paper, table, at->back);
    tp_paper_cell_count(paper, table, at->count - at->kept - at->back);
    tp_paper_cell(paper, table, at->kept ? tp_paper_iso(paper, at->due_after) : "");
}

static void loan_cells(tp_paper *paper, tp_paper_table *table, const tp_papers *p,
                       const tp_expired *at)
{
    const tp_dataset *data = p->run->data;
    tp_paper_cell(paper, table, loan_name(at));
    tp_paper_cell(paper, table, tp_dataset_name(data, data->lines[at->line].category));
    tp_paper_cell(paper, table, tp_paper_iso(paper, at->due));
    outcome_cells(paper, table, p, at);
}

void tp_expiry_section(tp_paper *paper, const tp_papers *p)
{
    const tp_dataset *data = p->run->data;
    if (!tp_expiry_decided(p, TP_ID_NONE))
        return;
    say_sums(paper, p, TP_BLOCK_CAPTION,
             (tp_words){"到期借用的处理共 {0} 笔：续用 {1} 个，归还 {2} 个，待归还 {3} 个",
                        "{0} {0|loan|loans} due: {1} used on, {2} given back, {3} still to "
                        "come"});
    tp_paper_table *table = tp_paper_table_add(paper, office_columns[p->lang], COLUMNS + 2);
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        if (!is_of(p, at, TP_ID_NONE))
            continue;
        const tp_unit *unit = &data->units[data->lines[at->line].unit];
        tp_paper_cell(paper, table,
                      strcmp(unit->code, unit->name) == 0
                          ? unit->code
                          : tp_paper_format(paper, "%s %s", unit->code, unit->name));
        loan_cells(paper, table, p, at);
        tp_paper_cell(paper, table, tp_expiry_basis(p->run->scenario, at->item));
    }
}

void tp_expiry_sentence(tp_paper *paper, const tp_papers *p)
{
    if (tp_expiry_decided(p, TP_ID_NONE))
        say_sums(paper, p, TP_BLOCK_BODY,
                 (tp_words){"审定到期借用 {0} 笔的处理：续用编制 {1} 个，归还 {2} 个，待归还 {3} "
                            "个。",
                            "Of {0} {0|loan that falls|loans that fall} due {1} {1|slot is|slots "
                            "are} used on, {2} given back, {3} still to come."});
}

bool tp_expiry_minuted(tp_paper *paper, const tp_papers *p, const char *heading)
{
    const tp_dataset *data = p->run->data;
    int64_t number = 0;
    if (!tp_expiry_decided(p, TP_ID_NONE))
        return false;
    tp_paper_add(paper, TP_BLOCK_HEADING, heading);
    tp_paper_table *table = tp_paper_table_add(paper, minutes_columns[p->lang], MINUTED);
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        if (!is_of(p, at, TP_ID_NONE))
            continue;
        tp_paper_cell_count(paper, table, ++number);
        tp_paper_cell(paper, table, data->units[data->lines[at->line].unit].name);
        tp_paper_cell(paper, table, loan_name(at));
        outcome_cells(paper, table, p, at);
    }
    return true;
}

void tp_expiry_part(tp_paper *paper, const tp_papers *p, int32_t unit, const char *ordinal)
{
    const tp_dataset *data = p->run->data;
    int64_t left = 0;
    tp_paper_fill(paper, TP_BLOCK_HEADING,
                  (tp_words){"{0}、到期借用的处理", "{0}. Loans that fall due"}, 1, &ordinal);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(paper, (tp_words){"你单位到期的借用编制，经评估处理如下：",
                                         "Of your loans that fall due, after evaluation:"}));
    tp_paper_table *table = tp_paper_table_add(paper, unit_columns[p->lang], COLUMNS);
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        if (!is_of(p, at, unit))
            continue;
        loan_cells(paper, table, p, at);
        left += at->count - at->kept - at->back;
    }
    const char *count = tp_paper_format(paper, "%lld", (long long)left);
    if (left)
        tp_paper_fill(
            paper, TP_BLOCK_BODY,
            (tp_words){"待还的{0}个编制随人员调离、退休或辞职归还周转池，空出后不再补充人员"
                       "。",
                       "The {0} still to come {0|goes|go} back to the pool as posts fall "
                       "vacant, which are not filled again."},
            1, &count);
}

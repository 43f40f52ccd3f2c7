#include "report/views/metrics.h"

#include <string.h>

#define COUNT TP_METRIC_COUNT
#define SHARE TP_METRIC_SHARE

enum {
    ASKED,
    OWN,
    LENT,
    UNRESOLVED,
    SHORT,
    REFUSED,
    STATUTORY,
    STATUTORY_REFUSED,
    MET,
    LOWEST,
    DEPOSITS,
    DONORS,
    RECLAIMED,
    TRANSFERS,
    CONVERSIONS,
    PEOPLE,
    OVER,
    REGROUPED,
    CUT,
    DUE,
    DUE_KEPT,
    DUE_BACK,
    DUE_OWED,
    OPENING,
    CLOSING,
    REQUIRED,
    BORROWERS,
    UNITS,
    NEED,
    BURDEN,
    SATURATION,
    METRICS
};

const tp_metric tp_metrics[] = {
    [ASKED] = {"asked", {"申请编制数", "Asked"}, COUNT, 0, false},
    [OWN] = {"own", {"自有空编解决", "Covered by own vacancies"}, COUNT, 0, false},
    [LENT] = {"lent", {"周转池投放", "Lent from the pools"}, COUNT, 0, false},
    [UNRESOLVED] = {"unresolved",
                    {"未解决（尚缺与不予受理合计）", "Unresolved (short and refused)"},
                    COUNT,
                    -1,
                    false},
    [SHORT] = {"short", {"其中：受理后尚缺", "of which accepted, still short"}, COUNT, 0, true},
    [REFUSED] = {"refused", {"其中：不予受理", "of which refused"}, COUNT, 0, true},
    [STATUTORY] = {"statutory",
                   {"法定保障缺口（尚缺与不予受理合计）",
                    "Statutory shortfall (short and refused)"},
                   COUNT,
                   -1,
                   false},
    [STATUTORY_REFUSED] = {"statutory_refused",
                           {"其中：法定保障不予受理", "of which statutory, refused"},
                           COUNT,
                           0,
                           true},
    [MET] = {"met", {"满足率（占申请数）", "Share met, of all asked"}, SHARE, 1, false},
    [LOWEST] = {"lowest", {"最低的领域满足率", "Lowest share met of a sector"}, SHARE, 1, false},
    [DEPOSITS] = {"deposits", {"收储（存入）", "Deposits"}, COUNT, 0, false},
    [DONORS] = {"donors", {"存入的单位×类别", "Lines that deposit"}, COUNT, 0, false},
    [RECLAIMED] = {"reclaimed", {"硬性收储", "Reclaimed"}, COUNT, 0, false},
    [TRANSFERS] = {"transfers", {"跨池调剂", "Transfers between pools"}, COUNT, 0, false},
    [CONVERSIONS] =
        {"conversions", {"跨类别统筹", "Conversions between categories"}, COUNT, 0, false, true},
    [PEOPLE] = {"people", {"人员划转（人）", "People moved"}, COUNT, 0, false, true},
    [OVER] =
        {"over", {"仍超编人数（人）", "People still above usage rights"}, COUNT, -1, false, true},
    [REGROUPED] = {"regrouped",
                   {"机构编制调整变动归属", "Change owner by the reorganisation"},
                   COUNT,
                   0,
                   false,
                   true},
    [CUT] = {"cut", {"其中：收归周转池", "of which for the pools"}, COUNT, 0, true, true},
    [DUE] = {"due", {"已作处理的到期借用", "Loans fallen due, decided"}, COUNT, 0, false, true},
    [DUE_KEPT] = {"due_kept", {"其中：续用", "of which used on"}, COUNT, 0, true, true},
    [DUE_BACK] =
        {"due_back", {"其中：当即归还", "of which given back at once"}, COUNT, 0, true, true},
    [DUE_OWED] =
        {"due_owed", {"其中：随减员归还", "of which as posts fall vacant"}, COUNT, 0, true, true},
    [OPENING] = {"opening", {"周转池期初余额", "Pools before"}, COUNT, 0, false},
    [CLOSING] = {"closing", {"周转池期末余额", "Pools after"}, COUNT, 0, false},
    [REQUIRED] = {"required", {"其中：按规定应留", "of which must be kept"}, COUNT, 0, true},
    [BORROWERS] = {"borrowers", {"借用的单位×类别", "Lines that borrow"}, COUNT, 0, false},
    [UNITS] = {"units", {"涉及单位数", "Units touched"}, COUNT, 0, false},
    [NEED] = {"need",
              {"需求价值（按各自权重）", "Value of what is lent (own weights)"},
              TP_METRIC_DECIMAL,
              0,
              false},
    [BURDEN] = {"burden",
                {"存入负担（编制×饱满度）", "Burden (slots × saturation)"},
                TP_METRIC_DECIMAL,
                0,
                false},
    [SATURATION] = {"saturation",
                    {"存入单位平均工作饱满度", "Mean saturation of depositors"},
                    TP_METRIC_RATIO,
                    0,
                    false},
};
const size_t tp_n_metrics = METRICS;

static tp_wide share(int64_t top, int64_t bottom)
{
    return bottom > 0 ? tp_half_up_div((tp_wide)top * TP_DEC_ONE, bottom) : TP_DEC_NONE;
}

tp_wide tp_metric_value(const tp_figures *f, size_t metric)
{
    const tp_group_figures *statutory = &f->by_class[TP_STATUTORY];
    const tp_wide values[METRICS] = {
        [ASKED] = f->all.asked,
        [OWN] = f->all.own,
        [LENT] = f->all.lent,
        [UNRESOLVED] = f->all.unmet + f->all.denied,
        [SHORT] = f->all.unmet,
        [REFUSED] = f->all.denied,
        [STATUTORY] = statutory->unmet + statutory->denied,
        [STATUTORY_REFUSED] = statutory->denied,
        [MET] = share(f->all.own + f->all.lent, f->all.asked),
        [LOWEST] = share(f->lowest_top, f->lowest_bottom),
        [DEPOSITS] = f->deposits,
        [DONORS] = f->donors,
        [RECLAIMED] = f->reclaimed,
        [TRANSFERS] = f->transfers,
        [CONVERSIONS] = f->conversions,
        [PEOPLE] = f->people,
        [OVER] = f->over,
        [REGROUPED] = f->regrouped,
        [CUT] = f->cut,
        [DUE] = f->due,
        [DUE_KEPT] = f->due_kept,
        [DUE_BACK] = f->due_back,
        [DUE_OWED] = f->due_owed,
        [OPENING] = f->opening,
        [CLOSING] = f->closing,
        [REQUIRED] = f->required,
        [BORROWERS] = f->borrowers,
        [UNITS] = f->touched_units,
        [NEED] = f->need_value,
        [BURDEN] = f->burden_value,
        [SATURATION] = f->donor_saturation,
    };
    return values[metric];
}

/* People above usage rights are asked about where some could move, or where runs differ in them. */
static bool shows_over(const tp_comparison *cmp)
{
    for (size_t r = 0; r < cmp->n_runs; r++)
        if (cmp->figures[r].people || cmp->figures[r].over != cmp->figures[0].over)
            return true;
    return false;
}

bool tp_metric_comparable(const tp_comparison *cmp, size_t metric, size_t run)
{
    return metric != NEED || cmp->same_values[run];
}

bool tp_metric_answers(size_t metric)
{
    return metric <= LOWEST;
}

bool tp_metric_shown(const tp_comparison *cmp, size_t metric)
{
    bool any = !tp_metrics[metric].rare;
    if (metric == OVER)
        return shows_over(cmp);
    for (size_t r = 0; r < cmp->n_runs && !any; r++)
        any = tp_metric_value(&cmp->figures[r], metric) != 0;
    return any;
}

/* Rates are compared as fractions: 2/3 and 0.666667 are not the same. */
static int compare(const tp_figures *a, const tp_figures *b, size_t metric)
{
    tp_wide mine = tp_metric_value(a, metric), other = tp_metric_value(b, metric);
    if (metric == MET) {
        mine = (tp_wide)(a->all.own + a->all.lent) * b->all.asked;
        other = (tp_wide)(b->all.own + b->all.lent) * a->all.asked;
    } else if (metric == LOWEST) {
        mine = (tp_wide)a->lowest_top * b->lowest_bottom;
        other = (tp_wide)b->lowest_top * a->lowest_bottom;
    }
    return mine > other ? 1 : mine < other ? -1 : 0;
}

tp_star tp_metric_star(const tp_comparison *cmp, size_t metric, size_t run)
{
    tp_star star = {false, 0};
    const tp_figures *mine = &cmp->figures[run];
    bool differs = false;
    if (!tp_metrics[metric].better || tp_metric_value(mine, metric) == TP_DEC_NONE)
        return star;
    for (size_t k = 0; k < cmp->n_runs; k++) {
        const tp_figures *other = &cmp->figures[k];
        /* Figures of other data, or of other demands, are no measure of the scenario. */
        if (strcmp(cmp->runs[k]->data->sha256, cmp->runs[run]->data->sha256) != 0 ||
            tp_metric_value(other, metric) == TP_DEC_NONE)
            return star;
        int sign = compare(mine, other, metric) * tp_metrics[metric].better;
        if (sign < 0)
            return star;
        differs = differs || sign > 0;
    }
    star.best = differs;
    for (size_t k = 0; k < cmp->n_runs && differs; k++) {
        int64_t here = cmp->refuses_settled[run * cmp->n_runs + k];
        star.beside = here > star.beside ? here : star.beside;
    }
    return star;
}

tp_words tp_metric_about(const tp_figures *f, size_t metric)
{
    if (metric != LOWEST || !f->lowest_bottom)
        return (tp_words){NULL, NULL};
    const char *name = f->lowest_sector;
    return *name ? (tp_words){name, name} : (tp_words){"未注明领域", "no sector"};
}

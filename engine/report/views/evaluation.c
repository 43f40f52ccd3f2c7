#include "report/views/evaluation.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static void text_or_empty(tp_view *view, const char *text)
{
    if (text)
        tp_view_text(view, text);
    else
        tp_view_empty(view);
}

static void grade_figure(tp_view *view, const tp_evaluation *e, int32_t grade)
{
    text_or_empty(view, grade == TP_ID_NONE ? NULL : e->spec->grades[grade].grade);
}

static void add_unit(tp_view *view, const tp_evaluation *e, int32_t unit)
{
    tp_view_text(view, e->data->units[unit].code);
    tp_view_text(view, e->data->units[unit].name);
}

static void unit_columns(tp_view *view)
{
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), TP_COL_MERGE);
    tp_view_column_add(view, "name", W("单位名称", "Name"), TP_COL_WRAP | TP_COL_MERGE);
}

static tp_view *facts(tp_page *page, const char *id, tp_words title)
{
    tp_view *view = tp_page_view(page, id, title);
    view->facts = true;
    tp_view_column_add(view, "name", W("项目", "Item"), 0);
    tp_view_column_add(view, "value", W("内容", "Value"), 0);
    return view;
}

static void count_fact(tp_view *view, tp_words name, tp_wide count)
{
    tp_view_words(view, name);
    tp_view_count(view, count);
}

static void summary(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = facts(page, "summary", W("评估概况", "Evaluation"));
    int32_t incomplete = 0, renormalised = 0;
    for (int32_t u = 0; u < e->data->n_units; u++) {
        incomplete += e->units[u].state == TP_UNIT_INCOMPLETE;
        renormalised += e->units[u].state == TP_UNIT_RENORMALISED;
    }
    if (e->spec->title.zh) {
        tp_view_words(view, W("名称", "Title"));
        tp_view_words(view, e->spec->title);
    }
    tp_view_words(view, W("评估日期", "Evaluated on"));
    tp_view_date(view, e->spec->evaluated_on);
    count_fact(view, W("单位", "Units"), e->data->n_units);
    count_fact(view, W("已评定等次", "Graded"), e->n_ranked);
    if (renormalised)
        count_fact(view, W("其中按已有指标归一", "Of these renormalised"), renormalised);
    count_fact(view, W("资料不全、不出结果", "Data missing, no outcome"), incomplete);
    count_fact(view, W("评分记录", "Scores read"), (tp_wide)e->evidence->n_scores);
    tp_view_words(view, W("取整", "Rounding"));
    tp_view_words(view,
                  W("全程按精确分数计算，最后一次四舍五入到 6 位小数",
                    "exact fractions throughout, rounded half up to 6 digits once at the end"));
    tp_view_words(view, W("身份（SHA-256）", "Identity (SHA-256)"));
    tp_view_text(view, e->sha256);
}

static void grades(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = tp_page_view(page, "grades", W("等次分布", "Grades"));
    tp_view_column_add(view, "grade", W("等次", "Grade"), 0);
    tp_view_column_add(view, "at_least", W("最低得分", "At least"), TP_COL_NUMBER);
    tp_view_column_add(view, "earned", W("按得分", "Earned"), TP_COL_NUMBER);
    tp_view_column_add(view, "allowed", W("名额", "Allowed"), TP_COL_NUMBER);
    tp_view_column_add(view, "held", W("评定", "Held"), TP_COL_NUMBER);
    size_t q = 0;
    for (int32_t g = 0; g < (int32_t)e->spec->n_grades; g++) {
        int32_t earned = 0, held = 0;
        for (int32_t u = 0; u < e->data->n_units; u++) {
            earned += e->units[u].earned == g;
            held += e->units[u].grade == g;
        }
        tp_view_text(view, e->spec->grades[g].grade);
        tp_view_dec(view, e->spec->grades[g].at_least);
        tp_view_count(view, earned);
        if (q < e->n_quotas && e->quotas[q].grade == g)
            tp_view_count(view, e->quotas[q++].allowed);
        else
            tp_view_empty(view);
        tp_view_count(view, held);
    }
    if (e->n_quotas)
        view->note = W("名额 = 比例 × "
                       "评定单位数，向下取整；同分时依次看饱满度、单位编码；超出者顺延下一等次。",
                       "Allowed = share × units graded, rounded down; ties go by saturation, then "
                       "code; the rest fall to the next grade.");
}

static void ranking(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = tp_page_view(page, "ranking", W("排名", "Ranking"));
    tp_view_column_add(view, "rank", W("名次", "Rank"), TP_COL_NUMBER);
    unit_columns(view);
    tp_view_column_add(view, "score", W("得分", "Score"), TP_COL_NUMBER);
    tp_view_column_add(view, "before", W("扣分前", "Before"), TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "deduction", W("扣分", "Off"), TP_COL_NUMBER);
    tp_view_column_add(view, "earned", W("得分等次", "Earned"), TP_COL_SPARE);
    tp_view_column_add(view, "grade", W("等次", "Grade"), 0);
    tp_view_column_add(view, "saturation", W("饱满度", "Saturation"), TP_COL_NUMBER);
    tp_view_column_add(view, "load", W("负荷", "Load"), TP_COL_SPARE);
    view->empty = W("没有单位得出评估结果。", "No unit has an outcome.");
    for (int32_t i = 0; i < e->n_ranked; i++) {
        int32_t unit = e->ranking[i];
        const tp_assessed *one = &e->units[unit];
        tp_view_count(view, one->rank);
        add_unit(view, e, unit);
        tp_view_dec(view, one->score);
        tp_view_dec(view, one->before);
        tp_view_dec(view, one->deduction);
        grade_figure(view, e, one->earned);
        grade_figure(view, e, one->grade);
        tp_view_dec(view, one->saturation);
        tp_view_words(view, tp_load_words[e->saturation.units[unit].load]);
    }
}

static void missing_leaves(tp_view *view, const tp_evaluation *e, int32_t unit)
{
    const tp_class *class = &e->classes.items[e->classes.of_unit[unit]];
    size_t at = e->evidence->first_score[unit];
    for (size_t i = 0; i < class->n_leaves; i++) {
        const tp_indicator *leaf = &e->spec->indicators[class->leaves[i].leaf];
        if (tp_scores_of(e->evidence, unit, class->leaves[i].leaf, &at).count)
            continue;
        add_unit(view, e, unit);
        tp_view_text(view, leaf->id);
        tp_view_words(view, leaf->name);
        tp_view_words(view, W("没有任何来源的评分", "no score from any source"));
        tp_view_words(view, e->units[unit].state == TP_UNIT_RENORMALISED
                                ? W("不计此项，其余指标归一", "left out, the others renormalised")
                                : W("本单位不出评估结果", "the unit gets no outcome"));
    }
}

static void missing(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = tp_page_view(page, "missing", W("缺失资料", "Missing data"));
    unit_columns(view);
    tp_view_column_add(view, "indicator", W("指标", "Indicator"), 0);
    tp_view_column_add(view, "indicator_name", W("指标名称", "Its name"), TP_COL_WRAP);
    tp_view_column_add(view, "what", W("缺什么", "What is missing"), TP_COL_WRAP);
    tp_view_column_add(view, "effect", W("后果", "Consequence"), TP_COL_WRAP);
    view->empty = W("资料齐全。", "Nothing is missing.");
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t unit = e->data->unit_input_order[i];
        if (e->units[unit].missing)
            missing_leaves(view, e, unit);
        if (!e->spec->saturation.present || e->units[unit].saturation != TP_DEC_NONE)
            continue;
        add_unit(view, e, unit);
        tp_view_empty(view);
        tp_view_empty(view);
        tp_view_words(view, W("截至评估日期没有工作量", "no workload up to the evaluation's date"));
        tp_view_words(view, W("不出饱满度", "no saturation"));
    }
}

static void weights(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = tp_page_view(page, "weights", W("指标权重", "Weights"));
    const tp_spec *spec = e->spec;
    tp_view_column_add(view, "group", W("所属", "Group"), TP_COL_MERGE);
    tp_view_column_add(view, "weighing", W("赋权方法", "Method"), TP_COL_MERGE);
    tp_view_column_add(view, "cr", W("CR", "CR"), TP_COL_NUMBER | TP_COL_MERGE);
    tp_view_column_add(view, "indicator", W("指标", "Indicator"), 0);
    tp_view_column_add(view, "name", W("名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "weight", W("组内权重", "Weight in group"), TP_COL_NUMBER);
    for (size_t g = 0; g < spec->n_groups; g++) {
        const tp_group *group = &spec->groups[g];
        tp_wide sum = 0;
        for (int32_t i = 1; i < spec->n_common; i++)
            if (spec->indicators[i].parent == group->indicator)
                sum += spec->indicators[i].weight;
        for (int32_t i = 1; i < spec->n_common && sum; i++) {
            const tp_indicator *one = &spec->indicators[i];
            if (one->parent != group->indicator)
                continue;
            tp_view_text(view, spec->indicators[group->indicator].id);
            tp_view_words(view, tp_weighing_words[group->weighing]);
            tp_view_dec(view, group->weighing == TP_WEIGHED_BY_AHP ? group->ahp.cr : TP_DEC_NONE);
            tp_view_text(view, one->id);
            tp_view_words(view, one->name);
            tp_view_dec(view, tp_half_up_div((tp_wide)one->weight * TP_DEC_ONE, sum));
        }
    }
}

static tp_words outlier_words(int32_t outlier)
{
    return outlier < 0   ? W("偏低离群", "far below its peers")
           : outlier > 0 ? W("偏高离群", "far above its peers")
                         : W("", "");
}

static void saturation(tp_page *page, const tp_evaluation *e)
{
    tp_view *view = tp_page_view(page, "saturation", W("工作饱满度", "Saturation"));
    unit_columns(view);
    tp_view_column_add(view, "year", W("年度", "Year"), TP_COL_NUMBER);
    tp_view_column_add(view, "hours", W("所需工时", "Hours needed"), TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "in_post", W("实有", "In post"), TP_COL_NUMBER);
    tp_view_column_add(view, "per_head", W("人均工时", "Hours a head"), TP_COL_NUMBER);
    tp_view_column_add(view, "saturation", W("饱满度", "Saturation"), TP_COL_NUMBER);
    tp_view_column_add(view, "growth", W("工时增长", "Growth"), TP_COL_NUMBER);
    tp_view_column_add(view, "need", W("所需编制", "Slots needed"), TP_COL_NUMBER);
    tp_view_column_add(view, "quarter", W("同类四分位", "Quarter"), TP_COL_NUMBER | TP_COL_SPARE);
    tp_view_column_add(view, "outlier", W("离群", "Outlier"), TP_COL_SPARE);
    view->empty = W("没有工作量。", "There is no workload.");
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t unit = e->data->unit_input_order[i];
        const tp_unit_load *load = &e->saturation.units[unit];
        for (size_t y = 0; y < load->n_years; y++) {
            const tp_workload_year *year = &load->years[y];
            bool last = y + 1 == load->n_years;
            add_unit(view, e, unit);
            tp_view_count(view, year->year);
            tp_view_dec(view, year->hours_text);
            tp_view_count(view, e->evidence->in_post[unit]);
            tp_view_dec(view, year->per_head);
            tp_view_dec(view, year->saturation);
            if (year->growth == TP_DEC_NONE)
                tp_view_empty(view);
            else
                tp_view_share(view, year->growth);
            tp_view_count(view, year->need);
            if (last && load->quarter)
                tp_view_count(view, load->quarter);
            else
                tp_view_empty(view);
            tp_view_words(view, outlier_words(last ? load->outlier : 0));
        }
    }
}

static void one_peers(tp_view *view, const tp_evaluation *e, const tp_peers *peers)
{
    tp_view_text(view, tp_dataset_name(e->data, peers->kind));
    tp_view_text(view, tp_dataset_name(e->data, peers->system));
    tp_view_count(view, peers->count);
    for (size_t q = 0; q < 5; q++)
        tp_view_dec(view, peers->quartile[q]);
}

static tp_view *peers_view(tp_page *page)
{
    tp_view *view = tp_page_view(page, "peers", W("同类单位饱满度", "Saturation among peers"));
    tp_view_column_add(view, "kind", W("机构性质", "Kind"), 0);
    tp_view_column_add(view, "system", W("系统", "System"), 0);
    tp_view_column_add(view, "count", W("单位数", "Units"), TP_COL_NUMBER);
    tp_view_column_add(view, "least", W("最低", "Least"), TP_COL_NUMBER);
    tp_view_column_add(view, "q1", W("下四分位", "Q1"), TP_COL_NUMBER);
    tp_view_column_add(view, "median", W("中位", "Median"), TP_COL_NUMBER);
    tp_view_column_add(view, "q3", W("上四分位", "Q3"), TP_COL_NUMBER);
    tp_view_column_add(view, "greatest", W("最高", "Greatest"), TP_COL_NUMBER);
    return view;
}

tp_status tp_evaluation_page(tp_page *page, const tp_evaluation *e,
                             const tp_evaluation_page_options *options, tp_err *err)
{
    summary(page, e);
    grades(page, e);
    ranking(page, e);
    missing(page, e);
    if (options->all) {
        weights(page, e);
        saturation(page, e);
        tp_view *view = peers_view(page);
        for (size_t g = 0; g < e->saturation.n_peers; g++)
            one_peers(view, e, &e->saturation.peers[g]);
    }
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}

/* --- one unit --- */

static const char *dec(tp_page *page, tp_dec value)
{
    return value == TP_DEC_NONE ? "—" : tp_page_dec(page, value);
}

static void conclude(tp_page *page, const tp_evaluation *e, const tp_unit_trace *trace)
{
    const tp_assessed *one = trace->assessed;
    const tp_unit *unit = &e->data->units[trace->unit];
    if (one->state == TP_UNIT_INCOMPLETE) {
        tp_page_format(
            page, TP_PART_TEXT,
            W("{0}（{1}）有 {2} 项指标没有任何来源的评分（共 {3} 项），本次不出评估结果；"
              "这不等于零分，补齐后重新评估即可。",
              "{1} ({0}) has no score from any source on {2} of its {3} indicators, so it "
              "gets no outcome. That is not a zero: add what is missing and evaluate "
              "again."),
            4,
            TP_ARGS_(unit->code, unit->name, tp_page_count(page, one->missing),
                     tp_page_count(page, one->leaves)));
        return;
    }
    const tp_grade_rule *rules = e->spec->grades;
    tp_page_format(
        page, TP_PART_TEXT,
        W("{0}（{1}）得分 {2}：指标得分 {3}，问题扣分 {4}；第 {5} 名（共 {6} 个单位），等次{7}。",
          "{1} ({0}) scores {2}: {3} on its indicators, {4} off for issues; rank {5} of "
          "{6}, grade {7}."),
        8,
        TP_ARGS_(unit->code, unit->name, dec(page, one->score), dec(page, one->before),
                 dec(page, one->deduction), tp_page_count(page, one->rank),
                 tp_page_count(page, e->n_ranked), rules[one->grade].grade));
    if (one->earned != one->grade)
        tp_page_format(page, TP_PART_TEXT,
                       W("按得分可评{0}，因名额已满顺延为{1}。",
                         "The score earns {0}; its quota is full, so the grade is {1}."),
                       2, TP_ARGS_(rules[one->earned].grade, rules[one->grade].grade));
    if (one->state == TP_UNIT_RENORMALISED)
        tp_page_format(page, TP_PART_TEXT,
                       W("有 {0} 项指标没有评分，未计入，其余指标权重已归一。",
                         "{0} indicators were scored by nobody; they do not count and the others' "
                         "weights were renormalised."),
                       1, TP_ARGS_(tp_page_count(page, one->missing)));
}

static void heaviest(tp_page *page, const tp_evaluation *e, const tp_unit_trace *trace)
{
    int32_t leaf = tp_trace_heaviest_loss(trace);
    for (size_t i = 0; i < trace->n_leaves; i++)
        if (leaf != TP_ID_NONE && trace->leaves[i].leaf == leaf) {
            tp_words name = e->spec->indicators[leaf].name;
            const char *lost = tp_page_dec(page, trace->leaves[i].lost);
            const char *zh[] = {name.zh, lost}, *en[] = {name.en, lost};
            tp_words text =
                W("失分最多的是“{0}”，失 {1} 分。", "Most was lost on {0}: {1} points.");
            tp_words filled = {tp_page_words(page, text, 2, zh).zh,
                               tp_page_words(page, text, 2, en).en};
            tp_page_text(page, filled);
        }
}

static void leaves(tp_page *page, const tp_evaluation *e, const tp_unit_trace *trace)
{
    tp_view *view = tp_page_view(page, "leaves", W("各项指标", "Indicators"));
    tp_view_column_add(view, "group", W("所属", "Group"), TP_COL_WRAP | TP_COL_MERGE);
    tp_view_column_add(view, "indicator", W("指标", "Indicator"), 0);
    tp_view_column_add(view, "name", W("名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "weight", W("总权重", "Weight in the whole"), TP_COL_NUMBER);
    tp_view_column_add(view, "points", W("得分", "Points"), TP_COL_NUMBER);
    tp_view_column_add(view, "gained", W("计入", "Gained"), TP_COL_NUMBER);
    tp_view_column_add(view, "lost", W("失分", "Lost"), TP_COL_NUMBER);
    view->note = W("计入 = 总权重 × 得分，失分 = 总权重 × (100 − 得分)；得分为空：没有评分。",
                   "Gained = weight × points, lost = weight × (100 − points); no points: nobody "
                   "scored it.");
    for (size_t i = 0; i < trace->n_leaves; i++) {
        const tp_leaf_trace *leaf = &trace->leaves[i];
        const tp_indicator *one = &e->spec->indicators[leaf->leaf];
        tp_view_words(view, e->spec->indicators[one->parent].name);
        tp_view_text(view, one->id);
        tp_view_words(view, one->name);
        tp_view_dec(view,
                    trace->assessed->state == TP_UNIT_INCOMPLETE ? leaf->stated : leaf->weight);
        tp_view_dec(view, leaf->points);
        if (leaf->missing || trace->assessed->state == TP_UNIT_INCOMPLETE) {
            tp_view_empty(view);
            tp_view_empty(view);
        } else {
            tp_view_dec(view, leaf->gained);
            tp_view_dec(view, leaf->lost);
        }
    }
}

static void source_rows(tp_view *view, const tp_evaluation *e, const tp_leaf_trace *leaf,
                        const tp_source_trace *source)
{
    const tp_indicator *one = &e->spec->indicators[leaf->leaf];
    for (int32_t k = 0; k < source->scorers; k++) {
        tp_view_text(view, one->id);
        tp_view_text(view, e->evidence->sources[source->source].id);
        tp_view_dec(view, source->share);
        tp_view_dec(view, source->mean);
        if (one->kind == TP_LEAF_MENU)
            tp_view_text(view, one->options[source->scores[k].value].label);
        else
            tp_view_dec(view, source->scores[k].value);
        tp_view_dec(view, source->scores[k].points);
    }
}

static void scores(tp_page *page, const tp_evaluation *e, const tp_unit_trace *trace)
{
    tp_view *view = tp_page_view(page, "scores", W("各来源评分", "Scores by source"));
    tp_view_column_add(view, "indicator", W("指标", "Indicator"), TP_COL_MERGE);
    tp_view_column_add(view, "source", W("来源", "Source"), TP_COL_MERGE);
    tp_view_column_add(view, "share", W("来源权重", "Weight"), TP_COL_NUMBER | TP_COL_MERGE);
    tp_view_column_add(view, "mean", W("来源均分", "Mean"), TP_COL_NUMBER | TP_COL_MERGE);
    tp_view_column_add(view, "value", W("评价", "Value"), TP_COL_NUMBER);
    tp_view_column_add(view, "points", W("得分", "Points"), TP_COL_NUMBER);
    view->note = W("来源权重已在有评分的来源之间归一。",
                   "Weights are renormalised over the sources that scored.");
    for (size_t i = 0; i < trace->n_leaves; i++)
        for (size_t s = 0; s < trace->leaves[i].n_sources; s++)
            source_rows(view, e, &trace->leaves[i], &trace->leaves[i].sources[s]);
}

static void issues(tp_page *page, const tp_evaluation *e, int32_t unit)
{
    tp_view *view = tp_page_view(page, "issues", W("问题台账", "Issues"));
    tp_view_column_add(view, "issue", W("编号", "Issue"), 0);
    tp_view_column_add(view, "class", W("类别", "Class"), 0);
    tp_view_column_add(view, "found_on", W("发现日期", "Found on"), 0);
    tp_view_column_add(view, "due_on", W("整改期限", "Due on"), 0);
    tp_view_column_add(view, "closed_on", W("销号日期", "Closed on"), 0);
    tp_view_column_add(view, "text", W("内容", "Text"), TP_COL_WRAP);
    const tp_unit *u = &e->data->units[unit];
    for (int32_t i = u->first_issue; i < u->first_issue + u->issues; i++) {
        const tp_issue *issue = &e->data->issues[i];
        tp_view_text(view, issue->code);
        tp_view_words(view, tp_issue_class_words[issue->issue_class]);
        tp_view_date(view, issue->found_on);
        tp_view_date(view, issue->due_on);
        tp_view_date(view, issue->closed_on);
        tp_view_text(view, issue->text ? issue->text : "");
    }
}

static void workload(tp_page *page, const tp_evaluation *e, int32_t unit)
{
    tp_view *view = tp_page_view(page, "workload", W("工作量与饱满度", "Workload and saturation"));
    tp_view_column_add(view, "year", W("年度", "Year"), TP_COL_NUMBER);
    tp_view_column_add(view, "hours", W("所需工时", "Hours needed"), TP_COL_NUMBER);
    tp_view_column_add(view, "per_head", W("人均工时", "Hours a head"), TP_COL_NUMBER);
    tp_view_column_add(view, "saturation", W("饱满度", "Saturation"), TP_COL_NUMBER);
    tp_view_column_add(view, "growth", W("工时增长", "Growth"), TP_COL_NUMBER);
    tp_view_column_add(view, "need", W("所需编制", "Slots needed"), TP_COL_NUMBER);
    const tp_unit_load *load = &e->saturation.units[unit];
    for (size_t y = 0; y < load->n_years; y++) {
        tp_view_count(view, load->years[y].year);
        tp_view_dec(view, load->years[y].hours_text);
        tp_view_dec(view, load->years[y].per_head);
        tp_view_dec(view, load->years[y].saturation);
        if (load->years[y].growth == TP_DEC_NONE)
            tp_view_empty(view);
        else
            tp_view_share(view, load->years[y].growth);
        tp_view_count(view, load->years[y].need);
    }
    if (load->peers == TP_ID_NONE)
        return;
    view = peers_view(page);
    one_peers(view, e, &e->saturation.peers[load->peers]);
    if (!load->quarter)
        view->note = W("同类单位不足 4 个，不作比较。", "Fewer than 4 peers: no comparison.");
    else if (load->outlier)
        view->note = outlier_words(load->outlier);
}

tp_status tp_evaluation_unit_page(tp_page *page, const tp_evaluation *e, int32_t unit, tp_err *err)
{
    tp_unit_trace trace;
    tp_status status = tp_evaluation_trace(e, unit, page->arena, &trace, err);
    if (status)
        return status;
    conclude(page, e, &trace);
    heaviest(page, e, &trace);
    leaves(page, e, &trace);
    scores(page, e, &trace);
    issues(page, e, unit);
    workload(page, e, unit);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}

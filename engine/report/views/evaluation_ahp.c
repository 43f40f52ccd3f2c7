#include "report/views/evaluation.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static const char *judgement(tp_page *page, tp_judgement value)
{
    char text[TP_JUDGEMENT_TEXT];
    tp_judgement_format(value, text);
    const char *copy = tp_arena_text(page->arena, text);
    page->failed = page->failed || !copy;
    return copy ? copy : "";
}

static tp_status advise(tp_page *page, tp_view *view, const tp_matrix *matrix, tp_dec limit,
                        tp_err *err)
{
    tp_ahp_advice advice;
    tp_status status = tp_ahp_advise(&advice, matrix->upper, matrix->ahp.n, limit, err);
    if (status)
        return status;
    tp_view_text(view, matrix->name ? matrix->name : "");
    tp_view_text(view, matrix->criteria[advice.row]);
    tp_view_text(view, matrix->criteria[advice.column]);
    tp_view_text(view, judgement(page, advice.from));
    tp_view_text(view, judgement(page, advice.to));
    tp_view_dec(view, advice.cr);
    tp_view_words(view, advice.enough ? W("可达到上限以内", "brings CR within the limit")
                                      : W("仍超上限，还需复核其他判断",
                                          "still above: reconsider others as well"));
    return TP_OK;
}

tp_status tp_ahp_page(tp_page *page, const tp_matrices *matrices, tp_err *err)
{
    tp_view *summary = tp_page_view(page, "consistency", W("一致性检验", "Consistency"));
    tp_view_column_add(summary, "group", W("判断矩阵", "Matrix"), 0);
    tp_view_column_add(summary, "n", W("项数", "Criteria"), TP_COL_NUMBER);
    tp_view_column_add(summary, "lambda_max", W("最大特征值 λmax", "λmax"), TP_COL_NUMBER);
    tp_view_column_add(summary, "ci", W("CI", "CI"), TP_COL_NUMBER);
    tp_view_column_add(summary, "ri", W("RI", "RI"), TP_COL_NUMBER);
    tp_view_column_add(summary, "cr", W("CR", "CR"), TP_COL_NUMBER);
    tp_view_column_add(summary, "verdict", W("结论", "Verdict"), 0);
    summary->empty = W("没有判断矩阵。", "There are no judgements.");
    tp_view *weights = tp_page_view(page, "weights", W("权重", "Weights"));
    tp_view_column_add(weights, "group", W("判断矩阵", "Matrix"), TP_COL_MERGE);
    tp_view_column_add(weights, "criterion", W("指标", "Criterion"), 0);
    tp_view_column_add(weights, "weight", W("权重", "Weight"), TP_COL_NUMBER);
    tp_view *advice = tp_page_view(page, "advice", W("建议复核的判断", "Judgements to reconsider"));
    tp_view_column_add(advice, "group", W("判断矩阵", "Matrix"), 0);
    tp_view_column_add(advice, "row", W("指标", "Criterion"), 0);
    tp_view_column_add(advice, "column", W("对", "against"), 0);
    tp_view_column_add(advice, "from", W("原判断", "Judged"), TP_COL_NUMBER);
    tp_view_column_add(advice, "to", W("建议改为", "Change to"), TP_COL_NUMBER);
    tp_view_column_add(advice, "cr", W("改后 CR", "CR then"), TP_COL_NUMBER);
    tp_view_column_add(advice, "effect", W("效果", "Effect"), TP_COL_WRAP);
    for (size_t m = 0; m < matrices->count; m++) {
        const tp_matrix *matrix = &matrices->items[m];
        bool high = matrix->ahp.cr > matrices->max_consistency_ratio;
        tp_view_text(summary, matrix->name ? matrix->name : "");
        tp_view_count(summary, matrix->ahp.n);
        tp_view_dec(summary, matrix->ahp.lambda_max);
        tp_view_dec(summary, matrix->ahp.ci);
        tp_view_dec(summary, tp_ahp_random_index(matrix->ahp.n));
        tp_view_dec(summary, matrix->ahp.cr);
        tp_view_words(summary, high ? W("超过上限", "above the limit") : W("通过", "consistent"));
        for (int i = 0; i < matrix->ahp.n; i++) {
            tp_view_text(weights, matrix->name ? matrix->name : "");
            tp_view_text(weights, matrix->criteria[i]);
            tp_view_dec(weights, matrix->ahp.weights[i]);
        }
        tp_status status = TP_OK;
        if (high)
            status = advise(page, advice, matrix, matrices->max_consistency_ratio, err);
        if (status)
            return status;
    }
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}

/* Numbers of papers, with the office's prefix. */
#include "report/papers/papers.h"

#include <string.h>

const char *tp_paper_number(tp_paper *paper, const char *zh_kind, const char *en_kind,
                            const char *number)
{
    const char *dash = strchr(number, '-');
    const char *prefix = paper->prefix;
    int year = dash ? (int)(dash - number) : 0;
    if (paper->lang == TP_ZH && !dash)
        return tp_paper_format(paper, "%s%s〔　　〕　号", prefix ? prefix : "编周转", zh_kind);
    if (paper->lang == TP_ZH)
        return tp_paper_format(paper, "%s%s〔%.*s〕%s号", prefix ? prefix : "编周转", zh_kind, year,
                               number, dash + 1);
    if (!dash)
        return tp_paper_format(paper, "%s%s%s ___", prefix ? prefix : "", prefix ? " " : "",
                               en_kind);
    return tp_paper_format(paper, "%s%s%s %s of %.*s", prefix ? prefix : "", prefix ? " " : "",
                           en_kind, dash + 1, year, number);
}

const char *tp_notice_number(tp_paper *paper, const char *number)
{
    return tp_paper_number(paper, "", "No.", number);
}

/* Headers over figures: a measure (核定, 实有 …), a kind of slot (行政, 事业 …), or both in one. */
#include "import/words.h"

#include <string.h>

/* The longest word found in the text counts. */
static const struct {
    const char *word;
    tp_field_id field;
    int sure;
} measures[] = {
    {"核定编制总数", TP_F_AUTHORISED, 3},
    {"核定编制数", TP_F_AUTHORISED, 3},
    {"核定编制", TP_F_AUTHORISED, 3},
    {"批准编制数", TP_F_AUTHORISED, 3},
    {"批准编制", TP_F_AUTHORISED, 3},
    {"下达编制数", TP_F_AUTHORISED, 3},
    {"下达编制", TP_F_AUTHORISED, 3},
    {"核定人数", TP_F_AUTHORISED, 3},
    {"核定总数", TP_F_AUTHORISED, 3},
    {"核定数", TP_F_AUTHORISED, 3},
    {"核编数", TP_F_AUTHORISED, 3},
    {"核定", TP_F_AUTHORISED, 3},
    {"编制核定数", TP_F_AUTHORISED, 3},
    {"核编", TP_F_AUTHORISED, 3},
    {"编制总数", TP_F_AUTHORISED, 2},
    {"编制数", TP_F_AUTHORISED, 3},
    {"编制名额", TP_F_AUTHORISED, 3},
    {"定编数", TP_F_AUTHORISED, 3},
    {"定编", TP_F_AUTHORISED, 2},
    {"现有编制数", TP_F_AUTHORISED, 2},
    {"编制总量", TP_F_AUTHORISED, 2},
    {"authorised", TP_F_AUTHORISED, 3},
    {"实有在编人数", TP_F_IN_POST, 3},
    {"实有在编", TP_F_IN_POST, 3},
    {"实有人数", TP_F_IN_POST, 3},
    {"实有人员数", TP_F_IN_POST, 3},
    {"实有人员", TP_F_IN_POST, 3},
    {"实有数", TP_F_IN_POST, 3},
    {"实有", TP_F_IN_POST, 3},
    {"现有在编人数", TP_F_IN_POST, 3},
    {"在编在岗人数", TP_F_IN_POST, 3},
    {"在编人数", TP_F_IN_POST, 3},
    {"在编人员数", TP_F_IN_POST, 3},
    {"在编人员", TP_F_IN_POST, 3},
    {"在编数", TP_F_IN_POST, 3},
    {"在编", TP_F_IN_POST, 3},
    {"实际在编人数", TP_F_IN_POST, 3},
    {"在职人数", TP_F_IN_POST, 2},
    {"在职在编人数", TP_F_IN_POST, 3},
    {"现有人数", TP_F_IN_POST, 2},
    {"现有", TP_F_IN_POST, 2},
    {"在职", TP_F_IN_POST, 2},
    {"实配人数", TP_F_IN_POST, 2},
    {"实配数", TP_F_IN_POST, 2},
    {"实配", TP_F_IN_POST, 3},
    {"在岗人数", TP_F_IN_POST, 2},
    {"实际人数", TP_F_IN_POST, 2},
    {"已用编制数", TP_F_IN_POST, 2},
    {"已用编制", TP_F_IN_POST, 2},
    {"使用编制数", TP_F_IN_POST, 2},
    {"实用编制数", TP_F_IN_POST, 2},
    {"实有编制数", TP_F_IN_POST, 2},
    {"实有编制", TP_F_IN_POST, 2},
    {"占编人数", TP_F_IN_POST, 3},
    {"已使用编制", TP_F_IN_POST, 2},
    {"in_post", TP_F_IN_POST, 3},
    {"在途用编", TP_F_COMMITTED, 3},
    {"在途", TP_F_COMMITTED, 3},
    {"待入编", TP_F_COMMITTED, 3},
    {"已批未入编", TP_F_COMMITTED, 3},
    {"拟招录", TP_F_COMMITTED, 2},
    {"招录中", TP_F_COMMITTED, 3},
    {"招聘中", TP_F_COMMITTED, 3},
    {"已核准用编", TP_F_COMMITTED, 2},
    {"用编计划", TP_F_COMMITTED, 2},
    {"预留编制", TP_F_COMMITTED, 2},
    {"committed", TP_F_COMMITTED, 3},
    {"已存入", TP_F_LENT, 3},
    {"收储", TP_F_LENT, 3},
    {"存入周转", TP_F_LENT, 3},
    {"lent", TP_F_LENT, 3},
    {"已借用", TP_F_BORROWED, 3},
    {"借用周转", TP_F_BORROWED, 3},
    {"周转编制", TP_F_BORROWED, 2},
    {"借用", TP_F_BORROWED, 2},
    {"borrowed", TP_F_BORROWED, 3},
    {"使用上限", TP_F_CAP, 3},
    {"cap", TP_F_CAP, 3},
    {"编制标准数", TP_F_STANDARD, 3},
    {"标准编制数", TP_F_STANDARD, 3},
    {"编制标准", TP_F_STANDARD, 3},
    {"标准数", TP_F_STANDARD, 3},
    {"应配编制数", TP_F_STANDARD, 3},
    {"应配编制", TP_F_STANDARD, 3},
    {"应核编制数", TP_F_STANDARD, 3},
    {"按标准应配", TP_F_STANDARD, 3},
    {"按标准测算", TP_F_STANDARD, 3},
    {"测算编制数", TP_F_STANDARD, 2},
    {"standard", TP_F_STANDARD, 3},
    {"冻结空编数", TP_F_FROZEN, 3},
    {"冻结空编", TP_F_FROZEN, 3},
    {"冻结编制数", TP_F_FROZEN, 3},
    {"冻结编制", TP_F_FROZEN, 3},
    {"冻结数", TP_F_FROZEN, 3},
    {"已冻结", TP_F_FROZEN, 3},
    {"冻结", TP_F_FROZEN, 3},
    {"frozen", TP_F_FROZEN, 3},
    {"空编数", TP_F_VACANT, 3},
    {"空缺编制数", TP_F_VACANT, 3},
    {"空缺编制", TP_F_VACANT, 3},
    {"空编", TP_F_VACANT, 3},
    {"空缺", TP_F_VACANT, 3},
    {"缺编数", TP_F_VACANT, 3},
    {"缺编", TP_F_VACANT, 3},
    {"剩余编制", TP_F_VACANT, 3},
    {"结余编制", TP_F_VACANT, 3},
    {"结余数", TP_F_VACANT, 3},
    {"结余", TP_F_VACANT, 2},
    {"使用数", TP_F_IN_POST, 2},
    {"实际使用数", TP_F_IN_POST, 2},
    {"超编数", TP_F_OVER, 3},
    {"超编人数", TP_F_OVER, 3},
    {"超编", TP_F_OVER, 3},
};

/* Figures beside the slots: any of these in a header, and it is none. */
static const char *const beside[] = {
    "超缺编", "缺超编", "超（缺）编", "超(缺)编", "缺(超)编", "余缺",     "职数",     "正职",
    "副职",   "编外",   "聘用制",     "临聘",     "劳务派遣", "购买服务", "见习",     "借调",
    "挂职",   "离休",   "退休",       "遗属",     "满编率",   "空编率",   "超编率",   "使用率",
    "占比",   "比例",   "增减",       "去年",     "上年",     "上月",     "同期",     "面积",
    "学生",   "床位",   "班级",       "内设机构", "处级",     "科级",     "本年计划", "女性",
    "变动",   "年初",   "较上",       "缺口",     "男性",     "党员",     "博士",     "硕士",
    "本科",   "35岁",   "年龄",       "平均",     "差额数",   "班数",     "核定床位", "调入",
    "调出",   "新录",   "增加",       "减少"};

/* "2025年末" alone: what the figures were then. */
static bool is_past_day(const char *plain)
{
    size_t digits = strspn(plain, "0123456789");
    static const char *const tails[] = {"年末", "年底", "年", "年末数", "年底数"};
    for (size_t i = 0; digits == 4 && i < sizeof tails / sizeof *tails; i++)
        if (strcmp(plain + digits, tails[i]) == 0)
            return true;
    return false;
}

static const char categories[] = "行政|政法专项|政法|专项|公安专项|事业|工勤|机关工勤|后勤服务|"
                                 "后勤|机关后勤|机关后勤服务|参公|参公事业|参照公务员法管理|"
                                 "参照公务员法管理事业|参公管理|全额|全额拨款|全额事业|"
                                 "全额拨款事业|差额|差额拨款|差额事业|差额拨款事业|自收自支|"
                                 "自收自支事业|财政补助|财政全额|财政差额|财政补助事业|经费自理|"
                                 "经费自理事业|公益一类|公益二类|公益一类事业|公益二类事业|"
                                 "老干部|老干部服务|控制数|人员控制数|员额|备案|备案制|聘用控制数|"
                                 "教职工|中小学教职工|机关|机关事业|法院|检察|司法|"
                                 "行政执法专项|行政执法|综合执法|工勤人员|机关行政|党群|政法行政|"
                                 "监察|纪检监察专项|雇员|地方公安专项|附加|周转|特设|其他";

static const char subtypes[] =
    "全额|全额拨款|差额|差额拨款|自收自支|公益一类|公益二类|财政补助|经费自理|参公|参公管理|"
    "财政全额|财政差额|参照公务员法管理";

static bool is_one(const char *text, const char *words)
{
    size_t n = strlen(text);
    for (const char *w = words; *w;) {
        size_t m = strcspn(w, "|");
        if (n == m && memcmp(text, w, m) == 0)
            return true;
        w += m + (w[m] == '|');
    }
    return false;
}

/* Drops words at the end (or begin) as long as something is left. */
static bool drop(char *text, const char *word)
{
    size_t n = strlen(text), m = strlen(word);
    if (n <= m)
        return false;
    if (memcmp(text + n - m, word, m) == 0) {
        text[n - m] = '\0';
        return true;
    }
    return false;
}

const char *tp_category_name(const char *plain, tp_arena *arena)
{
    static const char *const tails[] = {"编制使用情况", "使用情况", "编制情况", "情况", "单位",
                                        "编制人员",     "编制数",   "编制",     "编",   "人员数",
                                        "人员",         "人数",     "类",       "性质", "(人)"};
    char *text = tp_arena_text(arena, plain);
    if (!text)
        return NULL;
    for (bool more = true; more;) {
        more = false;
        if (is_one(text, categories))
            return text;
        for (size_t i = 0; i < sizeof tails / sizeof *tails && !more; i++)
            more = drop(text, tails[i]);
    }
    return text;
}

bool tp_is_category(const char *plain)
{
    return is_one(plain, categories);
}

bool tp_is_category_subtype(const char *plain)
{
    return is_one(plain, subtypes);
}

/* What is left of a header beside its measure: nothing, a total, or a kind of slot. */
static void take_rest(tp_piece *piece, char *rest, tp_arena *arena)
{
    static const char idle[] = "人数|数|人员|编制|编|编制数|总|总数|名额|情况|的|人|年末|期末|其中|"
                               "现|本级|总编制|()|编制人数|编制情况|编制人员|合计数|本月|本年|本期|"
                               "本季度|当前|目前|截至目前";
    static const char *const before[] = {"核定", "批准", "下达", "现有", "实有", "实际"};
    if (!*rest || is_one(rest, idle))
        return;
    if (is_one(rest, "合计|小计|总计|计|全部|共计|编制合计|合计编制")) {
        piece->total = true;
        return;
    }
    for (const char *brackets = "()"; *brackets; brackets++) {
        size_t n = strlen(rest);
        if (n > 2 && rest[0] == '(' && rest[n - 1] == ')') {
            rest[n - 1] = '\0';
            rest++;
        }
    }
    /* 核定事业编制数: its measure stands on both sides of the kind. */
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (strncmp(rest, before[i], strlen(before[i])) == 0 && rest[strlen(before[i])])
            rest += strlen(before[i]);
    const char *name = tp_category_name(rest, arena);
    piece->category = name ? name : "";
    if (piece->sure > 1 && !tp_is_category(piece->category))
        piece->sure = 1;
}

tp_piece tp_measure_piece(const char *plain, tp_arena *arena)
{
    tp_piece piece = {TP_F_NONE, "", 0, false, false};
    static const char among[] = "其中";
    if (strncmp(plain, among, strlen(among)) == 0) {
        piece.of_which = true;
        plain += strlen(among);
        plain += *plain == ':';
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (strstr(plain, beside[i])) {
            piece.field = TP_F_SKIP;
            piece.sure = 2;
            return piece;
        }
    if (is_past_day(plain)) {
        piece.field = TP_F_SKIP;
        piece.sure = 2;
        return piece;
    }
    if (is_one(plain, "合计|小计|总计|计|总数|共计|合计数|总量")) {
        piece.total = true;
        return piece;
    }
    size_t best = 0, longest = 0;
    const char *at = NULL;
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const char *found = strstr(plain, measures[i].word);
        size_t n = strlen(measures[i].word);
        if (found && n > longest) {
            best = i;
            longest = n;
            at = found;
        }
    }
    char *rest = tp_arena_text(arena, plain);
    if (!rest)
        return piece;
    if (at) {
        size_t where = (size_t)(at - plain);
        memmove(rest + where, rest + where + longest, strlen(rest + where + longest) + 1);
        piece.field = measures[best].field;
        piece.sure = measures[best].sure;
        take_rest(&piece, rest, arena);
        return piece;
    }
    const char *name = tp_category_name(rest, arena);
    if (name && (tp_is_category(name) || strcmp(name, plain) != 0)) {
        piece.category = name;
        piece.sure = tp_is_category(name) ? 3 : 1;
    }
    /* A bare 编制 is no kind of slot. */
    if (is_one(plain, "编制|编制情况|编制数额|人员编制|编制人员|人员情况|人员")) {
        piece.category = "";
        piece.field = strcmp(plain, "编制") == 0 ? TP_F_AUTHORISED : TP_F_NONE;
        piece.sure = piece.field ? 1 : 0;
    }
    return piece;
}

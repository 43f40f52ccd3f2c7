#include "import/words.h"

#include "base/ids.h"

#include <string.h>

#define K(kind) (1u << TP_IS_##kind)
enum {
    UNITLIKE = K(POSTS) | K(UNITS),
    REFERS = K(VACANCIES) | K(OUTCOMES) | K(ISSUES) | K(DEMANDS) | K(ATTRITION) | K(PEOPLE) |
             K(FINDINGS) | K(LOANS),
    LINED = K(POSTS) | K(VACANCIES) | K(DEMANDS) | K(ATTRITION) | K(PEOPLE) | K(LIMITS) | K(LOANS),
    ANY = (1u << TP_IS_KINDS) - 1
};

const tp_field_info tp_register_fields[TP_FIELDS] = {
    [TP_F_NONE] = {"?", "?", NULL, TP_V_NONE, ANY, 0, NULL},
    [TP_F_SKIP] = {"skip", "不读", NULL, TP_V_NONE, ANY, 0, NULL},
    [TP_F_SEQ] = {"number", "序号", NULL, TP_V_NONE, ANY, 0, NULL},
    [TP_F_CODE] = {"unit", "单位编码", "unit", TP_V_UNIT, ANY, 1, NULL},
    [TP_F_NAME] = {"name", "单位名称", "name", TP_V_UNIT, ANY, 1, NULL},
    [TP_F_KIND] = {"kind", "机构性质", "kind", TP_V_TEXT, UNITLIKE | K(LIMITS), 1, NULL},
    [TP_F_SYSTEM] = {"system", "系统", "system", TP_V_TEXT, UNITLIKE | K(LIMITS), 1, NULL},
    [TP_F_LEVEL] = {"level", "层级", "level", TP_V_TEXT, UNITLIKE | K(LIMITS), 1, NULL},
    [TP_F_REGION] = {"region", "地区", "region", TP_V_TEXT, UNITLIKE | K(LIMITS), 1, NULL},
    [TP_F_PARENT] = {"parent", "主管部门", "parent", TP_V_UNIT, UNITLIKE | K(LIMITS), 1, NULL},
    [TP_F_ENTRY] = {"entry_standard", "进人条件", "entry_standard", TP_V_TEXT, UNITLIKE, 1, NULL},
    [TP_F_CATEGORY] = {"category", "编制类别", "category", TP_V_TEXT, LINED, 1, NULL},
    [TP_F_MEASURE] = {"item", "项目", NULL, TP_V_TEXT, K(POSTS), 1, NULL},
    [TP_F_AUTHORISED] = {"authorised", "核定", "authorised", TP_V_COUNT, K(POSTS), 5, NULL},
    [TP_F_IN_POST] = {"in_post", "实有", "in_post", TP_V_COUNT, K(POSTS), 5, NULL},
    [TP_F_COMMITTED] = {"committed", "在途", "committed", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_LENT] = {"lent", "已存入", "lent", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_BORROWED] = {"borrowed", "已借用", "borrowed", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_CAP] = {"cap", "使用上限", "cap", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_STANDARD] = {"standard", "编制标准数", "standard", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_FROZEN] = {"frozen", "冻结空编", "frozen", TP_V_COUNT, K(POSTS), 2, NULL},
    [TP_F_VACANT] = {"vacant", "空编", NULL, TP_V_COUNT, K(POSTS), 1, NULL},
    [TP_F_OVER] = {"over", "超编", NULL, TP_V_COUNT, K(POSTS), 1, NULL},
    [TP_F_COUNT] = {"count", "数量", "count", TP_V_COUNT, K(VACANCIES) | K(ATTRITION) | K(LOANS), 2,
                    NULL},
    [TP_F_SINCE] = {"since", "空编起始日期", "since", TP_V_DATE, K(VACANCIES) | K(POSTS), 5, NULL},
    [TP_F_EVALUATED_ON] = {"evaluated_on", "评估日期", "evaluated_on", TP_V_DATE, K(OUTCOMES), 5,
                           NULL},
    [TP_F_GRADE] = {"grade", "等次", "grade", TP_V_TEXT, K(OUTCOMES), 5, NULL},
    [TP_F_SCORE] = {"score", "得分", "score", TP_V_DECIMAL, K(OUTCOMES), 4, NULL},
    [TP_F_SATURATION] = {"saturation", "工作饱满度", "saturation", TP_V_DECIMAL, K(OUTCOMES), 5,
                         NULL},
    [TP_F_OUTCOME_STATUS] = {"outcome_status", "评估状态", "status", TP_V_CHOICE, K(OUTCOMES), 2,
                             "final=正式|定稿|终稿|已定;draft=初步|初稿|征求意见|公示中;objected="
                             "有异议|异议|异议中|申诉中"},
    [TP_F_OBJECTED_ON] = {"objected_on", "异议日期", "objected_on", TP_V_DATE, K(OUTCOMES), 2,
                          NULL},
    [TP_F_ISSUE] = {"issue", "问题编号", "issue", TP_V_TEXT, K(ISSUES), 3, NULL},
    [TP_F_ISSUE_CLASS] = {"issue_class", "问题类别", "class", TP_V_CHOICE, K(ISSUES), 3,
                          "rectify=单位整改|整改|单位;office=编办解决|编办;reserve=政策储备|储备"},
    [TP_F_FOUND_ON] = {"found_on", "发现日期", "found_on", TP_V_DATE, K(ISSUES), 5, NULL},
    [TP_F_DUE_ON] = {"due_on", "整改期限", "due_on", TP_V_DATE, K(ISSUES), 5, NULL},
    [TP_F_CLOSED_ON] = {"closed_on", "销号日期", "closed_on", TP_V_DATE, K(ISSUES), 5, NULL},
    [TP_F_TEXT] = {"text", "问题内容", "text", TP_V_TEXT, K(ISSUES), 3, NULL},
    [TP_F_DEMAND] = {"demand", "申请编号", "demand", TP_V_TEXT, K(DEMANDS) | K(LOANS), 3, NULL},
    [TP_F_QUANTITY] = {"quantity", "申请数", "quantity", TP_V_COUNT, K(DEMANDS), 6, NULL},
    [TP_F_MINIMUM] = {"minimum", "最低数", "minimum", TP_V_COUNT, K(DEMANDS), 3, NULL},
    [TP_F_DEMAND_CLASS] =
        {"demand_class", "申请类别", "class", TP_V_CHOICE, K(DEMANDS) | K(LIMITS), 3,
         "statutory=法定保障|法定;talent=高层次人才|人才|高层次;normal=一般|普通|其他"},
    [TP_F_SECTOR] = {"sector", "投放领域", "sector", TP_V_TEXT, K(DEMANDS) | K(LIMITS), 3, NULL},
    [TP_F_FILED_ON] = {"filed_on", "申请日期", "filed_on", TP_V_DATE, K(DEMANDS), 5, NULL},
    [TP_F_TERM] = {"term_months", "借用期限", "term_months", TP_V_COUNT, K(DEMANDS), 3, NULL},
    [TP_F_DOCUMENT] = {"document", "来文字号", "document", TP_V_TEXT, K(DEMANDS), 3, NULL},
    [TP_F_ON] = {"on", "减员日期", "on", TP_V_DATE, K(ATTRITION) | K(PEOPLE), 5, NULL},
    [TP_F_PERSON] = {"person", "姓名", NULL, TP_V_NONE, K(PEOPLE), 8, NULL},
    [TP_F_SEX] = {"sex", "性别", NULL, TP_V_TEXT, K(PEOPLE), 3, NULL},
    [TP_F_STATUS] = {"status", "身份", NULL, TP_V_TEXT, K(PEOPLE), 1, NULL},
    [TP_F_BIRTH] = {"birth", "出生年月", NULL, TP_V_DATE, K(PEOPLE), 5, NULL},
    [TP_F_LIMIT] = {"limit", "控制项", "name", TP_V_TEXT, K(LIMITS), 5, NULL},
    [TP_F_LIMIT_MEASURE] = {"measure", "指标", "measure", TP_V_CHOICE, K(LIMITS), 5,
                            "deposits=收储数|收储;loans=投放数|投放|借用数;net_change=净增减|净增;"
                            "usage=使用数|使用|使用编制;intake=新增用编|新增|新增使用;own_use="
                            "自有使用数|自有编制|自有使用"},
    [TP_F_AT_LEAST] = {"at_least", "下限", "at_least", TP_V_COUNT, K(LIMITS), 4, NULL},
    [TP_F_AT_MOST] = {"at_most", "上限", "at_most", TP_V_COUNT, K(LIMITS), 4, NULL},
    [TP_F_PERIOD] = {"period", "期", "period", TP_V_COUNT, K(LIMITS), 1, NULL},
    [TP_F_FINDING] = {"finding", "认定事项", "finding", TP_V_TEXT, K(FINDINGS), 4, NULL},
    [TP_F_SOURCE] = {"source", "认定依据", "source", TP_V_TEXT, K(FINDINGS), 2, NULL},
    [TP_F_FROM] = {"from", "起始日期", "from", TP_V_DATE, K(FINDINGS), 2, NULL},
    [TP_F_UNTIL] = {"until", "截止日期", "until", TP_V_DATE, K(FINDINGS), 2, NULL},
    [TP_F_EFFECT] = {"effect", "处理", "effect", TP_V_CHOICE, K(FINDINGS), 5,
                     "no_loans=不得借用|不予借用|不得投放;no_own_use=不得自用|不得用编|暂停用编;"
                     "room=可借数按系数|可借按系数;deposits=可存数按系数|可存按系数"},
    [TP_F_FACTOR] = {"factor", "系数", "factor", TP_V_DECIMAL, K(FINDINGS), 2, NULL},
    [TP_F_LOAN] = {"loan", "借用编号", "loan", TP_V_TEXT, K(LOANS), 5, NULL},
    [TP_F_LOAN_DUE] = {"due", "到期日期", "due", TP_V_DATE, K(LOANS), 5, NULL},
};

const tp_kind_info tp_import_kinds[TP_IS_KINDS] = {
    [TP_IS_SKIP] = {"skip", "不读", NULL, NULL},
    [TP_IS_POSTS] = {"posts", "编制", "posts", "编制台账|编制情况|编制统计|编制核定|实名制|编制表"},
    [TP_IS_UNITS] = {"units", "单位", "units", "单位名录|机构名录|单位目录|单位信息|机构设置"},
    [TP_IS_VACANCIES] = {"vacancies", "空编明细", "vacancies", "空编"},
    [TP_IS_OUTCOMES] = {"outcomes", "评估结果", "outcomes", "评估|考核|饱满度"},
    [TP_IS_ISSUES] = {"issues", "问题台账", "issues", "问题|整改"},
    [TP_IS_DEMANDS] = {"demands", "用编申请", "demands", "申请|用编|需求"},
    [TP_IS_ATTRITION] = {"attrition", "预计减员", "attrition", "减员|退休"},
    [TP_IS_LIMITS] = {"limits", "总量控制", "limits", "总量"},
    [TP_IS_FINDINGS] = {"findings", "认定", "findings", "认定"},
    [TP_IS_LOANS] = {"loans", "在借明细", "loans", "在借|借用明细|借用台账"},
    [TP_IS_PEOPLE] = {"people", "人员名册", NULL, "花名册|名册|人员名单|退休人员"},
};

/* Words that mean a field when they are all of the header. First those whose meaning depends on the
 * table. The measures of posts stand in words_measure.c. */
static const struct {
    unsigned kinds;
    tp_field_id field;
    int sure;
    const char *words;
} columns[] = {
    {K(ISSUES), TP_F_ISSUE, 3, "编号|问题编号|issue"},
    {K(ISSUES), TP_F_ISSUE_CLASS, 3, "类别|问题类别|问题分类|class|issue_class"},
    {K(DEMANDS), TP_F_DEMAND, 3, "编号|申请编号|申请号|受理编号|demand"},
    {K(DEMANDS) | K(LIMITS), TP_F_DEMAND_CLASS, 3,
     "类别|申请类别|用编类别|申请类型|class|demand_class"},
    {K(DEMANDS), TP_F_QUANTITY, 3,
     "数量|申请数|申请数量|申请人数|申请用编数|用编数|用编数量|申请编制数|拟用编数|需求数|需求人数|"
     "申请名额|申请使用编制数|"
     "申请用编数量|quantity"},
    {K(DEMANDS), TP_F_FILED_ON, 3,
     "日期|申请日期|申请时间|来文日期|来文时间|上报时间|受理日期|filed_on"},
    {K(DEMANDS), TP_F_MINIMUM, 3, "最低数|最低|最少|最低需求|minimum"},
    {K(DEMANDS) | K(LIMITS), TP_F_SECTOR, 3, "投放领域|领域|用途|保障领域|sector"},
    {K(DEMANDS), TP_F_TERM, 3, "借用期限|期限|借用月数|使用期限|term_months"},
    {K(DEMANDS), TP_F_DOCUMENT, 3,
     "来文字号|文号|来文|申请文号|来文号|来文文号|来文编号|请示文号|申请文件|document"},
    {K(ATTRITION), TP_F_COUNT, 3,
     "数量|人数|退休人数|减员人数|减员数|预计减员|预计退休人数|预计减员人数|count"},
    {K(VACANCIES), TP_F_COUNT, 3, "数量|空编数|空编|空缺数|空缺编制|空编数量|空缺编制数|count"},
    {K(ATTRITION), TP_F_ON, 3,
     "日期|时间|减员日期|退休日期|预计减员日期|预计减员时间|预计退休时间|退休时间|减员时间|on"},
    {K(PEOPLE), TP_F_ON, 3,
     "退休日期|预计退休时间|退休时间|预计退休日期|退休年月|到龄时间|法定退休时间|到龄退休时间"},
    {K(PEOPLE), TP_F_PERSON, 3, "姓名|人员姓名"},
    {K(PEOPLE), TP_F_SEX, 3, "性别"},
    {K(PEOPLE), TP_F_STATUS, 3, "身份|人员身份|个人身份|干部身份|岗位身份|status"},
    {K(PEOPLE), TP_F_BIRTH, 3, "出生年月|出生日期|出生年份|出生年|出生时间|出生"},
    {K(VACANCIES) | K(POSTS), TP_F_SINCE, 3,
     "空编起始日期|空编起始时间|空编时间|空缺时间|空缺日期|起始日期|空编日期|开始空编时间|空编起始|"
     "空缺起始时间|产生时间|since"},
    {K(OUTCOMES), TP_F_EVALUATED_ON, 3, "评估日期|评估时间|考核日期|考核时间|日期|evaluated_on"},
    {K(OUTCOMES), TP_F_GRADE, 3, "等次|评估等次|考核等次|评估结果|等级|结果|grade"},
    {K(OUTCOMES), TP_F_SCORE, 3, "得分|分数|评估得分|总分|评分|综合得分|score"},
    {K(OUTCOMES), TP_F_SATURATION, 3,
     "工作饱满度|饱满度|工作量饱和度|饱和度|工作饱和度|saturation"},
    {K(OUTCOMES), TP_F_OUTCOME_STATUS, 3, "评估状态|结果状态|状态|评估阶段|status"},
    {K(OUTCOMES), TP_F_OBJECTED_ON, 3, "异议日期|异议时间|提出异议日期|申诉日期|objected_on"},
    {K(ISSUES), TP_F_FOUND_ON, 3, "发现日期|发现时间|found_on"},
    {K(ISSUES), TP_F_DUE_ON, 3, "整改期限|整改时限|期限|整改截止日期|due_on"},
    {K(ISSUES), TP_F_CLOSED_ON, 3, "销号日期|销号时间|完成时间|整改完成时间|closed_on"},
    {K(ISSUES), TP_F_TEXT, 3, "内容|问题内容|问题|存在问题|问题描述|具体问题|text"},
    {K(LIMITS), TP_F_LIMIT, 3, "控制项|名称|项目|控制项目|name"},
    {K(LIMITS), TP_F_LIMIT_MEASURE, 3, "指标|控制指标|measure"},
    {K(LIMITS), TP_F_AT_LEAST, 3, "下限|不低于|at_least"},
    {K(LIMITS), TP_F_AT_MOST, 3, "上限|不超过|控制数|at_most"},
    {K(LIMITS), TP_F_PERIOD, 3, "期|期次|期数|规划期|period"},
    {K(FINDINGS), TP_F_FINDING, 3,
     "认定事项|事项|认定|认定内容|认定结论|认定结果|认定情况|finding"},
    {K(FINDINGS), TP_F_SOURCE, 3, "认定依据|依据|来源|认定文件|认定来源|source"},
    {K(FINDINGS), TP_F_FROM, 3, "起始日期|起|生效日期|认定日期|认定时间|起始时间|执行起始|from"},
    {K(FINDINGS), TP_F_UNTIL, 3, "截止日期|止|到期日期|有效期至|截止时间|终止日期|until"},
    {K(FINDINGS), TP_F_EFFECT, 3, "处理|效力|处理意见|处理措施|处理方式|effect"},
    {K(FINDINGS), TP_F_FACTOR, 3, "系数|factor"},
    {K(LOANS), TP_F_LOAN, 3, "借用编号|编号|借用号|借用序号|loan"},
    {K(LOANS), TP_F_DEMAND, 3, "申请编号|原申请编号|原申请|申请号|demand"},
    {K(LOANS), TP_F_COUNT, 3, "数量|在借数|在借数量|借用数|借用数量|尚未归还|未归还数|count"},
    {K(LOANS), TP_F_LOAN_DUE, 3, "到期日期|到期日|到期时间|归还期限|应还日期|借用期至|due"},
    {UNITLIKE, TP_F_ENTRY, 3,
     "进人条件|进人标准|用编进人条件|进人要求|招录条件|招聘条件|entry_standard"},
    {K(UNITS), TP_F_KIND, 3, "类别|类型"},
    {K(POSTS), TP_F_CATEGORY, 2, "类别|类型|性质"},
    {K(POSTS), TP_F_MEASURE, 2, "项目|指标|内容"},
    {ANY, TP_F_SEQ, 3, "序号|序|no|no.|行号|编序|顺序号"},
    {ANY, TP_F_CODE, 3,
     "单位编码|机构编码|单位代码|机构代码|编码|代码|统一社会信用代码|组织机构代码|机构编号|"
     "单位编号|unit"},
    {ANY & ~K(LIMITS), TP_F_NAME, 3,
     "单位名称|机构名称|单位|名称|部门名称|部门|机构|部门(单位)|单位(部门)|部门(单位)名称|单位("
     "机构)名称|机关名称|"
     "机关(单位)名称|学校名称|医院名称|学校|申请单位|用编单位|所在单位|工作单位|单位全称|机构(单位)"
     "名称|事业单位名称|"
     "现工作单位|责任单位|name"},
    {ANY, TP_F_KIND, 3,
     "机构性质|单位性质|机构类型|单位类别|机构类别|单位类型|机构分类|单位分类|kind"},
    {ANY, TP_F_SYSTEM, 3, "系统|所属系统|条线|行业|行业类别|所属行业|归口系统|system"},
    {ANY, TP_F_LEVEL, 3, "层级|机构层级|行政层级|隶属层级|level"},
    {ANY, TP_F_REGION, 3,
     "地区|区划|行政区划|所在地|区县|所属地区|县区|县(区)|县(市区)|县市区|所属区县|辖区|乡镇|"
     "乡镇(街道)|镇(街道)|镇街|乡镇街道|region"},
    {ANY, TP_F_PARENT, 3,
     "主管部门|主管单位|举办单位|所属部门|上级单位|上级主管部门|归口管理部门|隶属单位|上级部门|"
     "主管局|parent"},
    {ANY, TP_F_CATEGORY, 3, "编制类别|编制类型|编制性质|编制种类|编制类|category"},
    {ANY, TP_F_SKIP, 3,
     "备注|说明|联系人|联系电话|电话|地址|机构规格|规格|机构级别|级别|单位规格|经费形式|经费来源|"
     "经费渠道|内设机构|内设机构数|"
     "批文|批准文号|设立文号|领导职数|法定代表人|负责人|成立时间|批准时间|单位简称|身份证号|"
     "身份证号码|职务|职级|学历|"
     "民族|政治面貌|参加工作时间|岗位|岗位类别|填报人|核定文号|编制文号|文号|学段|办学层次|"
     "医院等级|"
     "申请理由|用编理由|申请事由|编办意见|审核意见|审批意见|拟办意见|办理情况|加挂牌子|主要职责"},
};

static const struct {
    const char *word;
} totals[] = {{"合计"}, {"总计"},   {"小计"},   {"共计"}, {"总数"},
              {"累计"}, {"总合计"}, {"合计数"}, {"计"}};

bool tp_is_total(const char *plain)
{
    size_t n = strlen(plain);
    if (!strstr(plain, "计") && !strstr(plain, "数"))
        return false; /* none of the words below */
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        size_t m = strlen(totals[i].word);
        if (strcmp(plain, totals[i].word) == 0)
            return true;
        if (m > 3 && n > m && n <= m + 45 && strcmp(plain + n - m, totals[i].word) == 0)
            return true; /* 全市合计, 教育系统小计 */
        if (m > 3 && strncmp(plain, totals[i].word, m) == 0 &&
            (plain[m] == '(' || plain[m] == ':')) /* 合计(共12个单位) */
            return true;
    }
    return false;
}

bool tp_is_subtotal(const char *plain)
{
    return strstr(plain, "小计") != NULL;
}

bool tp_is_note(const char *plain)
{
    static const char *const words[] = {
        "注:",      "注1",        "备注:",      "说明:",    "填表人",   "填报人",   "制表",
        "审核",     "单位负责人", "联系人",     "填报单位", "填报日期", "填表日期", "填表说明",
        "主管领导", "分管领导",   "单位(盖章)", "(盖章)",   "经办人",   "资料来源", "数据来源",
        "备注1",    "注.",        "附注",       "统计人",   "复核",     "打印日期", "报表日期"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (plain[0] == words[i][0] && plain[1] == words[i][1] &&
            strncmp(plain, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

int tp_enumerated(const char *plain, const char **rest)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    const char *at = plain;
    bool bracket = *at == '(';
    size_t n = 0;
    *rest = plain;
    at += bracket;
    for (bool more = (unsigned char)*at >= 0xE4; more && n < 4;) {
        more = false;
        for (size_t i = 0; i < 10 && !more; i++)
            if (strncmp(at, digits[i], 3) == 0) {
                at += 3;
                n++;
                more = true;
            }
    }
    if (n && bracket && *at == ')') {
        *rest = at + 1;
        return 2;
    }
    if (n && !bracket && (strncmp(at, "、", 3) == 0 || *at == '.' || *at == ',')) {
        *rest = at + (*at == '.' || *at == ',' ? 1 : 3);
        return 1;
    }
    at = plain + bracket;
    n = strspn(at, "0123456789");
    if (!n || n > 3)
        return 0;
    at += n;
    if (bracket && *at == ')') {
        *rest = at + 1;
        return 4;
    }
    if (!bracket && (strncmp(at, "、", 3) == 0 || (*at == '.' && (at[1] < '0' || at[1] > '9')))) {
        *rest = at + (*at == '.' ? 1 : 3);
        return 3;
    }
    return 0;
}

static bool ends_with(const char *text, const char *words)
{
    size_t n = strlen(text);
    for (const char *w = words; *w;) {
        size_t m = strcspn(w, "|");
        if (n > m && memcmp(text + n - m, w, m) == 0)
            return true;
        w += m + (w[m] == '|');
    }
    return false;
}

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

tp_field_id tp_group_field(const char *plain)
{
    static const char kinds[] = "党委部门|政府部门|党政机关|群团|群团机关|群众团体|群团组织|"
                                "人大机关|政协机关|人大|政协|民主党派|"
                                "法检机关|法检|事业单位|直属事业单位|党群部门|党群机关|行政机关|"
                                "行政单位|政府工作部门|党委工作部门|"
                                "市委部门|市政府部门|县委部门|县政府部门|党委机关|政府机关|"
                                "参公事业单位|参公单位|公益一类|公益二类|"
                                "公益一类事业单位|公益二类事业单位|街道|乡镇|街道办事处|乡镇机关|"
                                "派出机构|部门所属事业单位|机关|"
                                "生产经营类事业单位|全额事业单位|差额事业单位|人民团体|其他机构|"
                                "其他单位|党委工作机关|政法机关|学校|医院";
    if (is_one(plain, kinds))
        return TP_F_KIND;
    if (ends_with(plain, "系统|条线|口"))
        return TP_F_SYSTEM;
    if (ends_with(plain, "市本级|本级|县|区|开发区|新区|镇|乡|街道|市"))
        return TP_F_REGION;
    if (ends_with(plain, "部门|机关|团体|事业单位|单位|机构|组织"))
        return TP_F_KIND;
    if (ends_with(plain, "局|委|办|部|厅|会|院|中心|公室"))
        return TP_F_PARENT;
    return TP_F_NONE;
}

/* ---- looking up ---- */

struct tp_lexicon {
    tp_ids *words;
    /* By id of the word: rows of `columns` that have it, linked. */
    struct use {
        int32_t row, next;
    } * uses;
    int32_t *first;
    size_t n_uses, uses_capacity, first_capacity;
};

static bool add_word(tp_lexicon *l, tp_arena *arena, const char *word, size_t length, int32_t row)
{
    bool fresh;
    int32_t id = tp_ids_add(l->words, word, length, &fresh);
    if (id == TP_ID_NONE || !tp_arena_grow(arena, &l->uses, &l->uses_capacity, l->n_uses, 1) ||
        !tp_arena_grow(arena, &l->first, &l->first_capacity, (size_t)id, 1))
        return false;
    if (fresh)
        l->first[id] = -1;
    /* Rows are tried in the order of the table. */
    int32_t *at = &l->first[id];
    while (*at >= 0)
        at = &l->uses[*at].next;
    *at = (int32_t)l->n_uses;
    l->uses[l->n_uses++] = (struct use){row, -1};
    return true;
}

tp_lexicon *tp_lexicon_create(tp_arena *arena)
{
    tp_lexicon *l = tp_arena_alloc(arena, sizeof *l);
    if (!l || !(l->words = tp_ids_create(arena, 512)))
        return NULL;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (const char *w = columns[i].words; *w;) {
            size_t m = strcspn(w, "|");
            if (!add_word(l, arena, w, m, (int32_t)i))
                return NULL;
            w += m + (w[m] == '|');
        }
    return l;
}

bool tp_lexicon_knows(const tp_lexicon *lexicon, const char *plain)
{
    return tp_ids_find(lexicon->words, plain, strlen(plain)) != TP_ID_NONE;
}

tp_piece tp_lexicon_piece(const tp_lexicon *lexicon, tp_import_kind kind, const char *plain,
                          tp_arena *arena)
{
    int32_t id = tp_ids_find(lexicon->words, plain, strlen(plain));
    if (id != TP_ID_NONE)
        for (int32_t u = lexicon->first[id]; u >= 0; u = lexicon->uses[u].next) {
            int32_t row = lexicon->uses[u].row;
            if (columns[row].kinds & (1u << kind))
                return (tp_piece){columns[row].field, "", columns[row].sure, false, false};
        }
    if (kind == TP_IS_POSTS)
        return tp_measure_piece(plain, arena);
    return (tp_piece){TP_F_NONE, "", 0, tp_is_total(plain), false};
}

tp_field_id tp_field_named(const char *word)
{
    for (int f = 0; f < TP_FIELDS; f++)
        if (strcmp(word, tp_register_fields[f].en) == 0 ||
            strcmp(word, tp_register_fields[f].zh) == 0)
            return (tp_field_id)f;
    return TP_F_NONE;
}

tp_import_kind tp_kind_named(const char *word)
{
    for (int k = 0; k < TP_IS_KINDS; k++)
        if (strcmp(word, tp_import_kinds[k].en) == 0 || strcmp(word, tp_import_kinds[k].zh) == 0)
            return (tp_import_kind)k;
    return TP_IS_KINDS;
}

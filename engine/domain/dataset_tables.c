#include "domain/dataset_tables.h"

#define COUNT_RANGE .least = 0, .most = 1000000
/* A limit may speak of a whole country, so its bounds reach further than a single count. */
#define BOUND_RANGE .least = -1000000000000, .most = 1000000000000
#define CELL(row, field) .offset = offsetof(row, field)
#define COLUMNS(array) (array), sizeof(array) / sizeof *(array)

#define UNIT_CELL(row)                                                                             \
    {                                                                                              \
        .name = "unit", .zh = "单位编码", .type = TP_COL_CODE, CELL(row, unit), .required = true,  \
        .doc = {                                                                                   \
            "单位编码，须在单位表中",                                                              \
            "code of a unit of units.csv"                                                          \
        }                                                                                          \
    }
#define CATEGORY_CELL(row)                                                                         \
    {                                                                                              \
        .name = "category", .zh = "编制类别", .type = TP_COL_CODE, CELL(row, category),            \
        .required = true, .doc = {                                                                 \
            "编制类别，如行政、事业、工勤",                                                        \
            "kind of slot, such as 行政, 事业, 工勤"                                         \
        }                                                                                          \
    }
static const tp_choice issue_classes[] = {
    {"rectify", "单位整改"}, {"office", "编办解决"}, {"reserve", "政策储备"}, {NULL, NULL}};
static const tp_choice demand_classes[] = {
    {"statutory", "法定保障"}, {"talent", "高层次人才"}, {"normal", "一般"}, {NULL, NULL}};
const tp_choice tp_measure_choices[] = {{"deposits", "收储数"},
                                        {"loans", "投放数"},
                                        {"net_change", "净增减"},
                                        {"usage", "使用数"},
                                        {"intake", "新增用编"},
                                        {"own_use", "自有使用数"},
                                        {NULL, NULL}};

static const tp_choice outcome_statuses[] = {
    {"final", "正式"}, {"draft", "初步"}, {"objected", "有异议"}, {NULL, NULL}};

static const tp_choice effects[] = {{"no_loans", "不得借用"},
                                    {"no_own_use", "不得自用"},
                                    {"room", "可借数按系数"},
                                    {"deposits", "可存数按系数"},
                                    {NULL, NULL}};

const char *const tp_outcome_status_names[TP_OUTCOME_STATUSES] = {"final", "draft", "objected"};
const tp_words tp_outcome_status_words[TP_OUTCOME_STATUSES] = {
    {"正式", "final"}, {"初步", "draft"}, {"有异议", "objected to"}};
const char *const tp_effect_names[TP_EFFECTS] = {"no_loans", "no_own_use", "room", "deposits"};
const tp_words tp_effect_words[TP_EFFECTS] = {{"不得借用", "no loans"},
                                              {"不得自用", "no own use"},
                                              {"可借数按系数", "room by a factor"},
                                              {"可存数按系数", "deposits by a factor"}};
const char *const tp_demand_class_names[TP_CLASSES] = {"statutory", "talent", "normal"};
const tp_words tp_demand_class_words[TP_CLASSES] = {
    {"法定保障", "statutory"}, {"高层次人才", "talent"}, {"一般", "normal"}};
const char *const tp_issue_class_names[TP_ISSUE_CLASSES] = {"rectify", "office", "reserve"};
const tp_words tp_issue_class_words[TP_ISSUE_CLASSES] = {
    {"单位整改", "rectify"}, {"编办解决", "office"}, {"政策储备", "reserve"}};
const char *const tp_measure_names[TP_MEASURES] = {"deposits", "loans",  "net_change",
                                                   "usage",    "intake", "own_use"};
const tp_words tp_measure_words[TP_MEASURES] = {
    {"收储数", "deposits"}, {"投放数", "loans"},    {"净增减", "net change"},
    {"使用数", "usage"},    {"新增用编", "intake"}, {"自有使用数", "own use"}};

static const tp_column unit_columns[] = {
    {.name = "unit",
     .zh = "单位编码",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, unit),
     .required = true,
     .doc = {"单位编码，不得重复", "code of the unit, unique"}},
    {.name = "name",
     .zh = "单位名称|名称",
     .type = TP_COL_TEXT,
     CELL(tp_unit_row, name),
     .doc = {"单位名称；空白即用编码", "its name; empty: the code"}},
    {.name = "kind",
     .zh = "机构性质",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, kind),
     .doc = {"如党委部门、政府部门、事业单位、群团",
             "free text, such as 党委部门, 政府部门, 事业单位, 群团"}},
    {.name = "system",
     .zh = "系统",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, system),
     .doc = {"条线，如教育、卫生健康", "branch, such as 教育, 卫生健康"}},
    {.name = "level",
     .zh = "层级",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, level),
     .doc = {"如市级、县级、乡镇", "province, city, county, town"}},
    {.name = "region",
     .zh = "地区",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, region),
     .doc = {"控制编制总量的地区", "the jurisdiction that controls the total"}},
    {.name = "parent",
     .zh = "主管部门",
     .type = TP_COL_CODE,
     CELL(tp_unit_row, parent),
     .doc = {"主管部门的单位编码", "code of the unit it answers to"}},
    {.name = "entry_standard",
     .zh = "进人条件|进人标准",
     .type = TP_COL_TEXT,
     CELL(tp_unit_row, entry_standard),
     .late = true,
     .doc = {"该单位用编进人的条件，写入编制使用通知单",
             "whom the unit may take in on a slot; stated in its notice"}},
};

static const tp_column post_columns[] = {
    UNIT_CELL(tp_post_row),
    CATEGORY_CELL(tp_post_row),
    {.name = "authorised",
     .zh = "核定编制数",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, authorised),
     .required = true,
     COUNT_RANGE,
     .doc = {"该单位该类别核定的编制", "slots the line owns"}},
    {.name = "in_post",
     .zh = "实有人数",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, in_post),
     .required = true,
     COUNT_RANGE,
     .doc = {"实有在编人数", "people occupying slots"}},
    {.name = "committed",
     .zh = "在途用编",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, committed),
     .fallback = "0",
     COUNT_RANGE,
     .doc = {"已批准招录、尚未到岗的编制", "slots already promised, recruitment under way"}},
    {.name = "lent",
     .zh = "已存入",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, lent),
     .fallback = "0",
     COUNT_RANGE,
     .doc = {"已存入周转池的编制，不超过核定数；整列缺省时以台账为准",
             "slots given to a pool, at most those authorised; column absent: as in the ledger"}},
    {.name = "borrowed",
     .zh = "已借用",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, borrowed),
     .fallback = "0",
     COUNT_RANGE,
     .doc = {"已从周转池借用的编制；大于 0 时“已存入”须为 0；整列缺省时以台账为准",
             "slots received from a pool; if above 0, lent is 0; column absent: as in the ledger"}},
    {.name = "cap",
     .zh = "使用上限",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, cap),
     COUNT_RANGE,
     .doc = {"最多可使用的编制；空白即不限", "most usage rights it may hold; empty: no cap"}},
    {.name = "standard",
     .zh = "编制标准数|标准数|编制标准",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, standard),
     COUNT_RANGE,
     .late = true,
     .doc =
         {"按编制标准（生师比、床位等）应配的编制；空白即没有标准",
          "slots the staffing standard (pupils per teacher, beds) gives it; empty: no standard"}},
    {.name = "frozen",
     .zh = "冻结空编|冻结数",
     .type = TP_COL_WHOLE,
     CELL(tp_post_row, frozen),
     .fallback = "0",
     COUNT_RANGE,
     .late = true,
     .doc = {"冻结的空编：既不自用，也不存入", "vacancies that are neither used nor lent"}},
};

static const tp_column vacancy_columns[] = {
    UNIT_CELL(tp_vacancy_row),
    CATEGORY_CELL(tp_vacancy_row),
    {.name = "count",
     .zh = "数量",
     .type = TP_COL_WHOLE,
     CELL(tp_vacancy_row, count),
     .required = true,
     COUNT_RANGE,
     .doc = {"自该日起空缺的编制", "slots vacant since that day"}},
    {.name = "since",
     .zh = "空编起始日期",
     .type = TP_COL_DATE,
     CELL(tp_vacancy_row, since),
     .required = true,
     .doc = {"空编起始日期", "first day of the vacancy"}},
};

static const tp_column outcome_columns[] = {
    UNIT_CELL(tp_outcome_row),
    {.name = "evaluated_on",
     .zh = "评估日期",
     .type = TP_COL_DATE,
     CELL(tp_outcome_row, evaluated_on),
     .required = true,
     .doc = {"评估日期；测算只看基准日及以前最近一次",
             "day of the evaluation; the latest one not after the scenario's as_of counts"}},
    {.name = "grade",
     .zh = "等次",
     .type = TP_COL_CODE,
     CELL(tp_outcome_row, grade),
     .doc = {"如优秀、良好、一般、较差", "such as 优秀, 良好, 一般, 较差"}},
    {.name = "score",
     .zh = "得分",
     .type = TP_COL_DECIMAL,
     CELL(tp_outcome_row, score),
     .doc = {"评估得分", "score of the evaluation"}},
    {.name = "saturation",
     .zh = "工作饱满度",
     .type = TP_COL_DECIMAL,
     CELL(tp_outcome_row, saturation),
     .least = 0,
     .most = 1000000 * TP_DEC_ONE,
     .doc = {"所需有效工时÷可用工时，1 为饱满", "hours needed ÷ hours available, 1 = full"}},
    {.name = "status",
     .zh = "评估状态|状态",
     .type = TP_COL_ENUM,
     CELL(tp_outcome_row, status),
     .fallback = "final",
     .choices = outcome_statuses,
     .late = true,
     .doc =
         {"正式、初步（征求意见）或单位有异议；不是正式的不作数，仍按此前的正式结果",
          "final, draft (sent out for comment), or objected to; what is not final does not count, "
          "the final one before it does"}},
    {.name = "objected_on",
     .zh = "异议日期",
     .type = TP_COL_DATE,
     CELL(tp_outcome_row, objected_on),
     .late = true,
     .doc = {"单位提出异议的日期；有异议的必填，定稿后可保留",
             "day the unit objected; needed where it is objected to, may stay once it is final"}},
};

static const tp_column issue_columns[] = {
    {.name = "issue",
     .zh = "编号",
     .type = TP_COL_CODE,
     CELL(tp_issue_row, issue),
     .required = true,
     .doc = {"问题编号，不得重复", "code of the issue, unique"}},
    UNIT_CELL(tp_issue_row),
    {.name = "class",
     .zh = "类别",
     .type = TP_COL_ENUM,
     CELL(tp_issue_row, issue_class),
     .required = true,
     .choices = issue_classes,
     .doc = {"由谁解决", "who resolves it"}},
    {.name = "found_on",
     .zh = "发现日期",
     .type = TP_COL_DATE,
     CELL(tp_issue_row, found_on),
     .required = true,
     .doc = {"发现日期", "day it was found"}},
    {.name = "due_on",
     .zh = "整改期限",
     .type = TP_COL_DATE,
     CELL(tp_issue_row, due_on),
     .doc = {"整改期限；空白即发现日期后三个月（不足日取月末）",
             "day it is due; empty: three calendar months after found_on, end of month clipped"}},
    {.name = "closed_on",
     .zh = "销号日期",
     .type = TP_COL_DATE,
     CELL(tp_issue_row, closed_on),
     .doc = {"销号日期；空白即未销号", "day it was closed; empty: open"}},
    {.name = "text",
     .zh = "内容",
     .type = TP_COL_TEXT,
     CELL(tp_issue_row, text),
     .doc = {"问题内容", "what was found"}},
};

static const tp_column demand_columns[] = {
    {.name = "demand",
     .zh = "编号",
     .type = TP_COL_CODE,
     CELL(tp_demand_row, demand),
     .required = true,
     .doc = {"申请编号，不得重复", "code of the demand, unique"}},
    UNIT_CELL(tp_demand_row),
    CATEGORY_CELL(tp_demand_row),
    {.name = "quantity",
     .zh = "申请数",
     .type = TP_COL_WHOLE,
     CELL(tp_demand_row, quantity),
     .required = true,
     .least = 1,
     .most = 1000000,
     .doc = {"申请的编制数", "slots asked for"}},
    {.name = "minimum",
     .zh = "最低数",
     .type = TP_COL_WHOLE,
     CELL(tp_demand_row, minimum),
     .fallback = "0",
     COUNT_RANGE,
     .doc = {"少于此数即不予安排；不超过申请数",
             "a grant smaller than this is useless; at most the quantity"}},
    {.name = "class",
     .zh = "申请类别|类别",
     .type = TP_COL_ENUM,
     CELL(tp_demand_row, demand_class),
     .fallback = "normal",
     .choices = demand_classes,
     .doc = {"申请类别", "class of the demand"}},
    {.name = "sector",
     .zh = "投放领域|领域",
     .type = TP_COL_CODE,
     CELL(tp_demand_row, sector),
     .doc = {"投放领域；空白即单位所在系统", "what it serves; empty: the unit's system"}},
    {.name = "filed_on",
     .zh = "申请日期",
     .type = TP_COL_DATE,
     CELL(tp_demand_row, filed_on),
     .doc = {"申请日期", "day it was filed"}},
    {.name = "term_months",
     .zh = "借用期限",
     .type = TP_COL_WHOLE,
     CELL(tp_demand_row, term_months),
     .fallback = "36",
     .least = 1,
     .most = 1200,
     .doc = {"借用期限，单位为月", "months the loan runs"}},
    {.name = "document",
     .zh = "来文字号",
     .type = TP_COL_TEXT,
     CELL(tp_demand_row, document),
     .doc = {"来文字号", "number of the letter"}},
};

static const tp_column attrition_columns[] = {
    UNIT_CELL(tp_attrition_row),
    CATEGORY_CELL(tp_attrition_row),
    {.name = "on",
     .zh = "日期",
     .type = TP_COL_DATE,
     CELL(tp_attrition_row, on),
     .required = true,
     .doc = {"预计减员日期", "day of the departure"}},
    {.name = "count",
     .zh = "数量",
     .type = TP_COL_WHOLE,
     CELL(tp_attrition_row, count),
     .required = true,
     COUNT_RANGE,
     .doc = {"预计减员人数", "people expected to leave"}},
};

#define FILTER(column, zh_names, field)                                                            \
    {                                                                                              \
        .name = column, .zh = zh_names, .type = TP_COL_CODE, CELL(tp_limit_row_read, field),       \
        .doc = {                                                                                   \
            "筛选条件；空白即全部",                                                                \
            "filter; empty: all"                                                                   \
        }                                                                                          \
    }

static const tp_column limit_columns[] = {
    {.name = "name",
     .zh = "控制项|名称",
     .type = TP_COL_TEXT,
     CELL(tp_limit_row_read, name),
     .required = true,
     .doc = {"控制项名称", "name of the limit"}},
    FILTER("unit", "单位编码", unit),
    FILTER("kind", "机构性质", kind),
    FILTER("system", "系统", system),
    FILTER("level", "层级", level),
    FILTER("region", "地区", region),
    FILTER("parent", "主管部门", parent),
    FILTER("category", "编制类别", category),
    FILTER("sector", "投放领域|领域", sector),
    {.name = "class",
     .zh = "类别|申请类别",
     .type = TP_COL_ENUM,
     CELL(tp_limit_row_read, demand_class),
     .choices = demand_classes,
     .doc = {"筛选条件（申请类别）；空白即全部", "filter on the demand's class; empty: all"}},
    {.name = "measure",
     .zh = "指标",
     .type = TP_COL_ENUM,
     CELL(tp_limit_row_read, measure),
     .required = true,
     .choices = tp_measure_choices,
     .doc = {"控制的指标；按领域或申请类别筛选时只能是投放数或新增用编",
             "what is limited; with a sector or class only loans or intake"}},
    {.name = "at_least",
     .zh = "下限",
     .type = TP_COL_WHOLE,
     CELL(tp_limit_row_read, at_least),
     BOUND_RANGE,
     .doc = {"下限，可为负；空白即不限", "lower bound, may be negative; empty: none"}},
    {.name = "at_most",
     .zh = "上限",
     .type = TP_COL_WHOLE,
     CELL(tp_limit_row_read, at_most),
     BOUND_RANGE,
     .doc = {"上限，可为负；空白即不限", "upper bound, may be negative; empty: none"}},
    {.name = "period",
     .zh = "期",
     .type = TP_COL_WHOLE,
     CELL(tp_limit_row_read, period),
     .least = 1,
     .most = 10,
     .late = true,
     .doc = {"多期规划中只在这一期有效；空白即每期都有效",
             "of a plan of several periods, holds in this one alone; empty: in all"}},
};

static const tp_column finding_columns[] = {
    UNIT_CELL(tp_finding_row),
    {.name = "finding",
     .zh = "认定事项|事项",
     .type = TP_COL_TEXT,
     CELL(tp_finding_row, finding),
     .required = true,
     .doc = {"认定了什么，如“编制较为充裕”", "what was found, such as ample slots"}},
    {.name = "source",
     .zh = "认定依据|依据|来源",
     .type = TP_COL_TEXT,
     CELL(tp_finding_row, source),
     .doc = {"检查、评估或文件", "the inspection, evaluation or document"}},
    {.name = "from",
     .zh = "起始日期|起",
     .type = TP_COL_DATE,
     CELL(tp_finding_row, from),
     .required = true,
     .doc = {"自哪天起", "first day it holds"}},
    {.name = "until",
     .zh = "截止日期|止",
     .type = TP_COL_DATE,
     CELL(tp_finding_row, until),
     .doc = {"到哪天止（含当天）；空白即没有期限", "last day it holds; empty: no end"}},
    {.name = "effect",
     .zh = "处理|效力",
     .type = TP_COL_ENUM,
     CELL(tp_finding_row, effect),
     .required = true,
     .choices = effects,
     .doc = {"怎样处理", "what follows"}},
    {.name = "factor",
     .zh = "系数",
     .type = TP_COL_DECIMAL,
     CELL(tp_finding_row, factor),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"可借数、可存数乘以此系数，向下取整；其他处理不填",
             "room or deposits times this, rounded down; empty for the others"}},
};

static const tp_column loan_columns[] = {
    {.name = "loan",
     .zh = "借用编号|编号",
     .type = TP_COL_CODE,
     CELL(tp_loan_row, loan),
     .required = true,
     .doc = {"借用编号，唯一", "number of the loan, unique"}},
    UNIT_CELL(tp_loan_row),
    CATEGORY_CELL(tp_loan_row),
    {.name = "count",
     .zh = "数量|在借数",
     .type = TP_COL_WHOLE,
     CELL(tp_loan_row, count),
     .least = 1,
     .most = 1000000,
     .required = true,
     .doc = {"尚未归还的编制数", "slots still on loan"}},
    {.name = "due",
     .zh = "到期日期|到期日",
     .type = TP_COL_DATE,
     CELL(tp_loan_row, due),
     .required = true,
     .doc = {"哪天到期", "when it falls due"}},
    {.name = "demand",
     .zh = "申请编号|原申请编号",
     .type = TP_COL_CODE,
     CELL(tp_loan_row, demand),
     .doc = {"当初借用所依据的申请，可空", "the demand it was lent under, if known"}},
};

static const tp_columns units = {
    "units",
    "单位",
    COLUMNS(unit_columns),
    sizeof(tp_unit_row),
    true,
    {"机关和事业单位，一行一个。", "Organs and institutions, one row each."}};
static const tp_columns posts = {
    "posts",
    "编制",
    COLUMNS(post_columns),
    sizeof(tp_post_row),
    true,
    {"单位×类别，一行一个，不得重复。", "Lines: a unit in a category, one row each, unique."}};
static const tp_columns vacancies = {
    "vacancies",
    "空编明细",
    COLUMNS(vacancy_columns),
    sizeof(tp_vacancy_row),
    false,
    {"空编及其起始日期，从最早的用起；合计超过该行空编的，最晚的超出部分不计，并给出警告。",
     "Vacancies with their start, used oldest first; what exceeds the line's vacancies is ignored, "
     "newest first, with a warning."}};
static const tp_columns outcomes = {
    "outcomes",
    "评估结果",
    COLUMNS(outcome_columns),
    sizeof(tp_outcome_row),
    false,
    {"单位评估结果，同一单位同一日期只有一行。", "Evaluation outcomes, unique by unit and date."}};
static const tp_columns issues = {"issues",
                                  "问题台账",
                                  COLUMNS(issue_columns),
                                  sizeof(tp_issue_row),
                                  false,
                                  {"评估发现的问题。", "What evaluation found to be put right."}};
static const tp_columns demands = {
    "demands",
    "用编申请",
    COLUMNS(demand_columns),
    sizeof(tp_demand_row),
    false,
    {"单位的用编申请；该单位该类别须在编制表中有一行。",
     "Requests for slots; the unit must have a row of that category in posts.csv."}};
static const tp_columns attrition = {
    "attrition",
    "预计减员",
    COLUMNS(attrition_columns),
    sizeof(tp_attrition_row),
    false,
    {"预计减员；该单位该类别须在编制表中有一行。",
     "Expected departures; the unit must have a row of that category in posts.csv."}};
static const tp_columns limits = {
    "limits",
    "总量控制",
    COLUMNS(limit_columns),
    sizeof(tp_limit_row_read),
    false,
    {"总量控制，与方案文件中的 limits 相同并与其叠加；每个筛选条件只写一个值。",
     "Limits as in a scenario, added to the scenario's own; one value a filter."}};
static const tp_columns findings = {
    "findings",
    "认定",
    COLUMNS(finding_columns),
    sizeof(tp_finding_row),
    false,
    {"检查、评估对单位的认定，及其在一段时间内的处理。",
     "What checks found of units, and what follows from it for a time."}};
static const tp_columns loans = {
    "loans",
    "在借明细",
    COLUMNS(loan_columns),
    sizeof(tp_loan_row),
    false,
    {"尚在借用的编制及其到期日；没有台账时用，有台账的以台账为准。编制表没有“已借用”列的，按此合计"
     "。",
     "Loans that run and when they fall due, where there is no ledger yet; a ledger counts "
     "instead. "
     "Where posts.csv has no column borrowed, it is their sum."}};

const tp_columns *const tp_data_tables[TP_TABLES] = {&units,    &posts,   &vacancies, &outcomes,
                                                     &issues,   &demands, &attrition, &limits,
                                                     &findings, &loans};

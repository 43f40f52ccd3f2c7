#include "read/tree_problem.h"

#include <string.h>

const tp_msg tp_msg_tree_tag = {
    "tree.tag", "不支持类型标记“{0}”：值的类型由键决定，请去掉标记",
    "the tag \"{0}\" is not supported: a value's type follows from its key; remove the tag"};
const tp_msg tp_msg_tree_control = {"tree.control", "文本含有控制字符",
                                    "the text contains a control character"};
const tp_msg tp_msg_tree_deep = {"tree.deep", "嵌套过深：最多 64 层",
                                 "nested too deep: at most 64 levels"};
const tp_msg tp_msg_tree_bomb = {"tree.aliases", "别名（*…）展开后内容过多：最多 100000 个节点",
                                 "the aliases (*…) expand to too much: at most 100000 nodes"};
const tp_msg tp_msg_tree_alias = {"tree.alias", "别名“*{0}”在此之前没有定义（&{0}）",
                                  "the alias *{0} has no anchor &{0} before it"};
const tp_msg tp_msg_tree_alias_self = {"tree.alias", "别名“*{0}”位于它自己的定义之内",
                                       "the alias *{0} stands inside its own anchor"};
const tp_msg tp_msg_tree_merge = {"tree.merge", "“<<”之后应为映射（如 *名称），或映射的列表",
                                  "after << a map such as *name is expected, or a list of maps"};
const tp_msg tp_msg_tree_merge_twice = {
    "tree.merge", "一个映射中只能有一个“<<”：多个来源请写成列表 <<: [*甲, *乙]",
    "a map can have one << only: write several as a list, <<: [*a, *b]"};
const tp_msg tp_msg_tree_key = {"tree.key", "键应为文本，不能是列表或映射",
                                "a key is a text, not a list or a map"};
const tp_msg tp_msg_tree_key_empty = {"tree.key", "冒号之前缺少键名",
                                      "a key is missing before the colon"};
const tp_msg tp_msg_tree_key_long = {"tree.key", "键名过长：最多 512 字节",
                                     "the key is too long: at most 512 bytes"};
const tp_msg tp_msg_tree_duplicate = {"tree.duplicate-key",
                                      "键“{0}”重复：第 {1} 行第 {2} 列已经出现过",
                                      "duplicate key \"{0}\": first at line {1}, column {2}"};
const tp_msg tp_msg_tree_documents = {
    "tree.documents", "一个文件只能有一份文档：请去掉这里的“---”及其后的内容",
    "a file holds one document: remove this --- and what follows"};
const tp_msg tp_msg_tree_empty = {"tree.empty", "文件是空的", "the file is empty"};

/* libyaml's texts, and what to tell a planner. */
static const struct {
    const char *problem;
    tp_words text;
    bool at_context; /* the fault is where the construct began */
} known[] = {
    {"found character that cannot start any token",
     {"这里出现了不能使用的字符（缩进请用空格，不要用制表符；以 @ 或 ` 开头的文本请加引号）",
      "a character that cannot stand here (indent with spaces, not tabs; quote a text that begins "
      "with @ or `)"},
     false},
    {"found a tab character that violates indentation",
     {"缩进请用空格，不要用制表符", "indent with spaces, not tabs"},
     false},
    {"found a tab character where an indentation space is expected",
     {"缩进请用空格，不要用制表符", "indent with spaces, not tabs"},
     false},
    {"mapping values are not allowed in this context",
     {"这里不能出现“键: 值”（请检查缩进；含有“: ”的文本请加引号）",
      "a \"key: value\" cannot stand here (check the indentation; quote a text that contains "
      "\": \")"},
     false},
    {"block sequence entries are not allowed in this context",
     {"这里不能出现列表项“- ”（请检查缩进）",
      "a list item \"- \" cannot stand here (check the indentation)"},
     false},
    {"could not find expected ':'",
     {"缺少“:”（键之后应为“: ”，请检查缩进）",
      "a ':' is missing (a key is followed by \": \"; check the indentation)"},
     true},
    {"did not find expected key",
     {"这里应为一个键（请检查缩进和引号）",
      "a key is expected here (check the indentation and the quotes)"},
     false},
    {"did not find expected '-' indicator",
     {"这里应为列表项“- ”（请检查缩进）", "a list item \"- \" is expected here (check the "
                                          "indentation)"},
     false},
    {"did not find expected ',' or ']'",
     {"列表缺少“,”或“]”", "the list lacks a ',' or ']'"},
     false},
    {"did not find expected ',' or '}'", {"映射缺少“,”或“}”", "the map lacks a ',' or '}'"}, false},
    {"did not find expected node content", {"这里缺少内容", "content is missing here"}, false},
    {"did not find expected <document start>",
     {"文档在此之前已经结束（请检查缩进和引号）",
      "the document has ended before this (check the indentation and the quotes)"},
     false},
    {"found unexpected end of stream",
     {"引号没有结束", "the quote that begins here is not closed"},
     true},
    {"found unexpected document indicator",
     {"引号之内出现了“---”或“...”", "a --- or ... inside quotes"},
     false},
    {"found unknown escape character",
     {"双引号中的“\\”后是未知的转义字符（路径请用单引号）",
      "an unknown escape after \\ in double quotes (use single quotes for paths)"},
     false},
    {"control characters are not allowed", {"含有控制字符", "a control character"}, false},
    {"invalid leading UTF-8 octet", {"不是有效的 UTF-8", "not valid UTF-8"}, false},
    {"invalid trailing UTF-8 octet", {"不是有效的 UTF-8", "not valid UTF-8"}, false},
    {"incomplete UTF-8 octet sequence", {"不是有效的 UTF-8", "not valid UTF-8"}, false},
};

void tp_yaml_problem_report(const tp_yaml_problem *problem, tp_diags *diags)
{
    const char *text = problem->problem ? problem->problem : "unknown problem";
    tp_words words = {text, text};
    tp_pos pos = problem->pos;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(text, known[i].problem) != 0)
            continue;
        words = known[i].text;
        if (known[i].at_context && problem->context)
            pos = problem->context_pos;
        break;
    }
    bool begun =
        problem->context && problem->context_pos.line > 0 && problem->context_pos.line < pos.line;
    char line[TP_DEC_TEXT];
    tp_int_format(problem->context_pos.line, line);
    static const tp_msg plain = {"tree.syntax", "YAML 语法错误：{0}", "YAML syntax: {1}"};
    static const tp_msg since = {"tree.syntax", "YAML 语法错误：{0}；所在的结构始于第 {2} 行",
                                 "YAML syntax: {1}; the construct begins at line {2}"};
    tp_diag_error(diags, pos, begun ? &since : &plain, words.zh, words.en, line);
}

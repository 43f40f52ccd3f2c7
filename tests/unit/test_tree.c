#include "read/tree.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static tp_arena *arena;
static tp_diags diags;

static void start(void)
{
    arena = tp_arena_create();
    tp_diags_init(&diags, arena);
}

static void stop(void)
{
    tp_arena_free(arena);
}

static tp_node *parse_bytes(const char *text, size_t length, tp_status want)
{
    tp_source *source = tp_arena_alloc(arena, sizeof *source);
    *source = (tp_source){.path = "f.yaml", .text = text, .length = length};
    tp_node *root = NULL;
    tp_diags_init(&diags, arena);
    tp_status status = tp_tree_parse(&root, arena, source, &diags, NULL);
    ck_assert_msg(status == want, "status %s for: %.60s", tp_status_name(status), text);
    return root;
}

static tp_node *parse(const char *text)
{
    return parse_bytes(text, strlen(text), TP_OK);
}

static char *written(const tp_node *root, bool origins)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_tree_write(&out, root, origins);
    char *copy = tp_arena_copy(arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

static char *all_diags(tp_lang lang)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_diags_write(&out, &diags, lang);
    char *copy = tp_arena_copy(arena, out.bytes ? out.bytes : "", out.length);
    tp_buf_finish(&out);
    return copy;
}

/* The document is refused, and this is all that is said. */
static void refused(const char *text, const char *want)
{
    parse_bytes(text, strlen(text), TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_EN), want);
}

START_TEST(tree__knows_where_everything_stands)
{
    tp_node *root = parse("# 注释\n名称: 基准  # c\nlist:\n  - a\n  - {x: 1, 教育: '2'}\n");
    ck_assert_uint_eq(root->count, 2);
    const tp_node *name = tp_node_get(root, "名称");
    ck_assert_str_eq(name->text, "基准");
    ck_assert_int_eq(name->key_pos.line, 2);
    ck_assert_int_eq(name->key_pos.column, 1);
    ck_assert_int_eq(name->pos.line, 2);
    ck_assert_int_eq(name->pos.column, 5);
    ck_assert_str_eq(name->pos.file, "f.yaml");
    const tp_node *two = tp_node_path(root, "list[2].教育");
    ck_assert_ptr_nonnull(two);
    ck_assert(two->quoted);
    ck_assert_int_eq(two->pos.line, 5);
    ck_assert_int_eq(two->pos.column, 16);
    ck_assert_ptr_null(tp_node_path(root, "list[3]"));
    ck_assert_ptr_null(tp_node_path(root, "list[0]"));
    ck_assert_ptr_null(tp_node_path(root, "名称.x"));
}
END_TEST

START_TEST(tree__never_guesses_types)
{
    tp_node *root =
        parse("a: no\nb: 012\nc: 1e3\nd: ~\ne:\nf: ''\ng: null\nh: 'null'\ni: 2026-06-30\n");
    static const char *const want[] = {"no", "012", "1e3",  NULL,        NULL,
                                       "",   NULL,  "null", "2026-06-30"};
    for (size_t i = 0; i < root->count; i++)
        if (want[i])
            ck_assert_str_eq(root->child[i]->text, want[i]);
        else
            ck_assert_int_eq(root->child[i]->kind, TP_NODE_NULL);
}
END_TEST

START_TEST(tree__normalises_texts_and_keys)
{
    /* e + combining acute accent becomes one character; ideographic spaces are trimmed. */
    tp_node *root = parse("cafe\xCC\x81: \"\xE3\x80\x80x \"\n");
    ck_assert_str_eq(root->child[0]->key, "caf\xC3\xA9");
    ck_assert_str_eq(root->child[0]->text, "x");
}
END_TEST

START_TEST(tree__reports_duplicate_keys_with_both_places_and_goes_on)
{
    const char *text = "a: 1\nb: 2\na: 3\nm: {x: 1, x: 2}\n";
    tp_node *root = parse_bytes(text, strlen(text), TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_EN),
                     "f.yaml:3:1: error: duplicate key \"a\": first at line 1, column 1 "
                     "[tree.duplicate-key]\n"
                     "f.yaml:4:11: error: duplicate key \"x\": first at line 4, column 5 "
                     "[tree.duplicate-key]\n");
    ck_assert_str_eq(tp_node_get(root, "a")->text, "1");
    ck_assert_ptr_nonnull(tp_node_get(root, "m"));
}
END_TEST

START_TEST(tree__finds_duplicates_among_many_keys)
{
    tp_buf text;
    tp_buf_init(&text);
    for (int i = 0; i < 20000; i++)
        tp_buf_format(&text, "k%d: %d\n", i, i);
    tp_buf_text(&text, "k19999: 0\nk7: 0\n");
    parse_bytes(text.bytes, text.length, TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_EN),
                     "f.yaml:20001:1: error: duplicate key \"k19999\": first at line 20000, column "
                     "1 [tree.duplicate-key]\n"
                     "f.yaml:20002:1: error: duplicate key \"k7\": first at line 8, column 1 "
                     "[tree.duplicate-key]\n");
    tp_buf_finish(&text);
}
END_TEST

START_TEST(tree__expands_aliases_and_merge_keys)
{
    tp_node *root = parse("base: &b {x: 1, y: 2}\nother: &o {y: 9, z: 3}\n"
                          "m:\n  <<: [*b, *o]\n  x: 7\nn: *b\nk: &t 教育\nl: [*t, *t]\n");
    ck_assert_str_eq(written(tp_node_get(root, "m"), false), "x: 7\ny: 2\nz: 3\n");
    ck_assert_str_eq(written(tp_node_get(root, "n"), false), "x: 1\ny: 2\n");
    ck_assert_str_eq(tp_node_path(root, "l[2]")->text, "教育");
    ck_assert_int_eq(tp_node_path(root, "n.y")->pos.line, 1);
}
END_TEST

START_TEST(tree__refuses_what_cannot_be_meant)
{
    refused("a: !!int 5\nb: !x {}\n",
            "f.yaml:1:4: error: the tag \"tag:yaml.org,2002:int\" is not supported: a value's type "
            "follows from its key; remove the tag [tree.tag]\n"
            "f.yaml:2:4: error: the tag \"!x\" is not supported: a value's type follows from its "
            "key; remove the tag [tree.tag]\n");
    refused("a: 1\n---\nb: 2\n",
            "f.yaml:2:1: error: a file holds one document: remove this --- and what follows "
            "[tree.documents]\n");
    refused("", "f.yaml:1:1: error: the file is empty [tree.empty]\n");
    refused("# nothing\n", "f.yaml:1:1: error: the file is empty [tree.empty]\n");
    refused("---\n...\n", "f.yaml:1:1: error: the file is empty [tree.empty]\n");
    refused("a: *x\n", "f.yaml:1:4: error: the alias *x has no anchor &x before it [tree.alias]\n");
    refused("a: &x [*x]\n",
            "f.yaml:1:8: error: the alias *x stands inside its own anchor [tree.alias]\n");
    refused("a: {<<: 3}\nb: {<<: {}, <<: {}}\n",
            "f.yaml:1:9: error: after << a map such as *name is expected, or a list of maps "
            "[tree.merge]\n"
            "f.yaml:2:13: error: a map can have one << only: write several as a list, <<: [*a, *b] "
            "[tree.merge]\n");
    refused("? [a]\n: 1\n'': 2\n",
            "f.yaml:1:3: error: a key is a text, not a list or a map [tree.key]\n"
            "f.yaml:3:1: error: a key is missing before the colon [tree.key]\n");
    refused("a: \"x\\0y\"\nb: \"\\e[31m\"\n",
            "f.yaml:1:4: error: the text contains a control character [tree.control]\n"
            "f.yaml:2:4: error: the text contains a control character [tree.control]\n");
}
END_TEST

START_TEST(tree__points_at_syntax_errors)
{
    refused("a:\n\t- b\n", "f.yaml:2:1: error: YAML syntax: a character that cannot stand here "
                           "(indent with spaces, not tabs; quote a text that begins with @ or `) "
                           "[tree.syntax]\n");
    refused("a: 'x\nb: 1\n", "f.yaml:1:4: error: YAML syntax: the quote that begins here is not "
                             "closed [tree.syntax]\n");
    refused("a: [1, 2\nb: 3\n", "f.yaml:2:2: error: YAML syntax: the list lacks a ',' or ']'; the "
                                "construct begins at line 1 [tree.syntax]\n");
    refused("a: b: c\n",
            "f.yaml:1:5: error: YAML syntax: a \"key: value\" cannot stand here (check "
            "the indentation; quote a text that contains \": \") [tree.syntax]\n");
    parse_bytes("a: 'x\nb: 1\n", 11, TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_ZH),
                     "f.yaml:1:4: 错误: YAML 语法错误：引号没有结束 [tree.syntax]\n");
}
END_TEST

START_TEST(tree__points_at_bad_bytes)
{
    parse_bytes("a: 1\nb: 教\xFFx\n", 14, TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_EN),
                     "f.yaml:2:5: error: YAML syntax: not valid UTF-8 [tree.syntax]\n");
    parse_bytes("a: 1\n\x01: 2\n", 10, TP_E_INPUT);
    ck_assert_str_eq(all_diags(TP_EN),
                     "f.yaml:2:1: error: YAML syntax: a control character [tree.syntax]\n");
    parse_bytes("a: 1\0b: 2\n", 10, TP_E_INPUT);
}
END_TEST

START_TEST(tree__bounds_alias_bombs)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_text(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
        tp_buf_format(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            tp_buf_format(&text, "%s*a%d", k ? ", " : "", i - 1);
        tp_buf_text(&text, "]\n");
    }
    parse_bytes(text.bytes, text.length, TP_E_INPUT);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_str_eq(diags.items[0].code, "tree.aliases");
    ck_assert_int_eq(diags.items[0].pos.line, 5);
    ck_assert_uint_lt(tp_arena_bytes(arena), 64u << 20);
    tp_buf_finish(&text);
}
END_TEST

START_TEST(tree__bounds_nesting)
{
    enum { MANY = 200000 };
    char *text = malloc(2 * MANY);
    ck_assert_ptr_nonnull(text);
    memset(text, '[', MANY);
    parse_bytes(text, MANY, TP_E_INPUT);
    ck_assert_str_eq(diags.items[0].code, "tree.deep");
    ck_assert_int_eq(diags.items[0].pos.column, TP_TREE_DEPTH + 1);
    memset(text, '[', TP_TREE_DEPTH - 1);
    text[TP_TREE_DEPTH - 1] = 'x';
    memset(text + TP_TREE_DEPTH, ']', TP_TREE_DEPTH - 1);
    parse_bytes(text, 2 * TP_TREE_DEPTH - 1, TP_OK);
    for (size_t i = 0; i < MANY; i++)
        memcpy(text + 2 * i, "- ", 2);
    parse_bytes(text, 2 * MANY, TP_E_INPUT);
    ck_assert_str_eq(diags.items[0].code, "tree.deep");
    free(text);
    /* Aliases nest too. */
    tp_buf deep;
    tp_buf_init(&deep);
    tp_buf_text(&deep, "a0: &a0 [x]\n");
    for (int i = 1; i < 80; i++)
        tp_buf_format(&deep, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    parse_bytes(deep.bytes, deep.length, TP_E_INPUT);
    ck_assert_str_eq(diags.items[0].code, "tree.deep");
    tp_buf_finish(&deep);
}
END_TEST

START_TEST(tree__round_trips_awkward_texts)
{
    static const char *const texts[] = {"plain",
                                        "教育系统",
                                        "",
                                        "null",
                                        "~",
                                        "- x",
                                        "a: b",
                                        "a #b",
                                        "#x",
                                        "a:",
                                        "[x]",
                                        "{x}",
                                        "*a",
                                        "&a",
                                        "!t",
                                        "'q'",
                                        "\"q\"",
                                        "\\",
                                        "%x",
                                        "@x",
                                        "`x",
                                        "? x",
                                        "?",
                                        "-",
                                        "---",
                                        "...",
                                        "<<",
                                        "=",
                                        "x\ny",
                                        "x\ty",
                                        "no",
                                        "012",
                                        "1e3",
                                        "0.5",
                                        "|",
                                        ">",
                                        "a,b",
                                        "a]b",
                                        "x\xC2\xA0y",
                                        "x\xE2\x80\xA8y",
                                        "x\xEF\xBB\xBFy",
                                        "x\xE3\x80\x80y",
                                        "😀",

                                        ": x",
                                        "a  b"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        tp_node value = {.kind = TP_NODE_SCALAR, .quoted = true, .text = texts[i]};
        tp_node inner = value;
        value.key = *texts[i] ? texts[i] : "empty";
        tp_node *children[] = {&value}, *elements[] = {&inner, &inner};
        tp_node map = {.kind = TP_NODE_MAP, .count = 1, .child = children};
        tp_node list = {.kind = TP_NODE_LIST, .key = "list", .count = 2, .child = elements};
        elements[1] = &map;
        tp_node *top[] = {&list, &map, &value};
        map.key = "map";
        tp_node root = {.kind = TP_NODE_MAP, .count = 3, .child = top};
        value.pos = (tp_pos){"a\nb # c.yaml", 3, 4, NULL};
        for (int origins = 0; origins < 2; origins++) {
            char *text = written(&root, origins);
            if (!strcmp(value.key, "<<"))
                continue; /* as a key it is only written quoted */
            tp_node *back = parse_bytes(text, strlen(text), TP_OK);
            ck_assert_str_eq(written(back, false), written(&root, false));
        }
    }
}
END_TEST

START_TEST(tree__writes_nested_lists_and_empty_containers)
{
    const char *text =
        "a: []\nb: {}\nc:\n  - - x\n    - \"y\"\n  - []\n  - k: v\n    l:\n      - 1\nd: "
        "null\n";
    char *once = written(parse(text), false);
    ck_assert_str_eq(once, text);
    ck_assert_str_eq(written(parse("a: 1\nb: [x]\n"), true),
                     "a: 1  # f.yaml:1\nb:\n  - x  # f.yaml:2\n");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("tree");
    TCase *tests = tcase_create("tree");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, tree__knows_where_everything_stands);
    tcase_add_test(tests, tree__never_guesses_types);
    tcase_add_test(tests, tree__normalises_texts_and_keys);
    tcase_add_test(tests, tree__reports_duplicate_keys_with_both_places_and_goes_on);
    tcase_add_test(tests, tree__finds_duplicates_among_many_keys);
    tcase_add_test(tests, tree__expands_aliases_and_merge_keys);
    tcase_add_test(tests, tree__refuses_what_cannot_be_meant);
    tcase_add_test(tests, tree__points_at_syntax_errors);
    tcase_add_test(tests, tree__points_at_bad_bytes);
    tcase_add_test(tests, tree__bounds_alias_bombs);
    tcase_add_test(tests, tree__bounds_nesting);
    tcase_add_test(tests, tree__round_trips_awkward_texts);
    tcase_add_test(tests, tree__writes_nested_lists_and_empty_containers);
    suite_add_tcase(suite, tests);
    return suite;
}

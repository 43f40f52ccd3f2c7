/* Any single change of a valid file is seen: a character made full-width, a key misspelt, a value
 * or a cell emptied. Either nothing changes in what was read, or an error or warning stands at that
 * place. */
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const tables[][2] = {
    {"units.csv", "unit,name,kind,system,level,region,parent\n"
                  "U1,市文化馆,事业单位,文化,市级,市本级,\n"
                  "U2,市人民医院,事业单位,卫生健康,市级,市本级,\n"
                  "U3,市教育局,政府部门,教育,市级,市本级,\n"
                  "U4,甲县一中,事业单位,教育,县级,甲县,U3\n"},
    {"posts.csv", "unit,category,authorised,in_post,committed,lent,borrowed,cap\n"
                  "U1,事业,40,22,1,2,0,45\nU2,事业,50,50,0,0,3,\nU3,行政,30,28,0,0,0,\n"
                  "U4,事业,60,41,0,0,0,70\n"},
    {"vacancies.csv", "unit,category,count,since\nU1,事业,9,2024-01-01\nU4,事业,12,2025-10-31\n"},
    {"outcomes.csv", "unit,evaluated_on,grade,score,saturation\nU1,2026-03-31,一般,71.5,0.5\n"
                     "U2,2026-03-31,优秀,92,1.12\nU3,2026-03-31,良好,85.25,0.95\n"
                     "U4,2025-12-31,较差,60,0.7\n"},
    {"issues.csv", "issue,unit,class,found_on,due_on,closed_on,text\n"
                   "I1,U3,rectify,2026-04-01,2026-12-31,,台账不全\n"},
    {"demands.csv",
     "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months,document\n"
     "D1,U2,事业,6,2,statutory,卫生健康,2026-05-06,24,市医〔2026〕3号\n"
     "D2,U2,事业,3,0,talent,教育,2026-05-07,36,\n"},
    {"attrition.csv", "unit,category,on,count\nU2,事业,2027-03-31,4\n"},
    {"limits.csv", "name,category,measure,at_least,at_most\n事业总量,事业,usage,0,160\n"},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* Every kind of value, in block and in flow style. */
static const char scenario[] =
    "schema: turnpool.scenario/1\n"
    "name: baseline   # 代号\n"
    "title: {zh: 基准方案, en: Baseline}\n"
    "data: data\n"
    "as_of: 2026-06-30\n"
    "idle:\n"
    "  min_months: 6\n"
    "  unknown_age_months: 12\n"
    "release:\n"
    "  bands:\n"
    "    - {below: 0.60, share: 1}\n"
    "    - {below: 0.85, share: 0.5}\n"
    "  unevaluated_share: 0.25\n"
    "  keep_share: 0.02\n"
    "  deposits: all-eligible\n"
    "protect:\n"
    "  - {grade: [优秀, 良好]}\n"
    "  - unit: [U3]\n"
    "categories:\n"
    "  行政: {poolable: true, kinds: [政府部门]}\n"
    "borrow:\n"
    "  min_saturation: 0.5\n"
    "  unevaluated: allow\n"
    "  max_share: 0.20\n"
    "  attrition_cover: limit\n"
    "grades:\n"
    "  优秀: {weight: 1.2}\n"
    "  一般: {freeze_months: 12}\n"
    "rectification: {block_overdue: true}\n"
    "sectors: {教育: {weight: 3}, 卫生健康: {weight: 2.5}}\n"
    "classes: {talent: {weight: 2}}\n"
    "tranches: [{up_to: 0.5, value: 1}, {up_to: 1, value: 0.6}]\n"
    "pools:\n"
    "  by: region\n"
    "  ring_fenced: [文化]\n"
    "  opening: [{scope: 市本级, category: 事业, count: 12}]\n"
    "  transfers: [{from: 甲县, to: 市本级, category: 事业, at_most: 5}]\n"
    "reserve: {share: 0.10, count: 2}\n"
    "earmark: [{scope: 市本级, category: 事业, count: 1}]\n"
    "limits:\n"
    "  - {name: 总量, where: {system: 教育}, measure: usage, at_most: 5200}\n"
    "shares: [{name: 民生, of: loans, where: {sector: [教育, 卫生健康]}, at_least: 0.1}]\n"
    "locks:\n"
    "  - {demand: D2, loan_at_most: 3}\n"
    "exclude: [{unit: [U4], saturation_below: 0.3}]\n"
    "tiers:\n"
    "  - {goal: statutory}\n"
    "  - {goal: need, concede: 0.01}\n"
    "  - {goal: burden}\n"
    "basis: {release: 某办〔2026〕1号第六条}\n";

static scratch s;

static void begin(void)
{
    scratch_begin(&s);
    ck_assert_int_eq(system(tp_arena_format(s.arena, "mkdir '%s'", scratch_path(&s, "data"))), 0);
    for (size_t i = 0; i < TABLES; i++)
        scratch_text(&s, tp_arena_format(s.arena, "data/%s", tables[i][0]), tables[i][1]);
    scratch_text(&s, "s.yaml", scenario);
}

static void end(void)
{
    for (size_t i = 0; i < TABLES; i++)
        scratch_remove(&s, tp_arena_format(s.arena, "data/%s", tables[i][0]));
    ck_assert_int_eq(system(tp_arena_format(s.arena, "rmdir '%s'", scratch_path(&s, "data"))), 0);
    scratch_end(&s);
}

/* What was read: the resolved scenario and the dataset's identity. NULL: it was refused. */
static char *identity(tp_arena *arena, tp_diags *diags)
{
    tp_session *session = NULL;
    tp_err err = {0};
    tp_session_options options = {0};
    tp_buf text;
    char *copy = NULL;
    tp_diags_init(diags, arena);
    const char *path = tp_arena_format(arena, "%s/s.yaml", s.path);
    tp_status status = tp_session_open(&session, path, &options, diags, &err);
    if (status == TP_OK) {
        tp_buf_init(&text);
        tp_scenario_canonical(&text, tp_session_scenario(session));
        tp_buf_text(&text, tp_session_data(session)->sha256);
        copy = tp_arena_copy(arena, text.bytes, text.length);
        tp_buf_finish(&text);
    } else {
        ck_assert_uint_gt(diags->errors, 0);
    }
    tp_session_free(session);
    return copy;
}

static bool is_at(const tp_diag *d, const char *file, int32_t line)
{
    const char *name = d->pos.file ? strrchr(d->pos.file, '/') : NULL;
    if (!name)
        return false;
    if (!strcmp(name + 1, file))
        return !d->pos.line || (d->pos.line >= line - 1 && d->pos.line <= line + 1);
    /* A folder that is not there is named itself. */
    return !strcmp(d->code, "data.missing");
}

static size_t unseen;

/* The file with this text instead: was the change in that line seen? */
static void hold(const char *file, int32_t line, const char *text, const char *what,
                 const char *before)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    scratch_text(&s, file, text);
    const char *now = identity(arena, &diags);
    bool seen = now && !strcmp(now, before);
    const char *slash = strrchr(file, '/');
    for (size_t i = 0; i < diags.count && !seen; i++)
        seen = diags.items[i].severity != TP_NOTE &&
               is_at(&diags.items[i], slash ? slash + 1 : file, line);
    if (!seen) {
        tp_buf said;
        tp_buf_init(&said);
        tp_diags_write(&said, &diags, TP_EN);
        printf("# %s:%d %s: %s\n", file, (int)line, what, said.length ? said.bytes : "not a word");
        tp_buf_finish(&said);
        fflush(stdout);
        unseen++;
    }
    tp_arena_free(arena);
}

/* text[at, at + length) replaced; in the scratch arena. */
static const char *replaced(const char *text, size_t at, size_t length, const char *by)
{
    return tp_arena_format(s.arena, "%.*s%s%s", (int)at, text, by, text + at + length);
}

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The full-width form of an ASCII character, in a buffer. */
static const char *full_width(char c, char out[4])
{
    if (c == ' ')
        return strcpy(out, "\xE3\x80\x80");
    unsigned code = 0xFF00u + (unsigned)(c - 0x20);
    out[0] = (char)0xEF;
    out[1] = (char)(0xBC + ((code >> 6) & 1));
    out[2] = (char)(0x80 | (code & 0x3F));
    out[3] = '\0';
    return out;
}

static void each_character(const char *file, const char *text, const char *before)
{
    int32_t line = 1;
    bool comment = false;
    for (size_t i = 0; text[i]; i++) {
        char full[4], what[64];
        if (text[i] == '\n') {
            line++;
            comment = false;
            continue;
        }
        comment = comment || text[i] == '#';
        if ((unsigned char)text[i] >= 0x80 || comment)
            continue;
        snprintf(what, sizeof what, "byte %zu, %c made full-width", i, text[i]);
        hold(file, line, replaced(text, i, 1, full_width(text[i], full)), what, before);
    }
}

START_TEST(changes__a_full_width_character_in_a_scenario)
{
    begin();
    tp_diags diags;
    const char *before = identity(s.arena, &diags);
    tp_buf said;
    tp_buf_init(&said);
    tp_diags_write(&said, &diags, TP_EN);
    ck_assert_msg(before && !diags.count, "%s", said.bytes);
    tp_buf_finish(&said);
    unseen = 0;
    each_character("s.yaml", scenario, before);
    ck_assert_uint_eq(unseen, 0);
    end();
}
END_TEST

/* Keys end at ": " or at a ":" before a line's end. */
START_TEST(changes__a_misspelt_key_in_a_scenario)
{
    begin();
    tp_diags diags;
    const char *before = identity(s.arena, &diags);
    int32_t line = 1;
    unseen = 0;
    for (size_t i = 0; scenario[i]; i++) {
        line += scenario[i] == '\n';
        if (scenario[i] != ':' || (scenario[i + 1] != ' ' && scenario[i + 1] != '\n'))
            continue;
        size_t start = i;
        while (start && !strchr(" {\n", scenario[start - 1]))
            start--;
        const char *key = tp_arena_copy(s.arena, scenario + start, i - start);
        const char *wrong[] = {tp_arena_format(s.arena, "%sx", key),
                               tp_arena_format(s.arena, "x%s", key),
                               tp_arena_format(s.arena, "%s%s", key, key)};
        for (size_t k = 0; k < 3; k++)
            hold("s.yaml", line, replaced(scenario, start, i - start, wrong[k]), wrong[k], before);
        if (is_letter(*key) && i - start > 2)
            hold("s.yaml", line, replaced(scenario, start + 1, 1, ""), key, before);
    }
    ck_assert_uint_eq(unseen, 0);
    end();
}
END_TEST

START_TEST(changes__an_emptied_value_in_a_scenario)
{
    begin();
    tp_diags diags;
    const char *before = identity(s.arena, &diags);
    int32_t line = 1;
    unseen = 0;
    for (size_t i = 0; scenario[i]; i++) {
        line += scenario[i] == '\n';
        if (scenario[i] != ':' || scenario[i + 1] != ' ')
            continue;
        size_t from = i + 1, to = from + strspn(scenario + from, " ");
        if (strchr("{[", scenario[to])) {
            int depth = 0;
            do
                depth += strchr("{[", scenario[to]) ? 1 : strchr("}]", scenario[to]) ? -1 : 0;
            while (scenario[to++] && depth);
        } else {
            to += strcspn(scenario + to, ",]}\n#");
        }
        hold("s.yaml", line, replaced(scenario, from, to - from, " "),
             tp_arena_copy(s.arena, scenario + from, to - from), before);
    }
    ck_assert_uint_eq(unseen, 0);
    end();
}
END_TEST

/* ---- tables ---- */

/* Columns for people, which nothing looks up: a character in another width is a text like any. */
static bool is_free(size_t table, size_t column)
{
    const char *const free_columns[] = {"name", "text", "document"};
    const char *at = tables[table][1];
    for (size_t i = 0; i < column; i++)
        at += strcspn(at, ",\n") + 1;
    size_t n = strcspn(at, ",\n");
    for (size_t i = 0; i < 3; i++)
        if (strlen(free_columns[i]) == n && !strncmp(at, free_columns[i], n))
            return true;
    return false;
}

/* The change is read as the same, refused, or doubted in its line. */
static void hold_table(size_t table, int32_t line, const char *text, const char *what,
                       const char *before)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    const char *file = tp_arena_format(arena, "data/%s", tables[table][0]);
    scratch_text(&s, file, text);
    const char *now = identity(arena, &diags);
    bool seen = !now || !strcmp(now, before);
    for (size_t i = 0; i < diags.count && !seen; i++)
        seen = diags.items[i].severity != TP_NOTE && is_at(&diags.items[i], tables[table][0], line);
    if (!seen) {
        printf("# %s:%d %s: not a word\n", file, (int)line, what);
        fflush(stdout);
        unseen++;
    }
    scratch_text(&s, file, tables[table][1]);
    tp_arena_free(arena);
}

START_TEST(changes__in_a_table)
{
    begin();
    tp_diags diags;
    const char *before = identity(s.arena, &diags);
    unseen = 0;
    for (size_t t = 0; t < TABLES; t++) {
        const char *text = tables[t][1];
        int32_t line = 1;
        size_t column = 0;
        for (size_t i = 0; text[i]; i++) {
            char full[4], what[64];
            if (text[i] == '\n' || text[i] == ',') {
                column = text[i] == ',' ? column + 1 : 0;
                line += text[i] == '\n';
                continue;
            }
            snprintf(what, sizeof what, "byte %zu, %c", i, text[i]);
            if (line == 1 || !is_free(t, column))
                if ((unsigned char)text[i] < 0x80)
                    hold_table(t, line, replaced(text, i, 1, full_width(text[i], full)), what,
                               before);
            if (line == 1 && (unsigned char)text[i] < 0x80)
                hold_table(t, line, replaced(text, i, 1, "x"), what, before);
        }
    }
    ck_assert_uint_eq(unseen, 0);
    end();
}
END_TEST

/* A table whose required cell is emptied is refused at that cell's line. */
START_TEST(changes__an_emptied_cell_that_is_required)
{
    static const struct {
        size_t table;
        const char *columns; /* one digit a required column */
    } required[] = {{0, "0"},    {1, "0123"}, {2, "0123"}, {3, "01"},
                    {4, "0123"}, {5, "0123"}, {6, "0123"}, {7, "02"}};
    begin();
    for (size_t r = 0; r < sizeof required / sizeof *required; r++) {
        size_t t = required[r].table, column = 0;
        const char *text = tables[t][1];
        int32_t line = 1;
        for (size_t i = 0; text[i]; i++) {
            bool starts = i == 0 || text[i - 1] == ',' || text[i - 1] == '\n';
            if (starts && line > 1 && strchr(required[r].columns, (int)('0' + column))) {
                tp_diags diags;
                bool seen = false;
                const char *file = tp_arena_format(s.arena, "data/%s", tables[t][0]);
                scratch_text(&s, file, replaced(text, i, strcspn(text + i, ",\n"), ""));
                ck_assert_ptr_null(identity(s.arena, &diags));
                for (size_t k = 0; k < diags.count; k++)
                    seen |= diags.items[k].severity == TP_ERROR &&
                            is_at(&diags.items[k], tables[t][0], line);
                ck_assert_msg(seen, "%s:%d column %zu", file, (int)line, column);
                scratch_text(&s, file, text);
            }
            column = text[i] == ',' ? column + 1 : text[i] == '\n' ? 0 : column;
            line += text[i] == '\n';
        }
    }
    end();
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("changes");
    TCase *tests = tcase_create("changes");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, changes__a_full_width_character_in_a_scenario);
    tcase_add_test(tests, changes__a_misspelt_key_in_a_scenario);
    tcase_add_test(tests, changes__an_emptied_value_in_a_scenario);
    tcase_add_test(tests, changes__in_a_table);
    tcase_add_test(tests, changes__an_emptied_cell_that_is_required);
    suite_add_tcase(suite, tests);
    return suite;
}

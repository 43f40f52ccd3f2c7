/* Mutated scenarios: whatever the bytes, reading ends, says where it stands, and what it accepts it
 * can write and read back. Deterministic: fuzz_scenario [seed [rounds]]; a failure prints both. */
#include "domain/scenario.h"
#include "scenario_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char sample[] =
    "# yaml-language-server: $schema=x\n"
    "schema: turnpool.scenario/1\nname: city\ntitle: {zh: 基准方案, en: 'Base: line'}\n"
    "data: data\nas_of: 2026-06-30\nidle: {min_months: 6}\n"
    "release:\n  bands:\n    - {below: 0.60, share: 1}\n    - {below: 0.85, share: 0.5}\n"
    "  keep_share: 0.02\n  deposits: as-needed\n"
    "protect:\n  - {grade: [优秀]}\n  - {unit: [U017]}\n"
    "categories: &c\n  行政: {poolable: true, kinds: [党委部门, 群团]}\n"
    "borrow:\n  max_share: 0.20\n  min_saturation: \"0.85\"\n  unevaluated: 允许\n"
    "grades:\n  优秀: {weight: 1.2}\n  一般: {freeze_months: 12}\n"
    "sectors:\n  教育: &w {weight: 3}\n  卫生: *w\n  公安: {<<: *w}\n"
    "limits:\n  - {name: 教育系统总量, where: {system: 教育}, measure: usage, at_most: 5200}\n"
    "limits+: [{name: b, measure: loans, where: {class: [talent]}}]\n"
    "exclude:\nreserve: ~\nbasis:\n  release: >-\n    某市编制周转池\n    管理办法第六条\n"
    "overrides:\n  a: {reserve: {share: 0.3}, limits+: [{name: c, measure: usage}]}\n"
    "  b: {borrow: null}\nscenarios:\n  tight: [a]\n  both: {title: 两者, use: [a, b]}\n";

static const char *const tokens[] = {"\n",
                                     ": ",
                                     "- ",
                                     "{",
                                     "}",
                                     "[",
                                     "]",
                                     ", ",
                                     "'",
                                     "\"",
                                     "#",
                                     " ",
                                     "\t",
                                     "&x ",
                                     "*x",
                                     "<<: ",
                                     "!!int ",
                                     "---\n",
                                     "...\n",
                                     "? ",
                                     "|\n ",
                                     ">\n ",
                                     "null",
                                     "~",
                                     "0.5",
                                     "-1",
                                     "1e9",
                                     "12345678901234567890",
                                     "2026-02-30",
                                     "教育",
                                     "\xFF",
                                     "\xE6\x95",
                                     "\\x00",
                                     "\r\n",
                                     "\xEF\xBB\xBF",
                                     "+:",
                                     "%YAML 1.1\n",
                                     "extends: self.yaml\n",
                                     "schema: turnpool.scenario/1\n",
                                     "\xC2\x85",
                                     "\xE2\x80\xA8",
                                     "a.b",
                                     "[[[[[[[[[[[[[[[[[[[["};

enum { LONGEST = 8192 };

typedef struct input {
    char text[LONGEST + 1];
    size_t length;
} input;

static uint64_t state;

static size_t below(size_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return limit ? (size_t)(state % limit) : 0;
}

static void replace(input *in, size_t at, size_t removed, const char *with, size_t added)
{
    if (removed > in->length - at)
        removed = in->length - at;
    if (in->length - removed + added > LONGEST)
        return;
    memmove(in->text + at + added, in->text + at + removed, in->length - at - removed);
    memcpy(in->text + at, with, added);
    in->length += added - removed;
    in->text[in->length] = '\0';
}

static void mutate(input *in)
{
    size_t at = below(in->length + 1);
    char piece[256];
    size_t length = below(sizeof piece);
    switch (below(6)) {
    case 0:
        replace(in, at, below(20), "", 0);
        break;
    case 1:
        if (at < in->length)
            in->text[at] = (char)(in->text[at] ^ (1 << below(8)));
        break;
    case 2: { /* a piece of it again, somewhere else */
        size_t from = below(in->length + 1);
        if (length > in->length - from)
            length = in->length - from;
        memcpy(piece, in->text + from, length);
        replace(in, at, 0, piece, length);
        break;
    }
    default: {
        const char *token = tokens[below(sizeof tokens / sizeof *tokens)];
        replace(in, at, below(3) ? 0 : below(8), token, strlen(token));
        break;
    }
    }
}

static void fail(const char *what, const input *in)
{
    fprintf(stderr, "%s; the input was:\n", what);
    fwrite(in->text, 1, in->length, stderr);
    exit(1);
}

static int32_t lines_of(const input *in)
{
    int32_t lines = 1;
    for (size_t i = 0; i < in->length; i++)
        lines += in->text[i] == '\n' || in->text[i] == '\r' || (unsigned char)in->text[i] >= 0xC2;
    return lines;
}

/* Every word has a place inside the file. */
static void check_places(const tp_diags *diags, const input *in)
{
    for (size_t i = 0; i < diags->count; i++) {
        const tp_diag *d = &diags->items[i];
        bool whole = d->pos.line == 0 && d->pos.file;
        if (!d->text[0] || !d->text[1] || !d->pos.file ||
            (!whole && (d->pos.line < 1 || d->pos.column < 1 || d->pos.line > lines_of(in) + 1)))
            fail(d->code, in);
    }
}

static void write_tree(tp_buf *out, const tp_node *root)
{
    tp_buf_init(out);
    tp_tree_write(out, root, false);
    if (!tp_buf_ok(out))
        exit(2);
}

/* What was read can be written and read again, to the same bytes. */
static void try_tree(const input *in, tp_arena *arena)
{
    tp_diags diags;
    tp_diags_init(&diags, arena);
    const tp_source source = {.path = "fuzz.yaml", .text = in->text, .length = in->length};
    tp_node *root = NULL, *again = NULL;
    tp_status status = tp_tree_parse(&root, arena, &source, &diags, NULL);
    check_places(&diags, in);
    if ((status == TP_OK) != (diags.errors == 0) || (status == TP_OK && !root))
        fail("status and words differ", in);
    if (!root)
        return;
    tp_buf first, second;
    write_tree(&first, root);
    const tp_source back = {.path = "back.yaml", .text = first.bytes, .length = first.length};
    tp_diags_init(&diags, arena);
    if (tp_tree_parse(&again, arena, &back, &diags, NULL) != TP_OK)
        fail("what was written cannot be read", in);
    write_tree(&second, again);
    if (strcmp(first.bytes, second.bytes) != 0)
        fail("what was written reads differently", in);
    tp_buf_finish(&first);
    tp_buf_finish(&second);
}

static bool try_scenario(const input *in, const char *target, tp_arena *arena)
{
    static const char *const keys[] = {"borrow.max_share",
                                       "limits[1].at_most",
                                       "sectors.教育",
                                       "limits+",
                                       "\"x",
                                       "protect[1].unit",
                                       "name",
                                       "a.b.c[3]"};
    static const char *const values[] = {"0.3", "", "[1, 2]", "{weight: 2}", "*x", "'", "null"};
    const tp_setting setting = {keys[below(sizeof keys / sizeof *keys)],
                                values[below(sizeof values / sizeof *values)], NULL, 0};
    const tp_scenario_options options = {.sections = test_tables,
                                         .n_sections = TEST_TABLES,
                                         .settings = &setting,
                                         .n_settings = below(2)};
    const tp_scenario_options plain = {.sections = test_tables, .n_sections = TEST_TABLES};
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_scenario *scenario = NULL, *again = NULL;
    tp_status status = tp_scenario_load(&scenario, target, &options, &diags, NULL);
    check_places(&diags, in);
    if ((status == TP_OK) != (scenario != NULL) || (status == TP_OK) != (diags.errors == 0))
        fail("status and words differ", in);
    if (!scenario)
        return false;
    tp_buf text, origins;
    tp_buf_init(&text);
    tp_buf_init(&origins);
    tp_scenario_canonical(&text, scenario);
    tp_scenario_origins(&origins, scenario);
    if (tp_scenario_parse(&again, text.bytes, text.length, origins.bytes, &plain, &diags, NULL) !=
        TP_OK)
        fail("the canonical text cannot be read", in);
    if (strcmp(again->sha256, scenario->sha256) != 0)
        fail("the canonical text is another scenario", in);
    tp_scenario_free(again);
    tp_scenario_free(scenario);
    tp_buf_finish(&text);
    tp_buf_finish(&origins);
    return true;
}

static void store(const input *in, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(in->text, 1, in->length, f) != in->length || fclose(f) != 0)
        exit(2);
}

int main(int argc, char **argv)
{
    static const char *const targets[] = {"self.yaml", "self.yaml#tight", "self.yaml#both",
                                          "self.yaml#b", "self.yaml#?"};
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20260630;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 2000;
    char directory[] = "/tmp/tp-fuzz-XXXXXX";
    if (!mkdtemp(directory) || chdir(directory) != 0)
        return 2;
    long accepted = 0;
    for (long round = 0; round < rounds; round++) {
        state = (seed + (uint64_t)round) * 0x9E3779B97F4A7C15u | 1;
        input in = {.length = sizeof sample - 1};
        memcpy(in.text, sample, sizeof sample);
        for (size_t n = below(6); n > 0; n--)
            mutate(&in);
        tp_arena *arena = tp_arena_create();
        if (!arena)
            return 2;
        try_tree(&in, arena);
        store(&in, "self.yaml");
        accepted += try_scenario(&in, targets[below(5)], arena);
        tp_arena_free(arena);
    }
    unlink("self.yaml");
    if (chdir("/") == 0)
        rmdir(directory);
    printf("seed %llu: %ld rounds, %ld accepted\n", (unsigned long long)seed, rounds, accepted);
    /* Most mutations break the sample; if none survives, nothing was tried. */
    return accepted > rounds / 100 ? 0 : 1;
}

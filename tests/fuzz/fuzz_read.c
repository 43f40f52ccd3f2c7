/* Mutates small datasets and workbooks and reads them: whatever the bytes, reading ends, with a
 * dataset or with a diagnostic. Deterministic: fuzz_read [rounds [seed]].
 *
 * A dataset that is accepted must survive its own canonical form with the same identity. */
#include "domain/dataset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { FILES = 8, LONGEST = 1 << 14 };

typedef struct seed_file {
    const char *name, *text;
} seed_file;

static const seed_file seeds[FILES] = {
    {"units.csv", "unit,name,kind,system,level,region,parent\nU1,市委办,党委部门,,市级,市本级,\n"
                  "U2,\"市\"\"一\"\"中\n分校\",事业单位,教育,市级,市本级,U1\n"},
    {"posts.csv",
     "单位编码;编制类别;核定编制数;实有人数;已借用\nU1;行政;40;41;0\nU2;事业;100;90;3\n"},
    {"vacancies.csv", "unit,category,count,since\nU2,事业,3,2025-01-01\nU2,事业,2,2024/3/31\n"},
    {"outcomes.csv", "unit,evaluated_on,grade,score,saturation\nU2,2026-01-15,良好,85.5,0.9\n"},
    {"issues.csv", "issue,unit,class,found_on,text\nW1,U2,单位整改,2025-11-30,'=x\n"},
    {"demands.csv", "demand,unit,category,quantity,class\nD1,U2,事业,8,talent\nD2,U1,行政,1,\n"},
    {"attrition.csv", "unit,category,on,count\nU2,事业,2027-08-01,2\n"},
    {"limits.csv", "name,system,measure,at_least,at_most\n教育,教育,usage,-1,150\n"},
};

static uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t random_below(uint64_t *state, size_t n)
{
    return n ? (size_t)(random_next(state) % n) : 0;
}

/* One change: a byte, a piece dropped, doubled or moved in from elsewhere, a word that bites. */
static size_t mutate(char *bytes, size_t length, uint64_t *state)
{
    static const char *const words[] = {
        "\"", "\n",        ",",    "\r",       "\xEF\xBB\xBF", "'=",           "1e9",    "-1",
        "\t", "U1",        "事业", "\xB1\xE0", "9999-12-31",   "0.0000001",    ";",      "\"\"",
        "",   "e\xCC\x81", "\xFF", "NaN",      "单位编码",     "\xE3\x80\x80", "1000001"};
    size_t at = random_below(state, length + 1), n = 1 + random_below(state, 12);
    if (at + n > length)
        n = length - at;
    switch (random_below(state, 4)) {
    case 0:
        if (at < length)
            bytes[at] = (char)random_next(state);
        return length;
    case 1:
        memmove(bytes + at, bytes + at + n, length - at - n);
        return length - n;
    case 2:
        if (length + n > LONGEST)
            return length;
        memmove(bytes + at + n, bytes + at, length - at);
        return length + n;
    default: {
        const char *word = words[random_below(state, sizeof words / sizeof *words)];
        n = strlen(word);
        if (length + n > LONGEST)
            return length;
        memmove(bytes + at + n, bytes + at, length - at);
        memcpy(bytes + at, word, n);
        return length + n;
    }
    }
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

static void broken(const char *what, uint64_t round)
{
    printf("round %llu: %s\n", (unsigned long long)round, what);
    exit(1);
}

/* Loads and, if accepted, reads the canonical form back. Returns whether it was accepted. */
static bool check(const char *path, uint64_t round)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_dataset *data = NULL, *back = NULL;
    tp_buf form, order, text;
    if (!arena)
        broken("no memory", round);
    tp_diags_init(&diags, arena);
    tp_buf_init(&form);
    tp_buf_init(&order);
    tp_buf_init(&text);
    tp_status status = tp_dataset_load(&data, path, NULL, &diags, &err);
    if (status == TP_OK && diags.errors)
        broken("accepted with errors", round);
    if (status != TP_OK && (status != TP_E_INPUT || !diags.errors))
        broken("refused without a reason", round);
    tp_diags_write(&text, &diags, TP_ZH);
    if (data) {
        tp_dataset_canonical(&form, data);
        tp_dataset_order(&order, data);
        if (tp_dataset_parse(&back, form.bytes, form.length, order.bytes, &diags, &err) != TP_OK ||
            strcmp(back->sha256, data->sha256) != 0)
            broken("does not survive its canonical form", round);
    }
    tp_dataset_free(data);
    tp_dataset_free(back);
    tp_buf_finish(&form);
    tp_buf_finish(&order);
    tp_buf_finish(&text);
    tp_arena_free(arena);
    return status == TP_OK;
}

static size_t make_workbook(const char *path, char *bytes, size_t room)
{
    static const char *const cells[2][2][4] = {
        {{"unit", "name", "system", "region"}, {"U1", "市一中", "教育", "市本级"}},
        {{"单位编码", "编制类别", "核定编制数", "实有人数"}, {"U1", "事业", "9", "7"}}};
    lxw_workbook *book = workbook_new(path);
    for (int t = 0; book && t < 2; t++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, t ? "编制" : "units");
        for (lxw_row_t row = 0; row < 2; row++)
            for (lxw_col_t k = 0; k < 4; k++)
                if (row && t && k > 1)
                    worksheet_write_number(sheet, row, k, atof(cells[t][row][k]), NULL);
                else
                    worksheet_write_string(sheet, row, k, cells[t][row][k], NULL);
    }
    if (!book || workbook_close(book) != LXW_NO_ERROR)
        return 0;
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, room, file) : 0;
    if (file)
        fclose(file);
    return n;
}

int main(int argc, char **argv)
{
    uint64_t rounds = argc > 1 ? strtoull(argv[1], NULL, 10) : 1500;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, state = seed;
    char folder[] = "/tmp/turnpool-fuzz-XXXXXX", path[FILES + 1][80];
    static char bytes[LONGEST + 16], book[1 << 16];
    if (!mkdtemp(folder))
        return 1;
    printf("seed %llu, %llu rounds\n", (unsigned long long)seed, (unsigned long long)rounds);
    for (size_t i = 0; i < FILES; i++) {
        snprintf(path[i], sizeof path[i], "%s/%s", folder, seeds[i].name);
        write_file(path[i], seeds[i].text, strlen(seeds[i].text));
    }
    snprintf(path[FILES], sizeof path[FILES], "%s/book.xlsx", folder);
    size_t book_length = make_workbook(path[FILES], book, sizeof book), accepted = 0;
    if (!book_length || !check(folder, 0) || !check(path[FILES], 0))
        broken("the unchanged seeds are refused", 0);
    for (uint64_t round = 1; round <= rounds; round++) {
        size_t which = random_below(&state, FILES + 1), changes = 1 + random_below(&state, 2);
        bool workbook = which == FILES;
        const char *from = workbook ? book : seeds[which].text;
        size_t length = workbook ? book_length : strlen(from);
        memcpy(bytes, from, length);
        while (changes--)
            length = mutate(bytes, length, &state);
        write_file(path[which], bytes, length);
        accepted += check(workbook ? path[which] : folder, round);
        write_file(path[which], from, workbook ? book_length : strlen(from));
    }
    for (size_t i = 0; i <= FILES; i++)
        unlink(path[i]);
    rmdir(folder);
    printf("%zu accepted, the others refused with a reason\n", accepted);
    return 0;
}

/* Mutates registers (text, .xlsx, .ods, .xls if given) and maps, and imports them: whatever the
 * bytes, it ends, with tables or with a reason. Deterministic: fuzz_import [rounds [seed
 * [FILE…]]]. */
#include "import/import.h"
#include "read/grid_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

enum { LONGEST = 1 << 17 };

static const char register_text[] =
    "云州市编制台账,,,,,\n序号,单位名称,行政编制,,事业编制,\n,,核定,实有,核定,实有\n一、机关,,,,,"
    "\n1,市委办公室,62,60,,\n"
    "2,市教育局,30,31人,5,4\n,小计,92,91,5,4\n二、医院,,,,,\n3,\"市\"\"人民\"\"医院\",—,—,\"1,"
    "200\",1180\n,合计,92,91,1205,1184\n注：无,,,,,\n"
    "\n申请单位,申请数,申请日期,编制类别\n市教育局,5,2026.4,事业\n";
static const char map_text[] = "schema: turnpool.import/1\ntables:\n  - sheet: \"*\"\n    is: "
                               "编制\n    groups: [机构性质]\n    parents: indent\n    columns:\n"
                               "      序号: 序号\n      单位名称: 单位名称\n      行政编制/核定: "
                               "核定 行政\n      行政编制/实有: 实有 行政\n"
                               "      事业编制/核定: 核定 事业\n      事业编制/实有: 实有 合计 "
                               "事业\nunits: {市教育局: U0009}\ncategories: {事业: 行政}\n"
                               "defaults: {地区: 市本级}\n";

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

static size_t mutate(char *bytes, size_t length, uint64_t *state)
{
    static const char *const words[] = {"\"",
                                        "\n",
                                        ",",
                                        "合计",
                                        "小计",
                                        "一、",
                                        "（一）",
                                        "单位名称",
                                        "核定",
                                        "实有",
                                        "其中",
                                        "9999999999999999999",
                                        "-1",
                                        "2024.1",
                                        "%",
                                        "\xB1",
                                        "\t",
                                        "行政",
                                        "注：",
                                        "姓名",
                                        "=",
                                        "number-columns-repeated=\"99999999\"",
                                        "<mergeCell ref=\"A1:XFD1048576\"/>",
                                        "1e308",
                                        "空编起始日期",
                                        "["};
    size_t at = random_below(state, length + 1), n = 1 + random_below(state, 24);
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

static size_t read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, LONGEST, file) : 0;
    if (file)
        fclose(file);
    return n;
}

static void broken(const char *what, uint64_t round)
{
    printf("round %llu: %s\n", (unsigned long long)round, what);
    exit(1);
}

static bool check(const char *path, const char *map, uint64_t round)
{
    tp_arena *arena = tp_arena_create();
    tp_import *import = NULL;
    tp_diags diags;
    tp_err err = {0};
    tp_buf text = {0};
    if (!arena)
        broken("no memory", round);
    tp_diags_init(&diags, arena);
    const tp_import_options options = {.files = &path, .n_files = 1};
    tp_status status = tp_import_open(&import, &options, &diags, &err);
    if (status == TP_OK && map)
        status = tp_import_use(import, map, &diags, &err);
    if (status == TP_OK)
        status = tp_import_apply(import, &err);
    if (status != TP_OK && (status != TP_E_INPUT || !diags.errors))
        broken("refused without a reason", round);
    if (status == TP_OK)
        tp_import_map(&text, import, TP_ZH);
    tp_buf_finish(&text);
    tp_import_free(import);
    tp_arena_free(arena);
    return status == TP_OK;
}

/* A ZIP of parts that are mutated before they are packed, so that readers get beyond the CRC. */
static void pack(const char *path, const char *const names[], char *const parts[],
                 const size_t lengths[], size_t count)
{
    zipFile zip = zipOpen64(path, APPEND_STATUS_CREATE);
    for (size_t i = 0; zip && i < count; i++) {
        zipOpenNewFileInZip(zip, names[i], NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 1);
        zipWriteInFileInZip(zip, parts[i], (unsigned)lengths[i]);
        zipCloseFileInZip(zip);
    }
    if (!zip || zipClose(zip, NULL) != ZIP_OK)
        exit(1);
}

static const char ods_content[] =
    "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" "
    "xmlns:text=\"x\">"
    "<office:body><office:spreadsheet><table:table table:name=\"编制\"><table:table-row>"
    "<table:table-cell office:value-type=\"string\"><text:p>单位名称</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"string\" "
    "table:number-columns-spanned=\"2\"><text:p>行政核定</text:p>"
    "</table:table-cell><table:covered-table-cell/><table:table-cell "
    "office:value-type=\"string\"><text:p>行政"
    "实有</text:p></table:table-cell></table:table-row><table:table-row "
    "table:number-rows-repeated=\"2\">"
    "<table:table-cell office:value-type=\"string\"><text:p>市委<text:s "
    "text:c=\"2\"/>办</text:p></table:table-cell>"
    "<table:table-cell office:value-type=\"float\" "
    "office:value=\"62\"><text:p>62</text:p></table:table-cell>"
    "<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"percentage\" "
    "office:value=\"0.6\"/>"
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
static const char xlsx_sheet[] =
    "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>"
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>单位名称</t></is></c><c r=\"B1\" "
    "t=\"inlineStr\"><is><t>行政"
    "核定</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>行政实有</t></is></c></row><row r=\"2\" "
    "hidden=\"1\"><c "
    "r=\"A2\" t=\"str\"><v>市委办</v></c><c r=\"B2\"><v>62</v></c><c "
    "r=\"C2\"><f>1</f><v>6E1</v></c></row>"
    "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>0</v></c><c r=\"B4\" "
    "t=\"e\"><v>#REF!</v></c></row></sheetData>"
    "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>";

static bool check_packed(const char *path, bool ods, uint64_t *state, uint64_t round)
{
    static char part[LONGEST + 64];
    const char *from = ods ? ods_content : xlsx_sheet;
    size_t length = strlen(from), changes = 1 + random_below(state, 3);
    memcpy(part, from, length);
    while (changes--)
        length = mutate(part, length, state);
    static char type[] = "application/vnd.oasis.opendocument.spreadsheet";
    static char rels[] = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
                         "Target=\"w.xml\"/></Relationships>";
    static char book[] =
        "<workbook><sheets><sheet name=\"编制\" r:id=\"b\" xmlns:r=\"r\"/></sheets></workbook>";
    static char brels[] = "<Relationships><Relationship Id=\"b\" Type=\"x/worksheet\" "
                          "Target=\"s.xml\"/></Relationships>";
    if (ods)
        pack(path, (const char *const[]){"mimetype", "content.xml"}, (char *const[]){type, part},
             (const size_t[]){strlen(type), length}, 2);
    else
        pack(path, (const char *const[]){"_rels/.rels", "w.xml", "_rels/w.xml.rels", "s.xml"},
             (char *const[]){rels, book, brels, part},
             (const size_t[]){strlen(rels), strlen(book), strlen(brels), length}, 4);
    return check(path, NULL, round);
}

/* Our own part of reading .xls works in a process that may die; here it must not. */
static void check_biff(const char *path)
{
    tp_arena *arena = tp_arena_create();
    const tp_biff *biff = arena ? tp_biff_read(path, arena) : NULL;
    for (size_t i = 0; biff && i < biff->n_sheets; i++)
        tp_biff_cell_at(&biff->sheets[i], 3, 3);
    tp_arena_free(arena);
}

int main(int argc, char **argv)
{
    uint64_t rounds = argc > 1 ? strtoull(argv[1], NULL, 10) : 600;
    uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    char folder[] = "/tmp/turnpool-fuzz-XXXXXX", file[80], map[80];
    static char bytes[LONGEST + 64], book[LONGEST + 64];
    size_t accepted = 0, book_length = argc > 3 ? read_file(argv[3], book) : 0;
    if (!mkdtemp(folder))
        return 1;
    snprintf(file, sizeof file, "%s/register", folder);
    snprintf(map, sizeof map, "%s/map.yaml", folder);
    write_file(file, register_text, strlen(register_text));
    write_file(map, map_text, strlen(map_text));
    if (!check(file, NULL, 0))
        broken("the unchanged register is refused", 0);
    for (uint64_t round = 1; round <= rounds; round++) {
        size_t which = random_below(&state, book_length ? 5 : 4),
               changes = 1 + random_below(&state, 3);
        if (which > 1 && which < 4) {
            accepted += check_packed(file, which == 2, &state, round);
            continue;
        }
        const char *from = which == 4 ? book : which ? map_text : register_text;
        size_t length = which == 4 ? book_length : strlen(from);
        memcpy(bytes, from, length);
        while (changes--)
            length = mutate(bytes, length, &state);
        write_file(which == 1 ? map : file, bytes, length);
        if (which == 1)
            write_file(file, register_text, strlen(register_text));
        if (which == 4)
            check_biff(file);
        accepted += check(file, which == 1 ? map : NULL, round);
    }
    unlink(file);
    unlink(map);
    rmdir(folder);
    printf("%zu accepted, the others refused with a reason\n", accepted);
    return 0;
}

#include "read/source.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static scratch s;

static void setup(void)
{
    scratch_begin(&s);
}

static void teardown(void)
{
    scratch_end(&s);
}

static tp_source source;

static tp_status read_file(const char *name, const tp_source_options *options)
{
    return tp_source_read(&source, s.arena, scratch_path(&s, name), options, &s.diags, &s.err);
}

static tp_status read_bytes(const char *bytes, size_t length, const char *encoding)
{
    tp_source_options options = {.encoding = encoding};
    scratch_write(&s, "f.csv", bytes, length);
    return read_file("f.csv", &options);
}

#define ck_reads(bytes, encoding_in, text_out, encoding_out)                                       \
    do {                                                                                           \
        ck_assert_int_eq(read_bytes(bytes, sizeof bytes - 1, encoding_in), TP_OK);                 \
        ck_assert_str_eq(source.text, text_out);                                                   \
        ck_assert_uint_eq(source.length, strlen(text_out));                                        \
        ck_assert_str_eq(source.encoding, encoding_out);                                           \
        ck_assert_str_eq(scratch_reports(&s), "");                                                 \
    } while (0)

#define ck_refuses(bytes, encoding_in, report)                                                     \
    do {                                                                                           \
        ck_assert_int_eq(read_bytes(bytes, sizeof bytes - 1, encoding_in), TP_E_INPUT);            \
        ck_assert_str_eq(scratch_reports(&s), report);                                             \
    } while (0)

START_TEST(source__detects_the_encoding)
{
    ck_reads("编制\n", NULL, "编制\n", "UTF-8");
    ck_reads("\xEF\xBB\xBF编制", NULL, "编制", "UTF-8");
    ck_reads("\xB1\xE0\xD6\xC6,\x81\x30\x81\x30", NULL, "编制,\xC2\x80", "GB18030");
    ck_reads("", NULL, "", "UTF-8");
    ck_reads("\xEF\xBB\xBF", NULL, "", "UTF-8");
}
END_TEST

START_TEST(source__reads_utf_16_with_its_mark)
{
    static const char *const texts[] = {"\xFF\xFE\x16\x7F\x0A\x00", "\xFE\xFF\x7F\x16\x00\x0A"};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(read_bytes(texts[i], 6, NULL), TP_OK);
        ck_assert_str_eq(source.text, "编\n");
        ck_assert_str_eq(
            scratch_reports(&s),
            "f.csv: note: the file is in UTF-16 and was read as such [source.utf-16]\n");
    }
}
END_TEST

START_TEST(source__reads_in_the_encoding_it_is_told)
{
    ck_reads("\xB1\xE0\xD6\xC6", "gbk", "编制", "GB18030");
    ck_reads("\xFF\xFE\x16\x7F\x0A\x00", "utf-16", "编\n", "UTF-16");
    /* Others of the same dataset may be plain. */
    ck_reads("ab\n", "utf-16", "ab\n", "UTF-8");
    ck_reads("\x7F\x16", "UTF-16BE", "编", "UTF-16BE");
    ck_reads("\xBD\x73", "big5", "編", "BIG5-HKSCS");
    /* "é" in UTF-8 is a Chinese character in GB18030: detection must not try that first. */
    ck_reads("\xC3\xA9", NULL, "é", "UTF-8");
    ck_reads("\xC3\xA9", "gb18030", "茅", "GB18030");
}
END_TEST

START_TEST(source__refuses_what_is_not_text)
{
    ck_refuses("\xFF\xFE\x16\xD8\x0A\x00", NULL,
               "f.csv:1:3: error: the bytes here are not UTF-16 [source.not-in-encoding]\n");
    ck_refuses("a\0,\0\x16\x7F\n\0", NULL,
               "f.csv: error: this seems to be UTF-16 without its mark; save it as UTF-8, or give "
               "--encoding utf-16le [source.binary]\n");
    ck_refuses("\0a\0,\x7F\x16\0\n", NULL,
               "f.csv: error: this seems to be UTF-16 without its mark; save it as UTF-8, or give "
               "--encoding utf-16be [source.binary]\n");
    ck_refuses(
        "PK\x03\x04\0\0", NULL,
        "f.csv: error: this is a workbook (.xlsx, .ods) or archive, not a text; save it as CSV "
        "UTF-8 from a spreadsheet program [source.format]\n");
    ck_refuses("ab\ncd\xFF\xFF\n", NULL,
               "f.csv:2:3: error: neither UTF-8 nor GB18030: the bytes here are not a text in "
               "either [source.encoding]\n");
    ck_refuses("\xEF\xBB\xBF\xB1\xE0", NULL,
               "f.csv:1:4: error: the bytes here are not UTF-8 [source.not-in-encoding]\n");
    ck_refuses("a\n\xB1\xE0", "utf-8",
               "f.csv:2:1: error: the bytes here are not UTF-8 [source.not-in-encoding]\n");
    ck_refuses("a\nb\0c", NULL,
               "f.csv:2:2: error: this is not a text file (there is a zero byte here) "
               "[source.binary]\n");
    ck_refuses("a", "latin-9",
               "f.csv: error: unknown encoding \"latin-9\"; allowed: utf-8, gb18030, utf-16, big5 "
               "[source.unknown-encoding]\n");
}
END_TEST

START_TEST(source__refuses_what_is_not_a_file)
{
    ck_assert_int_eq(read_file("none.csv", NULL), TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s), "none.csv: error: no such file [source.missing]\n");
    ck_assert_int_eq(read_file("", NULL), TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s),
                     ": error: this is a directory; a file is needed [source.directory]\n");
    ck_assert_int_eq(mkfifo(scratch_path(&s, "pipe"), 0600), 0);
    ck_assert_int_eq(read_file("pipe", NULL), TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s), "pipe: error: not a regular file [source.not-a-file]\n");
}
END_TEST

START_TEST(source__refuses_what_is_too_large)
{
    scratch_text(&s, "f.csv", "12345");
    ck_assert_int_eq(read_file("f.csv", &(tp_source_options){.most_bytes = 5}), TP_OK);
    ck_assert_int_eq(read_file("f.csv", &(tp_source_options){.most_bytes = 4}), TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&s), "f.csv: error: the file is too large: at most 4 bytes "
                                          "are allowed [source.too-large]\n");
    /* A sparse file of 2 GiB is refused without being read. */
    ck_assert_int_eq(truncate(scratch_path(&s, "f.csv"), (off_t)1 << 31), 0);
    ck_assert_int_eq(read_file("f.csv", NULL), TP_E_INPUT);
    ck_assert_uint_lt(tp_arena_bytes(s.arena), 1 << 20);
}
END_TEST

START_TEST(source__says_why_a_file_cannot_be_read)
{
    if (geteuid() == 0)
        return; /* nothing is unreadable to root */
    scratch_text(&s, "f.csv", "x");
    ck_assert_int_eq(chmod(scratch_path(&s, "f.csv"), 0), 0);
    ck_assert_int_eq(read_file("f.csv", NULL), TP_E_IO);
    ck_assert_str_eq(scratch_reports(&s),
                     "f.csv: error: cannot be read: Permission denied [source.unreadable]\n");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("source");
    TCase *tc = tcase_create("source");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, source__detects_the_encoding);
    tcase_add_test(tc, source__reads_utf_16_with_its_mark);
    tcase_add_test(tc, source__reads_in_the_encoding_it_is_told);
    tcase_add_test(tc, source__refuses_what_is_not_text);
    tcase_add_test(tc, source__refuses_what_is_not_a_file);
    tcase_add_test(tc, source__refuses_what_is_too_large);
    tcase_add_test(tc, source__says_why_a_file_cannot_be_read);
    suite_add_tcase(suite, tc);
    return suite;
}

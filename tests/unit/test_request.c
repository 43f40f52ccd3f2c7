/* What a request is taken apart into: parts of forms, targets, cookies. */
#include "serve/request.h"

#include "suite.h"

#include <stdio.h>
#include <string.h>

static tp_fields parse_multipart(tp_arena *arena, const char *body, bool *ok)
{
    tp_fields out = {0};
    *ok = tp_request_multipart(&out, "B", body, strlen(body), arena);
    return out;
}

START_TEST(request__multipart_parts)
{
    bool ok;
    tp_arena *arena = tp_arena_create();
    tp_fields got =
        parse_multipart(arena,
                        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n"
                        "--B\r\ncontent-disposition: form-data; name=f; filename=\"x; y.csv\"\r\n"
                        "Content-Type: text/csv\r\n\r\n\r\n--B--\r\n",
                        &ok);
    ck_assert(ok);
    ck_assert_uint_eq(got.count, 2);
    ck_assert_str_eq(tp_field_value(&got, "a"), "one\r\ntwo");
    ck_assert_str_eq(got.items[1].file, "x; y.csv");
    ck_assert_uint_eq(got.items[1].length, 0);
    const char *const wrong[] = {
        "",
        "--B",
        "--B\r\n",
        "--B\r\n\r\n\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx",
        "--C\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--C--",
        "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--B--"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        parse_multipart(arena, wrong[i], &ok);
        ck_assert_msg(!ok, "%s", wrong[i]);
    }
    tp_arena_free(arena);
}
END_TEST

START_TEST(request__target_is_decoded_strictly)
{
    tp_arena *arena = tp_arena_create();
    tp_request request = {.arena = arena, .target = "/run/D%2F1/%E7%94%B2?a=%20b+c&b=&c&=d&&e=%3D"};
    ck_assert(tp_request_target(&request));
    ck_assert_uint_eq(request.n_segments, 3);
    ck_assert_str_eq(request.segment[1], "D/1");
    ck_assert_str_eq(request.segment[2], "甲");
    ck_assert_str_eq(tp_field_value(&request.query, "a"), " b c");
    ck_assert_str_eq(tp_field_value(&request.query, "e"), "=");
    const char *const wrong[] = {
        "",     "x",    "//x",  "/a/../b", "/%2e%2e",  "/%",       "/%0",
        "/%zz", "/%00", "/%01", "/%ff",    "/a?%00=1", "/a?x=%ff", "/1/2/3/4/5/6/7/8/9"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        request = (tp_request){.arena = arena, .target = wrong[i]};
        ck_assert_msg(!tp_request_target(&request), "%s", wrong[i]);
    }
    tp_arena_free(arena);
}
END_TEST

START_TEST(request__cookie_by_its_whole_name)
{
    tp_arena *arena = tp_arena_create();
    tp_request request = {.arena = arena, .cookie = "a=1; turnpool-80=x; turnpool-8080=y; b=2"};
    ck_assert_str_eq(tp_request_cookie(&request, "turnpool-80"), "x");
    ck_assert_str_eq(tp_request_cookie(&request, "turnpool-8080"), "y");
    ck_assert_ptr_null(tp_request_cookie(&request, "turnpool-8"));
    request.cookie = "t=1; t=2";
    ck_assert_ptr_null(tp_request_cookie(&request, "t"));
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("request");
    TCase *tc = tcase_create("request");
    tcase_add_test(tc, request__multipart_parts);
    tcase_add_test(tc, request__target_is_decoded_strictly);
    tcase_add_test(tc, request__cookie_by_its_whole_name);
    suite_add_tcase(suite, tc);
    return suite;
}

/* Work in shards: who has what, and stores that are joined whatever the cut. */
#include "base/shard.h"
#include "explain/portion.h"
#include "store/digest.h"
#include "store/merge.h"
#include "store/publish.h"
#include "store/sweep.h"
#include "store/work.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { POINTS = 60, MOST_PARTS = 9 };

static char folder[64];
static tp_arena *arena;
static tp_diags diags;
static tp_err err;
static uint32_t state;

static uint32_t draw(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static void set_up(void)
{
    strcpy(folder, "/tmp/turnpool-shards-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    arena = tp_arena_create();
    tp_diags_init(&diags, arena);
    state = 7;
}

static void tear_down(void)
{
    char command[128];
    tp_arena_free(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static const char *file(const char *name, int number)
{
    return tp_arena_format(arena, "%s/%s%d.db", folder, name, number);
}

static const char *code(void)
{
    return diags.count ? diags.items[diags.count - 1].code : "";
}

static const char *told(void)
{
    return diags.count ? diags.items[diags.count - 1].text[TP_EN] : "";
}

START_TEST(shard__every_item_has_one_and_shares_are_even)
{
    for (int round = 0; round < 4000; round++) {
        size_t items = draw(500), of = 1 + draw(40), size[41] = {0};
        for (size_t i = 0; i < items; i++) {
            size_t owner = tp_shard_of(i, items, of), owners = 0;
            ck_assert_uint_ge(owner, 1);
            ck_assert_uint_le(owner, of);
            for (size_t s = 1; s <= of && of < 6; s++)
                owners += tp_shard_has((tp_shard){s, of}, i, items);
            ck_assert_uint_eq(owners, of < 6);
            size[owner]++;
        }
        for (size_t s = 1; s <= of; s++) {
            ck_assert_uint_eq(size[s], tp_shard_size((tp_shard){s, of}, items));
            ck_assert_uint_le(size[s], size[1]);
            ck_assert_uint_le(size[1], size[s] + 1);
        }
    }
    ck_assert(tp_shard_has((tp_shard){0, 0}, 3, 10));
    ck_assert_uint_eq(tp_shard_size((tp_shard){0, 0}, 10), 10);
}
END_TEST

/* Costs that rise along the range, or are high at one end: shards in blocks bear alike. */
START_TEST(shard__rising_costs_weigh_on_all_alike)
{
    size_t items = 4000, of = 8, least = SIZE_MAX, most = 0, apart = 0;
    for (size_t s = 1; s <= of; s++) {
        size_t cost = 0, blocks = 0;
        for (size_t i = 0; i < items; i++) {
            bool mine = tp_shard_has((tp_shard){s, of}, i, items);
            cost += mine ? i : 0;
            blocks += mine && (!i || !tp_shard_has((tp_shard){s, of}, i - 1, items));
        }
        least = cost < least ? cost : least;
        most = cost > most ? cost : most;
        apart = blocks > apart ? blocks : apart;
    }
    ck_assert_uint_le(most * 100, least * 102);
    ck_assert_uint_le(apart, 9); /* neighbours stay together */
}
END_TEST

START_TEST(portion__figures_are_read_as_written)
{
    static const tp_wide most = (((tp_wide)1 << 126) - 1) * 2 + 1;
    tp_buf text;
    tp_wide figure;
    int64_t count;
    tp_buf_init(&text);
    tp_buf_text(&text, "more");
    tp_portion_write_wide(&text, most);
    tp_portion_write_wide(&text, -most);
    tp_portion_write_wide(&text, -7);
    tp_buf_text(&text, "\nmoreover 1\n");
    const char *at = tp_portion_line(text.bytes, "more");
    ck_assert(tp_portion_figure(&at, &figure) && figure == most);
    ck_assert(tp_portion_figure(&at, &figure) && figure == -most);
    ck_assert(tp_portion_count(&at, &count) && count == -7);
    ck_assert(!tp_portion_figure(&at, &figure));
    at = tp_portion_line(text.bytes, "moreover");
    ck_assert(tp_portion_count(&at, &count) && count == 1);
    ck_assert_ptr_null(tp_portion_line(text.bytes, "mor"));
    at = " 999999999999999999999999999999999999999999";
    ck_assert(!tp_portion_figure(&at, &figure));
    at = " 9223372036854775808";
    ck_assert(!tp_portion_count(&at, &count));
    tp_buf_finish(&text);
}
END_TEST

static tp_blob blob(const char *text)
{
    return (tp_blob){text, strlen(text)};
}

static const char *sha(const char *text)
{
    char *hex = tp_arena_alloc(arena, TP_SHA256_HEX);
    ck_assert(tp_sha256_of(text, strlen(text), hex));
    return hex;
}

static tp_store *make(const char *path)
{
    tp_store *store;
    const tp_store_options options = {.create = true, .passing = true, .diags = &diags};
    ck_assert_int_eq(tp_store_open(&store, path, &options, &err), TP_OK);
    return store;
}

typedef struct point_text {
    const char *engine, *figures, *now;
} point_text;

/* What a point's machine would put: the base first, then the point's run and the point. */
static void put_run(tp_store *store, const char *run, const point_text *how)
{
    const char *scenario = tp_arena_format(arena, "scenario of %s", run);
    const char *document = tp_arena_format(arena, "{\"run\": \"%s\"}", run);
    const tp_dataset_record d = {sha("facts"), blob("facts"), blob("1 2"), how->now};
    const tp_scenario_record s = {.sha256 = sha(scenario),
                                  .name = "city",
                                  .title = {"市", "City"},
                                  .path = tp_arena_format(arena, "%s/plan.yaml", how->now),
                                  .text = blob(scenario),
                                  .origins = blob(how->now),
                                  .stored_at = how->now};
    const tp_run_record r = {.run = run,
                             .dataset_sha256 = d.sha256,
                             .scenario_sha256 = s.sha256,
                             .source_path = "data",
                             .ledger_head = "",
                             .evaluation = "",
                             .engine = how->engine,
                             .status = "optimal",
                             .as_of = 20260630,
                             .document = blob(document),
                             .certificate = blob("proof"),
                             .stored_at = how->now};
    ck_assert_int_eq(tp_store_put_dataset(store, &d, NULL, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_scenario(store, &s, NULL, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_run(store, &r, NULL, &err), TP_OK);
}

static void put_point(tp_store *store, int64_t point, const point_text *how)
{
    const char *run = tp_arena_format(arena, "%016llx", (long long)(point * 7919 % 1000 + 1));
    const tp_sweep_record sweep = {.sweep = "feedfeedfeedfeed",
                                   .base = "0000000000000000",
                                   .path = how->now,
                                   .keys = "a\n",
                                   .points = POINTS,
                                   .stored_at = how->now};
    const tp_sweep_point_record record = {.sweep = sweep.sweep,
                                          .point = point,
                                          .settings =
                                              tp_arena_format(arena, "a=%lld\n", (long long)point),
                                          .run = run,
                                          .answer = sha(run),
                                          .status = "optimal",
                                          .figures = how->figures,
                                          .stored_at = how->now};
    put_run(store, sweep.base, how);
    ck_assert_int_eq(tp_store_put_sweep(store, &sweep, &err), TP_OK);
    put_run(store, run, how);
    ck_assert_int_eq(tp_store_put_sweep_point(store, &record, &err), TP_OK);
}

static tp_status join(const char *const *parts, size_t n, const char *out, bool allow_missing,
                      tp_merged *merged)
{
    const tp_merge_task task = {.parts = parts,
                                .n_parts = n,
                                .out = out,
                                .allow_missing = allow_missing,
                                .now = "2026-07-02T00:00:00Z",
                                .diags = &diags};
    tp_diags_clear(&diags);
    return tp_store_merge(merged, &task, arena, &err);
}

static void same_bytes(const char *a, const char *b)
{
    FILE *one = fopen(a, "rb"), *two = fopen(b, "rb");
    int x, y;
    ck_assert(one && two);
    do {
        x = fgetc(one);
        y = fgetc(two);
        ck_assert_int_eq(x, y);
    } while (x != EOF);
    fclose(one);
    fclose(two);
}

static const point_text plain = {"turnpool 1", "lent=1\n", "2026-07-01T08:00:00Z"};

static const char *whole_store(char digest[TP_SHA256_HEX])
{
    const char *path = file("local", 0);
    tp_store *store = make(path);
    for (int64_t p = 0; p < POINTS; p++)
        put_point(store, p, &plain);
    ck_assert_int_eq(tp_store_digest(store, digest, &err), TP_OK);
    tp_store_close(store);
    return path;
}

START_TEST(merge__the_same_whatever_the_cut_order_and_repetition)
{
    char digest[TP_SHA256_HEX];
    tp_merged merged;
    const char *local = whole_store(digest);
    ck_assert_int_eq(join(&local, 1, file("canon", 0), false, &merged), TP_OK);
    ck_assert_str_eq(merged.digest, digest);
    for (int round = 1; round <= 12; round++) {
        tp_store *store[MOST_PARTS];
        const char *parts[2 * MOST_PARTS];
        size_t n = 1 + draw(MOST_PARTS), listed = 0;
        for (size_t i = 0; i < n; i++) {
            parts[i] = file("part", round * 100 + (int)i);
            store[i] = make(parts[i]);
        }
        /* Points in any order, some of them twice, each machine with a clock of its own. */
        int64_t order[POINTS];
        for (int64_t p = 0; p < POINTS; p++)
            order[p] = p;
        for (size_t p = POINTS; p-- > 1;) {
            size_t q = draw((uint32_t)p + 1);
            int64_t swap = order[p];
            order[p] = order[q];
            order[q] = swap;
        }
        for (size_t p = 0; p < POINTS; p++)
            for (uint32_t times = 1 + (draw(5) == 0); times > 0; times--) {
                size_t i = draw((uint32_t)n);
                const point_text how = {plain.engine, plain.figures,
                                        tp_arena_format(arena, "2026-07-%02u", 1 + draw(28))};
                put_point(store[i], order[p], &how);
            }
        for (size_t i = 0; i < n; i++)
            tp_store_close(store[i]);
        for (listed = n; listed < n + draw(3); listed++)
            parts[listed] = parts[draw((uint32_t)n)];
        for (size_t i = listed; i-- > 1;) {
            size_t q = draw((uint32_t)i + 1);
            const char *swap = parts[i];
            parts[i] = parts[q];
            parts[q] = swap;
        }
        const char *out = file("whole", round), *again = file("again", round);
        ck_assert_int_eq(join(parts, listed, out, false, &merged), TP_OK);
        ck_assert_str_eq(merged.digest, digest);
        ck_assert_uint_eq(merged.items, POINTS);
        ck_assert_uint_eq(merged.missing, 0);
        /* Provenance may differ: of several the least stays, whatever the order of the parts. */
        for (size_t i = 0; i < listed / 2; i++) {
            const char *swap = parts[i];
            parts[i] = parts[listed - 1 - i];
            parts[listed - 1 - i] = swap;
        }
        ck_assert_int_eq(join(parts, listed, again, false, &merged), TP_OK);
        same_bytes(out, again);
        /* A join of a join is itself. */
        ck_assert_int_eq(join(&again, 1, again, false, &merged), TP_OK);
        same_bytes(out, again);
    }
}
END_TEST

START_TEST(merge__same_provenance_same_bytes)
{
    char digest[TP_SHA256_HEX];
    tp_merged merged;
    const char *local = whole_store(digest), *parts[3], *canon = file("canon", 0);
    ck_assert_int_eq(join(&local, 1, canon, false, &merged), TP_OK);
    for (int i = 0; i < 3; i++) {
        parts[2 - i] = file("part", i);
        tp_store *store = make(parts[2 - i]);
        for (int64_t p = POINTS; p-- > 0;)
            if (tp_shard_has((tp_shard){(size_t)i + 1, 3}, (size_t)p, POINTS))
                put_point(store, p, &plain);
        tp_store_close(store);
    }
    ck_assert_int_eq(join(parts, 3, file("whole", 0), false, &merged), TP_OK);
    same_bytes(file("whole", 0), canon);
}
END_TEST

static const char *part_of(int number, int of, int less, const point_text *how)
{
    const char *path = file("part", number);
    tp_store *store = make(path);
    const tp_shard_record shard = {.work = "feedfeedfeedfeed",
                                   .shard = {(size_t)number, (size_t)of}};
    for (int64_t p = 0; p < POINTS; p++)
        if (tp_shard_has(shard.shard, (size_t)p, POINTS) && less-- <= 0)
            put_point(store, p, how);
    ck_assert_int_eq(tp_store_put_shard(store, &shard, &err), TP_OK);
    tp_store_close(store);
    return path;
}

START_TEST(merge__names_what_is_missing)
{
    tp_merged merged;
    const char *parts[] = {part_of(1, 6, 0, &plain), part_of(2, 6, 3, &plain),
                           part_of(4, 6, 0, &plain)};
    const char *out = file("whole", 0);
    ck_assert_int_eq(join(parts, 3, out, false, &merged), TP_E_REFUSED);
    ck_assert_str_eq(code(), "merge.missing");
    ck_assert_str_eq(told(),
                     "sweep feedfeedfeedfeed: of 60 items, 33 are missing: shards 3, 5-6 of "
                     "6; unfinished: 2 of 6");
    ck_assert_int_ne(access(out, F_OK), 0);
    ck_assert_int_eq(join(parts, 3, out, true, &merged), TP_OK);
    ck_assert_uint_eq(diags.errors, 0);
    ck_assert_uint_eq(diags.warnings, 1);
    ck_assert_uint_eq(merged.missing, 33);
    /* The whole says no more how it was cut. */
    ck_assert_int_eq(join(&out, 1, file("next", 0), false, &merged), TP_E_REFUSED);
    ck_assert_msg(strstr(told(), "33 are missing: items "), "%s", told());
    const char *rest[] = {out, part_of(3, 6, 0, &plain), part_of(5, 6, 0, &plain),
                          part_of(6, 6, 0, &plain)};
    ck_assert_int_eq(join(rest, 4, out, false, &merged), TP_E_REFUSED);
    ck_assert_msg(strstr(told(), "3 are missing: shard 2 of 6"), "%s", told());
}
END_TEST

START_TEST(merge__refuses_conflicts)
{
    static const point_text other = {"turnpool 1", "lent=2\n", "2026-07-01T08:00:00Z"};
    static const point_text newer = {"turnpool 2", "lent=1\n", "2026-07-01T08:00:00Z"};
    tp_merged merged;
    const char *parts[2];
    tp_store *store = make(parts[0] = file("a", 0));
    put_point(store, 3, &plain);
    tp_store_close(store);
    store = make(parts[1] = file("a", 1));
    put_point(store, 3, &other);
    tp_store_close(store);
    ck_assert_int_eq(join(parts, 2, file("whole", 0), true, &merged), TP_E_REFUSED);
    ck_assert_str_eq(code(), "merge.conflict");
    ck_assert_int_ne(access(file("whole", 0), F_OK), 0);
    store = make(parts[1] = file("a", 2));
    put_point(store, 4, &newer);
    tp_store_close(store);
    ck_assert_int_eq(join(parts, 2, file("whole", 0), true, &merged), TP_E_REFUSED);
    ck_assert_str_eq(code(), "merge.engine");
    /* Data that changed under one path. */
    store = make(parts[1] = file("a", 3));
    const tp_dataset_record d = {sha("new facts"), blob("new facts"), blob("1"), plain.now};
    ck_assert_int_eq(tp_store_put_dataset(store, &d, NULL, &err), TP_OK);
    put_run(store, "1234", &plain);
    tp_store_close(store);
    char command[256];
    snprintf(command, sizeof command, "sqlite3 -batch %s \"UPDATE source SET sha256 = '%s'\"",
             parts[1], d.sha256);
    if (system(command) == 0) {
        ck_assert_int_eq(join(parts, 2, file("whole", 0), true, &merged), TP_E_REFUSED);
        ck_assert_str_eq(code(), "merge.conflict");
    }
    /* A file that is there, and is none of the parts, stays. */
    ck_assert_int_eq(join(parts, 1, parts[1], true, &merged), TP_E_REFUSED);
    ck_assert_str_eq(code(), "merge.exists");
}
END_TEST

START_TEST(merge__refuses_what_was_altered)
{
    char command[256];
    tp_merged merged;
    const char *part = file("a", 0);
    tp_store *store = make(part);
    put_point(store, 3, &plain);
    tp_store_close(store);
    snprintf(command, sizeof command,
             "sqlite3 -batch %s \"DROP TRIGGER run_kept; UPDATE run SET document = x'00'\"", part);
    if (system(command) != 0)
        return;
    ck_assert_int_eq(join(&part, 1, file("whole", 0), true, &merged), TP_E_REFUSED);
    ck_assert_str_eq(code(), "merge.altered");
}
END_TEST

START_TEST(work__comes_back_as_put)
{
    char id[17], other[17];
    const char **items;
    size_t count;
    tp_store *store = make(file("w", 0));
    tp_work_record work = {.kind = "robust",
                           .base = "0000000000000000",
                           .asked = "seed=1\n",
                           .engine = "turnpool 1",
                           .items = 4,
                           .stored_at = plain.now};
    tp_work_record next = work;
    next.engine = "turnpool 2";
    ck_assert_int_eq(tp_work_identify(&work, id, &err), TP_OK);
    ck_assert_int_eq(tp_work_identify(&next, other, &err), TP_OK);
    ck_assert_str_ne(id, other); /* another version's work is another work */
    put_run(store, work.base, &plain);
    ck_assert_int_eq(tp_store_put_work(store, &work, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_work(store, &work, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_item(store, id, 2, "least 5\n", plain.now, &err), TP_OK);
    ck_assert_int_eq(tp_store_list_items(store, id, 4, arena, &items, &err), TP_OK);
    ck_assert_ptr_null(items[1]);
    ck_assert_str_eq(items[2], "least 5\n");
    ck_assert_int_eq(tp_store_count_items(store, id, &count, &err), TP_OK);
    ck_assert_uint_eq(count, 1);
    /* Published: one file, the same content, whatever was there. */
    char before[TP_SHA256_HEX], after[TP_SHA256_HEX];
    ck_assert_int_eq(tp_store_digest(store, before, &err), TP_OK);
    ck_assert_int_eq(tp_store_publish(store, file("p", 0), &err), TP_OK);
    ck_assert_int_eq(tp_store_publish(store, file("p", 0), &err), TP_OK);
    tp_store_close(store);
    store = make(file("p", 0));
    ck_assert_int_eq(tp_store_digest(store, after, &err), TP_OK);
    ck_assert_str_eq(before, after);
    ck_assert_int_eq(tp_store_publish(store, "/nowhere/at/all.db", &err), TP_E_IO);
    tp_store_close(store);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("shards");
    TCase *tests = tcase_create("shards");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, shard__every_item_has_one_and_shares_are_even);
    tcase_add_test(tests, shard__rising_costs_weigh_on_all_alike);
    tcase_add_test(tests, portion__figures_are_read_as_written);
    tcase_add_test(tests, merge__the_same_whatever_the_cut_order_and_repetition);
    tcase_add_test(tests, merge__same_provenance_same_bytes);
    tcase_add_test(tests, merge__names_what_is_missing);
    tcase_add_test(tests, merge__refuses_conflicts);
    tcase_add_test(tests, merge__refuses_what_was_altered);
    tcase_add_test(tests, work__comes_back_as_put);
    suite_add_tcase(suite, tests);
    return suite;
}

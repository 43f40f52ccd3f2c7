#include "evidence_case.h"
#include "store/issues.h"
#include "suite.h"

#include <string.h>

typedef struct ledger {
    evidence_case c;
    tp_store *store;
    tp_dataset *data;
} ledger;

static const char issues[] = "issue,unit,class,found_on,due_on,closed_on,text\n"
                             "W10,U1,rectify,2025-11-30,,,混编混岗\n"
                             "W9,U2,office,2026-01-05,2026-02-01,2026-01-20,职数\n"
                             "W11,U1,reserve,2026-03-01,2027-06-30,,下轮改革\n";

static void load(ledger *l, const char *text)
{
    tp_dataset_free(l->data);
    evidence_case_write(&l->c, "issues.csv", text);
    ck_assert_int_eq(tp_dataset_load(&l->data, l->c.folder, NULL, &l->c.diags, &l->c.err), TP_OK);
}

static tp_status take(ledger *l, tp_issues_import *out)
{
    *out = (tp_issues_import){.data = l->data,
                              .source = "data",
                              .recorded_at = "2026-04-01T08:00:00Z",
                              .recorded_by = "张"};
    return tp_issues_take(l->store, out, &l->c.err);
}

static void start(ledger *l)
{
    *l = (ledger){0};
    evidence_case_init(&l->c);
    evidence_case_write(&l->c, "units.csv", "unit\nU1\nU2\n");
    evidence_case_write(&l->c, "posts.csv",
                        "unit,category,authorised,in_post\nU1,事业,9,5\nU2,事业,9,5\n");
    load(l, issues);
    const tp_store_options options = {.create = true, .diags = &l->c.diags};
    ck_assert_int_eq(tp_store_open(&l->store,
                                   tp_arena_format(l->c.arena, "%s/turnpool.db", l->c.folder),
                                   &options, &l->c.err),
                     TP_OK);
    tp_issues_import import;
    ck_assert_int_eq(take(l, &import), TP_OK);
    ck_assert_uint_eq(import.added, 3);
    ck_assert_uint_eq(import.closed, 1);
}

static void finish(ledger *l)
{
    tp_store_close(l->store);
    tp_dataset_free(l->data);
    evidence_case_finish(&l->c);
}

static size_t list(ledger *l, tp_issue_query query, tp_issue_entry **rows)
{
    size_t count;
    ck_assert_int_eq(tp_issues_list(l->store, &query, l->c.arena, rows, &count, &l->c.err), TP_OK);
    return count;
}

static tp_status record(ledger *l, const char *issue, tp_date on, bool reopen)
{
    const tp_issue_change change = {.issue = issue,
                                    .on = on,
                                    .reference = "云编办〔2026〕15号",
                                    .recorded_by = "李",
                                    .recorded_at = "2026-06-20T08:00:00Z",
                                    .reopen = reopen};
    tp_diags_init(&l->c.diags, l->c.arena);
    return tp_issue_record(l->store, &change, &l->c.err);
}

START_TEST(issues__are_listed_in_natural_order_with_due_dates)
{
    ledger l;
    tp_issue_entry *rows;
    start(&l);
    ck_assert_uint_eq(list(&l, (tp_issue_query){.issue_class = -1}, &rows), 3);
    ck_assert_str_eq(rows[0].issue.code, "W9");
    ck_assert_int_eq(rows[0].issue.closed_on, 20260120);
    ck_assert_str_eq(rows[1].issue.code, "W10");
    ck_assert_int_eq(rows[1].issue.due_on, 20260228); /* 30 November + 3 months, clipped */
    ck_assert_uint_eq(list(&l, (tp_issue_query){.issue_class = TP_RESERVE}, &rows), 1);
    ck_assert_str_eq(rows[0].issue.code, "W11");
    finish(&l);
}
END_TEST

START_TEST(issues__overdue_is_as_of_a_day)
{
    ledger l;
    tp_issue_entry *rows;
    start(&l);
    tp_issue_query query = {.issue_class = -1, .overdue = true, .on = 20260228};
    ck_assert_uint_eq(list(&l, query, &rows), 0); /* due that day is not past due */
    query.on = 20260301;
    ck_assert_uint_eq(list(&l, query, &rows), 1);
    ck_assert_int_eq(record(&l, "W10", 20260615, false), TP_OK);
    query.on = 20260614;
    ck_assert_uint_eq(list(&l, query, &rows), 1); /* on the day before the closing it was */
    query.on = 20260615;
    ck_assert_uint_eq(list(&l, query, &rows), 0);
    finish(&l);
}
END_TEST

START_TEST(issues__closing_and_reopening_keep_their_history)
{
    ledger l;
    start(&l);
    ck_assert_int_eq(record(&l, "W10", 20251101, false), TP_E_REFUSED);
    ck_assert_int_eq(evidence_case_count(&l.c, "issues.early"), 1);
    ck_assert_int_eq(record(&l, "W10", 20260615, true), TP_E_REFUSED);
    ck_assert_int_eq(evidence_case_count(&l.c, "issues.open"), 1);
    ck_assert_int_eq(record(&l, "W10", 20260615, false), TP_OK);
    ck_assert_int_eq(record(&l, "W10", 20260616, false), TP_E_REFUSED);
    ck_assert_int_eq(evidence_case_count(&l.c, "issues.closed"), 1);
    ck_assert_int_eq(record(&l, "W10", 20260701, true), TP_OK);
    ck_assert_int_eq(record(&l, "W404", 20260701, false), TP_E_INPUT);
    ck_assert_int_eq(evidence_case_count(&l.c, "issues.none"), 1);
    tp_issue_event *events;
    size_t count;
    ck_assert_int_eq(tp_issue_history(l.store, "W10", l.c.arena, &events, &count, &l.c.err), TP_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(events[0].kind, "close");
    ck_assert_str_eq(events[0].reference, "云编办〔2026〕15号");
    ck_assert_int_eq(events[1].on, 20260701);
    finish(&l);
}
END_TEST

START_TEST(issues__import_adds_and_never_edits)
{
    ledger l;
    tp_issues_import import;
    tp_issue_entry *rows;
    start(&l);
    ck_assert_int_eq(take(&l, &import), TP_OK);
    ck_assert_uint_eq(import.added, 0);
    ck_assert_uint_eq(import.same, 3);
    load(&l, "issue,unit,class,found_on,due_on,closed_on,text\n"
             "W12,U1,rectify,2026-04-01,,,新\nW10,U2,rectify,2025-11-30,,,混编混岗\n");
    tp_diags_init(&l.c.diags, l.c.arena);
    ck_assert_int_eq(take(&l, &import), TP_E_REFUSED);
    ck_assert_int_eq(evidence_case_count(&l.c, "issues.differs"), 1);
    ck_assert_ptr_nonnull(strstr(evidence_case_text(&l.c, "issues.differs"), "unit"));
    ck_assert_uint_eq(list(&l, (tp_issue_query){.issue_class = -1}, &rows), 3);
    /* a closing the file has and the ledger lacks is taken over */
    load(&l, "issue,unit,class,found_on,closed_on,text\nW10,U1,rectify,2025-11-30,2026-05-05,"
             "混编混岗\n");
    ck_assert_int_eq(take(&l, &import), TP_OK);
    ck_assert_uint_eq(import.closed, 1);
    finish(&l);
}
END_TEST

START_TEST(issues__reach_a_dataset_with_their_closings)
{
    ledger l;
    tp_given_issue *given;
    size_t count;
    start(&l);
    char before[TP_SHA256_HEX];
    memcpy(before, l.data->sha256, sizeof before);
    ck_assert_int_eq(record(&l, "W10", 20260615, false), TP_OK);
    ck_assert_int_eq(tp_issues_given(l.store, l.c.arena, &given, &count, &l.c.err), TP_OK);
    ck_assert_int_eq(tp_dataset_merge_issues(l.data, given, count, &l.c.err), TP_OK);
    ck_assert_int_eq(l.data->n_issues, 3);
    ck_assert_int_eq(l.data->units[0].issues, 2);
    ck_assert_str_eq(l.data->issues[0].code, "W10");
    ck_assert_int_eq(l.data->issues[0].closed_on, 20260615);
    ck_assert_str_ne(l.data->sha256, before);
    /* the same facts written in the file are the same dataset */
    char merged[TP_SHA256_HEX];
    memcpy(merged, l.data->sha256, sizeof merged);
    load(&l, "issue,unit,class,found_on,due_on,closed_on,text\n"
             "W10,U1,rectify,2025-11-30,,2026-06-15,混编混岗\n"
             "W9,U2,office,2026-01-05,2026-02-01,2026-01-20,职数\n"
             "W11,U1,reserve,2026-03-01,2027-06-30,,下轮改革\n");
    ck_assert_str_eq(l.data->sha256, merged);
    finish(&l);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("issues");
    TCase *tc = tcase_create("issues");
    tcase_add_test(tc, issues__are_listed_in_natural_order_with_due_dates);
    tcase_add_test(tc, issues__overdue_is_as_of_a_day);
    tcase_add_test(tc, issues__closing_and_reopening_keep_their_history);
    tcase_add_test(tc, issues__import_adds_and_never_edits);
    tcase_add_test(tc, issues__reach_a_dataset_with_their_closings);
    suite_add_tcase(suite, tc);
    return suite;
}

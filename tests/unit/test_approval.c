#include "ledger_case.h"
#include "run/books.h"
#include "run/document.h"
#include "store/approval.h"
#include "store/movement.h"
#include "suite.h"
#include "workspace/remark.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* U1 in the city has 10 idle slots; U2 in the county asks for 4, of which fewer than 3 are no use.
 * At most 5 may go from the city's pool to the county's: deposit 4, transfer 4, loan 4. */
static ledger_case c;
static char scenario[128];

static void write_file(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", c.folder, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static void set_up(void)
{
    char data[128];
    ledger_case_init(&c);
    snprintf(data, sizeof data, "%s/data", c.folder);
    snprintf(scenario, sizeof scenario, "%s/plan.yaml", c.folder);
    ck_assert_int_eq(mkdir(data, 0700), 0);
    write_file("data/units.csv",
               "unit,name,region,system\nU1,市一中,市本级,教育\nU2,县医院,甲县,卫生\n");
    write_file("data/posts.csv",
               "unit,category,authorised,in_post\nU1,事业,30,20\nU2,事业,12,12\n");
    write_file("data/outcomes.csv", "unit,evaluated_on,saturation\nU1,2026-05-01,0.5\n"
                                    "U2,2026-05-01,1.2\n");
    write_file("data/demands.csv", "demand,unit,category,quantity,minimum,term_months\n"
                                   "D1,U2,事业,4,3,24\n");
    write_file("plan.yaml", "schema: turnpool.scenario/1\nname: small\ndata: data\n"
                            "as_of: 2026-06-30\npools:\n  transfers:\n"
                            "    - {from: 市本级, to: 甲县, category: 事业, at_most: 5}\n");
}

static void tear_down(void)
{
    ledger_case_finish(&c);
}

static tp_blob blob_of(const tp_buf *text)
{
    ck_assert(tp_buf_ok(text));
    return (tp_blob){tp_arena_copy(c.arena, text->bytes ? text->bytes : "", text->length),
                     text->length};
}

/* Solves and stores; the id of the run. */
static const char *make_run(void)
{
    tp_books books;
    tp_session *session;
    const tp_run *run;
    tp_buf t[6];
    ck_assert_int_eq(tp_ledger_books(&books, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    tp_session_options options = {.books = &books};
    ck_assert_msg(tp_session_open(&session, scenario, &options, &c.diags, &c.err) == TP_OK, "%s %s",
                  c.err.text, ledger_case_code(&c));
    tp_session_solve_options solve = {0};
    ck_assert_int_eq(tp_session_solve(session, &solve, &run, &c.err), TP_OK);
    for (int i = 0; i < 6; i++)
        tp_buf_init(&t[i]);
    tp_dataset_canonical(&t[0], run->data);
    tp_dataset_order(&t[1], run->data);
    tp_scenario_canonical(&t[2], run->scenario);
    tp_scenario_origins(&t[3], run->scenario);
    tp_document_write(&t[4], run);
    tp_certificate_write(&t[5], run);
    tp_dataset_record d = {run->data->sha256, blob_of(&t[0]), blob_of(&t[1]), "now"};
    tp_scenario_record s = {.sha256 = run->scenario->sha256,
                            .name = run->scenario->name,
                            .title = run->scenario->title,
                            .path = scenario,
                            .text = blob_of(&t[2]),
                            .origins = blob_of(&t[3]),
                            .stored_at = "now"};
    tp_run_record r = {.run = run->id,
                       .dataset_sha256 = run->data->sha256,
                       .scenario_sha256 = run->scenario->sha256,
                       .source_path = run->data->path,
                       .ledger_head = run->ledger_head,
                       .evaluation = "",
                       .engine = run->engine,
                       .status = tp_answer_status_names[run->result->status],
                       .as_of = run->scenario->as_of,
                       .document = blob_of(&t[4]),
                       .certificate = blob_of(&t[5]),
                       .stored_at = "now"};
    ck_assert_int_eq(tp_store_put_dataset(c.store, &d, NULL, &c.err), TP_OK);
    ck_assert_int_eq(tp_store_put_scenario(c.store, &s, NULL, &c.err), TP_OK);
    ck_assert_int_eq(tp_store_put_run(c.store, &r, NULL, &c.err), TP_OK);
    const char *id = tp_arena_text(c.arena, run->id);
    for (int i = 0; i < 6; i++)
        tp_buf_finish(&t[i]);
    tp_session_free(session);
    return id;
}

static int64_t propose(const char *run, tp_date on)
{
    int64_t proposal = 0;
    tp_propose_request request = {.run = run, .title = "一", .by = "王明", .on = on};
    ck_assert_int_eq(tp_propose(c.store, &request, &proposal, &c.err), TP_OK);
    return proposal;
}

static tp_status approve(int64_t proposal, const char *by, tp_date on, const tp_amendment *changes,
                         size_t n)
{
    int64_t approval;
    tp_decision decision = {.proposal = proposal,
                            .meeting = "会",
                            .by = by,
                            .on = on,
                            .changes = changes,
                            .n_changes = n};
    return tp_approve(c.store, &decision, &approval, &c.err);
}

static tp_ledger *ledger(void)
{
    tp_ledger *l;
    ck_assert_int_eq(tp_ledger_load(&l, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    return l;
}

static tp_ledger_pool pool(const char *scope)
{
    const tp_ledger *l = ledger();
    int32_t id = tp_ledger_find_pool(l, scope, "", "事业");
    ck_assert_int_ge(id, 0);
    return l->pools[id];
}

static size_t findings(void)
{
    tp_ledger_finding *found;
    size_t count;
    ck_assert_int_eq(tp_ledger_verify(&found, &count, c.store, c.arena, &c.err), TP_OK);
    return count;
}

START_TEST(approval__posts_deposit_transfer_and_loan)
{
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, NULL, 0), TP_OK);
    ck_assert_int_eq(pool("市本级").balance, 0);
    ck_assert_int_eq(pool("市本级").owned, -4);
    ck_assert_int_eq(pool("甲县").balance, 0);
    ck_assert_int_eq(pool("甲县").owned, 4);
    const tp_ledger *l = ledger();
    ck_assert_uint_eq(l->n_loans, 1);
    ck_assert_int_eq(l->loans[0].outstanding, 4);
    ck_assert_int_eq(l->loans[0].due_on, 20280710);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(approval__part_is_measured_against_every_rule)
{
    int64_t proposal = propose(make_run(), 20260701);
    tp_amendment low = {.demand = "D1", .count = 2}, fine = {.demand = "D1", .count = 3},
                 twice[] = {fine, fine};
    ck_assert_int_eq(approve(proposal, "李红", 20260710, &low, 1), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.rule");
    ck_assert_int_eq(approve(proposal, "李红", 20260710, twice, 2), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.twice");
    ck_assert_uint_eq(ledger()->n_entries, 0);
    ck_assert_int_eq(approve(proposal, "李红", 20260710, &fine, 1), TP_OK);
    ck_assert_int_eq(pool("甲县").balance, 1);
    ck_assert_str_eq(ledger()->approvals[0].decision, "partial");
    ck_assert_str_eq(ledger()->approvals[0].changes, "D1\tagree\t3\n");
}
END_TEST

START_TEST(approval__deferred_demand_gets_nothing)
{
    tp_amendment defer = {.demand = "D1", .opinion = TP_DEFER, .count = 4};
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, &defer, 1), TP_OK);
    ck_assert_uint_eq(ledger()->n_loans, 0);
    ck_assert_int_eq(pool("甲县").balance, 4);
    ck_assert_str_eq(ledger()->approvals[0].changes, "D1\tdefer\t0\n");
}
END_TEST

START_TEST(approval__needs_two_people_and_the_right_order)
{
    int64_t proposal = propose(make_run(), 20260701);
    ck_assert_int_eq(approve(proposal, "　王明", 20260710, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.same-person");
    ck_assert_int_eq(approve(proposal, "李红", 20260630, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.early");
    ck_assert_int_eq(approve(proposal + 1, "李红", 20260710, NULL, 0), TP_E_INPUT);
    ck_assert_str_eq(ledger_case_code(&c), "proposal.none");
}
END_TEST

START_TEST(approval__of_a_stale_run_is_refused)
{
    const char *run = make_run();
    int64_t first = propose(run, 20260701);
    write_file("plan.yaml", "schema: turnpool.scenario/1\nname: other\ndata: data\n"
                            "as_of: 2026-06-30\npools: {by: all}\n");
    int64_t second = propose(make_run(), 20260701);
    ck_assert_int_eq(approve(first, "李红", 20260710, NULL, 0), TP_OK);
    ck_assert_int_eq(approve(second, "李红", 20260711, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.stale-entry");
    ck_assert_int_eq(approve(first, "李红", 20260711, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.decided");
}
END_TEST

START_TEST(approval__of_a_run_on_replaced_data_is_refused)
{
    int64_t proposal = propose(make_run(), 20260701);
    write_file("data/posts.csv",
               "unit,category,authorised,in_post\nU1,事业,30,21\nU2,事业,12,12\n");
    make_run();
    ck_assert_int_eq(approve(proposal, "李红", 20260710, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.stale-now");
    ck_assert_uint_eq(ledger()->n_entries, 0);
}
END_TEST

START_TEST(approval__next_run_starts_from_the_ledger)
{
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, NULL, 0), TP_OK);
    tp_movement_request request = {.kind = TP_JOURNAL_RETURN,
                                   .loan = ledger()->loans[0].entry,
                                   .count = 1,
                                   .on = 20260801,
                                   .by = "县医院"};
    ck_assert_int_eq(tp_ledger_move(c.store, &request, NULL, &c.err), TP_OK);
    write_file("plan.yaml", "schema: turnpool.scenario/1\nname: small\ndata: data\n"
                            "as_of: 2026-06-30\nagain: [D1]\npools:\n  transfers:\n"
                            "    - {from: 市本级, to: 甲县, category: 事业, at_most: 5}\n");
    /* U2 now borrows 3 for 12 in post, so 3 of the 4 it asks for again are vacancies of its own;
     * the slot that came back is in the county's pool: loan 1, nothing else moves. */
    int64_t proposal = propose(make_run(), 20260901);
    ck_assert_int_eq(approve(proposal, "李红", 20260910, NULL, 0), TP_OK);
    ck_assert_int_eq(pool("甲县").balance, 0);
    const tp_ledger *l = ledger();
    ck_assert_int_eq(l->lines[tp_ledger_find_line(l, "U1", "事业")].lent, 4);
    ck_assert_int_eq(l->lines[tp_ledger_find_line(l, "U2", "事业")].borrowed, 4);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

/* Opens the scenario over the ledger; how often the code was told. */
static size_t open_over_ledger(tp_session **session, tp_books *books, const char *code)
{
    size_t told = 0;
    tp_diags_clear(&c.diags);
    ck_assert_int_eq(tp_ledger_books(books, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    tp_session_options options = {.books = books};
    ck_assert_int_eq(tp_session_open(session, scenario, &options, &c.diags, &c.err), TP_OK);
    for (size_t i = 0; i < c.diags.count; i++)
        told += strcmp(c.diags.items[i].code, code) == 0;
    return told;
}

static int64_t loan_in_run(tp_session *session, const char *demand)
{
    const tp_run *run;
    tp_session_solve_options solve = {0};
    ck_assert_int_eq(tp_session_solve(session, &solve, &run, &c.err), TP_OK);
    return run->result->loan[tp_dataset_demand(run->data, demand)];
}

START_TEST(approval__what_was_lent_is_not_lent_again)
{
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, NULL, 0), TP_OK);
    /* D1 is still in the sheet; D2 is new. */
    write_file("data/demands.csv", "demand,unit,category,quantity,minimum,term_months\n"
                                   "D1,U2,事业,4,0,24\nD2,U2,事业,1,0,24\n");
    write_file("data/posts.csv",
               "unit,category,authorised,in_post\nU1,事业,30,20\nU2,事业,12,16\n");
    tp_books books;
    tp_session *session;
    ck_assert_uint_eq(open_over_ledger(&session, &books, "again.left-out"), 1);
    ck_assert_uint_eq(books.n_demands, 1);
    ck_assert_int_eq(books.demands[0].count, 4);
    ck_assert_int_eq(books.demands[0].on, 20260710);
    ck_assert_str_eq(books.demands[0].notice, "2026-2");
    ck_assert_int_eq(loan_in_run(session, "D1"), 0);
    ck_assert_int_eq(loan_in_run(session, "D2"), 1);
    /* What was granted belongs to the dataset that is kept. */
    tp_buf text;
    tp_dataset *back;
    tp_buf_init(&text);
    tp_dataset_canonical(&text, tp_session_data(session));
    ck_assert_int_eq(tp_dataset_parse(&back, text.bytes, text.length, NULL, &c.diags, &c.err),
                     TP_OK);
    ck_assert_str_eq(back->sha256, tp_session_data(session)->sha256);
    ck_assert_int_eq(back->demands[0].granted.count, 4);
    ck_assert_str_eq(back->demands[0].granted.notice, "2026-2");
    ck_assert_int_eq(back->demands[1].granted.count, 0);
    tp_dataset_free(back);
    /* Damaged there, it is said. */
    for (size_t cut = 1; cut < 30; cut++) {
        tp_status status =
            tp_dataset_parse(&back, text.bytes, text.length - cut, NULL, &c.diags, &c.err);
        ck_assert_int_eq(status, TP_E_INPUT);
    }
    tp_buf_finish(&text);
    /* It may be asked for, in a session that is open and in the file; a number nobody has may
     * not. */
    const tp_setting again = {"again", "[D1]", NULL, 0}, wrong = {"again", "[D3]", NULL, 0},
                     idle = {"again", "[D1, D2]", NULL, 0};
    tp_diags_clear(&c.diags);
    ck_assert_int_eq(tp_session_set(session, &again, 1, &c.diags, &c.err), TP_OK);
    ck_assert_uint_eq(c.diags.count, 0);
    ck_assert_int_eq(loan_in_run(session, "D1"), 4);
    ck_assert_int_eq(tp_session_set(session, &wrong, 1, &c.diags, &c.err), TP_E_INPUT);
    ck_assert_str_eq(ledger_case_code(&c), "again.demand");
    tp_diags_clear(&c.diags);
    ck_assert_int_eq(tp_session_set(session, &idle, 1, &c.diags, &c.err), TP_OK);
    ck_assert_str_eq(ledger_case_code(&c), "again.not-lent");
    tp_session_free(session);
}
END_TEST

START_TEST(approval__lent_before_goes_by_number_and_unit_and_by_what_stands)
{
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, NULL, 0), TP_OK);
    /* The same number of another unit is another demand. */
    write_file("data/demands.csv", "demand,unit,category,quantity,minimum,term_months\n"
                                   "D1,U1,事业,6,0,24\n");
    tp_books books;
    tp_session *session;
    ck_assert_uint_eq(open_over_ledger(&session, &books, "again.left-out"), 0);
    tp_session_free(session);
    /* What was undone was not lent. */
    tp_undo_request undo = {.posting = 1, .on = 20260711, .by = "赵", .reason = "误记"};
    ck_assert_int_eq(tp_ledger_undo(c.store, &undo, &c.err), TP_OK);
    write_file("data/demands.csv", "demand,unit,category,quantity,minimum,term_months\n"
                                   "D1,U2,事业,4,3,24\n");
    ck_assert_uint_eq(open_over_ledger(&session, &books, "again.left-out"), 0);
    ck_assert_uint_eq(books.n_demands, 0);
    ck_assert_int_eq(loan_in_run(session, "D1"), 4);
    tp_session_free(session);
}
END_TEST

START_TEST(approval__rejected_is_final_and_posts_nothing)
{
    int64_t proposal = propose(make_run(), 20260701), approval;
    tp_decision decision = {.proposal = proposal, .by = "李红", .on = 20260710, .reason = "再议"};
    ck_assert_int_eq(tp_reject(c.store, &decision, &approval, &c.err), TP_OK);
    ck_assert_int_eq(approve(proposal, "李红", 20260711, NULL, 0), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "approval.decided");
    ck_assert_uint_eq(ledger()->n_entries, 0);
    ck_assert_uint_eq(findings(), 0);
    /* A run turned down may be put forward anew. */
    ck_assert_int_eq(
        approve(propose(ledger()->approvals[0].run, 20260712), "李红", 20260713, NULL, 0), TP_OK);
}
END_TEST

START_TEST(approval__dataset_that_contradicts_the_ledger_is_refused)
{
    ck_assert_int_eq(approve(propose(make_run(), 20260701), "李红", 20260710, NULL, 0), TP_OK);
    write_file(
        "data/posts.csv",
        "unit,category,authorised,in_post,lent,borrowed\nU1,事业,30,20,4,0\nU2,事业,12,12,0,0\n");
    tp_books books;
    tp_session *session;
    ck_assert_int_eq(tp_ledger_books(&books, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    tp_session_options options = {.books = &books};
    ck_assert_int_eq(tp_session_open(&session, scenario, &options, &c.diags, &c.err), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "books.lent");
}
END_TEST

/* The table of the proposal as a workbook brings it back: D1 gets 4, U1 gives 4. */
typedef struct row {
    const char *demand, *unit;
    tp_opinion opinion;
    int64_t count, proposed;
    bool full, unmarked;
} row;

static tp_status decide_rows(int64_t proposal, const row *rows, size_t n, tp_decision decision)
{
    int64_t approval;
    tp_amendment changes[8] = {0};
    for (size_t i = 0; i < n; i++)
        changes[i] = (tp_amendment){.demand = rows[i].demand,
                                    .unit = rows[i].unit,
                                    .category = "事业",
                                    .opinion = rows[i].opinion,
                                    .count = rows[i].count,
                                    .proposed = rows[i].proposed,
                                    .stated = true,
                                    .full = rows[i].full,
                                    .unmarked = rows[i].unmarked};
    decision.proposal = proposal;
    decision.meeting = "会";
    decision.by = "李红";
    decision.on = 20260710;
    decision.changes = changes;
    decision.n_changes = n;
    decision.complete = true;
    tp_diags_clear(&c.diags);
    return tp_approve(c.store, &decision, &approval, &c.err);
}

static bool told(const char *code)
{
    for (size_t i = 0; i < c.diags.count; i++)
        if (strcmp(c.diags.items[i].code, code) == 0)
            return true;
    return false;
}

static const row loan = {.demand = "D1", .full = true, .proposed = 4};
static const row deposit = {.unit = "U1", .full = true, .proposed = 4};

/* Any single change of a table that was filled in is either what it says or told. */
START_TEST(approval__table_of_opinions_is_taken_at_its_word)
{
    int64_t p = propose(make_run(), 20260701);
    const tp_decision plain = {0};
    row rows[3] = {loan, deposit, loan};
    ck_assert_int_eq(decide_rows(p, rows, 1, plain), TP_E_REFUSED); /* a row deleted */
    ck_assert(told("approval.missing"));
    ck_assert_int_eq(decide_rows(p, rows + 1, 1, plain), TP_E_REFUSED);
    ck_assert(told("approval.missing"));
    ck_assert_int_eq(decide_rows(p, rows, 3, plain), TP_E_REFUSED); /* doubled */
    ck_assert(told("approval.twice"));
    rows[0].unmarked = true; /* opinion emptied */
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_E_REFUSED);
    ck_assert(told("approval.unmarked"));
    rows[0] = loan;
    rows[0].proposed = 5; /* the proposal edited */
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_E_REFUSED);
    ck_assert(told("approval.edited"));
    rows[0] = (row){.demand = "D1", .opinion = TP_DISAGREE, .count = 1, .proposed = 4};
    rows[1].proposed = 9; /* and a second fault, told at once */
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_E_REFUSED);
    ck_assert(told("approval.contrary") && told("approval.edited"));
    rows[0] = (row){.demand = "D1", .count = 5, .proposed = 4};
    rows[1] = deposit;
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_E_REFUSED);
    ck_assert(told("approval.larger"));
    rows[0] = loan;
    rows[1] = (row){.unit = "U2", .full = true, .proposed = 4};
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_E_REFUSED);
    ck_assert(told("approval.no-deposit") && told("approval.missing"));
    rows[1] = deposit;
    ck_assert_int_eq(decide_rows(p, rows, 2, (tp_decision){.faulty = true}), TP_E_INPUT);
    ck_assert_uint_eq(ledger()->n_entries, 0);
    ck_assert_int_eq(decide_rows(p, rows, 2, plain), TP_OK);
    ck_assert_str_eq(ledger()->approvals[0].decision, "approved");
}
END_TEST

START_TEST(approval__silence_means_what_was_said)
{
    int64_t p = propose(make_run(), 20260701);
    row rows[2] = {loan, deposit};
    rows[0].unmarked = true;
    ck_assert_int_eq(decide_rows(p, rows, 2, (tp_decision){.unmarked = TP_UNMARKED_DEFER}), TP_OK);
    ck_assert_str_eq(ledger()->approvals[0].changes, "D1\tdefer\t0\n");
}
END_TEST

START_TEST(approval__deposits_are_decided_too)
{
    int64_t p = propose(make_run(), 20260701);
    row rows[2] = {loan, {.unit = "U1", .opinion = TP_DISAGREE, .proposed = 4}};
    ck_assert_int_eq(decide_rows(p, rows, 2, (tp_decision){0}), TP_E_REFUSED);
    ck_assert(told("approval.follows"));
    ck_assert_uint_eq(ledger()->n_entries, 0);
    /* The sum moves on to the other pool: without it there is nothing to move. */
    tp_booking booking = {.arena = c.arena};
    rows[0] = (row){.demand = "D1", .count = 3, .proposed = 4};
    rows[1] = deposit;
    ck_assert_int_eq(decide_rows(p, rows, 2, (tp_decision){.booking = &booking}), TP_OK);
    ck_assert_int_eq(booking.cut, 1);
    ck_assert_int_eq(booking.agreed, 1);
}
END_TEST

static const char *remarked(const char *run, const char *demand, const char *unit)
{
    tp_remark *all;
    size_t n;
    ck_assert_int_eq(tp_remarks_of(c.store, run, c.arena, &all, &n, &c.err), TP_OK);
    return tp_remark_text(all, n, demand, unit, *unit ? "事业" : "");
}

static tp_status remark(const char *run, const char *of, const char *text)
{
    tp_opened_run opened;
    tp_remark r = {.text = text, .by = "王明", .on = 20260702};
    ck_assert_int_eq(tp_run_open(c.store, run, c.arena, &opened, &c.err), TP_OK);
    tp_status status = tp_remark_named(c.store, &opened, of, &r, c.arena, &c.err);
    tp_opened_run_free(&opened);
    return status;
}

START_TEST(approval__remarks_stand_beside_rows_until_the_decision)
{
    const char *run = make_run();
    int64_t p = propose(run, 20260701);
    ck_assert_int_eq(remark(run, "D1", "先办"), TP_OK);
    ck_assert_int_eq(remark(run, "D1", "缓办"), TP_OK); /* in place of the one before */
    ck_assert_int_eq(remark(run, "U1/事业", "已商定"), TP_OK);
    ck_assert_int_eq(remark(run, "市一中/事业", "商定"), TP_OK); /* the same unit by its name */
    ck_assert_str_eq(remarked(run, "D1", ""), "缓办");
    ck_assert_str_eq(remarked(run, "", "U1"), "商定");
    ck_assert_int_eq(remark(run, "U1/事业", ""), TP_OK);
    ck_assert_str_eq(remarked(run, "", "U1"), "");
    ck_assert_int_eq(remark(run, "D7", "?"), TP_E_INPUT);
    ck_assert(told("remark.row"));
    ck_assert_int_eq(remark(run, "U1/行政", "?"), TP_E_INPUT);
    ck_assert(told("remark.line"));
    ck_assert_int_eq(remark(run, "D1", "一\n二"), TP_E_INPUT);
    ck_assert(told("remark.lines"));
    char many[3 * (TP_REMARK_MOST + 1) + 1] = "";
    for (int i = 0; i < TP_REMARK_MOST; i++)
        strcat(many, "长");
    ck_assert_int_eq(remark(run, "D1", many), TP_OK);
    strcat(many, "长");
    ck_assert_int_eq(remark(run, "D1", many), TP_E_INPUT);
    ck_assert(told("remark.long"));
    ck_assert_int_eq(approve(p, "李红", 20260710, NULL, 0), TP_OK);
    ck_assert_int_eq(remark(run, "D1", "迟了"), TP_E_REFUSED);
    ck_assert(told("remark.decided"));
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

/* A share of what a pool takes in stays there: with less taken in, less must stay. */
START_TEST(approval__fewer_deposits_lower_what_must_stay)
{
    write_file("plan.yaml", "schema: turnpool.scenario/1\nname: small\ndata: data\n"
                            "as_of: 2026-06-30\npools: {by: all}\nreserve: {share: 0.5}\n");
    int64_t p = propose(make_run(), 20260701); /* deposit 8, loan 4, 4 stay */
    row rows[2] = {{.demand = "D1", .count = 3, .proposed = 4},
                   {.unit = "U1", .count = 5, .proposed = 8}};
    ck_assert_int_eq(decide_rows(p, rows, 2, (tp_decision){0}), TP_E_REFUSED); /* 2 of 5 */
    ck_assert_uint_eq(ledger()->n_entries, 0);
    rows[1].count = 6; /* 3 of 6, where 4 had to stay of 8 */
    tp_booking booking = {.arena = c.arena};
    tp_diags_clear(&c.diags);
    ck_assert_msg(decide_rows(p, rows, 2, (tp_decision){.booking = &booking}) == TP_OK, "%s",
                  c.diags.count ? c.diags.items[0].text[1] : "");
    ck_assert_int_eq(booking.cut, 2);
    ck_assert_int_eq(pool("all").balance, 3);
    ck_assert(tp_booking_sound(&booking));
    booking.n_entries--;
    ck_assert(!tp_booking_sound(&booking));
    tp_ledger *books = ledger();
    ck_assert(tp_ledger_sound(books));
    books->lines[0].lent++;
    ck_assert(!tp_ledger_sound(books));
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("approval");
    TCase *tc = tcase_create("approval");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, approval__posts_deposit_transfer_and_loan);
    tcase_add_test(tc, approval__part_is_measured_against_every_rule);
    tcase_add_test(tc, approval__deferred_demand_gets_nothing);
    tcase_add_test(tc, approval__table_of_opinions_is_taken_at_its_word);
    tcase_add_test(tc, approval__silence_means_what_was_said);
    tcase_add_test(tc, approval__deposits_are_decided_too);
    tcase_add_test(tc, approval__fewer_deposits_lower_what_must_stay);
    tcase_add_test(tc, approval__needs_two_people_and_the_right_order);
    tcase_add_test(tc, approval__of_a_stale_run_is_refused);
    tcase_add_test(tc, approval__of_a_run_on_replaced_data_is_refused);
    tcase_add_test(tc, approval__next_run_starts_from_the_ledger);
    tcase_add_test(tc, approval__what_was_lent_is_not_lent_again);
    tcase_add_test(tc, approval__lent_before_goes_by_number_and_unit_and_by_what_stands);
    tcase_add_test(tc, approval__rejected_is_final_and_posts_nothing);
    tcase_add_test(tc, approval__dataset_that_contradicts_the_ledger_is_refused);
    tcase_add_test(tc, approval__remarks_stand_beside_rows_until_the_decision);
    suite_add_tcase(suite, tc);
    return suite;
}

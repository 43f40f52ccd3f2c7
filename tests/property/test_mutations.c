/* Stored runs changed at random: a figure, a date, a letter in any document a store keeps, with the
 * identities left as they are, or taken again so that only the checks can object. What verifies all
 * the same must still be true: it says what solving the changed inputs says. Misses are counted and
 * must be none. TP_CASES runs more cases, from TP_SEED on. */
#include "base/sha256.h"
#include "run/document.h"
#include "solved.h"
#include "suite.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum target { IN_DATASET, IN_SCENARIO, IN_DOCUMENT, IN_CERTIFICATE, TARGETS } target;
static const char *const target_names[] = {"dataset", "scenario", "document", "certificate"};

typedef struct trial {
    tp_arena *arena;
    char *text[TARGETS]; /* NUL-terminated copies */
    char *order, *origins;
    uint64_t seed, at;
    target in;
    bool renamed; /* identities taken again */
    size_t place;
    char before[40];
} trial;

typedef struct tally {
    unsigned tried, unread, objected, true_still;
} tally;

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

static void stored_of(const trial *t, tp_session_stored *out)
{
    *out = (tp_session_stored){.dataset = t->text[IN_DATASET],
                               .order = t->order,
                               .scenario = t->text[IN_SCENARIO],
                               .origins = t->origins,
                               .document = t->text[IN_DOCUMENT],
                               .certificate = t->text[IN_CERTIFICATE],
                               .dataset_length = strlen(t->text[IN_DATASET]),
                               .scenario_length = strlen(t->text[IN_SCENARIO]),
                               .document_length = strlen(t->text[IN_DOCUMENT]),
                               .certificate_length = strlen(t->text[IN_CERTIFICATE])};
}

static void begin(trial *t, const solved *w, uint64_t *state)
{
    documents d;
    documents_write(&d, w->run);
    tp_arena *arena = tp_arena_create();
    *t = (trial){.arena = arena, .seed = w->in->seed, .at = *state};
    t->text[IN_DATASET] = tp_arena_copy(arena, d.dataset.bytes, d.dataset.length);
    t->text[IN_SCENARIO] = tp_arena_copy(arena, d.scenario.bytes, d.scenario.length);
    t->text[IN_DOCUMENT] = tp_arena_copy(arena, d.document.bytes, d.document.length);
    t->text[IN_CERTIFICATE] = tp_arena_copy(arena, d.certificate.bytes, d.certificate.length);
    t->order = tp_arena_text(arena, d.order.bytes);
    t->origins = tp_arena_text(arena, d.origins.bytes);
    documents_free(&d);
}

/* Where the dataset lay takes no part in any identity: the dataset has its own. */
static bool in_data_path(const char *text, size_t place)
{
    while (place > 0 && text[place - 1] != '\n')
        place--;
    return !strncmp(text + place, "data:", 5);
}

/* Where a row of a data file stood is known to that file only. */
static bool in_place(const char *text, size_t place)
{
    size_t line = place;
    while (line > 0 && text[line - 1] != '\n')
        line--;
    const char *at = strstr(text + line, "\"at\": \"");
    return at && at < text + place && strstr(at, "limits.csv");
}

/* Another letter or digit in place of the one at t->place, or a figure one up: all lengths stay. */
static bool change(trial *t, uint64_t *state)
{
    char *text = t->text[t->in];
    size_t length = strlen(text);
    for (int attempt = 0; attempt < 200; attempt++) {
        t->place = (size_t)in_pick(state, 0, (int64_t)length - 1);
        char *c = text + t->place;
        bool digit = isdigit((unsigned char)*c);
        if (!digit && (!isalpha((unsigned char)*c) || in_chance(state, 80)))
            continue;
        if (t->in == IN_SCENARIO && in_data_path(text, t->place))
            continue;
        size_t from = t->place > 20 ? t->place - 20 : 0;
        snprintf(t->before, sizeof t->before, "%.38s", text + from);
        if (digit)
            *c = (char)('0' +
                        (*c - '0' + (in_chance(state, 50) ? 1 : (int)in_pick(state, 1, 9))) % 10);
        else
            *c = *c == 'z' || *c == 'Z' ? 'a' : (char)(*c + 1);
        return true;
    }
    return false;
}

static void replace(char *text, const char *was, const char *is)
{
    size_t n = strlen(was);
    for (char *at = text; n && (at = strstr(at, was)); at += n)
        memcpy(at, is, n);
}

/* Takes the identities of dataset, scenario, run and certificate again. */
static bool rename_all(trial *t, const tp_run *was)
{
    tp_session_stored stored;
    tp_session *session = NULL;
    const tp_run *run = NULL;
    tp_diags diags;
    tp_err err = {0};
    tp_verify_report report;
    stored_of(t, &stored);
    tp_diags_init(&diags, t->arena);
    if (t->in == IN_DATASET || t->in == IN_SCENARIO) {
        if (tp_session_restore(&session, &run, &stored, &diags, &err) != TP_OK)
            return false;
        replace(t->text[IN_DOCUMENT], was->data->sha256, run->data->sha256);
        replace(t->text[IN_DOCUMENT], was->scenario->sha256, run->scenario->sha256);
        tp_session_free(session);
        if (tp_session_restore(&session, &run, &stored, &diags, &err) != TP_OK)
            return false;
        /* The new name is what verify would have it be. */
        if (tp_session_verify(session, run, &stored, &report, t->arena, &err) != TP_OK)
            report.count = 0;
        for (size_t i = 0; i < report.count; i++) {
            const char *name = strstr(report.findings[i].text.en, "which give ");
            char fresh[TP_RUN_ID_TEXT];
            if (!name)
                continue;
            snprintf(fresh, sizeof fresh, "%s", name + strlen("which give "));
            replace(t->text[IN_DOCUMENT], was->id, fresh);
            replace(t->text[IN_CERTIFICATE], was->id, fresh);
        }
        tp_session_free(session);
    }
    char hex[TP_SHA256_HEX], *text = t->text[IN_CERTIFICATE], *end = strstr(text, "\"sha256\"");
    char *about = strstr(text, "\"document_sha256\": \"");
    if (about) {
        tp_sha256_of(t->text[IN_DOCUMENT], strlen(t->text[IN_DOCUMENT]), hex);
        memcpy(about + strlen("\"document_sha256\": \""), hex, strlen(hex));
    }
    for (char *next = end; next; next = strstr(next + 1, "\"sha256\""))
        end = next;
    if (!end)
        return false;
    while (end > text && (isspace((unsigned char)end[-1]) || end[-1] == ','))
        end--;
    tp_sha256_of(text, (size_t)(end - text), hex);
    memcpy(strstr(end, ": \"") + 3, hex, strlen(hex));
    return true;
}

/* The tiers' lines of a document: what a run states as proven. */
static const char *tiers_of(tp_arena *arena, const char *document)
{
    const char *from = strstr(document, "\"status\""), *to = strstr(document, "\"deposits\"");
    return from && to > from ? tp_arena_copy(arena, from, (size_t)(to - from)) : document;
}

/* Solves the inputs as they are now: whether the document's status and tiers are what comes out. */
static bool still_true(const trial *t)
{
    tp_session_stored stored;
    tp_session *session = NULL;
    const tp_run *run = NULL;
    tp_diags diags;
    tp_err err = {0};
    tp_buf fresh;
    stored_of(t, &stored);
    tp_diags_init(&diags, t->arena);
    tp_buf_init(&fresh);
    if (tp_session_restore(&session, &run, &stored, &diags, &err) != TP_OK)
        return false;
    bool same = tp_session_solve(session, &(tp_session_solve_options){0}, &run, &err) == TP_OK;
    if (same) {
        tp_document_write(&fresh, run);
        tp_buf_char(&fresh, '\0');
        same = !strcmp(tiers_of(t->arena, fresh.bytes), tiers_of(t->arena, t->text[IN_DOCUMENT]));
    }
    tp_buf_finish(&fresh);
    tp_session_free(session);
    return same;
}

static void attempt(const solved *w, uint64_t *state, tally *sum)
{
    trial t;
    tp_session_stored stored;
    const char *why;
    begin(&t, w, state);
    t.in = (target)in_pick(state, 0, TARGETS - 1);
    t.renamed = in_chance(state, 60);
    if (change(&t, state)) {
        sum->tried++;
        bool read = !t.renamed || rename_all(&t, w->run);
        stored_of(&t, &stored);
        if (!read) {
            sum->unread++;
        } else if (!solved_verifies(&stored, t.arena, &why)) {
            sum->objected++;
        } else {
            bool of_place = t.in == IN_DOCUMENT && in_place(t.text[t.in], t.place);
            ck_assert_msg(t.renamed && (of_place || still_true(&t)),
                          "seed %" PRIu64 ": a change in the %s goes unnoticed%s: %.20s[%s", t.seed,
                          target_names[t.in], t.renamed ? ", hashes taken again" : "", t.before,
                          t.text[t.in] + t.place);
            sum->true_still++;
        }
    }
    tp_arena_free(t.arena);
}

START_TEST(mutations__never_pass)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), count = number_of("TP_CASES", 24);
    uint64_t each = number_of("TP_MUTATIONS", 200);
    for (uint64_t end = seed + count; seed < end; seed++) {
        tally sum = {0};
        uint64_t state = seed;
        solved w;
        instance_make(&in, seed, seed % 3 ? IN_TINY : IN_SMALL);
        solved_begin(&w, &in);
        for (uint64_t i = 0; i < each; i++)
            attempt(&w, &state, &sum);
        if (getenv("TP_CASES"))
            printf("# seed %" PRIu64 ": %u changed, %u refused, %u objected to, %u still true\n",
                   seed, sum.tried, sum.unread, sum.objected, sum.true_still);
        solved_end(&w);
    }
}
END_TEST

/* Every occurrence of `was`, which may be of another length. */
static char *exchanged(tp_arena *arena, const char *text, const char *was, const char *is)
{
    tp_buf out;
    tp_buf_init(&out);
    for (const char *at; (at = strstr(text, was)); text = at + strlen(was)) {
        tp_buf_add(&out, text, (size_t)(at - text));
        tp_buf_text(&out, is);
    }
    tp_buf_text(&out, text);
    char *copy = tp_arena_copy(arena, out.bytes, out.length);
    tp_buf_finish(&out);
    return copy;
}

static const tp_run *solved_file(scratch *s, const tp_setting *settings, size_t n,
                                 tp_session **session)
{
    const tp_run *run = NULL;
    const tp_session_options options = {.settings = settings, .n_settings = n};
    ck_assert_int_eq(
        tp_session_open(session, scratch_path(s, "s.yaml"), &options, &s->diags, &s->err), TP_OK);
    ck_assert_int_eq(tp_session_solve(*session, NULL, &run, &s->err), TP_OK);
    return run;
}

/* The answer of a run changed for a worse one, its proof for the solver's word, all identities
 * taken again: nothing proves it, and verify says so. */
START_TEST(forged__answer_without_proof_is_objected_to)
{
    scratch s;
    scratch_begin(&s);
    scratch_text(&s, "units.csv", "unit,region\nA,r\nB,r\n");
    scratch_text(&s, "posts.csv", "unit,category,authorised,in_post\nB,X,10,10\n");
    scratch_text(&s, "demands.csv", "demand,unit,category,quantity\nD1,B,X,9\n");
    scratch_text(&s, "s.yaml",
                 "schema: turnpool.scenario/1\nname: a\ndata: .\nas_of: 2026-06-30\n"
                 "pools: {opening: [{scope: r, category: X, count: 9}]}\ntiers: [{goal: need}]\n");
    const tp_setting lock = {.key = "locks+", .value = "[{demand: D1, loan: 0}]"};
    tp_session *good = NULL, *bad = NULL;
    const tp_run *is = solved_file(&s, NULL, 0, &good), *worse = solved_file(&s, &lock, 1, &bad);
    documents a, b;
    documents_write(&a, is);
    documents_write(&b, worse);
    trial t = {.arena = s.arena, .in = IN_CERTIFICATE};
    tp_session_stored stored;
    const char *why = "";
    tp_buf *texts[] = {&a.dataset, &a.scenario, &b.document, &a.certificate};
    for (int k = 0; k < TARGETS; k++)
        t.text[k] = tp_arena_copy(s.arena, texts[k]->bytes, texts[k]->length);
    t.order = tp_arena_copy(s.arena, a.order.bytes, a.order.length);
    t.origins = tp_arena_copy(s.arena, a.origins.bytes, a.origins.length);
    replace(t.text[IN_DOCUMENT], worse->id, is->id);
    replace(t.text[IN_DOCUMENT], worse->scenario->sha256, is->scenario->sha256);
    t.text[IN_CERTIFICATE] = exchanged(s.arena, t.text[IN_CERTIFICATE],
                                       "\"proof\": \"certificate\"", "\"proof\": \"solver\"");
    ck_assert(rename_all(&t, is));
    stored_of(&t, &stored);
    ck_assert_msg(!solved_verifies(&stored, s.arena, &why), "a worse answer passes");
    ck_assert_msg(strstr(why, "proven") != NULL, "%s", why);
    documents_free(&a);
    documents_free(&b);
    tp_session_free(good);
    tp_session_free(bad);
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("mutations");
    TCase *tcase = tcase_create("mutations");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, mutations__never_pass);
    tcase_add_test(tcase, forged__answer_without_proof_is_objected_to);
    suite_add_tcase(suite, tcase);
    return suite;
}

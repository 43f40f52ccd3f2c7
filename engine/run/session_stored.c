#include "run/session_parts.h"

#include "certify/recheck.h"
#include "run/columns.h"
#include "run/document.h"
#include "solve/hold.h"

#include <string.h>

static const tp_words w_identity = {"{0}的内容与其校验值 {1} 不符",
                                    "the {0} does not match its hash {1}"};
static const tp_words w_document = {"结果文件与由其内容重写出的不一致（{0}）",
                                    "the run document differs from what its content writes ({0})"};
static const tp_words w_reason = {"{0} 的不予受理理由与规则现在给出的不一致",
                                  "the reasons for refusing {0} differ from what the rules say"};
static const tp_words w_contradiction = {"存储的乘子不能证明方案自相矛盾",
                                         "the stored multipliers do not prove a contradiction"};
static const tp_words w_run = {"测算编号 {0} 与输入不符，应为 {1}",
                               "the run id {0} does not follow from the inputs, which give {1}"};

static bool has_answer(const tp_run *run)
{
    return run->result->status == TP_OPTIMAL || run->result->status == TP_FEASIBLE;
}

/* The column vector: what the answer says, and what the certificate adds for the goals' own. */
static tp_status rebuild_columns(tp_run *run, tp_err *err)
{
    const tp_program *program = run->task.program;
    size_t n = (size_t)program->n_cols + 1;
    run->answer.x = tp_arena_array(run->arena, n, sizeof *run->answer.x);
    bool *known = tp_arena_array(run->arena, n, sizeof *known);
    if (!run->answer.x || !known)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < run->n_goal_columns; i++) {
        const tp_entry *pair = &run->goal_columns[i];
        if (pair->col >= program->n_cols || program->col_origin[pair->col].maker < tp_n_rules)
            return tp_fail(err, TP_E_INPUT, "the certificate names a column that no goal made");
        run->answer.x[pair->col] = pair->coef;
    }
    return tp_columns_set(run->answer.x, known, run->kase, run->result, err);
}

/* Whether lines fall in a pool is not in the document: the case knows. */
static void mark_pools(tp_run *run)
{
    for (size_t i = 0; i < run->result->n_pools; i++) {
        tp_pool_result *at = &run->result->pools[i];
        for (int32_t p = 0; p < run->kase->n_pools; p++) {
            const tp_pool *pool = &run->kase->pools[p];
            if (!strcmp(at->scope, pool->scope) && !strcmp(at->category, pool->category) &&
                !strcmp(at->ring, pool->ring))
                at->of_lines = pool->of_lines;
        }
    }
}

/* The run's parts from its documents; the case is derived afresh from dataset and scenario. */
static tp_status read_run(tp_session *session, tp_run *run, const tp_session_stored *stored,
                          tp_diags *diags, tp_err *err)
{
    tp_session_fill_run(session, run);
    tp_status status = tp_document_read(run, stored->document, stored->document_length, diags, err);
    if (status == TP_OK)
        status =
            tp_certificate_read(run, stored->certificate, stored->certificate_length, diags, err);
    if (status != TP_OK)
        return status;
    session->reference = run->reference;
    status = tp_case_create(&session->kase,
                            &(tp_case_options){.data = session->data,
                                               .scenario = session->scenario,
                                               .reference = run->reference},
                            diags, err);
    run->kase = session->kase;
    if (status == TP_OK)
        mark_pools(run);
    if (status == TP_OK)
        status = tp_session_task(session, &run->task, err);
    if (status == TP_OK && has_answer(run))
        status = rebuild_columns(run, err);
    run->answer.status = run->result->status;
    run->answer.tiers = run->result->tiers;
    run->answer.n_tiers = run->result->n_tiers;
    return status;
}

tp_status tp_session_restore(tp_session **out, const tp_run **run, const tp_session_stored *stored,
                             tp_diags *diags, tp_err *err)
{
    *out = NULL;
    *run = NULL;
    tp_session *session = tp_session_create(err);
    if (!session)
        return TP_E_NOMEM;
    size_t n_sections;
    tp_scenario_options options = {.sections = tp_case_sections(&n_sections)};
    options.n_sections = n_sections;
    tp_status status = tp_dataset_parse(&session->data, stored->dataset, stored->dataset_length,
                                        stored->order, diags, err);
    if (status == TP_OK)
        status = tp_scenario_parse(&session->scenario, stored->scenario, stored->scenario_length,
                                   stored->origins, &options, diags, err);
    if (status == TP_OK)
        status = tp_session_keep_text(session, stored->scenario, stored->scenario_length,
                                      stored->origins, err);
    tp_run *restored = NULL;
    if (status == TP_OK) {
        session->run_arena = tp_arena_create();
        restored = session->run_arena ? tp_arena_alloc(session->run_arena, sizeof *restored) : NULL;
        status = restored ? TP_OK : tp_fail_nomem(err);
    }
    if (status == TP_OK) {
        restored->arena = session->run_arena;
        status = read_run(session, restored, stored, diags, err);
    }
    if (status == TP_OK) {
        session->kept = restored->reference;
        const char *name = tp_case_reference(session->scenario, NULL);
        session->kept_name = name ? tp_arena_text(session->arena, name) : NULL;
        memcpy(session->ledger_head, restored->ledger_head, TP_SHA256_HEX);
        memcpy(session->evaluation_sha256, restored->evaluation_sha256, TP_SHA256_HEX);
        memcpy(session->reference_sha256, restored->reference_sha256, TP_SHA256_HEX);
    }
    if (status != TP_OK) {
        tp_session_free(session);
        return status;
    }
    *out = session;
    *run = restored;
    return TP_OK;
}

typedef struct checker {
    tp_session *session;
    const tp_run *run;
    tp_verify_report *report;
    tp_arena *arena;
    tp_err *err;
} checker;

static tp_status add_finding(checker *v, const char *what, tp_words text)
{
    tp_verify_report *report = v->report;
    if (!tp_arena_grow(v->arena, &report->findings, &report->capacity, report->count, 1))
        return tp_fail_nomem(v->err);
    report->findings[report->count++] = (tp_verify_finding){what, text};
    return TP_OK;
}

static tp_status object(checker *v, const char *what, tp_words words, const char *a, const char *b)
{
    const char *const args[] = {a, b};
    const char *filled[2];
    for (int lang = 0; lang < 2; lang++) {
        tp_buf text;
        tp_buf_init(&text);
        tp_words_fill(&text, lang == TP_ZH ? words.zh : words.en, 2, args);
        filled[lang] = tp_buf_ok(&text) ? tp_arena_copy(v->arena, text.bytes, text.length) : NULL;
        tp_buf_finish(&text);
    }
    if (!filled[0] || !filled[1])
        return tp_fail_nomem(v->err);
    return add_finding(v, what, (tp_words){filled[TP_ZH], filled[TP_EN]});
}

/* The identities follow from the content, and the run's id from the identities. */
static tp_status check_identity(checker *v)
{
    char hex[TP_SHA256_HEX];
    tp_run again = *v->run;
    tp_buf text;
    tp_buf_init(&text);
    tp_dataset_canonical(&text, v->run->data);
    bool ok = tp_buf_ok(&text) && tp_sha256_of(text.bytes, text.length, hex);
    tp_buf_finish(&text);
    if (!ok)
        return tp_fail_nomem(v->err);
    if (strcmp(hex, v->run->data->sha256) != 0)
        return object(v, "identity", w_identity, "dataset", v->run->data->sha256);
    tp_status status = tp_session_name_run(&again, v->err);
    if (status == TP_OK && strcmp(again.id, v->run->id) != 0)
        status = object(v, "identity", w_run, v->run->id, again.id);
    if (status == TP_OK && v->run->reference) {
        status = tp_session_identify_reference(v->session, v->run->reference, v->err);
        if (status == TP_OK && strcmp(v->session->reference_sha256, v->run->reference_sha256) != 0)
            status = object(v, "identity", w_identity, "reference", v->run->reference_sha256);
    }
    return status;
}

static tp_status check_rules(checker *v)
{
    tp_recheck found;
    const tp_run *run = v->run;
    tp_status status = tp_recheck_run(&found, run->data, run->scenario, run->reference, run->result,
                                      v->arena, v->err);
    if (status != TP_OK)
        return status;
    v->report->rules_checked = (size_t)found.rules_checked;
    for (size_t i = 0; i < found.findings.count && status == TP_OK; i++)
        status = add_finding(v, "rule", found.findings.items[i].text);
    return status;
}

/* An infeasible run stands on a statement that contradicts a hard bound, or on multipliers that
 * prove, at cost zero, more than nothing. Without either the solver alone says so. */
static tp_status check_contradiction(checker *v)
{
    const tp_multipliers *farkas = &v->run->answer.farkas;
    const tp_program *p = v->run->task.program;
    tp_dual_problem problem = {p, NULL, p->lo, p->hi, p->row_lo, p->row_hi};
    tp_dual_bound bound;
    if (v->run->result->status != TP_INFEASIBLE || !farkas->count)
        return TP_OK;
    tp_status status =
        farkas->count == p->n_rows
            ? tp_dual_bound_of(&bound, &problem, farkas->y, farkas->scale, false, v->arena, v->err)
            : TP_E_INPUT;
    if (status == TP_OK && bound.numerator > 0)
        return TP_OK;
    return status == TP_OK || status == TP_E_INPUT
               ? object(v, "certificate", w_contradiction, "", "")
               : status;
}

static tp_status check_bounds(checker *v)
{
    tp_replay found;
    const tp_result *result = v->run->result;
    if (!has_answer(v->run))
        return check_contradiction(v);
    tp_status status = tp_tiers_replay(&found, &v->run->task, result->tiers, result->n_tiers,
                                       v->run->answer.x, v->arena, v->err);
    for (size_t i = 0; status == TP_OK && i < found.count; i++)
        status = add_finding(v, "certificate", found.findings[i].text);
    for (size_t i = 0; i < result->n_tiers; i++) {
        v->report->tiers_certified += result->tiers[i].proof == TP_PROOF_CERTIFICATE;
        v->report->tiers_by_solver += result->tiers[i].proof == TP_PROOF_SOLVER;
    }
    return status;
}

/* The run writes the same bytes again, and its reasons are worded as the rules word them now. */
static tp_status check_document(checker *v, const tp_session_stored *stored)
{
    tp_buf again;
    tp_buf_init(&again);
    tp_document_write(&again, v->run);
    size_t at = 0, line = 1, length = stored->document_length;
    while (at < length && at < again.length && stored->document[at] == again.bytes[at])
        line += stored->document[at++] == '\n';
    bool ok = tp_buf_ok(&again), same = at == length && at == again.length;
    tp_buf_finish(&again);
    if (!ok)
        return tp_fail_nomem(v->err);
    char where[TP_DEC_TEXT];
    tp_int_format((tp_wide)line, where);
    return same ? TP_OK : object(v, "document", w_document, where, "");
}

static tp_status check_reasons(checker *v)
{
    const tp_result *result = v->run->result;
    for (int32_t d = 0; d < result->n_demands; d++) {
        tp_reasons now = {0};
        const tp_reasons *then = &result->denied[d];
        if (result->live[d])
            continue;
        tp_status status = tp_case_reasons(v->run->kase, d, v->arena, &now, v->err);
        if (status != TP_OK)
            return status;
        bool same = now.count == then->count;
        for (size_t i = 0; same && i < now.count; i++)
            same = !strcmp(now.items[i].rule, then->items[i].rule) &&
                   !strcmp(now.items[i].basis, then->items[i].basis) &&
                   !strcmp(now.items[i].text.zh, then->items[i].text.zh) &&
                   !strcmp(now.items[i].text.en, then->items[i].text.en) &&
                   now.items[i].until == then->items[i].until;
        if (!same)
            status = object(v, "document", w_reason, v->run->data->demands[d].code, "");
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

tp_status tp_session_verify(tp_session *session, const tp_run *run, const tp_session_stored *stored,
                            tp_verify_report *report, tp_arena *arena, tp_err *err)
{
    checker v = {session, run, report, arena, err};
    *report = (tp_verify_report){0};
    bool answered = has_answer(run);
    tp_status status = check_identity(&v);
    if (status == TP_OK && answered)
        status = check_rules(&v);
    if (status == TP_OK && answered)
        status = check_reasons(&v);
    if (status == TP_OK)
        status = check_bounds(&v);
    if (status == TP_OK && stored)
        status = check_document(&v, stored);
    return status;
}

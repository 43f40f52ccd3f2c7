/* What `verify` checks of a restored run. */
#include "run/session_parts.h"

#include "certify/recheck.h"
#include "lp/proof.h"
#include "models/backing.h"
#include "run/document.h"

#include <string.h>

static const tp_words w_identity = {"{0}的内容与其校验值 {1} 不符",
                                    "the {0} does not match its hash {1}"};
static const tp_words w_document = {"结果文件与由其内容重写出的不一致（{0}）",
                                    "the run document differs from what its content writes ({0})"};
static const tp_words w_reason = {"{0} 的不予受理理由与规则现在给出的不一致",
                                  "the reasons for refusing {0} differ from what the rules say"};
static const tp_words w_certificate = {"证明文件与由其内容重写出的不一致（第 {0} 行）",
                                       "the certificate differs from what its content writes "
                                       "(line {0})"};
static const tp_words w_backing = {"支撑关系与由存入和借用配出的不一致",
                                   "the backing is not what deposits and loans match up to"};
static const tp_words w_conflict = {"存储的矛盾说明与重新查找的不一致",
                                    "the stored conflict is not the one found again"};
static const tp_words w_fields = {"目标 {0} 的分组、停止原因或比例与方案不符",
                                  "tier {0}: grouping, what stopped it or the ratio do not fit"};
static const tp_words w_contradiction = {"存储的乘子不能证明方案自相矛盾",
                                         "the stored multipliers do not prove a contradiction"};
static const tp_words w_unproven = {"目标 {0} 记为已证明最优，证明文件只能证到 {1}",
                                    "goal {0} is stated as proven; the certificate shows no more "
                                    "than {1}"};
static const tp_words w_run = {"测算编号 {0} 与输入不符，应为 {1}",
                               "the run id {0} does not follow from the inputs, which give {1}"};

typedef struct checker {
    tp_session *session;
    const tp_run *run;
    tp_verify_report *report;
    tp_arena *arena;
    tp_err *err;
} checker;

static tp_status add_finding(tp_verify_report *report, const char *what, tp_words text,
                             tp_arena *arena, tp_err *err)
{
    if (!tp_arena_grow(arena, &report->findings, &report->capacity, report->count, 1))
        return tp_fail_nomem(err);
    report->findings[report->count++] = (tp_verify_finding){what, text};
    return TP_OK;
}

tp_status tp_verify_object(tp_verify_report *report, const tp_verify_finding *finding,
                           const char *const *args, tp_arena *arena, tp_err *err)
{
    const char *filled[2];
    size_t n = !strstr(finding->text.zh, "{0}") ? 0 : !strstr(finding->text.zh, "{1}") ? 1 : 2;
    for (int lang = 0; lang < 2; lang++) {
        tp_buf text;
        tp_buf_init(&text);
        tp_words_fill(&text, lang == TP_ZH ? finding->text.zh : finding->text.en, n, args);
        filled[lang] = tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes, text.length) : NULL;
        tp_buf_finish(&text);
    }
    if (!filled[0] || !filled[1])
        return tp_fail_nomem(err);
    return add_finding(report, finding->what, (tp_words){filled[TP_ZH], filled[TP_EN]}, arena, err);
}

static tp_status object(checker *v, const char *what, tp_words words, const char *a, const char *b)
{
    return tp_verify_object(v->report, &(tp_verify_finding){what, words}, (const char *[]){a, b},
                            v->arena, v->err);
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
        status = tp_reference_identify(hex, v->run->reference, v->run->data, v->err);
        if (status == TP_OK && strcmp(hex, v->run->reference_sha256) != 0)
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
        status = add_finding(v->report, "rule", found.findings.items[i].text, v->arena, v->err);
    return status;
}

/* An infeasible run stands on a statement that contradicts a hard bound (its row cannot be kept),
 * or on multipliers, or a tree of cases, that prove at cost zero more than nothing. */
static tp_status check_contradiction(checker *v)
{
    const tp_multipliers *farkas = &v->run->answer.farkas;
    const tp_program *p = v->run->task.program;
    tp_dual_problem problem = {p, NULL, p->lo, p->hi, p->row_lo, p->row_hi};
    const tp_proof_problem about = {p, p->lo, p->hi, p->row_lo, p->row_hi, NULL};
    tp_dual_bound bound = {0};
    tp_proof_found found = {0};
    tp_status status = TP_OK;
    if (v->run->result->status != TP_INFEASIBLE || (!farkas->count && !farkas->tree))
        return TP_OK;
    if (farkas->tree)
        status = tp_proof_check(&found, &about, farkas->tree, v->arena, v->err);
    else if (farkas->count == p->n_rows)
        status =
            tp_dual_bound_of(&bound, &problem, farkas->y, farkas->scale, false, v->arena, v->err);
    if (status == TP_OK && (found.empty || bound.numerator > 0)) {
        v->report->refuted = true;
        return TP_OK;
    }
    return status == TP_OK || status == TP_E_INPUT || status == TP_E_OVERFLOW
               ? object(v, "certificate", w_contradiction, "", "")
               : status;
}

/* Runs of 0.1 took the search's word for some goals; since then nothing is called proven without a
 * complete proof. */
static tp_status check_claims(checker *v)
{
    static const char before[] = "turnpool 0.1.";
    const tp_result *result = v->run->result;
    tp_status status = TP_OK;
    for (size_t t = 0; t < result->n_tiers && status == TP_OK; t++) {
        const tp_tier_result *tier = &result->tiers[t];
        char certified[TP_DEC_TEXT];
        tp_dec_format6(tier->certified, certified);
        if (tier->proof == TP_PROOF_SOLVER && strncmp(v->run->engine, before, strlen(before)) != 0)
            status = object(v, "certificate", w_unproven, tier->goal, certified);
    }
    return status;
}

static tp_status check_bounds(checker *v)
{
    tp_replay found;
    const tp_result *result = v->run->result;
    if (!tp_answered(v->run->result->status))
        return check_contradiction(v);
    tp_status status = tp_tiers_replay(&found, &v->run->task, result->tiers, result->n_tiers,
                                       v->run->answer.x, v->arena, v->err);
    for (size_t i = 0; status == TP_OK && i < found.count; i++)
        status = add_finding(v->report, "certificate", found.findings[i].text, v->arena, v->err);
    for (size_t i = 0; i < result->n_tiers; i++) {
        v->report->tiers_certified += result->tiers[i].proof == TP_PROOF_CERTIFICATE;
        v->report->tiers_open += result->tiers[i].proof != TP_PROOF_CERTIFICATE;
    }
    return status;
}

/* The bytes are those that the run writes again; else the first line that differs is named. */
static tp_status check_bytes(checker *v, const char *text, size_t length, tp_buf *again,
                             tp_words words)
{
    size_t at = 0, line = 1;
    bool ok = tp_buf_ok(again);
    while (ok && at < length && at < again->length && text[at] == again->bytes[at])
        line += text[at++] == '\n';
    bool same = at == length && at == again->length;
    tp_buf_finish(again);
    if (!ok)
        return tp_fail_nomem(v->err);
    char where[TP_DEC_TEXT];
    tp_int_format((tp_wide)line, where);
    return same ? TP_OK : object(v, "document", words, where, "");
}

static tp_status check_documents(checker *v, const tp_session_stored *stored)
{
    tp_buf again;
    tp_buf_init(&again);
    tp_document_write(&again, v->run);
    tp_status status =
        check_bytes(v, stored->document, stored->document_length, &again, w_document);
    if (status != TP_OK)
        return status;
    tp_buf_init(&again);
    tp_certificate_write(&again, v->run);
    return check_bytes(v, stored->certificate, stored->certificate_length, &again, w_certificate);
}

/* Deposits and loans alone decide whose slots stand behind which loan. */
static tp_status check_backing(checker *v)
{
    const tp_result *is = v->run->result;
    tp_result again = *is;
    again.backing = NULL;
    again.n_backing = 0;
    tp_status status = tp_backing_match(&again, v->run->kase, v->arena, v->err);
    if (status != TP_OK)
        return status;
    bool same = again.n_backing == is->n_backing;
    for (size_t i = 0; same && i < is->n_backing; i++)
        same = again.backing[i].from == is->backing[i].from &&
               again.backing[i].to == is->backing[i].to &&
               again.backing[i].category == is->backing[i].category &&
               again.backing[i].count == is->backing[i].count;
    return same ? TP_OK : object(v, "rule", w_backing, "", "");
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* As written: a restored item keeps its place as one text. */
static bool same_place(tp_pos a, tp_pos b)
{
    tp_buf text[2];
    tp_buf_init(&text[0]);
    tp_buf_init(&text[1]);
    tp_pos_write(&text[0], &a);
    tp_pos_write(&text[1], &b);
    bool same = text[0].length == text[1].length &&
                (!text[0].length || !memcmp(text[0].bytes, text[1].bytes, text[0].length));
    tp_buf_finish(&text[0]);
    tp_buf_finish(&text[1]);
    return same;
}

/* A row of the data is named by its file there, and by its canonical table here. */
static bool in_data(const tp_dataset *data, tp_pos pos)
{
    const char *tables[] = {data->n_limits ? data->limits[0].pos.file : NULL,
                            data->n_demands ? data->demands[0].pos.file : NULL,
                            data->n_lines ? data->lines[0].pos.file : NULL,
                            data->n_units ? data->units[0].pos.file : NULL};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (pos.file && tables[i] && strcmp(tables[i], pos.file) == 0)
            return true;
    return false;
}

static bool same_item(const checker *v, const tp_conflict_item *a, const tp_conflict_item *b)
{
    return same_text(a->rule, b->rule) && same_text(a->text.zh, b->text.zh) &&
           same_text(a->text.en, b->text.en) &&
           (in_data(v->run->data, a->pos) || same_place(a->pos, b->pos));
}

/* A search that a limit stopped has taken less away, and ended at a set of those there are. */
static bool within(const checker *v, const tp_result *found, const tp_result *is)
{
    int last = is->n_conflict ? is->conflict[is->n_conflict - 1].set : 0;
    for (size_t i = 0; i < found->n_conflict; i++) {
        const tp_conflict_item *at = &found->conflict[i];
        bool there = at->set > (last ? last : 1) || !is->n_conflict;
        for (size_t k = 0; k < is->n_conflict && !there; k++)
            there = (!last || is->conflict[k].set == at->set) && same_item(v, at, &is->conflict[k]);
        if (!there)
            return false;
    }
    return true;
}

/* The conflict is a function of the inputs, like everything else in a document. */
static tp_status check_conflict(checker *v)
{
    const tp_result *is = v->run->result;
    tp_run again = *v->run;
    tp_result result = *is;
    result.conflict = NULL;
    result.n_conflict = 0;
    again.result = &result;
    again.arena = v->arena;
    if (is->status != TP_INFEASIBLE)
        return TP_OK;
    tp_status status = tp_session_conflict(v->session, &again, v->err);
    if (status != TP_OK)
        return status;
    bool same = result.n_conflict == is->n_conflict;
    for (size_t i = 0; same && i < is->n_conflict; i++)
        same = result.conflict[i].set == is->conflict[i].set &&
               same_item(v, &result.conflict[i], &is->conflict[i]);
    same = is->conflict_open ? within(v, &result, is) : same;
    return same ? TP_OK : object(v, "document", w_conflict, "", "");
}

/* What neither the rules' measure nor the multipliers speak of. */
static tp_status check_tier_fields(checker *v)
{
    const tp_result *result = v->run->result;
    for (size_t t = 0; t < result->n_tiers && t < v->run->task.n_tiers; t++) {
        const tp_tier_result *tier = &result->tiers[t];
        const tp_tier_spec *spec = &v->run->task.tiers[t];
        bool ratio = spec->kind == TP_TIER_RATIO;
        if (same_text(tier->by, spec->by) && !(tier->proven && tier->stopped_by) &&
            (tier->proven || tier->stopped_by) && tier->nodes >= 0 && tier->multipliers.scale > 0 &&
            (ratio || (!tier->denominator && !tier->numerator)))
            continue;
        tp_status status = object(v, "certificate", w_fields, spec->goal, "");
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

/* The same numbers in the same order, whatever stands between them. */
static bool same_figures(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    for (;;) {
        a += strcspn(a, digits);
        b += strcspn(b, digits);
        size_t n = strspn(a, digits);
        if (n != strspn(b, digits) || memcmp(a, b, n) != 0)
            return false;
        if (!n)
            return true;
        a += n;
        b += n;
    }
}

/* Another version may have put it in other words, not with other figures. */
static bool said_alike(const checker *v, tp_words then, tp_words now)
{
    static const char ours[] = "turnpool " TP_VERSION ",";
    if (strncmp(v->run->engine, ours, strlen(ours)) == 0)
        return !strcmp(then.zh, now.zh) && !strcmp(then.en, now.en);
    return same_figures(then.zh, now.zh) && same_figures(then.en, now.en);
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
                   said_alike(v, then->items[i].text, now.items[i].text) &&
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
    bool answered = tp_answered(run->result->status);
    tp_status status = check_identity(&v);
    if (status == TP_OK && answered)
        status = check_rules(&v);
    if (status == TP_OK && answered)
        status = check_reasons(&v);
    if (status == TP_OK && answered && !report->count)
        status = check_backing(&v);
    if (status == TP_OK)
        status = check_conflict(&v);
    if (status == TP_OK)
        status = check_bounds(&v);
    if (status == TP_OK && answered)
        status = check_claims(&v);
    if (status == TP_OK && answered)
        status = check_tier_fields(&v);
    if (status == TP_OK && stored)
        status = check_documents(&v, stored);
    return status;
}

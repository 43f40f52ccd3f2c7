/* Long work: asked for from a state of the live page, followed, stopped, read. */
#include "serve/live.h"
#include "serve/pages.h"
#include "serve/server_parts.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_title = {"较长的测算", "Long work"};
static const tp_words w_none = {"没有这项测算。", "There is no such work."};
static const tp_words w_kind = {"没有“{0}”这种测算。", "There is no work called '{0}'."};
static const tp_words w_unfit = {"这个结果没有可做的“{0}”。",
                                 "There is nothing of this kind to do for this answer: {0}."};
static const tp_words w_full = {"排队的太多，请等前面的做完。",
                                "Too many are waiting; let some end first."};

static const tp_words state_words[] = {[TP_JOB_WAITING] = {"等待", "waiting"},
                                       [TP_JOB_WORKING] = {"正在测算", "at work"},
                                       [TP_JOB_DONE] = {"完成", "done"},
                                       [TP_JOB_STOPPED] = {"已取消", "stopped"},
                                       [TP_JOB_FAILED] = {"没有做成", "failed"}};

/* "23 / 200, about 40 s left", as far as that is known. */
static void progress(tp_visit *visit, const tp_job_view *job)
{
    char done[32], total[32], left[32], spent[32];
    snprintf(done, sizeof done, "%zu", job->done);
    snprintf(total, sizeof total, "%zu", job->total);
    snprintf(spent, sizeof spent, "%lld", (long long)job->spent);
    if (job->total) {
        tp_buf_format(visit->out, "<progress max=\"%zu\" value=\"%zu\"", job->total, job->done);
        tp_put_attribute(visit, "aria-label", tp_words_in(job->kind->name, visit->lang));
        tp_buf_text(visit->out, "></progress> ");
    }
    if (job->total && job->done && job->state == TP_JOB_WORKING) {
        int64_t rest = job->spent * (int64_t)(job->total - job->done) / (int64_t)job->done;
        snprintf(left, sizeof left, "%lld", (long long)rest);
        TP_PUT_FILLED(visit, W("{0} / {1}，还需约 {2} 秒", "{0} / {1}, about {2} s left"), done,
                      total, left);
    } else if (job->total) {
        TP_PUT_FILLED(visit, W("{0} / {1}，用时 {2} 秒", "{0} / {1}, {2} s"), done, total, spent);
    } else {
        TP_PUT_FILLED(visit, W("用时 {0} 秒", "{0} s"), spent);
    }
}

static void list_row(void *user, const tp_job_view *job)
{
    tp_visit *visit = user;
    tp_buf_format(visit->out, "<li><a href=\"/jobs/%lld\">", (long long)job->number);
    tp_put(visit, job->kind->name);
    tp_buf_text(visit->out, "</a> ");
    tp_html_text(visit->out, job->title);
    tp_buf_text(visit->out, " <small>");
    tp_put(visit, state_words[job->state]);
    tp_buf_text(visit->out, "</small> ");
    if (job->state == TP_JOB_WORKING)
        progress(visit, job);
    tp_buf_text(visit->out, "</li>\n");
}

static void list(tp_visit *visit)
{
    tp_shell_begin(visit, w_title, "/jobs");
    tp_put_element(
        visit, "p",
        W("从方案的结果页提出；关掉页面也会继续做，直到服务结束。",
          "Ask for it from a scenario's answer; it goes on when the page is closed, until "
          "the server ends."));
    tp_buf_text(visit->out, "<ul class=\"jobs\">\n");
    tp_jobs_each(visit->server->jobs, list_row, visit);
    tp_buf_text(visit->out, "</ul>\n");
    tp_shell_end(visit);
}

static void one_job(void *user, const tp_job_view *job)
{
    tp_visit *visit = user;
    bool over = job->state > TP_JOB_WORKING;
    if (!over)
        visit->again = 1;
    tp_shell_begin(visit, job->kind->name, "/jobs");
    tp_buf_text(visit->out, "<p class=\"back\"><a");
    tp_put_attribute(visit, "href", job->back);
    tp_buf_text(visit->out, ">← ");
    tp_html_text(visit->out, job->title);
    tp_buf_format(visit->out, "</a></p>\n<p class=\"verdict %s\">",
                  job->state == TP_JOB_DONE     ? "good"
                  : job->state == TP_JOB_FAILED ? "bad"
                                                : "open");
    tp_put(visit, state_words[job->state]);
    tp_buf_text(visit->out, "</p>\n<p>");
    progress(visit, job);
    tp_buf_text(visit->out, "</p>\n");
    if (!over) {
        char action[64];
        snprintf(action, sizeof action, "/jobs/%lld/stop", (long long)job->number);
        tp_form_begin(visit, action, NULL);
        tp_form_button(visit, W("取消", "Stop it"), NULL);
        tp_form_end(visit);
    }
    if (job->state == TP_JOB_FAILED && job->diags->count)
        tp_shell_diags(visit, job->diags);
    else if (job->state == TP_JOB_FAILED)
        tp_put_element(visit, "p class=\"trouble\"", (tp_words){job->failed, job->failed});
    if (*job->picture) {
        tp_buf_text(visit->out, "<div class=\"picture\" role=\"region\" tabindex=\"0\"");
        tp_put_attribute(visit, "aria-label", tp_words_in(job->kind->name, visit->lang));
        tp_buf_format(visit->out, ">%s</div>\n", job->picture);
    }
    if (job->page)
        tp_shell_page(visit, job->page, NULL, NULL);
    tp_shell_end(visit);
}

static void one(tp_visit *visit)
{
    if (!tp_jobs_look(visit->server->jobs, tp_visit_number(visit), one_job, visit))
        tp_visit_refuse(visit, 404, w_none, "");
}

static void stop(tp_visit *visit)
{
    tp_jobs_stop(visit->server->jobs, tp_visit_number(visit));
    tp_visit_go(visit, "/jobs/%lld", (long long)tp_visit_number(visit));
}

/* The key as the form calls it. */
static const char *title_of_range(tp_visit *visit, const tp_live *live, const char *title,
                                  const char *key, const char *values)
{
    tp_entry_fields fields;
    if (tp_keys_of(&fields, live->answer.base->scenario, visit->arena, &visit->err))
        return NULL;
    const tp_entry_field *field = tp_keys_find(&fields, key);
    if (!field)
        return tp_arena_format(visit->arena, "%s: %s = %s", title, key, values);
    return tp_arena_format(visit->arena, "%s: %s · %s = %s", title,
                           tp_words_in(tp_key_section(field->under, visit->arena), visit->lang),
                           tp_words_in(field->name, visit->lang), values);
}

static void ask(tp_visit *visit)
{
    tp_live live;
    const tp_fields *form = &visit->request->form;
    const tp_job_kind *kind = tp_job_kind_find(tp_field_value(form, "kind"));
    if (!kind) {
        tp_visit_refuse(visit, 422, w_kind, tp_field_value(form, "kind"));
        return;
    }
    if (!tp_live_begin(&live, visit))
        return;
    if (!live.status && !tp_job_kind_fits(kind, live.answer.run)) {
        tp_visit_refuse(visit, 422, w_unfit, tp_words_in(kind->name, visit->lang));
        tp_live_end(&live);
        return;
    }
    if (live.status) {
        tp_visit_failed(visit, live.status);
        tp_live_end(&live);
        return;
    }
    tp_buf back;
    tp_buf_init(&back);
    tp_live_address(&back, &live, "");
    const char *key = tp_field_value(form, "key"), *values = tp_field_value(form, "values");
    const char *title = tp_words_in(live.answer.run->scenario->title, visit->lang);
    if (kind->ranges)
        title = title_of_range(visit, &live, title, key, values);
    const tp_job_asked asked = {.kind = kind,
                                .run = live.answer.run,
                                .file = live.offer.file,
                                .data = live.data,
                                .title = title,
                                .back = back.bytes,
                                .key = kind->ranges ? key : NULL,
                                .values = kind->ranges ? values : NULL,
                                .settings = live.settings,
                                .n_settings = live.n_settings};
    const tp_setting ranged = {.key = key, .value = ""};
    if (kind->ranges && tp_live_opens_file(&ranged, visit->arena))
        tp_visit_refuse(visit, 422, w_kind, key);
    else {
        int64_t number = title && back.bytes ? tp_jobs_ask(visit->server->jobs, &asked) : 0;
        if (number)
            tp_visit_go(visit, "/jobs/%lld", (long long)number);
        else
            tp_visit_refuse(visit, 503, w_full, "");
    }
    tp_buf_finish(&back);
    tp_live_end(&live);
}

static const tp_route routes[] = {
    {TP_GET, "/jobs", TP_MAY_LOOK, list},
    {TP_GET, "/jobs/*", TP_MAY_LOOK, one},
    {TP_POST, "/jobs/*/stop", TP_MAY_WORK, stop},
    {TP_POST, "/live/*/jobs", TP_MAY_WORK, ask},
};
const tp_routes tp_page_jobs = TP_ROUTES(routes);

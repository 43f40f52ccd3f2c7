#include "serve/range.h"

#include "report/views/sweep.h"
#include "serve/controls.h"
#include "serve/jobs.h"
#include "serve/server_parts.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

enum { STEPS = 8, POINTS = 60 };

static const char key_name[] = "range";
static const char *const part_names[] = {"range.from", "range.to", "range.step"};
static const tp_words part_words[] = {{"起", "From"}, {"止", "To"}, {"步长", "Step"}};

bool tp_range_field(const char *name)
{
    return !strncmp(name, key_name, sizeof key_name - 1) &&
           (!name[sizeof key_name - 1] || name[sizeof key_name - 1] == '.');
}

const char *tp_range_asked(tp_visit *visit)
{
    const tp_field *field = tp_field_find(&visit->request->query, "_range");
    return field ? field->value : NULL;
}

/* ---- the lever ---- */

static bool number_of(const char *text, tp_dec *out)
{
    return tp_dec_parse(text, strlen(text), out) == TP_PARSE_OK;
}

/* An eighth of the way, whole where the figure is. */
static const char *usual_step(tp_visit *visit, const tp_entry_field *field,
                              const tp_range_ends *ends)
{
    char text[TP_DEC_TEXT];
    tp_dec low = 0, high = 0;
    const bool whole = field->key->type == TP_T_INT;
    if (!number_of(ends->least, &low) || !number_of(ends->most, &high) || high <= low)
        return "1";
    tp_dec step = (high - low) / STEPS;
    step = whole ? step / TP_DEC_ONE * TP_DEC_ONE : step - step % 100;
    tp_dec_format(step > 0 ? step : whole ? TP_DEC_ONE : TP_DEC_ONE / 100, text);
    const char *made = tp_arena_text(visit->arena, text);
    return made ? made : "1";
}

void tp_range_lever(tp_visit *visit, const tp_entry_field *field, const tp_range_ends *ends)
{
    const char *name = tp_words_in(field->name, visit->lang);
    if (field->key->type != TP_T_INT && field->key->type != TP_T_DEC)
        return;
    if (strcmp(tp_asked(visit, key_name), field->path) != 0) {
        tp_buf_text(visit->out, "<button type=\"submit\" name=\"_range\" class=\"quiet small\"");
        tp_put_attribute(visit, "value", field->path);
        tp_put_attribute(
            visit, "aria-label",
            tp_arena_format(visit->arena,
                            visit->lang == TP_ZH ? "%s：看一段取值" : "%s: look at a range", name));
        tp_buf_text(visit->out, ">");
        tp_put(visit, W("看一段取值", "Range"));
        tp_buf_text(visit->out, "</button>\n");
        return;
    }
    const char *usual[] = {ends->least, ends->most, usual_step(visit, field, ends)};
    tp_buf_text(visit->out, "<fieldset class=\"range\"><legend>");
    tp_put(visit, W("一段取值", "Range"));
    tp_buf_text(visit->out, "</legend><input type=\"hidden\" name=\"range\"");
    tp_put_attribute(visit, "value", field->path);
    tp_buf_text(visit->out, ">\n");
    for (size_t i = 0; i < 3; i++) {
        const char *asked = tp_asked(visit, part_names[i]);
        tp_buf_text(visit->out, "<label>");
        tp_put(visit, part_words[i]);
        tp_buf_format(visit->out,
                      " <input type=\"text\" inputmode=\"decimal\" "
                      "autocomplete=\"off\" name=\"%s\"",
                      part_names[i]);
        tp_put_attribute(visit, "value", *asked ? asked : usual[i]);
        tp_buf_text(visit->out, "></label>\n");
    }
    tp_buf_text(visit->out, "<button type=\"submit\" name=\"_range\" value=\"\" "
                            "class=\"quiet small\">");
    tp_put(visit, W("收起", "Close"));
    tp_buf_text(visit->out, "</button></fieldset>\n");
}

/* ---- the answer ---- */

typedef struct ranging {
    const tp_live *live;
    const char *key;
    tp_dec from, step;
} ranging;

static void told(void *user, size_t done, size_t total)
{
    (void)user, (void)done, (void)total;
}

/* The state with the row's value; the first row is the state as it is. */
static void put_link(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const ranging *r = user;
    char value[TP_DEC_TEXT];
    tp_buf to;
    (void)view;
    if (!row)
        return;
    tp_dec_format(r->from + (tp_dec)(row - 1) * r->step, value);
    tp_buf_init(&to);
    tp_buf_text(&to, "/live/");
    tp_url_text(&to, r->live->offer.slug);
    char between = '?';
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *field = &visit->request->query.items[i];
        if (field->name[0] == '_' || !strcmp(field->name, "lang") || !strcmp(field->name, r->key))
            continue;
        tp_buf_char(&to, between);
        between = '&';
        tp_url_text(&to, field->name);
        tp_buf_char(&to, '=');
        tp_url_text(&to, field->value);
    }
    tp_buf_char(&to, between);
    tp_url_text(&to, r->key);
    tp_buf_format(&to, "=%s", value);
    tp_buf_text(visit->out, "<a class=\"button\"");
    tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, ">");
    TP_PUT_FILLED(visit, W("取 {0}", "Take {0}"), value);
    tp_buf_text(visit->out, "</a>");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&to);
    tp_buf_finish(&to);
}

static const char *asked_or(tp_visit *visit, const char *name, const char *usual)
{
    const char *asked = tp_asked(visit, name);
    return *asked ? asked : usual;
}

/* "0:4:1" of three fields; NULL: said what is wrong. */
static const char *values_of(ranging *r, tp_visit *visit, const tp_entry_field *field)
{
    tp_range_ends ends;
    tp_dec to = 0;
    tp_control_ends(visit, field, tp_control_now(r->live, field), &ends);
    const char *from_text = asked_or(visit, part_names[0], ends.least);
    const char *to_text = asked_or(visit, part_names[1], ends.most);
    const char *step_text = asked_or(visit, part_names[2], usual_step(visit, field, &ends));
    if (!number_of(from_text, &r->from) || !number_of(to_text, &to) ||
        !number_of(step_text, &r->step) || r->step <= 0 || to < r->from ||
        r->from < -(INT64_MAX / 4) || to > INT64_MAX / 4) {
        tp_put_element(visit, "p class=\"trouble\" role=\"alert\"",
                       W("取值要三个数：起、止、步长，止不小于起，步长大于 0。",
                         "A range takes three numbers: from, to and a step above 0."));
        return NULL;
    }
    if ((to - r->from) / r->step >= POINTS) {
        tp_put_element(visit, "p class=\"trouble\" role=\"alert\"",
                       W("页面上至多 60 个取值；更多的请用下方“进一步分析”。",
                         "At most 60 values here; for more, see Ask for more below."));
        return NULL;
    }
    return tp_arena_format(visit->arena, "%s:%s:%s", from_text, to_text, step_text);
}

static tp_status work_it(tp_job_work *work, ranging *r, tp_visit *visit, const char *values)
{
    const tp_live *live = r->live;
    *work = (tp_job_work){.run = live->answer.run,
                          .file = live->offer.file,
                          .data = live->data,
                          .settings = live->settings,
                          .n_settings = live->n_settings,
                          .store = visit->server->options.store,
                          .key = r->key,
                          .values = values,
                          .stop = tp_visit_stop(visit),
                          .told = told,
                          .arena = visit->arena};
    tp_buf_init(&work->picture);
    tp_diags_init(&work->diags, visit->arena);
    tp_page_init(&work->page, visit->arena, W(NULL, NULL));
    return tp_job_kind_find("range")->work(work, &visit->err);
}

void tp_range_put(tp_visit *visit, const tp_live *live)
{
    tp_entry_fields fields;
    ranging r = {.live = live, .key = tp_asked(visit, key_name)};
    if (!*r.key)
        return;
    if (tp_keys_of(&fields, live->answer.run->scenario, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    const tp_entry_field *field = tp_keys_find(&fields, r.key);
    if (!field || (field->key->type != TP_T_INT && field->key->type != TP_T_DEC))
        return;
    tp_buf_text(visit->out, "<section class=\"ranged\">\n<h2>");
    tp_put(visit, tp_key_section(field->under, visit->arena));
    tp_buf_text(visit->out, " · ");
    tp_put(visit, field->name);
    tp_buf_text(visit->out, "</h2>\n");
    const char *values = values_of(&r, visit, field);
    tp_job_work work;
    tp_status status = values ? work_it(&work, &r, visit, values) : TP_OK;
    if (values && status)
        tp_shell_diags(visit, &work.diags);
    if (values && !status) {
        tp_buf_text(visit->out, "<div class=\"picture\" role=\"region\" tabindex=\"0\"");
        tp_put_attribute(visit, "aria-label", tp_words_in(field->name, visit->lang));
        tp_buf_format(visit->out, ">%s</div>\n", work.picture.bytes ? work.picture.bytes : "");
        const char *const without[] = {tp_sweep_figure_names[TP_SWEEP_OWN],
                                       tp_sweep_figure_names[TP_SWEEP_DENIED],
                                       tp_sweep_figure_names[TP_SWEEP_DONORS],
                                       tp_sweep_figure_names[TP_SWEEP_SATURATION],
                                       tp_sweep_figure_names[TP_SWEEP_RECLAIMED],
                                       tp_sweep_figure_names[TP_SWEEP_TRANSFERS],
                                       tp_sweep_figure_names[TP_SWEEP_CLOSING],
                                       "run",
                                       NULL};
        const tp_shell_table table = {
            .more = put_link, .more_title = W("取此值", "Take it"), .without = without, .user = &r};
        tp_shell_page(visit, &work.page, &table, NULL);
    }
    if (values)
        tp_buf_finish(&work.picture);
    tp_buf_text(visit->out, "</section>\n");
}

/* Every rule of a scenario as a form, the YAML beside it, and saving as a file of its own. */
#include "serve/answer.h"
#include "serve/controls.h"
#include "serve/draft.h"
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "models/bind.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_name = {
    "方案代号“{0}”不能用：要小写字母、数字和连字符，且不与已有文件同名。",
    "'{0}' cannot be used: lower-case letters, digits and hyphens, and "
    "no file of that name yet."};
static const tp_words w_write = {"无法写入 {0}。", "{0} cannot be written."};

static void begin_form(tp_visit *visit, const tp_live *live, const char *attributes)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, live, "/rules");
    tp_form_begin(visit, to.bytes ? to.bytes : "", attributes);
    tp_buf_finish(&to);
}

static void put_state_yaml(tp_visit *visit, const tp_live *live)
{
    tp_buf text;
    bool same = true;
    tp_buf_init(&text);
    tp_status status =
        tp_draft_write(&text, live->answer.base->scenario, live->answer.run->scenario, NULL, &same,
                       visit->arena, &visit->err);
    visit->out->failed = visit->out->failed || status;
    begin_form(visit, live, "class=\"yaml\"");
    tp_put_element(visit, "label for=\"text\"",
                   W("改动的 YAML（可直接编辑）", "The changes as YAML (edit here, too)"));
    tp_buf_text(visit->out,
                "<textarea id=\"text\" name=\"yaml\" rows=\"12\" spellcheck=\"false\">\n");
    tp_html_text(visit->out, text.bytes ? text.bytes : "");
    tp_buf_text(visit->out, "</textarea>\n");
    tp_form_button(visit, W("按 YAML 更新左边", "Take the YAML"), NULL);
    tp_form_end(visit);
    tp_buf_finish(&text);
}

static void put_whole(tp_visit *visit, const tp_live *live)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_scenario_canonical(&text, live->answer.run->scenario);
    tp_buf_text(visit->out, "<details class=\"part\"><summary>");
    tp_put(visit, W("整个方案（继承和改动合并之后）",
                    "The whole scenario, inheritance and changes merged"));
    tp_buf_text(visit->out, "</summary><pre tabindex=\"0\">");
    tp_html_text(visit->out, text.bytes ? text.bytes : "");
    tp_buf_text(visit->out, "</pre></details>\n");
    tp_buf_finish(&text);
}

static void save_form(tp_visit *visit, const tp_live *live)
{
    begin_form(visit, live, "class=\"save\"");
    tp_put_element(visit, "h2", W("存为方案文件", "Save as a scenario file"));
    tp_buf_text(visit->out, "<p><label for=\"name\">");
    tp_put(visit, W("代号", "Name"));
    tp_buf_text(visit->out, "</label> <input type=\"text\" id=\"name\" name=\"name\" required "
                            "pattern=\"[a-z0-9\\-]+\" maxlength=\"64\" autocomplete=\"off\"> "
                            "<label for=\"title\">");
    tp_put(visit, W("标题", "Title"));
    tp_buf_text(visit->out,
                "</label> <input type=\"text\" id=\"title\" name=\"title\" autocomplete=\"off\"> ");
    tp_form_button(visit, W("保存", "Save"), "class=\"main\"");
    tp_buf_text(visit->out, "</p>\n");
    tp_form_end(visit);
}

/* What a changed field changes on this page. */
static void put_beside(tp_visit *visit, tp_live *live)
{
    if (live->status) {
        tp_shell_diags(visit, &visit->diags);
        return;
    }
    tp_answer_verdict(visit, live->answer.run);
    tp_buf_text(visit->out, "<p class=\"note\">");
    TP_PUT_FILLED(visit, W("测算编号 {0}", "run {0}"), live->answer.run->id);
    tp_buf_text(visit->out, "</p>\n");
    put_state_yaml(visit, live);
    save_form(visit, live);
    put_whole(visit, live);
}

/* Where a value is stated, and what holds without it. */
static void provenance(tp_visit *visit, const tp_live *live, const tp_entry_field *field)
{
    tp_pos pos = tp_scenario_pos(live->answer.base->scenario, field->path);
    if (field->node && pos.file) {
        const char *slash = strrchr(pos.file, '/');
        tp_buf_text(visit->out, "<span class=\"at\">");
        tp_html_text(visit->out, slash ? slash + 1 : pos.file);
        tp_buf_format(visit->out, ":%d</span>", (int)pos.line);
    }
    if (field->key->fallback) {
        tp_buf_text(visit->out, " <span class=\"default\">");
        TP_PUT_FILLED(visit, W("缺省 {0}", "default {0}"), field->key->fallback);
        tp_buf_text(visit->out, "</span>");
    }
}

static void row(tp_visit *visit, const tp_live *live, const tp_entry_field *field, size_t index)
{
    char id[32];
    const char *now = tp_control_now(live, field);
    snprintf(id, sizeof id, "r%zu", index);
    tp_buf_format(visit->out, "<div class=\"lever rule%s\"><label for=\"%s\">",
                  strcmp(now, field->value) ? " moved" : "", id);
    tp_put(visit, field->name);
    tp_buf_text(visit->out, "<small>");
    const char *doc = tp_words_in(field->key->doc, visit->lang);
    const char *short_name = tp_words_in(tp_key_name(field, visit->arena), visit->lang);
    if (strlen(doc) > strlen(short_name) + sizeof "。")
        tp_put(visit, field->key->doc);
    tp_buf_text(visit->out, " ");
    provenance(visit, live, field);
    tp_buf_text(visit->out, "</small></label>\n");
    tp_control(visit, field, id, now);
    tp_buf_text(visit->out, "</div>\n");
}

static bool shown_here(void *user, const char *key)
{
    return tp_keys_find(user, key) != NULL;
}

/* One section a first key; those that say nothing and are not touched are folded. */
static void sections(tp_visit *visit, const tp_live *live, const tp_entry_fields *fields)
{
    for (size_t i = 0; i < fields->count;) {
        const char *under = fields->items[i].under;
        size_t end = i;
        bool stated = false;
        while (end < fields->count && !strcmp(fields->items[end].under, under)) {
            stated = stated || fields->items[end].node;
            end++;
        }
        tp_buf_format(visit->out, "<details class=\"part\"%s><summary>", stated ? " open" : "");
        tp_put(visit, tp_key_section(under, visit->arena));
        if (*fields->items[i].basis) {
            tp_buf_text(visit->out, " <small>");
            tp_html_text(visit->out, fields->items[i].basis);
            tp_buf_text(visit->out, "</small>");
        }
        tp_buf_text(visit->out, "</summary>\n");
        for (; i < end; i++)
            row(visit, live, &fields->items[i], i);
        tp_buf_text(visit->out, "</details>\n");
    }
}

static void rules(tp_visit *visit)
{
    tp_live live;
    tp_entry_fields fields;
    if (!tp_live_begin(&live, visit))
        return;
    tp_status status = tp_keys_of(&fields, live.answer.base->scenario, visit->arena, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        tp_live_end(&live);
        return;
    }
    const tp_live bare = {.offer = live.offer, .query = "", .panel = "", .draft = ""};
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, &bare, "/rules");
    tp_words title = {
        tp_arena_format(visit->arena, "%s：规则", live.answer.base->scenario->title.zh),
        tp_arena_format(visit->arena, "%s: rules", live.answer.base->scenario->title.en)};
    tp_shell_begin(visit, title, "/");
    tp_buf_text(visit->out, "<p class=\"back\"><a");
    tp_buf back;
    tp_buf_init(&back);
    tp_live_address(&back, &live, "");
    tp_put_attribute(visit, "href", back.bytes ? back.bytes : "");
    tp_buf_text(visit->out, " data-state=\"\">← ");
    tp_put(visit, W("返回结果", "Back to the answer"));
    tp_buf_text(visit->out, "</a></p>\n<div class=\"live rules\">\n<form id=\"levers\" "
                            "method=\"get\" class=\"all\"");
    tp_put_attribute(visit, "action", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, " data-answer=\"/beside\">\n");
    sections(visit, &live, &fields);
    tp_controls_rest(visit, &live, shown_here, &fields);
    for (size_t i = 0; i < live.n_locks; i++) {
        tp_buf_text(visit->out, "<input type=\"hidden\"");
        tp_put_attribute(visit, "name", live.locks[i].name);
        tp_put_attribute(visit, "value", live.locks[i].count);
        tp_buf_text(visit->out, ">\n");
    }
    tp_buf_text(visit->out, "<input type=\"hidden\" name=\"_go\" value=\"1\">\n<p>");
    tp_form_button(visit, W("重新测算", "Solve again"), "class=\"main\"");
    tp_buf_text(visit->out, "</p></form>\n<section id=\"answer\" aria-live=\"polite\">\n");
    put_beside(visit, &live);
    tp_buf_text(visit->out, "</section>\n</div>\n");
    tp_shell_end(visit);
    tp_buf_finish(&to);
    tp_buf_finish(&back);
    tp_live_end(&live);
}

static void rules_or_tidy(tp_visit *visit)
{
    if (*tp_asked(visit, "_go"))
        tp_live_tidy(visit, "/rules");
    else
        rules(visit);
}

static void beside(tp_visit *visit)
{
    tp_live live;
    if (!tp_live_begin(&live, visit))
        return;
    put_beside(visit, &live);
    tp_live_end(&live);
}

/* The text's settings take the place of the state's. */
static void take_yaml(tp_visit *visit)
{
    tp_setting *settings;
    size_t count;
    const char *text = tp_field_value(&visit->request->form, "yaml");
    tp_status status =
        tp_draft_read(&settings, &count, text, visit->arena, &visit->diags, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_buf to;
    tp_buf_init(&to);
    tp_buf_text(&to, "/live/");
    tp_url_text(&to, visit->star[0]);
    tp_buf_text(&to, "/rules");
    for (size_t i = 0; i < count; i++) {
        tp_buf_char(&to, i ? '&' : '?');
        tp_url_text(&to, settings[i].key);
        tp_buf_char(&to, '=');
        tp_url_text(&to, settings[i].value);
    }
    if (tp_buf_ok(&to))
        tp_visit_go(visit, "%s", to.bytes);
    else
        visit->out->failed = true;
    tp_buf_finish(&to);
}

/* "…/.neu.yaml.3f09.part": no scenario is looked for under such a name, and nobody else's is it. */
static const char *aside_of(tp_visit *visit, const char *path)
{
    enum { UNIQUE = 17 };
    const char *slash = strrchr(path, '/'), *unique = tp_visit_fresh(visit, UNIQUE);
    int folder = slash ? (int)(slash - path) + 1 : 0;
    return unique ? tp_arena_format(visit->arena, "%.*s.%s.%s.part", folder, path, path + folder,
                                    unique)
                  : NULL;
}

static bool write_file(const char *path, const tp_buf *text)
{
    int at = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (at < 0)
        return false;
    size_t done = 0;
    while (done < text->length) {
        ssize_t n = write(at, text->bytes + done, text->length - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    bool ok = done == text->length && fsync(at) == 0;
    return close(at) == 0 && ok;
}

static void keep_folder(const char *path, tp_arena *arena)
{
    char *folder = tp_arena_text(arena, path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    if (!slash)
        return;
    *slash = '\0';
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at >= 0) {
        fsync(at);
        close(at);
    }
}

/* Does the file say what the state says? */
static bool faithful(const char *path, const tp_scenario *wanted, tp_arena *arena)
{
    size_t n;
    tp_scenario *read = NULL;
    tp_diags diags;
    tp_scenario_options options = {.sections = tp_case_sections(&n)};
    options.n_sections = n;
    tp_diags_init(&diags, arena);
    bool same = tp_scenario_load(&read, path, &options, &diags, NULL) == TP_OK &&
                tp_draft_same(read, wanted);
    tp_scenario_free(read);
    return same;
}

/* Written aside, on the disk, read back, then put in its place: whoever looks finds all of it or
 * nothing, also after a crash. A file of the name is never overwritten. */
static tp_status save_as(tp_visit *visit, const tp_live *live, const char *path,
                         const tp_draft_head *head)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_status status =
        tp_draft_write(&text, live->answer.base->scenario, live->answer.run->scenario, head, NULL,
                       visit->arena, &visit->err);
    const char *aside = aside_of(visit, path);
    if (!status && (!aside || !write_file(aside, &text)))
        status = TP_E_IO;
    if (!status && !faithful(aside, live->answer.run->scenario, visit->arena))
        status = TP_E_INTERNAL;
    if (!status && link(aside, path) != 0)
        status = TP_E_IO;
    if (aside)
        unlink(aside);
    if (!status)
        keep_folder(path, visit->arena);
    tp_buf_finish(&text);
    return status;
}

static const char *beside_it(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool write_tables(tp_visit *visit, const tp_live *live, const char *folder)
{
    tp_sheets sheets;
    if (tp_sheets_open(&sheets, live->data, visit->arena, &visit->diags, &visit->err))
        return false;
    bool ok = sheets.sound &&
              tp_sheets_write(&sheets, folder, NULL, 0, visit->arena, &visit->err) == TP_OK;
    tp_sheets_close(&sheets);
    return ok && tp_sheets_bring_along(live->data, folder, visit->arena);
}

/* The data brought go beside the scenario, in a folder of its name; where there is one (a crash may
 * have left it, or it is somebody's), in one with a number. */
static bool keep_data(tp_visit *visit, const tp_live *live, const char *path, tp_draft_head *head)
{
    enum { TRIES = 100 };
    const char *aside = aside_of(visit, path);
    if (!aside || mkdir(aside, 0755) != 0)
        return false;
    bool ok = write_tables(visit, live, aside);
    keep_folder(tp_arena_format(visit->arena, "%s/", aside), visit->arena);
    int stem = (int)(strlen(path) - sizeof ".yaml" + 1);
    const char *folder = NULL;
    for (int n = 1; ok && n <= TRIES; n++) {
        folder = n == 1 ? tp_arena_format(visit->arena, "%.*s-data", stem, path)
                        : tp_arena_format(visit->arena, "%.*s-data-%d", stem, path, n);
        if (!folder || rename(aside, folder) == 0)
            break;
        ok = n < TRIES && (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR);
    }
    if (!ok || !folder) {
        tp_uploads_remove(aside);
        return false;
    }
    head->data = beside_it(folder);
    return true;
}

static void save(tp_visit *visit)
{
    tp_live live;
    const char *name = tp_field_value(&visit->request->form, "name");
    if (!tp_live_begin(&live, visit))
        return;
    const char *path = tp_offers_beside(&live.offer, name, visit->arena);
    tp_draft_head head = {.extends = beside_it(live.offer.file),
                          .name = name,
                          .title = tp_field_value(&visit->request->form, "title")};
    tp_status status = live.status;
    if (status) {
        tp_visit_failed(visit, status);
    } else if (!path) {
        tp_visit_refuse(visit, 422, w_name, name);
    } else if (*live.draft && !keep_data(visit, &live, path, &head)) {
        tp_visit_refuse(visit, 500, w_write, name);
    } else if (save_as(visit, &live, path, &head)) {
        if (head.data)
            tp_uploads_remove(tp_arena_format(visit->arena, "%.*s%s", (int)(beside_it(path) - path),
                                              path, head.data));
        tp_visit_refuse(visit, 500, w_write, beside_it(path));
    } else {
        tp_buf to;
        tp_buf_init(&to);
        const char *slash = strrchr(live.offer.slug, '~');
        tp_buf_text(&to, "/live/");
        char *folder = slash ? tp_arena_copy(visit->arena, live.offer.slug,
                                             (size_t)(slash - live.offer.slug) + 1)
                             : NULL;
        if (folder)
            tp_url_text(&to, folder);
        tp_url_text(&to, name);
        if (tp_buf_ok(&to))
            tp_visit_go(visit, "%s", to.bytes);
        tp_buf_finish(&to);
    }
    tp_live_end(&live);
}

/* One address for both buttons of the page: its query is the state. */
static void change(tp_visit *visit)
{
    if (tp_field_find(&visit->request->form, "yaml"))
        take_yaml(visit);
    else
        save(visit);
}

static const tp_route routes[] = {
    {TP_GET, "/live/*/rules", TP_MAY_LOOK, rules_or_tidy},
    {TP_GET, "/live/*/rules/beside", TP_MAY_LOOK, beside},
    {TP_POST, "/live/*/rules", TP_MAY_WORK, change},
};
const tp_routes tp_page_rules = TP_ROUTES(routes);

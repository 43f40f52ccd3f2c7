/* Every rule of a scenario as a form, the YAML beside it, and saving as a file of its own. */
#include "serve/answer.h"
#include "serve/controls.h"
#include "serve/draft.h"
#include "serve/pages.h"
#include "serve/range.h"
#include "serve/rule_form.h"
#include "serve/server_parts.h"
#include "serve/stay.h"

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

static bool shown_here(void *user, const char *key)
{
    return tp_keys_find(user, key) != NULL;
}

static void hidden(tp_visit *visit, const char *name, const char *value)
{
    tp_buf_text(visit->out, "<input type=\"hidden\"");
    tp_put_attribute(visit, "name", name);
    tp_put_attribute(visit, "value", value);
    tp_buf_text(visit->out, ">\n");
}

/* All of the state that no control of the form shows; rows that come and go before their cells. */
static void carry(tp_visit *visit, const tp_live *live, tp_entry_fields *shown)
{
    for (size_t i = 0; i < live->n_locks; i++)
        hidden(visit, live->locks[i].name, live->locks[i].count);
    tp_controls_rest(visit, live, shown_here, shown);
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *field = &visit->request->query.items[i];
        if ((tp_stay_field(field->name) || tp_range_field(field->name)) && *field->value)
            hidden(visit, field->name, field->value);
    }
}

static void address_in(tp_visit *visit, const char *name, const tp_live *live, const char *what)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_live_address(&to, live, what);
    tp_put_attribute(visit, name, to.bytes ? to.bytes : "");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&to);
    tp_buf_finish(&to);
}

static void put_form(tp_visit *visit, tp_live *live, tp_rule_form *form)
{
    const tp_live bare = {.offer = live->offer, .query = "", .panel = "", .draft = ""};
    tp_buf_text(visit->out, "<form id=\"levers\" method=\"post\" class=\"all\"");
    address_in(visit, "action", live, "/rules/take");
    address_in(visit, "data-page", &bare, "/rules");
    tp_buf_format(visit->out,
                  " data-answer=\"/beside\"><input type=\"hidden\" name=\"token\" value=\"%s\">\n",
                  visit->visitor.form);
    /* What the key Enter presses: the first button of a form, and no row's. */
    tp_buf_text(visit->out, "<button type=\"submit\" class=\"heard\" tabindex=\"-1\">");
    tp_put(visit, W("重新测算", "Solve again"));
    tp_buf_text(visit->out, "</button>\n");
    carry(visit, live, &form->shown);
    tp_rule_form_put(visit, form);
    tp_buf_text(visit->out, "<p>");
    tp_form_button(visit, W("重新测算", "Solve again"), "class=\"main\"");
    tp_buf_text(visit->out, "</p></form>\n");
}

static void rules(tp_visit *visit)
{
    tp_live live;
    tp_rule_form form;
    if (!tp_live_begin(&live, visit))
        return;
    tp_status status = tp_rule_form_begin(&form, visit, &live);
    if (status) {
        tp_visit_failed(visit, status);
        tp_live_end(&live);
        return;
    }
    tp_words title = {
        tp_arena_format(visit->arena, "%s：规则", live.answer.base->scenario->title.zh),
        tp_arena_format(visit->arena, "%s: rules", live.answer.base->scenario->title.en)};
    tp_shell_begin(visit, title, "/");
    tp_buf_text(visit->out, "<p class=\"back\"><a");
    address_in(visit, "href", &live, "");
    tp_buf_text(visit->out, " data-state=\"\">← ");
    tp_put(visit, W("返回结果", "Back to the answer"));
    tp_buf_text(visit->out, "</a></p>\n<div class=\"live rules\">\n");
    put_form(visit, &live, &form);
    tp_buf_text(visit->out, "<section id=\"answer\" aria-live=\"polite\">\n");
    put_beside(visit, &live);
    tp_buf_text(visit->out, "</section>\n</div>\n");
    tp_shell_end(visit);
    tp_rule_form_end(&form);
    tp_live_end(&live);
}

static void beside(tp_visit *visit)
{
    tp_live live;
    if (!tp_live_begin(&live, visit))
        return;
    put_beside(visit, &live);
    tp_live_end(&live);
}

/* The text's settings take the place of the state's; what else the address says stays. */
static void take_yaml(tp_visit *visit)
{
    tp_live live = {.panel = ""};
    tp_setting *settings;
    size_t count;
    const char *text = tp_field_value(&visit->request->form, "yaml");
    tp_status status =
        tp_draft_read(&settings, &count, text, visit->arena, &visit->diags, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    const tp_fields *query = &visit->request->query;
    tp_fields state = {tp_arena_array(visit->arena, count + query->count + 1, sizeof(tp_field)), 0,
                       0};
    for (size_t i = 0; state.items && i < count; i++)
        state.items[state.count++] =
            (tp_field){.name = settings[i].key, .value = settings[i].value};
    for (size_t i = 0; state.items && i < query->count; i++) {
        const char *name = query->items[i].name;
        if (!strcmp(name, "panel") || !strcmp(name, "data"))
            state.items[state.count++] = query->items[i];
    }
    live.offer.slug = visit->star[0];
    if (state.items)
        tp_rule_go(visit, &live, &state, 1, NULL);
    else
        visit->out->failed = true;
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
    {TP_GET, "/live/*/rules", TP_MAY_LOOK, rules},
    {TP_GET, "/live/*/rules/beside", TP_MAY_LOOK, beside},
    {TP_POST, "/live/*/rules", TP_MAY_WORK, change},
    {TP_POST, "/live/*/rules/take", TP_MAY_LOOK, tp_rule_form_take},
};
const tp_routes tp_page_rules = TP_ROUTES(routes);

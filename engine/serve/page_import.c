/* The office's own registers brought to the page: what each table and column is taken for stands
 * above the sheet itself, to be corrected there; what must be answered is answered; then the
 * dataset made of it goes on as data brought do (page_data.c). The map is the state: it is written
 * after every decision, and can be fetched for the months to come. */
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "import/import.h"
#include "read/source.h"
#include "report/views/import.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { ROWS_BESIDE = 12, COLUMNS_BESIDE = 60 };

static const tp_words w_gone = {"这份台账已不在，请重新上传。",
                                "This register is gone: bring it again."};
static const tp_words w_asks = {"还有须先回答或改正的，逐条列在上面。",
                                "There is still something to be answered first; it is listed."};

typedef struct review {
    tp_draft_data draft;
    tp_import *import;
    const char *map; /* path of the draft's map */
} review;

/* Opens the draft's files with the map as it stands. */
static bool open_review(tp_visit *visit, review *r)
{
    tp_register_files files;
    *r = (review){.import = NULL};
    if (!tp_uploads_find(visit->server->uploads, visit->star[0], &r->draft, visit->arena) ||
        !r->draft.registers) {
        tp_visit_refuse(visit, 404, w_gone, "");
        return false;
    }
    r->map = tp_arena_format(visit->arena, "%s/map.yaml", r->draft.path);
    tp_status status =
        r->map ? tp_uploads_registers(&r->draft, &files, visit->arena, &visit->err) : TP_E_NOMEM;
    const tp_import_options options = {.files = files.paths,
                                       .names = files.names,
                                       .n_files = files.count,
                                       .folder = r->draft.path};
    if (!status)
        status = tp_import_open(&r->import, &options, &visit->diags, &visit->err);
    if (!status && files.mapped)
        status = tp_import_use(r->import, r->map, &visit->diags, &visit->err);
    if (!status || (status == TP_E_INPUT && r->import)) {
        tp_status rows = tp_import_rows(r->import, &visit->err);
        status = rows ? rows : status;
    }
    if (!status)
        return true;
    if (status == TP_E_INPUT && r->import)
        return true; /* the map has faults: they are shown with the sheets */
    tp_import_free(r->import);
    tp_visit_failed(visit, status);
    return false;
}

/* ---- the sheets, with what their columns are above them ---- */

static void option(tp_visit *visit, const char *value, tp_words words, bool selected)
{
    tp_buf_text(visit->out, "<option");
    tp_put_attribute(visit, "value", value);
    tp_buf_text(visit->out, selected ? " selected>" : ">");
    tp_put(visit, words);
    tp_buf_text(visit->out, "</option>");
}

static void kind_select(tp_visit *visit, const tp_block *b, size_t at)
{
    tp_buf_format(visit->out, "<label for=\"k%zu\">", at);
    tp_put(visit, W("这张表是", "This table holds"));
    tp_buf_format(visit->out, "</label> <select id=\"k%zu\" name=\"k.%zu\">", at, at);
    for (int k = 0; k < TP_IS_KINDS; k++)
        option(visit, tp_import_kinds[k].en, W(tp_import_kinds[k].zh, tp_import_kinds[k].en),
               (int)b->kind == k);
    tp_buf_text(visit->out, "</select>\n");
}

/* What a column may be in such a table. */
static void field_select(tp_visit *visit, const tp_block *b, size_t block, size_t column)
{
    const tp_block_column *c = &b->columns[column];
    char letters[TP_LETTERS], name[64];
    snprintf(name, sizeof name, "f.%zu.%zu", block, column);
    tp_buf_format(visit->out, "<select name=\"%s\" class=\"%s\"", name,
                  c->sure >= 2 || c->field == TP_F_SKIP ? "sure" : "doubt");
    tp_put_attribute(
        visit, "aria-label",
        tp_arena_format(visit->arena, "%s %s", tp_column_letters(c->column, letters), c->header));
    tp_buf_text(visit->out, ">");
    for (int f = 0; f < TP_FIELDS; f++) {
        if (!(tp_register_fields[f].kinds & (1u << b->kind)) && (int)c->field != f)
            continue;
        tp_words words = f == TP_F_NONE ? W("（不知道）", "(not known)")
                                        : W(tp_register_fields[f].zh, tp_register_fields[f].en);
        option(visit, tp_register_fields[f].en, words, (int)c->field == f && !c->total);
        if (tp_is_figure((tp_field_id)f))
            option(visit, tp_arena_format(visit->arena, "%s total", tp_register_fields[f].en),
                   W(tp_arena_format(visit->arena, "%s（合计，核对用）", tp_register_fields[f].zh),
                     tp_arena_format(visit->arena, "%s (total, to compare)",
                                     tp_register_fields[f].en)),
                   (int)c->field == f && c->total);
    }
    tp_buf_text(visit->out, "</select>");
    bool figure = tp_is_figure(c->field) || *c->category;
    if (figure && !c->total) {
        tp_buf_format(visit->out, "<input type=\"text\" class=\"kind\" name=\"c.%zu.%zu\"", block,
                      column);
        tp_put_attribute(visit, "value", c->category);
        tp_put_attribute(visit, "placeholder", visit->lang == TP_EN ? "kind of slot" : "编制类别");
        tp_put_attribute(
            visit, "aria-label",
            tp_arena_format(visit->arena,
                            visit->lang == TP_EN ? "kind of slot of column %s" : "%s 列的编制类别",
                            tp_column_letters(c->column, letters)));
        tp_buf_text(visit->out, ">");
    }
    if (c->reason.zh) {
        tp_buf_text(visit->out, "<small>");
        tp_put(visit, c->reason);
        tp_buf_text(visit->out, "</small>");
    }
}

static size_t shown_columns(const tp_block *b)
{
    return b->n_columns < COLUMNS_BESIDE ? b->n_columns : COLUMNS_BESIDE;
}

/* The planner's columns over the sheet as it stands: letters, headers, first rows. */
static void sheet(tp_visit *visit, const tp_block *b, size_t at)
{
    static const tp_words roles[] = {
        [TP_ROW_OUTSIDE] = {"表外", "outside"}, [TP_ROW_HEADER] = {"表头", "header"},
        [TP_ROW_DATA] = {"数据", "data"},       [TP_ROW_TOTAL] = {"合计", "total"},
        [TP_ROW_GROUP] = {"标题", "heading"},   [TP_ROW_SUM] = {"汇总单位", "sum of units"},
        [TP_ROW_NOTE] = {"注", "note"},         [TP_ROW_NUMBERING] = {"栏次", "numbering"}};
    char letters[TP_LETTERS];
    tp_buf_text(visit->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
    tp_put_attribute(visit, "aria-label", b->grid->name ? b->grid->name : b->grid->file);
    tp_buf_text(visit->out, "><table class=\"sheet\">\n<thead><tr><td></td><td></td>");
    for (size_t c = 0; c < shown_columns(b); c++)
        tp_buf_format(visit->out, "<th scope=\"col\">%s</th>",
                      tp_column_letters(b->columns[c].column, letters));
    tp_buf_text(visit->out, "</tr>\n<tr class=\"is\"><td></td>");
    tp_put_element(visit, "th scope=\"row\"", W("是什么", "What it is"));
    for (size_t c = 0; c < shown_columns(b); c++) {
        tp_buf_text(visit->out, "<td>");
        if (b->kind)
            field_select(visit, b, at, c);
        tp_buf_text(visit->out, "</td>");
    }
    tp_buf_text(visit->out, "</tr></thead>\n<tbody>\n");
    size_t last = b->first + ROWS_BESIDE < b->end ? b->first + ROWS_BESIDE : b->end;
    for (size_t row = b->head; row < last; row++) {
        tp_row_role role = row < b->head_end ? TP_ROW_HEADER
                           : b->rows_known && row >= b->first
                               ? (tp_row_role)b->roles[row - b->first]
                           : row < b->first && row >= b->head_end ? TP_ROW_OUTSIDE
                                                                  : TP_ROW_DATA;
        tp_buf_format(visit->out, "<tr class=\"r%d\"><th scope=\"row\">%d</th><td>", (int)role,
                      (int)b->grid->rows[row].row);
        tp_put(visit, roles[role]);
        tp_buf_text(visit->out, "</td>");
        for (size_t c = 0; c < shown_columns(b); c++) {
            const tp_grid_cell *cell = tp_block_cell(b, row, &b->columns[c]);
            bool number = cell->kind == TP_GRID_NUMBER;
            tp_buf_text(visit->out, number ? "<td class=\"n\">" : "<td>");
            if (!cell->covered)
                tp_html_text(visit->out, cell->text);
            tp_buf_text(visit->out, "</td>");
        }
        tp_buf_text(visit->out, "</tr>\n");
    }
    tp_buf_text(visit->out, "</tbody></table></div>\n");
}

/* What the headings over rows say ("一、党委部门"): by level, outermost first. */
static void heading_selects(tp_visit *visit, const tp_block *b, size_t at)
{
    static const tp_field_id may[] = {TP_F_NONE,  TP_F_SKIP,   TP_F_KIND,   TP_F_SYSTEM,
                                      TP_F_LEVEL, TP_F_REGION, TP_F_PARENT, TP_F_CATEGORY};
    bool deeper = false;
    for (int level = 0; level < TP_GROUP_LEVELS; level++) {
        if (!b->grouped[level] || !b->kind)
            continue;
        tp_buf_format(visit->out, "<label for=\"g%zu.%d\">", at, level);
        tp_put(visit, deeper ? W("下一级标题行是", "Headings below them are")
                             : W("标题行（如“一、党委部门”）是", "Headings are"));
        tp_buf_format(visit->out, "</label> <select id=\"g%zu.%d\" name=\"g.%zu.%d\">", at, level,
                      at, level);
        for (size_t i = 0; i < sizeof may / sizeof *may; i++)
            option(visit, tp_register_fields[may[i]].en,
                   may[i] ? W(tp_register_fields[may[i]].zh, tp_register_fields[may[i]].en)
                          : W("（不知道）", "(not known)"),
                   b->groups[level] == may[i]);
        tp_buf_text(visit->out, "</select>\n");
        deeper = true;
    }
}

static void blocks(tp_visit *visit, const review *r)
{
    char action[64];
    snprintf(action, sizeof action, "/import/%s", r->draft.id);
    tp_form_begin(visit, action, "id=\"review\"");
    for (size_t i = 0; i < r->import->blocks.count; i++) {
        const tp_block *b = &r->import->blocks.items[i];
        bool file = r->import->n_books > 1 || !b->grid->name;
        tp_buf_text(visit->out, "<section class=\"found\"><h2>");
        tp_html_text(visit->out, file ? b->grid->file : "");
        tp_buf_text(visit->out, file && b->grid->name ? " · " : "");
        tp_html_text(visit->out, b->grid->name ? b->grid->name : "");
        tp_buf_text(visit->out, "</h2>\n<p class=\"doing\">");
        kind_select(visit, b, i);
        heading_selects(visit, b, i);
        tp_form_button(visit, W("按此重读", "Read it so"), NULL);
        tp_buf_text(visit->out, "</p>\n");
        if (b->n_columns)
            sheet(visit, b, i);
        tp_buf_text(visit->out, "</section>\n");
    }
    tp_form_end(visit);
}

/* ---- what goes with it ---- */

static void answer_form(tp_visit *visit, const review *r)
{
    char action[64];
    snprintf(action, sizeof action, "/import/%s", r->draft.id);
    tp_form_begin(visit, action, "class=\"doing\"");
    tp_put_element(visit, "label for=\"un\"",
                   W("改名或名称相近的单位", "A unit renamed or nearly so"));
    tp_buf_text(visit->out, " <input id=\"un\" name=\"un\" type=\"text\" required "
                            "autocomplete=\"off\">\n");
    tp_put_element(visit, "label for=\"uc\"",
                   W("是编码（新单位写 new）", "is the code (new: a new unit)"));
    tp_buf_text(visit->out, " <input id=\"uc\" name=\"uc\" type=\"text\" required "
                            "autocomplete=\"off\">\n");
    tp_form_button(visit, W("记下", "Note it"), NULL);
    tp_form_end(visit);
}

static void map_form(tp_visit *visit, const review *r)
{
    tp_buf text;
    char action[64];
    tp_source said;
    tp_diags ignored;
    tp_diags_init(&ignored, visit->arena);
    tp_buf_init(&text);
    /* A map with faults is shown as it was typed. */
    bool faulty = visit->diags.errors > 0;
    if (faulty && tp_source_read(&said, visit->arena, r->map, NULL, &ignored, NULL) == TP_OK)
        tp_buf_add(&text, said.text, said.length);
    else
        tp_import_map(&text, r->import, visit->lang);
    tp_buf_text(visit->out, faulty ? "<details class=\"part\" open><summary>"
                                   : "<details class=\"part\"><summary>");
    tp_put(visit, W("对照表（map.yaml），以后每月都用它", "The map (map.yaml), for later months"));
    tp_buf_text(visit->out, "</summary>\n");
    snprintf(action, sizeof action, "/import/%s/map", r->draft.id);
    tp_form_begin(visit, action, "class=\"yaml\"");
    tp_put_element(visit, "label for=\"map\"", W("也可以直接改这里", "It may be changed here too"));
    tp_buf_text(visit->out, "<textarea id=\"map\" name=\"map\" rows=\"16\" spellcheck=\"false\">");
    tp_html_text(visit->out, tp_buf_ok(&text) && text.bytes ? text.bytes : "");
    tp_buf_text(visit->out, "</textarea>\n<p class=\"doing\">");
    tp_form_button(visit, W("按此重读", "Read it so"), NULL);
    tp_buf_format(visit->out, "<a class=\"button\" href=\"/import/%s/map\">", r->draft.id);
    tp_put(visit, W("下载对照表", "Fetch the map"));
    tp_buf_text(visit->out, "</a></p>\n");
    tp_form_end(visit);
    tp_buf_text(visit->out, "</details>\n");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&text);
    tp_buf_finish(&text);
}

static void go_on_form(tp_visit *visit, const review *r)
{
    char action[64];
    snprintf(action, sizeof action, "/import/%s/go", r->draft.id);
    tp_form_begin(visit, action, "class=\"doing\"");
    tp_form_button(visit, W("就按此导入", "Import it so"), "class=\"main\"");
    tp_form_end(visit);
}

/* A choice of ours is called in the reader's language. */
static bool choice_cell(void *user, tp_visit *visit, const tp_shell_cell *cell)
{
    static const char first[] = "first_";
    const char *id = cell->view->id, *name = cell->view->columns[cell->column].id;
    (void)user;
    if (visit->lang != TP_ZH || strncmp(id, first, sizeof first - 1) != 0)
        return false;
    for (size_t t = 0; t < TP_TABLES; t++)
        for (size_t i = 0; i < tp_data_tables[t]->count; i++) {
            const tp_column *column = &tp_data_tables[t]->items[i];
            if (strcmp(tp_data_tables[t]->name, id + sizeof first - 1) != 0 ||
                strcmp(column->name, name) != 0)
                continue;
            for (const tp_choice *c = column->choices; c && c->en; c++)
                if (c->zh && !strcmp(c->en, cell->text)) {
                    tp_buf_add(visit->out, c->zh, strcspn(c->zh, "|"));
                    return true;
                }
        }
    return false;
}

/* The parts of the page with the verdict and what must be answered, or all others but what stands
 * on the sheets already. */
static void put_parts(tp_visit *visit, const tp_page *page, bool first)
{
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_part *part = &page->parts[i];
        const char *id = part->kind == TP_PART_VIEW ? part->view->id : "";
        bool asks = !strcmp(id, "asks");
        static const char *const without[] = {"code", NULL}; /* for programs */
        const tp_shell_table table = {.without = without, .cell = choice_cell};
        if (part->kind == TP_PART_TEXT && first)
            tp_put_element(visit, "p class=\"says\"", part->text);
        if (part->kind == TP_PART_VIEW && asks == first && strcmp(id, "sheets") != 0 &&
            strcmp(id, "columns") != 0)
            tp_shell_view(visit, part->view, &table);
    }
}

static void show(tp_visit *visit)
{
    review r;
    tp_page page;
    if (!open_review(visit, &r))
        return;
    tp_shell_begin(visit, (tp_words){r.draft.name, r.draft.name}, "/data");
    tp_shell_diags(visit, &visit->diags);
    bool faulty = visit->diags.errors > 0;
    if (!faulty && tp_import_apply(r.import, &visit->err) != TP_OK)
        visit->out->failed = true;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    tp_import_page(&page, r.import, &(tp_import_page_options){.proposal = true});
    bool shows = !faulty && tp_page_ok(&page);
    if (shows) {
        put_parts(visit, &page, true);
        if (r.import->asks.errors)
            answer_form(visit, &r);
        else
            go_on_form(visit, &r);
    }
    tp_put_element(visit, "p class=\"note\"",
                   W("每列上方是程序的判断及其理由，虚线框的请核对；改后按“按此重读”。",
                     "Above each column stands what it was taken for, and why; look at those with "
                     "a dashed frame, change what is wrong, and read it again."));
    blocks(visit, &r);
    map_form(visit, &r);
    if (shows)
        put_parts(visit, &page, false);
    tp_shell_end(visit);
    visit->out->failed = visit->out->failed || !tp_page_ok(&page);
    tp_import_free(r.import);
}

/* ---- decisions ---- */

static tp_status write_map(tp_visit *visit, const review *r, const char *text, size_t length)
{
    return tp_uploads_put(visit->server->uploads, &r->draft, "map.yaml", text, length)
               ? TP_OK
               : tp_fail(&visit->err, TP_E_IO, "the map could not be written");
}

static bool decide_columns(tp_visit *visit, const review *r, size_t block)
{
    const tp_block *b = &r->import->blocks.items[block];
    for (size_t c = 0; c < b->n_columns; c++) {
        char name[64], word[64];
        snprintf(name, sizeof name, "f.%zu.%zu", block, c);
        const tp_field *asked = tp_field_find(&visit->request->form, name);
        if (!asked)
            continue;
        size_t n = strcspn(asked->value, " ");
        snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : 0), asked->value);
        snprintf(name, sizeof name, "c.%zu.%zu", block, c);
        tp_field_id field = tp_field_named(word);
        bool total = !strcmp(asked->value + n, " total");
        const tp_column_decision decision = {
            field, total ? b->columns[c].category : tp_field_value(&visit->request->form, name),
            total};
        if (!tp_import_decide_column(r->import, block, c, &decision))
            return false;
    }
    for (int level = 0; level < TP_GROUP_LEVELS; level++) {
        char name[64];
        snprintf(name, sizeof name, "g.%zu.%d", block, level);
        const tp_field *asked = tp_field_find(&visit->request->form, name);
        if (asked &&
            !tp_import_decide_heading(r->import, block, level, tp_field_named(asked->value)))
            return false;
    }
    return true;
}

/* Another kind of table has other columns: what the form said of them is of the kind before. */
static bool decide(tp_visit *visit, const review *r)
{
    const char *unit = tp_field_value(&visit->request->form, "un");
    if (*unit)
        return tp_import_answer(r->import, unit, tp_field_value(&visit->request->form, "uc"));
    for (size_t i = 0; i < r->import->blocks.count; i++) {
        char name[32];
        snprintf(name, sizeof name, "k.%zu", i);
        const tp_field *asked = tp_field_find(&visit->request->form, name);
        tp_import_kind kind = asked ? tp_kind_named(asked->value) : TP_IS_KINDS;
        if (kind == TP_IS_KINDS)
            continue;
        bool ok = kind != r->import->blocks.items[i].kind ? tp_import_decide(r->import, i, kind)
                  : kind                                  ? decide_columns(visit, r, i)
                                                          : true;
        if (!ok)
            return false;
    }
    return true;
}

/* After a map was written, or not: back to the review. */
static void close_review(tp_visit *visit, review *r, tp_status status)
{
    tp_import_free(r->import);
    tp_diags_clear(&visit->diags);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/import/%s", visit->star[0]);
}

static void change(tp_visit *visit)
{
    review r;
    tp_buf map;
    if (!open_review(visit, &r))
        return;
    tp_buf_init(&map);
    tp_status status = decide(visit, &r) ? TP_OK : tp_fail_nomem(&visit->err);
    tp_import_map(&map, r.import, visit->lang);
    if (!status)
        status = tp_buf_ok(&map) ? write_map(visit, &r, map.bytes, map.length)
                                 : tp_fail_nomem(&visit->err);
    tp_buf_finish(&map);
    close_review(visit, &r, status);
}

static void take_map(tp_visit *visit)
{
    review r;
    const tp_field *map = tp_field_find(&visit->request->form, "map");
    if (!map || !open_review(visit, &r)) {
        if (!map)
            tp_visit_refuse(visit, 404, w_gone, "");
        return;
    }
    tp_status status = write_map(visit, &r, map->value, map->length);
    close_review(visit, &r, status);
}

static void fetch_map(tp_visit *visit)
{
    review r;
    if (!open_review(visit, &r))
        return;
    tp_import_map(visit->out, r.import, visit->lang);
    tp_import_free(r.import);
    tp_diags_clear(&visit->diags);
    visit->reply->type = "application/yaml";
    visit->reply->file_name = "map.yaml";
}

/* The dataset becomes data brought, with the map and the register of codes beside it. */
static void go(tp_visit *visit)
{
    review r;
    tp_draft_data draft;
    tp_buf map;
    if (!open_review(visit, &r))
        return;
    tp_buf_init(&map);
    tp_import_map(&map, r.import, visit->lang);
    tp_status status = tp_import_apply(r.import, &visit->err);
    const char *id = tp_visit_fresh(visit, TP_DRAFT_ID);
    if (!status && (r.import->asks.errors || visit->diags.errors)) {
        tp_buf_finish(&map);
        tp_import_free(r.import);
        tp_visit_refuse(visit, 422, w_asks, "");
        return;
    }
    if (!status)
        status = id ? tp_uploads_begin(visit->server->uploads, id, &r.draft, &draft, visit->arena,
                                       &visit->err)
                    : TP_E_IO;
    if (!status)
        status = tp_import_write(r.import, draft.path, &visit->err);
    if (!status && !(tp_buf_ok(&map) && tp_uploads_put(visit->server->uploads, &draft, "map.yaml",
                                                       map.bytes, map.length)))
        status = tp_fail(&visit->err, TP_E_IO, "the map could not be written");
    if (!status)
        status = tp_uploads_end(visit->server->uploads, &draft, &visit->err);
    tp_buf_finish(&map);
    tp_import_free(r.import);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/data/%s", draft.id);
}

static const tp_route routes[] = {
    {TP_GET, "/import/*", TP_MAY_LOOK, show},
    {TP_POST, "/import/*", TP_MAY_WORK, change},
    {TP_GET, "/import/*/map", TP_MAY_LOOK, fetch_map},
    {TP_POST, "/import/*/map", TP_MAY_WORK, take_map},
    {TP_POST, "/import/*/go", TP_MAY_WORK, go},
};
const tp_routes tp_page_import = TP_ROUTES(routes);

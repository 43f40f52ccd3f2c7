/* Data a planner brings: every fault at its cell, cells changed in place, the workbook back with
 * its faults marked, and solved with before anything is kept. */
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "domain/scenario.h"
#include "report/views/cells.h"
#include "report/views/changes.h"
#include "report/writers/xlsx.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { ROWS_SHOWN = 400 };

static const tp_words w_title = {"数据", "Data"};
static const tp_words w_gone = {"这份数据已不在，请重新上传。",
                                "These data are gone: bring them again."};
static const tp_words w_none = {"没有方案“{0}”。", "There is no scenario '{0}'."};

static void upload_form(tp_visit *visit)
{
    tp_put_element(
        visit, "p",
        W("选一个数据工作簿（.xlsx）或一张张 CSV（units.csv、posts.csv……，也可用 "
          "单位.csv、编制.csv "
          "这样的中文表名）；或者直接选本单位的台账（.xlsx .xls .ods .csv），先核对各列是什么再导入"
          "。错误标在格子上；您不说保存，什么都不会留下。",
          "Choose a data workbook (.xlsx) or CSV files (units.csv, posts.csv …); or the office's "
          "own registers as they are (.xlsx .xls .ods .csv): what their columns are is looked over "
          "first. Faults are shown at their cells, and nothing is kept until you say so."));
    tp_form_begin(visit, "/data", "enctype=\"multipart/form-data\" class=\"doing\"");
    tp_put_element(visit, "label for=\"files\"", W("文件", "Files"));
    tp_buf_text(visit->out, " <input id=\"files\" name=\"files\" type=\"file\" multiple required "
                            "accept=\".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv\"> ");
    tp_put_element(visit, "label for=\"as\"", W("当作", "Taken as"));
    tp_buf_text(visit->out, " <select id=\"as\" name=\"as\">");
    tp_put_element(visit, "option value=\"\"", W("自动判断", "whatever it is"));
    tp_put_element(visit, "option value=\"tables\"", W("数据表", "tables of data"));
    tp_put_element(visit, "option value=\"registers\"", W("本单位台账", "the office's registers"));
    tp_buf_text(visit->out, "</select> ");
    tp_form_button(visit, W("检查", "Check"), "class=\"main\"");
    tp_form_end(visit);
}

static void data_list(tp_visit *visit)
{
    tp_draft_data drafts[TP_DRAFTS];
    size_t n = tp_uploads_list(visit->server->uploads, drafts, visit->arena);
    tp_shell_begin(visit, w_title, "/data");
    upload_form(visit);
    if (n)
        tp_put_element(visit, "h2", W("手头的数据（未保存）", "At hand, not kept"));
    tp_buf_text(visit->out, n ? "<ul>\n" : "");
    for (size_t i = 0; i < n; i++) {
        tp_buf_format(visit->out, "<li><a href=\"/%s/%s\">",
                      drafts[i].registers ? "import" : "data", drafts[i].id);
        tp_html_text(visit->out, drafts[i].name);
        tp_buf_text(visit->out, "</a></li>\n");
    }
    tp_buf_text(visit->out, n ? "</ul>\n" : "");
    tp_shell_end(visit);
}

static void take(tp_visit *visit)
{
    tp_draft_data draft;
    const char *id = tp_visit_fresh(visit, TP_DRAFT_ID);
    tp_status status = id ? tp_uploads_take(visit->server->uploads, &visit->request->form, id,
                                            &draft, visit->arena, &visit->diags, &visit->err)
                          : TP_E_IO;
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, draft.registers ? "/import/%s" : "/data/%s", draft.id);
}

/* A scenario's data as a draft, to be changed as a what-if. */
static void copy(tp_visit *visit)
{
    tp_offer offer;
    tp_draft_data draft;
    tp_warm_answer answer = {NULL, NULL};
    if (!tp_offers_find(&offer, visit->server->options.folder, visit->star[0], visit->arena)) {
        tp_visit_refuse(visit, 404, w_none, visit->star[0]);
        return;
    }
    const char *id = tp_visit_fresh(visit, TP_DRAFT_ID);
    const tp_warm_wanted wanted = {.offer = &offer};
    tp_status status =
        id ? tp_warm_solve(visit->server->warmth, &wanted, &answer, &visit->diags, &visit->err)
           : TP_E_IO;
    tp_diags_clear(&visit->diags);
    if (!status)
        status = tp_uploads_copy(visit->server->uploads, answer.base->scenario->data, offer.slug,
                                 id, &draft, visit->arena, &visit->diags, &visit->err);
    tp_warm_answer_free(&answer);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/data/%s?all=posts", draft.id);
}

typedef struct shown {
    const tp_sheet *sheet;
    size_t which; /* table */
    size_t *row;  /* [view rows] row of the table */
    const tp_diags *diags;
    bool edits; /* every cell is a field */
} shown;

static bool faulty_row(const tp_sheet *sheet, size_t row, const tp_diags *diags, tp_arena *arena)
{
    const tp_table *table = sheet->table;
    for (size_t i = 0; i < diags->count; i++) {
        const tp_diag *diag = &diags->items[i];
        if (!diag->pos.file)
            continue;
        if (!table->sheet && (diag->pos.line != tp_table_cell(table, row, 0)->line ||
                              strcmp(diag->pos.file, table->file) != 0))
            continue;
        for (size_t c = 0; c < table->columns; c++)
            if (tp_sheet_fault(sheet, row, c, diags, arena))
                return true;
        if (!table->sheet)
            return true; /* said of the row */
    }
    return false;
}

/* Is it one of the names, one after another with a bar between? *first: the length of the first. */
static bool one_of(const char *names, const char *text, size_t *first)
{
    const size_t length = strlen(text);
    *first = strcspn(names, "|");
    for (const char *at = names; *at;) {
        const size_t n = strcspn(at, "|");
        if (n == length && !memcmp(at, text, n))
            return true;
        at += n + (at[n] == '|');
    }
    return false;
}

/* What a column is called, in either language, whatever language its header is in. */
static tp_words called(const tp_columns *columns, const char *header, tp_arena *arena)
{
    for (size_t i = 0; i < columns->count; i++) {
        const tp_column *column = &columns->items[i];
        size_t first;
        if (!one_of(column->zh, header, &first) && strcmp(column->name, header) != 0)
            continue;
        const char *zh = tp_arena_copy(arena, column->zh, first);
        char *en = tp_arena_text(arena, column->name);
        for (char *at = en; at && *at; at++)
            *at = *at == '_' ? ' ' : *at;
        return (tp_words){zh ? zh : header, en ? en : header};
    }
    return (tp_words){header, header};
}

/* A cell with a fault, or any cell of a table being edited, is a field; the message stands
 * below. */
static bool put_cell(void *user, tp_visit *visit, const tp_shell_cell *cell)
{
    const shown *s = user;
    if (cell->column == 0)
        return false;
    size_t row = s->row[cell->row], column = cell->column - 1;
    const tp_diag *fault = tp_sheet_fault(s->sheet, row, column, s->diags, visit->arena);
    if (!fault && !s->edits)
        return false;
    char name[64];
    snprintf(name, sizeof name, "c.%zu.%zu.%zu", s->which, row, column);
    bool error = fault && fault->severity == TP_ERROR;
    tp_buf_format(
        visit->out,
        "<input type=\"text\" class=\"cell%s\" form=\"edits\" autocomplete=\"off\" name=\"%s\"",
        error   ? " bad"
        : fault ? " odd"
                : "",
        name);
    tp_put_attribute(visit, "value", tp_table_cell(s->sheet->table, row, column)->text);
    tp_put_attribute(visit, "data-base", tp_table_cell(s->sheet->table, row, column)->text);
    tp_put_attribute(
        visit, "aria-label",
        tp_words_in(called(s->sheet->columns, s->sheet->table->header[column].text, visit->arena),
                    visit->lang));
    if (fault)
        tp_buf_format(visit->out, " aria-describedby=\"m.%s\"%s", name,
                      error ? " aria-invalid=\"true\"" : "");
    tp_buf_text(visit->out, ">");
    if (fault) {
        tp_buf_format(visit->out, "<span class=\"fault\" id=\"m.%s\">", name);
        tp_html_text(visit->out, fault->text[visit->lang]);
        tp_buf_text(visit->out, "</span>");
    }
    return true;
}

/* Rows of a table as a view: those with faults, or all; numbered unless there is no `most`. */
static tp_view *view_of(tp_page *page, shown *s, bool all, size_t most, tp_arena *arena)
{
    bool numbered = most != SIZE_MAX;
    const tp_table *table = s->sheet->table;
    const tp_columns *columns = s->sheet->columns;
    tp_view *view = tp_page_view(page, columns->name, (tp_words){columns->zh, columns->name});
    if (numbered)
        tp_view_column_add(view, "row", W("行", "Row"), TP_COL_NUMBER);
    for (size_t c = 0; c < table->columns; c++)
        tp_view_column_add(view, "cell",
                           numbered ? called(columns, table->header[c].text, arena)
                                    : (tp_words){table->header[c].text, table->header[c].text},
                           0);
    s->row = tp_arena_array(arena, table->rows + 1, sizeof *s->row);
    if (!s->row) {
        page->failed = true;
        return view;
    }
    for (size_t r = 0, n = 0; r < table->rows && n < most; r++) {
        if (!table->columns || (!all && !faulty_row(s->sheet, r, s->diags, arena)))
            continue;
        s->row[n++] = r;
        if (numbered)
            tp_view_count(view, tp_table_cell(table, r, 0)->line);
        for (size_t c = 0; c < table->columns; c++)
            tp_view_text(view, tp_table_cell(table, r, c)->text);
    }
    return view;
}

static void table_links(tp_visit *visit, const tp_sheets *sheets, const char *id, const char *all)
{
    tp_buf_text(visit->out, "<p class=\"tables\">");
    tp_put(visit, W("整张表：", "Whole tables: "));
    for (size_t t = 0; t < TP_TABLES; t++) {
        const tp_sheet *sheet = &sheets->items[t];
        if (!sheet->table)
            continue;
        bool here = !strcmp(sheet->columns->name, all);
        tp_buf_format(visit->out, "<a href=\"/data/%s?all=%s\"%s>", id, sheet->columns->name,
                      here ? " aria-current=\"true\"" : "");
        tp_put(visit, (tp_words){sheet->columns->zh, sheet->columns->name});
        tp_buf_format(visit->out, "</a> <small>%zu</small> ", sheet->table->rows);
    }
    tp_buf_text(visit->out, "</p>\n");
}

static void tables(tp_visit *visit, const tp_sheets *sheets)
{
    const char *all = tp_asked(visit, "all");
    tp_page page;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    for (size_t t = 0; t < TP_TABLES; t++) {
        shown s = {.sheet = &sheets->items[t], .which = t, .diags = &visit->diags};
        if (!s.sheet->table)
            continue;
        s.edits = !strcmp(s.sheet->columns->name, all);
        const tp_view *view = view_of(&page, &s, s.edits, ROWS_SHOWN, visit->arena);
        const tp_shell_table table = {.cell = put_cell, .user = &s};
        if (tp_page_ok(&page) && tp_view_rows(view))
            tp_shell_view(visit, view, &table);
    }
    visit->out->failed = visit->out->failed || !tp_page_ok(&page);
}

/* Data of a scenario, quietly; NULL: they cannot be read. */
static tp_dataset *data_of(tp_visit *visit, const char *path)
{
    tp_dataset *data = NULL;
    tp_diags quiet;
    tp_err err = {0};
    tp_diags_init(&quiet, visit->arena);
    return tp_dataset_load(&data, path, NULL, &quiet, &err) ? NULL : data;
}

/* The scenario whose data a draft is held against: the one asked for, the one it was made from,
 * else the first that can be read. */
static const tp_offer *against(tp_visit *visit, const tp_offers *offers, const tp_draft_data *draft)
{
    const char *asked = tp_asked(visit, "against");
    const tp_offer *found = NULL;
    for (size_t i = 0; i < offers->count; i++) {
        const tp_offer *offer = &offers->items[i];
        if (!offer->sound)
            continue;
        if (*asked ? !strcmp(offer->slug, asked) : !strcmp(offer->slug, draft->slug))
            return offer;
        found = found ? found : offer;
    }
    return found;
}

static void choose_against(tp_visit *visit, const tp_offers *offers, const tp_offer *here)
{
    tp_buf_text(visit->out, "<form method=\"get\" class=\"doing\">");
    tp_put_element(visit, "label for=\"against\"", W("对照哪个方案的数据", "Against the data of"));
    tp_buf_text(visit->out, " <select id=\"against\" name=\"against\">");
    for (size_t i = 0; i < offers->count; i++) {
        if (!offers->items[i].sound)
            continue;
        tp_buf_text(visit->out, "<option");
        tp_put_attribute(visit, "value", offers->items[i].slug);
        tp_buf_text(visit->out, &offers->items[i] == here ? " selected>" : ">");
        tp_put(visit, offers->items[i].title);
        tp_buf_text(visit->out, "</option>\n");
    }
    tp_buf_text(visit->out, "</select> ");
    tp_form_button(visit, W("对照", "Compare"), NULL);
    tp_form_end(visit);
}

/* What is other than in the data a scenario has now. */
static void changed(tp_visit *visit, const tp_draft_data *draft)
{
    tp_offers offers;
    tp_page page;
    tp_cell_change *cells = NULL;
    size_t n = 0;
    if (tp_offers_list(&offers, visit->server->options.folder, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    const tp_offer *offer = against(visit, &offers, draft);
    const char *path =
        offer ? tp_offer_data(offer, visit->server->options.folder, visit->arena) : NULL;
    tp_dataset *before = path ? data_of(visit, path) : NULL;
    tp_dataset *after = before ? data_of(visit, draft->path) : NULL;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    bool ok = after && !tp_dataset_cells(&cells, &n, before, after, visit->arena, &visit->err);
    if (ok) {
        tp_buf_format(visit->out, "<details class=\"part\" id=\"changed\"%s><summary>",
                      n || *tp_asked(visit, "against") ? " open" : "");
        tp_put(visit, W("与原数据相比", "What changed against the data before"));
        tp_buf_format(visit->out, " <small>%zu</small></summary>\n", n);
        choose_against(visit, &offers, offer);
        if (n)
            tp_changes_page(&page, before, after, visit->arena);
        tp_cells_view(&page, cells, n, ROWS_SHOWN);
        tp_shell_page(visit, &page, &(tp_shell_table){0}, NULL);
        tp_buf_text(visit->out, "</details>\n");
    }
    tp_dataset_free(before);
    tp_dataset_free(after);
}

/* Where to go with data that are sound: any scenario of the folder, seen with them. */
static void solve_with(tp_visit *visit, const tp_draft_data *draft)
{
    tp_offers offers;
    if (tp_offers_list(&offers, visit->server->options.folder, visit->arena, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    tp_put_element(visit, "h2", W("用这份数据测算", "Solve with these data"));
    tp_buf_text(visit->out, "<p class=\"doing\">");
    for (size_t i = 0; i < offers.count; i++) {
        if (!offers.items[i].sound)
            continue;
        tp_buf to;
        tp_buf_init(&to);
        tp_buf_text(&to, "/live/");
        tp_url_text(&to, offers.items[i].slug);
        tp_buf_format(&to, "?data=%s", draft->id);
        bool first = !strcmp(offers.items[i].slug, draft->slug);
        tp_buf_format(visit->out, "<a class=\"button%s\"", first ? " main" : "");
        tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
        tp_buf_text(visit->out, ">");
        tp_put(visit, offers.items[i].title);
        tp_buf_text(visit->out, "</a> ");
        tp_buf_finish(&to);
    }
    tp_buf_text(visit->out, "</p>\n");
}

static void verdict(tp_visit *visit, const tp_sheets *sheets)
{
    char errors[32], warnings[32];
    snprintf(errors, sizeof errors, "%zu", visit->diags.errors);
    snprintf(warnings, sizeof warnings, "%zu", visit->diags.warnings);
    tp_buf_format(visit->out, "<p class=\"verdict %s\">", sheets->sound ? "good" : "bad");
    if (sheets->sound)
        TP_PUT_FILLED(
            visit,
            W("可以使用，提示 {0} 条。校验值 {1}", "These can be used; {0} notes. Identity {1}"),
            warnings, tp_arena_copy(visit->arena, sheets->sha256, 12));
    else
        TP_PUT_FILLED(visit,
                      W("有 {0} 处错误，改好之前不能测算。",
                        "{0} faults: nothing is solved before they are mended."),
                      errors);
    tp_buf_text(visit->out, "</p>\n");
}

static bool open_draft(tp_visit *visit, tp_draft_data *draft, tp_sheets *sheets)
{
    if (!tp_uploads_find(visit->server->uploads, visit->star[0], draft, visit->arena) ||
        draft->registers) {
        tp_visit_refuse(visit, 404, w_gone, "");
        return false;
    }
    tp_status status =
        tp_sheets_open(sheets, draft->path, visit->arena, &visit->diags, &visit->err);
    if (status)
        tp_visit_failed(visit, status);
    return !status;
}

static void one(tp_visit *visit)
{
    tp_draft_data draft;
    tp_sheets sheets;
    if (!open_draft(visit, &draft, &sheets))
        return;
    tp_shell_begin(visit, (tp_words){draft.name, draft.name}, "/data");
    verdict(visit, &sheets);
    char action[64];
    snprintf(action, sizeof action, "/data/%s", draft.id);
    tp_form_begin(visit, action, "id=\"edits\" class=\"doing\"");
    tp_form_button(visit, W("按改动重新检查", "Check again with the changes"), "class=\"main\"");
    tp_buf_format(visit->out, "<a class=\"button\" href=\"/data/%s/marked\">", draft.id);
    tp_put(visit, W("下载标注了错误的工作簿", "Fetch the workbook with its faults marked"));
    tp_buf_text(visit->out, "</a>\n");
    tp_draft_data before;
    if (*draft.before &&
        tp_uploads_find(visit->server->uploads, draft.before, &before, visit->arena)) {
        tp_buf_format(visit->out, "<a class=\"button\" href=\"/data/%s\">", before.id);
        tp_put(visit, W("撤销这次改动", "Undo these changes"));
        tp_buf_text(visit->out, "</a>\n");
    }
    tp_form_end(visit);
    table_links(visit, &sheets, draft.id, tp_asked(visit, "all"));
    if (sheets.sound) {
        solve_with(visit, &draft);
        changed(visit, &draft);
    }
    tables(visit, &sheets);
    if (visit->diags.count) {
        tp_buf_format(visit->out, "<details class=\"part\"%s><summary>",
                      sheets.sound ? "" : " open");
        tp_put(visit, W("逐条", "One by one"));
        tp_buf_text(visit->out, "</summary>\n");
        tp_shell_diags(visit, &visit->diags);
        tp_buf_text(visit->out, "</details>\n");
    }
    tp_shell_end(visit);
    tp_sheets_close(&sheets);
}

static bool number(const char **at, size_t *out)
{
    size_t value = 0;
    const char *from = *at;
    while (**at >= '0' && **at <= '9' && value < TP_DRAFT_ROWS)
        value = value * 10 + (size_t)(*(*at)++ - '0');
    *out = value;
    bool ok = *at > from && (**at == '.' || !**at);
    *at += **at == '.';
    return ok;
}

/* "c.TABLE.ROW.COLUMN" of a cell that is there. */
static bool edit_of(tp_cell_edit *out, const tp_field *field, const tp_sheets *sheets)
{
    const char *at = field->name;
    if (strncmp(at, "c.", 2) != 0)
        return false;
    at += 2;
    if (!number(&at, &out->table) || !number(&at, &out->row) || !number(&at, &out->column) || *at ||
        out->table >= TP_TABLES)
        return false;
    const tp_table *table = sheets->items[out->table].table;
    out->text = field->value;
    return table && out->row < table->rows && out->column < table->columns;
}

static void edit(tp_visit *visit)
{
    tp_draft_data draft, edited;
    tp_sheets sheets;
    const tp_fields *form = &visit->request->form;
    tp_cell_edit *edits = tp_arena_array(visit->arena, form->count + 1, sizeof *edits);
    size_t n = 0;
    if (!edits || !open_draft(visit, &draft, &sheets))
        return;
    for (size_t i = 0; i < form->count; i++)
        n += edit_of(&edits[n], &form->items[i], &sheets);
    tp_sheets_close(&sheets);
    tp_diags_clear(&visit->diags);
    const char *unique = tp_visit_fresh(visit, TP_DRAFT_ID);
    const tp_edits changes = {&draft, edits, n};
    tp_status status = unique ? tp_uploads_edit(visit->server->uploads, &changes, unique, &edited,
                                                visit->arena, &visit->diags, &visit->err)
                              : tp_fail_nomem(&visit->err);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/data/%s", edited.id);
}

/* Every table as a sheet, cells with faults coloured and commented. */
static void marked(tp_visit *visit)
{
    tp_draft_data draft;
    tp_sheets sheets;
    tp_page page;
    tp_xlsx_mark *marks = NULL;
    size_t n = 0, capacity = 0;
    if (!open_draft(visit, &draft, &sheets))
        return;
    tp_page_init(&page, visit->arena, w_title);
    for (size_t t = 0; t < TP_TABLES; t++) {
        shown s = {.sheet = &sheets.items[t], .which = t, .diags = &visit->diags};
        if (!s.sheet->table)
            continue;
        const tp_view *view = view_of(&page, &s, true, SIZE_MAX, visit->arena);
        size_t rows = tp_page_ok(&page) ? tp_view_rows(view) : 0;
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < s.sheet->table->columns; c++) {
                const tp_diag *fault =
                    tp_sheet_fault(s.sheet, s.row[r], c, &visit->diags, visit->arena);
                if (!fault || !tp_arena_grow(visit->arena, &marks, &capacity, n, 1))
                    continue;
                marks[n++] = (tp_xlsx_mark){view, r, c, fault->text[visit->lang]};
            }
    }
    const tp_xlsx_options options = {
        .lang = visit->lang, .title = draft.name, .marks = marks, .n_marks = n};
    tp_status status = tp_xlsx_bytes(visit->out, &page, &options, &visit->err);
    tp_sheets_close(&sheets);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    visit->reply->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    visit->reply->file_name = "marked.xlsx";
}

static const tp_route routes[] = {
    {TP_GET, "/data", TP_MAY_LOOK, data_list},       {TP_POST, "/data", TP_MAY_WORK, take},
    {TP_GET, "/data/*", TP_MAY_LOOK, one},           {TP_POST, "/data/*", TP_MAY_WORK, edit},
    {TP_GET, "/data/*/marked", TP_MAY_LOOK, marked}, {TP_POST, "/live/*/data", TP_MAY_WORK, copy},
};
const tp_routes tp_page_data = TP_ROUTES(routes);

#include "report/views/changes.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

typedef struct changes {
    tp_page *page;
    const tp_dataset *before, *after;
    tp_arena *arena;
    tp_view *units, *lines;
    size_t count;
    int64_t authorised, in_post, vacant; /* change in all */
    size_t open;                         /* authorised changes: each needs a document */
} changes;

static void unit_row(changes *c, tp_words what, const char *code, const char *name, const char *was)
{
    tp_view_words(c->units, what);
    tp_view_text(c->units, code);
    tp_view_text(c->units, name);
    tp_view_text(c->units, was);
    c->count++;
}

static int32_t same_name(const tp_dataset *data, const char *name)
{
    for (int32_t u = 0; u < data->n_units; u++)
        if (strcmp(data->units[u].name, name) == 0)
            return u;
    return TP_ID_NONE;
}

static void attribute(changes *c, const tp_unit *now, tp_words what, int32_t a, int32_t b)
{
    const char *is = tp_dataset_name(c->after, a), *was = tp_dataset_name(c->before, b);
    if (strcmp(is, was) != 0)
        unit_row(c, what, now->code, *is ? is : "—", was);
}

static void compare_units(changes *c)
{
    for (int32_t u = 0; u < c->after->n_units; u++) {
        const tp_unit *now = &c->after->units[u];
        int32_t b = tp_dataset_unit(c->before, now->code);
        if (b == TP_ID_NONE) {
            int32_t other = same_name(c->before, now->name);
            unit_row(c, other == TP_ID_NONE ? W("新单位", "new") : W("新编码", "new code"),
                     now->code, now->name, other == TP_ID_NONE ? "" : c->before->units[other].code);
            continue;
        }
        const tp_unit *was = &c->before->units[b];
        if (strcmp(was->name, now->name) != 0)
            unit_row(c, W("改名", "renamed"), now->code, now->name, was->name);
        const char *parent = now->parent < 0 ? "" : c->after->units[now->parent].code;
        const char *had = was->parent < 0 ? "" : c->before->units[was->parent].code;
        if (strcmp(parent, had) != 0)
            unit_row(c, W("主管部门", "parent"), now->code, *parent ? parent : "—", had);
        attribute(c, now, W("机构性质", "kind"), now->kind, was->kind);
        attribute(c, now, W("系统", "system"), now->system, was->system);
        attribute(c, now, W("层级", "level"), now->level, was->level);
        attribute(c, now, W("地区", "region"), now->region, was->region);
    }
    for (int32_t u = 0; u < c->before->n_units; u++)
        if (tp_dataset_unit(c->after, c->before->units[u].code) == TP_ID_NONE)
            unit_row(c, W("不再有", "gone"), c->before->units[u].code, c->before->units[u].name,
                     "");
}

static int64_t vacancy(const tp_line *line)
{
    int64_t free = line->authorised - line->lent + line->borrowed - line->in_post - line->committed;
    return free < 0 ? 0 : free;
}

static tp_date oldest(const tp_dataset *data, const tp_line *line)
{
    return line->lots ? data->lots[line->first_lot].since : TP_DATE_NONE;
}

static void line_row(changes *c, const tp_line *was, const tp_line *now)
{
    static const tp_line none = {0};
    const tp_dataset *data = now ? c->after : c->before;
    const tp_line *any = now ? now : was, *a = now ? now : &none, *b = was ? was : &none;
    bool moved = a->authorised != b->authorised || a->in_post != b->in_post ||
                 a->committed != b->committed || vacancy(a) != vacancy(b);
    bool aged = was && now && oldest(c->before, was) != oldest(c->after, now);
    if (was && now && !moved && !aged)
        return;
    bool open = a->authorised != b->authorised;
    c->count++;
    c->open += open;
    c->authorised += a->authorised - b->authorised;
    c->in_post += a->in_post - b->in_post;
    c->vacant += vacancy(a) - vacancy(b);
    tp_view_words(c->lines, !was   ? W("新增", "new")
                            : !now ? W("不再有", "gone")
                                   : W("变动", "changed"));
    tp_view_text(c->lines, data->units[any->unit].code);
    tp_view_text(c->lines, data->units[any->unit].name);
    tp_view_text(c->lines, tp_dataset_name(data, any->category));
    tp_view_diff(c->lines, a->authorised - b->authorised);
    tp_view_diff(c->lines, a->in_post - b->in_post);
    tp_view_count(c->lines, vacancy(b));
    tp_view_count(c->lines, vacancy(a));
    tp_view_date(c->lines, was ? oldest(c->before, was) : TP_DATE_NONE);
    tp_view_date(c->lines, now ? oldest(c->after, now) : TP_DATE_NONE);
    tp_view_words(c->lines, open ? W("待补文号", "document?") : W("", ""));
}

static const tp_line *line_like(const tp_dataset *in, const tp_dataset *of, const tp_line *line)
{
    int32_t unit = tp_dataset_unit(in, of->units[line->unit].code);
    int32_t l = unit == TP_ID_NONE ? TP_ID_NONE
                                   : tp_dataset_line(in, unit, tp_dataset_name(of, line->category));
    return l == TP_ID_NONE ? NULL : &in->lines[l];
}

static void compare_lines(changes *c)
{
    for (int32_t i = 0; i < c->after->n_lines; i++) {
        const tp_line *now = &c->after->lines[c->after->line_input_order[i]];
        line_row(c, line_like(c->before, c->after, now), now);
    }
    for (int32_t i = 0; i < c->before->n_lines; i++) {
        const tp_line *was = &c->before->lines[c->before->line_input_order[i]];
        if (!line_like(c->after, c->before, was))
            line_row(c, was, NULL);
    }
}

static void add_views(changes *c)
{
    c->units = tp_page_view(c->page, "units", W("单位变化", "Units"));
    tp_view_column_add(c->units, "what", W("变化", "Change"), 0);
    tp_view_column_add(c->units, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(c->units, "now", W("现在", "Now"), 0);
    tp_view_column_add(c->units, "was", W("原来", "Before"), 0);
    c->lines = tp_page_view(c->page, "lines", W("编制与人员变化", "Slots and people"));
    tp_view_column_add(c->lines, "what", W("变化", "Change"), 0);
    tp_view_column_add(c->lines, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(c->lines, "name", W("单位", "Name"), 0);
    tp_view_column_add(c->lines, "category", W("编制类别", "Kind of slot"), 0);
    tp_view_column_add(c->lines, "authorised", W("核定增减", "Authorised"), TP_COL_NUMBER);
    tp_view_column_add(c->lines, "in_post", W("实有增减", "In post"), TP_COL_NUMBER);
    tp_view_column_add(c->lines, "vacant_before", W("原空编", "Vacant before"), TP_COL_NUMBER);
    tp_view_column_add(c->lines, "vacant_after", W("现空编", "Vacant now"), TP_COL_NUMBER);
    tp_view_column_add(c->lines, "oldest_before", W("原最早空编", "Oldest before"), 0);
    tp_view_column_add(c->lines, "oldest_after", W("现最早空编", "Oldest now"), 0);
    tp_view_column_add(c->lines, "open", W("核定变动依据", "Basis"), 0);
}

static const char *signed_count(tp_page *page, int64_t value)
{
    const char *text = tp_page_count(page, value);
    const char *plus = value > 0 ? tp_arena_format(page->arena, "+%s", text) : text;
    return plus ? plus : "";
}

size_t tp_changes_page(tp_page *page, const tp_dataset *before, const tp_dataset *after,
                       tp_arena *arena)
{
    changes c = {.page = page, .before = before, .after = after, .arena = arena};
    size_t at = page->n_parts;
    add_views(&c);
    compare_units(&c);
    compare_lines(&c);
    if (!c.count) {
        tp_page_text(page, W("单位、编制、人员和空编起始日期都没有变化。",
                             "Nothing changed: units, slots, people, ages of vacancies."));
    } else {
        tp_page_format(page, TP_PART_TEXT,
                       W("共 {0} 处变化：核定 {1}，实有 {2}，空编 {3}；{4} 处核定变动须有文号。",
                         "{0} changes: authorised {1}, in post {2}, vacant {3}; {4} authorised "
                         "changes need a document number."),
                       5,
                       TP_ARGS_(tp_page_count(page, (tp_wide)c.count),
                                signed_count(page, c.authorised), signed_count(page, c.in_post),
                                signed_count(page, c.vacant),
                                tp_page_count(page, (tp_wide)c.open)));
    }
    /* The sentence first. */
    if (tp_page_ok(page)) {
        tp_part said = page->parts[page->n_parts - 1];
        memmove(&page->parts[at + 1], &page->parts[at], (page->n_parts - 1 - at) * sizeof said);
        page->parts[at] = said;
    }
    return c.count;
}

#include "serve/controls.h"

#include "serve/range.h"
#include "serve/server_parts.h"
#include "serve/stay.h"

#include <string.h>

static const tp_words w_none = {"没有方案“{0}”。", "There is no scenario '{0}'."};

enum { PERIODS = 10 }; /* that a lock may be of: locks[].period */

/* "lock.D012", "lock3.D012": the demand, and the period from 1; NULL: no lock's name. */
static const char *lock_of(const char *name, int *period)
{
    static const char lock[] = "lock";
    *period = 1;
    if (strncmp(name, lock, sizeof lock - 1) != 0)
        return NULL;
    const char *at = name + sizeof lock - 1;
    const size_t digits = strspn(at, "0123456789");
    if (at[digits] != '.' || digits > 2 || *at == '0')
        return NULL;
    if (digits)
        *period = digits == 1 ? at[0] - '0' : 10 * (at[0] - '0') + at[1] - '0';
    return *period <= PERIODS ? at + digits + 1 : NULL;
}

static const tp_words w_file = {
    "“{0}”不能在页面上设置：它指向文件。请改方案文件本身。",
    "'{0}' cannot be set here: it names a file. Change the scenario file."};
static const tp_words w_draft = {
    "上传的数据已不在（只保留最近的几份，服务结束即删除），请重新上传。",
    "The data brought are gone (only the latest few are held, until "
    "the server ends): bring them again."};

static bool ours(const char *name)
{
    return strcmp(name, "lang") != 0 && strcmp(name, "panel") != 0 && strcmp(name, "data") != 0 &&
           name[0] != '_';
}

/* A path stated in a value: only references into the store are none. */
static bool names_file(const tp_node *node)
{
    if (node->key && !strcmp(node->key, "reference") && node->kind == TP_NODE_SCALAR &&
        strncmp(node->text, "run:", 4) != 0 && strncmp(node->text, "approval:", 9) != 0)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (names_file(node->child[i]))
            return true;
    return false;
}

/* Nothing that a browser sends is to be opened as a file. */
bool tp_live_opens_file(const tp_setting *setting, tp_arena *arena)
{
    static const char *const keys[] = {"data", "outcomes", "extends", "overrides", "scenarios"};
    const char *key = setting->key;
    size_t first = strcspn(key, ".[+\""), length = strlen(key);
    static const char reference[] = "reference";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == first && !strncmp(keys[i], key, first))
            return true;
    if (strchr(key, '"') && strstr(key, "reference"))
        return true;
    if (length >= sizeof reference - 1 && !strcmp(key + length - (sizeof reference - 1), reference))
        return *setting->value && strncmp(setting->value, "run:", 4) != 0 &&
               strncmp(setting->value, "approval:", 9) != 0;
    tp_diags ignored;
    tp_node *root = NULL;
    tp_diags_init(&ignored, arena);
    const tp_source source = {.path = "", .text = setting->value, .length = strlen(setting->value)};
    return *setting->value &&
           (tp_tree_parse(&root, arena, &source, &ignored, NULL) != TP_OK || !root
                ? strstr(setting->value, reference) != NULL
                : names_file(root));
}

static void add_quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            tp_buf_char(out, '\\');
        tp_buf_char(out, *text);
    }
    tp_buf_char(out, '"');
}

/* All locks as one setting that appends to those of the file. */
static bool set_locks(tp_live *live, tp_arena *arena)
{
    tp_buf text;
    if (!live->n_locks)
        return true;
    tp_buf_init(&text);
    for (size_t i = 0; i < live->n_locks; i++) {
        const tp_live_lock *lock = &live->locks[i];
        tp_buf_text(&text, i ? ", {demand: " : "[{demand: ");
        add_quoted(&text, lock->demand);
        if (lock->period > 1)
            tp_buf_format(&text, ", period: %d", lock->period);
        tp_buf_text(&text, ", loan: ");
        if (lock->count[strspn(lock->count, "0123456789")])
            add_quoted(&text, lock->count); /* said to be no number, in its place */
        else
            tp_buf_text(&text, lock->count);
        tp_buf_char(&text, '}');
    }
    tp_buf_char(&text, ']');
    char *value = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    live->settings[live->n_settings++] = (tp_setting){.key = "locks+", .value = value};
    return value != NULL;
}

static void set_first(tp_live *live, tp_setting setting)
{
    memmove(live->settings + 1, live->settings, live->n_settings * sizeof *live->settings);
    live->settings[0] = setting;
    live->n_settings++;
}

/* Locks stand before all else, so that what comes after may speak of them (locks[1].loan). */
static bool locks_first(tp_live *live, tp_arena *arena)
{
    size_t n = live->n_settings;
    if (!set_locks(live, arena))
        return false;
    if (live->n_settings > n)
        set_first(live, live->settings[--live->n_settings]);
    return true;
}

/* The query with names and values as they were asked, in their order. */
static bool keep_query(tp_live *live, const tp_fields *query, tp_arena *arena)
{
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < query->count; i++) {
        const tp_field *field = &query->items[i];
        bool panel = !strcmp(field->name, "panel") || !strcmp(field->name, "data");
        bool empty =
            !*field->value && (panel || tp_stay_field(field->name) || tp_range_field(field->name));
        if ((!ours(field->name) && !panel) || empty)
            continue;
        tp_buf_char(&text, text.length ? '&' : '?');
        tp_url_text(&text, field->name);
        tp_buf_char(&text, '=');
        tp_url_text(&text, field->value);
    }
    live->query = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    return live->query != NULL;
}

/* Keys of the panel: one field with commas, or several. */
static const char *panel_of(const tp_fields *query, tp_arena *arena)
{
    const char *all = "";
    for (size_t i = 0; all && i < query->count; i++)
        if (!strcmp(query->items[i].name, "panel") && *query->items[i].value)
            all = *all ? tp_arena_format(arena, "%s,%s", all, query->items[i].value)
                       : query->items[i].value;
    return all ? all : "";
}

static bool read_state(tp_live *live, tp_visit *visit)
{
    const tp_fields *query = &visit->request->query;
    tp_arena *arena = visit->arena;
    size_t n = query->count + 3; /* locks and stability */
    const char **key = tp_arena_array(arena, n, sizeof *key);
    const char **value = tp_arena_array(arena, n, sizeof *value);
    live->settings = tp_arena_array(arena, n, sizeof *live->settings);
    live->locks = tp_arena_array(arena, n, sizeof *live->locks);
    if (!key || !value || !live->settings || !live->locks)
        return false;
    live->key = key;
    live->value = value;
    live->panel = panel_of(query, arena);
    live->draft = tp_field_value(query, "data");
    for (size_t i = 0; i < query->count; i++) {
        const tp_field *field = &query->items[i];
        if (!ours(field->name) || tp_stay_field(field->name) || tp_range_field(field->name))
            continue;
        int period;
        const char *demand = lock_of(field->name, &period);
        if (demand) {
            if (*field->value)
                live->locks[live->n_locks++] =
                    (tp_live_lock){field->name, demand, field->value, period};
            continue;
        }
        key[live->n_keys] = field->name;
        value[live->n_keys++] = field->value;
        const char *taken = tp_control_taken(tp_key_at(field->name, arena), field->value, arena);
        if (!taken)
            return false;
        live->settings[live->n_settings++] = (tp_setting){.key = field->name, .value = taken};
    }
    return locks_first(live, arena) && keep_query(live, query, arena);
}

/* Data brought are held against the scenario as it is kept. */
static void set_baseline(tp_live *live, tp_visit *visit)
{
    tp_warm_answer kept;
    tp_diags ignored;
    const tp_warm_wanted wanted = {.offer = &live->offer};
    if (!live->data || !live->answer.base)
        return;
    tp_diags_init(&ignored, visit->arena);
    if (tp_warm_solve(visit->server->warmth, &wanted, &kept, &ignored, NULL) == TP_OK &&
        tp_answered(kept.base->result->status)) {
        tp_run_free(live->answer.base);
        live->answer.base = tp_run_hold(kept.base);
    }
    tp_warm_answer_free(&kept);
}

/* Stability is a setting over the tiers that the scenario has; before all else, since what is set
 * by hand counts more. */
static tp_status set_stay(tp_live *live, tp_visit *visit)
{
    tp_warm_answer kept;
    tp_setting stay;
    const tp_warm_wanted wanted = {.offer = &live->offer, .data = live->data};
    if (!*tp_asked(visit, "stay"))
        return TP_OK;
    tp_status status =
        tp_warm_solve(visit->server->warmth, &wanted, &kept, &visit->diags, &visit->err);
    if (!status)
        status = tp_stay_setting(&stay, &visit->request->query, kept.base->scenario, visit->arena,
                                 &visit->err);
    if (!status && stay.key)
        set_first(live, stay);
    tp_warm_answer_free(&kept);
    return status;
}

bool tp_live_begin(tp_live *live, tp_visit *visit)
{
    const char *folder = visit->server->options.folder;
    tp_draft_data draft;
    *live = (tp_live){.panel = "", .draft = ""};
    if (!tp_offers_find(&live->offer, folder, visit->star[0], visit->arena)) {
        tp_visit_refuse(visit, 404, w_none, visit->star[0]);
        return false;
    }
    if (!read_state(live, visit)) {
        visit->out->failed = true;
        return false;
    }
    for (size_t i = 0; i < live->n_settings; i++)
        if (tp_live_opens_file(&live->settings[i], visit->arena)) {
            tp_visit_refuse(visit, 422, w_file, live->settings[i].key);
            return false;
        }
    if (*live->draft) {
        if (!tp_uploads_find(visit->server->uploads, live->draft, &draft, visit->arena)) {
            tp_visit_refuse(visit, 404, w_draft, "");
            return false;
        }
        live->data = draft.path;
    }
    live->status = set_stay(live, visit);
    if (live->status) {
        tp_live_end(live);
        tp_visit_failed(visit, live->status);
        return false;
    }
    const tp_warm_wanted wanted = {&live->offer, live->data, live->settings, live->n_settings};
    live->status =
        tp_warm_solve(visit->server->warmth, &wanted, &live->answer, &visit->diags, &visit->err);
    set_baseline(live, visit);
    if (!live->status || (live->status == TP_E_INPUT && live->answer.base))
        return true;
    tp_live_end(live);
    tp_visit_failed(visit, live->status);
    return false;
}

void tp_live_end(tp_live *live)
{
    tp_warm_answer_free(&live->answer);
}

void tp_live_address(tp_buf *out, const tp_live *live, const char *what)
{
    tp_buf_text(out, "/live/");
    tp_url_text(out, live->offer.slug);
    tp_buf_text(out, what);
    tp_buf_text(out, live->query);
}

void tp_live_tidy(tp_visit *visit, const char *what)
{
    tp_live live;
    tp_entry_fields fields;
    tp_buf to;
    if (!tp_live_begin(&live, visit))
        return;
    tp_buf_init(&to);
    if (tp_keys_of(&fields, live.answer.base->scenario, visit->arena, &visit->err))
        to.failed = true;
    tp_buf_text(&to, "/live/");
    tp_url_text(&to, live.offer.slug);
    tp_buf_text(&to, what);
    char between = '?';
    const char *ranged = tp_range_asked(visit);
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *asked = &visit->request->query.items[i];
        const tp_entry_field *field = tp_keys_find(&fields, asked->name);
        int period;
        bool lock = lock_of(asked->name, &period) != NULL;
        const char *base = field ? tp_control_base(&live, &fields, field) : NULL;
        if (asked->name[0] == '_' || !strcmp(asked->name, "lang") ||
            (base && tp_control_same(field->key, base, asked->value, visit->arena)) ||
            (!*asked->value && (lock || tp_stay_field(asked->name))) ||
            (ranged && tp_range_field(asked->name)))
            continue;
        tp_buf_char(&to, between);
        between = '&';
        tp_url_text(&to, asked->name);
        tp_buf_char(&to, '=');
        tp_url_text(&to, asked->value);
    }
    if (ranged && *ranged) {
        tp_buf_format(&to, "%crange=", between);
        tp_url_text(&to, ranged);
    }
    if (tp_buf_ok(&to))
        tp_visit_go(visit, "%s", to.bytes);
    else
        visit->out->failed = true;
    tp_buf_finish(&to);
    tp_live_end(&live);
}

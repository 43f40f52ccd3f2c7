#include "complete.h"

#include "domain/dataset.h"
#include "store/approval.h"
#include "workspace/workspace.h"

#include <string.h>

typedef struct completion {
    tp_buf *out;
    const tp_cli *cli;
    char **words;
    int count;
    const char *last; /* what is being typed */
    const tp_command *command;
    int named; /* how many words name the command */
} completion;

static void offer(const completion *c, const char *word, const char *text)
{
    if (strncmp(word, c->last, strlen(c->last)) != 0 || strpbrk(word, "\t\n"))
        return;
    tp_buf_text(c->out, word);
    if (text && *text && !strpbrk(text, "\t\n"))
        tp_buf_format(c->out, "\t%s", text);
    tp_buf_char(c->out, '\n');
}

/* First words of commands, or, after the first word of a family, its second ones. */
static void offer_commands(const completion *c, const char *family)
{
    const char *before = "";
    size_t length = family ? strlen(family) : 0;
    for (size_t i = 0; i < tp_n_commands; i++) {
        const char *name = tp_commands[i]->name;
        const char *brief = tp_words_in(tp_commands[i]->brief, c->cli->lang);
        if (family) {
            if (strncmp(name, family, length) == 0 && name[length] == ' ')
                offer(c, name + length + 1, brief);
            continue;
        }
        size_t first = strcspn(name, " ");
        if (strncmp(before, name, first) == 0 && before[first] == ' ')
            continue; /* a family is offered once */
        before = name;
        char *word = tp_arena_copy(c->cli->arena, name, first);
        if (word)
            offer(c, word, name[first] ? "" : brief);
    }
}

static bool is_family(const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < tp_n_commands; i++)
        if (strncmp(tp_commands[i]->name, word, length) == 0 && tp_commands[i]->name[length] == ' ')
            return true;
    return false;
}

static void offer_options(const completion *c)
{
    const tp_option *option;
    for (size_t i = 0; (option = tp_command_option(c->command, i)) != NULL; i++) {
        char *word = tp_arena_format(c->cli->arena, "--%s", option->name);
        if (word)
            offer(c, word, tp_words_in(option->help, c->cli->lang));
    }
}

static const tp_option *option_named(const completion *c, const char *word)
{
    const tp_option *option;
    for (size_t i = 0; (option = tp_command_option(c->command, i)) != NULL; i++) {
        bool is_long = strncmp(word, "--", 2) == 0 && strcmp(word + 2, option->name) == 0;
        bool is_short = option->letter && word[0] == '-' && word[1] == option->letter && !word[2];
        if (is_long || is_short)
            return option->value.en ? option : NULL;
    }
    return NULL;
}

/* --- what the store knows --- */

static tp_store *open_store(const completion *c, tp_diags *diags)
{
    tp_workspace found;
    tp_store *store = NULL;
    const char *named = NULL;
    tp_diags_init(diags, c->cli->arena);
    for (int i = 0; i + 1 < c->count; i++)
        if (strcmp(c->words[i], "--store") == 0)
            named = c->words[i + 1];
    const tp_store_options how = {.read_only = true, .wait_ms = 100, .diags = diags};
    if (tp_workspace_find(&found, named, NULL, c->cli->arena, NULL) || !found.exists ||
        tp_store_open(&store, found.store, &how, NULL))
        return NULL;
    return store;
}

static void offer_runs(const completion *c, tp_store *store)
{
    tp_run_row *rows;
    size_t count;
    offer(c, "latest", "");
    if (tp_store_list_runs(store, c->cli->arena, &rows, &count, NULL))
        return;
    for (size_t i = count; i-- > 0;) {
        char *id = tp_arena_copy(c->cli->arena, rows[i].run, 8);
        const char *title = tp_words_in(rows[i].title, c->cli->lang);
        if (id)
            offer(c, id, title && *title ? title : rows[i].scenario);
    }
}

static void offer_proposals(const completion *c, tp_store *store)
{
    tp_proposal_row *rows;
    size_t count;
    if (tp_proposals_list(store, c->cli->arena, &rows, &count, NULL))
        return;
    for (size_t i = count; i-- > 0;) {
        char *number = tp_arena_format(c->cli->arena, "%lld", (long long)rows[i].proposal);
        if (number)
            offer(c, number, rows[i].title);
    }
}

/* Of the dataset of the last run. */
static void offer_codes(const completion *c, tp_store *store, bool demands)
{
    tp_run_row *rows;
    tp_dataset_record record;
    tp_dataset *data = NULL;
    tp_diags diags;
    size_t count;
    tp_diags_init(&diags, c->cli->arena);
    if (tp_store_list_runs(store, c->cli->arena, &rows, &count, NULL) || !count ||
        tp_store_get_dataset(store, rows[count - 1].dataset_sha256, c->cli->arena, &record, NULL) ||
        tp_dataset_parse(&data, record.canonical.bytes, record.canonical.length, record.order.bytes,
                         &diags, NULL))
        return;
    for (int32_t i = 0; demands && i < data->n_demands; i++) {
        const tp_demand *d = &data->demands[i];
        offer(c, d->code, data->units[d->unit].name);
    }
    for (int32_t i = 0; !demands && i < data->n_units; i++)
        offer(c, data->units[i].code, data->units[i].name);
    tp_dataset_free(data);
}

/* By the word that stands for a value in help. */
static void offer_kind(const completion *c, const char *kind)
{
    tp_diags diags;
    bool file = strstr(kind, "FILE") || strstr(kind, "FOLDER") || strstr(kind, "DATA") ||
                strstr(kind, "PATH");
    if (file)
        tp_buf_text(c->out, ":file\n");
    if (strstr(kind, "COMMAND")) {
        offer_commands(c, NULL);
        return;
    }
    bool runs = strstr(kind, "RUN"), demands = strstr(kind, "DEMAND"), units = strstr(kind, "UNIT"),
         proposals = strstr(kind, "PROPOSAL");
    tp_store *store = runs || demands || units || proposals ? open_store(c, &diags) : NULL;
    if (!store)
        return;
    if (runs)
        offer_runs(c, store);
    if (proposals)
        offer_proposals(c, store);
    if (demands || units)
        offer_codes(c, store, demands);
    tp_store_close(store);
}

/* The word of `arguments` that stands for argument number `index`; the last one repeats if there
 * may be any number. */
static void offer_argument(const completion *c, int index)
{
    const char *at = c->command->arguments.en;
    const char *word = at;
    size_t length = 0;
    for (int i = 0; at && *at; i++) {
        at += strspn(at, " ");
        if (!*at)
            break;
        word = at;
        length = strcspn(at, " ");
        at += length;
        if (i == index)
            break;
    }
    if (c->command->most >= 0 && index >= c->command->most)
        return;
    char *kind = length ? tp_arena_copy(c->cli->arena, word, length) : NULL;
    if (kind)
        offer_kind(c, kind);
}

static void offer_value(const completion *c, const tp_option *option)
{
    for (const char *const *choice = option->choices; choice && *choice; choice++)
        offer(c, *choice, "");
    if (!option->choices)
        offer_kind(c, option->value.en);
}

void tp_complete(tp_buf *out, const tp_cli *cli, char **words, int count)
{
    completion c = {.out = out, .cli = cli, .words = words, .count = count};
    if (count < 1)
        return;
    c.last = words[count - 1];
    if (count > 1)
        c.command = tp_command_find(count - 1, words, &c.named);
    if (count == 1) {
        offer_commands(&c, NULL);
    } else if (!c.command || (c.named == 1 && count == 2 && is_family(words[0]))) {
        if (count == 2)
            offer_commands(&c, words[0]);
    }
    if (!c.command)
        return;
    const tp_option *of = count - 1 > c.named ? option_named(&c, words[count - 2]) : NULL;
    if (of) {
        offer_value(&c, of);
    } else if (c.last[0] == '-') {
        offer_options(&c);
    } else {
        int index = 0;
        for (int i = c.named; i < count - 1; i++) {
            if (option_named(&c, words[i]))
                i++;
            else if (words[i][0] != '-')
                index++;
        }
        offer_argument(&c, index);
    }
}

#include "base/sha256.h"
#include "evaluate/evidence.h"

#include <string.h>

/* Fields are ended by a tab, rows by a line end; texts hold neither (the readers see to it). */
enum { FLUSH = 1 << 16 };

typedef struct hasher {
    tp_sha256 *hash;
    tp_buf row;
} hasher;

static void flush(hasher *h, bool always)
{
    if (!tp_buf_ok(&h->row) || (!always && h->row.length < FLUSH))
        return;
    if (h->row.length)
        tp_sha256_add(h->hash, h->row.bytes, h->row.length);
    h->row.length = 0;
}

static void field(hasher *h, const char *text)
{
    tp_buf_text(&h->row, text);
    tp_buf_char(&h->row, '\t');
}

static void figure(hasher *h, int64_t value)
{
    tp_buf_int(&h->row, value);
    tp_buf_char(&h->row, '\t');
}

static void end_row(hasher *h)
{
    tp_buf_char(&h->row, '\n');
    flush(h, false);
}

static tp_status add_spec(hasher *h, const tp_spec *spec, tp_arena *scratch, tp_err *err)
{
    /* `data` says where the evidence lies, not what it is; its content follows. What is handed in
     * is no part of what is computed. */
    tp_node root = *spec->root;
    root.child = tp_arena_array(scratch, root.count + 1, sizeof *root.child);
    if (!root.child)
        return tp_fail_nomem(err);
    root.count = 0;
    for (size_t i = 0; i < spec->root->count; i++)
        if (strcmp(spec->root->child[i]->key, "data") &&
            strcmp(spec->root->child[i]->key, "evidence"))
            root.child[root.count++] = spec->root->child[i];
    tp_tree_write(&h->row, &root, false);
    flush(h, true);
    return TP_OK;
}

static void add_units(hasher *h, const tp_evidence *e)
{
    const tp_dataset *data = e->data;
    for (int32_t u = 0; u < data->n_units; u++) {
        const tp_unit *unit = &data->units[u];
        const int32_t names[] = {unit->kind, unit->system, unit->level, unit->region};
        field(h, "unit");
        field(h, unit->code);
        for (size_t k = 0; k < 4; k++)
            field(h, tp_dataset_name(data, names[k]));
        field(h, unit->parent == TP_ID_NONE ? "" : data->units[unit->parent].code);
        figure(h, e->in_post[u]);
        end_row(h);
    }
    for (int32_t i = 0; i < data->n_issues; i++) {
        const tp_issue *issue = &data->issues[i];
        field(h, "issue");
        field(h, issue->code);
        field(h, data->units[issue->unit].code);
        figure(h, issue->issue_class);
        figure(h, issue->found_on);
        figure(h, issue->due_on);
        figure(h, issue->closed_on);
        end_row(h);
    }
}

static void add_scores(hasher *h, const tp_spec *spec, const tp_evidence *e)
{
    for (size_t i = 0; i < e->n_scores; i++) {
        const tp_score *score = &e->scores[i];
        const tp_indicator *leaf = &spec->indicators[score->leaf];
        field(h, e->data->units[score->unit].code);
        field(h, leaf->id);
        field(h, e->sources[score->source].id);
        if (leaf->kind == TP_LEAF_MENU)
            field(h, leaf->options[score->value].label);
        else
            figure(h, score->value);
        end_row(h);
    }
}

static void add_tasks(hasher *h, const tp_evidence *e)
{
    for (size_t i = 0; i < e->n_works; i++) {
        const tp_work *task = &e->works[i];
        field(h, e->data->units[task->unit].code);
        field(h, task->name);
        figure(h, task->year);
        figure(h, task->volume);
        figure(h, task->hours_each);
        figure(h, task->difficulty);
        end_row(h);
    }
}

tp_status tp_evidence_identity(char hex[TP_SHA256_HEX], const tp_spec *spec,
                               const tp_evidence *evidence, tp_err *err)
{
    hasher h = {.hash = tp_sha256_create()};
    tp_arena *scratch = tp_arena_create();
    tp_buf_init(&h.row);
    tp_status status = h.hash && scratch ? TP_OK : tp_fail_nomem(err);
    if (!status)
        status = add_spec(&h, spec, scratch, err);
    if (!status) {
        add_units(&h, evidence);
        add_scores(&h, spec, evidence);
        add_tasks(&h, evidence);
        flush(&h, true);
        if (!tp_buf_ok(&h.row))
            status = tp_fail_nomem(err);
        else if (!tp_sha256_end(h.hash, hex))
            status = tp_fail(err, TP_E_INTERNAL, "SHA-256 failed");
    }
    tp_buf_finish(&h.row);
    tp_sha256_free(h.hash);
    tp_arena_free(scratch);
    return status;
}

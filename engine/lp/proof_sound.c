#include "lp/proof.h"

static bool form_sound(const tp_form *form, int32_t n_cols)
{
    for (int32_t k = 0; k < form->count; k++)
        if (form->col[k] < 0 || form->col[k] >= n_cols || !form->coef[k])
            return false;
    return form->count >= 0;
}

static bool leaf_sound(const tp_combination *leaf)
{
    for (int32_t k = 0; k < leaf->count; k++)
        if (leaf->row[k] < 0)
            return false;
    return leaf->count >= 0 && leaf->scale > 0;
}

bool tp_proof_sound(const tp_proof_node *tree, int32_t n_cols)
{
    for (const tp_proof_node *at = tree;;) {
        for (size_t i = 0; i < at->n_rows; i++)
            if (!form_sound(&at->rows[i].form, n_cols) ||
                !tp_proof_sound(at->rows[i].proof, n_cols))
                return false;
        if (!at->low && !at->high)
            return leaf_sound(&at->leaf);
        if (!at->low || !at->high || !at->form.count || !form_sound(&at->form, n_cols) ||
            !tp_proof_sound(at->low, n_cols))
            return false;
        at = at->high;
    }
}

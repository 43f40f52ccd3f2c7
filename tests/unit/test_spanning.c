/* Trees whose potentials are shifted by pieces, against potentials told anew after every move. */
#include "solve/network/spanning_tree.h"

#include "suite.h"

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

enum { MOST = 400 };

/* What every node should have: a potential, told one by one, and a size, counted by climbing. */
typedef struct model {
    int64_t pi[MOST + 1];
} model;

static bool below(const tp_spanning *t, int32_t v, int32_t top)
{
    while (v != TP_NO_NODE && v != top)
        v = t->node[v].parent;
    return v == top;
}

static void check(const tp_spanning *t, const model *m)
{
    int32_t size[MOST + 1] = {0};
    int wrong = 0;
    for (int32_t v = 0; v <= t->nodes; v++)
        for (int32_t u = v; u != TP_NO_NODE; u = t->node[u].parent)
            size[u]++;
    for (int32_t v = 0; v <= t->nodes; v++) {
        wrong += tp_spanning_potential(t, v) != m->pi[v];
        wrong += t->node[v].size != size[v];
    }
    ck_assert_int_eq(wrong, 0);
    ck_assert(t->pieces <= t->most_pieces);
}

static void grow(tp_spanning *t, model *m, int shape, uint64_t *seed)
{
    for (int32_t v = 0; v < t->nodes; v++) {
        /* a bush, a star, a chain, two stars on a chain */
        int32_t up = shape == 0   ? (int32_t)(draw(seed) % ((uint64_t)v + 1)) - 1
                     : shape == 1 ? -1
                     : shape == 2 ? v - 1
                                  : (v < 2 ? v - 1 : v % 2);
        tp_spanning_attach(t, v, up < 0 ? t->root : up, v);
    }
    tp_spanning_order(t);
    for (int32_t v = 0; v <= t->nodes; v++) {
        m->pi[v] = (int64_t)(draw(seed) % 2000) - 1000;
        t->node[v].own = (uint64_t)m->pi[v];
    }
    check(t, m);
}

static void move_once(tp_spanning *t, model *m, uint64_t *seed)
{
    uint64_t nodes = (uint64_t)t->nodes;
    tp_tree_move move = {.leaving = (int32_t)(draw(seed) % nodes),
                         .entering = (int32_t)(draw(seed) % nodes),
                         .rise = (int64_t)(draw(seed) % 2001) - 1000};
    do
        move.inner = (int32_t)(draw(seed) % nodes);
    while (!below(t, move.inner, move.leaving));
    do
        move.outer = (int32_t)(draw(seed) % (nodes + 1));
    while (below(t, move.outer, move.leaving));
    for (move.join = move.outer; !below(t, move.inner, move.join);)
        move.join = t->node[move.join].parent;
    for (int32_t v = 0; v <= t->nodes; v++)
        m->pi[v] += below(t, v, move.leaving) ? move.rise : 0;
    tp_spanning_move(t, &move);
    ck_assert_int_eq(t->node[move.inner].parent, move.outer);
    ck_assert_int_eq(t->node[move.inner].up_arc, move.entering);
    check(t, m);
}

START_TEST(spanning__potentials_are_those_of_single_nodes)
{
    tp_arena *arena = tp_arena_create();
    uint64_t seed = 88172645463325252u + (uint64_t)_i;
    const int32_t sizes[] = {1, 3, 20, 150, MOST};
    bool pieces = false;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        tp_spanning tree;
        model m;
        ck_assert(tp_spanning_init(&tree, arena, sizes[k]));
        grow(&tree, &m, _i, &seed);
        for (int i = 0; i < 300; i++) {
            move_once(&tree, &m, &seed);
            pieces = pieces || tree.pieces > 1;
        }
    }
    ck_assert(pieces);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("spanning");
    TCase *spanning = tcase_create("spanning");
    tcase_add_loop_test(spanning, spanning__potentials_are_those_of_single_nodes, 0, 4);
    suite_add_tcase(suite, spanning);
    return suite;
}

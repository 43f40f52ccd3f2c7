/* recheck FILE: checks a turnpool.certificate/2 with GMP alone, as engine/certify/CERTIFICATE.md
 * says it, and tells of each goal: proven, or what fails at which leaf. No code of the engine;
 * json.c reads. Exit code 0: all is proven; 1: something is not; 2: no such document. Most memory
 * is kept. */
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- section 1: columns in boxes, rows between sides ---- */

typedef struct range {
    mpz_t lo, hi;
    bool below, above; /* the side is there */
} range;

typedef struct row {
    size_t count, *col;
    mpz_t *coef;
    range in;
} row;

static size_t n_cols, n_rows, row_room, *touched, n_touched;
static range *box;
static row *rows;
static mpz_t *work, *answer; /* [n_cols] reduced costs, zero between uses; the point, NULL: none */
static bool *marked;
static long leaves;

static row new_row(const value *cols, const value *coefs)
{
    row r = {.count = cols->count,
             .col = need(calloc(cols->count + 1, sizeof *r.col)),
             .coef = need(calloc(cols->count + 1, sizeof *r.coef))};
    bool given = coefs->kind == 'a';
    if (given && coefs->count != cols->count)
        failed = "columns and coefficients differ in number";
    for (size_t k = 0; k < cols->count; k++) {
        r.col[k] = index_of(&cols->item[k], n_cols);
        mpz_init_set_ui(r.coef[k], 1);
        if (given && !failed)
            mpz_set(r.coef[k], whole(&coefs->item[k]));
    }
    mpz_inits(r.in.lo, r.in.hi, NULL);
    return r;
}

static void push(row r)
{
    if (n_rows == row_room)
        rows = need(realloc(rows, (row_room = 2 * row_room + 16) * sizeof *rows));
    rows[n_rows++] = r;
}

static void drop_to(size_t n)
{
    while (n_rows > n) {
        row *r = &rows[--n_rows];
        for (size_t k = 0; k < r->count; k++)
            mpz_clear(r->coef[k]);
        mpz_clears(r->in.lo, r->in.hi, NULL);
    }
}

/* ---- section 3: what multipliers prove ---- */

static void add_to(size_t j, mpz_srcptr factor, mpz_srcptr coef)
{
    if (!marked[j])
        touched[n_touched++] = j;
    marked[j] = true;
    mpz_addmul(work[j], factor, coef);
}

static void clear_work(void)
{
    while (n_touched) {
        mpz_set_ui(work[touched[--n_touched]], 0);
        marked[touched[n_touched]] = false;
    }
}

static void use_row(mpz_t sum, const row *r, mpz_srcptr y)
{
    mpz_t minus;
    if (mpz_sgn(y) && !(mpz_sgn(y) > 0 ? r->in.below : r->in.above))
        failed = "a multiplier leans on an open side";
    mpz_init(minus);
    mpz_neg(minus, y);
    mpz_addmul(sum, y, mpz_sgn(y) > 0 ? r->in.lo : r->in.hi);
    for (size_t k = 0; k < r->count; k++)
        add_to(r->col[k], minus, r->coef[k]);
}

static void use_boxes(mpz_t sum)
{
    for (size_t k = 0; k < n_touched; k++) {
        mpz_ptr d = work[touched[k]];
        mpz_addmul(sum, d, mpz_sgn(d) > 0 ? box[touched[k]].lo : box[touched[k]].hi);
    }
}

static void step_of(mpz_t gcd, const row *cost)
{
    mpz_set_ui(gcd, 0);
    for (size_t k = 0; cost && k < cost->count; k++)
        mpz_gcd(gcd, gcd, cost->coef[k]);
    if (mpz_sgn(gcd) == 0)
        mpz_set_ui(gcd, 1);
}

/* ---- section 4: proofs, a flat list of steps read from the front ---- */

typedef struct steps {
    const value *list;
    size_t next;
} steps;

typedef struct outcome {
    bool empty; /* there is no point */
    mpz_t bound;
} outcome;

static void leaf(const value *s, const row *cost, outcome *out)
{
    bool empty = get(s, "empty")->kind == 'a';
    const value *names = list(s, empty ? "empty" : "bound"), *y = list(s, "y");
    mpz_srcptr scale = number(s, "scale");
    mpz_t step;
    out->empty = empty;
    leaves++;
    if (!failed && (y->count != names->count || mpz_sgn(scale) <= 0))
        failed = "a leaf is not well formed";
    mpz_init(step);
    for (size_t k = 0; cost && !empty && k < cost->count; k++)
        add_to(cost->col[k], cost->coef[k], scale);
    for (size_t k = 0; k < names->count && !failed; k++)
        use_row(out->bound, &rows[index_of(&names->item[k], n_rows)], whole(&y->item[k]));
    use_boxes(out->bound);
    clear_work();
    if (empty && !failed && mpz_sgn(out->bound) <= 0)
        failed = "a case is not shown to be empty";
    step_of(step, cost);
    if (!failed) {
        mpz_cdiv_q(out->bound, out->bound, scale);
        mpz_cdiv_q(out->bound, out->bound, step);
        mpz_mul(out->bound, out->bound, step);
    }
}

static void node(steps *s, const row *cost, bool seen, int depth, outcome *out);

/* One case of a split: form <= at, or form >= at + 1. A single column's box
 * changes; else it is a row in scope. */
static void one_case(steps *s, const value *split, bool high, const row *cost, int depth,
                     outcome *out)
{
    row r = new_row(list(split, "split"), get(split, "coef"));
    bool single = r.count == 1 && mpz_cmp_ui(r.coef[0], 1) == 0;
    range *in = single ? &box[r.col[0]] : &r.in;
    mpz_ptr end = high ? in->lo : in->hi;
    mpz_t side, kept;
    if (failed)
        return;
    mpz_init_set(side, number(split, "at"));
    mpz_init_set(kept, end);
    mpz_add_ui(side, side, high);
    if (!single || (high ? mpz_cmp(side, end) > 0 : mpz_cmp(side, end) < 0))
        mpz_set(end, side);
    *(high ? &in->below : &in->above) = true;
    bool crossed = single && mpz_cmp(in->lo, in->hi) > 0;
    size_t before = n_rows;
    if (!single)
        push(r);
    node(s, cost, !crossed, depth + 1, out);
    drop_to(before);
    out->empty |= crossed;
    if (single)
        mpz_set(box[r.col[0]].lo == end ? box[r.col[0]].lo : box[r.col[0]].hi, kept);
}

static void derive(steps *s, const value *now, bool seen, int depth, outcome *out)
{
    outcome found = {0};
    row form = new_row(list(now, "derive"), get(now, "coef"));
    mpz_init(found.bound);
    node(s, &form, seen, depth + 1, &found);
    form.in.below = true;
    mpz_set(form.in.lo, found.bound);
    push(form);
    out->empty |= found.empty;
}

static void node(steps *s, const row *cost, bool seen, int depth, outcome *out)
{
    size_t before = n_rows;
    outcome low = {0}, high = {0};
    const value *now = &nothing;
    bool none = false;
    while (!failed) {
        if (s->next >= s->list->count || depth > 5000)
            failed = "the proof ends too early";
        now = failed ? &nothing : &s->list->item[s->next++];
        if (get(now, "derive")->kind != 'a')
            break;
        out->empty = false;
        derive(s, now, seen && !none, depth, out);
        none |= out->empty;
    }
    seen = seen && !none;
    if (!failed && get(now, "split")->kind == 'a') {
        mpz_inits(low.bound, high.bound, NULL);
        if (seen)
            one_case(s, now, false, cost, depth, &low);
        else
            node(s, cost, false, depth + 1, &low);
        if (seen && !failed)
            one_case(s, now, true, cost, depth, &high);
        else if (!failed)
            node(s, cost, false, depth + 1, &high);
        bool lower = high.empty || (!low.empty && mpz_cmp(low.bound, high.bound) < 0);
        out->empty = low.empty && high.empty;
        mpz_set(out->bound, lower ? low.bound : high.bound);
    } else if (!failed && seen) {
        leaf(now, cost, out);
    }
    out->empty |= none;
    drop_to(before);
}

static bool proves(const value *proof, const row *cost, outcome *out)
{
    steps s = {proof, 0};
    leaves = 0;
    if (proof->kind != 'a' || !proof->count)
        failed = "there is no proof";
    if (!failed)
        node(&s, cost, true, 0, out);
    if (!failed && s.next != proof->count)
        failed = "the proof goes on after its end";
    return !failed;
}

/* ---- section 5: tightening ---- */

/* A term of this rate stands within slack of its least. */
static void reach(range *in, mpz_srcptr rate, mpz_srcptr slack)
{
    mpz_t end;
    mpz_init(end);
    mpz_abs(end, rate);
    mpz_fdiv_q(end, slack, end);
    if (mpz_sgn(rate) > 0) {
        mpz_add(end, in->lo, end);
        if (!in->above || mpz_cmp(end, in->hi) < 0)
            mpz_set(in->hi, end);
        in->above = true;
    } else {
        mpz_sub(end, in->hi, end);
        if (!in->below || mpz_cmp(end, in->lo) > 0)
            mpz_set(in->lo, end);
        in->below = true;
    }
    mpz_clear(end);
}

/* Σ z·row - Σ z·row = 0, read as a sum over rows and columns: each term is near
 * its least. */
static void combine(row *const *of, const mpz_srcptr *z, size_t n)
{
    mpz_t slack;
    mpz_init(slack);
    for (size_t k = 0; k < n; k++)
        use_row(slack, of[k], z[k]);
    use_boxes(slack);
    mpz_neg(slack, slack);
    if (!failed && mpz_sgn(slack) < 0)
        failed = "a combination shows that nothing is left";
    for (size_t k = 0; k < n_touched && !failed; k++)
        if (mpz_sgn(work[touched[k]]))
            reach(&box[touched[k]], work[touched[k]], slack);
    for (size_t k = 0; k < n && !failed; k++)
        if (mpz_sgn(z[k]))
            reach(&of[k]->in, z[k], slack);
    clear_work();
}

/* The sides are rounded to what the free columns can reach; then each side is a
 * combination. */
static void visit(row *r)
{
    mpz_t fixed, gcd, one;
    mpz_inits(fixed, gcd, one, NULL);
    for (size_t k = 0; k < r->count; k++) {
        const range *b = &box[r->col[k]];
        if (mpz_cmp(b->lo, b->hi) == 0)
            mpz_addmul(fixed, r->coef[k], b->lo);
        else
            mpz_gcd(gcd, gcd, r->coef[k]);
    }
    for (int up = 0; up < 2 && mpz_sgn(gcd); up++) {
        mpz_ptr side = up ? r->in.hi : r->in.lo;
        mpz_sub(side, side, fixed);
        (up ? mpz_fdiv_q : mpz_cdiv_q)(side, side, gcd);
        mpz_mul(side, side, gcd);
        mpz_add(side, side, fixed);
    }
    bool below = r->in.below, above = r->in.above;
    for (int up = 0; up < 2; up++) {
        mpz_srcptr z = one;
        mpz_set_si(one, up ? -1 : 1);
        if (up ? above : below)
            combine(&r, &z, 1);
    }
}

static void tighten(const value *all)
{
    for (size_t i = 0; i < all->count && !failed; i++) {
        const value *visits = get(&all->item[i], "visit");
        bool visiting = visits->kind == 'a';
        const value *names = visiting ? visits : list(&all->item[i], "rows");
        const value *z = visiting ? visits : list(&all->item[i], "z");
        row **of = need(calloc(names->count + 1, sizeof *of));
        mpz_srcptr *by = need(calloc(names->count + 1, sizeof *by));
        if (z->count != names->count)
            failed = "a combination is not well formed";
        for (size_t k = 0; k < names->count && !failed; k++) {
            of[k] = &rows[index_of(&names->item[k], n_rows)];
            by[k] = whole(&z->item[k]);
            if (visiting && !failed)
                visit(of[k]);
        }
        if (!visiting && !failed)
            combine(of, by, names->count);
    }
}

/* ---- sections 2 and 6: the document, its tiers ---- */

static void read_space(const value *doc)
{
    const value *columns = list(doc, "columns"), *all = list(doc, "rows"), *x = list(doc, "answer");
    n_cols = columns->count;
    box = need(calloc(n_cols + 1, sizeof *box));
    work = need(calloc(n_cols + 1, sizeof *work));
    touched = need(calloc(n_cols + 1, sizeof *touched));
    marked = need(calloc(n_cols + 1, sizeof *marked));
    for (size_t j = 0; j < n_cols && !failed; j++) {
        const value *c = &columns->item[j];
        if (c->kind != 'a' || c->count != 3)
            failed = "a column is not well formed";
        mpz_init(work[j]);
        mpz_init_set(box[j].lo, failed ? work[j] : whole(&c->item[1]));
        mpz_init_set(box[j].hi, failed ? work[j] : whole(&c->item[2]));
        box[j].below = box[j].above = true;
    }
    for (size_t i = 0; i < all->count && !failed; i++) {
        const value *lo = get(&all->item[i], "lo"), *hi = get(&all->item[i], "hi");
        row r = new_row(list(&all->item[i], "col"), list(&all->item[i], "coef"));
        if ((r.in.below = lo->kind == 'i'))
            mpz_set(r.in.lo, lo->number);
        if ((r.in.above = hi->kind == 'i'))
            mpz_set(r.in.hi, hi->number);
        push(r);
    }
    if (!failed && x->count && x->count != n_cols)
        failed = "the answer has not a figure for each column";
    answer = x->count && !failed ? need(calloc(n_cols, sizeof *answer)) : NULL;
    for (size_t j = 0; answer && j < n_cols; j++)
        mpz_init_set(answer[j], whole(&x->item[j]));
}

static bool within(mpz_srcptr v, const range *in)
{
    return (!in->below || mpz_cmp(v, in->lo) >= 0) && (!in->above || mpz_cmp(v, in->hi) <= 0);
}

static void activity(mpz_t sum, const row *r)
{
    mpz_set_ui(sum, 0);
    for (size_t k = 0; k < r->count; k++)
        mpz_addmul(sum, r->coef[k], answer[r->col[k]]);
}

static bool answer_keeps(void)
{
    bool kept = answer != NULL;
    mpz_t sum;
    mpz_init(sum);
    for (size_t j = 0; j < n_cols && kept; j++)
        kept = within(answer[j], &box[j]);
    for (size_t i = 0; i < n_rows && kept; i++) {
        activity(sum, &rows[i]);
        kept = within(sum, &rows[i].in);
    }
    return kept;
}

/* NULL: proven, and the answer has the value. What later tiers keep becomes a
 * row. */
static const char *linear(const value *tier)
{
    const char *sense = get(tier, "sense")->text, *why = NULL;
    bool max = sense && strcmp(sense, "max") == 0;
    row cost = new_row(list(tier, "cost_col"), list(tier, "cost"));
    mpz_srcptr value_ = number(tier, "value"), share = number(tier, "concede");
    outcome found = {0};
    mpz_t want, is, gcd;
    mpz_inits(want, is, gcd, found.bound, NULL);
    for (size_t k = 0; max && k < cost.count; k++)
        mpz_neg(cost.coef[k], cost.coef[k]);
    mpz_sub(want, value_, number(tier, "constant"));
    if (max)
        mpz_neg(want, want);
    if (!proves(get(tier, "proof"), &cost, &found))
        why = failed;
    else if (found.empty || mpz_cmp(found.bound, want) != 0)
        why = "the proof shows another value than is stated";
    failed = NULL;
    activity(is, &cost);
    if (!why && mpz_sgn(share) == 0 && mpz_cmp(is, want) != 0)
        why = "the answer does not have the value stated";
    if (max)
        mpz_neg(is, is);
    mpz_add(is, is, number(tier, "constant"));
    if (!why && mpz_cmp(is, number(tier, "final")) != 0)
        why = "the answer does not have the final value stated";
    mpz_abs(cost.in.hi, value_);
    mpz_mul(cost.in.hi, cost.in.hi, share);
    mpz_fdiv_q_ui(cost.in.hi, cost.in.hi, 1000000);
    mpz_add(cost.in.hi, cost.in.hi, want);
    step_of(gcd, &cost);
    for (size_t k = 0; k < cost.count; k++)
        mpz_divexact(cost.coef[k], cost.coef[k], gcd);
    mpz_fdiv_q(cost.in.hi, cost.in.hi, gcd);
    cost.in.above = true;
    push(cost);
    return why;
}

/* Lower sides of the groups' rows: ceil(θ·(1 - share)·total) - base, θ = top /
 * bottom. */
static void raise_groups(const value *tier, mpz_srcptr top, mpz_srcptr bottom, mpz_srcptr share)
{
    const value *groups = list(tier, "groups");
    mpz_t side, below;
    mpz_inits(side, below, NULL);
    for (size_t g = 0; g < groups->count && !failed; g++) {
        range *in = &rows[index_of(get(&groups->item[g], "row"), n_rows)].in;
        mpz_ui_sub(side, 1000000, share);
        mpz_mul(side, side, top);
        mpz_mul(side, side, number(&groups->item[g], "total"));
        mpz_mul_ui(below, bottom, 1000000);
        mpz_cdiv_q(side, side, below);
        mpz_sub(side, side, number(&groups->item[g], "base"));
        if (!in->below || mpz_cmp(side, in->lo) > 0)
            mpz_set(in->lo, side);
        in->below = true;
    }
}

/* Every k / total above θ is at least what is refuted. */
static bool follows(const value *tier, mpz_srcptr top, mpz_srcptr bottom, mpz_srcptr next_top,
                    mpz_srcptr next_bottom)
{
    const value *groups = list(tier, "groups");
    bool is = mpz_sgn(next_bottom) > 0;
    mpz_t k, other;
    mpz_inits(k, other, NULL);
    for (size_t g = 0; g < groups->count && is && !failed; g++) {
        mpz_srcptr total = number(&groups->item[g], "total");
        mpz_mul(k, top, total);
        mpz_fdiv_q(k, k, bottom);
        mpz_add_ui(k, k, 1);
        mpz_mul(k, k, next_bottom);
        mpz_mul(other, next_top, total);
        is = mpz_cmp(k, other) >= 0;
    }
    return is;
}

static const char *ratio(const value *tier)
{
    mpz_srcptr top = number(tier, "numerator"), bottom = number(tier, "denominator");
    mpz_srcptr next_top = number(tier, "next_numerator");
    mpz_srcptr next_bottom = number(tier, "next_denominator");
    const char *why = failed;
    outcome found = {0};
    mpz_t none;
    mpz_inits(none, found.bound, NULL);
    for (size_t g = 0; g < list(tier, "groups")->count && !failed; g++)
        if (mpz_sgn(number(&list(tier, "groups")->item[g], "total")) <= 0)
            failed = why = "a group asks for nothing";
    if (failed || mpz_sgn(bottom) <= 0)
        return failed = failed ? failed : "the ratio is none";
    if (mpz_cmp(top, bottom) < 0 && !follows(tier, top, bottom, next_top, next_bottom)) {
        why = "what is refuted does not follow the ratio stated";
    } else if (mpz_cmp(top, bottom) < 0) { /* a ratio of 1 is the most there can be */
        mpz_t *lo = need(calloc(n_rows + 1, sizeof *lo));
        bool *below = need(calloc(n_rows + 1, sizeof *below));
        for (size_t i = 0; i < n_rows; i++) {
            mpz_init_set(lo[i], rows[i].in.lo);
            below[i] = rows[i].in.below;
        }
        raise_groups(tier, next_top, next_bottom, none);
        if (failed || !proves(get(tier, "proof"), NULL, &found))
            why = failed;
        else if (!found.empty)
            why = "the proof does not refute the next ratio";
        failed = NULL;
        for (size_t i = 0; i < n_rows; i++) {
            mpz_swap(rows[i].in.lo, lo[i]);
            rows[i].in.below = below[i];
        }
    }
    raise_groups(tier, top, bottom, number(tier, "concede"));
    mpz_mul_ui(none, top, 1000000);
    mpz_fdiv_q(none, none, bottom);
    if (!why && mpz_cmp(none, number(tier, "value")) != 0)
        why = "the value stated is not the ratio";
    const value *groups = list(tier, "groups");
    mpz_set_ui(found.bound, 1000000);
    for (size_t g = 0; g < groups->count && !failed; g++) {
        activity(none, &rows[index_of(get(&groups->item[g], "row"), n_rows)]);
        mpz_add(none, none, number(&groups->item[g], "base"));
        mpz_mul_ui(none, none, 1000000);
        mpz_fdiv_q(none, none, number(&groups->item[g], "total"));
        if (mpz_cmp(none, found.bound) < 0)
            mpz_set(found.bound, none);
    }
    if (!why && mpz_cmp(found.bound, number(tier, "final")) != 0)
        why = "the answer does not have the final value stated";
    return why;
}

static int check_tiers(const value *doc)
{
    const value *tiers = list(doc, "tiers");
    int bad = !answer_keeps();
    if (bad)
        puts("the answer does not keep every row and box");
    for (size_t t = 0; t < tiers->count && answer; t++) {
        const value *tier = &tiers->item[t];
        const char *kind = get(tier, "kind")->text, *goal = get(tier, "goal")->text;
        leaves = 0;
        tighten(list(tier, "tighten"));
        const char *why = failed                               ? failed
                          : kind && strcmp(kind, "ratio") == 0 ? ratio(tier)
                                                               : linear(tier);
        if (!why && !answer_keeps())
            why = "the answer lies outside what is held";
        why = why ? why : failed;
        goal = goal ? goal : "?";
        if (why)
            printf("%s: not proven: %s (leaf %ld)\n", goal, why, leaves);
        else
            printf("%s: proven, %ld leaves\n", goal, leaves);
        bad |= why != NULL;
        if (failed)
            break;
    }
    return bad || failed || (answer && !tiers->count);
}

static int check(const value *doc)
{
    const char *status = get(doc, "status")->text, *schema = get(doc, "schema")->text;
    outcome found = {0};
    read_space(doc);
    if (!schema || strcmp(schema, "turnpool.certificate/2") != 0)
        failed = "this is not a turnpool.certificate/2";
    if (failed || !status) {
        fprintf(stderr, "recheck: the document is not well formed: %s\n", failed);
        return 2;
    }
    if (strcmp(status, "infeasible") != 0)
        return check_tiers(doc);
    mpz_init(found.bound);
    for (size_t j = 0; j < n_cols; j++)
        found.empty |= mpz_cmp(box[j].lo, box[j].hi) > 0;
    bool shown = found.empty || (proves(get(doc, "refutation"), NULL, &found) && found.empty);
    if (shown)
        printf("no answer: proven, %ld leaves\n", leaves);
    else
        printf("no answer: not proven: %s (leaf %ld)\n", failed ? failed : "something is left",
               leaves);
    return !shown;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: recheck FILE (a turnpool.certificate/2)\n", stderr);
        return 2;
    }
    const value doc = read_document(argv[1]);
    return check(&doc);
}

"""recheck.py FILE: checks a turnpool.certificate/2 as engine/certify/CERTIFICATE.md says it; whoever wants
a checker of his own may begin here. Exit code 0: every goal (or the contradiction) is proven; 1: not."""
import json
import sys
from math import gcd

sys.setrecursionlimit(100000)


class Fault(Exception):
    pass


def want(fact, what):
    if not fact:
        raise Fault(what)


def ceil_div(a, b):
    return -(-a // b)


def form(cols, coefs):
    coefs = [1] * len(cols) if coefs is None else coefs
    want(len(cols) == len(coefs), "columns and coefficients differ in number")
    return list(zip(cols, coefs))


class Space:
    """Section 1: boxes [lo, hi] by column; rows [form, lo, hi], a side None where there is none."""

    def __init__(self, doc):
        self.box = [[lo, hi] for _, lo, hi in doc["columns"]]
        self.rows = [[form(r["col"], r["coef"]), r["lo"], r["hi"]] for r in doc["rows"]]

    def least(self, terms, cost):
        """Section 3: Σ over rows of y·side, and over columns of d·end, d = cost - Σ y·coef."""
        total, d = 0, dict()
        for j, c in cost:
            d[j] = d.get(j, 0) + c
        for i, y in terms:
            want(0 <= i < len(self.rows), "no such row")
            side = self.rows[i][1] if y > 0 else self.rows[i][2]
            want(y == 0 or side is not None, "a multiplier leans on an open side")
            total += y * (side or 0)
            for j, a in self.rows[i][0]:
                d[j] = d.get(j, 0) - y * a
        return total + sum(v * self.box[j][v < 0] for j, v in d.items()), d


def step_of(cost):
    return gcd(*[c for _, c in cost]) or 1


class Proof:
    """Section 4. node() gives the bound, None where there is no point."""

    def __init__(self, space, steps):
        self.space, self.steps, self.next = space, steps, 0

    def take(self):
        want(self.next < len(self.steps), "the proof ends too early")
        self.next += 1
        return self.steps[self.next - 1]

    def all(self, cost):
        if any(lo > hi for lo, hi in self.space.box):
            return None
        found = self.node(cost)
        want(self.next == len(self.steps), "the proof goes on")
        return found

    def node(self, cost, seen=True):
        s, kept = self.space, len(self.space.rows)
        step = self.take()
        while "derive" in step:
            row = form(step["derive"], step.get("coef"))
            low = self.node(row, seen)
            seen = seen and low is not None
            s.rows.append([row, low or 0, None])
            step = self.take()
        if "split" in step:
            both = [self.case(step, cost, high, seen) for high in (False, True)]
            both = [b for b in both if b is not None]
            found = min(both) if both else None
        else:
            found = self.leaf(step, cost) if seen else None
        del s.rows[kept:]
        return found if seen else None

    def case(self, step, cost, high, seen):
        s, at, what = self.space, step["at"] + high, form(step["split"], step.get("coef"))
        if len(what) == 1 and what[0][1] == 1:
            j = what[0][0]
            kept = s.box[j]
            s.box[j] = [max(kept[0], at), kept[1]] if high else [kept[0], min(kept[1], at)]
            inside = s.box[j][0] <= s.box[j][1]
            found = self.node(cost, seen and inside)
            s.box[j] = kept
            return found
        s.rows.append([what, at if high else None, None if high else at])
        found = self.node(cost, seen)
        s.rows.pop()
        return found

    def leaf(self, step, cost):
        empty = "empty" in step
        rows, scale = step["empty" if empty else "bound"], step["scale"]
        want(scale > 0 and len(rows) == len(step["y"]), "a leaf is not well formed")
        scaled = [] if empty else [(j, scale * c) for j, c in cost]
        total, _ = self.space.least(zip(rows, step["y"]), scaled)
        if empty:
            want(total > 0, "a case is not shown to be empty")
            return None
        g = step_of(cost)
        return ceil_div(ceil_div(total, scale), g) * g


def combine(s, terms):
    """Section 5: each term stands within the slack of its least."""
    total, d = s.least(terms, [])
    want(total <= 0, "a combination shows that nothing is left")
    for at, v in [(s.rows[i], z) for i, z in terms] + [(s.box[j], v) for j, v in d.items()]:
        lo, hi = (1, 2) if len(at) == 3 else (0, 1)
        if v > 0:
            end = at[lo] + -total // v
            at[hi] = end if at[hi] is None else min(at[hi], end)
        elif v < 0:
            end = at[hi] - -total // -v
            at[lo] = end if at[lo] is None else max(at[lo], end)


def tighten(s, steps):
    for step in steps:
        if "rows" in step:
            want(len(step["rows"]) == len(step["z"]), "a combination is not well formed")
            combine(s, list(zip(step["rows"], step["z"])))
        for i in step.get("visit", []):
            row = s.rows[i]
            free = [a for j, a in row[0] if s.box[j][0] < s.box[j][1]]
            fixed = sum(a * s.box[j][0] for j, a in row[0] if s.box[j][0] == s.box[j][1])
            g = gcd(*free) if free else 0
            if g and row[1] is not None:
                row[1] = fixed + g * ceil_div(row[1] - fixed, g)
            if g and row[2] is not None:
                row[2] = fixed + g * ((row[2] - fixed) // g)
            below, above = row[1] is not None, row[2] is not None
            if below:
                combine(s, [(i, 1)])
            if above:
                combine(s, [(i, -1)])


def value_of(what, x):
    return sum(c * x[j] for j, c in what)


def linear(s, tier, x):
    sign = -1 if tier["sense"] == "max" else 1
    cost = [(j, sign * c) for j, c in form(tier["cost_col"], tier["cost"])]
    aim = sign * (tier["value"] - tier["constant"])
    want(Proof(s, tier["proof"]).all(cost) == aim, "the proof shows another value")
    want(tier["constant"] + sign * value_of(cost, x) == tier["final"], "the answer has another value")
    want(tier["concede"] or tier["final"] == tier["value"], "the answer does not have the value")
    g = step_of(cost)
    s.rows.append([[(j, c // g) for j, c in cost], None,
                   (aim + abs(tier["value"]) * tier["concede"] // 10**6) // g])


def needs(tier, top, bottom):
    return [(g["row"], ceil_div(top * g["total"], bottom) - g["base"]) for g in tier["groups"]]


def raise_rows(s, sides):
    for i, side in sides:
        s.rows[i][1] = side if s.rows[i][1] is None else max(s.rows[i][1], side)


def ratio(s, tier, x):
    top, bottom = tier["numerator"], tier["denominator"]
    want(bottom > 0 and tier["value"] == top * 10**6 // bottom, "the value is not the ratio's")
    if top < bottom:
        n, d = tier["next_numerator"], tier["next_denominator"]
        want(d > 0 and n * bottom > top * d, "the next ratio is not above")
        for g in tier["groups"]:  # the least k/total above the ratio is not below the next
            k = top * g["total"] // bottom + 1
            want(k * d >= n * g["total"] or k > g["total"], "a ratio between is left out")
        kept = [list(r) for r in s.rows]
        raise_rows(s, needs(tier, n, d))
        want(Proof(s, tier["proof"]).all([]) is None, "more is not ruled out")
        s.rows = kept
    own = [(g["base"] + value_of(s.rows[g["row"]][0], x), g["total"]) for g in tier["groups"]]
    want(tier["final"] == min([k * 10**6 // t for k, t in own] + [10**6]), "the answer has another ratio")
    raise_rows(s, needs(tier, top * (10**6 - tier["concede"]), bottom * 10**6))


def check(doc):
    want(doc["schema"] == "turnpool.certificate/2", "no certificate/2")
    s, x = Space(doc), doc["answer"]
    if doc["status"] == "infeasible":
        want(Proof(s, doc["refutation"]).all([]) is None, "the contradiction is not shown")
        return
    inside = len(x) == len(s.box) and all(lo <= v <= hi for v, (lo, hi) in zip(x, s.box))
    want(inside, "the answer is outside")
    for what, lo, hi in s.rows:
        v = value_of(what, x)
        want((lo is None or lo <= v) and (hi is None or v <= hi), "the answer breaks a row")
    for tier in doc["tiers"]:
        tighten(s, tier.get("tighten", []))
        (ratio if tier["kind"] == "ratio" else linear)(s, tier, x)


if __name__ == "__main__":
    try:
        check(json.load(open(sys.argv[1], encoding="utf-8")))
    except (Fault, KeyError, TypeError, IndexError) as fault:
        sys.exit(f"not proven: {fault}")
    print("proven")

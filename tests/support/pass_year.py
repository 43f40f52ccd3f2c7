#!/usr/bin/env python3
"""Lets the first year of a plan pass as it assumes, in the data: people leave as known, those taken on
are in post, what was given is asked no more; and works out what of the plan is left.

  pass_year.py DATA PLAN.json NEXT   DATA, PLAN.json: as planned; NEXT: the folder of the year after

Prints, one a line: `return DEMAND-OR-UNIT COUNT` for what has gone back by then (a unit for loans from
before), `again D1, D2 …` for those that go on under their numbers, and `rest STATUTORY NEED`. For a scenario of whole months without tranches, with weights by
sector alone, whose periods weigh the same; running loans go back wholly unless KEPT says otherwise.
"""
import csv
import json
import os
import shutil
import sys

KEPT = {"U052": 2}
WEIGHT = {"教育": 2, "卫生健康": 2}


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder, name, fields, items):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fields, lineterminator="\n", extrasaction="ignore")
        out.writeheader()
        out.writerows(items)


def main():
    data, plan, after = sys.argv[1:4]
    with open(plan, encoding="utf-8") as file:
        periods = json.load(file)["horizon"]["periods"]
    begins = [p["from"] for p in periods]
    given = [{loan["demand"]: loan for loan in p["loans"]} for p in periods]
    shutil.copytree(data, after)
    os.remove(os.path.join(after, "vacancies.csv"))  # every vacancy counts, however young
    asked = rows(data, "demands.csv")
    hired, back = {}, {}
    for d in asked:
        loan = given[0].get(d["demand"])
        if not loan:
            continue
        line = d["unit"], d["category"]
        hired[line] = hired.get(line, 0) + loan["own"] + loan["count"]
        more = given[1][d["demand"]]["own"] - loan["own"]
        back[d["demand"]] = min(loan["count"], more)
    posts = rows(data, "posts.csv")
    for at in posts:
        line = at["unit"], at["category"]
        number = {k: int(at[k] or 0) for k in ("authorised", "in_post", "committed", "lent", "borrowed")}
        people = number["in_post"] + number["committed"]
        leave = sum(int(a["count"]) for a in rows_of(line, data) if begins[0] < a["on"] <= begins[1])
        right = number["authorised"] - number["lent"] + number["borrowed"]
        stay = max(0, people - leave)
        fresh = max(0, right - stay) - max(0, right - people)
        gone = max(0, min(fresh, number["borrowed"] - KEPT.get(at["unit"], 0)))
        if gone:
            print("return", at["unit"], gone)
        at["in_post"] = stay + hired.get(line, 0) - number["committed"]
    write(after, "posts.csv", ["unit", "category", "authorised", "in_post", "committed", "cap"], posts)
    for demand, count in back.items():
        if count:
            print("return", demand, count)
    left, again = [], []
    for d in asked:
        loan = given[0].get(d["demand"])
        had = loan["own"] + loan["count"] if loan else 0
        if int(d["quantity"]) == had:
            continue
        rest = dict(d, quantity=int(d["quantity"]) - had, minimum=max(0, int(d["minimum"] or 0) - had))
        again += [d["demand"]] if loan and loan["count"] else []
        left.append(rest)
    write(after, "demands.csv", list(asked[0]), left)
    print("again", ", ".join(again))
    print("rest", *worth(asked, given, {u["unit"]: u["system"] for u in rows(data, "units.csv")}))


def rows_of(line, data, known={}):
    for a in rows(data, "attrition.csv") if not known else []:
        known.setdefault((a["unit"], a["category"]), []).append(a)
    return known.get(line, [])


def worth(asked, given, system):
    """Statutory shortfall and need of the later periods; loans that ran on are the new year's no more."""
    statutory = need = 0
    for d in asked:
        first = given[0].get(d["demand"], {"own": 0, "count": 0})
        for later in given[1:]:
            loan = later.get(d["demand"], {"own": 0, "count": 0})
            ran_on = max(0, first["count"] - (loan["own"] - first["own"]))
            need += WEIGHT.get(d["sector"] or system[d["unit"]], 1) * (loan["count"] - ran_on)
            if d["class"] == "statutory":
                statutory += int(d["quantity"]) - loan["own"] - loan["count"]
    return statutory, need


main()

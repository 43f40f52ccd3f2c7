"""Solves a free MPS file as `turnpool model` writes it with the HiGHS that scipy carries.

Prints "value seconds", the processor time of the solver's call alone. usage: highs.py FILE lp|mip
"""
import sys
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

path, kind = sys.argv[1:3]
rows, kinds, cols, cost = {}, [], {}, []
ri, ci, co = [], [], []
rhs, ranges, lower, upper = {}, {}, {}, {}
section = ""
for line in open(path, encoding="utf-8"):
    word = line.split()
    if not word or line[0] == "*":
        continue
    if line[0] not in " \t":
        section = word[0]
    elif section == "ROWS":
        if word[0] != "N":
            rows[word[1]] = len(rows)
            kinds.append(word[0])
    elif section == "COLUMNS" and "'MARKER'" not in word:
        j = cols.setdefault(word[0], len(cols))
        if j == len(cost):
            cost.append(0.0)
        for name, value in zip(word[1::2], word[2::2]):
            if name in rows:
                ri.append(rows[name])
                ci.append(j)
                co.append(float(value))
            else:
                cost[j] = float(value)
    elif section in ("RHS", "RANGES"):
        for name, value in zip(word[1::2], word[2::2]):
            (rhs if section == "RHS" else ranges)[rows[name]] = float(value)
    elif section == "BOUNDS":
        j, value = cols[word[2]], float(word[3]) if len(word) > 3 else 0.0
        if word[0] in ("LO", "FX"):
            lower[j] = value
        if word[0] in ("UP", "FX"):
            upper[j] = value
        if word[0] == "BV":
            upper[j] = 1.0
lo, hi = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
for i, k in enumerate(kinds):
    b = rhs.get(i, 0.0)
    if k in "LE":
        hi[i] = b
    if k in "GE":
        lo[i] = b
    if i in ranges and k == "L":
        lo[i] = b - ranges[i]
    if i in ranges and k == "G":
        hi[i] = b + ranges[i]
n = len(cols)
matrix = csr_matrix((co, (ri, ci)), shape=(len(rows), n))
low = np.array([lower.get(j, 0.0) for j in range(n)])
up = np.array([upper.get(j, np.inf) for j in range(n)])
c = np.array(cost)
if kind == "lp":
    same, below, above = lo == hi, np.isfinite(hi) & (lo != hi), np.isfinite(lo) & (lo != hi)
    from scipy.sparse import vstack

    a_ub = vstack([matrix[below], -matrix[above]])
    b_ub = np.concatenate([hi[below], -lo[above]])
    begun = time.process_time()
    r = linprog(c, a_ub, b_ub, matrix[same], hi[same], np.column_stack([low, up]), method="highs")
else:
    begun = time.process_time()
    r = milp(c, integrality=np.ones(n), bounds=Bounds(low, up),
             constraints=LinearConstraint(matrix, lo, hi), options={"mip_rel_gap": 0.0})
spent = time.process_time() - begun
if r.status != 0:
    sys.exit(f"highs.py: {r.message}")
print(f"{r.fun:.6f} {spent:.6f}")

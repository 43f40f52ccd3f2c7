"""Several years: a plan against one year of the same data, and against HiGHS on the plan's program.

Kinds: `free`, and `ceiling`, where a ceiling on the intake of a year crosses every pool. One year is the
same scenario with `horizon.periods=1`; they take turns, and the ratio is that of medians.
"""
import statistics
import subprocess

PERIODS = 5
CITY, PROVINCE = 5000, 100000


class Years:
    def __init__(self, bench):
        self.bench = bench

    def instance(self, units, kind):
        base = self.bench.path(f"years.{kind}.{units}")
        subprocess.run([self.bench.generate, "--units", str(units), "--years", str(PERIODS), "--out",
                        base], check=True)
        if kind == "free":
            with open(base + "/scenario.yaml", encoding="utf-8") as file:
                text = file.read()
            with open(base + "/scenario.yaml", "w", encoding="utf-8") as file:
                file.write(text[:text.index("\nlimits:") + 1])
        return base

    def turns(self, base, rounds):
        """Runs of one year and of all, in turn; stops where one does not end."""
        one, all_years = [], []
        for _ in range(rounds):
            one.append(self.bench.mine(base, ["--set", "horizon.periods=1"]))
            all_years.append(self.bench.mine(base))
            if one[-1].problem or all_years[-1].problem or self.bench.late():
                break
        return one, all_years

    def problem(self, runs, what):
        bad = next((r.problem for r in runs if r.problem), "")
        if bad:
            self.bench.say(f"  {what}: {bad}")
        return bad

    def city(self, kind):
        bench, base = self.bench, self.instance(CITY, kind)
        one, plan = self.turns(base, bench.args.rounds * 3)
        if self.problem(one + plan, kind):
            return
        took = [statistics.median(r.ran.cpu for r in runs) for runs in (one, plan)]
        bench.figure["years", kind] = took[1] / took[0]
        bench.say(f"  {kind:<8} one year {took[0]:.3f} s, {PERIODS} years {took[1]:.3f} s: "
                  f"{took[1] / took[0]:.1f} times; median of {len(one)}"
                  + ("" if all(r.proven() for r in plan) else ", NOT PROVEN"))
        self.against(base, kind, plan)

    def against(self, base, kind, plan):
        """HiGHS on the program of tier need as exported."""
        bench = self.bench
        peer = next((p for p in bench.peers if p.name == "highs-scipy" and p.there), None)
        size, why = bench.program(base, "mps")
        if not peer or why:
            bench.say(f"  {kind:<8} HiGHS: {why or 'not installed'}")
            return
        need = statistics.median(max(r.took("need"), 1e-4) for r in plan)
        want, answers = plan[0].tier["need"][0], []
        for _ in range(bench.args.rounds):
            answer = peer.solve(base, True, bench.left(bench.args.cut_off), bench.path("peer"))
            if answer.failure:
                bench.say(f"  {kind:<8} HiGHS: {answer.failure}")
                return
            if abs(answer.value + want) > 1e-6 * (1 + abs(want)):
                bench.wrong.append(f"highs-scipy, {PERIODS} years, {kind}: {-answer.value}, not {want}")
            answers.append(answer.solve)
        theirs = statistics.median(answers)
        bench.figure["years highs", kind] = theirs / need
        bench.say(f"  {kind:<8} need: {need:.4f} s, HiGHS {theirs:.4f} s on {size:.0f} MB: "
                  f"{theirs / need:.1f} times ours")

    def province(self, kind):
        bench, base = self.bench, self.instance(PROVINCE, kind)
        one, plan = self.turns(base, 1)
        bench.forget(f"years.{kind}.{PROVINCE}*")
        if self.problem(one + plan, "province"):
            return
        ratio = plan[0].ran.mb / one[0].ran.mb
        bench.figure["years memory"] = max(ratio, bench.figure.get("years memory", 0))
        bench.say(f"  {PROVINCE} units, {kind}: one year {one[0].ran.cpu:.1f} s, {one[0].ran.mb:.0f} MB; "
                  f"{PERIODS} years {plan[0].ran.cpu:.1f} s, {plan[0].ran.mb:.0f} MB"
                  + ("" if plan[0].proven() else ", NOT PROVEN"))

    def run(self):
        self.bench.say(f"\n{PERIODS} years of {CITY} units against one, whole command")
        for kind in ("free", "ceiling"):
            self.city(kind)
        for kind in ("free", "ceiling"):
            self.province(kind)

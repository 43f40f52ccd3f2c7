"""Random structures: turnpool beside the other solvers over many draws, told as distributions.

A draw is a seed of `generate --structure random`. Each is solved by turnpool (all tiers, with their
certificates) and its tier `need` by the peers that take whole numbers; the peer's time by turnpool's is
the ratio. What a draw cannot show (a contradiction) is counted, not left out in silence.
"""
import math
import shutil
import subprocess

# Peers that are asked for many draws: the fastest general ones.
ASKED = ("highs-scipy", "cbc")


def quantile(values, part):
    found = sorted(values)
    return found[min(len(found) - 1, int(part * len(found)))] if found else float("nan")


class Draws:
    def __init__(self, bench):
        self.bench, self.whole = bench, {}  # (units, seed) -> processor seconds of the whole run

    def instance(self, units, seed):
        base = self.bench.path(f"draw.{units}.{seed}")
        subprocess.run([self.bench.generate, "--structure", "random", "--seed", str(seed), "--units",
                        str(units), "--out", base], check=True)
        return base

    def one(self, units, seed, peers, found):
        """Adds one draw to what was found."""
        bench, base = self.bench, self.instance(units, seed)
        try:
            mine = bench.mine(base)
            if mine.ran.code == 4 and not mine.ran.cut:
                found["contradictions"] += 1
                return
            if mine.problem or "need" not in mine.tier:
                found["unproven"].append((seed, mine.problem or "no answer"))
                return
            self.whole[units, seed] = mine.ran.cpu
            open_tiers = [goal for goal, (_, proven) in mine.tier.items() if not proven]
            if open_tiers:
                found["unproven"].append((seed, " ".join(open_tiers)))
            else:
                found["proven"] += 1
            megabytes, why = bench.program(base, "mps")
            if why:
                return
            found["size"] += megabytes
            self.ask(base, units, seed, peers, mine, found)
        finally:
            shutil.rmtree(base, ignore_errors=True)
            bench.forget(f"draw.{units}.{seed}.*")

    def ask(self, base, units, seed, peers, mine, found):
        bench, want = self.bench, mine.tier["need"][0]
        need = max(mine.took("need"), 1e-4)
        tiers = max(sum(mine.took(goal) for goal in mine.tier) + mine.stage.get("answer.ties", 0), 1e-4)
        for peer in peers:
            answer = peer.solve(base, True, bench.left(bench.args.cut_off), bench.path("peer"))
            ratios = found["ratios"].setdefault(peer.name, [])
            if answer.cut:
                found["cut"][peer.name] = found["cut"].get(peer.name, 0) + 1
                ratios.append((answer.cpu / need, answer.cpu / tiers, seed))
            elif answer.failure:
                found["cut"][peer.name] = found["cut"].get(peer.name, 0) + 1
            else:
                ratios.append((answer.solve / need, answer.solve / tiers, seed))
                if mine.tier["need"][1] and abs(answer.value + want) > 1e-6 * (1 + abs(want)):
                    bench.wrong.append(
                        f"{peer.name} at {units}, draw {seed}: {-answer.value}, not {want}")

    def run(self, units, count):
        bench = self.bench
        peers = [p for p in bench.peers if p.there and p.name in ASKED]
        found = {"contradictions": 0, "proven": 0, "unproven": [], "ratios": {}, "cut": {}, "size": 0}
        done = 0
        for seed in range(1, count + 1):
            if bench.late():
                break
            self.one(units, seed, peers, found)
            done += 1
        bench.say(f"\n{units} units, {done} random structures: {found['proven']} proven in all tiers, "
                  f"{len(found['unproven'])} not, {found['contradictions']} contradictions")
        for seed, why in found["unproven"]:
            bench.say(f"  not proven: draw {seed}: {why}")
        if found["ratios"]:
            bench.say(f"  {'ratio of':<13} {'draws':>6} {'worst':>8} {'quarter':>8} {'median':>8}"
                      f" {'cut off':>8}   on all our tiers: {'worst':>8} {'median':>8}")
        for name, ratios in found["ratios"].items():
            need, tiers = [r[0] for r in ratios], [r[1] for r in ratios]
            worst = min(ratios)
            bench.figure[name, units] = worst[0], quantile(need, 0.5), min(tiers)
            bench.say(f"  {name:<13} {len(need):>6} {worst[0]:>8.2f} {quantile(need, 0.25):>8.2f}"
                      f" {quantile(need, 0.5):>8.2f} {found['cut'].get(name, 0):>8}"
                      f"   {'':>17} {min(tiers):>8.2f} {quantile(tiers, 0.5):>8.2f}"
                      f"   (worst: draw {worst[2]})")
        if bench.args.short:
            bench.wrong.extend(f"draw {s} at {units}: not proven: {w}" for s, w in found["unproven"])

    def growth(self):
        """Exponents of the whole run over the same draw, from each size to the largest there is."""
        by_seed = {}
        for (units, seed), seconds in self.whole.items():
            by_seed.setdefault(seed, {})[units] = seconds
        exponents = [(math.log(s[max(s)] / s[min(s)]) / math.log(max(s) / min(s)), seed)
                     for seed, s in by_seed.items() if max(s) > min(s) and s[min(s)] > 0]
        if exponents:
            worst = max(exponents)
            self.bench.say(f"\n  growth over the same draw: median exponent "
                           f"{quantile([e[0] for e in exponents], 0.5):.2f}, worst {worst[0]:.2f} "
                           f"(draw {worst[1]}), {len(exponents)} draws")

"""Work shared out: what eight shards cost beside the whole, how merging grows, how far it goes.

Overhead and speed-up are of a sweep of 600 points of the sample city and of a city of 5,000 units:
processor seconds of all processes, and the wall's for one and two at a time, whole and shards in turn.
Merging is of eight parts of ever more runs of a case of two units. What 64 and 1,000 machines would give
is simulated: a sweep of so many points that each shard has about ten minutes, whose points cost what those
measured did (drawn from the shards' own records, seed fixed), all shards started at once, then the merge.
"""
import glob
import os
import random
import sqlite3
import statistics
import subprocess
import time

CITY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scenarios", "sample-city",
                    "baseline.yaml")
SHARDS = 8
RUNS = (1000, 3000, 10000)  # in each of eight parts
TASK_SECONDS = 600  # what a task on a cluster is cut for (tools/turnpool/slurm_script.c)
CITY_SWEEP = ["--vary", "reserve.share=0:0.29:0.01", "--vary", "borrow.max_share=0.105:0.2:0.005"]
LARGE_SWEEP = ["--vary", "reserve.count=0:29:1", "--vary", "borrow.max_share=0.105:0.2:0.005"]
SMALL = {
    "units.csv": "unit,name,kind,system,level,region,parent\nU1,a,事业单位,s,c,r,\nU2,b,事业单位,s,c,r,\n",
    "posts.csv": "unit,category,authorised,in_post,committed\nU1,事业,40000,12,0\nU2,事业,50,50,0\n",
    "outcomes.csv": "unit,evaluated_on,grade,score,saturation\nU1,2026-05-31,良好,85,0.5\n"
                    "U2,2026-05-31,良好,88,1.1\n",
    "demands.csv": "demand,unit,category,quantity,class,sector,filed_on\n"
                   "D1,U2,事业,5,statutory,s,2026-04-01\n",
}
PLAN = ("schema: turnpool.scenario/1\nname: small\ntitle: {zh: 小例, en: Small}\ndata: data\n"
        "as_of: 2026-06-30\npools: {by: all}\n")


def cpu_of(before, after):
    return after.children_user + after.children_system - before.children_user - before.children_system


class Shards:
    def __init__(self, bench):
        self.bench = bench

    def turnpool(self, *words):
        done = subprocess.run([self.bench.turnpool, *words], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise RuntimeError(f"turnpool {words[0]}: {done.stderr.decode(errors='replace')[-400:]}")

    def sweep(self, scenario, vary, store, *more):
        self.turnpool("sweep", scenario, *vary, "--jobs", "1", "--store", store, *more)

    def parts(self, scenario, vary, name, of, at_once=1):
        """All shards, so many at a time; processor and wall seconds."""
        paths = [self.bench.path(f"{name}-{i}.db") for i in range(1, of + 1)]
        begun, wall = os.times(), time.monotonic()
        running = []
        for number, path in enumerate(paths, 1):
            running.append(subprocess.Popen(
                [self.bench.turnpool, "sweep", scenario, *vary, "--jobs", "1", "--shard",
                 f"{number}/{of}", "--store", path], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            while len(running) >= at_once:
                if running[0].wait():
                    raise RuntimeError(f"shard of {name} failed")
                running.pop(0)
        for child in running:
            if child.wait():
                raise RuntimeError(f"shard of {name} failed")
        return paths, cpu_of(begun, os.times()), time.monotonic() - wall

    def timed(self, do):
        begun, wall = os.times(), time.monotonic()
        do()
        return cpu_of(begun, os.times()), time.monotonic() - wall

    def digest(self, store):
        return subprocess.run([self.bench.turnpool, "store", "digest", "--store", store],
                              capture_output=True, check=True).stdout

    def overhead(self, kind, scenario, vary, rounds):
        """Whole, shards one and two at a time, and the merge, in turn."""
        bench, took = self.bench, {"whole": [], "shards": [], "merge": [], "wall": [], "wall 1": [],
                                   "wall 2": []}
        for _ in range(rounds):
            for path in glob.glob(bench.path("shards-*")):
                os.remove(path)
            whole, merged = bench.path("shards-whole.db"), bench.path("shards-merged.db")
            cpu, wall = self.timed(lambda: self.sweep(scenario, vary, whole))
            took["whole"].append(cpu)
            took["wall"].append(wall)
            paths, cpu, wall = self.parts(scenario, vary, "shards-one", SHARDS)
            took["shards"].append(cpu)
            took["wall 1"].append(wall)
            took["wall 2"].append(self.parts(scenario, vary, "shards-two", SHARDS, 2)[2])
            took["merge"].append(self.timed(lambda: self.turnpool("merge", *paths, "-o", merged))[0])
            if self.digest(whole) != self.digest(merged):
                bench.wrong.append(f"shards of {kind} joined are not the whole")
        mid = {name: statistics.median(values) for name, values in took.items()}
        ratio = statistics.median(s / w for s, w in zip(took["shards"], took["whole"]))
        speed = statistics.median(a / b for a, b in zip(took["wall 1"], took["wall 2"]))
        bench.figure["shards", kind] = ratio
        bench.say(f"  {kind:<8} whole {mid['whole']:.2f} s, {SHARDS} shards {mid['shards']:.2f} s: "
                  f"{ratio:.2f} times; merge {mid['merge']:.2f} s; wall: whole {mid['wall']:.1f} s, "
                  f"1 process {mid['wall 1']:.1f} s, 2 processes {mid['wall 2']:.1f} s: "
                  f"{speed:.2f} times as fast; median of {rounds}")
        return paths, mid["merge"]

    def costs(self, paths):
        """(seconds, points) of each shard, as its part says."""
        out = []
        for path in paths:
            with sqlite3.connect(path) as store:
                out.append((store.execute("SELECT processor_ms FROM shard").fetchone()[0] / 1000,
                            store.execute("SELECT count(*) FROM sweep_point").fetchone()[0]))
        return out

    def simulate(self, scenario, vary, paths, merge):
        bench, measured = self.bench, self.costs(paths)
        lone = bench.path("shards-lone.db")
        points = sum(n for _, n in measured)
        self.sweep(scenario, vary, lone, "--shard", f"1/{points}")
        first = self.costs([lone])[0][0]
        each = [(s - first) / max(n - 1, 1) for s, n in measured]
        fixed = max(first - statistics.mean(each), 0)
        join = merge / points
        bench.say(f"  measured: {fixed:.3f} s before the first point, {min(each):.4f} to {max(each):.4f} s "
                  f"a point, {join * 1000:.2f} ms a point to join")
        rng = random.Random(1)
        for machines in (64, 1000):
            a_shard = int(TASK_SECONDS / statistics.mean(each))
            # A shard is made of blocks from all over the range: its mean is drawn from the measured.
            shard = [fixed + a_shard * rng.choice(each) for _ in range(machines)]
            alone = fixed + sum(s - fixed for s in shard)
            last = max(shard)
            joined = join * a_shard * machines
            bench.figure["machines", machines] = alone / last
            bench.say(f"  simulated, {machines} machines, {a_shard * machines} points: one machine "
                      f"{alone / 3600:.1f} h, the longest shard {last / 60:.1f} min: {alone / last:.0f} times; "
                      f"with the merge ({joined / 60:.1f} min on one) {alone / (last + joined):.0f} times")

    def merging(self, sizes):
        bench, base = self.bench, self.bench.path("shards.small")
        os.makedirs(base + "/data", exist_ok=True)
        for name, text in SMALL.items():
            with open(f"{base}/data/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        with open(base + "/plan.yaml", "w", encoding="utf-8") as file:
            file.write(PLAN)
        took = []
        for runs in sizes:
            vary = ["--vary", f"reserve.count=0:{runs * SHARDS - 1}:1"]
            paths, _, _ = self.parts(base + "/plan.yaml", vary, "shards-merge", SHARDS, 2)
            whole = bench.path("shards-merge.db")
            cpu, _ = self.timed(lambda: self.turnpool("merge", *paths, "-o", whole))
            took.append(cpu / (runs * SHARDS) * 1e6)
            bench.say(f"  merge of {SHARDS} stores of {runs} runs: {cpu:.2f} s, {took[-1]:.0f} µs a run, "
                      f"{os.path.getsize(whole) / 1e6:.0f} MB")
            for path in [*paths, whole]:
                os.remove(path)
        bench.figure["shards merge"] = took[-1] / took[0]

    def run(self):
        bench = self.bench
        short = bench.args.short
        bench.say("\nwork shared out")
        if short:
            self.overhead("sample", CITY, ["--vary", "reserve.count=0:5:1", "--vary",
                                           "borrow.max_share=0.11,0.15"], 1)
            return
        paths, merge = self.overhead("sample", CITY, CITY_SWEEP, bench.args.rounds)
        self.simulate(CITY, CITY_SWEEP, paths, merge)
        base = bench.path("shards.city")
        subprocess.run([bench.generate, "--units", "5000", "--out", base], check=True)
        city = base + "/scenario.yaml"
        paths, merge = self.overhead("city", city, LARGE_SWEEP, bench.args.rounds)
        self.simulate(city, LARGE_SWEEP, paths, merge)
        self.merging(RUNS)

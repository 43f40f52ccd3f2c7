"""The page: a city of 5,000 units under the rules of every sample scenario, each lever moved.

Milliseconds from the request to the answer's last byte, of one planner alone and of 20 at once, every
value asked for the first time; beside a cold `turnpool run` of the same, as processes. The city's first
regions are called as the sample's are, so that its ceilings, transfers and earmarks have something to
hold. The scenario straight from the evaluation is left out: it wants facts for every unit. And memory:
40 cities opened in turn, 20 of them held.
"""
import glob
import os
import re
import shutil
import subprocess

SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scenarios", "sample-city")
REGIONS = {"区县1": "市本级", "区县2": "青禾县", "区县3": "岚谷县"}
LEFT_OUT = ("evaluated", "evaluation")
ROUNDS, PLANNERS, CITIES = 4, 20, 40


class Page:
    def __init__(self, bench):
        self.bench = bench
        beside = os.path.join(os.path.dirname(bench.turnpool), "..", "..", "tests", "bench")
        self.levers = os.path.join(beside, "bench_levers")
        self.serve = os.path.join(beside, "bench_serve")

    def city(self, units):
        folder = self.bench.path("page")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.join(self.bench.instance(units, "plain"), "data"),
                        os.path.join(folder, "data"))
        for path in glob.glob(os.path.join(SAMPLE, "*.yaml")):
            shutil.copy(path, folder)
        table = os.path.join(folder, "data", "units.csv")
        with open(table, encoding="utf-8") as file:
            text = file.read()
        for old, new in REGIONS.items():
            text = text.replace(f",{old},", f",{new},")
        with open(table, "w", encoding="utf-8") as file:
            file.write(text)
        return folder

    def ask(self, words):
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RuntimeError(f"{os.path.basename(words[0])}: {done.stderr[-400:]}")
        return done.stdout

    def run(self):
        units = 5000
        folder = self.city(units)
        names = sorted(os.path.basename(path)[:-5] for path in glob.glob(os.path.join(folder, "*.yaml")))
        print(f"\n{units} units in the page, ms: each lever moved {ROUNDS} times, to answers not asked before\n"
              f"  {'':<11} {'levers':>6} {'asked':>6} {'median':>7} {'95 %':>7} {'cpu':>6} {'cpu 95':>7}"
              f" {'20: 50 %':>9} {'95 %':>7} {'cold':>7} {'cpu':>6}  slowest lever", flush=True)
        worst, ratio = 0, []
        for name in names:
            if name in LEFT_OUT:
                continue
            found = dict(line.split(" ", 1) for line in self.ask(
                [self.levers, folder, name, self.bench.turnpool, str(ROUNDS), str(PLANNERS)])
                .splitlines())
            alone, many, cold, asked = (found[key].split() for key in ("alone", "planners", "cold", "asked"))
            print(f"  {name:<11} {asked[0]:>6} {asked[1]:>6} {alone[0]:>7} {alone[1]:>7} {alone[2]:>6}"
                  f" {alone[3]:>7} {many[0]:>9} {many[1]:>7} {cold[0]:>7} {cold[1]:>6}  {alone[4]} {alone[5]}",
                  flush=True)
            worst = max(worst, float(alone[1]))
            ratio.append(float(alone[2]) / float(cold[1]))
        memory = self.ask([self.serve, "--cities", str(CITIES), folder, "baseline"])
        print("\n" + "".join(f"  {line}\n" for line in memory.splitlines()), end="", flush=True)
        figures = self.bench.figure
        figures["page"], figures["page cold"] = worst, max(ratio)
        held = {int(n): float(mb) for n, mb in re.findall(r"memory, (\d+) asked for +([\d.]+)", memory)}
        figures["page memory"], figures["page growth"] = held[20], held[CITIES] / held[20]

"""The other solvers there are, each asked for the least value of one and the same MPS or LP file."""
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import clock

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST = 0.001  # seconds: what can be told at all


@dataclass
class Answer:
    value: float = None  # as minimised
    solve: float = 0.0  # processor seconds of the solver's own work, else of its whole process
    cpu: float = 0.0
    mb: float = 0.0
    failure: str = ""  # why there is no value
    cut: bool = False


def _python():
    for python in ("/usr/bin/python3", "python3"):
        if shutil.which(python) and not subprocess.run(
                [python, "-c", "import scipy.optimize"], capture_output=True, check=False).returncode:
            return python
    return None


def _module():
    places = [os.environ.get("HIGHS_MODULE", ""), os.path.join(HERE, "../../node_modules/highs")]
    if shutil.which("npm"):
        root = subprocess.run(["npm", "root", "-g"], capture_output=True, text=True, check=False)
        places.append(os.path.join(root.stdout.strip(), "highs"))
    return next((os.path.abspath(p) for p in places if p and os.path.isdir(p)), None)


def _last(pattern, text):
    found = re.findall(pattern, text, re.MULTILINE)
    return float(found[-1]) if found else None


def _two(text):
    words = text.split()[-2:]
    return (float(words[0]), float(words[1])) if len(words) == 2 else (None, None)


def _solution(path):
    try:
        with open(path, encoding="utf-8") as file:
            return _last(r"^s .* (\S+)$", "".join(next(file, "") for _ in range(40)))
    except OSError:
        return None


@dataclass
class Peer:
    name: str
    there: bool
    command: list  # {mps}, {lp}, {sol}, {kind} are filled in
    read: object  # (text of its output, path of its solution) -> (value, seconds or None)
    where: str  # what to install
    relaxes: bool = False  # knows no whole numbers
    reads: str = "mps"
    sign: int = field(default=1)  # -1: the file it reads maximises

    def solve(self, base, whole, seconds, out):
        """Solves base.mps (or .lp); `whole`: columns must be whole, which is not so by itself."""
        solution = out + ".sol"
        words = {"mps": base + ".mps", "lp": base + ".lp", "sol": solution,
                 "kind": "mip" if whole else "lp"}
        ran = clock.run([w.format(**words) for w in self.command], out, seconds)
        answer = Answer(solve=ran.cpu, cpu=ran.cpu, mb=ran.mb, cut=ran.cut)
        with open(out, encoding="utf-8", errors="replace") as file:
            value, spent = self.read(file.read(), solution)
        for path in (out, solution):
            if os.path.exists(path):
                os.remove(path)
        if ran.cut:
            answer.failure = f"cut off at {seconds:.0f} s"
        elif ran.code or value is None:
            answer.failure = f"no answer (exit {ran.code})"
        else:
            answer.value = self.sign * value
            # Some tell the wall clock: never more than the processor's.
            answer.solve = max(LEAST, ran.cpu if spent is None else min(spent, ran.cpu))
        return answer


def peers():
    python, module = _python(), _module()
    return [
        Peer("highs-scipy", bool(python),
             [python or "", os.path.join(HERE, "highs.py"), "{mps}", "{kind}"],
             lambda text, _: _two(text), "python3-scipy"),
        Peer("highs-npm", bool(module and shutil.which("node")),
             ["node", os.path.join(HERE, "highs.cjs"), module or "", "{lp}"],
             lambda text, _: _two(text), "npm install highs, or HIGHS_MODULE", reads="lp", sign=-1),
        Peer("clp", bool(shutil.which("clp")), ["clp", "{mps}", "-solve"],
             lambda text, _: (_last(r"^Optimal objective (\S+)", text),
                              _last(r"^Optimal objective .* time ([\d.]+)", text)),
             "coinor-clp", relaxes=True),
        Peer("cbc", bool(shutil.which("cbc")),
             ["cbc", "{mps}", "-ratio", "0", "-allow", "0", "-solve"],
             lambda text, _: (_last(r"^(?:Objective value:|Optimal objective)\s+(\S+)", text),
                              _last(r"^Time \(CPU seconds\):\s+(\S+)", text)),
             "coinor-cbc"),
        Peer("glpsol", bool(shutil.which("glpsol")),
             ["glpsol", "--freemps", "{mps}", "-w", "{sol}"],
             lambda text, path: (_solution(path), _last(r"^Time used:\s+(\S+)", text)),
             "glpk-utils"),
        Peer("lp_solve", bool(shutil.which("lp_solve")),
             ["lp_solve", "-fmps", "{mps}", "-S1", "-S3", "-time", "-e", "0.000001", "-ga", "0",
              "-gr", "0"],
             lambda text, _: (_last(r"^Value of objective function:\s+(\S+)", text),
                              _last(r"solving:\s+([\d.]+)s", text)),
             "lp-solve"),
    ]

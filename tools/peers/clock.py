"""Runs a command within limits and says what it took."""
import os
import resource
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass

# A child inherits the peak memory of the process that forked it, so a small one in between: time(1).
TIME = shutil.which("time")


@dataclass
class Ran:
    code: int  # exit code, 128 + signal
    cpu: float  # processor seconds, of all threads
    mb: float  # peak memory; 0: not known
    cut: bool  # ended by a limit of time
    full: bool  # ended because a file grew beyond its limit


def _peak(path):
    try:
        with open(path, encoding="utf-8") as file:
            return float(file.read().split()[-1]) / 1024
    except (OSError, ValueError, IndexError):
        return 0.0


def run(command, out, seconds, most_mb=0):
    """`out` gets its output, `out`.err its messages. `seconds` are the processor's; three times as
    many may pass on the wall. Files it writes may have `most_mb` (0: any)."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 3))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if most_mb:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_mb << 20, most_mb << 20))

    spent = out + ".time"
    if os.path.exists(spent):
        os.remove(spent)
    if TIME:
        command = [TIME, "-o", spent, "-f", "%M", *command]
    overdue = threading.Event()
    with open(out, "wb") as output, open(out + ".err", "wb") as errors:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                                 start_new_session=True, preexec_fn=limit)

        def end():
            overdue.set()
            os.killpg(child.pid, signal.SIGKILL)

        watch = threading.Timer(3 * seconds + 30, end)
        watch.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
        finally:
            watch.cancel()
    child.returncode = code = os.waitstatus_to_exitcode(status)
    code = 128 - code if code < 0 else code
    cpu, mb = usage.ru_utime + usage.ru_stime, _peak(spent)  # time(1) tells hundredths only
    cut = overdue.is_set() or code in (128 + signal.SIGXCPU, 128 + signal.SIGKILL)
    return Ran(code, cpu, mb, cut, code == 128 + signal.SIGXFSZ)

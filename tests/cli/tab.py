"""tab.py SHELL SETUP WORDS WANTED: starts SHELL at a terminal, types SETUP and Enter, then WORDS and Tab (twice in
bash, which lists at the second), and waits until it shows WANTED. Exit code 0: it did, at this first time."""
import os
import pty
import re
import select
import sys
import time

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "\t\t"),
    "zsh": (["zsh", "-f", "-i"], "\t"),
    "fish": (["fish", "-i"], "\t"),
}


COLOURS = re.compile(rb"\x1b(\[[0-9;?]*[a-zA-Z]|\(B|\][^\x07]*\x07)")


def main():
    shell, setup, words, wanted = sys.argv[1:]
    command, tab = SHELLS[shell]
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm", COLUMNS="100", LINES="40")
        os.execvp(command[0], command)
    shown = b""

    def until(text, seconds):
        """Reads until `text` was shown; answers what fish asks a terminal at its start."""
        nonlocal shown
        end = time.monotonic() + seconds
        while time.monotonic() < end and text.encode() not in COLOURS.sub(b"", shown):
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                got = os.read(terminal, 65536)
            except OSError:
                return False
            if b"\x1b[c" in got or b"\x1b[0c" in got:
                os.write(terminal, b"\x1b[?62c")
            shown += got
        return text.encode() in COLOURS.sub(b"", shown)

    # The mark is put together by the shell, so that its echo is not taken for the answer.
    os.write(terminal, (setup + "; echo re''ady\n").encode())
    ready = until("ready", 20)
    shown = b""
    os.write(terminal, (words + tab).encode())
    found = ready and until(wanted, 20)
    if not found:
        print(f"{shell}: {words} and Tab do not show {wanted}:", repr(shown.decode(errors='replace')))
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    return not found


sys.exit(main())

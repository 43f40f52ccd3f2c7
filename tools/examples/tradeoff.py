#!/usr/bin/env python3
"""Draws what a reserve costs: need covered against the share every pool keeps.

    python3 tradeoff.py baseline.yaml tradeoff.svg [libturnpool.so.0]

Uses libturnpool through ctypes and nothing outside Python's own library; the picture is SVG.
"""
import ctypes
import json
import sys


class Options(ctypes.Structure):
    """turnpool_options of turnpool.h, member by member."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("scenario", ctypes.c_char_p),
        ("store", ctypes.c_char_p),
        ("create", ctypes.c_int),
        ("language", ctypes.c_char_p),
        ("now", ctypes.c_char_p),
        ("settings", ctypes.POINTER(ctypes.c_char_p)),
        ("stop", ctypes.c_void_p),
        ("user", ctypes.c_void_p),
    ]


def load(path):
    lib = ctypes.CDLL(path)
    handle = ctypes.c_void_p
    lib.turnpool_open.argtypes = [ctypes.POINTER(handle), ctypes.POINTER(Options)]
    lib.turnpool_set.argtypes = [handle, ctypes.POINTER(ctypes.c_char_p)]
    lib.turnpool_solve.argtypes = [handle, ctypes.POINTER(handle)]
    lib.turnpool_document.argtypes = [
        handle, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t)]
    lib.turnpool_messages.argtypes = lib.turnpool_close.argtypes = [handle]
    lib.turnpool_run_free.argtypes = [handle]
    lib.turnpool_free.argtypes = [ctypes.c_void_p]
    lib.turnpool_messages.restype = ctypes.c_char_p
    lib.turnpool_close.restype = lib.turnpool_run_free.restype = lib.turnpool_free.restype = None
    return lib


def check(lib, t, status):
    if status:
        sys.exit(lib.turnpool_messages(t).decode() if t else "out of memory")


def document(lib, t, setting):
    """The run document of the scenario with one setting."""
    run, text, length = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_size_t()
    settings = (ctypes.c_char_p * 2)(setting.encode(), None)
    check(lib, t, lib.turnpool_set(t, settings))
    check(lib, t, lib.turnpool_solve(t, ctypes.byref(run)))
    check(lib, t, lib.turnpool_document(run, ctypes.byref(text), ctypes.byref(length)))
    out = json.loads(ctypes.string_at(text.value, length.value))
    lib.turnpool_free(text)
    lib.turnpool_run_free(run)
    return out


def svg(points, label):
    """A polyline through (share, need), with axes that say where they end."""
    wide, high, left, below = 640, 360, 70, 40
    top = max(y for _, y in points) or 1
    right = max(x for x, _ in points) or 1
    at = [(left + x / right * (wide - left - 20), high - below - y / top * (high - below - 30))
          for x, y in points]
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{s:.0%}: {v:g}</title></circle>'
        for (x, y), (s, v) in zip(at, points))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">'
        f"<title>{label}</title><style>text{{font:14px sans-serif}}</style>"
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>{marks}'
        f'<path d="M{left} 20V{high - below}H{wide - 20}" fill="none" stroke="#444"/>'
        f'<text x="{left - 6}" y="34" text-anchor="end">{top:g}</text>'
        f'<text x="{left - 6}" y="{high - below}" text-anchor="end">0</text>'
        f'<text x="{left}" y="{high - 14}">0 %</text>'
        f'<text x="{wide - 20}" y="{high - 14}" text-anchor="end">{right:.0%}</text></svg>\n')


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    lib = load(sys.argv[3] if len(sys.argv) == 4 else "libturnpool.so.0")
    t = ctypes.c_void_p()
    options = Options(size=ctypes.sizeof(Options), scenario=sys.argv[1].encode(), language=b"en")
    check(lib, t, lib.turnpool_open(ctypes.byref(t), ctypes.byref(options)))
    points = []
    for percent in range(0, 55, 5):
        out = document(lib, t, f"reserve.share={percent / 100:g}")
        need = next(tier["value"] for tier in out["tiers"] if tier["goal"] == "need")
        points.append((percent / 100, float(need)))
        print(f"{percent:3} %  need {need}  {out['status']}")
    lib.turnpool_close(t)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(svg(points, "need covered against the reserve every pool keeps"))


if __name__ == "__main__":
    main()

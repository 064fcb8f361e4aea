#!/usr/bin/env python3
"""Runs two builds of breakeven on the same random command lines and compares their answers.

    python3 ci/compare.py OLD NEW COUNT [SEED] [--names FOLDER] [--show N] [--jobs N] [--timeout S]

A change that is to change no answer is shown to change none: each figure of the JSON answers is
compared. What comes out is how many lines are of each kind, and every difference that is more than a
last digit, with the command line that shows it:

    same         the same bytes
    last digit   figures apart by at most 1e-9 of their size, and nothing else
    flips        besides that only `verdict.flips`: the inputs whose flips differ are named
    words        besides that only sentences, warnings and sources
    verdict      another option is the verdict
    other        anything else
    refused      only one of them answers, or their refusals differ
    both refuse  in the same words: no question, and not among the COUNT
    too slow     one of them took longer than the timeout

Flags that one of the two does not know, or does not take as they are typed here, are left out, and so are names that --names (default: profiles/
beside this folder) does not have. The exit code is 0 when no line is of a kind below `last digit`.
"""

import argparse
import collections
import concurrent.futures
import json
import math
import pathlib
import random
import re
import shlex
import subprocess
import sys
import time

TODAY = "2026-11-29"
CLOSE = 1e-9
WORDS = {"sentence", "because", "assumed", "warnings", "sources", "message", "label", "chosen", "note"}
FINE = ["same", "last digit", "both refuse"]
KINDS = ["same", "last digit", "flips", "words", "verdict", "other", "refused", "too slow", "both refuse"]


def flags_of(program):
    text = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
    known = set(re.findall(r"^\s+(?:-\w, )?(--[a-z0-9-]+)", text, re.M))
    # Early builds drew at least once.
    if run(program, ["--volume", "5M/day", "--draws", "0"], 60)[0] != 0:
        known.discard("--draws")
    return known


def names_of(folder):
    """The names that profiles in a folder give, by kind."""
    names = collections.defaultdict(set)
    for file in sorted(folder.rglob("*.toml")):
        for kind, name in re.findall(r'^\[(\w+)\."?([^"\]]+)"?\]', file.read_text(), re.M):
            names[kind].add(name)
    return {kind: sorted(found) for kind, found in names.items()}


class Lines:
    """Random command lines, each likely to be a question that has an answer."""

    def __init__(self, seed, names, known):
        self.rng = random.Random(seed)
        self.names = names
        self.known = known

    def chance(self, share):
        return self.rng.random() < share

    def some(self, kind, most=2):
        return ",".join(self.rng.sample(self.names[kind], self.rng.randint(1, most)))

    def near(self, low, high, digits=2):
        return round(self.rng.uniform(low, high), digits)

    def log(self, low, high):
        return float(f"{math.exp(self.rng.uniform(math.log(low), math.log(high))):.3g}")

    def line(self):
        pick, near = self.rng.choice, self.near
        args = []

        def maybe(share, flag, value=None):
            if self.chance(share) and flag in self.known:
                args.append(flag)
                if value is not None:
                    args.append(str(value() if callable(value) else value))
                return True
            return False

        demand = self.rng.random()
        volume = f"{self.log(1e4, 1e13):.0f}/day"
        if demand < 0.06:
            args += ["--requests", f"{self.log(10, 1e7):.0f}/day"]
        elif demand < 0.12:
            total = self.log(1e4, 1e12)
            args += ["--input", f"{total * 3:.0f}/day", "--output", f"{total:.0f}/day"]
        else:
            args += ["--volume", volume]
        maybe(0.1, "--workload", lambda: pick(self.names["workload"]))
        if demand >= 0.12:
            maybe(0.1, "--mix", lambda: f"{pick([1, 2, 3, 5, 10, 30])}:{pick([1, 1, 2])}")
        maybe(0.15, "--cached", lambda: pick([20, 50, 80, 95]))
        maybe(0.12, "--request", lambda: f"{pick([300, 1500, 6000, 40000])}+{pick([50, 300, 1500])}")
        maybe(0.08, "--prompt-spread", lambda: pick([0, 0.4, 1.2]))
        if not maybe(0.3, "--load", lambda: pick(self.names["load"] + ["flat"])):
            maybe(0.08, "--peak", lambda: near(1, 6))
        maybe(0.15, "--batch", lambda: pick([10, 30, 60, 100]))
        maybe(0.25, "--growth", lambda: pick([-20, 10, 30, 50, 100, 200]))
        # What to choose from
        maybe(0.4, "--tier", lambda: pick(["small", "mid", "frontier"]))
        maybe(0.04, "--min-index", lambda: near(5, 60, 0))
        maybe(0.12, "--api", lambda: self.some("api", 3))
        machines = maybe(0.25, "--hardware", lambda: self.some("hardware", 3))
        maybe(0.08, "--model", lambda: self.some("model"))
        maybe(0.05, "--engine", lambda: pick(self.names["engine"]))
        maybe(0.04, "--features", lambda: self.some("feature"))
        if machines and self.chance(0.3):
            args.append("--owned")
        if machines and self.chance(0.15):
            args += ["--machines", str(pick([1, 1, 2, 3, 8]))]
        maybe(0.06, "--spare", lambda: pick([1, 2]))
        maybe(0.08, "--baseline", lambda: pick(self.names["api"]))
        maybe(0.08, "--min-speed", lambda: pick([0, 5, 20, 40, 100]))
        # Requirements
        maybe(0.1, "--require", lambda: pick(["privacy", "own-tenancy", "offline", "control", "no-ops", "current"]))
        maybe(0.05, "--needs", lambda: pick(["image", "audio", "pdf"]))
        maybe(0.06, "--context", lambda: pick(["8k", "32k", "128k", "1M"]))
        maybe(0.15, "--max-wait", lambda: pick([0.3, 0.8, 1.5, 5, 30]))
        maybe(0.06, "--burst", lambda: pick([2, 4, 10]))
        if maybe(0.25, "--hard", lambda: pick([1, 5, 10, 20, 50])):
            maybe(0.2, "--hard-length", lambda: pick([0.5, 2, 5]))
            maybe(0.3, "--routing", lambda: pick(["classifier", "cascade"]))
            maybe(0.3, "--router-usd-per-1k", lambda: pick([0.01, 0.1, 1]))
        # Rent, bills, computers
        maybe(0.12, "--rent-price", lambda: pick(["on-demand", "spot", "reserved", "serverless", "any"]))
        if maybe(0.12, "--rent-mode", lambda: pick(["always", "autoscale"])):
            maybe(0.3, "--rent-min", lambda: pick([1, 2]))
            maybe(0.3, "--rent-start", lambda: pick([0, 2, 30]))
        maybe(0.05, "--cache-writes", lambda: pick([0, 50, 120]))
        maybe(0.04, "--cache-writes-1h", lambda: pick([30, 100]))
        maybe(0.04, "--calls-per-request", lambda: pick([0.1, 1]))
        maybe(0.03, "--service-tier", lambda: pick(["flex", "priority"]))
        if "subscription" in self.names:
            maybe(0.04, "--subscription", lambda: self.some("subscription"))
        maybe(0.05, "--allow-training")
        maybe(0.06, "--host", lambda: pick(["bought", "owned"]))
        if maybe(0.06, "--sleep", lambda: pick([5, 40])):
            maybe(0.5, "--sleep-after", lambda: pick([0, 60, 900]))
        # Money and places
        if not maybe(0.15, "--electricity", lambda: near(0.03, 0.6)) and "country" in self.names:
            maybe(0.08, "--country", lambda: pick(self.names["country"]))
        maybe(0.08, "--place", lambda: pick(["home", "rack"]))
        maybe(0.3, "--horizon", lambda: pick([1, 6, 12, 24, 48, 60, 120]))
        maybe(0.1, "--headroom", lambda: pick([40, 65, 95, 100]))
        maybe(0.12, "--ops-hours", lambda: pick([1, 5, 40]))
        maybe(0.05, "--ops-rate", lambda: pick([20, 150]))
        maybe(0.05, "--pue", lambda: near(1, 2))
        maybe(0.08, "--resale", lambda: pick([0, 20, 60, 100]))
        maybe(0.05, "--overhead", lambda: pick([5, 30]))
        if maybe(0.2, "--api-price-trend", lambda: pick([-60, -30, -10, 10])):
            maybe(0.4, "--api-price-floor", lambda: pick([10, 30, 60]))
        maybe(0.08, "--rent-trend", lambda: pick([-20, 10]))
        maybe(0.08, "--hardware-trend", lambda: pick([-20, 10]))
        maybe(0.06, "--setup", lambda: pick([200, 5000]))
        maybe(0.04, "--setup-hours", lambda: pick([2, 40]))
        maybe(0.06, "--migration", lambda: pick([100, 9000]))
        maybe(0.15, "--discount", lambda: pick([3, 8, 25]))
        # What comes out
        form = self.rng.random()
        if form < 0.06:
            return ["solve", "--for", pick(["volume", "api-price", "hardware-price", "electricity", "throughput", "months"]),
                    *(["--target-payback", str(pick([6, 12, 24]))] if self.chance(0.6) else []),
                    *args, "--today", TODAY, "--format", "json"]
        if form < 0.1 and "--sweep" in self.known and demand >= 0.12:
            args += ["--sweep", pick(["volume=1M..1B/day", "electricity=0.05..0.40", "growth=0..80%", "api-price=0.2..2"])]
        elif form < 0.25:
            args.append("--all")
        elif form < 0.4:
            args.append("--explain")
        draws = "32" if self.chance(0.05) else "0"
        if "--draws" in self.known:
            args += ["--draws", draws]
        return [*args, "--today", TODAY, "--format", "json"]


def run(program, line, timeout):
    begun = time.monotonic()
    try:
        done = subprocess.run([program, *line], capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None, b"", b"", timeout
    return done.returncode, done.stdout, done.stderr, time.monotonic() - begun


def key_of(entry):
    """What tells an entry of a list from the others, so that one more does not shift the rest."""
    if not isinstance(entry, dict):
        return None
    if "at" in entry and "input" in entry:
        up = entry["at"] is not None and entry.get("now") is not None and entry["at"] > entry["now"]
        return f"{entry['input']} {'up' if up else 'down'}"
    own = entry.get("id") or entry.get("profile") or entry.get("code") or entry.get("option") or entry.get("input")
    return str(own) if own else None


def differences(old, new, path, found):
    """Appends (path, old, new, relative difference or None) for each leaf that differs."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            differences(old.get(key, "absent"), new.get(key, "absent"), f"{path}.{key}", found)
    elif isinstance(old, list) and isinstance(new, list):
        keys = [[key_of(entry) for entry in side] for side in (old, new)]
        if all(len(set(side)) == len(side) and None not in side for side in keys):
            sides = [dict(zip(side, entries)) for side, entries in zip(keys, (old, new))]
            if keys[0] != keys[1] and sorted(keys[0]) == sorted(keys[1]):
                found.append((f"{path} order", keys[0], keys[1], None))
            for key in [*sides[0], *(key for key in sides[1] if key not in sides[0])]:
                differences(sides[0].get(key, "absent"), sides[1].get(key, "absent"), f"{path}[{key}]", found)
        else:
            for at in range(max(len(old), len(new))):
                ours, theirs = (side[at] if at < len(side) else "absent" for side in (old, new))
                differences(ours, theirs, f"{path}[{at}]", found)
    elif old != new:
        numbers = all(isinstance(side, (int, float)) and not isinstance(side, bool) for side in (old, new))
        apart = abs(old - new) / max(abs(old), abs(new)) if numbers else None
        found.append((path, old, new, apart))


def classed(old, new):
    """The kind of a command line, and its differences."""
    if old[0] is None or new[0] is None:
        return "too slow", [("exit code", old[0], new[0], None)]
    if old[0] != new[0]:
        return "refused", [("exit code", old[0], new[0], None), ("stderr", old[2].decode(), new[2].decode(), None)]
    if old[1] == new[1]:
        if old[2] == new[2]:
            return ("same" if old[0] == 0 else "both refuse"), []
        return ("words" if old[0] == 0 else "refused"), [("stderr", old[2].decode(), new[2].decode(), None)]
    found = []
    differences(json.loads(old[1]), json.loads(new[1]), "", found)
    far = [entry for entry in found if entry[3] is None or entry[3] > CLOSE]
    if not far:
        return "last digit", found
    rest = [entry for entry in far if not entry[0].startswith(".verdict.flips")]
    if not rest:
        return "flips", far
    parts = lambda entry: set(re.split(r"[.\[\]]", entry[0]))
    if all(parts(entry) & WORDS for entry in rest):
        return "words", far
    if any(entry[0] == ".verdict.option" for entry in rest):
        return "verdict", far
    return "other", far


def shown(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 160 else f"{text[:157]}..."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    beside = pathlib.Path(__file__).resolve().parent.parent / "profiles"
    parser.add_argument("--names", type=pathlib.Path, default=beside, metavar="FOLDER", help="profiles whose names are asked for")
    parser.add_argument("--show", type=int, default=8, metavar="N", help="differences shown of a line")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--timeout", type=float, default=120, metavar="SECONDS")
    own = parser.parse_args()
    lines = Lines(own.seed, names_of(own.names), flags_of(own.old) & flags_of(own.new))

    def both(line):
        return line, run(own.old, line, own.timeout), run(own.new, line, own.timeout)

    counts, answered, seconds, worst = collections.Counter(), 0, [0.0, 0.0], 0.0
    with concurrent.futures.ThreadPoolExecutor(own.jobs) as pool:

        def results():
            asked = 0
            while asked - counts["both refuse"] < own.count and asked < 4 * own.count:
                few = min(8 * own.jobs, own.count - asked + counts["both refuse"])
                asked += few
                yield from pool.map(both, [lines.line() for _ in range(few)])

        for line, old, new in results():
            kind, found = classed(old, new)
            counts[kind] += 1
            answered += old[0] == 0 and new[0] == 0
            seconds = [seconds[0] + old[3], seconds[1] + new[3]]
            worst = max([worst, *(entry[3] or 0.0 for entry in found if kind == "last digit")])
            if kind in FINE:
                continue
            print(f"{kind}: breakeven {shlex.join(line)}")
            if kind == "flips":
                inputs = sorted({re.split(r"[\[ \]]", entry[0])[1] for entry in found if "[" in entry[0]})
                print(f"  flips of {', '.join(inputs)}")
            for path, ours, theirs, apart in found[: own.show]:
                far = "" if apart is None else f"  ({apart:.1e})"
                print(f"  {path.lstrip('.')}: {shown(ours)} -> {shown(theirs)}{far}")
            if len(found) > own.show:
                print(f"  and {len(found) - own.show} more")
            sys.stdout.flush()
    print(f"{counts.total() - counts['both refuse']} questions, seed {own.seed}; both answer {answered}")
    for kind in KINDS:
        if counts[kind]:
            print(f"{counts[kind]:6}  {kind}")
    print(f"largest last digit: {worst:.1e}; wall seconds: {seconds[0]:.1f} old, {seconds[1]:.1f} new")
    return 0 if all(kind in FINE for kind in counts) else 1


if __name__ == "__main__":
    sys.exit(main())

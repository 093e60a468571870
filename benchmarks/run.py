"""Time and memory of the gaps alone and of a run up to all its tables, against pandas reading the file.

    python benchmarks/run.py [--rows 1000000] [--rounds 3]

Makes a file of so many people × 44 answers (22 items, expectation and perception, four quarters,
twelve branches, 1 % blank) from a seed, then starts the commands in turn, each as a process of its
own. Prints medians, and of the ratios taken round by round the median; single seconds say little
on a busy machine.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ITEMS = 22
STUDY = """
[study]
title = "Benchmark"
instrument = "servqual"
wave = "wave"
segments = ["branch"]

[[source]]
role = "customer"
files = ["answers.csv"]
batteries = {expectation = "E{n}", perception = "P{n}"}
"""
MEASURED = """
import resource, time
start = time.perf_counter()
{work}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - start, peak)
"""
COMMANDS = {
    "gaps of every wave and branch": "import gapkit; gapkit.read_study('{folder}/study.toml').survey.gaps()",
    "gapkit run, up to all tables": "import gapkit; gapkit.read_study('{folder}/study.toml').run()",
    "pandas.read_csv": "import pandas; pandas.read_csv('{folder}/answers.csv')",
}


def write_answers(path: Path, rows: int, seed: int = 1) -> None:
    """Write the export, a hundred thousand people at a time."""
    rng = np.random.default_rng(seed)
    heads = [f"{b}{n}" for b in "EP" for n in range(1, ITEMS + 1)]
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(["wave", "branch", *heads]) + "\n")
        for first in range(0, rows, 100_000):
            n = min(100_000, rows - first)
            mood = rng.normal(size=(n, 1))
            latent = np.repeat([6.2, 5.2], ITEMS) + 0.6 * mood + rng.normal(size=(n, 2 * ITEMS))
            cells = np.clip(np.rint(latent), 1, 7).astype(int).astype("U1")
            cells[rng.random(cells.shape) < 0.01] = ""
            wave = rng.integers(1, 5, n)
            branch = rng.integers(1, 13, n)
            for w, b, row in zip(wave, branch, cells.tolist(), strict=True):
                out.write(f"2026Q{w},B{b:02d},{','.join(row)}\n")


def measure(work: str) -> tuple[float, float]:
    """Run Python code as a process of its own; return seconds and peak memory in MB."""
    code = MEASURED.format(work=work)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "study.toml").write_text(STUDY, encoding="utf-8")
        write_answers(Path(folder) / "answers.csv", asked.rows)
        size = (Path(folder) / "answers.csv").stat().st_size / 1e6
        print(f"{asked.rows} people x {2 * ITEMS} answers, {size:.0f} MB, {asked.rounds} rounds")
        found = {name: [] for name in COMMANDS}
        for _ in range(asked.rounds):
            for name, work in COMMANDS.items():
                found[name].append(measure(work.format(folder=folder)))
    *_, peer = found.values()
    for name, runs in found.items():
        seconds, peak = (statistics.median(x) for x in zip(*runs, strict=True))
        time_ratio, memory_ratio = (
            statistics.median(a[k] / b[k] for a, b in zip(runs, peer, strict=True)) for k in (0, 1)
        )
        print(
            f"{name:<32} {seconds:7.2f} s  {peak:7.0f} MB   "
            f"ratio: time {time_ratio:5.2f}, memory {memory_ratio:4.2f}"
        )


if __name__ == "__main__":
    main()

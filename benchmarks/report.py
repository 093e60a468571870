"""Time of a whole report beyond its tables, on the bank sample.

    python benchmarks/report.py [--rounds 3]

Each round is a process of its own, so that what has to be imported counts. Prints medians; single
seconds say little on a busy machine, so the ratio of the report to its tables is taken round by round.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile

MEASURED = """
import time
from gapkit.samples import sample
start = time.perf_counter()
import gapkit
run = gapkit.read_study(sample("bank")).run()
tables = time.perf_counter()
run.report({folder!r})
print(tables - start, time.perf_counter() - tables)
"""


def measure() -> tuple[float, float]:
    """Return the seconds of the tables, and those of the report beyond them."""
    with tempfile.TemporaryDirectory() as folder:
        code = MEASURED.format(folder=folder)
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
    tables, report = map(float, done.stdout.split()[-2:])
    return tables, report


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    runs = [measure() for _ in range(parser.parse_args().rounds)]
    tables, report = (statistics.median(seconds) for seconds in zip(*runs, strict=True))
    ratio = statistics.median(beyond / made for made, beyond in runs)
    print(f"tables {tables:.2f} s, report beyond them {report:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()

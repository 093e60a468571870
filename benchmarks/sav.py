"""Time of reading and coding an SPSS file, against reading the same file with pyreadstat alone.

    python benchmarks/sav.py [--rows 100000] [--rounds 5]

Makes a file of so many people × 50 columns (24 items, expectation and perception, a wave, a branch,
1 % blank, a code declared missing) from a seed, then starts three commands in turn, each as a process
of its own: gapkit, pyreadstat with its defaults, and pyreadstat with what is quickest of what it
offers. Prints medians and the ratio round by round.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
from run import measure

ITEMS = 24
READING = """
import pathlib
from gapkit.ingest import Source, open_answers
from gapkit.instrument import load_instrument
source = Source(files=(pathlib.Path('{folder}/answers.sav'),),
                batteries=dict(expectation='E{{n}}', perception='P{{n}}'))
instrument = load_instrument('{folder}/instrument.toml')
for batch in open_answers([source], instrument, segments=['branch']).batches():
    pass
"""
COMMANDS = {
    "gapkit, answers coded": READING,
    "pyreadstat.read_sav": "import pyreadstat; pyreadstat.read_sav('{folder}/answers.sav')",
    "pyreadstat.read_sav, dict": (
        "import pyreadstat; pyreadstat.read_sav('{folder}/answers.sav', output_format='dict')"
    ),
}


def write_instrument(path: Path) -> None:
    """Write an instrument of four dimensions of six items."""
    lines = ['[instrument]\nname = "benchmark"\nscale = {low = 1, high = 7}']
    lines += [f'[[dimension]]\nid = "d{d}"\nlabel = "Dimension {d}"' for d in range(4)]
    lines += [
        f'[[item]]\nid = "i{n}"\nn = {n}\ndimension = "d{(n - 1) // 6}"\ntext = "Item {n}"'
        for n in range(1, ITEMS + 1)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_answers(path: Path, rows: int, seed: int = 1) -> None:
    """Write the export as SPSS does by default: compressed row by row."""
    rng = np.random.default_rng(seed)
    latent = np.repeat([6.2, 5.2], ITEMS) + rng.normal(size=(rows, 1)) + rng.normal(size=(rows, 48))
    cells = np.clip(np.rint(latent), 1, 7)
    cells[rng.random(cells.shape) < 0.01] = np.nan
    cells[rng.random(cells.shape) < 0.005] = 9
    names = [f"{b}{n}" for b in "EP" for n in range(1, ITEMS + 1)]
    frame = pd.DataFrame(cells, columns=names)
    frame["wave"] = rng.choice([f"2026Q{q}" for q in range(1, 5)], rows)
    frame["branch"] = rng.choice([f"B{b:02d}" for b in range(1, 13)], rows)
    labels = {1: "strongly disagree", 7: "strongly agree", 9: "don't know"}
    pyreadstat.write_sav(
        frame,
        str(path),
        variable_value_labels=dict.fromkeys(names, labels),
        missing_ranges={name: [9] for name in names},
        row_compress=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_instrument(Path(folder) / "instrument.toml")
        write_answers(Path(folder) / "answers.sav", asked.rows)
        print(f"{asked.rows} people x {2 * ITEMS + 2} columns, {asked.rounds} rounds")
        found = {name: [] for name in COMMANDS}
        for _ in range(asked.rounds):
            for name, work in COMMANDS.items():
                found[name].append(measure(work.format(folder=folder)))
    plain = found["pyreadstat.read_sav"]
    for name, runs in found.items():
        seconds, peak = (statistics.median(x) for x in zip(*runs, strict=True))
        ratio = statistics.median(a[0] / b[0] for a, b in zip(runs, plain, strict=True))
        print(f"{name:<30} {seconds:7.2f} s  {peak:7.0f} MB  {ratio:5.2f} x pyreadstat")


if __name__ == "__main__":
    main()

"""Set a run's tables beside reference figures: python compare.py EXPECTED.json OUT_DIR [TABLE]...

TABLE is gaps or reliability; without one, both are compared. Prints the worst differences and ends
with exit code 1 past the tolerance: 1e-6 relative, with a floor of 1e-6 under p values and of 1e-3
under the rest.
"""

import csv
import json
import sys
from pathlib import Path

TOLERANCE = 1e-6
KEYS = {
    "gaps": ("wave", "segment", "value", "gap", "level", "key"),
    "reliability": ("wave", "battery", "dimension"),
}


def load(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def distance(column, have, want):
    floor = 1e-6 if column.endswith("p") else 1e-3
    try:
        return abs(float(have) - want) / max(abs(want), floor)
    except (TypeError, ValueError):
        return float("inf")


def compare(kind, have_rows, want_rows):
    """Differences past the tolerance, and how many figures were compared."""
    keys, apart, checked = KEYS[kind], [], 0
    index = {tuple(str(row[k]) for k in keys): row for row in have_rows}
    if len(index) != len(have_rows):
        apart.append((float("inf"), kind, "", "a key stands twice"))
    for want in want_rows:
        key = tuple(str(want[k]) for k in keys)
        have = index.get(key)
        if have is None:
            apart.append((float("inf"), kind, key, "row missing"))
            continue
        for column in set(want) - set(keys):
            if want[column] is None:
                continue
            checked += 1
            gap = distance(column, have.get(column), want[column])
            if not gap <= TOLERANCE:
                words = f"{column}: want {want[column]}, have {have.get(column)!r}"
                apart.append((gap, kind, key, words))
    return apart, checked


def main(expected, out, *tables):
    want = json.loads(Path(expected).read_text(encoding="utf-8"))
    apart, checked = [], 0
    for kind in tables or KEYS:
        rows = load(Path(out) / "tables" / f"{kind}.csv")
        if kind == "reliability":  # the figures are of everybody only
            rows = [row for row in rows if row["segment"] == "all"]
        more, count = compare(kind, rows, want[kind])
        apart, checked = apart + more, checked + count
    for line in sorted(apart, key=lambda a: -a[0])[:12]:
        print(line)
    print(f"{checked} figures checked, {len(apart)} apart")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Make the synthetic call centre: python make.py [SEED] [--out FOLDER].

Nobody was listened to, nobody complained. Every row is drawn from the model in truth.toml, so what
an analysis should find is known; planted.csv holds it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from common import TRUTH, File, write_all
from registers import complaint_file, contact_file, cost_file, duty_file, guarantee_files
from sheets import customer_file, level_files, monitor_file, planted_training, training_file

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS = {
    "monitor": 0,
    "complaints": 2,
    "contacts": 3,
    "duty": 4,
    "guarantee": 5,
    "costs": 6,
    "customers": 11,
}
"""A stream of its own for each part, counted from the seed: drawing one in another way leaves the
others alone."""


def planted(sent: list[str]) -> Iterator[list[Any]]:
    """Yield what is true: the fact, whom or what it is about, and by how much."""
    drift, training, customers = TRUTH["drift"], TRUTH["training"], TRUTH["customers"]
    for need in TRUTH["need"]:
        scope = "one" if "agent" in need else "everybody"
        yield [
            f"training_{scope}",
            need.get("agent", need.get("team")),
            need["dimension"],
            need["by"],
        ]
    for agent in sent:
        yield ["trained", agent, training["dimension"], round(planted_training(sent), 6)]
    yield ["drift", drift["monitor"], drift["since"], drift["by"]]
    for checks in TRUTH["checks"]:
        fact = "not_known" if checks["month"] == TRUTH["months"][-1] else "not_covered"
        yield [fact, checks["agent"], checks["month"], checks["number"]]
    yield ["peak", f"day {customers['peak_day']}", "perception", customers["peak"]]
    for case, said in TRUTH["duty"]["hard_cases"].items():
        if "agreed" not in said:
            yield ["no_answer", case, "", ""]
    for team, share in TRUTH["complaints"]["never"].items():
        yield ["left_open", team, "", share]
    for name, promise in TRUTH["promises"].items():
        yield ["kept", name, "", promise["kept"]]
        yield ["voice", name, "", promise["claimed"]]
    for broken in TRUTH["breaks"]:
        yield ["breaks", broken["promise"], broken["rule"], ""]
    yield ["elasticity", "service_cost", "customers", TRUTH["costs"]["elasticity"]]
    first, *_, last = TRUTH["costs"]["quarters"]
    for quarter, share in zip((first, last), TRUTH["costs"]["first_success"], strict=True):
        yield ["first_attempt", quarter, "", share]
    yield ["campaign", "One call solves it", "not agreed, not kept", ""]


def make(folder: Path, seed: int) -> None:
    """Write every CSV of the sample into `folder`; the same seed gives the same bytes."""
    # RandomState, not Generator: NumPy promises that its stream never changes
    streams = {name: np.random.RandomState(seed + k) for name, k in STREAMS.items()}
    monitor, sent = monitor_file(streams["monitor"])
    complaints = complaint_file(streams["complaints"])
    write_all(
        folder,
        [
            monitor,
            training_file(sent),
            customer_file(streams["customers"]),
            *level_files(),
            complaints,
            contact_file(streams["contacts"], complaints.rows),
            duty_file(streams["duty"]),
            *guarantee_files(streams["guarantee"]),
            cost_file(streams["costs"]),
            File("planted", ["fact", "of", "what", "value"], list(planted(sent))),
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the synthetic call centre.")
    parser.add_argument("seed", nargs="?", type=int, default=TRUTH["seed"])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    chosen = parser.parse_args()
    make(chosen.out, chosen.seed)

"""The page docs/study.md has every key that a study, an instrument or a catalogue may hold, and no other.

What the readers ask for is recorded while the page's own pieces, put together, are read as one study.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from gapkit.ingest.source import DUPLICATES
from gapkit.operations.due import EVERY
from gapkit.operations.promises.promise import KINDS
from gapkit.operations.registers import REGISTERS
from gapkit.options import CHECKS, Options
from gapkit.study import read_study
from gapkit.toml import Table

PAGE = (Path(__file__).parents[2] / "docs" / "study.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
FILES = ("instrument.toml", "causes.toml")
FREE = ("targets", "labels", "source.batteries", "zeros.targets")
"""Tables whose keys are names of the study's own."""

NAMED = (
    "exports/customers-2026Q3.csv", "exports/managers.xlsx", "exports/monitor.csv",
    "exports/branches.csv", "exports/complaints.csv", "dictionary.csv", "filled-in.xlsx",
    "../2026Q2/gapkit-report/tally/tally.parquet",
)  # fmt: skip
"""Files that the page's study names; reading the study looks only whether they are there."""


def section(heading: str) -> str:
    (text,) = re.findall(
        rf"^##+ {re.escape(heading)}.*?\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
    return str(text)


def keys_on_the_page() -> dict[str, set[str]]:
    """Return table → the keys in the first column of its section."""
    found = {}
    for heading, text in re.findall(
        r"^##+ (.*?`\[.*?)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL
    ):
        keys = set(re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE))
        found |= dict.fromkeys(re.findall(r"`\[\[?(\w+)\]\]?`", heading), keys)
    return found


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Write the pieces of the page as the files that they are, and what they name."""
    import zipfile

    import numpy as np
    from matplotlib.image import imsave

    home = tmp_path / "home"
    for name in NAMED:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    imsave(home / "logo.png", np.zeros((4, 4, 3)))
    with zipfile.ZipFile(home / "firm.pptx", "w") as archive:
        archive.writestr("ppt/presentation.xml", "")
    own = {name: [b for b in BLOCKS if b.startswith(f"# {name}\n")] for name in FILES}
    for name, (block,) in own.items():
        (home / name).write_text(block, encoding="utf-8")
    rest = [b for b in BLOCKS if not b.startswith("# ")]
    (home / "study.toml").write_text("\n".join(rest), encoding="utf-8")
    return home / "study.toml"


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> list[Table]:
    """Return the tables that are made from here on, with the keys that each was asked for."""
    made: list[Table] = []
    begin = Table.__init__

    def recording(self: Table, *args: object, **named: object) -> None:
        begin(self, *args, **named)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(Table, "__init__", recording)
    return made


def test_the_pieces_of_the_page_are_one_study_without_a_mistake(study: Path) -> None:
    found = read_study(study)
    assert found.title == "Retail branches"
    assert [source.role for source in found.survey.sources] == [
        "customer", "manager", "monitor", "campaign",
    ]  # fmt: skip
    assert found.department.as_of is not None


def test_every_key_that_is_read_is_on_the_page_and_no_other(
    tables: list[Table], study: Path
) -> None:
    read_study(study)
    asked: dict[str, set[str]] = defaultdict(set)
    roots: set[str] = set()
    for table in tables:
        if not Path(table.document_path).is_relative_to(study.parent):
            continue  # what is built in
        place = [part for part in table.address if not part.isdigit()]
        if not place:
            roots |= table.asked
        elif not any(".".join(place).startswith(free) for free in FREE):
            asked[place[0]] |= {".".join([*place[1:], key]) for key in table.asked}
    page = keys_on_the_page()
    assert roots == set(page)
    for name, keys in asked.items():
        parents = {key for key in keys if any(other.startswith(f"{key}.") for other in keys)}
        assert keys - parents <= page[name], name
        assert page[name] <= keys, name
    assert set(page) - set(asked) == {"targets", "labels", *REGISTERS} - {"complaints"}


def test_an_option_stands_with_its_default() -> None:
    for key, said in re.findall(
        r"^\| `(\w+)` \|.*?\| (.*?) \|", section("`[options]`"), re.MULTILINE
    ):
        default = getattr(Options(), key)
        if default not in (None, ()):
            assert said.strip("`") == str(default).replace("False", "false")


@pytest.mark.parametrize(
    ("heading", "key", "known"),
    [
        ("`[options]`", "leave_out", CHECKS),
        ("`[[source]]`", "screening.duplicates", DUPLICATES),
        ("`[[due]]`", "every", EVERY),
        ("`[[promise]]`", "kind", KINDS),
    ],
)
def test_a_closed_set_is_listed_whole(heading: str, key: str, known: list[str]) -> None:
    (line,) = re.findall(rf"^\| `{re.escape(key)}` \|.*$", section(heading), re.MULTILINE)
    assert set(re.findall(r"`([\w -]+)`", line)) - {key, "month"} == set(known) - {"month"}

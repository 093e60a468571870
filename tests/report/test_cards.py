"""Cards of branches: own figures and an average, and nothing that would tell another branch's."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gapkit.comparison.average import FEWEST_SHOWN
from gapkit.errors import CallError
from gapkit.options import Options
from gapkit.report.cards import check_column, write_cards
from gapkit.report.cards.model import cards
from gapkit.report.cards.picture import ruler
from gapkit.results import Result
from gapkit.samples import sample

from .frames import COLUMNS, KIOSK, content

WAVE = "2026Q3"
DIMENSIONS = [d.id for d in KIOSK.dimensions]
UNITS = ["North", "South", "East", "West", "Tiny"]
FEW = 3
"""People of the smallest unit: below `min_n`."""


def gaps_frame(units=UNITS, few=("Tiny",), moved=0.0):
    """Gaps with decimals of their own for every unit and row, so that a leak can be recognised."""
    rows = []
    keys = [("overall", "overall"), *(("dimension", key) for key in DIMENSIONS)]
    for u, unit in enumerate(["all", *units]):
        for k, (level, key) in enumerate(keys):
            estimate = -0.11 - 0.137 * u - 0.0213 * k + (moved if unit in few else 0.0)
            left = 5.03 + 0.071 * u + 0.013 * k
            n = FEW if unit in few else 61 + u
            rows.append(
                {"wave": WAVE, "segment": "all" if unit == "all" else "branch", "value": unit, "gap": "5",
                 "level": level, "key": key, "pairing": "respondent",
                 "label": KIOSK.label(level, key, "en"), "n": n, "n_left": n, "n_right": n,
                 "mean_left": left, "mean_right": left + estimate, "estimate": estimate,
                 "ci_low": estimate - 0.2, "ci_high": estimate + 0.2, "p": 0.01, "p_adjusted": 0.02,
                 "verdict": "shortfall", "reason": ""}
            )  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=COLUMNS).assign(target_met="", material="")


def league_frame(units=UNITS, few=("Tiny",), moved=0.0):
    frame = gaps_frame(units, few, moved)
    frame = frame[frame["segment"] == "branch"]
    verdicts = ["below", "unclear", "above"]
    return frame.assign(
        mean=frame["estimate"], adjusted=frame["estimate"] + 0.0071, shrunk=frame["estimate"] * 0.9,
        verdict=[verdicts[k % 3] for k in range(len(frame))],
    )[["wave", "segment", "value", "gap", "level", "key", "n", "mean", "adjusted", "shrunk", "ci_low",
       "ci_high", "verdict", "reason"]].reset_index(drop=True)  # fmt: skip


def made(language="en", *, league=True, **which):
    options = Options(language=language)
    frames = {"gaps": gaps_frame(**which)} | ({"league": league_frame(**which)} if league else {})
    return content(frames, options)


def written(folder, language="en", **which):
    shown = made(language, **which).published()
    folder.mkdir(parents=True)
    write_cards(shown, "branch", folder)
    return {path.stem: path.read_text(encoding="utf-8") for path in (folder / "cards").iterdir()}


def body(html: str) -> str:
    return re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)


def figures(html: str) -> set[str]:
    """Return the signed and unsigned decimals of a card, in its texts and its pictures' words."""
    return set(re.findall(r"\d+\.\d+", re.sub(r'(?:d|viewBox)="[^"]*"', "", body(html))))


@pytest.mark.parametrize("league", [True, False])
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_card_has_no_name_and_no_figure_of_another(tmp_path, language, league):
    pages = written(tmp_path / "out", language, league=league)
    frame = gaps_frame()
    for unit in UNITS[:-1]:
        others = [u for u in UNITS if u != unit]
        assert not [u for u in others if re.search(rf"\b{u}\b", body(pages[unit]))]
        strange = frame[frame["value"].isin(others)]
        own = frame[frame["value"] == unit]
        columns = ["estimate", "mean_left", "mean_right", "ci_low", "ci_high"]
        told = {f"{abs(x):.2f}" for x in strange[columns].to_numpy().ravel()}
        mine = {f"{abs(x):.2f}" for x in own[columns].to_numpy().ravel()}
        mine |= {f"{abs(r.average):.2f}" for r in plain_averages(league=league).itertuples()}
        mine |= {f"{abs(x) * 0.9:.2f}" for x in own["estimate"]}
        assert not figures(pages[unit]) & (told - mine)


def plain_averages(*, league):
    """Work the averages out a second time: over the units that are large enough."""
    frame = gaps_frame()
    frame = frame[(frame["segment"] == "branch") & (frame["n"] >= Options().min_n)]
    figure = frame["estimate"] + (0.0071 if league else 0.0)
    return (
        frame.assign(figure=figure)
        .groupby("key", sort=False)["figure"]
        .mean()
        .rename("average")
        .reset_index()
    )


def test_the_average_is_that_of_the_units_that_are_shown():
    found = {c.value: c for c in cards(made().published(), "branch")}
    wanted = plain_averages(league=True).set_index("key")["average"]
    keys = ["overall", *DIMENSIONS]
    for unit in UNITS[:-1]:
        assert [r.tick for r in found[unit].rows] == pytest.approx(
            [wanted[k] for k in keys], abs=1e-12
        )


def test_a_unit_of_few_people_has_a_card_without_any_figure(tmp_path):
    page = body(written(tmp_path / "out")["Tiny"])
    assert "Too few people answered" in page
    assert not re.search(r"\d", re.sub(r"<[^>]+>", " ", page).replace(WAVE, "").replace("2019", ""))
    assert "<svg" not in page


def test_nothing_on_any_card_hangs_on_a_unit_of_few_people(tmp_path):
    # the attack: if a card changed with the small unit's answers, they could be worked out of it
    one = written(tmp_path / "one", moved=0.0)
    two = written(tmp_path / "two", moved=2.5)
    assert one == two


def test_all_cards_together_do_not_tell_a_small_unit(tmp_path):
    """Subtract what is shown from the averages as if the small unit were in them: it is not."""
    rows = {c.value: c.rows[0] for c in cards(made().published(), "branch") if c.shown}
    shown = [float(r.mark) / 0.9 + 0.0071 for r in rows.values()]
    average = next(iter(rows.values())).tick
    left_over = average * len(UNITS) - sum(shown)
    # what remains is the average itself, over again
    assert left_over == pytest.approx(average, abs=1e-12)


def test_of_two_units_no_average_is_given():
    assert FEWEST_SHOWN == 3
    found = cards(made(units=["North", "South", "Tiny"], few=("Tiny",)).published(), "branch")
    assert all(not r.average and r.tick != r.tick for c in found for r in c.rows)


def test_a_blank_dimension_takes_the_overall_gap_with_it():
    options = Options()
    frame = gaps_frame()
    hidden = (frame["value"] == "North") & (frame["key"] == DIMENSIONS[0])
    frame.loc[hidden, ["n", "n_left", "n_right"]] = FEW
    found = {c.value: c for c in cards(content({"gaps": frame}, options).published(), "branch")}
    assert [bool(r.gap) for r in found["North"].rows][:2] == [False, False]
    assert all(r.gap for r in found["North"].rows[2:])
    assert not [text for text in found["North"].sentences if "−" in text]
    assert all(r.gap for r in found["South"].rows)


def test_two_sentences_and_one_action_at_most(tmp_path):
    for page in written(tmp_path / "out").values():
        assert page.count('class="action"') <= 1
        assert page.count('class="lead"') + page.count('class="second"') <= 2


def test_the_action_is_the_units_own_and_its_remedy_everybodys():
    shown = made().published()
    frame = gaps_frame()
    frame = frame[frame["level"] == "dimension"].reset_index(drop=True)
    frame["advice"] = np.where(frame["key"] == DIMENSIONS[0], "keep", "act")
    frame["rank"] = frame.groupby("value").cumcount() + 1
    frame["remedy"] = np.where(frame["segment"] == "all", "Fix " + frame["key"], "")
    actions = Result("actions", frame, shown.options, KIOSK)
    shown = replace(shown, results={**shown.results, "actions": actions})
    found = {c.value: c.advice for c in cards(shown, "branch")}
    label = KIOSK.label("dimension", DIMENSIONS[1], "en")
    assert found["North"].what.startswith(label)
    assert f"Fix {DIMENSIONS[1]}" in found["North"].remedy
    assert found["Tiny"] is None


def test_the_archive_holds_the_same_cards(tmp_path):
    pages = written(tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "cards.zip") as archive:
        held = {n.removesuffix(".html"): archive.read(n).decode() for n in archive.namelist()}
    assert held == pages


def test_two_hundred_cards_have_two_hundred_files(tmp_path):
    units = [f"Branch {k}" for k in range(200)]
    pages = written(tmp_path / "out", units=units, few=(units[7],))
    assert len(pages) == 200
    assert sum("Too few people" in page for page in pages.values()) == 1


def test_names_of_units_stay_texts(tmp_path):
    units = ['<script>alert("x")</script>', "../../etc/passwd", "臺北 & 分行", "עברית", "🙂"]
    pages = written(tmp_path / "out", units=units, few=())
    assert len(pages) == len(units)
    assert not any("<script>" in page for page in pages.values())
    assert {p.parent for p in (tmp_path / "out" / "cards").iterdir()} == {
        tmp_path / "out" / "cards"
    }


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(CallError, match=r"no unit or segment 'brnch'.*Did you mean 'branch'"):
        write_cards(made().published(), "brnch", tmp_path)
    with pytest.raises(CallError, match="name a unit or segments"):
        check_column("branch", [])


def test_the_axis_holds_what_is_drawn():
    for card in cards(made().published(), "branch"):
        axis = ruler(card.rows, 0.3)
        spots = [axis.at(x) for r in card.rows for x in (r.low, r.mark, r.high, r.tick) if x == x]
        assert all(0 <= spot <= 160 for spot in spots)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_card_prints_on_one_sheet(tmp_path, chromium, language):
    pages = written(tmp_path / "out", language)
    tab = chromium.new_page()
    tab.set_content(pages["North"])
    printed = tab.pdf(prefer_css_page_size=True)
    tab.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


def test_the_command_line_names_the_columns_before_anything_is_read(tmp_path):
    from click.testing import CliRunner

    from gapkit.cli import main

    done = CliRunner().invoke(
        main, ["run", str(sample("kiosk")), "--out", str(tmp_path / "out"), "--cards", "sexx"]
    )
    assert done.exit_code == 2
    assert "Did you mean 'sex'" in done.stderr
    assert not (tmp_path / "out").exists()

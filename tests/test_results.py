"""What every answer is: the gate, how it shows itself, and its charts."""

import inspect
import re
from dataclasses import FrozenInstanceError, replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import gapkit
from gapkit.instrument import load_instrument
from gapkit.options import Options
from gapkit.report.notebook_part import SHOWN_ROWS
from gapkit.results import CHARTS, KEYS, TEXTS, Result
from gapkit.results.explained import GUARDS, OPTIONS
from gapkit.results.result import SHOWN
from gapkit.wording import LANGUAGES, Phrase, words

COUNTS = ("n", "n_left", "n_right")


def result(rows, name="gaps", exempt=None, sentences=(), **options):
    frame = pd.DataFrame(rows)
    frame = frame.astype({c: "Int64" for c in COUNTS if c in frame})
    return Result(
        name, frame, Options(**options), load_instrument("servqual"), sentences, exempt or {}
    )


def row(gap="5", *, n=None, n_left=None, n_right=None):
    return {
        "wave": "w", "segment": "all", "value": "all", "gap": gap, "level": "item", "key": "k1",
        "label": "A label", "n": n, "n_left": n_left, "n_right": n_right, "estimate": -1.0,
        "mean_left": 6.0, "p": 0.01, "share_below": 0.5, "material": "yes", "target_met": "no",
        "verdict": "shortfall", "reason": "",
    }  # fmt: skip


FIGURES = ["estimate", "mean_left", "p", "share_below"]


def is_suppressed(frame, index=0):
    got = frame.iloc[index]
    blank = got[FIGURES].isna()
    assert blank.all() or not blank.any()
    assert (got["reason"] == "suppressed") == blank.all()
    return bool(blank.all())


@pytest.mark.parametrize(
    ("n", "hidden"), [(0, False), (1, True), (4, True), (5, False), (200, False)]
)
def test_a_figure_of_few_people_is_blank(n, hidden):
    published = result([row(n=n, n_left=n, n_right=n)]).published()
    assert is_suppressed(published.frame) == hidden


@pytest.mark.parametrize(
    ("left", "right", "hidden"),
    [(3, 100, True), (100, 3, True), (5, 5, False), (0, 100, False), (3, 0, True)],
)
def test_either_side_is_looked_at(left, right, hidden):
    published = result([row("1", n_left=left, n_right=right)]).published()
    assert is_suppressed(published.frame) == hidden


def test_a_side_that_is_no_people_is_exempt_in_its_gap_alone():
    rows = [
        row("4", n_left=1, n_right=100),
        row("1", n_left=1, n_right=100),
        row("4", n_left=1, n_right=3),
    ]
    published = result(rows, exempt={"4": ("n_left",)}).published().frame
    assert [is_suppressed(published, k) for k in range(3)] == [False, True, True]


def test_keys_labels_and_counts_stay_and_words_that_tell_are_taken_back():
    before = result([row(n=3, n_left=3, n_right=3)])
    after = before.published().frame.iloc[0]
    assert after[["wave", "segment", "value", "gap", "level", "key", "label", *COUNTS]].equals(
        before.frame.iloc[0][["wave", "segment", "value", "gap", "level", "key", "label", *COUNTS]]
    )
    assert (after["verdict"], after["material"], after["target_met"]) == ("unclear", "", "")


def test_every_column_is_a_key_a_count_a_word_or_blanked():
    after = result([row(n=3, n_left=3, n_right=3)]).published().frame
    kept = set(after.columns[after.notna().to_numpy()[0]])
    assert kept <= set(KEYS) | set(TEXTS) | set(COUNTS)


def test_the_result_itself_is_never_altered():
    before = result([row(n=3, n_left=3, n_right=3)])
    copy = before.frame.copy()
    before.published()
    pd.testing.assert_frame_equal(before.frame, copy)


def test_another_limit_and_readers_who_may_see_everything():
    one = result([row(n=3, n_left=3, n_right=3)], min_n=2)
    assert not is_suppressed(one.published().frame)
    assert is_suppressed(one.published(min_n=10).frame)
    assert one.published(min_n=10, audience="internal") is one


def test_a_table_without_sides_is_held_to_its_n():
    scores = pd.DataFrame(
        {"wave": "w", "key": ["a", "b"], "n": [4, 5], "mean": [1.0, 2.0], "reason": ""}
    )
    published = result(scores, "scores").published().frame
    assert published["mean"].isna().tolist() == [True, False]
    assert published["reason"].tolist() == ["suppressed", ""]


def test_of_a_small_group_not_even_the_counts_of_answers_are_told():
    keys = {"wave": "w", "segment": "branch", "battery": "perception", "key": "q1"}
    counts = {"North": [3, 97], "South": [1, 2], "East": [0, 0]}
    rows = [
        {**keys, "value": v, "answer": str(a), "n": n, "share": n / max(sum(ns), 1)}
        for v, ns in counts.items()
        for a, n in enumerate(ns, 1)
    ]
    published = result(rows, "answers").published().frame.set_index("value")
    # few chose an answer in a large group: nobody is told apart by that
    assert published.loc["North", "n"].tolist() == [3, 97]
    assert published.loc["North", "share"].tolist() == [0.03, 0.97]
    assert published.loc["South", ["n", "share"]].isna().all(axis=None)
    assert published.loc["East", "n"].tolist() == [0, 0]


def test_sentences_go_where_they_would_tell_what_was_blanked():
    said = (Phrase("sentence.answered", {"answered": 3}),)
    everybody, branch = row(n=3, n_left=3, n_right=3), row(n=9, n_left=9, n_right=9)
    small_branch = {**everybody, "segment": "branch", "value": "x"}
    assert result([everybody], sentences=said).published().sentences == ()
    assert result([branch, small_branch], sentences=said).published().sentences == said
    assert result([everybody], sentences=said).published(audience="internal").sentences == said


# --- how a result shows itself ---


def test_repr_says_what_and_on_how_much():
    assert repr(result([row(n=9)])) == "<gapkit gaps: 1 rows, waves w, servqual>"


def test_summary_is_the_sentences_in_the_options_language_else_the_repr():
    said = (Phrase("sentence.answered", {"answered": 9}),)
    assert result([row(n=9)], sentences=said).summary() == "9 people answered."
    chinese = result([row(n=9)], sentences=said, language="zh-Hant").summary()
    assert "9" in chinese
    assert chinese != "9 people answered."
    assert result([row(n=9)]).summary().startswith("<gapkit gaps")


def table_of(html):
    """The cells of the table, row by row, headings first."""
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_html_escapes_what_people_wrote():
    nasty = {
        **row(n=9),
        "label": "<script>alert('x')</script>",
        "segment": "branch",
        "value": "A&B",
    }
    html = result([nasty])._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "branch: A&amp;B" in html


def test_html_shows_undefined_as_blank_and_small_p_with_more_digits():
    one = {**row(n=9), "estimate": np.nan, "p": 0.0123, "p_adjusted": 0.0456, "reason": "singular"}
    html = result([one, {**one, "estimate": -0.5, "p_adjusted": 0.00001}])._repr_html_()
    assert "nan" not in html.lower()
    assert "<NA>" not in html
    assert "&lt;NA&gt;" not in html
    head, first, second = table_of(html)
    assert (first[head.index("Gap")], second[head.index("Gap")]) == ("", "−0.50")
    assert first[head.index("Adjusted p")] == "0.046"
    assert second[head.index("Adjusted p")] == "&lt;0.001"
    assert first[head.index("Why blank")] == "columns say the same"


def test_html_says_how_many_rows_are_not_shown():
    html = result([row(n=9)] * (SHOWN_ROWS + 7))._repr_html_()
    assert html.count("<tr>") == 1 + SHOWN_ROWS
    assert "7 more rows" in html


def test_html_shows_the_rows_that_the_sentences_speak_of():
    """Of a large table: the last wave, everybody, gap 5, dimensions."""
    rows = [
        {**row(gap, n=9), "wave": wave, "segment": segment, "value": value, "level": level, "key": key,
         "label": f"{wave} {value} {gap} {key}"}
        for wave in ("2026Q2", "2026Q10")
        for segment, value in (("all", "all"), ("branch", "North"))
        for gap in ("1", "5")
        for level, keys in (("item", "abcdefghijklmn"), ("dimension", "xy"))
        for key in keys
    ]  # fmt: skip
    html = result(rows)._repr_html_()
    head, *shown = table_of(html)
    place = head.index("Item")
    assert [cells[place] for cells in shown] == ["2026Q10 all 5 x", "2026Q10 all 5 y"]
    assert "<b>Gaps · 2026Q10 · Everybody · Gap 5: service</b>" in html
    assert f"{len(rows) - 2} more rows" in html


def test_html_is_headed_by_what_the_result_says():
    said = tuple(Phrase("sentence.answered", {"answered": n}) for n in range(2, 8))
    html = result([row(n=9)], sentences=said)._repr_html_()
    caption = re.search(r"<caption>(.*)</caption>", html)[1]
    assert "2 people answered. 3 people answered. 4 people answered." in caption
    assert "5 people" not in caption
    assert "3 more sentences: .summary()" in html


def test_html_of_long_sentences_keeps_to_what_is_read_at_a_glance():
    said = tuple(Phrase("sentence.answered", {"answered": "9" * 300}) for _ in range(3))
    caption = result([row(n=9)], sentences=said)._repr_html_().partition("</caption>")[0]
    assert caption.count("people answered.") == 1


@pytest.mark.parametrize(("language", "word"), [("en", "falls short"), ("zh-Hant", "未達期望")])
def test_html_gives_a_verdict_with_its_mark_and_colour_in_words(language, word):
    html = result([row(n=9)], language=language)._repr_html_()
    assert re.search(rf'<td class="verdict shortfall">▼ {word}', html)
    assert ".gapkit-result table .shortfall{color:var(--gk-shortfall)}" in html


def test_html_follows_dark_pages_without_script_and_fetches_nothing():
    html = result([row(n=9)])._repr_html_()
    assert "prefers-color-scheme:dark" in html
    assert '[data-jp-theme-light="false"]' in html
    assert not re.search(r"<script|javascript:|\bon\w+=|https?:|url\(|@import", html)


def test_html_tells_limits_as_what_they_limit():
    """A share's limits in percent, a rank's whole, a mean's without a sign."""
    drivers = {"wave": "w", "key": "reliability", "n": 9, "share": 0.25, "ci_low": 0.1, "ci_high": 0.3,
               "rank": 1, "rank_low": 1, "rank_high": 3, "reason": ""}  # fmt: skip
    head, cells = table_of(result([drivers], "drivers")._repr_html_())
    assert cells[head.index("95 % interval")] == "10.0 % to 30.0 %"
    assert cells[head.index("Rank")] == "1 [1 to 3]"
    assert cells[head.index("Item")] == "Reliability"
    scores = {"wave": "w", "key": "reliability", "n": 9, "mean": 5.0, "sd": 1.0, "se": 0.1,
              "ci_low": 4.8, "ci_high": 5.2}  # fmt: skip
    head, cells = table_of(result([scores], "scores")._repr_html_())
    assert cells[head.index("95 % interval")] == "4.80 to 5.20"


def test_an_empty_result_shows_itself_too():
    empty = replace(result([row(n=9)]), frame=result([row(n=9)]).frame.iloc[:0])
    assert "<b>Gaps</b>" in empty._repr_html_()


def test_what_a_notebook_shows_is_there():
    module, _, function = SHOWN.partition(":")
    assert callable(getattr(import_module(module), function))


# --- how it was made, in words ---

TABLES = sorted(
    {k.removeprefix("report.workbook.sheet.") for k in words("en").texts
     if k.startswith("report.workbook.sheet.")} - {"ledger", "charts"}
)  # fmt: skip


def bare(text):
    """Text without white space, since lines are broken where the screen ends."""
    return "".join(text.split())


def explained(capsys, one, language=None):
    one.explain(language)
    return capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_a_run_says_how_it_was_made(table, language, capsys):
    printed = explained(capsys, result([row(n=9)], table, language=language))
    say, said = words(language), bare(printed)
    # on a screen a Chinese character is as wide as two Latin ones
    widths = [sum(1 + (c >= "\u2e80") for c in line) for line in printed.splitlines()]
    assert max(widths) <= 96
    assert bare(say(f"explain.how.{table}")) in said
    assert all(bare(say(f"explain.guard.{g}")) in said for g in GUARDS.get(table, ("single",)))
    assert "{" not in said


def test_options_are_told_with_their_values(capsys):
    said = explained(
        capsys, result([row(n=9)], confidence=0.9, margin=0.1, adjust="fdr_bh", min_n=7)
    )
    # a tenth of the range from 1 to 7
    for part in (
        "confidence 90 %",
        "margin ±0.60 points",
        "Benjamini and Hochberg",
        "fewer than 7",
    ):
        assert bare(part) in bare(said)


def test_it_is_told_in_another_language_on_request(capsys):
    one = result([row(n=9)])
    assert explained(capsys, one, "zh-Hant") == explained(
        capsys, result([row(n=9)], language="zh-Hant")
    )
    assert explained(capsys, one, "zh-Hant") != explained(capsys, one)


def test_options_and_guards_are_those_that_there_are():
    known = words("en")
    assert {o for names in OPTIONS.values() for o in names} <= set(Options.names())
    assert all(known.has(f"explain.guard.{g}") for names in GUARDS.values() for g in names)
    tables = {k.removeprefix("explain.how.") for k in known.texts if k.startswith("explain.how.")}
    assert set(OPTIONS) | set(GUARDS) <= tables


def test_where_keeps_rows_and_forgets_sentences_of_others():
    said = (Phrase("sentence.answered", {"answered": 9}),)
    both = result([row("5", n=9), row("1", n_left=9, n_right=9)], sentences=said)
    one = both.where(gap="1")
    assert one.frame["gap"].tolist() == ["1"]
    assert one.frame.index.tolist() == [0]
    assert one.sentences == ()
    assert len(both.frame) == 2
    with pytest.raises(KeyError):
        both.where(nothing="x")


def test_a_result_is_frozen():
    with pytest.raises(FrozenInstanceError):
        result([row(n=9)]).frame = None


# --- charts ---


@pytest.mark.parametrize(
    "place", sorted({p for charts in CHARTS.values() for p in charts.values()})
)
def test_every_chart_is_there(place):
    module, _, function = place.partition(":")
    assert callable(getattr(import_module(module), function))


def test_an_unknown_chart_is_told_the_known_ones():
    with pytest.raises(AttributeError, match=r"gaps has no chart 'profil'\. Known: profile, gaps"):
        result([row(n=9)]).plot.profil  # noqa: B018
    with pytest.raises(AttributeError, match="Known: none"):
        result([row(n=9)], "nothing").plot.profile  # noqa: B018


def test_charts_are_offered_for_completion():
    assert dir(result([row(n=9)]).plot) == sorted(CHARTS["gaps"])


def test_help_on_a_chart_shows_its_words_and_what_may_be_chosen():
    from gapkit.plots.profile import profile

    chart = result([row(n=9)]).plot.profile
    assert inspect.getdoc(chart) == inspect.getdoc(profile)
    takes = list(inspect.signature(profile).parameters)
    assert takes[0] == "result"
    assert list(inspect.signature(chart).parameters) == takes[1:]
    assert chart.__name__ == "profile"


def test_charts_tell_their_names():
    assert repr(result([row(n=9)], "zones").plot) == "<charts of zones: zones>"
    assert repr(result([row(n=9)], "nothing").plot) == "<charts of nothing: none>"


def test_a_chart_is_called_with_the_result_and_what_was_given(monkeypatch):
    seen = []

    def chart(*args, **kwargs):
        """Draw nothing."""
        seen.append((args, kwargs))
        return "axes"

    monkeypatch.setattr("gapkit.plots.profile.profile", chart)
    one = result([row(n=9)])
    assert one.plot.profile(ax="mine") == "axes"
    assert seen == [((one,), {"ax": "mine"})]
    assert one.plot.profile.__doc__ == "Draw nothing."


def test_the_gate_hides_what_few_answers_of_a_unit_would_give_away():
    frame = pd.DataFrame(
        {"wave": "w", "unit": ["a", "b"], "customers": [90, 90], "sent": [40, 40], "answered": [3, 30],
         "rate": [0.075, 0.75], "tipping_point": [0.8, 0.9]}
    )  # fmt: skip
    response = Result("response", frame, Options(min_n=5), load_instrument("servqual"))
    shown = response.published().frame
    assert shown["tipping_point"].isna().tolist() == [True, False]
    assert shown[["sent", "answered", "rate"]].equals(frame[["sent", "answered", "rate"]])


# --- the gallery ---

DOCS = Path(__file__).parents[1] / "docs"


def test_every_chart_has_its_picture_and_its_line_of_code_in_the_docs():
    """Where one is missing: a line for it in docs/make_charts.py, which is then run."""
    text = (DOCS / "charts.md").read_text(encoding="utf-8")
    for chart in {chart for charts in CHARTS.values() for chart in charts}:
        assert f"### {chart}\n" in text, chart
        assert f".plot.{chart}(" in text, chart
        assert f"(images/charts/{chart}.png)" in text, chart
        assert (DOCS / "images" / "charts" / f"{chart}.png").stat().st_size > 2_000, chart


def test_pictures_of_the_gallery_stay_small():
    pictures = list((DOCS / "images" / "charts").iterdir())
    assert {p.stem for p in pictures} == {chart for charts in CHARTS.values() for chart in charts}
    # a checkout should not grow by megabytes each time that they are drawn
    assert sum(p.stat().st_size for p in pictures) < 2_000_000


def test_every_public_name_is_in_the_reference():
    reference = (DOCS / "api.md").read_text(encoding="utf-8")
    for name in set(gapkit.__all__) - {"__version__"}:
        assert re.search(rf"auto\w+:: gapkit\.[\w.]+\.{name}$", reference, re.MULTILINE), name

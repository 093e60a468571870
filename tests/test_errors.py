"""What an error says, and that one base class catches all."""

import pytest

from gapkit import errors
from gapkit.errors import GapkitError, Problem, did_you_mean

KINDS = [
    errors.StudyError, errors.InstrumentError, errors.IngestError, errors.CallError,
    errors.ReportError,
]  # fmt: skip


def test_a_problem_reads_place_what_advice():
    assert str(Problem("a.toml:3", "No such key.", "Try b.")) == "a.toml:3: No such key. Try b."
    assert str(Problem("", "No such key.")) == "No such key."


def test_an_error_holds_every_problem_a_line_each():
    error = GapkitError(Problem("a:1", "One.", "Do x."), "Two.")
    assert str(error).splitlines() == ["a:1: One. Do x.", "Two."]
    assert [p.what for p in error.problems] == ["One.", "Two."]


@pytest.mark.parametrize("kind", KINDS)
def test_one_base_class_catches_all(kind):
    with pytest.raises(GapkitError, match="this"):
        raise kind("this")


def test_every_error_names_a_stage_of_its_own():
    stages = [k.stage for k in KINDS]
    assert len(set(stages)) == len(stages)


def test_a_wrong_argument_is_a_value_error_too():
    assert issubclass(errors.CallError, ValueError)


def test_a_warning_is_no_error():
    assert issubclass(errors.GapkitWarning, UserWarning)
    assert not issubclass(errors.GapkitWarning, GapkitError)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("expectatoin", "Did you mean 'expectation'?"),
        ("Expectation", "Did you mean 'expectation'?"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_word_is_asked_for(word, said):
    assert did_you_mean(word, (w for w in ("expectation", "perception"))) == said

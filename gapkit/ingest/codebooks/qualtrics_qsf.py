"""Qualtrics' survey file (.qsf, JSON): questions with their export tags, choices and recode values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gapkit.errors import IngestError, Problem
from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]


def read(file: Written) -> Codebook | None:
    """Return what the survey file says, or None where the file is none.

    Raises
    ------
    IngestError
        It is cut off.
    """
    if not file.head.lstrip().startswith("{") or '"SurveyE' not in file.head:
        return None
    try:
        elements = json.loads(file.text).get("SurveyElements", ())
    except ValueError as error:
        what = f"the survey file is damaged: {error}."
        raise IngestError(Problem(file.path.name, what, "Export it again.")) from None
    labels: dict[str, Mapping[str, str]] = {}
    texts: dict[str, str] = {}
    for element in elements:
        if isinstance(element, dict) and element.get("Element") == "SQ":
            for name, text, codes in _columns(element.get("Payload") or {}):
                texts[name] = text
                if codes:
                    labels[name] = codes
    return Codebook(labels, texts)


def _columns(question: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield name, text, and code → label of each column that a question exports."""
    tag = str(question.get("DataExportTag") or question.get("QuestionID") or "")
    text = without_markup(str(question.get("QuestionText") or ""))
    choices = _shown(question.get("Choices"))
    if question.get("QuestionType") != "Matrix":
        one = question.get("Selector") not in ("MAVR", "MAHR", "MACOL", "MSB")
        is_choice = question.get("QuestionType") == "MC" and one
        yield tag, text, _recoded(choices, question) if is_choice else {}
        return
    codes = _recoded(_shown(question.get("Answers")), question)
    tags = question.get("ChoiceDataExportTags") or {}
    for choice, row in choices.items():
        own = tags.get(choice) if isinstance(tags, dict) else None
        for name in {f"{tag}_{choice}"} if not own else {str(own), f"{tag}_{own}"}:
            yield name, f"{text} - {row}", codes


def _shown(entries: Any) -> dict[str, str]:
    pairs = entries.items() if isinstance(entries, dict) else enumerate(entries or (), 1)
    return {
        str(key): without_markup(str(entry.get("Display") or ""))
        for key, entry in pairs
        if isinstance(entry, dict)
    }


def _recoded(labels: Mapping[str, str], question: Mapping[str, Any]) -> dict[str, str]:
    """Return the labels by the values that an export by numbers holds."""
    values = question.get("RecodeValues")
    known = values if isinstance(values, dict) else {}
    return {str(known.get(key, key)): label for key, label in labels.items() if label}

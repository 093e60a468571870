"""LimeSurvey's survey structure (.lss, XML): questions, subquestions, answers in the survey's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from gapkit.errors import IngestError, Problem
from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup

if TYPE_CHECKING:
    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]

_Row = dict[str, str]


def read(file: Written) -> Codebook | None:
    """Return what the structure says, or None where the file is none.

    Raises
    ------
    IngestError
        It is cut off.
    """
    if "<LimeSurveyDocType>" not in file.head or "<!ENTITY" in file.head:
        return None
    try:
        document = ET.fromstring(file.path.read_bytes())  # noqa: S314 - without entities
    except ET.ParseError as error:
        what = f"the survey structure is damaged: {error}."
        raise IngestError(Problem(file.path.name, what, "Export it again.")) from None
    language = document.findtext("languages/language") or ""
    asked = _told(
        document, ("questions", "subquestions", "question_l10ns"), "qid", "question", language
    )
    answers = _told(document, ("answers", "answer_l10ns"), "aid", "answer", language)
    labels: dict[str, dict[str, str]] = {}
    for row in _rows(document, "answers", language):
        label = row.get("answer") or answers.get(row.get("aid", ""), "")
        labels.setdefault(row.get("qid", ""), {})[row.get("code", "")] = without_markup(label)
    questions = {row["qid"]: row for row in _rows(document, "questions", language)}
    parts = {row["qid"]: row for row in _rows(document, "subquestions", language)}
    names = {qid: row.get("title", "") for qid, row in questions.items()}
    for qid, row in parts.items():
        names[qid] = f"{names.get(row.get('parent_qid', ''), '')}[{row.get('title', '')}]"
    of = {qid: labels.get(parts.get(qid, {}).get("parent_qid", qid)) for qid in names}
    return Codebook(
        {names[qid]: codes for qid, codes in of.items() if codes},
        {names[qid]: text for qid in names if (text := _text(qid, parts, asked))},
    )


def _text(qid: str, parts: dict[str, _Row], asked: dict[str, str]) -> str:
    """Return what was asked; of a subquestion behind its question."""
    stem = asked.get(parts.get(qid, {}).get("parent_qid", ""), "")
    return without_markup(f"{stem} [{asked.get(qid, '')}]" if stem else asked.get(qid, ""))


def _told(
    document: ET.Element, sections: tuple[str, ...], key: str, text: str, language: str
) -> dict[str, str]:
    """Return id → text: in older files beside the id, in newer ones in a section of translations."""
    rows = (row for section in sections for row in _rows(document, section, language))
    return {row[key]: row[text] for row in rows if row.get(key) and row.get(text)}


def _rows(document: ET.Element, section: str, language: str) -> list[_Row]:
    """Return the rows of a section in one language; ids that only another has are left out."""
    rows = [
        {cell.tag: cell.text or "" for cell in row}
        for row in document.iterfind(f"{section}/rows/row")
    ]
    return [row for row in rows if row.get("language", language) == language]

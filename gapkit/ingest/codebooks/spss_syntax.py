"""SPSS syntax (.sps): VARIABLE LABELS, VALUE LABELS, MISSING VALUES, RENAME VARIABLES."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

from gapkit.ingest.codebooks.codebook import Codebook
from gapkit.ingest.formats.cells import without_markup
from gapkit.ingest.missing import Between
from gapkit.ingest.texts import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gapkit.ingest.codebooks.codebook import Written

__all__ = ["read"]

_TOKEN: Final = re.compile(
    r"""(?P<quoted>'(?:[^'\n]|'')*'|"(?:[^"\n]|"")*")|(?P<end>\.[ \t]*(?:\r?\n|$)|\r?\n[ \t]*\r?\n)"""
    r"""|(?P<sign>[/()=+,])|(?P<word>[^\s'"/()=,]+?(?=\.?[ \t]*(?:\r?\n|$)|[\s'"/()=,]))"""
)
_COMMENT: Final = re.compile(r"(?m)^[ \t]*\*.*?(?:\.[ \t]*$|(?=^\s*$))|/\*.*?(?:\*/|$)", re.DOTALL)

_TOLD_BY: Final = re.compile(
    r"(?im)^[ \t]*(?:ADD[ \t]+)?(?:VAR\w*[ \t]+LAB|VAL\w*[ \t]+LAB|MIS\w*[ \t]+VAL)\w*\b(?!.*[,;\t].*[,;\t])"
)

_ENDS: Final = {"LO": -1e308, "LOWEST": -1e308, "HI": 1e308, "HIGHEST": 1e308}

Token = tuple[str, str]
"""``quoted``, ``sign`` or ``word``, and its text."""


def read(file: Written) -> Codebook | None:
    """Return what the syntax says, or None where the file is none."""
    if not _TOLD_BY.search(file.head):
        return None
    labels: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    missing: dict[str, tuple[Any, ...]] = {}
    renamed: dict[str, str] = {}
    for command, tokens in _commands(file.text):
        if command == "VARIABLE LABELS":
            texts |= _texts(tokens)
        elif command == "VALUE LABELS":
            for name, said in _labels(tokens):
                labels.setdefault(name, {}).update(said)
        elif command == "MISSING VALUES":
            missing |= dict(_missing(tokens))
        else:
            renamed |= _renamed(tokens)
    if not (labels or texts or missing):
        return None
    return Codebook(
        {renamed.get(name, name): said for name, said in labels.items()},
        {renamed.get(name, name): without_markup(said) for name, said in texts.items()},
        {renamed.get(name, name): codes for name, codes in missing.items()},
    )


def _commands(text: str) -> Iterator[tuple[str, list[Token]]]:
    """Yield the commands that speak of columns, with what follows their names."""
    sentence: list[Token] = []
    for found in _TOKEN.finditer(_COMMENT.sub("\n", text) + "\n\n"):
        kind = found.lastgroup or ""
        if kind != "end":
            sentence.append((kind, _unquoted(found[0]) if kind == "quoted" else found[0]))
            continue
        words = [t.upper() for k, t in sentence[:3] if k == "word"]
        skip = 1 if words[:1] == ["ADD"] else 0
        command = _command(words[skip : skip + 2])
        if command:
            yield command, _joined(sentence[skip + 2 :])
        sentence = []


def _command(words: list[str]) -> str:
    """Return a command's full name; SPSS takes three letters of a word for the whole.

    Examples
    --------
    >>> _command(["VAR", "LAB"]), _command(["VALUE", "LABELS"]), _command(["GET", "DATA"])
    ('VARIABLE LABELS', 'VALUE LABELS', '')
    """
    for full in ("VARIABLE LABELS", "VALUE LABELS", "MISSING VALUES", "RENAME VARIABLES"):
        pairs = list(zip(words, full.split(), strict=False))
        if len(pairs) == 2 and all(len(w) > 2 and whole.startswith(w) for w, whole in pairs):
            return full
    return ""


def _unquoted(text: str) -> str:
    mark = text[0]
    return text[1:-1].replace(mark * 2, mark)


def _joined(tokens: list[Token]) -> list[Token]:
    """Return tokens with texts joined that a plus sign joins."""
    found: list[Token] = []
    for kind, text in tokens:
        if kind == "quoted" and len(found) > 1 and found[-1][1] == "+" and found[-2][0] == "quoted":
            found[-2:] = [("quoted", found[-2][1] + text)]
        else:
            found.append((kind, text))
    return found


def _texts(tokens: list[Token]) -> dict[str, str]:
    pairs = pairwise(tokens)
    return {name: said for (k, name), (q, said) in pairs if k == "word" and q == "quoted"}


def _labels(tokens: list[Token]) -> Iterator[tuple[str, dict[str, str]]]:
    for is_slash, part in groupby(tokens, lambda token: token == ("sign", "/")):
        words = [] if is_slash else [t for t in part if t != ("sign", ",")]
        start = next((k for k, t in enumerate(words) if _is_value(t)), len(words))
        values = [text for _, text in words[start:]]
        said = {code.strip(): label for code, label in zip(values[::2], values[1::2], strict=False)}
        yield from ((name, said) for name in _names(words[:start]))


def _missing(tokens: list[Token]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    names: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token == ("sign", "("):
            inside = []
        elif token == ("sign", ")"):
            codes = tuple(_codes(inside or []))
            yield from ((name, codes) for name in _names(names))
            names, inside = [], None
        elif token[1] not in ("/", ","):
            (names if inside is None else inside).append(token)


def _codes(tokens: list[Token]) -> Iterator[Any]:
    texts = [text for _, text in tokens]
    k = 0
    while k < len(texts):
        if k + 2 < len(texts) and texts[k + 1].upper() in ("THRU", "THROUGH"):
            yield Between(_end(texts[k]), _end(texts[k + 2]))
            k += 3
        else:
            yield texts[k]
            k += 1


def _end(text: str) -> float:
    return _ENDS[text.upper()] if text.upper() in _ENDS else float(text)


def _names(tokens: list[Token]) -> list[str]:
    """Return columns' names; ``a TO b`` stays one, since only the file knows what lies between."""
    names: list[str] = []
    texts = [text for kind, text in tokens if kind == "word"]
    for text in texts:
        if names and names[-1].endswith(" to "):
            names[-1] += text
        elif text.upper() == "TO" and names:
            names[-1] += " to "
        else:
            names.append(text)
    return names


def _is_value(token: Token) -> bool:
    kind, text = token
    return kind == "quoted" or (kind == "word" and number(text) is not None)


def _renamed(tokens: list[Token]) -> dict[str, str]:
    """Return old name → new name of ``( a b = c d )``."""
    found: dict[str, str] = {}
    old: list[str] = []
    new: list[str] | None = None
    for kind, text in tokens:
        if text == "=":
            new = []
        elif text == ")":
            found |= dict(zip(old, new or [], strict=False))
            old, new = [], None
        elif kind == "word":
            (old if new is None else new).append(text)
    return found

"""TOML as a person wrote it: values with their line numbers, and every mistake said at once.

A `Table` hands out its values by key, checks their kind and notes each mistake in a shared list;
`Document.finish` raises all of them together. What the keys mean is none of this module's business.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from gapkit.errors import GapkitError, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Document", "Table", "read_document"]

_KINDS: dict[type, str] = {
    str: 'a text in quotes, such as "…"',
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list in square brackets, such as [ … ]",
    dict: "a table in braces, such as { … }",
}


@dataclass
class Document:
    """A parsed TOML file, its lines, and the mistakes found so far."""

    path: str
    root: Table
    problems: list[Problem]
    error: type[GapkitError]

    def finish(self) -> None:
        """Raise every mistake that was noted, ordered by line; do nothing where there is none."""
        if self.problems:
            self.fail()

    def fail(self) -> NoReturn:
        """Raise every mistake that was noted."""
        raise self.error(*sorted(self.problems, key=_line_of))


@dataclass
class Table:
    """One table of a TOML document.

    Parameters
    ----------
    name
        As a person would write it: ``[study]``, ``[[source]] 2``; empty for the file itself.
    values
        The parsed values.
    line
        The line of the table's head.
    """

    document_path: str
    name: str
    values: Mapping[str, Any]
    line: int
    lines: Mapping[tuple[str, ...], int]
    address: tuple[str, ...]
    problems: list[Problem]
    asked: set[str] = field(default_factory=set)

    def note(self, key: str | None, what: str, advice: str = "") -> None:
        """Note a mistake at `key` (or at the table's head)."""
        line = self.lines.get((*self.address, key), self.line) if key else self.line
        self.problems.append(Problem(f"{self.document_path}:{line}", what, advice))

    def get(self, key: str, kind: type, default: Any = None) -> Any:
        """Return the value of `key` if it is of `kind`, else note a mistake and return `default`."""
        self.asked.add(key)
        if key not in self.values:
            return default
        value = self.values[key]
        if _is_a(value, kind):
            return value
        self.note(key, f"{self._says(key)} must be {_KINDS[kind]}, not {value!r}.")
        return default

    def need(self, key: str, kind: type, default: Any = None) -> Any:
        """Like `get`, but a missing key is a mistake too."""
        if key not in self.values:
            self.asked.add(key)
            self.note(None, f"{self.name or 'The file'} lacks the key '{key}' ({_KINDS[kind]}).")
            return default
        return self.get(key, kind, default)

    def choice(self, key: str, known: Iterable[str], default: str) -> str:
        """Return a text from a closed set."""
        value: str = self.get(key, str, default)
        options = list(known)
        if value in options:
            return value
        self.note(key, *unknown(f"{self._says(key)} = {value!r}", value, options))
        return default

    def strings(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.get(key, list)
        if value is None:
            if isinstance(self.values.get(key), str):
                self.problems.pop()
                text = self.values[key]
                self.note(key, f"{self._says(key)} must be a list.", f'Write {key} = ["{text}"].')
            return default
        if all(isinstance(v, str) for v in value):
            return tuple(value)
        self.note(key, f"{self._says(key)} must hold texts only, not {value!r}.")
        return default

    def table(self, key: str) -> Table | None:
        """Return the sub-table `key`, or None."""
        value = self.get(key, dict)
        if value is None:
            return None
        address = (*self.address, key)
        name = f"[{'.'.join(address)}]"
        line = self.lines.get(address, self.line)
        return Table(self.document_path, name, value, line, self.lines, address, self.problems)

    def tables(self, key: str) -> Iterator[Table]:
        """Return the tables of an array ``[[key]]``, in order."""
        if isinstance(self.values.get(key), dict):
            self.asked.add(key)
            self.note(key, f"[{key}] is one table, and there may be several.", f"Write [[{key}]].")
            return
        for index, value in enumerate(self.get(key, list, []), 1):
            if not isinstance(value, dict):
                self.note(key, f"'{key}' must be written as [[{key}]] tables.")
                return
            address = (*self.address, key, str(index))
            line = self.lines.get(address, self.line)
            name = f"[[{key}]] {index}"
            yield Table(self.document_path, name, value, line, self.lines, address, self.problems)

    def checked(self, key: str, value: Any, build: Callable[[Any], Any], default: Any) -> Any:
        """Return ``build(value)``; a `GapkitError` it raises becomes a mistake at `key`."""
        try:
            return build(value)
        except GapkitError as error:
            for problem in error.problems:
                self.note(key, f"{self._says(key)}: {problem.what}", problem.advice)
            return default

    def close(self) -> None:
        """Note every key that nobody asked for, with the nearest known one."""
        for key in self.values:
            if key not in self.asked:
                place = self.name or "The file"
                self.note(key, *unknown(f"{place} has no key '{key}'.", key, sorted(self.asked)))

    def _says(self, key: str) -> str:
        return f"{self.name} {key}".strip()


def unknown(what: str, word: str, known: list[str]) -> tuple[str, str]:
    """Return the sentence and the advice for a word that is not among the known ones."""
    advice = did_you_mean(word, known)
    return what, f"{advice} Known: {', '.join(known)}.".strip()


def read_document(path: Path, error: type[GapkitError]) -> Document:
    """Read a TOML file, with or without a byte-order mark.

    Raises
    ------
    GapkitError
        Of the class `error`: no such file, not UTF-8, or not TOML (with the line).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        advice = f"TOML files there: {', '.join(near)}." if near else "Check the path."
        raise error(Problem(str(path), "there is no such file.", advice)) from None
    except IsADirectoryError:
        near = sorted(p.name for p in path.glob("*.toml"))
        advice = f"Name the file in it: {', '.join(near)}." if near else "Name a TOML file."
        raise error(Problem(str(path), "cannot be read: this is a folder.", advice)) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise error(
            Problem(str(path), f"cannot be read: {problem}.", "Save it as UTF-8.")
        ) from problem
    except tomllib.TOMLDecodeError as problem:
        place, what = _place(str(problem))
        advice = "Texts need quotes; a Windows path needs 'single' quotes."
        if path.suffix.lower() != ".toml":
            advice = f"If this is an export, begin with: gapkit init FOLDER --from {path.name}"
        raise error(Problem(f"{path}{place}", f"this is not TOML: {what}.", advice)) from problem
    lines = _line_numbers(text)
    problems: list[Problem] = []
    root = Table(str(path), "", values, 1, lines, (), problems)
    return Document(str(path), root, problems, error)


def _is_a(value: Any, kind: type) -> bool:
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


def _place(message: str) -> tuple[str, str]:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if not found:
        return "", message
    return f":{found[1]}", message[: found.start()].strip()


def _line_of(problem: Problem) -> tuple[str, int]:
    path, _, line = problem.where.rpartition(":")
    return (path, int(line)) if line.isdigit() else (problem.where, 0)


def _line_numbers(text: str) -> dict[tuple[str, ...], int]:
    """Map each table head and each key at the start of a line to its line number."""
    lines: dict[tuple[str, ...], int] = {}
    counts: dict[str, int] = {}
    address: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\[\s*([^\]]+?)\s*\]\]", line):
            counts[head[1]] = counts.get(head[1], 0) + 1
            address = (*_parts(head[1]), str(counts[head[1]]))
            lines[address] = number
        elif head := re.match(r"\s*\[\s*([^\]\[]+?)\s*\]\s*(#.*)?$", line):
            address = _numbered(_parts(head[1]), counts)
            lines.setdefault(address, number)
        elif key := re.match(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=""", line):
            lines.setdefault((*address, *_parts(key[1])), number)
    return lines


def _numbered(address: tuple[str, ...], counts: dict[str, int]) -> tuple[str, ...]:
    """Give a table such as [source.batteries] to the last [[source]] above it."""
    first, *rest = address
    return (first, str(counts[first]), *rest) if first in counts else address


def _parts(dotted: str) -> tuple[str, ...]:
    found = re.findall(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""", dotted)
    return tuple("".join(part) for part in found)

"""What tables say themselves, each sentence once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapkit.report.content import Content

__all__ = ["told"]


def told(content: Content, *tables: str) -> tuple[str, ...]:
    """Return the sentences of tables, in the report's language.

    Parameters
    ----------
    content
        As published.
    *tables
        Their names; one that is not there says nothing.
    """
    results = [content.results[name] for name in tables if name in content.results]
    said = [content.words.say(phrase) for result in results for phrase in result.sentences]
    return tuple(dict.fromkeys(said))

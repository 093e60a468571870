"""Elements of PowerPoint's own language that its package has no words for."""

from __future__ import annotations

from typing import Any

__all__ = ["added"]


def added(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    """Append an element such as ``a:ea`` to another one, and return it."""
    from pptx.oxml.xmlchemy import OxmlElement

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(key, value)
    if text:
        element.text = text
    parent.append(element)
    return element

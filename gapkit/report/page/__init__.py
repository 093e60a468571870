"""The page: one HTML file that asks for nothing else, and lets nothing else in."""

from gapkit.report.page.render import render

__all__ = ["render"]

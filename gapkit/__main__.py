"""``python -m gapkit``."""

from gapkit.cli import main

main()

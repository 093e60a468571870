"""Make ``gapkit/fonts/GapkitSansTC-Regular.otf`` out of Noto Sans TC Regular (OFL 1.1).

    python docs/make_font.py NotoSansTC-Regular.otf gapkit/fonts/GapkitSansTC-Regular.otf

Kept are the characters of Big5's first level, Latin, and the signs that reports use. The family is
renamed: under its own name the subset and a complete Noto Sans TC would hide one another.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

FAMILY = "Gapkit Sans TC"
SIGNS = {0x2212, 0x2264, 0x2265, 0xD7, *range(0x2190, 0x2194), 0x25B2, 0x25BC}
RANGES = [(0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2040), (0x3000, 0x3020), (0xFF01, 0xFF5F)]


def big5_first_level() -> set[int]:
    """Return the code points of the signs and frequent characters of Big5."""
    cells = (
        bytes([high, low])
        for high in range(0xA1, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    decoded = (cell.decode("big5", errors="ignore") for cell in cells)
    return {ord(text) for text in decoded if text}


def main(source: str, target: str) -> None:
    """Cut the font down, rename it and save it."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    font = subset.load_font(source, options)
    cut = subset.Subsetter(options)
    cut.populate(
        unicodes={*big5_first_level(), *SIGNS, *(c for a, b in RANGES for c in range(a, b))}
    )
    cut.subset(font)
    postscript = FAMILY.replace(" ", "") + "-Regular"
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = FAMILY
        elif record.nameID == 6:
            record.string = postscript
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = FAMILY
    font.save(target)
    print(f"{target}: {Path(target).stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:3])

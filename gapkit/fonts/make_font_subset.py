"""Make a small Traditional Chinese font out of Noto Sans TC (OFL 1.1): Big5 level 1 + Latin + signs, family renamed.
usage: make_font_subset.py NotoSansTC-Regular.otf OUT.otf"""

import sys, os
from fontTools import subset

src, out = sys.argv[1:3]


def big5(rows):
    for hi in rows:
        for lo in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                yield ord(bytes([hi, lo]).decode("big5"))
            except UnicodeDecodeError:
                pass


chars = {
    *big5(range(0xA1, 0xC7)),
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2040),
    *range(0x3000, 0x3020),
    *range(0xFF01, 0xFF5F),
    0x2212,
    0x2264,
    0x2265,
    0xD7,
    *range(0x2190, 0x2194),
    0x25B2,
    0x25BC,
}
o = subset.Options()
o.hinting = False
o.layout_features = []
o.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
o.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
f = subset.load_font(src, o)
s = subset.Subsetter(o)
s.populate(unicodes=chars)
s.subset(f)
for rec in f["name"].names:
    if rec.nameID in (1, 3, 4, 16):
        rec.string = "Gapkit Sans TC"
    elif rec.nameID == 6:
        rec.string = "GapkitSansTC-Regular"
cff = f["CFF "].cff
cff.fontNames[0] = "GapkitSansTC-Regular"
cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = "Gapkit Sans TC"
f.save(out)
print(out, os.path.getsize(out), "bytes", len(f.getBestCmap()), "characters")

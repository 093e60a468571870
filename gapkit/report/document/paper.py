"""A document on A4: headings, sentences, tables whose heads repeat, pictures with words for them."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from gapkit.plots.theme import FAINT, INK, MUTED, VERDICTS, fit_ink
from gapkit.report.document.widths import PADDING, widths_of
from gapkit.report.plain_text import printable
from gapkit.results import CHARTS
from gapkit.results.audience import INTERNAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gapkit.report.content import Content
    from gapkit.report.figures import Wanted

__all__ = ["Paper"]

CREATED: Final = datetime(2000, 1, 1)
"""A fixed date: a report does not tell when it was made, its manifest does."""

A4: Final = (21.0, 29.7)
EDGE: Final = 2.2
"""Margin, in centimetres."""

WIDE: Final = A4[0] - 2 * EDGE
TALLEST: Final = 20.0
"""Of a picture, in centimetres."""

LOGO: Final = 1.6
"""Height of the logo in centimetres."""

DPI: Final = 160
SIZES: Final = {"text": 10.5, "lead": 12.0, "cell": 8.5, "small": 8.5}
CHINESE: Final = "Microsoft JhengHei"


class Paper:
    """A document that is being written.

    Parameters
    ----------
    content
        For language, title and brand.
    """

    def __init__(self, content: Content) -> None:
        from docx import Document
        from docx.shared import Cm

        self.content = content
        self.document = Document()
        self.colour = content.brand.colour or VERDICTS["surplus"].colour
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(A4[0]), Cm(A4[1])
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(EDGE)
        if content.audience == INTERNAL:  # on every page
            page.header.paragraphs[0].text = content.words("report.internal")
        self._set_styles()

    def begin(self, answered: str) -> None:
        """Write the head: logo, what it is, title, who answered."""
        from docx.shared import Cm

        logo = self.content.brand.logo
        if logo is not None:
            run = self.document.add_paragraph().add_run()
            run.add_picture(BytesIO(logo.data), height=Cm(LOGO))
        self.text(self.content.words("report.kicker"), small=True)
        title = self.document.add_paragraph(printable(self.content.title), style="Title")
        _rule_under(title, self.colour)
        self.text(answered, small=True)

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.document.add_paragraph(printable(text), style="Heading 1")

    def lead(self, text: str) -> None:
        """Write a sentence that carries a message."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        run = paragraph.add_run(printable(text))
        run.bold, run.font.size = True, Pt(SIZES["lead"])

    def listed(self, texts: Sequence[str]) -> None:
        """Write further sentences, each with a bullet."""
        for text in texts:
            self.document.add_paragraph(printable(text), style="List Bullet")

    def text(self, text: str, *, term: str = "", small: bool = False) -> None:
        """Write a paragraph; after the term that it explains, if any."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        if term:
            paragraph.add_run(f"{printable(term)}\u2002").bold = True
        run = paragraph.add_run(printable(text))
        if small:
            run.font.size = Pt(SIZES["small"])
            run.font.color.rgb = _rgb(MUTED)

    def table(self, rows: Sequence[Sequence[str]], title: str) -> None:
        """Write a table: its head repeats on every page, and no row is cut."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        if title:
            caption = self.document.add_paragraph(printable(title), style="Caption")
            caption.paragraph_format.keep_with_next = True
        figures = [_is_figures(rows, place) for place in range(len(rows[0]))]
        table = self.document.add_table(len(rows), len(rows[0]))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _pad(table, PADDING)
        widths = [Cm(each) for each in widths_of(rows, WIDE, SIZES["cell"])]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            _keep_whole(row, head=number == 0)
            for cell, text, figure, wide in zip(row.cells, texts, figures, widths, strict=True):
                cell.width = wide
                self._write_cell(cell, text, right=figure, head=number == 0)
        self.document.add_paragraph().paragraph_format.space_after = 0

    def figure(self, figure: Wanted) -> None:
        """Draw one of the page's figures and put it in, with its title and words for it."""
        from docx.shared import Cm

        result = self.content.results[figure.table]
        axes = getattr(result.plot, figure.chart)(**figure.arguments)
        drawn = axes.get_figure(root=True)
        wide, tall = (float(side) for side in drawn.get_size_inches())
        scale = min(WIDE / wide, TALLEST / tall)
        from gapkit.plots.export import png

        picture = self.document.add_paragraph().add_run()
        shape = picture.add_picture(BytesIO(png(drawn, DPI)), Cm(wide * scale), Cm(tall * scale))
        module = CHARTS[figure.table][figure.chart].partition(":")[0]
        describe: Any = import_module(module).describe
        properties = shape._inline.docPr
        properties.set("title", printable(figure.title))
        properties.set("descr", printable(str(describe(result, **figure.arguments))))

    def save(self, path: Path) -> None:
        """Write the file."""
        about = self.document.core_properties
        about.title, about.author = printable(self.content.title), "gapkit"
        about.last_modified_by, about.comments = "gapkit", ""
        about.created = about.modified = CREATED
        about.language = self.content.language
        self.document.save(str(path))

    def _write_cell(self, cell: Any, text: str, *, right: bool, head: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(printable(text))
        run.font.size, run.bold = Pt(SIZES["cell"]), head
        if head:
            run.font.color.rgb = _rgb(fit_ink(self.colour))
        _dress_cell(cell, self.colour if head else "")

    def _set_styles(self) -> None:
        """Set type: one family throughout, Chinese in a font that Windows brings along."""
        from docx.shared import Pt

        chinese = self.content.language.startswith("zh")
        sizes = {"Normal": SIZES["text"], "Title": 20.0, "Heading 1": 14.0, "Caption": 9.5}
        for name, size in sizes.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = "Calibri", Pt(size)
            style.font.color.rgb = _rgb(INK)
            properties = style.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            for key in list(fonts.attrib):
                if key.endswith("Theme"):
                    del fonts.attrib[key]
            fonts.set(_word("eastAsia"), CHINESE)
            _set_language(properties, "zh-TW" if chinese else "en-US", chinese=chinese)
        self.document.styles["Caption"].font.bold = True


def _is_figures(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column holds figures, which are set flush right."""
    cells = [row[place] for row in rows[1:] if row[place]]
    return place > 0 and bool(cells) and all(_begins_with_figure(cell) for cell in cells)


def _begins_with_figure(cell: str) -> bool:
    return cell.lstrip("+−<")[:1].isdigit() and sum(map(str.isalpha, cell)) <= 2


def _pad(table: Any, side: float) -> None:
    """Set the room left and right of every cell's text, in centimetres."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        margin = OxmlElement(f"w:{edge}")
        margin.set(_word("w"), str(Cm(side).twips))
        margin.set(_word("type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(_word("tblLook"))  # the schema wants it last
    properties.append(margins) if look is None else look.addprevious(margins)


def _keep_whole(row: Any, *, head: bool) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _dress_cell(cell: Any, fill: str) -> None:
    """Draw a line under a cell, and fill it where it heads a column."""
    from docx.oxml import OxmlElement

    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("color", FAINT[1:])):
        line.set(_word(key), value)
    borders.append(line)
    properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill[1:])):
            shade.set(_word(key), value)
        properties.append(shade)


def _rule_under(paragraph: Any, colour: str) -> None:
    """Draw a rule of the firm's colour under a paragraph, in place of the style's own."""
    from docx.oxml import OxmlElement

    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    values = (("val", "single"), ("sz", "18"), ("space", "6"), ("color", colour[1:]))
    for key, value in values:
        line.set(_word(key), value)
    borders.append(line)
    properties.append(borders)


def _set_language(properties: Any, language: str, *, chinese: bool) -> None:
    from docx.oxml import OxmlElement

    for old in properties.findall(_word("lang")):
        properties.remove(old)
    said = OxmlElement("w:lang")
    said.set(_word("val"), "en-US" if chinese else language)
    said.set(_word("eastAsia"), "zh-TW")
    properties.append(said)


def _word(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _rgb(colour: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(colour[1:].upper())

"""Figures and folds in a browser: switches, marks read out, the contents, nothing cut or overlaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from gapkit.report.drawing import draw
from gapkit.report.figures import wanted
from gapkit.report.page import render

from .call_centre import call_centre
from .frames import kiosk
from .several_roles import several
from .worst import worst

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser

DIMENSIONS = "#dimensions-gaps-figure"

OVERLAPS = """() => {
  const texts = [];
  const clipped = (e) => e && (getComputedStyle(e).clipPath === "inset(50%)" || clipped(e.parentElement));
  const seen = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && !e.closest(".skip") && !clipped(e);
  for (const text of document.querySelectorAll("main svg text")) {
    const box = text.getBoundingClientRect();
    if (seen(text) && box.width) texts.push({ text: text.textContent, boxes: [box], svg: text.ownerSVGElement });
  }
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const host = node.parentElement;
    if (!node.data.trim() || host.closest("svg, script, template, option") || !seen(host)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    texts.push({ text: node.data.trim(), boxes: [...range.getClientRects()] });
  }
  const found = [];
  for (const { text, boxes, svg } of texts) {
    if (!svg) continue;
    const edge = svg.getBoundingClientRect();
    const [box] = boxes;
    if (box.left < edge.left - 2 || box.right > edge.right + 2 || box.top < edge.top - 2 || box.bottom > edge.bottom + 2)
      found.push(`cut: ${text}`);
  }
  const all = texts.flatMap(({ text, boxes }) => boxes.map((box) => ({ text, box })));
  all.sort((a, b) => a.box.top - b.box.top);
  all.forEach(({ text, box }, k) => {
    for (let other = k + 1; other < all.length && all[other].box.top < box.bottom; other += 1) {
      const next = all[other].box;
      const wide = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      const high = Math.min(box.bottom, next.bottom) - next.top;
      if (wide > 3 && high > 0.4 * Math.min(box.height, next.height))
        found.push(`overlaid: ${text.slice(0, 40)} | ${all[other].text.slice(0, 40)}`);
    }
  });
  return found;
}"""
"""Texts that leave their figure, or lie over one another by more than letters' own air."""


TALL: Final = 200
"""Pixels: some seven lines of a cell, of a row whose words have the room that they need."""


@pytest.fixture(scope="module", params=["kiosk", "several", "call_centre", "worst"])
def page_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a page alone: of kiosks, of several roles, of a department, of the worst there is."""
    made = {"kiosk": kiosk, "several": several, "call_centre": call_centre, "worst": worst}
    shown = made[request.param]().published()
    folder = tmp_path_factory.mktemp(request.param)
    html = render(shown, draw(shown, wanted(shown)))
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_cut_and_nothing_lies_over_anything(
    opener: Any, page_of: Path, width: int
) -> None:
    page = opener.open(page_of, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERLAPS) == []


def test_no_row_of_a_table_grows_tall_on_a_telephone(opener: Any, page_of: Path) -> None:
    page = opener.open(page_of, 390)
    page.evaluate("document.querySelectorAll('.listed').forEach((d) => { d.open = true; })")
    tall = page.evaluate(
        "[...document.querySelectorAll('main .scroll tbody tr')]"
        f".filter((row) => row.getBoundingClientRect().height > {TALL})"
        ".map((row) => row.innerText.slice(0, 80))"
    )
    assert tall == []


def test_on_paper_no_line_speaks_of_what_stands_open_below_it(opener: Any, page_of: Path) -> None:
    page = opener.open(page_of)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    lines = page.locator(".listed > summary")
    assert bool(lines.count()) == page_of.name.startswith(
        "call_centre"
    )  # the one that has long lists
    assert not any(line.is_visible() for line in lines.all())


def test_nothing_that_axe_objects_to_with_every_fold_open(opener: Any, page_of: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opener.open(page_of, 390, color_scheme="dark")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:300]) for v in found] == []


def test_a_switch_shows_another_group_and_its_data(opened: Callable[..., Any]) -> None:
    page = opened()
    figure = page.locator(DIMENSIONS)
    before = figure.locator(".picture").inner_text(), figure.locator("a.data").get_attribute("href")
    choices = figure.locator("optgroup option").all_inner_texts()
    assert choices
    figure.locator("select").select_option(label=choices[0])
    after = figure.locator(".picture").inner_text()
    assert after != before[0]
    assert choices[0] in after
    assert figure.locator("a.data").get_attribute("href") != before[1]
    figure.locator("select").select_option(index=0)
    assert figure.locator(".picture").inner_text() == before[0]
    assert figure.locator("a.data").get_attribute("href") == before[1]


def test_arrow_keys_read_the_marks(opened: Callable[..., Any]) -> None:
    page = opened()
    figure = page.locator(DIMENSIONS)
    canvas, readout = figure.locator(".canvas:visible"), figure.locator(".readout")
    canvas.focus()
    assert readout.inner_text() == readout.get_attribute("data-hint")
    marks = canvas.locator("g[pointer-events] > title").all_text_contents()
    canvas.press("ArrowDown")
    assert readout.inner_text() == marks[0].strip()
    canvas.press("ArrowDown")
    assert readout.inner_text() == marks[1].strip()
    canvas.press("ArrowUp")
    canvas.press("ArrowUp")
    assert readout.inner_text() == marks[-1].strip()
    assert " 194" in marks[0]  # n
    assert "[" in marks[0]  # the interval
    assert "p <" in marks[0]


def test_a_folded_table_is_filled_when_it_is_opened(opened: Callable[..., Any]) -> None:
    page = opened()
    fold = page.locator("#scores-table")
    assert fold.locator("form").get_attribute("hidden") is not None
    fold.locator("summary").first.click()
    fold.locator("form").wait_for()
    assert fold.locator("tbody tr").count() == 20


def test_one_group_alone_can_be_chosen(opened: Callable[..., Any]) -> None:
    page = opened()
    table = page.locator("#gaps-table")
    group = table.locator("select[name=segment]")
    every, *each = group.locator("optgroup").first.locator("option").all()
    group.select_option(each[0].get_attribute("value"))
    status = table.locator("[role=status]").first
    assert " 20" in status.inner_text()
    group.select_option(every.get_attribute("value"))
    assert f" {20 * len(each)}" in status.inner_text()


def test_the_contents_are_a_column_and_on_phones_a_bar(opened: Callable[..., Any]) -> None:
    wide, phone = opened(1280), opened(390)
    assert wide.locator("nav.contents a").first.is_visible()
    assert not phone.locator("nav.contents a").first.is_visible()
    phone.locator("nav.contents summary").click()
    phone.locator('nav.contents a[href="#method"]').click()
    assert not phone.locator("nav.contents a").first.is_visible()
    top = phone.locator("#method-h").evaluate("e => e.getBoundingClientRect().top")
    bar = phone.locator("nav.contents").evaluate("e => e.getBoundingClientRect().bottom")
    assert top >= bar - 1


def test_phones_have_pictures_of_their_own(opened: Callable[..., Any]) -> None:
    for width, kind in ((1280, "wide"), (390, "slim")):
        shown = opened(width).locator(f"{DIMENSIONS} .canvas:visible")
        assert shown.count() == 1
        assert kind in shown.get_attribute("class")


def test_a_printed_page_has_no_table_that_is_cut(opened: Callable[..., Any]) -> None:
    page = opened(718)  # A4 within its margins, at 96 pixels an inch
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wide = page.evaluate(
        "[...document.querySelectorAll('main table, main .canvas svg')]"
        ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 719)"
        ".map((e) => e.outerHTML.slice(0, 80))"
    )
    assert wide == []

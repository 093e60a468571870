"""The page in a browser: silent, searchable, usable by keyboard and screen reader, on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

GAPS = '.searchable[data-table="gaps"]'


def column(page: Any, place: int) -> list[str]:
    cells = page.locator(f"{GAPS} tbody tr > :nth-child({place})")
    return cells.evaluate_all("cells => cells.map(cell => cell.textContent)")


def heads(page: Any) -> list[str]:
    return page.locator(f"{GAPS} thead th").evaluate_all("all => all.map(h => h.textContent)")


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def people_place(page: Any) -> int:
    """The column of how many answered, in either language."""
    return next(k for k, head in enumerate(heads(page), 1) if head in ("n", "樣本數"))


def gap_place(page: Any) -> int:
    """The column of the gap: three after how many answered."""
    return people_place(page) + 3


def test_opens_with_twenty_items(opened: Callable[..., Any]) -> None:
    page = opened()
    assert len(column(page, 1)) == 20
    assert "20" in page.locator(f"{GAPS} [role=status]").inner_text()
    assert page.locator("h1").inner_text() == "Self-service kiosks"


def test_a_heading_sorts_and_sorts_back(opened: Callable[..., Any]) -> None:
    page = opened()
    place = gap_place(page)
    head = page.locator(f"{GAPS} thead th:nth-child({place})")
    head.get_by_role("button").click()
    values = [number(text) for text in column(page, place)]
    assert values == sorted(values)
    assert values[0] < values[-1]
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").press("Enter")
    assert [number(text) for text in column(page, place)] == sorted(values, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_p_values_below_the_smallest_sort_first(opened: Callable[..., Any]) -> None:
    page = opened()
    place = people_place(page) + 5
    page.locator(f"{GAPS} thead th:nth-child({place})").get_by_role("button").click()
    texts = column(page, place)
    small = [text.startswith("<") for text in texts]
    assert small == sorted(small, reverse=True)
    assert any(small)
    assert not all(small)


def test_search_narrows_and_says_how_many(opened: Callable[..., Any]) -> None:
    page = opened()
    wanted = column(page, 1)[3]
    page.locator(f"{GAPS} input[type=search]").fill(wanted.upper())
    assert column(page, 1) == [wanted]
    page.locator(f"{GAPS} input[type=search]").fill("no such item")
    assert column(page, 1) == []
    status = page.locator(f"{GAPS} [role=status]")
    assert status.inner_text() == status.get_attribute("data-none")


def test_lists_choose_level_gap_and_group(opened: Callable[..., Any]) -> None:
    page = opened()
    before, place = heads(page), people_place(page)
    page.locator(f"{GAPS} select[name=level]").select_option("dimension")
    assert len(column(page, 1)) == 6
    assert heads(page)[0] != before[0]
    page.locator(f"{GAPS} select[name=segment]").select_option("sex")
    assert len(column(page, 1)) == 12
    groups = page.locator(f"{GAPS} thead th:nth-child(2)")
    assert groups.is_visible()
    page.locator(f"{GAPS} select[name=gap]").select_option("priority")
    assert heads(page)[place] != before[place]


def test_what_the_page_holds_without_script_is_what_the_script_shows(
    opened: Callable[..., Any],
) -> None:
    with_script, without = opened(), opened(java_script_enabled=False)
    # without script nothing can be evaluated in the page, so the markup is compared
    assert without.locator(f"{GAPS} tbody tr").count() == 20
    for row in (0, 7, 19):
        line = f"{GAPS} tbody tr:nth-child({row + 1})"
        assert with_script.locator(line).inner_text() == without.locator(line).inner_text()
    assert without.locator(f"{GAPS} form").is_hidden()


def test_a_fold_opens_by_keyboard(opened: Callable[..., Any]) -> None:
    page = opened()
    fold = page.locator(".figure details").first
    assert not fold.locator("p").first.is_visible()
    fold.locator("summary").press("Enter")
    assert fold.locator("p").first.is_visible()


def test_data_of_a_figure_can_be_saved(opened: Callable[..., Any]) -> None:
    page = opened()
    with page.expect_download() as download:
        page.locator("a.data").first.click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    assert text.startswith("wave,segment,value,gap,level,key")
    assert len(text.splitlines()) == 7  # heading and six dimensions


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_nothing_that_axe_objects_to(opened: Callable[..., Any], width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened(width, color_scheme=scheme)).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


@pytest.mark.parametrize("width", [390, 768, 1920])
def test_the_page_never_scrolls_sideways(opened: Callable[..., Any], width: int) -> None:
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ids_are_unique(opened: Callable[..., Any]) -> None:
    ids = opened().evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_paper_has_no_controls_and_open_folds(opened: Callable[..., Any]) -> None:
    page = opened()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(f"{GAPS} form").is_hidden()
    assert page.locator("nav.contents").is_hidden()
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open]):not(.table-fold, .file, .how)").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0

"""Columns that name people, and monitors' sheets among exports: both told by headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gapkit.ingest.texts import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gapkit.ingest.draft.columns import DraftColumn

__all__ = ["names_people", "sheet_columns", "unit_of"]

_NAMED: Final = r"(?: (?:name|id|no|number|code))?"
_NAMED_HAN: Final = r"(?:姓名|代號|代碼|編號|工號)?"

_SHEET: Final = {
    "agent": (
        rf"(?:call )?(?:agents?|operators?|representatives?|reps?|csrs?|advis[eo]rs?){_NAMED}"
        rf"|(?:受評|受測|客服|電服|話務|值機|線上|服務|電話)?(?:人員|專員|同仁|座席|坐席){_NAMED_HAN}"
        rf"|(?:話務|值機|客服|受評)員{_NAMED_HAN}|接線生{_NAMED_HAN}|受評[人者]{_NAMED_HAN}"
    ),
    "monitor": (
        rf"(?:call )?(?:monitors?|evaluators?|assessors?|scorers?|reviewers?|listeners?|qa){_NAMED}"
        rf"|(?:monitored|scored|evaluated|assessed|reviewed) by"
        rf"|(?:品管|品質|品檢|監聽|側聽|抽聽|評核|考評|評分|評鑑|稽核|質檢|覆核)"
        rf"(?:人員|專員|主管|員|者|人|官){_NAMED_HAN}|督導{_NAMED_HAN}"
    ),
    "date": (
        r"(?:call |monitoring |evaluation |review )?(?:date|day)(?: of (?:the )?(?:call|monitoring))?"
        r"|(?:監聽|側聽|抽聽|通話|來電|進線|錄音|評核|評分|考評|稽核|質檢)?(?:日期|時間|日)"
    ),
    "call": (
        r"(?:call|recording|contact|interaction|ticket)(?: (?:id|no|number|code|ref|reference))?"
        r"|(?:通話|來電|進線|錄音|音檔|案件)(?:編號|序號|代號|檔名|id)"
    ),
    "notes": r"notes?|remarks?|comments?|備註|評語|講評|建議",
}
"""Key of a monitors' source → its headings, of any case; `_` counts as a blank."""

_LISTENED: Final = re.compile(r"monitor|evaluat|監聽|側聽|抽聽|評核|質檢")
"""What says in a heading that calls are listened to: agents alone also stand in surveys of callers."""

_UNIT: Final = r"teams?|branch|department|section|組別|班別|團隊|部門|科別|分行|據點"

_PERSON: Final = (
    rf"(?:(?:first|last|full|given|family|customer|respondent|shift) )*(?:name|surname)"
    rf"|(?:employee|staff|teller|clerk|supervisor|interviewer|leader|shift leader|manager){_NAMED}"
    rf"|.{{0,6}}(?:姓名|承辦人員?|經辦人?員?|行員|櫃員|理專|店長|訪員|值班主管|班長|業務員){_NAMED_HAN}"
)
_ASKED: Final = re.compile(
    r"\bwho (?:served|helped|advised|answered)\b|\bname of (?:the|your)\b|的?姓名|(?:人員|專員|行員|櫃員|員工)是(?:誰|哪)"
)

_SURNAMES: Final = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐藍石蔣紀"
)
_NAMES: Final = 4
"""So many different cells are needed to look like names: fewer may be kinds of cards, or towns."""
_MOSTLY: Final = 0.9


def sheet_columns(headings: Sequence[str]) -> dict[str, str]:
    """Return what a monitors' sheet needs, ``agent``, ``date``, ``monitor``, … → its heading.

    Empty where the headings are not those of such a sheet: one names an agent, one a date, and one
    says that calls are listened to.

    Examples
    --------
    >>> sheet_columns(["監聽日期", "組別", "客服人員", "監聽員", "用語"])
    {'agent': '客服人員', 'monitor': '監聽員', 'date': '監聽日期'}
    >>> sheet_columns(["date", "agent", "branch", "Q1"])
    {}
    """
    found = {}
    for key, pattern in _SHEET.items():
        fits = [heading for heading in headings if _fits(pattern, heading)]
        if fits:
            found[key] = fits[0]
    listened = "monitor" in found or any(_LISTENED.search(_flat(h)) for h in headings)
    return found if listened and {"agent", "date"} <= set(found) else {}


def unit_of(columns: Sequence[DraftColumn]) -> DraftColumn | None:
    """Return the first column of groups that is called as teams and branches are."""
    return next((c for c in columns if _fits(_UNIT, c.heading)), None)


def names_people(column: DraftColumn) -> bool:
    """Tell whether a column names people, by its heading, its question, or names of Taiwan in its cells.

    Such a column is never drafted as a segment: its results would be published by name.

    Examples
    --------
    >>> from collections import Counter
    >>> from gapkit.ingest.draft.columns import DraftColumn
    >>> cells = Counter({"陳小明": 5, "林美": 7, "王大同": 4, "張英": 6})
    >>> [names_people(DraftColumn(0, h, h, cells)) for h in ("Q3", "agent")]
    [True, True]
    >>> names_people(DraftColumn(0, "branch", "branch", Counter({"North": 9, "South": 8})))
    False
    """
    heading, asked = column.heading, _flat(column.text)
    called = any(_fits(p, heading) for p in (_PERSON, _SHEET["agent"], _SHEET["monitor"]))
    if called or _ASKED.search(asked):
        return True
    names = [
        c for c in column.cells if c[:1] in _SURNAMES and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", c)
    ]
    return len(column.cells) >= _NAMES and len(names) >= _MOSTLY * len(column.cells)


def _fits(pattern: str, heading: str) -> bool:
    return bool(re.fullmatch(pattern, _flat(heading)))


def _flat(text: str) -> str:
    return re.sub(r"[\s_.:：]+", " ", tidy(text).casefold()).strip()

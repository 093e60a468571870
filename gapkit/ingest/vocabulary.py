"""Words and codes that cells are held against: months that spreadsheets make, signs of no answer."""

from __future__ import annotations

import re
from typing import Final

from gapkit.ingest.texts import comparable, folded

__all__ = ["MONTHS", "NO_ANSWER_CODES", "NO_ANSWER_WORDS", "means_no_answer"]

MONTHS: Final = frozenset({
    "jan", "january", "januar", "janvier", "enero", "ene",  # codespell:ignore januar
    "feb", "february", "februar", "fév", "févr", "février", "febrero",  # codespell:ignore februar
    "mar", "march", "mär", "mrz", "märz", "mars", "marzo",
    "apr", "april", "avr", "avril", "abr", "abril",
    "may", "mai", "mayo", "jun", "june", "juni", "juin", "junio",  # codespell:ignore juni
    "jul", "july", "juli", "juil", "juillet", "julio",  # codespell:ignore juli
    "aug", "august", "aoû", "août", "ago", "agosto",
    "sep", "sept", "september", "septembre", "septiembre",
    "oct", "october", "okt", "oktober", "octobre", "octubre",  # codespell:ignore oktober
    "nov", "november", "novembre", "noviembre",
    "dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre",  # codespell:ignore dezember
    "年", "月", "日", "月日",
})  # fmt: skip
"""Months of the languages whose spreadsheets turn "1-2" into a date: such a cell is no answer."""

NO_ANSWER_CODES: Final = frozenset({
    "0", "9", "77", "88", "97", "98", "99", "777", "888", "997", "998", "999", "9999",
    "-1", "-2", "-3", "-7", "-8", "-9", "-77", "-88", "-99", "-999",
})  # fmt: skip
"""Numbers that surveys often write where nobody answered: named as a hint, never taken so unasked."""

NO_ANSWER_WORDS: Final = frozenset({
    "NA", "N/A", "n.a.", "-", "--", "none", "null", "nan", "don't know", "don’t know", "dont know", "dk",
    "not applicable", "no answer", "no opinion", "not used", "cannot say", "refused", "skip", "skipped",
    "不適用", "不知道", "不清楚", "無意見", "沒意見", "拒答", "未填", "未使用", "沒有使用過", "我沒有使用過", "無",
    "不适用", "无意见", "(跳过)", "(空)", "해당없음", "해당 없음", "모름",
    "weiß nicht", "k.a.", "keine angabe", "ne sait pas", "no sabe",
    "not sure", "unsure", "prefer not to say", "prefer not to answer", "does not apply", "not selected", "unfamiliar",
    "never used", "have not used", "not completed", "do not know", "can't say", "unable to rate",
    "沒有意見", "不確定", "未曾使用", "沒用過", "未作答", "未回答", "無法回答", "跳過", "略過", "說不清", "不便回答",
    "没意见", "没有意见", "不确定", "没有使用过", "我没有使用过", "未使用过", "没用过", "跳过", "空", "无", "不好说", "拒绝回答",
    "无法回答", "说不清", "不想回答",
})  # fmt: skip
"""Words of the same kind."""

_NO_ANSWER: Final = frozenset(map(folded, NO_ANSWER_WORDS)) | frozenset(
    map(comparable, NO_ANSWER_WORDS)
)
_NUMBERED: Final = re.compile(r"^\W*\d+\W*|\W*\d+\W*$")
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]+)[)\]]")


def means_no_answer(text: str) -> bool:
    """Tell whether a cell reads as a way of not answering, also by a remark in brackets or behind its code.

    Examples
    --------
    >>> [means_no_answer(t) for t in ("Not used (N/A)", "(跳过)", "我沒有使用過（請跳過下一題）", "Agree")]
    [True, True, True, False]
    >>> [means_no_answer(t) for t in ("9 - Don't know", "0 不適用", "9", "9 - Agree")]
    [True, True, False, False]
    """
    flat = comparable(text)
    bare = _NUMBERED.sub("", flat)
    if flat in _NO_ANSWER or folded(text) in _NO_ANSWER or (bare and folded(bare) in _NO_ANSWER):
        return True
    return any(inside.strip() in _NO_ANSWER for inside in _BRACKETS.findall(flat))

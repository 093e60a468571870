"""A table of answers as each survey tool would export it; nothing here is taken from what reads exports.

Every writer takes the same people and says by which names a study would ask for their answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ITEMS = ("Tidy desks", "Quick staff")
HAN = ("桌面整潔", "動作迅速")
HANS = ("桌面整洁", "动作快")

AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
AGREE_HAN = ("非常不同意", "不同意", "普通", "同意", "非常同意")
AGREE_HANS = ("非常不同意", "不同意", "一般", "同意", "非常同意")

WHEN = "2026-07-01 09:03:10"


@dataclass(frozen=True)
class Person:
    """Somebody's branch, and four answers from 1 to 5: two expectations, two perceptions."""

    branch: str
    answers: tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True)
class Export:
    """What a tool wrote, and how a study asks for it.

    Parameters
    ----------
    rows
        Headings and answers, as texts.
    expectation, perception
        Patterns.
    branch
        The column of the branch.
    answers
        Words or codes → score.
    texts
        Wordings of the two items.
    extra
        Rows that are nobody's answers: previews.
    """

    rows: list[list[str]]
    expectation: object
    perception: object
    branch: str
    answers: Mapping[str, int] = field(default_factory=dict)
    texts: tuple[str, str] = ITEMS
    extra: int = 0


def scores(words: Sequence[str]) -> dict[str, int]:
    return {word: k for k, word in enumerate(words, 1)}


def digits(person: Person, blank: str = "") -> list[str]:
    return [blank if a is None else str(a) for a in person.answers]


def as_words(person: Person, words: Sequence[str], blank: str = "") -> list[str]:
    return [blank if a is None else words[a - 1] for a in person.answers]


def qualtrics(people: Sequence[Person]) -> Export:
    heads = ["StartDate", "Status", "Finished", "ResponseId", "E_1", "E_2", "P_1", "P_2", "branch"]
    texts = ["Start Date", "Response Type", "Finished", "Response ID"]
    texts += [f"{q} - please rate\n<b>{i}</b>" for q in ("Should have", "Has") for i in ITEMS]
    ids = [
        "startDate",
        "status",
        "finished",
        "_recordId",
        "QID4_1",
        "QID4_7",
        "QID5_1",
        "QID5_7",
        "b",
    ]
    rows = [heads, [*texts, "branch"], [json.dumps({"ImportId": i}) for i in ids]]
    rows += [[WHEN, "0", "1", f"R_{k}", *digits(p), p.branch] for k, p in enumerate(people)]
    rows.insert(3 + len(people) // 2, [WHEN, "1", "1", "R_p", "1", "1", "5", "5", "North"])
    return Export(rows, "E_{n}", "P_{n}", "branch", extra=1)


def qualtrics_words(people: Sequence[Person]) -> Export:
    export = qualtrics(people)
    for row in export.rows[3:]:
        row[1] = "Survey Preview" if row[1] == "1" else "IP Address"
        row[4:8] = [AGREE[int(cell) - 1] if cell else "" for cell in row[4:8]]
    by_text = ("Should have - please rate {text}", "Has - please rate {text}")
    return Export(export.rows, *by_text, "branch", scores(AGREE), extra=1)


def qualtrics_legacy(people: Sequence[Person]) -> Export:
    heads = ["V1", "V2", "V10", "E_1", "E_2", "P_1", "P_2", "Q7", ""]
    texts = ["ResponseID", "ResponseSet", "Finished", *ITEMS, *ITEMS, "Which branch?", ""]
    rows = [
        [f"R_{k}", "Default Response Set", "1", *digits(p), p.branch, ""]
        for k, p in enumerate(people)
    ]
    return Export([heads, texts, *rows], "E_{n}", "P_{n}", "Q7")


_OWN = ["RespondentID", "CollectorID", "StartDate", "EndDate"]


def _surveymonkey(people: Sequence[Person], cells: Callable[[Person], list[str]]) -> Export:
    questions = [*_OWN, "How important?", "", "How did we do?", "", "Which branch?"]
    parts = ["", "", "", "", *ITEMS, *ITEMS, "Response"]
    rows = [
        [str(k), "4", "7/1/26 9:00", "7/1/26 9:03", *cells(p), p.branch]
        for k, p in enumerate(people)
    ]
    patterns = ("How important? / {text}", "How did we do? / {text}")
    return Export([questions, parts, *rows], *patterns, "Which branch?", scores(AGREE))


def surveymonkey(people: Sequence[Person]) -> Export:
    return _surveymonkey(people, lambda p: as_words(p, AGREE))


def surveymonkey_numbers(people: Sequence[Person]) -> Export:
    return _surveymonkey(people, digits)


def surveymonkey_expanded(people: Sequence[Person]) -> Export:
    asked = [f"{q} {i}?" for q in ("Should have", "Has") for i in ITEMS]
    questions = [*_OWN, *(c for q in asked for c in (q, "", "", "", "")), "Which branch?"]
    parts = ["", "", "", "", *AGREE * 4, "Response"]
    rows = []
    for k, person in enumerate(people):
        cells = [w if a == n else "" for a in person.answers for n, w in enumerate(AGREE, 1)]
        rows.append([str(k), "4", "7/1/26 9:00", "7/1/26 9:03", *cells, person.branch])
    patterns = ("Should have {text}?", "Has {text}?")
    return Export([questions, parts, *rows], *patterns, "Which branch?", scores(AGREE))


def limesurvey(people: Sequence[Person]) -> Export:
    codes = [f"{b}[SQ00{n}]" for b in "EP" for n in (1, 2)]
    heads = [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        *codes,
        "branch",
        "interviewtime",
    ]
    rows = []
    for k, p in enumerate(people, 1):
        cells = as_words(p, ("A1", "A2", "A3", "A4", "A5"))
        rows.append([str(k), WHEN if k % 3 else "", "3", "en", "111", *cells, p.branch, "93.4"])
    answers = {f"A{n}": n for n in range(1, 6)}
    return Export([heads, *rows], "E[SQ00{n}]", "P[SQ00{n}]", "branch", answers)


def limesurvey_words(people: Sequence[Person]) -> Export:
    asked = [
        f"{b}[SQ00{n}]. {q} [{ITEMS[n - 1]}]"
        for b, q in (("E", "Should"), ("P", "Is"))
        for n in (1, 2)
    ]
    heads = ["id. Response ID", "submitdate. Date submitted", *asked, "branch. Which branch?"]
    rows = [[str(k), WHEN, *as_words(p, AGREE), p.branch] for k, p in enumerate(people, 1)]
    return Export([heads, *rows], "Should [{text}]", "Is [{text}]", "branch", scores(AGREE))


def google_forms(people: Sequence[Person]) -> Export:
    heads = [
        "Timestamp",
        "Which branch?",
        *(f"{q} [{i}]" for q in ("Should…", "Is…") for i in ITEMS),
    ]
    ends = {"1": "1 - Strongly disagree", "5": "5- Strongly agree"}
    stamp = "2026/07/01 1:03:10 PM GMT+8"
    rows = [[stamp, p.branch, *(ends.get(c, c) for c in digits(p))] for p in people]
    return Export([heads, *rows], "Should… [{text}]", "Is… [{text}]", "Which branch?")


def google_forms_chinese(people: Sequence[Person]) -> Export:
    heads = ["時間戳記", "哪一家分行？", *(f"{q} [{i}]" for q in ("應該…", "本行…") for i in HAN)]
    rows = [["2026/07/01 1:03:10 下午 GMT+8", p.branch, *as_words(p, AGREE_HAN)] for p in people]
    patterns = ("應該… [{text}]", "本行… [{text}]")
    return Export([heads, *rows], *patterns, "哪一家分行？", scores(AGREE_HAN), HAN)


def microsoft_forms(people: Sequence[Person]) -> Export:
    heads = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    heads += ["Which branch?", *ITEMS, *(f"{i}2" for i in ITEMS)]
    rows = [[str(k), WHEN, WHEN, "anonymous", "", "", p.branch, *as_words(p, AGREE)]
            for k, p in enumerate(people, 1)]  # fmt: skip
    return Export([heads, *rows], "{text}", "{text}2", "Which branch?", scores(AGREE))


def redcap(people: Sequence[Person]) -> Export:
    heads = ["record_id", "redcap_event_name", "counter_timestamp", "branch", "e1", "e2", "p1", "p2",
             "used___1", "counter_complete"]  # fmt: skip
    rows = [[str(k), "q3_arm_1", "[not completed]" if k % 2 else WHEN, p.branch, *digits(p), "0", str(k % 3)]
            for k, p in enumerate(people, 1)]  # fmt: skip
    return Export([heads, *rows], "e{n}", "p{n}", "branch")


def redcap_labels(people: Sequence[Person]) -> Export:
    asked = [f"{q}: {i}" for q in ("Should", "Is") for i in ITEMS]
    heads = ["Record ID", "Survey Identifier", "Branch", *asked, "Used (choice=Cash)", "Complete?"]
    rows = [
        [str(k), "", p.branch, *as_words(p, AGREE), "Checked", "Complete"]
        for k, p in enumerate(people, 1)
    ]
    return Export([heads, *rows], "Should: {text}", "Is: {text}", "Branch", scores(AGREE))


def typeform(people: Sequence[Person]) -> Export:
    asked = [f"{i} ({b})" for b in ("should", "is") for i in ITEMS]
    heads = ["#", "Which branch?", *asked, "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    rows = [
        [f"{k:04x}{'a1b2c3d4e5f6' * 2}0000", p.branch, *digits(p), WHEN, WHEN, f"n{k}"]
        for k, p in enumerate(people)
    ]
    return Export([heads, *rows], "{text} (should)", "{text} (is)", "Which branch?")


def kobo(people: Sequence[Person]) -> Export:
    heads = ["start", "end", "branch", "expect/e1", "expect/e2", "perceive/p1", "perceive/p2",
             "_id", "_uuid", "_submission_time", "_validation_status", "_index"]  # fmt: skip
    stamp = "2026-07-01T09:00:04.000+08:00"
    rows = [[stamp, stamp, p.branch, *digits(p), str(1000 + k), f"u-{k}", WHEN, "", str(k)]
            for k, p in enumerate(people, 1)]  # fmt: skip
    return Export([heads, *rows], "expect/e{n}", "p{n}", "branch")


def kobo_tagged(people: Sequence[Person]) -> Export:
    export = kobo(people)
    export.rows.insert(1, ["#date+start", "", "#loc+name", *[""] * 9])
    return export


def odk(people: Sequence[Person]) -> Export:
    heads = ["SubmissionDate", "branch", "expect-e1", "expect-e2", "perceive-p1", "perceive-p2",
             "used", "used/cash", "meta-instanceID", "KEY", "SubmitterID", "FormVersion"]  # fmt: skip
    rows = [["2026-07-01T01:03:12.000Z", p.branch, *digits(p), "", "0", f"uuid:{k}", f"uuid:{k}", "5", "1"]
            for k, p in enumerate(people)]  # fmt: skip
    return Export([heads, *rows], "expect-e{n}", "p{n}", "branch")


def _wjx(people: Sequence[Person], cells: Callable[[Person], list[str]]) -> Export:
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您去的网点"]
    heads += [f"第{k}题({i})" for k in (2, 3) for i in HANS]
    rows = [[str(k), "2026/7/1 9:03:10", "186秒", "微信", "", "", p.branch, *cells(p)]
            for k, p in enumerate(people, 1)]  # fmt: skip
    patterns = ("第2题({text})", "第3题({text})")
    return Export([heads, *rows], *patterns, "1、您去的网点", scores(AGREE_HANS), HANS)


def wjx_words(people: Sequence[Person]) -> Export:
    return _wjx(people, lambda p: as_words(p, AGREE_HANS, "(跳过)"))


def wjx_index(people: Sequence[Person]) -> Export:
    return _wjx(people, lambda p: digits(p, "-3"))


def surveycake(people: Sequence[Person]) -> Export:
    heads = [
        "您去的分行",
        *(f"{q} - ({n}){i}" for q in ("應該", "本行") for n, i in enumerate(HAN, 1)),
    ]
    heads += ["填答時間", "填答秒數", "IP紀錄", "額滿結束註記", "使用者紀錄", "會員時間", "Hash", "會員編號",
              "自訂ID", "備註"]  # fmt: skip
    rows = [[p.branch, *as_words(p, AGREE_HAN), WHEN, "186", "", "", "", "", f"h{k}", "'", "", ""]
            for k, p in enumerate(people)]  # fmt: skip
    patterns = ("應該 - (*){text}", "本行 - ({n}){text}")
    return Export([heads, *rows], *patterns, "您去的分行", scores(AGREE_HAN), HAN)


def plain(people: Sequence[Person]) -> Export:
    rows = [[p.branch, *digits(p)] for p in people]
    return Export([["branch", "E1", "E2", "P1", "P2"], *rows], "E{n}", "P{n}", "branch")


WRITERS: Mapping[Callable[[Sequence[Person]], Export], str] = {
    qualtrics: "qualtrics", qualtrics_words: "qualtrics", qualtrics_legacy: "qualtrics",
    surveymonkey: "surveymonkey", surveymonkey_numbers: "surveymonkey",
    surveymonkey_expanded: "surveymonkey", limesurvey: "limesurvey", limesurvey_words: "limesurvey",
    google_forms: "google_forms", google_forms_chinese: "google_forms",
    microsoft_forms: "microsoft_forms", redcap: "redcap", redcap_labels: "redcap",
    typeform: "typeform", kobo: "kobo", kobo_tagged: "kobo", odk: "odk", wjx_words: "wjx",
    wjx_index: "wjx", surveycake: "surveycake", plain: "csv",
}  # fmt: skip
"""Writer → what its exports are to be taken for."""

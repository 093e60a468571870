"""Encodings and delimiters, told by content; the texts are written for these tests."""

from __future__ import annotations

import gzip
import itertools

import pytest

from gapkit.errors import IngestError
from gapkit.ingest.readers.dialect import find_dialect
from gapkit.ingest.readers.encoding import find_encoding

TEXTS = {
    "Taiwan": "分行,期望,感受,意見\n恒春,非常同意,普通,服務很好但是排隊太久\n裏港,同意,不同意,希望多開幾個窗口\n",
    "China": "网点,期望,感受,意见\n北区,非常同意,一般,服务很好，就是排队太久了\n南区,同意,不同意,希望多开几个窗口\n",
    "Japan": "支店,期待,実感,ご意見\n東京,とても良い,普通,待ち時間が長いです\n大阪,良い,悪い,窓口を増やしてほしい\n",
    "Korea": "지점,기대,인지,의견\n강남점,매우 그렇다,보통이다,서비스는 좋지만 대기 시간이 길다\n",
    "Germany": "Filiale;Erwartung;Bemerkung\nKöln;7;für mich größer wäre schön\nDüsseldorf;6;zu früh geschlossen\n",
    "France": "Agence;Attente;Commentaire\nÉvry;7;très bien reçue\nBesançon;6;un peu déçu par l'accueil\n",
}

WRITTEN = [
    *[("Taiwan", e) for e in ("cp950", "big5hkscs")],
    *[("China", e) for e in ("gbk", "gb18030")],
    ("Japan", "cp932"),
    *[("Korea", e) for e in ("cp949", "euc_kr")],
    *[("Germany", e) for e in ("cp1252", "latin-1")],
    ("France", "cp1252"),
    *itertools.product(TEXTS, ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
]


@pytest.mark.parametrize(("where", "encoding"), WRITTEN)
def test_a_text_comes_back_as_it_was_written(where, encoding):
    data = TEXTS[where].encode(encoding)
    found = find_encoding(data)
    assert data[found.mark :].decode(found.name) == TEXTS[where]


@pytest.mark.parametrize("short", ["网点\n北区\n南区\n", "编号,意见\n1,服务很好，就是排队太久了\n"])
def test_short_chinese_is_not_taken_for_korean(short):
    assert find_encoding(short.encode("gbk")).name == "gb18030"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("branch,E1\n恒春分行,1\nNorth,1\n恒春分行,1\n裏港,1\n許功蓋,1\n", "cp950"),
        ("branch,E1\nÉté à Paris,1\nCréée,2\n", "cp1252"),
    ],
)
def test_few_characters_are_told_by_the_kind_of_their_bytes(text, encoding):
    assert find_encoding(text.encode(encoding)).name == encoding


def test_words_of_the_study_decide_where_bytes_are_few():
    data = "分行,E1\n甲,5\n".encode("cp950")
    assert find_encoding(data, hints=["分行"]).reason.key == "ledger.encoding.hint"


def test_no_private_use_characters_come_out():
    data = "恒裏碁粧嫺,同意\n".encode("cp950") * 3
    text = data.decode(find_encoding(data).name)
    assert not any("\ue000" <= c <= "\uf8ff" for c in text)


def test_the_study_overrules_but_must_name_an_encoding():
    data = TEXTS["Taiwan"].encode("cp950")
    assert find_encoding(data, "big5hkscs").name == "big5hkscs"
    with pytest.raises(IngestError, match="no encoding"):
        find_encoding(data, "big-five-ish")


def test_nul_bytes_in_a_text_are_refused():
    with pytest.raises(IngestError, match="NUL byte"):
        find_encoding(b"id,E1\n1,5\0\n2,4\n")


@pytest.mark.parametrize("packed", [False, True])
def test_the_byte_that_decides_may_stand_far_down(tmp_path, instrument, read, points, packed):
    lines = ["branch,E1,P1", *["North,5,4"] * 20_000, "恒春,4,3"]
    data = "\n".join(lines).encode("cp950")
    path = tmp_path / ("late.csv.gz" if packed else "late.csv")
    path.write_bytes(gzip.compress(data) if packed else data)
    answers = read(path, instrument(), segments=["branch"], columns={"branch": "branch"})
    assert points(answers)["branch"][-1] == "恒春"
    assert answers.ledger.clean


DIALECTS = {
    "comma": ("id,E1,P1\n1,7,5\n2,6,4\n", ","),
    "semicolons and decimal commas": ("Nr;E1;w\n1;7;1,25\n2;6;0,75\n", ";"),
    "tabs": ("id\tE1\tcomment\n1\t7\ta, b\n2\t6\tc, d; e\n", "\t"),
    "bars": ("id|E1|P1\n1|7|5\n2|6|4\n", "|"),
    "quoted line breaks": ('id,comment,E1\n1,"a\nb, c",7\n2,"d",6\n', ","),
    "full-width punctuation": ("編號,意見,E1\n1,好，很好；真的,7\n2,不好，差,6\n", ","),
    "sep line": ("sep=;\nid;E1\n1;7\n", ";"),
    "quoted everything": ('"id";"E1";"x"\n"1";"7";"a,b,c"\n"2";"6";"d,e,f"\n', ";"),
    "ragged": ("id,E1,P1\n1,7\n2,6,4\n3,5,4\n4,5,3\n", ","),
    "comments of commas": ("id;c\n1;good, friendly, quick\n2;ok, slow, hm\n", ";"),
    "orders of display": ("id,E1,P1,order\n1,7,5,3|1|2\n2,6,4,1|2|3\n", ","),
    "orders of display in words": (
        "id,E1,P1,order\n1,7,5,Tidy|Quick|Kind\n2,6,4,Quick|Kind|Tidy\n",
        ",",
    ),
    "options that were ticked": ("id,E1,P1,used\n1,7,5,Cash;Loans;\n2,6,4,Cash;Cards;\n", ","),
    "a title above": ("Report, July\n\nid;E1;w\n1;7;1,25\n2;6;0,75\n", ";"),
    "one column": ("comment\nfine, thanks\nslow; but ok\n", None),
    "one column of commas": ("comment\nfine, thanks\nslow, but ok\nwell, well\n", None),
    "one column of numbers": ("E1\n5\n4\n", None),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_delimiters(name):
    text, delimiter = DIALECTS[name]
    assert find_dialect(text).delimiter == delimiter


def test_rows_above_the_headings_are_skipped_and_told(tmp_path, instrument, read, points):
    path = tmp_path / "report.csv"
    path.write_text("Customer survey July,,\n,,\nid,E1,P1\n1,5,4\n2,4,3\n")
    answers = read(path, instrument())
    assert points(answers)["record"] == [4, 5]
    assert "ledger.preamble" in [f.detail.key for f in answers.ledger.rows() if f.kind == "note"]


def test_a_ragged_heading_is_never_skipped():
    assert find_dialect("id,E1,P1\n1,5,4,\n2,4,3,\n").skipped == 0

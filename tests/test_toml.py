"""TOML with line numbers, kinds of values, and all mistakes at once."""

import pytest

from gapkit.errors import CallError, Problem, StudyError
from gapkit.toml import read_document

TEXT = """\
title = "x"

[study]   # a comment
name = "one"
count = 3
share = 0.5
plain = true
words = ["a", "b"]
inline = {low = 1, hihg = 2}

[[source]]
role = "customer"
[source.batteries]
expectation = "E{n}"

[[source]]
role = 'manager'
"quoted key" = 1
[source.batteries]
belief = "M{n}"
"""


@pytest.fixture
def read(tmp_path):
    def from_text(text=TEXT, **how):
        path = tmp_path / "s.toml"
        path.write_bytes(text.encode(how.get("encoding", "utf-8")))
        return read_document(path, StudyError)

    return from_text


def lines(document):
    """Line → what is said there."""
    with pytest.raises(StudyError) as caught:
        document.finish()
    return [(int(p.where.rpartition(":")[2]), p.what) for p in caught.value.problems]


def test_values_of_the_kind_that_was_asked_for(read):
    table = read().root.table("study")
    assert table.get("name", str) == "one"
    assert table.get("count", int) == table.get("count", float) == 3
    assert table.get("share", float) == 0.5
    assert table.get("plain", bool) is True
    assert table.strings("words") == ("a", "b")
    assert table.get("nothing", str, "default") == "default"
    assert table.choice("name", ["one", "two"], "two") == "one"


def test_a_document_without_mistakes_finishes(read):
    document = read()
    document.root.table("study").get("name", str)
    document.finish()


@pytest.mark.parametrize(
    ("key", "kind", "line", "said"),
    [
        ("name", int, 4, "must be a whole number, not 'one'"),
        ("count", str, 5, "must be a text in quotes"),
        ("share", int, 6, "must be a whole number, not 0.5"),
        ("plain", int, 7, "must be a whole number, not True"),
        ("plain", float, 7, "must be a number, not True"),
        ("words", dict, 8, "must be a table in braces"),
        ("name", bool, 4, "must be true or false"),
        ("inline", list, 9, "must be a list"),
    ],
)
def test_another_kind_is_a_mistake_at_its_line(read, key, kind, line, said):
    document = read()
    assert document.root.table("study").get(key, kind, "default") == "default"
    ((at, what),) = lines(document)
    assert at == line
    assert said in what
    assert what.startswith(f"[study] {key}")


def test_a_text_in_place_of_a_list_is_shown_as_a_list(read):
    document = read()
    assert document.root.table("study").strings("name") == ()
    with pytest.raises(StudyError, match=r'must be a list\. Write name = \["one"\]'):
        document.finish()


def test_a_list_of_other_things_than_texts(read):
    document = read("words = [1, 2]")
    document.root.strings("words")
    assert "must hold texts only" in lines(document)[0][1]


def test_a_missing_key_is_told_at_the_tables_head(read):
    document = read()
    assert document.root.table("study").need("nothing", str) is None
    assert lines(document) == [
        (3, "[study] lacks the key 'nothing' (a text in quotes, such as \"…\").")
    ]


def test_a_word_out_of_a_closed_set_is_told_the_nearest(read):
    document = read()
    assert document.root.table("study").choice("name", ["ones", "twos"], "twos") == "twos"
    with pytest.raises(StudyError, match=r"Did you mean 'ones'\? Known: ones, twos\."):
        document.finish()


def test_array_tables_know_their_own_lines(read):
    document = read()
    for table in document.root.tables("source"):
        table.get("role", int)
        table.table("batteries").note("nothing", "Here.")
        table.table("batteries").note(None, "Head.")
    assert [at for at, _ in lines(document)] == [12, 13, 13, 17, 19, 19]


def test_keys_within_tables_of_an_array_know_their_lines(read):
    document = read()
    first, second = document.root.tables("source")
    first.table("batteries").note("expectation", "x")
    second.table("batteries").note("belief", "y")
    second.note("quoted key", "z")
    assert [at for at, _ in lines(document)] == [14, 18, 20]


def test_keys_within_braces_are_told_at_the_line_of_the_braces(read):
    document = read()
    inline = document.root.table("study").table("inline")
    inline.get("low", int)
    inline.get("high", int)
    inline.close()
    assert lines(document) == [(9, "[study.inline] has no key 'hihg'.")]


def test_keys_that_nobody_asked_for_are_told_with_the_nearest(read):
    document = read("titel = 'x'\nzzz = 1\n")
    document.root.get("title", str)
    document.root.close()
    with pytest.raises(StudyError) as caught:
        document.finish()
    near, far = caught.value.problems
    assert near.where.endswith(":1")
    assert near.advice == "Did you mean 'title'? Known: title."
    assert far.advice == "Known: title."


def test_mistakes_come_in_the_order_of_lines(read):
    document = read()
    table = document.root.table("study")
    for key in ("words", "name", "share"):
        table.note(key, key)
    assert lines(document) == [(4, "name"), (6, "share"), (8, "words")]


def test_a_refusal_of_what_is_built_becomes_a_mistake_at_the_key(read):
    def refuse(_):
        raise CallError(Problem("margin", "is too wide.", "Give less."))

    document = read()
    assert document.root.table("study").checked("share", 0.5, refuse, "default") == "default"
    assert document.root.table("study").checked("share", 0.5, lambda x: x + 1, None) == 1.5
    assert lines(document) == [(6, "[study] share: is too wide.")]


def test_tables_that_are_none(read):
    document = read("source = [1, 2]\nstudy = 3\n")
    assert list(document.root.tables("source")) == []
    assert document.root.table("study") is None
    assert [at for at, _ in lines(document)] == [1, 2]


def test_a_byte_order_mark_is_no_part_of_the_first_key(read):
    assert read(TEXT, encoding="utf-8-sig").root.get("title", str) == "x"


def test_no_such_file_lists_those_that_are_there(tmp_path):
    (tmp_path / "study.toml").write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match=r"no such file\. TOML files there: study\.toml"):
        read_document(tmp_path / "studdy.toml", StudyError)
    with pytest.raises(StudyError, match=r"no such file\. Check the path"):
        read_document(tmp_path / "nowhere" / "study.toml", StudyError)


def test_what_is_no_toml_is_told_with_its_line(read):
    with pytest.raises(StudyError, match=r"s\.toml:2: this is not TOML"):
        read("a = 1\nb = unquoted\n")


def test_a_windows_path_in_double_quotes_is_told_what_to_do(read):
    with pytest.raises(StudyError, match="Windows path needs 'single' quotes"):
        read('files = ["C:\\Users\\data.csv"]\n')


def test_another_encoding_is_told_to_be_saved_as_utf8(read):
    with pytest.raises(StudyError, match="Save it as UTF-8"):
        read('title = "調查"', encoding="cp950")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(StudyError, match="cannot be read"):
        read_document(tmp_path, StudyError)

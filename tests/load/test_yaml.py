"""What of YAML is read, what is refused, and at which position."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.load.tree import MAX_DEPTH, InvalidYaml, Tree


def read(text: str | bytes) -> Tree:
    return Tree(Path("x.yml"), text.encode() if isinstance(text, str) else text)


def refusal(text: str | bytes) -> tuple[int, int, str]:
    with pytest.raises(InvalidYaml) as caught:
        read(text)
    problem = caught.value.problem
    assert problem.hint
    return problem.line, problem.column, problem.message


def is_safe(value: Any) -> bool:
    """Whether a value that PyYAML read consists of types that records may hold."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_safe(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(is_safe, value))
    return value is None or isinstance(value, (str, int, float, bool))


TRAPS = ["yes", "no", "on", "off", "true", "false", "null", "~", "0", "1", "010", "0x1f", "0o7", "0b1", "1_000", "1.5"]
TRAPS += [
    "1.",
    ".5",
    "1e3",
    "1.0e+3",
    "+.5",
    "-1",
    ".inf",
    ".nan",
    "1:20",
    "1:20.5",
    "2024",
    "2024-02-30",
    "2024-02-13",
]
TRAPS += ["2501.10", "1.10", "=", "<<", "-", "?", "x", "'x'", '"x"', "a:b", "#c"]
words = st.one_of(
    st.sampled_from(TRAPS),
    st.text(alphabet="0123456789+-._:eExob", min_size=1, max_size=6),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
)


@settings(max_examples=400)
@given(st.lists(words, min_size=1, max_size=4))
def test_what_is_read_without_a_problem_is_what_every_yaml_reader_reads(texts: list[str]) -> None:
    text = "".join(f"k{index}: {word}\n" for index, word in enumerate(texts))
    try:
        tree = read(text)
    except InvalidYaml:
        return
    # A quote may run on into the next line: then the lines are not what they seem.
    if tree.problems or len(tree.data) < len(texts):
        return
    for line, value in zip(text.splitlines(), tree.data.values(), strict=True):
        try:
            (expected,) = yaml.load(line, yaml.CSafeLoader).values()
        except (yaml.YAMLError, ValueError):
            # An impossible date or a lone `=`, which PyYAML cannot read: here they are text.
            assert isinstance(value, str)
            continue
        if isinstance(expected, (list, dict)):
            assert isinstance(value, type(expected))
        elif isinstance(expected, (int, float, str, bool)) or expected is None:
            assert (value, type(value)) == (expected, type(expected))
        else:
            assert isinstance(value, str)


nested = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(-1e6, 1e6), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(data=nested, flow=st.sampled_from([None, True, False]))
def test_data_written_by_a_yaml_library_is_read_back(data: Any, *, flow: bool | None) -> None:
    text = yaml.safe_dump({"data": data}, default_flow_style=flow, allow_unicode=True, width=60)
    try:
        tree = read(text)
    except InvalidYaml as error:
        assert "line in YAML" in error.problem.message or "anchors" in error.problem.message  # noqa: PT017
        return
    if not tree.problems:
        assert tree.data == {"data": data}


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#~=<. \n\t\r\\0\x00\x85\u2028\ufeff\ufffe\U0001f600", max_size=60).map(
            lambda text: text.encode("utf-8", "surrogatepass")
        ),
    )
)
def test_any_bytes_are_read_or_refused_with_a_location_inside_the_file(content: bytes) -> None:
    try:
        tree = read(content)
        problems = tree.problems
        assert is_safe(tree.data)
    except InvalidYaml as error:
        problems = [error.problem]
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for problem in problems:
        assert problem.message
        assert 0 <= problem.line <= lines
        assert problem.column <= len(content) + 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: \x00", (1, 4)),
        ("é: ok\n😀: \x07", (2, 4)),
        ("a: \x1b[31m", (1, 4)),
        ("a: é\u2028b", (1, 5)),
        ("a: \x85", (1, 4)),
        ("é: caf\udce9".encode("utf-8", "surrogateescape"), (1, 7)),
        (b"\xff\xfea\x00", (1, 1)),
    ],
)
def test_a_forbidden_character_is_reported_at_its_position(text: str | bytes, place: tuple[int, int]) -> None:
    assert refusal(text)[:2] == place


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "1:20", "190:20:30", "010", "0x1F", "1_000", ".inf"])
def test_a_word_that_yaml_readers_read_differently_is_reported_and_kept_as_text(word: str) -> None:
    tree = read(f"a:\n  - {word}\n")
    (problem,) = tree.problems
    assert (problem.line, problem.column) == (2, 5)
    assert problem.message.startswith(f"`{word}` without quotes: ")
    assert tree.data == {"a": [word]}


@pytest.mark.parametrize("word", ["'yes'", '"010"', "'1:20'", '"2501.10"', "2024-02-30", "12:99", "1.2.3", "e3", "~x"])
def test_quotes_make_text_and_dates_stay_text(word: str) -> None:
    tree = read(f"a: {word}")
    assert not tree.problems
    assert tree.data == {"a": word.strip("'\"")}


def test_the_first_of_two_equal_keys_is_kept_and_the_second_is_reported() -> None:
    tree = read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert tree.data == {"a": 1, "b": {"c": 1}}
    assert [(problem.line, problem.column, problem.message) for problem in tree.problems] == [
        (2, 11, "duplicate key `c` (first on line 2)"),
        (3, 1, "duplicate key `a` (first on line 1)"),
    ]


DEEP = {
    "brackets": "[" * 50_000,
    "braces": "{a: " * 50_000,
    "brackets closed inside quotes": '["]", ' * 50_000,
    "brackets closed in comments": "[ # ]\n" * 50_000,
    "brackets across lines": "[\n" * 50_000,
    "dashes": "- " * 50_000,
    "wide dashes": "-   " * 50_000,
    "dashes with tabs": "- \t" * 50_000,
    "complex keys": "? " * 50_000,
    "wide complex keys": "?    " * 50_000,
    "complex keys in brackets": "[? " * 50_000,
    "dashes and complex keys": "- ? " * 50_000,
    "explicit values": "? a\n: " * 30_000,
    "indentation": "".join(" " * depth + "a:\n" for depth in range(1_200)),
    "indentation ended by carriage returns": "".join(" " * depth + "a:\r" for depth in range(1_200)),
    "indented lists": "".join(" " * depth + "-\n" for depth in range(1_200)),
    "lists in maps": "".join(" " * depth + "a:\n" + " " * depth + "-\n" for depth in range(900)),
    "mixture": "- ? [{a: [? - " * 20_000,
    "a mixture in lines": "".join(" " * depth + "- ? - a:\n" for depth in range(0, 1_200, 6)),
    "anchors": "- &a " * 50_000,
    "tags": "- !a [" * 50_000,
}


def test_text_of_any_nesting_is_refused_within_two_seconds() -> None:
    """In a process of its own: a stack overflow in libyaml would kill the test run."""
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom catalog.load.tree import Tree, InvalidYaml\n"
        "sys.path.insert(0, sys.argv[1])\nfrom test_yaml import DEEP\n"
        "for name, text in DEEP.items():\n"
        "    start = time.perf_counter()\n"
        "    try:\n        problems = Tree(Path('x'), text.encode()).problems\n"
        "    except InvalidYaml as error:\n        problems = [error.problem]\n"
        "    print(bool(problems) and time.perf_counter() - start < 2, name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, Path(__file__).parent],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"True {name}" for name in DEEP]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_up_to_the_limit_is_read_and_deeper_nesting_is_refused(opening: str, closing: str) -> None:
    read(opening * MAX_DEPTH + "x" + closing * MAX_DEPTH)
    deeper = MAX_DEPTH + 1
    assert refusal(opening * deeper + "x" + closing * deeper)[2] == f"nested more than {MAX_DEPTH} levels deep"


@pytest.mark.parametrize(
    "text",
    [
        "a: &b x",
        "a: *b",
        "&a a: b",
        "a: [&b x, *b]",
        "{&a a: b}",
        "? &a b\n",
        "--- &a\nb: c",
        '{"a":&b c}',
        "a: !!str &b c",
        "- &a\n  b: c\n",
    ],
)
def test_anchors_and_aliases_are_refused_at_any_position(text: str) -> None:
    assert refusal(text)[2] == "anchors (`&name`) and aliases (`*name`) are not supported"


@given(st.text(alphabet="ab&*-?:,[]{}!|> \n'\"", max_size=40))
def test_no_text_with_an_alias_or_anchor_is_read(text: str) -> None:
    try:
        events = list(yaml.parse(text, yaml.CSafeLoader))
    except yaml.YAMLError:
        return
    if any(isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) for event in events):
        refusal(text)


@pytest.mark.parametrize("text", ["R&D", "a * b", "Q & A", "x*y", "'&a'", '"*a"', "AT&T"])
def test_ampersands_and_stars_inside_text_are_text(text: str) -> None:
    assert read(f"a: {text}").data == {"a": text.strip("'\"")}


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    start = time.perf_counter()
    refusal("\n".join(lines))
    assert time.perf_counter() - start < 1


class TestPosition:
    """Line and column of a path, to which editors jump."""

    TREE = read("a: 1\nb:\n  - {c: x, d: [y, z]}\n  - c: w\n'e': {value: 5, source: paper}\nf: {value: 6, source: 7}\n")

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            ((), (1, 1)),
            (("a",), (1, 4)),
            (("b", 0), (3, 5)),
            (("b", 0, "d", 1), (3, 19)),
            (("b", 1, "c"), (4, 8)),
            (("b", 1, "missing"), (4, 5)),
            (("b", 9), (3, 3)),
            (("e", "value"), (5, 14)),
            (("a", "value"), (1, 4)),
            (("f", "value", "source"), (6, 23)),
        ],
    )
    def test_of_a_value(self, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
        assert self.TREE.position(path) == place

    def test_of_a_key(self) -> None:
        assert self.TREE.position(("b", 0, "d"), key=True) == (3, 12)
        assert self.TREE.position(("e",), key=True) == (5, 1)

    def test_counts_characters_and_not_bytes(self) -> None:
        assert read("'é😀': 汉\n").position(("é😀",)) == (1, 7)


@pytest.mark.parametrize("text", ["slug: x\nname: [", "slug: x\nname: [\n", "a: {b: [c,\n  d\n\n", "a: [b\n# c"])
def test_a_bracket_that_the_file_ends_in_is_reported_where_it_opens(text: str) -> None:
    line = text[: text.rindex("[")].count("\n") + 1
    assert refusal(text)[0] == line
    assert refusal(text)[2] == f"the bracket or brace opened on line {line} is not closed, or a comma is missing"


def test_very_many_items_are_refused_at_once() -> None:
    assert refusal("a: 1\nb: [" + "x, " * 10_001 + "]\n")[2] == "more than 10,000 items or keys in one place"


def test_a_field_called_value_is_not_taken_for_the_value_of_another():
    found = read("price: 5 coins\nvalue: 7\n")
    assert found.position(("price", "value")) == (1, 8)
    assert found.position(("price", "value"), key=True) == (1, 8)
    assert read("value: 7\nsource: x\n").position(("value", "source")) == (2, 9)

"""Classes of records that could be neither read nor shown: what their authors are told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import create_model

from catalog.errors import SetupError
from catalog.model.node import FieldError
from catalog.model.sound import require_sound
from catalog.settings import BrokenModuleError, import_object
from catalog.values import UNCHECKED, Amount, Derived, Entry, Fact, Part, Record, Ref, Show

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Annotated[Fact[str], Show("A")]


class Loop(Part):
    """A part that holds others of its kind."""

    inner: Annotated[tuple[Loop, ...], Show("Inner")] = ()


class Rootless(Entry):
    """A word of no vocabulary."""


def record(**fields: Any) -> type[Record]:
    return create_model("Thing", __base__=Record, **fields)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (record(a=(PLAIN, "x")), "a: the default is 'x'; write `UNCHECKED`"),
        (record(a=(PLAIN, None)), "a: the default is None; write `UNCHECKED`"),
        (record(a=(Annotated[list[Part], Show("A")], [])), "a: the default is []; write `()`, and `tuple[…, ...]`"),
        (record(name=(PLAIN, UNCHECKED)), "every record has a field `name` already"),
        (record(a=(Annotated[tuple[Loop, ...], Show("A")], ())), "a.inner: a Loop cannot hold another Loop"),
        (record(a=(Annotated[Fact[Annotated[str, Ref(Rootless)]], Show("A")], UNCHECKED)), "names its `vocabulary`"),
        (record(a=(Annotated[Fact[str], Show(" ")], UNCHECKED)), "a: the label of its Show is ' '"),
        (record(a=(Annotated[Fact[Amount], Show("A", plausible=5)], UNCHECKED)), "write two numbers"),  # type: ignore[arg-type]
        (record(a=(Annotated[Fact[Amount], Show("A", unit=5)], UNCHECKED)), "the unit of its Show is 5"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_class_that_cannot_work_is_refused(model: type[Record], told: str) -> None:
    with pytest.raises(FieldError) as refused:
        require_sound(model)

    assert told in str(refused.value)


def test_a_sound_class_passes() -> None:
    require_sound(record(a=(PLAIN, UNCHECKED), b=(Annotated[Fact[str], Show("B")], ...)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import sys\nsys.exit(0)\n", ":2: SystemExit: 0"),
        ("raise BaseException('no')\n", ":1: BaseException: no"),
        ("import not_there_at_all\n", ":1: ModuleNotFoundError: No module named 'not_there_at_all'"),
    ],
)
def test_a_module_may_end_as_it_likes(text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"rude_{abs(hash(text))}"
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(BrokenModuleError) as refused:
        import_object(f"{name}:Thing")

    assert told in str(refused.value)


def test_what_a_module_prints_does_not_reach_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chatty_survey.py").write_text("print('hello')\nThing = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert import_object("chatty_survey:Thing") == 1
    assert capsys.readouterr() == ("", "hello\n")
    del sys.modules["chatty_survey"]


def test_a_derived_field_that_fails_names_itself() -> None:
    class Thing(Record):
        @Derived.shown(Show("Broken"))
        def broken(self) -> Fact[bool]:
            raise RuntimeError("boom")

        @Derived.shown(Show("Wrong"))
        def wrong(self) -> Fact[bool]:
            return 5  # type: ignore[return-value]

    thing = Thing(slug="a", name="A")
    with pytest.raises(SetupError, match=r"`broken` of the class Thing cannot be computed: RuntimeError: boom"):
        _ = thing.broken
    with pytest.raises(SetupError, match=r"`wrong` .* the number 5 in place of a fact"):
        _ = thing.wrong

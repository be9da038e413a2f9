"""Proposals change their own place only, and give the same file in whatever order they are applied."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.contribute.refresh.edits import apply_proposals
from catalog.contribute.refresh.proposal import EntryProposal, FactProposal, RecordProposal, Saying, StatedClaim
from catalog.contribute.stated import StatedSource
from catalog.format import format_yaml
from catalog.format.edit import get_at
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.surveys.asr.record import System
from catalog.values import Grade
from tests.conftest import ROOT

MODEL = Node.of(System)
TODAY = date(2026, 11, 28)
ARXIV = StatedSource("arxiv", "https://arxiv.org/abs/2411.07777v2", "arXiv page of the paper, version 2")
CROSSREF = StatedSource("crossref", "https://api.crossref.org/works/10.1%2Fx", "Crossref's description of the paper")
CARD = StatedSource("huggingface", "https://huggingface.co/loom-lab/loom/tree/0123456", "Model page")
BOARD = StatedSource("results-english", "https://example.org/board.csv", "Board", "2026-09-01")
RECORD = """\
# A record, made by hand
slug: loom
name: Loom   # said so by everybody
sources:
  # the paper
  paper: {url: "https://example.org/paper.pdf", title: 'Paper', date: 2024-11-12}

paper:
  # as printed
  title: {value: "Loom: Weaving", source: paper, where: title page}
  # a blank line and this stay

  kind: preprint
code:
  licence: MIT
variants:
  - name: small   # the first
    named_size: 1B
results:
  # by the authors
"""
RECORD += (
    "  - {test_set: librispeech, split: test-clean, metric: WER, run_by: authors, value: 2.0, as_of: 2024-11-12,"
    " source: paper, where: Table 1}\n"
)


def claim(value: object, source: StatedSource, grade: Grade = Grade.PRIMARY) -> StatedClaim:
    return StatedClaim(value, source, "abstract page", grade, Saying.by("arxiv", value))


def fill(path: str, value: object, source: StatedSource, *rivals: StatedClaim) -> FactProposal:
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    return FactProposal(steps, path, claim(value, source), rivals)


def beside(path: str, *rivals: StatedClaim) -> FactProposal:
    return FactProposal(tuple(path.split(".")), path, None, rivals)


def entry(split: str, value: float) -> EntryProposal:
    fields = {
        "test_set": "librispeech",
        "split": split,
        "metric": "WER",
        "run_by": "leaderboard",
        "as_of": "2026-09-01",
    }
    claim = StatedClaim(value, BOARD, f"row, {split}", Grade.PRIMARY, Saying.by("results", value))
    return EntryProposal(("results",), "Result", claim, fields)


PROPOSALS: list[RecordProposal] = [
    beside("paper.title", claim("Loom, Revisited", ARXIV), claim("Looms", CROSSREF)),
    fill("paper.authors", ["Ada Weaver", "Bea Dyer"], ARXIV, claim(["Ada Weaver"], CROSSREF)),
    fill("paper.venue", "Proc. Looms: 2025", CROSSREF),
    fill("paper.doi", "10.1/x", ARXIV),
    fill("dates.paper", "2024-11-12", ARXIV),
    beside("code.licence", claim("Apache-2.0", CARD, Grade.SECONDARY)),
    fill("code.gated", value=False, source=CARD),
    fill("parameters", 7615616512, CARD),
    fill("variants.0.code.gated", value=True, source=CARD),
    fill("variants.0.parameters", 1000000001, CARD),
    entry("test-clean", 1.63),
    entry("test-other", 3.4),
]


def applied(text: str, proposals: list[RecordProposal]) -> str:
    """One after the other, as people may take them."""
    for proposal in proposals:
        text = apply_proposals(text, [proposal], MODEL, TODAY)
    return text


def formatted(text: str) -> str:
    return format_yaml(Path("loom.yml"), text.encode(), MODEL).text


TEXTS = {"in the house style": formatted(RECORD), "by hand": RECORD}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=30)
@given(data=st.data())
def test_the_order_of_proposals_does_not_matter(text: str, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(range(len(PROPOSALS))), unique=True))
    shuffled = data.draw(st.permutations(chosen))
    some = [PROPOSALS[index] for index in sorted(chosen)]
    once = apply_proposals(text, some, MODEL, TODAY)
    assert applied(text, [PROPOSALS[index] for index in shuffled]) == applied(text, some)
    assert Tree(Path("r"), once.encode()).data == Tree(Path("r"), applied(text, some).encode()).data


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_proposal_is_there_and_every_line_that_was_there_stays(text: str) -> None:
    after = applied(text, PROPOSALS)
    data = Tree(Path("r"), after.encode()).data
    assert data["paper"]["authors"]["value"] == ["Ada Weaver", "Bea Dyer"]
    assert data["paper"]["authors"]["instead"][0]["value"] == ["Ada Weaver"]
    assert [each["value"] for each in data["paper"]["title"]["instead"]] == ["Loom, Revisited", "Looms"]
    assert data["code"]["licence"]["value"] == "MIT"
    assert data["variants"][0]["code"]["gated"] == {
        "value": True,
        "source": "huggingface",
        "where": "abstract page",
        "verified": "primary",
    }
    assert [each["value"] for each in data["results"]] == [2.0, 1.63, 3.4]
    assert data["sources"]["arxiv"]["read"] == "2026-11-28"
    changed = {"  licence: MIT", '  title: {value: "Loom: Weaving", source: paper, where: title page}'}
    left = Counter(text.splitlines()) - Counter(after.splitlines())
    assert set(left) == changed


def test_a_file_in_the_house_style_stays_in_it() -> None:
    after = applied(formatted(RECORD), PROPOSALS)
    assert formatted(after) == after


def test_a_file_that_is_written_otherwise_keeps_its_style() -> None:
    text = "{slug: loom, name: Loom, paper: {title: Loom}}\n"
    after = applied(text, [PROPOSALS[2], PROPOSALS[0]])
    data = Tree(Path("r"), after.encode()).data
    assert get_at(data, ("paper", "venue", "value")) == "Proc. Looms: 2025"
    assert get_at(data, ("paper", "title", "instead", 0, "value")) == "Loom, Revisited"
    assert list(data["sources"]) == ["arxiv", "crossref"]


def test_lines_that_end_as_on_windows_go_on_ending_so() -> None:
    after = applied(RECORD.replace("\n", "\r\n"), PROPOSALS)
    assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize("file", sorted((ROOT / "data" / "systems").glob("*.yml"))[::10], ids=lambda file: file.stem)
def test_a_real_record_loses_no_line_to_what_is_filled(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    there = Tree(file, text.encode()).data
    blanks = [
        each
        for each in PROPOSALS
        if isinstance(each, FactProposal)
        and each.fill
        and get_at(there, each.path) is None
        and "variants" not in each.path
    ]
    after = applied(text, blanks)
    assert not Counter(text.splitlines()) - Counter(after.splitlines())
    assert formatted(after) == after

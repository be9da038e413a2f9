"""What `catalog refresh` found, for the text of a pull request: first what needs a person, then the rest, folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from catalog.contribute.refresh.plan import RecordRefresh, Refresh
from catalog.contribute.refresh.proposal import AskedTogether, RefreshQuestion, asked_together, shown_value
from catalog.contribute.refresh.report import (
    ProposedLine,
    count_of,
    proposed_lines,
    refresh_summary,
    told_sentences,
)
from catalog.contribute.stated import StatedSource
from catalog.escape import escape_markdown

_MOST_BYTES = 55_000
"""GitHub takes 65,536 characters; the workflow adds some of its own."""
_FEW = 10
"""Lines that are not folded."""
_MOST_LINKS = 3
_MOST_FAILURES = 20

Block = tuple[RecordRefresh, list[str]]


def refresh_as_markdown(refresh: Refresh) -> str:
    """For the text of a pull request on GitHub."""
    head = [f"{refresh_summary(refresh)} Read on {refresh.day.isoformat()}."]
    told = list(told_sentences(refresh))
    head += ["", *(f"- {escape_markdown(line)}" for line in told[:_MOST_FAILURES])] if told else []
    head += [f"- … and {len(told) - _MOST_FAILURES:,} more"] if len(told) > _MOST_FAILURES else []
    room = _MOST_BYTES - _size(head)
    parts = [head]
    for section in (_for_people(refresh), _hints(refresh), _done(refresh), _asked_before(refresh)):
        lines = list(_within(section, room))
        room -= _size(lines)
        parts.append(lines)
    return "\n".join(line for part in parts for line in part) + "\n"


class _Section:
    """Lines by record below a heading; folded where they are many."""

    def __init__(self, heading: str, introduction: str, blocks: Iterable[Block], *, folds: bool) -> None:
        self.heading, self.introduction = heading, introduction
        self.blocks = [(record, lines) for record, lines in blocks if lines]
        self.is_folded = folds and sum(len(lines) for _, lines in self.blocks) > _FEW


def _for_people(refresh: Refresh) -> _Section:
    blocks = (
        (record, [*_proposed(record, ("rivals",)), *_asked([each for each in record.questions if not each.is_hint])])
        for record in refresh.records
    )
    introduction = (
        "Another value stands beside the first in the files: keep, correct or delete it. Questions change nothing."
    )
    return _Section("To decide", introduction, blocks, folds=False)


def _hints(refresh: Refresh) -> _Section:
    blocks = [(record, list(_asked([each for each in record.questions if each.is_hint]))) for record in refresh.records]
    count = sum(len(lines) for _, lines in blocks)
    introduction = "Services say something where the records say nothing. It is no evidence that can be cited as it is."
    return _Section(f"Hints for blanks ({count:,})", introduction, blocks, folds=True)


def _done(refresh: Refresh) -> _Section:
    blocks = [(record, _proposed(record, ("filled", "added"))) for record in refresh.records]
    done = "Filled and added" if refresh.is_written else "To fill and to add"
    introduction = "Nothing was written at these places. Look at some of them, and delete what is wrong."
    count = sum(len(lines) for _, lines in blocks)
    return _Section(f"{done} ({count:,})", introduction, blocks, folds=True)


def _asked_before(refresh: Refresh) -> _Section:
    blocks = [(record, list(_asked(record.repeated))) for record in refresh.records]
    count = sum(len(lines) for _, lines in blocks)
    return _Section(f"Asked before ({count:,})", "Still open, as far as the records say.", blocks, folds=True)


def _within(section: _Section, room: int) -> Iterator[str]:
    """The lines of a section that are in a number of bytes, and how many records more there are."""
    if not section.blocks:
        return
    folded = section.is_folded
    start = ["", f"<details><summary>{section.heading}</summary>", "", section.introduction] if folded else []
    yield from start or ["", f"### {section.heading}", "", section.introduction]
    room -= 400
    shown = 0
    for record, lines in section.blocks:
        block = ["", f"**{escape_markdown(record.name)}** (`{record.slug}`)", "", *lines]
        room -= _size(block)
        if room < 0:
            break
        yield from block
        shown += 1
    if shown < len(section.blocks):
        rest = count_of(len(section.blocks) - shown, "more record")
        yield from ["", f"… and {rest}: `catalog refresh` lists what is new, the files have what was written."]
    if folded:
        yield from ["", "</details>"]


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _proposed(record: RecordRefresh, kinds: Sequence[str]) -> list[str]:
    return [_line(line) for line in proposed_lines(record.proposals) if line.kind in kinds]


def _line(line: ProposedLine) -> str:
    claim = line.claim
    about = f" ({escape_markdown(line.about)})" if line.about else ""
    evidence = f"{_link(claim.source)}, {escape_markdown(claim.where)}, {claim.grade}"
    return f"- {escape_markdown(line.label)}: **{escape_markdown(shown_value(claim.value))}**{about} ({evidence})"


def _asked(questions: Sequence[RefreshQuestion]) -> Iterator[str]:
    yield from map(_question, asked_together(questions))


def _question(question: AskedTogether) -> str:
    links = [_link(source) for source in question.sources[:_MOST_LINKS]]
    links += ["…"] * (len(question.sources) > _MOST_LINKS)
    at = f" ({', '.join(links)})" if links else ""
    return f"- {escape_markdown(question.place)}: {escape_markdown(question.text)}{at}"


def _link(source: StatedSource) -> str:
    return f"[{escape_markdown(source.title)}](<{quote(source.url, safe='/:?#@!$&+,;=%~')}>)"

"""What `catalog refresh` found: for a terminal and for programs; `markdown` has it for a pull request.

The JSON is `{day, reached, proposed, said_before, written, records, left, failures, services}`. A record is
`{slug, name, file, filled, rivals, added, questions}`; what is proposed has `{field, label, value, source: {key, url,
title}, where, grade, note}`, a question `{field, label, text, source}`. A service is `{name, requests, kept, waited,
failure}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from catalog.contribute.refresh.plan import RecordRefresh, Refresh
from catalog.contribute.refresh.proposal import (
    AskedTogether,
    EntryProposal,
    FactProposal,
    RecordProposal,
    StatedClaim,
    asked_together,
    shown_value,
)
from catalog.contribute.stated import StatedSource
from catalog.escape import json_text, printable

T = TypeVar("T")
_MOST_LINES = 12
"""Lines of one kind for one record; the rest is counted."""
_MOST_ADDRESSES = 3
"""Of a question about several variants."""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One thing that is proposed: what it does, where, what, and with which evidence."""

    kind: str
    """`filled`, `rivals` or `added`."""
    field: str
    label: str
    claim: StatedClaim
    about: str = ""
    """What an entry says beside its value, or what the record says in place of a rival."""


def proposed_lines(proposals: Sequence[RecordProposal]) -> Iterator[ProposedLine]:
    """Yield each thing that is proposed."""
    for proposal in proposals:
        field = ".".join(map(str, proposal.path))
        if isinstance(proposal, EntryProposal):
            about = ", ".join(str(value) for value in proposal.fields.values())
            yield ProposedLine("added", field, proposal.label, proposal.claim, about)
        else:
            yield from _of_fact(field, proposal)


def _of_fact(field: str, proposal: FactProposal) -> Iterator[ProposedLine]:
    if proposal.fill:
        yield ProposedLine("filled", field, proposal.label, proposal.fill)
    for rival in proposal.rivals:
        stands = f"the record says {proposal.stands}" if proposal.stands else ""
        yield ProposedLine("rivals", field, proposal.label, rival, stands)


KINDS = ("filled", "added", "rivals")
_PLANNED = {"filled": "Fill", "added": "Add", "rivals": "Says otherwise"}
_DONE = _PLANNED | {"filled": "Filled", "added": "Added"}


def refresh_summary(refresh: Refresh) -> str:
    """What was found, in a sentence."""
    if not refresh.is_reached:
        return "No service could be reached."
    kinds = [line.kind for record in refresh.records for line in proposed_lines(record.proposals)]
    asked = sum(len(asked_together(record.questions)) for record in refresh.records)
    done = ("filled", "added") if refresh.is_written else ("to fill", "to add")
    parts = [
        count_of(kinds.count("filled"), f"blank {done[0]}", f"blanks {done[0]}"),
        count_of(kinds.count("added"), f"entry {done[1]}", f"entries {done[1]}"),
        count_of(kinds.count("rivals"), "other value beside one that stands", "other values beside those that stand"),
        count_of(asked, "question"),
    ]
    said = ", ".join(part for part in parts if part) or (
        "Nothing new in what could be read" if refresh.failures else "Nothing new"
    )
    before = f"; {refresh.repeats:,} said before (`--all` lists them)" if refresh.repeats else ""
    return f"{said}{before}."


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun; empty for none."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}" if number else ""


def refresh_as_text(refresh: Refresh) -> str:
    """For a terminal."""
    headings = _DONE if refresh.is_written else _PLANNED
    records = [record for record in refresh.records if record.proposals or record.questions]
    blocks = ["\n".join(_text_of(record, headings)) for record in records]
    return "\n".join([*(f"{block}\n" for block in blocks), *told_sentences(refresh), refresh_summary(refresh)])


def _text_of(record: RecordRefresh, headings: Mapping[str, str]) -> Iterator[str]:
    yield f"{printable(str(record.file))}: {printable(record.name)}"
    lines = list(proposed_lines(record.proposals))
    for kind, heading in headings.items():
        yield from _cut([line for line in lines if line.kind == kind], partial(_text_line, heading))
    yield from _cut(asked_together(record.questions), _text_question)


def _text_line(heading: str, line: ProposedLine) -> str:
    claim = line.claim
    value = f"{shown_value(claim.value)}{f' ({line.about})' if line.about else ''}"
    evidence = f"{claim.grade}; {claim.where}; {claim.source.url}"
    return printable(f"  {heading}: {line.label}: {value} [{evidence}]")


def _text_question(question: AskedTogether) -> str:
    addresses = [source.url for source in question.sources[:_MOST_ADDRESSES]]
    addresses += ["…"] * (len(question.sources) > _MOST_ADDRESSES)
    at = f" [{', '.join(addresses)}]" if addresses else ""
    return printable(f"  Question: {question.place}: {question.text}{at}")


def _cut(items: Sequence[T], line: Callable[[T], str]) -> Iterator[str]:
    """The lines of the first items, and how many more there are."""
    yield from map(line, items[:_MOST_LINES])
    if len(items) > _MOST_LINES:
        yield f"  … and {len(items) - _MOST_LINES:,} more"


def told_sentences(refresh: Refresh) -> Iterator[str]:
    """What was left, and what could not be read."""
    for file, reason in refresh.left:
        yield printable(f"Left as it is: {file}: {reason.rstrip('.')}.")
    if refresh.is_aimless:
        yield "No field is filled by a service: fill: in data/survey.yml says which may be, and by what."
    for _, reason in refresh.failures:
        yield printable(f"{reason.rstrip('.')}.")


def refresh_as_json(refresh: Refresh) -> str:
    """For programs."""
    content = {
        "day": refresh.day.isoformat(),
        "reached": refresh.is_reached,
        "proposed": refresh.proposed,
        "said_before": refresh.repeats,
        "written": refresh.written,
        "records": [_record_json(record) for record in refresh.records if record.proposals or record.questions],
        "left": [{"file": str(file), "reason": reason} for file, reason in refresh.left],
        "failures": [{"service": service, "reason": reason} for service, reason in refresh.failures],
        "services": [
            {
                "name": name,
                "requests": usage.requests,
                "kept": usage.kept,
                "waited": round(usage.waited, 1),
                "failure": usage.failure,
            }
            for name, usage in refresh.usage.items()
            if usage.requests or usage.kept or usage.failure
        ],
    }
    return json_text(content, 2)


def _record_json(record: RecordRefresh) -> Mapping[str, Any]:
    lines = list(proposed_lines(record.proposals))
    return {
        "slug": record.slug,
        "name": record.name,
        "file": record.file.as_posix(),
        **{kind: [_line_json(line) for line in lines if line.kind == kind] for kind in KINDS},
        "questions": [
            {
                "field": ".".join(map(str, question.path)),
                "label": f"{question.label} ({question.part})" if question.part else question.label,
                "text": question.text,
                "source": _source_json(question.source) if question.source else None,
            }
            for question in record.questions
        ],
    }


def _line_json(line: ProposedLine) -> Mapping[str, Any]:
    claim = line.claim
    told = {"about": line.about} if line.about else {}
    return {"field": line.field, "label": line.label, "value": claim.value, **told} | {
        "source": _source_json(claim.source),
        "where": claim.where,
        "grade": claim.grade.value,
        "note": claim.note,
    }


def _source_json(source: StatedSource) -> Mapping[str, str]:
    return {"key": source.key, "url": source.url, "title": source.title}

"""What `catalog refresh` found: for a terminal, for programs, and for the text of a pull request.

The JSON is `{day, reached, proposed, written, records, left, failures, services}`. A record is `{slug, name, file,
filled, rivals, added, questions}`; what is proposed has `{field, label, value, source: {key, url, title}, where, grade,
note}`, a question `{field, label, text, source}`. A service is `{name, requests, kept, waited, failure}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

from catalog.contribute.refresh.plan import RecordRefresh, Refresh
from catalog.contribute.refresh.proposal import (
    EntryProposal,
    FactProposal,
    RecordProposal,
    RefreshQuestion,
    StatedClaim,
    shown_value,
)
from catalog.contribute.stated import StatedSource
from catalog.escape import escape_markdown, json_text, printable

T = TypeVar("T")
_MOST_LINES = 12
"""Lines of one kind for one record; the rest is counted."""
_MOST_CHARACTERS = 55_000
"""Of a pull request, whose text GitHub cuts at 65,536."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that is proposed: what it does, where, what, and with which evidence."""

    kind: str
    """`filled`, `rivals` or `added`."""
    field: str
    label: str
    claim: StatedClaim
    about: str = ""
    """What an entry says beside its value, or what the record says in place of a rival."""


def _lines(proposals: Sequence[RecordProposal]) -> Iterator[_Line]:
    for proposal in proposals:
        field = ".".join(map(str, proposal.path))
        if isinstance(proposal, EntryProposal):
            about = ", ".join(str(value) for value in proposal.fields.values())
            yield _Line("added", field, proposal.label, proposal.claim, about)
        else:
            yield from _of_fact(field, proposal)


def _of_fact(field: str, proposal: FactProposal) -> Iterator[_Line]:
    if proposal.fill:
        yield _Line("filled", field, proposal.label, proposal.fill)
    for rival in proposal.rivals:
        stands = f"the record says {proposal.stands}" if proposal.stands else ""
        yield _Line("rivals", field, proposal.label, rival, stands)


_KINDS = {"filled": "Filled", "added": "Added", "rivals": "Says otherwise"}


def refresh_summary(refresh: Refresh) -> str:
    """What was found, in a sentence."""
    if not refresh.is_reached:
        return "No service could be reached."
    kinds = [line.kind for record in refresh.records for line in _lines(record.proposals)]
    parts = [
        _count(kinds.count("filled"), "blank filled", "blanks filled"),
        _count(kinds.count("added"), "entry added", "entries added"),
        _count(kinds.count("rivals"), "other value beside one that stands", "other values beside those that stand"),
        _count(sum(len(record.questions) for record in refresh.records), "question"),
    ]
    said = [part for part in parts if part]
    return f"{', '.join(said)}." if said else "Nothing new."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}" if number else ""


def refresh_as_text(refresh: Refresh) -> str:
    """For a terminal."""
    blocks = ["\n".join(_text_of(record)) for record in refresh.records]
    return "\n".join([*(f"{block}\n" for block in blocks), *_told(refresh), refresh_summary(refresh)])


def _text_of(record: RecordRefresh) -> Iterator[str]:
    yield f"{printable(str(record.file))}: {printable(record.name)}"
    lines = list(_lines(record.proposals))
    for kind, heading in _KINDS.items():
        yield from _cut([line for line in lines if line.kind == kind], partial(_text_line, heading))
    yield from _cut(list(record.questions), _text_question)


def _text_line(heading: str, line: _Line) -> str:
    claim = line.claim
    value = f"{shown_value(claim.value)}{f' ({line.about})' if line.about else ''}"
    evidence = f"{claim.grade}; {claim.where}; {claim.source.url}"
    return printable(f"  {heading}: {line.label}: {value} [{evidence}]")


def _text_question(question: RefreshQuestion) -> str:
    at = f" [{question.source.url}]" if question.source else ""
    return printable(f"  Question: {question.label}: {question.text}{at}")


def _cut(items: Sequence[T], line: Callable[[T], str]) -> Iterator[str]:
    """The lines of the first items, and how many more there are."""
    yield from map(line, items[:_MOST_LINES])
    if len(items) > _MOST_LINES:
        yield f"  … and {len(items) - _MOST_LINES:,} more"


def _told(refresh: Refresh) -> Iterator[str]:
    """What was left, and which services could not be asked."""
    for file, reason in refresh.left:
        yield printable(f"Left as it is: {file}: {reason}.")
    if refresh.is_aimless:
        yield "No field is filled by a service: fill: in data/survey.yml says which may be, and by what."
    for _, reason in refresh.failures:
        yield printable(f"Could not ask for everything: {reason.rstrip('.')}.")


def refresh_as_json(refresh: Refresh) -> str:
    """For programs."""
    content = {
        "day": refresh.day.isoformat(),
        "reached": refresh.is_reached,
        "proposed": refresh.proposed,
        "written": refresh.written,
        "records": [_record_json(record) for record in refresh.records],
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
    lines = list(_lines(record.proposals))
    return {
        "slug": record.slug,
        "name": record.name,
        "file": record.file.as_posix(),
        **{kind: [_line_json(line) for line in lines if line.kind == kind] for kind in _KINDS},
        "questions": [
            {
                "field": ".".join(map(str, question.path)),
                "label": question.label,
                "text": question.text,
                "source": _source_json(question.source) if question.source else None,
            }
            for question in record.questions
        ],
    }


def _line_json(line: _Line) -> Mapping[str, Any]:
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


def refresh_as_markdown(refresh: Refresh) -> str:
    """For the text of a pull request on GitHub."""
    lines = [f"{refresh_summary(refresh)} Read on {refresh.day.isoformat()}."]
    lines += [f"- {escape_markdown(line)}" for line in _told(refresh)]
    shown = 0
    for record in refresh.records:
        block = list(_markdown_of(record))
        if sum(map(len, lines)) + sum(map(len, block)) > _MOST_CHARACTERS:
            break
        lines += block
        shown += 1
    if shown < len(refresh.records):
        lines += ["", f"… and {_count(len(refresh.records) - shown, 'more record')}: see the files."]
    return "\n".join(lines) + "\n"


def _markdown_of(record: RecordRefresh) -> Iterator[str]:
    yield f"\n### {escape_markdown(record.name)} (`{record.slug}`)\n"
    lines = list(_lines(record.proposals))
    for kind, heading in _KINDS.items():
        of_kind = [line for line in lines if line.kind == kind]
        yield from _cut(of_kind, partial(_markdown_line, heading))
    yield from _cut(list(record.questions), _markdown_question)


def _markdown_line(heading: str, line: _Line) -> str:
    claim = line.claim
    value = f"{shown_value(claim.value)}{f' ({line.about})' if line.about else ''}"
    evidence = f"{_link(claim.source)}, {escape_markdown(claim.where)}, {claim.grade}"
    return f"- {heading}: **{escape_markdown(line.label)}**: {escape_markdown(value)} ({evidence})"


def _markdown_question(question: RefreshQuestion) -> str:
    at = f" ({_link(question.source)})" if question.source else ""
    return f"- Question: **{escape_markdown(question.label)}**: {escape_markdown(question.text)}{at}"


def _link(source: StatedSource) -> str:
    return f"[{escape_markdown(source.title)}](<{quote(source.url, safe='/:?#@!$&+,;=%~')}>)"

"""What was proposed or asked before, as `data/watch.json` remembers it: nothing is said twice.

A key is `record service place`; under it are the values that were told, each with its day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Any

from catalog.contribute.refresh.keys import RESULTS
from catalog.contribute.refresh.proposal import EntryProposal, RecordProposal, RefreshQuestion, Saying, shown_value
from catalog.model.node import Path
from catalog.values import Record
from catalog.watch.state import MAX_WORK

Memory = Mapping[str, Mapping[str, date]]
Told = tuple[str, str]
"""A key, and a value under it."""


def place_text(record: Record, path: Path) -> str:
    """A place without numbers, which change when an entry is added: `variants[7B].parameters`."""
    here: Any = record
    text = ""
    for step in path:
        if isinstance(step, int):
            here = here[step] if here and step < len(here) else None
            text += f"[{getattr(here, 'name', step)}]"
        else:
            here = getattr(here, step, None)
            text += f".{step}"
    return text.removeprefix(".")


def told_at(record: Record, path: Path, said: Saying) -> Told:
    """What a place is told."""
    return _key(record, said, place_text(record, path)), said.value


def told_by(record: Record, item: RecordProposal | RefreshQuestion) -> list[Told]:
    """All that a proposal or a question says."""
    if isinstance(item, RefreshQuestion):
        return [told_at(record, item.path, item.said)]
    if isinstance(item, EntryProposal):
        place = f"{place_text(record, item.path)}[{', '.join(map(str, item.fields.values()))}]"
        return [(_key(record, item.claim.said, place), item.claim.said.value)]
    return [told_at(record, item.path, claim.said) for claim in item.claims]


def _key(record: Record, said: Saying, place: str) -> str:
    return f"{record.slug} {said.service} {place}".rstrip()[:MAX_WORK]


def is_known(told: Told, memory: Memory) -> bool:
    """Whether something was told before."""
    key, value = told
    return value in memory.get(key, {})


def without_known(record: Record, proposal: RecordProposal, memory: Memory) -> RecordProposal | None:
    """Return what is new in a proposal; where the value that would fill a blank is not, the next one fills it."""
    if isinstance(proposal, EntryProposal):
        return None if is_known(told_by(record, proposal)[0], memory) else proposal
    claims = [claim for claim in proposal.claims if not is_known(told_at(record, proposal.path, claim.said), memory)]
    if not claims:
        return None
    if not proposal.fill:
        return replace(proposal, rivals=tuple(claims))
    return replace(proposal, fill=claims[0], rivals=tuple(claims[1:]), stands=shown_value(claims[0].value))


def kept_memory(
    slug: str, before: Memory, told: AbstractSet[Told], answered: Collection[str]
) -> dict[str, dict[str, date]]:
    """Return what is still to be remembered of a record, where `told` is all that is said of it now.

    What a service that was `answered` no longer says is forgotten; of results, what has another value now.
    """
    now = {key for key, _ in told}
    kept: dict[str, dict[str, date]] = {}
    for key, values in before.items():
        record, service, *_ = key.split(" ", 2)
        is_over = key in now if service == RESULTS else service in answered
        left = {value: day for value, day in values.items() if not is_over or (key, value) in told}
        if record == slug and left:
            kept[key] = left
    return kept


def with_told(memory: Memory, told: Iterable[Told], day: date) -> dict[str, dict[str, date]]:
    """Return a memory to which something was added that is told on a day."""
    found = {key: dict(values) for key, values in memory.items()}
    for key, value in told:
        found.setdefault(key, {}).setdefault(value, day)
    return found


def merged_memory(
    before: Memory, of_records: Mapping[str, Memory], slugs: Collection[str]
) -> dict[str, dict[str, date]]:
    """Return the memory after a run: that of the records that were asked about, and as before of others that exist."""
    others = {key: dict(values) for key, values in before.items() if _is_other(key, of_records, slugs)}
    return others | {key: dict(values) for memory in of_records.values() for key, values in memory.items()}


def _is_other(key: str, of_records: Collection[str], slugs: Collection[str]) -> bool:
    slug = key.partition(" ")[0]
    return slug in slugs and slug not in of_records

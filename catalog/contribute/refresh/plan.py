"""What all services state of all records: the texts of the files with it, and what is left to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from catalog.contribute.refresh.asked import ServiceAnswers, WorkKey, ask_services, named_works
from catalog.contribute.refresh.claims import RecordClaims
from catalog.contribute.refresh.filling import Filling, filling
from catalog.contribute.refresh.keys import SourceKeys
from catalog.contribute.refresh.memory import (
    Memory,
    is_known,
    kept_memory,
    told_at,
    told_by,
    with_told,
    without_known,
)
from catalog.contribute.refresh.proposal import RecordProposal, RefreshQuestion, asked_together
from catalog.contribute.refresh.results import ReadResults, StatedResults, entry_proposals, entry_questions
from catalog.contribute.refresh.valid import ProposalCheck
from catalog.contribute.stated import SERVICES
from catalog.errors import UnreadableFileError
from catalog.load.records import Definition, LoadedFile, no_garbage_collection
from catalog.paths import file_content, write_file
from catalog.services.asking.client import ServiceClient, Usage
from catalog.settings.columns import import_object
from catalog.values import Record


@dataclass(frozen=True, slots=True)
class RecordRefresh:
    """What is proposed for one record; `before` and `after` are the texts of its file."""

    slug: str
    name: str
    file: Path
    proposals: tuple[RecordProposal, ...]
    questions: tuple[RefreshQuestion, ...]
    before: str
    after: str
    repeated: tuple[RefreshQuestion, ...] = ()
    """What was asked before and is still open."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was read, with the works that several records name."""

    fields: Filling
    answers: ServiceAnswers
    stated: StatedResults
    shared: frozenset[WorkKey]
    memory: Memory
    """What was told before."""
    is_again: bool
    """Whether it is told again."""


@dataclass(slots=True)
class Refresh:
    """What one run found."""

    day: date
    records: list[RecordRefresh] = field(default_factory=list)
    """Those for which something is proposed or asked."""
    left: list[tuple[Path, str]] = field(default_factory=list)
    """Files that are left as they are, each with the reason."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Services that could not be asked, or not about everything, each with a sentence."""
    usage: Mapping[str, Usage] = field(default_factory=dict)
    is_reached: bool = True
    """Whether any service answered, or none had to be asked."""
    repeats: int = 0
    """How much of what is said was proposed or asked before, and is left out."""
    memory: dict[str, Memory] = field(default_factory=dict)
    """What is to be remembered of each record that was asked about."""
    is_aimless: bool = False
    """Whether the survey does not say which fields services fill."""
    written: int = 0
    """Files that were written."""
    is_written: bool = False
    """Whether the files have what is proposed."""

    @property
    def proposed(self) -> int:
        """How many facts and entries are proposed."""
        return sum(len(record.proposals) for record in self.records)

    @property
    def has_findings(self) -> bool:
        """Whether anything is proposed or asked that was not before."""
        return any(record.proposals or record.questions for record in self.records)


async def find_proposals(  # noqa: PLR0913 - what differs from run to run
    definition: Definition,
    client: ServiceClient,
    slugs: Collection[str],
    day: date,
    memory: Memory = MappingProxyType({}),
    *,
    is_again: bool = False,
) -> Refresh:
    """Ask the services about the records with these slugs, or about all.

    What was told before, as `memory` says, is left out; with `is_again` it is told again.

    Raises:
        SetupError: the folder of records cannot be read.
    """
    refresh = Refresh(day)
    check = ProposalCheck(definition)
    chosen = _readable(definition, refresh, check, slugs)
    records = [loaded.value for loaded in chosen if loaded.value]
    fields = filling(definition)
    refresh.is_aimless = not (_has_results(definition) or any(len(names) > 1 for names in fields.values()))
    answers = await ask_services(client, [work for record in records for work in named_works(record, fields)])
    stated = await _results(definition, client, records)
    seen = Seen(fields, answers, stated, _shared_works(check.records, fields), memory, is_again)
    with no_garbage_collection():
        for loaded in chosen:
            found = _of_record(definition, loaded, seen, check, refresh)
            if found and (found.proposals or found.questions or found.repeated):
                refresh.records.append(found)
    _tell_usage(refresh, client, answers, stated)
    return refresh


def write_proposals(definition: Definition, refresh: Refresh) -> None:
    """Write the files; one that is no longer as it was read is left, and told in `refresh.left`."""
    for record in refresh.records:
        file = definition.project.root / record.file
        if not record.proposals:
            continue
        try:
            is_same = file_content(file, within=definition.project.data) == record.before.encode()
        except UnreadableFileError as error:
            _leave(refresh, record, error.message)
            continue
        if is_same:
            refresh.written += write_file(file, record.after)
        else:
            _leave(refresh, record, "it was changed while the services were asked; run the command again")
    refresh.is_written = True


def _leave(refresh: Refresh, record: RecordRefresh, reason: str) -> None:
    refresh.left.append((record.file, reason))
    refresh.memory.pop(record.slug, None)


def _readable(
    definition: Definition, refresh: Refresh, check: ProposalCheck, slugs: Collection[str]
) -> list[LoadedFile[Record]]:
    """The records with these slugs, or all, that can be read; the others are told."""
    readable = []
    for loaded in definition.read_all():
        check.add(loaded)
        if slugs and loaded.file.stem not in slugs:
            continue
        if loaded.value and loaded.tree:
            readable.append(loaded)
        else:
            reason = loaded.problems[0].message if loaded.problems else "it cannot be read"
            refresh.left.append((loaded.file, f"{reason}; `catalog check` tells more"))
    return readable


def _has_results(definition: Definition) -> bool:
    return bool(definition.settings.fill and definition.settings.fill.results)


async def _results(definition: Definition, client: ServiceClient, records: Sequence[Record]) -> StatedResults:
    """What the survey's own code reads at a leaderboard."""
    path = definition.settings.fill.results if definition.settings.fill else None
    if path is None or not records:
        return StatedResults()
    try:
        read: ReadResults = import_object(path)
    except ImportError as error:
        return StatedResults(failures=(str(error),))
    return await read(client, records)


def _shared_works(records: Iterable[Record], fields: Filling) -> frozenset[WorkKey]:
    """The works that more than one record names."""
    counts = Counter(key for record in records for key in {work.key for work in named_works(record, fields)})
    return frozenset(key for key, count in counts.items() if count > 1)


def _of_record(
    definition: Definition, loaded: LoadedFile[Record], seen: Seen, check: ProposalCheck, refresh: Refresh
) -> RecordRefresh | None:
    record, tree = loaded.value, loaded.tree
    if record is None or tree is None:
        return None
    keys = SourceKeys(record.sources, refresh.day)
    claims = RecordClaims(definition, record, seen.fields, seen.answers, keys, seen.shared)
    claims.work_out()
    proposals: list[RecordProposal] = [*claims.proposals, *entry_proposals(record.slug, seen.stated, keys)]
    known = {} if seen.is_again else seen.memory
    new = [left for each in proposals if (left := without_known(record, each, known))]
    after, accepted, refused = check.accept(loaded, new, refresh.day)
    asked = (*claims.questions, *entry_questions(record.slug, seen.stated), *refused)
    repeated = tuple(each for each in asked if is_known(told_by(record, each)[0], known))
    questions = tuple(each for each in asked if each not in repeated)
    told = {told for each in (*proposals, *asked) for told in told_by(record, each)}
    repeats = {told for each in proposals for told in told_by(record, each) if is_known(told, known)}
    refresh.repeats += len(repeats) + len(asked_together(repeated))
    told |= {told_at(record, path, said) for path, said in claims.stated}
    kept = kept_memory(record.slug, seen.memory, told, _answered(record, seen))
    told_now = [told for each in (*accepted, *questions) for told in told_by(record, each)]
    refresh.memory[record.slug] = with_told(kept, told_now, refresh.day)
    return RecordRefresh(record.slug, record.name, loaded.file, accepted, questions, tree.text, after, repeated)


def _answered(record: Record, seen: Seen) -> set[str]:
    """The services that answered about every work that a record names."""
    failed = {work.key[0] for work in named_works(record, seen.fields) if work.key in seen.answers.failures}
    return set(SERVICES) - failed


def _unread(reasons: Sequence[str], name: str) -> str:
    """How many works were not read, and why: the most frequent reason, and how many have another."""
    counts = Counter(reason.removeprefix(f"{name}: ").rstrip(".") for reason in reasons)
    (reason, count), *_ = counts.most_common(1)
    works = "1 work was" if len(reasons) == 1 else f"{len(reasons):,} works were"
    others = f" ({len(reasons) - count:,} of them for other reasons)" if count < len(reasons) else ""
    return f"{works} not read: {reason}{others}"


def _tell_usage(refresh: Refresh, client: ServiceClient, answers: ServiceAnswers, stated: StatedResults) -> None:
    """Say what each service cost, and which could not be asked."""
    refresh.usage = client.usage
    for service, name in SERVICES.items():
        reasons = [reason for (asked, _), reason in answers.failures.items() if asked == service]
        if reasons:
            refresh.failures.append((name, f"{name}: {_unread(reasons, name)}"))
        elif name in client.usage and client.usage[name].failure:
            refresh.failures.append((name, client.usage[name].failure))
    refresh.failures += [("results", failure) for failure in stated.failures]
    used = [usage for usage in client.usage.values() if usage.requests or usage.kept]
    has_failed = bool(answers.failures) or any(usage.failure for usage in client.usage.values())
    refresh.is_reached = any(usage.answers or usage.kept for usage in used) or not (used or has_failed)

"""What all services state of all records: the texts of the files with it, and what is left to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catalog.contribute.refresh.asked import ServiceAnswers, WorkKey, ask_services, named_works
from catalog.contribute.refresh.claims import RecordClaims
from catalog.contribute.refresh.filling import Filling, filling
from catalog.contribute.refresh.keys import SourceKeys
from catalog.contribute.refresh.proposal import RecordProposal, RefreshQuestion
from catalog.contribute.refresh.results import ReadResults, StatedResults, entry_proposals, entry_questions
from catalog.contribute.refresh.valid import ProposalCheck
from catalog.contribute.stated import SERVICES
from catalog.errors import UnreadableFileError
from catalog.load.records import Definition, LoadedFile
from catalog.paths import file_content, write_file
from catalog.services.client import ServiceClient, Usage
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


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was read, with the works that several records name."""

    fields: Filling
    answers: ServiceAnswers
    stated: StatedResults
    shared: frozenset[WorkKey]


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
    is_aimless: bool = False
    """Whether the survey does not say which fields services fill."""
    written: int = 0
    """Files that were written."""

    @property
    def proposed(self) -> int:
        """How many facts and entries are proposed."""
        return sum(len(record.proposals) for record in self.records)


async def find_proposals(definition: Definition, client: ServiceClient, slugs: Collection[str], day: date) -> Refresh:
    """Ask the services about the records with these slugs, or about all.

    Raises:
        SetupError: the folder of records cannot be read.
    """
    refresh = Refresh(day)
    check = ProposalCheck(definition)
    chosen = [loaded for loaded in _readable(definition, refresh, check) if not slugs or loaded.file.stem in slugs]
    records = [loaded.value for loaded in chosen if loaded.value]
    fields = filling(definition)
    refresh.is_aimless = not (_has_results(definition) or any(len(names) > 1 for names in fields.values()))
    answers = await ask_services(client, [work for record in records for work in named_works(record, fields)])
    stated = await _results(definition, client, records)
    seen = Seen(fields, answers, stated, _shared_works(check.records, fields))
    for loaded in chosen:
        found = _of_record(definition, loaded, seen, check, day)
        if found and (found.proposals or found.questions):
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
            refresh.left.append((record.file, error.message))
            continue
        if is_same:
            refresh.written += write_file(file, record.after)
        else:
            refresh.left.append((record.file, "it was changed while the services were asked; run the command again"))


def _readable(definition: Definition, refresh: Refresh, check: ProposalCheck) -> list[LoadedFile[Record]]:
    """The records that can be read; the others are told."""
    readable = []
    for loaded in definition.read_all():
        check.add(loaded)
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
    definition: Definition, loaded: LoadedFile[Record], seen: Seen, check: ProposalCheck, day: date
) -> RecordRefresh | None:
    record, tree = loaded.value, loaded.tree
    if record is None or tree is None:
        return None
    keys = SourceKeys(record.sources)
    claims = RecordClaims(definition, record, seen.fields, seen.answers, keys, seen.shared)
    claims.work_out()
    proposals: list[RecordProposal] = [*claims.proposals, *entry_proposals(record.slug, seen.stated, keys)]
    after, accepted, refused = check.accept(loaded, proposals, day)
    questions = (*claims.questions, *entry_questions(record.slug, seen.stated), *refused)
    return RecordRefresh(record.slug, record.name, loaded.file, accepted, questions, tree.text, after)


def _tell_usage(refresh: Refresh, client: ServiceClient, answers: ServiceAnswers, stated: StatedResults) -> None:
    """Say what each service cost, and which could not be asked."""
    refresh.usage = client.usage
    for service, name in SERVICES.items():
        reasons = [reason for (asked, _), reason in answers.failures.items() if asked == service]
        if reasons:
            works = "1 work" if len(reasons) == 1 else f"{len(reasons):,} works"
            refresh.failures.append((name, f"{works} of {name} not read: {reasons[0]}"))
        elif name in client.usage and client.usage[name].failure:
            refresh.failures.append((name, client.usage[name].failure))
    refresh.failures += [("results", failure) for failure in stated.failures]
    used = [usage for usage in client.usage.values() if usage.requests or usage.kept]
    has_failed = bool(answers.failures) or any(usage.failure for usage in client.usage.values())
    refresh.is_reached = any(usage.answers or usage.kept for usage in used) or not (used or has_failed)

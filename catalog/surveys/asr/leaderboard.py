"""Results of the Open ASR Leaderboard, read in the newest of the files that it publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.contribute.refresh.results import StatedEntry, StatedNumber, StatedResults, results_source
from catalog.contribute.stated import REVISION, StatedSource
from catalog.services.asking.failures import NotFoundError, ServiceError
from catalog.services.works import work_at
from catalog.surveys.asr.leaderboard_files import (
    FILES,
    SETS,
    BoardFile,
    BoardRow,
    BoardTable,
    UnknownFileError,
    read_table,
)
from catalog.surveys.asr.record import Result, Runner, System
from catalog.values import Blank, Record

if TYPE_CHECKING:
    from catalog.services.asking.client import ServiceClient

_BOARD = "Open ASR Leaderboard"
_LIST, _TEST_SET = "results", "open-asr-leaderboard"
_MAX_BYTES = 5_000_000
_ROUNDING = 0.015
"""By how much a mean may differ from that of the rounded rates, which have two decimals."""
_NEW_NORMALISER = "2026-06-24"
_NORMALISERS = ("English normaliser of the leaderboard", "English normaliser of the leaderboard since June 2026")
"""Until and since compounds are merged before errors are counted."""
_TWIN = "-hf"
"""How the name of a checkpoint ends that holds the same weights for the library Transformers."""
_LEAST_SPEED, _MOST_SPEED = 0.1, 1e5


@dataclass(frozen=True, slots=True)
class Owner:
    """The record, or the variant of it, whose weights are at a name; `index` is -1 for the record."""

    record: System
    variant: str
    index: int


async def leaderboard_results(client: ServiceClient, records: Sequence[Record]) -> StatedResults:
    """Return what the newest files of the leaderboard have of the records, and the records have not."""
    owners = owners_of_weights(record for record in records if isinstance(record, System))
    found = [await _of_file(client, file, owners) for file in FILES]
    return StatedResults(
        tuple(entry for each in found for entry in each.entries),
        tuple(question for each in found for question in each.questions),
        _told_once([failure for each in found for failure in each.failures]),
        tuple(number for each in found for number in each.numbers),
    )


def _told_once(failures: Sequence[str]) -> tuple[str, ...]:
    """The failures, each reason once."""
    reasons: dict[str, list[str]] = {}
    for failure in failures:
        title, _, reason = failure.partition(": ")
        reasons.setdefault(reason, []).append(title)
    several = f"{_BOARD}: {{}} of its {len(FILES)} files were not read"
    return tuple(
        f"{titles[0] if len(titles) == 1 else several.format(len(titles))}: {reason}"
        for reason, titles in reasons.items()
    )


async def _of_file(client: ServiceClient, file: BoardFile, owners: Mapping[str, list[Owner]]) -> StatedResults:
    from catalog.services import fetch  # noqa: PLC0415 - `catalog check` reads this module and asks nobody

    try:
        revision, day = await _newest(client, file)
        path = f"/datasets/{file.repository}/resolve/{revision}/{file.file}"
        table = read_table(await fetch.fetch_file(client, client.hugging_face + path, _MAX_BYTES), file)
    except (NotFoundError, ServiceError, UnknownFileError) as error:
        return StatedResults(failures=(f"{file.title}: {error}",))
    url = f"https://huggingface.co/datasets/{file.repository}/blob/{revision}/{file.file}"
    return stated_results(table, file, results_source(file.name, url, file.title, day), owners)


async def _newest(client: ServiceClient, file: BoardFile) -> tuple[str, str]:
    """The newest revision of a file's data set, and its day."""
    from catalog.services import fetch  # noqa: PLC0415

    about = await fetch.fetch_model(client, file.repository, "datasets")
    if not REVISION.fullmatch(about.revision) or not about.modified:
        raise ServiceError("Hugging Face does not say which revision of it is the newest")
    return about.revision, about.modified


def owners_of_weights(records: Iterable[System]) -> dict[str, list[Owner]]:
    """Return whose weights are at each name of Hugging Face; of a record, the variants that name them come first."""
    owners: dict[str, list[Owner]] = {}
    for record in records:
        own: dict[str, list[Owner]] = {}
        for index, variant in enumerate(record.variants):
            for name in _weights(variant.code.weights.values):
                own.setdefault(name, []).append(Owner(record, variant.name, index))
        for name in _weights(record.code.weights.values):
            own.setdefault(name, [Owner(record, "", -1)])
        for name, found in own.items():
            owners.setdefault(name, []).extend(found)
    return owners


def _weights(addresses: Iterable[object]) -> list[str]:
    return [work_at(str(address)) for address in addresses]


def stated_results(
    table: BoardTable, file: BoardFile, source: StatedSource, owners: Mapping[str, list[Owner]]
) -> StatedResults:
    """Return what a file has of each owner and its record has not.

    Where a checkpoint and its twin for Transformers have a row each, the first counts; a twin alone is noted.
    """
    rows: dict[tuple[str, int], list[tuple[Owner, BoardRow]]] = {}
    questions: list[tuple[str, str, StatedSource]] = []
    names = {work_at(f"https://huggingface.co/{row.model}") for row in table.rows}
    for row in table.rows:
        name = work_at(f"https://huggingface.co/{row.model}")
        found = owners.get(name) or ([] if (base := name.removesuffix(_TWIN)) in names else owners.get(base, []))
        if len(found) > 1:
            slugs = sorted({owner.record.slug for owner in found})
            questions += [
                (slug, f"the row {row.model} may be of several models; which was run?", source) for slug in slugs
            ]
        elif found:
            rows.setdefault((found[0].record.slug, found[0].index), []).append((found[0], row))
    entries: list[StatedEntry] = []
    speeds: list[StatedNumber] = []
    for same in rows.values():
        owner, row = _first_row(same)
        if owner is None or (owner.record.variants and not owner.variant):
            models = ", ".join(row.model for _, row in same)
            questions.append((same[0][0].record.slug, f"{models}: give the model of each row a variant", source))
            continue
        entries += _entries(owner, row, table, file, source)
        speeds += _speeds(owner, row, file, source)
    return StatedResults(tuple(entries), tuple(questions), (), tuple(speeds))


def _first_row(same: Sequence[tuple[Owner, BoardRow]]) -> tuple[Owner | None, BoardRow]:
    """The one row of a model; of a checkpoint and its twin the first, of other rows none."""
    plain = [(owner, row) for owner, row in same if not row.model.casefold().endswith(_TWIN)] or list(same)
    return plain[0] if len(plain) == 1 else (None, plain[0][1])


def _entries(
    owner: Owner, row: BoardRow, table: BoardTable, file: BoardFile, source: StatedSource
) -> Iterator[StatedEntry]:
    for (test_set, split), (column, value) in _rates(row, table, file).items():
        if not _is_known(owner, test_set, split, value):
            where = f"row {row.model}, column {column}"
            fields = _fields(owner, test_set, split, source.date)
            label = f"Result on {test_set}{f' {split}' if split else ''}"
            yield StatedEntry(owner.record.slug, _LIST, label, value, fields, source, where, _note(owner, row))


def _note(owner: Owner, row: BoardRow) -> str:
    weights = _weights(owner.record.variants[owner.index].code.weights.values if owner.index >= 0 else ())
    weights += _weights(owner.record.code.weights.values)
    is_own = work_at(f"https://huggingface.co/{row.model}") in weights
    return "" if is_own else "Run with the checkpoint for the library Transformers."


def _rates(row: BoardRow, table: BoardTable, file: BoardFile) -> dict[tuple[str, str], tuple[str, float]]:
    """Test set and split → column and rate; a mean only where the row has all its sets, and it is their mean."""
    rates = {}
    values = [row.numbers.get(f"{name}{file.ending}") for name in sorted(table.definition.sets)]
    known = [value for value in values if value is not None]
    mean = row.numbers.get(table.mean)
    if mean is not None and len(known) == len(values) and abs(sum(known) / len(known) - mean) <= _ROUNDING:
        rates[_TEST_SET, table.definition.split] = (table.mean, round(mean, 2))
    for name in sorted(table.definition.sets & SETS.keys()):
        rate = row.numbers.get(f"{name}{file.ending}")
        if rate is not None:
            rates[SETS[name]] = (f"{name}{file.ending}", round(rate, 2))
    return rates


def _fields(owner: Owner, test_set: str, split: str, day: str) -> dict[str, object]:
    """An entry without its value and evidence, in the order of the class."""
    normaliser = _NORMALISERS[day >= _NEW_NORMALISER]
    fields = {"test_set": test_set, "split": split, "metric": "WER", "run_by": Runner.LEADERBOARD.value}
    fields |= {"normalisation": normaliser, "variant": owner.variant, "as_of": day}
    return {name: value for name, value in fields.items() if value}


def _is_known(owner: Owner, test_set: str, split: str, value: float) -> bool:
    """Whether the record has this number at this definition, as its value or as another one beside it."""

    def is_it(result: Result) -> bool:
        claims = (result.value, *result.value.instead)
        numbers = [round(claim.value.number, 2) for claim in claims if claim.value is not None]
        place = (result.test_set, result.split, result.variant, result.run_by)
        return place == (test_set, split, owner.variant, Runner.LEADERBOARD) and round(value, 2) in numbers

    return any(map(is_it, owner.record.results))


def _speeds(owner: Owner, row: BoardRow, file: BoardFile, source: StatedSource) -> Iterator[StatedNumber]:
    """The speed, where none is known; figures of other hardware would not contradict it."""
    part = owner.record.variants[owner.index] if owner.index >= 0 else owner.record
    speed = row.numbers.get("RTFx", 0.0)
    if file.speed and _LEAST_SPEED <= speed <= _MOST_SPEED and part.speed.rtfx.blank is Blank.NOT_CHECKED:
        above = ("variants", owner.index) if owner.index >= 0 else ()
        where = f"row {row.model}, column RTFx"
        path = (*above, "speed", "rtfx")
        yield StatedNumber(owner.record.slug, path, "RTFx", round(speed, 2), source, where, file.speed)

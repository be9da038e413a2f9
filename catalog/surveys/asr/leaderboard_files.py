"""The files that the Open ASR Leaderboard publishes: their columns, and what the mean in them is taken over.

The mean is over other sets from time to time, so it is known by the sets that its file has; a file with a list of sets
that is not known here is refused. The dates are those of the leaderboard's own list of versions.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.errors import CatalogError

_MAX_ROWS = 5_000

SETS: Mapping[str, tuple[str, str]] = {
    "AMI": ("ami", "unspecified"),
    "AMI-Cleaned": ("ami-cleaned", ""),
    "Earnings22": ("earnings22", ""),
    "Earnings22-Cleaned-AA-chunked": ("earnings22-cleaned-chunked", ""),
    "Gigaspeech": ("gigaspeech", "test"),
    "Gigaspeech-Cleaned": ("gigaspeech-cleaned", ""),
    "LS Clean": ("librispeech", "test-clean"),
    "LS Other": ("librispeech", "test-other"),
    "SPGISpeech": ("spgispeech", ""),
    "Tedlium": ("ted-lium-3", ""),
    "Voice Arena Monsoon": ("voice-arena-monsoon", ""),
    "Voxpopuli": ("voxpopuli", "en"),
    "Voxpopuli-AA-Cleaned": ("voxpopuli-cleaned", ""),
}
"""Set of the English file → test set and split in data/test-sets.yml."""
_UNCHANGED = ("LS Clean", "LS Other", "SPGISpeech")
_OLD = frozenset({"AMI", "Earnings22", "Gigaspeech", "Voxpopuli"})
"""Sets that the English file keeps beside the cleaned ones, and that no longer count for its mean."""
_CLEANED = ("AMI-Cleaned", "Gigaspeech-Cleaned", *_UNCHANGED, "Voxpopuli-AA-Cleaned")


@dataclass(frozen=True, slots=True)
class MeanDefinition:
    """The sets over which a mean is taken, each counting the same; `split` is its name in data/test-sets.yml."""

    split: str
    since: str
    sets: frozenset[str]


ENGLISH = (
    MeanDefinition("english-short-form-8", "", frozenset({*_OLD, *_UNCHANGED, "Tedlium"})),
    MeanDefinition("english-short-form-7", "2026-05-20", frozenset({*_OLD, *_UNCHANGED})),
    MeanDefinition("english-short-form-7-cleaned", "2026-07-07", frozenset({*_CLEANED, "Earnings22"})),
    MeanDefinition(
        "english-short-form-7-chunked", "2026-08-21", frozenset({*_CLEANED, "Earnings22-Cleaned-AA-chunked"})
    ),
    MeanDefinition(
        "english-short-form-8-monsoon",
        "2026-08-28",
        frozenset({*_CLEANED, "Earnings22-Cleaned-AA-chunked", "Voice Arena Monsoon"}),
    ),
)
LONG_FORM = (
    MeanDefinition("english-long-form-4", "", frozenset({"earnings21", "earnings22", "tedlium", "coraal_avg"})),
)


@dataclass(frozen=True, slots=True)
class BoardFile:
    """One published file, and how its columns are called."""

    name: str
    title: str
    repository: str
    file: str
    means: frozenset[str]
    """Columns that may hold the mean."""
    ending: str
    """How the columns of rates end."""
    others: frozenset[str]
    """Columns with that ending that are no rates of a set."""
    definitions: tuple[MeanDefinition, ...]
    beside: frozenset[str] = frozenset()
    """Sets that may be there and do not count."""
    speed: str = ""
    """What to say of its speed; empty where it is not taken."""


FILES = (
    BoardFile(
        "english",
        "Open ASR Leaderboard, English short-form results",
        "hf-audio/open-asr-leaderboard-results",
        "english_short_latest.csv",
        frozenset({"avg", "avg cleaned", "Avg. WER"}),
        " WER",
        frozenset({"Avg. WER"}),
        ENGLISH,
        _OLD,
        "English short form, in batches on one H200.",
    ),
    BoardFile(
        "long-form",
        "Open ASR Leaderboard, English long-form results",
        "hf-audio/leaderboard_longform",
        "longform_latest.csv",
        frozenset({"Average"}),
        "",
        frozenset({
            "model", "model_id", "Average", "RTFx", "Model size (B)", "Size (B)", "Avg (without CORAAL)", "License",
            "# Languages", "Encoder", "Decoder", "Training data disclosure",
        }),
        LONG_FORM,
    ),
)  # fmt: skip


class UnknownFileError(CatalogError):
    """A file has another form than is known here; the message says what."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One row: a model by its name at Hugging Face, and its numbers by column, without those that are none."""

    model: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class BoardTable:
    """A file that was read, with the definition of its mean."""

    rows: tuple[BoardRow, ...]
    mean: str
    """The column."""
    definition: MeanDefinition


def read_table(content: bytes, file: BoardFile) -> BoardTable:
    """Return the rows of a file.

    Raises:
        UnknownFileError: it is no such table, or has sets that are not known.
    """
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UnknownFileError("the file is no table of comma-separated values") from None
    head = [cell.strip() for cell in lines[0]] if lines else []
    model = next((column for column in ("model", "model_id") if column in head), "")
    means = [column for column in head if column in file.means]
    if not model or len(means) != 1 or len(head) != len(set(head)) or len(lines) > _MAX_ROWS:
        raise UnknownFileError("the file has not one column of models and one of means, as it had until now")
    definition = _definition(head, file)
    rows = [_row(dict(zip(head, line, strict=True)), model) for line in lines[1:] if len(line) == len(head)]
    return BoardTable(tuple(row for row in rows if row.model), means[0], definition)


def _definition(head: Sequence[str], file: BoardFile) -> MeanDefinition:
    columns = [column for column in head if column.endswith(file.ending) and column not in file.others]
    sets = {column.removesuffix(file.ending) for column in columns}
    for definition in file.definitions:
        if definition.sets <= sets <= definition.sets | file.beside:
            return definition
    known = frozenset(name for definition in file.definitions for name in definition.sets) | file.beside
    unknown = ", ".join(sorted(sets - known)) or "fewer sets than known"
    raise UnknownFileError(f"its mean is over sets that are not known here ({unknown[:200]}); nothing is taken from it")


def _row(cells: Mapping[str, str], model: str) -> BoardRow:
    numbers = {column: number for column, cell in cells.items() if (number := _number(cell)) is not None}
    return BoardRow(cells[model].strip(), numbers)


def _number(cell: str) -> float | None:
    """A number of zero or more; a blank and -1 mean that there is none."""
    return float(cell) if re.fullmatch(r"\d{1,9}(?:\.\d{1,12})?", cell.strip(), re.ASCII) else None

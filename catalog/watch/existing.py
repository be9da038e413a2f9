"""What the catalogue has already: the slugs, names, titles and works of its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from catalog.load.records import Definition
from catalog.values import Record, spelling
from catalog.watch.roles import RecordRoles


@dataclass(slots=True)
class ExistingRecords:
    """The file of the record that has a slug (present or former), a name, a title, or a work as its own."""

    slugs: dict[str, Path] = field(default_factory=dict)
    names: dict[str, Path] = field(default_factory=dict)
    titles: dict[str, Path] = field(default_factory=dict)
    works: dict[str, Path] = field(default_factory=dict)
    """By `work_at`; the first record that has it."""
    spellings: list[tuple[str, Path]] = field(default_factory=list)
    """Slugs and names as they are written."""
    unreadable: list[Path] = field(default_factory=list)

    def add(self, file: Path, record: Record, own: RecordRoles) -> None:
        """Add one record."""
        self.slugs |= dict.fromkeys((record.slug, *record.formerly), file)
        self.names.setdefault(spelling(record.name), file)
        self.spellings += ((record.slug, file), (record.name, file))
        self.titles |= {spelling(title): file for title in own.texts(record, "title")}
        for work in own.works(record):
            self.works.setdefault(work, file)


def read_existing(definition: Definition) -> ExistingRecords:
    """Everything that a new record must not repeat."""
    records, own = ExistingRecords(), RecordRoles.of(definition)
    for loaded in definition.read_all():
        records.slugs.setdefault(loaded.file.stem, loaded.file)
        records.spellings.append((loaded.file.stem, loaded.file))
        if loaded.value is None:
            records.unreadable.append(loaded.file)
        else:
            records.add(loaded.file, loaded.value, own)
    return records

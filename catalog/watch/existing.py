"""What the catalogue has already: the slugs, names, titles and works of its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from catalog.load.records import Definition
from catalog.services.works import work_at
from catalog.values import ArxivId, Record, spelling

IDENTIFYING = ("arxiv", "link", "repository", "page", "weights")
"""Roles whose values are addresses of the thing itself, or lead to one."""


def roles(definition: Definition) -> dict[str, str]:
    """Role of a fact (`title`, `repository` …) → path of the column that holds it."""
    survey = definition.settings
    paths: dict[str, str] = {}
    for group in (survey.cite, survey.download):
        paths |= group.model_dump() if group else {}
    paths["date"] = paths.get("date") or survey.newest
    return {role: path for role, path in paths.items() if path}


def arxiv_path(definition: Definition) -> str:
    """Path of the column that holds the paper's arXiv identifier: as `cite` says, or the only one of that type."""
    paths = [column.path for column in definition.columns if column.type is ArxivId.type]
    return roles(definition).get("arxiv") or (paths[0] if len(paths) == 1 else "")


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

    def add(self, file: Path, record: Record, definition: Definition) -> None:
        """Add one record."""
        self.slugs |= dict.fromkeys((record.slug, *record.formerly), file)
        self.names.setdefault(spelling(record.name), file)
        self.spellings += ((record.slug, file), (record.name, file))
        self.titles |= {spelling(title): file for title in _texts(definition, record, "title")}
        works = [work_at(text) for role in IDENTIFYING for text in _texts(definition, record, role)]
        # A record that names no work of its own came from its first source.
        first_sources = [str(source.url or "") for source in record.sources.values()][:1]
        for work in filter(None, works or map(work_at, first_sources)):
            self.works.setdefault(work, file)


def _texts(definition: Definition, record: Record, role: str) -> list[str]:
    """What a record says in the column of a role: texts, or addresses where its values have some."""
    path = arxiv_path(definition) if role == "arxiv" else roles(definition).get(role)
    facts = [(column, fact) for column in definition.columns if column.path == path for fact in column.facts(record)]
    return [column.type.address(value) or str(value) for column, fact in facts for value in fact.values]


def read_existing(definition: Definition) -> ExistingRecords:
    """Everything that a new record must not repeat."""
    records = ExistingRecords()
    for loaded in definition.read_all():
        records.slugs.setdefault(loaded.file.stem, loaded.file)
        records.spellings.append((loaded.file.stem, loaded.file))
        if loaded.value is None:
            records.unreadable.append(loaded.file)
        else:
            records.add(loaded.file, loaded.value, definition)
    return records

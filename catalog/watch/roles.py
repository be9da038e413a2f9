"""What records say of title, authors and addresses of the thing itself, in whichever columns the survey has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.services.doi import page_url
from catalog.services.works import work_at
from catalog.values import ArxivId, Record

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


@dataclass(frozen=True, slots=True)
class RecordRoles:
    """The columns of a survey by their role, such as `title`, `authors` and `repository`."""

    columns: Mapping[str, Column]

    @classmethod
    def of(cls, definition: Definition) -> RecordRoles:
        """The roles that `cite` and `download` give to columns."""
        by_path = {column.path: column for column in definition.columns}
        paths = roles(definition) | {"arxiv": arxiv_path(definition)}
        return cls({role: by_path[path] for role, path in paths.items() if path in by_path})

    def texts(self, record: Record, role: str) -> list[str]:
        """What a record and all its variants say: texts, or addresses where values have some; each once."""
        column = self.columns.get(role)
        if column is None:
            return []
        kind = column.type
        values = (value for each in _versions(record) for fact in column.facts(each) for value in fact.values)
        return list(dict.fromkeys(kind.address(value) or str(value) for value in values))

    def works(self, record: Record) -> set[str]:
        """The works that are what a record is about: those of identifying columns, and the source of its title.

        A record that names none of these came from its first source.
        """
        works = {work_at(text) for role in IDENTIFYING for text in self.texts(record, role)}
        works |= {work_at(text) or work_at(page_url(text)) for text in self.texts(record, "doi")}
        keys = set(self._title_sources(record))
        if not works - {""} and not keys:
            keys = set(list(record.sources)[:1])
        urls = [str(record.sources[key].url or "") for key in keys if key in record.sources]
        return (works | set(map(work_at, urls))) - {""}

    def _title_sources(self, record: Record) -> Iterator[str]:
        column = self.columns.get("title")
        yield from (fact.source for fact in column.facts(record) if fact.source) if column else ()


def _versions(record: Record) -> list[Record]:
    """The record, and what it is for each of its variants, whether they count or not."""
    return [record, *(model.facts for model in record.all_models if model.facts is not record)]


def repository_of(work: str) -> str:
    """A work, or the repository that it is a file of."""
    service, colon, name = work.partition(":")
    return f"{service}:{name.partition(':')[0]}" if colon and service in {"github", "huggingface"} else work

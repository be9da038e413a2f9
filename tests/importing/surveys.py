"""A survey that is proposed from a table and filled from it, in one go: what `catalog init --from` does."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from catalog.importing import Imported, import_records
from catalog.importing.mapping import load_mapping
from catalog.importing.proposals import SurveyProposal, propose_survey
from catalog.importing.table import read_tables
from catalog.importing.valid import valid_rows
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.values import SURVEY


@dataclass(frozen=True)
class Made:
    """A new survey with the rows of its table."""

    proposal: SurveyProposal
    definition: Definition
    imported: Imported

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """Slug → path → the value as people read it, with what else the fact says in brackets."""
        return {row.slug: {"name": row.name} | self._facts(row) for row in self.imported.rows}

    def _facts(self, row) -> dict[str, str]:
        columns = {column.path: column for column in self.definition.columns}
        facts = {path: _shown(columns[path], fact, row.sources) for path, fact in row.facts.items()}
        return facts | {path: str(items) for path, items in row.parts.items()}

    @property
    def told(self) -> list[str]:
        """What was told, each with its place; last of the tables that are not read."""
        problems = [f"{item.location}: {item.severity}: {item.message}" for item in self.imported.problems]
        others = self.imported.table.about_others
        return [*problems, others] if others else problems


def _shown(column, fact, sources) -> str:
    values = [str(fact.blank)] if fact.blank else [column.type.csv(value) for value in fact.values]
    beside = [sources[fact.source]] if fact.source != SURVEY else []
    beside += ["uncertain"] * (not fact.certain) + [fact.note] * bool(fact.note)
    return "; ".join(values) + (f" [{', '.join(beside)}]" if beside else "")


def make(folder: Path, table: Path) -> Made:
    """Propose a survey for a table in `folder`, and read the table with it."""
    tables = read_tables(table, Path(table.name))
    proposal = propose_survey(tables)
    data = folder / "data"
    (data / "records").mkdir(parents=True)
    settings = {"title": "Things", "description": "Compared.", "folder": "records", "one": "thing", "many": "things"}
    settings |= {"columns": proposal.columns, "charts": proposal.charts}
    settings |= {"newest": proposal.newest} if proposal.newest else {}
    texts = {"survey": yaml.safe_dump(settings), "fields": proposal.fields_yml, "t.mapping": proposal.mapping_yml}
    for name, text in (texts | proposal.vocabularies).items():
        (data / f"{name}.yml").write_text(text, encoding="utf-8")
    project = Project(folder)
    definition = open_survey(project)
    assert definition.problems == ()
    loaded = load_mapping(project, data / "t.mapping.yml")
    return Made(proposal, definition, valid_rows(definition, import_records(definition, tables, loaded)))

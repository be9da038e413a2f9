"""What the page of a record prints: its summary, its results, and every field with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from urllib.parse import quote, urlencode

from markupsafe import Markup

from catalog.catalog import Catalog
from catalog.drawings.flow import BlockFlow
from catalog.model.columns import Column, columns
from catalog.model.node import Node
from catalog.pages.cells import READ, about
from catalog.pages.changed_sources import ChangedSource
from catalog.pages.drawings import Drawing, drawings
from catalog.pages.evidence import EvidenceWriter, Labelled
from catalog.pages.flow import SharedFlow, model_flows, shared_flow
from catalog.pages.items import ListedParts
from catalog.pages.labels import needs_label
from catalog.pages.measurements import MeasurementRow
from catalog.pages.ranks import Ranks, RecordBoards
from catalog.pages.render import filled, html_ids, html_joined
from catalog.pages.summary import SummaryCell, summary
from catalog.pages.variants import Said, said, variant_keys
from catalog.values import Grade, Model, Record

_IDS = ("results", "named-by", "sources", "history")
"""Anchors of the sections that the template adds."""

_GRADES = (
    ("primary", Grade.PRIMARY, READ, Grade.PRIMARY.meaning),
    ("secondary", Grade.SECONDARY, "second-hand", Grade.SECONDARY.meaning),
    ("derived", Grade.DERIVED, "derived", Grade.DERIVED.meaning),
    ("ungraded", None, "not graded", "Nobody has said how it was read."),
)
"""Key, grade, words and meaning."""


@dataclass
class RecordSection:
    """The fields under one heading: rows of those of which anything is known, lists, and the labels of the others."""

    title: str
    ident: str
    rows: list[Markup] = field(default_factory=list)
    tables: list[Markup] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    @property
    def html(self) -> Markup:
        """The rows."""
        return html_joined(self.rows)


@dataclass(frozen=True)
class RecordView:
    """Everything the template of a record's page prints; `root` leads to the site's root.

    `changed` has the sources that changed after they were read.
    """

    catalog: Catalog
    record: Record
    root: str
    boards: RecordBoards = ()
    changed: Sequence[ChangedSource] = ()

    @cached_property
    def evidence(self) -> EvidenceWriter:
        """Writes facts for this page."""
        return EvidenceWriter(self.catalog, self.record, self.root, self.changed_by_key)

    @cached_property
    def changed_by_key(self) -> Mapping[str, ChangedSource]:
        """Key → source that changed after it was read."""
        return {each.citation.key: each for each in self.changed if each.source}

    @property
    def on_changed(self) -> int:
        """The number of facts that rest on such sources."""
        keys = self.changed_by_key
        facts = self.evidence.facts if keys else ()
        return sum(any(claim.source in keys for claim in (fact, *fact.instead)) for _, fact in facts)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Name → key in addresses, for every variant."""
        return variant_keys(self.record)

    @cached_property
    def drawings(self) -> Sequence[Drawing]:
        """The drawings of its models, each once."""
        return drawings(self.catalog, self.record, self.keys)

    @cached_property
    def flows(self) -> Mapping[Model, BlockFlow]:
        """The figure of each of its models."""
        return model_flows(self.catalog, self.record.all_models)

    @cached_property
    def flow(self) -> SharedFlow | None:
        """The figure of those that count."""
        return shared_flow(self.flows)

    @cached_property
    def places(self) -> Ranks:
        """Where it stands on leaderboards."""
        return Ranks(self.catalog, self.record, self.boards)

    @cached_property
    def summary(self) -> list[SummaryCell]:
        """The numbers and words that stand first."""
        return list(summary(self.catalog, self.record, self.places))

    @cached_property
    def byline(self) -> list[Markup]:
        """The words below its name."""
        columns = self.catalog.display.byline
        values = ((column, self.catalog.values(column, self.record)) for column in columns)
        write = self.evidence.write
        shown = ((column, own[:1] if column.type.is_date else own) for column, own in values if own)
        texts = ((column, html_joined((write.value(column, value) for value in own), ", ")) for column, own in shown)
        labels = {column.path: f"{column.label}: " if needs_label(self.catalog, column) else "" for column in columns}
        named = (filled("{}{}", labels[each.path], text) for each, text in texts)
        return [about(text, self.record.slug, self.record.name) for text in named]

    @property
    def title(self) -> str:
        """The title of the work by which it is cited, unless that is its name."""
        cite = self.catalog.settings.cite
        titles = self.catalog.values(self.catalog.by_path[cite.title], self.record) if cite else ()
        return str(titles[0]) if titles and titles[0] != self.record.name else ""

    @cached_property
    def claims(self) -> Mapping[str, Sequence[Said]]:
        """Path → what the record says of a field, even if only a blank; without fields that have not been checked."""
        claims = ((path, said(column, self.record)) for path, column in self.catalog.by_path.items())
        return {path: items for path, items in claims if items}

    @cached_property
    def sections(self) -> list[RecordSection]:
        """The parts of the record, as the settings group them."""
        headings = self.catalog.display.headings
        idents = _section_ids(tuple(headings))
        sections = [self._section(heading, idents[heading], nodes) for heading, nodes in headings.items()]
        return [section for section in sections if section.rows or section.tables]

    def _section(self, heading: str, ident: str, nodes: Sequence[Node]) -> RecordSection:
        section = RecordSection(heading, ident)
        for node in nodes:
            if node.is_list:
                self._add_list(section, node)
                continue
            claims = self.claims.get(node.path, ())
            self._add_row(section, self.catalog.by_path[node.path], [(each.variants, each.fact) for each in claims])
        return section

    def _add_list(self, section: RecordSection, node: Node) -> None:
        lists = ListedParts(self.catalog, self.record, self.evidence)
        table = lists.table(node, captioned=node.label != section.title)
        if table:
            section.tables.append(table)
            section.unchecked += lists.unchecked(node)
            return
        for column, labelled in lists.rows(node):
            self._add_row(section, column, labelled)

    def _add_row(self, section: RecordSection, column: Column, labelled: Sequence[Labelled]) -> None:
        if labelled:
            section.rows.append(self.evidence.row(column, labelled))
        else:
            section.unchecked.append(column.label)

    @cached_property
    def measurements(self) -> list[tuple[str, list[MeasurementRow]]]:
        """The measurements of the models that count, without heading; then those of the others, to be unfolded."""
        counted = {model.name for model in self.record.counted_models}
        items = self.catalog.measurements_of(self.record)
        rows = [MeasurementRow(self.catalog, self.record, item) for item in items]
        main = [row for row in rows if row.item.variant in counted]
        aside = [row for row in rows if row.item.variant not in counted]
        groups = [("", main), (f"{len(aside)} of siblings and ablations", aside)]
        return [(title, group) for title, group in groups if group]

    @cached_property
    def grades(self) -> list[tuple[str, str, str, int]]:
        """How its facts are known: key, words, meaning and number of facts; without what no fact is."""
        facts = [fact for _, fact in self.evidence.facts if not fact.blank]
        counts = Counter(fact.verified for fact in facts)
        return [(key, words, meaning, counts[grade]) for key, grade, words, meaning in _GRADES if counts[grade]]

    @property
    def contested(self) -> int:
        """The number of facts on which sources disagree."""
        return sum(bool(fact.instead) for _, fact in self.evidence.facts)

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The first address of each field of links, and one of the work that is cited: label and URL."""
        links: dict[str, str] = {}
        for column in _link_columns(self.catalog.model):
            for value in self.catalog.values(column, self.record)[:1]:
                links.setdefault(self._link_label(column), column.type.address(value))
        return [(label, address) for label, address in links.items() if address]

    def _link_label(self, column: Column) -> str:
        """What a link is called: those to the work that is cited by the part they belong to, such as `Paper`."""
        cite = self.catalog.settings.cite
        return column.group if cite and column.path in (cite.arxiv, cite.doi, cite.link) else column.label

    @property
    def referring(self) -> Sequence[tuple[Column, list[Record]]]:
        """Records that name this one, by the field in which they do."""
        return self.catalog.referrers.get(self.record.slug, ())

    @property
    def edit_url(self) -> str:
        """The page where the record's file is edited; empty without a repository."""
        return edit_url(self.catalog, self.record)

    @property
    def report_url(self) -> str:
        """The form for a new issue about this record; empty without a repository."""
        survey = self.catalog.settings
        if not survey.repository:
            return ""
        answers = {
            "template": "correction.yml",
            "title": f"Correction: {self.record.name}",
            "record": self.record.slug,
        }
        return f"{survey.repository}/issues/new?{urlencode(answers, quote_via=quote)}"


@lru_cache(8)
def _section_ids(headings: tuple[str, ...]) -> Mapping[str, str]:
    """Heading → the id of its section."""
    return html_ids({heading: heading for heading in headings}, _IDS)


@cache
def _link_columns(model: type[Record]) -> list[Column]:
    """The fields of links, but for those of entries of lists, which their table has."""
    links = (each for each in columns(model) if each.type.base_address is not None and not each.type.is_image)
    return [column for column in links if not Node.of(model).is_in_list(column.path)]


def edit_url(catalog: Catalog, record: Record) -> str:
    """The page where a record's file is edited; empty without a repository."""
    survey = catalog.settings
    return f"{survey.repository}/edit/main/data/{survey.folder}/{record.slug}.yml" if survey.repository else ""

"""What pages show first: the presentation that a survey declares, resolved; defaults from the model where it does not.

Pages ask `catalog.display`; nothing here depends on the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from catalog.model.columns import GENERAL, Column, group_columns, measurements
from catalog.model.node import Node
from catalog.settings.folded import Folded, Member, WordSign
from catalog.settings.presentation import Sign, Together, preset_key
from catalog.settings.survey import Measure, SurveySettings
from catalog.values import Record
from catalog.values.show import says_unit

ALL = "all"
"""Key of the last preset, which has every column."""
OVERVIEW = "Overview"
_MOST_COLUMNS, _MOST_GROUPS, _MOST_OPEN = 10, 5, 4
"""Of a default preset, of default presets for groups, and of filters that are open at first."""


@dataclass(frozen=True)
class ShownColumn:
    """A column as tables head it: one field, or a folded set of several.

    Numbers are shown in `unit`, one of which is `factor` of the field's own unit. `group` is the head above; empty
    where there is none.
    """

    key: str
    head: str
    unit: str
    factor: float
    group: str
    fields: tuple[Column, ...]
    folded: Folded | None = None

    @property
    def column(self) -> Column:
        """The field; of a folded set the first one."""
        return self.fields[0]


@dataclass(frozen=True)
class HeadGroup:
    """Neighbouring columns with a common head; without one, `label` is empty."""

    label: str
    columns: tuple[ShownColumn, ...]


@dataclass(frozen=True)
class ColumnPreset:
    """Columns that a reader chooses at once; `key` names them in addresses."""

    key: str
    label: str
    columns: tuple[ShownColumn, ...]

    @property
    def fields(self) -> tuple[Column, ...]:
        """The fields of its columns, each once."""
        return tuple({field.path: field for shown in self.columns for field in shown.fields}.values())

    @property
    def groups(self) -> tuple[HeadGroup, ...]:
        """Its columns under their common heads; a single column has none, a folded set its own."""
        runs = [(label, tuple(run)) for label, run in groupby(self.columns, key=lambda shown: shown.group)]
        return tuple(HeadGroup(label if len(run) > 1 or run[0].folded else "", run) for label, run in runs)


@dataclass(frozen=True)
class SummaryValue:
    """One number or word at the top of a record's page: the first of `of` that has a value, with `below` it.

    `measure` says which measurements the number is chosen from, if it is one.
    """

    label: str
    of: tuple[ShownColumn, ...]
    below: tuple[ShownColumn, ...] = ()
    measure: Measure | None = None


@dataclass(frozen=True)
class Display:
    """What pages show first."""

    settings: SurveySettings
    model: type[Record]
    by_path: Mapping[str, Column]

    @cached_property
    def folded(self) -> tuple[Folded, ...]:
        """The sets of fields that are shown as one."""
        sets = (self._folded(each) for each in self.settings.together)
        return tuple(each for each in sets if each.members)

    def _folded(self, together: Together) -> Folded:
        fields = [field for field in together.fields if field.of in self.by_path]
        members = tuple(Member(self.by_path[field.of], field.letter, field.label) for field in fields)
        words = members[0].column.type.words if members else {}
        drawn = {sign.word: sign for sign in self.settings.signs}
        signs = tuple(_sign(word, meaning, drawn.get(word)) for word, meaning in words.items())
        return Folded(together.key, together.label, members, signs)

    @cached_property
    def _sets(self) -> dict[str, Folded]:
        return {folded.key: folded for folded in self.folded}

    def column(self, key: str) -> ShownColumn:
        """Return the column with this path, or the folded set with this key.

        Raises:
            KeyError: there is neither.
        """
        shown = self._shown.get(key)
        if shown is None:
            shown = self._shown[key] = self._column(key)
        return shown

    @cached_property
    def _shown(self) -> dict[str, ShownColumn]:
        """What `column` has returned: cells ask for the same ones again and again."""
        return {}

    def _column(self, key: str) -> ShownColumn:
        head = next((head for head in self.settings.heads if head.of == key), None)
        folded = self._sets.get(key)
        if folded:
            fields = tuple(member.column for member in folded.members)
            return ShownColumn(key, head.label if head else folded.label, "", 1, folded.label, fields, folded)
        column = self.by_path[key]
        label, factor = (head.label, head.factor) if head else (column.label, 1)
        is_said = column.type.names_unit or says_unit(label, column.unit)
        unit = (head.unit if head else "") or ("" if is_said else column.unit)
        return ShownColumn(key, label, unit, factor, self._group(column), (column,))

    def _group(self, column: Column) -> str:
        """The head above a column: of the declared group that names it or a part of it, else the model's."""
        names = {column.path, *_above(column.path)}
        declared = next((group.label for group in self.settings.groups if names & {*group.of}), "")
        return declared or (column.group if self._sizes[column.group] > 1 else "")

    @cached_property
    def _sizes(self) -> Counter[str]:
        """How many columns each group of the model has."""
        return Counter(column.group for column in self.by_path.values())

    @cached_property
    def columns(self) -> tuple[ShownColumn, ...]:
        """Every column that a reader may choose: all fields, each folded set before the first of its own."""
        first = {folded.members[0].column.path: folded.key for folded in self.folded}
        keys = (key for path in self.by_path for key in (first.get(path), path) if key)
        return tuple(self.column(key) for key in keys)

    @cached_property
    def presets(self) -> tuple[ColumnPreset, ...]:
        """The presets, of which tables show the first at first; the last has every column."""
        declared = ((preset.label, preset.key, preset.columns) for preset in self.settings.presets)
        chosen = declared if self.settings.presets else self._default_presets()
        presets = [ColumnPreset(key, label, tuple(map(self.column, keys))) for label, key, keys in chosen]
        return (*presets, ColumnPreset(ALL, "All", tuple(map(self.column, self._fold(self.by_path)))))

    def _default_presets(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """An overview, one preset for each of the first groups of the model, and one for the measures."""
        yield OVERVIEW, OVERVIEW.lower(), self.settings.columns or self._overview()
        groups = [(label, members) for label, members in self._groups if len(members) > 1]
        fullest = sorted(groups, key=lambda group: -sum(map(_is_filter, group[1])))[:_MOST_GROUPS]
        chosen = [
            (label, [column.path for column in members]) for label, members in groups if (label, members) in fullest
        ]
        chosen += [(label, keys) for label, keys in self._measured.items() if len(keys) > 1]
        taken = {"", OVERVIEW.lower(), ALL}
        for number, (label, paths) in enumerate(chosen, 1):
            key = preset_key(label) if preset_key(label) not in taken else f"group-{number}"
            taken.add(key)
            yield label, key, self._fold(paths)[:_MOST_COLUMNS]

    @cached_property
    def _groups(self) -> list[tuple[str, list[Column]]]:
        keys = {measure.key for measure in self.settings.measures}
        return group_columns([column for path, column in self.by_path.items() if path not in keys])

    @cached_property
    def _measured(self) -> dict[str, list[str]]:
        """The keys of the measures, by the label of the field that holds the measurements."""
        lists, keys = measurements(self.model), dict[str, list[str]]()
        for measure in self.settings.measures:
            if measure.of in lists and measure.key in self.by_path:
                keys.setdefault(lists[measure.of].label, []).append(measure.key)
        return keys

    def _overview(self) -> list[str]:
        """The date of the newest, the first field of each group by which readers filter, and two measures."""
        groups = [[column.path for column in members if _is_filter(column)] for _, members in self._groups]
        measured = [key for keys in self._measured.values() for key in keys][:2]
        firsts = (path for rank in range(3) for paths in groups for path in paths[rank : rank + 1])
        return [*self._fold((self.settings.newest, *firsts))[: _MOST_COLUMNS - len(measured)], *measured]

    def _fold(self, paths: Iterable[str]) -> list[str]:
        """The same columns, with the key of a folded set in place of its fields."""
        sets = {member.column.path: folded.key for folded in self.folded for member in folded.members}
        return list(dict.fromkeys(sets.get(path, path) for path in paths if path))

    @cached_property
    def filters(self) -> tuple[ShownColumn, ...]:
        """The filters that are open at first, in order."""
        usual = (path for path, column in self.by_path.items() if _is_filter(column))
        return tuple(map(self.column, self.settings.filters or self._fold((self.settings.newest, *usual))[:_MOST_OPEN]))

    @cached_property
    def headings(self) -> Mapping[str, tuple[Node, ...]]:
        """Heading → the fields and lists of parts below it, those that the settings group first; no measurements."""
        found: dict[str, list[Node]] = {group.label: [] for group in self.settings.groups}
        record = Node.of(self.model)
        for node in (*record.children.values(), *record.derived.values()):
            if node.fact or (node.show and node.part and not node.measurement):
                found.setdefault(self._heading(node), []).extend(_fields_and_lists(node))
        return {heading: tuple(nodes) for heading, nodes in found.items() if nodes}

    def _heading(self, node: Node) -> str:
        if node.fact:
            return self.column(node.path).group or GENERAL
        below = (self._group(column) for path, column in self.by_path.items() if node.path in _above(path))
        return next(below, "") or node.label

    @cached_property
    def byline(self) -> tuple[Column, ...]:
        """The fields in the line below the name of a record."""
        usual = (self.settings.newest, self.settings.cite.venue if self.settings.cite else "")
        return tuple(self.by_path[path] for path in self.settings.byline or usual if path)

    @cached_property
    def summary(self) -> tuple[SummaryValue, ...]:
        """The numbers and words at the top of a record's page; of the default, those that it knows come first."""
        declared = [(each.label, each.of, each.below) for each in self.settings.summary]
        default = [(self._summary_label(key), (key,), ()) for key in self._summary_keys()]
        measures = {measure.key: measure for measure in self.settings.measures}
        return tuple(
            SummaryValue(label, tuple(map(self.column, of)), tuple(map(self.column, below)), measures.get(of[0]))
            for label, of, below in declared or default
        )

    def _summary_keys(self) -> list[str]:
        """The first numbers of the model, two measures, the fields by which readers filter, and other numbers."""
        measured = [key for keys in self._measured.values() for key in keys]
        taken = {path for path in self.by_path if path in measured or Node.of(self.model).is_in_list(path)}
        own = [column for path, column in self.by_path.items() if path not in taken]
        numbers = [column.path for column in own if column.type.is_number and column.show.scale]
        words = [column.path for column in own if column.show.facet]
        return list(dict.fromkeys([*numbers[:3], *measured[:2], *words, *numbers]))

    def _summary_label(self, key: str) -> str:
        """The head of a column, behind its group where another one has the same."""
        shown = self.column(key)
        same = [other for other in self.by_path.values() if other.label == shown.column.label]
        return f"{shown.group}: {shown.head}" if shown.group and len(same) > 1 else shown.head


def _fields_and_lists(node: Node) -> Iterator[Node]:
    """A field or a list of parts itself; what is in a part, at any depth."""
    if node.fact or node.is_list:
        yield node
        return
    for child in (*node.children.values(), *node.derived.values()):
        if child.fact or child.part:
            yield from _fields_and_lists(child)


def _above(path: str) -> Iterator[str]:
    """The parts of a record in which a column is."""
    while path := path.rpartition(".")[0]:
        yield path


def _is_filter(column: Column) -> bool:
    return bool(column.show.facet or column.show.scale)


def _sign(word: str, meaning: str, drawn: Sign | None) -> WordSign:
    if drawn is None:
        return WordSign(word, word, meaning)
    return WordSign(word, drawn.label, meaning, drawn.tone, drawn.line, drawn.fill)

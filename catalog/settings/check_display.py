"""Whether what the settings say of the first screen fits the columns and the measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalog.errors import Finding
from catalog.model.columns import Column, measurements
from catalog.model.node import Node
from catalog.settings.charts import ColumnRole
from catalog.settings.conditions import choices, condition_findings, conflicts
from catalog.settings.display import ALL
from catalog.settings.presentation import FILTERABLE, NUMBER, OWN, SHOWN, WORDS, BoardSet, Together
from catalog.settings.survey import SurveySettings
from catalog.values import Record, Vocabularies, guess
from catalog.values.spelling import looks

Path = tuple[str | int, ...]


class DisplayCheck:
    """The findings of the settings for the first screen."""

    def __init__(
        self, survey: SurveySettings, model: type[Record], by_path: Mapping[str, Column], vocabularies: Vocabularies
    ) -> None:
        self._survey, self._model, self._by_path, self._vocabularies = survey, model, by_path, vocabularies
        self._sets = [together.key for together in survey.together]

    def findings(self) -> Iterator[Finding]:
        """Yield them in the order of the settings."""
        yield from self._presets()
        yield from self._groups()
        yield from self._heads()
        yield from self._together()
        yield from self._signs()
        yield from self._boards()
        yield from self._summary()
        yield from self._listed("filters", self._survey.filters, FILTERABLE)
        yield from self._listed("asked", self._survey.asked, OWN)

    def _listed(self, name: str, paths: Sequence[str], role: ColumnRole) -> Iterator[Finding]:
        yield from repeated((name,), paths, "column")
        yield from self._columns((name,), paths, role)

    def _columns(self, above: Path, paths: Sequence[str], role: ColumnRole) -> Iterator[Finding]:
        for index, path in enumerate(paths):
            yield from column_finding((*above, index), path, self._by_path, role, self._sets)

    def _presets(self) -> Iterator[Finding]:
        presets = self._survey.presets
        if presets and self._survey.columns:
            hint = "remove it: the table shows the first preset at first"
            yield Finding(("columns",), "the columns are given twice, here and by `presets`", hint, about_key=True)
        yield from repeated(("presets",), [preset.key for preset in presets], "preset", "label")
        for index, preset in enumerate(presets):
            if preset.key in (ALL, ""):
                message = f"the preset `{preset.label}` cannot have this name"
                hint = "choose another name with letters or digits; the choice of all columns is always there"
                yield Finding(("presets", index, "label"), message, hint)
            yield from repeated(("presets", index, "columns"), preset.columns, "column")
            yield from self._columns(("presets", index, "columns"), preset.columns, SHOWN)

    def _groups(self) -> Iterator[Finding]:
        parts = {path.rpartition(".")[0] for path in self._by_path if "." in path}
        allowed = list(dict.fromkeys((*sorted(parts), *self._by_path, *self._sets)))
        seen: dict[str, str] = {}
        for index, group in enumerate(self._survey.groups):
            for place, path in enumerate(group.of):
                at = ("groups", index, "of", place)
                if path not in allowed:
                    hint = f"{guess(path, allowed)}allowed: {', '.join(allowed)}"
                    yield Finding(at, f"there is no column or part `{path[:60]}`", hint)
                elif path in seen:
                    yield Finding(at, f"`{path}` is also in the group `{seen[path]}`", "remove one of the two")
                seen.setdefault(path, group.label)

    def _heads(self) -> Iterator[Finding]:
        yield from repeated(("heads",), [head.of for head in self._survey.heads], "column", "of")
        for index, head in enumerate(self._survey.heads):
            yield from column_finding(("heads", index, "of"), head.of, self._by_path, SHOWN, self._sets)
            column = self._by_path.get(head.of)
            if (head.unit or head.factor != 1) and column and not NUMBER.fits(column):
                message = f"`{head.of}` is not {NUMBER.description}, and has no unit"
                name = "unit" if head.unit else "factor"
                yield Finding(("heads", index, name), message, "remove it", about_key=True)

    def _together(self) -> Iterator[Finding]:
        yield from repeated(("together",), self._sets, "key", "key")
        for index, together in enumerate(self._survey.together):
            at = ("together", index)
            if together.key in self._by_path:
                yield Finding((*at, "key"), f"there is already a column `{together.key}`", "choose another key")
            for name in ("of", "letter"):
                values = [getattr(field, name) for field in together.fields]
                what = "field" if name == "of" else name
                yield from repeated((*at, "fields"), values, what, name)
            for place, field in enumerate(together.fields):
                yield from column_finding((*at, "fields", place, "of"), field.of, self._by_path, WORDS)
            yield from self._other_words(at, together)

    def _other_words(self, at: Path, together: Together) -> Iterator[Finding]:
        """Yield a finding for each field whose words are not those of the first."""
        known = [(place, field.of) for place, field in enumerate(together.fields) if field.of in self._by_path]
        words = [list(self._by_path[path].type.words) for _, path in known]
        for (place, path), own in zip(known[1:], words[1:], strict=True):
            if own and words[0] and own != words[0]:
                message = f"`{path}` has other words than `{known[0][1]}`"
                hint = f"allowed: fields with the words {', '.join(words[0])}"
                yield Finding((*at, "fields", place, "of"), message, hint)

    def _signs(self) -> Iterator[Finding]:
        signs = self._survey.signs
        yield from repeated(("signs",), [sign.word for sign in signs], "word", "word")
        words = list(dict.fromkeys((*self._folded_words(), *self._apart_words())))
        for index, sign in enumerate(signs):
            if sign.word not in words:
                hint = f"{guess(sign.word, words)}words that may have a sign: {', '.join(words) or 'none'}"
                yield Finding(("signs", index, "word"), f"no field that is shown by signs has `{sign.word[:60]}`", hint)

    def _folded_words(self) -> Iterator[str]:
        """Yield the words of the fields of `together`."""
        for field in (field for together in self._survey.together for field in together.fields):
            if field.of in self._by_path:
                yield from self._by_path[field.of].type.words

    def _apart_words(self) -> Iterator[str]:
        """Yield the words that keep measurements apart."""
        for measured in measurements(self._model).values():
            for name in measured.measurement.apart if measured.measurement else ():
                yield from choices(measured.children[name].single)

    def _boards(self) -> Iterator[Finding]:
        lists = measurements(self._model)
        for index, group in enumerate(self._survey.boards):
            measured = lists.get(group.of)
            if measured is None:
                hint = f"{guess(group.of, list(lists))}lists of measurements: {', '.join(lists) or 'none'}"
                yield Finding(("boards", index, "of"), f"`{group.of}` is not a list of measurements", hint)
            else:
                yield from self._board_set(("boards", index, "boards"), group, measured)

    def _board_set(self, above: Path, group: BoardSet, measured: Node) -> Iterator[Finding]:
        comparable = measured.measurement.comparable if measured.measurement else ()
        wheres = [", ".join(board.where.get(name, "") for name in comparable) for board in group.boards]
        yield from repeated(above, wheres, "leaderboard", "where")
        for index, board in enumerate(group.boards):
            at = (*above, index, "where")
            for name, word in board.where.items():
                if name in comparable or name not in measured.children:
                    yield from condition_findings((*at, name), measured, name, word, self._vocabularies)
                else:
                    hint = f"leaderboards differ in: {', '.join(comparable) or 'nothing'}"
                    yield Finding((*at, name), f"measurements are compared whatever `{name}` is", hint, about_key=True)
            missing = [name for name in comparable if name not in board.where and measured.children[name].required]
            yield from conflicts(at, self._model, group.of, board.where, self._vocabularies)
            if missing:
                message = f"the leaderboard is not given: `{missing[0]}` is missing"
                yield Finding(at, message, f"add `{missing[0]}: …`; all of: {', '.join(comparable)}")

    def _summary(self) -> Iterator[Finding]:
        yield from repeated(("summary",), [each.label for each in self._survey.summary], "label", "label")
        for index, each in enumerate(self._survey.summary):
            yield from self._columns(("summary", index, "of"), each.of, SHOWN)
            yield from self._columns(("summary", index, "below"), each.below, SHOWN)


def repeated(above: Path, words: Sequence[str], what: str, key: str = "") -> Iterator[Finding]:
    """Yield a finding for each of `words` that is there a second time; each is the `key` of an item, or an item."""
    seen = set()
    for index, word in enumerate(words):
        if looks(word) in seen:
            path = (*above, index, key) if key else (*above, index)
            yield Finding(path, f"the {what} `{word}` is here a second time", "remove one, or correct it")
        seen.add(looks(word))


def column_finding(
    setting: Path, path: str, by_path: Mapping[str, Column], role: ColumnRole, sets: Sequence[str] = ()
) -> Iterator[Finding]:
    """Yield a finding for a setting that names no column which fits; `sets` are the keys of sets that there are."""
    fits = path in by_path and role.fits(by_path[path])
    if fits or (role.takes_sets and path in sets):
        return
    allowed = [name for name, column in by_path.items() if role.fits(column)]
    allowed += sets if role.takes_sets else ()
    hint = f"allowed: {', '.join(allowed)}"
    if path in by_path:
        yield Finding(setting, f"`{path}` is not {role.description}", hint)
    elif below := [name for name in allowed if name.startswith(f"{path}.")]:
        yield Finding(setting, f"`{path}` is a group of fields", f"name one of them: {', '.join(below)}")
    else:
        yield Finding(setting, f"there is no column `{path}`", f"{guess(path, allowed)}{hint}")

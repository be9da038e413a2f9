"""One record, and what services state of the works that it names: proposals and questions.

A blank is filled, a value that says the same is left, one that differs gets a rival. Nothing is replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.contribute.refresh.asked import NamedWork, ServiceAnswers, WorkKey, named_works
from catalog.contribute.refresh.filling import Filling
from catalog.contribute.refresh.keys import SourceKeys
from catalog.contribute.refresh.proposal import (
    MAX_SHOWN,
    FactProposal,
    RefreshQuestion,
    Saying,
    StatedClaim,
    shown_value,
)
from catalog.contribute.refresh.same import agree, has_common_author, says, words
from catalog.contribute.stated import SERVICES, Stated, StatedKind, StatedSource, Statement
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.model.node import Node, Path, written_facts
from catalog.services.works import work_at
from catalog.values import UNCHECKED, Blank, Fact, Grade, Record, short

_SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "via", "with",
})  # fmt: skip
_GRADES = (Grade.PRIMARY, Grade.SECONDARY, Grade.DERIVED, None)
_SERVICES = tuple(SERVICES)


@dataclass(slots=True)
class RecordClaims:
    """Works out what is proposed for one record."""

    definition: Definition
    record: Record
    fields: Filling
    answers: ServiceAnswers
    keys: SourceKeys
    shared: Collection[WorkKey] = ()
    """Works that other records name as well, such as a toolkit: their page is not that of the record."""
    proposals: list[FactProposal] = field(default_factory=list)
    questions: list[RefreshQuestion] = field(default_factory=list)
    stated: set[tuple[Path, Saying]] = field(default_factory=set)
    """All that is stated of the record, at each place."""
    _columns: Mapping[str, Column] = field(init=False)
    _facts: Mapping[Path, Fact[Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = {column.path: column for column in self.definition.columns}
        self._facts = dict(written_facts(self.record))

    def work_out(self) -> None:
        """Fill `proposals` and `questions`."""
        for (above, path), statements in self._by_field().items():
            place = self._path(above, path)
            self.stated.update((place, Saying.by(each.service, each.value)) for each in statements)
            self._compare(above, path, statements)

    def _by_field(self) -> dict[tuple[Path, str], list[Statement]]:
        """What is stated of each field of the record and of its variants, the best grade first."""
        works: dict[tuple[Path, str], list[NamedWork]] = {}
        named_here = named_works(self.record, self.fields)
        for work in named_here:
            works.setdefault((work.above, work.key[0]), []).append(work)
        found: dict[tuple[Path, str], list[Statement]] = {}
        is_on_arxiv = any(work.key[0] == "arxiv" for work in named_here)
        for (above, _), named in sorted(works.items(), key=lambda item: _SERVICES.index(item[0][1])):
            for path, statement in self._agreed(above, named):
                if not (is_on_arxiv and statement.name == "link"):
                    found.setdefault((above, path), []).append(statement)
        for statements in found.values():
            statements.sort(key=lambda statement: _GRADES.index(statement.field.grade))
        return found

    def _agreed(self, above: Path, works: Sequence[NamedWork]) -> Iterator[tuple[str, Statement]]:
        """What a service states of all the works that stand for one thing; where it says more than one, a question."""
        usable = [(work, stated) for work in works if (stated := self._usable(work))]
        names = self.fields[works[0].key[0]]
        for name, path in names.items():
            found = [(work, each) for work, stated in usable for each in stated.statements if each.name == name]
            if name == "identifier":
                yield from ((path, _moved(work, each)) for work, each in found[: len(works) == 1])
            elif len(found) == len(works) and path in self._columns:
                statements = [
                    each
                    for work, each in found
                    if not (each.field.may_differ and (work.folder or work.key in self.shared))
                ]
                yield from self._one_of(above, path, statements)

    def _one_of(self, above: Path, path: str, statements: Sequence[Statement]) -> Iterator[tuple[str, Statement]]:
        """The statement, if all have the same value."""
        values = {str(statement.value): statement for statement in statements}
        if len(values) == 1:
            yield path, statements[0]
        elif values and statements[0].field.grade:
            said = "; ".join(f"{shown_value(each.value)} ({_name(each)})" for each in values.values())
            text = f"the models named here do not agree: {said}; give each a variant of its own"
            self._ask(above, path, text, statements[0], "; ".join(sorted(values)))

    def _usable(self, work: NamedWork) -> Stated | None:
        """What is stated of a work; None where that is nothing, or of another paper."""
        service, _ = work.key
        if work.key in self.answers.missing and service != "crossref":
            text = f"{SERVICES[service]} has nothing at {work.url}; is it there under another address?"
            self._ask_of(work, text, None, f"nothing at {work.url}")
        stated = self.answers.stated.get(work.key)
        if stated is None:
            return None
        for text in stated.warnings:
            self._ask_of(work, _sentence(text), stated.source, text)
        if not work.above and self._is_other_paper(stated, self.fields[service]):
            title = next((shown_value(each.value) for each in stated.statements if each.name == "title"), "")
            text = f"It leads to the paper “{title}” by other authors; is this the right identifier?"
            self._ask_of(work, text, stated.source, f"paper {title}")
            return None
        return stated

    def _is_other_paper(self, stated: Stated, names: Mapping[str, str]) -> bool:
        """Whether neither a word of the title nor an author is that of the record."""
        said = {each.name: each.value for each in stated.statements}
        title, authors = (self._fact((), names.get(name, "")) for name in ("title", "authors"))
        if not title.values or "title" not in said:
            return False
        own, other = ({*words(text)} - _SMALL_WORDS for text in (str(title.value), said["title"]))
        people = authors.value if isinstance(authors.value, tuple) else [str(authors.value)] if authors.values else []
        return not own & other and not has_common_author([str(name) for name in people], said.get("authors", []))

    def _compare(self, above: Path, path: str, statements: Sequence[Statement]) -> None:
        own, general = self._fact(above, path), self._fact((), path) if above else UNCHECKED
        if own.values:
            self._beside_value(above, path, own, statements)
        elif Blank.NOT_APPLICABLE in (own.blank, general.blank):
            rest = [each for each in statements if not each.field.may_differ]
            self._question_each(above, path, rest, "it is written that the field does not apply")
        elif general.values:
            rest = [each for each in statements if not says(general, self._columns[path], each)]
            known = f"the record says {_fact_shown(general)} of all its variants"
            self._question_each(above, path, [each for each in rest if not each.field.may_differ], known)
        else:
            self._fill(above, path, own, statements)

    def _beside_value(self, above: Path, path: str, fact: Fact[Any], statements: Sequence[Statement]) -> None:
        """Add rivals to a value for what nobody has said there yet."""
        column = self._columns[path]
        rivals: list[Statement] = []
        for each in statements:
            known = any(says(claim, column, each) for claim in (fact, *fact.instead) if claim.values)
            if known or each.field.may_differ or any(agree(each, other, column) for other in rivals):
                continue
            if self._is_own_word(fact, each):
                now = f"{_says(each)} now; the record has {_fact_shown(fact)} from the same place: read it again"
                self._ask(above, path, now, each)
            elif each.field.grade in (Grade.PRIMARY, Grade.SECONDARY):
                rivals.append(each)
            elif each.field.grade or each.field.compared is StatedKind.LICENCE:
                self._ask(above, path, f"{_says(each)}; the record says {_fact_shown(fact)}", each)
        if rivals:
            claims = tuple(self._claim(path, each) for each in rivals)
            place, label = self._path(above, path), self._label(above, path)
            self.proposals.append(FactProposal(place, label, None, claims, _fact_shown(fact)))

    def _is_own_word(self, fact: Fact[Any], statement: Statement) -> bool:
        """Whether the service itself said otherwise in the same place before: that is a change, no other opinion."""
        here = [claim for claim in (fact, *fact.instead) if claim.where == statement.where]
        sources = [source for claim in here if (source := self.record.sources.get(claim.source))]
        return work_at(statement.source.url) in [work_at(str(source.url or "")) for source in sources]

    def _fill(self, above: Path, path: str, blank: Fact[Any], statements: Sequence[Statement]) -> None:
        """Fill a blank with the best of what is stated; what differs from that becomes a rival of it."""
        written = [each for each in statements if each.field.grade and not self._is_covered(blank, each)]
        hints = [each for each in statements if each not in written]
        is_blank = f"it is written that {blank.source} does not say" if blank.source else "nothing is written"
        column = self._columns[path]
        if not written:
            self._question_each(above, path, hints, is_blank)
            return
        first, *others = written
        rivals: list[Statement] = []
        for each in others:
            if each.field.grade is not Grade.DERIVED and not any(agree(each, old, column) for old in (first, *rivals)):
                rivals.append(each)
        fill = self._claim(path, first, _former(blank, self.record))
        claims = tuple(self._claim(path, each) for each in rivals)
        place, label = self._path(above, path), self._label(above, path)
        self.proposals.append(FactProposal(place, label, fill, claims, shown_value(fill.value)))

    def _is_covered(self, blank: Fact[Any], statement: Statement) -> bool:
        """Whether who wrote a blank may have looked here: the evidence names this source, or no source at all."""
        if blank.blank is not Blank.NOT_REPORTED:
            return False
        source = self.record.sources.get(blank.source)
        url = str(source.url or "") if source else ""
        told = " ".join((blank.where, blank.note, source.title if source else "", url)).casefold()
        names = _OTHER_NAMES[statement.service]
        is_survey = blank.source == "survey"
        return (
            (not url and not is_survey)
            or work_at(url) == work_at(statement.source.url)
            or any(name in told for name in names)
        )

    def _question_each(self, above: Path, path: str, statements: Sequence[Statement], known: str) -> None:
        for each in statements:
            self._ask(above, path, f"{_says(each)}; {known}", each)

    def _ask(self, above: Path, path: str, text: str, statement: Statement, value: Any = None) -> None:
        place, label, part = self._path(above, path), self._columns[path].label, self._variant(above)
        said = Saying.by(statement.service, statement.value if value is None else value)
        is_hint = not (statement.field.grade or self._fact(above, path).values or self._fact((), path).values)
        self.questions.append(RefreshQuestion(place, label, _sentence(text), said, statement.source, part, is_hint))

    def _ask_of(self, work: NamedWork, text: str, source: StatedSource | None, value: str) -> None:
        """Ask about a work, where the record names it."""
        said, label = Saying.by(work.key[0], value), self._label_at(work.path)
        self.questions.append(RefreshQuestion(work.path, label, text, said, source, self._variant(work.above)))

    def _claim(self, path: str, statement: Statement, note: str = "") -> StatedClaim:
        """The statement as a record has it: one value or a list, as the field takes it."""
        value, is_list = statement.value, self._columns[path].many
        if is_list and not isinstance(value, list):
            value = [value]
        elif isinstance(value, list) and not is_list:
            value = "; ".join(value)
        grade = statement.field.grade or Grade.SECONDARY
        said = Saying.by(statement.service, statement.value)
        return StatedClaim(value, self.keys.keyed(statement.source), statement.where, grade, said, note)

    def _fact(self, above: Path, path: str) -> Fact[Any]:
        """What the record, or a variant of it, says itself."""
        return self._facts.get(self._path(above, path), UNCHECKED)

    def _path(self, above: Path, path: str) -> Path:
        return (*above, *path.split("."))

    def _label(self, above: Path, path: str) -> str:
        label = self._columns[path].label
        return f"{label} ({self._variant(above)})" if above else label

    def _label_at(self, place: Path) -> str:
        steps = [str(step) for step in place if not isinstance(step, int)]
        return Node.of(type(self.record)).along(".".join(steps))[-1].label

    def _variant(self, above: Path) -> str:
        return str(getattr(self.record, str(above[0]))[above[1]].name) if above else ""


_OTHER_NAMES = {
    "arxiv": ("arxiv", "abstract page"),
    "crossref": ("crossref", "doi"),
    "github": ("github", "repository", "readme", "code", "licence", "license"),
    "huggingface": ("hugging", "card", "model page", "weights", "checkpoint"),
    "modelscope": ("modelscope", "card", "model page", "weights", "checkpoint"),
}
"""Words by which evidence names what a service shows."""


def _moved(work: NamedWork, statement: Statement) -> Statement:
    """The address of a work that has another name now, with the folder that the record names."""
    if not work.folder:
        return statement
    return replace(statement, value=f"{statement.value}/tree/HEAD/{work.folder}")


def _former(blank: Fact[Any], record: Record) -> str:
    """A note that keeps the evidence of a blank that is filled."""
    if blank.blank is not Blank.NOT_REPORTED:
        return ""
    source = record.sources.get(blank.source)
    title = (source.title if source else "") or blank.source
    place = f" ({blank.where})" if blank.where else ""
    return " ".join(filter(None, (f"Not reported in {title}{place}.", blank.note)))


def _name(statement: Statement) -> str:
    """What the service calls the work."""
    return work_at(statement.source.url).partition(":")[2]


def _says(statement: Statement) -> str:
    value = shown_value(statement.value)
    said = statement.where if value in statement.where else f"{value} ({statement.where})"
    return f"{SERVICES[statement.service]} says {said}"


def _fact_shown(fact: Fact[Any]) -> str:
    return ", ".join(map(short, fact.values))[:MAX_SHOWN]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" if text else ""

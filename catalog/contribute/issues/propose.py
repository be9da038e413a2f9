"""A submitted form becomes a new record, or a corrected one, with every problem the check would find in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.answers import fact, parts, source_key, value
from catalog.contribute.issues.body import NotAForm, sections
from catalog.contribute.issues.questions import Question, graded, questions
from catalog.errors import Problem
from catalog.format import format_yaml
from catalog.format.edit import dump_yaml, get_at, parse_yaml, set_at
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.settings import schema_name
from catalog.values import slugged
from catalog.values.ref import SLUG

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record's file as it would be, and what kept answers from getting into it.

    `path` is relative to the survey's folder. `text` is empty where nothing could be made of the form.
    """

    path: Path
    text: str
    problems: tuple[Problem, ...] = ()


def propose(definition: Definition, body: str) -> Proposal:
    """What the form in `body` asks for.

    Raises:
        NotAForm: it was not written with one of the forms.
    """
    every = questions(definition, shown=False)
    own = [name for key, name in vars(asked).items() if key.isupper() and isinstance(name, str)]
    answers = sections(body, {*own, *(question.label for question in every)})
    if asked.RECORD in answers:
        return _corrected(definition, answers, every)
    if asked.NAME in answers:
        return _new(definition, answers)
    raise NotAForm(f"neither `{asked.NAME}` nor `{asked.RECORD}` was answered")


def _new(definition: Definition, answers: Answers) -> Proposal:
    name = " ".join(answers[asked.NAME].split())
    slug = slugged(name)
    path = _path(definition, slug)
    if not slug:
        return _refused(Path("data"), "name", f"no address can be made of the name {name[:60]!r}", "use Latin letters")
    if (definition.project.root / path).exists():
        return _refused(
            path, "name", f"there is a record `{slug}` already", "use the form for corrections, or a longer name"
        )
    sources: dict[str, str] = {}
    for url in [answers.get(asked.SOURCE, ""), *parts(answers.get(asked.MORE_SOURCES, ""))]:
        if url:
            sources[source_key(url, sources)] = url
    content = parse_yaml("")
    for key, item in {"slug": slug, "name": name, "sources": sources}.items():
        set_at(content, [key], item)
    grade = graded(answers.get(asked.KNOWN, ""))
    for question in questions(definition, shown=False):
        text, bar, place = answers.get(question.label, "").partition("|")
        for index, one in enumerate(parts(text) if any(question.lists) else [text] if text else []):
            made = fact(question.column, f"{one}{bar}{place}", sources, grade, definition.vocabularies)
            set_at(content, _steps(question, index), made)
    return _finished(
        definition,
        path,
        f"# yaml-language-server: $schema=../{schema_name(definition.settings)}.schema.json\n{dump_yaml(content)}",
    )


def _steps(question: Question, index: int) -> list[str | int]:
    """Where an answer goes in a new record; each value of a list of parts gets a part of its own."""
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path += [step, index] if is_list else [step]
    return path


def _corrected(definition: Definition, answers: Answers, every: list[Question]) -> Proposal:
    slug = answers[asked.RECORD].strip().strip("/").rpartition("/")[2]
    path = _path(definition, slug)
    file = definition.project.root / path
    if not SLUG.fullmatch(slug) or not file.is_file():
        return _refused(
            Path("data"), "record", f"there is no record {slug[:60]!r}", "write the last part of its address"
        )
    question = next((item for item in every if item.label == answers.get(asked.FIELD)), None)
    if question is None:
        return _refused(path, "field", "no single field was chosen", "a maintainer will read what you wrote")
    content = parse_yaml(file.read_text(encoding="utf-8"))
    at = _place(content, question, answers.get(asked.ITEM, ""))
    if at is None:
        hint = "name the one you mean by its name or variant, as its page shows it"
        return _refused(path, question.column.path, "the record has several of these, or not the one you named", hint)
    set_at(content, at, _claim(content, get_at(content, at), question, answers, definition))
    return _finished(definition, path, dump_yaml(content))


def _claim(content: Any, old: Any, question: Question, answers: Answers, definition: Definition) -> Any:
    """The new fact; what another source claims stays beside it."""
    url = answers.get(asked.SOURCE, "")
    known = {key: _url(item) for key, item in (content.get("sources") or {}).items()}
    key = next((key for key, address in known.items() if address == url), "")
    if url and not key:
        key = source_key(url, known)
        set_at(content, ["sources", key], url)
    where, note = answers.get(asked.PLACE, ""), answers.get(asked.NOTE, "")
    grade = graded(answers.get(asked.KNOWN, ""))
    made: dict[str, Any] = {
        "value": value(question.column, answers.get(asked.VALUE, ""), definition.vocabularies),
        "source": key,
        "where": where,
        "verified": grade.value if grade and (where or grade.value != "primary") else "",
        "note": note,
    }
    claim = {name: item for name, item in made.items() if item != ""}
    rivals = _rivals(old, key)
    return claim | {"instead": rivals} if rivals else claim


def _rivals(old: Any, source: str) -> list[Any]:
    """Earlier claims of other sources; a claim without a source is no evidence against one with it."""
    if not isinstance(old, dict):
        return []
    earlier = CommentedMap((key, item) for key, item in old.items() if key != "instead")
    earlier.fa.set_flow_style()
    claims = [earlier, *(old.get("instead") or [])]
    return [claim for claim in claims if claim.get("source") not in (None, source)]


def _url(source: Any) -> str:
    return str(source.get("url", "") if isinstance(source, dict) else source)


def _place(content: Any, question: Question, item: str) -> list[str | int] | None:
    """The path of the field in this record; None where it is not clear which item is meant."""
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path.append(step)
        if is_list:
            items = get_at(content, path) or []
            fitting = [index for index, entry in enumerate(items) if not item or _is_called(entry, item)]
            if len(fitting) > 1 or (items and not fitting):
                return None
            path.append(fitting[0] if fitting else 0)
    return path


def _is_called(entry: Any, item: str) -> bool:
    plain = [part.get("value") if isinstance(part, dict) else part for part in entry.values()]
    return item.strip().casefold() in {str(text).casefold() for text in plain if isinstance(text, str)}


def _finished(definition: Definition, path: Path, text: str) -> Proposal:
    made = format_yaml(path, text.encode(), Node.of(definition.model))
    return Proposal(path, made.text, (made.problem,) if made.problem else ())


def _refused(path: Path, field: str, message: str, hint: str) -> Proposal:
    return Proposal(path, "", (Problem(path, 0, 0, field, message, hint, "form"),))


def _path(definition: Definition, slug: str) -> Path:
    return Path("data", definition.settings.folder, f"{slug}.yml")

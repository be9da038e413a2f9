"""Turns a submitted form into a new record or a corrected one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.answers import claim_data, fact_data, source_key, split_values
from catalog.contribute.issues.body import NotAForm, sections
from catalog.contribute.issues.questions import Question, questions, read_grade
from catalog.errors import Problem
from catalog.format import format_yaml
from catalog.format.edit import dump_yaml, get_at, parse_yaml, set_at
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.settings import schema_name
from catalog.values import slugged
from catalog.values.slug import SLUG

Answers = Mapping[str, str]
"""Label of a question → its answer."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record's file as it would be, and the problems of answers that could not be used.

    `path` is relative to the survey's folder. `text` is empty where the form gives no record.
    """

    path: Path
    text: str
    problems: tuple[Problem, ...] = ()


def propose_record(definition: Definition, body: str) -> Proposal:
    """Return what the form in `body` asks for.

    Raises:
        NotAForm: it was not written with one of the forms.
    """
    all_questions = questions(definition, shown=False)
    fixed = [label for name, label in vars(asked).items() if name.isupper() and isinstance(label, str)]
    answers = sections(body, {*fixed, *(question.label for question in all_questions)})
    if asked.RECORD in answers:
        return _correction(definition, answers, all_questions)
    if asked.NAME in answers:
        return _new_record(definition, answers, all_questions)
    raise NotAForm(f"neither `{asked.NAME}` nor `{asked.RECORD}` was answered")


def _new_record(definition: Definition, answers: Answers, all_questions: list[Question]) -> Proposal:
    name = " ".join(answers[asked.NAME].split())
    slug = slugged(name)
    path = _path(definition, slug)
    if not slug:
        message = f"no page address can be made from the name {name[:60]!r}"
        return _rejected(Path("data"), "name", message, "use Latin letters")
    if (definition.project.root / path).exists():
        return _rejected(
            path, "name", f"the record `{slug}` already exists", "use the correction form, or a longer name"
        )
    sources: dict[str, str] = {}
    for url in [answers.get(asked.SOURCE, ""), *split_values(answers.get(asked.MORE_SOURCES, ""))]:
        if url:
            sources[source_key(url, sources)] = url
    content = parse_yaml("")
    for key, item in {"slug": slug, "name": name, "sources": sources}.items():
        set_at(content, [key], item)
    grade = read_grade(answers.get(asked.KNOWN, ""))
    for question in all_questions:
        text, bar, place = answers.get(question.label, "").partition("|")
        for index, part in enumerate(split_values(text) if any(question.lists) else [text] if text else []):
            data = fact_data(question.column, f"{part}{bar}{place}", sources, grade, definition.vocabularies)
            set_at(content, _new_path(question, index), data)
    comment = f"# yaml-language-server: $schema=../{schema_name(definition.settings)}.schema.json"
    return _formatted(definition, path, f"{comment}\n{dump_yaml(content)}")


def _new_path(question: Question, index: int) -> list[str | int]:
    """The path of an answer in a new record; each value of a list of parts gets a part of its own."""
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path += [step, index] if is_list else [step]
    return path


def _correction(definition: Definition, answers: Answers, all_questions: list[Question]) -> Proposal:
    slug = answers[asked.RECORD].strip().strip("/").rpartition("/")[2]
    path = _path(definition, slug)
    file = definition.project.root / path
    if not SLUG.fullmatch(slug) or not file.is_file():
        message = f"there is no record {slug[:60]!r}"
        return _rejected(Path("data"), "record", message, "write the last part of the URL of its page")
    question = next((question for question in all_questions if question.label == answers.get(asked.FIELD)), None)
    if question is None:
        return _rejected(path, "field", "no single field was chosen", "a maintainer will read what you wrote")
    content = parse_yaml(file.read_text(encoding="utf-8"))
    field_path = _existing_path(content, question, answers.get(asked.ITEM, ""))
    if field_path is None:
        message = "the record has several of these, or not the one you named"
        return _rejected(path, question.column.path, message, "write its name or variant as its page shows it")
    claim = _claim(content, get_at(content, field_path), question, answers, definition)
    set_at(content, field_path, claim)
    return _formatted(definition, path, dump_yaml(content))


def _claim(content: Any, old: Any, question: Question, answers: Answers, definition: Definition) -> Any:
    """The new fact, with the claims of other sources as its rivals; its source is added to the record."""
    url = answers.get(asked.SOURCE, "")
    sources = {key: _url(item) for key, item in (content.get("sources") or {}).items()}
    key = next((key for key, known_url in sources.items() if known_url == url), "")
    if url and not key:
        key = source_key(url, sources)
        set_at(content, ["sources", key], url)
    evidence = {"source": key, "where": answers.get(asked.PLACE, ""), "note": answers.get(asked.NOTE, "")}
    grade = read_grade(answers.get(asked.KNOWN, ""))
    claim = claim_data(question.column, answers.get(asked.VALUE, ""), evidence, grade, definition.vocabularies)
    rivals = _rivals(old, key)
    return claim | {"instead": rivals} if rivals else claim


def _rivals(old: Any, source: str) -> list[Any]:
    """Earlier claims of other sources; a claim without a source is not evidence against one that has a source."""
    if not isinstance(old, dict):
        return []
    earlier = CommentedMap((key, item) for key, item in old.items() if key != "instead")
    earlier.fa.set_flow_style()
    claims = [earlier, *(old.get("instead") or [])]
    return [claim for claim in claims if claim.get("source") not in (None, source)]


def _url(source: Any) -> str:
    return str(source.get("url", "") if isinstance(source, dict) else source)


def _existing_path(content: Any, question: Question, item: str) -> list[str | int] | None:
    """The path of the field in this record; None where it is not clear which item of a list is meant."""
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path.append(step)
        if is_list:
            entries = get_at(content, path) or []
            indexes = [index for index, entry in enumerate(entries) if not item or _is_named(entry, item)]
            if len(indexes) > 1 or (entries and not indexes):
                return None
            path.append(indexes[0] if indexes else 0)
    return path


def _is_named(entry: Any, name: str) -> bool:
    """Whether any text in an item of a list is this name."""
    texts = [field.get("value") if isinstance(field, dict) else field for field in entry.values()]
    return name.strip().casefold() in {text.casefold() for text in texts if isinstance(text, str)}


def _formatted(definition: Definition, path: Path, text: str) -> Proposal:
    formatted = format_yaml(path, text.encode(), Node.of(definition.model))
    return Proposal(path, formatted.text, (formatted.problem,) if formatted.problem else ())


def _rejected(path: Path, field: str, message: str, hint: str) -> Proposal:
    return Proposal(path, "", (Problem(path, 0, 0, field, message, hint, "form"),))


def _path(definition: Definition, slug: str) -> Path:
    return Path("data", definition.settings.folder, f"{slug}.yml")

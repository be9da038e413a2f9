"""Turns a submitted form into a new record or a corrected one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from catalog.contribute.existing import ExistingRecords, arxiv_path, read_existing, roles
from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.answers import (
    MOST_VALUES,
    AnswerError,
    GivenValue,
    fact_data,
    given_values,
    source_key,
    urls,
)
from catalog.contribute.issues.body import NotAForm, form_problem, read_form
from catalog.contribute.issues.correction import corrected, find_record
from catalog.contribute.issues.questions import Question, questions, read_grade
from catalog.errors import Problem
from catalog.format import format_yaml
from catalog.format.edit import dump_yaml, get_at, parse_yaml, set_at
from catalog.load.records import Definition
from catalog.model.node import Node
from catalog.services.works import paper_in, work_at
from catalog.settings import schema_name
from catalog.values import guess, slugged, spelling


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
    form = read_form(body, {*fixed, *(question.label for question in all_questions)}, free=asked.REMARK)
    if asked.RECORD not in form.answers and asked.NAME not in form.answers:
        raise NotAForm(f"neither `{asked.NAME}` nor `{asked.RECORD}` was answered")
    if any(problem.severity == "error" for problem in form.problems):
        return Proposal(Path("issue"), "", form.problems)
    propose = _correction if asked.RECORD in form.answers else _new_record
    proposal = propose(definition, form.answers, all_questions)
    return replace(proposal, problems=(*form.problems, *proposal.problems))


def _new_record(definition: Definition, answers: Mapping[str, str], all_questions: list[Question]) -> Proposal:
    name = " ".join(answers[asked.NAME].split())
    slug = slugged(name)
    path = record_path(definition, slug or "record")
    existing = read_existing(definition)
    refusal = _refusal(definition, existing, slug, answers, all_questions)
    if refusal:
        return Proposal(path, "", (refusal,))
    content, problems = _content(definition, {"slug": slug, "name": name}, answers, all_questions)
    problems += _relatives(definition, existing, answers, all_questions)
    comment = f"# yaml-language-server: $schema=../{schema_name(definition.settings)}.schema.json"
    return _formatted(definition, path, f"{comment}\n{dump_yaml(content)}", problems)


def _refusal(
    definition: Definition,
    existing: ExistingRecords,
    slug: str,
    answers: Mapping[str, str],
    all_questions: list[Question],
) -> Problem | None:
    """Why there can be no such record: it has no address, is there already, or nothing is said of it."""
    name = answers[asked.NAME]
    if not slug:
        message = f"no page address can be made from the name {name[:60]!r}"
        return form_problem(asked.NAME, message, "use Latin letters")
    hint = "to add or correct a fact of it, use the correction form; "
    owner = existing.slugs.get(slug) or existing.names.get(spelling(name))
    if owner:
        message = f"the record `{owner.stem}` already exists with this name"
        return form_problem(asked.NAME, message, f"{hint}if yours is another one, give its longer name")
    url = _main_source(answers)
    owner = existing.works.get(work_at(url))
    if owner:
        message = f"the record `{owner.stem}` already describes what is at this address"
        return form_problem(asked.SOURCE, message, f"{hint}if yours is another one, give a paper or page of its own")
    if not any(question.label in answers for question in all_questions):
        hint = (
            f"answer at least one more question about the {definition.settings.one}, best with the place in the source"
        )
        return form_problem("", "the form gives a name and an address, but no fact", hint)
    return _repeated_paper(definition, existing, answers, all_questions)


def _repeated_paper(
    definition: Definition, existing: ExistingRecords, answers: Mapping[str, str], all_questions: list[Question]
) -> Problem | None:
    """The problem of an answer that names the paper of another record."""
    paths = (arxiv_path(definition), roles(definition).get("link"))
    for question in all_questions:
        if question.column.path in paths and question.label in answers:
            work = work_at(answers[question.label].partition("|")[0].strip("\"'` "))
            if owner := existing.works.get(work):
                message = f"the record `{owner.stem}` already describes this paper"
                return form_problem(question.label, message, "to add or correct a fact of it, use the correction form")
    return None


def _relatives(
    definition: Definition, existing: ExistingRecords, answers: Mapping[str, str], all_questions: list[Question]
) -> Iterator[Problem]:
    """Warn where another record has one of the addresses: systems may share a repository, or be the same."""
    paths = [path for role, path in roles(definition).items() if role in ("repository", "page", "weights")]
    labels = [question.label for question in all_questions if question.column.path in paths]
    for label in (asked.MORE_SOURCES, *labels):
        works = (work_at(url.partition("|")[0].strip()) for url in urls(answers.get(label, "")))
        owner = next((existing.works[work] for work in works if work in existing.works), None)
        if owner:
            hint = "if it is the same, close this issue and use the correction form"
            yield form_problem(label, f"the record `{owner.stem}` has an address of these too", hint, "warning")


def _main_source(answers: Mapping[str, str]) -> str:
    return next(iter(urls(answers.get(asked.SOURCE, ""))), "")


def _content(
    definition: Definition, head: Mapping[str, str], answers: Mapping[str, str], all_questions: list[Question]
) -> tuple[CommentedMap, list[Problem]]:
    """The record that the answers give, and the problems of those that could not be read."""
    content = parse_yaml("")
    problems: list[Problem] = []
    sources, problems = _sources(answers)
    for key, item in {**head, "sources": sources}.items():
        set_at(content, [key], item)
    grade = read_grade(answers.get(asked.KNOWN, ""))
    counts: dict[str, int] = {}
    for question in all_questions:
        if question.label not in answers:
            continue
        try:
            facts = _facts(definition, question, answers[question.label])
            for index, values in enumerate(facts):
                data = fact_data(question.column, values, sources, grade, definition.vocabularies)
                set_at(content, _new_path(question, index), data)
        except AnswerError as error:
            problems.append(form_problem(question.label, str(error), error.hint))
        else:
            problems += _unclear_owner(question, len(facts), counts)
    _add_paper(definition, content, sources)
    return content, problems


def _sources(answers: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Key → address of the main source and the others, each once."""
    sources: dict[str, str] = {}
    given = [*urls(answers.get(asked.SOURCE, "")), *urls(answers.get(asked.MORE_SOURCES, ""))]
    for url in list(dict.fromkeys(given))[:MOST_VALUES]:
        sources[source_key(url, sources)] = url
    if len(given) <= MOST_VALUES:
        return sources, []
    message = f"found {len(given):,} addresses; the limit is {MOST_VALUES}"
    return sources, [form_problem(asked.MORE_SOURCES, message, "give those that your answers name")]


def _facts(definition: Definition, question: Question, answer: str) -> list[list[GivenValue]]:
    """The values of each fact: one fact for each value where the field is in a list of parts, else one for all."""
    several = any(question.lists) or question.column.many
    values = given_values(question.column, answer, definition.vocabularies, several=several)
    return [[value] for value in values] if any(question.lists) else [values]


def _unclear_owner(question: Question, count: int, counts: dict[str, int]) -> list[Problem]:
    """A warning where one value was given for several items of a list; `counts` has the items of each list so far."""
    if not any(question.lists):
        return []
    part = question.column.path.partition(".")[0]
    items = counts.setdefault(part, count)
    if count == items:
        return []
    message = f"there are {count} of these for {items} of the record's {part}; they are taken for the first"
    return [form_problem(question.label, message, "a maintainer will ask if that is wrong", "warning")]


def _new_path(question: Question, index: int) -> list[str | int]:
    """The path of an answer in a new record; each value of a list of parts gets a part of its own."""
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path += [step, index] if is_list else [step]
    return path


def _add_paper(definition: Definition, content: CommentedMap, sources: Mapping[str, str]) -> None:
    """Add the paper that the main source shows, where the form does not name it."""
    path = arxiv_path(definition).split(".")
    key, url = next(iter(sources.items()), ("", ""))
    paper = paper_in(url)
    if paper and path != [""] and get_at(content, path) is None:
        set_at(content, path, {"value": paper, "source": key, "where": "address", "verified": "primary"})


def _correction(definition: Definition, answers: Mapping[str, str], all_questions: list[Question]) -> Proposal:
    slug, problem = find_record(definition, answers[asked.RECORD])
    if problem:
        return Proposal(Path("data"), "", (problem,))
    path = record_path(definition, slug)
    question = next((question for question in all_questions if question.label == answers.get(asked.FIELD)), None)
    if question is None:
        return Proposal(path, "", (_no_field(answers.get(asked.FIELD, ""), all_questions),))
    try:
        content = parse_yaml((definition.project.root / path).read_text(encoding="utf-8"))
        notices = corrected(definition, content, question, answers)
    except AnswerError as error:
        return Proposal(path, "", (form_problem(error.label or asked.VALUE, str(error), error.hint),))
    except (OSError, UnicodeDecodeError, YAMLError):
        hint = "a maintainer has to mend it; your text is kept in this issue"
        return Proposal(path, "", (form_problem(asked.RECORD, "the record cannot be read at the moment", hint),))
    return _formatted(definition, path, dump_yaml(content), notices)


def _no_field(answer: str, all_questions: list[Question]) -> Problem:
    if answer in ("", asked.OTHER_FIELD):
        return form_problem(asked.FIELD, "no single field was chosen", "nothing is changed by itself", "notice")
    hint = f"{guess(answer, [question.label for question in all_questions])}write it as the form lists it"
    return form_problem(asked.FIELD, f"there is no field {answer[:60]!r}", hint)


def record_path(definition: Definition, slug: str) -> Path:
    """The file of a record, relative to the survey's folder."""
    return Path("data", definition.settings.folder, f"{slug}.yml")


def _formatted(definition: Definition, path: Path, text: str, problems: list[Problem]) -> Proposal:
    result = format_yaml(path, text.encode(), Node.of(definition.model))
    more = (result.problem,) if result.problem else ()
    return Proposal(path, result.text, (*problems, *more))

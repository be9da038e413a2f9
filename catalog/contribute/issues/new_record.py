"""Makes a new record from a submitted form, unless the catalogue has it already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruamel.yaml.comments import CommentedMap

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
from catalog.contribute.issues.body import form_problem
from catalog.contribute.issues.questions import Question, Submission, read_grade
from catalog.errors import Problem
from catalog.format.edit import get_at, parse_yaml, set_at
from catalog.load.records import Definition
from catalog.services.doi import page_url
from catalog.services.works import paper_in, work_at
from catalog.values import slugged, spelling
from catalog.watch.existing import ExistingRecords, read_existing
from catalog.watch.roles import arxiv_path, roles

_CORRECT = "to add or correct a fact of it, use the correction form"


def new_record(submission: Submission) -> tuple[str, CommentedMap, list[Problem]]:
    """Return slug and content of the record that the form gives, and the problems of answers that cannot be read.

    Raises:
        AnswerError: there can be no such record: it has no address, is there already, or nothing is said of it.
    """
    name = " ".join(submission.answers[asked.NAME].split())
    slug = slugged(name)
    if not slug:
        raise AnswerError(f"no page address can be made from the name {name[:60]!r}", "use Latin letters", asked.NAME)
    existing = read_existing(submission.definition)
    _refuse_existing(submission, existing, slug, name)
    if not submission.answered:
        hint = f"answer at least one more question about the {submission.definition.settings.one}, best with its place"
        raise AnswerError("the form gives a name and an address, but no fact", hint)
    content, problems = _content(submission, {"slug": slug, "name": name})
    return slug, content, [*problems, *_relatives(submission, existing)]


def _refuse_existing(submission: Submission, existing: ExistingRecords, slug: str, name: str) -> None:
    """Raise AnswerError if a record has this name, or its paper or page."""
    owner = existing.slugs.get(slug) or existing.names.get(spelling(name))
    if owner:
        hint = f"{_CORRECT}; if yours is another one, give its longer name"
        raise AnswerError(f"the record `{owner.stem}` already exists with this name", hint, asked.NAME)
    owner = existing.works.get(work_at(submission.main_source))
    if owner:
        hint = f"{_CORRECT}; if yours is another one, give a paper or page of its own"
        message = f"the record `{owner.stem}` already describes what is at this address"
        raise AnswerError(message, hint, asked.SOURCE)
    own = roles(submission.definition)
    paths = (arxiv_path(submission.definition), own.get("link"), own.get("doi"))
    for question in submission.answered:
        answer = submission.answers[question.label].partition("|")[0].strip("\"'` ")
        work = work_at(answer) or work_at(page_url(answer))
        if question.column.path in paths and work in existing.works:
            message = f"the record `{existing.works[work].stem}` already describes this paper"
            raise AnswerError(message, _CORRECT, question.label)


def _relatives(submission: Submission, existing: ExistingRecords) -> Iterator[Problem]:
    """Warn where another record has one of the addresses: two may share a repository, or be the same."""
    paths = [path for role, path in roles(submission.definition).items() if role in ("repository", "page", "weights")]
    labels = [question.label for question in submission.answered if question.column.path in paths]
    for label in (asked.MORE_SOURCES, *labels):
        works = (work_at(url.partition("|")[0].strip()) for url in urls(submission.answers.get(label, "")))
        owner = next((existing.works[work] for work in works if work in existing.works), None)
        if owner:
            hint = "if it is the same, close this issue and use the correction form"
            yield form_problem(label, f"the record `{owner.stem}` has an address of these too", hint, "warning")


def _content(submission: Submission, head: Mapping[str, str]) -> tuple[CommentedMap, list[Problem]]:
    """The record that the answers give, and the problems of those that could not be read."""
    content = parse_yaml("")
    sources, problems = _sources(submission)
    for key, item in {**head, "sources": sources}.items():
        set_at(content, [key], item)
    counts: dict[str, int] = {}
    for question in submission.answered:
        try:
            count = _add_facts(submission, content, question, sources)
        except AnswerError as error:
            problems.append(form_problem(question.label, str(error), error.hint))
        else:
            problems += _unclear_owner(question, count, counts)
    _add_paper(submission.definition, content, sources)
    return content, problems


def _add_facts(submission: Submission, content: CommentedMap, question: Question, sources: Mapping[str, str]) -> int:
    """Add what the answer to a question states; return how many facts that are."""
    words = submission.definition.vocabularies
    grade = read_grade(submission.answers.get(asked.KNOWN, ""))
    facts = _facts(submission, question)
    for index, values in enumerate(facts):
        data = fact_data(question.column, values, sources, grade, words)
        set_at(content, _new_path(question, index), data)
    return len(facts)


def _sources(submission: Submission) -> tuple[dict[str, str], list[Problem]]:
    """Key → address of the main source and the others, each once."""
    sources: dict[str, str] = {}
    given = [url for label in (asked.SOURCE, asked.MORE_SOURCES) for url in urls(submission.answers.get(label, ""))]
    for url in list(dict.fromkeys(given))[:MOST_VALUES]:
        sources[source_key(url, sources)] = url
    if len(given) <= MOST_VALUES:
        return sources, []
    message = f"found {len(given):,} addresses; the limit is {MOST_VALUES}"
    return sources, [form_problem(asked.MORE_SOURCES, message, "give those that your answers name")]


def _facts(submission: Submission, question: Question) -> list[list[GivenValue]]:
    """The values of each fact: one fact for each value where the field is in a list of parts, else one for all."""
    several = any(question.lists) or question.column.many
    answer = submission.answers[question.label]
    values = given_values(question.column, answer, submission.definition.vocabularies, several=several)
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

"""Corrects one field of a record; no claim of a source is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from catalog.contribute.issues import questions as asked
from catalog.contribute.issues.answers import (
    AnswerError,
    GivenValue,
    fact_data,
    given_values,
    same_value,
    source_key,
)
from catalog.contribute.issues.body import form_problem
from catalog.contribute.issues.questions import Question, Submission, read_grade
from catalog.errors import Problem
from catalog.format.edit import edit_text, get_at, parse_yaml
from catalog.load.records import Definition
from catalog.model.columns import Column
from catalog.values import Vocabularies, guess, same_spelling, spelling, suggest
from catalog.values.fact import WRITABLE_BLANKS
from catalog.values.slug import SLUG
from catalog.watch.existing import read_existing

_RANKS = ("", "secondary", "derived", "primary")
"""Grades as YAML has them, from farthest to nearest to the source."""


def correction(submission: Submission) -> tuple[str, str, list[Problem]]:
    """Return slug and text of the corrected record, and what the contributor should know of it.

    Raises:
        AnswerError: it is not clear what is to be corrected, or the record says so already.
    """
    definition = submission.definition
    slug = find_record(definition, submission.answers[asked.RECORD])
    question = _field(submission)
    try:
        text = (definition.folder / f"{slug}.yml").read_text(encoding="utf-8")
        content = parse_yaml(text)
    except (OSError, UnicodeDecodeError, YAMLError):
        hint = "a maintainer has to mend it; your text is kept in this issue"
        raise AnswerError("the record cannot be read at the moment", hint, asked.RECORD) from None
    try:
        return slug, *_corrected(submission, text, content, question)
    except AnswerError as error:
        raise AnswerError(str(error), error.hint, error.label or asked.VALUE) from None


def find_record(definition: Definition, answer: str) -> str:
    """Return the slug of the record that an address, a slug or a name means.

    Raises:
        AnswerError: there is none, or several have the name; the hint says which.
    """
    existing = read_existing(definition)
    text = " ".join(answer.split())
    slug = _slug_in(text, definition.settings.folder)
    if slug in existing.slugs:
        return existing.slugs[slug].stem
    spellings = [(name, path.stem) for name, path in existing.spellings]
    stems = same_spelling(text, spellings)
    if len(stems) == 1:
        return stems[0]
    hint = suggest(slug or text, spellings)
    message = f"several records are called {text[:60]!r}" if stems else f"there is no record {text[:60]!r}"
    raise AnswerError(message, f"{hint}write the address of its page, or its name", asked.RECORD)


def _field(submission: Submission) -> Question:
    """The question that the field to be corrected answers in the form for new records."""
    label = submission.answers.get(asked.FIELD, asked.OTHER_FIELD)
    question = next((question for question in submission.questions if question.label == label), None)
    if question:
        return question
    if label == asked.OTHER_FIELD:
        raise AnswerError("no single field was chosen", "nothing is changed by itself", asked.FIELD, "notice")
    hint = f"{guess(label, [question.label for question in submission.questions])}write it as the form lists it"
    raise AnswerError(f"there is no field {label[:60]!r}", hint, asked.FIELD)


def _slug_in(text: str, folder: str) -> str:
    """The slug that a text is, or that the address of a record's page or file has below `folder`; else nothing."""
    try:
        address = urlsplit(text)
    except ValueError:
        return ""
    path = address.path if address.netloc else text
    *parents, slug = path.removesuffix("index.html").strip("/").removesuffix(".yml").split("/")
    is_record = parents[-1:] == [folder] or not (parents or address.netloc)
    return slug if is_record and SLUG.fullmatch(slug) else ""


def _corrected(
    submission: Submission, text: str, content: CommentedMap, question: Question
) -> tuple[str, list[Problem]]:
    """The text with a field set to what the form says, with the claims of other sources beside it."""
    column, words, answers = question.column, submission.definition.vocabularies, submission.answers
    path = _existing_path(content, question, answers.get(asked.ITEM, ""))
    sources = {key: _url(item) for key, item in (content.get("sources") or {}).items()}
    key, url = _source(sources, submission.main_source)
    if asked.VALUE not in answers:
        raise AnswerError("no value was given", "write what the field should say")
    place = " ".join(answers.get(asked.PLACE, "").split())
    given = given_values(column, answers[asked.VALUE], words, several=column.many)
    values = [GivenValue(value.text, value.place or place) for value in given]
    grade = read_grade(answers.get(asked.KNOWN, ""))
    keys = [key, *(other for other in sources if other != key)] if key else []
    claim = fact_data(column, values, keys, grade, words)
    note = " ".join(answers.get(asked.NOTE, "").split())
    old = get_at(content, path)
    fact = _merged(column, old, claim | ({"note": note} if note else {}), words)
    if url and fact.get("source") == key:
        text = edit_text(text, ["sources", key], url)
    text = edit_text(text, path, fact)
    if len(fact.get("instead", ())) <= len(old.get("instead") or () if isinstance(old, dict) else ()):
        return text, []
    hint = "readers see both, each with its source and its note"
    return text, [form_problem(question.label, "the earlier value stays beside yours", hint, "notice")]


def _source(sources: Mapping[str, str], url: str) -> tuple[str, str]:
    """The key of the document, and its address if the record does not have it yet."""
    # Another version of a paper, or another view of a page, may say something else: only the spelling may differ.
    page = _page(url)
    key = next((key for key, other in sources.items() if url and _page(other) == page), "")
    return (key, "") if key or not url else (source_key(url, sources), url)


def _page(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").casefold()


def _url(source: Any) -> str:
    return str(source.get("url", "") if isinstance(source, dict) else source)


def _merged(column: Column, old: Any, new: dict[str, Any], words: Vocabularies) -> Mapping[str, Any]:
    """The new claim with the earlier ones as its rivals, or the earlier one with the new evidence."""
    if old is None:
        return new
    earlier = CommentedMap(old if isinstance(old, dict) else {"value": old})
    rivals = list(earlier.pop("instead", None) or [])
    earlier.fa.set_flow_style()
    if same_value(column, earlier.get("value"), new["value"], words):
        return _confirmed(earlier, new) | ({"instead": rivals} if rivals else {})
    twin = next((rival for rival in rivals if same_value(column, rival.get("value"), new["value"], words)), None)
    rivals = [rival for rival in rivals if rival is not twin]
    if twin is not None and _rank(twin) > _rank(new):
        new = {**twin}
    if _is_rival(earlier, new):
        rivals.insert(0, earlier)
    note = _note(earlier, new)
    return new | ({"note": note} if note else {}) | ({"instead": rivals} if rivals else {})


def _confirmed(earlier: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The same value with the better evidence.

    Raises:
        AnswerError: the record has it already.
    """
    kept = {key: item for key, item in earlier.items() if key != "certain" or "verified" not in new}
    merged = {**kept, **new}
    if earlier.get("source") in (None, new.get("source")) and merged != dict(earlier):
        return merged
    if _rank(new) > _rank(earlier):
        return {**new, **({"note": earlier["note"]} if "note" in earlier and "note" not in new else {})}
    message = f"the record says this already, from its source `{earlier.get('source', '')}`"
    raise AnswerError(message, "nothing needs to change; name further sources under “Anything else”")


def _rank(claim: Mapping[str, Any]) -> int:
    grade = str(claim.get("verified", ""))
    return _RANKS.index(grade) if grade in _RANKS else 0


def _is_rival(earlier: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the earlier value is a claim of its own: of another source, or of another place in the same one."""
    same_place = (earlier.get("source"), earlier.get("where", "")) == (new.get("source"), new.get("where", ""))
    return "source" in earlier and not same_place and str(earlier.get("value")) not in WRITABLE_BLANKS


def _note(earlier: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The note for readers; an earlier value that names no source cannot be a rival, so the note says it."""
    belongs = earlier.get("source") in (None, new.get("source"))
    note = str(new.get("note") or (earlier.get("note", "") if belongs else ""))
    value = earlier.get("value")
    if "source" in earlier or value is None or str(value) in WRITABLE_BLANKS:
        return note
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{note} Earlier, without a source: {text}.".strip()


def _existing_path(content: Any, question: Question, item: str) -> list[str | int]:
    """The path of the field in this record.

    Raises:
        AnswerError: it is not clear which item of a list is meant.
    """
    path: list[str | int] = []
    for step, is_list in zip(question.column.path.split("."), question.lists, strict=True):
        path.append(step)
        if is_list:
            entries = get_at(content, path) or []
            indexes = [index for index, entry in enumerate(entries) if not item or _is_named(entry, item)]
            if len(indexes) > 1 or (entries and not indexes):
                names = "; ".join(f"`{_item_name(entry)}`" for entry in entries)
                message = "the record has several of these, or not the one you named"
                raise AnswerError(message, f"write one of {names}", asked.ITEM)
            path.append(indexes[0] if indexes else 0)
    return path


def _texts(entry: Any) -> Iterator[str]:
    """The texts in an item of a list, its name first."""
    fields = (field.get("value") if isinstance(field, dict) else field for field in entry.values())
    return (text for text in fields if isinstance(text, str))


def _item_name(entry: Any) -> str:
    """The first text of an item, and of which variant it is: `large (Large, gas)`."""
    first, variant = next(_texts(entry), ""), entry.get("variant", "")
    return f"{first} ({variant})" if variant and variant != first else first


def _is_named(entry: Any, name: str) -> bool:
    """Whether any text in an item of a list is this name."""
    return spelling(name) in map(spelling, (_item_name(entry), *_texts(entry)))

"""The parts of `data/survey.yml` that keep a survey alive: what to look for, and which facts services can state."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from catalog.settings.charts import SettingsSection
from catalog.settings.import_path import ImportPath
from catalog.values import Link, Text
from catalog.values.invalid import invalid

_CATEGORY = re.compile(r"[a-z][a-z-]*(?:\.[A-Za-z-]+)?")
_TAG = re.compile(r"[\w.:/+-]+", re.ASCII)


def _category(raw: str) -> str:
    if not _CATEGORY.fullmatch(raw):
        archive, dot, subject = raw.strip().lower().partition(".")
        likely = archive + dot + (subject.upper() if len(subject) == 2 else subject)
        near = f"did you mean `{likely}`? " if dot and _CATEGORY.fullmatch(likely) else ""
        raise invalid(
            f"found {raw[:60]!r}, which is not a category of arXiv", f"{near}write one as in cs.CL or eess.AS"
        )
    return raw


def _tag(raw: str) -> str:
    if not _TAG.fullmatch(raw):
        likely = "-".join(re.findall(_TAG, raw.lower()))
        near = f"did you mean `{likely}`? " if 0 < len(likely) <= len(raw) else ""
        hint = f"{near}write one word as the service has it: letters, digits and - . : / + _"
        raise invalid(f"found {raw[:60]!r}, which is not a topic or tag", hint)
    return raw


def _as_list(raw: Any) -> Any:
    return raw if isinstance(raw, list | tuple) else [raw]


Category = Annotated[Text, AfterValidator(_category)]
Tag = Annotated[Text, Field(max_length=60), AfterValidator(_tag)]
_Alternatives = Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]
WordGroup = Annotated[_Alternatives, BeforeValidator(_as_list, json_schema_input_type=Text | _Alternatives)]
"""Words or phrases of which one is enough; one alone needs no list."""


class WatchedWords(SettingsSection):
    """Which words the title, abstract or description of news must have; capitals do not count."""

    all: Annotated[tuple[WordGroup, ...], Field(max_length=10)] = ()
    """Each must be there; of a list in a list, one of its words."""
    any: Annotated[tuple[Text, ...], Field(max_length=50)] = ()
    """At least one must be there."""
    none: Annotated[tuple[Text, ...], Field(max_length=50)] = ()
    """None may be there."""


class Watch(SettingsSection):
    """Where `catalog watch` looks for news."""

    days: Annotated[int, Field(strict=True, ge=1, le=366)] = 45
    """How many days back; papers become visible up to some weeks after their date."""
    categories: Annotated[tuple[Category, ...], Field(max_length=20)] = ()
    """Categories of arXiv."""
    topics: Annotated[tuple[Tag, ...], Field(max_length=10)] = ()
    """Topics of GitHub; a repository with any of them."""
    tags: Annotated[tuple[Tag, ...], Field(max_length=10)] = ()
    """Tasks or tags of Hugging Face; a model with any of them."""
    feeds: Annotated[tuple[Link, ...], Field(max_length=50)] = ()
    """Addresses of RSS or Atom feeds."""
    words: WatchedWords = WatchedWords()
    """Which words news must have, wherever they are from."""


class ArxivFill(SettingsSection):
    """What arXiv states of a paper, with the field that it fills."""

    identifier: Text = ""
    """The field that says which paper; that of `cite` where it is left out."""
    title: Text = ""
    authors: Text = ""
    submitted: Text = ""
    """Day of the first version."""
    journal: Text = ""
    """The place of publication, in the authors' words."""
    doi: Text = ""


class CrossrefFill(SettingsSection):
    """What the publisher of a paper states, with the field that it fills."""

    identifier: Text = ""
    """The field that says which DOI; that of `cite` where it is left out."""
    title: Text = ""
    authors: Text = ""
    published: Text = ""
    venue: Text = ""
    link: Text = ""
    """The address behind the DOI."""


class GithubFill(SettingsSection):
    """What GitHub states of a repository, with the field that it fills."""

    identifier: Text = ""
    """The field that says which repository; that of `download` where it is left out."""
    licence: Text = ""
    homepage: Text = ""


class HubFill(SettingsSection):
    """What Hugging Face states of a model, with the field that it fills."""

    identifier: Text = ""
    """The field that says which model; that of `download` where it is left out."""
    licence: Text = ""
    parameters: Text = ""
    """The exact number of parameters in the files."""
    gated: Text = ""
    """Whether the files need the owner's permission."""
    languages: Text = ""
    arxiv: Text = ""
    """The paper that the card links to."""


class ModelScopeFill(SettingsSection):
    """What ModelScope states of a model, with the field that it fills."""

    identifier: Text = ""
    """The field that says which model; that of `download` where it is left out."""
    licence: Text = ""
    arxiv: Text = ""


class Fill(SettingsSection):
    """Which field of a record is filled by which service; a service that is left out is not asked."""

    arxiv: ArxivFill | None = None
    crossref: CrossrefFill | None = None
    github: GithubFill | None = None
    huggingface: HubFill | None = None
    modelscope: ModelScopeFill | None = None
    results: ImportPath | None = None
    """Import path of a coroutine function that reads measurements at a leaderboard."""

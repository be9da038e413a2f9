"""The classes that `data/survey.yml` is read as."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from catalog.settings.charts import ChartSettings, SettingsSection
from catalog.settings.import_path import ImportPath
from catalog.settings.presentation import BoardSet, ColumnGroup, Head, Preset, Sign, SummaryNumber, Together
from catalog.settings.watch import Fill, Watch
from catalog.values import Link, Slug, Text
from catalog.values.invalid import invalid

_WORDS = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*")


def _words(raw: str) -> str:
    if not _WORDS.fullmatch(raw):
        hint = "write letters and digits, with a blank or hyphen between words: `system`"
        raise invalid(f"found {raw[:60]!r}, which cannot be part of the name of a file", hint)
    return raw


Words = Annotated[Text, AfterValidator(_words)]
"""Text of which file names are made, such as that of the record's JSON Schema."""


class Person(SettingsSection):
    """A person who is responsible for the survey."""

    name: Text
    """Name as cited."""
    page: Link | None = None
    """Home page."""


class Measure(SettingsSection):
    """A column that shows one measurement of each record: the best one that fits."""

    key: Slug
    """Path of the column, by which other settings name it."""
    label: Text
    """Heading of the column."""
    unit: Annotated[str, Field(max_length=20)] = "%"
    """Unit behind the number."""
    of: Text
    """The record's field that holds the measurements."""
    where: dict[str, str]
    """Fields of a measurement with the value that each must have."""
    best: Literal["lowest", "highest"] = "lowest"
    """Which of several measurements is shown."""


class SavedQuestion(SettingsSection):
    """A question that a view of the catalogue answers."""

    ask: Text
    """The question as a reader would put it."""
    query: Text
    """The query string of the view."""


class Citation(SettingsSection):
    """The columns from which a record is cited; empty if the record has no such field."""

    title: Text
    """Title of the work."""
    authors: Text = ""
    """Names of the authors."""
    date: Text = ""
    """Date of publication."""
    venue: Text = ""
    """Conference, journal or other place of publication."""
    kind: Text = ""
    """Kind of the work; the words `conference`, `journal` and `report` choose the type of its reference."""
    doi: Text = ""
    """Digital object identifier of the work, without an address."""
    arxiv: Text = ""
    """arXiv identifier; the link checker compares the title of the paper there with `title`."""
    link: Text = ""
    """Address of the work."""


class Download(SettingsSection):
    """The columns for what can be downloaded, which `catalog new` fills; empty if the record has no such field."""

    repository: Text = ""
    """Address of the code."""
    licence: Text = ""
    """Licence of the code."""
    weights: Text = ""
    """Addresses of released weights."""
    weights_licence: Text = ""
    """Licence of the weights."""
    page: Text = ""
    """Address of a project page."""


class Licences(SettingsSection):
    """The licences of the code and of the data."""

    code: Text = "MIT"
    """SPDX identifier."""
    data: Text = "CC-BY-4.0"
    """SPDX identifier."""


class SurveySettings(SettingsSection):
    """The settings of one survey."""

    title: Text
    """Heading of the website."""
    description: Text
    """One sentence for search engines and the home page."""
    headline: Annotated[str, Field(max_length=120)] = ""
    """Heading of the home page, in place of the title."""
    example: Slug | None = None
    """The record that the home page shows as an example; else one of the newest of which most is known."""
    record: ImportPath | None = None
    """Import path of the record's class, where the fields are not declared in data/fields.yml."""
    drawing: ImportPath | None = None
    """Import path of a function that draws a record as SVG."""
    flow: ImportPath | None = None
    """Import path of a function that returns the boxes and steps of the figure on a record's page."""
    migrations: ImportPath | None = None
    """Import path of the list of migrations, which update records when the class changes."""
    folder: Slug = "records"
    """Folder of the records in `data/`, and of their pages on the website."""
    one: Words = "record"
    """What one record is called."""
    many: Text = "records"
    """What several records are called."""
    address: Link | None = None
    """Address of the published website."""
    repository: Link | None = None
    """Address of the repository in which the data is edited."""
    licences: Licences = Licences()
    """Licences of the code and of the data."""
    people: tuple[Person, ...] = ()
    """The people who are responsible for the survey."""
    newest: Text = ""
    """The date by which the newest records come first; without one, they stand from A to Z."""
    cite: Citation | None = None
    """How a record is cited."""
    download: Download | None = None
    """The columns for what can be downloaded."""
    fill: Fill | None = None
    """The fields that `catalog refresh` fills; where it is left out, those of `cite` and `download`."""
    watch: Watch | None = None
    """Where `catalog watch` looks for news."""
    columns: tuple[Text, ...] = ()
    """The columns that the table shows at first, where there are no `presets`."""
    presets: Annotated[tuple[Preset, ...], Field(max_length=12)] = ()
    """Columns that a reader chooses at once; the table shows the first of them at first."""
    groups: tuple[ColumnGroup, ...] = ()
    """Heads above the heads of several columns."""
    heads: tuple[Head, ...] = ()
    """Short heads of columns, and the units in which tables show their numbers."""
    together: tuple[Together, ...] = ()
    """Fields that are shown as signs in one column, and filtered in one matrix."""
    signs: tuple[Sign, ...] = ()
    """The signs of the words of these fields, and of the words that keep measurements apart."""
    boards: tuple[BoardSet, ...] = ()
    """The leaderboards of the matrix of results."""
    byline: tuple[Text, ...] = ()
    """Fields in the line below the name of a record; else the date and the place of publication."""
    summary: Annotated[tuple[SummaryNumber, ...], Field(max_length=8)] = ()
    """Numbers and words at the top of a record's page."""
    filters: Annotated[tuple[Text, ...], Field(max_length=8)] = ()
    """The filters that are open at first, in order."""
    asked: tuple[Text, ...] = ()
    """Fields that the form for a new record asks for; else those that the table shows at first."""
    measures: tuple[Measure, ...] = ()
    """Columns that show measurements."""
    charts: tuple[ChartSettings, ...] = ()
    """The charts, in order."""
    questions: tuple[SavedQuestion, ...] = ()
    """Questions on the home page, each with the view that answers it."""

    def sign_of(self, word: object) -> Sign | None:
        """The sign of a word, if it has one."""
        return self._signs.get(word)

    @cached_property
    def _signs(self) -> dict[object, Sign]:
        return {sign.word: sign for sign in self.signs}


CODE = ("drawing", "flow", "migrations")
"""Settings that name code, which only the survey's own files may; the class of records is another matter."""


def schema_name(survey: SurveySettings) -> str:
    """Return the name of the record's JSON Schema: `system` for data/system.schema.json."""
    return "-".join(survey.one.split())

"""A survey that is open: its records, and the frames and figures made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.api.charts import chart_settings
from catalog.catalog import Catalog
from catalog.errors import Problem, SetupError
from catalog.model.columns import Column
from catalog.paths import Project, find_project
from catalog.rules import check, check_export, load, load_export
from catalog.values import Record

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


def open(path: str | Path | None = None, *, record: type[Record] | None = None) -> Survey:  # noqa: A001
    """Open a survey, from its folder or from its exported `catalogue.json`.

    Both give the same records, frames and figures. Of the classes that an export names, only those that come with this
    package are imported; give any other as `record`.

    Args:
        path: The folder with `data/survey.yml`, or the exported file. Default: the nearest folder, from the current one
            upwards.
        record: The class of the records of an export.

    Raises:
        DataError: The data has errors; `problems` has all of them.
        SetupError: There is no survey, or it cannot be read, or `record` is no class of records.

    Example:
        >>> survey = catalog.open("kettles")
        >>> survey
        Survey('Kettles', 3 kettles)
        >>> catalog.open("catalogue.json", record=Kettle)
        Survey('Kettles', 3 kettles)
    """
    _require_class(record)
    if path is None:
        return _of_folder(find_project())
    file = Path(path)
    if not file.is_dir():
        return Survey(load_export(file, record), lambda: check_export(file, record))
    if record is not None:
        raise SetupError("the settings in a survey's folder name the class of its records; leave out `record=`")
    project = Project(file.resolve())
    if not project.settings.is_file():
        raise SetupError(f"{path} has no data/survey.yml")
    return _of_folder(project)


def _require_class(record: Any) -> None:
    if record is not None and not (isinstance(record, type) and issubclass(record, Record)):
        message = f"`record=` is {record!r:.80}, which is no class of records"
        raise SetupError(f"{message}; give a subclass of `catalog.values.Record`")


def _of_folder(project: Project) -> Survey:
    def problems() -> list[Problem]:
        from catalog.api.files import inspect_other_files  # noqa: PLC0415 - imports what only a check needs

        return check(project, inspections=[inspect_other_files])

    return Survey(load(project), problems)


class Survey:
    """A survey that is open.

    Example:
        >>> survey = catalog.open("kettles")
        >>> survey.catalog.settings.title
        'Kettles'
    """

    catalog: Catalog
    """The catalogue that everything is made from."""

    def __init__(self, catalog: Catalog, problems: Callable[[], list[Problem]]) -> None:
        self.catalog = catalog
        self._problems = problems

    def __repr__(self) -> str:
        count, settings = len(self.catalog.records), self.catalog.settings
        return f"Survey({settings.title!r}, {count} {settings.one if count == 1 else settings.many})"

    @property
    def records(self) -> tuple[Record, ...]:
        """The records, by name.

        Example:
            >>> [record.name for record in survey.records]
            ['Pot', 'Tower', 'Urn']
        """
        return self.catalog.records

    @property
    def fields(self) -> tuple[Column, ...]:
        """The fields that records have, each with its `path`, `label`, `unit` and `description`.

        Example:
            >>> [(field.path, field.label, field.unit) for field in survey.fields][:2]
            [('volume', 'Volume', 'l'), ('sold', 'First sold', '')]
        """
        return self.catalog.columns

    def frame(self, *, blanks: bool = False, variants: bool = False) -> pd.DataFrame:
        """Return a data frame of one row a record.

        Numbers are Float64, dates datetime64, flags boolean, words of lists category, all else string; `attrs` holds
        the `units` and `labels` of the columns. Beside a number or a date stand the least and the greatest that may be
        meant: the same as the value where it is exact, missing where there is no limit.

        Where the models of a record differ in a number, a date or a flag, or one has a value and another is known to
        have none, there is no one value: the ends span those that are known, and `variants` gives a row for each model.
        A model of which nobody has checked does not differ. Texts and words stand behind each other, with `; ` between.

        Args:
            blanks: Say beside each value why it is missing: `not reported`, `not applicable`, `not checked`, `empty
                list`, or `differs`.
            variants: Return one row a model that counts for its record, with the name of the variant.

        Example:
            >>> frame = survey.frame(blanks=True)
            >>> frame[["name", "volume", "volume.low", "volume.high", "volume.blank"]]
                name  volume  volume.low  volume.high  volume.blank
            0    Pot    <NA>         0.5          1.5       differs
            1  Tower     2.0         2.0         <NA>           NaN
            2    Urn    <NA>        <NA>         <NA>  not reported
            >>> frame.attrs["units"]["volume"]
            'l'
            >>> survey.frame(variants=True)[["name", "variant", "volume"]].head(2)
              name variant  volume
            0  Pot   small     0.5
            1  Pot   large     1.5
        """
        from catalog import frames  # noqa: PLC0415 - pandas takes a second

        return frames.frame(self.catalog, blanks=blanks, variants=variants)

    def facts(self) -> pd.DataFrame:
        """Return a data frame of one row a fact, with its evidence, followed by what other sources say.

        The columns are `slug`, `field`, `item` (the place in a list, from 0), `variant`, `value` (as text), `number`
        with `low`, `high` and `bound`, `blank` (why there is no value), `source`, `where`, `verified`, `certain`,
        `note`, `url` (that of the source) and `rival`. A field that nobody checked has no row.

        Example:
            >>> facts = survey.facts()
            >>> facts.loc[facts["slug"] == "tower", ["field", "value", "number", "bound", "source", "rival"]]
                field  value  number     bound source  rival
            5  volume    >=2     2.0  at least    box  False
            6  volume    2.2     2.2     exact   shop   True
            7    sold  2021-03  <NA>       NaN    box  False
        """
        from catalog import frames  # noqa: PLC0415 - pandas takes a second

        return frames.facts(self.catalog)

    def results(self) -> pd.DataFrame:
        """Return a data frame of one row a measurement, with its variant, its conditions and its evidence.

        The columns are `slug`, `name`, `field` (the list it stands in), `variant`, `counts` (whether the variant counts
        for its record), every field of the class of measurements, and the evidence.

        Example:
            >>> survey.results()[["name", "variant", "value", "counts"]]
              name variant  value  counts
            0  Pot   small    2.0    True
            1  Pot   large    5.0    True
        """
        from catalog import frames  # noqa: PLC0415 - pandas takes a second

        return frames.results(self.catalog)

    def figure(self, title: str | None = None, **settings: Any) -> go.Figure:
        """Return a chart as a Plotly figure: one of the survey's by its title, or one of your own by its settings.

        Settings are those of a chart in `data/survey.yml`: `kind`, and the paths of fields.

        Args:
            title: The title of one of the survey's charts, in full or in short; with settings, the title of the chart.
            settings: The settings of a chart.

        Raises:
            SetupError: There is no such chart, or a setting is wrong; the message says what is allowed.

        Example:
            >>> survey.figure("How much do they hold?").layout.xaxis.title.text
            'Volume (l)'
            >>> figure = survey.figure(kind="scatter", x="sold", y="volume")
            >>> figure.write_html("figure.html")
        """
        from plotly.graph_objects import Figure  # noqa: PLC0415 - takes half a second

        from catalog.charts import draw  # noqa: PLC0415

        return Figure(draw(self.catalog, chart_settings(self.catalog, title, **settings), "figure").figure)

    def check(self) -> list[Problem]:
        """Return every problem of the data, as `catalog check` finds them: errors, warnings and notices.

        Example:
            >>> survey.check()
            []
        """
        return self._problems()

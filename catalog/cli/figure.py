"""`catalog figure`: one chart as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from catalog.api import chart_settings
from catalog.api.figure_files import WRITERS
from catalog.charts import draw
from catalog.cli import print_message, survey_option
from catalog.errors import SetupError
from catalog.paths import Project, write_file
from catalog.rules import load
from catalog.settings.charts import ChartSection

_KINDS = {kind.__name__.lower(): kind.model_json_schema()["properties"] for kind in ChartSection.__subclasses__()}
"""Kind of chart → its settings, as JSON Schema describes them."""
_COMMON = {"title", "short", "kind"}
"""Settings that are no option of their own."""


def _settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each setting of any kind of chart."""
    for name in sorted({name for settings in _KINDS.values() for name in settings} - _COMMON, reverse=True):
        own = {kind: settings[name] for kind, settings in _KINDS.items() if name in settings}
        is_list = any(setting["type"] == "array" for setting in own.values())
        text = "; ".join(f"{', '.join(kinds)}: {words}" for words, kinds in _by_words(own).items())
        more = ". May be given several times." if is_list else "."
        flag = f"--{name.replace('_', '-')}"
        option = click.option(flag, name, multiple=is_list, metavar="SETTING", help=text + more)
        command = option(command)
    return command


def _by_words(settings: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """What a setting is → the kinds of charts of which it is that."""
    kinds: dict[str, list[str]] = {}
    for kind, setting in settings.items():
        words = " ".join(setting["description"].split()).removesuffix(".")
        kinds.setdefault(words[:1].lower() + words[1:], []).append(kind)
    return kinds


def _as_options(message: str) -> str:
    """A message about settings, in the words of the command line."""
    words = message.replace("allowed: , ", "allowed: ")
    names = "|".join({name for settings in _KINDS.values() for name in settings} - _COMMON)
    return re.sub(rf"^({names}): ", lambda match: f"--{match[1].replace('_', '-')}: ", words, flags=re.MULTILINE)


@click.command("figure")
@click.argument("title", required=False)
@click.option("--kind", type=click.Choice(list(_KINDS)), help="Draw a chart of your own; TITLE is then its title.")
@_settings
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"Write here; the ending says what: .{', .'.join(WRITERS)}. Else JSON goes to stdout.",
)
@survey_option
def command(project: Project, title: str | None, output: Path | None, **settings: Any) -> None:
    """Write a chart of the survey, by its title, or one of your own from two or three fields."""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items() if value}
    ending = output.suffix.lower().removeprefix(".") if output else "json"
    if ending not in WRITERS:
        raise click.UsageError(f"a figure is written as .{', .'.join(WRITERS)}, not as {str(output)!r}")
    if given and "kind" not in given:
        raise click.UsageError(f"give --kind with the settings of a chart: {', '.join(_KINDS)}")
    catalog = load(project)
    try:
        chart = chart_settings(catalog, title, **given)
    except SetupError as error:
        raise click.UsageError(_as_options(str(error))) from None
    content = WRITERS[ending](draw(catalog, chart, "figure"))
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content, follow_links=True)
        print_message(f"{output} written")

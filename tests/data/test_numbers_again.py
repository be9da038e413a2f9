"""Every point, rank and answer once more, straight from the YAML: nothing below is computed by the package.

What is compared: the points of the charts, the standings of the leaderboards and their charts, and what the questions
of the home page find. A number belongs to the model that earned it, so all of it is told model by model.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest
import yaml

from catalog.catalog import Catalog
from catalog.charts import Chart, draw
from catalog.pages.leaderboards import leaderboard_chart, leaderboards
from catalog.paths import Project
from catalog.rules import load
from catalog.settings.query import read_view

DATA = Path(__file__).parents[2] / "data"
BLANKS = ("not checked", "not reported", "not applicable")
SURVEY = yaml.safe_load((DATA / "survey.yml").read_text(encoding="utf-8"))
LLMS = yaml.safe_load((DATA / "llms.yml").read_text(encoding="utf-8"))
CHARTS = {chart["title"]: chart for chart in SURVEY["charts"]}
MEASURES = {measure["key"]: measure for measure in SURVEY["measures"]}
OWN = {"name", "scope", "detail"}
BEST = {"highest": -1, "lowest": 1}
Key = tuple[str, str]
"""Slug of a record and name of its variant."""


@dataclass(frozen=True)
class Described:
    """One model: what the file says of it, with its own results."""

    slug: str
    name: str
    counts: bool
    says: Mapping[str, Any]

    @property
    def key(self) -> Key:
        return self.slug, self.name


def merged(general: Any, own: Any) -> Any:
    """What a variant says in place of its record; a mapping without a value is a part, and merged again."""
    if isinstance(general, dict) and isinstance(own, dict) and not {"value"} & {*general, *own}:
        return general | {key: merged(general.get(key), item) for key, item in own.items()}
    return own


def described(record: Mapping[str, Any]) -> Iterator[Described]:
    variants = record.get("variants", [])
    results = defaultdict(list)
    for result in record.get("results", []):
        results[result.get("variant", "")].append(result)
    if results[""] or all("scope" in variant for variant in variants):
        yield Described(record["slug"], "", counts=True, says=record | {"results": results[""]})
    for variant in variants:
        own = {key: item for key, item in variant.items() if key not in OWN}
        says = {**record, **{key: merged(record.get(key), item) for key, item in own.items()}}
        name = variant["name"]
        yield Described(record["slug"], name, counts="scope" not in variant, says=says | {"results": results[name]})


FILES = sorted((DATA / SURVEY["folder"]).glob("*.yml"))
RECORDS = {file.stem: yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in FILES}
MODELS = {slug: list(described(record)) for slug, record in RECORDS.items()}
COUNTED = {slug: [model for model in models if model.counts] for slug, models in MODELS.items()}


def found(node: Any, steps: list[str]) -> list[Any]:
    """What stands at a path, in every item of a list; None for an item that does not say."""
    if isinstance(node, list):
        return [fact for item in node for fact in found(item, steps)]
    if not steps:
        return [node]
    return found(node[steps[0]], steps[1:]) if isinstance(node, dict) and steps[0] in node else [None]


def facts(model: Described, path: str) -> list[Any]:
    """The values of a field and the blanks in place of values, as they are written."""
    if path in MEASURES:
        return measured(model, MEASURES[path])
    if path == "code.availability":
        return [availability(model)]
    if path == "llms.name.family":
        return [LLMS.get(key, {}).get("family", key) for key in facts(model, "llms.name")]
    written: list[Any] = []
    for fact in found(model.says, path.split(".")) if path.split(".", maxsplit=1)[0] in model.says else [None]:
        value = fact["value"] if isinstance(fact, dict) else fact
        written += value if isinstance(value, list) else ["not checked" if value is None else value]
    return written


def availability(model: Described) -> str:
    weights, (gated,), (service,) = (facts(model, f"code.{name}") for name in ("weights", "gated", "service"))
    if set(weights) - set(BLANKS):
        return "weights gated" if gated is True else "weights open"
    if weights == ["not checked"]:
        return "not checked"
    return "closed" if service in BLANKS else "API only"


def measured(model: Described, measure: Mapping[str, Any]) -> list[Any]:
    fitting = [item for item in model.says["results"] if measure["where"].items() <= item.items()]
    known = [item["value"] for item in fitting if item["value"] not in BLANKS]
    sign = BEST[measure.get("best", "lowest")]
    return [min(known, key=lambda value: sign * number(value))] if known else ["not checked"]


def values(model: Described, path: str) -> list[Any]:
    return [value for value in facts(model, path) if value not in BLANKS]


def number(written: Any) -> float:
    """`50K+` → 50,000."""
    digits, letter = re.fullmatch(r"[~≈<>=≤≥ ]*([\d.,]+)\s*([KMBT]?)\+?", str(written), re.IGNORECASE).groups()
    return float(digits.replace(",", "")) * {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[letter.upper()]


def days(written: Any) -> tuple[int, int]:
    """The first and the last day that a date can mean."""
    year, month, day = ([int(part) for part in str(written).split("-")] + [0, 0])[:3]
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return date(year, month or 1, day or 1).toordinal(), last.toordinal()


def is_date(path: str) -> bool:
    return path.split(".", maxsplit=1)[0] in ("released", "dates")


def coordinate(path: str, model: Described) -> Any:
    """Where a model is on an axis."""
    if not is_date(path):
        return max(map(number, values(model, path)))
    first, last = min(map(days, values(model, path)))
    return date.fromordinal((first + last) // 2).isoformat()


def words(model: Described, path: str) -> list[str]:
    """The categories of a model: its words, years for dates, else the blank in brackets."""
    known = [str(days(value) and value)[:4] if is_date(path) else str(value) for value in values(model, path)]
    return list(dict.fromkeys(known)) or [f"({facts(model, path)[0]})"]


def drawn(*paths: str) -> Iterator[Described]:
    """The models of which a chart may speak: one that no variant names, only if nothing of it is unchecked."""
    for models in COUNTED.values():
        for model in models:
            if model.name or len(models) == 1 or all(set(facts(model, path)) != {"not checked"} for path in paths):
                yield model


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return load(Project(DATA.parent))


def spread_out(key: str, models: list[Described]) -> list[Key]:
    """The models that a mark of a chart stands for: those it names, or all of a record."""
    lines = [line.partition("@") for line in key.split("\n")]
    return [
        model.key
        for slug, apart, name in lines
        for model in models
        if model.slug == slug and (not apart or model.name == name)
    ]


def points(chart: Chart, models: list[Described]) -> dict[Key, list[tuple[Any, Any]]]:
    """Model → where the program has drawn it."""
    placed = defaultdict(list)
    for trace in (trace for trace in chart.figure["data"] if trace["hoverinfo"] != "skip"):
        for key, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True):
            for one in (item for line in key.split("\n") for item in spread_out(line, models)):
                placed[one].append((x, y))
    return dict(placed)


def marks(chart: Chart, models: list[Described]) -> dict[Key, list[tuple[float, ...]]]:
    """Model → what its mark in the drawing says of its place."""
    placed = defaultdict(list)
    for mark in ET.fromstring(chart.svg).iter():
        if mark.get("class") == "mark" and mark.get("data-x"):
            slug, variants = mark.get("data-slug"), mark.get("data-variant")
            lines = [slug] if variants is None else [f"{slug}@{name}" for name in variants.split("\n")]
            at = tuple(float(mark.get(name)) for name in ("data-x", "data-y") if mark.get(name))
            for one in (key for line in lines for key in spread_out(line, models)):
                placed[one].append(at)
    return dict(placed)


def named(chart: Chart, class_: str, models: list[Described], *attributes: str) -> dict[Key, list[tuple[str, ...]]]:
    """Model → what attributes of its marks or cells say; blanks in brackets, as in `words`."""
    placed = defaultdict(list)
    for node in (node for node in ET.fromstring(chart.svg).iter() if node.get("class") == class_):
        variants, slugs = node.get("data-variant"), node.get("data-slugs", node.get("data-slug", "")).split()
        lines = [f"{slugs[0]}@{name}" for name in variants.split("\n")] if variants else slugs
        at = tuple(f"({word})" if word in BLANKS else word for word in map(node.get, attributes))
        for one in (
            key
            for line in (node.get("data-models") or "\n".join(lines)).split("\n")
            for key in spread_out(line, models)
        ):
            placed[one].append(at)
    return dict(placed)


def drawing(catalogue: Catalog, title: str) -> Chart:
    return draw(catalogue, next(chart for chart in catalogue.settings.charts if chart.title == title), "chart")


@pytest.mark.parametrize("title", [title for title, chart in CHARTS.items() if chart["kind"] == "scatter"])
def test_each_point_has_both_numbers_from_one_model(catalogue, title):
    x, y = CHARTS[title]["x"], CHARTS[title]["y"]
    models = [model for model in drawn(x, y) if values(model, x) and values(model, y)]
    expected = {model.key: [(coordinate(x, model), coordinate(y, model))] for model in models}
    assert len(expected) > 10
    assert points(drawing(catalogue, title), models) == expected
    assert marks(drawing(catalogue, title), models) == expected


@pytest.mark.parametrize("title", [title for title, chart in CHARTS.items() if chart["kind"] == "bars"])
def test_each_bar_is_as_long_as_the_number_of_its_model(catalogue, title):
    path = CHARTS[title]["x"]
    models = [model for model in drawn(path) if values(model, path)]
    expected = {model.key: [coordinate(path, model)] for model in models}
    for placed in (points(drawing(catalogue, title), models), marks(drawing(catalogue, title), models)):
        assert {key: [at[0] for at in own] for key, own in placed.items()} == expected


@pytest.mark.parametrize("title", [title for title, chart in CHARTS.items() if chart["kind"] == "timeline"])
def test_each_date_stands_in_the_lane_of_its_model(catalogue, title):
    path, lane = CHARTS[title]["x"], CHARTS[title]["lane"]
    models = [model for model in drawn(path, lane) if values(model, path)]
    chart = drawing(catalogue, title)
    placed = named(chart, "mark", models, "data-lane")
    assert {key: sorted(own) for key, own in placed.items()} == {
        model.key: sorted((word,) for word in words(model, lane)) for model in models
    }
    for key, own in points(chart, models).items():
        assert {x for x, _ in own} == {coordinate(path, model) for model in models if model.key == key}


@pytest.mark.parametrize("title", [title for title, chart in CHARTS.items() if chart["kind"] == "matrix"])
def test_each_cell_holds_the_models_that_are_both(catalogue, title):
    down, across = CHARTS[title]["rows"], CHARTS[title]["columns"]
    models = list(drawn(down, across))
    placed = named(drawing(catalogue, title), "cell", models, "data-column", "data-row")
    assert {key: sorted(own) for key, own in placed.items()} == {
        model.key: sorted(product(words(model, across), words(model, down))) for model in models
    }


@pytest.mark.parametrize("title", [title for title, chart in CHARTS.items() if chart["kind"] == "lineage"])
def test_each_arrow_leads_from_the_record_that_is_named(catalogue, title):
    *relations, _ = drawing(catalogue, title).figure["data"]
    gaps = [[index for index, x in enumerate(trace["x"]) if x is None] for trace in relations]
    arrows = [
        {(trace["customdata"][start + 1], trace["customdata"][end]) for start, end in pairwise([-1, *own])}
        for trace, own in zip(relations, gaps, strict=True)
    ]
    named = [
        {(other, slug) for slug, models in COUNTED.items() for model in models for other in values(model, path)}
        for path in CHARTS[title]["links"]
    ]
    assert arrows == named


COMPARABLE = ("test_set", "split", "metric")
Standings = dict[tuple[str, ...], dict[str, dict[Key, tuple[int, float | None, tuple[float, ...]]]]]
"""What was measured on → who ran it → model → rank, best number, and the ends of the spread."""


def standings() -> Standings:
    runs: defaultdict[tuple[str, ...], defaultdict[Key, list[tuple[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for model in (model for models in MODELS.values() for model in models):
        for item in model.says["results"]:
            value = None if item["value"] in BLANKS else number(item["value"])
            runs[tuple(item.get(name, "") for name in COMPARABLE)][model.key].append((item["run_by"], value))
    counted = {model.key for models in COUNTED.values() for model in models}
    return {board: dict(board_standings(own, counted)) for board, own in runs.items()}


def board_standings(runs: Mapping[Key, list[tuple[str, Any]]], counted: set[Key]) -> Iterator[tuple[str, Any]]:
    for group in {who for own in runs.values() for who, _ in own}:
        own = {key: [value for who, value in items if who == group] for key, items in runs.items()}
        best = {
            key: min((value for value in items if value is not None), default=None)
            for key, items in own.items()
            if items
        }
        ranked = sorted(value for key, value in best.items() if value is not None and key in counted)
        yield (
            group,
            {
                key: (ranked.index(value) + 1 if value is not None and key in counted else 0, value, ends(runs[key]))
                for key, value in best.items()
            },
        )


def ends(items: list[tuple[str, Any]]) -> tuple[float, ...]:
    known = sorted(value for _, value in items if value is not None)
    return tuple(dict.fromkeys((known[0], known[-1]))) if len(known) > 1 else ()


def test_each_model_stands_on_each_leaderboard_where_its_own_numbers_put_it(catalogue):
    shown: Standings = {}
    for board in leaderboards(catalogue):
        for group in board.groups:
            shown.setdefault(board.values, {})["".join(group.values)] = {
                (standing.model.record.slug, standing.model.name): (
                    standing.rank,
                    standing.best.item.value.value and standing.best.item.value.value.number,
                    tuple(map(number, standing.spread.split(" to "))) if standing.spread else (),
                )
                for standing in group.standings
            }
    expected = standings()
    assert len(expected) > 100
    assert shown == expected


def test_the_chart_of_a_leaderboard_has_a_bar_for_each_model_with_a_rank(catalogue):
    expected = standings()
    models = [model for own in MODELS.values() for model in own]
    for board in leaderboards(catalogue):
        for group in board.groups:
            own = expected[board.values]["".join(group.values)]
            ranked = {key: best for key, (rank, best, _) in own.items() if rank}
            if ranked:
                placed = points(leaderboard_chart(catalogue, board, group), models)
                bars = {key: {x for x, _ in at} for key, at in placed.items() if key in ranked}
                assert bars == {key: {best} for key, best in ranked.items()}, (board.values, group.values)


def reach(path: str, written: Any) -> tuple[float, float]:
    """From where to where a value can lie."""
    if is_date(path):
        return days(written)
    text, exact = str(written), number(written)
    return 0 if text[0] in "<≤" else exact, math.inf if text[-1] == "+" or text[0] in ">≥" else exact


def limits(path: str, text: str) -> tuple[float, float]:
    low, high = text.split("..")
    start = (days(low)[0] if is_date(path) else number(low)) if low else -math.inf
    return start, (days(high)[1] if is_date(path) else number(high)) if high else math.inf


def meets(model: Described, path: str, asked: str) -> bool | str:
    """Whether a model has what is asked; the blank that leaves most open where nobody can say."""
    known = values(model, path)
    if asked.startswith("!"):
        verdict = meets(model, path, asked[1:])
        return verdict if verdict in BLANKS else not verdict
    if known and ".." in asked:
        low, high = limits(path, asked)
        return any(least <= high and low <= most for least, most in (reach(path, value) for value in known))
    if asked in ["yes" if value is True else "no" if value is False else str(value) for value in known]:
        return True
    blanks = [blank for blank in BLANKS if blank in facts(model, path)]
    return next((blank for blank in blanks if blank != "not checked" or not known), False)


def answered(models: list[Described], query: str) -> bool | str:
    asked = [pair for pair in parse_qsl(query) if pair[0] not in ("sort", "group", "cols")]
    undecided: list[str] = []
    for model in models:
        verdicts = [meets(model, *pair) for pair in asked]
        if all(verdict is True for verdict in verdicts):
            return True
        if False not in verdicts:
            undecided.append(min((verdict for verdict in verdicts if verdict is not True), key=BLANKS.index))
    return undecided[0] if undecided else False


@pytest.mark.parametrize("question", SURVEY["questions"], ids=lambda question: question["ask"])
def test_each_question_finds_the_records_with_a_model_that_meets_all_of_it(catalogue, question):
    view = read_view(question["query"], catalogue.by_path, catalogue.vocabularies)
    expected = {slug: answered(models, question["query"]) for slug, models in COUNTED.items()}
    assert {record.slug: view.judge(record) for record in catalogue.records} == expected
    unknown = Counter(verdict for verdict in expected.values() if verdict in BLANKS)
    assert view.answer(catalogue.records) == (list(expected.values()).count(True), dict(unknown))
    assert True in expected.values()

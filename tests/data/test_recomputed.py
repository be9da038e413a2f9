"""Marks of charts and rows of leaderboards, computed once more from the YAML by other means."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

import pytest
import yaml

from catalog.charts import draw
from catalog.pages.leaderboards import leaderboards

FACTORS = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9}


@pytest.fixture(scope="module")
def models(project):
    """Of every model in the files: slug, name, whether it counts, and what holds for it."""
    found = []
    for file in sorted((project.data / "systems").glob("*.yml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        variants = record.pop("variants", [])
        results = record.pop("results", [])
        own = [(each["name"], not plain(each.get("scope")), merged(record, each)) for each in variants]
        is_needed = not any(counts for _, counts, _ in own) or any("variant" not in each for each in results)
        for name, counts, facts in ([("", True, record)] if is_needed else []) + own:
            facts["results"] = [each for each in results if each.get("variant", "") == name]
            found.append((record["slug"], name, counts, dict(facts)))
    return found


def merged(general, own):
    """What `own` says and, of the groups of fields in both, what either says."""
    both = {
        key: merged(general[key], own[key]) for key in general.keys() & own.keys() if is_group(general[key], own[key])
    }
    return general | own | both


def is_group(*values):
    return all(isinstance(value, dict) and "value" not in value for value in values)


def plain(fact):
    return fact.get("value") if isinstance(fact, dict) else fact


def number(value):
    """`~2B` as 2e9; None for words."""
    match = re.fullmatch(r"(?:[~<>=]| )*([\d.,]+)([KMB]?)\+?", str(value))
    return float(match[1].replace(",", "")) * FACTORS[match[2]] if match else None


def fits(result, where):
    return all(str(result.get(key, "")) == value for key, value in where.items())


def reading(path, catalog):
    """A function from what holds for a model to the number of a column, which is a field or a measure."""
    measure = next((measure for measure in catalog.settings.measures if measure.key == path), None)
    if measure:
        return lambda facts: min(
            (number(each["value"]) for each in facts["results"] if fits(each, measure.where)), default=None
        )
    first, _, second = path.partition(".")
    return lambda facts: number(plain(facts.get(first, {}).get(second) if second else facts.get(first)))


def numeric(catalog, kind, *names):
    """The charts of a kind whose axes are numbers, with their paths."""
    charts = [chart for chart in catalog.settings.charts if chart.kind == kind]
    paths = [[getattr(chart, name) for name in names] for chart in charts]
    return [(chart, own) for chart, own in zip(charts, paths, strict=True) if not catalog.by_path[own[0]].type.is_date]


def test_every_bar_and_point_has_the_numbers_of_the_models_that_it_names(catalog, models):
    charts = numeric(catalog, "bars", "x") + numeric(catalog, "scatter", "x", "y")
    assert charts
    for chart, paths in charts:
        read = [reading(path, catalog) for path in paths]
        expected = defaultdict(dict)
        for slug, name, counts, facts in models:
            numbers = tuple(each(facts) for each in read)
            if counts and None not in numbers:
                expected[slug][name] = numbers
        drawn = defaultdict(dict)
        for mark in ET.fromstring(draw(catalog, chart, "it").svg).iter():
            if mark.get("class") == "mark" and mark.get("data-x"):
                numbers = tuple(float(mark.get(f"data-{axis}")) for axis in "xy"[: len(paths)])
                slug, variant = mark.get("data-slug"), mark.get("data-variant")
                names = expected[slug] if variant is None else variant.split("\n")
                drawn[slug] |= dict.fromkeys(names, numbers)
        assert drawn == expected, chart.title


def test_every_row_of_a_leaderboard_has_the_best_number_of_its_model_among_those_it_competes_with(catalog, models):
    best = defaultdict(dict)
    for slug, name, counts, facts in models:
        for each in facts["results"]:
            group = tuple(str(each.get(key, "")) for key in ("test_set", "split", "metric", "run_by"))
            value = number(each["value"])
            if value is not None:
                known, _ = best[group].get((slug, name), (value, counts))
                best[group][slug, name] = (min(known, value), counts)
    expected = {}
    for group, rows in best.items():
        counted = sorted(value for value, counts in rows.values() if counts)
        expected |= {
            (*group, *model): (value, counted.index(value) + 1 if counts else 0)
            for model, (value, counts) in rows.items()
        }

    shown = {
        (
            *board.values,
            *("" if value == "None" else value for value in group.values),
            row.model.record.slug,
            row.model.name,
        ): (
            row.best.item.value.value.number,
            row.rank,
        )
        for board in leaderboards(catalog)
        for group in board.groups
        for row in group.standings
        if row.best.item.value.value
    }
    assert shown == expected

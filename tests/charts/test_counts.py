"""Charts of many records: what is counted instead of drawn, and that nothing is lost in counting."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalog.charts import Chart, draw
from catalog.charts.marks import MOST_MARKS
from tests.charts.test_charts import ALL, BARS, LINEAGE, MATRIX, SCATTER, TIMELINE

DATES = ("1930", "1931-05", "1931-05-07", "1932-11-30", "not reported", None)
LENGTHS = (12, "300+", "~4K", "<= 5", 0, "not reported", None)
SHAPES = ("arch", "beam", "cable", "not reported", None)


def bridge(random: Random, number: int) -> dict[str, Any]:
    """One with every kind of value, bound and blank, and sometimes two variants."""
    said = {
        "opened": random.choice(DATES) or None,
        "length": random.choice(LENGTHS),
        "towers": random.choice((0, 1, 2, 40, "3+", None)),
        "shape": random.choice(SHAPES),
        "material": random.choice((["iron"], ["iron", "stone"], [f"alloy {random.randrange(60)}"], None)),
        "replaces": f"bridge-{random.randrange(1, number)}" if number > 1 else None,
        "variants": [{"name": "North", "length": 77}, {"name": "South", "opened": "1955"}] if number % 9 == 0 else None,
    }
    return {field: value for field, value in said.items() if value is not None}


@pytest.fixture(scope="module")
def random_bridges() -> list[dict[str, Any]]:
    random = Random(12)
    return [bridge(random, number) for number in range(1, 1201)]


@pytest.fixture(scope="module")
def charts(bridges, random_bridges) -> dict[str, Chart]:
    catalog = bridges(*random_bridges)
    return {settings.kind: draw(catalog, settings, "it", "bridges/{}/".format) for settings in ALL}


def marks(chart: Chart) -> list[ET.Element]:
    return [node for node in ET.fromstring(chart.svg).iter() if node.get("class") in ("mark", "cell", "edge", "bin")]


def counts(chart: Chart) -> dict[str, int]:
    return {node.get("data-cell"): int(node.get("data-count")) for node in marks(chart) if node.get("data-cell")}


def left_out(chart: Chart) -> set[str]:
    return {subject.record.slug for group in chart.left_out for subject in group.subjects if subject.is_whole}


@pytest.mark.parametrize("kind", [settings.kind for settings in ALL])
def test_no_chart_of_many_records_has_more_than_600_marks_or_lines(charts, kind):
    chart = charts[kind]

    assert 0 < len(marks(chart)) <= 600
    assert 0 < len(chart.rows) <= 600
    assert chart.aggregated
    assert all(len(row.cells) == len(chart.headers) for row in chart.rows)
    assert sum(len(trace["customdata"]) for trace in chart.figure["data"]) <= 1800


@pytest.mark.parametrize("settings", [settings for settings in ALL if settings is not LINEAGE])
def test_up_to_the_limit_every_record_has_a_mark_and_beyond_it_none_is_lost(bridges, settings):
    given = {"opened": "1930-03-05", "length": 5, "towers": 2, "shape": "arch", "material": ["iron"]}
    few, many = ([{**given} for _ in range(count)] for count in (MOST_MARKS, MOST_MARKS + 1))

    drawn, counted = (draw(bridges(*own), settings, "it") for own in (few, many))

    assert (drawn.aggregated, drawn.shown) == ("", MOST_MARKS)
    assert sum(counts(counted).values()) == MOST_MARKS + 1


@pytest.mark.parametrize("kind", ["timeline", "scatter", "bars"])
def test_counts_and_records_left_out_add_up_to_all(bridges, random_bridges, kind):
    settings = next(settings for settings in ALL if settings.kind == kind)
    single = [
        {key: value for key, value in each.items() if key not in ("variants", "replaces")} for each in random_bridges
    ]

    chart = draw(bridges(*single), settings, "it")

    assert sum(counts(chart).values()) + len(left_out(chart)) == len(single)
    assert sum(int(row.cells[-1].replace(",", "")) for row in chart.rows if row.cell) == sum(counts(chart).values())


def test_a_record_of_several_variants_counts_once_in_each_cell_that_any_is_in(bridges):
    two = {"length": 5, "variants": [{"name": "A"}, {"name": "B", "length": 700}, {"name": "C", "length": 701}]}
    catalog = bridges(*[two] * (MOST_MARKS + 1))

    chart = draw(catalog, BARS, "it")

    assert list(counts(chart).values()) == [MOST_MARKS + 1] * 2


def test_a_date_of_a_year_is_in_no_month_but_in_a_hollow_bar_of_its_year(bridges):
    days = [{"opened": f"193{number % 3}-0{number % 9 + 1}-05", "shape": "arch"} for number in range(MOST_MARKS)]

    chart = draw(bridges(*days, {"opened": "1931", "shape": "arch"}), TIMELINE, "it")

    (bar,) = (node for node in marks(chart) if ".." in node.get("data-cell"))
    assert bar.get("data-x") == "1931-01-01..1931-12-31"
    assert [child.get("fill") for child in bar if child.tag.endswith("rect")] == ["none"]
    assert "whose date does not say the month: 1." in chart.aggregated
    assert sum(counts(chart).values()) == MOST_MARKS + 1


def test_bounds_are_said_in_words_and_no_number_off_a_scale_is_lost(charts):
    for kind in ("bars", "scatter"):
        assert re.search(
            r"Counted where they are written: [\d,]+ at least, [\d,]+ about, [\d,]+ at most\.", charts[kind].aggregated
        )


def test_what_is_off_a_logarithmic_scale_is_under_its_first_step(bridges):
    chart = draw(bridges({"length": 0}, *({"length": 10 + number} for number in range(400))), BARS, "it")

    first = next(row for row in chart.rows if row.cell)
    assert (first.cells[1], first.cells[2]) == ("under 12.5 m", "4")


def test_the_best_have_bars_and_the_others_ends_in_words(bridges):
    chart = draw(bridges(*({"length": 10 + number} for number in range(400))), BARS, "it")

    assert [row.cells[1] for row in chart.rows[:2]] == ["409 m", "408 m"]
    assert len([row for row in chart.rows if row.slugs]) == 50
    assert "The bars are the 50 largest of 400; the others lie between 359 m and 10 m." in chart.aggregated


def test_the_less_used_words_are_counted_together_and_the_most_used_apart(bridges):
    words = [["iron"]] * 200 + [["stone"]] * 100 + [[f"alloy {number}"] for number in range(60)]

    chart = draw(
        bridges(*({"shape": "arch", "material": own, "opened": "1930"} for own in words)),
        MATRIX.model_copy(update={"rows": "material", "columns": "shape"}),
        "it",
    )

    cells = {row.cells[0]: row.cells[2] for row in chart.rows}
    assert (cells["iron"], cells["stone"], cells["others, 39 values"]) == ("200", "100", "39")
    assert "The less used values of Material are counted together." in chart.aggregated


def test_a_matrix_counts_what_it_would_have_named(bridges, random_bridges):
    shapes = Counter(str(each.get("shape", "not checked")) for each in random_bridges if "variants" not in each)

    chart = draw(
        bridges(*(each for each in random_bridges if "variants" not in each)),
        MATRIX.model_copy(update={"columns": "shape", "rows": "towers"}),
        "it",
    )

    columns: Counter[str] = Counter()
    for row in chart.rows:
        columns[row.cells[1]] += int(row.cells[2])
    assert columns == shapes


def test_of_a_large_lineage_the_largest_groups_are_drawn_and_the_rest_counted(bridges):
    hub = [{"opened": "1930"}, *({"opened": "1931", "replaces": "bridge-1"} for _ in range(80))]
    pairs = [{"replaces": f"bridge-{82 + 2 * (number // 2)}"} if number % 2 else {} for number in range(400)]

    chart = draw(bridges(*hub, *pairs), LINEAGE, "it")

    named = {slug for row in chart.rows for slug in row.slugs}
    assert "bridge-1" in named
    assert len(named) == 81 + 2 * 9
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", chart.aggregated)]
    assert numbers[0] == len(named)
    assert numbers[0] + numbers[2] == 81 + 400
    assert numbers[1] + numbers[3] == 80 + 200


def test_of_one_group_that_is_too_large_the_most_connected_are_drawn(bridges):
    chain = [{"replaces": f"bridge-{number}"} if number else {} for number in range(400)]
    chain[200:] = [{"replaces": "bridge-7"}] * 200

    chart = draw(bridges(*chain), LINEAGE, "it")

    named = {slug for row in chart.rows for slug in row.slugs}
    assert "bridge-7" in named
    assert 50 <= len(named) <= 100


def test_records_left_out_of_a_chart_are_counted_where_they_are_many(bridges):
    chart = draw(bridges({"length": 5}, *([{}] * (MOST_MARKS + 1))), BARS, "it")

    assert len(marks(chart)) == 1
    assert chart.left_out_text == f"{MOST_MARKS + 1} of {MOST_MARKS + 2} are not shown: {MOST_MARKS + 1} not checked"
    assert not chart.names_left_out


@pytest.mark.parametrize("settings", [TIMELINE, SCATTER, BARS])
def test_cells_say_for_scripts_where_they_end(charts, settings):
    picture = ET.fromstring(charts[settings.kind].svg)

    spans = {node.get("data-x") for node in picture.iter() if node.get("class") == "bin"}
    assert spans
    assert all(re.fullmatch(r"[\d.-]+\.\.[\d.-]+", span) for span in spans)

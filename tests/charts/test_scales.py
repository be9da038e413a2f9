from __future__ import annotations

import math
from datetime import date

import pytest

from catalog.charts import scales
from catalog.charts.plotly.values import on_paper
from catalog.charts.timeline_lanes import Lane


def test_a_log_axis_names_every_decade():
    scale = scales.log([960, 20_000_000], 0, 100)

    assert [tick.label for tick in scale.ticks] == ["1K", "10K", "100K", "1M", "10M"]
    assert scale.at(20_000_000) == pytest.approx(100)


def test_a_short_log_axis_names_steps_within_decades():
    assert [tick.label for tick in scales.log([3, 40], 0, 100).ticks] == ["2", "5", "10", "20", "50"]


def test_zero_is_at_the_edge_of_a_log_axis():
    scale = scales.log([0, 10, 1000], 5, 100)

    assert scale.at(0) == 5
    assert on_paper(scale, 0) == math.log10(scale.low)


def test_the_count_of_a_lane_is_never_cut():
    label = "Free with usage restrictions, and more words than a head has room for"

    assert [line.endswith("… (1,234)") for line in Lane(label, 1234, 0, 0).head] == [False, True]
    assert Lane("Apache-2.0", 41, 0, 0).head == ["Apache-2.0 (41)"]


def test_a_linear_axis_begins_at_zero_and_ends_round():
    scale = scales.linear([3.7], 0, 100)

    assert [tick.label for tick in scale.ticks] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("values", [[], [0], [0.0003], [5e11]])
def test_any_values_give_an_axis(values):
    for make in (scales.log, scales.linear):
        scale = make(values, 0, 100)
        assert 1 < len(scale.ticks) < 20
        assert all(0 <= scale.at(tick.at) <= 100 for tick in scale.ticks)


def test_a_time_axis_covers_whole_quarters_and_names_years():
    scale = scales.time([date(2023, 5, 3).toordinal()], [date(2026, 8, 20).toordinal()], 0, 880)

    assert (date.fromordinal(int(scale.low)), date.fromordinal(int(scale.high))) == (
        date(2023, 4, 1),
        date(2026, 10, 1),
    )
    assert {"2024", "2025", "2026"} <= {tick.label for tick in scale.ticks}


def test_a_century_names_no_more_years_than_fit():
    scale = scales.time([date(1900, 1, 1).toordinal()], [date(2020, 1, 1).toordinal()], 0, 880)

    assert 5 < sum(bool(tick.label) for tick in scale.ticks) < 30

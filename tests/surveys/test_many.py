"""1,500 records whose fields are declared in YAML: no page grows with them, and one odd date squeezes no chart."""

from __future__ import annotations

import gzip
import random
import re
from html import unescape
from pathlib import Path

import pytest

from catalog.paths import Project

COUNT = 1500
SETTINGS = """\
title: Weather stations
description: Places where the weather is measured.
folder: stations
one: station
many: stations
newest: since
columns: [since, country, kind, height, makers]
filters: [country, kind, height]
charts:
  - {kind: timeline, title: When were they set up?, x: since, lane: kind}
  - {kind: scatter, title: Are high ones cold?, x: height, y: coldest, colour: kind}
  - {kind: bars, title: Which are highest?, x: height}
"""
FIELDS = """\
since:   {label: Since, type: date}
country: {label: Country, type: country, filter: true}
kind:    {label: Kind, words: [manned, automatic, buoy], filter: true}
height:  {label: Height, type: number, unit: m, filter: true, plausible: [-430, 9000]}
coldest: {label: Coldest day, type: number, unit: °C}
makers:  {label: Makers, many: true, filter: true}
note:    {label: Note}
visits:  {label: Visits, many: true, fields: {day: {label: Day, type: date}, by: {label: By}}}
"""
WORDS = ("north", "south", "upper", "lower", "old", "new", "long", "white", "stone", "river", "lake", "hill")


def stations(folder: Path) -> Project:
    dice = random.Random(16)
    data = folder / "data"
    (data / "stations").mkdir(parents=True)
    (data / "survey.yml").write_text(SETTINGS, encoding="utf-8")
    (data / "fields.yml").write_text(FIELDS, encoding="utf-8")
    for number in range(COUNT):
        day = f"{dice.randint(1990, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}" if number else "1970"
        height = dice.randint(-400, 8800)
        lines = [
            f"slug: station-{number}",
            f"name: {' '.join(dice.choices(WORDS, k=2)).capitalize()} {number}",
            f"since: {day}",
            f"country: {dice.choice(('KE', 'IS', 'CL', 'JP', 'FR', 'US'))}",
            f"kind: {dice.choice(('manned', 'automatic', 'buoy'))}",
            f"height: {height}",
            f"coldest: {round(20 - height / 120 - dice.random() * 20, 1)}",
            f"makers: [{', '.join(dice.sample(('Alpha', 'Beta', 'Gamma', 'Delta'), 2))}]",
            f"note: {' '.join(dice.choices(WORDS, k=dice.randint(3, 60)))}",
            "visits:",
            *(f"  - {{day: 20{year}-05, by: Ada}}" for year in dice.sample(range(10, 26), dice.randint(1, 4))),
        ]
        (data / "stations" / f"station-{number}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Project(folder)


@pytest.fixture(scope="module")
def website(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from catalog.site import build

    return build(stations(tmp_path_factory.mktemp("stations")))


def size(page: Path) -> int:
    """Bytes that a reader's browser fetches for a page."""
    return len(gzip.compress(page.read_bytes(), 9))


def text(page: Path) -> str:
    """What a reader sees of a page, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


def test_every_record_has_a_page(website):
    assert len([*(website / "stations").glob("station-*/index.html")]) == COUNT


@pytest.mark.parametrize(
    ("page", "limit"), [("", 80_000), ("catalogue", 100_000), ("charts", 100_000), ("guide", 100_000)]
)
def test_no_page_grows_with_the_records(website, page, limit):
    assert size(website / page / "index.html") <= limit


def test_charts_count_where_there_are_too_many_marks(website):
    assert (website / "charts" / "index.html").read_text(encoding="utf-8").count("<circle") < 1000
    assert "Each column counts the stations of one year in its lane" in text(website / "charts" / "index.html")


def test_temperatures_below_zero_are_shown_as_such(website):
    assert re.search(r"Coldest day\s+[-\u2212]47\.6 °C", text(website / "stations" / "station-7" / "index.html"))

"""The CSV export, for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.exports.csv import FORMULA, csv_export, safe
from tests.exports.conftest import Make


def rows(make: Make, **record: Any) -> dict[str, str]:
    catalog = make({"slug": "one", "sources": {"paper": "https://example.org/paper"}} | record)
    (row,) = csv.DictReader(io.StringIO("".join(csv_export(catalog, catalog.records)), newline=""))
    return row


def test_every_field_has_two_columns_in_the_order_of_the_model(make: Make) -> None:
    catalog = make({"slug": "one"})
    header = "".join(csv_export(catalog, catalog.records)).splitlines()[0].split(",")
    assert header[:4] == ["slug", "name", "method", "method.evidence"]
    assert header[2::2] == [column.path for column in catalog.columns]
    assert header[3::2] == [f"{column.path}.evidence" for column in catalog.columns]


def test_the_three_blanks_are_told_apart(make: Make) -> None:
    row = rows(make, hours={"asr": "not reported", "audio": "not applicable"})
    assert [row[f"hours.{name}"] for name in ("asr", "audio", "encoder")] == ["not reported", "not applicable", ""]


def test_bounds_several_values_and_evidence_are_kept(make: Make) -> None:
    row = rows(
        make,
        hours={
            "asr": {"value": "50K+", "source": "paper", "where": "Table 1", "verified": "primary", "instead": [960]},
            "audio": {"value": "~7.7M", "certain": False, "source": "paper"},
        },
        encoders=[{"name": "wavlm-large"}, {"name": {"value": "whisper-large-v2", "source": "paper"}}],
    )
    assert (row["hours.asr"], row["hours.audio"]) == (">=50000", "~7700000")
    assert row["hours.asr.evidence"] == "paper, Table 1 [primary, contested]"
    assert row["hours.audio.evidence"] == "paper [uncertain]"
    assert row["encoders.name"] == "wavlm-large; whisper-large-v2"


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("https://evil.example")',
        "+1",
        "-1+1",
        "@SUM(A1)",
        "=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "\ufe661",
        "| calc",
    ],
)
def test_no_cell_is_a_formula(make: Make, name: str) -> None:
    row = rows(make, name=name, method={"value": name, "source": "paper", "where": name})
    for cell in (row["name"], row["method"]):
        assert cell.removeprefix("'") == name
        assert not cell.startswith(FORMULA)
        assert cell.startswith("'") or name == "| calc"


@pytest.mark.parametrize("text", [" =1", "\u00a0=1", "\u200b+1", "\t=1", "\r1", "\u2066\uff1d1"])
def test_blanks_and_invisible_characters_hide_no_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


@given(st.text())
def test_what_is_made_safe_keeps_its_text(text: str) -> None:
    assert safe(text).removeprefix("'") == text.removeprefix("'")
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_commas_quotes_and_line_breaks_stay_inside_their_cell(make: Make) -> None:
    text = 'a, "b";\nc'
    row = rows(make, name=text, remark=text, method=text)
    assert row["name"] == text
    assert row["method"] == 'a, "b"; c'
    assert row["slug"] == "one"

"""What headers say about waiting, however they are written: they come from anybody."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.services.asking import rate_headers

NOW = 1_795_000_000.0
NUMBERS = st.one_of(
    st.sampled_from(["", "-1", "1e400", "nan", "0", "9" * 20, "9" * 5000, "1.5", "0x1", "٣", "²"]),
    st.integers(-(10**14), 10**14).map(str),
)
LINES = st.one_of(
    NUMBERS,
    st.text(max_size=60),
    st.builds('"api";r={};t={}'.format, NUMBERS, NUMBERS),
    st.builds("Mon, 01 Jan {} 00:00:00 {}".format, NUMBERS, st.sampled_from(["GMT", "+9959", "-2359", ""])),
)
NAMES = (
    "retry-after", "ratelimit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit-remaining", "ratelimit-reset",
    "x-rate-limit-limit", "x-rate-limit-interval",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), LINES))
def test_whatever_headers_say_is_a_time_from_now_on_or_nothing(headers: dict[str, str]) -> None:
    waits = [rate_headers.retry_after(headers, NOW), rate_headers.stated_gap(headers)]
    left = rate_headers.allowance(headers, NOW)
    assert all(wait >= 0 for wait in [*waits, left and left[1]] if wait is not None)
    assert left is None or left[0] >= 0


@pytest.mark.parametrize("year", ["99999999999999999999", "10000"])
def test_a_date_that_no_calendar_has_is_no_date(year: str) -> None:
    assert rate_headers.retry_after({"retry-after": f"Mon, 01 Jan {year} 00:00:00 GMT"}, NOW) is None


@pytest.mark.parametrize("line", ["r=1 ", "t=1 r", "r=1 t", "r" + " " * 50])
def test_a_very_long_line_is_read_in_no_time(line: str) -> None:
    begun = time.perf_counter()
    rate_headers.allowance({"ratelimit": line * 15_000}, NOW)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("line", ['"pages";r=0;t=2', "limit=500, t=2, r=0", 't=2;r=0;x="r=9"'])
def test_the_line_of_the_draft_is_read_in_either_order(line: str) -> None:
    assert rate_headers.allowance({"ratelimit": line}, NOW) == (0, 2.0)

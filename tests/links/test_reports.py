"""Every report format, with hostile text in every place that text can stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from catalog.errors import Problem, SetupError
from catalog.links.health import REPORT, health
from catalog.links.report import FORMATS, Report, dated_json, read_results, render
from catalog.links.report.as_markdown import MARKER
from catalog.links.results import LinkResult, Occurrence, Verdict, archived_copy
from catalog.links.urls import advice

FILE = Path("data/systems/slam.yml")
NASTY = "https://a.example/|`x`<script>alert(1)</script>::error::%0A\x1b[31m@everyone"
RESULTS = (
    LinkResult("https://fine.example/", Verdict.OK, status=200, seconds=0.25),
    LinkResult(
        "https://dead.example/paper",
        Verdict.BROKEN,
        "answers 404 Not Found",
        404,
        occurrences=(Occurrence("slam", FILE, 7, 3), Occurrence("salmonn", Path("data/systems/salmonn.yml"), 9, 5)),
    ),
    LinkResult(
        "http://old.example/",
        Verdict.MOVED,
        "moved permanently",
        200,
        "https://new.example/",
        occurrences=(Occurrence("slam", FILE, 8, 3),),
    ),
    LinkResult(
        "https://slow.example/",
        Verdict.TRANSIENT,
        "no response within 15 s",
        occurrences=(Occurrence("slam", FILE, 12, 3),),
    ),
    LinkResult(
        NASTY,
        Verdict.SUSPECT,
        f"says “{NASTY}\n”",
        200,
        occurrences=(Occurrence("a:b,c", Path("data/a,b:c.yml"), 1, 1),),
    ),
    LinkResult(
        "https://waived.example/", Verdict.BROKEN, "answers 410 Gone", 410, excused="waived until 2026-05-01: x"
    ),
)
PROBLEM = Problem(Path("data/links.yml"), 4, 5, "waivers.0", "the waiver for x expired", "fix the link", "waiver")
REPORT_OF_ALL = Report(RESULTS, datetime(2026, 3, 1, 12, tzinfo=UTC), (PROBLEM,))


def test_json_is_the_contract() -> None:
    entries = json.loads(render(REPORT_OF_ALL, "json"))
    assert [list(entry) for entry in entries] == [
        ["url", "verdict", "location", "status", "seconds", "reason", "records"]
    ] * len(RESULTS)
    assert entries[1]["records"] == ["slam", "salmonn"]
    assert entries[2]["location"] == "https://new.example/"
    assert entries[4]["url"] == NASTY


def test_text_lists_broken_links_first_under_their_records() -> None:
    text = render(REPORT_OF_ALL, "text")
    assert text.startswith("slam\n  broken  https://dead.example/paper  (data/systems/slam.yml:7:3)")
    assert archived_copy("https://dead.example/paper") in text
    assert "write https://new.example/" in text
    assert "waived until 2026-05-01" in text
    assert "the waiver for x expired" in text
    assert text.endswith("6 links: 1 ok, 1 transient, 1 moved, 1 suspect, 2 broken")
    assert "\x1b" not in text


def test_text_gives_advice_on_links_that_answer() -> None:
    result = replace(RESULTS[0], advice="remove the trailing '?'", occurrences=(Occurrence("slam", FILE, 7, 3),))
    text = render(replace(REPORT_OF_ALL, results=(result,)), "text")
    assert "https://fine.example/: remove the trailing '?' (data/systems/slam.yml:7:3)" in text


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.example/x?", "trailing"),
        ("https://a.example/x?#y", "trailing"),
        ("https://me:secret@a.example/", "password"),
        ("https://a.example/x y", "%20"),
        ("http://a.example:8080/x", "https"),
        ("http://127.0.0.1/x", ""),
        ("https://a.example/@me", ""),
        ("https://a.example/x?y", ""),
    ],
)
def test_untidy_addresses_get_advice(url: str, words: str) -> None:
    assert words in advice(url) if words else not advice(url)


def test_markdown_can_be_found_again_and_runs_nothing() -> None:
    text = render(REPORT_OF_ALL, "markdown")
    assert text.startswith(MARKER)
    assert "<script" not in text.replace("`", "").replace(NASTY, "") or "`" in text
    assert all(line.count(" | ") >= 3 for line in text.splitlines() if line.startswith("| `"))
    assert "@everyone" not in "".join(part for place, part in enumerate(text.split("`")) if place % 2 == 0)
    assert "2026-03-01 12:00 UTC" in text


def test_junit_counts_what_ci_counts() -> None:
    suite = ET.fromstring(render(REPORT_OF_ALL, "junit"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped")) == (
        "7",
        "1",
        "1",
        "2",
    )
    failure = suite.find(".//failure")
    assert failure is not None
    assert "data/systems/slam.yml:7:3" in (failure.text or "")


def test_sarif_points_at_every_place() -> None:
    log = json.loads(render(REPORT_OF_ALL, "sarif"))
    assert log["version"] == "2.1.0"
    results = log["runs"][0]["results"]
    places = [
        (result["level"], where["physicalLocation"]["artifactLocation"]["uri"], where["physicalLocation"]["region"])
        for result in results
        for where in result.get("locations", ())
    ]
    assert ("error", "data/systems/slam.yml", {"startLine": 7, "startColumn": 3}) in places
    assert ("error", "data/systems/salmonn.yml", {"startLine": 9, "startColumn": 5}) in places
    assert ("error", "data/links.yml", {"startLine": 4, "startColumn": 5}) in places
    rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in results} <= rules
    jsonschema.validate(log, SARIF)


def test_github_annotates_the_yaml_lines_on_one_line_each() -> None:
    lines = render(REPORT_OF_ALL, "github").splitlines()
    assert lines[0].startswith("::error file=data/systems/slam.yml,line=7,col=3,title=broken link::https://dead")
    assert any(line.startswith("::notice file=data/systems/slam.yml,line=8") for line in lines)
    assert any("file=data/a%2Cb%3Ac.yml" in line for line in lines)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert "transient" not in "".join(lines[:-1])


def test_a_notice_is_an_error_in_no_format() -> None:
    report = Report((), REPORT_OF_ALL.checked, (replace(PROBLEM, severity="notice"),))
    assert not report.fails
    assert "::notice file=data/links.yml" in render(report, "github")
    assert json.loads(render(report, "sarif"))["runs"][0]["results"][0]["level"] == "note"
    suite = ET.fromstring(render(report, "junit"))
    assert (suite.get("tests"), suite.get("errors"), suite.get("skipped")) == ("1", "0", "1")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_without_links_is_still_a_report(form: str) -> None:
    assert render(Report((), REPORT_OF_ALL.checked), form)


@pytest.mark.parametrize("form", ["text", "markdown", "sarif"])
def test_a_run_that_stopped_early_says_so(form: str) -> None:
    text = render(replace(REPORT_OF_ALL, stopped="the run was interrupted"), form)
    assert "incomplete" in text or '"executionSuccessful": false' in text


@pytest.mark.parametrize("form", ["markdown", "junit", "sarif", "github"])
def test_a_run_that_proves_nothing_says_why_in_every_format(form: str) -> None:
    sentence = "Nothing could be reached: is there a network? 2 links were not checked."
    lost = LinkResult("https://lost.example/", Verdict.TRANSIENT, "nothing could be reached", is_checked=False)
    report = Report((lost, RESULTS[1]), REPORT_OF_ALL.checked, stopped="nothing could be reached", failure=sentence)
    text = render(report, form)
    assert sentence in text
    assert "dead.example" in text
    assert "lost.example" not in text or form == "junit"


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_terminal_would_obey_is_in_no_format(form: str) -> None:
    text = "https://a.example/\x1b[31m\x9b31m\x07\x7f\u202e\u2028"
    place = Occurrence(text, Path(text), 3, 1)
    results = tuple(
        LinkResult(text, verdict, text, location=text, occurrences=(place,), excused=excused)
        for verdict in (Verdict.BROKEN, Verdict.MOVED, Verdict.TRANSIENT)
        for excused in ("", text)
    )
    report = Report(results, REPORT_OF_ALL.checked, (replace(PROBLEM, message=text),), text, text)
    assert render(report, form).replace("\n", "").isprintable()
    assert dated_json(report).replace("\n", "").isprintable()


def test_a_saved_report_comes_back(tmp_path: Path) -> None:
    content = json.loads(dated_json(REPORT_OF_ALL))
    assert content["checked"] == "2026-03-01T12:00:00+00:00"
    again = read_results(content, tmp_path)
    assert [(one.url, one.verdict, one.status) for one in again] == [(o.url, o.verdict, o.status) for o in RESULTS]


def test_the_health_page_gets_counts_and_rows_with_their_date(tmp_path: Path) -> None:
    assert health(tmp_path) is None
    (tmp_path / REPORT).write_text(dated_json(REPORT_OF_ALL), encoding="utf-8")
    found = health(tmp_path)
    assert found is not None
    assert found.checked == REPORT_OF_ALL.checked
    assert found.counts == {"ok": 1, "transient": 1, "moved": 1, "suspect": 1, "broken": 2}
    assert found.rows[0].url == "https://dead.example/paper"
    assert found.rows[0].records == ("slam", "salmonn")


def test_a_file_that_is_not_a_health_report_is_an_error(tmp_path: Path) -> None:
    (tmp_path / REPORT).write_text("[]", encoding="utf-8")
    with pytest.raises(SetupError, match="not a report"):
        health(tmp_path)


SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {"required": ["driver"], "properties": {"driver": {"required": ["name"]}}},
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What this project uses of the SARIF 2.1.0 schema."""

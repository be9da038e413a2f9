"""JUnit XML: one test case per link, for CI servers that show test results."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from catalog.escape import xml_text
from catalog.links.report import Report
from catalog.links.results import LinkResult, Verdict

_SKIPPED = frozenset({Verdict.SKIPPED, Verdict.BLOCKED, Verdict.TRANSIENT, Verdict.REFUSED})


def render(report: Report) -> str:
    """Return failing links as failures, links without a clear result as skipped, problems as errors."""
    errors = [problem for problem in report.problems if problem.severity == "error"]
    suite = ET.Element(
        "testsuite",
        name="links",
        tests=str(len(report.results) + len(report.problems) + bool(report.failure)),
        failures=str(sum(result.fails for result in report.results)),
        errors=str(len(errors) + bool(report.failure)),
        skipped=str(sum(_is_skipped(result) for result in report.results) + len(report.problems) - len(errors)),
        timestamp=f"{report.checked:%Y-%m-%dT%H:%M:%S}",
    )
    if report.failure:
        case = ET.SubElement(suite, "testcase", classname="links", name="the run")
        ET.SubElement(case, "error", message=xml_text(report.failure))
    for result in report.results:
        _add_case(suite, result)
    for problem in report.problems:
        case = ET.SubElement(suite, "testcase", classname="data/links.yml", name=xml_text(problem.location))
        ET.SubElement(case, "error" if problem in errors else "skipped", message=xml_text(problem.message))
    ET.indent(suite, "")
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)


def _is_skipped(result: LinkResult) -> bool:
    return not result.fails and (result.verdict in _SKIPPED or bool(result.excused))


def _add_case(suite: ET.Element, result: LinkResult) -> None:
    record = result.records[0] if result.records else "links"
    case = ET.SubElement(
        suite, "testcase", classname=xml_text(record), name=xml_text(result.url), time=f"{result.seconds:.3f}"
    )
    message = xml_text(" ".join(text for text in (result.reason, result.excused) if text))
    if result.fails:
        places = [place.location for place in result.occurrences if place.line]
        failure = ET.SubElement(case, "failure", type=result.verdict, message=message)
        failure.text = xml_text("\n".join(filter(None, [result.remedy, *places])))
    elif _is_skipped(result):
        ET.SubElement(case, "skipped", message=f"{result.verdict}: {message}")
    elif result.verdict is not Verdict.OK:
        ET.SubElement(case, "system-out").text = xml_text(f"{result.verdict}: {message} {result.remedy}")

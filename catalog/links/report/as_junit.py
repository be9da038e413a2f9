"""JUnit XML: one test case per link, for CI servers that show test results."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from catalog.escape import printable
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
        ET.SubElement(case, "error", message=_lines(report.failure))
    for result in report.results:
        _add_case(suite, result)
    for problem in report.problems:
        case = ET.SubElement(suite, "testcase", classname="data/links.yml", name=_lines(problem.location))
        ET.SubElement(case, "error" if problem in errors else "skipped", message=_lines(problem.message))
    ET.indent(suite, "")
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)


def _is_skipped(result: LinkResult) -> bool:
    return not result.fails and (result.verdict in _SKIPPED or bool(result.excused))


def _add_case(suite: ET.Element, result: LinkResult) -> None:
    record = result.records[0] if result.records else "links"
    case = ET.SubElement(
        suite, "testcase", classname=_lines(record), name=_lines(result.url), time=f"{result.seconds:.3f}"
    )
    places = [place.location for place in result.occurrences if place.line]
    message = _lines(" ".join(text for text in (result.reason, result.excused) if text))
    if result.fails:
        failure = ET.SubElement(case, "failure", type=result.verdict, message=message)
        failure.text = _lines("\n".join(filter(None, [result.remedy, *places])))
    elif _is_skipped(result):
        ET.SubElement(case, "skipped", message=f"{result.verdict}: {message}").text = _lines("\n".join(places)) or None
    elif result.verdict is not Verdict.OK:
        ET.SubElement(case, "system-out").text = _lines(
            "\n".join([f"{result.verdict}: {message} {result.remedy}", *places])
        )


def _lines(text: str) -> str:
    """Return `text` for XML: nothing in it is forbidden there, or a command to a terminal."""
    return "\n".join(map(printable, text.split("\n")))

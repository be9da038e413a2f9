"""JUnit XML: one test case a link, for CI servers that draw test results."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from catalog.links.report import Report, remedy
from catalog.links.results import LinkResult, Verdict

_SKIPPED = frozenset({Verdict.SKIPPED, Verdict.BLOCKED, Verdict.TRANSIENT, Verdict.REFUSED})
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Failing links are failures, links that could not be judged are skipped, policy problems are errors."""
    cases = [_case(result) for result in report.results]
    cases += [
        f"<testcase classname='data/links.yml' name={_attribute(problem.location)}>"
        f"<error message={_attribute(problem.message)}/></testcase>"
        for problem in report.problems
    ]
    failures = sum(result.fails for result in report.results)
    skipped = sum(_is_skipped(result) for result in report.results)
    head = (
        f"<testsuite name='links' tests='{len(cases)}' failures='{failures}' errors='{len(report.problems)}'"
        f" skipped='{skipped}' timestamp='{report.checked:%Y-%m-%dT%H:%M:%S}'>"
    )
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, *cases, "</testsuite>"])


def _is_skipped(result: LinkResult) -> bool:
    return not result.fails and (result.verdict in _SKIPPED or bool(result.excused))


def _case(result: LinkResult) -> str:
    group = result.records[0] if result.records else "links"
    said = " ".join(text for text in (result.reason, result.excused) if text)
    inside = ""
    if result.fails:
        places = "\n".join(occurrence.place for occurrence in result.occurrences if occurrence.line)
        text = escape(_clean(f"{remedy(result)}\n{places}".strip()))
        inside = f"<failure type={_attribute(result.verdict)} message={_attribute(said)}>{text}</failure>"
    elif _is_skipped(result):
        inside = f"<skipped message={_attribute(f'{result.verdict}: {said}')}/>"
    elif result.verdict is not Verdict.OK:
        inside = f"<system-out>{escape(_clean(f'{result.verdict}: {said} {remedy(result)}'))}</system-out>"
    names = f"classname={_attribute(group)} name={_attribute(result.url)} time='{result.seconds:.3f}'"
    return f"<testcase {names}>{inside}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)

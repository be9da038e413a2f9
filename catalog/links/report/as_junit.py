"""JUnit XML: one test case a link, for CI servers that draw test results."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from catalog.links.report import Report, advice
from catalog.links.verdicts import Outcome, Verdict

_SKIPPED = frozenset({Verdict.SKIPPED, Verdict.BLOCKED, Verdict.TRANSIENT, Verdict.REFUSED})
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Failing links are failures, links that could not be judged are skipped, policy problems are errors."""
    cases = [_case(outcome) for outcome in report.outcomes]
    cases += [
        f"<testcase classname='data/links.yml' name={_attribute(problem.location)}>"
        f"<error message={_attribute(problem.message)}/></testcase>"
        for problem in report.problems
    ]
    failures = sum(outcome.fails for outcome in report.outcomes)
    skipped = sum(_is_skipped(outcome) for outcome in report.outcomes)
    head = (
        f"<testsuite name='links' tests='{len(cases)}' failures='{failures}' errors='{len(report.problems)}'"
        f" skipped='{skipped}' timestamp='{report.checked:%Y-%m-%dT%H:%M:%S}'>"
    )
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, *cases, "</testsuite>"])


def _is_skipped(outcome: Outcome) -> bool:
    return not outcome.fails and (outcome.verdict in _SKIPPED or bool(outcome.excused))


def _case(outcome: Outcome) -> str:
    group = outcome.records[0] if outcome.records else "links"
    said = " ".join(text for text in (outcome.reason, outcome.excused) if text)
    inside = ""
    if outcome.fails:
        places = "\n".join(use.place for use in outcome.uses if use.line)
        text = escape(_clean(f"{advice(outcome)}\n{places}".strip()))
        inside = f"<failure type={_attribute(outcome.verdict)} message={_attribute(said)}>{text}</failure>"
    elif _is_skipped(outcome):
        inside = f"<skipped message={_attribute(f'{outcome.verdict}: {said}')}/>"
    elif outcome.verdict is not Verdict.OK:
        inside = f"<system-out>{escape(_clean(f'{outcome.verdict}: {said} {advice(outcome)}'))}</system-out>"
    names = f"classname={_attribute(group)} name={_attribute(outcome.url)} time='{outcome.seconds:.3f}'"
    return f"<testcase {names}>{inside}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)

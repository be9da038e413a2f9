"""What a chart cannot show: records and variants that lack a value, by value and kind of blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.charts.subjects import Subject
from catalog.values import Blank


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The records, and variants of others, that lack a value the chart needs: which value, and why it is blank."""

    label: str
    blank: Blank
    subjects: tuple[Subject, ...]

    @property
    def text(self) -> str:
        """`Released not reported (2)`; variants of records that are not missing as a whole: `(2, 1 variant)`."""
        records = sum(subject.is_whole for subject in self.subjects)
        variants = sum(len(subject.models) for subject in self.subjects if not subject.is_whole)
        numbers = [str(records)] if records else []
        if variants:
            numbers.append(f"{variants} variant{'' if variants == 1 else 's'}")
        return f"{self.label} {self.blank} ({', '.join(numbers)})"


MOST_NAMES = 300
"""More records than this are counted, not named."""
_LEAST_SAID_FIRST = (Blank.NOT_CHECKED, Blank.NOT_REPORTED, Blank.NOT_APPLICABLE)


def not_shown(groups: Sequence[LeftOut], total: int) -> str:
    """Return `9 of 67 are not shown: 7 not checked, 2 not reported`.

    A record counts once, by the blank that says least.
    """
    blanks: dict[str, set[Blank]] = {}
    for group in groups:
        for subject in group.subjects:
            if subject.is_whole:
                blanks.setdefault(subject.record.slug, set()).add(group.blank)
    least = Counter(min(own, key=_LEAST_SAID_FIRST.index) for own in blanks.values())
    reasons = ", ".join(f"{least[blank]:,} {blank}" for blank in _LEAST_SAID_FIRST if least[blank])
    records = f"{len(blanks):,} of {total:,} {_are(len(blanks))} not shown: {reasons}" if blanks else ""
    variants = {key for key in _variants(groups) if key[0] not in blanks}
    more = f"{len(variants)} variant{'' if len(variants) == 1 else 's'}"
    if records and variants:
        return f"{records}; and {more} of others"
    return records or (f"{more} {_are(len(variants))} not shown" if variants else "")


def _variants(groups: Sequence[LeftOut]) -> set[tuple[str, str]]:
    """Slug and name of each variant that is missing without its record."""
    parts = [subject for group in groups for subject in group.subjects if not subject.is_whole]
    return {(subject.record.slug, model.name) for subject in parts for model in subject.models}


def _are(count: int) -> str:
    return "is" if count == 1 else "are"

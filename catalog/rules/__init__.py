"""Rules about more than one value: within a record (`WITHIN`) and across records (`ACROSS`).

The name of a rule is a sentence that says what must hold.
"""

from catalog.rules.across import ACROSS
from catalog.rules.cache import CheckCache
from catalog.rules.check import CheckResult, check, check_survey
from catalog.rules.exported import check_export, load_export
from catalog.rules.loading import RecordCache, load
from catalog.rules.within import WITHIN

__all__ = [
    "ACROSS",
    "WITHIN",
    "CheckCache",
    "CheckResult",
    "RecordCache",
    "check",
    "check_export",
    "check_survey",
    "load",
    "load_export",
]

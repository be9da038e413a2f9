"""What one value cannot know: rules within a record, and rules across records.

A rule is a function with a name that says what must hold. `WITHIN` and `ACROSS` list them all.
"""

from catalog.rules.across import ACROSS
from catalog.rules.cache import CheckCache
from catalog.rules.check import check, load
from catalog.rules.within import WITHIN

__all__ = ["ACROSS", "WITHIN", "CheckCache", "check", "load"]

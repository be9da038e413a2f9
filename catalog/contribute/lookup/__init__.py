"""What the services say of a paper, a repository or a model."""

from catalog.contribute.lookup.search import LookupResult, ProposedFact, look_up
from catalog.contribute.lookup.target import InvalidTargetError, LookupService, LookupTarget, read_target

__all__ = [
    "InvalidTargetError",
    "LookupResult",
    "LookupService",
    "LookupTarget",
    "ProposedFact",
    "look_up",
    "read_target",
]

"""What the pages of a paper, a repository or a model say about themselves, asked of their services' interfaces."""

from catalog.contribute.lookup.find import Claim, Found, find
from catalog.contribute.lookup.target import Target, target
from catalog.contribute.lookup.web import NotFound, Services, Web

__all__ = ["Claim", "Found", "NotFound", "Services", "Target", "Web", "find", "target"]

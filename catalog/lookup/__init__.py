"""What the pages of a paper, a repository or a model say about themselves, asked of their services' interfaces."""

from catalog.lookup.find import Claim, Found, find
from catalog.lookup.target import Target, target
from catalog.lookup.web import NotFound, Services, Web

__all__ = ["Claim", "Found", "NotFound", "Services", "Target", "Web", "find", "target"]

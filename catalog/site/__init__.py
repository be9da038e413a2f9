"""The website, step by step: plan, builders, shell, stamp, index, links, publish."""

from catalog.site.publish import MARKER, Progress, build

__all__ = ["MARKER", "Progress", "build"]

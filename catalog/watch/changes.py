"""What can change at a source after somebody has read it."""

from __future__ import annotations

from catalog.values import Term


class ChangeKind(Term):
    """A kind of change; its meaning says what happened, with `{before}` for what was and `{after}` for what is."""

    RETRACTED = "retracted", "the publisher retracted the paper"
    WITHDRAWN = "withdrawn", "the authors withdrew the paper"
    GONE = "gone", "it is not there any more, or not public"
    DISABLED = "disabled", "the host has disabled it"
    ARCHIVED = "archived", "the repository was archived"
    RENAMED = "renamed", "it moved to {after}"
    RELICENSED = "relicensed", "the licence shown there is {after}; it was {before}"
    GATED = "gated", "its files need the owner's permission"
    OPENED = "opened", "its files need no permission any more"
    VERSION = "version", "version {after} of the paper appeared"
    TITLE = "title", "the title is “{after}”; it was “{before}”"
    PUBLISHED = "published", "it was published: {after}"
    RELEASE = "release", "release {after} appeared"
    CHECKPOINT = "checkpoint", "new files appeared: {after}"
    REVISION = "revision", "its files changed, revision {after}"
    CONTENT = "content", "its text changed"

    @property
    def is_grave(self) -> bool:
        """Whether readers must know it even where nobody knows when the source was read."""
        return self in _GRAVE

    @property
    def concerns_files(self) -> bool:
        """Whether it is a change of a repository and all that is in it."""
        return self in _OF_ALL

    def sentence(self, before: str = "", after: str = "") -> str:
        """What happened, as the end of a sentence: `version 2 of the paper appeared`."""
        return self.meaning.format(before=before or "none", after=after or "none")


_GRAVE = frozenset(
    {ChangeKind.RETRACTED, ChangeKind.WITHDRAWN, ChangeKind.GONE, ChangeKind.DISABLED, ChangeKind.ARCHIVED}
)
_OF_ALL = frozenset(
    {
        ChangeKind.GONE,
        ChangeKind.DISABLED,
        ChangeKind.ARCHIVED,
        ChangeKind.RENAMED,
        ChangeKind.RELICENSED,
        ChangeKind.GATED,
        ChangeKind.OPENED,
    }
)

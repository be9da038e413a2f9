"""Why a service gave no usable answer.

NotFoundError           it says that it has no such thing
ServiceError            no usable answer; the message is one sentence for people
├── RefusedError        it refuses this one request, by a status that the asker may know
├── StoppedError        it is not asked again in this run
└── BudgetError         the requests or the seconds of this run are used up
"""

from __future__ import annotations

from catalog.errors import CatalogError


class NotFoundError(CatalogError):
    """The service answered that it has no such thing."""


class ServiceError(CatalogError):
    """A service gave no usable response: no network, overload, or another form than documented."""


class RefusedError(ServiceError):
    """The service refuses this request, not the asker: the same one will be refused again."""

    def __init__(self, message: str, status: int, content: bytes) -> None:
        super().__init__(message)
        self.status, self.content = status, content


class StoppedError(ServiceError):
    """The service is not asked again in this run; the message says until when, where that is known."""


class BudgetError(ServiceError):
    """The requests or the seconds of this run are used up; a later run goes on with the answers that are kept."""

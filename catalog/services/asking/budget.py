"""What one run may spend on all services together, and what each has cost."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.services.asking.clock import Clock
from catalog.services.asking.failures import BudgetError


@dataclass(slots=True)
class Usage:
    """What asking one service has cost so far."""

    requests: int = 0
    """Requests that were sent: also those that were redirected, or answered that nothing changed (304)."""
    answers: int = 0
    """Responses of the service itself, whatever they say; none of a service that was not reached."""
    kept: int = 0
    """Questions answered by what was kept, without a request."""
    waited: float = 0.0
    """Seconds of waiting between requests."""
    limited: float = 0.0
    """Those of them that the service asked for or that followed a failure, beside its own pace."""
    failure: str = ""
    """One sentence on why it could not be asked, or not for everything; empty if it could."""
    stopped: int = 0
    """How often it was given up: for a limit, a host, or as a whole."""


class RunBudget:
    """The requests and the seconds that a run may use; None for as many as it needs."""

    def __init__(self, clock: Clock, requests: int | None, seconds: float | None) -> None:
        self._clock, self._requests, self._seconds = clock, requests, seconds
        self._end = None if seconds is None else clock.monotonic() + seconds
        self.sent = 0
        """Requests so far."""

    def check(self, wait: float = 0.0) -> None:
        """Return if one more request may be sent after so many seconds.

        Raises:
            BudgetError: it may not.
        """
        if self._requests is not None and self.sent >= self._requests:
            requests = "1 request" if self._requests == 1 else f"{self._requests} requests"
            raise BudgetError(f"the budget of {requests} is used up; run it again to go on")
        if self._end is not None and self._clock.monotonic() + wait > self._end:
            raise BudgetError(f"the {self._seconds:g} seconds of this run are used up; run it again to go on")

"""What a run proves: nothing when no server was reached, none could be verified, or the time was too short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.links.results import LinkResult, Verdict
from catalog.services.transport.connect import ConnectionFactory

INTERRUPTED = "the run was interrupted"
_UNREACHED = "nothing could be reached"
_UNVERIFIED = "no https server could be verified"
_NEVER_REQUESTED = frozenset({Verdict.INVALID, Verdict.SKIPPED, Verdict.REFUSED})
_BY_NETWORK = frozenset({Verdict.BROKEN, Verdict.TRANSIENT, Verdict.BLOCKED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a run, why it did not check every link, and the sentence that says so where it proves nothing."""

    results: Sequence[LinkResult]
    stopped: str = ""
    failure: str = ""


def assess(results: Sequence[LinkResult], connections: ConnectionFactory, stopped: str) -> Outcome:
    """Return what `results` prove, after what `connections` met; `stopped` says why the run ended early, if it did."""
    if not connections.reached:
        return _unreached(results, stopped)
    if connections.trust.is_useless:
        return _unverified(results, connections, stopped)
    requested = [result for result in results if result.verdict not in _NEVER_REQUESTED]
    missed = sum(not result.is_checked for result in requested)
    if stopped in {"", INTERRUPTED} or missed * 2 <= len(requested):
        return Outcome(results, stopped)
    return _failed(results, stopped, stopped, f"{stopped} before half of {len(requested)} links were checked:")


def _unreached(results: Sequence[LinkResult], stopped: str) -> Outcome:
    """The outcome of a run without a network: it says nothing about any link."""
    failed = [result for result in results if result.verdict in _BY_NETWORK]
    if not failed:
        return Outcome(results, stopped)
    changed = [_without_proof(each, _UNREACHED) if each.verdict in _BY_NETWORK else each for each in results]
    reasons = Counter(result.reason for result in failed if result.is_checked) or Counter([stopped])
    sentence = f"{_UNREACHED} ({reasons.most_common(1)[0][0]}): is there a network?"
    return _failed(changed, stopped, _UNREACHED, sentence)


def _unverified(results: Sequence[LinkResult], connections: ConnectionFactory, stopped: str) -> Outcome:
    """The outcome of a run that knew the issuer of no certificate: it says nothing about https links."""
    messages = set(connections.trust.untrusted.values())
    changed = [
        _without_proof(each, _UNVERIFIED) if any(message in each.reason for message in messages) else each
        for each in results
    ]
    return _failed(changed, stopped, _UNVERIFIED, f"{_UNVERIFIED}: {connections.trust.fault}.")


def _failed(results: Sequence[LinkResult], stopped: str, why: str, sentence: str) -> Outcome:
    if stopped == INTERRUPTED:
        return Outcome(results, stopped)
    missed = sum(not result.is_checked for result in results)
    links = "1 link was" if missed == 1 else f"{missed} links were"
    return Outcome(results, stopped or why, f"{sentence[0].upper()}{sentence[1:]} {links} not checked.")


def _without_proof(result: LinkResult, why: str) -> LinkResult:
    return replace(result, verdict=Verdict.TRANSIENT, reason=f"{why}: {result.reason}", is_checked=False)

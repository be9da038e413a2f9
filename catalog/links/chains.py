"""Certificate chains that servers send incomplete.

A certificate holds the address of its issuer's. Browsers fetch that, or have it from another server; most other
programs do not. So a chain that can be completed is suspect; one that still ends at nobody known is broken.
"""

from __future__ import annotations

from catalog.links.classify import classify_failure
from catalog.links.results import Classification, Verdict
from catalog.links.retry import Retrier, RetryBudget
from catalog.links.throttle import RateLimited
from catalog.links.urls import InvalidUrlError, UnsupportedSchemeError, parse
from catalog.services.transport.chains import Chain, issuer_address
from catalog.services.transport.connect import request_error
from catalog.services.transport.exchange import API_BODY, ForbiddenAddressError, Request, RequestError

_MAX_ISSUERS = 3
_INCOMPLETE = "TLS: the server does not send the certificate of its issuer; browsers fetch it, other programs fail"
_UNFETCHED = (InvalidUrlError, UnsupportedSchemeError, ForbiddenAddressError, RateLimited, RequestError)


async def classify_chain(error: RequestError, retrier: Retrier) -> Classification:
    """Return the verdict on a server whose certificate is by an unknown issuer, as `error` says."""
    if error.url is None or retrier.pool.factory.trust.is_empty:
        return classify_failure(error)
    try:
        return await _complete(error, Chain(error.url, retrier.pool.factory, retrier.pool.timeout), retrier)
    except OSError as failure:
        return classify_failure(request_error(failure, error.url))
    except (RequestError, ForbiddenAddressError) as failure:
        return classify_failure(failure)


async def _complete(error: RequestError, chain: Chain, retrier: Retrier) -> Classification:
    certificate = await chain.certificate()
    for _ in range(_MAX_ISSUERS):
        address = issuer_address(certificate)
        if not address:
            break
        try:
            certificate = await _fetch(address, retrier)
            is_root = chain.add(certificate)
        except _UNFETCHED:
            return Classification(Verdict.SUSPECT, f"{error}: the server does not send it, nor does {address}")
        if is_root:
            break
        if await chain.is_complete():
            return Classification(Verdict.SUSPECT, _INCOMPLETE)
    return Classification(Verdict.BROKEN, str(error))


async def _fetch(address: str, retrier: Retrier) -> bytes:
    """The body at `address`, of any response: what is no certificate will not be read as one."""
    return (await retrier.fetch(Request(parse(address), limit=API_BODY), RetryBudget(1))).body

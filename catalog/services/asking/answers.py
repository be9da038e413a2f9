"""Asking a service for one thing, with what the service itself says in the errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from catalog.services.asking.client import Asking, ServiceClient
from catalog.services.asking.failures import NotFoundError, RefusedError
from catalog.services.asking.kept_answers import Reply
from catalog.services.replies import json_object, read_error

A = TypeVar("A")


async def ask(
    client: ServiceClient, url: str, read: Callable[[Reply], A | None], asking: Asking, missing: str = ""
) -> A:
    """What `read` makes of the answer; None from it says that the answer has another form than documented.

    Raises:
        NotFoundError: the service has nothing there; `missing` says what.
        RefusedError: it refuses the request; its own words, if it has any, are in the message.
        ServiceError: there is no usable answer.
    """
    try:
        return await client.ask(url, asking, read)
    except NotFoundError as error:
        raise NotFoundError(missing or str(error)) from None
    except RefusedError as error:
        said = read_error(error.content)
        raise RefusedError(f"{error} ({said})" if said else str(error), error.status, error.content) from None


def of_json(read: Callable[[Mapping[str, Any]], A | None]) -> Callable[[Reply], A | None]:
    """A reader of a reply's JSON object; what holds none is not of the documented form."""

    def read_object(reply: Reply) -> A | None:
        content = json_object(reply.content)
        return None if content is None else read(content)

    return read_object


def never_missing(_: int, __: Mapping[str, str]) -> bool:
    """Of services whose status does not say that there is no such thing."""
    return False

"""ModelScope: the open API and the older one, whose refusals all have the status 404."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Fault, Said, as_json
from tests.standins.world import ModelScopeEntry, World

MISSING, PRIVATE, NO_REVISION = 10010205001, 10010200001, 10990101004
_FAILED = "获取模型信息失败，信息："  # noqa: RUF001 - with the punctuation that it really has


def answer(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """Either face."""
    if match := re.fullmatch(r"/api/v1/(models|datasets)/([^/]+/[^/]+)", asked.path):
        entry = _find(world, match[1], match[2])
        if entry is None:
            return refusal(MISSING, _FAILED + "record not found")
        if entry.is_private:
            return refusal(PRIVATE, "没有权限访问该模型")
        return as_json({"Code": 200, "Success": True, "Message": "success", "RequestId": "r", "Data": _older(entry)})
    if match := re.fullmatch(r"/openapi/v1/(models|datasets)/([^/]+/[^/]+)", asked.path):
        entry = _find(world, match[1], match[2])
        if entry is None or entry.is_private:
            return as_json(
                {"success": False, "code": "ResourceNotFound", "message": "not found", "request_id": "r"}, 404
            )
        return as_json({"success": True, "data": _open(entry), "request_id": "r"})
    if match := re.fullmatch(r"/openapi/v1/(models|datasets)", asked.path):
        return _listing(world, asked, match[1])
    return as_json({"Code": 404, "Success": False, "Message": "404 page not found"}, 404)


def refusal(code: int, message: str) -> Said:
    """What the older face says instead of a description."""
    return as_json({"Code": code, "Success": False, "Message": message, "RequestId": "r", "Data": None}, 404)


def overload() -> Fault:
    """Overload under the code of what is missing."""
    sentence = "Error 1461: Can't create more than max_prepared_stmt_count statements"
    return lambda _: refusal(MISSING, _FAILED + sentence)


def no_revision() -> Fault:
    return lambda _: refusal(NO_REVISION, "版本不存在")


def _find(world: World, kind: str, name: str) -> ModelScopeEntry | None:
    return next((entry for entry in world.modelscope if (entry.kind, entry.name) == (kind, name)), None)


def _older(entry: ModelScopeEntry) -> dict[str, Any]:
    return {
        "Id": 123, "Name": entry.name.partition("/")[2], "ChineseName": "", "License": entry.licence,
        "CreatedTime": _epoch(entry.created), "LastUpdatedTime": _epoch(entry.modified),
        "Tasks": [{"Name": entry.task}], "Tags": ["asr"], "Downloads": 100, "Stars": 5, "Revision": "master",
        "RelatedArxivId": entry.papers, "ModelInfos": {}, "ReadMeContent": "…", "Visibility": 5,
    }  # fmt: skip


def _open(entry: ModelScopeEntry) -> dict[str, Any]:
    return {
        "id": entry.name, "display_name": entry.name, "description": "", "license": entry.licence, "tags": ["asr"],
        "tasks": [entry.task], "downloads": 100, "likes": 5, "file_size": 1, "private": False,
        "gated": entry.is_gated, "login_required": entry.is_gated, "created_at": f"{entry.created}T00:00:00Z",
        "last_modified": f"{entry.modified}T00:00:00Z",
    }  # fmt: skip


def _epoch(day: str) -> int:
    return round(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def _listing(world: World, asked: Asked, kind: str) -> Said:
    found = [
        entry
        for entry in world.modelscope
        if entry.kind == kind and not entry.is_private and asked.first("search").lower() in entry.name.lower()
        if asked.first("owner") in {"", entry.name.partition("/")[0]} and asked.first("task") in {"", entry.task}
    ]
    page, size = int(asked.first("page_number", "1")), int(asked.first("page_size", "10"))
    if page * size > 3000:
        return as_json({"success": False, "code": "InputParameterError", "message": "at most 3000"}, 400)
    some = found[(page - 1) * size : page * size]
    data = {"models": list(map(_open, some)), "total_count": len(found), "page_number": page, "page_size": size}
    return as_json({"success": True, "data": data, "request_id": "r"})

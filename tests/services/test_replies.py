"""What replies of the services are read as, whatever is in them."""

from __future__ import annotations

import pytest

from catalog.services import arxiv, github, huggingface, modelscope
from catalog.services.replies import clean_text, json_object
from tests.standins.fixed import ENTRY, FEED, MODEL, REPOSITORY


def test_a_feed_is_read_into_papers():
    (paper,) = (arxiv.read_feed(FEED.format(id="2411.07777", entry=ENTRY).encode()) or {}).values()
    assert (paper.identifier, paper.version, paper.submitted) == ("2411.07777", 3, "2024-11-12")
    assert paper.title == "LoomASR: Weaving Speech Encoders into Large Language Models"
    assert paper.authors == ("Ada Weaver", "Ørjan Spinner")
    assert not paper.is_withdrawn


@pytest.mark.parametrize("body", [b"Rate exceeded.", b"<html>busy</html>", b"\xff\xfe\x00", b""])
def test_what_is_not_a_feed_is_not_an_empty_feed(body):
    assert arxiv.read_feed(body) is None


def test_an_error_entry_is_a_refusal_and_no_empty_feed():
    entry = "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x/1</id><title>Error</title></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()
    assert arxiv.read_feed(feed) is None
    assert arxiv.is_refusal(200, feed)
    assert arxiv.is_refusal(414, b"")
    mention = FEED.format(id="2411.07777", entry=ENTRY.replace("</summary>", " arxiv.org/api/errors# </summary>"))
    assert not arxiv.is_refusal(200, mention.encode())
    assert not arxiv.is_refusal(503, feed)


def test_a_repository_is_read_with_the_name_it_has_now():
    repository = github.read_repository(REPOSITORY | {"license": {"spdx_id": "NOASSERTION"}, "archived": True})
    assert repository is not None
    assert (repository.name, repository.licence) == ("loom-lab/loomasr", "")
    assert repository.is_archived


def test_a_model_is_read_with_its_licence():
    model = huggingface.read_repository(MODEL)
    assert model is not None
    assert (model.name, model.licence, model.papers) == ("loom-lab/loomasr-7b", "cc-by-nc-4.0", ("2411.07777",))
    other = huggingface.read_repository(
        MODEL | {"tags": ["license:other"], "cardData": {"license": "other", "license_name": "loom-1"}}
    )
    assert other is not None
    assert other.licence == "loom-1"


@pytest.mark.parametrize("name", ["../../x", "a b\nslug: evil", None, 7, ["a/b"]])
def test_a_name_that_is_not_owner_and_name_describes_nothing(name):
    assert github.read_repository({"full_name": name}) is None
    assert huggingface.read_repository({"id": name}) is None


@pytest.mark.parametrize(
    ("status", "headers", "missing"),
    [(401, {}, True), (404, {}, True), (401, {"x-error-code": "GatedRepo"}, False), (429, {}, False)],
)
def test_hugging_face_answers_401_for_a_missing_and_for_a_gated_model(status, headers, *, missing):
    assert huggingface.is_missing(status, headers) is missing


def test_modelscope_says_in_the_reply_that_there_is_no_such_model():
    assert modelscope.is_missing({"Code": 10010205001, "Message": "获取模型信息失败: record not found。"})
    assert not modelscope.is_missing({"Code": 10010205001, "Message": "Error 1461: too many statements"})
    assert not modelscope.is_missing({"Code": 10010205001})
    assert not modelscope.is_missing({"Code": 200, "Data": {}})


def test_only_an_object_is_a_json_reply():
    assert json_object(b'{"a": 1}') == {"a": 1}
    assert [json_object(body) for body in (b"[]", b"null", b"<html>", b"\xff", b"[" * 100_000)] == [None] * 5


def test_text_of_a_reply_becomes_one_printable_line():
    assert clean_text("On\n  Speech\u202e\x07") == "On Speech"
    assert clean_text(["On"]) == ""
    assert clean_text("x" * 600) == "x" * 500

"""Every reader of replies: the traps that are known of each service, and whatever else may come."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.services import arxiv, crossref, feeds, github, huggingface, modelscope, pages, replies
from catalog.services.html_page import decode_page, parse_page
from tests.standins.fixed import ENTRY, FEED, MODEL, REPOSITORY, WORK

SLOW = settings(deadline=None, max_examples=150)


def texts(value: Any) -> list[str]:
    """Every text in what a reader returned."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def is_clean(value: Any) -> bool:
    return all(text.isprintable() and text == text.strip() for text in texts(value))


JSON_READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "GitHub": github.read_repository,
    "release": github.read_release,
    "search": github.read_search,
    "Hugging Face": huggingface.read_repository,
    "paper": huggingface.read_paper_code,
    "ModelScope": lambda reply: modelscope.read_description(reply, "a/b"),
    "refusal": lambda reply: (modelscope.is_missing(reply), modelscope.read_message(reply)),
    "Crossref": crossref.read_work,
}
KNOWN = sorted(
    {*REPOSITORY, *MODEL, *WORK, *WORK["message"], "items", "total_count", "topics", "tag_name", "published_at",
     "baseModels", "models", "relation", "safetensors", "parameters", "total", "siblings", "rfilename", "config",
     "sha", "gated", "Data", "data", "RelatedArxivId", "CreatedTime", "License", "Message", "Success", "subtitle",
     "given", "family", "date-parts", "updated-by", "spdx_id", "language", "base_model", "license_name", "githubRepo"}
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["a/b", "\ud800\u202e\x07", "2024-13-45T", "2024-01-02", "arxiv:2411.07777", "Ã¼", 10**30, -1])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=5), inner),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(KNOWN), VALUES, max_size=8)
COMPLETE: dict[str, Any] = {"id": "a/b", "full_name": "a/b", "tag_name": "v1", "total_count": 1, "items": [REPOSITORY]}


@pytest.mark.parametrize("name", JSON_READERS)
@SLOW
@given(reply=OBJECTS)
def test_any_json_is_read_into_clean_texts_or_nothing(name: str, reply: dict[str, Any]) -> None:
    for each in (reply, COMPLETE | reply, {"message": reply}, {"data": reply}, {"Data": reply}):
        assert is_clean(JSON_READERS[name](each))


ANY_BYTES = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace"))
FEED_PARTS = st.lists(
    st.sampled_from(
        ["<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<entry>", "</entry>", "<title>", "</title>", ENTRY,
         "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<link>", "<id>http://arxiv.org/abs/2411.07777v3</id>",
         "<author><name>Ã¼</name></author>", "<pubDate>Tue, 99 Nov 2024</pubDate>", "<updated>2024</updated>", "&#7;",
         "<guid>oai:arXiv.org:x</guid>", "<![CDATA[", "]]>", "<!-- ", "&amp;", "&nope;", "\u202e",
         "<?xml version='1.0'", "?>", "<script>", "<p hidden>", "</p>", "<td", " style='display: none'", ">"]
    )
    | st.text(max_size=8)
).map("".join)  # fmt: skip


@SLOW
@given(content=ANY_BYTES | FEED_PARTS.map(lambda text: text.encode(errors="replace")), kind=st.text(max_size=30))
def test_any_bytes_are_read_into_clean_texts_or_nothing(content: bytes, kind: str) -> None:
    headers = {"content-type": kind, "last-modified": kind}
    assert is_clean(arxiv.read_answer(content))
    assert is_clean(feeds.feed_entries(content, headers))
    assert is_clean(pages.read_page("https://example.org/", headers, content))
    assert is_clean(pages.read_page("https://example.org/", {}, content))
    assert is_clean(replies.read_error(content))
    assert isinstance(arxiv.is_refusal(200, content), bool)


@SLOW
@given(headers=st.dictionaries(st.sampled_from(["link", "x-error-code", "x-error-message"]), st.text()))
def test_any_header_is_read(headers: dict[str, str]) -> None:
    assert isinstance(huggingface.next_cursor(headers), str)
    assert huggingface.is_missing(401, headers) in {True, False}


@given(name=st.text(st.characters(max_codepoint=0x7E), max_size=30))
def test_names_that_are_not_garbled_stay_as_they_are(name: str) -> None:
    assert replies.read_names([f"A{name}"]) == (replies.clean_text(f"A{name}"),)


@given(name=st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=30))
def test_a_name_that_was_read_in_the_wrong_charset_is_read_in_the_right_one(name: str) -> None:
    assert replies.read_names([name.encode().decode("latin-1")]) == (name,)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Hans WÃ¼bben", ("Hans Wübben",)),
        ("Ä\x87osiÄ‡", ()),
        ("Milan Ä‡osi", ("Milan ćosi",)),
        ("Jos\ufffd", ()),
        ("José\u00a0Ørsted", ("José Ørsted",)),
        ("Niamh Ó\u2019Brien", ("Niamh Ó\u2019Brien",)),
        ("José RodrÃ\u00adguez", ()),
        ("Carlos RodrÃ\u00adguez", ("Carlos Rodríguez",)),
        ("王小明", ("王小明",)),
    ],
)
def test_a_garbled_name_is_repaired_or_no_author_is_proposed(name: str, read: tuple[str, ...]) -> None:
    assert replies.read_names([name]) == read
    if not read:
        assert replies.read_names(["Ada Weaver", name]) == ()


def feed_of(entry: str) -> bytes:
    return FEED.format(id="2411.07777", entry=entry).encode()


def test_all_that_the_api_says_of_a_paper_is_read_in_any_order() -> None:
    more = "<arxiv:journal_ref>Proc. X 2025</arxiv:journal_ref><arxiv:doi>10.1109/X.2025.00035</arxiv:doi>"
    more += "<category term='cs.SD'/>"
    answer = arxiv.read_answer(feed_of(ENTRY.replace("<id>", f"{more}<id>", 1)))
    assert answer is not None
    paper = answer.papers["2411.07777"]
    assert (paper.version, paper.submitted, paper.updated) == (3, "2024-11-12", "2025-03-02")
    assert (paper.journal, paper.doi) == ("Proc. X 2025", "10.1109/X.2025.00035")
    assert paper.categories == ("eess.AS", "cs.SD")
    assert answer.total == 1


@pytest.mark.parametrize("written", ["see the publisher", "http://", "n/a"])
def test_a_doi_that_is_none_is_left_out(written: str) -> None:
    answer = arxiv.read_answer(feed_of(ENTRY.replace("<id>", f"<arxiv:doi>{written}</arxiv:doi><id>", 1)))
    assert answer is not None
    assert answer.papers["2411.07777"].doi == ""


def test_an_error_of_the_api_is_told_in_its_own_words() -> None:
    entry = (
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
        "<summary>incorrect id\n format for abc</summary></entry>"
    )
    answer = arxiv.read_answer(feed_of(entry))
    assert answer is not None
    assert (answer.error, answer.papers) == ("incorrect id format for abc", {})


def model(**own: Any) -> huggingface.HubRepository:
    read = huggingface.read_repository(MODEL | own)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("said", "weights"),
    [
        ({"safetensors": {"parameters": {"BF16": 7615616512}, "total": 7615616512}}, 7615616512),
        ({"safetensors": {"parameters": {"BF16": 7615616512}, "total": 333312}}, 7615616512),
        ({"safetensors": {"parameters": {"F32": 39000000, "I64": 512}, "total": 39000512}}, 39000512),
        ({"safetensors": {"parameters": {"BF16": 100, "U8": 7000000}, "total": 7000100}}, None),
        ({"safetensors": {"parameters": {"I32": 7000000}, "total": 7000000}}, None),
        ({"safetensors": {"parameters": {"F8_E4M3": 7000000}, "total": 7000000}}, None),
        ({"safetensors": {"total": 7000000}, "config": {"quantization_config": {"bits": 4}}}, None),
        ({"safetensors": {"parameters": {"F32": "many"}, "total": True}}, None),
        ({"safetensors": {"parameters": {"F32": -5}, "total": 7}}, None),
        ({"safetensors": {"parameters": {}, "total": 0}}, None),
        ({}, None),
        (
            {
                "safetensors": {"parameters": {"BF16": 333312}, "total": 333312},
                "siblings": [{"rfilename": "model-00001-of-00004.safetensors"}],
            },
            None,
        ),
    ],
)
def test_a_number_of_weights_is_read_only_where_it_can_be_trusted(said: dict[str, Any], weights: int | None) -> None:
    assert model(**said).parameters == weights


def test_a_card_is_read_in_both_forms_of_its_fields() -> None:
    one = model(cardData={"language": "en", "base_model": "Qwen/Qwen3-1.7B", "base_model_relation": "finetune"})
    assert (one.languages, one.base_models, one.base_relation) == (("en",), ("Qwen/Qwen3-1.7B",), "finetune")
    hub = {"relation": "adapter", "models": [{"_id": "67", "id": "Qwen/Qwen3-1.7B"}, {"id": 7}]}
    many = model(cardData={"language": ["en", "zh", "en"], "base_model": ["x/y"]}, baseModels=hub)
    assert (many.languages, many.base_models, many.base_relation) == (("en", "zh"), ("Qwen/Qwen3-1.7B",), "adapter")
    assert model(tags=["arxiv:2411.07777", "arxiv:2411.07777", "arxiv:x"]).papers == ("2411.07777",)


@pytest.mark.parametrize(
    ("gated", "read"), [(False, ""), (True, "manual"), ("auto", "auto"), ("manual", "manual"), (None, ""), ([1], "")]
)
def test_access_is_free_unless_the_hub_says_how_it_is_granted(gated: object, read: str) -> None:
    assert model(gated=gated).gated == read
    assert model(gated=gated).is_gated is bool(read)


@pytest.mark.parametrize(
    ("status", "headers", "missing"),
    [
        (401, {"x-error-message": "Invalid username or password."}, True),
        (404, {"x-error-code": "RepoNotFound"}, True),
        (401, {"x-error-message": "Invalid credentials in Authorization header"}, False),
        (403, {"x-error-code": "GatedRepo"}, False),
        (404, {"x-error-code": "RevisionNotFound"}, False),
        (404, {"x-error-code": "EntryNotFound"}, False),
        (200, {}, False),
    ],
)
def test_hugging_face_says_missing_in_few_ways(status: int, headers: dict[str, str], *, missing: bool) -> None:
    assert huggingface.is_missing(status, headers) is missing


def test_the_next_page_is_found_among_other_links() -> None:
    header = '<https://x.example/api/models?limit=2&cursor=a%3D%3D>; rel="next", <https://x.example/>; rel="first"'
    assert huggingface.next_cursor({"link": header}) == "a=="
    assert huggingface.next_cursor({"link": header.replace("next", "prev")}) == ""
    assert huggingface.next_cursor({}) == ""


@pytest.mark.parametrize("licence", [None, {"spdx_id": "NOASSERTION", "name": "Other"}, {"spdx_id": None}, "MIT"])
def test_github_recognised_no_licence(licence: object) -> None:
    repository = github.read_repository(REPOSITORY | {"license": licence})
    assert repository is not None
    assert repository.licence == ""


def test_a_repository_keeps_its_number_topics_and_state() -> None:
    said = {"topics": ["asr", 7], "archived": True, "disabled": True, "fork": True, "description": None}
    repository = github.read_repository(REPOSITORY | said)
    assert repository is not None
    assert (repository.identifier, repository.topics, repository.description) == (887654321, ("asr",), "")
    assert (repository.created, repository.pushed, repository.default_branch) == ("2024-10-30", "2025-05-01", "main")
    assert repository.is_archived
    assert repository.is_disabled
    assert repository.is_fork


@pytest.mark.parametrize("moment", [1731578400, "2024-11-14T10:00:00Z", "2024-11-14 18:00:00"])
def test_modelscope_gives_moments_as_numbers_and_as_text(moment: object) -> None:
    repository = modelscope.read_description({"Data": {"CreatedTime": moment, "LastUpdatedTime": -1}}, "a/b")
    assert repository is not None
    assert (repository.name, repository.created, repository.modified) == ("a/b", "2024-11-14", "")


def work(**own: Any) -> crossref.CrossrefWork:
    read = crossref.read_work({"message": WORK["message"] | own})
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("titles", "venue"),
    [
        (["Lecture Notes in Computer Science", "Text, Speech, and Dialogue"], "Text, Speech, and Dialogue"),
        (["Lecture Notes in Computer Science"], ""),
        (["ICASSP 2025 - IEEE International Conference"], "ICASSP 2025 - IEEE International Conference"),
        ([], ""),
        ([7, None], ""),
        ("Proc.", ""),
    ],
)
def test_a_series_is_no_venue(titles: object, venue: str) -> None:
    assert work(**{"container-title": titles}).venue == venue


def test_a_subtitle_belongs_to_the_title() -> None:
    assert work(title=["LoomASR"], subtitle=["Weaving <i>Looms</i>"]).title == "LoomASR: Weaving Looms"
    assert work(title=["LoomASR: Weaving Looms"], subtitle=["Weaving looms"]).title == "LoomASR: Weaving Looms"


@pytest.mark.parametrize(
    ("parts", "published"),
    [
        ([[2024]], "2024"),
        ([[2024, 3]], "2024-03"),
        ([[2024, 13, 5]], "2024"),
        ([[None]], ""),
        ([[True, 1]], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_only_the_parts_of_a_day_that_are_said_are_read(parts: object, published: str) -> None:
    assert work(issued={"date-parts": parts}).published == published


@pytest.mark.parametrize(
    ("own", "retracted"),
    [
        ({}, False),
        ({"title": ["RETRACTED: On Looms"]}, True),
        ({"title": ["[Retracted] On Looms"]}, True),
        ({"title": ["Retracted Article: On Looms"]}, True),
        ({"title": ["Retracted looms: a history"]}, False),
        ({"updated-by": [{"type": "retraction", "DOI": "10.1/x"}]}, True),
        ({"updated-by": [{"type": "correction"}, {"type": "withdrawal"}]}, True),
        ({"updated-by": [{"type": ["retraction"]}, None]}, False),
        ({"updated-by": [{"type": "correction", "DOI": "10.1/x"}]}, False),
        ({"update-to": [{"type": "retraction", "DOI": "10.1/x"}]}, False),
    ],
)
def test_a_work_is_retracted_where_its_own_description_says_so(own: dict[str, Any], *, retracted: bool) -> None:
    assert work(**own).is_retracted is retracted


RDF = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>News</title></channel>
<item rdf:about="https://example.org/1"><title>Webst\xfchle</title><link>https://example.org/1</link>
<dc:date>2026-11-17</dc:date><dc:creator>Weaver, Ada</dc:creator></item></rdf:RDF>"""


def test_rdf_in_an_old_charset_is_read() -> None:
    (entry,) = feeds.feed_entries(RDF, {}) or []
    assert (entry.title, entry.link, entry.published) == ("Webstühle", "https://example.org/1", "2026-11-17")
    assert entry.authors == ("Weaver, Ada",)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("<pubDate>Tue, 19 Nov 2024 23:00:00 -0500</pubDate>", "2024-11-20"),
        ("<pubDate>2024-11-19T10:00:00Z</pubDate>", "2024-11-19"),
        ("<pubDate>Tue, 99 Nov 2024</pubDate>", ""),
        ("<pubDate>soon</pubDate><dc:date>2024-11-19</dc:date>", "2024-11-19"),
        ("<pubDate></pubDate>", ""),
        ("", ""),
    ],
)
@pytest.mark.filterwarnings("error")
def test_the_day_of_an_entry_is_read_where_it_is_one(date: str, day: str) -> None:
    item = f"<item><guid>urn:1</guid>{date}</item>"
    feed = f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>{item}</channel></rss>"
    (entry,) = feeds.feed_entries(feed.encode(), {}) or []
    assert entry.published == day


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss version='2.0'><channel/></rss>",
        b'<?xml version="1.0" encoding="punycode"?>' + b"-a" * 500_000,
        b"<rss version='2.0'><channel>" + b"<a>" * 400_000,
        b"<html><title>Sign in</title></html>",
        b"/etc/passwd",
        b"http://127.0.0.1/feed",
    ],
    ids=["entities", "charset", "depth", "portal", "file", "address"],
)
def test_what_is_no_feed_or_a_trap_is_not_read(content: bytes) -> None:
    assert feeds.feed_entries(content, {}) is None


@pytest.mark.parametrize("part", ["<!--", "<!", "<a ", "</", "<script>", "<a b='", "<p hidden>", "&#x"])
def test_text_of_a_page_that_never_closes_is_found_quickly(part: str) -> None:
    """A parser that looks for each end anew would not come to an end here."""
    page = "seen" + part * (1_000_000 // len(part))
    assert pages.visible_text(page).startswith("seen")
    assert parse_page(page).blocks[0][1].startswith("seen")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>T</title><h1>A</h1>b<br>c", "A b c"),
        ("a<script>if (a<b) '</p>'</script><style>p{}</style><noscript>n</noscript>b", "a b"),
        ("a<!-- c --><template>t</template><svg><text>s</text></svg>b", "a b"),
        ("<p>a<p hidden>b<p>c", "a c"),
        ("<ul><li hidden>a<li>b</ul>c", "b c"),
        ("<div><p style='display: none'>a</div>b", "b"),
        ("<div hidden><div>a</div>b</div>c", "c"),
        ("a<input hidden>b", "a b"),
        ("<script>'<!--'</script>a", "a"),
        ("a <!-- b", "a"),
        ("1 < 2 &lt; 3&nbsp;&eacute;", "1 < 2 < 3 é"),
        ("a<b", "a<b"),
    ],
)
def test_the_text_of_a_page_is_what_its_readers_see(page: str, text: str) -> None:
    assert pages.visible_text(page) == text


def test_a_page_in_another_charset_has_the_same_text() -> None:
    page = "<meta charset={}><p>Webstühle</p>"
    digests = {
        pages.read_page("", {}, page.format(charset).encode(charset)).digest for charset in ("utf-8", "iso-8859-1")
    }
    assert len(digests) == 1
    assert decode_page(b"\xfc", {"content-type": "text/plain; charset=latin-1"}) == "ü"


def test_what_is_no_text_is_known_by_its_bytes() -> None:
    kind = {"content-type": "application/pdf"}
    assert pages.read_page("", kind, b"%PDF a  b").digest != pages.read_page("", kind, b"%PDF a b").digest
    text = {"content-type": "text/plain"}
    assert pages.read_page("", text, b"a  b\n").digest == pages.read_page("", text, b"a b").digest


def test_what_a_service_says_of_an_error_is_one_short_line() -> None:
    assert replies.read_error(json.dumps({"message": "Bad\n\x1b[31mthing."}).encode()) == "Bad [31mthing"
    assert len(replies.read_error(json.dumps({"error": "x" * 9000}).encode())) <= 200

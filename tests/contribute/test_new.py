"""`catalog new` begins a record from what the services say, and repeats nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.cli.fmt import command as fmt
from catalog.cli.new import command
from catalog.contribute.lookup import InvalidTargetError, LookupService, read_target
from catalog.contribute.template import record_template
from catalog.load.records import open_survey
from catalog.load.tree import Tree
from catalog.paths import Project
from catalog.rules import check
from tests.standins.clock import START, without_waiting
from tests.standins.fixed import ENTRY, FEED, MODEL, REPOSITORY, StandIn, standin

ROOT = Path(__file__).parents[2]


@pytest.fixture
def survey(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("systems", "*.json"))
    (tmp_path / "data" / "systems").mkdir()
    (tmp_path / "data" / "systems" / "old.yml").write_text(
        'slug: old\nname: Old\nformerly: [older]\nsources: {paper: "https://arxiv.org/abs/2301.00001"}\n'
        'paper:\n  title: {value: "Old: A Title", source: paper}\n  arxiv: {value: "2301.00001", source: paper}\n',
        encoding="utf-8",
    )
    return Project(tmp_path)


@pytest.fixture
def web(monkeypatch):
    without_waiting(monkeypatch)
    with standin() as server:
        yield server


def new(survey: Project, web: StandIn | None, *arguments: str):
    environment = web.environment if web else {"CATALOG_ARXIV": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    arguments = [*arguments, "--survey", str(survey.root)]
    return CliRunner().invoke(command, arguments, standalone_mode=False, env=environment)


def written(survey: Project, slug: str) -> dict:
    file = survey.data / "systems" / f"{slug}.yml"
    return Tree(file, file.read_bytes()).data


@pytest.mark.parametrize(
    ("text", "service", "name"),
    [
        ("2411.07777", LookupService.ARXIV, "2411.07777"),
        ("arXiv:2411.07777v2", LookupService.ARXIV, "2411.07777"),
        ("https://arxiv.org/abs/2411.07777v3", LookupService.ARXIV, "2411.07777"),
        ("https://arxiv.org/pdf/2411.07777v3.pdf", LookupService.ARXIV, "2411.07777"),
        ("https://export.arxiv.org/abs/cs/0112017", LookupService.ARXIV, "cs/0112017"),
        ("https://doi.org/10.48550/arXiv.2411.07777", LookupService.ARXIV, "2411.07777"),
        ("https://huggingface.co/papers/2411.07777", LookupService.ARXIV, "2411.07777"),
        ("https://github.com/loom-lab/loomasr/tree/main/x", LookupService.GITHUB, "loom-lab/loomasr"),
        ("github.com/loom-lab/loomasr.git", LookupService.GITHUB, "loom-lab/loomasr"),
        ("https://huggingface.co/loom-lab/loomasr-7b", LookupService.HUGGING_FACE, "loom-lab/loomasr-7b"),
        ("10.21437/Loom.2024-1", LookupService.CROSSREF, "10.21437/Loom.2024-1"),
        ("doi:10.21437/Loom.2024-1", LookupService.CROSSREF, "10.21437/Loom.2024-1"),
        ("https://dx.doi.org/10.21437/Loom.2024-1", LookupService.CROSSREF, "10.21437/Loom.2024-1"),
        ("https://dl.acm.org/doi/abs/10.1145/3580305.3599869", LookupService.CROSSREF, "10.1145/3580305.3599869"),
        ("https://openreview.net/forum?id=x", LookupService.PAGE, "https://openreview.net/forum?id=x"),
        ("aclanthology.org/2024.acl-long.1/", LookupService.PAGE, "https://aclanthology.org/2024.acl-long.1/"),
        ("qwen2.5-omni", LookupService.NONE, "qwen2.5-omni"),
        ("Qwen Omni", LookupService.NONE, "Qwen Omni"),
    ],
)
def test_what_was_typed_is_understood(text, service, name):
    assert (read_target(text).service, read_target(text).name) == (service, name)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a\x1bb", "loom/asr", "https://github.com/loom-lab", "https://arxiv.org/list/cs.CL"),
        *("https://huggingface.co/datasets/a/b", "https://doi.org/loom", "https://[::1/a/b", "2411.077777"),
        *("https://github.com/../../etc", "https://github.com@example.org/a/b", "ftp://example.org/a"),
    ],
)
def test_anything_else_is_told_what_would_be(text):
    with pytest.raises(InvalidTargetError, match=r"give |not a web address|correct the number"):
        read_target(text)


def test_a_paper_fills_in_what_its_page_and_its_code_say(survey, web):
    result = new(survey, web, "2411.07777")
    assert (result.return_value, result.stdout) == (0, "data/systems/loomasr.yml\n")
    data = written(survey, "loomasr")
    assert data["name"] == "LoomASR"
    assert data["paper"]["title"]["value"] == "LoomASR: Weaving Speech Encoders into Large Language Models"
    assert data["paper"]["authors"]["value"] == ["Ada Weaver", "Ørjan Spinner"]
    assert data["paper"]["arxiv"]["value"] == "2411.07777"
    assert data["released"] == {
        "value": "2024-11-12",
        "source": "paper",
        "where": "submission history, first version",
        "verified": "primary",
    }
    assert data["code"]["repository"]["value"] == "https://github.com/loom-lab/loomasr"
    assert data["code"]["repository"]["source"] == "paper"
    assert data["code"]["licence"] | {"where": ""} == {
        "value": "Apache-2.0",
        "source": "code",
        "where": "",
        "verified": "secondary",
    }
    assert data["code"]["weights"]["value"] == ["https://huggingface.co/loom-lab/loomasr-7b"]
    assert data["code"]["weights_licence"]["value"] == "CC-BY-NC-4.0"
    assert data["sources"]["paper"]["url"] == "https://arxiv.org/abs/2411.07777"


def test_the_record_passes_check_at_once_and_says_what_is_next(survey, web):
    result = new(survey, web, "2411.07777")
    assert [problem for problem in check(survey) if problem.file.stem == "loomasr"] == []
    assert "Filled in: paper.arxiv, paper.title, paper.authors, released" in result.stderr
    assert "run `catalog check`" in result.stderr


@pytest.mark.parametrize("start", ["https://github.com/loom-lab/loomasr", "https://huggingface.co/loom-lab/loomasr-7b"])
def test_a_repository_and_a_model_lead_to_their_paper(survey, web, start):
    assert new(survey, web, start).return_value == 0
    assert written(survey, "loomasr")["paper"]["arxiv"]["value"] == "2411.07777"
    assert written(survey, "loomasr")["released"]["value"] == "2024-11-12"
    assert check(survey) == []


def test_a_repository_with_several_papers_leaves_the_choice_to_the_person(survey, web):
    web.put("/repos/loom-lab/loomasr/readme", b"arXiv:2411.07777 and arxiv.org/abs/2402.08846")
    result = new(survey, web, "https://github.com/loom-lab/loomasr")
    assert "names several papers (2402.08846, 2411.07777)" in result.stderr
    assert "the repository was created on 2024-10-30" in result.stderr
    assert "arxiv" not in written(survey, "loomasr").get("paper", {})


def test_code_that_the_abstract_does_not_name_comes_from_the_paper_s_page_at_hugging_face(survey, web):
    web.papers["2411.07777"] = ENTRY.replace("Code: https://github.com/loom-lab/loomasr.", "").replace(
        "https://huggingface.co/loom-lab/loomasr-7b", "our site"
    )
    web.put("/api/papers/2411.07777", {"id": "2411.07777", "githubRepo": "https://github.com/loom-lab/loomasr"})
    new(survey, web, "2411.07777")
    repository = written(survey, "loomasr")["code"]["repository"]
    assert repository["value"] == "https://github.com/loom-lab/loomasr"
    assert written(survey, "loomasr")["sources"][repository["source"]]["url"].endswith("/papers/2411.07777")


def test_requests_are_few_and_say_who_asks(survey, web):
    new(survey, web, "2411.07777")
    paths = [path.partition("?")[0] for path, _ in web.requests]
    assert sorted(paths) == [
        "/api/models/loom-lab/loomasr-7b",
        "/api/query",
        "/repos/loom-lab/loomasr",
    ]
    assert all(agent.startswith("survey-catalog/") and "github.com" in agent for _, agent in web.requests)


def test_a_readme_is_asked_for_only_where_it_may_lead_to_the_paper(survey, web):
    new(survey, web, "https://github.com/loom-lab/loomasr")
    assert [path for path, _ in web.requests if path.endswith("/readme")] == ["/repos/loom-lab/loomasr/readme"]


def test_a_model_that_hugging_face_denies_without_a_code_does_not_exist(survey, web):
    web.put("/api/models/loom-lab/none", {"error": "Invalid username or password."}, 401)
    result = new(survey, web, "https://huggingface.co/loom-lab/none")
    assert result.return_value == 1
    assert "Hugging Face has no public model loom-lab/none; check the spelling" in result.stderr


def test_many_authors_become_the_first_few_and_others(survey, web):
    many = "".join(f"<author><name>Author {number}</name></author>" for number in range(40))
    web.papers["2411.07777"] = ENTRY.replace("</entry>", f"{many}</entry>")
    new(survey, web, "2411.07777")
    authors = written(survey, "loomasr")["paper"]["authors"]["value"]
    assert len(authors) == 6
    assert authors[-1] == "others"


def test_a_title_without_a_short_name_gives_author_and_words(survey, web):
    web.papers["2411.07777"] = ENTRY.replace("LoomASR: Weaving", "On the Weaving of").replace("https://", "")
    new(survey, web, "2411.07777")
    assert written(survey, "weaver-weaving-speech-encoders")["name"].startswith("On the Weaving of Speech")


def test_a_bare_slug_asks_nobody(survey, web):
    result = new(survey, web, "hand-made", "--name", "Hand Made")
    assert (result.return_value, web.requests) == (0, [])
    assert written(survey, "hand-made") == {"slug": "hand-made", "name": "Hand Made"}
    assert check(survey) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2301.00001v4", "'2301.00001' is already in data/systems/old.yml"),
        ("https://arxiv.org/abs/2301.00001", "'2301.00001' is already in data/systems/old.yml"),
        ("old", "the slug `old` is taken by data/systems/old.yml"),
        ("older", "the slug `older` is taken by data/systems/old.yml"),
    ],
)
def test_what_the_catalogue_has_is_refused_before_anybody_is_asked(survey, web, typed, message):
    result = new(survey, web, typed)
    assert (result.return_value, web.requests) == (1, [])
    assert message in result.stderr


def test_a_doi_fills_in_what_its_publisher_says(survey, web):
    assert new(survey, web, "10.21437/Loom.2024-1").stdout == "data/systems/loomasr.yml\n"
    data = written(survey, "loomasr")
    assert data["paper"]["link"]["value"] == "https://doi.org/10.21437/Loom.2024-1"
    assert data["paper"]["title"] == {
        "value": "LoomASR: Weaving Speech & Language Models",
        "source": "crossref",
        "where": "description of the DOI",
        "verified": "primary",
    }
    assert data["paper"]["authors"]["value"] == ["Ada Weaver", "The Loom Group"]
    assert data["paper"]["venue"]["value"] == "Proc. Looms 2024"
    assert check(survey) == []


@pytest.mark.parametrize(
    "reply", [None, {"message": None}, {"message": {"title": [1], "author": [None], "issued": {}}}]
)
def test_a_doi_that_crossref_does_not_describe_begins_a_record_too(survey, web, reply):
    web.put("/works/10.5281%2Fzenodo.1", reply, 404 if reply is None else 200)
    result = new(survey, web, "https://doi.org/10.5281/zenodo.1")
    assert (result.return_value, result.stdout) == (0, "data/systems/doi-10.5281-zenodo.1.yml\n")
    assert "say how it is called with --name and --slug" in result.stderr
    assert check(survey) == []


def test_a_page_that_nobody_describes_needs_a_name(survey, web):
    page = "https://www.isca-archive.org/loom_2024/weaver24_loom.html"
    assert "say how the record is called with --name" in str(new(survey, web, page).exception)
    assert new(survey, web, page, "--name", "Loom").return_value == 0
    assert written(survey, "loom")["paper"]["link"] == {"value": page, "source": "paper"}
    assert (web.requests, check(survey)) == ([], [])


def test_a_name_gives_the_slug_unless_one_is_chosen(survey):
    assert new(survey, None, "My System").stdout == "data/systems/my-system.yml\n"
    assert new(survey, None, "Mein Gerät", "--slug", "my-sys").stdout == "data/systems/my-sys.yml\n"
    assert written(survey, "my-sys")["name"] == "Mein Gerät"


@pytest.mark.parametrize(
    "arguments", [["汉字"], ["a", "--slug", "../x"], ["a", "--slug", ""], ["a", "--slug", "x" * 81]]
)
def test_what_cannot_be_a_slug_is_refused(survey, arguments):
    assert "is not a slug; choose one with --slug" in str(new(survey, None, *arguments).exception)


def test_a_name_that_a_record_has_is_refused(survey):
    assert "'OLD' is the name of data/systems/old.yml" in new(survey, None, "OLD", "--slug", "x").stderr


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("https://github.com/Loom-Lab/LoomASR", "{repository: 'https://github.com/Loom-Lab/LoomASR'}"),
        ("https://huggingface.co/loom-lab/loomasr-7b", "{weights: ['https://huggingface.co/Loom-Lab/LoomASR-7B']}"),
    ],
)
def test_a_repository_or_model_in_the_catalogue_is_refused_before_anybody_is_asked(survey, web, place, code):
    file = survey.data / "systems" / "old.yml"
    file.write_text(f"{file.read_text(encoding='utf-8')}code: {code}\n", encoding="utf-8")
    result = new(survey, web, place.lower())
    assert (result.return_value, web.requests) == (1, [])
    assert "is already in data/systems/old.yml; add what is new there; if it holds several" in result.stderr


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ("10.21437/Loom.2024-1", "link: 'https://example.org/loom', doi: 10.21437/loom.2024-1"),
        ("https://doi.org/10.21437/LOOM.2024-1", "doi: {value: 10.21437/Loom.2024-1, source: paper}"),
        ("https://aclanthology.org/2024.loom-1.1/", "title: {value: A title, source: page}"),
    ],
)
def test_a_paper_is_refused_by_the_doi_or_the_source_of_the_title_of_a_record(survey, web, typed, facts):
    (survey.data / "systems" / "old.yml").write_text(
        "slug: old\nname: Old\nsources: {paper: 'https://arxiv.org/abs/2301.00001', "
        f"page: 'https://aclanthology.org/2024.loom-1.1'}}\npaper: {{{facts}}}\n",
        encoding="utf-8",
    )
    result = new(survey, web, typed, "--slug", "another")
    assert (result.return_value, web.requests) == (1, [])
    assert "is already in data/systems/old.yml; add what is new there" in result.stderr


def test_the_weights_of_a_variant_are_refused_too(survey, web):
    file = survey.data / "systems" / "old.yml"
    variant = "variants: [{name: 7B, code: {weights: ['https://huggingface.co/loom-lab/loomasr-7b']}}]\n"
    file.write_text(file.read_text(encoding="utf-8") + variant, encoding="utf-8")
    result = new(survey, web, "https://huggingface.co/Loom-Lab/LoomASR-7B", "--slug", "another")
    assert (result.return_value, web.requests) == (1, [])
    assert "is already in data/systems/old.yml" in result.stderr


def test_a_repository_that_the_paper_shares_with_a_record_is_noted(survey, web):
    file = survey.data / "systems" / "old.yml"
    shared = "code: {repository: 'https://github.com/loom-lab/loomasr/tree/main/old'}\n"
    file.write_text(file.read_text(encoding="utf-8") + shared, encoding="utf-8")
    result = new(survey, web, "2411.07777")
    assert result.return_value == 0
    assert "https://github.com/loom-lab/loomasr is also in data/systems/old.yml; if that is this one" in result.stderr


def test_the_same_title_in_other_capitals_is_refused(survey, web):
    web.papers["2411.07777"] = re.sub(r"<title>.*?</title>", "<title>OLD:  A title</title>", ENTRY, flags=re.DOTALL)
    result = new(survey, web, "2411.07777", "--slug", "another")
    assert result.return_value == 1
    assert "'OLD: A title' is already in data/systems/old.yml" in result.stderr


def test_nothing_is_overwritten_not_even_what_cannot_be_read(survey, web):
    file = survey.data / "systems" / "loomasr.yml"
    file.write_text("name: [broken", encoding="utf-8")
    assert new(survey, web, "2411.07777").return_value == 1
    assert file.read_text(encoding="utf-8") == "name: [broken"
    other = new(survey, web, "2411.07777", "--slug", "loomasr-2")
    assert other.return_value == 0
    assert "could not look for duplicates in data/systems/loomasr.yml, which cannot be read" in other.stderr


def test_a_paper_that_is_not_there_is_an_error_and_writes_nothing(survey, web):
    result = new(survey, web, "2411.00009")
    assert result.return_value == 1
    assert "arXiv has no paper 2411.00009; check the spelling" in result.stderr
    assert [file.name for file in (survey.data / "systems").iterdir()] == ["old.yml"]


def test_a_paper_that_only_its_page_shows_is_not_called_missing(survey, web):
    web.put("/abs/2411.00009", b"<title>A paper</title>", **{"Content-Type": "text/html"})
    result = new(survey, web, "2411.00009")
    assert result.return_value == 0
    assert "arXiv: the API has no such paper, but its page shows it; try again later" in result.stderr


def test_an_identifier_that_arxiv_refuses_is_told_in_its_own_words(survey, web):
    sentence = "incorrect id format for nosuch/0112017"
    entry = f"<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>{sentence}</summary></entry>"
    web.put("/api/query", FEED.format(id="x", entry=entry).encode(), 400)
    result = new(survey, web, "nosuch/0112017")
    assert result.return_value == 1
    assert f"Error: arXiv has no paper nosuch/0112017 ({sentence}); check the spelling" in result.stderr


def test_a_limit_of_github_is_told_with_its_end(survey, web):
    headers = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(round(START) + 1800)}
    web.put("/repos/loom-lab/loomasr", {"message": "API rate limit exceeded for 127.0.0.1."}, 403, **headers)
    result = new(survey, web, "https://github.com/loom-lab/loomasr")
    assert result.return_value == 0
    assert "its limit of requests is used up until 11:36 UTC; set GITHUB_TOKEN, or try again later" in result.stderr


def test_a_model_whose_files_are_gated_is_not_called_missing(survey, web):
    web.put("/api/models/loom-lab/loomasr-7b", {"error": "Access is restricted."}, 401, **{"X-Error-Code": "GatedRepo"})
    result = new(survey, web, "https://huggingface.co/loom-lab/loomasr-7b")
    assert result.return_value == 0
    assert "Hugging Face could not be queried: Hugging Face: HTTP 401 (Access is restricted)" in result.stderr


def test_offline_the_record_holds_what_the_command_line_says(survey):
    result = new(survey, None, "2411.07777")
    assert result.return_value == 0
    assert "arXiv: the port is closed" in result.stderr
    assert "No service answered: the record holds only what the command line says." in result.stderr
    assert (
        "the record is called 'arXiv 2411.07777' for now; say how it is called with --name and --slug" in result.stderr
    )
    data = written(survey, "arxiv-2411.07777")
    assert data["name"] == "arXiv 2411.07777"
    assert data["paper"] == {"arxiv": {"value": "2411.07777", "source": "paper"}}
    assert "read" not in data["sources"]["paper"]
    assert check(survey) == []


def test_stdout_shows_the_record_and_writes_none(survey, web):
    result = new(survey, web, "2411.07777", "--stdout")
    assert result.stdout.startswith("# yaml-language-server: $schema=../system.schema.json\n## A system.")
    assert not (survey.data / "systems" / "loomasr.yml").exists()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><feed>&b;&b;</feed>'


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (200, {}, b"Rate exceeded.", "arXiv: it says that it has had too many requests (HTTP 200); try again later"),
        (200, {}, BOMB, "arXiv: the response is not of the documented form"),
        (200, {}, b"\xff\xfe\x00", "arXiv: the response is not of the documented form"),
        (200, {}, b"x" * 2_100_000, "the response is longer than 2,000,000 bytes"),
        (429, {}, b"", "arXiv: it says that it has had too many requests (HTTP 429); try again later"),
        (406, {}, b"", "arXiv: it says that it has had too many requests (HTTP 406); try again later"),
        (503, {}, b"", "arXiv: it says that it has had too many requests (HTTP 503); try again later"),
        (
            301,
            {"Location": "http://169.254.169.254/latest"},
            b"",
            "redirects to another host (http://169.254.169.254); not followed",
        ),
        (302, {"Location": "file:///etc/passwd"}, b"", "redirects to something that is no page; not followed"),
        (301, {"Location": "/api/query?id_list=x"}, b"", "more than 4 redirects"),
    ],
)
def test_a_strange_answer_is_a_note_and_never_a_traceback(survey, web, status, headers, body, message):
    web.put("/api/query", body, status, **headers)
    result = new(survey, web, "2411.07777")
    assert result.return_value == 0, result.exception
    assert message in result.stderr
    assert check(survey) == []


@pytest.mark.parametrize("body", [[], "x", None, {"license": "MIT", "homepage": 5, "name": None, "full_name": ["a"]}])
def test_an_answer_of_another_shape_does_no_harm(survey, web, body):
    web.put("/repos/loom-lab/loomasr", body)
    web.put("/api/models/loom-lab/loomasr-7b", {"tags": [1, None], "cardData": "x", "id": 7} if body else body)
    for number, start in enumerate(("github.com/loom-lab/loomasr", "huggingface.co/loom-lab/loomasr-7b", "2411.07777")):
        result = new(survey, web, start, "--slug", f"a-{number}", "--name", "A")
        assert result.return_value in (0, 1), result.exception


def test_hostile_words_stay_words(survey, web):
    title = "Loom: {value: 1} # &amp;a *b &lt;script&gt;alert(1)&lt;/script&gt; \u202egnp\u0007 'x' \"y\" | %"
    web.papers["2411.07777"] = re.sub(
        r"<title>.*?</title>", f"<title>{title.replace(chr(7), '')}</title>", ENTRY, flags=re.DOTALL
    )
    web.put("/repos/loom-lab/loomasr", REPOSITORY | {"homepage": "javascript:alert(1)", "full_name": "../../x"})
    web.put("/api/models/loom-lab/loomasr-7b", MODEL | {"id": "a b\nslug: evil"})
    result = new(survey, web, "2411.07777")
    assert result.return_value == 0, result.exception
    data = written(survey, "loom")
    assert data["slug"] == "loom"
    assert data["paper"]["title"]["value"].startswith("Loom: {value: 1} # &a *b <script>alert(1)</script>")
    assert "\u202e" not in data["paper"]["title"]["value"]
    assert "page" not in data["code"]
    assert check(survey) == []


def test_every_field_of_the_model_is_explained():
    definition = open_survey(Project(ROOT))
    text = record_template(definition, {"slug": "a", "name": "A"})
    plain = " ".join(line.lstrip("# ") for line in text.splitlines())
    for column in definition.columns:
        if not column.derived:
            assert f"{column.path.rpartition('.')[2]}:" in plain
            assert column.label in plain
            assert column.description in plain


def test_a_variant_s_block_is_short_and_names_the_fields_of_the_record_that_it_may_have():
    text = record_template(open_survey(Project(ROOT)), {"slug": "a", "name": "A"})
    block = text.partition("# variants:\n")[2].partition("\n\n")[0]
    lines = [line.removeprefix("# ").strip() for line in block.splitlines()]
    assert [line.partition(":")[0] for line in lines if not line.startswith("##")] == ["- name", "scope", "detail"]
    assert "these fields of the record as well: released, released_with, dates, code, encoders" in block
    assert len(lines) <= 12


def test_the_suggestions_themselves_are_right_once_the_places_are_filled_in(tmp_path):
    definition = open_survey(Project(ROOT))
    text = record_template(definition, {"slug": "a", "name": "A"})
    taken = re.sub(r"^# (?!yaml-language)", "", text, flags=re.MULTILINE)
    tree = Tree(
        Path("a.yml"),
        taken.replace('where: ""', "where: p. 1")
        .replace('variant: ""', "variant: 1.7B")
        .replace('remark: ""', "remark: x")
        .encode(),
    )
    assert tree.problems == []
    record = definition.model.model_validate(tree.data, context={"vocabularies": definition.vocabularies})
    assert record.model_fields_set == set(definition.model.model_fields)


def test_a_suggestion_taken_as_it_is_still_asks_for_its_place(survey):
    new(survey, None, "hand-made", "--offline")
    file = survey.data / "systems" / "hand-made.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("# llm_input:", "llm_input:"), encoding="utf-8")
    assert "found empty text" in [problem.message for problem in check(survey)]


def test_finishing_deletes_explanations_and_unused_suggestions_and_nothing_else(survey, web):
    new(survey, web, "2411.07777")
    file = survey.data / "systems" / "loomasr.yml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"# (llm_input: .*)where: \"\"", r"\1where: p. 2", text)
    text = text.replace("slug: loomasr\n", "slug: loomasr\n# what the authors say\n")
    text += 'remark: |-\n  ## kept\n  # remark: ""\n'
    file.write_text(text, encoding="utf-8")
    before = written(survey, "loomasr")
    result = CliRunner().invoke(fmt, ["--finish", "--survey", str(survey.root), str(file)], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert written(survey, "loomasr") == before
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == [
        "# yaml-language-server: $schema=../system.schema.json",
        "slug: loomasr",
        "# what the authors say",
    ]
    assert [line for line in lines if line.lstrip().startswith("#")] == [
        *lines[:1],
        *lines[2:3],
        "  ## kept",
        '  # remark: ""',
    ]
    assert "" not in lines
    assert before["llm_input"]["value"] == "continuous"


def test_finishing_deletes_explanations_of_older_vocabularies_and_says_what_somebody_wrote(survey):
    new(survey, None, "hand-made", "--offline")
    file = survey.data / "systems" / "hand-made.yml"
    older = re.sub(r"alibaba, (.* and) \d+ more", r"\1 7 more", file.read_text(encoding="utf-8"))
    older = re.sub(r"flan-t5-xl, (.*)\n#     ##   .* and \d+", r"\1 and 7", older)
    file.write_text(f"{older}## NOTE to reviewers: look\n", encoding="utf-8")
    result = CliRunner().invoke(fmt, ["--finish", "--survey", str(survey.root), str(file)], standalone_mode=False)
    assert "#" not in file.read_text(encoding="utf-8").partition("\n")[2]
    assert result.stderr.splitlines() == [
        "data/systems/hand-made.yml: deleted a comment that is not from the template: ## NOTE to reviewers: look",
        "1 file formatted.",
    ]


def test_finishing_leaves_the_comments_of_vocabularies_and_settings(survey):
    survey.settings.write_text(survey.settings.read_text(encoding="utf-8") + "## own\n", encoding="utf-8")
    CliRunner().invoke(fmt, ["--finish", "--survey", str(survey.root)], standalone_mode=False)
    assert survey.settings.read_text(encoding="utf-8").endswith("## own\n")


def test_the_feed_of_the_stand_in_is_well_formed():
    assert "<entry>" in FEED.format(id="x", entry=ENTRY)

"""What an address names, at each service that is known."""

from __future__ import annotations

import pytest

from catalog.services import arxiv, doi, github, huggingface, modelscope
from catalog.services.arxiv import PaperAddress
from catalog.services.repositories import RepositoryAddress


@pytest.mark.parametrize(
    ("host", "path", "address"),
    [
        ("arxiv.org", "/abs/2402.08846", PaperAddress("2402.08846")),
        ("www.arxiv.org", "/pdf/2402.08846v12.pdf", PaperAddress("2402.08846", 12, "pdf")),
        ("export.arxiv.org", "/html/cs/0112017v1/", PaperAddress("cs/0112017", 1, "html")),
        ("doi.org", "/10.48550/arXiv.2402.08846", PaperAddress("2402.08846", 0, "doi")),
        ("arxiv.org", "/list/cs.SD/new", None),
        ("arxiv.org", "/abs/2413.08846", None),
        ("arxiv.org", "/abs/cs/0113017", None),
        ("arxiv.org", "/abs/2402.08846v0", None),
        ("alphaxiv.org", "/abs/2402.08846", None),
        ("doi.org", "/10.1109/5.771073", None),
    ],
)
def test_an_arxiv_address_names_a_paper_its_version_and_its_form(host, path, address):
    assert arxiv.read_address(host, path) == address


@pytest.mark.parametrize(
    ("host", "path", "identifier"),
    [
        ("browse.arxiv.org", "/abs/2402.08846v2", "2402.08846"),
        ("www.alphaxiv.org", "/overview/2402.08846", "2402.08846"),
        ("huggingface.co", "/papers/2402.08846", "2402.08846"),
        ("huggingface.co", "/loom-lab/2402.08846", ""),
        ("arxiv.org.example.com", "/abs/2402.08846", ""),
        ("notarxiv.org", "/abs/2402.08846", ""),
    ],
)
def test_a_page_of_arxiv_or_of_its_readers_shows_a_paper(host, path, identifier):
    assert arxiv.paper_at(host, path) == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2402.08846", "2402.08846"),
        ("arXiv: 2402.08846v3", "2402.08846"),
        ("https://doi.org/10.48550/arXiv.cs/0112017", "cs/0112017"),
        ("qwen2.5-omni", ""),
        ("https://arxiv.org/abs/2402.08846", ""),
    ],
)
def test_an_identifier_is_read_as_people_write_it(text, identifier):
    assert arxiv.read_identifier(text) == identifier


def test_papers_are_found_in_a_readme_by_arxiv_s_name_or_address():
    text = "[a](https://arxiv.org/pdf/2402.08846v1), ARXIV:2310.13289, arXiv:2310.13289; version 2401.12345"
    assert arxiv.papers_named(text) == ["2310.13289", "2402.08846"]


def test_a_query_names_its_papers_and_their_number():
    url = arxiv.query_url(["2402.08846", "cs/0112017"], "http://127.0.0.1")
    assert url == "http://127.0.0.1/api/query?id_list=2402.08846,cs/0112017&max_results=2"


@pytest.mark.parametrize(("path", "name"), [("/10.1109/5.771073", "10.1109/5.771073"), ("/", None), ("/help", None)])
def test_a_doi_is_distinguished_from_the_resolver_s_own_pages(path, name):
    assert doi.read_path(path) == name


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/loom-lab/loomasr.git", RepositoryAddress("loom-lab/loomasr")),
        ("/loom-lab/.github/", RepositoryAddress("loom-lab/.github")),
        ("/loom-lab/loomasr/blob/main/a/b.py", RepositoryAddress("loom-lab/loomasr", "", "main", "a/b.py", "blob")),
        ("/loom-lab/loomasr/tree/v1/", RepositoryAddress("loom-lab/loomasr", "", "v1", view="tree")),
        ("/loom-lab/loomasr/issues/3", RepositoryAddress("loom-lab/loomasr", is_known_form=False)),
        ("/loom-lab", None),
        ("/loom-lab/..", None),
        ("/datasets/gdp/tree/main", RepositoryAddress("datasets/gdp", "", "main", view="tree")),
        ("/topics/asr", None),
    ],
)
def test_a_github_address_names_a_repository_a_branch_or_a_file(path, address):
    assert github.read_path(path) == address


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/loom-lab/loomasr-7b", RepositoryAddress("loom-lab/loomasr-7b")),
        ("/datasets/a/b/tree/main/data", RepositoryAddress("a/b", "datasets", "main", "data", "tree")),
        ("/a/b/resolve/main/x/config.json", RepositoryAddress("a/b", "", "main", "x/config.json", "resolve")),
        ("/a/b/discussions/1", RepositoryAddress("a/b", is_known_form=False)),
        ("/papers/2402.08846", None),
        ("/blog/x", None),
        ("/datasets/a", None),
        ("/../../x", None),
    ],
)
def test_a_hugging_face_address_names_a_repository_or_a_file(path, address):
    assert huggingface.read_path(path) == address


def test_a_modelscope_address_names_a_model_or_a_data_set():
    address = modelscope.read_path("/models/iic/paraformer/summary")
    assert address == RepositoryAddress("iic/paraformer", "models", is_known_form=False)
    assert modelscope.read_path("/studios/iic/demo") is None

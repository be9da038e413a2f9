"""One key for all addresses of one work."""

from __future__ import annotations

import pytest

from catalog.services.works import paper_in, work_at


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2402.08846",
        "http://www.arxiv.org/pdf/2402.08846v3.pdf",
        "HTTPS://ArXiv.org/abs/2402.08846/?context=cs#top",
        "https://export.arxiv.org/html/2402.08846v1",
        "https://doi.org/10.48550/arXiv.2402.08846",
        "https://huggingface.co/papers/2402.08846",
        "arXiv:2402.08846v2",
    ],
)
def test_every_address_of_a_paper_gives_its_identifier(url):
    assert paper_in(url) == "2402.08846"
    assert work_at(url) == "arxiv:2402.08846"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://github.com/X-LANCE/SLAM-LLM", "http://www.github.com/x-lance/slam-llm.git"),
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/README.md"),
        ("https://github.com/a/b/tree/main/recipes", "https://github.com/a/b/blob/main/recipes/README.md"),
        ("https://github.com/a/b/tree/main/recipes/x", "https://github.com/a/b/blob/v2/recipes/x"),
        ("https://huggingface.co/Qwen/Audio", "https://hf.co/Qwen/Audio/tree/main"),
        ("https://doi.org/10.1109/ASRU.2024.1", "https://dx.doi.org/10.1109/asru.2024.1"),
        ("https://aclanthology.org/2024.acl-long.1/", "https://www.aclanthology.org/2024.acl-long.1.pdf#page=2"),
    ],
)
def test_two_spellings_give_one_key(one, other):
    assert work_at(one) == work_at(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://arxiv.org/abs/2402.08846", "https://arxiv.org/abs/2402.08847"),
        ("https://github.com/a/b", "https://github.com/a/b/tree/main/recipes/x"),
        ("https://huggingface.co/a/b", "https://huggingface.co/datasets/a/b"),
        ("https://openreview.net/forum?id=x", "https://openreview.net/forum?id=y"),
    ],
)
def test_two_works_give_two_keys(one, other):
    assert work_at(one) != work_at(other)


@pytest.mark.parametrize("text", ["", "hello", "ftp://arxiv.org/abs/2402.08846", "http://[::1", "https://"])
def test_other_text_gives_no_key(text):
    assert work_at(text) == ""

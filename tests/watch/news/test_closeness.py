"""News that is like the catalogue comes first, and says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.catalog import Catalog
from catalog.load.candidates import Candidates
from catalog.paths import Project
from catalog.rules import load
from catalog.settings.watch import WatchedWords
from catalog.watch.news.closeness import Closeness
from catalog.watch.news.joining import JoinedSightings
from catalog.watch.news.known import KnownWorks
from catalog.watch.news.people import KnownAuthors
from catalog.watch.news.sighting import Sighting, SightingKind
from catalog.watch.news.terms import Terms, terms_in
from catalog.watch.roles import RecordRoles
from catalog.watch.state import WatchState
from tests.conftest import ROOT
from tests.watch.news.looms import survey

UNRELATED = """\
A Unified Tokenizer for High-Fidelity Neural Audio Compression
Zero-Shot Voice Conversion with Diffusion Transformers
Retrieval-Augmented Generation for Legal Contracts
Detecting Hate on Social Media with Graph Networks
Contrastive Pre-Training of Sentence Embeddings in Low-Resource Languages
Emotional Text-to-Speech with Fine-Grained Prosody Control
Music Generation from Symbolic Scores
Chain-of-Thought Reasoning in Mathematical Competitions
A Benchmark of Long Documents for Summarisation
Speaker Verification under Domain Mismatch
Diffusion Models for Image Inpainting
Constitutional Feedback for Safe Dialogue
Sound Event Detection with Weak Labels
Parameter-Efficient Merging of Vision Models
Quantisation of Transformers to Two Bits
Knowledge Graphs for Drug Discovery
Singing Voice Synthesis with Flow Matching
Parsing Morphologically Rich Languages
Sarcasm in News Comments
Beamforming with Neural Masks for Far-Field Microphones
Watermarks for Generated Text
Machine Translation of Poetry
Code Completion in Large Repositories
Bias of Word Embeddings towards Gender
Tool Use in Planning Agents
Vocoders with Fewer Artefacts
Named Entities in Clinical Notes
Speech Enhancement on Hearing Aids
Deepfake Detection of Cloned Voices
Reinforcement Learning for Robot Hands
""".splitlines()


@pytest.fixture(scope="module")
def looms(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return survey(tmp_path_factory.mktemp("looms"))


@pytest.fixture(scope="module")
def closeness(looms: Catalog) -> Closeness:
    return Closeness.of(looms, KnownWorks.of(looms, Candidates(), WatchState()), WatchedWords(all=("loom",)), [])


def seen(
    title: str, text: str = "", authors: tuple[str, ...] = (), kind: SightingKind = SightingKind.PAPER
) -> JoinedSightings:
    work = "arxiv:2611.00001" if kind is SightingKind.PAPER else f"{kind}:{title}"
    return JoinedSightings((Sighting(kind, work, f"https://example.org/{title}", title, text, authors),), "")


def test_a_system_of_the_catalogue_is_closer_than_other_papers_even_when_it_is_left_out():
    catalog = load(Project(ROOT))
    half = len(UNRELATED) // 2
    nothing = WatchedWords()
    others = [Terms.of(catalog, nothing, UNRELATED[:half]).closeness(title)[0] for title in UNRELATED[half:]]
    closer = total = above_all = 0
    for record in catalog.records[::4]:
        for title in RecordRoles.of(catalog).texts(record, "title")[:1]:
            rest = replace(catalog, records=tuple(each for each in catalog.records if each is not record))
            own = Terms.of(rest, nothing, UNRELATED[:half]).closeness(title)[0]
            closer += sum(own > other for other in others)
            above_all += own > max(others)
            total += 1
    assert total > 20
    assert closer / (total * len(others)) > 0.85
    assert above_all / total > 0.4


def test_what_many_records_say_weighs_more_than_what_few_say_and_what_all_news_say_little(looms):
    terms = Terms.of(looms, WatchedWords(), ["A Machine that Weaves", "A Machine that Spins", "Another Machine"] * 20)
    assert terms.weights["speech"] > terms.weights["weaving"] > terms.weights.get("machine", 0)
    assert "shuttles" not in terms.weights
    assert terms.closeness("Weaving Speech")[0] > terms.closeness("A Machine of Speech")[0] > 0
    assert terms.closeness("Silk-7B", "")[1] == ("Silk-7B",)


def test_a_term_counts_in_a_title_more_than_in_a_text_and_long_texts_do_not_win_by_their_length(looms):
    terms = Terms.of(looms, WatchedWords(), [])
    assert terms.closeness("speech")[0] > terms.closeness("", "speech")[0] > 0
    assert terms.closeness("", "speech " * 5000)[0] == terms.closeness("", "speech")[0]


def test_terms_are_words_and_what_stands_together():
    assert terms_in("The speech-to-text of a loom, 12 C") == {
        "speech", "text", "loom", "speech to text", "text of a loom", "loom , 12", "loom , 12 c", "12 c",
    }  # fmt: skip


def test_two_common_authors_say_more_than_one_whose_name_many_have(closeness, looms):
    one, _ = closeness.judge(seen("A loom", authors=("Ada Weaver", "X Y")), ())
    two, why = closeness.judge(seen("A loom", authors=("Weaver, Ada", "Bo Spinner")), ())
    none, _ = closeness.judge(seen("A loom", authors=("Zed Zed",)), ())
    assert none < one < two
    assert "same authors as Warp (Weaver, Ada, Bo Spinner)" in why
    assert two - one > 1 > one - none


def test_a_hundred_authors_share_some_with_anybody(looms):
    crowd = tuple(f"Given{n} Name{n}" for n in range(100))
    assert KnownAuthors.of(looms).shared(("Ada Weaver", "Bo Spinner", *crowd)).is_sure is False
    assert KnownAuthors.of(looms).shared(("Ada Weaver", "Bo Spinner", "Cy Dyer", *crowd)).is_sure is True
    assert KnownAuthors.of(looms).shared(crowd) is None


def test_an_owner_of_known_things_and_a_name_that_a_record_has_are_told(closeness):
    _, owner = closeness.judge(seen("loom-lab/new", kind=SightingKind.REPOSITORY), ())
    _, name = closeness.judge(seen("Warp: Another Thing"), ())
    assert "its owner also made Warp" in owner
    assert "Warp has the same name: look whether it is the same" in name


def test_news_without_anything_in_common_has_no_reasons_and_no_score(closeness):
    assert closeness.judge(seen("Quite Other Things"), ()) == (0.0, "")

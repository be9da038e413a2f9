"""What is new and may deserve a record: found once, with all its addresses, and nothing that is known."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import yaml

from catalog.contribute.lookup import read_target
from catalog.watch.changes import ChangeKind
from catalog.watch.news import LeftOutReason, with_offered
from catalog.watch.state import SeenWork, UpstreamChange, WatchState
from tests.standins.faults import portal, status
from tests.standins.server import stand_ins
from tests.standins.world import Entry, Feed, HubEntry, Paper, Repository, World
from tests.watch.news.looms import SETTINGS, TODAY, day, news, planted, survey, with_feeds

REED, SHED = "arxiv:2611.00001", "github:shed/shed"


def test_of_twelve_candidates_the_five_new_ones_are_ranked_and_the_known_ones_counted(tmp_path):
    with stand_ins(planted()) as services:
        found = news(services, survey(tmp_path, with_feeds(services, "/news.rss")))
    assert [each.work for each in found.candidates] == [
        REED, "huggingface:bobbin/bobbin-1b", SHED, "arxiv:2611.00002", "blog.example/shuttle",
    ]  # fmt: skip
    assert {each.url: (each.reason.name, each.of) for each in found.known} == {
        "https://arxiv.org/abs/2601.00001": ("IN_CATALOGUE", "Warp"),
        "https://arxiv.org/abs/2601.00002": ("IN_CATALOGUE", "Weft"),
        "https://doi.org/10.1234/WEFT.2026": ("IN_CATALOGUE", "Weft"),
        "https://github.com/heddle-org/heddle": ("IN_CATALOGUE", "Heddle"),
        "https://huggingface.co/loom-lab/warp-7b": ("IN_CATALOGUE", "Warp"),
        "https://arxiv.org/abs/2610.00009": ("DISMISSED", "Knots"),
        "https://github.com/treadles/Treadle": ("WAITING", "Treadle"),
    }
    assert found.left_out == {
        LeftOutReason.COPY: 2, LeftOutReason.IN_CATALOGUE: 5, LeftOutReason.DISMISSED: 1, LeftOutReason.WAITING: 1,
    }  # fmt: skip
    assert found.failures == ()


def test_a_paper_its_repository_and_its_model_are_one_candidate_that_says_why(tmp_path):
    with stand_ins(planted()) as services:
        reed = news(services, survey(tmp_path)).candidates[0]
    assert (reed.name, reed.date, reed.dated) == ("Reed", day(5), "submitted")
    assert [(kind.value, url) for kind, url in reed.addresses] == [
        ("paper", "https://arxiv.org/abs/2611.00001"),
        ("repository", "https://github.com/reed-lab/reed"),
        ("model", "https://huggingface.co/reed-lab/Reed-7B"),
    ]
    assert reed.words == ("loom", "weaving", "speech")
    assert "same authors as Warp (Ada Weaver, Cy Dyer)" in reed.reasons
    assert reed.reasons.endswith("code and weights linked")
    assert reed.command == "catalog new 2611.00001"


def test_a_readme_leads_to_the_paper_that_it_alone_names(tmp_path):
    with stand_ins(planted()) as services:
        shed = next(each for each in news(services, survey(tmp_path)).candidates if each.work == SHED)
    assert shed.works == (SHED, "arxiv:2611.07777")


def test_what_was_offered_is_never_offered_again(tmp_path):
    with stand_ins(planted()) as services:
        catalog = survey(tmp_path, with_feeds(services, "/news.rss"))
        first = news(services, catalog)
        state = with_offered(WatchState(), first.candidates[:2], TODAY)
        second = news(services, catalog, state)
        third = news(services, catalog, with_offered(state, second.candidates, TODAY))
    assert second.candidates
    assert {each.work for each in second.candidates} == {each.work for each in first.candidates[2:]}
    assert (third.candidates, third.left_out[LeftOutReason.OFFERED]) == ((), 5)


def test_the_paper_of_an_offered_repository_is_no_second_offer(tmp_path):
    state = WatchState(offered={"github:reed-lab/reed": TODAY})
    with stand_ins(World(papers=planted().papers[:1])) as services:
        assert news(services, survey(tmp_path), state).candidates == ()


MOVED = UpstreamChange(
    work="github:heddles/heddle", kind=ChangeKind.RENAMED, day=TODAY, noticed=TODAY, after="Looms/Healed"
)


@pytest.mark.parametrize(
    "state",
    [WatchState(works={MOVED.work: SeenWork(day=TODAY, values={"id": "12"})}), WatchState(changes=(MOVED,))],
    ids=["number", "new name"],
)
def test_a_repository_of_which_the_last_check_kept_number_or_new_name_is_known_without_a_question(state, tmp_path):
    repository = Repository("looms/healed", 12, "A weaving machine for speech", topics=["weaving"], created=day(2))
    with stand_ins(World(repositories=[repository])) as services:
        found = news(services, survey(tmp_path), state)
        asked = [each.path for each in services.asked("GitHub")]
    assert (found.candidates, found.known[0].of) == ((), "Heddle")
    assert asked == ["/search/repositories"]


def test_a_new_paper_with_the_repository_of_a_record_is_news_that_says_so(tmp_path):
    paper = Paper("2611.00003", "Warp 2: Weaving Speech Faster", submitted=day(2), categories=["cs.CL"],
                  abstract="A loom, see https://github.com/Loom-Lab/warp")  # fmt: skip
    with stand_ins(World([paper])) as services:
        (candidate,) = news(services, survey(tmp_path)).candidates
    assert "cited or shared by Warp" in candidate.reasons


def test_a_withdrawn_paper_an_archived_repository_and_a_fork_are_no_news(tmp_path):
    world = World(
        [Paper("2611.00004", "A Loom for Speech", submitted=day(2), categories=["cs.CL"], version=2, is_withdrawn=True,
               comment="This paper has been withdrawn by the authors")],
        [Repository("a/loom", 1, "Speech loom", topics=["weaving"], created=day(2), is_archived=True),
         Repository("b/loom", 2, "Speech loom", topics=["weaving"], created=day(2), is_fork=True)],
    )  # fmt: skip
    with stand_ins(world) as services:
        found = news(services, survey(tmp_path))
    assert (found.candidates, found.left_out) == ((), {LeftOutReason.DEAD: 3})


def test_announcements_add_what_was_submitted_long_ago_and_new_versions_are_no_news(tmp_path):
    def announced(identifier: str, announcement: str) -> Paper:
        return Paper(identifier, "A Loom for Speech", submitted=day(90), abstract="Weaving.", categories=["cs.CL"],
                     announced=TODAY.isoformat(), announcement=announcement)  # fmt: skip

    kinds = ("new", "cross", "replace", "replace-cross")
    world = World([announced(f"2608.0000{number}", kind) for number, kind in enumerate(kinds, 1)])
    with stand_ins(world) as services:
        found = news(services, survey(tmp_path))
    assert {each.work for each in found.candidates} == {"arxiv:2608.00001", "arxiv:2608.00002"}
    assert found.left_out == {LeftOutReason.UPDATE: 2}


def test_a_service_that_does_not_sort_shows_the_same_news(tmp_path):
    world, unsorted = planted(), planted()
    unsorted.sorts = False
    found = []
    for number, each in enumerate((world, unsorted)):
        with stand_ins(each) as services:
            found.append(news(services, survey(tmp_path / str(number))))
    assert found[0] == found[1]


def test_services_that_know_nothing_new_are_answers_and_no_failures(tmp_path):
    with stand_ins(World(feeds=[Feed("/weekend.rss")])) as services:
        found = news(services, survey(tmp_path, with_feeds(services, "/weekend.rss")))
    assert (found.candidates, found.failures, found.is_reached) == ((), (), True)
    assert {(each.name, each.seen) for each in found.asked} == {
        ("arXiv", 0), ("GitHub", 0), ("Hugging Face", 0), ("feed", 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("service", "lost"),
    [("arXiv", "arxiv:2611.00002"), ("GitHub", SHED), ("Hugging Face", "huggingface:bobbin/bobbin-1b"),
     ("web", "blog.example/shuttle")],
)  # fmt: skip
def test_a_dead_service_costs_its_part_only_and_is_told_in_a_sentence(service, lost, tmp_path):
    with stand_ins(planted()) as services:
        services.plant(service, "/*", portal() if service == "Hugging Face" else status(503))
        found = news(services, survey(tmp_path, with_feeds(services, "/news.rss")))
    works = {each.work for each in found.candidates}
    assert lost not in works
    assert len(works) >= 3
    assert len(found.failures) == 1
    assert found.failures[0].startswith(f"No news from {'feed' if service == 'web' else service} (")
    assert "\n" not in found.failures[0]
    assert found.is_reached


def test_where_no_service_answers_nothing_was_reached(tmp_path):
    with stand_ins(planted()) as services:
        for each in services.services:
            services.plant(each, "/*", status(503))
        found = news(services, survey(tmp_path))
    assert (found.candidates, found.is_reached) == ((), False)
    assert all(each.startswith("No news from ") for each in found.failures)
    assert all(name in " ".join(found.failures) for name in ("arXiv (cs.CL", "GitHub (topic", "Hugging Face (tag"))


def test_one_reason_is_told_once_for_all_that_it_cost(tmp_path):
    settings = yaml.safe_load(SETTINGS)
    settings["watch"]["topics"] = ["weaving", "spinning"]
    with stand_ins(planted()) as services:
        services.plant("GitHub", "/*", status(422, b"{}", "application/json"))
        found = news(services, survey(tmp_path, yaml.safe_dump(settings)))
    assert found.failures == ("No news from GitHub (topic weaving, topic spinning): HTTP 422",)


def test_a_survey_that_watches_nothing_asks_nobody(tmp_path):
    settings = "title: Looms\ndescription: Looms.\ncolumns: [title]\n"
    with stand_ins(planted()) as services:
        found = news(services, survey(tmp_path, settings))
        assert (found.candidates, found.asked, found.is_reached, services.requests) == ((), (), True, [])


HOSTILE = [
    "<script>alert(1)</script> loom speech",
    "loom \x1b[31m speech \x00 \u202e drawkcab",
    "loom speech " + "y" * 10_000,
    "loom speech; rm -rf / & echo `id` $(id) 'quoted' \"twice\"",
    "-rf loom speech",
    "\u05e0\u05d5\u05dc loom \u0646\u0648\u0644 speech",
    "loom (speech [.*+?^${}|\\",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("link", ["https://blog.example/x?a=1&b='$(id)'", "https://huggingface.co/blog/loom"])
def test_hostile_titles_and_addresses_are_one_short_line_and_safe_in_a_shell(title, link, tmp_path):
    with stand_ins(World(feeds=[Feed("/n.atom", is_atom=True)])) as services:
        text = "".join(letter for letter in title if letter not in "\x00\x1b")  # XML cannot hold these
        services.world.feeds[0].entries.append(Entry("1", link, text, day(1)))
        found = news(services, survey(tmp_path, with_feeds(services, "/n.atom")))
    (candidate,) = found.candidates
    for shown in (candidate.name, candidate.title, candidate.reasons, candidate.command):
        assert shown.isprintable()
        assert len(shown) <= 600
    program, new, what = shlex.split(candidate.command)
    assert (program, new) == ("catalog", "new")
    assert not what.startswith("-")
    read_target(what)


def test_addresses_that_no_record_could_have_and_days_to_come_are_not_believed(tmp_path):
    entries = [
        Entry("1", "javascript:alert(1)", "A loom for speech", day(1)),
        Entry("2", "https://blog.example/later", "A loom for speech", "2999-01-01"),
        Entry("3", "https://blog.example/old", "A loom for speech", day(40)),
    ]
    with stand_ins(World(feeds=[Feed("/n.rss", entries=entries)])) as services:
        found = news(services, survey(tmp_path, with_feeds(services, "/n.rss")))
    assert [(each.work, each.date) for each in found.candidates] == [("blog.example/later", "")]
    assert found.left_out == {LeftOutReason.OLD: 1}


def test_two_sizes_of_a_model_are_one_candidate_and_a_file_of_a_known_model_none(tmp_path):
    hub = [
        HubEntry("spool/Spool-1B", identifier="b1", created=day(2), tags=["weaving", "speech"]),
        HubEntry("spool/Spool-7B-instruct", identifier="b2", created=day(3), tags=["weaving", "speech"]),
        HubEntry("someone/Warp-7B-tuned", identifier="b3", created=day(3), tags=["weaving", "speech"]),
        HubEntry("other/on-warp", identifier="b4", created=day(3), tags=["weaving", "speech"],
                 base_models=["Loom-Lab/Warp-7B"]),
    ]  # fmt: skip
    with stand_ins(World(hub=hub)) as services:
        found = news(services, survey(tmp_path))
    (spool,) = found.candidates
    assert (spool.name, len(spool.addresses)) == ("Spool", 2)
    assert sum(found.left_out.values()) == 2


def test_few_requests_are_sent(tmp_path: Path):
    with stand_ins(planted()) as services:
        news(services, survey(tmp_path, with_feeds(services, "/news.rss")))
        counts = {name: len(services.asked(name)) for name in ("arXiv", "arXiv feeds", "Hugging Face", "web")}
        github = [each.path for each in services.asked("GitHub")]
    assert counts == {"arXiv": 1, "arXiv feeds": 1, "Hugging Face": 1, "web": 1}
    assert github[0] == "/search/repositories"
    assert len(github) <= 6

"""arXiv: the query API, the feeds of announcements, and OAI-PMH."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tests.standins.arxiv_search import BadQueryError, paper_test
from tests.standins.clock import SimulatedClock
from tests.standins.exchange import Asked, Said, as_xml
from tests.standins.world import Paper, World

_IDENTIFIER = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?")
_FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/qFNnN3Zc</id>
  <title>arXiv Query: search_query={query}&amp;id_list={ids}&amp;start={start}&amp;max_results={size}</title>
  <updated>2026-11-18T00:00:00Z</updated>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
{entries}</feed>
"""


def query(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """The query API: searches and lists of identifiers, in another order than asked."""
    if asked.path != "/api/query":
        return Said(404, b"", "text/html")
    if not asked.headers.get("accept"):
        return Said(406, b"", "text/html")
    names = [name for name in asked.first("id_list").split(",") if name]
    found = [match for name in names if (match := _IDENTIFIER.fullmatch(name))]
    if len(found) < len(names):
        bad = next(name for name in names if not _IDENTIFIER.fullmatch(name))
        return Said(500, b"", "text/html") if found else _error(f"incorrect id format for {bad}")
    papers = [paper for paper in world.papers if not names or paper.identifier in {match[1] for match in found}]
    try:
        test = paper_test(asked.first("search_query")) if asked.first("search_query") else None
    except BadQueryError as error:
        return _error(str(error))
    if not names and test is None:
        papers = []
    return _page([paper for paper in papers if test is None or test(paper)], world, asked)


def _page(papers: list[Paper], world: World, asked: Asked) -> Said:
    if world.sorts and asked.first("sortBy") == "submittedDate":
        papers = sorted(papers, key=lambda paper: paper.submitted, reverse=asked.first("sortOrder") != "ascending")
    elif asked.first("id_list"):
        papers = sorted(papers, key=lambda paper: paper.identifier[::-1])
    start, size = int(asked.first("start", "0")), int(asked.first("max_results", "10"))
    text = _FEED.format(
        query=escape(asked.first("search_query")),
        ids=escape(asked.first("id_list")),
        start=start,
        size=size,
        total=len(papers),
        entries="".join(map(entry, papers[start : start + size])),
    )
    return as_xml(text)


def _error(sentence: str) -> Said:
    fragment = escape(sentence).replace(" ", "_")
    text = (
        f"  <entry><id>https://arxiv.org/api/errors#{fragment}</id><title>Error</title>"
        f"<summary>{escape(sentence)}</summary></entry>\n"
    )
    return as_xml(_FEED.format(query="", ids="", start=0, size=1, total=1, entries=text), 400)


def entry(paper: Paper) -> str:
    """A paper in the answer of the query API."""
    name = f"{paper.identifier}v{paper.version}"
    optional = {"comment": paper.comment, "journal_ref": paper.journal, "doi": paper.doi}
    lines = [f"    <arxiv:{tag}>{escape(text)}</arxiv:{tag}>\n" for tag, text in optional.items() if text]
    categories = [
        f'    <category term="{term}" scheme="http://arxiv.org/schemas/atom"/>\n' for term in paper.categories
    ]
    authors = [f"    <author><name>{escape(author)}</name></author>\n" for author in paper.authors]
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{name}</id>\n    <title>{escape(paper.title)}</title>\n"
        f"    <updated>{paper.updated or paper.submitted}T09:00:11Z</updated>\n"
        f'    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>\n'
        f"    <summary>{escape(paper.abstract)}</summary>\n{''.join(categories)}"
        f"    <published>{paper.submitted}T18:59:59Z</published>\n{''.join(lines)}"
        f'    <arxiv:primary_category term="{paper.categories[0]}"/>\n{"".join(authors)}  </entry>\n'
    )


def feeds(world: World, asked: Asked, clock: SimulatedClock) -> Said:
    """Today's announcements of some categories; empty on days without any."""
    match = re.fullmatch(r"/(atom|rss)/([\w.+-]+)", asked.path)
    if not match:
        return Said(404, b"", "text/html")
    categories, today = set(match[2].split("+")), datetime.fromtimestamp(clock.time(), UTC).date().isoformat()
    known = {category for paper in world.papers for category in paper.categories} | {"eess.AS", "cs.SD", "cs.CL"}
    title = f"{match[2]} updates on arXiv.org" if categories <= known else f"Feed error for query: {match[2]}"
    papers = [p for p in world.papers if p.announced == today and categories & set(p.categories)]
    items = "".join(map(_atom_item if match[1] == "atom" else _rss_item, papers))
    spaces = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    if match[1] == "atom":
        return as_xml(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" {spaces}>\n'
            f"<id>http://rss.arxiv.org/atom/{match[2]}</id><title>{title}</title>\n{items}</feed>\n"
        )
    return as_xml(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel><title>{title}</title>'
        f"<skipDays><day>Saturday</day><day>Sunday</day></skipDays>\n{items}</channel></rss>\n",
        kind="application/rss+xml; charset=utf-8",
    )


def _said_of(paper: Paper) -> tuple[str, str]:
    name = f"{paper.identifier}v{paper.version}"
    return name, f"arXiv:{name} Announce Type: {paper.announcement}\nAbstract: {paper.abstract}"


def _atom_item(paper: Paper) -> str:
    name, summary = _said_of(paper)
    terms = "".join(f'<category term="{category}"/>' for category in paper.categories)
    return (
        f"<entry><id>oai:arXiv.org:{name}</id><title>{escape(paper.title)}</title>"
        f'<link href="https://arxiv.org/abs/{paper.identifier}" rel="alternate" type="text/html"/>'
        f"<summary>{escape(summary)}</summary>{terms}<published>{paper.announced}T00:00:00-05:00</published>"
        f"<arxiv:announce_type>{paper.announcement}</arxiv:announce_type><dc:rights>{paper.licence}</dc:rights>"
        f"<dc:creator>{escape(', '.join(paper.authors))}</dc:creator></entry>\n"
    )


def _rss_item(paper: Paper) -> str:
    name, summary = _said_of(paper)
    day = datetime.fromisoformat(paper.announced).strftime("%a, %d %b %Y 00:00:00 -0500")
    terms = "".join(f"<category>{category}</category>" for category in paper.categories)
    return (
        f"<item><title>{escape(paper.title)}</title><link>https://arxiv.org/abs/{paper.identifier}</link>"
        f'<guid isPermaLink="false">oai:arXiv.org:{name}</guid><description>{escape(summary)}</description>{terms}'
        f"<pubDate>{day}</pubDate><arxiv:announce_type>{paper.announcement}</arxiv:announce_type>"
        f"<dc:rights>{paper.licence}</dc:rights><dc:creator>{escape(', '.join(paper.authors))}</dc:creator></item>\n"
    )


def oai(world: World, asked: Asked, _: SimulatedClock) -> Said:
    """OAI-PMH in the format arXivRaw; errors have the status of success."""
    verb, wanted = asked.first("verb"), asked.first("identifier").removeprefix("oai:arXiv.org:")
    if verb == "GetRecord":
        papers = [paper for paper in world.papers if paper.identifier == wanted]
        error = ("idDoesNotExist", "no such record")
    else:
        category = asked.first("set").replace("eess:eess:", "eess.").replace("cs:cs:", "cs.")
        since = asked.first("from")
        papers = [p for p in world.papers if category in p.categories and (p.updated or p.submitted) >= since]
        error = ("noRecordsMatch", "no records match")
    if verb not in {"GetRecord", "ListRecords"} or asked.first("metadataPrefix") != "arXivRaw":
        papers, error = [], ("badArgument", "not supported here")
    records = "".join(map(_record, papers))
    inside = f"<{verb}>{records}</{verb}>" if papers else f'<error code="{error[0]}">{error[1]}</error>'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inside}</OAI-PMH>'
    return as_xml(text, kind="text/xml; charset=utf-8")


def _record(paper: Paper) -> str:
    versions = ""
    for number in range(1, paper.version + 1):
        gone = paper.is_withdrawn and number == paper.version
        extra = "<size>0kb</size><source_type>I</source_type>" if gone else "<size>812kb</size>"
        versions += f'<version version="v{number}"><date>Tue, 12 Nov 2024 18:59:59 GMT</date>{extra}</version>'
    return (
        f"<record><header><identifier>oai:arXiv.org:{paper.identifier}</identifier>"
        f"<datestamp>{paper.updated or paper.submitted}</datestamp></header><metadata>"
        f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{paper.identifier}</id>{versions}'
        f"<title>{escape(paper.title)}</title><authors>{escape(', '.join(paper.authors))}</authors>"
        f"<categories>{' '.join(paper.categories)}</categories><comments>{escape(paper.comment)}</comments>"
        f"<license>{paper.licence}</license><abstract>{escape(paper.abstract)}</abstract></arXivRaw></metadata></record>"
    )

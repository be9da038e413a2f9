"""For people at a terminal: news, then what changed under the record that rests on it."""

from __future__ import annotations

from catalog.escape import printable
from catalog.watch.news import NewsCandidate
from catalog.watch.report import WatchReport, by_record, said_of


def render(report: WatchReport) -> str:
    """Return one block for the news, one a record, one for what could not be asked, and the counts."""
    blocks = []
    if report.news:
        blocks.append(["New:", *(line for news in report.news for line in _news(news))])
    if report.left_out_text:
        blocks.append([f"Seen, and no news: {report.left_out_text}."])
    for (_, name), entries in by_record(report.new_moved).items():
        lines = [line for each in entries for line in (f"  {each.sentence}", f"      {each.citation.url}")]
        blocks.append([name, *lines])
    if report.waiting:
        one = "1 change that was told before waits until somebody reads its source"
        many = f"{report.waiting:,} changes that were told before wait until somebody reads their sources"
        blocks.append([f"{one if report.waiting == 1 else many} again (`--format json` lists all)."])
    if report.failures:
        blocks.append(["Not asked, or without a usable answer:", *(f"  {sentence}" for sentence in report.failures)])
    blocks += [[hint] for hint in report.hints]
    blocks.append([report.summary, *([f"Asked: {report.costs}."] if report.costs else [])])
    return "\n\n".join("\n".join(map(printable, lines)) for lines in blocks)


def _news(news: NewsCandidate) -> list[str]:
    addresses = [url for _, url in news.addresses]
    return [f"  {news.title}", *(f"      {line}" for line in (*said_of(news), *addresses, news.command))]

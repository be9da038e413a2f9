"""What is new at arXiv, GitHub, Hugging Face and in feeds, and may deserve a record.

sources     what is asked, and what came of it        queries     what arXiv is asked for
sighting    one thing that a source showed            words       words in texts, whole words in any script
joining     paper, repository and models of one system
known       what is no news, and why                  candidate   what is offered
closeness   how close a system is to the catalogue    terms, people     by which terms and authors
find        all of it
"""

from catalog.watch.news.candidate import LeftOutWork, News, NewsCandidate, with_offered
from catalog.watch.news.find import find_news
from catalog.watch.news.known import LeftOutReason
from catalog.watch.news.sources import AskedSource

__all__ = ["AskedSource", "LeftOutReason", "LeftOutWork", "News", "NewsCandidate", "find_news", "with_offered"]

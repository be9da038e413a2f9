"""The link checker: asks each distinct address once, politely, and says what a reader would meet.

verdicts     the words, and what was found out about one link
urls         text to address: usable, skipped or invalid, and advice
addresses    which network addresses may be contacted
connection, fetch  one exchange over one connection; one bounded request
throttle         how often and how many at once, per host
persist      one address asked until it answers: HEAD or GET, retries, waits
follow       redirects, each hop checked again
pages, judge what a page says; the verdict on what was redirected
sites        adapters for sites with a better question than their pages
check        the run over many links
memory       what earlier runs leave to later ones
collect      the catalogue's own links and where they are written
report       one small module for each format
"""

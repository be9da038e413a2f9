"""The link checker: requests each distinct URL once, politely, and reports what a reader would meet.

results       the verdicts, links and where they are written, what a check found
urls          from text to a URL: usable, skipped or invalid; advice
throttle      how often and how many at once, per host
retry         one URL until there is a stable response: HEAD or GET, retries, waits
redirects     redirects, each hop checked again
cookies       cookies within the check of one link
html_page     title, text and anchors of a page
challenges    pages that stand in place of the one requested
soft404       phrases of pages that answer 200 in place of the one requested
statuses      what each status proves
classify      from a response to a verdict
chains        certificate chains that a server sends incomplete
sites         sites with a better source than their pages
check         the run over many links
outcome       what a run proves
cache         good results and failures of earlier runs
run           from links to report: cache, baseline, history, policy
collect       the survey's own links and where they are written
selection     links on changed lines, one machine's share
policy        `data/links.yml`
report        one module for each format
health        the link-health page of the website

Requests are sent by `catalog.services`.
"""

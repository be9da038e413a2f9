"""What is known of each outside service, and the one way to ask it: a guarded HTTP client.

exchange    request, response, and the errors in place of a response
addresses   names to network addresses that may be contacted
connect     connections to those addresses, raced; TLS; proxies
certificates the certificates that servers are verified by
chains      certificate chains that a server sends incomplete
descriptors how many connections the system lets one process have
proxies     which proxy a URL is requested through
http1       one connection: HTTP/1.1 by llhttp
pool        requests over kept connections, time and bytes bounded
rate_headers what headers say about waiting and rate limits
http        the same as an httpx transport and client

clock       the time, and pauses
failures    why a service gave no usable answer
manners     how often each service may be asked, and how it says that it was asked too often
budget      what a run may spend, and what each service has cost
pace        the turns of one service
tokens      tokens, each for one origin
kept_answers answers of earlier runs, in a folder
asking      how something is asked for
client      requests to services by those rules
download    one file from an address that somebody names
arxiv, doi, github, huggingface, modelscope    one service each: addresses, API, replies, meaning of errors
feeds, pages    RSS, Atom and RDF; the text of a page that its readers see
html_page   title, text and anchors of a page, and its charset
repositories, replies    what several services have in common

answers     one question with its answer or its error; papers: many of arXiv in few requests; search: what is new
fetch       everything that other parts of the program ask: papers, repositories, models, works, feeds, pages, files
"""

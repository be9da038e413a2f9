"""What is known of each outside service, and the one way to ask it: a guarded HTTP client.

transport   one request and its response, to public addresses only
asking      many requests with good manners: pace, budget, tokens, kept answers

arxiv, crossref, doi, github, huggingface, modelscope    one service each: addresses, API, replies, meaning of errors
feeds, pages    RSS, Atom and RDF; the text of a page that its readers see
html_page   title, text and anchors of a page, and its charset
repositories, replies    what several services have in common
works       which addresses lead to the same paper, repository or page

papers      many papers of arXiv in few requests
search      what is new
fetch       everything that other parts of the program ask: papers, repositories, models, works, feeds, pages, files
"""

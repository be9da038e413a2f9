"""What the services say now of the works that records cite, and what is different from before.

observation   what one service said in one run, and what it was not asked
sources       the works of one service, with what is known of them
differences   from what was seen and what is said now to changes

arxiv, github, huggingface, modelscope, crossref, pages    one service each, with a coroutine `observe_…(sources)`
names       parts of the key of a work in a repository
"""

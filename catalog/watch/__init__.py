"""A survey that stays alive: what changed at its sources since they were read, and what is new.

state       the file `data/watch.json`: what was seen the last time
changes     what can change, in words
citations   which places of a record rest on a paper, repository, model or page
moved       the sources that changed after they were read
roles       which columns say what a record is about
existing    what the catalogue has already
run         one run: what the services say now, and what of it was not told before

upstream    what each service says, and what is different from before
news        what is new and may deserve a record
report      both, in text, JSON and Markdown, and as the body of an issue
"""

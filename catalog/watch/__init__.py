"""A survey that stays alive: what changed at its sources since they were read, and what is new.

state       the file `data/watch.json`: what was seen the last time
changes     what can change, in words
citations   which places of a record rest on a paper, repository, model or page
moved       the sources that changed after they were read
existing    what the catalogue has already
news        what is new and may deserve a record
"""

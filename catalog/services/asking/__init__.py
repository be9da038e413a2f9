"""How services are asked: each at its own pace, within a budget, answers kept.

asking      how something is asked for
manners     how often each service may be asked, and how it says that it was asked too often
rate_headers what headers say about waiting and rate limits
pace        the turns of one service
budget      what a run may spend, and what each service has cost
clock       the time, and pauses
tokens      tokens, each for one origin
kept_answers answers of earlier runs, in a folder
client      requests to services by those rules
answers     one question with its answer or its error
failures    why a service gave no usable answer
download    one file from an address that somebody names
"""

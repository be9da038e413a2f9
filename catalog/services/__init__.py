"""What is known of each outside service, and the one way to ask it: a guarded HTTP client.

exchange    request, response, and the errors in place of a response
addresses   names to network addresses that may be contacted
connect     connections to those addresses, raced; TLS; proxies
certificates the certificates that servers are verified by
chains      certificate chains that a server sends incomplete
descriptors how many connections the system lets one process have
proxies     which proxy a URL is requested through
http1       one connection: HTTP/1.1 by llhttp
rate_headers what headers say about waiting and rate limits
pool        requests over kept connections, time and bytes bounded
http        the same as an httpx transport and client

client      one request at a time to the APIs, on that client; fetch: papers, repositories and models
download    one file from an address that somebody names
arxiv, doi, github, huggingface, modelscope    one service each: addresses, API, replies, meaning of errors
repositories, replies    what several services have in common
"""

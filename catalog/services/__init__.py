"""What is known of each outside service, and the one way to ask it: a guarded HTTP client.

exchange    request, response, and the errors in place of a response
addresses   names to network addresses that may be contacted
connect     connections to those addresses, raced; TLS; proxies
http1       one connection: HTTP/1.1 by llhttp
pool        requests over kept connections, time and bytes bounded
http        the same as an httpx transport and client
"""

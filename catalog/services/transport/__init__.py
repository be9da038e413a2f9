"""One request and its response: the guarded HTTP client below everything that leaves the machine.

exchange    request, response, and the errors in place of a response
networks    which networks are public
addresses   names to network addresses that may be contacted
connect     connections to those addresses, raced; TLS; proxies
certificates the certificates that servers are verified by
chains      certificate chains that a server sends incomplete
descriptors how many connections the system lets one process have
proxies     which proxy a URL is requested through
http1       one connection: HTTP/1.1 by llhttp
pool        requests over kept connections, time and bytes bounded
http        the same as an httpx transport and client
"""

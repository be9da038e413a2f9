"""The hard cases as a table: what a server does, what the verdict must be, and how the checker must behave."""

from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import dataclass, field
from email.utils import formatdate

from tests.links.server import (
    PAGE,
    Exchange,
    HangUp,
    Script,
    answer,
    at,
    drip,
    endless,
    hang,
    on,
    raw,
    redirect,
    reset,
    then,
)

WORLD: dict[str, str] = {}
"""Addresses known only when the servers run: `trap` must never be asked, `plain` is a healthy http page."""


@dataclass
class Case:
    name: str
    script: Script
    verdict: str | set[str]
    path: str = "/page"
    requests: int | tuple[int, int] = 1
    """How many requests are right, or the least and the most."""
    location: str | None = None
    """The new address of a moved link; begins with / for the same server."""
    reason: str = ""
    """Words the reason must hold."""
    bytes: int = 6_000_000
    """The most a server may get rid of; the system takes some 4 MB off its hands before anybody reads."""
    gap: float = 0.0
    """The least seconds between the first two requests."""
    within: float = 12.0
    """The most seconds the link may take."""
    tls: str = ""
    """The kind of certificate, for https."""
    headers: dict[str, str] = field(default_factory=dict)
    """What the last request must have carried; empty text for nothing."""

    @property
    def verdicts(self) -> set[str]:
        return {self.verdict} if isinstance(self.verdict, str) else self.verdict


def page(title: str = "A page", body: str = "<p>It says something of its own.</p>") -> Script:
    return answer(body=f"<!doctype html><title>{title}</title><body>{body}".encode())


def file(status: int = 200) -> Script:
    return answer(status, b"%PDF-1.7 " * 50, "application/pdf")


def cookie_wall() -> Script:
    async def script(exchange: Exchange) -> None:
        if "seen=1" in exchange.request.headers.get("cookie", ""):
            await answer()(exchange)
        else:
            await redirect(exchange.request.path, Set_Cookie="seen=1; Path=/")(exchange)

    return script


def chain(length: int, status: int = 302) -> Script:
    async def script(exchange: Exchange) -> None:
        step = int(exchange.request.path.rpartition("/")[2] or 0)
        await (answer() if step >= length else redirect(f"/hop/{step + 1}", status))(exchange)

    return script


def to_world(name: str, status: int = 302, before: str = "", after: str = "/") -> Script:
    async def script(exchange: Exchange) -> None:
        await redirect(f"{before}{WORLD[name]}{after}", status)(exchange)

    return script


def retry_later(status: int, seconds: str = "", date: float = 0.0) -> Script:
    async def script(exchange: Exchange) -> None:
        value = formatdate(time.time() + date, usegmt=True) if date else seconds
        await answer(status, b"", Retry_After=value)(exchange)

    return script


def needs(header: str) -> Script:
    async def script(exchange: Exchange) -> None:
        await (answer() if exchange.request.headers.get(header) else answer(403))(exchange)

    return script


def head_with_body() -> Script:
    async def script(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 302 Found\r\nLocation: /other.pdf\r\nContent-Length: 6\r\n\r\nstray!")
        if exchange.request.path == "/other.pdf":
            raise HangUp

    async def other(exchange: Exchange) -> None:
        await (file() if exchange.request.path == "/other.pdf" else script)(exchange)

    return other


def close_after_first() -> Script:
    async def script(exchange: Exchange) -> None:
        await (redirect("/end", 302) if exchange.request.path == "/page" else answer())(exchange)
        if exchange.request.path == "/page":
            raise HangUp

    return script


def slow_body(kind: str) -> Script:
    async def script(exchange: Exchange) -> None:
        await exchange.send(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n\r\n".encode())
        await hang(exchange)

    return script


def huge(kind: str) -> Script:
    async def script(exchange: Exchange) -> None:
        await exchange.send(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {2**30}\r\n\r\n".encode())
        while exchange.request.method != "HEAD":
            await exchange.send(b"x" * 65536)

    return script


def bomb() -> Script:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(pack.compress(bytes(2**20)) for _ in range(64)) + pack.flush()
    return answer(body=packed, Content_Encoding="gzip")


def misdirected() -> Script:
    """Refuses whatever comes over the first connection."""

    async def script(exchange: Exchange) -> None:
        await answer(421 if exchange.request.connection == 1 else 200)(exchange)

    return script


def challenge_page() -> bytes:
    return b"<!doctype html><title>Making sure you're not a bot!</title><p>Loading..."


def challenge(status: int) -> Script:
    return answer(status, challenge_page())


def not_found(body: str) -> Script:
    return answer(404, f"<title>Nothing here</title>{body}".encode())


def chunked(body: bytes, status: int) -> Script:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return raw(head + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")


def refresh(content: str) -> Script:
    return answer(body=f'<title>Forwarding</title><META HTTP-EQUIV="Refresh" CONTENT="{content}"><p>Wait'.encode())


def count_up() -> Script:
    """Forwards to another address for ever."""

    async def script(exchange: Exchange) -> None:
        await refresh(f"1;url=/page?{exchange.number}")(exchange)

    return script


def reload_wall() -> Script:
    """Reloads the page until its cookie comes back."""

    async def script(exchange: Exchange) -> None:
        seen = "seen=1" in exchange.request.headers.get("cookie", "")
        wall = answer(body=b"<meta http-equiv=refresh content='0;url=/page'>", Set_Cookie="seen=1")
        await (answer() if seen else wall)(exchange)

    return script


def encoded(text: str, charset: str) -> Script:
    return answer(body=text.encode(charset))


LOGIN = page("Sign in", "<form><input name=user><input type=password name=secret></form>")
LONG = "/" + "a" * 9000
SENTENCE = "<h1>Oh dear</h1><p>We're sorry, the page you are looking for could not be found.</p>"
ABOUT = "<p>When a server says “page not found”, the page you wanted does not exist there any more.</p>"
LIST = "<ul><li>200 OK</li><li>404 Not Found</li><li>Page not found</li></ul><p>These are answers.</p>"

BASIC = [
    Case("healthy", answer(), "ok", requests=1),
    Case("no-content", answer(204, b"", ""), "ok"),
    Case("partial-content", answer(206), "ok"),
    Case("empty-page", answer(200, b""), "ok"),
    Case("http-1.0-until-close", raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE), "ok"),
    Case(
        "early-hints",
        raw(b"HTTP/1.1 103 Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        "ok",
    ),
    Case("bad-request", answer(400), "broken", requests=2, reason="400"),
    Case("not-found", answer(404), "broken", requests=2, gap=0.2, reason="404"),
    Case("not-found-once", then(answer(404), answer()), "ok", requests=2),
    Case("not-found-then-busy", then(answer(404), answer(503, b"", Retry_After="3600")), "transient", requests=2),
    Case("gone", answer(410), "broken", requests=2, reason="410 Gone"),
    Case("gone-once", then(answer(410), redirect("/b"), answer()), "ok", requests=3),
    Case("too-long", answer(414), "broken", requests=2),
    Case("needs-user-agent", needs("user-agent"), "ok", headers={"user-agent": "survey-catalog"}),
    Case("no-cookie-no-password", answer(), "ok", headers={"cookie": "", "authorization": ""}),
]
HEAD = [
    Case("head-answers", file(), "ok", "/paper.pdf", 1),
    *(
        Case(f"head-{status}", on(head=file(status), get=file()), "ok", "/paper.pdf", 2)
        for status in (400, 403, 404, 405, 500, 501, 503)
    ),
    Case("head-hangs", on(head=hang, get=file()), "ok", "/paper.pdf", 2),
    Case("head-resets", on(head=reset, get=file()), "ok", "/paper.pdf", 2),
    Case("head-garbled", on(head=raw(b"what?\r\n\r\n"), get=file()), "ok", "/paper.pdf", 2),
    Case("head-has-a-body", head_with_body(), "ok", "/paper.pdf", 2),
    Case("head-says-page", on(head=answer(), get=page("404 Not Found")), "suspect", "/paper.pdf", 2),
    Case("head-404-get-404", answer(404), "broken", "/paper.pdf", 3),
]
RETRY = [
    *(
        Case(f"{status}-then-ok", then(answer(status), answer()), "ok", requests=2, gap=0.3)
        for status in (500, 502, 503)
    ),
    Case("408-then-ok", then(answer(408), answer()), "ok", requests=2),
    Case("two-500-then-ok", then(answer(500), answer(500), answer()), "ok", requests=3),
    Case("500-for-ever", answer(500), "transient", requests=3),
    Case("503-for-ever", answer(503), "transient", requests=3),
    Case("501-for-ever", answer(501), "transient", requests=1),
    Case("429-then-ok", then(answer(429), answer()), "ok", requests=2, gap=0.3),
    Case("429-for-ever", answer(429), "blocked", requests=3),
    Case("retry-after-seconds", then(retry_later(429, "1"), answer()), "ok", requests=2, gap=1.0),
    Case("retry-after-date", then(retry_later(429, date=2.0), answer()), "ok", requests=2, gap=0.9),
    Case("retry-after-503", then(retry_later(503, "1"), answer()), "ok", requests=2, gap=1.0),
    Case("retry-after-hour", retry_later(429, "3600"), "blocked", requests=1, within=2),
    Case("retry-after-hour-503", retry_later(503, "3600"), "transient", requests=1, within=2),
    Case("retry-after-far-date", retry_later(429, date=86_400.0), "blocked", requests=1, within=2),
    Case("retry-after-nonsense", then(retry_later(429, "soon"), answer()), "ok", requests=2),
    Case("retry-after-on-redirect-target", at(page=redirect("/b"), b=retry_later(429, "3600")), "blocked", requests=2),
    Case(
        "limit-reset-header",
        then(answer(429, b"", X_RateLimit_Remaining="0", X_RateLimit_Reset="1"), answer()),
        "ok",
        requests=2,
        gap=1.0,
    ),
    Case(
        "limit-draft-header", then(answer(429, b"", RateLimit='"pages";r=0;t=1'), answer()), "ok", requests=2, gap=1.0
    ),
    Case("hangs-once", then(hang, answer()), "ok", requests=2),
    Case("hangs", hang, "transient", requests=3),
    Case("resets-once", then(reset, answer()), "ok", requests=2),
    Case("resets", reset, "transient", requests=3),
]
REDIRECT = [
    *(
        Case(f"{status}-to-page", at(page=redirect("/b", status), b=answer()), "ok", requests=2)
        for status in (302, 303, 307)
    ),
    *(
        Case(f"{status}-to-page", at(page=redirect("/b", status), b=answer()), "moved", requests=2, location="/b")
        for status in (301, 308)
    ),
    Case(
        "301-301", at(page=redirect("/b", 301), b=redirect("/c", 308), c=answer()), "moved", requests=3, location="/c"
    ),
    Case(
        "301-302", at(page=redirect("/b", 301), b=redirect("/c", 302), c=answer()), "moved", requests=3, location="/b"
    ),
    Case("302-301", at(page=redirect("/b", 302), b=redirect("/c", 301), c=answer()), "ok", requests=3),
    Case("301-to-404", at(page=redirect("/b", 301)), "broken", requests=4, reason="404"),
    Case("301-to-403", at(page=redirect("/b", 301), b=answer(403)), "blocked", requests=2),
    Case("301-keeps-fragment", at(page=redirect("/b", 301), b=page(body="<p id=x>y")), "moved", "/page#x", 2, "/b#x"),
    Case("301-own-fragment", at(page=redirect("/b#y", 301), b=page(body="<p id=y>")), "moved", "/page", 2, "/b#y"),
    Case("ten-hops", chain(10), "ok", "/hop/0", 11),
    Case("endless-hops", chain(10_000), "broken", "/hop/0", (10, 21), reason="redirects"),
    Case("loop-of-one", redirect("/page"), "broken", requests=2, reason="loop"),
    Case("loop-once", then(redirect("/page"), answer()), "ok", requests=2),
    Case("loop-of-two", at(page=redirect("/b"), b=redirect("/page")), "broken", requests=4, reason="loop"),
    Case("cookie-wall", cookie_wall(), "ok", requests=2),
    Case("no-location", answer(302, b""), "broken", requests=2, reason="Location"),
    Case("empty-location", answer(301, b"", Location=" "), "broken", requests=2),
    Case("bad-location", redirect("http://[nonsense/"), "broken", requests=2, reason="invalid URL"),
    Case(
        "utf8-location",
        at(
            page=raw("HTTP/1.1 301 Moved\r\nLocation: /ü\r\nContent-Length: 0\r\n\r\n".encode()), **{"%C3%BC": answer()}
        ),
        "moved",
        requests=2,
        location="/%C3%BC",
    ),
    Case(
        "space-in-location",
        at(page=redirect("/a b", 301), **{"a%20b": answer()}),
        "moved",
        requests=2,
        location="/a%20b",
    ),
    Case(
        "relative-location",
        at(page=redirect("other?x=1", 301), other=answer()),
        "moved",
        requests=2,
        location="/other?x=1",
    ),
    Case("protocol-relative-location", to_world("plain", 301, before="", after="/x"), "moved", requests=1),
    Case("query-only-location", then(redirect("?x=1", 301), answer()), "moved", requests=2, location="/page?x=1"),
    Case("to-private", redirect("http://10.0.0.1/"), "refused", requests=1, reason="private"),
    Case("to-metadata", redirect("http://169.254.169.254/latest/"), "refused", requests=1, reason="link-local"),
    Case("to-trap", to_world("trap"), "refused", requests=1, reason="loopback"),
    Case("to-disguised", redirect("http://2135752705/"), "refused", requests=1, reason="loopback"),
    Case("to-file", redirect("file:///etc/passwd"), "refused", requests=1, reason="file"),
    Case("to-ftp", redirect("ftp://127.0.0.1/"), "refused", requests=1),
    Case("to-script", redirect("javascript:alert(1)"), "refused", requests=1),
    Case("closes-kept-connection", close_after_first(), "ok", requests=2),
    Case("500-behind-redirect", at(page=redirect("/b"), b=then(answer(404), answer(500), answer())), "ok", requests=3),
]
BODIES = [
    Case("slow-body", slow_body("text/html"), "ok", requests=1, within=6),
    Case("slow-file", on(head=reset, get=slow_body("application/pdf")), "ok", "/paper.pdf", 2, within=3),
    Case("huge-page", huge("text/html"), "ok"),
    Case("huge-file", huge("application/octet-stream"), "ok"),
    Case("endless-page", endless(), "ok"),
    Case("endless-file", endless("application/zip", b"x" * 65536), "ok", "/data.bin"),
    Case("endless-page-with-anchor", endless(), "ok", "/page#x"),
    Case("gzip-bomb", bomb(), "ok"),
    Case("gzip-bomb-with-anchor", bomb(), {"ok", "suspect"}, "/page#x"),
    Case("gzip-page", answer(body=gzip.compress(PAGE), Content_Encoding="gzip"), "ok", "/page#top-of-page"),
    Case("deflate-page", answer(body=zlib.compress(PAGE)[2:-4], Content_Encoding="deflate"), "ok", "/page#top-of-page"),
    Case("dripping-headers", drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500, 0.05), "transient", requests=3),
    Case("header-flood", raw(b"HTTP/1.1 200 OK\r\n" + b"X-More: of it\r\n" * 20_000), "transient", requests=3),
    Case("bad-length", raw(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nhello"), "transient", requests=3),
    Case("bad-status", raw(b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"), "transient", requests=3),
    Case("http-0.9", raw(b"<html>hello</html>"), "transient", requests=3),
    Case("bad-chunk", raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), "ok"),
    Case("truncated", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + PAGE), "ok"),
    Case("bare-line-feeds", raw(b"HTTP/1.1 200 OK\nContent-Length: 0\n\n"), "ok"),
    *(
        Case(
            f"status-{status}",
            raw(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nhi".encode()),
            "transient",
            requests=(1, 3),
            reason=reason,
        )
        for status, reason in (("000", "000"), ("150", "closed"), ("600", "600"), ("1000", "not HTTP"))
    ),
    Case("silent-close", raw(b""), "transient", requests=3),
]
BLOCKED = [
    *(
        Case(f"{status}", answer(status), "blocked", reason=str(status))
        for status in (401, 402, 403, 405, 406, 411, 412, 413, 415, 416, 417, 418, 422, 426, 428, 431, 444, 451, 999)
    ),
    Case("a-status-nobody-defined", answer(477), "blocked", reason="477"),
    *(Case(f"{status}", answer(status), "transient") for status in (409, 423, 424, 449, 460, 499)),
    Case("misdirected", answer(421), "transient", requests=3, reason="421"),
    Case("misdirected-connection", misdirected(), "ok", requests=2),
    Case("202-challenge", answer(202, b"", x_amzn_waf_action="challenge"), "blocked", reason="WAF"),
    Case("202-nothing", answer(202, b""), "blocked"),
    Case("202-content", answer(202), "ok"),
    Case("403-challenge", answer(403, cf_mitigated="challenge"), "blocked", reason="Cloudflare"),
    Case("503-challenge", answer(503, cf_mitigated="challenge"), "blocked", requests=1),
    Case("challenge-page", page("Just a moment..."), "blocked", reason="Just a moment"),
    *(
        Case(f"title-{number}", page(title), "blocked", reason=title.partition("&")[0])
        for number, title in enumerate(
            (
                "Making sure you&#39;re not a bot!",
                "Attention Required! | Cloudflare",
                "DDoS-Guard",
                "Access Denied - Journal of Pages",
                "Pardon Our Interruption",
                "Are you a robot?",
                "Access to this page has been denied.",
                "Human Verification",
                "Request Rejected",
                "Вы не робот?",
                "安全验证 - 知乎",
            )
        )
    ),
    *(
        Case(f"script-{name}", page("example.org", f"<script>{script}</script>"), "blocked", reason=name)
        for name, script in {
            "Cloudflare": "window._cf_chl_opt={cvId:'3'}",
            "Anubis": "import('/.within.website/x/cmd/anubis/static/js/main.mjs')",
            "DataDome": "var dd={'host':'geo.captcha-delivery.com'}",
            "PerimeterX": "document.getElementById('px-captcha')",
            "Akamai": "xhr.open('POST','/_sec/verify?provider=interstitial')",
            "Alibaba": "document.cookie='acw_sc__v2='+x",
            "F5": "'Your support ID is: 12'",
        }.items()
    ),
    Case("widget", page("example.org", '<div class="h-captcha"></div><p>Continue'), "blocked", reason="hCaptcha"),
    Case("imperva", page("", "<iframe>Request unsuccessful. Incapsula incident ID: 87-9</iframe>"), "blocked"),
    *(
        Case(f"{status}-anubis", challenge(status), "blocked", requests=(1, 3), reason="not a bot")
        for status in (403, 404, 429, 500, 503)
    ),
    Case("chunked-503-challenge", chunked(challenge_page(), 503), "blocked", reason="not a bot"),
    Case("captcha-by-refresh", refresh("0;/.well-known/sgcaptcha/?r=%2F"), "blocked", reason="SiteGround"),
    Case("article-on-challenges", page("Just a moment", "<p>A tale of waiting at the door.</p>" * 90), "ok"),
    Case("article-on-anubis", page("Anubis", "<p>within.website/x/cmd/anubis weighs souls.</p>" * 20), "ok"),
    Case(
        "page-behind-cloudflare",
        page(body="<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"),
        "ok",
    ),
    Case(
        "not-found-with-a-captcha", not_found('<h1>Nothing</h1><div class="g-recaptcha"></div>'), "broken", requests=2
    ),
    Case("login", at(page=redirect("/users/sign_in"), users__sign_in=LOGIN), "blocked", requests=2, reason="a login"),
    Case(
        "login-by-script",
        at(page=redirect("/accounts/login/?next=1"), accounts__login=page("Login • Pictures")),
        "blocked",
        requests=2,
        reason="a login",
    ),
    Case("link-to-a-login", at(login=redirect("/login/new"), login__new=LOGIN), "ok", "/login", requests=2),
    Case("page-with-a-login-form", at(page=redirect("/b"), b=LOGIN), "ok", requests=2),
]
FORWARDED = [
    Case("at-once", at(page=refresh("0; url=/b"), b=answer()), "ok", requests=2),
    Case("in-odd-writing", at(page=refresh("0;URL='/b'"), b=answer(404)), "broken", requests=4, reason="404"),
    Case("without-its-word", at(page=refresh("1 ;/b"), b=answer(403)), "blocked", requests=2),
    Case("by-header", at(page=answer(Refresh="0; url=/b"), b=answer(410)), "broken", requests=4, reason="410"),
    Case(
        "after-a-redirect", at(page=redirect("/a", 301), a=refresh("0;url=/b"), b=answer()), "moved", "/page", 3, "/a"
    ),
    Case("to-soft-404", at(page=refresh("0;url=/b"), b=page("Page not found")), "suspect", requests=2),
    Case("to-itself", refresh("5; url=/page"), "ok"),
    Case("in-turns", at(page=refresh("5;url=/b"), b=refresh("5;url=/page")), "ok", requests=2),
    Case("ever-on", count_up(), "ok", requests=6),
    Case("after-minutes", at(page=refresh("300;url=/b"), b=answer(404)), "ok"),
    Case("without-an-address", refresh("5"), "ok"),
    Case(
        "for-browsers-without-scripts",
        page(body="<noscript><meta http-equiv=refresh content='0;url=/b'></noscript>"),
        "ok",
    ),
    Case("to-script", refresh("0;url=javascript:void(0)"), "ok"),
    Case("to-private", refresh("0;url=http://10.0.0.1/"), "refused", reason="private"),
    Case("with-a-cookie", reload_wall(), "ok", requests=2),
]
SOFT_404 = [
    Case("title", page("404 Not Found"), "suspect", reason="404 Not Found"),
    Case("title-part", page("Page not found | Example"), "suspect"),
    Case("title-with-dash", page("Example \u2013 Page Not Found"), "suspect"),
    Case("title-error", page("Error 404: Page not found"), "suspect"),
    Case("sentence", page("Example", SENTENCE), "suspect", reason="could not be found"),
    Case("heading", page("Example", "<h1>404</h1><p>Home</p>"), "suspect"),
    Case("about-errors", page("How to mend a page not found error", ABOUT), "ok"),
    Case("list-of-codes", page("Answers of servers", LIST), "ok"),
    Case("long-article-on-404", page("404 Not Found", "<p>It is a fine novel about a lost page.</p>" * 60), "ok"),
    Case("script-says-so", page("App", "<script>const t = 'Page not found'</script><p>Hello</p>"), "ok"),
    Case("said-in-the-page", encoded('<meta charset="gbk"><title>页面不存在</title>', "gbk"), "suspect", reason="页面"),
    Case("said-by-a-mark", encoded("\ufeff<title>页面不存在</title>", "utf-16-le"), "suspect", reason="页面"),
    Case(
        "said-in-xml",
        encoded('<?xml version="1.0" encoding="Shift_JIS"?><title>ページが見つかりません</title>', "cp932"),
        "suspect",
    ),
    Case("said-wrongly", encoded('<meta charset="utf-16"><title>页面不存在</title>', "utf-8"), "suspect"),
    Case("said-in-no-known-way", encoded('<meta charset="punycode"><title>页面不存在</title>', "utf-8"), "suspect"),
    Case("redirect-to-soft-404", at(page=redirect("/404"), **{"404": page("Page not found")}), "suspect", requests=2),
]
FRAGMENTS = [
    Case("by-id", page(body="<h2 id='part-2'>x"), "ok", "/page#part-2"),
    Case("by-name", page(body="<a name=part-2>x"), "ok", "/page#part-2"),
    Case("missing", page(body="<h2 id=other>x"), "suspect", "/page#part-2", reason="part-2"),
    Case("encoded", page(body="<h2 id='größe'>x"), "ok", "/page#gr%C3%B6%C3%9Fe"),
    Case("raw-unicode", page(body="<h2 id='größe'>x"), "ok", "/page#größe"),
    Case("user-content", page(body="<h2 id=user-content-install>x"), "ok", "/page#install"),
    Case(
        "in-script-only", page(body="<script>'<p id=part-2>'</script>" + "<p>words</p>" * 90), "suspect", "/page#part-2"
    ),
    Case("drawn-by-script", page(body="<div id=root></div><script src=app.js></script>"), "ok", "/page#part-2"),
    Case("text-fragment", page(), "ok", "/page#:~:text=something"),
    Case("anchor-and-text", page(body="<p id=a>"), "ok", "/page#a:~:text=something"),
    Case("top", page(), "ok", "/page#top"),
    Case("route", page(), "ok", "/page#/models/1"),
    Case("line", page(), "ok", "/page#L10-L20"),
    Case("pdf-page", file(), "ok", "/paper.pdf#page=3"),
    Case("anchor-never-arrives", slow_body("text/html"), "transient", "/page#x", requests=3),
]
ODD = [
    Case("space-in-path", at(**{"a%20b": answer()}), "ok", "/a b"),
    Case("encoded-slash", at(**{"a%2Fb": answer()}), "ok", "/a%2Fb"),
    Case("lower-case-escape", at(**{"a%2fb": answer()}), "ok", "/a%2fb"),
    Case("tilde-escape-kept", at(**{"%7Ea": answer()}), "ok", "/%7Ea"),
    Case("unicode-path", at(**{"%C3%BC": answer()}), "ok", "/ü"),
    Case("dot-segments", at(b=answer()), "ok", "/a/../b"),
    Case("encoded-dot-segments", at(b=answer()), "ok", "/a/%2E%2e/./b"),
    Case("backslash", at(**{"a/b": answer()}), "ok", "\\a\\b"),
    Case("line-break", at(ab=answer()), "ok", "/a\n\tb"),
    Case("stray-question-mark", at(page=answer()), "ok", "/page?"),
    Case("query-kept", answer(), "ok", "/page?a=%2B+%20&b=c;d"),
    Case("very-long", answer(), "ok", LONG),
    Case("percent-alone", answer(), "ok", "/100%"),
]
TLS = [
    Case("trusted", answer(), "ok", tls="good"),
    Case("expired", answer(), "broken", tls="expired", requests=0, reason="expired"),
    Case("wrong-host", answer(), "broken", tls="other", requests=0, reason="mismatch"),
    Case("unknown-issuer", answer(), "broken", tls="unknown", requests=0, reason="unable to get local issuer"),
    Case("self-signed", answer(), "broken", tls="self", requests=0, reason="self"),
    Case("https-to-http", to_world("plain", 302), "ok", tls="good"),
]

GROUPS = {
    "basic": BASIC, "head": HEAD, "retry": RETRY, "redirect": REDIRECT, "bodies": BODIES, "blocked": BLOCKED,
    "forwarded": FORWARDED, "soft-404": SOFT_404, "fragment": FRAGMENTS, "odd": ODD, "tls": TLS,
}  # fmt: skip
CASES = {f"{group}/{case.name}": case for group, cases in GROUPS.items() for case in cases}

NEVER_SENT = {
    "http://127.1.2.3:{port}/": "refused",
    "http://127.77.1:{port}/": "refused",
    "http://0x7f4d0001:{port}/": "refused",
    "http://2135752705:{port}/": "refused",
    "http://0177.77.0.1:{port}/": "refused",
    "http://127.77.0.1.:{port}/": "refused",
    "http://[::ffff:127.0.0.1]:{port}/": "refused",
    "http://[::ffff:7f00:1]:{port}/": "refused",
    "http://[64:ff9b::7f09:1]:{port}/": "refused",
    "http://0.0.0.0:{port}/": "refused",
    "http://[::]:{port}/": "refused",
    "http://169.254.169.254/": "refused",
    "http://10.1.2.3/": "refused",
    "http://172.16.0.1/": "refused",
    "http://192.168.1.1/": "refused",
    "http://100.64.0.1/": "refused",
    "http://224.0.0.1/": "refused",
    "http://255.255.255.255/": "refused",
    "http://[fe80::1]/": "refused",
    "http://[fd00::1]/": "refused",
    "mailto:a@example.org": "skipped",
    "javascript:alert(1)": "skipped",
    "data:text/plain,hello": "skipped",
    "ftp://example.org/file": "skipped",
    "tel:+4912345": "skipped",
    "http://": "invalid",
    "http:///127.1.2.3:{port}/": "refused",
    "http:/127.1.2.3:{port}/": "refused",
    "http:127.1.2.3:{port}/": "refused",
    "http://127.77.0x1:{port}/": "refused",
    "http://\uff11\uff12\uff17\u300277.1:{port}/": "refused",
    "http://127.1%2e2.3:{port}/": "refused",
    "ht\ntp://127.1.2.3:{port}/": "refused",
    "http:\\\\127.1.2.3:{port}/": "refused",
    "http://1.2.3.4.5/": "invalid",
    "https//colon.example/": "invalid",
    "www.example.org/page": "invalid",
    "localhost:8000/page": "invalid",
    "http://127.0.0.1:99999/": "invalid",
    "http://127.0.0.1:abc/": "invalid",
    "http://[::1/": "invalid",
    "http://a b.example/": "invalid",
    "http://a..example/": "invalid",
    "http://nothing.invalid/": "broken",
}
"""Links that are judged without a request."""

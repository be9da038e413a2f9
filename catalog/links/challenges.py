"""Pages that stand in place of the one requested: bot challenges, refusals of firewalls, logins, consent.

Their titles and the scripts of their vendors are known. A page that says much is none of them, whatever it mentions.
"""

from __future__ import annotations

import re
from html import unescape

from yarl import URL

from catalog.services.html_page import page_text, parse_page
from catalog.services.transport.exchange import Headers, Response

_SHORT = 2_000  # characters of visible text; more than that is an article on the subject
_SAYS_NOTHING = 600  # characters; a page with a vendor's script that says more is one that the vendor let through
_LONG_SOURCE = 50_000  # characters of HTML; challenges are a tenth of that
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|·–—-]\s+")  # noqa: RUF001
_TITLES = frozenset({
    "403 forbidden", "429 too many requests", "access blocked", "access denied", "access to this page has been denied",
    "are you a human", "are you a robot", "are you human", "are you not a robot", "attention required",
    "attention required! | cloudflare", "before you continue", "blocked", "bot challenge", "bot check", "bot detection",
    "bot verification", "browser check", "browser verification", "captcha", "captcha challenge", "challenge validation",
    "checking you are not a bot", "checking your browser", "checking your browser before accessing", "client challenge",
    "crowdsec ban", "crowdsec captcha", "ddos protection", "ddos-guard", "einen moment bitte",
    "enable javascript and cookies to continue", "error: the request could not be satisfied", "forbidden",
    "human check", "human verification", "i'm not a robot", "just a moment", "making sure you're not a bot",
    "nur einen moment", "oh noes", "one moment please", "one moment, please", "pardon our interruption",
    "performing security verification", "please prove you are human", "please verify you are a human", "please wait",
    "please wait... | cloudflare", "prove your humanity", "radware bot manager captcha", "radware captcha page",
    "reddit - prove your humanity", "request blocked", "request rejected", "robot check", "security check",
    "security checkpoint", "security verification", "shieldsquare captcha", "site verification",
    "sorry, you have been blocked", "sucuri website firewall - access denied", "too many requests", "um momento",
    "un instant", "un momento", "validation request", "vercel security checkpoint", "verification required",
    "verify you are human", "verify you're human", "verifying you are human", "you are being redirected",
    "you have been blocked", "your access to this site has been limited by the site owner", "вы не робот", "人机验证",
    "安全验证", "滑动验证页面", "环境异常", "百度安全验证", "访问异常", "访问验证", "验证码拦截",
})  # fmt: skip
_SCRIPTS = {
    "_cf_chl_opt": "Cloudflare",
    "within.website/x/cmd/anubis": "Anubis",
    "anubis_challenge": "Anubis",
    "/.well-known/ddos-guard/": "DDoS-Guard",
    "/_sec/verify?provider=": "Akamai",
    "bm-verify=": "Akamai",
    "px-captcha": "PerimeterX",
    "captcha-delivery.com": "DataDome",
    "Incapsula incident ID": "Imperva",
    "gokuProps": "AWS WAF",
    "/.well-known/sgcaptcha/": "SiteGround",
    "sucuri_cloudproxy_js": "Sucuri",
    "/.well-known/vercel/security/": "Vercel",
    "Your support ID is": "F5",
    "acw_sc__v2": "Alibaba Cloud",
    "aliyun_waf": "Alibaba Cloud",
    "/__qrator/": "Qrator",
    "validate.perfdrive.com": "Radware",
}
"""What only challenges hold, and whose they are."""
_WIDGETS = {'"cf-turnstile': "Cloudflare", '"h-captcha': "hCaptcha", '"g-recaptcha': "reCAPTCHA"}
"""What challenges have in common with forms."""
_HEADERS = {
    "x-amzn-waf-action": "AWS WAF",
    "cf-mitigated": "Cloudflare",
    "x-vercel-mitigated": "Vercel",
    "sg-captcha": "SiteGround",
}
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign_in|sso|saml2?|oauth2?|authorize|auth|authwall|cas|shibboleth)(?:[/.]|$)", re.IGNORECASE
)
_LOGIN_TITLE = re.compile(r"(?:please )?(?:log|sign)[ -]?in\b.{0,60}|authentication required.{0,60}", re.IGNORECASE)
_LOGIN_HOSTS = frozenset({"accounts", "auth", "idp", "login", "signin", "sso"})


def challenge(response: Response) -> str:
    """Return what stands in place of the page: the vendor or the title of a bot challenge; empty when nothing does."""
    return challenge_by(response.headers) or (_on_page(response) if response.is_page and response.body else "")


def challenge_by(headers: Headers) -> str:
    """Return the vendor that the headers name, and what it did."""
    return next((f"{vendor} ({headers[name]})" for name, vendor in _HEADERS.items() if headers.get(name)), "")


def _on_page(response: Response) -> str:
    text = page_text(response)
    match = _TITLE.search(text)
    title = " ".join(unescape(match[1]).split()) if match else ""
    names = {_normalized(title), _normalized(_SEPARATOR.split(title)[0])}
    if not names.isdisjoint(_TITLES) and parse_page(text).size <= _SHORT:
        return f"“{title}”"
    if len(text) > _LONG_SOURCE:
        return ""
    # The page of an error may have a form with a widget of its own.
    scripts = _SCRIPTS if response.status in {404, 410} else _SCRIPTS | _WIDGETS
    vendor = next((vendor for script, vendor in scripts.items() if script in text), "")
    return vendor if vendor and parse_page(text).size <= _SAYS_NOTHING else ""


def _normalized(title: str) -> str:
    return title.lower().replace("’", "'").strip(" .…?!")  # noqa: RUF001


def wall(start: URL, target: URL, response: Response) -> str:
    """Return what readers without an account meet where redirects from `start` lead to `target`; empty for the page."""
    label, _, _ = (target.host or "").partition(".")
    is_elsewhere = target.host != start.host
    if is_elsewhere and label.endswith("consent"):
        return "a page that asks for consent"
    if not response.is_page or _LOGIN_PATH.search(start.path):
        return ""
    if is_elsewhere and label in _LOGIN_HOSTS:
        return "a login"
    if not _LOGIN_PATH.search(target.path):
        return ""
    page = parse_page(page_text(response))
    return "a login" if page.has_password or _LOGIN_TITLE.fullmatch(page.title) else ""

"""`catalog links`: check every link and report those that a reader would not get."""

from __future__ import annotations

import gc
import ipaddress
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from catalog.cli import SurveyFolder, print_message, shows_progress
from catalog.errors import SetupError
from catalog.links import selection
from catalog.links.cache import read_json
from catalog.links.check import CheckOptions
from catalog.links.outcome import INTERRUPTED
from catalog.links.report import FORMATS, Report, dated_json, merge_results, read_results, render
from catalog.links.results import LinkTarget, Occurrence
from catalog.links.run import RunPlan, run
from catalog.links.sites.known import UNANCHORED, known_sites
from catalog.links.throttle import AT_ONCE, PER_SECOND, HostLimit
from catalog.paths import Project, find_project, write_file
from catalog.services.transport.networks import Network
from catalog.services.transport.proxies import environment_proxies, single_proxy


class _Network(click.ParamType[Network]):
    name = "network"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Network:
        try:
            return ipaddress.ip_network(value, strict=False)
        except ValueError:
            self.fail(f"{value} is not a network such as 127.0.0.0/16 or ::1/128", param, ctx)


class _Shard(click.ParamType[tuple[int, int]]):
    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", str(value))
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            self.fail(f"{value} is not a share such as 1/4", param, ctx)
        return int(match[1]), int(match[2])


F = TypeVar("F", bound=Callable[..., Any])
_FILE = click.Path(dir_okay=False, path_type=Path)
_STDIN = Path("-")
_AMOUNT = click.FloatRange(min=0)
_SELECTION = [
    click.option("--urls", type=click.Path(allow_dash=True, dir_okay=False, path_type=Path), metavar="FILE",
                 help="Check the links listed in FILE, one per line (- for stdin), instead of a survey's."),
    click.option("--survey", "project", type=SurveyFolder(), metavar="DIR", show_default="nearest folder upward",
                 help="The survey's folder."),
    click.option("--since", metavar="REV", help="Only links on lines added or changed since this git revision."),
    click.option("--shard", type=_Shard(), metavar="I/N",
                 help="Only the I-th of N shares; all links of a host are in the same share."),
]  # fmt: skip
_LIMITS = [
    click.option("--timeout", type=click.FloatRange(min=0.1), default=15.0, show_default=True,
                 help="Seconds until the headers of a response."),
    click.option("--retries", type=click.IntRange(min=0), default=2, show_default=True,
                 help="Further attempts after a time-out, a reset, 429 or 5xx."),
    click.option("--max-wait", type=_AMOUNT, default=20.0, show_default=True,
                 help="The longest pause in seconds that servers may ask for; a link that needs more is given up."),
    click.option("--deadline", type=_AMOUNT, default=0.0, show_default="none",
                 help="Seconds after which the run ends with the results it has."),
    click.option("--concurrency", type=click.IntRange(min=1), default=64, show_default=True,
                 help="Requests at once to all hosts together."),
    click.option("--per-host", type=click.IntRange(min=0), default=AT_ONCE, show_default=True,
                 help="Requests at once to one host; 0 lifts the limit."),
    click.option("--per-second", type=_AMOUNT, default=PER_SECOND, show_default=True,
                 help="Requests per second to one host; 0 lifts the limit."),
    click.option("--allow", type=_Network(), multiple=True, metavar="CIDR",
                 help="Also contact addresses in this network, such as 127.0.0.0/8; repeatable."),
    click.option("--proxy", metavar="URL",
                 show_default="HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, or the system's settings",
                 help="Send every request through this HTTP proxy. Names that only the proxy can resolve are not "
                 "checked for private addresses: what they lead to is up to the proxy."),
    click.option("--netrc", type=_FILE, help="Send the passwords in this file to the hosts it names, over https only."),
]  # fmt: skip
_EARLIER_RUNS = [
    click.option("--cache", type=_FILE, help="Store good results here for some days; failures are checked again."),
    click.option("--baseline", type=_FILE,
                 help="An earlier JSON report: links that were broken there do not fail the run."),
    click.option("--history", type=_FILE,
                 help="Store here since when links fail; only those that failed a day ago too fail the run."),
]  # fmt: skip
_REPORT = [
    click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True),
    click.option("--output", type=_FILE, help="Write the report here instead of to stdout."),
    click.option("--save", type=_FILE, help="Also save the report with its date, for the website and for merging."),
]


def _options(*groups: list[Any]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed([option for group in groups for option in group]):
            function = option(function)
        return function

    return decorate


@click.group("links", invoke_without_command=True)
@_options(_SELECTION, _LIMITS, _EARLIER_RUNS, _REPORT)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Check the catalogue's links, or those listed in a file.

    Exit status 1 if a link is broken or invalid, or a waiver in data/links.yml expired or belongs to no link;
    blocked, transient and suspect links are reported and do not fail. Exit status 3 if the run proves nothing:
    nothing could be reached, no certificate verified, or --deadline passed before half of the links were checked.
    """
    if ctx.invoked_subcommand:
        return 0
    plan = _plan(options)
    report = _run(plan)
    _deliver(report, options)
    if report.failure:
        print_message(report.failure)
        return 1 if any(problem.severity == "error" for problem in report.problems) else 3
    if report.stopped:
        print_message(f"Stopped early: {report.stopped}. With --cache, the next run continues from here.")
    if report.stopped == INTERRUPTED:
        return 130
    return 1 if report.fails else 0


@command.command("merge")
@click.argument("reports", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_options(_REPORT)
def merge(reports: tuple[Path, ...], **options: Any) -> int:
    """Merge the JSON reports of several shards into one report."""
    contents = {path: read_json(path) for path in reports}
    results = merge_results(read_results(content, path) for path, content in contents.items())
    reasons = (content.get("stopped") for content in contents.values() if isinstance(content, dict))
    stopped = "; ".join(dict.fromkeys(str(reason) for reason in reasons if reason))
    report = Report(tuple(results), datetime.now(UTC), stopped=stopped)
    _deliver(report, options)
    return 1 if report.fails else 0


def _plan(options: dict[str, Any]) -> RunPlan:
    check_options = CheckOptions(
        user_agent=_user_agent(""),
        timeout=options["timeout"],
        retries=options["retries"],
        concurrency=options["concurrency"],
        limit=HostLimit(options["per_host"], options["per_second"]),
        unanchored=UNANCHORED,
        deadline=options["deadline"],
        max_wait=options["max_wait"],
        allow=options["allow"],
        proxies=single_proxy(options["proxy"]) if options["proxy"] else environment_proxies(),
        netrc=options["netrc"],
    )
    files = {name: options[name] for name in ("cache", "baseline", "history")}
    if options["urls"]:
        if options["since"]:
            raise click.UsageError("--since cannot be used with --urls: it compares a survey with its history.")
        return RunPlan(_share(_listed(options["urls"]), options), check_options, known_sites(), **files)
    return _survey_plan(options, check_options, files)


def _survey_plan(options: dict[str, Any], check_options: CheckOptions, files: dict[str, Path | None]) -> RunPlan:
    from catalog.history.git import GitRepository  # noqa: PLC0415 - a list of links needs no survey
    from catalog.links.collect import survey_links, website_address  # noqa: PLC0415
    from catalog.links.policy import read_policy  # noqa: PLC0415

    project: Project = options["project"] or find_project()
    policy = read_policy(project)
    links = survey_links(project)
    if options["since"]:
        repository = GitRepository(project.root)
        links = selection.on_lines(links, repository.changed_lines(repository.merge_base(options["since"])))
    check_options = replace(
        check_options,
        user_agent=_user_agent(website_address(project)),
        host_limits=policy.limits,
        unanchored=check_options.unanchored | policy.unanchored,
    )
    everything = not (options["since"] or options["shard"])
    return RunPlan(_share(links, options), check_options, known_sites(), policy, everything, **files)


def _user_agent(address: str) -> str:
    """The `User-Agent` of the robot, with the page of the survey's website that explains it, if it has one."""
    page = f"; +{address.rstrip('/')}/links-robot/" if address else ""
    return f"Mozilla/5.0 (compatible; survey-catalog{page})"


def _share(links: list[LinkTarget], options: dict[str, Any]) -> list[LinkTarget]:
    return selection.shard(links, *options["shard"]) if options["shard"] else links


def _listed(path: Path) -> list[LinkTarget]:
    try:
        content = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
    except OSError as error:
        raise SetupError(f"cannot read {path}: {error.strerror}") from error
    here = Path.cwd()
    file = Path("stdin") if path == _STDIN else path.relative_to(here) if path.is_relative_to(here) else path
    places: dict[str, list[Occurrence]] = defaultdict(list)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", content.decode("utf-8-sig", "replace")), 1):
        url = line.strip()
        if url and not url.startswith("#"):
            places[url].append(Occurrence(file.as_posix(), file, number, line.index(url) + 1))
    return [LinkTarget(url, tuple(occurrences)) for url, occurrences in places.items()]


def _run(plan: RunPlan) -> Report:
    # Modules stay in memory and a run leaves few reference cycles: looking for them costs a tenth of its time.
    gc.freeze()
    gc.set_threshold(50_000)
    if not shows_progress():
        return run(plan)
    with click.progressbar(length=len(plan.targets), label="Links", file=sys.stderr) as bar:
        return run(plan, lambda _: bar.update(1))


def _deliver(report: Report, options: dict[str, Any]) -> None:
    text = render(report, options["form"])
    if options["output"]:
        write_file(options["output"], text + "\n", follow_links=True)
        print_message(report.summary)
    else:
        click.echo(text)
    if options["save"]:
        write_file(options["save"], dated_json(report), follow_links=True)

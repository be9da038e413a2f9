"""`python -m tests.benchmarks.alone SURVEY OUTPUT`: what Jinja2 alone and the builder alone take of a build.

In one process, after the data was loaded. The first figure is the time until the content of every generated page was
made, rendered and written below `OUTPUT`, with nothing around it and no other files; the second that of the builder's
stubs, cut into shells. Seconds, as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

from catalog.pages.render import SitePage
from catalog.pages.site_data import SiteData
from catalog.paths import Project
from catalog.rules import load
from catalog.site import plan, stamp
from catalog.site.builders import DEFAULT


def jinja(data: SiteData, output: Path) -> tuple[float, float]:
    """Seconds, and seconds of the processor, for the contents of all pages."""
    seconds, processor = 0.0, 0.0
    for job in plan.jobs(data, data.catalog.records):
        files = iter(job())
        while True:
            begin, used = time.perf_counter(), time.process_time()
            path, content = next(files, ("", None))
            if content is None:
                break
            if isinstance(content, SitePage):
                file = output / path / "index.html"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(data.render(content).html, encoding="utf-8")
                seconds += time.perf_counter() - begin
                processor += time.process_time() - used
    return seconds, processor


def builder(data: SiteData) -> float:
    """Seconds of processors for the builder's pages and the shells."""
    shutil.rmtree(data.catalog.project.docs.parent / "shell", ignore_errors=True)
    begin = sum(os.times()[:4])
    stamp.stamp_records(data, (), data.catalog.project.html, DEFAULT)
    return sum(os.times()[:4]) - begin


def main() -> None:
    """Print both."""
    data = SiteData(load(Project(Path(sys.argv[1]))))
    seconds, processor = jinja(data, Path(sys.argv[2]))
    stubs = builder(data)
    jinja2 = {"seconds": seconds, "processors": processor}
    told = {"Jinja2 alone": jinja2, "the builder alone": {"seconds": stubs, "processors": stubs}}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()

"""The settings of a repository on GitHub that the forms and the workflows need, as commands with their reasons."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalog.contribute.issues.forms import CORRECTION, NEW
from catalog.services import github
from catalog.settings import SurveySettings

_SCRIPT = """\
# What {repository} needs once, for the forms and the workflows.
# Read it, then run it with the rights of an administrator:
#     catalog forms --setup | sh
set -eu

# Labels. Forms ask for them but do not make them; the workflow gives them to issues that lack them.
gh label create "{new}" --repo "{repository}" --force --color 0e8a16 --description "Written with the form"
gh label create "{correction}" --repo "{repository}" --force --color 0e8a16 --description "Written with the form"

# Settings, General: Issues. A fork begins without them; the forms need them, and the weekly workflow "Watch".
gh api --method PATCH "repos/{repository}" -F has_issues=true

# Settings, Actions, General: tick "Allow GitHub Actions to create and approve pull requests". It is off in a new
# repository; without it a form's record, or what the weekly workflow "Watch" proposes, is put on a branch, and a
# maintainer has to open the pull request. That workflow needs no other setting and no token of yours. To see what it
# would write: gh workflow run watch.yml --repo "{repository}" -f dry-run=true
gh api --method PUT "repos/{repository}/actions/permissions/workflow" \\
  -f default_workflow_permissions=read -F can_approve_pull_request_reviews=true

# Settings, Pages: "GitHub Actions" as the source. Without it the website is not published. A repository that has a
# website already answers "409" to the first command, which is no fault.
gh api --method POST "repos/{repository}/pages" -f build_type=workflow ||
  gh api --method PUT "repos/{repository}/pages" -f build_type=workflow

# Settings, Branches, main: an approval ends with the next commit, so that whoever edits an issue cannot change what was
# approved; the data must be in order before it is merged.
gh api --method PUT "repos/{repository}/branches/main/protection" --input - <<'END'
{{
  "required_pull_request_reviews": {{"dismiss_stale_reviews": true, "required_approving_review_count": 1}},
  "required_status_checks": {{"strict": false, "contexts": ["Data"]}},
  "enforce_admins": false,
  "restrictions": null
}}
END
"""


def setup_script(settings: SurveySettings) -> str:
    """Return the commands, for a shell, with the reasons as comments."""
    parts = urlsplit(str(settings.repository or ""))
    address = github.read_path(parts.path.rstrip("/")) if parts.hostname in github.HOSTS else None
    repository = address.name if address else "OWNER/NAME"
    return _SCRIPT.format(repository=repository, new=NEW, correction=CORRECTION)

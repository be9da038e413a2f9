"""Contributions without git: issue forms made from the model, and submitted forms read back into records."""

from catalog.contribute.issues.body import NotAForm, sections
from catalog.contribute.issues.forms import FOLDER, forms
from catalog.contribute.issues.propose import Proposal, propose

__all__ = ["FOLDER", "NotAForm", "Proposal", "forms", "propose", "sections"]

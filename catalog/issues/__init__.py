"""Contributions without git: issue forms made from the model, and submitted forms read back into records."""

from catalog.issues.body import NotAForm, sections
from catalog.issues.forms import FOLDER, forms
from catalog.issues.propose import Proposal, propose

__all__ = ["FOLDER", "NotAForm", "Proposal", "forms", "propose", "sections"]

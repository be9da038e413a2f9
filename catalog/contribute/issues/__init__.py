"""Contributions without git: issue forms generated from the model, and submitted forms turned into records."""

from catalog.contribute.issues.body import NotAForm
from catalog.contribute.issues.forms import FOLDER, forms
from catalog.contribute.issues.proposal import Proposal, propose_record

__all__ = ["FOLDER", "NotAForm", "Proposal", "forms", "propose_record"]

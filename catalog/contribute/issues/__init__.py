"""Contributions without git: issue forms generated from the model, and submitted forms turned into records."""

from catalog.contribute.issues.body import LONGEST, NotAForm
from catalog.contribute.issues.forms import FOLDER, forms
from catalog.contribute.issues.proposal import Proposal, propose_record
from catalog.contribute.issues.setup import setup_script

__all__ = ["FOLDER", "LONGEST", "NotAForm", "Proposal", "forms", "propose_record", "setup_script"]

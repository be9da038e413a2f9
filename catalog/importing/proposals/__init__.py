"""Proposals for a new survey: what the fields of a table are, judged by its headings and cells."""

from catalog.importing.proposals.survey import SurveyProposal, propose_survey

__all__ = ["SurveyProposal", "propose_survey"]

from content.exceptions import AppError


class ProposalNotApplied(AppError):
    message = "This could not be applied."

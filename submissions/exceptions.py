from content.exceptions import AppError


class SubmissionError(AppError):
    message = "This can’t be done with what a reader sent."


class NotToBePublished(SubmissionError):
    message = "The reader didn’t agree to have this published. Ask by email first."


class NotAProblem(SubmissionError):
    message = "Only a problem of practice can be listed among the problems."


class TopicMissing(SubmissionError):
    message = "Choose the topic under which readers find it."


class AlreadyMade(SubmissionError):
    message = "Something was already made of this. Open that instead."


class DraftRefused(SubmissionError):
    message = "No draft can be made of this as it is."


class ReaderUnreachable(SubmissionError):
    message = "We can’t email this reader: the address was erased, or refuses our emails."


class NoSharedMailbox(SubmissionError):
    message = "The site has no email address for readers. Set it in the site settings."

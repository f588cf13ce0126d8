from submissions.models.replies import ReplyTemplate, SubmissionNote
from submissions.models.shared_problems import SharedProblem
from submissions.models.submissions import Submission

__all__ = ["ReplyTemplate", "SharedProblem", "Submission", "SubmissionNote"]

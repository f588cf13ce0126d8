from content.exceptions import AppError


class FollowingError(AppError):
    message = "Something went wrong with this."


class NothingToFollow(FollowingError):
    message = "What you wanted to follow is no longer here. Go to its page, and try again."


class AlreadyAsked(FollowingError):
    message = (
        "We have just sent several emails to this address. Open the latest, or try again tomorrow."
    )


class ListNotRead(FollowingError):
    message = "This isn’t a list that we can read. Save it as CSV in UTF-8, with a line of names."


class NotPublished(FollowingError):
    message = "This newsletter isn’t being sent: it isn’t published, or has just been."

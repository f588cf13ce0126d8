from following.emails.digests import DIGESTS
from following.emails.wordings import FOLLOW_WORDINGS

__all__ = ["DIGESTS", "FOLLOW_WORDINGS"]

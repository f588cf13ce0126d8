from following.models.follows import Follow
from following.models.mailings import Digest, Mailing
from following.models.newsletters import Newsletter

__all__ = ["Digest", "Follow", "Mailing", "Newsletter"]

import logging

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from content.exceptions import ContentError

logger = logging.getLogger(__name__)


def say_failure(error: Exception) -> str:
    """What went wrong with a row, for whoever brings it in; what nobody expected is logged."""
    match error:
        case ValidationError():
            return " ".join(error.messages)
        case ContentError():
            return str(error)
        case DatabaseError():
            return f"The database refused it ({str(error).splitlines()[0]})."
    logger.error("A row of a spreadsheet could not be brought in", exc_info=error)
    return f"An error in this software kept it out ({type(error).__name__}): report it."

from django.core.exceptions import ValidationError

from content.markdown.complexity import MAXIMUM_CHARACTERS

MAXIMUM_SUMMARY_CHARACTERS = 10_000
PASTED_PICTURE = "data:image/"
ADVICE = (
    "It contains an embedded picture (“data:image/…”): delete that, and add the picture with the "
    "Image button."
)


def check_length(text: str, *, maximum: int = MAXIMUM_CHARACTERS) -> None:
    """Raise a ValidationError if a text is too long. static/js/form-size.js says so earlier."""
    if len(text) > maximum:
        advice = ADVICE if PASTED_PICTURE in text else "Split it into several texts."
        raise ValidationError(
            f"This text has {len(text):,} characters. The limit is {maximum:,}. {advice}"
        )

from collections.abc import Sequence


def join_list(items: Sequence[str], conjunction: str = "and") -> str:
    """Join items as a sentence does: A; A and B; A, B, and C."""
    if len(items) < 3:
        return f" {conjunction} ".join(items)
    return f"{', '.join(items[:-1])}, {conjunction} {items[-1]}"


def shorten(text: str, most: int) -> str:
    """Return the text with at most this many characters, cut after a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def initials(name: str) -> str:
    """Return a person's one or two initials, for one without a portrait."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def describe_task(name: str) -> str:
    """Return what a job does, from the name of its task: Make copies."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()

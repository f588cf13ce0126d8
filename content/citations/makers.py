"""Who made a work, as one line of text."""


def join_makers(people: list[str], organizations: list[str]) -> str:
    """Return who made it; an organization that is among the people is named once."""
    known = {name.casefold() for name in people}
    names = [*people, *(name for name in organizations if name.casefold() not in known)]
    names = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    separator = "; " if any("," in name for name in names) else ", "
    return separator.join(names)


def natural_name(family: str, given: str = "", suffix: str = "") -> str:
    """Return a name in the order in which it is spoken: Martin Luther King Jr."""
    return " ".join(filter(None, (given.strip(), family.strip(), suffix.strip())))

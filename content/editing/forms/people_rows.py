"""The people that a form names, put together with those that somebody else named meanwhile."""

import re
from typing import NamedTuple

from django.http import QueryDict

from content.editing.forms.simultaneous import read_json
from content.models import Entry

FIELDS = ["id", "entry", "person", "role", "order", "DELETE"]


class Place(NamedTuple):
    """Who a row names, as what, and where in the order, as a form sends it."""

    person: str
    role: str
    order: str

    @property
    def who(self) -> tuple[str, str]:
        return self.person, self.role


def merge_rows(data: QueryDict, *, entry: Entry, prefix: str, most: int) -> QueryDict:
    """Return a form's data with the rows that were added, changed or taken out since it was opened.

    Nobody's change is lost: a row that both changed stays as the other has it, and mine follows as
    a row of its own. Only in the order of the people does the last one to save decide.
    """
    try:
        count = int(data.get(f"{prefix}-TOTAL_FORMS", ""))
    except ValueError:
        return data
    if not 0 <= count <= most:
        return data
    posted = [
        {name: data.get(f"{prefix}-{row}-{name}", "") for name in FIELDS} for row in range(count)
    ]
    rows = entry.contributions.values_list("pk", "person_id", "role", "position")
    stored = {str(row[0]): read_place(row) for row in rows}
    opened = read_opened(data.get("opened_with"))
    kept, new = merge_with_stored(posted, stored, opened)
    merged = data.copy()
    for key in [key for key in merged if re.match(rf"{prefix}-\d+-", key)]:
        del merged[key]
    for number, row in enumerate([*kept, *new]):
        merged.update({f"{prefix}-{number}-{name}": row[name] for name in FIELDS if row.get(name)})
    merged[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    merged[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
    return merged


def merge_with_stored(
    posted: list[dict], stored: dict[str, Place], opened: dict[str, Place]
) -> tuple[list[dict], list[dict]]:
    """Return the rows that stay, each with its key in the database, and the new ones."""
    kept, new = [], []
    # Not sent, since they came after the form was opened.
    added = {key: stored[key] for key in stored.keys() - {row["id"] for row in posted}}
    for row in posted:
        mine = Place(row["person"], row["role"], row["order"])
        theirs = stored.get(row["id"])
        # What does not come from the form itself is taken to be about what is stored.
        base = opened.get(row["id"], theirs)
        if not row["id"]:
            # Both may have named the same person.
            if mine.who not in {place.who for place in added.values()}:
                new.append(row)
        elif theirs is None:
            if base is None or (mine.who != base.who and not row["DELETE"]):
                new.append({**row, "id": "", "DELETE": ""})
        elif theirs.who == base.who or theirs.who == mine.who:
            kept.append({**row, "order": theirs.order if mine.order == base.order else mine.order})
        else:
            kept.append({"id": row["id"], "entry": row["entry"], **theirs._asdict()})
            if mine.who != base.who and not row["DELETE"]:
                new.append({**row, "id": ""})
    for key in sorted(added, key=lambda key: int(added[key].order)):
        kept.append({"id": key, **added[key]._asdict()})
    return kept, new


def read_opened(text: str | None) -> dict[str, Place]:
    rows = read_json(text).get("people")
    if not isinstance(rows, list):
        return {}
    return {
        str(row[0]): read_place(row)
        for row in rows
        if isinstance(row, list) and len(row) == 4 and isinstance(row[3], int)
    }


def read_place(row: list | tuple) -> Place:
    _, person, role, position = row
    return Place(str(person), str(role), str(position + 1))

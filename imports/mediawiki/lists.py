"""Convert lists. Each line starts with the marks of all the lists that contain it."""

from dataclasses import dataclass

BEGIN = {"*": "<ul><li>", "#": "<ol><li>", ";": "<dl><dt>", ":": "<dl><dd>"}
END = {"*": "</li></ul>", "#": "</li></ol>", ";": "</dt></dl>", ":": "</dd></dl>"}


@dataclass(frozen=True, slots=True)
class ListLine:
    marks: str
    html: str


def write_list(items: list[ListLine]) -> str:
    """Write consecutive lines as one or more HTML lists."""
    written: list[str] = []
    open_marks = ""
    for item in items:
        shared = count_shared(open_marks, item.marks)
        written += [END[mark] for mark in reversed(open_marks[shared:])]
        if shared == len(item.marks):
            written.append(next_item(open_marks[shared - 1], item.marks[-1]))
        else:
            written += [BEGIN[mark] for mark in item.marks[shared:]]
        open_marks = item.marks
        written.append(item.html)
    written += [END[mark] for mark in reversed(open_marks)]
    return "".join(written)


def count_shared(one: str, other: str) -> int:
    """Count the lists that contain both lines. A term and its definition share one."""
    one, other = one.replace(";", ":"), other.replace(";", ":")
    count = 0
    for mark, other_mark in zip(one, other, strict=False):
        if mark != other_mark:
            break
        count += 1
    return count


def next_item(previous: str, mark: str) -> str:
    if mark in "*#":
        return "</li><li>"
    end = "</dt>" if previous == ";" else "</dd>"
    return end + ("<dt>" if mark == ";" else "<dd>")

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from blog.services.spam import find_spam_signs
from content.readers import clean_email
from imports.exceptions import UnreadableFile
from imports.wordpress.export import ExportComment
from imports.wordpress.wxr import read_export_file, read_items

STATUSES = {"1": "approved", "0": "waiting", "spam": "spam", "trash": "in the trash"}


class Command(BaseCommand):
    help = (
        "Say which comments in a WordPress export this site would have held for a moderator, had "
        "they been written here: those that look like spam, and the first one of each address. "
        "Nothing is imported."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--list", action="store_true", help="with the names and the reasons")

    def handle(self, **options) -> None:
        for path in options["files"]:
            try:
                comments = comments_in(path)
            except (OSError, UnreadableFile) as error:
                raise CommandError(f"{path}: {error}") from error
            self.report(path, comments, is_listed=options["list"])

    def report(self, path: Path, comments: list[ExportComment], *, is_listed: bool) -> None:
        all_of, like_spam, first_ones = Counter[str](), Counter[str](), Counter[str]()
        known: set[str] = set()
        self.stdout.write(f"{path.name}: {len(comments)} comments")
        for comment in comments:
            status = STATUSES.get(comment.approved, comment.approved)
            signs = find_spam_signs(name=comment.author, text=comment.content)
            email = clean_email(comment.email)
            all_of[status] += 1
            like_spam[status] += bool(signs)
            first_ones[status] += not signs and email not in known
            if status == "approved" and email:
                known.add(email)
            if signs and is_listed:
                self.stdout.write(f"  {status}: {comment.author} ({signs})")
        for status, count in sorted(all_of.items()):
            at_once = count - like_spam[status] - first_ones[status]
            self.stdout.write(
                f"  {count} {status}: {like_spam[status]} held as spam, {first_ones[status]} held "
                f"as the first from an address, {at_once} would have appeared at once"
            )


def comments_in(path: Path) -> list[ExportComment]:
    """Return the comments of an export in the order of their dates, without pingbacks."""
    comments = [
        comment
        for export in read_export_file(path)
        for item in read_items(export)
        for comment in item.comments
        if comment.kind == "comment"
    ]
    return sorted(comments, key=lambda comment: comment.date_gmt or comment.date)

import json

from django.core.management.base import BaseCommand, CommandParser

from cworks.doctor import AREAS, Diagnosis, Severity, examine, worst

MARKS = {Severity.OK: "ok      ", Severity.WARNING: "WARNING ", Severity.PROBLEM: "PROBLEM "}
INDENT = " " * 10


class Command(BaseCommand):
    help = (
        "Check everything that the site needs, and say what to do. Ends with status 1 if there is "
        "a problem, and with 0 if there are only warnings."
    )
    requires_system_checks = ()  # They are among what is checked.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print what was found as JSON.")
        parser.add_argument(
            "--send-to", metavar="ADDRESS", help="Send a test email to this address, too."
        )

    def handle(self, **options) -> None:
        found = list(examine())
        if options["send_to"]:
            from cworks.doctor.mail_server import send_test

            found.append(send_test(options["send_to"]).in_area("Email"))
        if options["json"]:
            self.stdout.write(
                json.dumps([each.as_data() for each in found], ensure_ascii=False, indent=2)
            )
        else:
            self.print_areas(found)
        if worst(found) == Severity.PROBLEM:
            raise SystemExit(1)

    def print_areas(self, found: list[Diagnosis]) -> None:
        for area in [area for area in AREAS if any(each.area == area for each in found)]:
            self.stdout.write(area)
            for diagnosis in found:
                if diagnosis.area == area:
                    self.stdout.write(f"  {MARKS[diagnosis.level]}{diagnosis.text}")
                    if diagnosis.advice:
                        self.stdout.write(f"{INDENT}→ {diagnosis.advice}")
        problems = sum(each.level == Severity.PROBLEM for each in found)
        warnings = sum(each.level == Severity.WARNING for each in found)
        self.stdout.write(f"\nProblems: {problems}. Warnings: {warnings}.")

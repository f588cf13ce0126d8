from django.core.management.base import BaseCommand

from imports.models import Proposal
from imports.proposals.proposing import propose


class Command(BaseCommand):
    help = (
        "Reads all entries for what their authors did by hand, such as “third post in a series,” "
        "and proposes it to editors in the admin (Proposals). Nothing is applied. You can run it "
        "again: it adds only what is new."
    )

    def handle(self, **options) -> None:
        new = propose()
        for kind in Proposal.Subject:
            waiting = Proposal.objects.waiting().filter(kind=kind).count()
            self.stdout.write(f"{kind.label}: {new[kind]} new, {waiting} waiting")
        self.stdout.write("Editors decide on them in the admin, under Proposals.")

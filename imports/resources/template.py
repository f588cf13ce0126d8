"""What the empty spreadsheet of resources has, and what its columns mean."""

from content.models import Sector
from imports.resources.columns import LABELS
from imports.spreadsheets.template import Template
from wiki.models.resources import RESOURCE_FORMATS

TEMPLATE = Template(
    title="Resources",
    labels=LABELS,
    explanations={
        "title": "The name of the resource. The only column that you must fill in.",
        "url": "Where readers find it. Two rows with the same address are one resource.",
        "format": "Report, article, book, paper, tool, video, recording, policy, or website.",
        "made_by": "People, an organization, or both. Columns named “Author,” “Presenters,” and "
        "“Publisher” work, too.",
        "year": "For example, 2018. A date works, too.",
        "summary": "One or two sentences.",
        "body": "Our own notes on what it’s good for.",
        "topics": "Names of topics on this site, separated by semicolons.",
        "tags": "Any words, separated by semicolons.",
        "places": "Names of places on this site, separated by semicolons.",
        "sector": "K-12, Higher education, or Both. Empty means K-12.",
        "archived_url": "The address of an archived copy.",
    },
    choices={
        "format": [str(choice.label) for choice in RESOURCE_FORMATS],
        "sector": [str(choice.label) for choice in Sector],
    },
)

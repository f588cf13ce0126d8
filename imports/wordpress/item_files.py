"""The files of one item, while its text is converted: where they are now, and which are missing.

Needs neither the database nor the files.
"""

from urllib.parse import urlsplit

from imports.files.data_urls import is_data_url
from imports.wordpress.attachments import IMAGE_FILE, Attachments
from imports.wordpress.export import ExportItem
from imports.wordpress.file_addresses import NewAddresses, absolute_address


class ItemFiles:
    """`missing` has a sentence about each file that the text shows or links to and that isn't here.

    Its methods are what `format_body` asks for.
    """

    def __init__(
        self, site: str, item: ExportItem, attachments: Attachments, addresses: NewAddresses
    ) -> None:
        self.site = site
        self.item = item
        self.attachments = attachments
        self.addresses = addresses
        self.missing: list[str] = []

    def map_address(self, address: str, alt: str | None) -> str:
        absolute = absolute_address(address, base=self.item.link or self.site)
        if new := self.addresses.new_address(absolute):
            # Such as #page=2 of a PDF. An image's address has no fragment.
            _, mark, fragment = absolute.partition("#")
            return f"{new}{mark}{fragment}" if alt is None else new
        if is_data_url(address):
            # It could be megabytes, and no page would show it.
            shown = f": “{alt}”" if alt else ""
            self.missing.append(f"A picture pasted into the text could not be read{shown}.")
            return ""
        if self.addresses.is_missing(absolute):
            what = "image" if IMAGE_FILE.search(urlsplit(absolute).path) else "file"
            self.missing.append(f"This {what} is still on the old site: {absolute}")
            return absolute
        return address if alt is None else absolute

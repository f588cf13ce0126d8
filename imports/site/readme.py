"""The README of an export, for someone who has never seen this software."""

from django.conf import settings

from content.kinds import all_kinds
from imports.site.tables import LEFT_OUT, PRIVATE

MARKDOWN = """\
# {name}

This folder has everything that {site} had when it was exported. Any program can read it: it has
plain texts in UTF-8, and files as they were uploaded. {privacy}

It also has what readers of the site don't see: drafts, entries that are scheduled, comments that
wait for approval or are hidden, earlier versions of every text, and the links of online meetings.
Think of that before you give it to someone.

## What is where

- `entries/`: one file for each entry, in a folder for each kind: {kinds}. The name of a file is the
  entry's number and the last part of its address. A file begins with its properties between two
  lines of dashes (YAML front matter), followed by the text in Markdown. A property that isn't there
  is empty.
- `media/`: images, documents, and copies of images in other sizes. A text that shows `{media}x.jpg`
  means `media/x.jpg` here.
- `tables/`: everything else, one file for each kind of thing. Each line is one of them, as JSON.
  See below.
{private_folder}- `site.json`: how many there are of each.
- `SHA256SUMS`: the checksum of every file. `sha256sum --check SHA256SUMS` tells whether one was
  damaged or changed.

## Properties of an entry

- `id` is its number, by which other files refer to it. `kind` says what it is, and `link` is its
  address when it was exported.
- `status` is `draft`, `review` (ready for an editor), or `published`. One whose `published_at` is
  in the future is scheduled. Moments are in UTC, as ISO 8601; only a day alone has no zone.
- `people`, `topics`, `tags`, `places`, and `companions` are in the order of the site. People have a
  `role`. Each is named so that you can read it; only the number counts.
- `series` and `part_number` say which part of a series a post is. For an event, `series` is that of
  its dates, `time_zone` is where its times apply, and `calendar_uid` is how calendars know it.
- `guid` is how feed readers know it.
- `redirects` are its earlier addresses, and `former_titles` its earlier titles (in capitals),
  which links of the wiki still find.
- `images` and `documents` are what its text, or an earlier one that readers can open, shows.

## Tables

{tables}

Revisions have the properties of an entry as they were, in `data`. Recordings have chapters and a
transcript as WebVTT. The text of an entry as HTML isn't here: it is made from the Markdown.

## What is not here

{left_out}
- passwords: after an import, each user needs a new one.
{not_private}
## Making a site of it again

Install the software, run `manage.py migrate` with an empty database, then
`manage.py import_site FOLDER`, and then `manage.py createsuperuser`. Numbers, addresses, dates, and
files stay the same. Keep the setting `SECRET_KEY` of the old site, or the links in emails to
registrants stop working.
"""
WXR = """\
# {name}

These files have the posts, pages, and other entries of {site} in the format in which WordPress
exports and imports (WXR 1.2). {privacy}

## Importing them in WordPress

1. Copy `entry-kinds.php` to `wp-content/mu-plugins/`. Without it, WordPress has only posts and
   pages, and skips {types}, and all places.
2. Install Co-Authors Plus if posts have several authors. Without it, each has only its first.
3. In Tools → Import → WordPress, import `wordpress-0001.xml` and the following, in their order, and
   `wordpress-files.xml` last, with “Download and import file attachments.” WordPress then fetches
   images and documents from {site}, so the site must still be there, and changes their
   addresses in the texts. Do it in a new WordPress: entries keep their numbers, by which lead
   pictures are found.

Topics are categories, and people are users. What a resource, publication, or event says of itself
is in custom fields: `url`, `made_by`, `format`, `year`; as The Events Calendar names them,
`_EventStartDate`, `_EventEndDate`, and `_EventTimezone`; and for all that has no usual name, fields
that begin with `cworks_`, such as `cworks_doi`, `cworks_archived_url`, and `cworks_address`.

This software reads the files too, with a copy of the folder of uploads:

    manage.py import_wordpress wordpress-*.xml --media FOLDER --as article=articles \\
        --as publication=publications --as resource=resources --as event=events \\
        --as series=series --as place=places

It puts posts back into their series, and articles below others.

## What is not here

WordPress has no place for

- earlier versions of texts, and who changed them;
- which series a post is a part of (it is in custom fields, for this software), and companions of an
  entry;
- which article is above another, if they are in different files;
- biographies, pictures, and affiliations of people, and what they did besides writing or
  presenting;
- registrations, waiting lists, questions to registrants, meeting links, and emails about events;
- recordings with their chapters and transcripts, and earlier versions of publications' files;
- sectors, licenses, and captions of lead pictures;
- earlier addresses except their last part, and earlier titles; set up redirects for
  `/blog/…` and the other folders of this site in WordPress;
- suggestions, reports of problems, results of link checks, and the site's front page;
- documents of types that WordPress refuses, such as subtitles (.vtt) and Markdown.

For all of it, export with `--format markdown`. `SHA256SUMS` has the checksum of every file.
"""
IS_PUBLIC = "It has no personal data of readers: no email addresses, and no registrations."
IS_PRIVATE = (
    "**It has personal data**: email addresses of people who commented, registered, or have an "
    "account, and registrants’ answers. Keep it as safe as the site itself, and delete it when you "
    "no longer need it."
)
PRIVATE_FOLDER = (
    "- `private/`: registrations, and what else is about single readers and accounts.\n"
)
NOT_PRIVATE = """\
- what is private, because it was exported without `--with-private`: the email addresses of those
  who commented, suggested a text, or reported a problem; secret links to drafts; the email
  addresses and rights of users, of whom only the names are here, because histories show them; and
"""


def describe(counts: dict[str, int], files: dict[str, str], *, with_private: bool) -> str:
    tables = [f"- `{name}`: {label}" for name, label in sorted(files.items())]
    not_private = ""
    if not with_private:
        rows = [
            f"  - {what}\n" for name, what in PRIVATE.items() if not name.startswith("content.")
        ]
        not_private = NOT_PRIVATE + "".join(rows)
    return MARKDOWN.format(
        name=settings.SITE_NAME,
        site=settings.SITE_URL,
        media=settings.MEDIA_URL,
        privacy=IS_PRIVATE if with_private else IS_PUBLIC,
        kinds=", ".join(f"`{kind.name}` ({counts.get(kind.name, 0)})" for kind in all_kinds()),
        private_folder=PRIVATE_FOLDER if with_private else "",
        tables="\n".join(tables),
        left_out="\n".join(f"- {what}" for what in LEFT_OUT.values()),
        not_private=not_private,
    )


def describe_wxr(counts: dict[str, int], *, with_private: bool) -> str:
    others = [kind.plural.lower() for kind in all_kinds() if kind.name not in ("post", "page")]
    return WXR.format(
        name=settings.SITE_NAME,
        site=settings.SITE_URL,
        privacy=IS_PRIVATE if with_private else IS_PUBLIC,
        types=" and ".join([", ".join(others[:-1]), others[-1]]),
    )

"""Fields for text, which is cleaned on its way to the database: see content.texts.

All our models use them, so it doesn't matter whether a form, an import, or a spreadsheet brought a
text. What a query compares with a field is cleaned in the same way.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import models
from django.db.models.lookups import IExact
from markdownx.models import MarkdownxField

from content.dois import find_doi, validate_doi
from content.domains import ascii_email
from content.form_fields import (
    EmailAddressField,
    LineFormField,
    LinesFormField,
    SlugFormField,
    UrlFormField,
    validate_address,
)
from content.texts import clean_address, clean_line, clean_text


def clean_email(email: str) -> str:
    return ascii_email(clean_line(email))


NOT_IN_SCHEME = re.compile(r"[\x00-\x20]")
# Hosts with a port, such as example.org:8080, have a dot.
OTHER_SCHEME = re.compile(r"(?!https?:|ftps?:)[a-z][a-z0-9+-]*:", re.IGNORECASE)


# Redirects store addresses percent-encoded, in 700 characters.
LONGEST_ENCODED_SLUG = 600


def validate_slug_length(slug: str) -> None:
    if len(quote(slug)) > LONGEST_ENCODED_SLUG:
        raise ValidationError("This slug is too long for a web address. Choose a shorter one.")


class CleanField(models.Field):
    clean_value: Callable[[str], str]
    in_migrations: str
    # So that a form, too, refuses only what is wrong with the cleaned text.
    form_field: type[forms.Field] | None = None

    def formfield(self, *args, **facts) -> Any:
        if self.form_field and not self.choices:
            facts.setdefault("form_class", self.form_field)
        return super().formfield(*args, **facts)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.clean_value(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            # What is in memory is then what was saved.
            value = self.clean_value(value)
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple:
        # The column is Django's own, so that migrations need not know these classes.
        name, _, *arguments = super().deconstruct()
        return name, self.in_migrations, *arguments


class LineField(CleanField, models.CharField):
    clean_value = staticmethod(clean_line)
    in_migrations = "django.db.models.CharField"
    form_field = LineFormField


class DoiField(LineField):
    """A DOI, stored without “https://doi.org/”, however it was entered."""

    clean_value = staticmethod(lambda text: find_doi(clean_line(text)) or clean_line(text))
    default_validators = [*LineField.default_validators, validate_doi]


class SlugLineField(CleanField, models.SlugField):
    clean_value = staticmethod(clean_line)
    in_migrations = "django.db.models.SlugField"
    form_field = SlugFormField

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Not an argument, which migrations would name.
        self.validators.append(validate_slug_length)


class EmailLineField(CleanField, models.EmailField):
    clean_value = staticmethod(clean_email)
    in_migrations = "django.db.models.EmailField"
    form_field = EmailAddressField
    default_validators = [validate_address]


@EmailLineField.register_lookup
class SameAddress(IExact):
    """The same address in upper or lower case. For PostgreSQL, “ırina” would be “irina,” too."""

    def get_prep_lookup(self) -> Any:
        return clean_email(self.rhs) if isinstance(self.rhs, str) else super().get_prep_lookup()

    def as_sql(self, compiler, connection) -> tuple:
        if isinstance(self.rhs, str) and not self.rhs.isascii():
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


class UrlLineField(CleanField, models.URLField):
    """A web address. No row has one that runs a script, whatever wrote it: pages link to it."""

    clean_value = staticmethod(clean_address)
    in_migrations = "django.db.models.URLField"
    form_field = UrlFormField

    def get_db_prep_save(self, value: Any, connection) -> Any:
        # Browsers ignore white space in the scheme.
        if isinstance(value, str) and OTHER_SCHEME.match(NOT_IN_SCHEME.sub("", value)):
            raise ValidationError(f"“{value[:100]}” isn’t a web address.")
        return super().get_db_prep_save(value, connection)


class LinesField(CleanField, models.TextField):
    clean_value = staticmethod(clean_text)
    in_migrations = "django.db.models.TextField"
    form_field = LinesFormField


class MarkdownField(CleanField, MarkdownxField):
    clean_value = staticmethod(clean_text)
    in_migrations = "markdownx.models.MarkdownxField"


def clean_texts(row: models.Model) -> None:
    """Clean the texts of a row that is about to be saved."""
    for field in row._meta.concrete_fields:
        if isinstance(field, CleanField) and field.attname in row.__dict__:
            setattr(row, field.attname, field.to_python(getattr(row, field.attname)))

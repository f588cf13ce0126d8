"""The values of columns as JSON has them, and back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models

JSON_TYPES = (str, int, float, bool, list, dict, type(None))


def names_target(field: models.Field) -> bool:
    """Whether it refers to rows that come with the site, whose numbers differ among databases."""
    return field.is_relation and field.related_model._meta.app_label in ("auth", "contenttypes")


def to_json(field: models.Field, row: models.Model) -> Any:
    if names_target(field):
        return list(getattr(row, field.name).natural_key())
    value = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return value.name or ""
    return value if isinstance(value, JSON_TYPES) else field.value_to_string(row)


def row_to_json(fields: list[models.Field], row: models.Model) -> dict[str, Any]:
    return {field.attname: to_json(field, row) for field in fields}


def absent_value(field: models.Field) -> Any:
    """Return the value that is left out of an entry's front matter; for most fields, nothing is."""
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return ""
    return field.get_default() if isinstance(field, models.JSONField) else ...


def from_json(field: models.Field, value: Any) -> Any:
    """Return a value as the database driver takes it. Raises ValidationError."""
    if names_target(field):
        return find_named(field.related_model, value)
    target = field
    while target.is_relation and target.related_model:
        target = target.target_field
    if isinstance(value, dict | list) and not isinstance(target, models.JSONField):
        raise ValidationError("It is a list or a group of values where one value belongs.")
    if isinstance(target, models.CharField | models.TextField) and not (
        value is None or isinstance(value, str)
    ):
        raise ValidationError(f"{value} isn’t a text.")
    if isinstance(value, str) and "\0" in value:
        raise ValidationError("It contains a zero byte, which no text can have.")
    # Texts stay as they are, even if a later version of the site would clean them.
    if not isinstance(value, str) or not isinstance(target, models.CharField | models.TextField):
        value = target.to_python(value)
    refuse_invalid(field, value)
    return field.get_db_prep_save(value, connection)


def refuse_invalid(field: models.Field, value: Any) -> None:
    """Raises ValidationError for what the site’s own rules refuse, such as a menu of scripts.

    Not by the general ones for addresses: imports accept more of what old sites had.
    """
    if value in field.empty_values:
        return
    for validate in field.validators:
        if validate not in field.default_validators:
            validate(value)


def find_named(model: type[models.Model], key: Any) -> int:
    try:
        return model._default_manager.get_by_natural_key(*key).pk
    except (model.DoesNotExist, TypeError, ValueError) as error:
        raise ValidationError(f"There is no {model._meta.verbose_name} {key} here.") from error


def missing_value(field: models.Field) -> Any:
    """Return what a column gets that an export doesn't have."""
    absent = absent_value(field)
    if absent is ... and not field.has_default():
        raise ValidationError("It is missing.")
    absent = field.get_default() if absent is ... else absent
    return field.get_db_prep_save(absent, connection)

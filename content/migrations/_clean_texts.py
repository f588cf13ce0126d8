"""Clean texts that were stored before the fields did it. The rules are those of content.texts then.

A text that must be unique and would now equal another, or would no longer fit, stays as it is and
is reported.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator

from django.apps.registry import Apps
from django.db import DataError, IntegrityError, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
LINE_BREAK = re.compile("\r\n|[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile("[\u00ad\u200b\u2060]")


def clean_app(label: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def clean(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        # A deferred constraint would fail at the end, where no one knows which row it was.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in apps.get_app_config(label).get_models():
            for field in text_fields(model):
                clean_column(model, field)

    return clean


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.local_concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if is_text and not field.choices and not field.primary_key:
            yield field


def clean_column(model: type[models.Model], field: models.Field) -> None:
    rows = model._base_manager.values_list("pk", field.attname)
    for pk, text in rows.iterator(chunk_size=500):
        cleaned = clean(field, text or "")
        if cleaned == (text or ""):
            continue
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{field.attname: cleaned})
        except (IntegrityError, DataError) as error:
            print(
                f"{model._meta.label} {pk}: {field.attname} {text!a} could not be cleaned, and stays "
                f"as it is. Change it by hand. {error}",
                file=sys.stderr,
            )


def clean(field: models.Field, text: str) -> str:
    if isinstance(field, models.URLField):
        return UNPRINTABLE.sub("", LINE_BREAK.sub("", text)).strip()
    if isinstance(field, models.CharField):
        line = unicodedata.normalize("NFC", LINE_BREAK.sub(" ", text).replace("\t", " "))
        return INVISIBLE.sub("", UNPRINTABLE.sub("", line)).strip()
    return UNPRINTABLE.sub("", unicodedata.normalize("NFC", LINE_BREAK.sub("\n", text)))

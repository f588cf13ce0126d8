from django.db import migrations
from django.db.models import OuterRef, Subquery


def flatten_threads(apps, schema_editor) -> None:
    """Place replies to replies below the comment that starts the thread."""
    comments = apps.get_model("blog", "Comment").objects
    above = comments.filter(pk=OuterRef("parent_id")).values("parent_id")
    # Each round lifts them by one level.
    while comments.filter(parent__parent__isnull=False).update(parent_id=Subquery(above)):
        pass


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0008_confirmed_comments"),
    ]

    operations = [
        migrations.RunPython(flatten_threads, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """The table keeps its name, so that the old code still finds it."""

    dependencies = [("content", "0027_image_focus")]

    operations = [
        migrations.AlterModelTable("frontpage", "content_frontpage"),
        migrations.RenameModel("FrontPage", "SiteSettings"),
    ]

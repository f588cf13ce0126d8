from pathlib import Path

from django.apps import apps
from django.conf import settings

from tools.model_diagram import FILE, ROWS, draw


def test_model_diagram_is_current():
    assert FILE.read_text() == draw(), "Run “make diagram” and commit docs/models.svg."


def test_diagram_has_every_app_with_models():
    drawn = {app for row in ROWS for app in row}
    ours = {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR and list(app.get_models())
    }

    assert drawn == ours, "Give each app with models a place in ROWS of tools/model_diagram.py."

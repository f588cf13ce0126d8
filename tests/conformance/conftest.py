"""A failing assertion of what these tests share shows its values, as one of a test does."""

import pytest

pytest.register_assert_rewrite("tests.support.imported_exports")

"""What the admin's fields suggest while someone types."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.template.defaultfilters import pluralize


def closest_first(rows: QuerySet, name: str, words: str, *, then: Sequence[Any]) -> QuerySet:
    """Put the exact name first, then names that begin with the words, then others with them."""
    closeness = Case(
        When(**{f"{name}__iexact": words}, then=Value(0)),
        When(**{f"{name}__istartswith": words}, then=Value(1)),
        When(**{f"{name}__icontains": words}, then=Value(2)),
        default=Value(3),
    )
    return rows.annotate(closeness=closeness).order_by("closeness", *then, "pk")


class ClosestFirst(AutocompleteJsonView):
    """Django keeps the order of the model's list, and Enter chooses whatever comes first."""

    def process_request(self, request: HttpRequest) -> tuple:
        term, model_admin, field, to_field = super().process_request(request)
        # Django also accepts relations that lead to the model, and fails.
        if field.auto_created:
            raise PermissionDenied
        return term, model_admin, field, to_field

    def serialize_result(self, obj, to_field_name: str) -> dict:
        """Also say how many entries a term has, where its list counts them. See choices.js."""
        total = getattr(obj, "entry_total", None)
        count = {} if total is None else {"note": f"{total} entr{pluralize(total, 'y,ies')}"}
        return super().serialize_result(obj, to_field_name) | count

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        words = " ".join(self.term.replace("\0", " ").split())
        if not words:
            return found
        name = self.model_admin.get_search_fields(self.request)[0]
        order = found.query.order_by or self.model_admin.opts.ordering
        return closest_first(found, name, words, then=order or [])

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wiki.models import Article
from wiki.services import reads


# No CSRF token: a forged request could only count one more read.
@csrf_exempt
@never_cache
@require_POST
def count_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Count one read of an article, and keep nothing about the reader."""
    article = get_object_or_404(Article.objects.published().only("pk"), slug=slug)
    reads.count_read(entry_id=article.pk)
    return HttpResponse(status=204)

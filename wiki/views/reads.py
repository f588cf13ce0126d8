from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wiki.models import Article
from wiki.services import reads


# It needs no token: there is nothing that a forged request could do in somebody's name.
@csrf_exempt
@never_cache
@require_POST
def count_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Count that somebody has read an article, and keep nothing about whom."""
    article = get_object_or_404(Article.objects.published().only("pk"), slug=slug)
    reads.count_read(entry_id=article.pk)
    return HttpResponse(status=204)

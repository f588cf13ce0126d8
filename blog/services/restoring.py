from blog.models import Post, Series
from blog.services.series import place_part


def put_back_part(post: Post, data: dict) -> list[str]:
    """Give a restored post its part in its series. Return sentences about what is different."""
    kept = data.get("series")
    if not kept:
        return []
    series = Series.objects.filter(pk=kept["id"]).first()
    if series is None:
        return [f"The series “{kept['name']}” has been deleted since."]
    place_part(post=post, series=series, position=data.get("part_number"))
    return []

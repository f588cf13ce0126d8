from content.models import Entry


class Newsletter(Entry):
    """What editors tell followers now and then. It is sent once, when it is published."""

    class Meta:
        pass

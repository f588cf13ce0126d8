from wiki.admin import articles, publications, resources

__all__ = ["articles", "publications", "resources"]

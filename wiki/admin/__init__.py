from wiki.admin import articles, problems, publications, resources, suggestions

__all__ = ["articles", "problems", "publications", "resources", "suggestions"]

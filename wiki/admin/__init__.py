from wiki.admin import articles, documents, problems, publications, resources, suggestions

__all__ = ["articles", "documents", "problems", "publications", "resources", "suggestions"]

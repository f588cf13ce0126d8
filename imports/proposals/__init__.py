"""What the old site’s authors said in words, such as “third post in a series,” as proposals."""

"""Full-text search over everything that is published, and over the passages inside it."""

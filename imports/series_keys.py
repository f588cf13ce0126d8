"""Custom fields of our own exports for WordPress: which series a post is a part of, and where.

The series is named by the number of its item.
"""

SERIES_KEY, PART_KEY = "_part_of_series", "_part_number"

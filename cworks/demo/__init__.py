"""The demonstration: its texts and pictures, and what loads them."""

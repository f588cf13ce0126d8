"""The demo: its texts and pictures, and what loads them."""

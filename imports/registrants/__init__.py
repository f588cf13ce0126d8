"""Import the people of an event: who registered elsewhere, and who attended."""

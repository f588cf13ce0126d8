"""Backups of the database and the uploads with restic, and restoring them.

pg_dump saves the database as it was at one moment, and age encrypts that if there is a public key.
restic stores it with the uploads, encrypted, and what several backups share only once. How they fit
together is in docs/decisions/backups.md.
"""

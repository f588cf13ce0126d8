"""Backups of the database and the uploads with restic, and restoring them.

pg_dump saves the database as it was at one moment, and age encrypts that if there is a public key.
restic stores it with the uploads, encrypted, once for all backups that have the same content. How they
fit together is in docs/decisions/backups.md.
"""

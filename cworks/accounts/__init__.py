"""The accounts of staff: sessions, second factors, passkeys, and single sign-on.

django-allauth does the work: see docs/decisions/staff-accounts.md. Modules that load what only
signing in needs (views, forms) are loaded with the first request for them.
"""

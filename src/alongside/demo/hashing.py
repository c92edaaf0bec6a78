"""Passwords of the demo: their hash need not be slow, because the passwords stand on a page."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 that takes a millisecond. Nineteen proper ones would take most of the time that the demo takes to be built."""

    time_cost, memory_cost, parallelism = 1, 64, 1

"""What a password must be: long, and nothing that is guessed first. No sums of signs and figures."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _

# Longer than any passphrase; more would only keep the server busy.
LONGEST = 256


class LongEnough(password_validation.MinimumLengthValidator):
    """Twelve characters or more."""

    def get_error_message(self) -> str:
        return _(
            "Use at least %(count)d characters. Three or four words with spaces between them are easy to remember."
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        return _(
            "At least %(count)d characters. Three or four words with spaces between them are easy to remember."
        ) % {"count": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """None of the twenty thousand that are tried first. The list comes with Django; nothing is asked outside."""

    def get_error_message(self) -> str:
        return _(
            "Too many people use this password, so it is one of the first that somebody would try. Choose another."
        )


class NotLikeYourself(password_validation.UserAttributeSimilarityValidator):
    """Not one's own name."""

    def get_error_message(self) -> str:
        return _("This is too much like your username, name or e-mail address. Choose another.")

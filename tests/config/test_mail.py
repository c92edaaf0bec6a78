"""A mail server's address becomes settings, or a sentence that doesn't repeat its password."""

from __future__ import annotations

import pytest

from alongside.config.mail import mail


def test_an_address_says_where_to_send_by_and_from_whom():
    made = mail("smtps://alongside:p%40ss@mail.example.org/?from=alongside@example.org")

    assert made["EMAIL_HOST"] == "mail.example.org"
    assert (made["EMAIL_PORT"], made["EMAIL_USE_SSL"], made["EMAIL_USE_TLS"]) == (465, True, False)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("alongside", "p@ss")
    assert made["DEFAULT_FROM_EMAIL"] == "alongside@example.org"


@pytest.mark.parametrize(("url", "port", "starttls"), [
    ("smtp://mail.example.org/?from=a@example.org", 25, False),
    ("smtp+tls://mail.example.org/?from=a@example.org", 587, True),
    ("smtp+tls://mail.example.org:2525/?from=a@example.org", 2525, True),
])  # fmt: skip
def test_the_scheme_says_how(url, port, starttls):
    made = mail(url)

    assert (made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (port, starttls, False)


def test_without_an_address_nothing_is_sent():
    assert mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize("url", [
    "mail.example.org", "http://u:secret@mail.example.org/?from=a@example.org", "smtp:///?from=a@example.org",
    "smtps://u:secret@mail.example.org/", "smtps://u:secret@mail.example.org:no/?from=a@example.org",
])  # fmt: skip
def test_an_address_that_can_not_be_used_is_refused_without_repeating_it(url):
    with pytest.raises(ValueError, match="ALONGSIDE_EMAIL_URL must look like") as refused:
        mail(url)

    assert "secret" not in str(refused.value)

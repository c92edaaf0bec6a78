"""What signing in leaves behind: the row of the session, and rows in the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from alongside.core import audit
from alongside.core.actors import Actor
from alongside.programmes.models import Account
from alongside.programmes.sign_in import sentences, sessions

NOBODY = Actor(account_id=None, project_id=None, hat="nobody")


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: Account, **rest: Any) -> None:
    with transaction.atomic():
        sessions.begin(request, user)
        audit.record("signed in", by=sessions.own(user.pk))


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: Account | None, **rest: Any) -> None:
    if user is None:
        return
    with transaction.atomic():
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        audit.record("signed out", by=sessions.own(user.pk))


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], **rest: Any) -> None:
    """Whose account it was tried at is asked for after the password was compared, known or not."""
    account = Account.objects.filter(username__iexact=credentials.get("username") or "").first()
    audit.refused("sign-in failed", by=NOBODY, about=account)


@receiver(authentication_failed)
def second_step_failed(sender: Any, user: Account, **rest: Any) -> None:
    audit.refused("second step failed", by=NOBODY, about=user)


@receiver(post_save, sender=Authenticator)
def second_step_added(sender: Any, instance: Authenticator, created: bool, **rest: Any) -> None:
    if created:
        with transaction.atomic():
            audit.record("second step added", by=sessions.own(instance.user_id), about=instance)
            _end_elsewhere(instance)
            _tell(instance, sentences.STEP_ADDED)


@receiver(post_delete, sender=Authenticator)
def second_step_removed(sender: Any, instance: Authenticator, **rest: Any) -> None:
    with transaction.atomic():
        audit.record("second step removed", by=sessions.own(instance.user_id), about=instance)
        _end_elsewhere(instance)
        _tell(instance, sentences.STEP_REMOVED)


@receiver(post_save, sender=SocialAccount)
def outside_linked(sender: Any, instance: SocialAccount, created: bool, **rest: Any) -> None:
    if created:
        with transaction.atomic():
            audit.record("outside sign-in linked", by=sessions.own(instance.user_id), about=instance)
            sentences.tell(instance.user, sentences.OUTSIDE_LINKED)


@receiver(post_delete, sender=SocialAccount)
def outside_unlinked(sender: Any, instance: SocialAccount, **rest: Any) -> None:
    with transaction.atomic():
        audit.record("outside sign-in unlinked", by=sessions.own(instance.user_id), about=instance)


def _end_elsewhere(authenticator: Authenticator) -> None:
    """Whoever was signed in without this step, or with it, is signed in nowhere but here."""
    request = context.request
    here = request is not None and request.user.is_authenticated and request.user.pk == authenticator.user_id
    sessions.end_others(authenticator.user, but=request.session.session_key if here else None)


def _tell(authenticator: Authenticator, kind: str) -> None:
    # Recovery codes come and go with the steps they stand in for.
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sentences.tell(authenticator.user, kind)

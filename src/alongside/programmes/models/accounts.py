"""Accounts: who can sign in. An account alone may do nothing but look after itself; memberships give the rest."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from alongside.core.models import Record


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; used by sign-up actions and the demo only."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Record):
    """Somebody who can sign in. Needs no e-mail address."""

    username = models.CharField(
        _("username"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    not_an_edit = frozenset({"last_login", "password"})

    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="account_username_once_however_it_is_written")
        ]

    class Privacy:
        personal = {"username", "name", "email", "password"}
        operational = {"id", "created_at", "version", "last_login", "language", "is_active"}
        retention = "account"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

"""Settings from the environment, checked once at start. Production refuses to start on a missing or default secret."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from alongside.config.sign_in import OpenIdConnect
from alongside.core import keys

# Secrets that are in the source are no secrets: only the demo and the tests may use them.
OPEN_SECRET = "demo-only-not-a-secret-demo-only-not-a-secret"  # noqa: S105  which is what it says
OPEN_KEY = "demo:" + "00" * 32


def _is_here(url: str) -> bool:
    """Whether a database or an address is on this machine (or none is named)."""
    parts = urlsplit(url)
    return parts.scheme != "https" and parts.hostname in (None, "", "localhost", "127.0.0.1", "::1")


class Environment(BaseSettings):
    """What `ALONGSIDE_…` variables say."""

    # A traceback is no place for a secret.
    model_config = SettingsConfigDict(env_prefix="ALONGSIDE_", extra="ignore", hide_input_in_errors=True)

    # What is said of each is printed in docs/reference/settings.md by `./dev docs`.
    demo: bool = Field(
        False,
        description="Whether this is the demo, in which anybody may be anybody. `./dev demo` sets it; nothing else should.",
    )
    testing: bool = Field(False, description="Whether this is a run of the tests, which ask for no secrets.")
    data_dir: Path = Field(
        Path("var/alongside"),
        description="The folder of what isn't in the database: the vault's files, the anchors of the audit trail, the ledger of "
        "erasures; and of the database itself where that is SQLite.",
    )
    database_url: str = Field(
        "",
        description="The database, as the application signs in to it: `postgresql://…` or `sqlite:///path`. Without it, SQLite in "
        "the data folder.",
    )
    owner_database_url: str = Field(
        "",
        description="The same database, as the owner of its tables signs in to it. Only `alongside migrate` needs it, on PostgreSQL.",
    )
    secret_key: str = Field(
        "", description="Signs sessions and links: 40 characters or more, by chance. **Needed.**"
    )
    vault_key: str = Field(
        "",
        description="Wraps the key of each document in the vault: `id:64 hexadecimal digits`, several separated by commas, the "
        "present one first. **Needed.**",
    )
    audit_key: str = Field(
        "",
        description="Seals the audit trail, and makes its pseudonyms. Its form is that of the vault's. **Needed.**",
    )
    base_url: str = Field(
        "",
        description="The address at which people reach Alongside, like `https://alongside.example.org`. **Needed.**",
    )
    email_url: str = Field(
        "",
        description="The mail server: `smtps://user:password@host:465/?from=alongside@example.org` (also `smtp+tls` and `smtp`). "
        "Without it no e-mail is sent, and messages are read in Alongside.",
    )
    trusted_proxies: list[str] = Field(
        default_factory=list,
        description='The proxies whose word on the reader\'s address is taken, as JSON: `["10.0.0.1"]`.',
    )
    oidc: OpenIdConnect | None = Field(
        None,
        description='The organisation\'s own sign-in, as JSON: `{"name": …, "server_url": …, "client_id": …, "secret": …}`.',
    )

    @model_validator(mode="after")
    def _refuse_missing_secrets(self) -> Environment:
        if self.demo or self.testing:
            self.secret_key = self.secret_key or OPEN_SECRET
            self.vault_key = self.vault_key or OPEN_KEY
            self.audit_key = self.audit_key or OPEN_KEY
            self._read_keys()
            return self
        for name, value in (
            ("ALONGSIDE_SECRET_KEY", self.secret_key),
            ("ALONGSIDE_VAULT_KEY", self.vault_key),
            ("ALONGSIDE_AUDIT_KEY", self.audit_key),
            ("ALONGSIDE_BASE_URL", self.base_url),
        ):
            if not value or value in (OPEN_SECRET, OPEN_KEY):
                raise ValueError(
                    f"{name} is missing or is the demo's. Set it before starting; docs/how-to/install.md says how."
                )
        if len(self.secret_key) < 40:
            raise ValueError("ALONGSIDE_SECRET_KEY is too short to be a secret: use at least 40 characters.")
        for ring in self._read_keys():
            if not all(any(key.secret) for key in ring.keys):
                raise ValueError(f"{ring.name} lists the demo's key. Take it out before starting.")
        return self

    @model_validator(mode="after")
    def _refuse_the_demo_in_production(self) -> Environment:
        """In the demo anybody may be anybody, and neither it nor the tests ask for secrets: so they work on this machine alone."""
        if (self.demo or self.testing) and not (_is_here(self.database_url) and _is_here(self.base_url)):
            name, why = (
                ("ALONGSIDE_DEMO", "in the demo anybody can be anybody")
                if self.demo
                else ("ALONGSIDE_TESTING", "the tests' secrets are known to everybody")
            )
            raise ValueError(
                f"{name} is set, and {why}. It works with a database and an address on this machine "
                f"alone: unset {name}, or unset ALONGSIDE_DATABASE_URL and ALONGSIDE_BASE_URL."
            )
        return self

    @model_validator(mode="after")
    def _refuse_an_address_that_is_none(self) -> Environment:
        """Without https everybody on the way reads along, and browsers send our cookies to whoever asks for them."""
        address = urlsplit(self.base_url)
        if self.base_url and not (address.hostname and address.scheme in ("http", "https")):
            raise ValueError("ALONGSIDE_BASE_URL must be a whole address, like https://alongside.example.org")
        if address.scheme == "http" and not _is_here(self.base_url):
            raise ValueError(
                "ALONGSIDE_BASE_URL must begin with https:// unless it is an address of this machine."
            )
        return self

    def _read_keys(self) -> list[keys.KeyRing]:
        """The keys of the vault and the trail; refuses what has not the form of a key."""
        return [keys.parse(keys.VAULT, self.vault_key), keys.parse(keys.AUDIT, self.audit_key)]

    @cached_property
    def database(self) -> str:
        """The application's database: SQLite in the data folder unless one is named."""
        return self.database_url or f"sqlite:///{self.data_dir / 'alongside.sqlite3'}"

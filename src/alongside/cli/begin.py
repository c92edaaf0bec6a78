"""`alongside begin`: the first project of an installation, with its administrator. Everything after that is done on pages."""

from __future__ import annotations

import argparse
import getpass
import sys

from alongside.cli import BadInput, start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--programme", required=True, metavar="NAME", help="the programme; made if there is none of that name"
    )
    parser.add_argument("--project", required=True, metavar="NAME", help="the project to start in it")
    parser.add_argument(
        "--organisation", required=True, metavar="NAME", help="the organisation that leads the project"
    )
    parser.add_argument(
        "--username", required=True, help="the administrator's username; made if there is none"
    )
    parser.add_argument("--name", default="", help="the administrator's name, as colleagues know them")
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the administrator's password from standard input"
    )


def run(options: argparse.Namespace) -> int:
    start.django()
    from django.db import transaction

    from alongside.core.actions import Refused

    try:
        with transaction.atomic():
            address = _begin(options)
    except Refused as refusal:
        raise BadInput(f"{refusal} Nothing was started.") from refusal
    print(f"The project is started. {options.username} can sign in and see it at {address}")
    return 0


def _begin(options: argparse.Namespace) -> str:
    from django.conf import settings
    from django.urls import reverse

    from alongside.programmes import viewers
    from alongside.programmes.actions import accounts, partners, programmes
    from alongside.programmes.models import Account, Programme
    from alongside.programmes.permissions import Permission

    by = viewers.job("set up", project=None, granted=frozenset({Permission.SET_UP}))
    programme = Programme.objects.filter(name__iexact=options.programme.strip()).first()
    programme = programme or programmes.start(name=options.programme, by=by)
    administrator = Account.objects.filter(username__iexact=options.username.strip()).first()
    if administrator is None:
        administrator = accounts.create(
            username=options.username,
            name=options.name or options.username,
            password=_password(options),
            by=by,
        )
    project = programmes.start_project(
        programme=programme,
        name=options.project,
        lead=partners.know_organisation(name=options.organisation, by=by),
        administrator=administrator,
        by=by,
    )
    return settings.BASE_URL.rstrip("/") + reverse("project_home", kwargs={"project": project.slug})


def _password(options: argparse.Namespace) -> str:
    """The password, typed twice or piped in. Never on the command line, where others could read it."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput("There is nobody to ask for a password. Pipe it in and add --password-stdin.")
    first = getpass.getpass(f"Password for {options.username}: ")
    if first != getpass.getpass("The same again: "):
        raise BadInput("The two passwords are not the same. Run the command again.")
    return first

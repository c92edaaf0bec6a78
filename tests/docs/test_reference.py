"""The reference says what the code says."""

from __future__ import annotations

import pytest

from alongside.cli import COMMANDS
from alongside.config.environment import Environment
from alongside.programmes.permissions import Permission
from devtools.reference import commands, events, policy, records, settings
from devtools.reference.__main__ import DOCS, pages, stale


def test_a_page_that_differs_is_found_and_one_that_does_not_is_not(tmp_path):
    for name, page in pages().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page(), "utf-8")
    assert stale(tmp_path) == {}

    changed = tmp_path / "reference" / "states.md"
    changed.write_text(changed.read_text("utf-8").replace("live --> paused", "live --> preparing"), "utf-8")
    (tmp_path / "reference" / "commands.md").unlink()

    assert sorted(path.name for path in stale(tmp_path)) == ["commands.md", "states.md"]


@pytest.mark.parametrize(
    "name", sorted({"reference/states.md", "reference/commands.md", "reference/settings.md"})
)
def test_what_is_committed_is_fresh(name):
    assert (DOCS / name).read_text("utf-8") == pages()[name]()


def test_every_command_and_what_it_takes_is_there():
    page = commands.commands_page()

    for name in COMMANDS:
        assert f"### `alongside {name}`" in page
    assert "| `--where 'COL=A\\|B'` |" in page
    assert "(default 8000)" in page
    assert "--build-here" not in page
    assert "### `./dev test`" in page


def test_every_setting_is_described():
    page = settings.settings_page()

    for name, field in Environment.model_fields.items():
        assert field.description, f"{name} has no description"
        assert f"| `ALONGSIDE_{name.upper()}` | {field.description} |" in page


def test_every_permission_and_who_has_it_is_there():
    page = policy.permissions_page()

    for permission in Permission:
        assert f"| `{permission}` | {permission.in_words} |" in page
    assert (
        "| `readiness_override` | let a service go live without an item, with a reason and a review date | Improvement lead |"
        in page
    )


def test_an_address_stands_with_what_its_page_asks_for():
    page = policy.addresses_page()

    assert (
        "| `/projects/<project>/members/<membership>/end/` | GET, POST | a member | `members_change` |"
        in page
    )
    assert "| `/account/login/` | GET, POST | open | nothing: " in page
    assert "(?P" not in page


def test_states_are_drawn_for_every_model_that_has_them():
    page = records.states_page()

    assert {model.__name__ for model in records.ours() if hasattr(model, "NEXT")} >= {"Service", "Import"}
    assert page.count("stateDiagram-v2") == sum(hasattr(model, "NEXT") for model in records.ours())


def test_what_is_personal_is_there_and_what_is_not_is_left_out():
    page = records.privacy_page()

    assert "| `programmes.Account` | email, name, password, username |" in page
    assert "improvement.Point" not in page


def test_every_event_of_the_trail_is_there():
    page = events.events_page()

    assert "| service went live | done | `programmes/actions/services.py` |" in page
    assert "| sign-in failed | refused |" in page

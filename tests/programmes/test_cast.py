"""The cast can be built, and everybody in it is who they are said to be."""

from __future__ import annotations

from alongside.programmes.models import Service


def test_the_cast_is_on_stage(cast):
    assert cast.peer_worker.role.key == "peer_worker"
    assert list(Service.objects.visible_to(cast.peer_worker)) == [cast.ward_one]

"""What this room enters in the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core import registries
from alongside.core.registries import NavigationLink
from alongside.improvement import agenda, offered_facts, programme_section
from alongside.programmes.permissions import Permission

registries.navigation.enter(
    "measures", NavigationLink(_("Measures"), "measures", Permission.MEASURES_SEE), order=40
)
registries.navigation.enter(
    "improvement", NavigationLink(_("Improvement"), "improvement", Permission.IMPROVEMENT_SEE), order=45
)
# Whoever sees releases and no measures (the privacy lead) finds them by a link of their own; others beside the measures.
registries.navigation.enter(
    "releases", NavigationLink(_("Releases"), "releases", Permission.RELEASES_SEE), order=50
)
registries.programme_sections.enter("releases", programme_section.section)
registries.to_do.enter("improvement", agenda.to_do)
registries.to_do.enter("releases", agenda.to_clear)
registries.to_do.enter("balancing measure", agenda.balancing)
registries.late_items.enter("improvement", agenda.late)
registries.home_tiles.enter("measures at a glance", agenda.at_a_glance)
offered_facts.enter()
registries.to_do.enter("cycles", agenda.cycles_to_do)
registries.late_items.enter("cycles", agenda.late_cycles)

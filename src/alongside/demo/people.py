"""Who you can be in the demo. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Printed on the demo's page, so that the sign-in page can be tried too.
PASSWORD = "two chairs at one table"  # noqa: S105 - it guards invented people


@dataclass(frozen=True)
class Persona:
    """Somebody to be: a name, a role and what they come to do."""

    username: str
    name: str
    role: str  # key of the role; empty for somebody who is no member of anything
    project: str  # "harbour", "lantern", or empty
    organisation: str
    does: Promise | str
    services: tuple[str, ...] = ()


NORTHMERE = "Northmere Mental Health NHS Trust"
OPEN_DOOR = "Open Door Peers"
LARCH = "The Larch Foundation"
ESTUARY = "Estuary University"
EASTGATE = "Eastgate Hospitals NHS Trust"
ROOFTOP = "Rooftop Pathways"

LARCH_WARD, RIVERSIDE = "Larch Ward", "Riverside Community Team"
ELM, QUAYSIDE = "Elm Rehabilitation Unit", "Quayside Crisis House"
MAPLE = "Maple Day Hospital"
EMERGENCY, ACUTE = "Emergency Department", "Acute Medical Unit"

PERSONAS: tuple[Persona, ...] = (
    Persona("imran", "Imran Qureshi", "improvement_lead", "harbour", NORTHMERE,
            _("Brings in figures, reads the charts, and prepares the next service")),
    Persona("pat", "Pat Kowalski", "peer_worker", "harbour", OPEN_DOOR,
            _("Is alongside people on Larch Ward, and has a role profile to read"), (LARCH_WARD,)),
    Persona("petra", "Petra Lund", "peer_worker", "harbour", OPEN_DOOR,
            _("The second peer worker of Larch Ward, so that nobody is the only one"), (LARCH_WARD,)),
    Persona("sinead", "Sinead Walsh", "supervisor", "harbour", NORTHMERE,
            _("Is line supervisor of the peer workers, and says when a service goes live")),
    Persona("samir", "Samir Haddad", "supervisor", "harbour", OPEN_DOOR,
            _("Is peer supervisor, employed by the peer-run charity: sees its own share")),
    Persona("clare", "Clare Doyle", "clinician", "harbour", NORTHMERE,
            _("Nurse on Larch Ward: looks up what a peer worker will and will not do"), (LARCH_WARD,)),
    Persona("rhys", "Rhys Bevan", "recruiter", "harbour", NORTHMERE, _("Hires with care, and writes role profiles")),
    Persona("sola", "Sola Adebayo", "safeguarding_lead", "harbour", NORTHMERE,
            _("Confirms the safeguarding route and the lone-working arrangements")),
    Persona("eva", "Eva Lindqvist", "project_evaluator", "harbour", NORTHMERE,
            _("Evaluates the project from inside, good news and bad")),
    Persona("priya", "Priya Nair", "privacy_lead", "harbour", NORTHMERE,
            _("Clears what leaves the project, checks the audit trail, and what is kept for how long")),
    Persona("adaeze", "Adaeze Obi", "administrator", "harbour", NORTHMERE, _("Keeps members, partners and settings in order")),
    Persona("quinn", "Quinn Marlow", "peer_worker", "harbour", OPEN_DOOR,
            _("Wears two hats: peer worker at Riverside, and recruiter"), (RIVERSIDE,)),
    Persona("nadia", "Nadia Farah", "peer_worker", "lantern", ROOFTOP,
            _("Care navigator in the Emergency Department, who has been homeless"), (EMERGENCY,)),
    Persona("ivy", "Ivy Chen", "improvement_lead", "lantern", EASTGATE, _("Follows where people sleep on their first night out")),
    Persona("stan", "Stan Price", "supervisor", "lantern", EASTGATE, _("Supervises the navigators")),
    Persona("lesley", "Lesley Marsh", "administrator", "lantern", EASTGATE, _("Keeps Lantern's members and partners in order")),
    Persona("greta", "Greta Foss", "programme_office", "", LARCH, _("Steers the programme, and sees only what projects release")),
    Persona("xanthe", "Xanthe Drakos", "external_evaluator", "", ESTUARY, _("Evaluates the programme from outside")),
    Persona("sam", "Sam Ashworth", "", "", "", _("Has an account and is a member of nothing: a stranger to every project")),
)  # fmt: skip

# People who make the teams whole. Nobody needs to be them, so the demo's page leaves them out.
COLLEAGUES: tuple[Persona, ...] = (
    Persona("dawit", "Dawit Tesfaye", "peer_worker", "harbour", OPEN_DOOR, "", (RIVERSIDE,)),
    Persona("hana", "Hana Novak", "clinician", "harbour", NORTHMERE, "", (RIVERSIDE,)),
    Persona("tariq", "Tariq Aziz", "peer_worker", "harbour", OPEN_DOOR, "", (ELM,)),
    Persona("bea", "Bea Olsen", "peer_worker", "harbour", OPEN_DOOR, "", (ELM,)),
    Persona("owen", "Owen Pryce", "clinician", "harbour", NORTHMERE, "", (ELM,)),
    Persona("layla", "ليلى حداد", "clinician", "harbour", NORTHMERE, "", (RIVERSIDE,)),
    Persona("len", "Len Archer", "clinician", "harbour", NORTHMERE, "", (LARCH_WARD,)),
    Persona("oluwaseun", "Oluwaseun Adeyemi-Fitzgerald-Montgomery", "clinician", "harbour", NORTHMERE, "", (QUAYSIDE,)),
    Persona("marek", "Marek Zielinski", "peer_worker", "harbour", OPEN_DOOR, "", (MAPLE,)),
    Persona("fern", "Fern Abbott", "peer_worker", "harbour", OPEN_DOOR, "", (MAPLE,)),
    Persona("grace", "Grace Mensah", "clinician", "harbour", NORTHMERE, "", (MAPLE,)),
    Persona("joe", "Joe Brannigan", "peer_worker", "lantern", ROOFTOP, "", (EMERGENCY,)),
    Persona("mei", "Mei Lin", "clinician", "lantern", EASTGATE, "", (EMERGENCY,)),
    Persona("dee", "Dee Clarke", "supervisor", "lantern", ROOFTOP, ""),
    Persona("tomos", "Tomos Rees", "privacy_lead", "lantern", EASTGATE, ""),
    Persona("ruth", "Ruth Amoah", "safeguarding_lead", "lantern", EASTGATE, ""),
)  # fmt: skip


def persona(username: str) -> Persona:
    """The persona, or colleague, of that username."""
    return next(one for one in PERSONAS + COLLEAGUES if one.username == username)

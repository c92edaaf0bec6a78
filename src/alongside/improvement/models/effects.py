"""Effects that nobody expected, good or bad; and the monthly question whether anybody noticed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord
from alongside.improvement.models.measures import of_reachable_services
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class EffectQuerySet(models.QuerySet["Effect"]):
    def visible_to(self, viewer: Viewer) -> EffectQuerySet:
        """Effects of the project as a whole, of the services in the viewer's share, and what they noticed themselves."""
        seen = of_reachable_services(viewer)
        if viewer.account is not None and viewer.project is not None:
            seen |= Q(project=viewer.project, noticed_by__account=viewer.account)
        return self.filter(seen)

    def open(self) -> EffectQuerySet:
        """Noted or being looked at: nothing is decided yet."""
        return self.filter(state__in=Effect.OPEN)

    def decided(self) -> EffectQuerySet:
        """Those about which something was decided."""
        return self.exclude(state__in=Effect.OPEN)


class Effect(ProjectRecord):
    """Something that a change did and nobody expected, as somebody noticed it. Named by nobody's name."""

    class Valence(models.TextChoices):
        GOOD = "good", _("Good")
        HARMFUL = "harmful", _("Harmful")
        UNCLEAR = "unclear", _("Not clear yet")

    class Affected(models.TextChoices):
        PEOPLE = "people", _("People who use the service")
        FAMILIES = "families", _("Families and friends")
        PEERS = "peers", _("Peer workers")
        STAFF = "staff", _("Other staff")
        SEVERAL = "several", _("Several of these")
        OTHERS = "others", _("Somebody else")

    class Severity(models.TextChoices):
        SLIGHT = "slight", _("Slight: it was noticed, and that is all")
        SOME = "some", _("Some: it made something better or worse for a while")
        SERIOUS = "serious", _("Serious: it lasts, or somebody was hurt or could have been")

    class Before(models.TextChoices):
        FIRST = "first", _("No, for the first time")
        ONCE = "once", _("Yes, once before")
        OFTEN = "often", _("Yes, several times")
        UNKNOWN = "unknown", _("I don't know")

    class State(models.TextChoices):
        NOTED = "noted", _("Noted")
        LOOKING = "looking", _("Being looked at")
        DECIDED = "decided", _("Decided")
        FED_BACK = "fed_back", _("Fed back")

    class Decision(models.TextChoices):
        KEEP = "keep", _("Keep the change as it is")
        ADAPT = "adapt", _("Adapt the change")
        STOP = "stop", _("Stop the change")
        NOTHING = "nothing", _("Do nothing about it")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {
        State.NOTED: {State.LOOKING},
        State.LOOKING: {State.DECIDED},
        State.DECIDED: {State.FED_BACK},
        State.FED_BACK: set(),
    }
    OPEN = (State.NOTED, State.LOOKING)

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="effects", null=True, blank=True
    )
    noticed_by = models.ForeignKey("programmes.Membership", on_delete=models.PROTECT, related_name="+")
    # Others read "somebody in the team".
    unnamed = models.BooleanField(default=False)
    noticed_on = models.DateField()
    valence = models.CharField(max_length=8, choices=Valence)
    what = models.TextField()
    affected = models.CharField(max_length=10, choices=Affected)
    severity = models.CharField(max_length=8, choices=Severity)
    before = models.CharField(max_length=8, choices=Before)
    did = models.TextField(blank=True)
    idea = models.ForeignKey(
        "improvement.ChangeIdea", on_delete=models.PROTECT, related_name="effects", null=True, blank=True
    )
    cycle = models.ForeignKey(
        "improvement.Cycle", on_delete=models.PROTECT, related_name="effects", null=True, blank=True
    )
    measure = models.ForeignKey(
        "improvement.Measure", on_delete=models.PROTECT, related_name="effects", null=True, blank=True
    )

    state = models.CharField(max_length=8, choices=State, default=State.NOTED)
    # By when somebody looks at it (again), while nothing is decided.
    review_on = models.DateField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decision_why = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Told by somebody, or read by whoever noticed it.
    fed_back_at = models.DateTimeField(null=True, blank=True)
    fed_back_by = models.ForeignKey(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    fed_back_how = models.TextField(blank=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="effect_says_what_was_noticed", condition=~Q(what="")),
            models.CheckConstraint(
                name="effect_is_looked_at_by_somebody",
                condition=Q(state="noted", looked_at__isnull=True, looked_by__isnull=True)
                | ~Q(state="noted") & Q(looked_at__isnull=False, looked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="effect_is_decided_by_somebody_with_a_reason",
                condition=Q(
                    state__in=["noted", "looking"], decision="", decision_why="", learning="",
                    decided_at__isnull=True, decided_by__isnull=True,
                )
                | Q(
                    state__in=["decided", "fed_back"], decision__in=["keep", "adapt", "stop", "nothing"],
                    decided_at__isnull=False, decided_by__isnull=False,
                )
                & ~Q(decision_why=""),
            ),
            models.CheckConstraint(
                name="effect_is_fed_back_once_it_is_decided",
                condition=Q(state="fed_back", fed_back_at__isnull=False, fed_back_by__isnull=False)
                | ~Q(state="fed_back") & Q(fed_back_at__isnull=True, fed_back_by__isnull=True, fed_back_how=""),
            ),
            models.CheckConstraint(
                name="effect_is_reviewed_no_earlier_than_it_was_noticed",
                condition=Q(review_on__gte=F("noticed_on")),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["project", "noticed_on"], name="effect_by_day")]

    class Privacy:
        # Words about a team, with nobody's name in them as far as those who wrote them kept to it.
        personal = {"what", "did", "decision_why", "learning", "fed_back_how", "noticed_by"}
        operational = {
            "id", "created_at", "version", "project", "service", "unnamed", "noticed_on", "valence", "affected", "severity", "before",
            "idea", "cycle", "measure", "state", "review_on", "looked_at", "looked_by", "decision", "decided_at", "decided_by",
            "fed_back_at", "fed_back_by",
        }  # fmt: skip
        retention = "improvement"

    def __str__(self) -> str:
        return f"{self.get_valence_display()}, {self.noticed_on}"

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in self.OPEN

    def may_become(self, state: str) -> bool:
        """Whether `state` may follow the present one."""
        return state in self.NEXT[self.State(self.state)]

    def was_noticed_by(self, viewer: Viewer) -> bool:
        """Whether the viewer is who noticed it."""
        return viewer.account is not None and self.noticed_by.account_id == viewer.account.pk


class AskedQuerySet(models.QuerySet["Asked"]):
    def visible_to(self, viewer: Viewer) -> AskedQuerySet:
        """What one was asked oneself. Of others there are counts alone; only the clock that asks sees them."""
        if viewer.project is None:
            return self.none()
        if viewer.hat is Hat.JOB:
            return self.filter(project=viewer.project)
        return self.filter(project=viewer.project, account=viewer.account) if viewer.account else self.none()


class Asked(ProjectRecord):
    """One member asked about one month whether they noticed anything. "None noticed" is an answer too."""

    class Answer(models.TextChoices):
        NONE = "none", _("None noticed")
        NOTED = "noted", _("Noted an effect")

    # Its first day, which a trigger holds: as a constraint it would need a function that SQLite alone doesn't have.
    month = models.DateField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="asked_once_about_a_month", fields=["project", "month", "account"]),
            models.CheckConstraint(
                name="asked_answer_and_its_moment_go_together",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = {"account", "answer", "answered_at"}
        operational = {"id", "created_at", "version", "project", "month"}
        retention = "improvement"

    def __str__(self) -> str:
        return f"asked about {self.month:%Y-%m}"

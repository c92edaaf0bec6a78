"""Every table of this room, a module a thing."""

from alongside.improvement.models.aims import Aim, AimVersion
from alongside.improvement.models.analyses import AnalysisRun
from alongside.improvement.models.cycles import Cycle
from alongside.improvement.models.drivers import Driver, Watched
from alongside.improvement.models.effects import Asked, Effect
from alongside.improvement.models.feeds import Feed
from alongside.improvement.models.ideas import ChangeIdea, IdeaChange
from alongside.improvement.models.judging import Exclusion, Phase, Rejudging
from alongside.improvement.models.measures import Measure
from alongside.improvement.models.protocols import Amendment, Protocol, ProtocolMeasure
from alongside.improvement.models.rehearsals import Rehearsal
from alongside.improvement.models.releases import Release
from alongside.improvement.models.series import Annotation, Import, Point
from alongside.improvement.models.summaries import SummaryReader

__all__ = [
    "Aim",
    "AimVersion",
    "Amendment",
    "AnalysisRun",
    "Annotation",
    "Asked",
    "ChangeIdea",
    "Cycle",
    "Driver",
    "Effect",
    "Exclusion",
    "Feed",
    "IdeaChange",
    "Import",
    "Measure",
    "Phase",
    "Point",
    "Protocol",
    "ProtocolMeasure",
    "Rehearsal",
    "Rejudging",
    "Release",
    "SummaryReader",
    "Watched",
]

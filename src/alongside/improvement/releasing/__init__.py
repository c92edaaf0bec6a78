"""From a project's figures to a document that may leave it: gathered, controlled, drawn anew. Nothing is stored here."""

from alongside.improvement.releasing.choosing import Choices, Chosen
from alongside.improvement.releasing.documents import FORMAT, Built, build, fingerprint, stub

__all__ = ["FORMAT", "Built", "Choices", "Chosen", "build", "fingerprint", "stub"]

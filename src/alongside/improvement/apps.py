from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "alongside.improvement"
    label = "improvement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from alongside.improvement import (
            background,  # noqa: F401  declares what this room does without anybody asking
            entries,  # noqa: F401  enters this room in the registries
            monthly,  # noqa: F401  declares what goes out each month
            triggers,  # noqa: F401  declares what the database holds
        )

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "alongside.ui"
    label = "ui"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from alongside.core.registries import NavigationLink, account_links

        account_links.enter("messages", NavigationLink(gettext_lazy("Messages"), "messages"), order=10)

"""The addresses of an installation that has an organisation's own sign-in."""

from django.urls import include, path

from alongside.config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [*urlpatterns, path("account/outside/", include("alongside.programmes.sign_in.outside_urls"))]

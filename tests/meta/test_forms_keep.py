"""Every page that takes a POST from somebody signed in keeps what they typed and can't write it twice.

Its view goes through `ask` or `press` of ui.asking, itself or by a function of its module; or it is declared `@harmless_twice` with the
reason why doing it again changes nothing. A page that is neither turns this red, by name.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.programmes.pages import own_page
from alongside.ui.asking import ask, harmless_twice, press


def views(resolver: URLResolver) -> Iterator[tuple[str, Callable]]:
    """Every address and its view."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from ((f"{entry.pattern}{path}", view) for path, view in views(entry))
        elif isinstance(entry, URLPattern):
            yield str(entry.pattern), entry.callback


def takes_posts_from_members(view: Callable) -> bool:
    return "POST" in getattr(view, "page_methods", ()) and getattr(view, "page_permission", None) is not None


def keeps(view: Callable) -> bool:
    """Whether the view reaches `ask` or `press`, or is declared harmless."""
    inner = inspect.unwrap(view)
    if getattr(inner, "harmless_twice_because", ""):
        return True
    return _reaches(inner, seen=set())


def _reaches(function: Callable, seen: set[str]) -> bool:
    if function.__qualname__ in seen:
        return False
    seen.add(function.__qualname__)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = _resolved(call.func, function)
        if called in (ask, press):
            return True
        # Also a function of ours that is handed on, to be called there: `_with_table(request, _look)`.
        handed_on = [_resolved(given, function) for given in call.args]
        if any(_ours(other) and _reaches(other, seen) for other in [called, *handed_on]):
            return True
    return False


def _ours(called: object) -> bool:
    return (
        inspect.isfunction(called)
        and called not in (ask, press)
        and called.__module__.startswith(("alongside.", "tests."))
    )


def _resolved(node: ast.expr, function: Callable) -> object:
    """What a called name stands for in the function's module: `ask`, or `asking.ask`."""
    if isinstance(node, ast.Name):
        return function.__globals__.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(function.__globals__.get(node.value.id), node.attr, None)
    return None


def offenders(resolver: URLResolver) -> list[str]:
    return [
        f"/{path}: {inspect.unwrap(view).__module__}.{inspect.unwrap(view).__name__}"
        for path, view in views(resolver)
        if takes_posts_from_members(view) and not keeps(view)
    ]


def test_every_page_that_takes_a_post_keeps_what_was_typed_and_its_key():
    assert offenders(get_resolver()) == []


def test_the_sweep_sees_pages_that_take_posts():
    assert any(takes_posts_from_members(view) for _, view in views(get_resolver()))


def test_a_planted_page_that_forgets_turns_it_red():
    @own_page(methods=("GET", "POST"))
    def forgets(request):
        return HttpResponse("saved, perhaps twice")

    resolver = URLResolver(get_resolver().pattern, "planted")
    resolver.__dict__["url_patterns"] = [URLPattern(get_resolver().pattern, forgets)]

    assert [found.rpartition(".")[2] for found in offenders(resolver)] == ["forgets"]


def test_a_page_that_only_mentions_ask_is_not_taken_for_one_that_asks():
    @own_page(methods=("POST",))
    def mentions(request):
        """Doesn't ask(...)."""
        return HttpResponse(str(ask))

    assert not keeps(mentions)


def test_asking_through_a_function_of_the_module_counts():
    assert keeps(through)


def test_asking_through_a_function_that_is_handed_on_counts():
    assert keeps(handing_on)


def test_a_page_can_be_declared_harmless_with_a_reason_and_not_without():
    @own_page(methods=("POST",))
    @harmless_twice("putting on the hat one wears changes nothing")
    def switch(request):
        return HttpResponse("")

    assert keeps(switch)
    with pytest.raises(TypeError):
        harmless_twice("")


@own_page(methods=("GET", "POST"))
def through(request):
    return _by_way_of(request)


def _by_way_of(request):
    return press(request, do=list, then=str)


@own_page(methods=("GET", "POST"))
def handing_on(request):
    return _opened(request, _by_way_of)


def _opened(request, then):
    return then(request)

"""Registries: how a lower floor asks the floors above."""

from alliance.core.registry import Registry


def numbers(limit):
    return range(limit)


def letters(limit):
    return "abc"[:limit]


def test_providers_are_asked_in_order_and_registered_once():
    registry = Registry()
    for provider in (numbers, letters, numbers):
        assert registry.register(provider) is provider

    assert registry.collect(2) == [0, 1, "a", "b"]


def test_any_is_false_without_providers_and_true_when_one_agrees():
    registry = Registry()
    assert registry.any(1) is False

    registry.register(lambda limit: False)
    registry.register(lambda limit: limit > 0)

    assert registry.any(1) is True
    assert registry.any(0) is False

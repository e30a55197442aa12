"""The admin of articles and bulletins, one module for each aggregate; registered in the order of the start page."""

from bulletins.admin import articles, calls, bulletins, ratings, subscriptions

__all__ = ["articles", "calls", "bulletins", "ratings", "subscriptions"]

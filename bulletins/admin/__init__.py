"""The admin of articles and bulletins, one module for each aggregate; registered in the order of the start page."""

from bulletins.admin import articles, bulletins, calls, ratings, subscriptions

__all__ = ["articles", "bulletins", "calls", "ratings", "subscriptions"]

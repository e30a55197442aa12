"""Sums of money on pages."""

from django import template

from members.money import figures

register = template.Library()


@register.filter
def yuan(amount) -> str:
    """1,234.50."""
    return figures(amount)

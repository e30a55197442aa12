"""Who may do what with articles and bulletins."""

import rules

from alliance.core import behalf
from alliance.core.access import is_staff
from members.behalf import acts_for_its_unit
from members.enums import Body
from projects.rules import is_liaison_of_its_unit


@rules.predicate
def is_of_the_secretariat(user, article) -> bool:
    """Written by the secretariat itself, for no unit."""
    return article is not None and article.unit_id is None


writes_it = is_liaison_of_its_unit | (is_staff & is_of_the_secretariat)

rules.add_perm("bulletins.publish_article", is_staff)
rules.add_perm("bulletins.issue_bulletin", is_staff)
rules.add_perm("bulletins.print_bulletin", is_staff)
rules.add_perm("bulletins.compile_bulletin", is_staff)
rules.add_perm("bulletins.edit_bulletin", is_staff)
rules.add_perm("bulletins.comment_bulletin", is_staff)
rules.add_perm("bulletins.correct_bulletin", is_staff)
rules.add_perm("bulletins.approve_bulletin", is_staff)
rules.add_perm("bulletins.end_subscription", is_staff)
rules.add_perm("bulletins.handle_article", is_staff)
rules.add_perm("bulletins.handle_call", is_staff)
rules.add_perm("bulletins.contribute_article", writes_it)
rules.add_perm("bulletins.submit_article", writes_it)

behalf.allow("bulletins.contribute_article", acts_for_its_unit(Body.LIAISON_MEETING))
behalf.allow("bulletins.submit_article", acts_for_its_unit(Body.LIAISON_MEETING))

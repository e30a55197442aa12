"""What the states of every lifecycle look like: the one place that gives a state its tone.

The vocabulary of states is shared by all apps, so a word means the same mark everywhere: 退回 is never calm, 草稿
never loud. A state that has no entry here fails a test. The tones are drawn by `.tag--<tone>` of portal.css.
"""

# plain: nothing to do yet · wait: somebody has to act · open: can be joined now · good: done as wished ·
# wrong: refused or failed · official: issued under the alliance's name · off: over, without result
TONES = {
    "plain": (
        "draft",
        "editing",
        "proposed",
        "planned",
        "queued",
        "closed",
        "observer",
        "waiting",
        "unstated",
    ),
    "wait": (
        "submitted",
        "under_review",
        "convened",
        "rendering",
        "pending",
        "sending",
        "proofing",
        "ready",
        "consulting",
        "running",
    ),
    "open": ("open", "in_session"),
    "good": (
        "accepted",
        "adopted",
        "approved",
        "admitted",
        "held",
        "hosted",
        "published",
        "done",
        "sent",
        "confirmed",
        "present",
        "carried_out",
    ),
    "wrong": ("returned", "rejected", "declined", "failed"),
    "official": ("signed", "issued"),
    "off": (
        "withdrawn",
        "cancelled",
        "yielded",
        "expired",
        "excused",
        "skipped",
        "dropped",
        "annulled",
        "reversed",
    ),
}
# Where the same word means something else: "app.Model.field.state".
EXCEPTIONS: dict[str, str] = {
    "meetings.ActionItem.state.open": "wait",  # somebody has to do it
}

_BY_STATE = {state: tone for tone, states in TONES.items() for state in states}


def tone_of(state: str, *, where: str = "") -> str:
    """The tone of a state; `where` is `app.Model.field`. KeyError for a state that nobody has placed yet."""
    exception = EXCEPTIONS.get(f"{where}.{state}")
    return exception or _BY_STATE[state]

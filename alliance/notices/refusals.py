"""Why a message did not go out."""


class Refused(Exception):
    """The far end did not take it. `reason` is for the secretariat, in Chinese; `final`: trying again is useless."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final

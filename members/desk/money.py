"""What agreement, dues and fund bring to the registries. Called in `apps.py`."""


def register() -> None:
    from members.models import DuesPayment, FundEntry

    FundEntry.guard()
    DuesPayment.guard()

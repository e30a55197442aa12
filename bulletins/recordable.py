"""What staff may record for a unit here: an article sent in. Registered in `apps.py`."""

from alliance.core.behalf_acts import RecordableAct, recordable_acts
from bulletins.forms import ContributionForm
from bulletins.services.articles import contribute_article

CONTRIBUTION = RecordableAct(
    slug="contribution",
    label="投稿",
    icon="newspaper",
    hint="单位供稿，进入稿件库，由秘书处编辑后发布",
    service=contribute_article,
    form_class=ContributionForm,
    arguments=lambda form, target, unit: {
        "unit": unit,
        "token": form.cleaned_data["form_token"],
        "content": form.content,
    },
    on_paper=("text",),
)


def register() -> None:
    recordable_acts.register(CONTRIBUTION)

"""What can be asked and decided here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.seen import SeenScreen


class SwitchScreen(SeenScreen):
    """Counted or not, and whether the past goes."""

    zaehlen = forms.ChoiceField(
        label=_("Shall the use of Fahrwasser be counted?"),
        choices=[("ja", _("Yes, count")), ("nein", _("No, do not count"))],
        widget=forms.RadioSelect,
    )
    loeschen = forms.BooleanField(label=_("Delete everything counted so far"), required=False)

    def comparable(self) -> list[str]:
        """The switch; deleting is no state."""
        return ["zaehlen"]

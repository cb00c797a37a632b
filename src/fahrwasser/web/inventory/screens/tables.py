"""A file to read into a table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.screens import Screen


class TableFileScreen(Screen):
    """One Excel or CSV file; what it holds is checked cell by cell afterwards."""

    file = forms.FileField(
        label=_("File (.xlsx or .csv)"),
        help_text=_("At most 5 MB and 1,000 rows. Macros and formulas are not read."),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("The file is empty. Please choose another one."),
            "max_length": _("The name of the file is too long. Please give it a shorter one."),
        },
        max_length=120,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

"""Screens: one input object per page. Django's forms, rendered with our markup (templates/django/forms)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Screen(forms.Form):
    """Raw input in, typed value or errors out; errors name the field, say what is wrong and what to do."""

    template_name = "ui/form.html"
    required_css_class = "fw-required"
    use_required_attribute = False  # our own messages, in the page's language, instead of the browser's bubbles

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill in this field.")


class YesNo(forms.TypedChoiceField):
    """Yes / no / don't know as radio buttons; value True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No")), ("", _("I don't know"))],
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class DateField(forms.DateField):
    """A day, typed as 31.12.2026 or picked; years 1900 to 2100."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y"])
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """Refuses days before 1900 and after 2100: typing errors that would shift every deadline."""
        super().validate(value)
        if value is not None and not 1900 <= value.year <= 2100:
            raise forms.ValidationError(_("Please give a date between 1900 and 2100, for example 31.12.2026."))


class PastDateField(DateField):
    """A day on which something has happened: today or earlier."""

    def validate(self, value: Any) -> None:
        """Nothing has happened in the future."""
        super().validate(value)
        if value is not None and value > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Please give today or an earlier day."))

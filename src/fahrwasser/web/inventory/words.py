"""What this app's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "record.start": _("%(actor)s started the record."),
        "check.start": _("%(actor)s started the quick check."),
        "check.finish": _("The quick check is finished."),
        "figure.correct": _("%(actor)s corrected a figure."),
        "capability.change": _("%(actor)s changed what is known about a basis."),
        "errand.send": _("%(actor)s sent questions to a colleague."),
        "errand.revoke": _("%(actor)s withdrew a link to questions."),
        "errand.done": _("A colleague answered by link."),
        "service.add": _("%(actor)s added a service."),
        "service.change": _("%(actor)s changed a service."),
        "service.assess": _("%(actor)s assessed the maturity of a service."),
        "system.add": _("%(actor)s added an IT system."),
        "system.change": _("%(actor)s changed an IT system."),
        "system.retire": _("%(actor)s took an IT system off the list."),
        "solo.add": _("%(actor)s added a task without a substitute."),
        "solo.close": _("%(actor)s closed a task without a substitute."),
        "handover.write": _("A piece of a hand-over notebook was written."),
        "handover.link": _("%(actor)s made a link to a hand-over notebook."),
        "handover.revoke": _("%(actor)s withdrew the link to a hand-over notebook."),
        "handover.delete": _("%(actor)s deleted a hand-over notebook."),
        "table.import": _("%(actor)s read a table into the record: %(added)s new, %(changed)s changed."),
        "table.undo": _("%(actor)s took an import of a table back."),
        "staff.change": _("%(actor)s changed the numbers of posts."),
    }
)

"""What this app's acts are called in the log."""

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.acts import WORDS

WORDS.update(
    {
        "agenda.frame": _("%(actor)s changed the assumptions of the plan."),
        "agenda.propose": _("%(actor)s had a plan calculated."),
        "agenda.change": _("%(actor)s changed the plan by hand."),
        "agenda.hold": _("%(actor)s fixed the place of a project."),
        "agenda.repair": _("%(actor)s took a way out of a conflict."),
        "agenda.wish": _("%(actor)s added a wish."),
        "agenda.withdraw": _("%(actor)s withdrew a wish."),
        "agenda.freeze": _("%(actor)s kept the plan for the council."),
        "agenda.resolve": _("%(actor)s entered the council's decision."),
        "agenda.progress": _("%(actor)s noted the progress of a project."),
        "paper.make": _("%(actor)s made a paper."),
        "paper.text": _("%(actor)s changed the text of a paper."),
        "paper.reset": _("%(actor)s went back to the prepared text of a paper."),
        "mandate.signed": _("%(actor)s confirmed that the mandate is signed."),
        "week.done": _("%(actor)s finished a step."),
        "week.later": _("%(actor)s put off a step."),
    }
)

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
        "agenda.whatif": _("%(actor)s changed time and money of the plan."),
        "agenda.robust": _("%(actor)s had it tested how sure the plan is."),
        "agenda.reasons": _("%(actor)s had the reasons of the plan worked out."),
        "invoice.note": _("%(actor)s entered a bill of a project."),
        "invoice.correct": _("%(actor)s corrected a bill of a project."),
        "paper.make": _("%(actor)s made a paper."),
        "paper.text": _("%(actor)s changed the text of a paper."),
        "paper.reset": _("%(actor)s went back to the prepared text of a paper."),
        "mandate.signed": _("%(actor)s confirmed that the mandate is signed."),
        "compare.start": _("%(actor)s began a comparison of own, shared and central operation."),
        "compare.terms": _("%(actor)s changed the terms of a comparison."),
        "compare.position": _("%(actor)s entered a position of a comparison."),
        "compare.remove": _("%(actor)s took a position out of a comparison."),
        "compare.outage": _("%(actor)s changed the outage of a comparison."),
        "compare.discard": _("%(actor)s threw away a comparison."),
        "compare.actual": _("%(actor)s noted what a position really cost."),
        "procurement.done": _("%(actor)s finished a step of buying."),
        "procurement.open": _("%(actor)s opened a step of buying again."),
        "voice.say": _("A colleague said something about the plan."),
        "voice.read": _("%(actor)s read what a colleague said."),
        "voice.answer": _("%(actor)s answered a colleague."),
        "training.done": _("%(actor)s marked a training as done."),
        "training.open": _("%(actor)s opened a training again."),
        "week.done": _("%(actor)s finished a step."),
        "week.later": _("%(actor)s put off a step."),
    }
)

"""stub"""

from django.http import HttpResponse


def papers(r):
    return HttpResponse("")


agenda_paper = mandate = part = reset = papers

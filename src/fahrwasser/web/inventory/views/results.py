"""stub"""

from django.http import HttpResponse

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right


@needs(Right.SEE_PLAN)
def check_result(request, key=None):
    return HttpResponse("x")

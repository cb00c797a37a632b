"""One list of addresses. Below a municipality's prefix (`/<slug>/` or its own host) the same list is served."""

from django.urls import include, path

from fahrwasser.web.accounts import urls as accounts
from fahrwasser.web.accounts.views.own import set_language
from fahrwasser.web.agenda import urls as agenda
from fahrwasser.web.catalogue import urls as catalogue
from fahrwasser.web.desk import urls as desk
from fahrwasser.web.front import urls as front
from fahrwasser.web.insight import urls as insight
from fahrwasser.web.inventory import urls as inventory
from fahrwasser.web.portal import urls as portal
from fahrwasser.web.programme import urls as programme
from fahrwasser.web.records import urls as records
from fahrwasser.web.registers import urls as registers
from fahrwasser.web.usage import urls as usage

urlpatterns = [
    path("", include(front)),
    path("sprache/", set_language, name="set_language"),
    path("konto/", include(accounts)),
    path("erfassen/", include(inventory)),
    path("gemeinde/", include(inventory.public_urls)),
    path("aufgabe/", include(inventory.errand_urls)),
    path("agenda/", include(agenda)),
    path("unterlagen/", include(records)),
    path("katalog/", include(catalogue)),
    path("register/", include(registers)),
    path("api/", include(registers.api_urls)),
    path("kennzahlen/", include(insight)),
    path("nutzung/", include(usage)),
    path("", include(programme)),  # begleitung/, netz/, land/, kalender/
    path("", include(desk)),  # heute/, vorgaenge/, tresen/
    path("", include(portal)),  # dienste/, vorgang/, rueckgaengig/
]

handler400 = "fahrwasser.web.ui.errors.bad_request"
handler404 = "fahrwasser.web.ui.errors.not_found"
handler403 = "fahrwasser.web.ui.errors.not_allowed"
handler500 = "fahrwasser.web.ui.errors.broken"

"""How long it is known who was asked what; the log of retrievals has laws of its own.

The vehicle register: deleted after six months (§ 36 (6) StVG). The residents' register, and every other source that no
law names: twelve months (§ 40 BMG), so that a person can still ask about a year.
"""

from typing import Final

from django.db import connection

from fahrwasser.web.tenants.models import Municipality

from .models import Query

USUAL: Final = 12
MONTHS: Final = {"fahrzeug": 6}


def forget_queries(town: Municipality) -> int:
    """What was kept long enough is gone; how many rows. As the worker; 1 statement for each port of the log."""
    ports = list(Query.objects.of(town).order_by().values_list("port", flat=True).distinct())
    count = 0
    with connection.cursor() as cursor:
        for port in ports:
            cursor.execute("SELECT forget_queries(%s, %s)", [port, MONTHS.get(port, USUAL)])
            count += cursor.fetchone()[0]
    return count

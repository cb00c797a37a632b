"""When a Bescheid counts as notified, and until when one may object.

Routes: letter (inland post) · email (dispatch, access opened) · account (mailbox of the user account) · portal_ao (put
up for retrieval, tax law) · other_portal (§ 41 (2a) VwVfG; the date is that of the retrieval) · proven (the real day
is known).
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, get_args

from fahrwasser.core.calendar.holidays import Place, next_working_day
from fahrwasser.core.refused import N_, Refused

Route = Literal["letter", "email", "account", "portal_ao", "other_portal", "proven"]
Law = Literal["VwVfG", "AO"]

ROUTES: tuple[Route, ...] = get_args(Route)
LAWS: tuple[Law, ...] = get_args(Law)
DAYS_UNTIL_NOTIFIED: Mapping[tuple[Law, Route], int] = {
    ("VwVfG", "letter"): 4,  # § 41 (2) VwVfG
    ("VwVfG", "email"): 4,  # § 41 (2), § 3a (1) VwVfG
    ("VwVfG", "account"): 4,  # § 9 (1) OZG, § 2a SächsVwVfZG
    ("VwVfG", "other_portal"): 1,  # § 41 (2a) VwVfG
    ("VwVfG", "proven"): 0,
    ("AO", "letter"): 4,  # § 122 (2) AO
    ("AO", "email"): 4,  # § 122 (2a) AO
    ("AO", "account"): 4,  # § 9 (1) OZG
    ("AO", "portal_ao"): 4,  # § 122a (4) AO
    ("AO", "proven"): 0,
}
DAYS_TO_FETCH = 10
"""§ 41 (2a) VwVfG: not retrieved within ten days after it was put up = not notified; it is sent again."""
INACTION_MONTHS = 3
WIDERSPRUCH_MONTHS = 1  # § 70 (1) VwGO


def bekanntgabe(posted: date, route: Route, law: Law, place: Place) -> date:
    """Day on which the act counts as notified; `posted` is posting, dispatch, provision, retrieval or receipt.

    Under the AO a fictive day on a weekend or holiday moves to the next working day (§ 108 (3) AO); under the VwVfG it
    stays. A proven receipt never moves. Raises Refused for a route that the law does not have.
    """
    days = DAYS_UNTIL_NOTIFIED.get((law, route))
    if days is None:
        known = ", ".join(known_route for known_law, known_route in DAYS_UNTIL_NOTIFIED if known_law == law)
        raise Refused(
            N_("Under %(law)s nothing is notified by the route %(route)s; use one of: %(known)s."),
            law=law,
            route=route,
            known=known,
        )
    day = posted + timedelta(days=days)
    return next_working_day(day, place) if law == "AO" and days else day


def widerspruch_until(notified: date, law: Law, place: Place) -> date:
    """Last day for the Widerspruch: one month (§ 70 (1) VwGO), the same for Kommunalabgaben under the AO.

    Raises Refused for an unknown law.
    """
    if law not in LAWS:
        raise Refused(N_("The law %(law)s is unknown; use VwVfG or AO."), law=law)
    return period_until(notified, WIDERSPRUCH_MONTHS, place)


def late_after(posted: date, route: Route, law: Law, place: Place) -> date:
    """Last day on which nobody may call an objection late.

    Whether the fictive day of § 41 (2) VwVfG moves off a weekend or holiday, as that of the AO does, is disputed:
    only after the later of both ends is it late. Raises Refused as `bekanntgabe`.
    """
    laws = LAWS if ("AO", route) in DAYS_UNTIL_NOTIFIED and law in LAWS[:1] else (law,)
    return max(widerspruch_until(bekanntgabe(posted, route, each, place), each, place) for each in laws)


def may_sue_after(received: date, place: Place) -> date:
    """Last day on which an authority that has not decided cannot be sued for that yet (§ 75 sentence 2 VwGO).

    Three months from the day the application or objection came.
    """
    return period_until(received, INACTION_MONTHS, place)


def period_until(notified: date, months: int, place: Place) -> date:
    """Last day of a period of whole months that begins with an event on `notified`.

    The day of the event is not counted (§ 187 (1) BGB); the period ends on the day of the same number, or on the last
    day of a shorter month (§ 188 (2), (3) BGB), and moves to the next working day (§ 31 (3) VwVfG, § 108 (3) AO,
    § 193 BGB).
    """
    years, month = divmod(notified.month - 1 + months, 12)
    year = notified.year + years
    day = min(notified.day, monthrange(year, month + 1)[1])
    return next_working_day(date(year, month + 1, day), place)

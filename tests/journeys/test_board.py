"""From the board to the timeline to »how is it going?«: dragged with scripts, by buttons and lists without."""

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Progress, Version
from fahrwasser.web.agenda.reading import Plan, plan_of
from people import Clerk
from town_site import TownSite
from towns import make_member, make_town
from web.agenda.plans import propose


def test_projects_are_moved_set_to_a_quarter_and_watched(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    user, member = site.does(make_member, town, Role.NAVIGATOR)
    plan = plan_of(site.does(propose, member))
    first, last = plan.in_order()[0], plan.in_order()[-1]
    navigator = Clerk(site, town.slug, user)

    navigator.goes_to(f"/{town.slug}/agenda/").follows("Board of projects")
    moves(navigator, first, "running")
    navigator.check_page()
    assert site.inside(town, lambda: Progress.objects.get(project=first).state) == "running"

    navigator.follows("Timeline")
    quarter = plan.schedule[last] + (-1 if plan.end(last) == plan.instance.quarters else 1)
    begins(navigator, plan, last, quarter)
    navigator.presses("Take it over")
    after = site.inside(town, lambda: plan_of(current(town)))
    assert after.schedule[last] == quarter

    navigator.goes_to(f"/{town.slug}/agenda/wie-laeuft-es/").reads("How is it going?")
    navigator.goes_to(f"/{town.slug}/agenda/projekt/{first}/").reads("Measure sheet")
    site.inside(town, lambda: actions.progress(member, first, actions.State("running", note="Bauhof")))
    navigator.fills({"note": "Rathaus", "euros_spent": "120"})
    navigator.clicks(navigator.page.locator("main form.fw-form button"))
    navigator.reads("Bauhof")
    assert navigator.page.locator("[name=note]").input_value() == "Rathaus"
    navigator.clicks(navigator.page.locator("main form.fw-form button")).check_page()
    assert site.inside(town, lambda: Progress.objects.get(project=first).note) == "Rathaus"
    navigator.refuse_console_errors()


def moves(navigator: Clerk, project: str, state: str) -> None:
    """With scripts by dragging the card, else by the button under »Move«."""
    card = navigator.page.locator(f"[data-card]:has(form[action*='/{project}/'])")
    if navigator.with_scripts:
        with navigator.page.expect_event("load"):
            card.drag_to(navigator.page.locator(f"[data-state={state}]"))
        return
    card.locator("summary").click()
    navigator.clicks(card.locator(f"button[value={state}]"))


def begins(navigator: Clerk, plan: Plan, project: str, quarter: int) -> None:
    """With scripts by dragging the bar, else by the list beside the project."""
    page = navigator.page
    if not navigator.with_scripts:
        form = page.locator(f"form[data-begin='{project}']")
        form.locator("select").select_option(str(quarter))
        navigator.clicks(form.locator("button"))
        return
    bar = page.locator(f"rect[data-project='{project}']")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    width = box["width"] / (plan.end(project) - plan.schedule[project] + 1)
    x, y = box["x"] + 3, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + width * (quarter - plan.schedule[project]), y, steps=4)
    with page.expect_event("load"):
        page.mouse.up()


def current(town: object) -> Version:
    """The plan that counts."""
    found = Version.objects.of(town).current()
    assert found
    return found

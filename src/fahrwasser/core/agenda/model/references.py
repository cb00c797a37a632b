"""Do the names in an instance fit together? Unknown and double ids, empty groups, circles."""

from collections import Counter
from collections.abc import Iterator

from fahrwasser.core.agenda.model.instance import Instance


def reference_errors(instance: Instance) -> list[str]:
    """Every reference that leads nowhere and every circle, each with its place and what to do."""
    errors = [
        f"projects: the id {name!r} is used {count} times; give each project an id of its own"
        for name, count in Counter(p.id for p in instance.projects).items()
        if count > 1
    ]
    errors += [
        f"{where}: there is no project {name!r}; correct the id or add the project"
        for where, name in _references(instance)
        if name not in instance.by_id
    ]
    errors += [
        f"projects[{i}] ({p.id}).prerequisites[{j}]: names no project; remove the empty list"
        for i, p in enumerate(instance.projects)
        for j, group in enumerate(p.prerequisites)
        if not group
    ]
    return errors or _circle_errors(instance)


def _references(instance: Instance) -> Iterator[tuple[str, str]]:
    for name in sorted(instance.done):
        yield "done", name
    for i, project in enumerate(instance.projects):
        for j, group in enumerate(project.prerequisites):
            for name in group:
                yield f"projects[{i}] ({project.id}).prerequisites[{j}]", name
    for i, duty in enumerate(instance.duties):
        yield f"duties[{i}].project", duty.project
    for i, lock in enumerate(instance.locks):
        yield f"locks[{i}].project", lock.project
    for i, group in enumerate(instance.alternatives):
        for name in group:
            yield f"alternatives[{i}]", name
    for i, multiplier in enumerate(instance.multipliers):
        yield f"multipliers[{i}].project", multiplier.project
        for name in multiplier.targets:
            yield f"multipliers[{i}].targets", name


def _circle_errors(instance: Instance) -> list[str]:
    """A project waits in a circle when no order of work ever reaches it ("any one of" leaves a way out)."""
    reached = set(instance.done)
    waiting = [p for p in instance.projects if p.id not in reached]
    while True:
        ready = [p for p in waiting if all(any(m in reached for m in g) for g in p.prerequisites)]
        if not ready:
            break
        reached.update(p.id for p in ready)
        waiting = [p for p in waiting if p.id not in reached]
    if not waiting:
        return []
    circle = _walk_circle({p.id: [m for g in p.prerequisites for m in g] for p in waiting})
    chain = " needs ".join(circle)
    return [f"projects: prerequisites run in a circle ({chain}) and can never start; remove one of them"]


def _walk_circle(needs: dict[str, list[str]]) -> list[str]:
    path = [next(iter(needs))]
    while True:
        following = next(name for name in needs[path[-1]] if name in needs)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)

"""What granian's workers load: the web application, in a process that ends with granian's master."""

import multiprocessing

from fahrwasser.run.account import end_with_parent

# granian forks its workers, and the wish to die with the parent is not inherited.
end_with_parent(multiprocessing.parent_process())

from fahrwasser.web.wsgi import application  # noqa: E402 - a worker that is loading must end, too

__all__ = ["application"]

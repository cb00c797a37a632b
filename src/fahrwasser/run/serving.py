"""What granian's workers load: the web application, in a process that ends with granian's master."""

import multiprocessing

from fahrwasser.run.account import end_with_parent

# granian makes its workers itself, and the wish to die with the parent is not inherited. A worker that lives on
# would keep the port.
end_with_parent(multiprocessing.parent_process())

from fahrwasser.web.wsgi import application  # noqa: E402 - a worker that is loading must end, too

__all__ = ["application"]

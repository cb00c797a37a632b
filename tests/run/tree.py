"""A process tree like the real one, with stand-ins for web server and worker: started by the tests, killed by them.

Prints `up` with the process numbers as JSON when everything runs. FAHRWASSER_HOME names the folder.
"""

import json
import os
import time
from dataclasses import replace

from fahrwasser.run import database, supervisor
from fahrwasser.run.console import say
from fahrwasser.run.home import Home, Running
from fahrwasser.run.supervisor import Service


def main() -> None:
    home = Home.of(os.environ)
    services: list[Service] = []
    with supervisor.stop_on_signal(), home.locked(), supervisor.kept_alive(services) as tend:
        # Only processes die here, never the machine: what the kernel holds is safe without waiting for the disk.
        cluster = replace(database.embedded(home), settings={"fsync": "off"})
        services.append(supervisor.database(cluster))
        services.append(supervisor.command("The web server", ["sleep", "1000"], os.environ))
        services.append(supervisor.command("The worker", ["sh", "-c", "setsid sleep 30 & exec sleep 1001"], os.environ))
        before: list[int] = []
        while True:
            tend()
            now = [service.process.pid for service in services if service.process]
            if now != before and len(now) == len(services):
                home.note(Running(os.getpid(), "http://127.0.0.1:8000", cluster.urls))
                say("up " + json.dumps({"pids": now, "url": cluster.urls.web}))
                before = now
            time.sleep(0.05)


if __name__ == "__main__":
    main()

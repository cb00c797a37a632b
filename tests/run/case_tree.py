"""Database, real worker and a client of the cases, each started again when it dies. FAHRWASSER_HOME names the folder.

Prints `up` with the process numbers as JSON whenever all of them run (again).
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from fahrwasser.run import database, supervisor
from fahrwasser.run.console import say
from fahrwasser.run.home import Home
from fahrwasser.run.start import child_environment
from fahrwasser.run.supervisor import Service, python

CLIENT = str(Path(__file__).with_name("case_client.py"))


def main() -> None:
    home = Home.of(os.environ)
    services: list[Service] = []
    with supervisor.stop_on_signal(), home.locked(), supervisor.kept_alive(services) as tend:
        # Only processes die here, never the machine: what the kernel holds is safe without waiting for the disk.
        cluster = replace(database.embedded(home), settings={"fsync": "off"})
        services.append(supervisor.database(cluster))
        tend()

        def environment(role: str) -> dict[str, str]:
            found = child_environment(os.environ, home, "http://127.0.0.1:8000", role, cluster.urls)
            return {**found, "DJANGO_SETTINGS_MODULE": "fahrwasser.web.settings", "EMAIL_URL": "memorymail://"}

        for words in (python("fahrwasser.web.prepare"), [sys.executable, CLIENT, "setup"]):
            if supervisor.run_to_end(words, environment("owner")):
                raise SystemExit(f"{words} failed")
        services.append(supervisor.command("The web server", [sys.executable, CLIENT, "work"], environment("web")))
        services.append(supervisor.command("The worker", python("fahrwasser", "worker"), environment("worker")))
        before: list[int] = []
        while True:
            tend()
            now = [service.process.pid for service in services if service.process]
            if now != before and len(now) == len(services):
                say("up " + json.dumps({"pids": now, "url": cluster.urls.web}))
                before = now
            time.sleep(0.05)


if __name__ == "__main__":
    main()

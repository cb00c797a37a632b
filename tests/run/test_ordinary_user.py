"""Started by root or by somebody without rights: the same result, nothing changed on the machine's folders."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fahrwasser.run import binaries
from fahrwasser.run.account import SYSTEM_USER, Account
from paths import PROJECT
from run.trees import TREE, Tree

pytestmark = pytest.mark.database


def owner_of_process(pid: int) -> str:
    return pwd.getpwuid(os.stat(f"/proc/{pid}").st_uid).pw_name


def test_ordinary_user_runs_everything_as_itself(as_root: None, place: Path) -> None:
    somebody = Account.of(pwd.getpwnam("nobody").pw_uid)
    theirs = place / "theirs"
    theirs.mkdir()
    os.chown(theirs, somebody.uid, somebody.gid)
    # What this account may not read here is copied: the launcher needs the standard library only.
    shutil.copytree(PROJECT / "src" / "fahrwasser" / "run", place / "src" / "fahrwasser" / "run")
    shutil.copy(TREE, place)
    subprocess.run(["chmod", "-R", "a+rX", place / "src"], check=True)
    python = sys.executable if somebody.can(sys.executable, "--version") else "/usr/bin/python3"
    programs = binaries.usable_by(binaries.find(), somebody, place)
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(place / "src"), "FAHRWASSER_PG_BIN": str(programs.folder)}
    switch = ("setpriv", f"--reuid={somebody.uid}", f"--regid={somebody.gid}", "--clear-groups")
    running = Tree(theirs / "var", (*switch, python, place / TREE.name), env).up()
    assert {owner_of_process(pid) for pid in running.names.values()} == {"nobody"}
    assert (theirs / "var" / "postgres" / "data").stat().st_uid == somebody.uid
    running.process.terminate()
    running.ended()


def test_root_runs_postgres_as_the_system_user(as_root: None, tree, home: Path) -> None:
    running = tree().up()
    assert owner_of_process(running.names["postgres"]) == SYSTEM_USER
    assert owner_of_process(running.names["worker"]) == "root"


def test_programs_the_account_may_not_run_are_copied_with_their_libraries(as_root: None, place: Path) -> None:
    found = binaries.find({})
    private = place / "private"
    private.mkdir(mode=0o700)
    package = found.folder.parent.parent
    shutil.copytree(package / "pginstall", private / package.name / "pginstall", symlinks=True)
    shutil.copytree(package.with_name(package.name + ".libs"), private / (package.name + ".libs"))
    hidden = binaries.Binaries(private / found.folder.relative_to(package.parent), found.version)
    account = Account.of(pwd.getpwnam("nobody").pw_uid)
    copied = binaries.usable_by(hidden, account, place)
    assert account.can(copied.postgres, "--version")
    assert account.can(copied.initdb, "--version")
    assert binaries.usable_by(hidden, account, place) == copied
    assert private.stat().st_mode & 0o777 == 0o700

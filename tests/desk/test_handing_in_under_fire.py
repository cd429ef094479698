"""Whatever stops a handing in, at whichever step: the edit is there, and doing it again ends it."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.support.clerks import NAME, Clerk, County, county, git

# A git that ends whoever called it, or fails, at the call of a number among those that write.
FAULTY = """\
#!/bin/sh
for word in "$@"; do
  case $word in
    fetch | push | update-ref | commit-tree | read-tree | update-index | write-tree) writes=1 ;;
  esac
done
if [ "${writes-}" ]; then
  number=$(($(cat "$FAULT_COUNT" 2>/dev/null || echo 0) + 1))
  echo "$number" >"$FAULT_COUNT"
  if [ "$number" = "$FAULT_AT" ]; then
    [ "$FAULT" = kill ] && kill -9 "$PPID"
    echo "fatal: write error: No space left on device" >&2
    exit 128
  fi
fi
exec "$GIT" "$@"
"""


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(one, "/dev/null")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A clerk has an edit; another's of the same report came to main meanwhile."""
    folder = tmp_path_factory.mktemp("county")
    here = county(folder)
    jia, yi = here.clerk("示例甲"), here.clerk("示例乙")
    yi.write(("50.00", "51.00"))
    git(yi.content, "commit", "-q", "-am", "of another")
    git(yi.content, "push", "-q", "origin", "HEAD:main")
    jia.write(("40.00", "41.00"))
    return folder, jia.content.parent.name


def in_another_process(clerk: Clerk) -> int:
    """Hand in there; the signal that ended it."""
    child = os.fork()
    if not child:
        try:
            clerk.hand_in(NAME)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.slow("hands in some thirty times")
@pytest.mark.parametrize("fault", ["kill", "fail"])
def test_stopped_at_any_step_nothing_is_lost_and_the_next_try_ends_it(
    template: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    real = shutil.which("git")
    assert real
    faulty, count = tmp_path / "bin/git", tmp_path / "count"
    faulty.parent.mkdir()
    faulty.write_text(FAULTY, "utf-8")
    faulty.chmod(0o755)
    path = os.environ["PATH"]
    for step in range(1, 40):
        folder = shutil.copytree(template[0], tmp_path / f"{step}")
        here = County(folder)
        jia = here.at_desk(folder / template[1])
        count.unlink(missing_ok=True)
        for name, value in (("GIT", real), ("FAULT", fault), ("FAULT_COUNT", f"{count}"),
                            ("FAULT_AT", f"{step}"), ("PATH", f"{faulty.parent}:{path}")):  # fmt: skip
            monkeypatch.setenv(name, value)
        ended = in_another_process(jia)
        monkeypatch.setenv("PATH", path)
        if int(count.read_text("utf-8")) < step:
            assert step > 10
            return
        assert ended == (0 if fault == "fail" else signal.SIGKILL)
        assert "41.00" in jia.report.read_text("utf-8")
        said = jia.hand_in(NAME).said
        assert said in ("已提交。", "没有要提交的：选的都和服务器上一样。"), step
        (branch,) = here.branches()
        assert all(one in here.at(branch) for one in ("41.00", "51.00")), step
        assert jia.report.read_text("utf-8") == here.at(branch)
        assert git(jia.content, "fsck", "--no-dangling") == ""
        shutil.rmtree(folder)
    pytest.fail("it never came to an end")

"""Debian's Firefox, driven over WebDriver BiDi: the second engine."""

import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class Firefox:
    """One tab."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._ask("session.new", {"capabilities": {}})
        self._tab = self._ask("browsingContext.create", {"type": "tab"})["context"]

    def goto(self, address: str) -> None:
        """Load a page, all of it."""
        self._ask(
            "browsingContext.navigate", {"context": self._tab, "url": address, "wait": "complete"}
        )

    def before_each_page(self, script: str) -> None:
        """Run a script in every page from now on, before anything of the page's own."""
        self._ask("script.addPreloadScript", {"functionDeclaration": f"() => {{ {script} }}"})

    def evaluate(self, function: str, *arguments: str) -> Any:
        """What a function of the page returns, through JSON."""
        given = [{"type": "string", "value": one} for one in arguments]
        answer = self._ask(
            "script.callFunction",
            {
                "functionDeclaration": f"async (...given) => JSON.stringify(await ({function})(...given) ?? null)",
                "arguments": given,
                "awaitPromise": True,
                "target": {"context": self._tab},
            },
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def _ask(self, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._connection.recv(timeout=120))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start Firefox without a window and without anything of an earlier run."""
    program = shutil.which("firefox-esr")
    assert program, "Firefox is missing: apt-get install firefox-esr"
    with tempfile.TemporaryDirectory(prefix="firefox-") as profile:
        # No call home from a test.
        preferences = {
            "app.update.enabled": False,
            "browser.safebrowsing.downloads.remote.enabled": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
            "services.settings.server": "data:,",
        }
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--profile", profile]
        with subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        ) as started:
            try:
                assert started.stderr
                found = next((m for line in started.stderr if (m := LISTENING.search(line))), None)
                assert found, "Firefox did not open its door for WebDriver BiDi"
                with connect(f"{found[1]}/session", max_size=None, compression=None) as connection:
                    yield Firefox(connection)
            finally:
                started.kill()

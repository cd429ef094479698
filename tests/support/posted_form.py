"""Pages of the desk read and sent as a browser without scripts does."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import CookieJar
from types import MappingProxyType

from bs4 import BeautifulSoup, Tag

from tests.support.preview import EVENTS


@dataclass(frozen=True)
class Answer:
    """A page: where it was found in the end, its status, its text."""

    address: str
    status: int
    text: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Its elements."""
        return BeautifulSoup(self.text, "html.parser")

    @property
    def said(self) -> str:
        """What the desk says of what was done."""
        found = self.soup.select_one(".said")
        return found.get_text(strip=True) if found else ""

    def values(self) -> dict[str, str]:
        """All that a browser would send of the form, without a button."""
        form = self.soup.select_one("form.edit")
        assert form is not None, self.soup.get_text(" ", strip=True)
        return {str(one["name"]): _value(one) for one in form.select("input, select, textarea")
                if one.get("name")}  # fmt: skip


class PostedForm:
    """A browser of this desk; `opening_address` is the one that the terminal prints."""

    def __init__(self, opening_address: str) -> None:
        self._root = opening_address.partition("?")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with self._opener.open(opening_address) as answer:
            assert answer.status == 200

    def get(self, address: str = "") -> Answer:
        """A page below the desk's root."""
        return self._ask(urllib.request.Request(self._address(address)))

    def page(self, address: str) -> Answer:
        """A page of the site beside the desk."""
        site = self._root.partition("_jixiao/")[0]
        return self._ask(urllib.request.Request(site + urllib.parse.quote(address)))

    def until(self, is_so: Callable[[], bool]) -> None:
        """Look again after each change of the site, until it is so: it follows files by itself."""
        site = self._root.partition("_jixiao/")[0]
        with self._opener.open(site + EVENTS) as events:
            while not is_so():
                assert events.readline(), "the desk has ended"

    def post(
        self, address: str, values: Mapping[str, str] | Sequence[tuple[str, str]], **headers: str
    ) -> Answer:
        """Send a form from a page of the desk; pairs where a name stands several times."""
        data = urllib.parse.urlencode(values).encode()
        split = urllib.parse.urlsplit(self._root)
        given = {"Origin": f"{split.scheme}://{split.netloc}", **headers}
        return self._ask(urllib.request.Request(self._address(address), data, given))

    def upload(
        self,
        address: str,
        files: Sequence[tuple[str, bytes]],
        values: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        """Send files under these names, as they are, from a page of the desk, and other inputs."""
        body = "".join(
            f'--part\r\nContent-Disposition: form-data; name="{name.replace(chr(34), "%22")}"'
            f"\r\n\r\n{value}\r\n"
            for name, value in values.items()
            if name != "files"
        ).encode()
        body += b"".join(
            b'--part\r\nContent-Disposition: form-data; name="files"; filename="'
            + name.encode() + b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + data + b"\r\n"
            for name, data in files
        )  # fmt: skip
        split = urllib.parse.urlsplit(self._root)
        headers = {
            "Origin": f"{split.scheme}://{split.netloc}",
            "Content-Type": "multipart/form-data; boundary=part",
        }
        data = body + b"--part--\r\n"
        return self._ask(urllib.request.Request(self._address(address), data, headers))

    def _address(self, address: str) -> str:
        return self._root + urllib.parse.quote(address, safe="/?=&%")

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request) as answer:
                return Answer(answer.url, answer.status, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.url, error.code, error.read().decode(errors="replace"))


def _value(element: Tag) -> str:
    if element.name == "textarea":
        return element.get_text().removeprefix("\n").replace("\n", "\r\n")
    if element.name == "select":
        chosen = element.select_one("option[selected]") or element.select_one("option")
        return chosen.get("value", chosen.get_text()) if chosen else ""  # type: ignore[return-value]
    return str(element.get("value", ""))

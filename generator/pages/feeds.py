"""Where the feeds stand, and which of them a page names in its head: address and title."""

from collections.abc import Sized

from generator.model.department import Department

NAME = "feed.xml"

Feeds = list[tuple[str, str]]


def of_site(public: Sized) -> Feeds:
    """The feed of everything; none where nothing is public."""
    return [(NAME, "最近变化")] if public else []


def of_department(department: Department | None) -> Feeds:
    """The feed of a department."""
    if department is None:
        return []
    return [(f"departments/{department.slug}/{NAME}", f"{department.name}的变化")]


def of_project(department: Department, slug: str, name: str) -> Feeds:
    """The feed of a project that has a page, then that of its department."""
    own = f"projects/{department.slug}/{slug}/{NAME}", f"{name}（{department.short}）的变化"
    return [own, *of_department(department)]

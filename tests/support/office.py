"""An office on machines of its own, set up by the commands of the administrator's page."""

import re
from pathlib import Path

from tests.conftest import ROOT
from tests.support.machines import HOME, Machine, Network
from tests.support.papers import Block, blocks

# Restoring has a page of its own, and its commands with marks are done on the same machines.
BLOCKS = [
    *blocks(ROOT / "docs/administration.md"),
    *blocks(ROOT / "docs/restore.md"),
]
CLERK = "zhangsan"
# The page's example address; to each other the machines of the test are all 127.0.0.1.
PORTAL_ADDRESS = ("192.0.2.10", "127.0.0.1")
ADDRESSES = {
    "127.0.0.2": ("git.example",),
    "127.0.0.3": ("web.example", "jixiao.example"),
    "127.0.0.4": ("portal.example",),
    "127.0.0.9": ("desk.example",),
}


def hosts(way: str) -> dict[str, tuple[str, ...]]:
    """Which address answers to which names, where one machine is both or two are."""
    if way == "乙":
        return ADDRESSES
    both = {"127.0.0.2": ADDRESSES["127.0.0.2"] + ADDRESSES["127.0.0.3"]}
    return {**both, **{one: ADDRESSES[one] for one in ("127.0.0.4", "127.0.0.9")}}


class Office:
    """The machines of one way, and the page's headings that were done."""

    def __init__(self, network: Network, way: str) -> None:
        self.network, self.way = network, way
        self.done: set[Block] = set()
        self.portal: Machine
        self.server = network.machine("127.0.0.2", serves=way == "甲")
        self.web = self.server if way == "甲" else network.machine("127.0.0.3", serves=True)
        self.clerk = network.machine("127.0.0.9")
        self.clerk.run(f"useradd --create-home --shell /bin/bash {CLERK}")

    def machine(self, name: str) -> Machine:
        if name == "门户":
            return self.portal
        return {"服务器": self.server, "网站服务器": self.web, "经办人的电脑": self.clerk}[name]

    def follow(self, heading: str) -> str:
        """Do all blocks below a heading that are for this way; what was said."""
        chosen = [one for one in BLOCKS if one.heading == heading]
        assert chosen, heading
        return "".join(self.run(one) for one in chosen if one.way in ("", self.way))

    def run(self, block: Block) -> str:
        self.done.add(block)
        script = block.script.replace(*PORTAL_ADDRESS)
        typed = "first\n" if " --first" in script else ""
        said = ""
        for name in block.machines:
            for file in re.findall(r"~/(deploy-key|release-key)\.pub", script):
                self.carry(self.server, f"/etc/jixiao/{file}.pub", self.web, f"{HOME}/{file}.pub")
            said += self.machine(name).run(script, block.account, typed=typed)
        return said

    def machines(self) -> list[Machine]:
        """The server and, where it is another, the web server."""
        return [self.server] if self.server is self.web else [self.server, self.web]

    def set_up(self) -> dict[str, str]:
        """From bare machines to the first publication; what was said below each heading."""
        for machine in self.machines():
            self.project(machine)
        where = "五甲、同一台" if self.way == "甲" else "五乙、另一台"
        headings = (
            "能上网",
            "三、服务器：账号、仓库、钩子",
            "四、网站服务器：nginx",
            where,
            "六、第一次公开",
        )
        return {heading: self.follow(heading) for heading in headings}

    def carry(self, here: Machine, file: str, there: Machine, to: str) -> None:
        there.write(to, here.run(f"cat {file}"))

    def get(self, path: str = "", *options: str) -> str:
        return self.clerk.run(f"curl -sS {' '.join(options)} http://jixiao.example/{path}")

    def push(self, file: str, text: str, *, fails: bool = False) -> str:
        """The clerk saves a file and hands it in."""
        self.clerk.run(f"mkdir -p ~/jixiao/{Path(file).parent}", CLERK)
        self.clerk.write(f"/home/{CLERK}/jixiao/{file}", text)
        lines = "cd ~/jixiao && git add content && git commit --quiet -m 改 && git push"
        return self.clerk.run(lines, CLERK, fails=fails)

    def clone(self) -> None:
        self.clerk.run(
            "cd && rm -rf jixiao && git clone -q jixiao@git.example:repo.git jixiao", CLERK
        )

    def project(self, machine: Machine, to: str = "/opt/jixiao", *, version: str = "") -> None:
        """Bring the project's folder to a machine, with its history, or a later version of it."""
        machine.run(f"""
            rm -rf {to} && cp -r /media/project {to} && cd {to}
            git init -q --initial-branch=main && git add --all
            git -c user.name=a -c user.email=a@example.org commit -q -m 项目
        """)
        if version:
            machine.run(f"""
                cd {to}
                sed -i 's/^__version__ = .*/__version__ = "{version}"/' generator/__init__.py
                rm docs/engines.md
                echo '# 上游的改动' >>content/site.yml
                git -c user.name=a -c user.email=a@example.org commit -q -a -m 新版
            """)  # fmt: skip

"""Names that not every system takes: content is written on Windows, checked and built on Linux."""

import re

MAX_BYTES = 200  # in UTF-8: Linux takes 255, and a packed copy has a longer name
# Below the content folder, and as long below the site. Windows takes 259 characters in all: with
# `\.site.new\`, where a build puts them first, that leaves the folder of the project 68.
MAX_PATH = 180

_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\xb9\xb2\xb3]) *(\..*)?", re.IGNORECASE
)
_CHARACTERS = re.compile('[<>:"/\\\\|?*\x00-\x1f]')


def name_complaint(name: str) -> str:
    """Why not every system takes a file or folder of that name, and what to do; empty if each does.

    A part of a sentence that goes on after the name.
    """
    if found := _CHARACTERS.search(name):
        character = found[0] if found[0] >= " " else f"U+{ord(found[0]):04X}"
        return (
            f'里有 Windows 不接受的字符 {character}。请改名，不用 < > : " / \\ | ? * 和控制字符。'
        )
    if _RESERVED.fullmatch(name):
        return "是 Windows 留给设备的名字（con、nul、aux、prn、com1、lpt1 等），放不下。请改名。"
    if name.endswith((".", " ")):
        return "以点号或空格结尾，Windows 会把它去掉。请改名。"
    size = len(name.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        return (
            f"太长：最多 {MAX_BYTES} 字节（约 {MAX_BYTES // 3} 个汉字），现有 {size} 字节。请改短。"
        )
    return ""


def path_complaint(path: str) -> str:
    """What is wrong with a path below the content folder, or the site, that is too long.

    A sentence; empty where it is not.
    """
    if len(path) <= MAX_PATH:
        return ""
    return (
        f"路径 {path} 太长：最多 {MAX_PATH} 个字，现有 {len(path)} 个"
        "（Windows 连同项目文件夹一共 259 个）。请改短文件名或标识。"
    )

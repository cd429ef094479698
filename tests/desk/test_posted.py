"""What a browser sent, beside what another program wrote meanwhile."""

from generator.desk.posted import changes
from generator.source.tree import Value

JIA: Value = {"三级": "甲", "分值": "10"}
YI: Value = {"三级": "乙", "分值": "10"}


def test_a_row_that_another_moved_is_not_the_one_that_was_changed() -> None:
    where = ("指标", 0, "分值")
    changed, conflicts = changes({where: "20"}, {"指标": [JIA, YI]}, {"指标": [YI, JIA]})
    assert (changed, [one.where for one in conflicts]) == ({}, [where])
    changed, conflicts = changes(
        {where: "20"}, {"指标": [JIA, YI]}, {"指标": [JIA, {"三级": "丙"}]}
    )
    assert (changed, conflicts) == ({where: "20"}, [])

"""A department's year as a whole (部门整体支出): income, spending, staff, 三公经费."""

from typing import Self

from generator.model.choices import Unit
from generator.model.fields import Amount, Line, Number, Text
from generator.model.funds import AmountRow
from generator.model.record import FormRecord, Rows, key, rows


class IncomeOrSpending(AmountRow, title="收支"):
    """A line of income or of spending, as the form prints it."""

    body: Line | None = key("机构", "表上按机构分行的，写机构名称，每一行都写")
    name: Line = key("名称", "如 收入合计、基本支出、其中：人员支出", required=True)
    budget: Amount | None = key("预算", "预算数")
    actual: Amount | None = key("决算", "决算数、实际数")


class DepartmentOverview(FormRecord, title="部门整体"):
    """What the form of a department's overall report asks for beside goals and indicators.

    Amounts are in the unit of 资金; 三公经费 are travel abroad, vehicles, reception.
    """

    duties: Text | None = key("职能职责", "照报告写")
    main_tasks: Text | None = key("年度主要工作", "照报告写")
    achievements: Text | None = key("总体运行情况", "运行情况及取得的成绩，照报告写")
    authorised_staff: Number | None = key("编制人数", "只写数字")
    actual_staff: Number | None = key("实有人数", "只写数字")
    income: Rows[IncomeOrSpending] = rows("收入", "每项一行")
    spending: Rows[IncomeOrSpending] = rows("支出", "每项一行，结余也写在这里")
    official_expenses: Rows[IncomeOrSpending] = rows("三公经费", "每项一行")
    assets: Rows[IncomeOrSpending] = rows("资产", "每项一行")

    def in_unit(self, unit: Unit | None) -> Self:
        """The same, all amounts in the unit of the report."""
        tables = ("income", "spending", "official_expenses", "assets")
        found = {one: tuple(row.in_unit(unit) for row in getattr(self, one)) for one in tables}
        return self.model_copy(update=found)

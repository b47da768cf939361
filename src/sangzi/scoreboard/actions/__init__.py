"""What can happen to figures and to the indicators made at the desk."""

from .computing import issue_receipt, rebuild
from .declaring import declare_indicator, revise_indicator, withdraw_indicator

__all__ = ["declare_indicator", "issue_receipt", "rebuild", "revise_indicator", "withdraw_indicator"]

from imports.admin.proposals import ProposalAdmin
from imports.admin.reports import ImportFindingAdmin, ImportRunAdmin

__all__ = ["ImportFindingAdmin", "ImportRunAdmin", "ProposalAdmin"]

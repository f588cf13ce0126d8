from imports.admin.proposals import ProposalAdmin
from imports.admin.reports import ImportFindingAdmin, ImportRunAdmin
from imports.admin.site_exports import SiteExportAdmin

__all__ = ["ImportFindingAdmin", "ImportRunAdmin", "ProposalAdmin", "SiteExportAdmin"]

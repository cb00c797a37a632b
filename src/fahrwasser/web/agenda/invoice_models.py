"""What the projects really cost: bills, each entered once and never changed."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from fahrwasser.web.tenants.models import TenantForeignKey, TenantModel, TenantQuerySet


class InvoiceQuerySet(TenantQuerySet["Invoice"]):
    """Reads of bills."""

    def counting(self) -> Self:
        """Those that no other one has taken the place of."""
        later = Invoice.objects.filter(municipality=models.OuterRef("municipality"), corrects=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))


class Invoice(TenantModel):
    """A bill of one project in EUR; a credit note is below zero. Append-only.

    A wrong one is corrected by a new row that `corrects` it and counts in its place; amount 0 takes it back.
    """

    project = models.CharField(max_length=40)
    dated_on = models.DateField()
    amount = models.DecimalField(max_digits=11, decimal_places=2)
    note = models.CharField(max_length=200)
    corrects = TenantForeignKey("agenda.Invoice", on_delete=models.PROTECT, null=True, blank=True)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField(db_default=Now())

    objects = InvoiceQuerySet.as_manager()  # type: ignore[misc]  # the plugin sees this module too early

    class Meta:
        indexes = [models.Index(fields=["municipality", "project"], name="invoice_by_project")]
        constraints = [models.UniqueConstraint(fields=["municipality", "corrects"], name="invoice_corrected_once")]

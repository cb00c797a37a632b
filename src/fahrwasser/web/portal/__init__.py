"""What citizens see: a service, its form, the receipt, the status of a case."""
